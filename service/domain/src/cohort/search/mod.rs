//! Looking for a good division: a search under way, where it stands, the best it has seen, and how
//! far it has come.
//!
//! An instance is laid out ([`compile`], [`compiled`]), a first division made ([`construct`]) and
//! changed ([`steps`] and what it names; [`state`], [`delta`] and [`edges`] tell what a change costs)
//! as [`course`] says; [`solve`] and [`frontier`] are what others call.

mod anneal;
mod assign;
mod block;
pub(super) mod columns;
mod compile;
pub(super) mod compiled;
mod construct;
mod cooling;
pub(super) mod cost;
mod course;
mod cycle;
mod deal;
mod delta;
mod district;
mod edges;
mod exchange;
mod exhaust;
pub(super) mod frontier;
mod rng;
mod soften;
pub(super) mod solve;
pub(super) mod state;
mod steps;

use super::instance::Instance;
use assign::Assigner;
use compiled::Model;
use construct::construct;
use cost::Cost;
use district::{Districts, InPlay};
use exchange::Graph;
use frontier::Archive;
use rng::SplitMix64;
use solve::{Go, Progress, REPORT_EVERY};
use state::{Change, State};
use steps::{Journey, Mixture};

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

/// Told how far the search has come; says whether to go on. Not generic, so that the search is
/// compiled once, here, and not with whatever calls it.
type KeepGoing<'k> = dyn FnMut(&Progress) -> Go + 'k;

/// A search under way.
struct Search<'m> {
    model: &'m Model,
    state: State<'m>,
    cost: Cost,
    rng: SplitMix64,
    in_play: InPlay,
    districts: Option<Districts>,
    mixture: Mixture,
    /// Iterations after which the next district has its turn.
    next_visit: u64,
    /// What a change typically costs (points): the largest weight, or more, see `measure`.
    scale: i64,
    weights: Weights,
    /// [`State::cohort_of`] of the best division, up to date unless `best_is_present`.
    best: Vec<u32>,
    best_cost: Cost,
    best_is_present: bool,
    /// The best division for each number of moves, where that is wanted.
    archive: Option<Archive>,
    iterations: u64,
    next_report: u64,
    planned: u64,
    keep_going: &'m mut KeepGoing<'m>,
    /// The model under lower weights, see [`Model::softened`].
    softened: &'m [Model],
    /// Points of the place where each unit is best off.
    least_place: Vec<i64>,
    /// Work space of the steps.
    trail: Vec<Journey>,
    left: Vec<u32>,
    right: Vec<u32>,
    prices: Vec<i64>,
    columns: Vec<usize>,
    assigner: Assigner,
    graph: Graph,
}

impl<'m> Search<'m> {
    fn new(
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
        Self {
            model,
            best: state.cohort_of.clone(),
            state,
            cost,
            rng,
            in_play: InPlay::everything(model),
            districts: None,
            mixture: Mixture::USUAL,
            next_visit: u64::MAX,
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
            graph: Graph::default(),
        }
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

    /// Whether the best division is the present one, and a step with this effect would leave it.
    fn would_lose_best(&self, effect: Cost) -> bool {
        self.best_is_present && self.cost + effect >= self.best_cost
    }

    fn note_best(&mut self) {
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
        self.best_cost == Cost::default() && self.archive.is_none()
    }

    fn tick(&mut self) -> bool {
        self.iterations += 1;
        if self.iterations >= self.next_visit {
            self.visit_next();
        }
        if self.iterations < self.next_report {
            return true;
        }
        self.next_report += REPORT_EVERY;
        let go = (self.keep_going)(&Progress {
            iterations: self.iterations,
            planned: self.planned,
            hard: u64::try_from(self.best_cost.hard).unwrap_or(0),
            soft: self.best_cost.soft,
        });
        if let Go::Until(planned) = go {
            self.planned = planned;
        }
        go != Go::Stop
    }
}
