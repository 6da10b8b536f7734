//! What people have studied, as they state it or as an administrator has verified it.

use super::{At, Result, Tx};
use samverkan_domain::id::PersonId;
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
