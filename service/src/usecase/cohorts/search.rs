//! Searches that are under way: how far they have come, and ending them early.
//!
//! A search is one request from beginning to end; its plan is the answer. What is told here of it
//! on the way is an extra that may be lost (another instance knows nothing of it) without harm.

use super::request::Stop;
use crate::{
    app::App,
    error::{Error, Result},
    traces::Span,
    usecase::{Caller, Permission},
};
use samverkan_domain::cohort::Progress;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Searches at a time. Each keeps a processor busy; more would only make all of them late.
const AT_ONCE: usize = 2;
/// When who is turned away may come again (seconds).
const RETRY_SECONDS: u32 = 15;

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchProgress {
    pub iterations: u64,
    pub planned: u64,
    /// Hard rules broken in the best division so far.
    pub hard: u64,
    /// Its soft points.
    pub points: i64,
}

/// The searches of this instance.
#[derive(Debug, Default)]
pub struct Searches(Mutex<HashMap<Uuid, Running>>);

#[derive(Debug)]
struct Running {
    owner: String,
    progress: Option<SearchProgress>,
    end: bool,
}

/// A place among the searches; given back when dropped.
pub(super) struct Place {
    searches: Arc<Searches>,
    id: Uuid,
    started: Instant,
    stop: Stop,
    span: Span,
}

impl Searches {
    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Running>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are under way.
    pub fn running(&self) -> usize {
        self.lock().len()
    }
}

impl Place {
    /// Takes a place, if there is one.
    pub(super) fn take(app: &App, caller: &Caller, id: Option<Uuid>, stop: Stop) -> Result<Self> {
        let searches = Arc::clone(&app.searches);
        let id = id.unwrap_or_else(|| app.seeds.id(app.clock.now()));
        let mut running = searches.lock();
        if running.len() >= AT_ONCE || running.contains_key(&id) {
            return Err(Error::Busy {
                retry_after_seconds: RETRY_SECONDS,
            });
        }
        let new = Running {
            owner: caller.actor(),
            progress: None,
            end: false,
        };
        running.insert(id, new);
        drop(running);
        Ok(Self {
            searches,
            id,
            started: Instant::now(),
            stop,
            span: app.traces.part("cohort search"),
        })
    }

    /// Notes how far it has come; says whether to go on.
    pub(super) fn go_on(&self, progress: &Progress) -> bool {
        let good_enough = |points| progress.hard == 0 && progress.soft <= points;
        let limit = |seconds: u32| Duration::from_secs(u64::from(seconds));
        let late = |seconds| self.started.elapsed() >= limit(seconds);
        let mut running = self.searches.lock();
        let ended = running.get_mut(&self.id).is_some_and(|running| {
            running.progress = Some(SearchProgress {
                iterations: progress.iterations,
                planned: progress.planned,
                hard: progress.hard,
                points: progress.soft,
            });
            running.end
        });
        !ended
            && !self.stop.points.is_some_and(good_enough)
            && !late(self.stop.seconds.unwrap_or(super::request::SEARCH_SECONDS))
    }
}

impl Place {
    /// Does the work of a search on a thread of its own. Should nobody wait for it any longer (whoever asked has hung
    /// up, and the request was dropped), it is told to end: its answer would reach nobody.
    pub(super) async fn think<T: Send + 'static>(
        self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T> {
        let _asked = Asked {
            searches: Arc::clone(&self.searches),
            id: self.id,
        };
        let thought = tokio::task::spawn_blocking(move || work(&self)).await;
        thought.map_err(Error::internal)
    }
}

/// That somebody waits for a search; ends it when dropped before it has ended.
struct Asked {
    searches: Arc<Searches>,
    id: Uuid,
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(running) = self.searches.lock().get_mut(&self.id) {
            running.end = true;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let ended = self.searches.lock().remove(&self.id);
        if let Some(progress) = ended.and_then(|ended| ended.progress) {
            self.span
                .number("samverkan.iterations", progress.iterations);
            self.span.number("samverkan.rules_broken", progress.hard);
        }
    }
}

/// How far a search has come; `None` before the first report.
pub fn progress(app: &App, caller: &Caller, id: Uuid) -> Result<Option<SearchProgress>> {
    caller.require(Permission::EditCohorts)?;
    let running = app.searches.lock();
    let found = running
        .get(&id)
        .filter(|search| search.owner == caller.actor());
    found
        .map(|search| search.progress)
        .ok_or(Error::NotFound { what: "search" })
}

/// Ends a search: the best division so far becomes the plan.
pub fn end(app: &App, caller: &Caller, id: Uuid) -> Result<()> {
    caller.require(Permission::EditCohorts)?;
    let mut running = app.searches.lock();
    let found = running.get_mut(&id);
    let found = found.filter(|search| search.owner == caller.actor());
    found.ok_or(Error::NotFound { what: "search" })?.end = true;
    Ok(())
}
