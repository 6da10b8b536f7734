//! Pairs: two who wish for each other go to another cohort together.

use super::search::Search;
use super::solve::Progress;

impl<F: FnMut(&Progress) -> bool> Search<'_, F> {
    /// A unit and one it wishes for go to a cohort where neither is, each in exchange for one of
    /// its own kind. One after the other they would pass through a split wish, which a cold search
    /// does not.
    pub(super) fn try_pair(&mut self, tolerance: i64) {
        let Some(unit) = self.rng.pick(&self.wishers) else {
            return;
        };
        let Some(link) = self.rng.pick(self.model.links.of(unit)) else {
            return;
        };
        let other = link.unit;
        if link.soft >= 0 || !self.is_free(other) {
            return;
        }
        let (here, there) = (
            self.state.cohort_of[unit as usize],
            self.state.cohort_of[other as usize],
        );
        let Some(to) = self.pick_cohort(unit, here) else {
            return;
        };
        if to == there || !self.model.may_be_in(other, to) {
            return;
        }
        let moved = self.state.moved;
        self.trail.clear();
        let Some(first) = self.pick_of_kind(unit, here, to) else {
            return;
        };
        let mut total = self.go(unit, to) + self.go(first, here);
        let second = self.pick_of_kind(other, there, to);
        match second.filter(|&second| second != unit) {
            Some(second) => {
                total += self.go(other, to) + self.go(second, there);
                self.settle(total, moved, tolerance);
            }
            None => self.rewind(),
        }
    }
}
