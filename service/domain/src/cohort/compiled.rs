//! An instance laid out for speed: units instead of people, flat arrays instead of maps.
//!
//! A **unit** is what moves as one: a person, or a together-group (overlapping groups are one).
//! Cohorts that no single person can tell apart (same slots, modality, language, protection)
//! form a **class**, so that what depends on one person and one cohort is a small table.
//! A **column** is a value of an attribute under one criterion or need; each cohort has a count per
//! column. Columns are ordered: `mix` values whose band depends on the size of the cohort
//! (common), other `mix` values, `spread` values, needs.

use super::score::mix_band;

/// Lists of different lengths in one array.
#[derive(Debug, Clone)]
pub(super) struct Lists<T> {
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
    pub(super) fn of(&self, index: u32) -> &[T] {
        let index = index as usize;
        &self.items[self.starts[index]..self.starts[index + 1]]
    }
}

/// A pair of units in the same cohort costs this much (a wish: less than nothing).
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) unit: u32,
    pub(super) hard: i64,
    pub(super) soft: i64,
}

/// A `level` criterion: sum and number of all stated values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) total: i64,
    pub(super) stated: i64,
    pub(super) tolerance: i64,
    pub(super) per_unit: i64,
}

/// What is known of a column apart from its band.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) out: i64,
    pub(super) alone: i64,
    /// People with the value in all (`mix`), or the cap (`spread`).
    pub(super) number: i64,
}

/// The compiled instance. Index order is given as `[outer × length + inner]`.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) people: i64,
    /// Members of each unit, and one empty unit at the end: "nobody", for one-sided changes.
    pub(super) units: Lists<u32>,
    pub(super) unit_of: Vec<u32>,
    pub(super) unit_size: Vec<i64>,
    pub(super) nobody: u32,
    /// The only cohort a unit may be in, where there is only one.
    pub(super) fixed: Vec<Option<u32>>,
    pub(super) class_of: Vec<u32>,
    pub(super) classes: usize,
    /// Clash and modality points, and rules broken, `[unit × classes + class]`.
    pub(super) class_soft: Vec<i64>,
    pub(super) class_hard: Vec<i64>,
    /// A unit may be in a class if no class breaks fewer rules for it.
    pub(super) allowed: Vec<bool>,
    pub(super) min: Vec<i64>,
    pub(super) max: Vec<i64>,
    pub(super) target: Vec<Option<i64>>,
    pub(super) size_each: i64,
    pub(super) columns: Vec<Column>,
    pub(super) common: usize,
    pub(super) mix_end: usize,
    pub(super) spread_end: usize,
    /// Bands of the common columns, `[size × common + column]`, for sizes up to `table_size`.
    pub(super) bands: Vec<(i64, i64)>,
    pub(super) table_size: i64,
    /// `[cohort × needs + (column − spread_end)]`.
    pub(super) need_min: Vec<i64>,
    pub(super) unit_columns: Lists<(u32, i64)>,
    pub(super) links: Lists<Link>,
    pub(super) previous: Lists<(u32, i64)>,
    pub(super) move_each: i64,
    pub(super) levels: Vec<Level>,
    /// Sum and number of stated values, `[unit × levels + level]`.
    pub(super) unit_levels: Vec<(i64, i64)>,
}

impl Model {
    pub(super) fn cohorts(&self) -> u32 {
        u32::try_from(self.class_of.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(super) fn may_be_in(&self, unit: u32, cohort: u32) -> bool {
        self.allowed[unit as usize * self.classes + self.class_of[cohort as usize] as usize]
    }

    /// Points and broken rules of a unit in a cohort, whoever else is there.
    #[inline]
    pub(super) fn place(&self, unit: u32, cohort: u32) -> (i64, i64) {
        let cell = unit as usize * self.classes + self.class_of[cohort as usize] as usize;
        let mut soft = self.class_soft[cell];
        for &(previous, members) in self.previous.of(unit) {
            soft -= self.move_each * members * i64::from(previous == cohort);
        }
        (self.class_hard[cell], soft)
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

    /// Fewest and most people of a column in a cohort of this size.
    #[inline]
    pub(super) fn band(&self, cohort: u32, column: usize, size: i64) -> (i64, i64) {
        if column < self.mix_end {
            return if size > self.table_size {
                mix_band(self.columns[column].number, size, self.people)
            } else if column < self.common {
                self.bands[index(size) * self.common + column]
            } else {
                (0, 3)
            };
        }
        if column < self.spread_end {
            return (0, self.columns[column].number);
        }
        let needs = self.columns.len() - self.spread_end;
        (
            self.need_min[cohort as usize * needs + column - self.spread_end],
            i64::MAX,
        )
    }
}

/// A non-negative number as a position.
#[inline]
pub(super) fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}
