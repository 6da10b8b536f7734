//! What people need of rooms and material; sealed.

use super::{At, Result, Tx};
use samverkan_domain::id::{OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct NeedRow {
    pub person_id: Uuid,
    pub needs_sealed: Vec<u8>,
    pub noted_at: At,
}

impl Tx {
    pub async fn put_needs(&mut self, row: &NeedRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO practical_need (person_id, needs_sealed, noted_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET needs_sealed = excluded.needs_sealed,
                 noted_at = excluded.noted_at",
            row.person_id,
            &row.needs_sealed,
            row.noted_at
        )?;
        Ok(())
    }

    pub async fn delete_needs(&mut self, person: PersonId) -> Result<()> {
        execute!(
            self,
            "DELETE FROM practical_need WHERE person_id = $1",
            person.0
        )?;
        Ok(())
    }

    pub async fn needs_of(&mut self, person: PersonId) -> Result<Option<NeedRow>> {
        fetch_optional!(
            self,
            NeedRow,
            "SELECT person_id, needs_sealed, noted_at FROM practical_need WHERE person_id = $1",
            person.0
        )
    }

    /// Of everybody with a place on an offering, or on one that shares its cohorts.
    pub async fn needs_in(&mut self, offering: OfferingId) -> Result<Vec<NeedRow>> {
        fetch_all!(
            self,
            NeedRow,
            "SELECT n.person_id, n.needs_sealed, n.noted_at FROM practical_need n
             WHERE n.person_id IN (
                 SELECT a.person_id FROM application a JOIN offering o ON o.id = a.offering_id
                 WHERE (o.id = $1 OR o.cohorts_of = $1)
                   AND a.state IN ('admitted', 'accepted', 'registered', 'completed'))
             ORDER BY n.person_id",
            offering.0
        )
    }
}
