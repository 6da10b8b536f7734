//! Blocks: a value's pair or trio in one cohort trades places with another's.

use super::Search;
use super::cost::Cost;
use super::state::Change;
use super::steps::count;

/// Largest block, in units.
const LARGEST_BLOCK: usize = 4;
/// Points per moved unit above which a block is given up rather than mended.
const HOPELESS: i64 = 12;

impl Search<'_> {
    /// All of a value's few units in one cohort trade places with those of another value in
    /// another cohort (or simply leave); then each may trade places with one of its own value.
    pub(super) fn try_block(&mut self, tolerance: i64) {
        let Some(first) = self.rng.pick(&self.in_play.units) else {
            return;
        };
        let from = self.state.cohort_of[first as usize];
        let Some(to) = self.pick_cohort(first, from) else {
            return;
        };
        let mut left = std::mem::take(&mut self.left);
        let mut right = std::mem::take(&mut self.right);
        if self.pick_blocks(first, to, &mut left, &mut right) {
            let moved = self.state.moved;
            self.trail.clear();
            let mut total = Cost::default();
            for &unit in &left {
                total += self.go(unit, to);
            }
            for &unit in &right {
                total += self.go(unit, from);
            }
            let units = i64::try_from(left.len() + right.len()).unwrap_or(0);
            if self.weights.energy(total) <= tolerance + HOPELESS * units {
                for &unit in left.iter().chain(&right) {
                    total += self.trade_within_value(unit);
                }
            }
            self.settle(total, moved, tolerance);
        }
        self.left = left;
        self.right = right;
    }

    /// Fills the blocks; false if there are none that may trade places.
    fn pick_blocks(
        &mut self,
        first: u32,
        to: u32,
        left: &mut Vec<u32>,
        right: &mut Vec<u32>,
    ) -> bool {
        let from = self.state.cohort_of[first as usize];
        let Some(value) = self.model.value_of[first as usize] else {
            return false;
        };
        self.block(value, from, left);
        right.clear();
        if left.len() > LARGEST_BLOCK {
            return false;
        }
        let alone = self.rng.below(16) == 0;
        if !alone {
            let members = self.state.units_in(to);
            let start = self.rng.below(count(members)) as usize;
            let (before, after) = members.split_at(start.min(members.len()));
            for &other in after.iter().chain(before) {
                let Some(theirs) = self.model.value_of[other as usize] else {
                    continue;
                };
                if theirs == value || self.state.count(from, theirs) > 0 {
                    continue;
                }
                self.block(theirs, to, right);
                if right.len().abs_diff(left.len()) <= 1 {
                    break;
                }
                right.clear();
            }
        }
        (alone || !right.is_empty())
            && left.iter().all(|&unit| self.may_travel(unit, to))
            && right.iter().all(|&unit| self.may_travel(unit, from))
    }

    /// Units of a cohort with this value.
    fn block(&self, value: u32, cohort: u32, block: &mut Vec<u32>) {
        block.clear();
        let has_it = |unit: &&u32| self.model.value_of[**unit as usize] == Some(value);
        block.extend(self.state.units_in(cohort).iter().filter(has_it));
    }

    /// The best trade with a unit of the same value in another cohort, if it helps.
    fn trade_within_value(&mut self, unit: u32) -> Cost {
        let Some(value) = self.model.value_of[unit as usize] else {
            return Cost::default();
        };
        let model = self.model;
        let here = self.state.cohort_of[unit as usize];
        let mut best = None;
        let kin = &self.in_play.kin[value as usize];
        let offset = self.rng.below(count(kin)) as usize;
        for look in 0..kin.len().min(self.mixture.kin) {
            let with = kin[(offset + look) % kin.len()];
            let there = self.state.cohort_of[with as usize];
            let alike = model.unit_size[with as usize] == model.unit_size[unit as usize];
            if there == here
                || !alike
                || !model.may_be_in(unit, there)
                || !model.may_be_in(with, here)
            {
                continue;
            }
            self.iterations += 1;
            let effect = self.state.effect(Change::Swap { unit, with });
            let energy = self.weights.energy(effect);
            if energy < best.map_or(0, |(least, _)| least) {
                best = Some((energy, with));
            }
        }
        let Some((_, with)) = best else {
            return Cost::default();
        };
        let there = self.state.cohort_of[with as usize];
        self.go(unit, there) + self.go(with, here)
    }
}
