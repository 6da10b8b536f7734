//! The audit trail: append-only, each row hashed together with the one before.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::trail;
use uuid::Uuid;

/// One row of the trail.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AuditRow {
    pub seq: i64,
    pub at: At,
    pub actor: String,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub before: Option<String>,
    pub after: Option<String>,
    pub reason: Option<String>,
    pub hash: Vec<u8>,
}

impl AuditRow {
    /// The row's hash, which follows the one before ([`trail::hash`]).
    pub fn compute_hash(&self, previous: &[u8]) -> Vec<u8> {
        let fields = trail::Fields {
            seq: self.seq,
            at_micros: self.at.0.as_microsecond(),
            actor: &self.actor,
            action: &self.action,
            subject_kind: &self.subject_kind,
            subject: self.subject_id,
            before: self.before.as_deref(),
            after: self.after.as_deref(),
            reason: self.reason.as_deref(),
        };
        trail::hash(previous, &fields).to_vec()
    }
}

/// What to look for; `None` means anything.
#[derive(Debug, Default, Clone)]
pub struct AuditFilter {
    pub subject: Option<Uuid>,
    pub actor: Option<String>,
    /// Prefix of the action: `application.`.
    pub action: Option<String>,
    pub since: Option<Timestamp>,
    /// Rows before this number (newest first).
    pub before: Option<i64>,
}

/// Rows in one statement; an import has as many facts as rows.
const ROWS_AT_A_TIME: usize = 500;

#[derive(sqlx::FromRow)]
struct Head {
    seq: i64,
    hash: Vec<u8>,
}

/// The statement that looks for rows of the trail. What `$leads` it is what an index is searched for.
macro_rules! looked_for {
    ($leads:literal) => {
        concat!(
            "SELECT seq, at, actor, action, subject_kind, subject_id, before, after, reason, hash
             FROM audit
             WHERE ",
            $leads,
            "      ($1 IS NULL OR subject_id = $1)
               AND ($2 IS NULL OR actor = $2)
               AND ($3 IS NULL OR action LIKE $3 ESCAPE '\\')
               AND ($4 IS NULL OR at >= $4)
               AND ($5 IS NULL OR seq < $5)
             ORDER BY seq DESC LIMIT $6"
        )
    };
}

impl Tx {
    /// Appends the recorded facts. The head row is locked last of all, so that the lock is short.
    pub(super) async fn append_facts(&mut self) -> Result<()> {
        let count = self.facts.count();
        if count == 0 {
            return Ok(());
        }
        let facts = std::mem::take(&mut self.facts).into_trail()?;
        let head = fetch_one!(
            self,
            Head,
            "UPDATE audit_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, hash",
            count
        )?;
        let mut previous = head.hash;
        let mut rows = Vec::with_capacity(ROWS_AT_A_TIME);
        for (seq, fact) in (head.seq - count + 1..).zip(facts) {
            let fact = fact?;
            let mut row = AuditRow {
                seq,
                at: self.now,
                actor: fact.actor,
                action: fact.action,
                subject_kind: fact.subject_kind,
                subject_id: fact.subject,
                before: fact.before,
                after: fact.after,
                reason: fact.reason,
                hash: Vec::new(),
            };
            row.hash = row.compute_hash(&previous);
            previous.clone_from(&row.hash);
            rows.push(row);
            // An import of a million rows does not stand in memory twice.
            if rows.len() == ROWS_AT_A_TIME {
                self.insert_audit(&rows).await?;
                rows.clear();
            }
        }
        if !rows.is_empty() {
            self.insert_audit(&rows).await?;
        }
        execute!(
            self,
            "UPDATE audit_head SET hash = $1 WHERE one = 1",
            previous
        )?;
        Ok(())
    }

    /// A page of the trail, newest first.
    pub async fn audit(&mut self, filter: &AuditFilter, limit: i64) -> Result<Vec<AuditRow>> {
        let action = filter
            .action
            .as_ref()
            .map(|prefix| format!("{}%", super::like(prefix)));
        let sql = match filter.subject {
            Some(_) => looked_for!("subject_id = $1 AND"),
            None => looked_for!(""),
        };
        fetch_all!(
            self,
            AuditRow,
            sql,
            filter.subject,
            filter.actor.clone(),
            action.clone(),
            filter.since.map(At::from),
            filter.before,
            limit
        )
    }

    /// Rows in order from `after` on, for verification.
    pub async fn audit_from(&mut self, after: i64, limit: i64) -> Result<Vec<AuditRow>> {
        fetch_all!(
            self,
            AuditRow,
            "SELECT seq, at, actor, action, subject_kind, subject_id, before, after, reason, hash
             FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
            after,
            limit
        )
    }

    /// Everything that belongs to an offering, and itself.
    pub async fn subjects_of(&mut self, offering: Uuid) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT id FROM offering WHERE id = $1
             UNION SELECT id FROM application WHERE offering_id = $1
             UNION SELECT id FROM channel WHERE offering_id = $1
             UNION SELECT id FROM session WHERE offering_id = $1
             UNION SELECT id FROM cohort_set WHERE offering_id = $1
             UNION SELECT id FROM cohort_plan WHERE offering_id = $1
             UNION SELECT id FROM cohort_rule WHERE offering_id = $1
             UNION SELECT id FROM cohort_transfer WHERE offering_id = $1
             UNION SELECT id FROM company_wish WHERE offering_id = $1
             UNION SELECT id FROM import_run WHERE offering_id = $1
             UNION SELECT c.id FROM cohort c JOIN cohort_set s ON s.id = c.cohort_set_id
                   WHERE s.offering_id = $1
             UNION SELECT s.id FROM selection s JOIN channel c ON c.id = s.channel_id
                   WHERE c.offering_id = $1
             UNION SELECT k.id FROM contract k JOIN channel c ON c.id = k.channel_id
                   WHERE c.offering_id = $1",
            offering
        )
    }

    /// Offerings and their codes.
    pub async fn offering_codes(&mut self) -> Result<Vec<(Uuid, String)>> {
        fetch_all!(self, (Uuid, String), "SELECT id, code FROM offering")
    }

    /// Number and hash of the last row, as the head remembers them.
    pub async fn audit_head(&mut self) -> Result<(i64, Vec<u8>)> {
        let head = fetch_one!(self, Head, "SELECT seq, hash FROM audit_head WHERE one = 1")?;
        Ok((head.seq, head.hash))
    }
}
