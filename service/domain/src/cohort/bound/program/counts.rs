//! What depends on how many of each are in a cohort: its size, `mix`, `spread`, needs and `level`.

use super::Is::{Equal, Least, Most};
use super::{Count, Writer};
use crate::cohort::score::mix_band;
use crate::cohort::search::compiled::{Column, Level};

/// Cohorts that may have more sizes than these are not told apart by size.
const MOST_SIZES: i64 = 64;

/// A cohort's sizes, one variable each, and the size it has; none where there are too many.
#[derive(Default)]
pub(super) struct Sizes {
    of: Vec<(i64, usize)>,
    now: i64,
}

impl Writer<'_> {
    /// The rows of a cohort's size; where it matters which one it is, a variable for each.
    pub(super) fn add_sizes(&mut self, cohort: u32, heads: &Count) -> Sizes {
        let model = self.model;
        let at = cohort as usize;
        let (least, most) = (model.min[at], model.max[at].min(heads.most()));
        let (terms, now) = (heads.terms.iter().copied(), heads.now);
        if most - least >= MOST_SIZES {
            self.row(terms.clone(), Least, least);
            self.row(terms, Most, model.max[at]);
            return Sizes::default();
        }
        let size = |size: i64| {
            let off = model.target[at].map_or(0, |target| (size - target).abs());
            let is = self.variable(off * model.size_each, 1, i64::from(size == now));
            (size, is)
        };
        let of: Vec<_> = (least..=most).map(size).collect();
        self.row(of.iter().map(|&(_, is)| (is, 1)), Equal, 1);
        let sum = of.iter().map(|&(size, is)| (is, -size));
        self.row(terms.chain(sum), Equal, 0);
        Sizes { of, now }
    }

    /// A count should lie within its band, which the size decides, and not be one.
    pub(super) fn add_mix(&mut self, cohort: u32, column: usize, count: &Count, sizes: &Sizes) {
        let known = self.model.columns[column];
        let most = self.model.max[cohort as usize];
        let most = most.min(count.most()).min(known.number);
        if known.out > 0 && most > 0 {
            self.add_band(known, count, most, sizes);
        }
        if known.alone > 0 && most > 0 {
            self.add_alone(known, count, most);
        }
    }

    fn add_band(&mut self, known: Column, count: &Count, most: i64, sizes: &Sizes) {
        let people = self.model.people;
        let band = |size: i64| mix_band(known.number, size, people);
        let of = || sizes.of.iter().map(|&(size, is)| (is, band(size)));
        let (low, high) = band(sizes.now);
        let out = (low - count.now).max(count.now - high).max(0);
        let (few, many) = (
            of().any(|(_, (low, _))| low > 0),
            of().any(|(_, (_, high))| high < most),
        );
        if few || many {
            let out = (self.variable(known.out, people, out), 1);
            if few {
                let lows = of().map(|(is, (low, _))| (is, -low));
                self.row(count.times(1).chain(lows).chain([out]), Least, 0);
            }
            if many {
                let highs = of().map(|(is, (_, high))| (is, high));
                self.row(count.times(-1).chain(highs).chain([out]), Least, 0);
            }
        }
    }

    fn add_alone(&mut self, known: Column, count: &Count, most: i64) {
        let none = self.variable(0, 1, i64::from(count.now == 0));
        let one = self.variable(known.alone, 1, i64::from(count.now == 1));
        let more = self.variable(0, 1, i64::from(count.now > 1));
        self.row([(none, 1), (one, 1), (more, 1)], Equal, 1);
        let least = [(one, -1), (more, -2)];
        self.row(count.times(1).chain(least), Least, 0);
        let at_most = [(one, -1), (more, -most.max(2))];
        self.row(count.times(1).chain(at_most), Most, 0);
    }

    pub(super) fn add_spread(&mut self, column: usize, count: &Count) {
        let known = self.model.columns[column];
        if known.out > 0 && count.most() > known.number {
            let over = (count.now - known.number).max(0);
            let over = self.variable(known.out, self.model.people, over);
            self.row(count.times(-1).chain([(over, 1)]), Least, -known.number);
        }
    }

    pub(super) fn add_need(&mut self, cohort: u32, column: usize, count: &Count) {
        let needs = self.model.columns.len() - self.model.spread_end;
        let need = cohort as usize * needs + column - self.model.spread_end;
        let least = self.model.need_min[need];
        if least > 0 {
            self.row(count.times(1), Least, least);
        }
    }

    /// Whole person-units by which a sum lies outside its mean and tolerance.
    pub(super) fn add_levels(&mut self, cohort: u32) {
        let model = self.model;
        for (number, level) in model.levels.iter().enumerate() {
            let Level { total, stated, .. } = *level;
            if level.per_unit == 0 {
                continue;
            }
            let of = |unit: u32| model.unit_levels[unit as usize * model.levels.len() + number];
            let over = self.count(cohort, |unit| stated * of(unit).0 - total * of(unit).1);
            let slack = self.count(cohort, |unit| level.tolerance * stated * of(unit).1);
            let outside = (over.now.abs() - slack.now).max(0);
            let most = over.terms.iter().map(|&(_, by)| by.abs()).sum::<i64>();
            let now = (outside + stated - 1) / stated;
            let units = self.variable(level.per_unit, most / stated + 1, now);
            for sign in [1, -1] {
                let pairs = over.times(-sign).zip(slack.times(1));
                let terms = pairs.map(|((is, over), (_, slack))| (is, over + slack));
                self.row(terms.chain([(units, stated)]), Least, 0);
            }
        }
    }
}
