//! Channels: how people come in to an offering.

use super::{At, Result, StoreError, Tx, as_word, codec};
use jiff::Timestamp;
use samverkan_domain::{
    admission::ChannelPolicy,
    course::{Channel, ChannelKind},
    id::{ChannelId, OfferingId},
};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ChannelRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub code: String,
    pub kind: String,
    pub title_sv: String,
    pub title_en: String,
    pub seats: i64,
    pub opens_at: Option<At>,
    pub closes_at: Option<At>,
    pub revision: i64,
    /// How places are given: [`samverkan_domain::admission::ChannelPolicy`] as JSON.
    pub policy: String,
}

impl ChannelRow {
    pub fn channel(&self) -> ChannelId {
        ChannelId(self.id)
    }

    /// The rules declared for the channel.
    pub fn policy(&self) -> Result<ChannelPolicy> {
        serde_json::from_str(&self.policy).map_err(|error| {
            codec::Inconsistent {
                table: "channel",
                row: self.id.to_string(),
                what: format!("the policy cannot be read: {error}"),
            }
            .into()
        })
    }
}

impl TryFrom<&ChannelRow> for Channel {
    type Error = StoreError;

    fn try_from(row: &ChannelRow) -> Result<Self> {
        Ok(Self {
            id: ChannelId(row.id),
            offering: OfferingId(row.offering_id),
            kind: codec::word("channel", row.id, &row.kind)?,
            seats: row.seats,
            opens_at: row.opens_at.map(|at| at.0),
            closes_at: row.closes_at.map(|at| at.0),
        })
    }
}

pub struct NewChannel<'a> {
    pub id: ChannelId,
    pub offering: OfferingId,
    pub code: &'a str,
    pub kind: ChannelKind,
    pub title_sv: &'a str,
    pub title_en: &'a str,
    pub seats: i64,
    pub opens_at: Option<Timestamp>,
    pub closes_at: Option<Timestamp>,
    pub policy: &'a str,
}

impl Tx {
    pub async fn insert_channel(&mut self, new: &NewChannel<'_>) -> Result<()> {
        execute!(
            self,
            "INSERT INTO channel (id, offering_id, code, kind, title_sv, title_en, seats, opens_at,
                                  closes_at, policy, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            new.id.0,
            new.offering.0,
            new.code,
            as_word(new.kind),
            new.title_sv,
            new.title_en,
            new.seats,
            new.opens_at.map(At::from),
            new.closes_at.map(At::from),
            new.policy
        )?;
        Ok(())
    }

    /// Sets a channel's seats and window if it still has `revision`; says whether it had.
    pub async fn update_channel(&mut self, row: &ChannelRow) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE channel SET seats = $3, opens_at = $4, closes_at = $5, title_sv = $6,
                                title_en = $7, policy = $8, revision = revision + 1
             WHERE id = $1 AND revision = $2",
            row.id,
            row.revision,
            row.seats,
            row.opens_at,
            row.closes_at,
            &row.title_sv,
            &row.title_en,
            &row.policy
        )?;
        Ok(changed == 1)
    }

    pub async fn channels(&mut self, offering: OfferingId) -> Result<Vec<ChannelRow>> {
        fetch_all!(
            self,
            ChannelRow,
            "SELECT id, offering_id, code, kind, title_sv, title_en, seats, opens_at, closes_at,
                    revision, policy
             FROM channel WHERE offering_id = $1 ORDER BY code",
            offering.0
        )
    }

    /// Finds a channel by its id or its code.
    pub async fn channel(&mut self, id_or_code: &str) -> Result<Option<ChannelRow>> {
        let id = Uuid::parse_str(id_or_code).ok();
        fetch_optional!(
            self,
            ChannelRow,
            "SELECT id, offering_id, code, kind, title_sv, title_en, seats, opens_at, closes_at,
                    revision, policy
             FROM channel WHERE id = $1 OR code = $2",
            id,
            id_or_code
        )
    }
}
