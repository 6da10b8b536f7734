//! Units that a flow cannot place (several people together, people who must be apart) are tried
//! through, one after the other, those with least choice first.

use super::clique::{cliques, crowded_out};
use super::problem::{NOWHERE, Problem};
use super::state::State;
use super::view::View;
use super::{Effort, Spent};
use crate::cohort::Assignment;
use std::collections::BTreeMap;

/// A search for a division that keeps every rule of a problem.
pub(super) struct Search<'p, 'a> {
    problem: &'p Problem<'a>,
    state: State,
    views: Vec<View>,
    whole: View,
    cliques: Vec<Vec<u32>>,
    /// Cohorts that are alike as long as nothing has been placed in them.
    alike: Vec<u32>,
    /// Whether the division itself is wanted, or only whether there is one.
    wanted: bool,
    found: Option<Assignment>,
}

impl<'p, 'a> Search<'p, 'a> {
    /// `state` holds what is tied to a cohort.
    pub(super) fn new(
        problem: &'p Problem<'a>,
        state: State,
        views: Vec<View>,
        wanted: bool,
    ) -> Self {
        let mut known = BTreeMap::new();
        let cohorts = (0u32..).take(problem.most.len());
        let alike = cohorts.map(|id| {
            let demands = problem.demands.iter().filter(|demand| demand.cohort == id);
            let demands: Vec<_> = demands.map(|demand| (demand.value, demand.min)).collect();
            let at = id as usize;
            let class = problem.frame.class_of[at];
            let key = (class, problem.least[at], problem.most[at], demands);
            let new = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(key).or_insert(new)
        });
        Self {
            alike: alike.collect(),
            cliques: cliques(problem).into_iter().collect(),
            whole: View::whole(problem),
            problem,
            state,
            views,
            wanted,
            found: None,
        }
    }

    /// Units that are not single people without ties: how much there is to try.
    pub(super) fn hard_units(&self) -> usize {
        let units = (0u32..).take(self.problem.units.len());
        units.filter(|&unit| self.is_hard(unit)).count()
    }

    fn is_hard(&self, unit: u32) -> bool {
        let body = &self.problem.units[unit as usize];
        let meets_two = || {
            let person = body.people[0];
            self.problem.values_of(person).nth(1).is_some()
        };
        self.state.place[unit as usize] == NOWHERE
            && (body.people.len() > 1 || !body.apart.is_empty() || meets_two())
    }

    /// A division (empty if it is not wanted), or that there is none.
    pub(super) fn run(mut self, effort: &mut Effort) -> Result<Option<Assignment>, Spent> {
        self.go_on(effort).ok_or(Spent)?;
        Ok(self.found)
    }

    /// Whether it has found one from here.
    fn go_on(&mut self, effort: &mut Effort) -> Option<bool> {
        let Some((unit, cohorts)) = self.next_unit(effort).ok()? else {
            return self.finish(effort);
        };
        if cohorts.is_empty() || self.hopeless(effort)? {
            return Some(false);
        }
        for cohort in cohorts {
            self.state.put(self.problem, unit, cohort);
            let found = self.go_on(effort);
            self.state.take(self.problem, unit);
            if found? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether what is left cannot even flow.
    fn hopeless(&self, effort: &mut Effort) -> Option<bool> {
        for clique in &self.cliques {
            effort.spend(clique.len() * self.alike.len())?;
            if crowded_out(self.problem, &self.state, clique).is_some() {
                return Some(true);
            }
        }
        for view in &self.views {
            if !view.pour(self.problem, &self.state, effort)?.all {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The unit with least choice, and the cohorts it has, those with most room first. Of cohorts
    /// that are alike only one is tried.
    fn next_unit(&self, effort: &mut Effort) -> Result<Option<(u32, Vec<u32>)>, Spent> {
        let mut best: Option<(usize, i64, u32, Vec<u32>)> = None;
        for unit in (0u32..).take(self.problem.units.len()) {
            if !self.is_hard(unit) {
                continue;
            }
            effort.spend(self.alike.len()).ok_or(Spent)?;
            let cohorts = self.choice(unit);
            let key = (cohorts.len(), -self.problem.units[unit as usize].size());
            if best.as_ref().is_none_or(|best| key < (best.0, best.1)) {
                best = Some((key.0, key.1, unit, cohorts));
            }
        }
        Ok(best.map(|(_, _, unit, mut cohorts)| {
            cohorts.sort_by_key(|&cohort| -self.state.room(self.problem, cohort));
            (unit, cohorts)
        }))
    }

    fn choice(&self, unit: u32) -> Vec<u32> {
        let mut empty_tried = Vec::new();
        let mut cohorts = Vec::new();
        for (cohort, &kind) in (0u32..).zip(&self.alike) {
            if !self.state.fits(self.problem, unit, cohort) {
                continue;
            }
            let empty = self.state.units_in[cohort as usize] == 0;
            if !empty || !empty_tried.contains(&kind) {
                cohorts.push(cohort);
            }
            if empty {
                empty_tried.push(kind);
            }
        }
        cohorts
    }

    /// Everybody else has no ties: the flow decides, exactly.
    fn finish(&mut self, effort: &mut Effort) -> Option<bool> {
        let poured = self.whole.pour(self.problem, &self.state, effort)?;
        if !poured.all {
            return Some(false);
        }
        if !self.wanted {
            self.found = Some(Assignment::default());
            return Some(true);
        }
        let mut cohort = vec![None; self.problem.frame.instance.participants.len()];
        for (unit, &place) in self.problem.units.iter().zip(&self.state.place) {
            for &id in unit.people.iter().filter(|_| place != NOWHERE) {
                cohort[id as usize] = Some(place);
            }
        }
        for (id, place) in self.whole.places(self.problem, &self.state, &poured) {
            cohort[id as usize] = Some(place);
        }
        self.found = Some(Assignment { cohort });
        Some(true)
    }
}
