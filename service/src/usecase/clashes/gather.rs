//! Who takes part in an offering, and what takes up their time.

use crate::{
    error::Result,
    store::{
        Tx,
        application::ApplicationRow,
        busy::{HeldRow, TakenRow},
        catalogue::OfferingRow,
        person::PersonRow,
    },
    usecase::{people::Families, timetables},
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use samverkan_domain::{
    clash::{BusySet, Cause, Member, People, SetIndex, Spans, stated},
    cohort::Times,
    id::{PersonId, SessionId},
    schedule::{SESSION_HOURS, resolve},
    series::weeks_between,
    term::Week,
    text::fold_name,
    timetable::{Kind, TimetableEvent, room_keys},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Practicum takes up the working day.
const PRACTICUM_HOURS: (i8, i8) = (8, 17);

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

/// The busy sets, and who has which.
#[derive(Default)]
struct Sets {
    people: People,
    programmes: BTreeMap<String, Vec<SetIndex>>,
    persons: BTreeMap<Uuid, Vec<SetIndex>>,
    avoids: BTreeMap<Uuid, Vec<SetIndex>>,
}

impl Sets {
    fn add(&mut self, cause: Cause, label: &str, spans: Spans) -> Option<SetIndex> {
        (!spans.is_empty()).then(|| {
            let label = label.to_owned();
            self.people.add_set(BusySet {
                cause,
                label,
                spans,
            })
        })
    }

    /// A programme's timetable and its practicum, shared by all its students.
    async fn programmes(
        &mut self,
        tx: &mut Tx,
        timetables: &[(String, Vec<TimetableEvent>)],
    ) -> Result<()> {
        let mut practicum: BTreeMap<String, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
        for row in tx.practicum().await? {
            let days = working_days(timetables::practicum_week(&row)?);
            practicum.entry(row.programme).or_default().extend(days);
        }
        for (programme, events) in timetables {
            let (placed, taught): (Vec<_>, Vec<_>) = events
                .iter()
                .partition(|event| event.kind == Kind::Practicum);
            let times = |event: &TimetableEvent| (event.starts.instant(), event.ends.instant());
            let spans = taught.into_iter().map(times).collect();
            let set = self.add(Cause::Programme, programme, spans);
            self.programmes
                .entry(programme.clone())
                .or_default()
                .extend(set);
            let placed = placed.into_iter().map(times);
            practicum
                .entry(programme.clone())
                .or_default()
                .extend(placed);
        }
        for (programme, times) in practicum {
            let set = self.add(Cause::Practicum, &programme, Spans::new(times));
            self.programmes.entry(programme).or_default().extend(set);
        }
        Ok(())
    }

    async fn private(&mut self, tx: &mut Tx, offering: &OfferingRow) -> Result<()> {
        for row in tx
            .private_calendars_of_offering(offering.offering())
            .await?
        {
            let set = self.add(Cause::Private, "", row.spans()?);
            if let Some(person) = row.person_id {
                self.persons.entry(person).or_default().extend(set);
            }
        }
        Ok(())
    }

    /// Sessions here: those with the same sessions of an offering share a set.
    fn sessions(&mut self, taken: &[TakenRow]) {
        let mut lists: BTreeMap<(Uuid, &str), Vec<&TakenRow>> = BTreeMap::new();
        for row in taken {
            lists
                .entry((row.person_id, &row.offering_code))
                .or_default()
                .push(row);
        }
        let mut shared: BTreeMap<Vec<Uuid>, Option<SetIndex>> = BTreeMap::new();
        for ((person, offering), rows) in lists {
            let ids = rows.iter().map(|row| row.session_id).collect();
            let times = rows.iter().map(|row| (row.starts_at.0, row.ends_at.0));
            let spans: Spans = times.collect();
            let set = match shared.get(&ids) {
                Some(set) => *set,
                None => {
                    let set = self.add(Cause::Session, offering, spans);
                    shared.insert(ids, set);
                    set
                }
            };
            self.persons.entry(person).or_default().extend(set);
        }
    }

    /// What people have said of their weeks.
    async fn stated(&mut self, tx: &mut Tx, offering: &OfferingRow, weeks: &[Week]) -> Result<()> {
        let mut shared: BTreeMap<i64, Option<SetIndex>> = BTreeMap::new();
        for row in tx.availability(offering.offering()).await? {
            for (bits, is_need) in [(row.cannot, true), (row.avoid, false)] {
                let times = Times::from_bits(bits).unwrap_or_default();
                let set = match shared.get(&bits) {
                    Some(set) => *set,
                    None => {
                        let set = self.add(Cause::Stated, "", stated(times, weeks));
                        shared.insert(bits, set);
                        set
                    }
                };
                let list = if is_need {
                    &mut self.persons
                } else {
                    &mut self.avoids
                };
                list.entry(row.person_id).or_default().extend(set);
            }
        }
        Ok(())
    }

    /// Everybody with a place, once each; gives those who are protected.
    async fn members(&mut self, tx: &mut Tx, offering: &OfferingRow) -> Result<BTreeSet<PersonId>> {
        let families = Families::load(tx).await?;
        let rows = tx.people_concerned(offering.offering()).await?.into_iter();
        let persons: BTreeMap<Uuid, PersonRow> = rows.map(|row| (row.id, row)).collect();
        let workplaces = tx.workplaces().await?.into_iter();
        let municipalities: BTreeMap<String, String> = workplaces
            .map(|row| (row.school_unit_code, row.municipality_code))
            .collect();
        let mut protected = BTreeSet::new();
        let mut members: BTreeMap<PersonId, Member> = BTreeMap::new();
        for application in tx.taking_part(offering.offering()).await? {
            let person = application.person();
            let Some(row) = persons.get(&person.0) else {
                continue;
            };
            if row.is_protected() {
                protected.insert(person);
            }
            let member = self.member(&families, &municipalities, &application, row);
            members.entry(person).or_insert(member);
        }
        for member in members.into_values() {
            self.people.add(member);
        }
        Ok(protected)
    }

    fn member(
        &self,
        families: &Families,
        municipalities: &BTreeMap<String, String>,
        application: &ApplicationRow,
        row: &PersonRow,
    ) -> Member {
        let either =
            |own: &Option<String>, general: &Option<String>| own.clone().or(general.clone());
        let profession = either(&application.profession, &row.profession);
        let programme = either(&application.programme, &row.programme);
        let workplace = either(&application.workplace, &row.workplace);
        // A protected person's workplace is matched with nothing.
        let workplace = workplace.filter(|_| !row.is_protected());
        let mut busy = self.persons.get(&row.id).cloned().unwrap_or_default();
        if let Some(sets) = programme
            .as_ref()
            .and_then(|code| self.programmes.get(code))
        {
            busy.extend(sets);
        }
        Member {
            person: application.person(),
            family: families.of(profession.as_deref(), programme.as_deref()),
            municipality: workplace.and_then(|code| municipalities.get(&code).cloned()),
            busy,
            avoids: self.avoids.get(&row.id).cloned().unwrap_or_default(),
        }
    }
}

/// Monday to Friday of a week, the working day.
fn working_days(week: Week) -> Vec<(Timestamp, Timestamp)> {
    let days = week.monday().series(jiff::Span::new().days(1)).take(5);
    let at = |day: Date, hour: i8| resolve(day.at(hour, 0, 0, 0), None).ok();
    let (first, last) = PRACTICUM_HOURS;
    days.filter_map(|day| Some((at(day, first)?, at(day, last)?)))
        .collect()
}
