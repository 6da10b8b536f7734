//! Simulated annealing over the steps of [`super::steps`], as [`super::course`] says.

use super::assign::Assigner;
use super::compiled::Model;
use super::construct::construct;
use super::cooling::Cooling;
use super::cost::Cost;
use super::frontier::Archive;
use super::instance::Instance;
use super::rng::SplitMix64;
use super::solve::{Progress, REPORT_EVERY};
use super::state::{Change, State};
use super::steps::Journey;
use std::ops::Range;

/// The share of the iterations one repair may use (1 in …), and how often it cools down meanwhile.
const REPAIR_SHARE: u64 = 8;
const REPAIR_CYCLES: u64 = 4;
/// Changes looked at to learn what changes cost.
const SAMPLE: i64 = 256;
/// The temperatures, as parts of the largest weight, and in points.
pub(super) const HOT_SHARE: f64 = 0.35;
pub(super) const WARM_SHARE: f64 = 0.1;
const COLD: f64 = 0.35;
/// What a hard violation weighs while annealing, in largest weights. Finite, so that the search
/// can pass through a forbidden division to a better one.
pub(super) const HARD_WEIGHT: i64 = 3;

/// What hard violations and soft points weigh against the temperature.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    pub(super) hard: i64,
    /// Points count for 1 / 2^this.
    soft_shift: u32,
}

impl Weights {
    #[inline]
    pub(super) fn energy(self, effect: Cost) -> i64 {
        self.hard * effect.hard + (effect.soft >> self.soft_shift)
    }
}

/// Told how far the search has come; says whether to go on. Not generic, so that the search is
/// compiled once, here, and not with whatever calls it.
pub(super) type KeepGoing<'k> = dyn FnMut(&Progress) -> bool + 'k;

/// A search under way.
pub(super) struct Search<'m> {
    pub(super) model: &'m Model,
    pub(super) state: State<'m>,
    pub(super) cost: Cost,
    pub(super) rng: SplitMix64,
    pub(super) movable: Vec<u32>,
    /// What a change typically costs (points): the largest weight, or more, see `measure`.
    pub(super) scale: i64,
    pub(super) weights: Weights,
    /// [`State::cohort_of`] of the best division, up to date unless `best_is_present`.
    pub(super) best: Vec<u32>,
    pub(super) best_cost: Cost,
    best_is_present: bool,
    /// The best division for each number of moves, where that is wanted.
    pub(super) archive: Option<Archive>,
    pub(super) iterations: u64,
    next_report: u64,
    pub(super) planned: u64,
    keep_going: &'m mut KeepGoing<'m>,
    /// The model under lower weights, see [`Model::softened`].
    pub(super) softened: &'m [Model],
    /// Points of the place where each unit is best off.
    pub(super) least_place: Vec<i64>,
    /// Work space of the steps.
    pub(super) trail: Vec<Journey>,
    pub(super) left: Vec<u32>,
    pub(super) right: Vec<u32>,
    pub(super) prices: Vec<i64>,
    pub(super) columns: Vec<usize>,
    pub(super) assigner: Assigner,
}

impl<'m> Search<'m> {
    pub(super) fn new(
        instance: &Instance,
        model: &'m Model,
        seed: u64,
        planned: u64,
        keep_going: &'m mut KeepGoing<'m>,
    ) -> Self {
        let mut rng = SplitMix64::new(seed);
        let state = construct(model, &mut rng);
        let cost = Cost::of(instance, &state);
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
            archive: None,
            iterations: 0,
            next_report: REPORT_EVERY,
            planned,
            keep_going,
            softened: &[],
            least_place: (0..=model.nobody).map(|u| model.least_place(u)).collect(),
            trail: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
            prices: Vec::new(),
            columns: Vec::new(),
            assigner: Assigner::default(),
        }
    }

    /// From a share of the scale, and at least so many times the coldest temperature.
    pub(super) fn cooling(&self, share: f64, least: f64) -> Cooling {
        Cooling::new((self.scale as f64 * share).max(least * COLD), COLD)
    }

    /// An anneal from where the search stands.
    pub(super) fn polish(&mut self, rounds: u64, hot: bool) -> bool {
        let (share, least) = if hot {
            (HOT_SHARE, 2.0)
        } else {
            (WARM_SHARE, 1.5)
        };
        self.anneal(&self.cooling(share, least), rounds, HARD_WEIGHT)
    }

    /// Raises the scale of temperatures to what changes typically cost here: under `level`, one
    /// person may be worth many times the weight.
    pub(super) fn measure(&mut self) {
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
    pub(super) fn repair(&mut self, warm: &Cooling) -> bool {
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

    pub(super) fn anneal(&mut self, cooling: &Cooling, rounds: u64, hard_factor: i64) -> bool {
        self.anneal_span(cooling, 0..rounds, rounds, hard_factor)
    }

    /// A part of an anneal of so many rounds.
    pub(super) fn anneal_part(&mut self, cooling: &Cooling, part: Range<u64>, rounds: u64) -> bool {
        self.anneal_span(cooling, part, rounds, HARD_WEIGHT)
    }

    fn anneal_span(
        &mut self,
        cooling: &Cooling,
        part: Range<u64>,
        rounds: u64,
        hard_factor: i64,
    ) -> bool {
        let hard = hard_factor * self.scale;
        self.weights = Weights {
            hard,
            soft_shift: 0,
        };
        let start = self.iterations;
        let end = start
            .saturating_add(part.end - part.start)
            .min(self.planned);
        let mut temperature = cooling.temperature(part.start, rounds);
        let mut round = 0u64;
        while self.iterations < end {
            if round.is_multiple_of(256) {
                temperature = cooling.temperature(part.start + self.iterations - start, rounds);
            }
            round += 1;
            self.step(cooling, temperature);
            if self.perfect() || !self.tick() {
                return false;
            }
        }
        true
    }

    pub(super) fn accept(&mut self, change: Change, effect: Cost) {
        let cost = self.cost + effect;
        if self.best_is_present && cost >= self.best_cost && cost != self.cost {
            self.keep_best();
        }
        self.state.apply(change);
        self.cost = cost;
        self.note_best();
    }

    /// Whether the best division is the present one, and a step with this effect would leave it.
    pub(super) fn would_lose_best(&self, effect: Cost) -> bool {
        self.best_is_present && self.cost + effect >= self.best_cost
    }

    pub(super) fn note_best(&mut self) {
        if self.cost < self.best_cost {
            self.best_cost = self.cost;
            self.best_is_present = true;
        }
        if let Some(archive) = &mut self.archive {
            archive.note(self.cost, &self.state);
        }
    }

    /// Writes down the best division, if it is the present one. Left until the last moment: on
    /// the way down every other step is a new best.
    pub(super) fn keep_best(&mut self) {
        if std::mem::take(&mut self.best_is_present) {
            self.best.copy_from_slice(&self.state.cohort_of);
        }
    }

    pub(super) fn back_to_best(&mut self) {
        self.keep_best();
        self.state = State::from_units(self.model, &self.best);
        self.cost = self.best_cost;
    }

    fn perfect(&self) -> bool {
        self.best_cost == Cost::default() && self.archive.is_none()
    }

    pub(super) fn tick(&mut self) -> bool {
        self.iterations += 1;
        if self.iterations < self.next_report {
            return true;
        }
        self.next_report += REPORT_EVERY;
        (self.keep_going)(&Progress {
            iterations: self.iterations,
            planned: self.planned,
            hard: u64::try_from(self.best_cost.hard).unwrap_or(0),
            soft: self.best_cost.soft,
        })
    }
}
