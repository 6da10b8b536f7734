//! The people and cohorts of a plan in an order of their own, and the instance made of them.

use super::instance::{Cohort, Criterion, INSTANCE_FORMAT, Instance, Participant};
use super::plan::{PlanCohort, PlanInput, PlanPerson, WorkplacePolicy};
use super::refusal::{InputFault, PlanRefusal};
use crate::{
    id::{CohortId, PersonId},
    person::Modality,
    profession::ProfessionFamily,
};
use std::collections::{BTreeMap, BTreeSet};

/// Points per person outside the fair share of a family, and extra for being alone.
const FAMILY_OUT: i64 = 10;
const FAMILY_ALONE: i64 = 20;
/// Points per colleague too many (spread), or per pair of colleagues split (together).
const WORKPLACE: i64 = 4;
/// Points per unmet wish for campus or distance.
const MODALITY: i64 = 4;
/// Points per person off the target size.
const SIZE: i64 = 1;
/// Points per person who has to change cohort.
const MOVE: i64 = 8;
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

    fn cohort(&self, cohort: CohortId) -> Option<u32> {
        (0u32..)
            .zip(&self.cohorts)
            .find(|(_, c)| c.cohort == cohort)
            .map(|(id, _)| id)
    }

    /// A wish for a way of meeting is `modality` where every cohort states one. Where some meet
    /// either way the format has no word for it, so the wish becomes a meeting slot to avoid:
    /// slot 0 stands for campus, slot 1 for distance, and a cohort of either has neither.
    pub(super) fn instance(&self, input: &PlanInput) -> Instance {
        let stated = self.cohorts.iter().all(|cohort| cohort.modality.is_some());
        let channels: BTreeSet<_> = self
            .people
            .iter()
            .filter_map(|p| p.channel.as_ref())
            .collect();
        let channels: BTreeMap<_, _> = channels.into_iter().zip(0i64..).collect();
        let mut participants = Vec::new();
        for (id, person) in (0u32..).zip(&self.people) {
            let family = person.family.map(family_value);
            let workplace = person
                .workplace
                .as_deref()
                .and_then(|name| self.workplace(name));
            let channel = person
                .channel
                .as_ref()
                .and_then(|name| channels.get(name).copied());
            let stated_attributes = [
                ("family", family),
                ("workplace", workplace),
                ("channel", channel),
            ];
            let attributes = stated_attributes
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect();
            let wish = person.modality;
            participants.push(Participant {
                id,
                avoid: wish
                    .filter(|_| !stated)
                    .map_or(0, |wish| 1 << (1 - modality_value(wish))),
                modality: wish.filter(|_| stated).map(modality_value),
                protected: person.protected,
                locked: person.locked.and_then(|cohort| self.cohort(cohort)),
                previous: person.previous.and_then(|cohort| self.cohort(cohort)),
                attributes,
                ..Participant::default()
            });
        }
        let cohort = |(id, cohort): (u32, &&PlanCohort)| Cohort {
            id,
            min: cohort.min,
            max: cohort.max,
            target: Some(cohort.target),
            slots: cohort
                .modality
                .filter(|_| !stated)
                .map_or(0, |m| 1 << modality_value(m)),
            modality: cohort.modality.filter(|_| stated).map(modality_value),
            protected_ok: cohort.protected_ok,
            ..Cohort::default()
        };
        let families = ProfessionFamily::ALL.map(|family| family.code().to_owned());
        Instance {
            format: INSTANCE_FORMAT.to_owned(),
            name: None,
            slots: if stated { 0 } else { 2 },
            labels: BTreeMap::from([("family".to_owned(), families.to_vec())]),
            participants,
            cohorts: (0u32..).zip(&self.cohorts).map(cohort).collect(),
            criteria: criteria(input.workplace_policy, stated),
            together: self.together(input),
            apart: self.pairs(&input.apart),
            wishes: match input.workplace_policy {
                WorkplacePolicy::Together => self.colleagues(),
                WorkplacePolicy::Spread | WorkplacePolicy::None => Vec::new(),
            },
        }
    }

    pub(super) fn workplace(&self, name: &str) -> Option<i64> {
        i64::try_from(self.workplaces.binary_search(&name).ok()?).ok()
    }

    fn together(&self, input: &PlanInput) -> Vec<Vec<u32>> {
        let group = |group: &Vec<PersonId>| {
            let seats: BTreeSet<_> = group.iter().filter_map(|id| self.seat(*id)).collect();
            seats.into_iter().collect()
        };
        let groups: BTreeSet<Vec<u32>> = input.together.iter().map(group).collect();
        groups.into_iter().filter(|group| group.len() > 1).collect()
    }

    fn pairs(&self, pairs: &[(PersonId, PersonId)]) -> Vec<(u32, u32)> {
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
    fn colleagues(&self) -> Vec<(u32, u32)> {
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

fn criteria(policy: WorkplacePolicy, modality_stated: bool) -> Vec<Criterion> {
    let mut criteria = vec![Criterion::Mix {
        attr: "family".to_owned(),
        out: FAMILY_OUT,
        alone: FAMILY_ALONE,
    }];
    criteria.extend(match policy {
        WorkplacePolicy::Spread => Some(Criterion::Spread {
            attr: "workplace".to_owned(),
            excess: WORKPLACE,
        }),
        WorkplacePolicy::Together => Some(Criterion::Wish { each: WORKPLACE }),
        WorkplacePolicy::None => None,
    });
    criteria.push(if modality_stated {
        Criterion::Modality { each: MODALITY }
    } else {
        Criterion::Clash { each: MODALITY }
    });
    criteria.extend([
        Criterion::Size { each: SIZE },
        Criterion::Move { each: MOVE },
    ]);
    criteria
}

fn modality_value(modality: Modality) -> i64 {
    match modality {
        Modality::Campus => 0,
        Modality::Distance => 1,
    }
}

/// A family as the value of the attribute `family`: its place in [`ProfessionFamily::ALL`].
pub(super) fn family_value(family: ProfessionFamily) -> i64 {
    (0i64..)
        .zip(ProfessionFamily::ALL)
        .find(|(_, known)| *known == family)
        .map_or(0, |(v, _)| v)
}
