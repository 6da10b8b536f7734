//! Cohorts: dividing the people of an offering into groups that work.
//!
//! Reading order: an [`Instance`] states people, cohorts, hard rules and weighted wishes as small
//! integers (format `cohort-instance/1`); [`Score::of`] says what a division costs, slowly and
//! plainly; [`solve()`] finds a good one, on a compiled model with incremental costs; [`plan()`]
//! builds an instance from people, solves it, and explains the result or the refusal;
//! [`move_effect`] judges one manual move.
//!
//! `search` looks for divisions, `bound` tells how far they are from the best possible, `explain` why
//! they look as they do, `conflict` why there is none, and `facilitator` who leads which cohort.
//!
//! Nothing here reads a clock or a random source. Same input, seed and iterations: same result.

pub mod availability_file;
mod bound;
mod breach;
mod build;
mod change;
pub mod company;
pub mod company_code;
mod conflict;
mod explain;
pub mod facilitator;
mod find;
mod input;
mod instance;
mod plan;
mod quality;
mod record;
mod refusal;
mod refusal_words;
mod roster;
mod score;
mod search;
mod sizes;
mod slots;
mod validate;
mod validate_criteria;
mod weights;

pub use bound::{PROOF_EFFORT, PROOF_SPEED, lower_bound, prove};
pub use breach::{Breach, HardRule};
pub use change::{Change, what_changed};
pub use conflict::{
    Conflict, ConflictOptions, Names, Positions, Relaxation, Rule, Verdict, conflict,
};
pub use explain::effect::{MoveEffect, MoveError, assignment_effect, move_effect};
pub use explain::{
    AloneReason, Alternative, AlternativeReason, CORE_TRIAD, CohortExplanation, CohortNote,
    FamilyCount, PersonExplanation, PlacementReason,
};
pub use find::{ALGORITHM, FrontierChoice, Solving};
pub use input::{FamilyNeed, PlanCohort, PlanInput, PlanPerson, SetKind, WorkplacePolicy};
pub use instance::{Assignment, Cohort, Criterion, INSTANCE_FORMAT, Instance, Need, Participant};
pub use plan::{
    Judged, Plan, PlanPoint, alternatives, describe, evaluate, judge, plan, plan_frontier,
};
pub use quality::{Quality, quality};
pub use record::{PlanRecord, RECORD_FORMAT, Reproduction};
pub use refusal::{BrokenRule, Impossible, InputFault, Naming, Numbers, PlanRefusal};
pub use score::{Score, WrongLength, explain_breaches};
pub use search::frontier::{FrontierPoint, frontier};
pub use search::solve::{
    Go, Progress, REPORT_EVERY, Solution, SolveOptions, Status, default_iterations, solve,
};
pub use sizes::cohort_sizes;
pub use slots::{NoTime, TIMES, Times};
pub use validate::InstanceError;
pub use weights::{Attribute, HEAVIEST, MixWeight, Preset, WeightFault, Weights};
