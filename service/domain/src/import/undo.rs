//! Taking back what an import did: what of it can be, and why not. What others have built on stays, and what has been
//! changed since is not written over.

use crate::person::Language;
use serde::{Deserialize, Serialize};

/// What a row of a file made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Person,
    /// An e-mail address of somebody who was here.
    Address,
    Application,
    Session,
    Programme,
    Workplace,
}

impl Thing {
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Address,
        Self::Application,
        Self::Session,
        Self::Programme,
        Self::Workplace,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Address => "address",
            Self::Application => "application",
            Self::Session => "session",
            Self::Programme => "programme",
            Self::Workplace => "workplace",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it was before the import.
    TakenBack,
    /// The person had been told: the application is struck by decision, and the person is told that too. A meeting that
    /// stands in calendars is cancelled.
    Ended,
    Kept,
}

/// Why something stays, or is ended rather than taken away. The first that holds is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It is gone already.
    Gone,
    ChangedSince,
    Registered,
    Attended,
    InCohort,
    Answered,
    /// A reserve has been called, or somebody tried to be reached.
    Called,
    /// A head has been asked to approve.
    HeadAsked,
    /// It has been decided on since.
    Decided,
    /// It stands in a basis of an invoice that has been taken out.
    Billed,
    /// Another application rests on it.
    LeantOn,
    /// The person has wished or stated something for the offering.
    Wished,
    /// The import took the person out of a place, which somebody else may have.
    PlaceGone,
    /// A letter about it has gone out.
    Told,
    /// Something else of the person is here.
    InUse,
    /// The person has proved that the address is theirs, or it is the only one.
    Proved,
    /// A protection is not lifted by taking back; the rest is as it was.
    ProtectionStays,
    /// It stands in people's calendars.
    InCalendars,
}

impl Because {
    pub const ALL: [Self; 18] = [
        Self::Gone,
        Self::ChangedSince,
        Self::Registered,
        Self::Attended,
        Self::InCohort,
        Self::Answered,
        Self::Called,
        Self::HeadAsked,
        Self::Decided,
        Self::Billed,
        Self::LeantOn,
        Self::Wished,
        Self::PlaceGone,
        Self::Told,
        Self::InUse,
        Self::Proved,
        Self::ProtectionStays,
        Self::InCalendars,
    ];

    pub fn label(self, language: Language) -> &'static str {
        let (sv, en) = match self {
            Self::Gone => ("finns inte längre", "is gone"),
            Self::ChangedSince => ("har ändrats sedan dess", "has been changed since"),
            Self::Registered => ("är registrerad", "is registered"),
            Self::Attended => ("har varit på plats", "has been there"),
            Self::InCohort => ("är placerad i en grupp", "is placed in a cohort"),
            Self::Answered => ("har svarat", "has answered"),
            Self::Called => (
                "har kallats eller sökts",
                "has been called, or tried to be reached",
            ),
            Self::HeadAsked => ("chefen är tillfrågad", "the head has been asked"),
            Self::Decided => ("har fått ett senare beslut", "has been decided on since"),
            Self::Billed => (
                "står i ett fakturaunderlag",
                "stands in a basis of an invoice",
            ),
            Self::LeantOn => (
                "en annan anmälan bygger på den",
                "another application rests on it",
            ),
            Self::Wished => (
                "har lämnat önskemål för kurstillfället",
                "has stated wishes for the offering",
            ),
            Self::PlaceGone => (
                "platsen kan ha gått vidare till någon annan",
                "the place may have gone to somebody else",
            ),
            Self::Told => ("har fått brev om det", "has had a letter about it"),
            Self::InUse => ("används av annat här", "is used by something else here"),
            Self::Proved => (
                "adressen är bevisad, eller den enda",
                "the address is proved, or the only one",
            ),
            Self::ProtectionStays => (
                "skyddet ligger kvar; resten är som förut",
                "the protection stays; the rest is as before",
            ),
            Self::InCalendars => (
                "står i kalendrar: tillfället är inställt",
                "stands in calendars: the session is cancelled",
            ),
        };
        match language {
            Language::Sv => sv,
            Language::En => en,
        }
    }
}

