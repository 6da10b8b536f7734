//! What the report of an offering counts. Numbers only: nobody's row leaves the database, but for
//! which programme those who take part are of.

use super::{Result, Tx};
use samverkan_domain::id::OfferingId;
use uuid::Uuid;

/// Members of a cohort in force that do the same.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MemberCountRow {
    pub set_name: String,
    pub code: String,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub people: i64,
}

/// Letters to those who have applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct LetterCounts {
    pub delivered: i64,
    pub waiting: i64,
    pub failed: i64,
}

impl Tx {
    /// How far applications have come at most, and how many no further: 0 applied, 1 not found
    /// ineligible, 2 offered a place, 3 accepted it (or nobody asked), 4 registered, 5 still there
    /// when the three weeks of early withdrawal were over, or so far.
    pub async fn reached(&mut self, offering: OfferingId) -> Result<Vec<(i64, i64)>> {
        fetch_all!(
            self,
            (i64, i64),
            "SELECT CAST(f.stage AS BIGINT), COUNT(*) FROM (
               SELECT CASE
                 WHEN r.application_id IS NOT NULL
                      AND a.state IN ('registered', 'completed', 'withdrawn_late') THEN 5
                 WHEN r.application_id IS NOT NULL
                      OR a.state IN ('registered', 'completed', 'withdrawn_early', 'withdrawn_late')
                      THEN 4
                 WHEN a.state = 'accepted'
                      OR (a.state IN ('admitted', 'not_started') AND a.answer_by IS NULL)
                      OR (a.state IN ('not_started', 'deferred', 'withdrawn_before_registration')
                          AND a.answered_at IS NOT NULL) THEN 3
                 WHEN a.state IN ('called', 'admitted', 'not_started', 'deferred')
                      OR EXISTS (SELECT 1 FROM admission d
                                 WHERE d.application_id = a.id AND d.outcome = 'admitted')
                      OR EXISTS (SELECT 1 FROM reserve_call c WHERE c.application_id = a.id) THEN 2
                 WHEN a.standing <> 'not_eligible' THEN 1
                 ELSE 0 END AS stage
               FROM application a LEFT JOIN registration r ON r.application_id = a.id
               WHERE a.offering_id = $1) f
             GROUP BY f.stage ORDER BY f.stage",
            offering.0
        )
    }

    /// The members of cohorts in force, counted by what they do.
    pub async fn member_counts(&mut self, offering: OfferingId) -> Result<Vec<MemberCountRow>> {
        fetch_all!(
            self,
            MemberCountRow,
            "SELECT s.name AS set_name, c.code, p.profession, p.programme, COUNT(*) AS people
             FROM cohort_member m JOIN cohort c ON c.id = m.cohort_id
                  JOIN cohort_set s ON s.id = c.cohort_set_id JOIN person p ON p.id = m.person_id
             WHERE s.offering_id = $1
             GROUP BY s.name, c.code, p.profession, p.programme
             ORDER BY s.name, c.code, p.profession, p.programme",
            offering.0
        )
    }

    /// On which day the registered were last seen, from the first day to the last given, and how
    /// many.
    pub async fn last_seen_counts(
        &mut self,
        offering: OfferingId,
        first: &str,
        last: &str,
    ) -> Result<Vec<(Option<String>, i64)>> {
        fetch_all!(
            self,
            (Option<String>, i64),
            "SELECT f.seen, COUNT(*) FROM (
               SELECT a.id, MAX(p.on_day) AS seen
               FROM application a LEFT JOIN presence p
                    ON p.application_id = a.id AND p.on_day >= $2 AND p.on_day <= $3
               WHERE a.offering_id = $1 AND a.state = 'registered'
               GROUP BY a.id) f
             GROUP BY f.seen ORDER BY f.seen",
            offering.0,
            first,
            last
        )
    }

    pub async fn letter_counts(&mut self, offering: OfferingId) -> Result<LetterCounts> {
        fetch_one!(
            self,
            LetterCounts,
            "SELECT COUNT(done_at) AS delivered,
                    COUNT(CASE WHEN done_at IS NULL AND failed_at IS NULL THEN 1 END) AS waiting,
                    COUNT(CASE WHEN done_at IS NULL THEN failed_at END) AS failed
             FROM outbox
             WHERE person_id IN (SELECT person_id FROM application WHERE offering_id = $1)",
            offering.0
        )
    }

    /// Who takes part and studies a programme, with its title.
    pub async fn programmes_of(&mut self, offering: OfferingId) -> Result<Vec<(Uuid, String)>> {
        fetch_all!(
            self,
            (Uuid, String),
            "SELECT a.person_id, g.title
             FROM application a JOIN person p ON p.id = a.person_id
                  JOIN programme g ON g.code = COALESCE(a.programme, p.programme)
             WHERE a.state IN ('admitted', 'accepted', 'registered', 'completed')
               AND (a.offering_id = $1
                    OR a.offering_id IN (SELECT o.id FROM offering o WHERE o.cohorts_of = $1))
             ORDER BY g.title, a.person_id",
            offering.0
        )
    }
}
