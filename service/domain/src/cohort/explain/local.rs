//! What one cohort contributes to the score, so that the effect of a move by criterion can be told
//! by looking at two cohorts instead of at everybody.

use crate::cohort::breach::{HardRule, misfits};
use crate::cohort::instance::{Assignment, Criterion, Instance};
use crate::cohort::score::{int, mix_out};
use crate::cohort::search::columns::totals;
use std::collections::{BTreeMap, BTreeSet};

/// A division of everybody, by cohort.
pub(super) struct Local<'a> {
    instance: &'a Instance,
    pub(super) members: Vec<Vec<u32>>,
    /// People per value of each attribute a criterion looks at.
    totals: BTreeMap<&'a str, BTreeMap<i64, i64>>,
    /// Wishes by person.
    wishes: BTreeMap<u32, Vec<u32>>,
}

/// Points by criterion key.
pub(super) type Points = BTreeMap<String, i64>;

impl<'a> Local<'a> {
    pub(super) fn new(instance: &'a Instance, assignment: &Assignment) -> Self {
        let mut members = vec![Vec::new(); instance.cohorts.len()];
        for (person, cohort) in (0u32..).zip(&assignment.cohort) {
            if let Some(home) = cohort.and_then(|cohort| members.get_mut(cohort as usize)) {
                home.push(person);
            }
        }
        let looked_at = instance.criteria.iter().filter_map(Criterion::attr);
        let totals = looked_at
            .map(|attr| (attr, totals(instance, attr)))
            .collect();
        let mut wishes: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &(a, b) in &instance.wishes {
            wishes.entry(a).or_default().push(b);
            wishes.entry(b).or_default().push(a);
        }
        Self {
            instance,
            members,
            totals,
            wishes,
        }
    }

    /// Points of the cohort as it is, wishes between people aside.
    pub(super) fn points(&self, cohort: u32) -> Points {
        self.points_of(cohort, &self.members[cohort as usize])
    }

    /// Points by criterion that are added when `unit` leaves `from` for `to`, zeros left out.
    pub(super) fn effect(&self, unit: &[u32], from: u32, to: u32) -> Points {
        let (left, joined) = self.after(unit, from, to);
        let mut effect = self.points_of(from, &left);
        add(&mut effect, self.points_of(to, &joined), 1);
        add(&mut effect, self.points(from), -1);
        add(&mut effect, self.points(to), -1);
        let each = self.instance.criteria.iter().find_map(|c| match c {
            Criterion::Wish { each } => Some(*each),
            _ => None,
        });
        let kept = |cohort: u32| {
            let here = &self.members[cohort as usize];
            let outside = unit
                .iter()
                .flat_map(|p| self.wishes.get(p).into_iter().flatten());
            int(outside
                .filter(|w| here.contains(w) && !unit.contains(w))
                .count())
        };
        if let Some(each) = each {
            *effect.entry("wish".to_owned()).or_default() += each * (kept(from) - kept(to));
        }
        effect.retain(|_, points| *points != 0);
        effect
    }

    /// Hard rules that are broken when `unit` leaves `from` for `to` and nothing was broken before.
    pub(super) fn broken(&self, unit: &[u32], from: u32, to: u32) -> BTreeSet<HardRule> {
        let mut broken = BTreeSet::new();
        let (left, joined) = self.after(unit, from, to);
        for &person in unit {
            broken.extend(misfits(self.instance, person, to));
            let locked = self.instance.participants[person as usize].locked;
            if locked.is_some_and(|home| home != to) {
                broken.insert(HardRule::Locked);
            }
        }
        for (cohort, members) in [(from, &left), (to, &joined)] {
            let home = &self.instance.cohorts[cohort as usize];
            let size = members.len() as u64;
            if size < u64::from(home.min) || size > u64::from(home.max) {
                broken.insert(HardRule::Capacity);
            }
            for need in &home.needs {
                let have = members.iter().filter(|&&person| {
                    self.instance.participants[person as usize].attribute(&need.attr)
                        == Some(need.value)
                });
                if have.count() < need.min as usize {
                    broken.insert(HardRule::Needs);
                }
            }
        }
        let apart = |&(a, b): &(u32, u32)| joined.contains(&a) && joined.contains(&b);
        if self.instance.apart.iter().any(apart) {
            broken.insert(HardRule::Apart);
        }
        broken
    }

    /// Members of both cohorts after the move.
    fn after(&self, unit: &[u32], from: u32, to: u32) -> (Vec<u32>, Vec<u32>) {
        let stay = self.members[from as usize].iter().copied();
        let left = stay.filter(|person| !unit.contains(person)).collect();
        let joined = [&self.members[to as usize], unit].concat();
        (left, joined)
    }

    fn points_of(&self, cohort: u32, members: &[u32]) -> Points {
        let criteria = self.instance.criteria.iter();
        criteria
            .map(|criterion| (criterion.key(), self.cost(criterion, cohort, members)))
            .collect()
    }

