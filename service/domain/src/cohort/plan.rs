//! From people to cohorts: a plan that can be explained, or a refusal that says what stands in
//! the way.
//!
//! People and cohorts are sorted before anything else, so the order in which they come in has no
//! say. The wish behind the weights: nobody alone of their profession family where it can be
//! avoided, then families as even as possible. The core triad (teaching, special education,
//! social work) needs no rule of its own: a family with two people per cohort or more gets a pair
//! in every cohort, and one with fewer cannot be everywhere without leaving somebody alone.

use super::conflict::Verdict;
use super::explain::why::Explainer;
use super::explain::{Alternative, CohortExplanation, PersonExplanation};
use super::find::{FrontierChoice, Solving, find};
use super::input::PlanInput;
use super::instance::{Assignment, Instance};
use super::refusal::{PlanRefusal, broken_rules};
use super::roster::Roster;
use super::score::{Score, explain_breaches};
use super::search::compiled::Model;
use super::search::frontier::frontier;
use super::search::solve::{Progress, SolveOptions, Status};
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

/// Divides the people. `keep_going` as in [`super::solve()`]; a plan ended early is still whole.
/// With a choice the plan is that point of the curve of moves against points.
pub fn plan(
    input: &PlanInput,
    choice: Option<FrontierChoice>,
    keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Plan, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let found = find(&instance, &options(input), choice, keep_going);
    let found = found.map_err(PlanRefusal::Instance)?;
    let assignment = found.solving.found.clone();
    if found.status == Status::Infeasible {
        let proven = found.conflict.filter(|c| c.verdict == Verdict::Proven);
        return Err(match proven {
            Some(conflict) => PlanRefusal::conflict(&roster, instance, conflict),
            None => PlanRefusal::Rules(broken(&roster, &instance, &assignment)),
        });
    }
    let mut plan = explained(&roster, instance, &assignment, found.score);
    plan.status = found.status;
    plan.bound = found.bound;
    plan.solving = Some(found.solving);
    Ok(plan)
}

fn options(input: &PlanInput) -> SolveOptions {
    SolveOptions {
        seed: input.seed,
        iterations: input.iterations,
    }
}

/// A point of the curve of moves against points, told of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPoint {
    /// People placed elsewhere than in their previous cohort.
    pub moves: u32,
    /// Without points for moving: what the moves buy. It may break rules where too few move.
    pub score: Score,
    /// By person id.
    pub places: Vec<(PersonId, CohortId)>,
}

/// For 0, 1, 2, … moves up to `most` the best division; see [`super::frontier()`].
pub fn plan_frontier(
    input: &PlanInput,
    most: u32,
    keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Vec<PlanPoint>, PlanRefusal> {
    let roster = Roster::new(input)?;
    let instance = roster.instance(input);
    let points = frontier(&instance, &options(input), most, keep_going);
    let points = points.map_err(PlanRefusal::Instance)?.into_iter();
    Ok(points
        .map(|point| PlanPoint {
            moves: point.moves,
            score: point.score,
            places: roster.places(&point.assignment),
        })
        .collect())
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
    let places = roster.places(assignment);
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