/// What is known of an application that an import made or changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ApplicationTies {
    pub changed_since: bool,
    pub registered: bool,
    pub attended: bool,
    pub in_cohort: bool,
    pub answered: bool,
    pub called: bool,
    pub head_asked: bool,
    pub decided: bool,
    pub billed: bool,
    pub leant_on: bool,
    pub wished: bool,
    /// The import made somebody lose a place.
    pub place_gone: bool,
    pub told: bool,
    /// The import made it; otherwise it changed it.
    pub made: bool,
}

/// What becomes of an application. `also_told`: who has been told is told again, rather than kept.
pub fn application(ties: &ApplicationTies, also_told: bool) -> (Outcome, Option<Because>) {
    let kept = [
        (ties.changed_since, Because::ChangedSince),
        (ties.registered, Because::Registered),
        (ties.attended, Because::Attended),
        (ties.in_cohort && ties.made, Because::InCohort),
        (ties.answered, Because::Answered),
        (ties.called, Because::Called),
        (ties.head_asked, Because::HeadAsked),
        (ties.decided && ties.made, Because::Decided),
        (ties.billed && ties.made, Because::Billed),
        (ties.leant_on, Because::LeantOn),
        (ties.wished && ties.made, Because::Wished),
        (ties.place_gone, Because::PlaceGone),
    ];
    if let Some((_, why)) = kept.into_iter().find(|(holds, _)| *holds) {
        return (Outcome::Kept, Some(why));
    }
    match (ties.told, also_told && ties.made) {
        (false, _) => (Outcome::TakenBack, None),
        (true, true) => (Outcome::Ended, Some(Because::Told)),
        (true, false) => (Outcome::Kept, Some(Because::Told)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const MADE: ApplicationTies = ApplicationTies {
        changed_since: false,
        registered: false,
        attended: false,
        in_cohort: false,
        answered: false,
        called: false,
        head_asked: false,
        decided: false,
        billed: false,
        leant_on: false,
        wished: false,
        place_gone: false,
        told: false,
        made: true,
    };

    #[test]
    fn what_nobody_has_built_on_is_taken_back() {
        assert_eq!(application(&MADE, false), (Outcome::TakenBack, None));
        assert_eq!(application(&MADE, true), (Outcome::TakenBack, None));
    }

    #[test]
    fn everything_that_others_build_on_keeps_it_whatever_is_asked() {
        type Tie = (fn(&mut ApplicationTies), Because);
        let ties: [Tie; 12] = [
            (|t| t.changed_since = true, Because::ChangedSince),
            (|t| t.registered = true, Because::Registered),
            (|t| t.attended = true, Because::Attended),
            (|t| t.in_cohort = true, Because::InCohort),
            (|t| t.answered = true, Because::Answered),
            (|t| t.called = true, Because::Called),
            (|t| t.head_asked = true, Because::HeadAsked),
            (|t| t.decided = true, Because::Decided),
            (|t| t.billed = true, Because::Billed),
            (|t| t.leant_on = true, Because::LeantOn),
            (|t| t.wished = true, Because::Wished),
            (|t| t.place_gone = true, Because::PlaceGone),
        ];
        for (tie, why) in ties {
            let mut with = MADE;
            tie(&mut with);
            with.told = true;
            for also_told in [false, true] {
                let found = application(&with, also_told);
                assert_eq!(found, (Outcome::Kept, Some(why)));
            }
        }
    }

    #[test]
    fn who_has_been_told_is_not_left_in_the_belief() {
        let told = ApplicationTies { told: true, ..MADE };
        let kept = (Outcome::Kept, Some(Because::Told));
        assert_eq!(application(&told, false), kept);
        let ended = (Outcome::Ended, Some(Because::Told));
        assert_eq!(application(&told, true), ended);
        // What was only changed is not ended: it was there before.
        let changed = ApplicationTies {
            made: false,
            ..told
        };
        assert_eq!(application(&changed, true), kept);
    }

    #[test]
    fn reasons_are_said_apart() {
        let said = |language| -> BTreeSet<_> { Because::ALL.map(|one| one.label(language)).into() };
        assert_eq!(said(Language::Sv).len(), Because::ALL.len());
        assert_eq!(said(Language::En).len(), Because::ALL.len());
        for thing in Thing::ALL {
            assert_eq!(Thing::from_word(thing.word()), Some(thing));
        }
    }
}