    fn cost(&self, criterion: &Criterion, cohort: u32, members: &[u32]) -> i64 {
        let home = &self.instance.cohorts[cohort as usize];
        let people = || {
            members
                .iter()
                .map(|&person| &self.instance.participants[person as usize])
        };
        match criterion {
            Criterion::Mix { attr, out, alone } => self.mix(attr, members, *out, *alone),
            Criterion::Spread { attr, excess } => self.spread(attr, members) * excess,
            Criterion::Level {
                attr,
                tolerance,
                per_unit,
            } => self.level(attr, members, *tolerance) * per_unit,
            Criterion::Clash { each } => people()
                .map(|person| i64::from((person.avoid & home.slots).count_ones()) * each)
                .sum(),
            Criterion::Modality { each } => {
                let unmet = people().filter(|person| {
                    person.modality.is_some()
                        && !person.modality_strict
                        && person.modality != home.modality
                });
                int(unmet.count()) * each
            }
            // The first is told by `effect`; the second is in no plan made from people.
            Criterion::Wish { .. } | Criterion::Diversity { .. } => 0,
            Criterion::Size { each } => home.target.map_or(0, |target| {
                (int(members.len()) - i64::from(target)).abs() * each
            }),
            Criterion::Move { each } => {
                let moved = people().filter(|p| p.previous.is_some_and(|was| was != cohort));
                int(moved.count()) * each
            }
        }
    }

    fn counts(&self, attr: &str, members: &[u32]) -> BTreeMap<i64, i64> {
        let mut counts = BTreeMap::new();
        for &person in members {
            if let Some(value) = self.instance.participants[person as usize].attribute(attr) {
                *counts.entry(value).or_default() += 1;
            }
        }
        counts
    }

    fn mix(&self, attr: &str, members: &[u32], out: i64, alone: i64) -> i64 {
        let counts = self.counts(attr, members);
        let (size, people) = (int(members.len()), int(self.instance.participants.len()));
        let cost = |(value, n_v): (&i64, &i64)| {
            let x = counts.get(value).copied().unwrap_or(0);
            mix_out(x, *n_v, size, people) * out + i64::from(x == 1 && *n_v >= 2) * alone
        };
        self.totals.get(attr).into_iter().flatten().map(cost).sum()
    }

    fn spread(&self, attr: &str, members: &[u32]) -> i64 {
        let cohorts = int(self.instance.cohorts.len()).max(1);
        let excess = |(value, x): (i64, i64)| {
            let all = self.totals.get(attr).and_then(|t| t.get(&value)).copied();
            let all = all.unwrap_or(0);
            if all < 2 {
                return 0;
            }
            (x - (all + cohorts - 1) / cohorts).max(0)
        };
        self.counts(attr, members).into_iter().map(excess).sum()
    }

    fn level(&self, attr: &str, members: &[u32], tolerance: i64) -> i64 {
        let totals = self.totals.get(attr).into_iter().flatten();
        let (mut total, mut stated) = (0i128, 0i128);
        for (value, count) in totals {
            total += i128::from(*value) * i128::from(*count);
            stated += i128::from(*count);
        }
        let (mut sum, mut count) = (0i128, 0i128);
        for (value, many) in self.counts(attr, members) {
            sum += i128::from(value) * i128::from(many);
            count += i128::from(many);
        }
        let over = (stated * sum - count * total).abs() - i128::from(tolerance) * stated * count;
        let units = if over > 0 {
            (over + stated - 1) / stated
        } else {
            0
        };
        i64::try_from(units).unwrap_or(i64::MAX)
    }
}

fn add(sum: &mut Points, points: Points, sign: i64) {
    for (key, value) in points {
        *sum.entry(key).or_default() += sign * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::score::Score;
    use proptest::prelude::*;

    fn fixture(family: &str) -> Instance {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort/");
        let bytes = std::fs::read(format!("{folder}n00030-small-{family}-s7.json")).unwrap();
        Instance::from_json(&bytes).unwrap()
    }

    proptest! {
        /// Two cohorts are enough to tell what the whole score would say.
        #[test]
        fn the_effect_is_the_difference_of_full_scores(
            family in prop::sample::select(vec!["even", "skew", "tight", "rebal"]),
            start in prop::collection::vec(any::<u32>(), 64),
            person in any::<u32>(),
            to in any::<u32>(),
        ) {
            let instance = fixture(family);
            let cohorts = u32::try_from(instance.cohorts.len()).unwrap();
            let people = u32::try_from(instance.participants.len()).unwrap();
            let mut assignment = Assignment {
                cohort: (0..people as usize).map(|p| Some(start[p % 64] % cohorts)).collect(),
            };
            let (person, to) = (person % people, to % cohorts);
            let from = assignment.cohort[person as usize].unwrap();
            prop_assume!(from != to);
            let effect = Local::new(&instance, &assignment).effect(&[person], from, to);
            let before = Score::of(&instance, &assignment).unwrap();
            assignment.cohort[person as usize] = Some(to);
            let after = Score::of(&instance, &assignment).unwrap();
            for (key, points) in &after.soft {
                let told = effect.get(key).copied().unwrap_or(0);
                prop_assert_eq!(told, points - before.soft[key], "{}", key);
            }
        }
    }
}
