//! Bringing the schema up to date.

use super::{
    Database, Result, StoreError,
    file_lock::{establish, lock_file, vanished},
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::path::Path;

/// Largest SQLite file that is read through for damage when the service starts: about a second.
const CHECKED_OCTETS: u64 = 256 * 1024 * 1024;

/// The file of an address `sqlite:PATH`.
pub(super) fn sqlite_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?;
    Some(Path::new(path.trim_start_matches("//")))
}

impl Database {
    /// Brings the schema up to date. Safe when several instances start at once.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, path, .. } => {
                // sqlx takes no lock on SQLite, so two processes would migrate at once.
                let _lock = lock_file(path).await?;
                sqlx::migrate!("../migrations/sqlite").run(writer).await?;
                establish(path)?;
            }
            Self::Postgres(pool) => {
                // A connection of its own, closed whatever happens: after a failure sqlx leaves its
                // advisory lock on it, and back in the pool it would block the next attempt for
                // ever.
                let options = PgConnectOptions::clone(&pool.connect_options());
                let own = PgPoolOptions::new()
                    .max_connections(1)
                    .connect_with(options)
                    .await?;
                let done = sqlx::migrate!("../migrations/postgres").run(&own).await;
                own.close().await;
                done?;
            }
        }
        Ok(())
    }

    /// Refuses a SQLite file that has been emptied or lost, which would else be taken for a new one.
    pub fn still_there(url: &str) -> Result<()> {
        match sqlite_file(url).and_then(vanished) {
            Some(path) => Err(StoreError::Vanished(path)),
            None => Ok(()),
        }
    }

    /// Refuses a damaged SQLite file. A large one is not read for that: its backups are.
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
            _ => Err(StoreError::Damaged(path.to_path_buf(), said)),
        }
    }

    /// How many migrations this program has that the database does not.
    pub async fn pending_migrations(&self) -> Result<usize> {
        const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";
        let applied: Vec<i64> = match self {
            Self::Sqlite { readers, .. } => sqlx::query_scalar(APPLIED).fetch_all(readers).await?,
            Self::Postgres(pool) => sqlx::query_scalar(APPLIED).fetch_all(pool).await?,
        };
        let known = sqlx::migrate!("../migrations/sqlite");
        Ok(known
            .iter()
            .filter(|migration| !applied.contains(&migration.version))
            .count())
    }
}
