//! People of whom no two may share a cohort need a cohort each.

use super::frame::has;
use super::problem::{NOWHERE, Problem};
use super::rules::Atom;
use super::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// Units every two of which are apart, grown from each unit in turn by degree; at least three.
pub(super) fn cliques(problem: &Problem<'_>) -> BTreeSet<Vec<u32>> {
    let apart = |unit: u32| &problem.units[unit as usize].apart;
    let mut found = BTreeSet::new();
    for start in (0u32..).take(problem.units.len()) {
        let mut others: Vec<u32> = apart(start).iter().copied().collect();
        others.sort_by_key(|&unit| std::cmp::Reverse(apart(unit).len()));
        let mut clique = vec![start];
        for unit in others {
            if clique.iter().all(|member| apart(unit).contains(member)) {
                clique.push(unit);
            }
        }
        clique.sort_unstable();
        if clique.len() > 2 {
            found.insert(clique);
        }
    }
    found
}

/// The rules that leave some of a clique without a cohort of their own; `None` if all have one.
pub(super) fn crowded_out(
    problem: &Problem<'_>,
    state: &State,
    clique: &[u32],
) -> Option<Vec<Atom>> {
    let mut host: BTreeMap<u32, u32> = BTreeMap::new();
    for &unit in clique {
        let mut seen = BTreeSet::new();
        if !seat(problem, state, unit, &mut host, &mut seen) {
            // The cohorts that could be reached are all taken, by units that are part of it.
            let units = seen
                .iter()
                .filter_map(|cohort| host.get(cohort))
                .chain([&unit]);
            let units: BTreeSet<u32> = units.copied().collect();
            return Some(rules(problem, &units, &seen));
        }
    }
    None
}

/// Finds `unit` a cohort of its own, moving others on if need be.
fn seat(
    problem: &Problem<'_>,
    state: &State,
    unit: u32,
    host: &mut BTreeMap<u32, u32>,
    seen: &mut BTreeSet<u32>,
) -> bool {
    for cohort in (0u32..).take(problem.most.len()) {
        let there = state.place[unit as usize];
        let open = if there == NOWHERE {
            state.fits(problem, unit, cohort)
        } else {
            there == cohort
        };
        if !open || !seen.insert(cohort) {
            continue;
        }
        let sits = host.get(&cohort).copied();
        if sits.is_none_or(|other| seat(problem, state, other, host, seen)) {
            host.insert(cohort, unit);
            return true;
        }
    }
    false
}

fn rules(problem: &Problem<'_>, units: &BTreeSet<u32>, cohorts: &BTreeSet<u32>) -> Vec<Atom> {
    // With them, those they must not meet who are tied to a cohort.
    let tied = units
        .iter()
        .flat_map(|&unit| &problem.units[unit as usize].apart);
    let tied = tied.filter(|&&other| !problem.units[other as usize].locks.is_empty());
    let members = units.iter().chain(tied);
    let members = members.flat_map(|&unit| problem.units[unit as usize].people.iter());
    let mut rules = problem.rules_about(&members.copied().collect());
    // Cohorts that are open to one of them but too small, or full of those who are tied there.
    let shut = |cohort: &u32| {
        let class = problem.frame.class_of[*cohort as usize];
        let open = |unit: &u32| has(&problem.units[*unit as usize].open, class);
        !cohorts.contains(cohort) && units.iter().any(open)
    };
    for cohort in (0u32..).take(problem.most.len()).filter(shut) {
        rules.push(Atom::AtMost(cohort));
        let tied = problem
            .units
            .iter()
            .filter(|unit| unit.locks.contains(&cohort));
        rules.extend(problem.rules_about(&tied.flat_map(|u| u.people.iter().copied()).collect()));
    }
    let rules: BTreeSet<Atom> = rules.into_iter().collect();
    problem
        .kept
        .iter()
        .filter(|atom| rules.contains(atom))
        .copied()
        .collect()
}
