//! The solver: a constructive start, repair of what breaks a hard rule, then simulated annealing
//! over moves, swaps and chains of units, and softening of what was decided too early.
//!
//! Same instance, seed and number of iterations: the same division, on every machine, unless
//! `keep_going` ends it earlier. The domain has no clock: time limits and progress bars live
//! in that callback.

use super::compiled::Model;
use super::exhaust::exhaust;
use super::instance::{Assignment, Instance};
use super::score::Score;
use super::search::{KeepGoing, Search};
use super::state::assignment;
use super::validate::InstanceError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long and along which path to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SolveOptions {
    pub seed: u64,
    /// Changes to try; 0 = by size, see [`default_iterations`].
    pub iterations: u64,
}

/// What the callback gets to see, every [`REPORT_EVERY`] iterations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub iterations: u64,
    pub planned: u64,
    /// Hard violations and soft points of the best division yet.
    pub hard: u64,
    pub soft: i64,
}

/// What is known of a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No hard violation, and proven that no division costs fewer points.
    Optimal,
    /// No hard violation.
    Feasible,
    /// No division without a hard violation was found. (That there is none is not proven.)
    Infeasible,
}

/// The best division found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Solution {
    #[serde(flatten)]
    pub assignment: Assignment,
    pub score: Score,
    pub status: Status,
    /// No division without a hard violation costs fewer points; `None` = not known, see
    /// [`super::prove`].
    pub bound: Option<i64>,
    /// Changes tried.
    pub iterations: u64,
    pub seed: u64,
}

/// Iterations between two calls of the callback.
pub const REPORT_EVERY: u64 = 16_384;
/// Iterations for an instance of this many people: seconds, not minutes.
pub fn default_iterations(people: usize) -> u64 {
    (people as u64 * 40_000).clamp(3_000_000, 100_000_000)
}

/// Finds a good division. `keep_going` may end the search by returning false; the best division
/// so far is the result.
pub fn solve(
    instance: &Instance,
    options: &SolveOptions,
    mut keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Solution, Vec<InstanceError>> {
    solve_while(instance, options, &mut keep_going)
}

fn solve_while(
    instance: &Instance,
    options: &SolveOptions,
    keep_going: &mut KeepGoing<'_>,
) -> Result<Solution, Vec<InstanceError>> {
    instance.validate()?;
    let planned = match options.iterations {
        0 => default_iterations(instance.participants.len()),
        iterations => iterations,
    };
    if instance.participants.is_empty() {
        return finish(instance, Assignment::default(), true, 0, options.seed);
    }
    if let Some(best) = exhaust(instance) {
        return finish(instance, best, true, 0, options.seed);
    }
    let model = Model::new(instance);
    let softened = model.softened();
    let mut search = Search::new(instance, &model, options.seed, planned, keep_going);
    search.softened = &softened;
    if !search.movable.is_empty() {
        search.run();
    }
    // With no unit free to move there was only one division to find.
    let proven = search.movable.is_empty();
    let best = assignment(&model, &search.best);
    finish(instance, best, proven, search.iterations, options.seed)
}

fn finish(
    instance: &Instance,
    assignment: Assignment,
    proven: bool,
    iterations: u64,
    seed: u64,
) -> Result<Solution, Vec<InstanceError>> {
    let score = Score::of(instance, &assignment).unwrap_or_default();
    let status = match (score.hard_total(), score.soft_total()) {
        (0, 0) => Status::Optimal,
        (0, _) if proven => Status::Optimal,
        (0, _) => Status::Feasible,
        _ => Status::Infeasible,
    };
    let bound = (status == Status::Optimal).then(|| score.soft_total());
    Ok(Solution {
        assignment,
        score,
        status,
        bound,
        iterations,
        seed,
    })
}
