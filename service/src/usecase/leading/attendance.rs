//! Who came: to the roll-call or to a meeting, as who leads the cohort notes it.

use super::{Found, Led};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{
        Tx,
        application::ApplicationRow,
        presence::{MeetingPresenceRow, PresenceRow},
    },
    usecase::{
        Caller,
        enrolment::{presence, rollcall::PresenceKind},
        schedule::session_of,
    },
};
use jiff::civil::Date;
use samverkan_domain::{
    id::{CohortId, OfferingId, SessionId},
    schedule::{Session, SessionState},
    text::swedish_sort_key,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What people come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// The roll-call when the course starts.
    Upprop,
    Session(SessionId),
}

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attending {
    pub application: Uuid,
    /// Name, or alias.
    pub name: String,
    pub present: bool,
    /// At some meeting that day, and it is not known at which.
    pub some_meeting: bool,
}

/// The list of a cohort at one occasion.
#[derive(Debug, Clone)]
pub struct List {
    pub led: Led,
    /// Missing for the roll-call.
    pub session: Option<Session>,
    /// The day, or the first, on which it can be noted who came.
    pub on: Date,
    /// Whether that day has come.
    pub has_come: bool,
    pub entries: Vec<Attending>,
}

/// What is known of a list.
struct Known {
    found: Found,
    session: Option<Session>,
    on: Date,
    /// Applications of the members, with all that is noted of them.
    places: Vec<ApplicationRow>,
    notes: Vec<PresenceRow>,
    meetings: Vec<MeetingPresenceRow>,
}

impl Known {
    async fn load(tx: &mut Tx, caller: &Caller, cohort: CohortId, what: Meeting) -> Result<Self> {
        let found = Found::load(tx, caller, cohort).await?;
        let session = match what {
            Meeting::Upprop => None,
            Meeting::Session(id) => Some(session(tx, &found, id).await?),
        };
        let on = match &session {
            Some(session) => session.starts.wall().date(),
            None => found.offering.dates()?.starts_on,
        };
        let mut places = tx.taking_part(found.offering.offering()).await?;
        places.retain(|row| found.members.contains(&row.person_id));
        let offerings: BTreeSet<Uuid> = places.iter().map(|row| row.offering_id).collect();
        let (mut notes, mut meetings) = (Vec::new(), Vec::new());
        for offering in offerings {
            notes.extend(tx.presence(OfferingId(offering)).await?);
            meetings.extend(tx.meeting_presence(OfferingId(offering)).await?);
        }
        Ok(Self {
            found,
            session,
            on,
            places,
            notes,
            meetings,
        })
    }

    fn is_present(&self, application: Uuid) -> bool {
        let Some(session) = &self.session else {
            let mut notes = self.notes.iter();
            return notes.any(|note| note.kind == "upprop" && note.application_id == application);
        };
        let mut meetings = self.meetings.iter();
        meetings.any(|one| one.session_id == session.id.0 && one.application_id == application)
    }

    /// Whether all that is known is that somebody was at a meeting that day.
    fn some_meeting(&self, application: Uuid) -> bool {
        let on = self.on.to_string();
        let (mut notes, mut meetings) = (self.notes.iter(), self.meetings.iter());
        self.session.is_some()
            && notes.any(|note| {
                note.kind == "meeting" && note.on_day == on && note.application_id == application
            })
            && !meetings.any(|one| one.application_id == application && one.on_day == on)
    }
}

/// A meeting of the cohort or of everybody; another cohort's does not exist.
async fn session(tx: &mut Tx, found: &Found, id: SessionId) -> Result<Session> {
    let row = tx.session(id).await?;
    let ours = row.filter(|row| {
        row.offering_id == found.offering.id && row.cohort_id.is_none_or(|of| of == found.row.id)
    });
    let row = ours.ok_or(Error::NotFound { what: "session" })?;
    session_of(&row)
}

/// Who is expected, and who has come.
pub async fn list(app: &App, caller: &Caller, cohort: CohortId, what: Meeting) -> Result<List> {
    let mut tx = app.read().await?;
    let known = Known::load(&mut tx, caller, cohort, what).await?;
    let people = known.found.people(&mut tx).await?;
    let names: BTreeMap<Uuid, String> = people
        .iter()
        .map(|person| (person.id, person.shown_name()))
        .collect();
    let mut entries: Vec<Attending> = known
        .places
        .iter()
        .map(|row| Attending {
            application: row.id,
            name: names.get(&row.person_id).cloned().unwrap_or_default(),
            present: known.is_present(row.id),
            some_meeting: known.some_meeting(row.id),
        })
        .collect();
    entries.sort_by_key(|entry| (swedish_sort_key(&entry.name), entry.application));
    Ok(List {
        led: known.found.led()?,
        has_come: known.on <= day(app.clock.now()),
        on: known.on,
        session: known.session,
        entries,
    })
}

/// Notes who has come, and takes back what was noted by mistake. Whom neither list names stays as
/// noted, so that two who note at once do not undo each other.
pub async fn note(
    app: &App,
    caller: &Caller,
    cohort: CohortId,
    what: Meeting,
    present: &[Uuid],
    absent: &[Uuid],
) -> Result<()> {
    let mut tx = app.write(caller).await?;
    let known = Known::load(&mut tx, caller, cohort, what).await?;
    let offerings: BTreeSet<Uuid> = known.places.iter().map(|row| row.offering_id).collect();
    let offerings: Vec<OfferingId> = offerings.into_iter().map(OfferingId).collect();
    tx.lock_offerings(&offerings).await?;
    // Read again under the lock: somebody may have left meanwhile.
    let known = Known::load(&mut tx, caller, cohort, what).await?;
    let today = day(tx.now());
    if known.on > today {
        let (sv, en) = ("Dagen har inte varit än.", "The day has not been yet.");
        return Err(Error::refused("in-the-future", sv, en));
    }
    if let Some(Session {
        state: SessionState::Cancelled { .. },
        ..
    }) = known.session
    {
        let (sv, en) = ("Mötet är inställt.", "The meeting is cancelled.");
        return Err(Error::refused("cancelled", sv, en));
    }
    let here: BTreeSet<Uuid> = known.places.iter().map(|row| row.id).collect();
    if !present.iter().chain(absent).all(|id| here.contains(id)) {
        return Err(presence::not_here());
    }
    for offering in offerings {
        let ours = |ids: &[Uuid]| -> Vec<Uuid> {
            let places = known
                .places
                .iter()
                .filter(|row| row.offering_id == offering.0);
            places
                .map(|row| row.id)
                .filter(|id| ids.contains(id))
                .collect()
        };
        let (present, absent) = (ours(present), ours(absent));
        if let Some(session) = &known.session {
            presence::mark_meeting(&mut tx, caller, offering, session, &present, &absent).await?;
        } else {
            let marks = presence::upprop_marks(&known.notes, &present, &absent, today)?;
            presence::mark(&mut tx, caller, offering, PresenceKind::Upprop, &marks).await?;
        }
    }
    app.commit(tx).await
}
