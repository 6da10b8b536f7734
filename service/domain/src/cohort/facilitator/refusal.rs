//! Why there are no leaders for all cohorts, in words.

use super::Roles;
use super::assign::{NotSettled, among};
use crate::cohort::conflict::Names;
use crate::person::Language;
use serde::Serialize;

/// Why it cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// These cohorts cannot all have the facilitators they want; without any one of them the
    /// others could.
    TooFew {
        cohorts: Vec<u32>,
        /// How many they want together, and how many times those who could come may lead.
        wanted: u64,
        places: u64,
        /// Everybody who could lead one of them.
        able: Vec<u32>,
        /// What would help, each by itself.
        helps: Vec<Help>,
    },
    /// There was too much to try.
    NotSettled,
}

/// A change after which these cohorts could have their facilitators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    /// That those who could come lead more cohorts.
    HigherLoad,
    /// That everybody could come at every time.
    AnyTime,
    /// That the cohorts do not meet at the same time.
    NoClash,
    /// That all may be of one family.
    OneFamily,
    /// That those whom a cohort must not have could lead it.
    Anyone,
    /// That nobody is held in a cohort.
    NoHold,
}

impl Help {
    const ALL: [Self; 6] = [
        Self::HigherLoad,
        Self::AnyTime,
        Self::NoClash,
        Self::OneFamily,
        Self::Anyone,
        Self::NoHold,
    ];

    fn given(self, roles: &Roles) -> Roles {
        let mut new = roles.clone();
        let many = u32::try_from(roles.cohorts.len()).unwrap_or(u32::MAX);
        match self {
            // Whoever does not lead at all is not asked to.
            Self::HigherLoad => {
                let lead = new.facilitators.iter_mut().filter(|who| who.most > 0);
                lead.for_each(|who| who.most = many);
            }
            Self::AnyTime => new.facilitators.iter_mut().for_each(|who| who.cannot = 0),
            Self::NoClash => {
                // Without times there is no clash; who cannot come at them still does not.
                for (id, led) in (0u32..).zip(&mut new.cohorts) {
                    let all = (0u32..).take(roles.facilitators.len());
                    led.never = all.filter(|&who| !roles.able(who, id)).collect();
                    led.slots = 0;
                }
            }
            Self::OneFamily => new.two_families = false,
            Self::Anyone => new.cohorts.iter_mut().for_each(|led| led.never.clear()),
            Self::NoHold => new.cohorts.iter_mut().for_each(|led| led.holds.clear()),
        }
        new
    }

    fn sentence(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::HigherLoad, Language::Sv) => "Det går om de får leda fler grupper.",
            (Self::HigherLoad, Language::En) => "It can be done if they may lead more cohorts.",
            (Self::AnyTime, Language::Sv) => "Det går om de kan komma på fler tider.",
            (Self::AnyTime, Language::En) => "It can be done if they can come at more times.",
            (Self::NoClash, Language::Sv) => "Det går om grupperna möts på olika tider.",
            (Self::NoClash, Language::En) => "It can be done if the cohorts meet at other times.",
            (Self::OneFamily, Language::Sv) => {
                "Det går om alla i en grupp får vara från samma yrkesfamilj."
            }
            (Self::OneFamily, Language::En) => {
                "It can be done if all of a cohort may be of one profession family."
            }
            (Self::Anyone, Language::Sv) => "Det går om de som är undantagna får leda.",
            (Self::Anyone, Language::En) => "It can be done if those who are ruled out may lead.",
            (Self::NoHold, Language::Sv) => "Det går om ingen är låst till en grupp.",
            (Self::NoHold, Language::En) => "It can be done if nobody is held in a cohort.",
        }
    }
}

/// The smallest set of cohorts that cannot be led, by leaving out one after the other.
pub(super) fn refusal(roles: &Roles, cohorts: &[u32]) -> Refusal {
    let mut cohorts = cohorts.to_vec();
    let mut at = 0;
    while at < cohorts.len() {
        let mut fewer = cohorts.clone();
        fewer.remove(at);
        match among(roles, &fewer) {
            Ok(None) => cohorts = fewer,
            Ok(Some(_)) => at += 1,
            Err(NotSettled) => return Refusal::NotSettled,
        }
    }
    let able = |&who: &u32| cohorts.iter().any(|&cohort| roles.able(who, cohort));
    let able: Vec<u32> = (0u32..)
        .take(roles.facilitators.len())
        .filter(able)
        .collect();
    let places = |&who: &u32| {
        let could = cohorts
            .iter()
            .filter(|&&cohort| roles.able(who, cohort))
            .count() as u64;
        could.min(u64::from(roles.facilitators[who as usize].most))
    };
    let does = |help: &Help| {
        let found = among(&help.given(roles), &cohorts);
        found.is_ok_and(|found| found.is_some())
    };
    Refusal::TooFew {
        wanted: cohorts
            .iter()
            .map(|&id| u64::from(roles.cohorts[id as usize].wanted))
            .sum(),
        places: able.iter().map(places).sum(),
        helps: Help::ALL.into_iter().filter(does).collect(),
        able,
        cohorts,
    }
}

impl Refusal {
    /// In words; `names` gives facilitators as people.
    pub fn sentences(&self, names: &dyn Names, language: Language) -> Vec<String> {
        let Self::TooFew {
            cohorts,
            wanted,
            able,
            helps,
            ..
        } = self
        else {
            return vec![match language {
                Language::Sv => "Det gick inte att avgöra om handledarna räcker.".to_owned(),
                Language::En => "Whether there are facilitators enough is not settled.".to_owned(),
            }];
        };
        let cohorts: Vec<_> = cohorts
            .iter()
            .map(|&id| names.cohort(id, language))
            .collect();
        let who: Vec<_> = able.iter().map(|&id| names.person(id, language)).collect();
        let (at, who) = (cohorts.join(", "), who.join(", "));
        let mut sentences = vec![match (language, able.is_empty()) {
            (Language::Sv, true) => format!("Ingen kan leda {at}, där det behövs {wanted}."),
            (Language::En, true) => format!("Nobody can lead {at}, where {wanted} are wanted."),
            (Language::Sv, false) => {
                format!("Det behövs {wanted} handledare i {at}, men de som kan räcker inte: {who}.")
            }
            (Language::En, false) => format!(
                "{wanted} facilitators are wanted in {at}, but those who can do not suffice: {who}."
            ),
        }];
        sentences.extend(helps.iter().map(|help| help.sentence(language).to_owned()));
        if helps.is_empty() {
            sentences.push(match language {
                Language::Sv => "Det behövs fler handledare.".to_owned(),
                Language::En => "More facilitators are needed.".to_owned(),
            });
        }
        sentences
    }
}
