//! The audit trail: append-only, each row hashed together with the one before.

use super::{At, Result, Tx};
use aws_lc_rs::digest;
use jiff::Timestamp;
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
    /// SHA-256 over the hash before and every field, each preceded by its length, so that moving
    /// a character from one field to the next changes the hash. Absent differs from empty.
    pub fn compute_hash(&self, previous: &[u8]) -> Vec<u8> {
        let mut sum = digest::Context::new(&digest::SHA256);
        let mut field = |bytes: Option<&[u8]>| match bytes {
            None => sum.update(&[0]),
            Some(bytes) => {
                sum.update(&[1]);
                sum.update(&(bytes.len() as u64).to_be_bytes());
                sum.update(bytes);
            }
        };
        field(Some(previous));
        field(Some(&self.seq.to_be_bytes()));
        field(Some(&self.at.0.as_microsecond().to_be_bytes()));
        field(Some(self.actor.as_bytes()));
        field(Some(self.action.as_bytes()));
        field(Some(self.subject_kind.as_bytes()));
        field(Some(self.subject_id.as_bytes()));
        for text in [&self.before, &self.after, &self.reason] {
            field(text.as_deref().map(str::as_bytes));
        }
        sum.finish().as_ref().to_vec()
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

impl Tx {
    /// Appends the recorded facts. The head row is locked last of all, so that the lock is short.
    pub(super) async fn append_facts(&mut self) -> Result<()> {
        if self.facts.is_empty() {
            return Ok(());
        }
        let facts = std::mem::take(&mut self.facts);
        let count = i64::try_from(facts.len()).unwrap_or(i64::MAX);
        let head = fetch_one!(
            self,
            Head,
            "UPDATE audit_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, hash",
            count
        )?;
        let mut previous = head.hash;
        let mut rows = Vec::with_capacity(facts.len());
        for (seq, (actor, fact)) in (head.seq - count + 1..).zip(facts) {
            let mut row = AuditRow {
                seq,
                at: self.now,
                actor,
                action: fact.action.to_owned(),
                subject_kind: fact.subject_kind.to_owned(),
                subject_id: fact.subject,
                before: fact.before.map(|value| value.to_string()),
                after: fact.after.map(|value| value.to_string()),
                reason: fact.reason,
                hash: Vec::new(),
            };
            row.hash = row.compute_hash(&previous);
            previous.clone_from(&row.hash);
            rows.push(row);
        }
        for rows in rows.chunks(ROWS_AT_A_TIME) {
            self.insert_audit(rows).await?;
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
        fetch_all!(
            self,
            AuditRow,
            "SELECT seq, at, actor, action, subject_kind, subject_id, before, after, reason, hash
             FROM audit
             WHERE ($1 IS NULL OR subject_id = $1)
               AND ($2 IS NULL OR actor = $2)
               AND ($3 IS NULL OR action LIKE $3 ESCAPE '\\')
               AND ($4 IS NULL OR at >= $4)
               AND ($5 IS NULL OR seq < $5)
             ORDER BY seq DESC LIMIT $6",
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

    /// Number and hash of the last row, as the head remembers them.
    pub async fn audit_head(&mut self) -> Result<(i64, Vec<u8>)> {
        let head = fetch_one!(self, Head, "SELECT seq, hash FROM audit_head WHERE one = 1")?;
        Ok((head.seq, head.hash))
    }
}
