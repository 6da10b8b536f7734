//! What one cohort would pick at given prices: whom, and how many of each value.

use super::{NEVER, Relaxed, SCALE};
use crate::cohort::instance::{Cohort, Instance};
use crate::cohort::score::{int, mix_out};
use crate::cohort::search::compiled::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Cohorts that nothing tells apart pick alike.
pub(super) struct Picker {
    /// The cohort, or one of those alike.
    pub(super) cohort: u32,
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
    pub(super) fn new(
        model: &Model,
        people: &[usize],
        picker: &Picker,
        turn: usize,
        prices: &[i64],
    ) -> Self {
        let offer = |&person: &usize| {
            let order = (person * 7919 + turn * 104_729) % 65_521;
            let place = place(model, person, picker.cohort)?;
            Some((place - prices[person], order, person))
        };
        let mut people: Vec<(i64, usize, usize)> = people.iter().filter_map(offer).collect();
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

/// One picker a cohort; cohorts alike in all that counts share one, where nobody calls them their
/// own (by a lock, or because they were there).
pub(super) fn pickers(instance: &Instance, attr: &str, order: &[i64]) -> Vec<Picker> {
    let people = instance.participants.iter();
    let own: BTreeSet<u32> = people
        .flat_map(|person| [person.locked, person.previous])
        .flatten()
        .collect();
    let mut shared: BTreeMap<_, Picker> = BTreeMap::new();
    for (id, cohort) in (0u32..).zip(&instance.cohorts) {
        let least = least(cohort, attr, order);
        let key = (
            (
                cohort.slots,
                cohort.modality,
                cohort.language,
                cohort.protected_ok,
            ),
            (cohort.min, cohort.max, cohort.target),
            least.clone(),
            own.contains(&id).then_some(id),
        );
        let picker = shared.entry(key).or_insert_with(|| Picker {
            cohort: id,
            min: cohort.min as usize,
            max: (cohort.max as usize).min(instance.participants.len()),
            target: cohort.target.map(i64::from),
            least,
            times: 0,
        });
        picker.times += 1;
    }
    shared.into_values().collect()
}

/// Fewest people a cohort needs of each value, and of those without.
fn least(cohort: &Cohort, attr: &str, order: &[i64]) -> Vec<usize> {
    let need = |value: &i64| {
        let mut needs = cohort.needs.iter();
        let found = needs.find(|need| need.attr == attr && need.value == *value);
        found.map_or(0, |need| need.min as usize)
    };
    order.iter().map(need).chain([0]).collect()
}

/// Points of a person in a cohort, scaled; none where a rule forbids it. Who must stay together
/// pays the mean of all of them, which in one cohort comes to the same.
pub(super) fn place(model: &Model, person: usize, cohort: u32) -> Option<i64> {
    let unit = model.unit_of[person];
    let elsewhere = model.fixed[unit as usize].is_some_and(|fixed| fixed != cohort);
    let cost = model.class_cost_of(unit, cohort);
    if elsewhere || cost.hard > 0 {
        return None;
    }
    let points = cost.soft + model.move_each * model.moved(unit, cohort);
    Some(points * SCALE / model.unit_size[unit as usize].max(1))
}
