//! What has changed since a plan was made: it may only be put into force on the ground it was made
//! for.

use super::input::{PlanInput, PlanPerson};
use super::refusal::Naming;
use crate::{id::PersonId, person::Language};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that is not as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Has no place any more.
    Left(PersonId),
    /// Has got a place.
    Arrived(PersonId),
    /// Is in another cohort than then.
    Moved(PersonId),
    /// Was locked or unlocked.
    Locked(PersonId),
    /// Profession, workplace, times or another fact about the person.
    Edited(PersonId),
    /// Rules about who goes with whom.
    Rules,
}

/// Everything that differs, in a fixed order; empty = the ground is the same. New cohorts have new
/// ids each time they are thought of, so `now` must name them as `then` does.
pub fn what_changed(then: &PlanInput, now: &PlanInput) -> Vec<Change> {
    let by_id = |input: &PlanInput| -> BTreeMap<PersonId, PlanPerson> {
        let people = input.people.iter();
        people
            .map(|person| (person.person, person.clone()))
            .collect()
    };
    let (before, after) = (by_id(then), by_id(now));
    let mut changes = Vec::new();
    for id in before.keys().filter(|id| !after.contains_key(id)) {
        changes.push(Change::Left(*id));
    }
    for (id, person) in &after {
        let Some(was) = before.get(id) else {
            changes.push(Change::Arrived(*id));
            continue;
        };
        if was.previous != person.previous {
            changes.push(Change::Moved(*id));
        }
        if was.locked != person.locked {
            changes.push(Change::Locked(*id));
        }
        let same_place = PlanPerson {
            previous: was.previous,
            locked: was.locked,
            ..person.clone()
        };
        if same_place != *was {
            changes.push(Change::Edited(*id));
        }
    }
    let rules = |input: &PlanInput| {
        let together: BTreeSet<_> = input.together.iter().cloned().collect();
        let apart: BTreeSet<_> = input
            .apart
            .iter()
            .map(|&(a, b)| (a.min(b), a.max(b)))
            .collect();
        (together, apart)
    };
    if rules(then) != rules(now) {
        changes.push(Change::Rules);
    }
    changes
}

impl Change {
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Left(person)
            | Self::Arrived(person)
            | Self::Moved(person)
            | Self::Locked(person)
            | Self::Edited(person) => Some(person),
            Self::Rules => None,
        }
    }

    pub fn sentence(self, language: Language, name: Naming<'_>) -> String {
        let sv = language == Language::Sv;
        let who = self.person().map(name).unwrap_or_default();
        match self {
            Self::Left(_) if sv => format!("{who} har lämnat sin plats."),
            Self::Left(_) => format!("{who} has left."),
            Self::Arrived(_) if sv => format!("{who} har fått plats."),
            Self::Arrived(_) => format!("{who} has got a place."),
            Self::Moved(_) if sv => format!("{who} har bytt grupp."),
            Self::Moved(_) => format!("{who} has changed cohort."),
            Self::Locked(_) if sv => format!("{who} har låsts eller låsts upp."),
            Self::Locked(_) => format!("{who} has been locked or unlocked."),
            Self::Edited(_) if sv => format!("Uppgifter om {who} har ändrats."),
            Self::Edited(_) => format!("Facts about {who} have changed."),
            Self::Rules if sv => "En regel om vilka som ska vara tillsammans har ändrats.".into(),
            Self::Rules => "A rule about who shares a cohort has changed.".into(),
        }
    }
}
