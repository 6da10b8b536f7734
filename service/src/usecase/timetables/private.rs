//! A person's own calendar. Only when the person is busy is kept, and only until the person takes
//! it away again; nobody but the person can put it here.

use super::{refused, window};
use crate::{
    app::App,
    error::{Error, Result},
    store::busy::BusySourceRow,
    usecase::Caller,
};
use jiff::Timestamp;
use samverkan_domain::{
    clash::Minute,
    fact::Fact,
    timetable::{Account, Fault, read_busy},
};
use serde_json::json;

/// What is kept of a person's calendar, as the person may see it.
#[derive(Debug, Clone)]
pub struct PrivateCalendar {
    /// When the person is busy, in whole minutes since 1970.
    pub busy: Vec<(Minute, Minute)>,
    pub account: Account,
    pub read_at: Timestamp,
    /// Events that are not understood, just now: nothing of them is kept.
    pub faults: Vec<Fault>,
}

fn view(row: &BusySourceRow, faults: Vec<Fault>) -> Result<PrivateCalendar> {
    Ok(PrivateCalendar {
        busy: row.spans()?.iter().collect(),
        account: serde_json::from_str(&row.account).map_err(Error::internal)?,
        read_at: row.read_at.0,
        faults,
    })
}

/// What is kept of the caller's calendar.
pub async fn private(app: &App, caller: &Caller) -> Result<PrivateCalendar> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let row = tx.private_calendar(person).await?;
    view(
        &row.ok_or(Error::NotFound { what: "calendar" })?,
        Vec::new(),
    )
}

/// Reads the caller's calendar, in place of what was read before. Events that are not understood
/// are left out and named: a person cannot mend what a calendar program has written.
pub async fn put_private(app: &App, caller: &Caller, file: &[u8]) -> Result<PrivateCalendar> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    let read = read_busy(file, window(tx.now())).map_err(|fault| refused(&fault))?;
    let now = tx.now();
    let mut row = tx
        .private_calendar(person)
        .await?
        .unwrap_or_else(|| BusySourceRow {
            id: app.seeds.id(now),
            programme: None,
            person_id: Some(person.0),
            read_at: now.into(),
            spans: Vec::new(),
            account: String::new(),
            events: None,
            created_at: now.into(),
            revision: 0,
        });
    row.spans = read.spans.to_bytes();
    row.account = serde_json::to_string(&read.account).map_err(Error::internal)?;
    row.read_at = now.into();
    let current = row.revision + 1;
    if !tx.put_busy_source(&row).await? {
        return Err(Error::Stale { current });
    }
    // The trail says that a calendar was read, not when the person is busy.
    tx.record(Fact::new("calendar.read", "person", person.0).after(json!({ "calendar": row.id })));
    app.commit(tx).await?;
    view(&row, read.faults)
}

/// Forgets the caller's calendar and everything that was read of it.
pub async fn forget_private(app: &App, caller: &Caller) -> Result<()> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    let row = tx.private_calendar(person).await?;
    let row = row.ok_or(Error::NotFound { what: "calendar" })?;
    tx.delete_busy_source(row.id).await?;
    let kept = json!({ "calendar": row.id });
    tx.record(Fact::new("calendar.forgotten", "person", person.0).after(kept));
    app.commit(tx).await
}
