//! Why there is no plan, as plain sentences in Swedish and English.

use super::breach::HardRule;
use super::conflict::Names;
use super::refusal::{BrokenRule, Impossible, InputFault, Naming, Numbers, PlanRefusal};
use super::weights::Attribute;
use crate::{id::PersonId, person::Language, profession::ProfessionFamily};

impl PlanRefusal {
    /// Everybody who is named in the sentences.
    pub fn people(&self) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = match self {
            Self::Input(faults) => faults.iter().filter_map(InputFault::person).collect(),
            Self::Rules(broken) => broken.iter().flat_map(|b| b.people.clone()).collect(),
            Self::Conflict(found) => found.people.clone(),
            Self::Seats { .. } | Self::Instance(_) => Vec::new(),
        };
        people.sort_unstable();
        people.dedup();
        people
    }

    /// One sentence per thing that stands in the way; `name` says what to call a person.
    pub fn sentences(&self, language: Language, name: Naming<'_>) -> Vec<String> {
        let sv = language == Language::Sv;
        match self {
            Self::Input(faults) => faults
                .iter()
                .map(|fault| fault.sentence(language, name))
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
            Self::Rules(broken) => broken
                .iter()
                .map(|rule| rule.sentence(language, name))
                .collect(),
            Self::Conflict(found) => {
                let called = Called { found, name };
                found.conflict.sentences(&found.instance, &called, language)
            }
            Self::Instance(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What people and cohorts of a conflict are called.
struct Called<'a> {
    found: &'a Impossible,
    name: Naming<'a>,
}

impl Names for Called<'_> {
    fn person(&self, id: u32, _: Language) -> String {
        let person = self.found.people.get(id as usize);
        person
            .map(|person| (self.name)(*person))
            .unwrap_or_default()
    }

    fn cohort(&self, id: u32, _: Language) -> String {
        let code = self.found.cohorts.get(id as usize);
        code.cloned().unwrap_or_default()
    }

    fn value(&self, attr: &str, value: i64, language: Language) -> String {
        let place = usize::try_from(value).ok();
        let family = place.and_then(|place| ProfessionFamily::ALL.get(place));
        match family {
            Some(family) if attr == Attribute::Family.key() => family.label(language).to_owned(),
            _ => attr.to_owned(),
        }
    }
}

impl InputFault {
    fn person(&self) -> Option<PersonId> {
        match self {
            Self::PersonTwice { person }
            | Self::LockedToUnknown { person }
            | Self::UnknownPerson { person }
            | Self::ApartFromSelf { person } => Some(*person),
            Self::CohortTwice { .. } | Self::MinAboveMax { .. } => None,
        }
    }

    pub fn sentence(&self, language: Language, name: Naming<'_>) -> String {
        let sv = language == Language::Sv;
        let person = self.person().map(name).unwrap_or_default();
        match self {
            Self::PersonTwice { .. } if sv => {
                format!("{person} finns med två gånger.")
            }
            Self::PersonTwice { .. } => format!("{person} is listed twice."),
            Self::CohortTwice { code } if sv => format!("Gruppen {code} finns med två gånger."),
            Self::CohortTwice { code } => format!("Cohort {code} is listed twice."),
            Self::MinAboveMax { code } if sv => {
                format!("Gruppen {code} har ett minsta antal som är större än det största.")
            }
            Self::MinAboveMax { code } => format!("Cohort {code} has a minimum above its maximum."),
            Self::LockedToUnknown { .. } if sv => {
                format!("{person} är låst till en grupp som inte finns.")
            }
            Self::LockedToUnknown { .. } => {
                format!("{person} is locked to a cohort that does not exist.")
            }
            Self::UnknownPerson { .. } if sv => {
                format!("En regel nämner {person}, som inte ska placeras.")
            }
            Self::UnknownPerson { .. } => {
                format!("A rule names {person}, who is not to be placed.")
            }
            Self::ApartFromSelf { .. } if sv => {
                format!("En regel håller isär {person} från sig själv.")
            }
            Self::ApartFromSelf { .. } => {
                format!("A rule keeps {person} apart from themselves.")
            }
        }
    }
}

impl BrokenRule {
    /// Says nothing of why a cohort is closed to a person: protection itself is protected.
    pub fn sentence(&self, language: Language, name: Naming<'_>) -> String {
        let people: Vec<_> = self.people.iter().map(|person| name(*person)).collect();
        let (people, at) = (people.join(", "), self.cohorts.join(", "));
        let Numbers { have, min, max } = self.numbers.unwrap_or(Numbers {
            have: 0,
            min: 0,
            max: 0,
        });
        let family = self.family.map_or("?", |family| family.label(language));
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
            (HardRule::Available, Language::Sv) if self.family.is_some() => {
                format!("{people} hör inte till den yrkesfamilj som {at} är till för.")
            }
            (HardRule::Available, Language::En) if self.family.is_some() => {
                format!("{people} is not of the profession family that {at} is for.")
            }
            (HardRule::Available, Language::Sv) => {
                format!("{people} kan inte komma på mötestiderna i {at}.")
            }
            (HardRule::Available, Language::En) => {
                format!("{people} cannot attend the meeting times of {at}.")
            }
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
                format!("{at} behöver minst {min} från {family}, men får {have}.")
            }
            (HardRule::Needs, Language::En) => {
                format!("{at} needs at least {min} from {family}, but gets {have}.")
            }
        }
    }
}
