//! What one cohort would pick at given prices: whom, and how many of each value.

use super::bound::{NEVER, Relaxed, SCALE};
use super::breach::misfits;
use super::compiled::Model;
use super::instance::{Criterion, Instance, Participant};
use super::score::{int, mix_out};
use std::collections::BTreeMap;

/// Cohorts that nothing tells apart pick alike.
pub(super) struct Picker {
    /// Points of each person in this cohort, scaled; [`NEVER`] where not allowed.
    pub(super) place: Vec<i64>,
    /// Points by size and by value and count at that size, scaled.
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) target: Option<i64>,
    /// Fewest of each value.
    pub(super) least: Vec<usize>,
    pub(super) times: i64,
}

/// Places and prices of the people of one value, cheapest first, and sums of the first so many.
#[derive(Default)]
pub(super) struct Offer {
    pub(super) people: Vec<(i64, usize, usize)>,
    pub(super) sums: Vec<i64>,
}

impl Relaxed {
    /// The cheapest choice of so many of each value, over all sizes.
    pub(super) fn pick(&self, picker: &Picker, offers: &[Offer]) -> Option<(i64, Vec<usize>)> {
        let mut best: Option<(i64, Vec<usize>)> = None;
        let mut sums = Vec::new();
        let mut choice = Vec::new();
        for size in picker.min..=picker.max {
            let width = size + 1;
            sums.clear();
            sums.resize(width, NEVER);
            sums[0] = 0;
            choice.clear();
            choice.resize(width * offers.len(), 0usize);
            for value in 0..offers.len() {
                let points = self.points_of(picker, offers, value, size);
                let mut next = vec![NEVER; width];
                for (filled, &sum) in sums.iter().enumerate().filter(|(_, sum)| **sum < NEVER) {
                    let reach = points.len().min(width - filled);
                    for (count, &cost) in points[..reach].iter().enumerate() {
                        if cost < NEVER && sum + cost < next[filled + count] {
                            next[filled + count] = sum + cost;
                            choice[value * width + filled + count] = count;
                        }
                    }
                }
                sums = next;
            }
            if sums[size] == NEVER {
                continue;
            }
            let off = picker.target.map_or(0, |target| (int(size) - target).abs());
            let total = sums[size] + off * self.size_each * SCALE;
            if best.as_ref().is_none_or(|(least, _)| total < *least) {
                best = Some((total, trace(&choice, offers.len(), size)));
            }
        }
        best
    }

    /// What 0, 1, 2, … of a value cost in a cohort of a size.
    fn points_of(&self, picker: &Picker, offers: &[Offer], value: usize, size: usize) -> Vec<i64> {
        let n_v = int(self.by_value[value].len());
        let stated = value + 1 < offers.len();
        let cost = |(count, sum): (usize, &i64)| {
            if count < picker.least[value] || *sum >= NEVER {
                return NEVER;
            }
            if !stated {
                return *sum;
            }
            let out = mix_out(int(count), n_v, int(size), self.people) * self.out;
            let alone = if count == 1 && n_v >= 2 {
                self.alone
            } else {
                0
            };
            sum + (out + alone) * SCALE
        };
        offers[value]
            .sums
            .iter()
            .take(size + 1)
            .enumerate()
            .map(cost)
            .collect()
    }
}

/// The counts behind the sum for all values and this size.
fn trace(choice: &[usize], values: usize, size: usize) -> Vec<usize> {
    let (width, mut filled) = (size + 1, size);
    let mut counts = vec![0; values];
    for value in (0..values).rev() {
        counts[value] = choice[value * width + filled];
        filled -= counts[value];
    }
    counts
}

impl Offer {
    /// Equals come in an order of the picker's own, so that not everybody picks the same.
    pub(super) fn new(people: &[usize], picker: &Picker, turn: usize, prices: &[i64]) -> Self {
        let allowed = people
            .iter()
            .filter(|person| picker.place[**person] < NEVER);
        let mut people: Vec<(i64, usize, usize)> = allowed
            .map(|&person| {
                let order = (person * 7919 + turn * 104_729) % 65_521;
                (picker.place[person] - prices[person], order, person)
            })
            .collect();
        if people.len() > picker.max {
            people.select_nth_unstable(picker.max);
            people.truncate(picker.max);
        }
        people.sort_unstable();
        let mut sums = vec![0];
        let mut sum = 0;
        for (reduced, ..) in &people {
            sum += reduced;
            sums.push(sum);
        }
        Self { people, sums }
    }
}

/// One picker a cohort; cohorts alike in all that counts share one, where nobody has a cohort of
/// their own (a lock, or one they were in).
pub(super) fn pickers(instance: &Instance, attr: &str, order: &[i64]) -> Vec<Picker> {
    let personal = |person: &Participant| person.locked.is_some() || person.previous.is_some();
    let personal = instance.participants.iter().any(personal);
    let units = Model::new(instance);
    let mut shared: BTreeMap<_, Picker> = BTreeMap::new();
    for (id, cohort) in (0u32..).zip(&instance.cohorts) {
        let need = |value: &i64| {
            let mut needs = cohort.needs.iter();
            let found = needs.find(|need| need.attr == attr && need.value == *value);
            found.map_or(0, |need| need.min as usize)
        };
        let least: Vec<usize> = order.iter().map(need).chain([0]).collect();
        let key = (
            (
                cohort.slots,
                cohort.modality,
                cohort.language,
                cohort.protected_ok,
            ),
            (cohort.min, cohort.max, cohort.target),
            least.clone(),
            personal.then_some(id),
        );
        let max = (cohort.max as usize).min(instance.participants.len());
        let picker = shared.entry(key).or_insert_with(|| Picker {
            place: places(instance, &units, id),
            min: cohort.min as usize,
            max,
            target: cohort.target.map(i64::from),
            least,
            times: 0,
        });
        picker.times += 1;
    }
    shared.into_values().collect()
}

/// Points of each person in a cohort, scaled; [`NEVER`] where a rule forbids it.
fn places(instance: &Instance, units: &Model, id: u32) -> Vec<i64> {
    let home = &instance.cohorts[id as usize];
    let (mut clash, mut modality, mut moved) = (0, 0, 0);
    for criterion in &instance.criteria {
        match *criterion {
            Criterion::Clash { each } => clash = each,
            Criterion::Modality { each } => modality = each,
            Criterion::Move { each } => moved = each,
            _ => {}
        }
    }
    let place = |(position, person): (u32, &Participant)| {
        let elsewhere = person.locked.is_some_and(|locked| locked != id);
        if elsewhere || misfits(instance, position, id).next().is_some() {
            return NEVER;
        }
        let wish = person.modality.is_some() && !person.modality_strict;
        let unmet = wish && person.modality != home.modality;
        let left = person.previous.is_some_and(|previous| previous != id);
        let points = clash * i64::from((person.avoid & home.slots).count_ones())
            + modality * i64::from(unmet)
            + moved * i64::from(left);
        points * SCALE
    };
    let own: Vec<i64> = (0u32..).zip(&instance.participants).map(place).collect();
    // Who must stay together pays the mean of all of them, which in one cohort comes to the same.
    let mean = |unit: &u32| {
        let members = units.units.of(*unit);
        let costs = members.iter().map(|&member| own[member as usize]);
        let sum = costs.fold(0i64, i64::saturating_add);
        if sum >= NEVER {
            NEVER
        } else {
            sum / int(members.len()).max(1)
        }
    };
    units.unit_of.iter().map(mean).collect()
}
