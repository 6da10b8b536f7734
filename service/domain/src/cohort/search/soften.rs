//! Softening: annealing where the heaviest `mix` weighs less, and weighs more step by step.
//!
//! Which cohorts hold the few people of a rare value is decided early in an anneal, while whom
//! that puts where is still noise: under full weights a pair or trio can afterwards hardly leave.
//! So from a good division the weights are lowered until such patterns come loose, at a
//! temperature at which everything else stays good, and raised again in stages while it cools.

use super::Search;
use super::compiled::Model;
use super::cooling::Cooling;
use super::cost::Cost;
use super::state::State;

/// Weights of the stages, in parts of the full ones, which are the last stage's.
const STAGES: [i64; 4] = [4, 6, 9, 13];
const FULL: i64 = 20;
/// With more people than this there is no time for it, and copies of the model would be large.
const MOST_PEOPLE: i64 = 4_000;
/// Changes tried in a cycle, a person.
const CYCLE: u64 = 1_000;
/// Cycles go on from where the last one ended; one in so many from the best division.
const FROM_BEST: u64 = 3;

impl Model {
    /// The model under each stage's weights; none where nothing is mixed, or people are many.
    pub(super) fn softened(&self) -> Vec<Self> {
        let mixed = self.columns[..self.mix_end].iter();
        let heaviest = mixed.map(|column| column.out.saturating_add(column.alone));
        let Some(heaviest) = heaviest.max() else {
            return Vec::new();
        };
        if self.people > MOST_PEOPLE || heaviest >= i64::MAX / FULL {
            return Vec::new();
        }
        let stage = |&part: &i64| {
            let mut model = self.clone();
            for column in &mut model.columns[..self.mix_end] {
                if column.out + column.alone == heaviest {
                    column.out = (column.out * part + FULL / 2) / FULL;
                    column.alone = (column.alone * part + FULL / 2) / FULL;
                }
            }
            model.tabulate_mix();
            model
        };
        STAGES.iter().map(stage).collect()
    }
}

impl<'m> State<'m> {
    /// Goes on under a model that differs in the weights of `mix` only; the points this adds.
    fn reweigh(&mut self, model: &'m Model) -> i64 {
        let mut by = 0;
        for (row, &size) in self.size.iter().enumerate() {
            for column in 0..model.mix_end {
                let count = self.counts[row * model.columns.len() + column];
                let count = i64::from(count);
                by += model.mix_cost(column, count, size);
                by -= self.model.mix_cost(column, count, size);
            }
        }
        self.model = model;
        self.resize.fill(None);
        self.rims.fill(None);
        by
    }
}

impl<'m> Search<'m> {
    /// Cycles of softening from the best division, until the iterations are used.
    pub(super) fn soften(&mut self, cooling: &Cooling, warm: &Cooling) -> bool {
        let rounds = CYCLE * self.model.people.unsigned_abs();
        let mut go = true;
        for cycle in 0.. {
            if !go || self.iterations >= self.planned {
                break;
            }
            if cycle % FROM_BEST == 0 || self.cost.hard > 0 {
                self.back_to_best();
            }
            go = self.repair(warm) && self.soft_cycle(cooling, rounds);
        }
        go
    }

    fn soft_cycle(&mut self, cooling: &Cooling, rounds: u64) -> bool {
        self.keep_best();
        let (real, best_cost) = (self.model, self.best_cost);
        // Points under lower weights are no points to remember.
        self.best_cost = Cost {
            hard: i64::MIN,
            soft: 0,
        };
        let each = rounds / (self.softened.len() as u64 + 1);
        let (mut go, mut done) = (true, 0);
        for model in self.softened {
            self.reweigh(model);
            go = go && self.anneal_part(cooling, done..done + each, rounds);
            done += each;
        }
        self.reweigh(real);
        self.best_cost = best_cost;
        self.note_best();
        go && self.anneal_part(cooling, done..rounds, rounds) && self.exchange()
    }

    fn reweigh(&mut self, model: &'m Model) {
        self.cost.soft += self.state.reweigh(model);
        self.model = model;
    }
}

#[cfg(test)]
mod tests {
    use super::super::rng::SplitMix64;
    use super::super::state::Change;
    use super::*;
    use crate::cohort::instance::Instance;

    /// What was reckoned under lower weights comes out right under the full ones.
    #[test]
    fn points_are_the_full_ones_again_after_softening() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort/");
        let bytes = std::fs::read(format!("{folder}n00030-small-tight-s7.json")).unwrap();
        let instance = Instance::from_json(&bytes).unwrap();
        let model = Model::new(&instance);
        let softened = model.softened();
        assert_eq!(softened.len(), STAGES.len());
        let start: Vec<u32> = (0..=model.nobody).map(|u| u % model.cohorts()).collect();
        let mut state = State::from_units(&model, &start);
        let mut cost = Cost::of(&instance, &state);
        let mut rng = SplitMix64::new(1);
        for stage in softened.iter().chain([&model]) {
            let by = state.reweigh(stage);
            // The control: the weights do matter here.
            assert_ne!(by, 0);
            cost.soft += by;
            for _ in 0..100 {
                let (unit, to) = (rng.below(model.nobody), rng.below(model.cohorts()));
                if to != state.cohort_of[unit as usize] && model.fixed[unit as usize].is_none() {
                    let change = Change::Move { unit, to };
                    cost += state.effect(change);
                    state.apply(change);
                }
            }
        }
        assert_eq!(cost, Cost::of(&instance, &state));
    }
}
