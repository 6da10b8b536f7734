//! A bound by prices: Lagrangian relaxation (Held & Karp 1971; Fisher 1981).
//!
//! That everybody is in exactly one cohort is given up, at a price a person; each cohort then picks
//! whom it likes best, which a dynamic programme over its size and the values of one `mix` attribute
//! solves exactly. Kept are capacity, who may be where, clash, modality, move, size and the heaviest
//! `mix` (its needs included); everything else can only cost more, and is left out. Prices are
//! improved by subgradient steps. All sums are exact integers, so the bound is one, whatever the
//! prices. It goes as far as there is memory for the people.

mod picker;

use crate::cohort::instance::{Criterion, Instance};
use crate::cohort::score::int;
use crate::cohort::search::compiled::Model;
use picker::{Offer, Picker, pickers, place};
use std::collections::BTreeMap;

/// Prices are in 1 / 1024 of a point.
const SCALE: i64 = 1024;
/// More than any sum of points in play, scaled.
const NEVER: i64 = i64::MAX / 4;
const MOST_ROUNDS: u64 = 600;
/// How quickly the direction of the steps follows the latest subgradient (the rest is inertia,
/// which keeps prices from swinging; Camerini, Fratta & Maffioli 1975).
const INERTIA_LOST: f64 = 0.3;
/// Rounds without gain before steps are halved, and the shortest step.
const PATIENCE: u32 = 12;
const SHORTEST_STEP: f64 = 0.001;

/// No division without a hard violation costs fewer points than this. `upper`: what one is known
/// to cost, which is where the search for better prices stops. `None` where a bound is not worth
/// its time (too many people and cohorts for `effort`, elementary operations) or weights are below zero.
pub fn lower_bound(instance: &Instance, upper: i64, effort: u64) -> Option<i64> {
    if instance.cohorts.is_empty() {
        return None;
    }
    let relaxed = Relaxed::new(instance)?;
    let rounds = (effort / relaxed.effort()).min(MOST_ROUNDS);
    (rounds > 0).then(|| {
        let bound = relaxed.climb(&Model::new(instance), upper, rounds);
        bound.clamp(0, upper)
    })
}

struct Relaxed {
    people: i64,
    pickers: Vec<Picker>,
    /// People of each value; the last list holds those without.
    by_value: Vec<Vec<usize>>,
    out: i64,
    alone: i64,
    size_each: i64,
}

impl Relaxed {
    fn new(instance: &Instance) -> Option<Self> {
        let (mut mix, mut size_each) = (None, 0);
        for criterion in &instance.criteria {
            match criterion {
                Criterion::Mix { attr, out, alone }
                    if mix.is_none_or(|(_, o, a)| o + a < out + alone) =>
                {
                    mix = Some((attr.as_str(), *out, *alone));
                }
                Criterion::Size { each } => size_each = *each,
                _ => {}
            }
        }
        let weights = instance.criteria.iter().flat_map(Criterion::weights);
        if weights.into_iter().any(|(_, weight)| weight < 0) {
            return None;
        }
        let (attr, out, alone) = mix.unwrap_or(("", 0, 0));
        let mut values: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        let mut without = Vec::new();
        for (id, person) in instance.participants.iter().enumerate() {
            match person.attribute(attr) {
                Some(value) if !attr.is_empty() => values.entry(value).or_default().push(id),
                _ => without.push(id),
            }
        }
        let order: Vec<i64> = values.keys().copied().collect();
        let by_value = values.into_values().chain([without]).collect();
        Some(Self {
            people: int(instance.participants.len()),
            pickers: pickers(instance, attr, &order),
            by_value,
            out,
            alone,
            size_each,
        })
    }

    /// Elementary operations of one round, about.
    fn effort(&self) -> u64 {
        let sorting = self.people.unsigned_abs() * 16;
        let each = |picker: &Picker| {
            let sizes = (picker.max + 1 - picker.min.min(picker.max)) as u64;
            sorting + sizes * self.by_value.len() as u64 * (picker.max * picker.max) as u64 / 2
        };
        self.pickers.iter().map(each).sum::<u64>().max(1)
    }

    /// The best bound of so many rounds of better prices.
    fn climb(&self, model: &Model, upper: i64, rounds: u64) -> i64 {
        let people = usize::try_from(self.people).unwrap_or(0);
        let cheapest = |person: usize| {
            let places = self.pickers.iter();
            let places = places.filter_map(|picker| place(model, person, picker.cohort));
            places.min().unwrap_or(0).min(SCALE * SCALE)
        };
        let mut prices: Vec<i64> = (0..people).map(cheapest).collect();
        let mut direction = vec![0.0; people];
        let (mut best, mut step, mut idle) = (i64::MIN, 1.0, 0);
        for _ in 0..rounds {
            let (value, taken) = self.round(model, &prices);
            if value > best {
                best = value;
                idle = 0;
            } else {
                idle += 1;
            }
            let reached = points(best) >= upper;
            if idle > PATIENCE {
                (idle, step) = (0, step * 0.7);
                if step < SHORTEST_STEP {
                    break;
                }
            }
            if reached || taken.iter().all(|times| *times == 1) {
                break;
            }
            for (way, times) in direction.iter_mut().zip(&taken) {
                *way += INERTIA_LOST * ((1 - times) as f64 - *way);
            }
            let norm: i64 = taken.iter().map(|times| (1 - times) * (1 - times)).sum();
            let gap = (upper * SCALE - best).max(SCALE) as f64;
            let stride = step * gap / norm as f64;
            for (price, way) in prices.iter_mut().zip(&direction) {
                #[expect(clippy::cast_possible_truncation, reason = "prices are small")]
                let change = (stride * way) as i64;
                *price += change;
            }
        }
        points(best)
    }

    /// The value of the relaxed problem at these prices, and how often each person is picked.
    fn round(&self, model: &Model, prices: &[i64]) -> (i64, Vec<i64>) {
        let mut value: i64 = prices.iter().sum();
        let mut taken = vec![0; prices.len()];
        for (turn, picker) in self.pickers.iter().enumerate() {
            let offers: Vec<Offer> = self
                .by_value
                .iter()
                .map(|people| Offer::new(model, people, picker, turn, prices))
                .collect();
            let Some((cost, counts)) = self.pick(picker, &offers) else {
                // Nobody may be there in the number it needs: no division at all.
                return (0, vec![1; prices.len()]);
            };
            value += cost * picker.times;
            for (offer, count) in offers.iter().zip(counts) {
                for &(_, _, person) in &offer.people[..count] {
                    taken[person] += picker.times;
                }
            }
        }
        (value, taken)
    }
}

/// Scaled points as whole ones: what costs at least 4.1 costs at least 5.
fn points(scaled: i64) -> i64 {
    scaled.div_euclid(SCALE) + i64::from(scaled.rem_euclid(SCALE) > 0)
}
