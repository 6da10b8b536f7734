//! What better cohorts cost in moves: the best division for each number of people moved.

use super::compiled::Model;
use super::cost::Cost;
use super::solve::{Progress, SolveOptions, default_iterations};
use super::state::{Change, State, assignment};
use super::{KeepGoing, Search};
use crate::cohort::instance::{Assignment, Criterion, Instance};
use crate::cohort::score::Score;
use crate::cohort::validate::InstanceError;
use serde::{Deserialize, Serialize};

/// One in so many changes is tried on the way up from doing nothing.
const CLIMB_SHARE: u64 = 4;

/// The best division found with so many moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// People whose `previous` is another cohort.
    pub moves: u32,
    /// Without the `move` criterion: what the moves buy.
    pub score: Score,
    #[serde(flatten)]
    pub assignment: Assignment,
}

/// The best divisions seen, by number of moves, and what it costs to have more than `limit`.
#[derive(Debug, Clone)]
pub(super) struct Archive {
    best: Vec<Option<(Cost, Vec<u32>)>>,
    limit: i64,
    /// Points for each move beyond the limit.
    beyond: i64,
}

impl Archive {
    fn new(most_moves: u32, beyond: i64) -> Self {
        Self {
            best: vec![None; most_moves as usize + 1],
            limit: i64::from(most_moves),
            beyond,
        }
    }

    #[inline]
    fn penalty(&self, moved: i64) -> i64 {
        (moved - self.limit).max(0) * self.beyond
    }

    #[inline]
    pub(super) fn penalty_of(&self, state: &State<'_>, change: Change) -> i64 {
        self.penalty(state.moved + state.moved_by(change)) - self.penalty(state.moved)
    }

    pub(super) fn penalty_since(&self, state: &State<'_>, before: i64) -> i64 {
        self.penalty(state.moved) - self.penalty(before)
    }

    #[inline]
    pub(super) fn note(&mut self, cost: Cost, state: &State<'_>) {
        let place = usize::try_from(state.moved).unwrap_or(usize::MAX);
        if let Some(best) = self.best.get_mut(place)
            && best.as_ref().is_none_or(|(least, _)| cost < *least)
        {
            *best = Some((cost, state.cohort_of.clone()));
        }
    }
}

