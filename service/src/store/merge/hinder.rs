//! What two records cannot both have when they become one.

use super::super::{Result, Tx};
use samverkan_domain::id::PersonId;

/// Why two records cannot become one as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hinder {
    /// Both have a place, or ask for one, in the same offering.
    Application,
    /// Both are in cohorts of the same partition.
    Cohort,
    /// Both lead, or one leads and the other takes part.
    Leading,
    /// A rule says who of them is with whom.
    Rule,
    /// Both wait for an answer to the same.
    Waiting,
    /// One of them works here.
    Staff,
    /// Somebody has decided that they are two.
    Apart,
    Weeded,
}

const QUESTIONS: &[(Hinder, &str)] = &[
    (
        Hinder::Application,
        "SELECT MIN(o.code) FROM application a JOIN application b ON b.offering_id = a.offering_id
                JOIN offering o ON o.id = a.offering_id
         WHERE a.person_id = $1 AND b.person_id = $2
           AND a.state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted', 'accepted',
                           'registered', 'completed')
           AND b.state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted', 'accepted',
                           'registered', 'completed')",
    ),
    (
        Hinder::Cohort,
        "SELECT MIN(o.code) FROM cohort_member a JOIN cohort_member b ON b.cohort_set_id = a.cohort_set_id
                JOIN cohort_set s ON s.id = a.cohort_set_id JOIN offering o ON o.id = s.offering_id
         WHERE a.person_id = $1 AND b.person_id = $2",
    ),
    (
        Hinder::Leading,
        "SELECT MIN(o.code) FROM offering o WHERE
            (EXISTS (SELECT 1 FROM facilitator f WHERE f.offering_id = o.id AND f.person_id = $1)
             AND (EXISTS (SELECT 1 FROM facilitator f WHERE f.offering_id = o.id AND f.person_id = $2)
               OR EXISTS (SELECT 1 FROM application a WHERE a.offering_id = o.id AND a.person_id = $2)))
            OR (EXISTS (SELECT 1 FROM facilitator f WHERE f.offering_id = o.id AND f.person_id = $2)
             AND EXISTS (SELECT 1 FROM application a WHERE a.offering_id = o.id AND a.person_id = $1))
            OR EXISTS (SELECT 1 FROM cohort_leader a JOIN cohort_leader b ON b.cohort_id = a.cohort_id
                       JOIN cohort c ON c.id = a.cohort_id JOIN cohort_set s ON s.id = c.cohort_set_id
                       WHERE a.person_id = $1 AND b.person_id = $2 AND s.offering_id = o.id)",
    ),
    (
        Hinder::Rule,
        "SELECT MIN(o.code) FROM cohort_rule r JOIN offering o ON o.id = r.offering_id
         WHERE (r.person_id = $1 AND r.other_id = $2) OR (r.person_id = $2 AND r.other_id = $1)",
    ),
    (
        Hinder::Waiting,
        "SELECT MIN(w.what) FROM (
            SELECT 'erasure' AS what FROM erasure_request a, erasure_request b
            WHERE a.person_id = $1 AND b.person_id = $2 AND a.state = 'waiting' AND b.state = 'waiting'
            UNION ALL
            SELECT o.code FROM cohort_transfer a JOIN cohort_transfer b
                   ON b.offering_id = a.offering_id AND b.set_name = a.set_name
                   JOIN offering o ON o.id = a.offering_id
            WHERE a.person_id = $1 AND b.person_id = $2 AND a.state = 'waiting' AND b.state = 'waiting') w",
    ),
    (
        Hinder::Staff,
        "SELECT MIN(role) FROM staff WHERE person_id IN ($1, $2) AND ended_at IS NULL",
    ),
    (
        Hinder::Apart,
        "SELECT MIN(decided_by) FROM person_apart
         WHERE (first_id = $1 AND second_id = $2) OR (first_id = $2 AND second_id = $1)",
    ),
    (
        Hinder::Weeded,
        "SELECT MIN(given_name) FROM person WHERE id IN ($1, $2) AND weeded_at IS NOT NULL",
    ),
];

impl Tx {
    /// The first thing that stands in the way of making two records one, and in which offering.
    pub async fn hinder(
        &mut self,
        kept: PersonId,
        merged: PersonId,
    ) -> Result<Option<(Hinder, String)>> {
        for (hinder, question) in QUESTIONS {
            let (found,): (Option<String>,) =
                fetch_one!(self, (Option<String>,), *question, kept.0, merged.0)?;
            if let Some(found) = found {
                return Ok(Some((*hinder, found)));
            }
        }
        Ok(None)
    }
}
