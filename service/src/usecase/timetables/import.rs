//! Timetables of programmes, read whole or not at all.

use super::{days, events_of, find_programme, refused, window};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, busy::BusySourceRow},
    usecase::{Caller, Permission, registers::register_subject},
};
use jiff::civil::Date;
use samverkan_domain::{
    clash::Spans,
    fact::Fact,
    fetching::{Failure, Said},
    person::Language,
    timetable::{self, Account, Fault, Kind, System, Timetable, TimetableEvent},
};
use serde_json::json;

/// Most events that are kept of one programme: thirty terms of the fullest seen.
const TIMETABLE_EVENTS: usize = 5_000;

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
    let report = put(app, &mut tx, programme, &read, dry_run).await?;
    if dry_run || !report.sound {
        tx.rollback().await?;
    } else {
        app.commit(tx).await?;
    }
    Ok(report)
}

/// Puts what has been read in place of what was known of the same days, if it is sound.
pub(super) async fn put(
    app: &App,
    tx: &mut Tx,
    programme: &str,
    read: &Timetable,
    dry_run: bool,
) -> Result<TimetableReport> {
    let taken = match wanting(read) {
        Some(_) => None,
        None => Some(
            take_over(app, tx, programme, read)
                .await?
                .map_err(|failure| {
                    let (sv, en) = (
                        failure.sentence(Language::Sv),
                        failure.sentence(Language::En),
                    );
                    Error::refused("timetable-too-large", sv, en)
                })?,
        ),
    };
    if let Some(taken) = &taken {
        record(tx, programme, taken);
    }
    Ok(report(programme, dry_run, read, &taken.unwrap_or_default()))
}

/// Why a timetable is not taken over: something in it is not understood, or there is nothing.
pub(super) fn wanting(read: &Timetable) -> Option<Failure> {
    match read.faults.first() {
        Some(fault) => Some(Failure::Malformed {
            line: fault.line,
            said: Some(Said {
                sv: fault.sentence(Language::Sv),
                en: fault.sentence(Language::En),
            }),
        }),
        None => (read.account.used == 0).then_some(Failure::Empty),
    }
}

/// What taking a timetable over did.
#[derive(Default)]
pub(super) struct Taken {
    events: usize,
    /// Known before, on other days.
    kept: usize,
    pub(super) changed: bool,
}

/// Takes a sound timetable over, in one transaction with whatever else happens for it.
pub(super) async fn take_over(
    app: &App,
    tx: &mut Tx,
    programme: &str,
    read: &Timetable,
) -> Result<std::result::Result<Taken, Failure>> {
    let row = source(app, tx, programme).await?;
    let before = events_of(&row)?;
    let (events, kept) = merged(&before, &read.events);
    if events.len() > TIMETABLE_EVENTS {
        let most = TIMETABLE_EVENTS;
        return Ok(Err(Failure::TooManyEvents { most }));
    }
    store(tx, row, read, &events).await?;
    Ok(Ok(Taken {
        events: events.len(),
        kept,
        changed: events != before,
    }))
}

/// Notes in the trail that a timetable has been taken over.
pub(super) fn record(tx: &mut Tx, programme: &str, taken: &Taken) {
    let subject = register_subject("programme", programme);
    let after = json!({ "code": programme, "events": taken.events, "changed": taken.changed });
    tx.record(Fact::new("timetable.imported", "register", subject).after(after));
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

fn report(programme: &str, dry_run: bool, read: &Timetable, taken: &Taken) -> TimetableReport {
    let of = |kind| {
        let events = read.events.iter();
        events.filter(|event| event.kind == kind).count()
    };
    TimetableReport {
        programme: programme.to_owned(),
        dry_run,
        sound: wanting(read).is_none(),
        system: read.system,
        account: read.account,
        teaching: of(Kind::Teaching),
        exams: of(Kind::Exam),
        practicum: of(Kind::Practicum),
        days: days(&read.events),
        kept: taken.kept,
        changed: taken.changed,
        faults: read.faults.clone(),
    }
}
