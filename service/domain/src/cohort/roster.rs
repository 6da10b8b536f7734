//! The people and cohorts of a plan in an order of their own. The instance made of them is in
//! `build`.

use super::input::{PlanCohort, PlanInput, PlanPerson};
use super::instance::Assignment;
use super::refusal::{InputFault, PlanRefusal};
use crate::{
    id::{CohortId, PersonId},
    profession::ProfessionFamily,
};
use std::collections::{BTreeMap, BTreeSet};

/// With more colleagues than this, each is paired with the next only.
const COLLEAGUES_PAIRED: usize = 5;

/// The input in its own order: people by id, cohorts by code.
pub(super) struct Roster<'a> {
    pub(super) people: Vec<&'a PlanPerson>,
    pub(super) cohorts: Vec<&'a PlanCohort>,
    pub(super) workplaces: Vec<&'a str>,
}

impl<'a> Roster<'a> {
    pub(super) fn new(input: &'a PlanInput) -> Result<Self, PlanRefusal> {
        let mut people: Vec<_> = input.people.iter().collect();
        people.sort_by_key(|person| person.person);
        let mut cohorts: Vec<_> = input.cohorts.iter().collect();
        cohorts.sort_by_key(|cohort| (&cohort.code, cohort.cohort));
        let workplaces: BTreeSet<_> = people
            .iter()
            .filter_map(|p| p.workplace.as_deref())
            .collect();
        let workplaces = workplaces.into_iter().collect();
        let roster = Self {
            people,
            cohorts,
            workplaces,
        };
        let faults = roster.faults(input);
        if !faults.is_empty() {
            return Err(PlanRefusal::Input(faults));
        }
        let count = roster.people.len() as u64;
        let least = roster.cohorts.iter().map(|c| u64::from(c.min)).sum();
        let most = roster.cohorts.iter().map(|c| u64::from(c.max)).sum();
        if count < least || count > most {
            return Err(PlanRefusal::Seats {
                people: count,
                least,
                most,
            });
        }
        Ok(roster)
    }

    fn faults(&self, input: &PlanInput) -> Vec<InputFault> {
        let mut faults = Vec::new();
        for pair in self
            .people
            .windows(2)
            .filter(|pair| pair[0].person == pair[1].person)
        {
            faults.push(InputFault::PersonTwice {
                person: pair[0].person,
            });
        }
        let mut cohorts = BTreeSet::new();
        for cohort in &self.cohorts {
            if !cohorts.insert(cohort.cohort) {
                faults.push(InputFault::CohortTwice {
                    code: cohort.code.clone(),
                });
            }
            if cohort.min > cohort.max {
                faults.push(InputFault::MinAboveMax {
                    code: cohort.code.clone(),
                });
            }
        }
        for person in &self.people {
            if person
                .locked
                .is_some_and(|cohort| !cohorts.contains(&cohort))
            {
                faults.push(InputFault::LockedToUnknown {
                    person: person.person,
                });
            }
        }
        let named = input.together.iter().flatten();
        let pairs = input.apart.iter().flat_map(|(a, b)| [a, b]);
        let unknown: BTreeSet<_> = named
            .chain(pairs)
            .filter(|p| self.seat(**p).is_none())
            .collect();
        faults.extend(
            unknown
                .into_iter()
                .map(|&person| InputFault::UnknownPerson { person }),
        );
        for (person, _) in input.apart.iter().filter(|(a, b)| a == b) {
            faults.push(InputFault::ApartFromSelf { person: *person });
        }
        faults
    }

    /// Position of a person.
    pub(super) fn seat(&self, person: PersonId) -> Option<u32> {
        let found = self
            .people
            .binary_search_by_key(&person, |p| p.person)
            .ok()?;
        u32::try_from(found).ok()
    }

    pub(super) fn cohort(&self, cohort: CohortId) -> Option<u32> {
        (0u32..)
            .zip(&self.cohorts)
            .find(|(_, c)| c.cohort == cohort)
            .map(|(id, _)| id)
    }

    /// A division as positions. Who is not named is nowhere.
    pub(super) fn assignment(&self, places: &[(PersonId, CohortId)]) -> Assignment {
        let wanted: BTreeMap<_, _> = places.iter().copied().collect();
        let ids: BTreeMap<_, _> = self.cohorts.iter().map(|c| c.cohort).zip(0u32..).collect();
        let place = |person: &&PlanPerson| ids.get(wanted.get(&person.person)?).copied();
        Assignment {
            cohort: self.people.iter().map(place).collect(),
        }
    }

    /// Positions as a division of people.
    pub(super) fn places(&self, assignment: &Assignment) -> Vec<(PersonId, CohortId)> {
        let people = self.people.iter().zip(&assignment.cohort);
        people
            .filter_map(|(person, place)| {
                let cohort = self.cohorts.get((*place)? as usize)?;
                Some((person.person, cohort.cohort))
            })
            .collect()
    }

    pub(super) fn workplace(&self, name: &str) -> Option<i64> {
        i64::try_from(self.workplaces.binary_search(&name).ok()?).ok()
    }

    pub(super) fn together(&self, input: &PlanInput) -> Vec<Vec<u32>> {
        let group = |group: &Vec<PersonId>| {
            let seats: BTreeSet<_> = group.iter().filter_map(|id| self.seat(*id)).collect();
            seats.into_iter().collect()
        };
        let groups: BTreeSet<Vec<u32>> = input.together.iter().map(group).collect();
        groups.into_iter().filter(|group| group.len() > 1).collect()
    }

    pub(super) fn pairs(&self, pairs: &[(PersonId, PersonId)]) -> Vec<(u32, u32)> {
        let seats = |&(a, b): &(_, _)| {
            let (a, b) = (self.seat(a)?, self.seat(b)?);
            Some((a.min(b), a.max(b)))
        };
        pairs
            .iter()
            .filter_map(seats)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Pairs of colleagues who would share a cohort.
    pub(super) fn colleagues(&self) -> Vec<(u32, u32)> {
        let mut staff: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (id, person) in (0u32..).zip(&self.people) {
            if let Some(workplace) = &person.workplace {
                staff.entry(workplace).or_default().push(id);
            }
        }
        let mut pairs = Vec::new();
        for staff in staff.into_values() {
            let reach = if staff.len() > COLLEAGUES_PAIRED {
                1
            } else {
                staff.len()
            };
            for (place, &a) in staff.iter().enumerate() {
                pairs.extend(staff.iter().skip(place + 1).take(reach).map(|&b| (a, b)));
            }
        }
        pairs
    }
}

/// A family as the value of the attribute `family`: its place in [`ProfessionFamily::ALL`].
pub(super) fn family_value(family: ProfessionFamily) -> i64 {
    (0i64..)
        .zip(ProfessionFamily::ALL)
        .find(|(_, known)| *known == family)
        .map_or(0, |(v, _)| v)
}
