//! The course of a search: what is annealed when, and for how long.

use super::cooling::Cooling;
use super::search::{HARD_WEIGHT, HOT_SHARE, Search, WARM_SHARE};

/// Short anneals after the long ones, where nothing can be softened; together they get half of
/// the iterations.
const LATER_ROUNDS: u64 = 4;
/// The share of the iterations (1 in …) before softening, and a person's least number of them, if
/// that is not more than half.
const HARD_SHARE: u64 = 4;
const LEAST_HARD: u64 = 5_000;
/// An anneal of this many iterations per pair of people is long enough; further time goes to
/// starting anew, at most this often. Where softening follows, the best of more starts is better
/// than longer ones.
const LONG_ANNEAL: u64 = 250;
const LONG_BEFORE_SOFTENING: u64 = 20;
const MOST_STARTS: u64 = 32;
/// The temperature a cycle of softening starts at, as a part of the largest weight.
const SOFT_SHARE: f64 = 0.05;

impl Search<'_> {
    /// Repair, long anneals from hot to cold, and what then makes the best division better.
    pub(super) fn run(&mut self) {
        self.measure();
        let (hot, warm) = (self.cooling(HOT_SHARE, 2.0), self.cooling(WARM_SHARE, 1.5));
        let softened = !self.softened.is_empty();
        let people = self.model.unit_of.len() as u64;
        let mut go = self.repair(&warm);
        let left = self.planned.saturating_sub(self.iterations);
        let (first, long) = if softened {
            let first = (left / HARD_SHARE).max(LEAST_HARD * people);
            (first.min(left / 2), LONG_BEFORE_SOFTENING)
        } else {
            (left / 2, LONG_ANNEAL)
        };
        let starts = (first / (long * people * people)).clamp(1, MOST_STARTS);
        for start in 0..starts {
            // Every other start may cut across forbidden ground: where rules are tight, some good
            // divisions cannot be reached without.
            let factor = if start % 2 == 0 { HARD_WEIGHT } else { 1 };
            go = go && self.repair(&warm) && self.anneal(&hot, first / starts, factor);
        }
        if go && softened {
            self.soften(&self.cooling(SOFT_SHARE, 2.0), &warm);
        } else if go {
            self.later_rounds(&warm, (left - first) / LATER_ROUNDS);
        }
        self.keep_best();
    }

    /// Shorter anneals from the best division, with less heat.
    fn later_rounds(&mut self, warm: &Cooling, rounds: u64) {
        for _ in 0..LATER_ROUNDS {
            self.back_to_best();
            if !(self.repair(warm) && self.anneal(warm, rounds, HARD_WEIGHT)) {
                break;
            }
        }
    }
}
