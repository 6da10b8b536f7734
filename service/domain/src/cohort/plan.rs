//! From people to cohorts: a plan that can be explained, or a refusal that says what stands in
//! the way.
//!
//! People and cohorts are sorted before anything else, so the order in which they come in has no
//! say. The wish behind the weights: nobody alone of their profession family where it can be
//! avoided, then families as even as possible. The core triad (teaching, special education,
//! social work) needs no rule of its own: a family with two people per cohort or more gets a pair
//! in every cohort, and one with fewer cannot be everywhere without leaving somebody alone.

use super::explain::{CohortExplanation, PersonExplanation};
use super::instance::{Assignment, Instance};
use super::refusal::{PlanRefusal, broken_rules};
use super::roster::Roster;
use super::score::{Score, explain_breaches};
use super::solve::{Progress, SolveOptions, Status, solve};
use super::why::Explainer;
use crate::{
    id::{CohortId, PersonId},
    person::Modality,
    profession::ProfessionFamily,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewest people in a cohort that [`cohort_sizes`] proposes, where avoidable.
const SMALLEST_COHORT: usize = 3;
/// What to do with colleagues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkplacePolicy {
    /// Different cohorts where possible.
    #[default]
    Spread,
    /// The same cohort where possible.
    Together,
    None,
}

/// Everything a plan depends on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlanInput {
    pub people: Vec<PlanPerson>,
    pub cohorts: Vec<PlanCohort>,
    /// Groups who must share a cohort.
    pub together: Vec<Vec<PersonId>>,
    /// Pairs who must not.
    pub apart: Vec<(PersonId, PersonId)>,
    pub workplace_policy: WorkplacePolicy,
    pub seed: u64,
    /// As [`SolveOptions::iterations`]; 0 = by size.
    pub iterations: u64,
}

/// A person to place. `None` = not stated, and then counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPerson {
    pub person: PersonId,
    pub family: Option<ProfessionFamily>,
    pub workplace: Option<String>,
    pub modality: Option<Modality>,
    /// May only be placed where `protected_ok`.
    pub protected: bool,
    pub locked: Option<CohortId>,
    /// Where the person was. A cohort that is gone counts as none: leaving it is no choice.
    pub previous: Option<CohortId>,
    /// Kept in the instance as an attribute; no default wish looks at it.
    pub channel: Option<String>,
}

/// A cohort to fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCohort {
    pub cohort: CohortId,
    pub code: String,
    pub min: u32,
    pub max: u32,
    pub target: u32,
    /// How it meets; `None` = either, which meets every wish.
    pub modality: Option<Modality>,
    pub protected_ok: bool,
}

/// A division without a broken rule, and why it looks as it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// By person id.
    pub places: Vec<(PersonId, CohortId)>,
    pub score: Score,
    /// By code.
    pub cohorts: Vec<CohortExplanation>,
    /// By person id.
    pub people: Vec<PersonExplanation>,
    /// What was solved; participant n is the n-th of `places`, cohort n the n-th of `cohorts`.
    pub instance: Instance,
}

impl Plan {
    /// The division as positions in `instance`, such as [`super::move_effect`] takes.
    pub fn assignment(&self) -> Assignment {
        let ids: BTreeMap<_, _> = self.cohorts.iter().map(|c| c.cohort).zip(0u32..).collect();
        Assignment {
            cohort: self
                .places
                .iter()
                .map(|(_, id)| ids.get(id).copied())
                .collect(),
        }
    }
}

/// Sizes of cohorts of about `about` people: as even as possible, larger first, at least one
/// cohort, and none below three where avoidable.
pub fn cohort_sizes(people: usize, about: u32) -> Vec<u32> {
    let about = (about as usize).max(1);
    let wished = (2 * people + about) / (2 * about);
    let number = wished.min(people / SMALLEST_COHORT).max(1);
    let (each, rest) = (people / number, people % number);
    let size = |place| u32::try_from(each + usize::from(place < rest)).unwrap_or(u32::MAX);
    (0..number).map(size).collect()
}

/// Divides the people. `keep_going` as in [`solve`]; a plan ended early is still whole.
pub fn plan(
    input: &PlanInput,
    keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Plan, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let options = SolveOptions {
        seed: input.seed,
        iterations: input.iterations,
    };
    let solution = solve(&instance, &options, keep_going).map_err(PlanRefusal::Instance)?;
    if solution.status == Status::Infeasible {
        let found = explain_breaches(&instance, &solution.assignment).unwrap_or_default();
        return Err(PlanRefusal::Rules(broken_rules(&roster, &found)));
    }
    Ok(explained(
        &roster,
        instance,
        &solution.assignment,
        solution.score,
    ))
}

/// Judges a division that somebody else has made, as [`plan`] judges its own. Who has no place
/// counts as unassigned, which breaks a hard rule.
pub fn evaluate(input: &PlanInput, places: &[(PersonId, CohortId)]) -> Result<Plan, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let wanted: BTreeMap<_, _> = places.iter().copied().collect();
    let position = |cohort: &CohortId| {
        let found = roster.cohorts.iter().position(|c| c.cohort == *cohort)?;
        u32::try_from(found).ok()
    };
    let place = |person: &&PlanPerson| wanted.get(&person.person).and_then(position);
    let assignment = Assignment {
        cohort: roster.people.iter().map(place).collect(),
    };
    let score = Score::of(&instance, &assignment).unwrap_or_default();
    if score.hard_total() > 0 {
        let found = explain_breaches(&instance, &assignment).unwrap_or_default();
        return Err(PlanRefusal::Rules(broken_rules(&roster, &found)));
    }
    Ok(explained(&roster, instance, &assignment, score))
}

/// A division with its explanation.
fn explained(
    roster: &Roster<'_>,
    instance: Instance,
    assignment: &Assignment,
    score: Score,
) -> Plan {
    let mut places = Vec::new();
    for (person, place) in roster.people.iter().zip(&assignment.cohort) {
        if let Some(cohort) = place {
            places.push((person.person, roster.cohorts[*cohort as usize].cohort));
        }
    }
    let (cohorts, people) = Explainer::new(roster, &instance, assignment).explain();
    Plan {
        places,
        score,
        cohorts,
        people,
        instance,
    }
}
