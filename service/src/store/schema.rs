//! Bringing the schema up to date.

use super::{
    Database, Result,
    file_lock::{establish, lock_file},
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

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
