//! Sessions: dated meetings of an offering or of one cohort.

use super::{At, Result, Tx};
use samverkan_domain::id::{CohortId, OfferingId, PersonId, SessionId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct SessionRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub cohort_id: Option<Uuid>,
    pub title: String,
    pub starts_wall: String,
    pub ends_wall: String,
    pub starts_at: At,
    pub ends_at: At,
    pub mode: String,
    pub place: Option<String>,
    pub online_url: Option<String>,
    pub teacher: Option<String>,
    pub compulsory: bool,
    pub state: String,
    pub cancel_reason: Option<String>,
    pub uid: String,
    pub sequence: i64,
    pub created_at: At,
    pub modified_at: At,
    pub revision: i64,
}

/// A session with the codes that a calendar shows beside it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct FeedSessionRow {
    #[sqlx(flatten)]
    pub session: SessionRow,
    pub course_code: String,
    pub cohort_code: Option<String>,
}

impl Tx {
    pub async fn insert_session(&mut self, row: &SessionRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO session (id, offering_id, cohort_id, title, starts_wall, ends_wall,
                 starts_at, ends_at, mode, place, online_url, teacher, compulsory, state,
                 cancel_reason, uid, sequence, created_at, modified_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18, $19, 1)",
            row.id,
            row.offering_id,
            row.cohort_id,
            &row.title,
            &row.starts_wall,
            &row.ends_wall,
            row.starts_at,
            row.ends_at,
            &row.mode,
            &row.place,
            &row.online_url,
            &row.teacher,
            row.compulsory,
            &row.state,
            &row.cancel_reason,
            &row.uid,
            row.sequence,
            row.created_at,
            row.modified_at
        )?;
        Ok(())
    }

    /// Writes a session that still has `row.revision`. `None` if it has not.
    pub async fn update_session(&mut self, row: &SessionRow) -> Result<Option<i64>> {
        let updated: Option<(i64,)> = fetch_optional!(
            self,
            (i64,),
            "UPDATE session SET cohort_id = $3, title = $4, starts_wall = $5, ends_wall = $6,
                 starts_at = $7, ends_at = $8, mode = $9, place = $10, online_url = $11,
                 teacher = $12, compulsory = $13, state = $14, cancel_reason = $15,
                 sequence = $16, modified_at = $17, revision = revision + 1
             WHERE id = $1 AND revision = $2 RETURNING revision",
            row.id,
            row.revision,
            row.cohort_id,
            &row.title,
            &row.starts_wall,
            &row.ends_wall,
            row.starts_at,
            row.ends_at,
            &row.mode,
            &row.place,
            &row.online_url,
            &row.teacher,
            row.compulsory,
            &row.state,
            &row.cancel_reason,
            row.sequence,
            row.modified_at
        )?;
        Ok(updated.map(|(revision,)| revision))
    }

    pub async fn session(&mut self, id: SessionId) -> Result<Option<SessionRow>> {
        fetch_optional!(
            self,
            SessionRow,
            "SELECT id, offering_id, cohort_id, title, starts_wall, ends_wall, starts_at, ends_at,
                    mode, place, online_url, teacher, compulsory, state, cancel_reason, uid,
                    sequence, created_at, modified_at, revision
             FROM session WHERE id = $1",
            id.0
        )
    }

    /// All sessions of an offering, in time.
    pub async fn sessions(&mut self, offering: OfferingId) -> Result<Vec<SessionRow>> {
        fetch_all!(
            self,
            SessionRow,
            "SELECT id, offering_id, cohort_id, title, starts_wall, ends_wall, starts_at, ends_at,
                    mode, place, online_url, teacher, compulsory, state, cancel_reason, uid,
                    sequence, created_at, modified_at, revision
             FROM session WHERE offering_id = $1 ORDER BY starts_at, id",
            offering.0
        )
    }

    /// What an offering's feed shows: the sessions that are for everyone.
    pub async fn feed_sessions_of_offering(
        &mut self,
        offering: OfferingId,
    ) -> Result<Vec<FeedSessionRow>> {
        fetch_all!(
            self,
            FeedSessionRow,
            "SELECT s.id, s.offering_id, s.cohort_id, s.title, s.starts_wall, s.ends_wall,
                    s.starts_at, s.ends_at, s.mode, s.place, s.online_url, s.teacher, s.compulsory,
                    s.state, s.cancel_reason, s.uid, s.sequence, s.created_at, s.modified_at,
                    s.revision, c.code AS course_code, NULL AS cohort_code
             FROM session s JOIN offering o ON o.id = s.offering_id
                            JOIN course c ON c.id = o.course_id
             WHERE s.offering_id = $1 AND s.cohort_id IS NULL
             ORDER BY s.starts_at, s.id",
            offering.0
        )
    }

    /// What a cohort's feed shows: its own sessions and the offering's.
    pub async fn feed_sessions_of_cohort(
        &mut self,
        offering: OfferingId,
        cohort: CohortId,
    ) -> Result<Vec<FeedSessionRow>> {
        fetch_all!(
            self,
            FeedSessionRow,
            "SELECT s.id, s.offering_id, s.cohort_id, s.title, s.starts_wall, s.ends_wall,
                    s.starts_at, s.ends_at, s.mode, s.place, s.online_url, s.teacher, s.compulsory,
                    s.state, s.cancel_reason, s.uid, s.sequence, s.created_at, s.modified_at,
                    s.revision, c.code AS course_code, g.code AS cohort_code
             FROM session s JOIN offering o ON o.id = s.offering_id
                            JOIN course c ON c.id = o.course_id
                            LEFT JOIN cohort g ON g.id = s.cohort_id
             WHERE s.offering_id = $1 AND (s.cohort_id IS NULL OR s.cohort_id = $2)
             ORDER BY s.starts_at, s.id",
            offering.0,
            cohort.0
        )
    }

    /// What a person's feed shows: the sessions of every offering where the person has a place, or
    /// in whose cohorts its people are placed, or where the person leads a cohort; and of the cohorts
    /// the person is in or leads.
    pub async fn feed_sessions_of_person(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<FeedSessionRow>> {
        fetch_all!(
            self,
            FeedSessionRow,
            "SELECT s.id, s.offering_id, s.cohort_id, s.title, s.starts_wall, s.ends_wall,
                    s.starts_at, s.ends_at, s.mode, s.place, s.online_url, s.teacher, s.compulsory,
                    s.state, s.cancel_reason, s.uid, s.sequence, s.created_at, s.modified_at,
                    s.revision, c.code AS course_code, g.code AS cohort_code
             FROM session s
             JOIN offering o ON o.id = s.offering_id
             JOIN course c ON c.id = o.course_id
             LEFT JOIN cohort g ON g.id = s.cohort_id
             WHERE s.offering_id IN (
                     SELECT a.offering_id FROM application a
                     WHERE a.person_id = $1
                       AND a.state IN ('admitted', 'accepted', 'registered', 'completed')
                     UNION
                     SELECT own.cohorts_of FROM application a
                     JOIN offering own ON own.id = a.offering_id
                     WHERE a.person_id = $1 AND own.cohorts_of IS NOT NULL
                       AND a.state IN ('admitted', 'accepted', 'registered', 'completed')
                     UNION
                     SELECT cs.offering_id FROM cohort_leader l
                     JOIN cohort lc ON lc.id = l.cohort_id
                     JOIN cohort_set cs ON cs.id = lc.cohort_set_id
                     WHERE l.person_id = $1)
               AND (s.cohort_id IS NULL
                 OR EXISTS (SELECT 1 FROM cohort_member m
                            WHERE m.cohort_id = s.cohort_id AND m.person_id = $1)
                 OR EXISTS (SELECT 1 FROM cohort_leader l
                            WHERE l.cohort_id = s.cohort_id AND l.person_id = $1))
             ORDER BY s.starts_at, s.id",
            person.0
        )
    }

    /// Sessions whose teacher or place says this somewhere, in time.
    pub async fn feed_sessions_saying(&mut self, name: &str) -> Result<Vec<FeedSessionRow>> {
        fetch_all!(
            self,
            FeedSessionRow,
            "SELECT s.id, s.offering_id, s.cohort_id, s.title, s.starts_wall, s.ends_wall,
                    s.starts_at, s.ends_at, s.mode, s.place, s.online_url, s.teacher, s.compulsory,
                    s.state, s.cancel_reason, s.uid, s.sequence, s.created_at, s.modified_at,
                    s.revision, c.code AS course_code, g.code AS cohort_code
             FROM session s JOIN offering o ON o.id = s.offering_id
                            JOIN course c ON c.id = o.course_id
                            LEFT JOIN cohort g ON g.id = s.cohort_id
             WHERE replace(s.teacher, $1, '') <> s.teacher OR replace(s.place, $1, '') <> s.place
             ORDER BY s.starts_at, s.id",
            name
        )
    }
}
