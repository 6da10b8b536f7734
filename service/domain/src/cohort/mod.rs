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
pub mod availability_file;
mod block;
mod bound;
mod breach;
mod build;
mod change;
mod columns;
pub mod company;
pub mod company_code;
mod compile;
mod compiled;
mod conflict;
mod construct;
mod cooling;
mod cost;
mod course;
mod cycle;
mod deal;
mod delta;
mod edges;
mod effect;
mod exhaust;
mod explain;
pub mod facilitator;
mod find;
mod frontier;
mod input;
mod instance;
mod local;
mod picker;
mod plan;
mod quality;
mod record;
mod refusal;
mod refusal_words;
mod rng;
mod roster;
mod score;
mod search;
mod sizes;
mod slots;
mod soften;
mod solve;
mod state;
mod steps;
mod validate;
mod validate_criteria;
mod weights;
mod why;
mod why_notes;
mod why_person;
mod words;
mod words_person;

pub use bound::{PROOF_EFFORT, lower_bound, prove};
pub use breach::{Breach, HardRule};
pub use change::{Change, what_changed};
pub use conflict::{
    Conflict, ConflictOptions, Names, Positions, Relaxation, Rule, Verdict, conflict,
};
pub use effect::{MoveEffect, MoveError, assignment_effect, move_effect};
pub use explain::{
    AloneReason, Alternative, AlternativeReason, CORE_TRIAD, CohortExplanation, CohortNote,
    FamilyCount, PersonExplanation, PlacementReason,
};
pub use find::{ALGORITHM, FrontierChoice, Solving};
pub use frontier::{FrontierPoint, frontier};
pub use input::{FamilyNeed, PlanCohort, PlanInput, PlanPerson, SetKind, WorkplacePolicy};
pub use instance::{Assignment, Cohort, Criterion, INSTANCE_FORMAT, Instance, Need, Participant};
pub use plan::{
    Judged, Plan, PlanPoint, alternatives, describe, evaluate, judge, plan, plan_frontier,
};
pub use quality::{Quality, quality};
pub use record::{PlanRecord, RECORD_FORMAT, Reproduction};
pub use refusal::{BrokenRule, Impossible, InputFault, Naming, Numbers, PlanRefusal};
pub use score::{Score, WrongLength, explain_breaches};
pub use sizes::cohort_sizes;
pub use slots::{NoTime, TIMES, Times};
pub use solve::{
    Progress, REPORT_EVERY, Solution, SolveOptions, Status, default_iterations, solve,
};
pub use validate::InstanceError;
pub use weights::{Attribute, HEAVIEST, MixWeight, Preset, WeightFault, Weights};
