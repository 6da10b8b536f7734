//! Deals: one unit of each of many cohorts, dealt anew as an assignment problem.

use super::Search;
use super::cost::Cost;
use super::steps::count;

/// Most cohorts in a deal.
const DEALT: u32 = 24;

impl Search<'_> {
    /// One unit of each of several cohorts, of one size and mostly of one kind, dealt anew among
    /// these cohorts at least cost (links between them aside).
    pub(super) fn try_deal(&mut self, tolerance: i64) {
        let mut units = std::mem::take(&mut self.left);
        self.pick_hand(&mut units);
        let n = units.len();
        if n > 2 {
            self.price_hand(&units);
            self.columns.clear();
            self.columns.resize(n, 0);
            self.assigner.solve(n, &self.prices, &mut self.columns);
            self.iterations += (n * n / 4) as u64;
            let moved = self.state.moved;
            self.trail.clear();
            let mut total = Cost::default();
            let home = |column: usize, search: &Self| {
                let there = units[column];
                let journey = search.trail.iter().find(|journey| journey.unit == there);
                journey.map_or(search.state.cohort_of[there as usize], |j| j.from)
            };
            for (row, &unit) in units.iter().enumerate() {
                let to = home(self.columns[row], self);
                if to != self.state.cohort_of[unit as usize] {
                    total += self.go(unit, to);
                }
            }
            self.settle(total, moved, tolerance);
        }
        self.left = units;
    }

    fn pick_hand(&mut self, hand: &mut Vec<u32>) {
        hand.clear();
        let Some(first) = self.rng.pick(&self.in_play.units) else {
            return;
        };
        let (cohorts, model) = (count(&self.in_play.cohorts), self.model);
        let of_one_kind = self.rng.below(4) != 0;
        let n = cohorts.min(DEALT);
        let offset = self.rng.below(cohorts);
        let stride = 1 + self.rng.below(cohorts / n);
        let fits = |unit: &&u32| {
            let unit = **unit as usize;
            model.fixed[unit].is_none()
                && model.unit_size[unit] == model.unit_size[first as usize]
                && (!of_one_kind || model.kind_of[unit] == model.kind_of[first as usize])
        };
        for index in 0..n {
            let cohort = self.in_play.cohorts[((offset + index * stride) % cohorts) as usize];
            let members = self.state.units_in(cohort);
            let start = self.rng.below(count(members)) as usize;
            let (before, after) = members.split_at(start.min(members.len()));
            hand.extend(after.iter().chain(before).find(fits));
        }
    }

    /// What each unit of the hand would cost in the place of each other; ties broken at random.
    fn price_hand(&mut self, hand: &[u32]) {
        /// More than any points, and far from overflow when summed.
        const FORBIDDEN: i64 = 1 << 40;
        const FINE: i64 = 256;
        self.prices.clear();
        for &unit in hand {
            for &other in hand {
                let noise = i64::from(self.rng.below(8));
                let home = self.state.cohort_of[other as usize];
                let price = if unit == other {
                    0
                } else if self.model.may_be_in(unit, home) {
                    let effect = self.state.effect_of_replacing(unit, other);
                    self.weights
                        .energy(effect)
                        .clamp(-FORBIDDEN / FINE, FORBIDDEN / FINE)
                        * FINE
                } else {
                    FORBIDDEN
                };
                self.prices.push(price + noise);
            }
        }
    }
}
