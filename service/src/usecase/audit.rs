//! Reading and verifying the audit trail.

pub mod export;

pub use crate::store::audit::{AuditFilter, AuditRow};

use super::{Caller, Page, Permission};
use crate::{app::App, error::Result, store::Tx};
use jiff::Timestamp;
use samverkan_domain::text::hex;

/// Rows verified at a time.
const BATCH: i64 = 1_000;

/// A page of the trail, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    filter: &AuditFilter,
    limit: i64,
) -> Result<Page<AuditRow>> {
    caller.require(Permission::ReadAudit)?;
    let rows = app.read().await?.audit(filter, limit + 1).await?;
    Ok(Page::cut(rows, limit, |row| row.seq.to_string()))
}

/// How far the trail reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    pub rows: i64,
    /// When the first row and the last were written; missing from a trail that is empty.
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// What the last row's hash is, in hexadecimal: who has written it down sees later whether the
    /// trail before it is still the same.
    pub hash: String,
}

pub async fn extent(app: &App, caller: &Caller) -> Result<Extent> {
    caller.require(Permission::ReadAudit)?;
    let mut tx = app.read().await?;
    let (rows, hash) = tx.audit_head().await?;
    let first = tx.audit_from(0, 1).await?;
    let last = tx.audit(&AuditFilter::default(), 1).await?;
    let at = |rows: &[AuditRow]| rows.first().map(|row| row.at.0);
    Ok(Extent {
        rows,
        first: at(&first),
        last: at(&last),
        hash: hex(&hash),
    })
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Rows that fit the chain.
    pub rows: i64,
    /// The first thing that does not fit, if any.
    pub fault: Option<Fault>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A row is missing where this number should stand.
    Missing { seq: i64 },
    /// A row's content does not fit its hash, or the row before.
    Changed { seq: i64 },
    /// The trail ends before (or after) the row that was appended last.
    Truncated { last: i64, expected: i64 },
}

/// Recomputes the chain from the first row to the last.
pub async fn verify(app: &App, caller: &Caller) -> Result<Verification> {
    caller.require(Permission::ReadAudit)?;
    // One snapshot: rows appended meanwhile are not seen.
    verify_in(&mut app.read().await?).await
}

/// The same in a snapshot that is there already.
pub(crate) async fn verify_in(tx: &mut Tx) -> Result<Verification> {
    let (head_seq, head_hash) = tx.audit_head().await?;
    let (mut last, mut hash) = (0, Vec::new());
    loop {
        let rows = tx.audit_from(last, BATCH).await?;
        for row in &rows {
            if row.seq != last + 1 {
                let fault = Some(Fault::Missing { seq: last + 1 });
                return Ok(Verification { rows: last, fault });
            }
            if row.compute_hash(&hash) != row.hash {
                let fault = Some(Fault::Changed { seq: row.seq });
                return Ok(Verification { rows: last, fault });
            }
            last = row.seq;
            hash.clone_from(&row.hash);
        }
        if rows.is_empty() {
            break;
        }
    }
    let fault = (last != head_seq || hash != head_hash).then_some(Fault::Truncated {
        last,
        expected: head_seq,
    });
    Ok(Verification { rows: last, fault })
}
