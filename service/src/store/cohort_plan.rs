//! Cohort plans: proposed, committed, undone.

use super::{At, Result, Tx};
use samverkan_domain::id::{CohortPlanId, OfferingId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CohortPlanRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub set_name: String,
    pub state: String,
    pub basis: String,
    pub content: String,
    pub created_by: String,
    pub created_at: At,
    pub decided_at: Option<At>,
    pub revision: i64,
    /// What it was made with (JSON); plans of the first release have none.
    pub record: Option<String>,
    /// The cohorts that its commit replaced (JSON).
    pub replaced: Option<String>,
    /// The committed plan that this one undoes.
    pub undoes: Option<Uuid>,
}

impl Tx {
    pub async fn insert_cohort_plan(&mut self, row: &CohortPlanRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort_plan (id, offering_id, set_name, state, basis, content, created_by,
                                      created_at, decided_at, revision, record, replaced, undoes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12)",
            row.id,
            row.offering_id,
            &row.set_name,
            &row.state,
            &row.basis,
            &row.content,
            &row.created_by,
            row.created_at,
            row.decided_at,
            &row.record,
            &row.replaced,
            row.undoes
        )?;
        Ok(())
    }

    pub async fn cohort_plan(&mut self, id: CohortPlanId) -> Result<Option<CohortPlanRow>> {
        fetch_optional!(
            self,
            CohortPlanRow,
            "SELECT id, offering_id, set_name, state, basis, content, created_by, created_at,
                    decided_at, revision, record, replaced, undoes
             FROM cohort_plan WHERE id = $1",
            id.0
        )
    }

    /// Plans of an offering, newest first.
    pub async fn cohort_plans(
        &mut self,
        offering: OfferingId,
        limit: i64,
    ) -> Result<Vec<CohortPlanRow>> {
        fetch_all!(
            self,
            CohortPlanRow,
            "SELECT id, offering_id, set_name, state, basis, content, created_by, created_at,
                    decided_at, revision, record, replaced, undoes
             FROM cohort_plan WHERE offering_id = $1 ORDER BY id DESC LIMIT $2",
            offering.0,
            limit
        )
    }

    /// The newest plan of an offering that is proposed or was committed.
    pub async fn newest_cohort_plan(
        &mut self,
        offering: OfferingId,
    ) -> Result<Option<CohortPlanRow>> {
        fetch_optional!(
            self,
            CohortPlanRow,
            "SELECT id, offering_id, set_name, state, basis, content, created_by, created_at,
                    decided_at, revision, record, replaced, undoes
             FROM cohort_plan WHERE offering_id = $1 AND state <> 'discarded'
             ORDER BY id DESC LIMIT 1",
            offering.0
        )
    }

    /// Writes a plan that still has `row.revision` and is still a proposal; says whether it was.
    pub async fn update_cohort_plan(&mut self, row: &CohortPlanRow) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE cohort_plan SET state = $3, content = $4, decided_at = $5, record = $6,
                                    replaced = $7, revision = revision + 1
             WHERE id = $1 AND revision = $2 AND state = 'proposed'",
            row.id,
            row.revision,
            &row.state,
            &row.content,
            row.decided_at,
            &row.record,
            &row.replaced
        )?;
        Ok(changed == 1)
    }

    /// The plan whose commit made the cohorts of a set what they are, if one did.
    pub async fn last_committed_plan(
        &mut self,
        offering: OfferingId,
        set_name: &str,
    ) -> Result<Option<CohortPlanId>> {
        let row: Option<(Uuid,)> = fetch_optional!(
            self,
            (Uuid,),
            "SELECT id FROM cohort_plan
             WHERE offering_id = $1 AND set_name = $2 AND state = 'committed'
             ORDER BY decided_at DESC, id DESC LIMIT 1",
            offering.0,
            set_name
        )?;
        Ok(row.map(|(id,)| CohortPlanId(id)))
    }
}
