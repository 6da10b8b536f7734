//! Bringing the schema up to date.

use super::{
    Database, Result,
    file_lock::{establish, lock_file},
};
use sqlx::{
    Connection as _, Executor as _, PgConnection, migrate::Migrate as _, postgres::PgConnectOptions,
};
use std::time::Duration;

/// How often a migration is tried when others hold what it needs, and the pause between.
const TRIES: u32 = 60;
const PAUSE: Duration = Duration::from_secs(1);
/// How long a migration waits for a table. PostgreSQL looks after a second (`deadlock_timeout`) for two who wait for each
/// other, and breaks off whoever looks: that must not be who enrols.
const YIELD: &str = "SET LOCAL lock_timeout = '500ms'";
/// What writes begins with the row of its offering: who holds these has no writer in the way that waits for them, too.
const HOLD: &str = "LOCK TABLE offering IN EXCLUSIVE MODE";

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
                let options = PgConnectOptions::clone(&pool.connect_options());
                let mut tries = 1;
                while let Err(error) = migrate_postgres(options.clone()).await {
                    if !error.is_of_a_lock() || tries == TRIES {
                        return Err(error);
                    }
                    tracing::info!("others are in the way of a migration; trying again");
                    tokio::time::sleep(PAUSE).await;
                    tries += 1;
                }
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

/// All that is missing in one transaction, while other instances serve. Without [`HOLD`] a migration of several tables and a
/// rush wait for each other for certain: each batch begins when the one before has let go of the first of them.
async fn migrate_postgres(options: PgConnectOptions) -> Result<()> {
    const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";
    let migrator = sqlx::migrate!("../migrations/postgres");
    // A connection of its own, closed whatever happens: sqlx's lock stays on it until then.
    let mut own = PgConnection::connect_with(&options).await?;
    own.lock().await?;
    let mut tx = own.begin().await?;
    let made: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *tx)
        .await?;
    if made {
        let applied: Vec<i64> = sqlx::query_scalar(APPLIED).fetch_all(&mut *tx).await?;
        tx.execute(YIELD).await?;
        if migrator.iter().any(|m| !applied.contains(&m.version)) {
            tx.execute(HOLD).await?;
        }
    }
    // `run` takes no connection in a future that may move between threads.
    migrator.run_direct(None, &mut *tx, false).await?;
    tx.commit().await?;
    own.close().await?;
    Ok(())
}
