//! What people are to be told about sessions, and who has been.

use super::{At, Result, Tx, person::PersonRow};
use jiff::Timestamp;
use samverkan_domain::{
    id::{CohortId, NoticeId, OfferingId, PersonId, SessionId},
    notice::WAIT_MOST,
};
use uuid::Uuid;

/// One piece of news about a session.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct NoticeRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub session_id: Uuid,
    /// `pending`, `sent`, `discarded` or `undone`.
    pub state: String,
    pub news: String,
    /// JSON of the session.
    pub session_before: Option<String>,
    /// JSON of the session.
    pub session_after: String,
    pub way: String,
    pub due_at: At,
    pub created_at: At,
    pub run_at: At,
    pub edited_at: At,
    pub edits: i64,
    pub edited_by: String,
    /// Ids of who attended, one after the other.
    pub audience: Option<Vec<u8>>,
    pub settled_at: Option<At>,
    pub settled_by: Option<String>,
    pub reason: Option<String>,
    pub revision: i64,
}

/// Which notices to list, newest first.
#[derive(Debug, Clone, Default)]
pub struct NoticeFilter {
    pub offering: Option<Uuid>,
    pub state: Option<String>,
    /// The last one seen.
    pub before: Option<Uuid>,
}

macro_rules! notice_columns {
    () => {
        "id, offering_id, session_id, state, news, session_before, session_after, way, due_at,
         created_at, run_at, edited_at, edits, edited_by, audience, settled_at, settled_by, reason,
         revision"
    };
}

/// The ids of who attends the sessions of offering `$1`, or of its cohort `$2`.
macro_rules! attending {
    () => {
        "SELECT a.person_id FROM application a
         WHERE a.state IN ('admitted', 'accepted', 'registered', 'completed')
           AND (a.offering_id = $1
                OR a.offering_id IN (SELECT o.id FROM offering o WHERE o.cohorts_of = $1))
           AND ($2 IS NULL OR EXISTS (SELECT 1 FROM cohort_member m
                                      WHERE m.cohort_id = $2 AND m.person_id = a.person_id))
         UNION
         SELECT l.person_id FROM cohort_leader l
         JOIN cohort c ON c.id = l.cohort_id
         JOIN cohort_set s ON s.id = c.cohort_set_id
         WHERE s.offering_id = $1 AND ($2 IS NULL OR l.cohort_id = $2)"
    };
}

