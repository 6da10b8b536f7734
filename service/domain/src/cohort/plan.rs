//! From people to cohorts: a plan that can be explained, or a refusal that says what stands in
//! the way.
//!
//! People and cohorts are sorted before anything else, so the order in which they come in has no
//! say. The wish behind the weights: nobody alone of their profession family where it can be
//! avoided, then families as even as possible. The core triad (teaching, special education,
//! social work) needs no rule of its own: a family with two people per cohort or more gets a pair
//! in every cohort, and one with fewer cannot be everywhere without leaving somebody alone.

use super::compiled::Model;
use super::explain::{Alternative, CohortExplanation, PersonExplanation};
use super::input::PlanInput;
use super::instance::{Assignment, Instance};
use super::record::Solving;
use super::refusal::{PlanRefusal, broken_rules};
use super::roster::Roster;
use super::score::{Score, explain_breaches};
use super::solve::{Progress, SolveOptions, Status, solve};
use super::why::Explainer;
use crate::id::{CohortId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// What was solved; participant n is the n-th of `places`, cohort n the n-th of `cohorts`. It
    /// names nobody, and is stored apart from who is who.
    #[serde(skip_serializing, default = "unstored")]
    pub instance: Instance,
    /// What is known of how good it is.
    #[serde(default = "merely_feasible")]
    pub status: Status,
    /// No division of these people costs fewer points than this, as far as is known.
    #[serde(default)]
    pub bound: Option<i64>,
    /// How it was found; missing if nobody searched.
    #[serde(default)]
    pub solving: Option<Solving>,
}

fn unstored() -> Instance {
    Instance {
        format: super::instance::INSTANCE_FORMAT.to_owned(),
        name: None,
        slots: 0,
        labels: BTreeMap::new(),
        participants: Vec::new(),
        cohorts: Vec::new(),
        criteria: Vec::new(),
        together: Vec::new(),
        apart: Vec::new(),
        wishes: Vec::new(),
    }
}

fn merely_feasible() -> Status {
    Status::Feasible
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
        return Err(PlanRefusal::Rules(broken(
            &roster,
            &instance,
            &solution.assignment,
        )));
    }
    let solving = Solving::of(&options, &solution);
    let mut plan = explained(&roster, instance, &solution.assignment, solution.score);
    plan.status = solution.status;
    plan.bound = known_bound(solution.status, plan.score.soft_total());
    plan.solving = Some(solving);
    Ok(plan)
}

/// What is proven to be best is its own bound.
pub(super) fn known_bound(status: Status, points: i64) -> Option<i64> {
    (status == Status::Optimal).then_some(points)
}

/// Judges a division that somebody else has made, as [`plan`] judges its own. Who has no place
/// counts as unassigned, which breaks a hard rule.
pub fn evaluate(input: &PlanInput, places: &[(PersonId, CohortId)]) -> Result<Plan, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let assignment = roster.assignment(places);
    let score = Score::of(&instance, &assignment).unwrap_or_default();
    if score.hard_total() > 0 {
        return Err(PlanRefusal::Rules(broken(&roster, &instance, &assignment)));
    }
    Ok(explained(&roster, instance, &assignment, score))
}

/// A division with its explanation, rules broken or not: for what has been in force.
pub fn describe(input: &PlanInput, places: &[(PersonId, CohortId)]) -> Result<Plan, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let assignment = roster.assignment(places);
    let score = Score::of(&instance, &assignment).unwrap_or_default();
    Ok(explained(&roster, instance, &assignment, score))
}

/// The division as it is, rules broken or not: what a what-if shows.
pub fn judge(input: &PlanInput, places: &[(PersonId, CohortId)]) -> Result<Judged, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let assignment = roster.assignment(places);
    let score = Score::of(&instance, &assignment).unwrap_or_default();
    let broken = broken(&roster, &instance, &assignment);
    let cohorts = Explainer::new(&roster, &instance, &assignment).tallies();
    Ok(Judged {
        score,
        broken,
        cohorts,
    })
}

/// A division that may break rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub score: Score,
    pub broken: Vec<super::BrokenRule>,
    /// By code, without notes.
    pub cohorts: Vec<CohortExplanation>,
}

/// What every other cohort would cost a person of the plan, the best first; empty if the person
/// has no choice, `None` if they are not in it.
pub fn alternatives(input: &PlanInput, plan: &Plan, person: PersonId) -> Option<Vec<Alternative>> {
    let roster = Roster::new(input).ok()?;
    let seat = roster.seat(person)?;
    let assignment = plan.assignment();
    let explainer = Explainer::new(&roster, &plan.instance, &assignment);
    Some(explainer.alternatives(&Model::new(&plan.instance), seat))
}

pub(super) fn broken(
    roster: &Roster<'_>,
    instance: &Instance,
    assignment: &Assignment,
) -> Vec<super::BrokenRule> {
    let found = explain_breaches(instance, assignment).unwrap_or_default();
    broken_rules(roster, instance, &found)
}

/// A division with its explanation.
pub(super) fn explained(
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
    let status = match (score.hard_total(), score.soft_total()) {
        (1.., _) => Status::Infeasible,
        (_, 0) => Status::Optimal,
        _ => Status::Feasible,
    };
    Plan {
        places,
        bound: known_bound(status, score.soft_total()),
        score,
        cohorts,
        people,
        instance,
        status,
        solving: None,
    }
}
