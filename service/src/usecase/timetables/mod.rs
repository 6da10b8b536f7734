//! When people are busy: timetables of programmes, weeks of practicum, private calendars.

mod practicum;
mod private;

pub use practicum::set_practicum;
pub(in crate::usecase) use practicum::week as practicum_week;
pub use private::{PrivateCalendar, forget_private, private, put_private};

use super::{Caller, Permission, registers::register_subject};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    store::{Tx, busy::BusySourceRow, registry::ProgrammeRow},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use samverkan_domain::{
    clash::Spans,
    fact::Fact,
    person::Language,
    term::Week,
    timetable::{self, Account, Fault, Kind, System, Timetable, TimetableEvent, Window},
};
use serde_json::json;

/// Most events that are kept of one programme: thirty terms of the fullest seen.
pub const TIMETABLE_EVENTS: usize = 5_000;
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
}

/// What a file held, and what was done with it.
#[derive(Debug, Clone)]
pub struct TimetableReport {
    pub programme: String,
    pub dry_run: bool,
    /// Whether everything in the file is understood and there is something in it; only then
    /// anything is written.
    pub sound: bool,
    pub system: System,
    pub account: Account,
    pub teaching: usize,
    pub exams: usize,
    pub practicum: usize,
    pub days: Option<(Date, Date)>,
    /// Events known before that the file says nothing of, because it is about other days.
    pub kept: usize,
    /// Whether anything is otherwise than before.
    pub changed: bool,
    pub faults: Vec<Fault>,
}

/// All programmes, by code.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<TimetableView>> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let timetables = tx.timetables().await?;
    let practicum = tx.practicum().await?;
    let view = |programme: ProgrammeRow| {
        let code = programme.code;
        let row = timetables
            .iter()
            .find(|row| row.programme.as_deref() == Some(&code));
        let events = row.map(events_of).transpose()?.unwrap_or_default();
        let weeks = practicum.iter().filter(|row| row.programme == code);
        Ok(TimetableView {
            title: programme.title,
            days: days(&events),
            events: events.len(),
            read_at: row.map(|row| row.read_at.0),
            practicum: weeks.map(practicum_week).collect::<Result<_>>()?,
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

/// Reads a programme's timetable: all of it, or nothing if there is anything in it that is not
/// understood. Events known before on other days than the file's stay.
pub async fn import(
    app: &App,
    caller: &Caller,
    programme: &str,
    file: &[u8],
    dry_run: bool,
) -> Result<TimetableReport> {
    caller.require(Permission::Import)?;
    let mut tx = app.write(caller).await?;
    find_programme(&mut tx, programme).await?;
    let read =
        timetable::read_timetable(file, window(tx.now())).map_err(|fault| refused(&fault))?;
    let row = source(app, &mut tx, programme).await?;
    let before = events_of(&row)?;
    let report = |kept, changed| report(programme, dry_run, &read, kept, changed);
    if !is_sound(&read) {
        tx.rollback().await?;
        return Ok(report(0, false));
    }
    let (events, kept) = merged(&before, &read.events);
    let changed = events != before;
    if events.len() > TIMETABLE_EVENTS {
        return Err(Error::refused(
            "timetable-too-large",
            format!("Schemat har fler än {TIMETABLE_EVENTS} händelser."),
            format!("The timetable has more than {TIMETABLE_EVENTS} events."),
        ));
    }
    store(&mut tx, row, &read, &events).await?;
    tx.record(
        Fact::new(
            "timetable.imported",
            "register",
            register_subject("programme", programme),
        )
        .after(json!({ "code": programme, "events": events.len(), "changed": changed })),
    );
    let report = report(kept, changed);
    if dry_run {
        tx.rollback().await?;
    } else {
        app.commit(tx).await?;
    }
    Ok(report)
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

/// A programme's calendar as it is stored, or an empty one.
async fn source(app: &App, tx: &mut Tx, programme: &str) -> Result<BusySourceRow> {
    let found = tx.timetables().await?.into_iter();
    let mut found = found.filter(|row| row.programme.as_deref() == Some(programme));
    Ok(found.next().unwrap_or_else(|| BusySourceRow {
        id: app.seeds.id(tx.now()),
        programme: Some(programme.to_owned()),
        person_id: None,
        read_at: tx.now().into(),
        spans: Vec::new(),
        account: "{}".to_owned(),
        events: Some("[]".to_owned()),
        created_at: tx.now().into(),
        revision: 0,
    }))
}

async fn store(
    tx: &mut Tx,
    mut row: BusySourceRow,
    read: &Timetable,
    events: &[TimetableEvent],
) -> Result<()> {
    let spans: Spans = events
        .iter()
        .map(|e| (e.starts.instant(), e.ends.instant()))
        .collect();
    row.spans = spans.to_bytes();
    row.events = Some(serde_json::to_string(events).map_err(Error::internal)?);
    row.account = serde_json::to_string(&read.account).map_err(Error::internal)?;
    row.read_at = tx.now().into();
    let current = row.revision + 1;
    if tx.put_busy_source(&row).await? {
        Ok(())
    } else {
        Err(Error::Stale { current })
    }
}

fn is_sound(read: &Timetable) -> bool {
    read.faults.is_empty() && read.account.used > 0
}

/// What is known after a file: its events, and those known before that end before its first or
/// start after its last. Says how many those are.
fn merged(before: &[TimetableEvent], new: &[TimetableEvent]) -> (Vec<TimetableEvent>, usize) {
    let Some((first, last)) = days(new) else {
        return (before.to_vec(), before.len());
    };
    let is_other = |event: &&TimetableEvent| {
        event.ends.wall().date() < first || event.starts.wall().date() > last
    };
    let mut events: Vec<_> = before.iter().filter(is_other).cloned().collect();
    let kept = events.len();
    events.extend_from_slice(new);
    events.sort_by(|a, b| {
        let key = |e: &TimetableEvent| (e.starts.instant(), e.ends.instant());
        (key(a), &a.uid).cmp(&(key(b), &b.uid))
    });
    (events, kept)
}

fn days(events: &[TimetableEvent]) -> Option<(Date, Date)> {
    let first = events
        .iter()
        .map(|event| event.starts.wall().date())
        .min()?;
    let last = events.iter().map(|event| event.ends.wall().date()).max()?;
    Some((first, last))
}

fn report(
    programme: &str,
    dry_run: bool,
    read: &Timetable,
    kept: usize,
    changed: bool,
) -> TimetableReport {
    let of = |kind| {
        read.events
            .iter()
            .filter(|event| event.kind == kind)
            .count()
    };
    TimetableReport {
        programme: programme.to_owned(),
        dry_run,
        sound: is_sound(read),
        system: read.system,
        account: read.account,
        teaching: of(Kind::Teaching),
        exams: of(Kind::Exam),
        practicum: of(Kind::Practicum),
        days: days(&read.events),
        kept,
        changed,
        faults: read.faults.clone(),
    }
}
