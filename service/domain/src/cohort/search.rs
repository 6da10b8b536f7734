//! Simulated annealing over moves, swaps and chains of units.

use super::compiled::Model;
use super::construct::construct;
use super::cooling::Cooling;
use super::instance::Instance;
use super::rng::SplitMix64;
use super::score::Score;
use super::solve::{Progress, REPORT_EVERY};
use super::state::{Change, Cost, State};

/// Partners tried per swap, and cohorts per move, before a proposal is given up.
const TRIES: u32 = 16;
/// One in this many proposals is a chain through a third cohort.
const CHAIN_SHARE: u32 = 8;
/// The share of the iterations one repair may use (1 in …), and how often it cools down meanwhile.
const REPAIR_SHARE: u64 = 8;
const REPAIR_CYCLES: u64 = 4;
/// Changes looked at to learn what changes cost.
const SAMPLE: i64 = 256;
/// Short anneals after the long ones; together they get half of the iterations.
const LATER_ROUNDS: u64 = 4;
/// An anneal of this many iterations per pair of people is long enough; further time goes to
/// starting anew, at most this often.
const LONG_ANNEAL: u64 = 250;
const MOST_STARTS: u64 = 32;
/// The temperatures, as parts of the largest weight, and in points.
const HOT_SHARE: f64 = 0.35;
const WARM_SHARE: f64 = 0.1;
const COLD: f64 = 0.35;
/// What a hard violation weighs while annealing, in largest weights. Finite, so that the search
/// can pass through a forbidden division to a better one.
const HARD_WEIGHT: i64 = 3;

/// What hard violations and soft points weigh against the temperature.
#[derive(Debug, Clone, Copy)]
struct Weights {
    hard: i64,
    /// Points count for 1 / 2^this.
    soft_shift: u32,
}

impl Weights {
    #[inline]
    fn energy(self, effect: Cost) -> i64 {
        self.hard * effect.hard + (effect.soft >> self.soft_shift)
    }
}

/// A search under way.
pub(super) struct Search<'m, F> {
    model: &'m Model,
    state: State<'m>,
    cost: Cost,
    rng: SplitMix64,
    pub(super) movable: Vec<u32>,
    /// What a change typically costs (points): the largest weight, or more, see `measure`.
    scale: i64,
    weights: Weights,
    /// [`State::cohort_of`] of the best division, up to date unless `best_is_present`.
    pub(super) best: Vec<u32>,
    best_cost: Cost,
    best_is_present: bool,
    pub(super) iterations: u64,
    planned: u64,
    keep_going: F,
}

impl<'m, F: FnMut(&Progress) -> bool> Search<'m, F> {
    pub(super) fn new(
        instance: &Instance,
        model: &'m Model,
        seed: u64,
        planned: u64,
        keep_going: F,
    ) -> Self {
        let mut rng = SplitMix64::new(seed);
        let state = construct(model, &mut rng);
        let score = Score::of(instance, &state.assignment()).unwrap_or_default();
        let hard = i64::try_from(score.hard_total()).unwrap_or(i64::MAX);
        let cost = Cost {
            hard,
            soft: score.soft_total(),
        };
        let weights = instance.criteria.iter().flat_map(super::Criterion::weights);
        let scale = weights.map(|(_, weight)| weight).max().unwrap_or(1).max(1);
        let several = model.cohorts() > 1;
        let free = |unit: &u32| several && model.fixed[*unit as usize].is_none();
        Self {
            model,
            best: state.cohort_of.clone(),
            state,
            cost,
            rng,
            movable: (0..model.nobody).filter(free).collect(),
            scale,
            weights: Weights {
                hard: HARD_WEIGHT * scale,
                soft_shift: 0,
            },
            best_cost: cost,
            best_is_present: false,
            iterations: 0,
            planned,
            keep_going,
        }
    }

