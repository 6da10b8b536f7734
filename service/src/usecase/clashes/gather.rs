//! Who takes part in an offering, and what takes up their time.

use super::sets::Sets;
use crate::{
    error::Result,
    store::{
        Tx,
        busy::{HeldRow, TakenRow},
        catalogue::OfferingRow,
    },
    usecase::timetables,
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use samverkan_domain::{
    clash::{Cause, People, Spans},
    id::{PersonId, SessionId},
    schedule::{SESSION_HOURS, resolve},
    series::weeks_between,
    term::Week,
    text::fold_name,
    timetable::{TimetableEvent, room_keys},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Sessions that hold no teacher or room, because they are what is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// All of the offering: times are sought for it.
    Offering,
    Session(SessionId),
}

/// Everything a question about an offering needs.
pub(super) struct Scene {
    pub(super) people: People,
    /// Whose programme and workplace betray where they are.
    pub(super) protected: BTreeSet<PersonId>,
    pub(super) weeks: Vec<Week>,
    held: Vec<HeldRow>,
    timetables: Vec<(String, Vec<TimetableEvent>)>,
    offering: Uuid,
    code: String,
    /// The offering's own sessions.
    own: Vec<TakenRow>,
}

/// Something else that a teacher or a room is taken by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Code of the offering or programme.
    pub by: String,
    pub title: String,
    pub starts: Timestamp,
    pub ends: Timestamp,
}

impl Scene {
    /// `people` are busy by everything but the offering's own sessions.
    pub(super) async fn load(tx: &mut Tx, offering: &OfferingRow) -> Result<Self> {
        let dates = offering.dates()?;
        let (first, last) = (dates.starts_on, dates.ends_on);
        let weeks = weeks_between(first, last);
        let timetables = timetables(tx).await?;
        let mut sets = Sets::default();
        sets.programmes(tx, &timetables).await?;
        sets.private(tx, offering).await?;
        let taken = tx.taken_by_sessions(offering.offering()).await?;
        let (own, elsewhere): (Vec<_>, Vec<_>) = taken
            .into_iter()
            .partition(|row| row.offering_code == offering.code);
        sets.sessions(&elsewhere);
        sets.stated(tx, offering, &weeks).await?;
        let protected = sets.members(tx, offering).await?;
        let instant = |date: Date| resolve(date.to_datetime(Time::midnight()), None);
        let from = instant(first).unwrap_or(Timestamp::MIN);
        let to = instant(last).unwrap_or(Timestamp::MAX);
        let margin = jiff::SignedDuration::from_hours(SESSION_HOURS);
        let (from, to) = (from.saturating_sub(margin), to.saturating_add(2 * margin));
        let (from, to) = (from.unwrap_or(Timestamp::MIN), to.unwrap_or(Timestamp::MAX));
        Ok(Self {
            people: sets.people,
            protected,
            weeks,
            held: tx.held_between(from.into(), to.into()).await?,
            timetables,
            offering: offering.id,
            code: offering.code.clone(),
            own,
        })
    }

    /// The people, busy by the offering's other sessions too.
    pub(super) fn people_beside(&self, session: SessionId) -> People {
        let mut times: BTreeMap<PersonId, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
        for row in self.own.iter().filter(|row| row.session_id != session.0) {
            let span = (row.starts_at.0, row.ends_at.0);
            times.entry(PersonId(row.person_id)).or_default().push(span);
        }
        let spans = times
            .into_iter()
            .map(|(person, times)| (person, Spans::new(times)));
        self.people.with_busy(Cause::Session, &self.code, spans)
    }

    /// Sessions that somebody by this name teaches, except those left out.
    pub(super) fn teacher(&self, names: &str, leave: Leave) -> Vec<Taken> {
        let keys: Vec<String> = teacher_keys(names).collect();
        let teaches = |row: &&HeldRow| {
            let taught = row.teacher.as_deref().unwrap_or_default();
            teacher_keys(taught).any(|key| keys.contains(&key))
        };
        self.held(leave).filter(teaches).map(taken).collect()
    }

    /// What a room is taken by: sessions here, and events of programmes.
    pub(super) fn room(&self, place: &str, leave: Leave) -> Vec<Taken> {
        let keys = room_keys(place);
        let is_there = |place: &str| room_keys(place).iter().any(|key| keys.contains(key));
        let here = self
            .held(leave)
            .filter(|row| row.place.as_deref().is_some_and(is_there));
        let mut all: Vec<Taken> = here.map(taken).collect();
        for (programme, events) in &self.timetables {
            let there = events
                .iter()
                .filter(|event| event.rooms.iter().any(|room| is_there(room)));
            all.extend(there.map(|event| Taken {
                by: programme.clone(),
                title: event.title.clone(),
                starts: event.starts.instant(),
                ends: event.ends.instant(),
            }));
        }
        all
    }

    fn held(&self, leave: Leave) -> impl Iterator<Item = &HeldRow> {
        self.held.iter().filter(move |row| match leave {
            Leave::Offering => row.offering_id != self.offering,
            Leave::Session(id) => row.id != id.0,
        })
    }
}

fn taken(row: &HeldRow) -> Taken {
    Taken {
        by: row.offering_code.clone(),
        title: row.title.clone(),
        starts: row.starts_at.0,
        ends: row.ends_at.0,
    }
}

fn teacher_keys(names: &str) -> impl Iterator<Item = String> {
    let keys = names.split([',', ';', '/']).map(fold_name);
    keys.filter(|key| !key.is_empty())
}

async fn timetables(tx: &mut Tx) -> Result<Vec<(String, Vec<TimetableEvent>)>> {
    let mut all = Vec::new();
    for row in tx.timetables().await? {
        let events = timetables::events_of(&row)?;
        all.extend(row.programme.map(|programme| (programme, events)));
    }
    Ok(all)
}
