//! Why the store could not do what was asked.

use super::Inconsistent;
use sqlx::{error::DatabaseError, migrate::MigrateError, sqlite::SqliteError};
use std::path::{Path, PathBuf};

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
    Migrate(#[source] MigrateError),
    #[error(
        "the database is of a newer version of this program (it has migration {0}); install that version"
    )]
    Newer(i64),
    #[error("{0}")]
    Address(String),
    #[error("cannot take the lock file beside the database")]
    Lock(#[source] std::io::Error),
    #[error(
        "there was a database here, and {} is empty or gone; restore a backup, or remove the .lock beside it to begin \
         with nothing", .0.display()
    )]
    Vanished(PathBuf),
    #[error("{} is damaged ({said}); move it away and restore a backup", .path.display())]
    Damaged { path: PathBuf, said: String },
    #[error("cannot keep the facts of a large change in a temporary file")]
    Facts(#[source] std::io::Error),
}

/// PostgreSQL's codes for a lock that was not given in time, and for two who wait for each other.
const LOCKED: [&str; 2] = ["55P03", "40P01"];

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer(version),
            error => Self::Migrate(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let error = sorted(error);
        let kind = match error {
            Self::Unavailable(_) => "unavailable",
            Self::Database(_) => "other",
            _ => return error,
        };
        metrics::counter!("database_errors_total", "kind" => kind).increment(1);
        error
    }
}

fn sorted(error: sqlx::Error) -> StoreError {
    match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            // A wire that ends in the middle of a word.
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_) => StoreError::Unavailable(error),
            sqlx::Error::Database(db) if db.is_unique_violation() => StoreError::Conflict,
            sqlx::Error::Database(db) if is_of_the_disk(&**db) => StoreError::Unavailable(error),
            // Administrator shutdown, crash recovery, too many connections (class 57 and 53).
            sqlx::Error::Database(db)
                if db.code().is_some_and(|c| {
                    c.starts_with("57P") || c.starts_with("53") || LOCKED.contains(&&*c)
                }) =>
            {
                StoreError::Unavailable(error)
            }
            _ => StoreError::Database(error),
        }
}

/// SQLite cannot write or read the file: the disk is full, or worse.
fn is_of_the_disk(error: &dyn DatabaseError) -> bool {
    const IOERR: u32 = 10;
    const FULL: u32 = 13;
    const CANTOPEN: u32 = 14;
    matches!(sqlite_kind(error), Some(IOERR | FULL | CANTOPEN))
}

/// The kind of a SQLite error: the lowest octet of its code, the rest of which says more.
fn sqlite_kind(error: &dyn DatabaseError) -> Option<u32> {
    error.try_downcast_ref::<SqliteError>()?;
    Some(error.code()?.parse::<u32>().ok()? & 0xff)
}

impl StoreError {
    /// Whether others hold what was needed, so that it may well be had later.
    pub(super) fn is_of_a_lock(&self) -> bool {
        let (Self::Unavailable(error)
        | Self::Migrate(
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _),
        )) = self
        else {
            return false;
        };
        let code = error.as_database_error().and_then(DatabaseError::code);
        code.is_some_and(|code| LOCKED.contains(&&*code))
    }

    /// What reading a SQLite file came to: damage is named with the file.
    pub(super) fn of_file(self, path: &Path) -> Self {
        const CORRUPT: u32 = 11;
        const NOTADB: u32 = 26;
        match &self {
            Self::Database(sqlx::Error::Database(db))
                if matches!(sqlite_kind(&**db), Some(CORRUPT | NOTADB)) =>
            {
                Self::Damaged {
                    path: path.to_owned(),
                    said: db.message().to_owned(),
                }
            }
            _ => self,
        }
    }

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
