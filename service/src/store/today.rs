//! What waits for somebody who administers: counts by offering, nobody named.

use super::{At, Result, Tx};
use jiff::{Timestamp, civil::Date};

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct WaitsRow {
    /// What waits, as `usecase::today::Waits` has it.
    pub kind: String,
    /// Code of the offering, where it is one offering's.
    pub offering: Option<String>,
    /// Code of the channel, where it is one channel's.
    pub channel: Option<String>,
    pub things: i64,
    /// The first instant at which one of them is too late or begins.
    pub due: Option<At>,
}

/// From when on things count.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub now: Timestamp,
    pub today: Date,
    /// Who was registered by this day has had three weeks.
    pub three_weeks_ago: Date,
    /// Offerings that begin by this day need cohorts.
    pub soon: Date,
    /// Meetings before this instant need a room and somebody who leads them.
    pub horizon: Timestamp,
    /// Letters that were due before this instant are late.
    pub late: Timestamp,
    /// Letters that failed before this instant are history.
    pub history: Timestamp,
}

/// One row a kind and place. `$1` now, `$2` today, `$3` three weeks ago, `$4` soon, `$5` horizon, `$6`
/// late, `$7` history.
const WAITS: &str = "
SELECT 'approvals' AS kind, o.code AS offering, c.code AS channel, COUNT(*) AS things,
       MIN(p.expires_at) AS due
FROM approval p JOIN application a ON a.id = p.application_id
JOIN channel c ON c.id = a.channel_id JOIN offering o ON o.id = a.offering_id
WHERE p.outcome IS NULL AND p.expires_at > $1 GROUP BY o.code, c.code
UNION ALL
SELECT 'answers', o.code, NULL, COUNT(*), MIN(a.answer_by)
FROM application a JOIN offering o ON o.id = a.offering_id
WHERE a.state = 'admitted' AND a.answer_by > $1 GROUP BY o.code
UNION ALL
SELECT 'calls', o.code, c.code, COUNT(*), MIN(r.answer_by)
FROM reserve_call r JOIN channel c ON c.id = r.channel_id JOIN offering o ON o.id = c.offering_id
WHERE r.outcome IS NULL AND r.answer_by > $1 GROUP BY o.code, c.code
UNION ALL
SELECT 'reserves', offering, channel, CASE WHEN waiting < free THEN waiting ELSE free END, NULL
FROM (SELECT o.code AS offering, c.code AS channel,
             COUNT(CASE WHEN a.state = 'reserve' THEN 1 END) AS waiting,
             c.seats - COUNT(CASE WHEN a.state IN ('called', 'admitted', 'accepted', 'registered',
                                                   'completed') THEN 1 END) AS free
      FROM channel c JOIN offering o ON o.id = c.offering_id JOIN application a ON a.channel_id = c.id
      WHERE o.ends_on >= $2 AND c.kind <> 'imported' GROUP BY o.code, c.code, c.seats) AS channels
WHERE waiting > 0 AND free > 0
UNION ALL
SELECT 'proposals', o.code, NULL, COUNT(*), NULL
FROM cohort_plan p JOIN offering o ON o.id = p.offering_id
WHERE p.state = 'proposed' AND o.ends_on >= $2 AND NOT EXISTS (
    SELECT 1 FROM cohort_plan c WHERE c.offering_id = p.offering_id AND c.set_name = p.set_name
      AND c.state = 'committed' AND c.decided_at >= p.created_at)
GROUP BY o.code
UNION ALL
SELECT 'no_cohorts', o.code, NULL, COUNT(*), NULL
FROM offering o JOIN offering g ON g.id = o.id OR g.cohorts_of = o.id
JOIN application a ON a.offering_id = g.id
WHERE o.cohorts_of IS NULL AND o.starts_on <= $4 AND o.ends_on >= $2
  AND a.state IN ('admitted', 'accepted', 'registered')
  AND NOT EXISTS (SELECT 1 FROM cohort_set s JOIN cohort c ON c.cohort_set_id = s.id
                  WHERE s.offering_id = o.id)
  AND NOT EXISTS (SELECT 1 FROM cohort_plan p WHERE p.offering_id = o.id AND p.state = 'proposed')
