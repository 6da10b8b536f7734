//! An instance laid out for speed: units instead of people, flat arrays instead of maps.
//!
//! A **unit** is what moves as one: a person, or a together-group (overlapping groups are one).
//! Cohorts that no single person can tell apart (same slots, modality, language, protection)
//! form a **class**, so that what depends on one person and one cohort is a small table.
//! A **column** is a value of an attribute under one criterion or need; each cohort has a count per
//! column. Columns are ordered: `mix` values whose band depends on the size of the cohort
//! (common), other `mix` values, `spread` values, needs.

use super::cost::Cost;
use crate::cohort::score::mix_band;

/// Lists of different lengths in one array.
#[derive(Debug, Clone)]
pub(in crate::cohort) struct Lists<T> {
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T> Lists<T> {
    pub(super) fn from(lists: impl IntoIterator<Item = Vec<T>>) -> Self {
        let (mut starts, mut items) = (vec![0], Vec::new());
        for list in lists {
            items.extend(list);
            starts.push(items.len());
        }
        Self { starts, items }
    }

    #[inline]
    pub(in crate::cohort) fn of(&self, index: u32) -> &[T] {
        let index = index as usize;
        &self.items[self.starts[index]..self.starts[index + 1]]
    }
}

/// A pair of units in the same cohort costs this much (a wish: less than nothing).
#[derive(Debug, Clone, Copy)]
pub(in crate::cohort) struct Link {
    pub(in crate::cohort) unit: u32,
    pub(in crate::cohort) hard: i64,
    pub(in crate::cohort) soft: i64,
}

/// A `level` criterion: sum and number of all stated values.
#[derive(Debug, Clone, Copy)]
pub(in crate::cohort) struct Level {
    pub(in crate::cohort) total: i64,
    pub(in crate::cohort) stated: i64,
    pub(in crate::cohort) tolerance: i64,
    pub(in crate::cohort) per_unit: i64,
}

/// What is known of a column apart from its band.
#[derive(Debug, Clone, Copy)]
pub(in crate::cohort) struct Column {
    pub(in crate::cohort) out: i64,
    pub(in crate::cohort) alone: i64,
    /// People with the value in all (`mix`), or the cap (`spread`).
    pub(in crate::cohort) number: i64,
}

/// A `diversity` criterion: what it costs that two units are in different cohorts.
#[derive(Debug, Clone)]
pub(super) struct Distances {
    /// `[unit × units + unit]`, weight included.
    points: Vec<i64>,
    units: usize,
}

impl Distances {
    pub(super) fn new(units: usize, points: Vec<i64>) -> Self {
        Self { points, units }
    }

