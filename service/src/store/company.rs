//! With whom, and without whom, applicants wish to be in a cohort.

use super::{At, Result, Tx};
use samverkan_domain::id::{OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CompanyRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub person_id: Uuid,
    /// `with` or `without`.
    pub kind: String,
    pub other_sealed: Vec<u8>,
    /// `stated`, `approved` or `refused`.
    pub state: String,
    pub created_at: At,
    pub decided_at: Option<At>,
    pub decided_by: Option<String>,
}

impl CompanyRow {
    pub fn offering(&self) -> OfferingId {
        OfferingId(self.offering_id)
    }

    pub fn person(&self) -> PersonId {
        PersonId(self.person_id)
    }
}

impl Tx {
    pub async fn insert_company(&mut self, row: &CompanyRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO company_wish (id, offering_id, person_id, kind, other_sealed, state,
                                       created_at, decided_at, decided_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            row.id,
            row.offering_id,
            row.person_id,
            &row.kind,
            &row.other_sealed,
            &row.state,
            row.created_at,
            row.decided_at,
            &row.decided_by
        )?;
        Ok(())
    }

    /// What an administrator says of a wish.
    pub async fn decide_company(&mut self, row: &CompanyRow) -> Result<()> {
        execute!(
            self,
            "UPDATE company_wish SET state = $2, decided_at = $3, decided_by = $4 WHERE id = $1",
            row.id,
            &row.state,
            row.decided_at,
            &row.decided_by
        )?;
        Ok(())
    }

    pub async fn delete_company(&mut self, id: Uuid) -> Result<()> {
        execute!(self, "DELETE FROM company_wish WHERE id = $1", id)?;
        Ok(())
    }

    pub async fn company_wish(&mut self, id: Uuid) -> Result<Option<CompanyRow>> {
        fetch_optional!(
            self,
            CompanyRow,
            "SELECT id, offering_id, person_id, kind, other_sealed, state, created_at, decided_at,
                    decided_by
             FROM company_wish WHERE id = $1",
            id
        )
    }

    /// Wishes of everybody placed in an offering's cohorts: its own people, and those of offerings
    /// that share them.
    pub async fn company(&mut self, offering: OfferingId) -> Result<Vec<CompanyRow>> {
        fetch_all!(
            self,
            CompanyRow,
            "SELECT w.id, w.offering_id, w.person_id, w.kind, w.other_sealed, w.state, w.created_at,
                    w.decided_at, w.decided_by
             FROM company_wish w JOIN offering o ON o.id = w.offering_id
             WHERE o.id = $1 OR o.cohorts_of = $1 ORDER BY w.id",
            offering.0
        )
    }

    /// Everybody who has ever applied to an offering or to one that shares its cohorts, with the
    /// offering; some twice.
    pub async fn company_applicants(
        &mut self,
        offering: OfferingId,
    ) -> Result<Vec<(OfferingId, PersonId)>> {
        let rows: Vec<(Uuid, Uuid)> = fetch_all!(
            self,
            (Uuid, Uuid),
            "SELECT a.offering_id, a.person_id
             FROM application a JOIN offering o ON o.id = a.offering_id
             WHERE o.id = $1 OR o.cohorts_of = $1 ORDER BY a.id",
            offering.0
        )?;
        let pairs = rows.into_iter();
        Ok(pairs.map(|(o, p)| (OfferingId(o), PersonId(p))).collect())
    }

    /// What a person wishes in an offering.
    pub async fn company_of(
        &mut self,
        person: PersonId,
        offering: OfferingId,
    ) -> Result<Vec<CompanyRow>> {
        fetch_all!(
            self,
            CompanyRow,
            "SELECT id, offering_id, person_id, kind, other_sealed, state, created_at, decided_at,
                    decided_by
             FROM company_wish WHERE person_id = $1 AND offering_id = $2 ORDER BY id",
            person.0,
            offering.0
        )
    }
}
