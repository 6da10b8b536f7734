//! The solver: a constructive start, repair of what breaks a hard rule, then simulated annealing
//! over moves, swaps and chains of units, and softening of what was decided too early.
//!
//! Same instance, seed and number of iterations: the same division, on every machine, unless
//! `keep_going` ends it earlier or plans anew. The domain has no clock: time limits and progress bars live
//! in that callback.

use super::compiled::Model;
use super::exhaust::exhaust;
use super::state::assignment;
use super::{KeepGoing, Search};
use crate::cohort::instance::{Assignment, Instance};
use crate::cohort::score::Score;
use crate::cohort::validate::InstanceError;
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

/// Whether to go on, as the callback says it; `true` and `false` are the first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    On,
    Stop,
    /// Until so many iterations in all: more or fewer than were planned. What is being cooled down
    /// cools down that much slower or faster.
    Until(u64),
}

impl From<bool> for Go {
    fn from(go_on: bool) -> Self {
        if go_on { Self::On } else { Self::Stop }
    }
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
    /// [`super::super::prove`].
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

/// Finds a good division. `keep_going` may end the search; the best division so far is the result.
pub fn solve<G: Into<Go>>(
    instance: &Instance,
    options: &SolveOptions,
    mut keep_going: impl FnMut(&Progress) -> G,
) -> Result<Solution, Vec<InstanceError>> {
    solve_while(instance, options, &mut |progress| {
        keep_going(progress).into()
    })
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
    // With no unit free to move there is only one division to find.
    let proven = search.in_play.units.is_empty();
    if !proven {
        search.run();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever is short of time, or has more than was thought, plans anew while the search goes on.
    #[test]
    fn a_search_may_be_planned_anew() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/cohort/n00030-small-even-s7.json"
        );
        let instance = Instance::from_json(&std::fs::read(file).unwrap()).unwrap();
        for (first, then) in [(1_000_000, 100_000), (60_000, 200_000)] {
            let mut told = Vec::new();
            let solution = solve(
                &instance,
                &SolveOptions {
                    seed: 1,
                    iterations: first,
                },
                |progress| {
                    told.push(progress.planned);
                    Go::Until(then)
                },
            );
            let tried = solution.unwrap().iterations;
            assert!(
                (then..then + 2_000).contains(&tried),
                "{first}, {then}: {tried}"
            );
            assert_eq!(told[0], first);
            assert!(told[1..].iter().all(|planned| *planned == then));
        }
    }
}
