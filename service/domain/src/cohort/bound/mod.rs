//! How far a division is from the best possible: a lower bound on its points.
//!
//! [`prices`] bounds thousands of people in little memory; [`proof`] bounds hundreds better, and
//! proves dozens, often a hundred, to the end, by the [`program`] that it hands to an exact solver.

mod prices;
mod program;
mod proof;

use super::instance::Instance;
use super::search::compiled::Model;
use super::search::solve::{Solution, Status};
pub use prices::lower_bound;

/// Elementary operations of proof in a second, about.
pub const PROOF_SPEED: u64 = 400_000_000;
/// As many as are enough for most of what can be proven: some seconds.
pub const PROOF_EFFORT: u64 = 5 * PROOF_SPEED;
/// Of these, at most so many go into prices, which gain nothing from more.
const EFFORT_OF_PRICES: u64 = PROOF_SPEED;

/// Proves what can be proven of a solution without hard violations: sets its bound, and its
/// status to optimal where no division can cost fewer points. `keep_going` is asked now and then;
/// what has been proven until it says no is kept.
pub fn prove(
    instance: &Instance,
    solution: &mut Solution,
    effort: u64,
    mut keep_going: impl FnMut() -> bool,
) {
    if solution.status != Status::Feasible {
        return;
    }
    let upper = solution.score.soft_total();
    let model = Model::new(instance);
    let units = (0..model.nobody).map(|unit| model.units.of(unit)[0]);
    let home = units.map(|first| solution.assignment.cohort[first as usize]);
    let exact = home
        .collect::<Option<Vec<_>>>()
        .and_then(|home| proof::bound(&model, &home, effort, &mut keep_going));
    let by_prices = || lower_bound(instance, upper, effort.min(EFFORT_OF_PRICES));
    let proven = exact.filter(|bound| *bound >= upper);
    let bound = proven.or_else(|| exact.max(by_prices()));
    solution.bound = bound.map(|bound| bound.clamp(0, upper));
    if solution.bound == Some(upper) {
        solution.status = Status::Optimal;
    }
}
