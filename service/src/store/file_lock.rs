//! The lock beside a SQLite file: between processes that open it at the same time.

use super::{Result, StoreError};
use std::{fs::File, path::Path};

/// Waits for, and takes, the lock beside a SQLite file; given back when dropped.
pub(super) async fn lock_file(path: &Path) -> Result<File> {
    let path = path.with_extension("lock");
    let lock = tokio::task::spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock().map(|()| file)
    });
    lock.await
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(StoreError::Lock)
}
