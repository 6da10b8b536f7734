//! Facilitators of an offering, and which cohorts they lead.

use super::{At, Result, Tx, person::PersonRow};
use samverkan_domain::id::{CohortId, OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct FacilitatorRow {
    pub offering_id: Uuid,
    pub person_id: Uuid,
    /// Most cohorts they lead.
    pub most: i64,
    /// Weekly times as bits.
    pub cannot: i64,
    /// JSON list of profession families.
    pub only_families: String,
    /// JSON list of profession families.
    pub never_families: String,
    /// JSON list; missing if not stated.
    pub languages: Option<String>,
    /// JSON list of partition and code.
    pub locked: String,
    pub noted_by: String,
    pub noted_at: At,
}

/// Somebody who leads a cohort that is in force.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct LeaderRow {
    pub cohort_id: Uuid,
    pub person_id: Uuid,
    pub cohort_set_id: Uuid,
    pub set_name: String,
    pub code: String,
    /// Weekly times of the cohort as bits.
    pub times: i64,
}

impl Tx {
    /// Facilitators of an offering, in order of person.
    pub async fn facilitators(&mut self, offering: OfferingId) -> Result<Vec<FacilitatorRow>> {
        fetch_all!(
            self,
            FacilitatorRow,
            "SELECT offering_id, person_id, most, cannot, only_families, never_families, languages,
                    locked, noted_by, noted_at
             FROM facilitator WHERE offering_id = $1 ORDER BY person_id",
            offering.0
        )
    }

    /// The same as people.
    pub async fn facilitator_people(&mut self, offering: OfferingId) -> Result<Vec<PersonRow>> {
        fetch_all!(
            self,
            PersonRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision
             FROM facilitator f JOIN person p ON p.id = f.person_id
                                LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE f.offering_id = $1 ORDER BY p.id",
            offering.0
        )
    }

    /// Notes a facilitator, in place of what was noted before.
    pub async fn put_facilitator(&mut self, row: &FacilitatorRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO facilitator (offering_id, person_id, most, cannot, only_families,
                                      never_families, languages, locked, noted_by, noted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (offering_id, person_id) DO UPDATE SET most = excluded.most,
                 cannot = excluded.cannot, only_families = excluded.only_families,
                 never_families = excluded.never_families, languages = excluded.languages,
                 locked = excluded.locked, noted_by = excluded.noted_by,
                 noted_at = excluded.noted_at",
            row.offering_id,
            row.person_id,
            row.most,
            row.cannot,
            &row.only_families,
            &row.never_families,
            &row.languages,
            &row.locked,
            &row.noted_by,
            row.noted_at
        )?;
        Ok(())
    }

    /// Takes a facilitator off an offering; says whether there was one.
    pub async fn delete_facilitator(
        &mut self,
        offering: OfferingId,
        person: PersonId,
    ) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM facilitator WHERE offering_id = $1 AND person_id = $2",
            offering.0,
            person.0
        )?;
        Ok(deleted == 1)
    }

    /// Who leads the cohorts of an offering, in order of partition, code and person.
    pub async fn leaders(&mut self, offering: OfferingId) -> Result<Vec<LeaderRow>> {
        fetch_all!(
            self,
            LeaderRow,
            "SELECT l.cohort_id, l.person_id, c.cohort_set_id, s.name AS set_name, c.code, c.times
             FROM cohort_leader l JOIN cohort c ON c.id = l.cohort_id
                                  JOIN cohort_set s ON s.id = c.cohort_set_id
             WHERE s.offering_id = $1 ORDER BY s.name, c.code, l.person_id",
            offering.0
        )
    }

    /// What the facilitators of an offering lead on other offerings that run at the same time of
    /// the year.
    pub async fn led_elsewhere(&mut self, offering: OfferingId) -> Result<Vec<LeaderRow>> {
        fetch_all!(
            self,
            LeaderRow,
            "SELECT l.cohort_id, l.person_id, c.cohort_set_id, s.name AS set_name, c.code, c.times
             FROM cohort_leader l JOIN facilitator f ON f.person_id = l.person_id
                                  JOIN cohort c ON c.id = l.cohort_id
                                  JOIN cohort_set s ON s.id = c.cohort_set_id
                                  JOIN offering o ON o.id = s.offering_id
                                  JOIN offering here ON here.id = f.offering_id
             WHERE f.offering_id = $1 AND s.offering_id <> $1
               AND o.starts_on <= here.ends_on AND here.starts_on <= o.ends_on
             ORDER BY l.person_id, l.cohort_id",
            offering.0
        )
    }

    /// Cohorts in force that a person leads anywhere, by partition and code.
    pub async fn led_by(&mut self, person: PersonId) -> Result<Vec<LeaderRow>> {
        fetch_all!(
            self,
            LeaderRow,
            "SELECT l.cohort_id, l.person_id, c.cohort_set_id, s.name AS set_name, c.code, c.times
             FROM cohort_leader l JOIN cohort c ON c.id = l.cohort_id
                                  JOIN cohort_set s ON s.id = c.cohort_set_id
             WHERE l.person_id = $1 ORDER BY s.offering_id, s.name, c.code",
            person.0
        )
    }

    /// Whether a person leads a cohort.
    pub async fn leads(&mut self, person: PersonId, cohort: CohortId) -> Result<bool> {
        let (led,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM cohort_leader WHERE person_id = $1 AND cohort_id = $2",
            person.0,
            cohort.0
        )?;
        Ok(led > 0)
    }

    /// Gives a cohort one more leader.
    pub async fn put_leader(&mut self, cohort: CohortId, person: PersonId) -> Result<()> {
        execute!(
            self,
            "INSERT INTO cohort_leader (cohort_id, person_id, placed_at) VALUES ($1, $2, $3)
             ON CONFLICT (cohort_id, person_id) DO NOTHING",
            cohort.0,
            person.0,
            self.now
        )?;
        Ok(())
    }

    /// Takes a leader from a cohort; says whether they led it.
    pub async fn remove_leader(&mut self, cohort: CohortId, person: PersonId) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM cohort_leader WHERE cohort_id = $1 AND person_id = $2",
            cohort.0,
            person.0
        )?;
        Ok(deleted == 1)
    }
}
