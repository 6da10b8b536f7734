//! Which questions have waited long enough.

use super::{Result, Tx};
use samverkan_domain::id::ApplicationId;
use uuid::Uuid;

/// Something whose time has come.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DueRow {
    /// `remind_call`, `expire_call`, `remind_answer`, `expire_answer`, `remind_approval`,
    /// `expire_approval`, or `swap`: a place is given whose holder still keeps another.
    pub kind: String,
    /// Of the call, the approval or the application.
    pub id: Uuid,
    pub application_id: Uuid,
}

impl Tx {
    /// Reminders and deadlines that are due, the oldest first. A deadline is the first instant
    /// that is too late.
    pub async fn due_answers(&mut self, limit: i64) -> Result<Vec<DueRow>> {
        fetch_all!(
            self,
            DueRow,
            "SELECT kind, id, application_id FROM (
                 SELECT 'remind_call' AS kind, c.id, c.application_id, c.remind_at AS due_at
                 FROM reserve_call c JOIN application a ON a.id = c.application_id
                 WHERE c.outcome IS NULL AND c.reminded_at IS NULL AND c.remind_at <= $1
                   AND c.answer_by > $1 AND a.answered_at IS NULL
                 UNION ALL
                 SELECT 'expire_call', id, application_id, answer_by
                 FROM reserve_call WHERE outcome IS NULL AND answer_by <= $1
                 UNION ALL
                 SELECT 'remind_answer', id, id, answer_remind_at
                 FROM application
                 WHERE state = 'admitted' AND answer_remind_at IS NOT NULL
                   AND answer_remind_at <= $1 AND answer_by > $1
                 UNION ALL
                 SELECT 'expire_answer', id, id, answer_by
                 FROM application
                 WHERE state = 'admitted' AND answer_by IS NOT NULL AND answer_by <= $1
                 UNION ALL
                 SELECT 'remind_approval', id, application_id, remind_at
                 FROM approval
                 WHERE outcome IS NULL AND reminded_at IS NULL AND remind_at <= $1
                   AND expires_at > $1
                 UNION ALL
                 SELECT 'expire_approval', id, application_id, expires_at
                 FROM approval WHERE outcome IS NULL AND expires_at <= $1
                 UNION ALL
                 SELECT 'swap', a.id, a.id, a.changed_at
                 FROM application a JOIN application kept ON kept.id = a.keeps
                 WHERE (a.state IN ('accepted', 'registered')
                        OR (a.state = 'admitted' AND a.answer_by IS NULL))
                   AND kept.state IN ('awaiting_approval', 'submitted', 'reserve', 'called',
                                      'admitted', 'accepted')
             ) AS due
             ORDER BY due_at, id LIMIT $2",
            self.now,
            limit
        )
    }

    /// Notes that an admitted person is reminded of the answer; says whether that was still to be
    /// done. What others have seen of the application is not outdated by it.
    pub async fn answer_reminded(&mut self, id: ApplicationId) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE application SET answer_remind_at = NULL
             WHERE id = $1 AND answer_remind_at IS NOT NULL",
            id.0
        )?;
        Ok(changed == 1)
    }
}
