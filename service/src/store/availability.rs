//! When and how people can take part in an offering.

use super::{At, Result, Tx, person::PersonRow};
use samverkan_domain::id::{OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AvailabilityRow {
    pub offering_id: Uuid,
    pub person_id: Uuid,
    /// Weekly times as bits.
    pub cannot: i64,
    pub avoid: i64,
    pub modality_strict: bool,
    /// JSON list; missing if not stated.
    pub languages: Option<String>,
    pub noted_by: String,
    pub noted_at: At,
}

impl Tx {
    /// What is noted for an offering, in order of person.
    pub async fn availability(&mut self, offering: OfferingId) -> Result<Vec<AvailabilityRow>> {
        fetch_all!(
            self,
            AvailabilityRow,
            "SELECT offering_id, person_id, cannot, avoid, modality_strict, languages, noted_by,
                    noted_at
             FROM availability WHERE offering_id = $1 ORDER BY person_id",
            offering.0
        )
    }

    /// What is noted of one person.
    pub async fn availability_of(
        &mut self,
        person: PersonId,
        offering: OfferingId,
    ) -> Result<Option<AvailabilityRow>> {
        fetch_optional!(
            self,
            AvailabilityRow,
            "SELECT offering_id, person_id, cannot, avoid, modality_strict, languages, noted_by,
                    noted_at
             FROM availability WHERE person_id = $1 AND offering_id = $2",
            person.0,
            offering.0
        )
    }

    /// Notes it, in place of what was noted before.
    pub async fn put_availability(&mut self, row: &AvailabilityRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO availability (offering_id, person_id, cannot, avoid, modality_strict,
                                       languages, noted_by, noted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (offering_id, person_id) DO UPDATE SET cannot = excluded.cannot,
                 avoid = excluded.avoid, modality_strict = excluded.modality_strict,
                 languages = excluded.languages, noted_by = excluded.noted_by,
                 noted_at = excluded.noted_at",
            row.offering_id,
            row.person_id,
            row.cannot,
            row.avoid,
            row.modality_strict,
            &row.languages,
            &row.noted_by,
            row.noted_at
        )?;
        Ok(())
    }

    /// Forgets what was noted of a person; says whether there was anything.
    pub async fn delete_availability(
        &mut self,
        offering: OfferingId,
        person: PersonId,
    ) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM availability WHERE offering_id = $1 AND person_id = $2",
            offering.0,
            person.0
        )?;
        Ok(deleted == 1)
    }

    /// Everybody who has ever applied to an offering or to one that shares its cohorts: all whom
    /// its plans may name.
    pub async fn people_concerned(&mut self, offering: OfferingId) -> Result<Vec<PersonRow>> {
        fetch_all!(
            self,
            PersonRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision
             FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE p.id IN (SELECT a.person_id FROM application a JOIN offering o ON o.id = a.offering_id
                            WHERE o.id = $1 OR o.cohorts_of = $1)
             ORDER BY p.id",
            offering.0
        )
    }
}
