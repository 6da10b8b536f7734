//! Promised seeds and the selections drawn with them.

use super::{At, Result, Tx, person::PersonRow};
use samverkan_domain::{
    application::ApplicationState,
    id::{ChannelId, DrawId, SelectionId},
};
use uuid::Uuid;

/// A secret seed: its hash is public from the start, the seed itself once it is revealed.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct DrawRow {
    pub id: Uuid,
    pub channel_id: Uuid,
    pub seed_sealed: Vec<u8>,
    pub seed_hash: String,
    pub committed_at: At,
    pub revealed_at: Option<At>,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct SelectionRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub channel_id: Uuid,
    pub draw_id: Uuid,
    /// `draft`, `reviewed`, `published` or `discarded`.
    pub state: String,
    /// Digest of the applicants, the policy and the seats it was made for.
    pub basis: String,
    pub record: String,
    pub digest: Option<String>,
    pub diarienummer: Option<String>,
    pub created_by: String,
    pub created_at: At,
    pub reviewed_by: Option<String>,
    pub reviewed_at: Option<At>,
    pub published_by: Option<String>,
    pub published_at: Option<At>,
    pub revision: i64,
}

impl Tx {
    pub async fn insert_draw(&mut self, row: &DrawRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO draw (id, channel_id, seed_sealed, seed_hash, committed_at, revealed_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            row.id,
            row.channel_id,
            &row.seed_sealed,
            &row.seed_hash,
            row.committed_at,
            row.revealed_at
        )?;
        Ok(())
    }

    /// The channel's seed that is promised and not yet revealed.
    pub async fn current_draw(&mut self, channel: ChannelId) -> Result<Option<DrawRow>> {
        fetch_optional!(
            self,
            DrawRow,
            "SELECT id, channel_id, seed_sealed, seed_hash, committed_at, revealed_at
             FROM draw WHERE channel_id = $1 AND revealed_at IS NULL",
            channel.0
        )
    }

    pub async fn draw(&mut self, id: DrawId) -> Result<Option<DrawRow>> {
        fetch_optional!(
            self,
            DrawRow,
            "SELECT id, channel_id, seed_sealed, seed_hash, committed_at, revealed_at
             FROM draw WHERE id = $1",
            id.0
        )
    }

    pub async fn reveal_draw(&mut self, id: DrawId) -> Result<()> {
        execute!(
            self,
            "UPDATE draw SET revealed_at = $2 WHERE id = $1 AND revealed_at IS NULL",
            id.0,
            self.now
        )?;
        Ok(())
    }

    pub async fn insert_selection(&mut self, row: &SelectionRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO selection (id, offering_id, channel_id, draw_id, state, basis, record,
                                    digest, diarienummer, created_by, created_at, reviewed_by,
                                    reviewed_at, published_by, published_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
            row.id,
            row.offering_id,
            row.channel_id,
            row.draw_id,
            &row.state,
            &row.basis,
            &row.record,
            &row.digest,
            &row.diarienummer,
            &row.created_by,
            row.created_at,
            &row.reviewed_by,
            row.reviewed_at,
            &row.published_by,
            row.published_at
        )?;
        Ok(())
    }

    /// Writes what can change in a selection. `None` if it no longer has `row.revision`.
    pub async fn update_selection(&mut self, row: &SelectionRow) -> Result<Option<i64>> {
        let updated: Option<(i64,)> = fetch_optional!(
            self,
            (i64,),
            "UPDATE selection SET state = $3, record = $4, digest = $5, diarienummer = $6,
                 reviewed_by = $7, reviewed_at = $8, published_by = $9, published_at = $10,
                 revision = revision + 1
             WHERE id = $1 AND revision = $2 RETURNING revision",
            row.id,
            row.revision,
            &row.state,
            &row.record,
            &row.digest,
            &row.diarienummer,
            &row.reviewed_by,
            row.reviewed_at,
            &row.published_by,
            row.published_at
        )?;
        Ok(updated.map(|(revision,)| revision))
    }

    pub async fn selection(&mut self, id: SelectionId) -> Result<Option<SelectionRow>> {
        fetch_optional!(
            self,
            SelectionRow,
            "SELECT id, offering_id, channel_id, draw_id, state, basis, record, digest,
                    diarienummer, created_by, created_at, reviewed_by, reviewed_at, published_by,
                    published_at, revision
             FROM selection WHERE id = $1",
            id.0
        )
    }

    /// Selections of a channel, oldest first.
    pub async fn selections(&mut self, channel: ChannelId) -> Result<Vec<SelectionRow>> {
        fetch_all!(
            self,
            SelectionRow,
            "SELECT id, offering_id, channel_id, draw_id, state, basis, record, digest,
                    diarienummer, created_by, created_at, reviewed_by, reviewed_at, published_by,
                    published_at, revision
             FROM selection WHERE channel_id = $1 ORDER BY id",
            channel.0
        )
    }

    /// Everybody who has applied in a channel, in any state or in one.
    pub async fn people_of_channel(
        &mut self,
        channel: ChannelId,
        state: Option<ApplicationState>,
    ) -> Result<Vec<PersonRow>> {
        fetch_all!(
            self,
            PersonRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision
             FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE p.id IN (SELECT a.person_id FROM application a
                            WHERE a.channel_id = $1 AND ($2 IS NULL OR a.state = $2))",
            channel.0,
            state.map(ApplicationState::as_str)
        )
    }

    /// The record of the channel's first published selection: that which divided all the seats.
    pub async fn published_record(&mut self, channel: ChannelId) -> Result<Option<String>> {
        let row: Option<(String,)> = fetch_optional!(
            self,
            (String,),
            "SELECT record FROM selection
             WHERE channel_id = $1 AND state = 'published' ORDER BY id LIMIT 1",
            channel.0
        )?;
        Ok(row.map(|(record,)| record))
    }
}
