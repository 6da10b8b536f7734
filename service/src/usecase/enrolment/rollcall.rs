//! Upprop: the list, who was there, and registering those who were.

use super::{ApplicationRow, decide::enter, meeting, presence};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{
        Tx,
        catalogue::OfferingRow,
        person::{PersonFilter, PersonRow},
        presence::PresenceRow,
    },
    usecase::{Caller, Permission, catalogue, people, validate::Faults},
};
use jiff::civil::Date;
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    id::{OfferingId, SessionId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Where somebody was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresenceKind {
    /// At the roll-call when the course starts.
    Upprop,
    Meeting,
    /// In the learning platform.
    Activity,
}

/// One person on the list.
#[derive(Debug, Clone)]
pub struct Entry {
    pub row: ApplicationRow,
    pub state: ApplicationState,
    /// Name, or the alias of one whom the reader may not see.
    pub name: String,
    pub at_upprop: bool,
    pub last_seen: Option<String>,
}

impl Entry {
    /// Stoppas vid registrering: admitted on a condition that is not met.
    pub fn is_stopped(&self) -> bool {
        let waits = matches!(
            self.state,
            ApplicationState::Admitted | ApplicationState::Accepted
        );
        waits && self.row.condition_text.is_some() && !self.row.condition_met
    }
}

pub struct Rollcall {
    pub offering: OfferingRow,
    /// In Swedish order of name.
    pub entries: Vec<Entry>,
}

/// Everybody who takes part in the offering: its own people. Those of offerings that share its
/// cohorts are registered on their own offering, so they stand on its list.
pub async fn list(app: &App, caller: &Caller, offering: &str) -> Result<Rollcall> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let offering = catalogue::find_offering(&mut tx, offering).await?;
    let entries = entries(&mut tx, caller, &offering).await?;
    Ok(Rollcall { offering, entries })
}

async fn entries(tx: &mut Tx, caller: &Caller, offering: &OfferingRow) -> Result<Vec<Entry>> {
    let id = offering.offering();
    let mut seen: BTreeMap<Uuid, Vec<PresenceRow>> = BTreeMap::new();
    for note in tx.presence(id).await? {
        seen.entry(note.application_id).or_default().push(note);
    }
    let places = own_places(tx, id).await?.into_iter();
    let mut places: BTreeMap<Uuid, ApplicationRow> =
        places.map(|row| (row.person_id, row)).collect();
    let mut entries = Vec::with_capacity(places.len());
    for (person, name) in names(tx, caller, id).await? {
        let Some(row) = places.remove(&person) else {
            continue;
        };
        let notes = seen.remove(&row.id).unwrap_or_default();
        entries.push(Entry {
            state: row.state()?,
            name,
            at_upprop: notes.iter().any(|note| note.kind == "upprop"),
            last_seen: notes.into_iter().map(|note| note.on_day).max(),
            row,
        });
    }
    Ok(entries)
}

/// The offering's own people who take part.
pub(in crate::usecase) async fn own_places(
    tx: &mut Tx,
    id: OfferingId,
) -> Result<Vec<ApplicationRow>> {
    let mut rows = tx.taking_part(id).await?;
    rows.retain(|row| row.offering_id == id.0);
    Ok(rows)
}

/// What the reader may call the people of an offering, in order of name.
pub(super) async fn names(
    tx: &mut Tx,
    caller: &Caller,
    id: OfferingId,
) -> Result<Vec<(Uuid, String)>> {
    let filter = PersonFilter {
        offering: Some(id.0),
        ..PersonFilter::default()
    };
    let people = tx.people(&filter, i64::MAX).await?.into_iter();
    Ok(people
        .map(|sorted| (sorted.person.id, name(caller, &sorted.person)))
        .collect())
}

fn name(caller: &Caller, person: &PersonRow) -> String {
    if people::sees(caller, person) {
        person.full_name()
    } else {
        person.shown_name()
    }
}

/// The offering, so that nobody else writes to its people meanwhile.
pub(super) async fn locked(tx: &mut Tx, offering: &str) -> Result<OfferingRow> {
    let offering = catalogue::find_offering(tx, offering).await?;
    let locked = tx.lock_offering(offering.offering()).await?;
    locked.ok_or(Error::NotFound { what: "offering" })?;
    Ok(offering)
}

