//! The lock beside a SQLite file: between processes that open it at the same time. It also says whether there has been
//! a database, so that an emptied or lost file is not taken for a new one.

use super::{Result, StoreError};
use std::{
    fs::{self, File},
    path::Path,
};

/// What the lock's file says once there is a database.
const ESTABLISHED: &str = "There is a database beside this file.\n";

/// Notes that there is a database now.
pub(super) fn establish(path: &Path) -> Result<()> {
    let lock = path.with_extension("lock");
    match fs::read_to_string(&lock) {
        Ok(said) if said == ESTABLISHED => Ok(()),
        _ => fs::write(lock, ESTABLISHED).map_err(StoreError::Lock),
    }
}

/// Whether there has been a database that is lost, or has nothing in it.
pub(super) fn has_vanished(path: &Path) -> bool {
    let said = fs::read_to_string(path.with_extension("lock")).unwrap_or_default();
    let octets = fs::metadata(path).map_or(0, |file| file.len());
    said == ESTABLISHED && octets == 0
}

/// Waits for, and takes, the lock beside a SQLite file; given back when dropped.
pub(super) async fn lock_file(path: &Path) -> Result<File> {
    let path = path.with_extension("lock");
    let lock = tokio::task::spawn_blocking(move || {
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        file.lock().map(|()| file)
    });
    lock.await
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(StoreError::Lock)
}