/// For 0, 1, 2, … up to `most_moves` moves the best division found: with no more than so many
/// people placed elsewhere than in their `previous` cohort. Points that cost more moves and are
/// no better are left out, so both columns of the curve are strictly monotone. With 0 moves only
/// newcomers are placed: "do nothing", which may break hard rules (a cohort below its minimum);
/// the score says so.
///
/// `options.iterations` is the budget for the whole curve; 0 = by size. `keep_going` as in
/// [`super::super::solve()`].
pub fn frontier(
    instance: &Instance,
    options: &SolveOptions,
    most_moves: u32,
    mut keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Vec<FrontierPoint>, Vec<InstanceError>> {
    frontier_while(instance, options, most_moves, &mut |progress| {
        keep_going(progress).into()
    })
}

fn frontier_while(
    instance: &Instance,
    options: &SolveOptions,
    most_moves: u32,
    keep_going: &mut KeepGoing<'_>,
) -> Result<Vec<FrontierPoint>, Vec<InstanceError>> {
    instance.validate()?;
    if instance.participants.is_empty() || instance.cohorts.is_empty() {
        return Ok(Vec::new());
    }
    let free = without_moves(instance);
    let people = u32::try_from(instance.participants.len()).unwrap_or(u32::MAX);
    let most_moves = most_moves.min(people);
    let planned = match options.iterations {
        0 => 2 * default_iterations(instance.participants.len()),
        iterations => iterations,
    };
    let model = Model::new(&free);
    let mut search = Search::new(&free, &model, options.seed, planned, keep_going);
    search.measure();
    search.archive = Some(Archive::new(most_moves, 4 * search.scale));
    search.note_best();
    do_nothing(&free, &mut search);
    climb(&mut search, most_moves, planned / CLIMB_SHARE);
    walk(&mut search, most_moves, planned - planned / CLIMB_SHARE);
    let found = search.archive.map(|archive| archive.best);
    Ok(curve(&free, &model, found.unwrap_or_default()))
}

/// Puts everybody back where they were, room or not: what comes of no moves at all.
fn do_nothing(instance: &Instance, search: &mut Search<'_>) {
    let mut units = search.state.cohort_of.clone();
    for &unit in &search.in_play.units {
        if let Some(home) = search.model.home_before(unit) {
            units[unit as usize] = home;
        }
    }
    search.keep_best();
    search.state = State::from_units(search.model, &units);
    search.cost = Cost::of(instance, &search.state);
    search.note_best();
}

/// Up the number of moves by the best of many changes each time: in a large offering there are
/// more changes that help than an anneal could find one by one.
fn climb(search: &mut Search<'_>, most: u32, planned: u64) {
    let tries = planned / (2 * u64::from(most) + 1);
    for limit in 1..=most as usize {
        // A move more, or an exchange more.
        for from in limit.saturating_sub(2)..limit {
            if !climb_from(search, from, limit, tries) {
                return;
            }
        }
    }
}

/// The best change found that leads from `from` moves to `limit` or fewer; whether to go on.
fn climb_from(search: &mut Search<'_>, from: usize, limit: usize, tries: u64) -> bool {
    let archive = search.archive.as_ref();
    let Some((cost, units)) = archive.and_then(|archive| archive.best[from].clone()) else {
        return true;
    };
    search.keep_best();
    search.state = State::from_units(search.model, &units);
    search.cost = cost;
    let mut best: Option<(Cost, Change)> = None;
    for _ in 0..tries {
        if !search.tick() {
            return false;
        }
        let Some(change) = search.propose() else {
            continue;
        };
        let moved = search.state.moved + search.state.moved_by(change);
        if usize::try_from(moved).is_ok_and(|moved| moved <= limit) {
            let effect = search.state.effect(change);
            if best.is_none_or(|(least, _)| effect < least) {
                best = Some((effect, change));
            }
        }
    }
    if let Some((effect, change)) = best {
        search.accept(change, effect);
    }
    true
}

/// Up the number of moves with an anneal at each, and down again with less heat, from the best
/// division with that number or fewer.
fn walk(search: &mut Search<'_>, most: u32, planned: u64) {
    let share = planned / (2 * u64::from(most) + 2);
    let up = (0..=most).map(|limit| (limit, true));
    for (limit, hot) in up.chain((0..=most).rev().map(|limit| (limit, false))) {
        let Some(archive) = &mut search.archive else {
            return;
        };
        archive.limit = i64::from(limit);
        let known = archive.best[..=limit as usize].iter().flatten();
        if let Some((cost, units)) = known.min_by_key(|(cost, _)| *cost) {
            let (cost, units) = (*cost, units.clone());
            search.keep_best();
            search.state = State::from_units(search.model, &units);
            search.cost = cost;
        }
        if !search.polish(share, hot) {
            return;
        }
    }
}

/// The points worth showing: each better than all with fewer moves.
fn curve(
    instance: &Instance,
    model: &Model,
    found: Vec<Option<(Cost, Vec<u32>)>>,
) -> Vec<FrontierPoint> {
    let mut points: Vec<FrontierPoint> = Vec::new();
    let mut least = None;
    for (moves, known) in (0u32..).zip(found) {
        let Some((cost, units)) = known else { continue };
        if least.is_some_and(|least| cost >= least) {
            continue;
        }
        least = Some(cost);
        let assignment = assignment(model, &units);
        points.push(FrontierPoint {
            moves,
            score: Score::of(instance, &assignment).unwrap_or_default(),
            assignment,
        });
    }
    points
}

/// The same instance, moves costing nothing.
fn without_moves(instance: &Instance) -> Instance {
    let mut free = instance.clone();
    free.criteria
        .retain(|criterion| !matches!(criterion, Criterion::Move { .. }));
    free
}
