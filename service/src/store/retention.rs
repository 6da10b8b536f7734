//! For how long what is kept, by which decision, and what is held.

use super::{At, Result, Tx};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RuleRow {
    pub category: String,
    pub keep_for: String,
    pub decision: String,
    pub set_by: String,
    pub set_at: At,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HoldRow {
    pub id: Uuid,
    pub person_id: Option<Uuid>,
    pub offering_id: Option<Uuid>,
    /// Code of the offering.
    pub offering: Option<String>,
    pub reason: String,
    pub reference: String,
    pub set_by: String,
    pub set_at: At,
    pub released_by: Option<String>,
    pub released_at: Option<At>,
}

impl Tx {
    /// The rules in force, by category.
    pub async fn retention_rules(&mut self) -> Result<Vec<RuleRow>> {
        fetch_all!(
            self,
            RuleRow,
            "SELECT category, keep_for, decision, set_by, set_at, revision
             FROM retention_rule ORDER BY category"
        )
    }

    /// Sets a rule, or another in its place; gives its revision, which is never one that the category
    /// has had: a rule that is ended and set again is not the same.
    pub async fn put_retention_rule(
        &mut self,
        category: &str,
        keep_for: &str,
        decision: &str,
    ) -> Result<i64> {
        let actor = self.actor.clone();
        let (revision,) = fetch_one!(
            self,
            (i64,),
            "INSERT INTO retention_rule (category, keep_for, decision, set_by, set_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (category) DO UPDATE SET
                 keep_for = excluded.keep_for, decision = excluded.decision,
                 set_by = excluded.set_by, set_at = excluded.set_at,
                 revision = CASE WHEN excluded.revision > retention_rule.revision
                                 THEN excluded.revision ELSE retention_rule.revision + 1 END
             RETURNING revision",
            category,
            keep_for,
            decision,
            actor,
            self.now,
            self.now.0.as_microsecond()
        )?;
        Ok(revision)
    }

    /// Ends a rule; says whether there was one.
    pub async fn end_retention_rule(&mut self, category: &str) -> Result<bool> {
        let ended = execute!(
            self,
            "DELETE FROM retention_rule WHERE category = $1",
            category
        )?;
        Ok(ended == 1)
    }

    pub async fn insert_hold(&mut self, row: &HoldRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO retention_hold (id, person_id, offering_id, reason, reference, set_by, set_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            row.id,
            row.person_id,
            row.offering_id,
            &row.reason,
            &row.reference,
            &row.set_by,
            row.set_at
        )?;
        Ok(())
    }

    /// All holds: those in force first, in order of when they were set.
    pub async fn holds(&mut self) -> Result<Vec<HoldRow>> {
        fetch_all!(
            self,
            HoldRow,
            "SELECT h.id, h.person_id, h.offering_id, o.code AS offering, h.reason, h.reference, h.set_by,
                    h.set_at, h.released_by, h.released_at
             FROM retention_hold h LEFT JOIN offering o ON o.id = h.offering_id
             ORDER BY CASE WHEN h.released_at IS NULL THEN 0 ELSE 1 END, h.id"
        )
    }

    /// Releases a hold in force; says whether there was one.
    pub async fn release_hold(&mut self, id: Uuid) -> Result<bool> {
        let actor = self.actor.clone();
        let released = execute!(
            self,
            "UPDATE retention_hold SET released_by = $2, released_at = $3
             WHERE id = $1 AND released_at IS NULL",
            id,
            actor,
            self.now
        )?;
        Ok(released == 1)
    }
}
