//! What is SQLite's own: a file, which may be lost or damaged, and a connection that a full disk leaves in between.

use super::{
    ACQUIRE, Database, Result, StoreError,
    checkpoint::{self, Checkpoints},
    file_lock::{has_vanished, lock_file},
};
use crate::faults::Faults;
use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Rows that SQLite's thread reads ahead: a batch whole, so that nobody waits row by row.
const ROWS_AHEAD: usize = 1024;
/// Largest file that is read through for damage when the service starts: about a second.
const CHECKED_OCTETS: u64 = 256 * 1024 * 1024;

/// The file of an address `sqlite:PATH`.
pub(super) fn sqlite_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?;
    Some(Path::new(path.trim_start_matches("//")))
}

/// Whether a connection that is given back has no transaction. On a full disk SQLite ends one by itself; sqlx believes
/// it open for ever, and nothing could be written any more until the service is started anew.
async fn is_free(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    if connection.is_in_transaction() {
        // What is about to be undone is undone when this is answered.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

impl Database {
    /// With faults to come, and one connection that reads, so that what is asked is answered in one order: for tests
    /// only.
    pub async fn with_faults(path: PathBuf, faults: Faults) -> Result<Self> {
        Self::connect_sqlite(path, 1, faults).await
    }

    pub(super) async fn connect_sqlite(
        path: PathBuf,
        readers: u32,
        faults: Faults,
    ) -> Result<Self> {
        // Whoever opened it would make a new one of it, and nobody would miss the old.
        if has_vanished(&path) {
            return Err(StoreError::Vanished(path));
        }
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: an acknowledged commit survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(ACQUIRE)
            .row_buffer_size(ROWS_AHEAD)
            .pragma("wal_autocheckpoint", checkpoint::LAST_RESORT);
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(ACQUIRE)
                .after_release(|connection, _| Box::pin(is_free(connection)))
        };
        // Turning to WAL needs the file alone and does not wait for it: of several processes that
        // open a new file at once, one may do it, and for the rest it is done.
        let opening = lock_file(&path).await?;
        let writer = pool(1).connect_with(options.clone()).await;
        let writer = writer.map_err(|error| StoreError::from(error).of_file(&path))?;
        drop(opening);
        let readers = pool(readers).connect_with(options.clone()).await?;
        // Opened when it has something to look at.
        let carrier = pool(1).connect_lazy_with(options);
        let checkpoints = Arc::new(Checkpoints::start(carrier, writer.clone()));
        Ok(Self::Sqlite {
            writer,
            readers,
            path: path.into(),
            checkpoints,
            faults,
        })
    }

    /// Refuses a damaged file. A large one is not read for that: its backups are.
    pub async fn undamaged(&self) -> Result<()> {
        let Self::Sqlite { readers, path, .. } = self else {
            return Ok(());
        };
        let octets = std::fs::metadata(path).map_or(0, |file| file.len());
        if octets > CHECKED_OCTETS {
            return Ok(());
        }
        let said: String = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_one(readers)
            .await
            .map_err(|error| StoreError::from(error).of_file(path))?;
        match &*said {
            "ok" => Ok(()),
            _ => Err(StoreError::Damaged {
                path: path.to_path_buf(),
                said,
            }),
        }
    }
}
