//! What people have studied, as they state it or as an administrator has verified it.

use super::{At, Result, Tx};
use samverkan_domain::id::{OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MeritRow {
    pub person_id: Uuid,
    /// Completed högskolepoäng in tenths.
    pub credits_tenths: Option<i64>,
    /// JSON arrays of codes.
    pub degrees: String,
    pub courses: String,
    pub employer: Option<String>,
    pub stated_at: At,
    pub verified_by: Option<String>,
    pub verified_at: Option<At>,
    pub revision: i64,
}

/// A place a person has on another offering of the same term.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct HoldingRow {
    pub person_id: Uuid,
    pub credits_tenths: i64,
    /// Code of the package the course belongs to.
    pub package: Option<String>,
}

impl Tx {
    /// Places of the offering's term, on other offerings, of all who have applied to it in a state
    /// that is not decided, or of one person.
    pub async fn holdings(
        &mut self,
        offering: OfferingId,
        person: Option<PersonId>,
    ) -> Result<Vec<HoldingRow>> {
        fetch_all!(
            self,
            HoldingRow,
            "SELECT a.person_id, c.credits_tenths, p.code AS package
             FROM offering here
             JOIN offering o ON o.term = here.term AND o.id <> here.id
             JOIN application a ON a.offering_id = o.id
             JOIN course c ON c.id = o.course_id
             LEFT JOIN package p ON p.id = c.package_id
             WHERE here.id = $1 AND a.state IN ('admitted', 'accepted', 'registered')
               AND (a.person_id = $2 OR ($2 IS NULL AND a.person_id IN (
                     SELECT w.person_id FROM application w
                     WHERE w.offering_id = $1 AND w.state = 'submitted')))
             ORDER BY a.person_id, a.id",
            offering.0,
            person.map(|person| person.0)
        )
    }

    /// Merits of all who have applied to the offering and are not decided.
    pub async fn merits_of_applicants(&mut self, offering: OfferingId) -> Result<Vec<MeritRow>> {
        fetch_all!(
            self,
            MeritRow,
            "SELECT person_id, credits_tenths, degrees, courses, employer, stated_at, verified_by,
                    verified_at, revision
             FROM merit WHERE person_id IN (
                 SELECT w.person_id FROM application w
                 WHERE w.offering_id = $1 AND w.state = 'submitted')",
            offering.0
        )
    }

    pub async fn merit(&mut self, person: PersonId) -> Result<Option<MeritRow>> {
        fetch_optional!(
            self,
            MeritRow,
            "SELECT person_id, credits_tenths, degrees, courses, employer, stated_at, verified_by,
                    verified_at, revision
             FROM merit WHERE person_id = $1",
            person.0
        )
    }

    /// Writes a person's merits in place of what was there; gives the new revision.
    pub async fn put_merit(&mut self, row: &MeritRow) -> Result<i64> {
        let (revision,): (i64,) = fetch_one!(
            self,
            (i64,),
            "INSERT INTO merit (person_id, credits_tenths, degrees, courses, employer, stated_at,
                                verified_by, verified_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
             ON CONFLICT (person_id) DO UPDATE SET
                 credits_tenths = excluded.credits_tenths, degrees = excluded.degrees,
                 courses = excluded.courses, employer = excluded.employer,
                 stated_at = excluded.stated_at, verified_by = excluded.verified_by,
                 verified_at = excluded.verified_at, revision = merit.revision + 1
             RETURNING revision",
            row.person_id,
            row.credits_tenths,
            &row.degrees,
            &row.courses,
            &row.employer,
            row.stated_at,
            &row.verified_by,
            row.verified_at
        )?;
        Ok(revision)
    }
}