GROUP BY o.code
UNION ALL
SELECT 'unplaced', o.code, NULL, COUNT(*), NULL
FROM cohort_set s JOIN offering o ON o.id = s.offering_id
JOIN offering g ON g.id = o.id OR g.cohorts_of = o.id
JOIN application a ON a.offering_id = g.id
WHERE s.kind = 'mixed' AND o.ends_on >= $2 AND a.state IN ('admitted', 'accepted', 'registered')
  AND EXISTS (SELECT 1 FROM cohort c WHERE c.cohort_set_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM cohort_member m
                  WHERE m.cohort_set_id = s.id AND m.person_id = a.person_id)
GROUP BY o.code
UNION ALL
SELECT 'transfers', o.code, NULL, COUNT(*), NULL
FROM cohort_transfer t JOIN offering o ON o.id = t.offering_id
WHERE t.state = 'waiting' GROUP BY o.code
UNION ALL
SELECT 'company', o.code, NULL, COUNT(*), NULL
FROM company_wish w JOIN offering o ON o.id = w.offering_id
WHERE w.kind = 'without' AND w.state = 'stated' AND o.ends_on >= $2 GROUP BY o.code
UNION ALL
SELECT 'erasures', NULL, NULL, COUNT(*), NULL
FROM erasure_request WHERE state = 'waiting' HAVING COUNT(*) > 0
UNION ALL
SELECT 'letters_failed', NULL, NULL, COUNT(*), NULL
FROM outbox WHERE failed_at >= $7 AND done_at IS NULL HAVING COUNT(*) > 0
UNION ALL
SELECT 'addresses_failed', NULL, NULL, COUNT(*), NULL
FROM email WHERE main AND failed_at IS NOT NULL HAVING COUNT(*) > 0
UNION ALL
SELECT 'letters_late', NULL, NULL, COUNT(*), NULL
FROM outbox WHERE done_at IS NULL AND failed_at IS NULL AND created_at < $6 HAVING COUNT(*) > 0
UNION ALL
SELECT 'follow_up', o.code, NULL, COUNT(*), NULL
FROM registration r JOIN application a ON a.id = r.application_id
JOIN offering o ON o.id = a.offering_id
WHERE a.state = 'registered' AND r.ended_on IS NULL AND r.registered_on <= $3
  AND o.starts_on <= $3 AND o.ends_on >= $2
  AND NOT EXISTS (SELECT 1 FROM presence p
                  WHERE p.application_id = a.id AND p.on_day >= o.starts_on)
  AND NOT EXISTS (SELECT 1 FROM audit t
                  WHERE t.subject_id = a.id AND t.action = 'application.followed_up')
GROUP BY o.code
UNION ALL
SELECT 'no_room', o.code, NULL, COUNT(*), MIN(s.starts_at)
FROM session s JOIN offering o ON o.id = s.offering_id
WHERE s.state <> 'cancelled' AND s.starts_at > $1 AND s.starts_at < $5
  AND s.mode IN ('campus', 'hybrid') AND COALESCE(s.place, '') = '' GROUP BY o.code
UNION ALL
SELECT 'no_leader', o.code, NULL, COUNT(*), MIN(s.starts_at)
FROM session s JOIN offering o ON o.id = s.offering_id
WHERE s.state <> 'cancelled' AND s.starts_at > $1 AND s.starts_at < $5
  AND COALESCE(s.teacher, '') = ''
  AND NOT EXISTS (SELECT 1 FROM cohort_leader l WHERE l.cohort_id = s.cohort_id) GROUP BY o.code
UNION ALL
SELECT 'timetables', NULL, NULL, COUNT(*), NULL
FROM busy_address WHERE programme IS NOT NULL AND failure IS NOT NULL AND due_at IS NOT NULL
HAVING COUNT(*) > 0";

impl Tx {
    /// What waits; what does not is not there.
    pub async fn waits(&mut self, from: &Bounds) -> Result<Vec<WaitsRow>> {
        fetch_all!(
            self,
            WaitsRow,
            WAITS,
            At::from(from.now),
            from.today.to_string(),
            from.three_weeks_ago.to_string(),
            from.soon.to_string(),
            At::from(from.horizon),
            At::from(from.late),
            At::from(from.history)
        )
    }
}
