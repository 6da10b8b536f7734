//! A division being changed: what a change would cost, without recounting everything.
//!
//! The reckoning itself is in [`super::delta`].

use super::compiled::{Model, index};
use super::cost::Cost;
use super::edges::{Edge, Rim};
use crate::cohort::instance::Assignment;

/// Not in any cohort yet.
pub(super) const NOWHERE: u32 = u32::MAX;
/// Size changes from −4 to 4 are remembered.
pub(super) const REACH: i64 = 4;
pub(super) const SHIFTS: usize = 9;

/// One step from a division to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cohort) enum Change {
    Move {
        unit: u32,
        to: u32,
    },
    /// Two units of different cohorts trade places.
    Swap {
        unit: u32,
        with: u32,
    },
}

#[derive(Debug, Clone)]
pub(in crate::cohort) struct State<'m> {
    pub(super) model: &'m Model,
    /// The cohort of each unit, or [`NOWHERE`].
    pub(in crate::cohort) cohort_of: Vec<u32>,
    pub(super) size: Vec<i64>,
    /// People whose `previous` is another cohort than the one they are in.
    pub(super) moved: i64,
    /// `[cohort × columns + column]`.
    pub(super) counts: Vec<i32>,
    /// Distances from each unit to the members of each cohort, `[unit × cohorts + cohort]`; empty
    /// without a `diversity` criterion.
    pub(super) near: Vec<i64>,
    /// Sum and number of stated values, `[cohort × levels + level]`.
    pub(super) levels: Vec<(i64, i64)>,
    /// Units of each cohort, in no meaningful order, and where each unit stands there.
    members: Vec<Vec<u32>>,
    position: Vec<usize>,
    /// What a person more or less costs, see [`super::edges`]: `[cohort × (mix columns + 1) +
    /// column]`, valid where the cohort's rim is known. The last column is of no value.
    pub(super) edges: Vec<Edge>,
    pub(super) rims: Vec<Option<Rim>>,
    /// Soft points of a size change, `[cohort × SHIFTS + change + REACH]`, where known.
    pub(super) resize: Vec<Option<i64>>,
}

impl<'m> State<'m> {
    /// Nobody placed.
    pub(super) fn new(model: &'m Model) -> Self {
        let cohorts = model.class_of.len();
        let units = model.nobody as usize + 1;
        let room = |max: &i64| Vec::with_capacity(index((*max).min(model.people)) + SHIFTS);
        Self {
            model,
            cohort_of: vec![NOWHERE; units],
            size: vec![0; cohorts],
            moved: 0,
            counts: vec![0; cohorts * model.columns.len()],
            near: vec![0; model.diversity.as_ref().map_or(0, |_| units * cohorts)],
            levels: vec![(0, 0); cohorts * model.levels.len()],
            members: model.max.iter().map(room).collect(),
            position: vec![0; units],
            edges: vec![Edge::default(); cohorts * (model.mix_end + 1)],
            rims: vec![None; cohorts],
            resize: vec![None; cohorts * SHIFTS],
        }
    }

    /// The division `cohort_of` (as [`State::cohort_of`]) again.
    pub(in crate::cohort) fn from_units(model: &'m Model, cohort_of: &[u32]) -> Self {
        let mut state = Self::new(model);
        for unit in 0..model.nobody {
            if cohort_of[unit as usize] != NOWHERE {
                state.put(unit, cohort_of[unit as usize]);
            }
        }
        state
    }

    pub(in crate::cohort) fn units_in(&self, cohort: u32) -> &[u32] {
        &self.members[cohort as usize]
    }

    pub(in crate::cohort) fn assignment(&self) -> Assignment {
        assignment(self.model, &self.cohort_of)
    }

    /// What a change of units that are not fixed would add to the score.
    #[inline]
    pub(in crate::cohort) fn effect(&mut self, change: Change) -> Cost {
        match change {
            Change::Move { unit, to } => {
                let from = self.cohort_of[unit as usize];
                let nobody = self.model.nobody;
                self.side(from, unit, nobody)
                    + self.side(to, nobody, unit)
                    + self.travel(unit, from, to, nobody)
            }
            Change::Swap { unit, with } => {
                let (a, b) = (self.cohort_of[unit as usize], self.cohort_of[with as usize]);
                self.side(a, unit, with)
                    + self.side(b, with, unit)
                    + self.travel(unit, a, b, with)
                    + self.travel(with, b, a, unit)
            }
        }
    }

    /// What placing a unit that is nowhere would add, without what [`State::rest_side`] counts (its
    /// unmet wishes for people not yet placed aside).
    pub(super) fn effect_of_entering(&mut self, unit: u32, to: u32) -> Cost {
        let mut cost = self.even_side(to, self.model.nobody, unit) + self.model.place(unit, to);
        cost.soft += self.apart_effect(unit, NOWHERE, to, self.model.nobody);
        for link in self.model.links.of(unit) {
            if self.cohort_of[link.unit as usize] == to {
                cost += Cost {
                    hard: link.hard,
                    soft: link.soft,
                };
            }
        }
        cost
    }

    pub(in crate::cohort) fn apply(&mut self, change: Change) {
        match change {
            Change::Move { unit, to } => {
                self.take(unit);
                self.put(unit, to);
            }
            Change::Swap { unit, with } => {
                let (a, b) = (self.cohort_of[unit as usize], self.cohort_of[with as usize]);
                self.take(unit);
                self.take(with);
                self.put(unit, b);
                self.put(with, a);
            }
        }
    }