/// Who was there, and who was not though it had been noted.
#[derive(Debug, Clone)]
pub struct PresenceRequest {
    pub kind: PresenceKind,
    /// Which meeting, if it is known; then the day is that meeting's.
    pub session: Option<SessionId>,
    /// Today, if nothing is said.
    pub on: Option<Date>,
    pub present: Vec<Uuid>,
    pub absent: Vec<Uuid>,
}

/// What was new in it.
#[derive(Debug, Clone, Copy)]
pub struct PresenceNoted {
    pub on: Date,
    pub noted: i64,
    pub taken_back: i64,
}

/// Notes who was there. Saying it again changes nothing.
pub async fn note(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &PresenceRequest,
) -> Result<PresenceNoted> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let offering = locked(&mut tx, offering).await?;
    let today = day(tx.now());
    let session = match request.session {
        Some(id) => Some(meeting::find(&mut tx, &offering, request, id).await?),
        None => None,
    };
    let held = session.as_ref().map(|one| one.starts.wall().date());
    let on = held.or(request.on).unwrap_or(today);
    check(&mut tx, &offering, request, on, today).await?;
    let id = offering.offering();
    let (noted, taken_back) = if let Some(session) = &session {
        let (present, absent) = (&request.present, &request.absent);
        presence::mark_meeting(&mut tx, caller, id, session, present, absent).await?
    } else {
        let on_day = |ids: &[Uuid]| ids.iter().map(|id| (*id, on)).collect();
        let marks = presence::Marks {
            present: on_day(&request.present),
            absent: on_day(&request.absent),
        };
        presence::mark(&mut tx, caller, id, request.kind, &marks).await?
    };
    app.commit(tx).await?;
    let count = |ids: &[Uuid]| i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Ok(PresenceNoted {
        on,
        noted: count(&noted),
        taken_back: count(&taken_back),
    })
}

async fn check(
    tx: &mut Tx,
    offering: &OfferingRow,
    request: &PresenceRequest,
    on: Date,
    today: Date,
) -> Result<()> {
    let mut faults = Faults::default();
    if on > today {
        let (sv, en) = ("Dagen har inte varit än.", "The day has not been yet.");
        faults.add("/on", "in-the-future", sv, en);
    }
    let here = own_places(tx, offering.offering()).await?;
    let here: BTreeSet<Uuid> = here.into_iter().map(|row| row.id).collect();
    let present: BTreeSet<&Uuid> = request.present.iter().collect();
    for (list, ids) in [("present", &request.present), ("absent", &request.absent)] {
        for (n, id) in ids.iter().enumerate() {
            let pointer = format!("/{list}/{n}");
            if !here.contains(id) {
                faults.add(
                    &pointer,
                    "not-on-the-list",
                    "Anmälan står inte på kurstillfällets upprop.",
                    "The application is not on the offering's roll-call.",
                );
            } else if list == "absent" && present.contains(id) {
                let (sv, en) = ("Står i båda listorna.", "Stands in both lists.");
                faults.add(&pointer, "twice", sv, en);
            }
        }
    }
    faults.finish()
}

/// What became of those who were at the roll-call.
pub struct RegisteredPresent {
    pub registered: Vec<Entry>,
    /// Present, but the condition of the admission is not met.
    pub stopped: Vec<Entry>,
}

/// Registers everybody who was at the roll-call and whose conditions are met.
pub async fn register_present(
    app: &App,
    caller: &Caller,
    offering: &str,
) -> Result<RegisteredPresent> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let offering = locked(&mut tx, offering).await?;
    let (mut registered, mut stopped) = (Vec::new(), Vec::new());
    for mut entry in entries(&mut tx, caller, &offering).await? {
        let next = transition(entry.state, Command::Register);
        let (true, Ok(to)) = (entry.at_upprop, next) else {
            continue;
        };
        if entry.is_stopped() {
            stopped.push(entry);
            continue;
        }
        enter(&mut tx, &mut entry.row, to).await?;
        entry.state = to;
        registered.push(entry);
    }
    app.commit(tx).await?;
    Ok(RegisteredPresent {
        registered,
        stopped,
    })
}
