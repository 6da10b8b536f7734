//! Wishes to have one's data erased, and the decisions on them.

use super::{At, Result, Tx};
use samverkan_domain::id::{ErasureId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ErasureRow {
    pub id: Uuid,
    pub person_id: Uuid,
    pub what_sealed: Vec<u8>,
    pub answer_sealed: Option<Vec<u8>>,
    /// `waiting`, `granted`, `partly`, `refused` or `withdrawn`.
    pub state: String,
    pub ground: Option<String>,
    pub created_at: At,
    pub decided_at: Option<At>,
    pub decided_by: Option<String>,
    pub revision: i64,
}

impl ErasureRow {
    pub fn person(&self) -> PersonId {
        PersonId(self.person_id)
    }

    pub fn waits(&self) -> bool {
        self.state == "waiting"
    }
}

impl Tx {
    /// Fails with a conflict if the person has a request that waits already.
    pub async fn insert_erasure(&mut self, row: &ErasureRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO erasure_request (id, person_id, what_sealed, state, created_at, revision)
             VALUES ($1, $2, $3, 'waiting', $4, 1)",
            row.id,
            row.person_id,
            &row.what_sealed,
            row.created_at
        )?;
        Ok(())
    }

    pub async fn erasure(&mut self, id: ErasureId) -> Result<Option<ErasureRow>> {
        fetch_optional!(
            self,
            ErasureRow,
            "SELECT id, person_id, what_sealed, answer_sealed, state, ground, created_at,
                    decided_at, decided_by, revision
             FROM erasure_request WHERE id = $1",
            id.0
        )
    }

    /// All requests: those that wait first, in order of arrival; then the rest, the latest first.
    pub async fn erasures(&mut self, limit: i64) -> Result<Vec<ErasureRow>> {
        fetch_all!(
            self,
            ErasureRow,
            "SELECT id, person_id, what_sealed, answer_sealed, state, ground, created_at,
                    decided_at, decided_by, revision
             FROM erasure_request
             ORDER BY CASE WHEN state = 'waiting' THEN 0 ELSE 1 END,
                      CASE WHEN state = 'waiting' THEN id END, id DESC
             LIMIT $1",
            limit
        )
    }

    /// A person's own requests, the latest first.
    pub async fn erasures_of(&mut self, person: PersonId) -> Result<Vec<ErasureRow>> {
        fetch_all!(
            self,
            ErasureRow,
            "SELECT id, person_id, what_sealed, answer_sealed, state, ground, created_at,
                    decided_at, decided_by, revision
             FROM erasure_request WHERE person_id = $1 ORDER BY id DESC",
            person.0
        )
    }

    /// Ends a request that still waits and has `row.revision`; says whether it did.
    pub async fn end_erasure(&mut self, row: &ErasureRow) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE erasure_request SET state = $3, ground = $4, answer_sealed = $5,
                    decided_at = $6, decided_by = $7, revision = revision + 1
             WHERE id = $1 AND revision = $2 AND state = 'waiting'",
            row.id,
            row.revision,
            &row.state,
            &row.ground,
            &row.answer_sealed,
            row.decided_at,
            &row.decided_by
        )?;
        Ok(changed == 1)
    }
}
