//! Why there is no plan, in words.

use super::breach::{Breach, HardRule};
use super::conflict::Conflict;
use super::instance::Instance;
use super::roster::Roster;
use super::slots::{About, about};
use super::validate::InstanceError;
use crate::{id::PersonId, profession::ProfessionFamily};
use serde::Serialize;

/// No plan is returned that breaks a hard rule; this is returned instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", content = "detail", rename_all = "snake_case")]
pub enum PlanRefusal {
    /// The input contradicts itself.
    Input(Vec<InputFault>),
    /// The people do not fit the seats: at least `least` are needed, at most `most` have room.
    Seats { people: u64, least: u64, most: u64 },
    /// It is proven that these rules cannot all be kept.
    Conflict(Box<Impossible>),
    /// No division was found that keeps every rule; these break in the nearest one found.
    Rules(Vec<BrokenRule>),
    /// The instance is beyond what the engine takes.
    Instance(Vec<InstanceError>),
}

/// Rules in each other's way, and who and what the positions in them are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impossible {
    pub conflict: Conflict,
    #[serde(skip)]
    pub(super) instance: Instance,
    #[serde(skip)]
    pub(super) people: Vec<PersonId>,
    /// Codes.
    #[serde(skip)]
    pub(super) cohorts: Vec<String>,
}

impl PlanRefusal {
    pub(super) fn conflict(roster: &Roster<'_>, instance: Instance, conflict: Conflict) -> Self {
        let people = roster.people.iter().map(|person| person.person);
        let cohorts = roster.cohorts.iter().map(|cohort| cohort.code.clone());
        Self::Conflict(Box::new(Impossible {
            conflict,
            instance,
            people: people.collect(),
            cohorts: cohorts.collect(),
        }))
    }

    /// Whether it is about a cohort that is closed to somebody. Who that is, is said to nobody.
    pub fn is_about_protection(&self) -> bool {
        match self {
            Self::Rules(rules) => rules.iter().any(|b| b.rule == HardRule::Protected),
            Self::Conflict(found) => {
                let conflict = &found.conflict;
                let dropped = conflict.relaxation.iter();
                let dropped = dropped.flat_map(|way| way.drop.iter().chain(&way.instead));
                let mut named = conflict.rules.iter().chain(dropped);
                named.any(|rule| rule.hard_rule() == HardRule::Protected)
            }
            Self::Input(_) | Self::Seats { .. } | Self::Instance(_) => false,
        }
    }
}

/// One contradiction in the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum InputFault {
    PersonTwice { person: PersonId },
    CohortTwice { code: String },
    MinAboveMax { code: String },
    LockedToUnknown { person: PersonId },
    UnknownPerson { person: PersonId },
    ApartFromSelf { person: PersonId },
}

/// A rule that cannot be kept: for whom, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenRule {
    pub rule: HardRule,
    pub people: Vec<PersonId>,
    /// Codes of the cohorts concerned.
    pub cohorts: Vec<String>,
    /// Members of the cohort and the bounds, where it is a matter of numbers.
    pub numbers: Option<Numbers>,
    /// The family that is needed, or that the cohort is for.
    pub family: Option<ProfessionFamily>,
}

/// What a person is called in a sentence.
pub type Naming<'a> = &'a dyn Fn(PersonId) -> String;

/// How many there are, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Numbers {
    pub have: u64,
    pub min: u32,
    pub max: u32,
}

/// The breaches of an instance as rules broken for people and cohorts.
pub(super) fn broken_rules(
    roster: &Roster<'_>,
    instance: &Instance,
    breaches: &[Breach],
) -> Vec<BrokenRule> {
    let person = |&id: &u32| roster.people.get(id as usize).map(|person| person.person);
    let code = |id: u32| {
        roster
            .cohorts
            .get(id as usize)
            .map(|cohort| cohort.code.clone())
    };
    let broken = |breach: &Breach| {
        let (people, cohorts, numbers) = match breach {
            Breach::Unassigned { participant } => (vec![*participant], vec![], None),
            Breach::Capacity {
                cohort,
                size,
                min,
                max,
            } => {
                let numbers = Numbers {
                    have: *size,
                    min: *min,
                    max: *max,
                };
                (vec![], vec![*cohort], Some(numbers))
            }
            Breach::Together { members, .. } => (members.clone(), vec![], None),
            Breach::Apart {
                participants: (a, b),
                cohort,
            } => (vec![*a, *b], vec![*cohort], None),
            Breach::Available {
                participant,
                cohort,
            }
            | Breach::Language {
                participant,
                cohort,
            }
            | Breach::Modality {
                participant,
                cohort,
            }
            | Breach::Protected {
                participant,
                cohort,
            } => (vec![*participant], vec![*cohort], None),
            Breach::Locked {
                participant,
                locked,
                ..
            } => (vec![*participant], vec![*locked], None),
            Breach::Needs {
                cohort, min, have, ..
            } => {
                let numbers = Numbers {
                    have: *have,
                    min: *min,
                    max: u32::MAX,
                };
                (vec![], vec![*cohort], Some(numbers))
            }
        };
        let (rule, family) = meant(roster, instance, breach);
        BrokenRule {
            rule,
            people: people.iter().filter_map(person).collect(),
            cohorts: cohorts.into_iter().filter_map(code).collect(),
            numbers,
            family,
        }
    };
    breaches.iter().map(broken).collect()
}

/// What a breach is about: slots that cannot be attended may stand for a way of meeting or for a
/// profession.
fn meant(
    roster: &Roster<'_>,
    instance: &Instance,
    breach: &Breach,
) -> (HardRule, Option<ProfessionFamily>) {
    match breach {
        Breach::Available {
            participant,
            cohort,
        } => {
            let cannot = instance.participants.get(*participant as usize);
            let slots = instance.cohorts.get(*cohort as usize);
            let shared = cannot.map_or(0, |p| p.cannot) & slots.map_or(0, |c| c.slots);
            let home = roster.cohorts.get(*cohort as usize);
            match about(shared) {
                About::Times => (HardRule::Available, None),
                About::Way => (HardRule::Modality, None),
                About::Family => (HardRule::Available, home.and_then(|home| home.family)),
            }
        }
        Breach::Needs { value, .. } => {
            let place = usize::try_from(*value).ok();
            let family = place.and_then(|place| ProfessionFamily::ALL.get(place).copied());
            (HardRule::Needs, family)
        }
        other => (other.rule(), None),
    }
}
