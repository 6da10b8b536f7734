//! Cycles: a unit goes where it is best off and pushes somebody out, and so on, until somebody fits
//! the place the first left (after the multi-exchanges of Ahuja et al. 2002).

use super::Search;
use super::cost::Cost;
use super::state::Change;
use super::steps::count;

/// Units looked at for one that could be better off.
const TRIES: u32 = 8;
/// Longest cycle, cohorts looked at per link of one, and members of a cohort.
const LONGEST_CYCLE: usize = 4;
const LOOKS: u32 = 8;
const MEMBERS_LOOKED_AT: usize = 40;

impl Search<'_> {
    /// A unit that could be better off goes where it is best off, pushing out whoever can best be
    /// spared there, and so on, until somebody fits into the place the first left.
    pub(super) fn try_cycle(&mut self, tolerance: i64) {
        let Some(first) = self.pick_unhappy() else {
            return;
        };
        let start = self.state.cohort_of[first as usize];
        let moved = self.state.moved;
        self.trail.clear();
        let (mut unit, mut total) = (first, Cost::default());
        for _ in 0..LONGEST_CYCLE {
            let Some(to) = self.pick_better_place(unit, start) else {
                break;
            };
            total += self.go(unit, to);
            let (close, open) = self.pick_leaver(unit, to, start);
            if let Some((energy, leaver)) = close
                && energy + self.weights.energy(total) <= tolerance
            {
                total += self.go(leaver, start);
                self.settle(total, moved, tolerance);
                return;
            }
            let Some(next) = open else { break };
            unit = next;
        }
        self.rewind();
    }

    /// A unit whose place, or whose wish, could be better; any, if none is soon found.
    fn pick_unhappy(&mut self) -> Option<u32> {
        let mut unit = self.rng.pick(&self.in_play.units)?;
        for _ in 0..TRIES {
            let here = self.state.cohort_of[unit as usize];
            let placed = self.model.place(unit, here).soft > self.least_place[unit as usize];
            let mut links = self.model.links.of(unit).iter();
            let split = |link: &super::compiled::Link| {
                link.soft < 0 && self.state.cohort_of[link.unit as usize] != here
            };
            if placed || links.any(split) {
                break;
            }
            unit = self.rng.pick(&self.in_play.units)?;
        }
        Some(unit)
    }

    /// Of some cohorts the one where the unit's own place costs least.
    fn pick_better_place(&mut self, unit: u32, start: u32) -> Option<u32> {
        let from = self.state.cohort_of[unit as usize];
        let mut best = None;
        for look in 0..LOOKS {
            let wished = self.wished_cohort(unit, from).filter(|_| look == 0);
            let to = wished.unwrap_or_else(|| self.some_cohort());
            if to == from || to == start || !self.model.may_be_in(unit, to) {
                continue;
            }
            let mut cost = Cost {
                hard: 0,
                soft: self.model.place(unit, to).soft,
            };
            for link in self.model.links.of(unit) {
                if self.state.cohort_of[link.unit as usize] == to {
                    cost.hard += link.hard;
                    cost.soft += link.soft;
                }
            }
            let price = self.weights.energy(cost) * 4 + i64::from(self.rng.below(4));
            if best.is_none_or(|(least, _)| price < least) {
                best = Some((price, to));
            }
        }
        best.map(|(_, to)| to)
    }

    /// Who leaves `cohort`, where `comer` has come: the one for whom it is best to go to `start`
    /// (with what that costs), and the one who can best be spared and has somewhere better to go.
    fn pick_leaver(
        &mut self,
        comer: u32,
        cohort: u32,
        start: u32,
    ) -> (Option<(i64, u32)>, Option<u32>) {
        let (mut close, mut open) = (None, None);
        let members = self.state.units_in(cohort).len();
        let offset = self.rng.below(count(self.state.units_in(cohort))) as usize;
        for look in 0..members.min(MEMBERS_LOOKED_AT) {
            let leaver = self.state.units_in(cohort)[(offset + look) % members];
            if leaver == comer || !self.is_free(leaver) {
                continue;
            }
            self.iterations += 1;
            let leave = self.state.effect_of_leaving(leaver);
            if self.model.may_be_in(leaver, start) {
                let change = Change::Move {
                    unit: leaver,
                    to: start,
                };
                let energy = self.weights.energy(self.state.effect(change));
                if close.is_none_or(|(least, _)| energy < least) {
                    close = Some((energy, leaver));
                }
            }
            let gain = self.model.place(leaver, cohort).soft - self.least_place[leaver as usize];
            let price = (self.weights.energy(leave) - gain) * 4 + i64::from(self.rng.below(8));
            if open.is_none_or(|(least, _)| price < least) {
                open = Some((price, leaver));
            }
        }
        (close, open.map(|(_, leaver)| leaver))
    }
}
