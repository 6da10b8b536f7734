//! What those who answer for a programme may read. People with protected identity are in none of
//! it: that somebody is in a programme would already tell where they are.

use super::{At, Result, Tx};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ProgrammeApplicationRow {
    pub id: Uuid,
    pub offering: String,
    pub title_sv: String,
    pub title_en: String,
    pub given_name: String,
    pub family_name: String,
    pub state: String,
    pub changed_at: At,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ProgrammeMemberRow {
    pub offering: String,
    pub person_id: Uuid,
    pub given_name: String,
    pub family_name: String,
}

impl Tx {
    pub async fn programme_applications(
        &mut self,
        programme: &str,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<ProgrammeApplicationRow>> {
        fetch_all!(
            self,
            ProgrammeApplicationRow,
            "SELECT a.id, o.code AS offering, c.title_sv, c.title_en, p.given_name, p.family_name,
                    a.state, a.changed_at
             FROM application a
             JOIN person p ON p.id = a.person_id
             JOIN offering o ON o.id = a.offering_id
             JOIN course c ON c.id = o.course_id
             WHERE p.programme = $1 AND p.security_marking = 'none' AND ($2 IS NULL OR a.id > $2)
             ORDER BY a.id LIMIT $3",
            programme,
            after,
            limit
        )
    }

    /// Those of a programme who take part in offerings, by offering.
    pub async fn programme_members(&mut self, programme: &str) -> Result<Vec<ProgrammeMemberRow>> {
        fetch_all!(
            self,
            ProgrammeMemberRow,
            "SELECT o.code AS offering, p.id AS person_id, p.given_name, p.family_name
             FROM application a
             JOIN person p ON p.id = a.person_id
             JOIN offering o ON o.id = a.offering_id
             WHERE p.programme = $1 AND p.security_marking = 'none'
               AND a.state IN ('admitted', 'accepted', 'registered')
             ORDER BY o.code, p.id",
            programme
        )
    }
}
