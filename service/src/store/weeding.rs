//! Plans for weeding, what is in them, and their protocols.

mod due;
mod weed;

use super::{At, Database, Result, Tx};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlanRow {
    pub id: Uuid,
    /// `planned`, `approved` or `executed`.
    pub state: String,
    pub as_of: String,
    pub content: String,
    pub digest: String,
    pub planned_by: String,
    pub planned_as: String,
    pub planned_at: At,
    pub approved_by: Option<String>,
    pub approved_as: Option<String>,
    pub approved_at: Option<At>,
    pub executed_by: Option<String>,
    pub executed_as: Option<String>,
    pub executed_at: Option<At>,
    pub protocol: Option<String>,
    pub revision: i64,
}

/// One thing in a plan.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemRow {
    pub category: String,
    pub thing: Uuid,
    pub offering_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub event_on: Option<String>,
    pub event_at: Option<At>,
}

impl Database {
    /// Writes the database anew, so that what has been weeded does not stay behind in pages that are
    /// free or in the log. PostgreSQL's own vacuum sees to that there.
    pub async fn write_anew(&self) -> Result<()> {
        if let Self::Sqlite { writer, .. } = self {
            let mut conn = writer.acquire().await?;
            sqlx::query("VACUUM").execute(&mut *conn).await?;
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&mut *conn)
                .await?;
        }
        Ok(())
    }
}

impl Tx {
    /// Makes a plan without anything in it.
    pub async fn insert_weeding_plan(&mut self, row: &PlanRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO weeding_plan (id, state, as_of, content, digest, planned_by, planned_as,
                                       planned_at, revision)
             VALUES ($1, 'planned', $2, $3, $4, $5, $6, $7, 1)",
            row.id,
            &row.as_of,
            &row.content,
            &row.digest,
            &row.planned_by,
            &row.planned_as,
            row.planned_at
        )?;
        Ok(())
    }

    /// Says what a new plan holds.
    pub async fn fill_weeding_plan(&mut self, id: Uuid, content: &str, digest: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE weeding_plan SET content = $2, digest = $3 WHERE id = $1 AND state = 'planned'",
            id,
            content,
            digest
        )?;
        Ok(())
    }

    pub async fn weeding_plan(&mut self, id: Uuid) -> Result<Option<PlanRow>> {
        fetch_optional!(
            self,
            PlanRow,
            "SELECT id, state, as_of, content, digest, planned_by, planned_as, planned_at, approved_by,
                    approved_as, approved_at, executed_by, executed_as, executed_at, protocol, revision
             FROM weeding_plan WHERE id = $1",
            id
        )
    }

    /// Plans, the latest first.
    pub async fn weeding_plans(&mut self, limit: i64) -> Result<Vec<PlanRow>> {
        fetch_all!(
            self,
            PlanRow,
            "SELECT id, state, as_of, content, digest, planned_by, planned_as, planned_at, approved_by,
                    approved_as, approved_at, executed_by, executed_as, executed_at, protocol, revision
             FROM weeding_plan ORDER BY id DESC LIMIT $1",
            limit
        )
    }

    /// Approves a plan that waits; says whether it did.
    pub async fn approve_weeding(&mut self, id: Uuid, revision: i64, role: &str) -> Result<bool> {
        let actor = self.actor.clone();
        let changed = execute!(
            self,
            "UPDATE weeding_plan SET state = 'approved', approved_by = $3, approved_as = $4,
                    approved_at = $5, revision = revision + 1
             WHERE id = $1 AND revision = $2 AND state = 'planned'",
            id,
            revision,
            actor,
            role,
            self.now
        )?;
        Ok(changed == 1)
    }

    /// Takes a plan for executing, so that nobody else does; says whether it could be had.
    pub async fn lock_weeding(&mut self, id: Uuid, revision: i64) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE weeding_plan SET revision = revision + 1
             WHERE id = $1 AND revision = $2 AND state <> 'executed'",
            id,
            revision
        )?;
        Ok(changed == 1)
    }

    /// Keeps the protocol of a plan that has been executed, and forgets what was in it.
    pub async fn end_weeding(&mut self, id: Uuid, protocol: &str, role: &str) -> Result<()> {
        let actor = self.actor.clone();
        execute!(self, "DELETE FROM weeding_item WHERE plan_id = $1", id)?;
        execute!(
            self,
            "UPDATE weeding_plan SET state = 'executed', executed_by = $2, executed_as = $3,
                    executed_at = $4, protocol = $5
             WHERE id = $1",
            id,
            actor,
            role,
            self.now,
            protocol
        )?;
        Ok(())
    }

    /// What is in a plan.
    pub async fn weeding_items(&mut self, plan: Uuid) -> Result<Vec<ItemRow>> {
        fetch_all!(
            self,
            ItemRow,
            "SELECT category, thing, offering_id, person_id, event_on, event_at
             FROM weeding_item WHERE plan_id = $1 AND again = $2
             ORDER BY category, thing",
            plan,
            false
        )
    }

    /// The offerings that a plan touches: of its things, and where its people have applied.
    pub async fn offerings_weeded(&mut self, plan: Uuid) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT i.offering_id FROM weeding_item i
             WHERE i.plan_id = $1 AND i.offering_id IS NOT NULL
             UNION
             SELECT a.offering_id FROM application a JOIN weeding_item i ON i.person_id = a.person_id
             WHERE i.plan_id = $1",
            plan
        )
    }

    /// Takes out of a plan what is held: a person, by themselves or by an offering they have applied
    /// to; an offering, by itself or by anybody who has applied to it. What belongs to nobody and
    /// nothing known is held by any hold there is. Gives how much.
    pub async fn drop_held(&mut self, plan: Uuid) -> Result<u64> {
        execute!(
            self,
            "DELETE FROM weeding_item WHERE plan_id = $1 AND EXISTS (
               SELECT 1 FROM retention_hold h
               WHERE h.released_at IS NULL
                 AND (h.person_id = weeding_item.person_id
                   OR h.person_id IN (SELECT p.merged_into FROM person p WHERE p.id = weeding_item.person_id)
                   OR h.offering_id = weeding_item.offering_id
                   OR (weeding_item.offering_id IS NULL AND EXISTS (
                         SELECT 1 FROM application a
                         WHERE a.person_id = weeding_item.person_id AND a.offering_id = h.offering_id))
                   OR (weeding_item.person_id IS NULL AND EXISTS (
                         SELECT 1 FROM application a
                         WHERE a.person_id = h.person_id AND a.offering_id = weeding_item.offering_id))
                   OR (weeding_item.person_id IS NULL AND weeding_item.offering_id IS NULL)))",
            plan
        )
    }

    /// Takes out of a plan what has not been found due again; gives how much.
    pub async fn drop_no_longer_due(&mut self, plan: Uuid) -> Result<u64> {
        let dropped = execute!(
            self,
            "DELETE FROM weeding_item WHERE plan_id = $1 AND again = $2 AND NOT EXISTS (
               SELECT 1 FROM weeding_item f
               WHERE f.plan_id = $1 AND f.again = $3 AND f.category = weeding_item.category
                 AND f.thing = weeding_item.thing
                 AND COALESCE(f.offering_id, f.thing) = COALESCE(weeding_item.offering_id, weeding_item.thing))",
            plan,
            false,
            true
        )?;
        execute!(
            self,
            "DELETE FROM weeding_item WHERE plan_id = $1 AND again = $2",
            plan,
            true
        )?;
        Ok(dropped)
    }
}
