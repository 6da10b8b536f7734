//! What hangs on what an import made: it is not taken back then.

use super::{At, Result, Tx};
use samverkan_domain::id::{ApplicationId, PersonId};

/// What hangs on an application, counted.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApplicationTiesRow {
    pub registered: i64,
    pub attended: i64,
    pub in_cohort: i64,
    pub called: i64,
    pub head_asked: i64,
    pub decided: i64,
    pub billed: i64,
    pub leant_on: i64,
    pub wished: i64,
    pub told: i64,
}

impl Tx {
    /// What hangs on an application beside what the run of that instant did.
    pub async fn application_ties(
        &mut self,
        id: ApplicationId,
        run_at: At,
    ) -> Result<ApplicationTiesRow> {
        fetch_one!(
            self,
            ApplicationTiesRow,
            "SELECT
                (SELECT COUNT(*) FROM registration r WHERE r.application_id = a.id) AS registered,
                (SELECT COUNT(*) FROM presence p WHERE p.application_id = a.id)
                  + (SELECT COUNT(*) FROM meeting_presence m WHERE m.application_id = a.id) AS attended,
                (SELECT COUNT(*) FROM cohort_member m JOIN cohort_set s ON s.id = m.cohort_set_id
                 WHERE m.person_id = a.person_id
                   AND s.offering_id = COALESCE(o.cohorts_of, o.id)) AS in_cohort,
                (SELECT COUNT(*) FROM reserve_call c WHERE c.application_id = a.id)
                  + (SELECT COUNT(*) FROM contact c WHERE c.application_id = a.id) AS called,
                (SELECT COUNT(*) FROM approval v WHERE v.application_id = a.id) AS head_asked,
                (SELECT COUNT(*) FROM admission d WHERE d.application_id = a.id
                   AND NOT (d.decided_at = $2 AND d.decided_by = 'elsewhere')) AS decided,
                (SELECT COUNT(*) FROM invoice_basis_line l WHERE l.application_id = a.id) AS billed,
                (SELECT COUNT(*) FROM application b
                 WHERE b.superseded_by = a.id OR b.keeps = a.id) AS leant_on,
                (SELECT COUNT(*) FROM availability v
                 WHERE v.person_id = a.person_id AND v.offering_id = a.offering_id)
                  + (SELECT COUNT(*) FROM cohort_transfer t
                     WHERE t.person_id = a.person_id AND t.offering_id = a.offering_id)
                  + (SELECT COUNT(*) FROM company_wish w
                     WHERE w.person_id = a.person_id AND w.offering_id = a.offering_id)
                  + (SELECT COUNT(*) FROM name_consent n
                     WHERE n.person_id = a.person_id AND n.offering_id = a.offering_id) AS wished,
                (SELECT COUNT(*) FROM outbox x
                 WHERE x.person_id = a.person_id AND x.created_at = $2
                   AND (x.done_at IS NOT NULL OR x.attempts > 0 OR x.lease_until > $3)) AS told
             FROM application a JOIN offering o ON o.id = a.offering_id WHERE a.id = $1",
            id.0,
            run_at,
            self.now
        )
    }

    /// How much of a person there is beside the person and its addresses.
    pub async fn person_ties(&mut self, person: PersonId) -> Result<i64> {
        let (ties,): (i64,) = fetch_one!(self, (i64,), PERSON_TIES, person.0)?;
        Ok(ties)
    }

    /// Whether anybody or anything has the programme.
    pub async fn programme_used(&mut self, code: &str) -> Result<bool> {
        let (used,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT (SELECT COUNT(*) FROM person WHERE programme = $1)
                  + (SELECT COUNT(*) FROM application WHERE programme = $1)
                  + (SELECT COUNT(*) FROM busy_source WHERE programme = $1)
                  + (SELECT COUNT(*) FROM busy_address WHERE programme = $1)
                  + (SELECT COUNT(*) FROM practicum WHERE programme = $1)",
            code
        )?;
        Ok(used > 0)
    }

    pub async fn workplace_used(&mut self, code: &str) -> Result<bool> {
        let (used,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT (SELECT COUNT(*) FROM person WHERE workplace = $1)
                  + (SELECT COUNT(*) FROM application WHERE workplace = $1)",
            code
        )?;
        Ok(used > 0)
    }
}

const PERSON_TIES: &str = "
    SELECT (SELECT COUNT(*) FROM application WHERE person_id = $1)
         + (SELECT COUNT(*) FROM cohort_member WHERE person_id = $1)
         + (SELECT COUNT(*) FROM cohort_rule WHERE person_id = $1 OR other_id = $1)
         + (SELECT COUNT(*) FROM feed WHERE owner_id = $1)
         + (SELECT COUNT(*) FROM token WHERE person_id = $1)
         + (SELECT COUNT(*) FROM outbox WHERE person_id = $1)
         + (SELECT COUNT(*) FROM merit WHERE person_id = $1)
         + (SELECT COUNT(*) FROM availability WHERE person_id = $1)
         + (SELECT COUNT(*) FROM facilitator WHERE person_id = $1)
         + (SELECT COUNT(*) FROM cohort_leader WHERE person_id = $1)
         + (SELECT COUNT(*) FROM busy_source WHERE person_id = $1)
         + (SELECT COUNT(*) FROM busy_address WHERE person_id = $1)
         + (SELECT COUNT(*) FROM notice_told WHERE person_id = $1)
         + (SELECT COUNT(*) FROM web_sign_in WHERE person_id = $1)
         + (SELECT COUNT(*) FROM issuer_identity WHERE person_id = $1)
         + (SELECT COUNT(*) FROM passkey WHERE person_id = $1)
         + (SELECT COUNT(*) FROM staff WHERE person_id = $1)
         + (SELECT COUNT(*) FROM address_change WHERE person_id = $1)
         + (SELECT COUNT(*) FROM cohort_transfer WHERE person_id = $1)
         + (SELECT COUNT(*) FROM erasure_request WHERE person_id = $1)
         + (SELECT COUNT(*) FROM name_consent WHERE person_id = $1)
         + (SELECT COUNT(*) FROM company_wish WHERE person_id = $1)
         + (SELECT COUNT(*) FROM practical_need WHERE person_id = $1)
         + (SELECT COUNT(*) FROM retention_hold WHERE person_id = $1)
         + (SELECT COUNT(*) FROM person_apart WHERE first_id = $1 OR second_id = $1)
         + (SELECT COUNT(*) FROM person_merge WHERE kept_id = $1 OR merged_id = $1)";
