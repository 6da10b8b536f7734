//! What an access export reads beside a person's own rows: the trail about them, and which of them
//! also concern others.

use super::{Result, Tx, audit::AuditRow};
use samverkan_domain::id::PersonId;
use uuid::Uuid;

/// Somebody's part as a facilitator of an offering.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FacilitatingRow {
    pub offering: String,
    pub most: i64,
    pub cannot: i64,
    pub languages: Option<String>,
}

impl Tx {
    /// What the trail says about a person, from the first row to the last: as the subject, by their own
    /// applications, feeds, requests and wishes, and what they have done themselves.
    pub async fn traces(&mut self, person: PersonId) -> Result<Vec<AuditRow>> {
        fetch_all!(
            self,
            AuditRow,
            "SELECT seq, at, actor, action, subject_kind, subject_id, before, after, reason, hash
             FROM audit
             WHERE subject_id = $1 OR actor = $2
                OR subject_id IN (SELECT id FROM person WHERE merged_into = $1)
                OR subject_id IN (SELECT id FROM application WHERE person_id = $1
                                  UNION SELECT id FROM feed WHERE owner_id = $1
                                  UNION SELECT id FROM cohort_transfer WHERE person_id = $1
                                  UNION SELECT id FROM erasure_request WHERE person_id = $1
                                  UNION SELECT id FROM company_wish WHERE person_id = $1
                                  UNION SELECT id FROM token WHERE person_id = $1)
             ORDER BY seq",
            person.0,
            format!("person:{person}")
        )
    }

    /// The person's applications, each with its offering and that one's code.
    pub async fn offerings_of(&mut self, person: PersonId) -> Result<Vec<(Uuid, Uuid, String)>> {
        fetch_all!(
            self,
            (Uuid, Uuid, String),
            "SELECT a.id, o.id, o.code FROM application a JOIN offering o ON o.id = a.offering_id
             WHERE a.person_id = $1",
            person.0
        )
    }

    /// Ids that are a person's own: nobody else is known by them.
    pub async fn own_ids(&mut self, person: PersonId) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT id FROM person WHERE id = $1 OR merged_into = $1
             UNION SELECT id FROM application WHERE person_id = $1
             UNION SELECT offering_id FROM application WHERE person_id = $1
             UNION SELECT channel_id FROM application WHERE person_id = $1
             UNION SELECT id FROM feed WHERE owner_id = $1",
            person.0
        )
    }

    /// Which lists and reports of a person's offerings have been taken out, since they applied.
    pub async fn taken_out(&mut self, person: PersonId) -> Result<Vec<AuditRow>> {
        fetch_all!(
            self,
            AuditRow,
            "SELECT u.seq, u.at, u.actor, u.action, u.subject_kind, u.subject_id, u.before, u.after,
                    u.reason, u.hash
             FROM audit u JOIN application a ON a.offering_id = u.subject_id
             WHERE a.person_id = $1 AND u.action = 'people.exported' AND u.at >= a.created_at
             ORDER BY u.seq",
            person.0
        )
    }

    /// Where a person leads cohorts or may come to.
    pub async fn facilitating(&mut self, person: PersonId) -> Result<Vec<FacilitatingRow>> {
        fetch_all!(
            self,
            FacilitatingRow,
            "SELECT o.code AS offering, f.most, f.cannot, f.languages
             FROM facilitator f JOIN offering o ON o.id = f.offering_id
             WHERE f.person_id = $1 ORDER BY o.code",
            person.0
        )
    }

    /// How many rules about who is in which cohort name a person: they name somebody else too.
    pub async fn rules_about(&mut self, person: PersonId) -> Result<i64> {
        let (count,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM cohort_rule WHERE person_id = $1 OR other_id = $1",
            person.0
        )?;
        Ok(count)
    }
}
