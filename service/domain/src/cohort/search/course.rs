//! The course of a search: what is annealed when, and for how long.
//!
//! Lengths are parts of the plan as it is at the time: whoever asked for the search may plan anew.

use super::anneal::{HOT_SHARE, WARM_SHARE};
use super::cooling::Cooling;
use super::{HARD_WEIGHT, Search};

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
/// By districts there is time for one anneal, and none to find again what the constructed division
/// was right about, least of all where most people can stay where they were.
const DISTRICTS_SHARE: f64 = 0.2;
const RETURN_SHARE: f64 = 0.05;

impl Search<'_> {
    /// Repair, long anneals from hot to cold, and what then makes the best division better.
    pub(super) fn run(&mut self) {
        self.measure();
        self.split();
        let warm = self.cooling(WARM_SHARE, 1.5);
        let go = self.repair(&warm);
        if go && self.districts.is_some() {
            self.by_districts();
        } else if go {
            self.as_a_whole(&warm);
        }
        self.keep_best();
    }

    fn by_districts(&mut self) {
        let returns = (0..self.model.nobody).any(|unit| self.model.home_before(unit).is_some());
        let share = if returns {
            RETURN_SHARE
        } else {
            DISTRICTS_SHARE
        };
        self.anneal_towards(
            &self.cooling(share, 2.0),
            &|planned| planned,
            1,
            HARD_WEIGHT,
        );
    }

    fn as_a_whole(&mut self, warm: &Cooling) {
        let hot = self.cooling(HOT_SHARE, 2.0);
        let softened = !self.softened.is_empty();
        let (people, begun) = (self.model.unit_of.len() as u64, self.iterations);
        let first = |planned: u64| {
            let left = planned.saturating_sub(begun);
            if softened {
                (left / HARD_SHARE).max(LEAST_HARD * people).min(left / 2)
            } else {
                left / 2
            }
        };
        let long = if softened {
            LONG_BEFORE_SOFTENING
        } else {
            LONG_ANNEAL
        };
        let starts = (first(self.planned) / (long * people * people)).clamp(1, MOST_STARTS);
        let goal = |planned| begun + first(planned);
        let mut go = true;
        for start in 0..starts {
            // Every other start may cut across forbidden ground: where rules are tight, some good
            // divisions cannot be reached without.
            let factor = if start % 2 == 0 { HARD_WEIGHT } else { 1 };
            go =
                go && self.repair(warm) && self.anneal_towards(&hot, &goal, starts - start, factor);
        }
        if go && softened {
            self.soften(&self.cooling(SOFT_SHARE, 2.0), warm);
        } else if go {
            self.later_rounds(warm);
        }
    }

    /// Shorter anneals from the best division, with less heat.
    fn later_rounds(&mut self, warm: &Cooling) {
        for parts in (1..=LATER_ROUNDS).rev() {
            self.back_to_best();
            if !(self.repair(warm)
                && self.anneal_towards(warm, &|planned| planned, parts, HARD_WEIGHT))
            {
                break;
            }
        }
    }
}
