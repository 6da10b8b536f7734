//! Looking for a division, in whichever way was asked for, so that it can be done again.

use super::bound::{PROOF_EFFORT, prove};
use super::conflict::{Conflict, ConflictOptions, conflict};
use super::instance::{Assignment, Instance};
use super::score::Score;
use super::search::frontier::{FrontierPoint, frontier};
use super::search::solve::{Progress, SolveOptions, Status, default_iterations, solve};
use super::validate::InstanceError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the search. To be raised whenever the same instance, seed and iterations may give
/// another division than before.
pub const ALGORITHM: u32 = 6;
/// Steps spent on finding out why there is no division: a few seconds.
const CONFLICT_EFFORT: u64 = 20_000_000;
/// Elementary operations of proof for each change tried.
const EFFORT_PER_ITERATION: u64 = 400;

/// A point of the curve of moves against points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontierChoice {
    /// Moves up to which the curve is drawn. Another length is another search.
    pub most: u32,
    /// The best division with at most so many moves is taken.
    pub take: u32,
}

/// How a division was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solving {
    /// [`ALGORITHM`] of then.
    pub algorithm: u32,
    pub seed: u64,
    /// Changes that were to be tried; 0 = by size.
    pub planned: u64,
    /// Changes that had been tried when the search was ended early; missing if it was not.
    pub ended_at: Option<u64>,
    /// If it is a point of the frontier.
    pub frontier: Option<FrontierChoice>,
    /// Who has been locked or unlocked since, and the lock that held during the search.
    #[serde(default)]
    pub locks_then: BTreeMap<u32, Option<u32>>,
    /// What was found, before anybody moved people by hand.
    pub found: Assignment,
}

/// A division, or why there is none.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) score: Score,
    pub(super) status: Status,
    /// No division costs fewer points, as far as could be proven.
    pub(super) bound: Option<i64>,
    /// Looked into where rules are broken.
    pub(super) conflict: Option<Conflict>,
    pub(super) solving: Solving,
}

/// Notes at which step the caller wanted no more.
struct Ear<F> {
    keep_going: F,
    ended_at: Option<u64>,
}

impl Default for FrontierChoice {
    fn default() -> Self {
        Self { most: 10, take: 10 }
    }
}

impl<F: FnMut(&Progress) -> bool> Ear<F> {
    fn hear(&mut self, progress: &Progress) -> bool {
        let go_on = (self.keep_going)(progress);
        if !go_on && self.ended_at.is_none() {
            self.ended_at = Some(progress.iterations);
        }
        go_on
    }
}

/// Searches; with a choice, along the frontier.
pub(super) fn find(
    instance: &Instance,
    options: &SolveOptions,
    choice: Option<FrontierChoice>,
    keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Found, Vec<InstanceError>> {
    let mut ear = Ear {
        keep_going,
        ended_at: None,
    };
    let (mut assignment, mut status, bound) = match choice {
        None => {
            let mut solution = solve(instance, options, |progress| ear.hear(progress))?;
            let progress = Progress {
                iterations: solution.iterations,
                planned: solution.iterations,
                hard: solution.score.hard_total(),
                soft: solution.score.soft_total(),
            };
            let effort = proof_effort(instance, options);
            prove(instance, &mut solution, effort, || {
                (ear.keep_going)(&progress)
            });
            (solution.assignment, solution.status, solution.bound)
        }
        Some(choice) => {
            let points = frontier(instance, options, choice.most, |p| ear.hear(p))?;
            let point = take(&points, choice.take);
            let point = point
                .map(|point| point.assignment.clone())
                .unwrap_or_default();
            // Its score has no word about moves, and a curve proves nothing.
            let hard = Score::of(instance, &point).map_or(1, |score| score.hard_total());
            let status = if hard == 0 {
                Status::Feasible
            } else {
                Status::Infeasible
            };
            (point, status, None)
        }
    };
    let mut reason = None;
    if status == Status::Infeasible && choice.is_none() {
        let mut found = conflict(
            instance,
            &ConflictOptions {
                effort: CONFLICT_EFFORT,
                seed: options.seed,
                ..ConflictOptions::default()
            },
        );
        match found.division.take() {
            Some(division) => (assignment, status) = (division, Status::Feasible),
            None => reason = Some(found),
        }
    }
    Ok(Found {
        score: Score::of(instance, &assignment).unwrap_or_default(),
        status,
        bound,
        conflict: reason,
        solving: Solving {
            algorithm: ALGORITHM,
            seed: options.seed,
            planned: options.iterations,
            ended_at: ear.ended_at,
            frontier: choice,
            locks_then: BTreeMap::new(),
            found: assignment,
        },
    })
}

/// Proving takes as long as it may, in proportion to searching: who wants a quick answer does not
/// wait for a proof.
fn proof_effort(instance: &Instance, options: &SolveOptions) -> u64 {
    let planned = match options.iterations {
        0 => default_iterations(instance.participants.len()),
        iterations => iterations,
    };
    planned
        .saturating_mul(EFFORT_PER_ITERATION)
        .min(PROOF_EFFORT)
}

/// The best point with at most so many moves.
pub(super) fn take(points: &[FrontierPoint], moves: u32) -> Option<&FrontierPoint> {
    points.iter().rfind(|point| point.moves <= moves)
}