    /// People more that a change moves away from their previous cohort.
    pub(super) fn moved_by(&self, change: Change) -> i64 {
        let journey = |unit: u32, to: u32| {
            let from = self.cohort_of[unit as usize];
            self.model.moved(unit, to) - self.model.moved(unit, from)
        };
        match change {
            Change::Move { unit, to } => journey(unit, to),
            Change::Swap { unit, with } => {
                let (a, b) = (self.cohort_of[unit as usize], self.cohort_of[with as usize]);
                journey(unit, b) + journey(with, a)
            }
        }
    }

    pub(super) fn put(&mut self, unit: u32, cohort: u32) {
        self.cohort_of[unit as usize] = cohort;
        self.position[unit as usize] = self.members[cohort as usize].len();
        self.members[cohort as usize].push(unit);
        self.tally(unit, cohort, 1);
    }

    fn take(&mut self, unit: u32) {
        let cohort = self.cohort_of[unit as usize];
        let place = self.position[unit as usize];
        let members = &mut self.members[cohort as usize];
        members.swap_remove(place);
        if let Some(&moved) = members.get(place) {
            self.position[moved as usize] = place;
        }
        self.cohort_of[unit as usize] = NOWHERE;
        self.tally(unit, cohort, -1);
    }

    fn tally(&mut self, unit: u32, cohort: u32, sign: i64) {
        let model = self.model;
        let (unit_row, row) = (unit as usize, cohort as usize);
        self.size[row] += sign * model.unit_size[unit_row];
        let rest = model.unit_rest.of(unit);
        for &(column, count) in model.unit_mix.of(unit).iter().chain(rest) {
            // Nobody is counted more often than there are people.
            #[expect(clippy::cast_possible_truncation, reason = "ids of people are u32")]
            let by = (sign * count) as i32;
            self.counts[row * model.columns.len() + column as usize] += by;
        }
        let width = model.levels.len();
        for level in 0..width {
            let (sum, stated) = model.unit_levels[unit_row * width + level];
            let cell = &mut self.levels[row * width + level];
            *cell = (cell.0 + sign * sum, cell.1 + sign * stated);
        }
        self.moved += sign * model.moved(unit, cohort);
        self.rims[row] = None;
        self.resize[row * SHIFTS..(row + 1) * SHIFTS].fill(None);
        if let Some(distances) = &model.diversity {
            let column = self.near.iter_mut().skip(row).step_by(self.size.len());
            for (near, distance) in column.zip(distances.of(unit)) {
                *near += sign * distance;
            }
        }
    }
}

/// A division by units as one by people.
pub(super) fn assignment(model: &Model, cohort_of: &[u32]) -> Assignment {
    let place = |&unit: &u32| Some(cohort_of[unit as usize]).filter(|&cohort| cohort != NOWHERE);
    Assignment {
        cohort: model.unit_of.iter().map(place).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::instance::{Criterion, Instance};
    use crate::cohort::score::Score;
    use proptest::prelude::*;

    fn fixture(name: &str) -> Instance {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort/");
        Instance::from_json(&std::fs::read(format!("{folder}{name}.json")).unwrap()).unwrap()
    }

    fn full(instance: &Instance, state: &State) -> Cost {
        let score = Score::of(instance, &state.assignment()).unwrap();
        Cost {
            hard: score.hard_total().try_into().unwrap(),
            soft: score.soft_total(),
        }
    }

    fn any_family() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["even", "skew", "tight", "rebal"])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Any sequence of changes, sensible or not, from any start: piling everybody into one
        /// cohort included, which leaves the tables of bands behind.
        #[test]
        fn the_difference_is_the_difference_of_full_scores(
            family in any_family(),
            pile in any::<bool>(),
            diverse in any::<bool>(),
            steps in prop::collection::vec((any::<bool>(), any::<u32>(), any::<u32>()), 1..60),
        ) {
            let mut instance = fixture(&format!("n00030-small-{family}-s7"));
            if diverse {
                let attrs = vec!["experience".to_owned(), "gender".to_owned()];
                let far = |a: i64, b: i64| (a * b + a + b) % 7 * i64::from(a != b);
                let distances = (0..30).map(|a| (0..30).map(|b| far(a, b)).collect()).collect();
                instance.criteria.push(Criterion::Diversity { attrs, distances, each: 2 });
                instance.validate().unwrap();
            }
            let model = Model::new(&instance);
            let cohorts = model.cohorts();
            let start: Vec<u32> =
                (0..=model.nobody).map(|unit| if pile { 0 } else { unit % cohorts }).collect();
            let mut state = State::from_units(&model, &start);
            let mut cost = full(&instance, &state);
            for (swap, a, b) in steps {
                let unit = a % model.nobody;
                let from = state.cohort_of[unit as usize];
                let change = if swap {
                    Change::Swap { unit, with: b % model.nobody }
                } else {
                    Change::Move { unit, to: b % cohorts }
                };
                let to = match change {
                    Change::Move { to, .. } => to,
                    Change::Swap { with, .. } => state.cohort_of[with as usize],
                };
                let fixed = |unit: u32| model.fixed[unit as usize].is_some();
                if from == to || fixed(unit) || (swap && fixed(b % model.nobody)) {
                    continue;
                }
                let moved = state.moved + state.moved_by(change);
                cost += state.effect(change);
                state.apply(change);
                prop_assert_eq!(moved, state.moved);
                prop_assert_eq!(cost, full(&instance, &state));
            }
        }
    }
}
