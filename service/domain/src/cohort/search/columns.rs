//! Laying out the columns of a [`Model`]: what is counted per cohort under `mix`, `spread` and needs.

use super::compiled::{Column, Lists, Model};
use crate::cohort::instance::{Criterion, Instance};
use crate::cohort::score::int;
use std::collections::BTreeMap;

/// Sizes and counts beyond this are reckoned, not looked up.
const WIDEST_TABLE: i64 = 127;

/// How a value of an attribute is counted: by which criterion or need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Counted {
    Mix(usize),
    Spread(usize),
    Need,
}

impl Model {
    pub(super) fn add_columns(&mut self, instance: &Instance) {
        let cohorts = int(instance.cohorts.len());
        let largest = self.max.iter().max().map_or(0, |max| max.saturating_add(4));
        self.width = largest.min(self.people).min(WIDEST_TABLE) + 1;
        let mut columns: BTreeMap<(Counted, &str, i64), Column> = BTreeMap::new();
        for (number, criterion) in instance.criteria.iter().enumerate() {
            let Some(attr) = criterion.attr() else {
                continue;
            };
            for (value, n_v) in totals(instance, attr)
                .into_iter()
                .filter(|&(_, n_v)| n_v >= 2)
            {
                let (counted, column) = match *criterion {
                    Criterion::Mix { out, alone, .. } => (
                        Counted::Mix(number),
                        Column {
                            out,
                            alone,
                            number: n_v,
                        },
                    ),
                    Criterion::Spread { excess, .. } => {
                        let cap = (n_v + cohorts - 1) / cohorts;
                        (
                            Counted::Spread(number),
                            Column {
                                out: excess,
                                alone: 0,
                                number: cap,
                            },
                        )
                    }
                    _ => continue,
                };
                columns.insert((counted, attr, value), column);
            }
        }
        for need in instance.cohorts.iter().flat_map(|c| &c.needs) {
            let column = Column {
                out: 1,
                alone: 0,
                number: 0,
            };
            columns.insert((Counted::Need, &need.attr, need.value), column);
        }
        let before = |end: fn(&Counted) -> bool| columns.keys().filter(|key| end(&key.0)).count();
        self.mix_end = before(|c| matches!(c, Counted::Mix(_)));
        self.spread_end = before(|c| *c != Counted::Need);
        let keys: Vec<_> = columns.keys().copied().collect();
        self.columns = columns.into_values().collect();
        self.tabulate_mix();
        for cohort in &instance.cohorts {
            self.need_min
                .extend(keys[self.spread_end..].iter().map(|&(_, attr, value)| {
                    let need = cohort
                        .needs
                        .iter()
                        .find(|n| n.attr == attr && n.value == value);
                    need.map_or(0, |need| i64::from(need.min))
                }));
        }
        self.count_columns(instance, &keys);
    }

    /// Fills the table of points, from the columns' weights.
    pub(super) fn tabulate_mix(&mut self) {
        self.mix_points.clear();
        for size in 0..self.width {
            for column in &self.columns[..self.mix_end] {
                let counts = 0..self.width;
                self.mix_points
                    .extend(counts.map(|count| column.mix_points(count, size, self.people)));
            }
        }
    }

    fn count_columns(&mut self, instance: &Instance, keys: &[(Counted, &str, i64)]) {
        let mut by_value: BTreeMap<&str, BTreeMap<i64, Vec<u32>>> = BTreeMap::new();
        for (column, &(_, attr, value)) in (0u32..).zip(keys) {
            by_value
                .entry(attr)
                .or_default()
                .entry(value)
                .or_default()
                .push(column);
        }
        let criterion = |column: u32| keys[column as usize].0;
        let mut mixes: Vec<Counted> = keys[..self.mix_end].iter().map(|key| key.0).collect();
        mixes.dedup();
        self.mixes = mixes.len();
        let (mut mix, mut rest) = (Vec::new(), Vec::new());
        for unit in 0..=self.nobody {
            let mut counts = BTreeMap::new();
            for &member in self.units.of(unit) {
                let person = &instance.participants[member as usize];
                for (attr, values) in &by_value {
                    let columns = person.attribute(attr).and_then(|value| values.get(&value));
                    for &column in columns.into_iter().flatten() {
                        *counts.entry(column).or_insert(0) += 1;
                    }
                }
            }
            let all = counts.into_iter();
            let (ours, others): (Vec<_>, Vec<_>) =
                all.partition(|&(column, _)| (column as usize) < self.mix_end);
            self.single.push(self.unit_size[unit as usize] == 1);
            self.mix_columns.extend(mixes.iter().map(|mix| {
                let stated = ours.iter().find(|entry| criterion(entry.0) == *mix);
                stated.map_or(u32::try_from(self.mix_end).unwrap_or(u32::MAX), |e| e.0)
            }));
            mix.push(ours);
            rest.push(others);
        }
        self.unit_mix = Lists::from(mix);
        self.unit_rest = Lists::from(rest);
        self.add_kinds();
    }

    fn add_kinds(&mut self) {
        let mut kinds = BTreeMap::new();
        for unit in 0..=self.nobody {
            let mix = self.unit_mix.of(unit);
            let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
            let key = (self.unit_size[unit as usize], mix.to_vec());
            self.kind_of.push(*kinds.entry(key).or_insert(next));
            let weight = |column: u32| {
                let column = &self.columns[column as usize];
                column.out.saturating_add(column.alone)
            };
            let heaviest = mix.iter().rev().max_by_key(|entry| weight(entry.0));
            self.value_of.push(heaviest.map(|entry| entry.0));
        }
    }
}

/// How many people state each value.
pub(in crate::cohort) fn totals(instance: &Instance, attr: &str) -> BTreeMap<i64, i64> {
    let mut totals = BTreeMap::new();
    for value in instance
        .participants
        .iter()
        .filter_map(|person| person.attribute(attr))
    {
        *totals.entry(value).or_insert(0) += 1;
    }
    totals
}
