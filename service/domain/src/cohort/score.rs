//! The score of an assignment: how many hard violations, how many soft points.
//!
//! Exact integers throughout; agrees with the normative scorer (`cohorts/score.py`, see
//! `tests/cohort_score.rs`) on every input. This is the slow, obvious version: the solver
//! keeps the same numbers incrementally and is tested against it.
//!
//! With `n_v` of all N people having value v, and s the size of a cohort, the fair share is
//! q = n_v·s/N.
//!
//! * `mix`: q ≥ 2: the count should be ⌊q⌋ or ⌈q⌉; q < 2: it should be 0, 2 or 3 (only those above
//!   3 cost). Every person outside costs `out`. A count of exactly 1 (n_v ≥ 2) costs `alone` too.
//! * `spread`: every person above ⌈n_v / number of cohorts⌉ costs `excess` (n_v ≥ 2).
//! * `level`: person-units by which the cohort's sum lies outside mean ± tolerance.
//! * `clash`: each meeting slot a member would rather avoid. `modality`: each wish unmet.
//!   `wish`: each pair split. `size`: each person off target. `move`: each person moved.

use super::breach::{Breach, HardRule, breaches, placed};
use super::instance::{Assignment, Criterion, Instance};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Hard violations by rule (every rule present) and soft points by criterion key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Score {
    pub hard: BTreeMap<HardRule, u64>,
    pub soft: BTreeMap<String, i64>,
}

/// An assignment that does not fit its instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the assignment has {entries} entries, the instance has {participants} participants")]
pub struct WrongLength {
    pub entries: usize,
    pub participants: usize,
}

impl Score {
    /// Scores from scratch. Cost: one pass over the people per criterion.
    pub fn of(instance: &Instance, assignment: &Assignment) -> Result<Self, WrongLength> {
        let (entries, participants) = (assignment.cohort.len(), instance.participants.len());
        if entries != participants {
            return Err(WrongLength {
                entries,
                participants,
            });
        }
        let mut hard: BTreeMap<_, u64> = HardRule::ALL.into_iter().map(|rule| (rule, 0)).collect();
        for breach in breaches(instance, assignment) {
            *hard.entry(breach.rule()).or_default() += breach.count();
        }
        let deal = Deal::new(instance, assignment);
        let soft = instance
            .criteria
            .iter()
            .map(|c| (c.key(), deal.cost(c)))
            .collect();
        Ok(Self { hard, soft })
    }

    /// Number of hard violations; 0 = feasible.
    pub fn hard_total(&self) -> u64 {
        self.hard.values().sum()
    }

    /// Soft points; 0 = nothing to wish for.
    pub fn soft_total(&self) -> i64 {
        self.soft.values().sum()
    }
}

/// Everything a plan breaks, with the people and cohorts concerned.
pub fn explain_breaches(
    instance: &Instance,
    assignment: &Assignment,
) -> Result<Vec<Breach>, WrongLength> {
    Score::of(instance, assignment).map(|_| breaches(instance, assignment))
}

/// People outside the band of `mix` for a count of `x`.
pub(super) fn mix_out(x: i64, n_v: i64, size: i64, people: i64) -> i64 {
    let (low, high) = mix_band(n_v, size, people);
    (low - x).max(x - high).max(0)
}

/// Fewest and most people of a value with `n_v` in all for a cohort of `size` (whether one alone
/// counts extra is another matter).
pub(super) fn mix_band(n_v: i64, size: i64, people: i64) -> (i64, i64) {
    let share = n_v * size;
    if share < 2 * people {
        return (0, 3);
    }
    (share / people, (share + people - 1) / people)
}

/// An assignment being scored: who sits where.
struct Deal<'a> {
    instance: &'a Instance,
    place: Vec<Option<usize>>,
    sizes: Vec<i64>,
}

impl<'a> Deal<'a> {
    fn new(instance: &'a Instance, assignment: &Assignment) -> Self {
        let place: Vec<_> = (0u32..)
            .take(instance.participants.len())
            .map(|id| placed(instance, assignment, id).map(|cohort| cohort as usize))
            .collect();
        let mut sizes = vec![0; instance.cohorts.len()];
        for &cohort in place.iter().flatten() {
            sizes[cohort] += 1;
        }
        Self {
            instance,
            place,
            sizes,
        }
    }

    fn cost(&self, criterion: &Criterion) -> i64 {
        match criterion {
            Criterion::Mix { attr, out, alone } => self.mix(attr, *out, *alone),
            Criterion::Spread { attr, excess } => self.spread(attr) * excess,
            Criterion::Level {
                attr,
                tolerance,
                per_unit,
            } => self.level(attr, *tolerance) * per_unit,
            Criterion::Diversity {
                attrs,
                distances,
                each,
            } => self.distance_lost(attrs, distances) * each,
            Criterion::Clash { each } => self.clashes() * each,
            Criterion::Modality { each } => self.modality_unmet() * each,
            Criterion::Wish { each } => self.wishes_split() * each,
            Criterion::Size { each } => self.off_target() * each,
            Criterion::Move { each } => self.moved() * each,
        }
    }

