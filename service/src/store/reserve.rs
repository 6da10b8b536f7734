//! Reserve calls and the log of contacts.

use super::{At, Result, Tx};
use samverkan_domain::id::{ApplicationId, ChannelId, ReserveCallId};
use uuid::Uuid;

/// A timed offer of a freed seat (kallelse).
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ReserveCallRow {
    pub id: Uuid,
    pub application_id: Uuid,
    pub channel_id: Uuid,
    pub token_hash: Vec<u8>,
    /// Why this person, from which group's seat (JSON).
    pub reason: String,
    pub called_by: String,
    pub called_at: At,
    pub remind_at: At,
    pub reminded_at: Option<At>,
    pub answer_by: At,
    /// `accepted`, `declined`, `expired` or `cancelled`; open while absent.
    pub outcome: Option<String>,
    pub ended_at: Option<At>,
}

/// One attempt to reach somebody.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ContactRow {
    pub id: Uuid,
    pub application_id: Uuid,
    pub way: String,
    pub outcome: String,
    pub made_at: At,
    pub made_by: String,
}

/// What to look for among calls.
#[derive(Debug, Clone, Copy)]
pub enum CallFilter {
    Id(ReserveCallId),
    Application(ApplicationId),
    Channel(ChannelId),
    /// Open calls whose time to answer has run out.
    Expired,
    /// Open calls whose reminder is due and has not been sent.
    ToRemind,
}

impl Tx {
    pub async fn insert_reserve_call(&mut self, row: &ReserveCallRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO reserve_call (id, application_id, channel_id, token_hash, reason,
                                       called_by, called_at, remind_at, reminded_at, answer_by,
                                       outcome, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            row.id,
            row.application_id,
            row.channel_id,
            &row.token_hash,
            &row.reason,
            &row.called_by,
            row.called_at,
            row.remind_at,
            row.reminded_at,
            row.answer_by,
            &row.outcome,
            row.ended_at
        )?;
        Ok(())
    }

    pub async fn reserve_calls(&mut self, filter: CallFilter) -> Result<Vec<ReserveCallRow>> {
        let (id, application, channel, due) = match filter {
            CallFilter::Id(id) => (Some(id.0), None, None, ""),
            CallFilter::Application(id) => (None, Some(id.0), None, ""),
            CallFilter::Channel(id) => (None, None, Some(id.0), ""),
            CallFilter::Expired => (None, None, None, "expired"),
            CallFilter::ToRemind => (None, None, None, "remind"),
        };
        fetch_all!(
            self,
            ReserveCallRow,
            "SELECT id, application_id, channel_id, token_hash, reason, called_by, called_at,
                    remind_at, reminded_at, answer_by, outcome, ended_at
             FROM reserve_call
             WHERE ($1 IS NULL OR id = $1) AND ($2 IS NULL OR application_id = $2)
               AND ($3 IS NULL OR channel_id = $3)
               AND ($4 <> 'expired' OR (outcome IS NULL AND answer_by <= $5))
               AND ($4 <> 'remind' OR (outcome IS NULL AND reminded_at IS NULL
                                       AND remind_at <= $5 AND answer_by > $5))
             ORDER BY id",
            id,
            application,
            channel,
            due,
            self.now
        )
    }

    pub async fn reserve_call_by_token(&mut self, hash: &[u8]) -> Result<Option<ReserveCallRow>> {
        fetch_optional!(
            self,
            ReserveCallRow,
            "SELECT id, application_id, channel_id, token_hash, reason, called_by, called_at,
                    remind_at, reminded_at, answer_by, outcome, ended_at
             FROM reserve_call WHERE token_hash = $1",
            hash
        )
    }

    /// Ends an open call; says whether it was open.
    pub async fn end_reserve_call(&mut self, id: ReserveCallId, outcome: &str) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE reserve_call SET outcome = $2, ended_at = $3
             WHERE id = $1 AND outcome IS NULL",
            id.0,
            outcome,
            self.now
        )?;
        Ok(changed == 1)
    }

    /// Notes that the reminder is sent; says whether it was not before.
    pub async fn reserve_call_reminded(&mut self, id: ReserveCallId) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE reserve_call SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL",
            id.0,
            self.now
        )?;
        Ok(changed == 1)
    }

    pub async fn insert_contact(&mut self, row: &ContactRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO contact (id, application_id, way, outcome, made_at, made_by)
             VALUES ($1, $2, $3, $4, $5, $6)",
            row.id,
            row.application_id,
            &row.way,
            &row.outcome,
            row.made_at,
            &row.made_by
        )?;
        Ok(())
    }

    pub async fn contacts(&mut self, application: ApplicationId) -> Result<Vec<ContactRow>> {
        fetch_all!(
            self,
            ContactRow,
            "SELECT id, application_id, way, outcome, made_at, made_by
             FROM contact WHERE application_id = $1 ORDER BY id",
            application.0
        )
    }
}
