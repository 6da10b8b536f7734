//! Wishes to be moved to another cohort.

use super::{At, Result, Tx};
use samverkan_domain::id::{OfferingId, PersonId, TransferId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct TransferRow {
    pub id: Uuid,
    pub person_id: Uuid,
    pub offering_id: Uuid,
    pub set_name: String,
    pub from_code: String,
    pub wanted_code: Option<String>,
    pub reason_sealed: Vec<u8>,
    pub answer_sealed: Option<Vec<u8>>,
    /// `waiting`, `approved`, `refused` or `withdrawn`.
    pub state: String,
    pub to_code: Option<String>,
    pub created_at: At,
    pub decided_at: Option<At>,
    pub decided_by: Option<String>,
    pub revision: i64,
}

impl TransferRow {
    pub fn person(&self) -> PersonId {
        PersonId(self.person_id)
    }

    pub fn offering(&self) -> OfferingId {
        OfferingId(self.offering_id)
    }

    pub fn waits(&self) -> bool {
        self.state == "waiting"
    }
}

impl Tx {
    /// Fails with a conflict if the person has a wish about the partition that waits already.
    pub async fn insert_transfer(&mut self, row: &TransferRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort_transfer (id, person_id, offering_id, set_name, from_code,
                                          wanted_code, reason_sealed, state, created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, 1)",
            row.id,
            row.person_id,
            row.offering_id,
            &row.set_name,
            &row.from_code,
            &row.wanted_code,
            &row.reason_sealed,
            row.created_at
        )?;
        Ok(())
    }

    pub async fn transfer(&mut self, id: TransferId) -> Result<Option<TransferRow>> {
        fetch_optional!(
            self,
            TransferRow,
            "SELECT id, person_id, offering_id, set_name, from_code, wanted_code, reason_sealed,
                    answer_sealed, state, to_code, created_at, decided_at, decided_by, revision
             FROM cohort_transfer WHERE id = $1",
            id.0
        )
    }

    /// Wishes about an offering's cohorts: those that wait first, in order of arrival; then the
    /// rest, the latest first.
    pub async fn transfers(
        &mut self,
        offering: OfferingId,
        limit: i64,
    ) -> Result<Vec<TransferRow>> {
        fetch_all!(
            self,
            TransferRow,
            "SELECT id, person_id, offering_id, set_name, from_code, wanted_code, reason_sealed,
                    answer_sealed, state, to_code, created_at, decided_at, decided_by, revision
             FROM cohort_transfer WHERE offering_id = $1
             ORDER BY CASE WHEN state = 'waiting' THEN 0 ELSE 1 END,
                      CASE WHEN state = 'waiting' THEN id END, id DESC
             LIMIT $2",
            offering.0,
            limit
        )
    }

    /// A person's own wishes, the latest first.
    pub async fn transfers_of(&mut self, person: PersonId) -> Result<Vec<TransferRow>> {
        fetch_all!(
            self,
            TransferRow,
            "SELECT id, person_id, offering_id, set_name, from_code, wanted_code, reason_sealed,
                    answer_sealed, state, to_code, created_at, decided_at, decided_by, revision
             FROM cohort_transfer WHERE person_id = $1 ORDER BY id DESC",
            person.0
        )
    }

    /// Ends a wish that still waits and has `row.revision`; says whether it did.
    pub async fn end_transfer(&mut self, row: &TransferRow) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE cohort_transfer SET state = $3, to_code = $4, answer_sealed = $5,
                    decided_at = $6, decided_by = $7, revision = revision + 1
             WHERE id = $1 AND revision = $2 AND state = 'waiting'",
            row.id,
            row.revision,
            &row.state,
            &row.to_code,
            &row.answer_sealed,
            row.decided_at,
            &row.decided_by
        )?;
        Ok(changed == 1)
    }
}
