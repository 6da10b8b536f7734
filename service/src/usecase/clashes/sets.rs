//! The busy sets of an offering's people, and who has which.

use crate::{
    error::Result,
    store::{
        Tx, application::ApplicationRow, busy::TakenRow, catalogue::OfferingRow, person::PersonRow,
    },
    usecase::{people::Families, timetables},
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    clash::{BusySet, Cause, Member, People, SetIndex, Spans, stated},
    cohort::Times,
    id::PersonId,
    schedule::resolve,
    term::Week,
    timetable::{Kind, TimetableEvent},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Practicum takes up the working day.
const PRACTICUM_HOURS: (i8, i8) = (8, 17);

/// The busy sets, and who has which.
#[derive(Default)]
pub(super) struct Sets {
    pub(super) people: People,
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
    pub(super) async fn programmes(
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

    pub(super) async fn private(&mut self, tx: &mut Tx, offering: &OfferingRow) -> Result<()> {
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
    pub(super) fn sessions(&mut self, taken: &[TakenRow]) {
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
    pub(super) async fn stated(
        &mut self,
        tx: &mut Tx,
        offering: &OfferingRow,
        weeks: &[Week],
    ) -> Result<()> {
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
    pub(super) async fn members(
        &mut self,
        tx: &mut Tx,
        offering: &OfferingRow,
    ) -> Result<BTreeSet<PersonId>> {
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