    /// Repair, long anneals from hot to cold, and shorter ones from the best division with less heat.
    pub(super) fn run(&mut self) {
        self.measure();
        let largest = self.scale as f64;
        let hot = Cooling::new((largest * HOT_SHARE).max(2.0 * COLD), COLD);
        let warm = Cooling::new((largest * WARM_SHARE).max(1.5 * COLD), COLD);
        let people = self.model.unit_of.len() as u64;
        let mut go = self.repair(&warm);
        let left = self.planned.saturating_sub(self.iterations);
        let later = left / (2 * LATER_ROUNDS);
        let first = left - later * LATER_ROUNDS;
        let starts = (first / (LONG_ANNEAL * people * people)).clamp(1, MOST_STARTS);
        for start in 0..starts {
            // Every other start may cut across forbidden ground: where rules are tight, some good
            // divisions cannot be reached without.
            let factor = if start % 2 == 0 { HARD_WEIGHT } else { 1 };
            go = go && self.repair(&warm) && self.anneal(&hot, first / starts, factor);
        }
        for _ in 0..LATER_ROUNDS {
            if go {
                self.back_to_best();
                go = self.repair(&warm) && self.anneal(&warm, later, HARD_WEIGHT);
            }
        }
        self.keep_best();
    }

    /// Raises the scale of temperatures to what changes typically cost here: under `level`, one
    /// person may be worth many times the weight.
    fn measure(&mut self) {
        let mut sum = 0;
        for _ in 0..SAMPLE {
            if let Some(change) = self.propose() {
                sum += self.state.effect(change).soft.abs();
            }
        }
        self.scale = self.scale.max(sum / SAMPLE);
    }

    /// Anneals on the number of hard violations, points hardly mattering, until none is left or
    /// its share is used. Does nothing once a division without any is known.
    fn repair(&mut self, warm: &Cooling) -> bool {
        let share = self.planned / REPAIR_SHARE;
        let cycle = (share / REPAIR_CYCLES).max(1);
        self.weights = Weights {
            hard: (self.scale / 3).max(1),
            soft_shift: 3,
        };
        let mut go = true;
        for round in 0..share {
            if self.best_cost.hard == 0 || !go {
                break;
            }
            self.step(warm, warm.temperature(round % cycle, cycle));
            go = self.tick();
        }
        go && !self.perfect()
    }

    fn anneal(&mut self, cooling: &Cooling, rounds: u64, hard_factor: i64) -> bool {
        let hard = hard_factor * self.scale;
        self.weights = Weights {
            hard,
            soft_shift: 0,
        };
        let mut temperature = 0;
        for round in 0..rounds.min(self.planned.saturating_sub(self.iterations)) {
            if round % 256 == 0 {
                temperature = cooling.temperature(round, rounds);
            }
            self.step(cooling, temperature);
            if self.perfect() || !self.tick() {
                return false;
            }
        }
        true
    }

    #[inline]
    fn step(&mut self, cooling: &Cooling, temperature: i64) {
        let tolerance = cooling.tolerance(temperature, &mut self.rng);
        if self.rng.below(CHAIN_SHARE) == 0 {
            self.try_chain(tolerance);
        } else if let Some(change) = self.propose() {
            let effect = self.state.effect(change);
            if self.weights.energy(effect) <= tolerance {
                self.accept(change, effect);
            }
        }
    }

