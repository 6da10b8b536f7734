//! Whom a rule reminds, and why not the others.

use super::{For, Moments, Occurrence, firsts};
use crate::{
    application::ApplicationState,
    id::{ApplicationId, CohortId, PersonId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Admitted, has said yes, or registered.
    TakingPart,
    /// Admitted or has said yes, and not yet registered.
    Admitted,
    Registered,
    /// Admitted, asked for an answer, and has not answered.
    Unanswered,
    Reserves,
    /// Who leads a cohort.
    Leaders,
    /// Who is in a cohort of the division of this name.
    CohortSet(String),
}

/// An active application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub application: ApplicationId,
    pub channel: Uuid,
    pub state: ApplicationState,
    pub answer_by: Option<Timestamp>,
}

/// Somebody whom a rule may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    pub place: Option<Place>,
    /// Cohorts that the person is in, with the names of their divisions.
    pub cohorts: Vec<(String, CohortId)>,
    pub leads: Vec<CohortId>,
    pub has_address: bool,
    /// The address has turned out not to take letters.
    pub address_failed: bool,
    pub unsubscribed: bool,
}

/// Why somebody is not reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Is not among those whom the rule means.
    NotMeant,
    /// Has another meeting, channel or time to answer.
    AnotherOccurrence,
    Told,
    Unsubscribed,
    NoAddress,
    AddressFailed,
}

/// Who has been reminded by the rule, of which occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub occurrence: String,
    pub person: PersonId,
}

impl Candidate {
    /// Whether a meeting of this cohort, or of all, is this person's.
    pub(super) fn attends(&self, cohort: Option<CohortId>) -> bool {
        match cohort {
            None => true,
            Some(cohort) => {
                self.leads.contains(&cohort) || self.cohorts.iter().any(|(_, one)| *one == cohort)
            }
        }
    }

    fn is_meant(&self, audience: &Audience, now: Timestamp) -> bool {
        use ApplicationState::{Accepted, Admitted, Called, Registered, Reserve};
        let in_state = |states: &[ApplicationState]| {
            let place = self.place.as_ref();
            place.is_some_and(|place| states.contains(&place.state))
        };
        match audience {
            Audience::TakingPart => in_state(&[Admitted, Accepted, Registered]),
            Audience::Admitted => in_state(&[Admitted, Accepted]),
            Audience::Registered => in_state(&[Registered]),
            Audience::Unanswered => {
                let by = self.place.as_ref().and_then(|place| place.answer_by);
                in_state(&[Admitted]) && by.is_some_and(|by| by > now)
            }
            Audience::Reserves => in_state(&[Reserve, Called]),
            Audience::Leaders => !self.leads.is_empty(),
            Audience::CohortSet(set) => self.cohorts.iter().any(|(one, _)| one == set),
        }
    }
}

/// Everybody, with why they are not reminded of an occurrence, if they are not.
pub fn recipients(
    audience: &Audience,
    occurrence: &Occurrence,
    of: &Moments,
    people: &[Candidate],
    told: &[Told],
    now: Timestamp,
) -> Vec<(PersonId, Option<LeftOut>)> {
    let first = firsts(of, people);
    let is_theirs = |one: &Candidate| match occurrence.is_for {
        For::Everybody => true,
        For::Channel(channel) => one.place.as_ref().is_some_and(|p| p.channel == channel),
        For::Application(id) => one.place.as_ref().is_some_and(|p| p.application == id),
        For::Meeting(_, cohort) => one.attends(cohort),
        For::First(session) => first.get(&one.person) == Some(&session),
    };
    let was_told = |one: &Candidate| {
        told.iter().any(|told| {
            let same = match occurrence.is_for {
                // The first meeting is the first once, whichever comes first later.
                For::First(_) => true,
                _ => told.occurrence == occurrence.key,
            };
            same && told.person == one.person
        })
    };
    let why = |one: &Candidate| {
        if !one.is_meant(audience, now) {
            Some(LeftOut::NotMeant)
        } else if !is_theirs(one) {
            Some(LeftOut::AnotherOccurrence)
        } else if was_told(one) {
            Some(LeftOut::Told)
        } else if one.unsubscribed {
            Some(LeftOut::Unsubscribed)
        } else if !one.has_address {
            Some(LeftOut::NoAddress)
        } else if one.address_failed {
            Some(LeftOut::AddressFailed)
        } else {
            None
        }
    };
    people.iter().map(|one| (one.person, why(one))).collect()
}
