//! What is due, category by category: one statement each, into the plan.
//!
//! $1 is the plan; $2 the last day of an event that is due, $3 the instant at which that day ends; $4
//! whether it is looked for again. The statement only finds: `domain/retention` decides.

use super::super::{At, Result, Tx};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::retention::Category;
use uuid::Uuid;

impl Tx {
    /// Puts into a plan what is due of a category; gives how much.
    pub async fn find_due(
        &mut self,
        plan: Uuid,
        category: Category,
        cutoff: Date,
        ends: Timestamp,
        again: bool,
    ) -> Result<u64> {
        let statement = match category {
            Category::Needs => NEEDS,
            Category::Availability => AVAILABILITY,
            Category::Calendars => CALENDARS,
            Category::Wishes => WISHES,
            Category::Transfers => TRANSFERS,
            Category::Consents => CONSENTS,
            Category::Attendance => ATTENDANCE,
            Category::Letters => LETTERS,
            Category::Imports => IMPORTS,
            Category::Erasures => ERASURES,
            Category::Plans => PLANS,
            Category::Admission => ADMISSION,
        };
        execute!(
            self,
            statement,
            plan,
            cutoff.to_string(),
            At::from(ends),
            again
        )
    }
}

const NEEDS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, person_id, event_on, event_at, again)
    SELECT $1, 'needs', n.person_id, n.person_id, MAX(o.ends_on), n.noted_at, $4
    FROM practical_need n LEFT JOIN application a ON a.person_id = n.person_id
                          LEFT JOIN offering o ON o.id = a.offering_id
    GROUP BY n.person_id, n.noted_at
    HAVING n.noted_at < $3 AND (MAX(o.ends_on) IS NULL OR MAX(o.ends_on) <= $2)";

const AVAILABILITY: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, person_id, event_on, again)
    SELECT $1, 'availability', v.person_id, v.offering_id, v.person_id, o.ends_on, $4
    FROM availability v JOIN offering o ON o.id = v.offering_id
    WHERE o.ends_on <= $2 AND $3 IS NOT NULL";

const CALENDARS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, person_id, event_on, event_at, again)
    SELECT $1, 'calendars', c.person_id, c.person_id, MAX(o.ends_on), MAX(c.given_at), $4
    FROM (SELECT person_id, created_at AS given_at FROM busy_source WHERE person_id IS NOT NULL
          UNION ALL
          SELECT person_id, created_at FROM busy_address WHERE person_id IS NOT NULL) c
         LEFT JOIN application a ON a.person_id = c.person_id
         LEFT JOIN offering o ON o.id = a.offering_id
    GROUP BY c.person_id
    HAVING MAX(c.given_at) < $3 AND (MAX(o.ends_on) IS NULL OR MAX(o.ends_on) <= $2)";

const WISHES: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, person_id, event_on, again)
    SELECT $1, 'wishes', w.id, w.offering_id, w.person_id, o.ends_on, $4
    FROM company_wish w JOIN offering o ON o.id = w.offering_id
    WHERE o.ends_on <= $2 AND $3 IS NOT NULL";

const TRANSFERS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, person_id, event_on, again)
    SELECT $1, 'transfers', t.id, t.offering_id, t.person_id, o.ends_on, $4
    FROM cohort_transfer t JOIN offering o ON o.id = t.offering_id
    WHERE o.ends_on <= $2 AND $3 IS NOT NULL";

const CONSENTS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, person_id, event_on, again)
    SELECT $1, 'consents', c.person_id, c.offering_id, c.person_id, o.ends_on, $4
    FROM name_consent c JOIN offering o ON o.id = c.offering_id
    WHERE o.ends_on <= $2 AND $3 IS NOT NULL";

const ATTENDANCE: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, person_id, event_on, again)
    SELECT $1, 'attendance', a.id, a.offering_id, a.person_id, o.ends_on, $4
    FROM application a JOIN offering o ON o.id = a.offering_id
    WHERE o.ends_on <= $2 AND $3 IS NOT NULL
      AND (EXISTS (SELECT 1 FROM presence p WHERE p.application_id = a.id)
           OR EXISTS (SELECT 1 FROM meeting_presence m WHERE m.application_id = a.id))";

const LETTERS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, person_id, event_at, again)
    SELECT $1, 'letters', m.id, m.person_id, COALESCE(m.done_at, m.failed_at), $4
    FROM outbox m
    WHERE COALESCE(m.done_at, m.failed_at) < $3 AND m.letter <> '' AND $2 IS NOT NULL";

const IMPORTS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, event_at, again)
    SELECT $1, 'imports', r.id, r.offering_id, r.created_at, $4
    FROM import_run r
    WHERE r.created_at < $3 AND $2 IS NOT NULL";

const ERASURES: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, person_id, event_at, again)
    SELECT $1, 'erasures', e.id, e.person_id, e.decided_at, $4
    FROM erasure_request e
    WHERE e.decided_at < $3 AND $2 IS NOT NULL";

const PLANS: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, offering_id, event_on, again)
    SELECT $1, 'plans', p.id, p.offering_id, o.ends_on, $4
    FROM cohort_plan p JOIN offering o ON o.id = p.offering_id
    WHERE o.ends_on <= $2 AND $3 IS NOT NULL";

/// The last entry is the latest of all there are about the person. Who works here, and whose letters
/// or requests wait, stays. A record that has become part of another goes with that.
const ADMISSION: &str = "
    INSERT INTO weeding_item (plan_id, category, thing, person_id, event_on, event_at, again)
    SELECT $1, 'admission', p.id, p.id, MAX(e.on_day), MAX(e.entry_at), $4
    FROM person p JOIN (
        SELECT id AS person_id, created_at AS entry_at, CAST(NULL AS TEXT) AS on_day FROM person
        UNION ALL
        SELECT a.person_id, a.changed_at, o.ends_on
        FROM application a JOIN offering o ON o.id = a.offering_id
        UNION ALL
        SELECT a.person_id, d.decided_at, NULL
        FROM admission d JOIN application a ON a.id = d.application_id
        UNION ALL
        SELECT a.person_id, a.changed_at, r.ended_on
        FROM registration r JOIN application a ON a.id = r.application_id
        UNION ALL
        SELECT a.person_id, a.changed_at, r.passed_on
        FROM registration r JOIN application a ON a.id = r.application_id
        UNION ALL
        SELECT f.person_id, f.noted_at, o.ends_on
        FROM facilitator f JOIN offering o ON o.id = f.offering_id
        UNION ALL
        SELECT l.person_id, l.placed_at, o.ends_on
        FROM cohort_leader l JOIN cohort c ON c.id = l.cohort_id
             JOIN cohort_set s ON s.id = c.cohort_set_id JOIN offering o ON o.id = s.offering_id
        UNION ALL
        SELECT w.person_id, w.last_used_at, NULL FROM web_sign_in w
        UNION ALL
        SELECT r.person_id, COALESCE(r.decided_at, r.created_at), NULL FROM erasure_request r
    ) e ON e.person_id = p.id
    WHERE p.weeded_at IS NULL AND p.merged_into IS NULL
      AND NOT EXISTS (SELECT 1 FROM staff s WHERE s.person_id = p.id AND s.ended_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM erasure_request r WHERE r.person_id = p.id AND r.state = 'waiting')
      AND NOT EXISTS (SELECT 1 FROM outbox m
                      WHERE m.person_id = p.id AND m.done_at IS NULL AND m.failed_at IS NULL)
    GROUP BY p.id
    HAVING MAX(e.entry_at) < $3 AND (MAX(e.on_day) IS NULL OR MAX(e.on_day) <= $2)";