impl Tx {
    pub async fn insert_notice(&mut self, row: &NoticeRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO notice (id, offering_id, session_id, state, news, session_before,
                                 session_after, way, due_at, created_at, run_at, edited_at, edits,
                                 edited_by, audience, settled_at, settled_by, reason, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18, 1)",
            row.id,
            row.offering_id,
            row.session_id,
            &row.state,
            &row.news,
            &row.session_before,
            &row.session_after,
            &row.way,
            row.due_at,
            row.created_at,
            row.run_at,
            row.edited_at,
            row.edits,
            &row.edited_by,
            &row.audience,
            row.settled_at,
            &row.settled_by,
            &row.reason
        )?;
        Ok(())
    }

    /// Writes a notice that still waits and has `row.revision`; says whether it did.
    pub async fn update_notice(&mut self, row: &NoticeRow) -> Result<bool> {
        let updated = execute!(
            self,
            "UPDATE notice SET state = $3, news = $4, session_after = $5, way = $6, due_at = $7,
                    run_at = $8, edited_at = $9, edits = $10, edited_by = $11, audience = $12,
                    settled_at = $13, settled_by = $14, reason = $15, revision = revision + 1
             WHERE id = $1 AND revision = $2 AND state = 'pending'",
            row.id,
            row.revision,
            &row.state,
            &row.news,
            &row.session_after,
            &row.way,
            row.due_at,
            row.run_at,
            row.edited_at,
            row.edits,
            &row.edited_by,
            &row.audience,
            row.settled_at,
            &row.settled_by,
            &row.reason
        )?;
        Ok(updated == 1)
    }

    pub async fn notice(&mut self, id: NoticeId) -> Result<Option<NoticeRow>> {
        fetch_optional!(
            self,
            NoticeRow,
            concat!("SELECT ", notice_columns!(), " FROM notice WHERE id = $1"),
            id.0
        )
    }

    /// What waits to be told about a session. The caller holds the offering's lock; whoever sends
    /// does not, so what is read here may be gone when it is written.
    pub async fn pending_notice(&mut self, session: SessionId) -> Result<Option<NoticeRow>> {
        fetch_optional!(
            self,
            NoticeRow,
            concat!(
                "SELECT ",
                notice_columns!(),
                " FROM notice WHERE session_id = $1 AND state = 'pending'"
            ),
            session.0
        )
    }

    /// Notices, newest first.
    pub async fn notices(&mut self, filter: &NoticeFilter, limit: i64) -> Result<Vec<NoticeRow>> {
        fetch_all!(
            self,
            NoticeRow,
            concat!(
                "SELECT ",
                notice_columns!(),
                " FROM notice
             WHERE ($1 IS NULL OR offering_id = $1) AND ($2 IS NULL OR state = $2)
               AND ($3 IS NULL OR id < $3)
             ORDER BY id DESC LIMIT $4"
            ),
            filter.offering,
            &filter.state,
            filter.before,
            limit
        )
    }

    /// What waits to go at or before an instant, in order of the sessions' first edits; and what waits for longer than
    /// the rules let anything wait, since the clock that said so has been put back.
    pub async fn notices_due(&mut self, at: At) -> Result<Vec<NoticeRow>> {
        let most = at.0.saturating_add(WAIT_MOST).unwrap_or(Timestamp::MAX);
        fetch_all!(
            self,
            NoticeRow,
            concat!(
                "SELECT ",
                notice_columns!(),
                " FROM notice WHERE state = 'pending' AND (due_at <= $1 OR due_at > $2) ORDER BY id"
            ),
            at,
            At::from(most)
        )
    }

    /// Waits until nobody else sends; gives when the last digest went.
    pub async fn lock_notices(&mut self) -> Result<Option<At>> {
        let (sent_at,): (Option<At>,) = fetch_one!(
            self,
            (Option<At>,),
            "UPDATE notice_digest SET sent_at = sent_at WHERE one = 1 RETURNING sent_at"
        )?;
        Ok(sent_at)
    }

    /// Notes that a digest goes now.
    pub async fn note_digest(&mut self) -> Result<()> {
        execute!(
            self,
            "UPDATE notice_digest SET sent_at = $1 WHERE one = 1",
            self.now
        )?;
        Ok(())
    }

    /// Lets all that waits about an offering go now; says how many.
    pub async fn hasten_notices(&mut self, offering: OfferingId) -> Result<u64> {
        execute!(
            self,
            "UPDATE notice SET due_at = $2, way = 'at_once', revision = revision + 1
             WHERE offering_id = $1 AND state = 'pending'",
            offering.0,
            self.now
        )
    }

    /// Who attends the sessions of an offering, or of one of its cohorts, with addresses: those who
    /// take part and those who lead. In order of person.
    pub async fn attending(
        &mut self,
        offering: OfferingId,
        cohort: Option<CohortId>,
    ) -> Result<Vec<PersonRow>> {
        fetch_all!(
            self,
            PersonRow,
            concat!(
                "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision
             FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE p.id IN (",
                attending!(),
                ") ORDER BY p.id"
            ),
            offering.0,
            cohort.map(|cohort| cohort.0)
        )
    }

    /// The ids of the same people.
    pub async fn attending_ids(
        &mut self,
        offering: OfferingId,
        cohort: Option<CohortId>,
    ) -> Result<Vec<PersonId>> {
        let rows: Vec<(Uuid,)> = fetch_all!(
            self,
            (Uuid,),
            concat!(attending!(), " ORDER BY 1"),
            offering.0,
            cohort.map(|cohort| cohort.0)
        )?;
        Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
    }
}
