//! When people are busy: timetables of programmes, weeks of practicum, private calendars.

mod address;
mod due;
mod fetched;
mod import;
mod practicum;
mod private;
mod private_address;
mod programme_address;

pub use address::AddressView;
pub use due::{Fetches, fetch_due};
pub use import::{TimetableReport, import};
pub use practicum::set_practicum;
pub(in crate::usecase) use practicum::week as practicum_week;
pub use private::{PrivateCalendar, forget_private, private, put_private};
pub use private_address::{put_private_address, refresh_private};
pub use programme_address::{put_address, refresh, remove_address};

use super::{Caller, Permission};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    store::{Tx, busy::BusySourceRow, registry::ProgrammeRow},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use samverkan_domain::{
    person::Language,
    term::Week,
    timetable::{Fault, TimetableEvent, Window},
};

/// How far back and ahead a timetable is read (days).
const BACK_DAYS: i64 = 400;
const AHEAD_DAYS: i64 = 800;

/// A programme and what is known of when its students are busy.
#[derive(Debug, Clone)]
pub struct TimetableView {
    pub programme: String,
    pub title: String,
    pub events: usize,
    /// First and last day with an event.
    pub days: Option<(Date, Date)>,
    pub read_at: Option<Timestamp>,
    pub practicum: Vec<Week>,
    /// Where it is fetched, if it is.
    pub address: Option<AddressView>,
}

/// All programmes, by code.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<TimetableView>> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let timetables = tx.timetables().await?;
    let practicum = tx.practicum().await?;
    let addresses = tx.timetable_addresses().await?;
    let view = |programme: ProgrammeRow| {
        let code = programme.code;
        let row = timetables
            .iter()
            .find(|row| row.programme.as_deref() == Some(&code));
        let events = row.map(events_of).transpose()?.unwrap_or_default();
        let weeks = practicum.iter().filter(|row| row.programme == code);
        let mut addresses = addresses.iter();
        let address = addresses.find(|row| row.programme.as_deref() == Some(&code));
        Ok(TimetableView {
            title: programme.title,
            days: days(&events),
            events: events.len(),
            read_at: row.map(|row| row.read_at.0),
            practicum: weeks.map(practicum_week).collect::<Result<_>>()?,
            address: address.map(|row| AddressView::of(app, row)).transpose()?,
            programme: code,
        })
    };
    tx.programmes().await?.into_iter().map(view).collect()
}

/// The events of a programme's timetable.
pub(in crate::usecase) fn events_of(row: &BusySourceRow) -> Result<Vec<TimetableEvent>> {
    let events = row.events.as_deref().unwrap_or("[]");
    serde_json::from_str(events).map_err(Error::internal)
}

/// A file that cannot be read as a whole.
fn refused(fault: &Fault) -> Error {
    Error::Refused {
        code: "not-a-calendar",
        text: Text::new(fault.sentence(Language::Sv), fault.sentence(Language::En)),
    }
}

async fn find_programme(tx: &mut Tx, code: &str) -> Result<()> {
    let known = tx.programmes().await?.iter().any(|row| row.code == code);
    known
        .then_some(())
        .ok_or(Error::NotFound { what: "programme" })
}

/// The days that are read: what is long past or far off takes up nobody's time.
fn window(now: Timestamp) -> Window {
    let today = day(now);
    Window {
        first: today.saturating_sub(BACK_DAYS.days()),
        last: today.saturating_add(AHEAD_DAYS.days()),
    }
}

fn days(events: &[TimetableEvent]) -> Option<(Date, Date)> {
    let first = events
        .iter()
        .map(|event| event.starts.wall().date())
        .min()?;
    let last = events.iter().map(|event| event.ends.wall().date()).max()?;
    Some((first, last))
}
