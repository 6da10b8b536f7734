//! Cohort sets, cohorts, their members, and rules about who goes with whom.

use super::{At, Result, Tx};
use samverkan_domain::id::{CohortId, CohortSetId, OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CohortSetRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub name: String,
    /// `mixed` or `expert`.
    pub kind: String,
    pub created_at: At,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CohortRow {
    pub id: Uuid,
    pub cohort_set_id: Uuid,
    pub code: String,
    pub seats_min: i64,
    pub seats_max: i64,
    pub seats_target: i64,
    pub modality: Option<String>,
    pub protected_ok: bool,
    /// Weekly times as bits.
    pub times: i64,
    pub language: Option<String>,
    pub family: Option<String>,
    /// JSON.
    pub needs: String,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MemberRow {
    pub cohort_set_id: Uuid,
    pub person_id: Uuid,
    pub cohort_id: Uuid,
    pub locked: bool,
    pub placed_at: At,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct CohortRuleRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub kind: String,
    pub person_id: Uuid,
    pub other_id: Uuid,
    pub reason: String,
    pub created_at: At,
}

impl Tx {
    pub async fn cohort_sets(&mut self, offering: OfferingId) -> Result<Vec<CohortSetRow>> {
        fetch_all!(
            self,
            CohortSetRow,
            "SELECT id, offering_id, name, kind, created_at, revision FROM cohort_set
             WHERE offering_id = $1 ORDER BY name",
            offering.0
        )
    }

    pub async fn insert_cohort_set(
        &mut self,
        id: CohortSetId,
        offering: OfferingId,
        name: &str,
        kind: &str,
    ) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort_set (id, offering_id, name, kind, created_at, revision)
             VALUES ($1, $2, $3, $4, $5, 1)",
            id.0,
            offering.0,
            name,
            kind,
            self.now
        )?;
        Ok(())
    }

    /// Inserts a cohort, or gives an existing one new sizes, times and needs.
    pub async fn put_cohort(&mut self, row: &CohortRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort (id, cohort_set_id, code, seats_min, seats_max, seats_target,
                                 modality, protected_ok, times, language, family, needs)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (id) DO UPDATE SET seats_min = excluded.seats_min,
                 seats_max = excluded.seats_max, seats_target = excluded.seats_target,
                 modality = excluded.modality, protected_ok = excluded.protected_ok,
                 times = excluded.times, language = excluded.language,
                 family = excluded.family, needs = excluded.needs",
            row.id,
            row.cohort_set_id,
            &row.code,
            row.seats_min,
            row.seats_max,
            row.seats_target,
            &row.modality,
            row.protected_ok,
            row.times,
            &row.language,
            &row.family,
            &row.needs
        )?;
        Ok(())
    }

    pub async fn cohorts(&mut self, set: CohortSetId) -> Result<Vec<CohortRow>> {
        fetch_all!(
            self,
            CohortRow,
            "SELECT id, cohort_set_id, code, seats_min, seats_max, seats_target, modality,
                    protected_ok, times, language, family, needs
             FROM cohort WHERE cohort_set_id = $1 ORDER BY code",
            set.0
        )
    }

    pub async fn cohorts_of_offering(&mut self, offering: OfferingId) -> Result<Vec<CohortRow>> {
        fetch_all!(
            self,
            CohortRow,
            "SELECT c.id, c.cohort_set_id, c.code, c.seats_min, c.seats_max, c.seats_target,
                    c.modality, c.protected_ok, c.times, c.language, c.family, c.needs
             FROM cohort c JOIN cohort_set s ON s.id = c.cohort_set_id
             WHERE s.offering_id = $1 ORDER BY s.name, c.code",
            offering.0
        )
    }

    pub async fn cohort(&mut self, id: CohortId) -> Result<Option<CohortRow>> {
        fetch_optional!(
            self,
            CohortRow,
            "SELECT id, cohort_set_id, code, seats_min, seats_max, seats_target, modality,
                    protected_ok, times, language, family, needs
             FROM cohort WHERE id = $1",
            id.0
        )
    }

    /// The offering a cohort belongs to.
    pub async fn offering_of_cohort(&mut self, id: CohortId) -> Result<Option<OfferingId>> {
        let row: Option<(Uuid,)> = fetch_optional!(
            self,
            (Uuid,),
            "SELECT s.offering_id FROM cohort c JOIN cohort_set s ON s.id = c.cohort_set_id
             WHERE c.id = $1",
            id.0
        )?;
        Ok(row.map(|(id,)| OfferingId(id)))
    }

    /// Removes a cohort that nobody is in and no session is of.
    pub async fn delete_empty_cohort(&mut self, id: CohortId) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM cohort WHERE id = $1
               AND NOT EXISTS (SELECT 1 FROM cohort_member m WHERE m.cohort_id = $1)
               AND NOT EXISTS (SELECT 1 FROM session s WHERE s.cohort_id = $1)",
            id.0
        )?;
        Ok(deleted == 1)
    }

    pub async fn members(&mut self, set: CohortSetId) -> Result<Vec<MemberRow>> {
        fetch_all!(
            self,
            MemberRow,
            "SELECT cohort_set_id, person_id, cohort_id, locked, placed_at FROM cohort_member
             WHERE cohort_set_id = $1 ORDER BY person_id",
            set.0
        )
    }

    pub async fn memberships(&mut self, person: PersonId) -> Result<Vec<MemberRow>> {
        fetch_all!(
            self,
            MemberRow,
            "SELECT cohort_set_id, person_id, cohort_id, locked, placed_at FROM cohort_member
             WHERE person_id = $1 ORDER BY cohort_set_id",
            person.0
        )
    }

    /// Places a person in a cohort of the set, out of whichever they were in.
    pub async fn put_member(
        &mut self,
        set: CohortSetId,
        person: PersonId,
        cohort: CohortId,
        locked: bool,
    ) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort_member (cohort_set_id, person_id, cohort_id, locked, placed_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (cohort_set_id, person_id) DO UPDATE SET cohort_id = excluded.cohort_id,
                 locked = excluded.locked, placed_at = excluded.placed_at",
            set.0,
            person.0,
            cohort.0,
            locked,
            self.now
        )?;
        Ok(())
    }

    /// Takes a person out of every cohort of the offering or of its host; says out of how many.
    pub async fn remove_member(&mut self, offering: OfferingId, person: PersonId) -> Result<u64> {
        execute!(
            self,
            "DELETE FROM cohort_member WHERE person_id = $2 AND cohort_set_id IN (SELECT s.id
                 FROM cohort_set s JOIN offering o ON o.id = $1 AND s.offering_id IN ($1, o.cohorts_of))",
            offering.0,
            person.0
        )
    }

    pub async fn insert_cohort_rule(&mut self, row: &CohortRuleRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort_rule (id, offering_id, kind, person_id, other_id, reason, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            row.id,
            row.offering_id,
            &row.kind,
            row.person_id,
            row.other_id,
            &row.reason,
            row.created_at
        )?;
        Ok(())
    }

    pub async fn cohort_rules(&mut self, offering: OfferingId) -> Result<Vec<CohortRuleRow>> {
        fetch_all!(
            self,
            CohortRuleRow,
            "SELECT id, offering_id, kind, person_id, other_id, reason, created_at
             FROM cohort_rule WHERE offering_id = $1 ORDER BY id",
            offering.0
        )
    }

    pub async fn delete_cohort_rule(&mut self, offering: OfferingId, id: Uuid) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM cohort_rule WHERE id = $1 AND offering_id = $2",
            id,
            offering.0
        )?;
        Ok(deleted == 1)
    }

    /// Removes a set that has no cohorts left.
    pub async fn delete_empty_cohort_set(&mut self, id: CohortSetId) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM cohort_set WHERE id = $1
               AND NOT EXISTS (SELECT 1 FROM cohort c WHERE c.cohort_set_id = $1)",
            id.0
        )?;
        Ok(deleted == 1)
    }

    /// Takes a person out of one set; says whether they were in it.
    pub async fn remove_from_set(&mut self, set: CohortSetId, person: PersonId) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM cohort_member WHERE cohort_set_id = $1 AND person_id = $2",
            set.0,
            person.0
        )?;
        Ok(deleted == 1)
    }
}