    /// Distances from one unit to all.
    #[inline]
    pub(in crate::cohort) fn of(&self, unit: u32) -> &[i64] {
        let start = unit as usize * self.units;
        &self.points[start..start + self.units]
    }
}

/// The compiled instance. Index order is given as `[outer × length + inner]`.
#[derive(Debug, Clone)]
pub(in crate::cohort) struct Model {
    pub(in crate::cohort) people: i64,
    /// Members of each unit, and one empty unit at the end: "nobody", for one-sided changes.
    pub(in crate::cohort) units: Lists<u32>,
    pub(in crate::cohort) unit_of: Vec<u32>,
    pub(in crate::cohort) unit_size: Vec<i64>,
    pub(in crate::cohort) nobody: u32,
    /// The only cohort a unit may be in, where there is only one.
    pub(in crate::cohort) fixed: Vec<Option<u32>>,
    pub(in crate::cohort) class_of: Vec<u32>,
    pub(super) classes: usize,
    /// Clash and modality points, and rules broken, `[unit × classes + class]`.
    pub(super) class_cost: Vec<Cost>,
    /// A unit may be in a class if no class breaks fewer rules for it.
    pub(super) allowed: Vec<bool>,
    pub(in crate::cohort) min: Vec<i64>,
    pub(in crate::cohort) max: Vec<i64>,
    pub(in crate::cohort) target: Vec<Option<i64>>,
    pub(in crate::cohort) size_each: i64,
    pub(in crate::cohort) columns: Vec<Column>,
    /// Columns below this belong to `mix`, below `spread_end` to `spread`, the rest to needs.
    pub(in crate::cohort) mix_end: usize,
    pub(in crate::cohort) spread_end: usize,
    /// Points of a `mix` column, `[(size × mix_end + column) × width + count]`, where size and
    /// count are below `width`.
    pub(super) mix_points: Vec<i64>,
    pub(super) width: i64,
    /// `[cohort × needs + (column − spread_end)]`.
    pub(in crate::cohort) need_min: Vec<i64>,
    /// Column and number of people, of `mix` and of the rest.
    pub(in crate::cohort) unit_mix: Lists<(u32, i64)>,
    pub(in crate::cohort) unit_rest: Lists<(u32, i64)>,
    /// Whether a unit is one person, and the columns of its values, one for each of so many `mix`
    /// criteria: `[unit × mixes + mix]`, `mix_end` where none is stated. Empty for other units.
    pub(super) single: Vec<bool>,
    pub(super) mixes: usize,
    pub(super) mix_columns: Vec<u32>,
    /// Units of one kind are of one size and in the same `mix` columns: trading places they
    /// change no mix.
    pub(super) kind_of: Vec<u32>,
    /// The first `mix` column of a unit, under the criterion that weighs most.
    pub(super) value_of: Vec<Option<u32>>,
    pub(super) diversity: Option<Distances>,
    pub(in crate::cohort) links: Lists<Link>,
    pub(super) previous: Lists<(u32, i64)>,
    pub(in crate::cohort) move_each: i64,
    pub(in crate::cohort) levels: Vec<Level>,
    /// Sum and number of stated values, `[unit × levels + level]`.
    pub(in crate::cohort) unit_levels: Vec<(i64, i64)>,
}

impl Model {
    pub(in crate::cohort) fn cohorts(&self) -> u32 {
        u32::try_from(self.class_of.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(in crate::cohort) fn may_be_in(&self, unit: u32, cohort: u32) -> bool {
        self.allowed[unit as usize * self.classes + self.class_of[cohort as usize] as usize]
    }

    /// Clash and modality points and broken rules of a unit in a cohort.
    #[inline]
    pub(in crate::cohort) fn class_cost_of(&self, unit: u32, cohort: u32) -> Cost {
        let cell = unit as usize * self.classes + self.class_of[cohort as usize] as usize;
        self.class_cost[cell]
    }

    /// Points and broken rules of a unit in a cohort, whoever else is there; less what staying
    /// there saves.
    #[inline]
    pub(super) fn place(&self, unit: u32, cohort: u32) -> Cost {
        let mut cost = self.class_cost_of(unit, cohort);
        if self.move_each != 0 {
            for &(previous, members) in self.previous.of(unit) {
                cost.soft -= self.move_each * members * i64::from(previous == cohort);
            }
        }
        cost
    }

    /// Columns of a single person's values, see `mix_columns`.
    #[inline]
    pub(super) fn mix_of(&self, unit: u32) -> &[u32] {
        let start = unit as usize * self.mixes;
        &self.mix_columns[start..start + self.mixes]
    }

    /// Members of a unit whose previous cohort is another than this.
    #[inline]
    pub(in crate::cohort) fn moved(&self, unit: u32, cohort: u32) -> i64 {
        let previous = self.previous.of(unit).iter();
        previous
            .map(|&(was, members)| if was == cohort { 0 } else { members })
            .sum()
    }

    /// Where most members of a unit were before re-balancing.
    pub(super) fn home_before(&self, unit: u32) -> Option<u32> {
        let most = self
            .previous
            .of(unit)
            .iter()
            .max_by_key(|&&(_, members)| members);
        most.map(|&(cohort, _)| cohort)
    }

    /// Points of a `mix` column at a count and a size of the cohort.
    #[inline]
    pub(super) fn mix_cost(&self, column: usize, count: i64, size: i64) -> i64 {
        if size < self.width && count < self.width {
            let row = index(size) * self.mix_end + column;
            return self.mix_points[row * index(self.width) + index(count)];
        }
        self.columns[column].mix_points(count, size, self.people)
    }

    /// Points of a `spread` column, or violations of a need, at a count.
    #[inline]
    pub(super) fn rest_cost(&self, cohort: u32, column: usize, count: i64) -> i64 {
        let known = &self.columns[column];
        if column < self.spread_end {
            return (count - known.number).max(0) * known.out;
        }
        let needs = self.columns.len() - self.spread_end;
        let least = self.need_min[cohort as usize * needs + column - self.spread_end];
        (least - count).max(0)
    }

    /// Points of the place where a unit is best off.
    pub(super) fn least_place(&self, unit: u32) -> i64 {
        let row = unit as usize * self.classes;
        let open = (row..row + self.classes).filter(|&cell| self.allowed[cell]);
        open.map(|cell| self.class_cost[cell].soft)
            .min()
            .unwrap_or(0)
    }
}

impl Column {
    /// Points under `mix` at a count and a size of the cohort.
    pub(super) fn mix_points(&self, count: i64, size: i64, people: i64) -> i64 {
        let (low, high) = mix_band(self.number, size, people);
        let out = (low - count).max(count - high).max(0);
        out * self.out + if count == 1 { self.alone } else { 0 }
    }
}

/// A non-negative number as a position.
#[inline]
pub(super) fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}
