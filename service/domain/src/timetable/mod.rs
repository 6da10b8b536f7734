//! Timetables of programmes and private calendars of people, read from iCalendar (RFC 5545).
//!
//! Timetables come from KronoX and TimeEdit, which put everything into one line with labels; a
//! person's own calendar may come from anywhere, and of it nothing is kept but when the person is
//! busy. The files are written by others and may be broken, huge or hostile: everything has a
//! bound ([`limits`]), and a fault names its line.
//!
//! Our own reader, because the published ones name no lines, bound nothing, and bring a second
//! date library with a clock into the crate of rules.

mod busy;
mod component;
mod entities;
mod fault;
mod kind;
mod labels;
pub mod limits;
mod lines;
mod occur;
mod recurrence;
mod recurrence_days;
mod recurrence_words;
mod rooms;
mod time;
mod zone_names;

pub use busy::{Busy, read_busy};
pub use fault::{Fault, Wrong};
pub use kind::Kind;
pub use occur::Window;
pub use rooms::room_keys;

use crate::calendar::{text::unescaped, wall_time::WallTime};
use component::Component;
use limits::{CALENDAR_BYTES, FAULTS};
use occur::{Happens, Replaced, Spent, happens, replaced};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum System {
    KronoX,
    TimeEdit,
    #[default]
    Other,
}

/// One event of a programme's timetable, without teachers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimetableEvent {
    /// As the source names it; shared by the occurrences of a series.
    pub uid: String,
    pub starts: WallTime,
    /// Excluded.
    pub ends: WallTime,
    pub whole_day: bool,
    pub kind: Kind,
    pub title: String,
    pub programmes: Vec<String>,
    pub courses: Vec<String>,
    pub rooms: Vec<String>,
}

/// What was read of a file, and what became of everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timetable {
    pub system: System,
    /// In order of time.
    pub events: Vec<TimetableEvent>,
    pub account: Account,
    /// Events that are not understood, at most [`limits::FAULTS`]; they are in no list.
    pub faults: Vec<Fault>,
}

/// Every event of a file is counted once: `read = used + cancelled + free + outside + faulty`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    /// VEVENTs and VFREEBUSYs in the file.
    pub read: usize,
    /// With at least one occurrence in the window.
    pub used: usize,
    pub cancelled: usize,
    /// Marked as not taking up time.
    pub free: usize,
    /// With no occurrence in the window.
    pub outside: usize,
    /// Not understood.
    pub faulty: usize,
    /// Occurrences, those that stand twice left out.
    pub occurrences: usize,
}

/// Reads a programme's timetable. `Err` if the file as a whole cannot be read; single events that
/// are not understood stand in [`Timetable::faults`].
pub fn read_timetable(bytes: &[u8], window: Window) -> Result<Timetable, Fault> {
    let mut timetable = Timetable::default();
    let mut seen = BTreeSet::new();
    let file = each(bytes, window, |event, times, account| {
        for one in times {
            if seen.insert((uid(event), one)) {
                timetable.events.push(timetable_event(event, one)?);
                account.occurrences += 1;
            }
        }
        Ok(())
    })?;
    timetable.system = system(&file.prodid);
    timetable.account = file.account;
    timetable.faults = file.faults;
    timetable.events.sort_by(|a, b| {
        let key = |e: &TimetableEvent| (e.starts.instant(), e.ends.instant());
        (key(a), &a.uid).cmp(&(key(b), &b.uid))
    });
    Ok(timetable)
}

/// What [`each`] found besides.
struct Read {
    prodid: String,
    account: Account,
    faults: Vec<Fault>,
}

/// Hands over every event that takes up time in the window, with the times at which it does.
fn each(
    bytes: &[u8],
    window: Window,
    mut take: impl FnMut(&Component, Vec<Happens>, &mut Account) -> Result<(), Fault>,
) -> Result<Read, Fault> {
    if bytes.len() > CALENDAR_BYTES {
        return Err(Fault::new(0, Wrong::TooLarge));
    }
    let file = component::file(bytes)?;
    let replaced = replaced(&file.components);
    let mut read = Read {
        prodid: file.prodid,
        account: Account::default(),
        faults: Vec::new(),
    };
    let mut spent = Spent::default();
    for component in &file.components {
        read.account.read += 1;
        let times = times(component, window, &replaced, &mut spent);
        let taken = times.and_then(|times| match times {
            Times::Cancelled => {
                read.account.cancelled += 1;
                Ok(())
            }
            Times::Free => {
                read.account.free += 1;
                Ok(())
            }
            Times::Busy(times) if times.is_empty() => {
                read.account.outside += 1;
                Ok(())
            }
            Times::Busy(times) => {
                take(component, times, &mut read.account)?;
                read.account.used += 1;
                Ok(())
            }
        });
        match taken {
            Ok(()) => {}
            // These are about the whole file.
            Err(fault)
                if matches!(
                    fault.what,
                    Wrong::TooManyOccurrences | Wrong::TooMuchToWorkOut
                ) =>
            {
                return Err(fault);
            }
            Err(fault) => {
                read.account.faulty += 1;
                if read.faults.len() < FAULTS {
                    read.faults.push(fault);
                }
            }
        }
    }
    Ok(read)
}

enum Times {
    Cancelled,
    Free,
    Busy(Vec<Happens>),
}

fn times(
    component: &Component,
    window: Window,
    replaced: &Replaced,
    spent: &mut Spent,
) -> Result<Times, Fault> {
    let mut times = match component.kind {
        component::Kind::FreeBusy => busy::periods(component, spent)?,
        component::Kind::Event if component.word("STATUS") == "CANCELLED" => {
            return Ok(Times::Cancelled);
        }
        component::Kind::Event if busy::is_free(component) => return Ok(Times::Free),
        component::Kind::Event => happens(component, window, replaced, spent)?,
    };
    let (first, last) = busy::bounds(window);
    times.retain(|one| one.starts < last && one.ends > first && one.starts < one.ends);
    Ok(Times::Busy(times))
}

fn uid(component: &Component) -> String {
    let uid = component.get("UID").map_or("", |line| line.value.trim());
    uid.chars().take(limits::KEPT_CHARS).collect()
}

fn timetable_event(component: &Component, one: Happens) -> Result<TimetableEvent, Fault> {
    let text = |name| {
        component
            .get(name)
            .map_or_else(String::new, |line| unescaped(&line.value))
    };
    let said = labels::read(&text("SUMMARY"));
    let mut rooms = rooms::rooms(&entities::decoded(&text("LOCATION")));
    rooms.extend(said.rooms);
    rooms.truncate(limits::NAMES);
    let wall = |instant| {
        WallTime::at(instant).map_err(|problem| {
            let text = problem.to_string();
            Fault::new(component.line, Wrong::Time { text })
        })
    };
    Ok(TimetableEvent {
        uid: uid(component),
        starts: wall(one.starts)?,
        ends: wall(one.ends)?,
        whole_day: one.whole_day,
        kind: Kind::of(&said.title, &said.activity),
        title: said.title,
        programmes: said.programmes,
        courses: said.courses,
        rooms,
    })
}

fn system(prodid: &str) -> System {
    let prodid = prodid.to_lowercase();
    if prodid.contains("kronox") {
        System::KronoX
    } else if prodid.contains("timeedit") {
        System::TimeEdit
    } else {
        System::Other
    }
}
