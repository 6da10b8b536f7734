//! Where units have been placed, and what that leaves.

use super::frame::has;
use super::problem::{NOWHERE, Problem};
use super::rules::Atom;
use std::collections::BTreeSet;

/// A division under way.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// The cohort of each unit, or [`NOWHERE`].
    pub(super) place: Vec<u32>,
    pub(super) used: Vec<i64>,
    /// Units placed in each cohort.
    pub(super) units_in: Vec<u32>,
    /// What each demand still lacks; below 0 when it has more than enough.
    pub(super) lack: Vec<i64>,
}

impl State {
    pub(super) fn new(problem: &Problem<'_>) -> Self {
        let cohorts = problem.most.len();
        Self {
            place: vec![NOWHERE; problem.units.len()],
            used: vec![0; cohorts],
            units_in: vec![0; cohorts],
            lack: problem.demands.iter().map(|demand| demand.min).collect(),
        }
    }

    pub(super) fn put(&mut self, problem: &Problem<'_>, unit: u32, cohort: u32) {
        self.place[unit as usize] = cohort;
        self.units_in[cohort as usize] += 1;
        self.count(problem, unit, cohort, 1);
    }

    pub(super) fn take(&mut self, problem: &Problem<'_>, unit: u32) {
        let cohort = std::mem::replace(&mut self.place[unit as usize], NOWHERE);
        self.units_in[cohort as usize] -= 1;
        self.count(problem, unit, cohort, -1);
    }

    fn count(&mut self, problem: &Problem<'_>, unit: u32, cohort: u32, sign: i64) {
        let unit = &problem.units[unit as usize];
        self.used[cohort as usize] += sign * unit.size();
        for (lack, demand) in self.lack.iter_mut().zip(&problem.demands) {
            if demand.cohort == cohort {
                let people = unit.people.iter();
                let met = people.filter(|&&id| problem.values_of(id).any(|v| v == demand.value));
                *lack -= sign * crate::cohort::score::int(met.count());
            }
        }
    }

    pub(super) fn room(&self, problem: &Problem<'_>, cohort: u32) -> i64 {
        problem.most[cohort as usize] - self.used[cohort as usize]
    }

    /// Whether a unit that has no place yet could have this one.
    pub(super) fn fits(&self, problem: &Problem<'_>, unit: u32, cohort: u32) -> bool {
        let body = &problem.units[unit as usize];
        has(&body.open, problem.frame.class_of[cohort as usize])
            && self.room(problem, cohort) >= body.size()
            && !body
                .apart
                .iter()
                .any(|&other| self.place[other as usize] == cohort)
    }
}

/// Places what is tied to a cohort; or the rules that cannot hold together for a unit, or for
/// those tied to one cohort.
pub(super) fn with_locks(problem: &Problem<'_>) -> Result<State, Vec<Atom>> {
    let mut state = State::new(problem);
    for (number, unit) in (0u32..).zip(&problem.units) {
        let members: BTreeSet<u32> = unit.people.iter().copied().collect();
        if let Some(&cohort) = unit.locks.first() {
            let open = has(&unit.open, problem.frame.class_of[cohort as usize]);
            if unit.locks.len() > 1 || !open {
                return Err(problem.rules_about(&members));
            }
            if !state.fits(problem, number, cohort) {
                return Err(crowd(problem, &state, number, cohort));
            }
            state.put(problem, number, cohort);
        }
        let cohorts = (0u32..).take(problem.most.len());
        let mut open = cohorts.filter(|&c| has(&unit.open, problem.frame.class_of[c as usize]));
        if unit.torn
            || !open
                .clone()
                .any(|c| problem.most[c as usize] >= unit.size())
        {
            let small = open.by_ref().map(Atom::AtMost).filter(|_| !unit.torn);
            let small = small.filter(|atom| problem.kept.contains(atom));
            return Err(problem
                .rules_about(&members)
                .into_iter()
                .chain(small)
                .collect());
        }
    }
    Ok(state)
}

/// The rules behind one unit more in a cohort to which others are tied already.
fn crowd(problem: &Problem<'_>, state: &State, unit: u32, cohort: u32) -> Vec<Atom> {
    let there = (0u32..).zip(&state.place).filter(|(_, at)| **at == cohort);
    let units = there.map(|(number, _)| number).chain([unit]);
    let people = units.flat_map(|number| problem.units[number as usize].people.iter().copied());
    let mut rules = problem.rules_about(&people.collect());
    rules.extend(
        problem
            .kept
            .iter()
            .find(|&&atom| atom == Atom::AtMost(cohort)),
    );
    rules
}
