//! Why the store could not do what was asked.

use super::Inconsistent;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something unique exists already. Which, the caller knows from the operation.
    #[error("unique value exists already")]
    Conflict,
    #[error("the database cannot be reached")]
    Unavailable(#[source] sqlx::Error),
    #[error("the stored data is inconsistent: {0}")]
    Inconsistent(#[from] Inconsistent),
    #[error("database error")]
    Database(#[source] sqlx::Error),
    #[error("migration failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("{0}")]
    Address(String),
    #[error("cannot take the lock file beside the database")]
    Lock(#[source] std::io::Error),
    #[error("cannot keep the facts of a large change in a temporary file")]
    Facts(#[source] std::io::Error),
}

/// PostgreSQL's code for a lock that was not given in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => Self::Unavailable(error),
            sqlx::Error::Database(db) if db.is_unique_violation() => Self::Conflict,
            // Administrator shutdown, crash recovery, too many connections (class 57 and 53).
            sqlx::Error::Database(db)
                if db.code().is_some_and(|c| {
                    c.starts_with("57P") || c.starts_with("53") || c == LOCK_NOT_AVAILABLE
                }) =>
            {
                Self::Unavailable(error)
            }
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether some row is the cause, so that other rows may well fare better without it.
    pub fn is_of_a_row(&self) -> bool {
        match self {
            Self::Conflict
            | Self::Inconsistent(_)
            | Self::Database(sqlx::Error::ColumnDecode { .. }) => true,
            Self::Database(sqlx::Error::Database(db)) => {
                db.is_foreign_key_violation() || db.is_check_violation()
            }
            _ => false,
        }
    }
}

pub type Result<T> = std::result::Result<T, StoreError>;