    /// A unit to a second cohort, one from there to a third, and (by the toss of a coin) one from
    /// the third to the first: what neither move nor swap reaches where cohorts are full.
    fn try_chain(&mut self, tolerance: i64) {
        self.keep_best();
        let mut undo = [Change::Move { unit: 0, to: 0 }; 3];
        let mut total = Cost::default();
        let Some(first) = self.rng.pick(&self.movable) else {
            return;
        };
        let start = self.state.cohort_of[first as usize];
        let close = self.rng.next() & 1 == 0;
        let mut unit = Some(first);
        let mut steps = 0;
        for link in 0..if close { 3 } else { 2 } {
            let Some(traveller) = unit else { break };
            let from = self.state.cohort_of[traveller as usize];
            let to = if link == 2 {
                Some(start)
            } else {
                self.pick_cohort(traveller, from)
            };
            let Some(to) = to.filter(|&to| to != from && self.model.may_be_in(traveller, to))
            else {
                break;
            };
            let change = Change::Move {
                unit: traveller,
                to,
            };
            total += self.state.effect(change);
            self.state.apply(change);
            undo[steps] = Change::Move {
                unit: traveller,
                to: from,
            };
            steps += 1;
            let next = self.rng.pick(self.state.units_in(to));
            unit = next.filter(|&u| u != traveller && self.model.fixed[u as usize].is_none());
        }
        if steps > 1 && self.weights.energy(total) <= tolerance {
            self.cost += total;
            self.note_best();
        } else {
            undo[..steps]
                .iter()
                .rev()
                .for_each(|&change| self.state.apply(change));
        }
    }

    /// A random unit to a random cohort it may be in: alone where there is room, else (or by the
    /// toss of a coin) in exchange for a unit from there.
    fn propose(&mut self) -> Option<Change> {
        let unit = self.rng.pick(&self.movable)?;
        let from = self.state.cohort_of[unit as usize];
        let to = self.pick_cohort(unit, from)?;
        let weight = self.model.unit_size[unit as usize];
        let room = self.state.size[to as usize] + weight <= self.model.max[to as usize];
        let spare = self.state.size[from as usize] - weight >= self.model.min[from as usize];
        let coin = self.rng.next();
        // While rules are broken, or weigh little, now and then a move that breaks one more.
        let lenient = self.cost.hard > 0 || self.weights.hard <= self.scale;
        let bold = lenient && coin & 0b1110 == 0;
        if ((room && spare) || bold) && coin & 1 == 0 {
            return Some(Change::Move { unit, to });
        }
        for _ in 0..TRIES {
            let with = self.rng.pick(self.state.units_in(to))?;
            if self.model.fixed[with as usize].is_none() && self.model.may_be_in(with, from) {
                return Some(Change::Swap { unit, with });
            }
        }
        (room && spare).then_some(Change::Move { unit, to })
    }

    fn pick_cohort(&mut self, unit: u32, from: u32) -> Option<u32> {
        let cohorts = self.model.cohorts();
        (0..TRIES).find_map(|_| {
            let to = self.rng.below(cohorts);
            (to != from && self.model.may_be_in(unit, to)).then_some(to)
        })
    }

    fn accept(&mut self, change: Change, effect: Cost) {
        let cost = self.cost + effect;
        if self.best_is_present && cost >= self.best_cost && cost != self.cost {
            self.keep_best();
        }
        self.state.apply(change);
        self.cost = cost;
        self.note_best();
    }

    fn note_best(&mut self) {
        if self.cost < self.best_cost {
            self.best_cost = self.cost;
            self.best_is_present = true;
        }
    }

    /// Writes down the best division, if it is the present one. Left until the last moment: on
    /// the way down every other step is a new best.
    fn keep_best(&mut self) {
        if std::mem::take(&mut self.best_is_present) {
            self.best.copy_from_slice(&self.state.cohort_of);
        }
    }

    fn back_to_best(&mut self) {
        self.keep_best();
        self.state = State::from_units(self.model, &self.best);
        self.cost = self.best_cost;
    }

    fn perfect(&self) -> bool {
        self.best_cost == Cost::default()
    }

    fn tick(&mut self) -> bool {
        self.iterations += 1;
        if !self.iterations.is_multiple_of(REPORT_EVERY) {
            return true;
        }
        (self.keep_going)(&Progress {
            iterations: self.iterations,
            planned: self.planned,
            hard: u64::try_from(self.best_cost.hard).unwrap_or(0),
            soft: self.best_cost.soft,
        })
    }
}
