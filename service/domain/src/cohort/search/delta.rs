//! What a change would add to the score, cohort by cohort and column by column.
//!
//! Evaluation allocates nothing. The one thing that depends on a whole cohort, how the bands of
//! `mix` shift when its size changes, is remembered per cohort until the cohort changes.

use super::compiled::{Level, index};
use super::cost::Cost;
use super::state::{NOWHERE, REACH, SHIFTS, State};

impl State<'_> {
    /// One cohort's share of a change: `leaver` goes, `comer` comes (either may be nobody).
    #[inline]
    pub(super) fn side(&mut self, cohort: u32, leaver: u32, comer: u32) -> Cost {
        self.even_side(cohort, leaver, comer) + self.rest_side(cohort, leaver, comer)
    }

    /// Mix, size and levels.
    #[inline]
    pub(super) fn even_side(&mut self, cohort: u32, leaver: u32, comer: u32) -> Cost {
        let model = self.model;
        let size = self.size[cohort as usize];
        let change = model.unit_size[comer as usize] - model.unit_size[leaver as usize];
        let mut cost = Cost::default();
        if model.kind_of[leaver as usize] == model.kind_of[comer as usize] {
            // They change no mix.
        } else if let Some(edge) = self.edge_effect(cohort, leaver, comer) {
            cost = edge;
        } else {
            let (gone, come) = (model.unit_mix.of(leaver), model.unit_mix.of(comer));
            let row = cohort as usize * model.columns.len();
            each_change(gone, come, |column, by| {
                let count = i64::from(self.counts[row + column]);
                cost.soft += model.mix_cost(column, count + by, size + change)
                    - model.mix_cost(column, count, size + change);
            });
            if change != 0 {
                cost += self.size_cost(cohort, size + change) - self.size_cost(cohort, size);
                cost.soft += self.resize_effect(cohort, change);
            }
        }
        let width = model.levels.len();
        for (number, level) in model.levels.iter().enumerate() {
            let (sum, stated) = self.levels[cohort as usize * width + number];
            let (gone, gone_n) = model.unit_levels[leaver as usize * width + number];
            let (come, come_n) = model.unit_levels[comer as usize * width + number];
            if (gone, gone_n) != (come, come_n) {
                cost.soft += level_cost(*level, sum - gone + come, stated - gone_n + come_n)
                    - level_cost(*level, sum, stated);
            }
        }
        cost
    }

    /// Spread and needs: of many columns, which in a large instance are far apart in memory.
    #[inline]
    pub(super) fn rest_side(&self, cohort: u32, leaver: u32, comer: u32) -> Cost {
        let model = self.model;
        let mut cost = Cost::default();
        let (gone, come) = (model.unit_rest.of(leaver), model.unit_rest.of(comer));
        if !(gone.is_empty() && come.is_empty()) {
            let row = cohort as usize * model.columns.len();
            each_change(gone, come, |column, by| {
                let count = i64::from(self.counts[row + column]);
                let points = model.rest_cost(cohort, column, count + by)
                    - model.rest_cost(cohort, column, count);
                if column < model.spread_end {
                    cost.soft += points;
                } else {
                    cost.hard += points;
                }
            });
        }
        cost
    }

    /// Points by which the bands of the present counts shift when the size changes.
    #[inline]
    fn resize_effect(&mut self, cohort: u32, change: i64) -> i64 {
        if change.abs() > REACH {
            return self.count_resize(cohort, change);
        }
        let slot = cohort as usize * SHIFTS + index(change + REACH);
        if let Some(known) = self.resize[slot] {
            return known;
        }
        let points = self.count_resize(cohort, change);
        self.resize[slot] = Some(points);
        points
    }

    fn count_resize(&self, cohort: u32, change: i64) -> i64 {
        let (old, row) = (
            self.size[cohort as usize],
            cohort as usize * self.model.columns.len(),
        );
        let shift = |column: usize| {
            let count = i64::from(self.counts[row + column]);
            self.model.mix_cost(column, count, old + change)
                - self.model.mix_cost(column, count, old)
        };
        (0..self.model.mix_end).map(shift).sum()
    }

    pub(super) fn size_cost(&self, cohort: u32, size: i64) -> Cost {
        let model = self.model;
        let cohort = cohort as usize;
        let hard = (size - model.max[cohort]).max(0) + (model.min[cohort] - size).max(0);
        let off = model.target[cohort].map_or(0, |target| (size - target).abs());
        Cost {
            hard,
            soft: off * model.size_each,
        }
    }

    /// A unit's own share of a journey, all links but the one to `partner`, who trades places.
    #[inline]
    pub(super) fn travel(&self, unit: u32, from: u32, to: u32, partner: u32) -> Cost {
        let mut cost = self.model.place(unit, to) - self.model.place(unit, from);
        for link in self.model.links.of(unit) {
            let home = self.cohort_of[link.unit as usize];
            let sign = i64::from(home == to) - i64::from(home == from);
            if sign != 0 && link.unit != partner {
                cost += Cost {
                    hard: sign * link.hard,
                    soft: sign * link.soft,
                };
            }
        }
        cost.soft += self.apart_effect(unit, from, to, partner);
        cost
    }

    /// What a journey costs in diversity: nearness lost where the unit was, less what it finds.
    #[inline]
    pub(super) fn apart_effect(&self, unit: u32, from: u32, to: u32, partner: u32) -> i64 {
        let Some(distances) = &self.model.diversity else {
            return 0;
        };
        let row = unit as usize * self.size.len();
        let left = if from == NOWHERE {
            0
        } else {
            self.near[row + from as usize]
        };
        left - self.near[row + to as usize] + distances.of(unit)[partner as usize]
    }

    /// The share of the comer and its new cohort in `unit` taking the place of `other`.
    pub(super) fn effect_of_replacing(&mut self, unit: u32, other: u32) -> Cost {
        let (from, to) = (
            self.cohort_of[unit as usize],
            self.cohort_of[other as usize],
        );
        self.side(to, other, unit) + self.travel(unit, from, to, other)
    }

    /// What a unit's leaving adds in its cohort, its own place and links aside.
    pub(super) fn effect_of_leaving(&mut self, unit: u32) -> Cost {
        self.side(self.cohort_of[unit as usize], unit, self.model.nobody)
    }

    pub(super) fn count(&self, cohort: u32, column: u32) -> i64 {
        self.counts[cohort as usize * self.model.columns.len() + column as usize].into()
    }
}

/// Calls `change` for every column whose count changes when one unit goes and another comes; both
/// lists are sorted by column.
#[inline]
fn each_change(gone: &[(u32, i64)], come: &[(u32, i64)], mut change: impl FnMut(usize, i64)) {
    let (mut i, mut j) = (0, 0);
    while i < gone.len() || j < come.len() {
        let left = gone.get(i).map_or(u32::MAX, |entry| entry.0);
        let right = come.get(j).map_or(u32::MAX, |entry| entry.0);
        let mut by = 0;
        if left <= right {
            by -= gone[i].1;
            i += 1;
        }
        if right <= left {
            by += come[j].1;
            j += 1;
        }
        if by != 0 {
            change(left.min(right) as usize, by);
        }
    }
}

/// Points of a `level` criterion in one cohort.
#[inline]
fn level_cost(level: Level, sum: i64, stated: i64) -> i64 {
    let slack = level.tolerance * level.stated * stated;
    let over = (level.stated * sum - stated * level.total).abs() - slack;
    if over <= 0 {
        0
    } else {
        (over + level.stated - 1) / level.stated * level.per_unit
    }
}
