//! The steps of the search: how one division leads to another.
//!
//! Most are moves and swaps. The others go where those cannot without passing through much worse
//! divisions: chains through a third cohort, **blocks** (a value's pair or trio trades places
//! with another's), **deals** (one unit of each of many cohorts, dealt anew as an assignment
//! problem), and **cycles** (a unit goes where it is best off and pushes out whoever can best be
//! spared, until somebody fits the first place; after the multi-exchanges of Ahuja et al. 2002).

use super::cooling::Cooling;
use super::search::Search;
use super::solve::Progress;
use super::state::{Change, Cost};

/// Of 1024 steps, so many are of each compound kind; the others are moves and swaps.
const CHAINS: u32 = 10;
const BLOCKS: u32 = 20;
const DEALS: u32 = 5;
const CYCLES: u32 = 12;
/// Partners tried per swap, and cohorts per move, before a proposal is given up.
const TRIES: u32 = 16;
/// Largest block, in units.
const LARGEST_BLOCK: usize = 4;
/// Points per moved unit above which a block is given up rather than mended.
const HOPELESS: i64 = 12;
/// Most cohorts in a deal.
const DEALT: u32 = 24;
/// Longest cycle, cohorts looked at per link of one, and members of a cohort.
const LONGEST_CYCLE: usize = 4;
const LOOKS: u32 = 8;
const MEMBERS_LOOKED_AT: usize = 40;

/// A unit that went from one cohort to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Journey {
    unit: u32,
    from: u32,
    to: u32,
}

