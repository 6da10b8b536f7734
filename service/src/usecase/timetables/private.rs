//! A person's own calendar. Only when the person is busy is kept, and only until the person takes
//! it away again; nobody but the person can put it here.

use super::{
    address::{self, AddressView},
    refused, window,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, busy::BusySourceRow},
    usecase::Caller,
};
use jiff::Timestamp;
use samverkan_domain::{
    clash::Minute,
    fact::Fact,
    id::PersonId,
    timetable::{Account, Busy, Fault, read_busy},
};
use serde_json::json;

/// What is kept of a person's calendar, as the person may see it.
#[derive(Debug, Clone)]
pub struct PrivateCalendar {
    /// When the person is busy, in whole minutes since 1970.
    pub busy: Vec<(Minute, Minute)>,
    pub account: Account,
    pub read_at: Timestamp,
    /// Where it is fetched, if it is.
    pub address: Option<AddressView>,
    /// Events that are not understood, just now: nothing of them is kept.
    pub faults: Vec<Fault>,
}

pub(super) fn view(
    row: &BusySourceRow,
    address: Option<AddressView>,
    faults: Vec<Fault>,
) -> Result<PrivateCalendar> {
    Ok(PrivateCalendar {
        busy: row.spans()?.iter().collect(),
        account: serde_json::from_str(&row.account).map_err(Error::internal)?,
        read_at: row.read_at.0,
        address,
        faults,
    })
}

/// What is kept of the caller's calendar.
pub async fn private(app: &App, caller: &Caller) -> Result<PrivateCalendar> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let row = tx.private_calendar(person).await?;
    let row = row.ok_or(Error::NotFound { what: "calendar" })?;
    let address = tx.private_address(person).await?;
    let address = address.map(|address| AddressView::of(app, &address));
    view(&row, address.transpose()?, Vec::new())
}

/// Reads the caller's calendar from a file, in place of what was read before; if that came from an
/// address, nothing is fetched from there any more. Events that are not understood are left out and
/// named: a person cannot mend what a calendar program has written.
pub async fn put_private(app: &App, caller: &Caller, file: &[u8]) -> Result<PrivateCalendar> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    let read = read_busy(file, window(tx.now())).map_err(|fault| refused(&fault))?;
    let (row, _) = store(app, &mut tx, person, &read).await?;
    forget_address(&mut tx, person).await?;
    app.commit(tx).await?;
    view(&row, None, read.faults)
}

/// Puts busy times in place of those known before; says whether any are new.
pub(super) async fn store(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    read: &Busy,
) -> Result<(BusySourceRow, bool)> {
    let now = tx.now();
    let known = tx.private_calendar(person).await?;
    let mut row = known.unwrap_or_else(|| BusySourceRow {
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
    let spans = read.spans.to_bytes();
    let is_new = row.revision == 0 || row.spans != spans;
    row.spans = spans;
    row.account = serde_json::to_string(&read.account).map_err(Error::internal)?;
    row.read_at = now.into();
    let current = row.revision + 1;
    if !tx.put_busy_source(&row).await? {
        return Err(Error::Stale { current });
    }
    if is_new {
        // The trail says that a calendar was read, not when the person is busy.
        let kept = json!({ "calendar": row.id });
        tx.record(Fact::new("calendar.read", "person", person.0).after(kept));
    }
    Ok((row, is_new))
}

/// Forgets where the caller's calendar is fetched; says whether it was.
async fn forget_address(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let Some(address) = tx.private_address(person).await? else {
        return Ok(false);
    };
    tx.delete_busy_address(address.id).await?;
    let subject = ("person", person.0);
    address::note(tx, "calendar.address_removed", subject, &address);
    Ok(true)
}

/// Forgets the caller's calendar, everything that was read of it, and where it was read.
pub async fn forget_private(app: &App, caller: &Caller) -> Result<()> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    let row = tx.private_calendar(person).await?;
    let row = row.ok_or(Error::NotFound { what: "calendar" })?;
    tx.delete_busy_source(row.id).await?;
    let kept = json!({ "calendar": row.id });
    tx.record(Fact::new("calendar.forgotten", "person", person.0).after(kept));
    forget_address(&mut tx, person).await?;
    app.commit(tx).await
}
