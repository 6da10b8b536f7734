//! Cohorts: dividing the people of an offering into groups that work.
//!
//! Reading order: an [`Instance`] states people, cohorts, hard rules and weighted wishes as small
//! integers (format `cohort-instance/1`); [`Score::of`] says what a division costs, slowly and
//! plainly; [`solve()`] finds a good one, on a compiled model with incremental costs; [`plan()`]
//! builds an instance from people, solves it, and explains the result or the refusal;
//! [`move_effect`] judges one manual move.
//!
//! Nothing here reads a clock or a random source. Same input, seed and iterations: same result.

mod assign;
mod block;
mod bound;
mod breach;
mod columns;
mod compile;
mod compiled;
mod conflict;
mod construct;
mod cooling;
mod cost;
mod cycle;
mod deal;
mod delta;
mod effect;
mod exhaust;
mod explain;
pub mod facilitator;
mod frontier;
mod instance;
mod picker;
mod plan;
mod refusal;
mod rng;
mod roster;
mod score;
mod search;
mod solve;
mod state;
mod steps;
mod validate;
mod validate_criteria;
mod why;
mod words;
mod words_person;

pub use bound::{PROOF_EFFORT, lower_bound, prove};
pub use breach::{Breach, HardRule};
pub use conflict::{
    Conflict, ConflictOptions, Names, Positions, Relaxation, Rule, Verdict, conflict,
};
pub use effect::{MoveEffect, MoveError, move_effect};
pub use explain::{
    AloneReason, Alternative, AlternativeReason, CORE_TRIAD, CohortExplanation, CohortNote,
    FamilyCount, PersonExplanation, PlacementReason,
};
pub use frontier::{FrontierPoint, frontier};
pub use instance::{Assignment, Cohort, Criterion, INSTANCE_FORMAT, Instance, Need, Participant};
pub use plan::{
    Plan, PlanCohort, PlanInput, PlanPerson, WorkplacePolicy, cohort_sizes, evaluate, plan,
};
pub use refusal::{BrokenRule, InputFault, Numbers, PlanRefusal};
pub use score::{Score, WrongLength, explain_breaches};
pub use solve::{
    Progress, REPORT_EVERY, Solution, SolveOptions, Status, default_iterations, solve,
};
pub use validate::InstanceError;
