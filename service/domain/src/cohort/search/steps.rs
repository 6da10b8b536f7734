//! The steps of the search: how one division leads to another.
//!
//! Most are moves and swaps. The others go where those cannot without passing through much worse
//! divisions: chains through a third cohort, [`super::block`], [`super::deal`], [`super::cycle`].

use super::Search;
use super::cooling::Cooling;
use super::cost::Cost;
use super::state::Change;

/// Of 1024 steps, so many are of each compound kind; the others are moves and swaps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mixture {
    chains: u32,
    blocks: u32,
    deals: u32,
    cycles: u32,
    /// Most units of its value looked at for one of a block to trade places with.
    pub(super) kin: usize,
}

impl Mixture {
    pub(super) const USUAL: Self = Self {
        chains: 10,
        blocks: 20,
        deals: 5,
        cycles: 12,
        kin: 128,
    };
    /// Where there are few steps for each unit, blocks that are mended with care take too many of them,
    /// and cycles find more.
    pub(super) const BY_DISTRICTS: Self = Self {
        blocks: 8,
        cycles: 80,
        kin: 24,
        ..Self::USUAL
    };
}

/// Partners tried per swap, and cohorts per move, before a proposal is given up.
const TRIES: u32 = 16;

/// A unit that went from one cohort to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Journey {
    pub(super) unit: u32,
    pub(super) from: u32,
    to: u32,
}

impl Search<'_> {
    #[inline]
    pub(super) fn step(&mut self, cooling: &Cooling, temperature: i64) {
        let tolerance = cooling.tolerance(temperature, &mut self.rng);
        let dice = self.rng.below(1024);
        let Mixture {
            chains,
            blocks,
            deals,
            cycles,
            ..
        } = self.mixture;
        if dice >= chains + blocks + deals + cycles {
            let Some(change) = self.propose() else { return };
            let effect = self.state.effect(change);
            let mut energy = self.weights.energy(effect);
            if let Some(archive) = &self.archive {
                energy += archive.penalty_of(&self.state, change);
            }
            if energy <= tolerance {
                self.accept(change, effect);
            }
        } else if dice < chains {
            self.try_chain(tolerance);
        } else if dice < chains + blocks {
            self.try_block(tolerance);
        } else if dice < chains + blocks + deals {
            self.try_deal(tolerance);
        } else {
            self.try_cycle(tolerance);
        }
    }

    /// A random unit to a random cohort it may be in (now and then to one it would rather be in): alone
    /// where there is room, else (or by the toss of a coin) in exchange for a unit from there, by
    /// the toss of another one of its own kind.
    pub(super) fn propose(&mut self) -> Option<Change> {
        let unit = self.rng.pick(&self.in_play.units)?;
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

    pub(super) fn is_free(&self, unit: u32) -> bool {
        self.model.fixed[unit as usize].is_none()
    }

    pub(super) fn may_travel(&self, unit: u32, to: u32) -> bool {
        self.is_free(unit) && self.model.may_be_in(unit, to)
    }

    pub(super) fn pick_cohort(&mut self, unit: u32, from: u32) -> Option<u32> {
        (0..TRIES).find_map(|_| {
            let to = self.some_cohort();
            (to != from && self.model.may_be_in(unit, to)).then_some(to)
        })
    }

    /// Where the unit was before, or where somebody is with whom it would rather be.
    #[inline]
    pub(super) fn wished_cohort(&mut self, unit: u32, from: u32) -> Option<u32> {
        if let Some(home) = self.model.home_before(unit)
            && self.rng.next() & 1 == 0
        {
            return (home != from && self.model.may_be_in(unit, home)).then_some(home);
        }
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
    pub(super) fn go(&mut self, unit: u32, to: u32) -> Cost {
        let from = self.state.cohort_of[unit as usize];
        let change = Change::Move { unit, to };
        let effect = self.state.effect(change);
        self.state.apply(change);
        self.trail.push(Journey { unit, from, to });
        effect
    }

    /// Keeps a compound step if what it costs is tolerable, else goes back.
    pub(super) fn settle(&mut self, total: Cost, moved_before: i64, tolerance: i64) {
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

    pub(super) fn rewind(&mut self) {
        for &Journey { unit, from, .. } in self.trail.iter().rev() {
            self.state.apply(Change::Move { unit, to: from });
        }
    }

    /// A unit to a second cohort, one from there to a third, and (by the toss of a coin) one from
    /// the third to the first: what neither move nor swap reaches where cohorts are full.
    fn try_chain(&mut self, tolerance: i64) {
        let Some(first) = self.rng.pick(&self.in_play.units) else {
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
}

pub(super) fn count(units: &[u32]) -> u32 {
    u32::try_from(units.len()).unwrap_or(u32::MAX)
}
