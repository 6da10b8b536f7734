//! Who has been told of a notice, and by which letter.

use super::{At, Result, Tx, outbox::OutboxRow, person::PersonRow};
use samverkan_domain::id::{NoticeId, PersonId};
use uuid::Uuid;

/// One who has been told of a notice.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ToldRow {
    #[sqlx(flatten)]
    pub person: PersonRow,
    pub message_id: Option<Uuid>,
    pub done_at: Option<At>,
    pub failed_at: Option<At>,
}

/// How the letters of a notice fare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ToldCounts {
    pub people: i64,
    pub waiting: i64,
    pub delivered: i64,
    pub failed: i64,
}

/// Who is told by which letter.
#[derive(Debug, Clone, Copy)]
pub struct NewTold {
    pub notice: NoticeId,
    pub person: PersonId,
    /// `None` for somebody without an address.
    pub message: Option<Uuid>,
}

impl Tx {
    /// Who has been told of a notice, and by which letters; in order of person.
    pub async fn told(
        &mut self,
        notice: NoticeId,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<ToldRow>> {
        fetch_all!(
            self,
            ToldRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision,
                    t.message_id, o.done_at, o.failed_at
             FROM notice_told t JOIN person p ON p.id = t.person_id
                                LEFT JOIN email e ON e.person_id = p.id AND e.main
                                LEFT JOIN outbox o ON o.id = t.message_id
             WHERE t.notice_id = $1 AND ($2 IS NULL OR t.person_id > $2)
             ORDER BY t.person_id LIMIT $3",
            notice.0,
            after,
            limit
        )
    }

    /// How the letters of a notice fare.
    pub async fn told_counts(&mut self, notice: NoticeId) -> Result<ToldCounts> {
        fetch_one!(
            self,
            ToldCounts,
            "SELECT COUNT(*) AS people, COUNT(o.done_at) AS delivered,
                    COUNT(o.failed_at) AS failed,
                    COUNT(CASE WHEN o.id IS NOT NULL AND o.done_at IS NULL AND o.failed_at IS NULL
                               THEN 1 END) AS waiting
             FROM notice_told t LEFT JOIN outbox o ON o.id = t.message_id WHERE t.notice_id = $1",
            notice.0
        )
    }

    /// The letter by which a person was told of a notice.
    pub async fn told_by(
        &mut self,
        notice: NoticeId,
        person: PersonId,
    ) -> Result<Option<OutboxRow>> {
        fetch_optional!(
            self,
            OutboxRow,
            "SELECT o.id, o.person_id, o.to_name, o.to_address, o.language, o.letter, o.created_at,
                    o.due_at, o.attempts, o.done_at, o.failed_at, o.last_error, o.urgent, o.tried_at,
                    o.bounced_at
             FROM notice_told t JOIN outbox o ON o.id = t.message_id
             WHERE t.notice_id = $1 AND t.person_id = $2",
            notice.0,
            person.0
        )
    }
}
