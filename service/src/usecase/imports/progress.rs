//! Imports that are under way: how far they have come.
//!
//! An import is one request from beginning to end; its report is the answer. What is told here on the way is an extra
//! that may be lost (another instance knows nothing of it) without harm.

use crate::{
    app::App,
    error::{Error, Result},
    usecase::{Caller, Permission},
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};
use uuid::Uuid;

/// The imports of this instance that somebody follows.
#[derive(Debug, Default)]
pub struct Imports(Mutex<HashMap<Uuid, Arc<Running>>>);

#[derive(Debug)]
struct Running {
    owner: String,
    done: AtomicUsize,
    /// Zero while the file is being read.
    rows: AtomicUsize,
}

/// Rows done, of how many; nothing is planned while the file is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    pub done: usize,
    pub rows: usize,
}

/// Who follows an import, if anybody: told nothing any more once this is dropped.
pub(super) struct Follower(Option<(Arc<Imports>, Uuid, Arc<Running>)>);

impl Imports {
    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<Running>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets an import be followed under an id, if one is given that nobody else uses.
pub(super) fn follow(app: &App, caller: &Caller, id: Option<Uuid>) -> Result<Follower> {
    let Some(id) = id else {
        return Ok(Follower(None));
    };
    let running = Arc::new(Running {
        owner: caller.actor(),
        done: AtomicUsize::new(0),
        rows: AtomicUsize::new(0),
    });
    let mut imports = app.imports.lock();
    if imports.contains_key(&id) {
        return Err(Error::invalid(
            "?progress",
            "taken",
            "En annan inläsning följs under samma nummer. Välj ett nytt.",
            "Another import is followed under the same id. Choose a new one.",
        ));
    }
    imports.insert(id, Arc::clone(&running));
    drop(imports);
    Ok(Follower(Some((Arc::clone(&app.imports), id, running))))
}

impl Follower {
    pub(super) fn begin(&self, rows: usize) {
        if let Some((_, _, running)) = &self.0 {
            running.rows.store(rows, Ordering::Relaxed);
        }
    }

    pub(super) fn row(&self) {
        if let Some((_, _, running)) = &self.0 {
            running.done.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        if let Some((imports, id, _)) = &self.0 {
            imports.lock().remove(id);
        }
    }
}

/// How far an import of one's own has come.
pub fn progress(app: &App, caller: &Caller, id: Uuid) -> Result<ImportProgress> {
    caller.require(Permission::Import)?;
    let imports = app.imports.lock();
    let found = imports.get(&id);
    let found = found.filter(|import| import.owner == caller.actor());
    let found = found.ok_or(Error::NotFound { what: "import" })?;
    Ok(ImportProgress {
        done: found.done.load(Ordering::Relaxed),
        rows: found.rows.load(Ordering::Relaxed),
    })
}
