//! The problem as a flow of people into cohorts, at most one need a person.
//!
//! Single people, minimums, maximums and the needs for values of one attribute are a flow problem,
//! decided exactly. Everything else (people together, people apart, needs for several attributes)
//! only makes it harder, so no flow means no division.

use super::Effort;
use super::frame::Classes;
use super::poured::Poured;
use super::problem::{NOWHERE, Problem};
use super::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// People who are alike here: the classes open to them, and the needed value they have.
type Kind = (Classes, Option<u32>);

/// The needs that are looked at, and the kinds of people that makes.
pub(super) struct View {
    pub(super) kinds: Vec<Kind>,
    /// The kind of each member of each unit.
    pub(super) of_units: Vec<Vec<u32>>,
    /// The kind of people whom no rule names, by their kind in the frame.
    of_free: Vec<u32>,
    /// Which of the needed values are looked at.
    pub(super) seen: Vec<bool>,
}

impl View {
    /// One view an attribute that cohorts need values of; at least one view.
    pub(super) fn each(problem: &Problem<'_>) -> Vec<Self> {
        let attr = |value: u32| problem.frame.values[value as usize].0;
        let demands = problem.demands.iter();
        let attrs: BTreeSet<&str> = demands.map(|demand| attr(demand.value)).collect();
        if attrs.is_empty() {
            return vec![Self::whole(problem)];
        }
        let of = |wanted| Self::of(problem, |value| attr(value) == wanted);
        attrs.into_iter().map(of).collect()
    }

    /// All needs at once: right where nobody without a place meets two of them.
    pub(super) fn whole(problem: &Problem<'_>) -> Self {
        Self::of(problem, |_| true)
    }

    fn of(problem: &Problem<'_>, look: impl Fn(u32) -> bool) -> Self {
        let mut known: BTreeMap<Kind, u32> = BTreeMap::new();
        let mut kind = |value, open: &Classes| {
            let new = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry((open.clone(), value)).or_insert(new)
        };
        let units = problem.units.iter().map(|unit| {
            let values = unit
                .people
                .iter()
                .map(|&id| problem.values_of(id).find(|&v| look(v)));
            values.map(|value| kind(value, &unit.open)).collect()
        });
        let of_units = units.collect();
        let all = problem.frame.all_classes();
        let free = 0..problem.free.len();
        let of_free = free
            .map(|of| kind(problem.asked_of(of).find(|&v| look(v)), &all))
            .collect();
        let mut kinds = vec![Kind::default(); known.len()];
        for (kind, number) in known {
            kinds[number as usize] = kind;
        }
        let values = (0u32..).take(problem.frame.values.len());
        Self {
            kinds,
            of_units,
            of_free,
            seen: values.map(look).collect(),
        }
    }

    /// How many people are without a place, by kind.
    pub(super) fn waiting(&self, problem: &Problem<'_>, state: &State) -> Vec<i64> {
        let mut waiting = vec![0; self.kinds.len()];
        for (kinds, &place) in self.of_units.iter().zip(&state.place) {
            for &kind in kinds.iter().filter(|_| place == NOWHERE) {
                waiting[kind as usize] += 1;
            }
        }
        for (&count, &kind) in problem.free.iter().zip(&self.of_free) {
            waiting[kind as usize] += count;
        }
        waiting
    }

    /// Who is without a place, by kind.
    fn who_waits(&self, problem: &Problem<'_>, state: &State) -> Vec<Vec<u32>> {
        let mut waiting = vec![Vec::new(); self.kinds.len()];
        let mut named = BTreeSet::new();
        for ((unit, kinds), &place) in problem.units.iter().zip(&self.of_units).zip(&state.place) {
            named.extend(unit.people.iter().copied());
            for (&id, &kind) in unit.people.iter().zip(kinds).filter(|_| place == NOWHERE) {
                waiting[kind as usize].push(id);
            }
        }
        for ((_, people), &kind) in problem.frame.kinds.iter().zip(&self.of_free) {
            let free = people.iter().filter(|id| !named.contains(id));
            waiting[kind as usize].extend(free.copied());
        }
        waiting
    }

    /// Lets everybody without a place flow into the cohorts. `None`: the effort was used up.
    pub(super) fn pour(
        &self,
        problem: &Problem<'_>,
        state: &State,
        effort: &mut Effort,
    ) -> Option<Poured> {
        Poured::new(self, problem, state, effort)
    }

    /// The cohort of everybody who had none, as it flowed.
    pub(super) fn places(
        &self,
        problem: &Problem<'_>,
        state: &State,
        poured: &Poured,
    ) -> Vec<(u32, u32)> {
        poured.places(problem, state, self.who_waits(problem, state))
    }
}
