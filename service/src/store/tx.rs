//! A transaction, on either engine.

use super::{At, Result, facts};
use crate::{
    faults::{Faults, Moment},
    traces::Span,
};
use jiff::Timestamp;
use samverkan_domain::fact::Fact;
use sqlx::{Postgres, Sqlite, Transaction};

/// One transaction. Facts recorded in it are appended to the audit trail when it commits.
pub struct Tx {
    pub(in crate::store) conn: Conn,
    pub(in crate::store) actor: String,
    pub(in crate::store) now: At,
    pub(in crate::store) facts: facts::Facts,
    pub(in crate::store) faults: Faults,
    /// Statements run so far; tests hold hot paths to a number.
    pub(in crate::store) statements: u32,
    /// The calendar generation that this transaction makes, if any.
    pub(in crate::store) bumped: Option<i64>,
    /// From before it waits for a connection until it is over, if traced.
    pub(in crate::store) span: Span,
}

pub(in crate::store) enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// The instant at which everything in this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now.0
    }

    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// Notes what happened; written to the audit trail on commit.
    pub fn record(&mut self, fact: Fact) {
        self.facts.push(self.actor.clone(), fact);
    }

    /// The same in somebody else's name, in a batch.
    pub fn record_as(&mut self, actor: String, fact: Fact) {
        self.facts.push(actor, fact);
    }

    /// Traced by this span, which ends with the transaction.
    pub fn seen_as(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// Appends the facts to the audit trail and commits: the change and its trace, or neither.
    pub async fn commit(mut self) -> Result<()> {
        self.append_facts().await?;
        let faults = self.faults;
        faults.at(Moment::Commit).await.map_err(sqlx::Error::from)?;
        match self.conn {
            Conn::Sqlite(tx) => tx.commit().await?,
            Conn::Postgres(tx) => tx.commit().await?,
        }
        self.span.number("db.statements", self.statements);
        self.span.word("db.outcome", "committed");
        let told = faults.at(Moment::Committed).await;
        Ok(told.map_err(sqlx::Error::from)?)
    }

    /// Undoes everything. Dropping a transaction does the same; this waits until it is done.
    pub async fn rollback(self) -> Result<()> {
        match self.conn {
            Conn::Sqlite(tx) => tx.rollback().await?,
            Conn::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Counts a statement that is about to be run, and passes the moment before it.
    pub(in crate::store) async fn before_statement(&mut self) -> Result<()> {
        self.statements += 1;
        let lived = self.faults.at(Moment::Statement).await;
        Ok(lived.map_err(sqlx::Error::from)?)
    }

    pub fn statements(&self) -> u32 {
        self.statements
    }
}
