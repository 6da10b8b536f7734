//! A bound by exact search: branch and bound over linear programs (Land & Doig 1960), by `microlp`.
//!
//! The linear program at the root is a bound by itself, as a rule a better one than
//! [`super::prices`] gives; where people are few, the search comes to its end, and the division
//! that was known is proven the best. The sums are floating point, and the solver allows for their
//! errors in what it calls proven; what is left above a whole number by less than [`ERROR`] is not
//! taken for a further point.

use super::program::{Is, Program};
use crate::cohort::search::compiled::Model;
use microlp::{
    ComparisonOp, OptimizationDirection, Problem, ResumeOptions, SolveOptions, TerminationReason,
    Variable,
};

/// Elementary operations of a linear program, for each variable and row, and the part of it (1 in
/// …) that a node of the search takes (measured).
const EFFORT_OF_ROOT: u64 = 32;
const NODES_OF_ROOT: u64 = 8;
/// Elementary operations between two calls of the callback: a fifth of a second, about.
const EFFORT_BETWEEN: u64 = 80_000_000;
const ERROR: f64 = 1e-4;

/// No division that keeps every rule costs fewer points; `None` where `effort` does not reach for
/// that. `home`: cohort by unit of the division that is known, which keeps every rule.
pub(super) fn bound(
    model: &Model,
    home: &[u32],
    effort: u64,
    keep_going: &mut dyn FnMut() -> bool,
) -> Option<i64> {
    let units = u64::from(model.nobody);
    // At least that: everybody has a row, and a variable for each cohort, or nearly.
    if effort_of(units * u64::from(model.cohorts()), units) > effort || !keep_going() {
        return None;
    }
    let program = Program::of(model, home);
    let root = effort_of(program.variables.len() as u64, program.rows.len() as u64);
    if root > effort {
        return None;
    }
    let (problem, known) = stated(&program);
    let mut nodes = (effort - root).saturating_mul(NODES_OF_ROOT) / root;
    let between = (EFFORT_BETWEEN / root).saturating_mul(NODES_OF_ROOT).max(1);
    let mut options = SolveOptions::default();
    options.warm_start = Some(known);
    options.node_limit = Some(between);
    // What the solver cannot do, it says; what had been proven before that holds.
    let mut outcome = problem.solve_with(options);
    let mut proven = None;
    while let Ok(now) = outcome {
        proven = now.stats().best_bound.or(proven);
        let unfinished = now.termination_reason() == TerminationReason::NodeLimit;
        if !unfinished || nodes == 0 || !keep_going() {
            break;
        }
        nodes = nodes.saturating_sub(between);
        let mut options = ResumeOptions::default();
        options.node_limit = Some(between);
        outcome = now.resume_with(options);
    }
    proven.map(whole)
}

/// Elementary operations of the linear program.
fn effort_of(variables: u64, rows: u64) -> u64 {
    let area = variables.saturating_mul(rows);
    area.saturating_mul(EFFORT_OF_ROOT).max(1)
}

/// The program for the solver, and the known division.
fn stated(program: &Program) -> (Problem, Vec<(Variable, f64)>) {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let known: Vec<_> = program
        .variables
        .iter()
        .map(|whole| {
            let variable = problem.add_integer_var(whole.points as f64, (0, whole.most));
            (variable, whole.now as f64)
        })
        .collect();
    for row in &program.rows {
        let terms = row
            .terms
            .iter()
            .map(|&(number, times)| (known[number].0, times as f64));
        let is = match row.is {
            Is::Least => ComparisonOp::Ge,
            Is::Most => ComparisonOp::Le,
            Is::Equal => ComparisonOp::Eq,
        };
        problem.add_constraint(terms, is, row.number as f64);
    }
    (problem, known)
}

/// The fewest whole points that are not below it.
#[expect(clippy::cast_possible_truncation, reason = "sums of points are small")]
fn whole(bound: f64) -> i64 {
    (bound - ERROR).ceil() as i64
}
