//! Why there is no plan, in words.

use super::breach::{Breach, HardRule};
use super::roster::Roster;
use super::validate::InstanceError;
use crate::{id::PersonId, person::Language};
use serde::Serialize;

/// No plan is returned that breaks a hard rule; this is returned instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", content = "detail", rename_all = "snake_case")]
pub enum PlanRefusal {
    /// The input contradicts itself.
    Input(Vec<InputFault>),
    /// The people do not fit the seats: at least `least` are needed, at most `most` have room.
    Seats { people: u64, least: u64, most: u64 },
    /// No division was found that keeps every rule; these break in the nearest one found.
    Rules(Vec<BrokenRule>),
    /// The instance is beyond what the engine takes.
    Instance(Vec<InstanceError>),
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
}

/// How many there are, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Numbers {
    pub have: u64,
    pub min: u32,
    pub max: u32,
}

/// The breaches of an instance as rules broken for people and cohorts.
pub(super) fn broken_rules(roster: &Roster, breaches: &[Breach]) -> Vec<BrokenRule> {
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
        BrokenRule {
            rule: breach.rule(),
            people: people.iter().filter_map(person).collect(),
            cohorts: cohorts.into_iter().filter_map(code).collect(),
            numbers,
        }
    };
    breaches.iter().map(broken).collect()
}

impl PlanRefusal {
    /// One sentence per thing that stands in the way.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let sv = language == Language::Sv;
        match self {
            Self::Input(faults) => faults
                .iter()
                .map(|fault| fault.sentence(language))
                .collect(),
            Self::Seats {
                people,
                least,
                most,
            } => vec![if sv {
                format!("{people} personer ska placeras, men grupperna tar {least}–{most}.")
            } else {
                format!("{people} people are to be placed, but the cohorts take {least}–{most}.")
            }],
            Self::Rules(broken) => broken.iter().map(|rule| rule.sentence(language)).collect(),
            Self::Instance(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }
}

impl InputFault {
    pub fn sentence(&self, language: Language) -> String {
        let sv = language == Language::Sv;
        match self {
            Self::PersonTwice { person } if sv => {
                format!("Personen {person} finns med två gånger.")
            }
            Self::PersonTwice { person } => format!("Person {person} is listed twice."),
            Self::CohortTwice { code } if sv => format!("Gruppen {code} finns med två gånger."),
            Self::CohortTwice { code } => format!("Cohort {code} is listed twice."),
            Self::MinAboveMax { code } if sv => {
                format!("Gruppen {code} har ett minsta antal som är större än det största.")
            }
            Self::MinAboveMax { code } => format!("Cohort {code} has a minimum above its maximum."),
            Self::LockedToUnknown { person } if sv => {
                format!("Personen {person} är låst till en grupp som inte finns.")
            }
            Self::LockedToUnknown { person } => {
                format!("Person {person} is locked to a cohort that does not exist.")
            }
            Self::UnknownPerson { person } if sv => {
                format!("En regel nämner personen {person}, som inte ska placeras.")
            }
            Self::UnknownPerson { person } => {
                format!("A rule names person {person}, who is not to be placed.")
            }
            Self::ApartFromSelf { person } if sv => {
                format!("En regel håller isär personen {person} från sig själv.")
            }
            Self::ApartFromSelf { person } => {
                format!("A rule keeps person {person} apart from themselves.")
            }
        }
    }
}

impl BrokenRule {
    /// Says nothing of why a cohort is closed to a person: protection itself is protected.
    pub fn sentence(&self, language: Language) -> String {
        let people: Vec<_> = self.people.iter().map(ToString::to_string).collect();
        let (people, at) = (people.join(", "), self.cohorts.join(", "));
        let Numbers { have, min, max } = self.numbers.unwrap_or(Numbers {
            have: 0,
            min: 0,
            max: 0,
        });
        match (self.rule, language) {
            (HardRule::Unassigned, Language::Sv) => format!("{people} har ingen grupp."),
            (HardRule::Unassigned, Language::En) => format!("{people} has no cohort."),
            (HardRule::Capacity, Language::Sv) => {
                format!("Gruppen {at} får {have} personer, men ska ha {min}–{max}.")
            }
            (HardRule::Capacity, Language::En) => {
                format!("Cohort {at} gets {have} people, but should have {min}–{max}.")
            }
            (HardRule::Together, Language::Sv) => {
                format!("{people} ska vara i samma grupp, men ingen grupp passar alla.")
            }
            (HardRule::Together, Language::En) => {
                format!("{people} must share a cohort, but no cohort suits them all.")
            }
            (HardRule::Apart, Language::Sv) => {
                format!("{people} får inte vara i samma grupp, men hamnar båda i {at}.")
            }
            (HardRule::Apart, Language::En) => {
                format!("{people} must not share a cohort, but both end up in {at}.")
            }
            (HardRule::Available, Language::Sv) => format!("{people} kan inte komma till {at}."),
            (HardRule::Available, Language::En) => format!("{people} cannot attend {at}."),
            (HardRule::Language, Language::Sv) => format!("{people} talar inte språket i {at}."),
            (HardRule::Language, Language::En) => {
                format!("{people} does not speak the language of {at}.")
            }
            (HardRule::Modality, Language::Sv) => {
                format!("{people} kan inte delta på det sätt som {at} möts.")
            }
            (HardRule::Modality, Language::En) => {
                format!("{people} cannot take part the way {at} meets.")
            }
            (HardRule::Protected, Language::Sv) => {
                format!("{at} är inte öppen för {people}, och ingen annan grupp har plats.")
            }
            (HardRule::Protected, Language::En) => {
                format!("{at} is not open to {people}, and no other cohort has room.")
            }
            (HardRule::Locked, Language::Sv) => {
                format!("{people} är låst till {at}, men kan inte placeras där.")
            }
            (HardRule::Locked, Language::En) => {
                format!("{people} is locked to {at}, but cannot be placed there.")
            }
            (HardRule::Needs, Language::Sv) => {
                format!("{at} behöver minst {min} personer av ett visst slag, men får {have}.")
            }
            (HardRule::Needs, Language::En) => {
                format!("{at} needs at least {min} people of a certain kind, but gets {have}.")
            }
        }
    }
}
