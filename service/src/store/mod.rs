//! Everything that is stored: statements per aggregate, on SQLite and PostgreSQL alike.
//!
//! One SQL text with `$1`. A use case opens exactly one [`Tx`]; a write starts by bumping the aggregate's
//! `revision`, which serialises writers on PostgreSQL and is the ETag.

#[macro_use]
mod sql;

pub(crate) use sql::like;

pub mod access;
pub mod address_change;
pub mod answer;
pub mod application;
mod application_search;
pub mod audit;
pub mod availability;
pub mod busy;
pub mod busy_address;
pub mod catalogue;
pub mod channel;
mod checkpoint;
pub mod codec;
pub mod cohort;
pub mod cohort_plan;
pub mod company;
pub mod contents;
pub mod contract;
pub mod decision;
pub mod duplicate;
pub mod erasure;
mod error;
pub mod extract;
pub mod facilitator;
mod facts;
pub mod feed;
mod file_lock;
pub mod idempotency;
pub mod import;
pub mod import_entry;
mod import_ties;
pub mod invoice;
mod lock;
pub mod mail_rule;
pub mod mail_template;
pub mod merge;
pub mod merit;
pub mod name_consent;
pub mod need;
pub mod notice;
pub mod outbox;
pub mod participation;
pub mod person;
pub mod presence;
pub mod programme;
pub mod registry;
pub mod remindable;
pub mod report;
pub mod reserve;
pub mod retention;
pub mod rush;
mod same_person;
mod schema;
pub mod selection;
pub mod session;
mod sqlite;
pub mod staff;
pub mod today;
pub mod told;
pub mod transfer;
mod tx;
pub mod web_sign_in;
pub mod weeding;

use crate::{
    faults::{Faults, Moment},
    traces::Span,
};
use checkpoint::Checkpoints;
pub use codec::{At, Inconsistent, as_word};
pub use error::{Result, StoreError};
use jiff::Timestamp;
use sqlx::{
    PgPool, Postgres, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{path::Path, str::FromStr, sync::Arc, time::Duration};
pub(in crate::store) use tx::Conn;
pub use tx::Tx;

/// Longest wait for a free connection before the caller is told the database is unavailable.
const ACQUIRE: Duration = Duration::from_secs(5);
/// Connections to SQLite that read; one more writes (two writers only starve each other).
const SQLITE_READERS: u32 = 8;
/// Connections to PostgreSQL per instance.
const POSTGRES_CONNECTIONS: u32 = 24;
/// The database, by its address.
#[derive(Debug, Clone)]
pub enum Database {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        path: Arc<Path>,
        checkpoints: Arc<Checkpoints>,
        faults: Faults,
    },
    Postgres(PgPool),
}

impl Database {
    /// Connects by address: `sqlite:PATH` or `postgres://…`.
    pub async fn connect(url: &str) -> Result<Self> {
        if let Some(path) = sqlite::sqlite_file(url) {
            Self::connect_sqlite(path.to_owned(), SQLITE_READERS, Faults::default()).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?.application_name("samverkan");
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(ACQUIRE)
                .connect_with(options)
                .await?;
            Ok(Self::Postgres(pool))
        } else {
            Err(StoreError::Address(
                "the database address must start with sqlite: or postgres://".to_owned(),
            ))
        }
    }

    /// A consistent view for reading.
    pub async fn read(&self) -> Result<Tx> {
        let faults = self.begun().await?;
        let conn = match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Conn::Postgres(
                begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        };
        Ok(Tx {
            conn,
            actor: String::new(),
            now: At(Timestamp::UNIX_EPOCH),
            facts: facts::Facts::default(),
            faults,
            statements: 0,
            bumped: None,
            span: Span::default(),
        })
    }

    /// A transaction that writes, in the name of `actor`, at `now`.
    pub async fn write(&self, actor: &str, now: Timestamp) -> Result<Tx> {
        let mut tx = self.write_with("BEGIN", now).await?;
        actor.clone_into(&mut tx.actor);
        Ok(tx)
    }

    async fn write_with(&self, begin_postgres: &'static str, now: Timestamp) -> Result<Tx> {
        let faults = self.begun().await?;
        let conn = match self {
            // A deferred transaction that reads and then writes fails at once under contention.
            Self::Sqlite { writer, .. } => {
                Conn::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => Conn::Postgres(begin(pool, begin_postgres).await?),
        };
        Ok(Tx {
            conn,
            actor: String::new(),
            now: now.into(),
            facts: facts::Facts::default(),
            faults,
            statements: 0,
            bumped: None,
            span: Span::default(),
        })
    }

    /// Passes the moment before a transaction; gives the faults that it may meet.
    async fn begun(&self) -> Result<Faults> {
        let faults = match self {
            Self::Sqlite { faults, .. } => faults.clone(),
            Self::Postgres(_) => Faults::default(),
        };
        faults.at(Moment::Begin).await.map_err(sqlx::Error::from)?;
        Ok(faults)
    }

    /// Waits for what is under way and closes.
    pub async fn close(&self) {
        match self {
            Self::Sqlite {
                writer,
                readers,
                checkpoints,
                ..
            } => {
                checkpoints.stop().await;
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Connections: how many are open, and how many of those nobody uses.
    pub fn connections(&self) -> (u32, usize) {
        match self {
            Self::Sqlite {
                writer, readers, ..
            } => (
                writer.size() + readers.size(),
                writer.num_idle() + readers.num_idle(),
            ),
            Self::Postgres(pool) => (pool.size(), pool.num_idle()),
        }
    }

    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// Begins a transaction, to the end even if whoever asked goes away meanwhile, as a client that
/// hangs up makes a handler do. sqlx counts a transaction when BEGIN has been answered: stopped
/// before, it gives the connection back with the transaction open, for the next to write in what
/// only reads.
async fn begin(pool: &PgPool, statement: &'static str) -> Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    // It ends early only with the whole runtime.
    Ok(begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))?)
}
