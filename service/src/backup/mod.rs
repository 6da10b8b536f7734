//! The whole database as one file, made while the service runs, and a database from such a file.
//!
//! Neither is believed: a backup is opened and read before it gets its name, and what comes out of
//! one is held against what went in, table by table, and its audit trail computed again. Beside the
//! file stands a [`Manifest`] with what it should hold.

mod files;
mod postgres;
mod sqlite;

use crate::{
    store::{Database, StoreError, Tx, contents::Contents},
    usecase::audit::{self, Fault},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    io,
    path::{Path, PathBuf},
};

/// What a backup should hold, in `FILE.json` beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `sqlite` or `postgres`; one cannot become the other.
    pub engine: String,
    /// Version of the program that made it.
    pub program: String,
    pub made_at: Timestamp,
    pub octets: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    pub contents: Contents,
}

/// Why there is no backup, or nothing has been restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} exists already; nothing is written over")]
    Exists(PathBuf),
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{0} is no description of a backup: {1}")]
    Manifest(PathBuf, serde_json::Error),
    #[error("the file is damaged: it is not what was written when it was made ({0})")]
    Damaged(&'static str),
    #[error("the backup is of {backup}, and the database to restore into is {database}")]
    OtherEngine {
        backup: String,
        database: &'static str,
    },
    #[error("the database to restore into is not empty: {0} tables; give a new one")]
    NotEmpty(usize),
    #[error("what came out is not what went in: {0}")]
    Differs(String),
    #[error("the audit trail is not whole: {0:?}")]
    Trail(Fault),
    #[error(
        "{program} cannot be run: {source}. It comes with PostgreSQL's client programs, and must be at least as new as the server"
    )]
    Program {
        program: &'static str,
        #[source]
        source: io::Error,
    },
    #[error("{program} failed: {said}")]
    Failed { program: &'static str, said: String },
    #[error("the database's address cannot be read: {0}")]
    Address(#[from] url::ParseError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Read(#[from] crate::error::Error),
}

type Result<T> = std::result::Result<T, BackupError>;

/// Makes a backup of the database at `address` as `file`, and its manifest beside it. The service
/// may run meanwhile: what is in it is one moment of the database.
pub async fn make(address: &str, file: &Path, made_at: Timestamp) -> Result<Manifest> {
    let beside = files::manifest(file);
    files::absent(&[file, &beside])?;
    let part = files::part(file);
    files::remove(&part)?;
    let database = Database::connect(address).await?;
    let made = match &database {
        Database::Sqlite { .. } => sqlite::make(&database, &part).await,
        Database::Postgres(_) => postgres::make(&database, address, &part).await,
    };
    let engine = database.engine();
    database.close().await;
    let contents = made.inspect_err(|_| {
        // What is half made helps nobody; that it cannot be removed is not what went wrong.
        files::remove(&part).ok();
    })?;
    let (sha256, octets) = files::sealed(&part)?;
    let manifest = Manifest {
        engine: engine.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        octets,
        sha256,
        contents,
    };
    files::write(&beside, &manifest)?;
    files::rename(&part, file)?;
    Ok(manifest)
}

/// Makes the database at `address`, which must be new or empty, of a backup.
pub async fn restore(address: &str, file: &Path) -> Result<Manifest> {
    let manifest = files::read(&files::manifest(file))?;
    let (sha256, octets) = files::digest(file)?;
    if octets != manifest.octets {
        return Err(BackupError::Damaged("its length differs"));
    }
    if sha256 != manifest.sha256 {
        return Err(BackupError::Damaged("its checksum differs"));
    }
    let is_sqlite = address.starts_with("sqlite:");
    let engine = if is_sqlite { "sqlite" } else { "postgres" };
    if manifest.engine != engine {
        return Err(BackupError::OtherEngine {
            backup: manifest.engine,
            database: engine,
        });
    }
    if is_sqlite {
        sqlite::restore(address, file, &manifest).await?;
    } else {
        postgres::restore(address, file, &manifest).await?;
    }
    Ok(manifest)
}

/// What a database holds, its trail computed again.
async fn looked_through(mut tx: Tx) -> Result<Contents> {
    let contents = tx.contents().await?;
    if contents.rows.contains_key("audit") {
        let verification = audit::verify_in(&mut tx).await?;
        if let Some(fault) = verification.fault {
            return Err(BackupError::Trail(fault));
        }
    }
    tx.rollback().await?;
    Ok(contents)
}

fn same(expected: &Contents, found: &Contents) -> Result<()> {
    match expected.difference(found) {
        None => Ok(()),
        Some(difference) => Err(BackupError::Differs(difference)),
    }
}