impl<F: FnMut(&Progress) -> bool> Search<'_, F> {
    #[inline]
    pub(super) fn step(&mut self, cooling: &Cooling, temperature: i64) {
        let tolerance = cooling.tolerance(temperature, &mut self.rng);
        let dice = self.rng.below(1024);
        if dice >= CHAINS + BLOCKS + DEALS + CYCLES {
            let Some(change) = self.propose() else { return };
            let effect = self.state.effect(change);
            let mut energy = self.weights.energy(effect);
            if let Some(archive) = &self.archive {
                energy += archive.penalty_of(&self.state, change);
            }
            if energy <= tolerance {
                self.accept(change, effect);
            }
        } else if dice < CHAINS {
            self.try_chain(tolerance);
        } else if dice < CHAINS + BLOCKS {
            self.try_block(tolerance);
        } else if dice < CHAINS + BLOCKS + DEALS {
            self.try_deal(tolerance);
        } else {
            self.try_cycle(tolerance);
        }
    }

    /// A random unit to a random cohort it may be in (now and then to one it wishes for): alone
    /// where there is room, else (or by the toss of a coin) in exchange for a unit from there, by
    /// the toss of another one of its own kind.
    pub(super) fn propose(&mut self) -> Option<Change> {
        let unit = self.rng.pick(&self.movable)?;
        let from = self.state.cohort_of[unit as usize];
        let coin = self.rng.next();
        let wished = (coin >> 8).is_multiple_of(4);
        let to = match self.wished_cohort(unit, from).filter(|_| wished) {
            Some(to) => to,
            None => self.pick_cohort(unit, from)?,
        };
        let weight = self.model.unit_size[unit as usize];
        let room = self.state.size[to as usize] + weight <= self.model.max[to as usize];
        let spare = self.state.size[from as usize] - weight >= self.model.min[from as usize];
        // While rules are broken, or weigh little, now and then a move that breaks one more.
        let lenient = self.cost.hard > 0 || self.weights.hard <= self.scale;
        let bold = lenient && coin & 0b1110 == 0;
        if ((room && spare) || bold) && coin & 1 == 0 {
            return Some(Change::Move { unit, to });
        }
        let of_its_kind = coin & 16 == 0;
        if of_its_kind && let Some(with) = self.pick_of_kind(unit, from, to) {
            return Some(Change::Swap { unit, with });
        }
        for _ in 0..TRIES {
            let with = self.rng.pick(self.state.units_in(to))?;
            if self.is_free(with) && self.model.may_be_in(with, from) {
                return Some(Change::Swap { unit, with });
            }
        }
        (room && spare).then_some(Change::Move { unit, to })
    }

    fn is_free(&self, unit: u32) -> bool {
        self.model.fixed[unit as usize].is_none()
    }

    fn may_travel(&self, unit: u32, to: u32) -> bool {
        self.is_free(unit) && self.model.may_be_in(unit, to)
    }

    fn pick_cohort(&mut self, unit: u32, from: u32) -> Option<u32> {
        let cohorts = self.model.cohorts();
        (0..TRIES).find_map(|_| {
            let to = self.rng.below(cohorts);
            (to != from && self.model.may_be_in(unit, to)).then_some(to)
        })
    }

    /// Where somebody is with whom the unit would rather be.
    #[inline]
    fn wished_cohort(&mut self, unit: u32, from: u32) -> Option<u32> {
        let link = self.rng.pick(self.model.links.of(unit))?;
        let to = self.state.cohort_of[link.unit as usize];
        (link.soft < 0 && to != from && self.model.may_be_in(unit, to)).then_some(to)
    }

    /// Somebody of the same kind in `to`, who may come here.
    #[inline]
    fn pick_of_kind(&mut self, unit: u32, from: u32, to: u32) -> Option<u32> {
        let kind = self.model.kind_of[unit as usize];
        let members = self.state.units_in(to);
        let start = self.rng.below(count(members)) as usize;
        let (before, after) = members.split_at(start.min(members.len()));
        let fits = |with: &&u32| {
            self.model.kind_of[**with as usize] == kind && self.may_travel(**with, from)
        };
        after.iter().chain(before).find(fits).copied()
    }

    /// Carries out one leg of a compound step, on trial.
    fn go(&mut self, unit: u32, to: u32) -> Cost {
        let from = self.state.cohort_of[unit as usize];
        let change = Change::Move { unit, to };
        let effect = self.state.effect(change);
        self.state.apply(change);
        self.trail.push(Journey { unit, from, to });
        effect
    }

    /// Keeps a compound step if what it costs is tolerable, else goes back.
    fn settle(&mut self, total: Cost, moved_before: i64, tolerance: i64) {
        let mut energy = self.weights.energy(total);
        if let Some(archive) = &self.archive {
            energy += archive.penalty_since(&self.state, moved_before);
        }
        if energy > tolerance {
            self.rewind();
            return;
        }
        if self.would_lose_best(total) {
            self.rewind();
            self.keep_best();
            for &Journey { unit, to, .. } in &self.trail {
                self.state.apply(Change::Move { unit, to });
            }
        }
        self.cost += total;
        self.note_best();
    }

    fn rewind(&mut self) {
        for &Journey { unit, from, .. } in self.trail.iter().rev() {
            self.state.apply(Change::Move { unit, to: from });
        }
    }

    /// A unit to a second cohort, one from there to a third, and (by the toss of a coin) one from
    /// the third to the first: what neither move nor swap reaches where cohorts are full.
    fn try_chain(&mut self, tolerance: i64) {
        let Some(first) = self.rng.pick(&self.movable) else {
            return;
        };
        let start = self.state.cohort_of[first as usize];
        let close = self.rng.next() & 1 == 0;
        let moved = self.state.moved;
        self.trail.clear();
        let (mut unit, mut total) = (first, Cost::default());
        for link in 0..if close { 3 } else { 2 } {
            let from = self.state.cohort_of[unit as usize];
            let to = if link == 2 {
                Some(start)
            } else {
                self.pick_cohort(unit, from)
            };
            let fits = |&to: &u32| to != from && self.model.may_be_in(unit, to);
            let Some(to) = to.filter(fits) else { break };
            total += self.go(unit, to);
            match self.rng.pick(self.state.units_in(to)) {
                Some(next) if next != unit && self.is_free(next) => unit = next,
                _ => break,
            }
        }
        if self.trail.len() > 1 {
            self.settle(total, moved, tolerance);
        } else {
            self.rewind();
        }
    }

    /// All of a value's few units in one cohort trade places with those of another value in
    /// another cohort (or simply leave); then each may trade places with one of its own value.
    fn try_block(&mut self, tolerance: i64) {
        let Some(first) = self.rng.pick(&self.movable) else {
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
        for &with in model.kin.of(value) {
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

    /// One unit of each of several cohorts, of one size and mostly of one kind, dealt anew among
    /// these cohorts at least cost (links between them aside).
    fn try_deal(&mut self, tolerance: i64) {
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
        let Some(first) = self.rng.pick(&self.movable) else {
            return;
        };
        let (cohorts, model) = (self.model.cohorts(), self.model);
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
            let cohort = (offset + index * stride) % cohorts;
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

    /// A unit that could be better off goes where it is best off, pushing out whoever can best be
    /// spared there, and so on, until somebody fits into the place the first left.
    fn try_cycle(&mut self, tolerance: i64) {
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
        let mut unit = self.rng.pick(&self.movable)?;
        for _ in 0..TRIES / 2 {
            let here = self.state.cohort_of[unit as usize];
            let placed = self.model.place(unit, here).1 > self.least_place[unit as usize];
            let mut links = self.model.links.of(unit).iter();
            let split = |link: &super::compiled::Link| {
                link.soft < 0 && self.state.cohort_of[link.unit as usize] != here
            };
            if placed || links.any(split) {
                break;
            }
            unit = self.rng.pick(&self.movable)?;
        }
        Some(unit)
    }

    /// Of some cohorts the one where the unit's own place costs least.
    fn pick_better_place(&mut self, unit: u32, start: u32) -> Option<u32> {
        let from = self.state.cohort_of[unit as usize];
        let mut best = None;
        for look in 0..LOOKS {
            let wished = self.wished_cohort(unit, from).filter(|_| look == 0);
            let to = wished.unwrap_or_else(|| self.rng.below(self.model.cohorts()));
            if to == from || to == start || !self.model.may_be_in(unit, to) {
                continue;
            }
            let mut cost = Cost {
                hard: 0,
                soft: self.model.place(unit, to).1,
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
            let gain = self.model.place(leaver, cohort).1 - self.least_place[leaver as usize];
            let price = (self.weights.energy(leave) - gain) * 4 + i64::from(self.rng.below(8));
            if open.is_none_or(|(least, _)| price < least) {
                open = Some((price, leaver));
            }
        }
        (close, open.map(|(_, leaver)| leaver))
    }
}

fn count(units: &[u32]) -> u32 {
    u32::try_from(units.len()).unwrap_or(u32::MAX)
}