    /// People per value in all, and per value and cohort.
    fn tally(&self, attr: &str) -> BTreeMap<i64, (i64, Vec<i64>)> {
        let mut tally = BTreeMap::new();
        for (person, place) in self.instance.participants.iter().zip(&self.place) {
            let Some(value) = person.attribute(attr) else {
                continue;
            };
            let (all, counts) = tally
                .entry(value)
                .or_insert_with(|| (0, vec![0; self.sizes.len()]));
            *all += 1;
            if let Some(cohort) = *place {
                counts[cohort] += 1;
            }
        }
        tally
    }

    fn mix(&self, attr: &str, out: i64, alone: i64) -> i64 {
        let people = int(self.place.len());
        let mut cost = 0;
        for (n_v, counts) in self.tally(attr).into_values() {
            for (&x, &size) in counts.iter().zip(&self.sizes) {
                cost += mix_out(x, n_v, size, people) * out;
                cost += i64::from(x == 1 && n_v >= 2) * alone;
            }
        }
        cost
    }

    /// Kept sparse: there may be as many workplaces as people.
    fn spread(&self, attr: &str) -> i64 {
        let cohorts = int(self.sizes.len()).max(1);
        let (mut all, mut cells) = (BTreeMap::new(), BTreeMap::new());
        for (person, place) in self.instance.participants.iter().zip(&self.place) {
            let Some(value) = person.attribute(attr) else {
                continue;
            };
            *all.entry(value).or_insert(0i64) += 1;
            if let Some(cohort) = *place {
                *cells.entry((value, cohort)).or_insert(0i64) += 1;
            }
        }
        let mut excess = 0;
        for ((value, _), x) in cells {
            let n_v = all[&value];
            if n_v >= 2 {
                excess += (x - (n_v + cohorts - 1) / cohorts).max(0);
            }
        }
        excess
    }

    fn level(&self, attr: &str, tolerance: i64) -> i64 {
        let mut all = (0i128, 0i128);
        let mut per_cohort = vec![(0i128, 0i128); self.sizes.len()];
        for (person, place) in self.instance.participants.iter().zip(&self.place) {
            let Some(value) = person.attribute(attr) else {
                continue;
            };
            for sum in [Some(&mut all), place.map(|c| &mut per_cohort[c])]
                .into_iter()
                .flatten()
            {
                *sum = (sum.0 + i128::from(value), sum.1 + 1);
            }
        }
        let (total, stated) = all;
        let mut units = 0;
        for (sum, count) in per_cohort {
            let slack = i128::from(tolerance) * stated * count;
            let over = (stated * sum - count * total).abs() - slack;
            if over > 0 {
                units += (over + stated - 1) / stated;
            }
        }
        i64::try_from(units).unwrap_or(i64::MAX)
    }

    /// Distances between people in different cohorts.
    fn distance_lost(&self, attrs: &[String], distances: &[Vec<i64>]) -> i64 {
        let people = &self.instance.participants;
        let mut lost = 0;
        for (a, person) in people.iter().enumerate() {
            for (b, other) in people.iter().enumerate().skip(a + 1) {
                if self.place[a].is_none() || self.place[a] != self.place[b] {
                    lost += distance(person, other, attrs) + entry(distances, a, b);
                }
            }
        }
        lost
    }

    fn pairs(&self) -> impl Iterator<Item = (&super::Participant, &super::Cohort)> {
        let people = self.instance.participants.iter().zip(&self.place);
        people.filter_map(|(person, place)| Some((person, &self.instance.cohorts[(*place)?])))
    }

    fn clashes(&self) -> i64 {
        self.pairs()
            .map(|(person, home)| i64::from((person.avoid & home.slots).count_ones()))
            .sum()
    }

    fn modality_unmet(&self) -> i64 {
        let unmet = |(person, home): &(&super::Participant, &super::Cohort)| {
            person.modality.is_some() && !person.modality_strict && person.modality != home.modality
        };
        int(self.pairs().filter(unmet).count())
    }

    fn wishes_split(&self) -> i64 {
        let place = |id: u32| self.place.get(id as usize).copied().flatten();
        let met = |&&(a, b): &&(u32, u32)| place(a).is_some() && place(a) == place(b);
        int(self
            .instance
            .wishes
            .iter()
            .filter(|pair| !met(pair))
            .count())
    }

    fn off_target(&self) -> i64 {
        let sizes = self.instance.cohorts.iter().zip(&self.sizes);
        sizes
            .filter_map(|(home, size)| Some((size - i64::from(home.target?)).abs()))
            .sum()
    }

    fn moved(&self) -> i64 {
        let people = self.instance.participants.iter().zip(&self.place);
        let moved = |person: &super::Participant, place: Option<usize>| {
            person
                .previous
                .is_some_and(|previous| place != Some(previous as usize))
        };
        int(people
            .filter(|(person, place)| moved(person, **place))
            .count())
    }
}

/// The sum of the differences of the attributes that both people state.
pub(super) fn distance(a: &super::Participant, b: &super::Participant, attrs: &[String]) -> i64 {
    let difference = |attr: &String| Some((a.attribute(attr)? - b.attribute(attr)?).abs());
    attrs.iter().filter_map(difference).sum()
}

pub(super) fn entry(distances: &[Vec<i64>], a: usize, b: usize) -> i64 {
    let row = distances.get(a);
    row.and_then(|row| row.get(b)).copied().unwrap_or(0)
}

/// A length as a number to reckon with.
pub(super) fn int(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
