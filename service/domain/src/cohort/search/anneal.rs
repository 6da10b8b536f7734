//! Simulated annealing over the steps of [`super::steps`], as [`super::course`] says.

use super::cooling::Cooling;
use super::{HARD_WEIGHT, Search, Weights};
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
/// Where in an anneal: from 0, hot, to this, cold.
const COOLED: u64 = 1 << 32;
/// Steps between two looks at the temperature.
const STEPS_ALIKE: u64 = 256;

impl Search<'_> {
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
        self.anneal_part(&self.cooling(share, least), 0..rounds, rounds)
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

    /// An anneal that takes one of so many equal parts of what is left to a goal in the plan, which
    /// may change meanwhile.
    pub(super) fn anneal_towards(
        &mut self,
        cooling: &Cooling,
        goal: &dyn Fn(u64) -> u64,
        parts: u64,
        hard_factor: i64,
    ) -> bool {
        let start = self.iterations;
        let end = |planned| start + goal(planned).saturating_sub(start) / parts;
        self.anneal_span(cooling, 0..COOLED, &end, hard_factor)
    }

    /// A part of an anneal of so many rounds.
    pub(super) fn anneal_part(&mut self, cooling: &Cooling, part: Range<u64>, rounds: u64) -> bool {
        let end = self.iterations.saturating_add(part.end - part.start);
        let at = |round: u64| COOLED / rounds.max(1) * round;
        self.anneal_span(cooling, at(part.start)..at(part.end), &|_| end, HARD_WEIGHT)
    }

    /// Cools down over this span, until `end` iterations of the plan.
    fn anneal_span(
        &mut self,
        cooling: &Cooling,
        span: Range<u64>,
        end: &dyn Fn(u64) -> u64,
        hard_factor: i64,
    ) -> bool {
        let hard = hard_factor * self.scale;
        self.weights = Weights {
            hard,
            soft_shift: 0,
        };
        let (mut at, mut seen, mut step) = (span.start, self.iterations, 0u64);
        let mut until = end(self.planned).min(self.planned);
        let mut temperature = cooling.temperature(at, COOLED);
        while self.iterations < until {
            if step.is_multiple_of(STEPS_ALIKE) {
                until = end(self.planned).min(self.planned);
                let left = until.saturating_sub(seen).max(1);
                let done = (self.iterations - seen).min(left);
                at += (span.end - at) * done / left;
                seen = self.iterations;
                temperature = cooling.temperature(at, COOLED);
            }
            step += 1;
            self.step(cooling, temperature);
            if self.perfect() || !self.tick() {
                return false;
            }
        }
        true
    }
}
