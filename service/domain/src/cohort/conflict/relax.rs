//! Which rules to drop so that the rest can be kept: the fewest.
//!
//! Every conflict must lose a rule. So: the cheapest set of rules that hits every conflict known;
//! where the rest still cannot be kept there is another conflict, and it is added to the known.

use super::minimise::minimise;
use super::oracle::{Answer, Oracle};
use super::rules::Atom;
use crate::cohort::Assignment;
use std::collections::BTreeMap;

/// Conflicts looked for before giving up.
const MOST_CONFLICTS: usize = 60;
/// Of the rules that would do instead, how many are asked about.
const MOST_ALTERNATIVES: usize = 24;

/// What to drop, and what is then possible.
pub(super) struct Dropped {
    pub(super) rules: Vec<Atom>,
    pub(super) division: Assignment,
    /// Rules each of which, alone, would do instead.
    pub(super) instead: Vec<Atom>,
    /// Conflicts found on the way, the first one aside.
    pub(super) others: Vec<Vec<Atom>>,
}

pub(super) fn relax(oracle: &mut Oracle<'_>, all: &[Atom], first: &[Atom]) -> Option<Dropped> {
    let mut conflicts = vec![first.to_vec()];
    while conflicts.len() <= MOST_CONFLICTS {
        let rules = cheapest(&conflicts);
        match oracle.divide(&without(all, &rules)) {
            Answer::Possible(division) => {
                let instead = instead(oracle, all, &conflicts, &rules);
                conflicts.remove(0);
                return Some(Dropped {
                    rules,
                    division,
                    instead,
                    others: conflicts,
                });
            }
            Answer::Impossible(rules) => conflicts.push(minimise(oracle, rules).0),
            Answer::Unknown => return None,
        }
    }
    None
}

fn without(all: &[Atom], dropped: &[Atom]) -> Vec<Atom> {
    all.iter()
        .filter(|atom| !dropped.contains(atom))
        .copied()
        .collect()
}

fn instead(
    oracle: &mut Oracle<'_>,
    all: &[Atom],
    conflicts: &[Vec<Atom>],
    chosen: &[Atom],
) -> Vec<Atom> {
    if chosen.len() != 1 {
        return Vec::new();
    }
    let everywhere = |atom: &&Atom| conflicts.iter().all(|conflict| conflict.contains(atom));
    let others = conflicts[0]
        .iter()
        .filter(everywhere)
        .filter(|atom| !chosen.contains(atom));
    let others: Vec<Atom> = others.take(MOST_ALTERNATIVES).copied().collect();
    let mut would_do =
        |atom: &Atom| matches!(oracle.ask(&without(all, &[*atom])), Answer::Possible(_));
    others.into_iter().filter(|atom| would_do(atom)).collect()
}

/// The cheapest rules of which every conflict has one. Exact: there are few conflicts.
fn cheapest(conflicts: &[Vec<Atom>]) -> Vec<Atom> {
    // Of rules in the same conflicts only the cheapest matters.
    let mut by_conflicts: BTreeMap<Vec<usize>, Atom> = BTreeMap::new();
    let mut member: BTreeMap<Atom, Vec<usize>> = BTreeMap::new();
    for (number, conflict) in conflicts.iter().enumerate() {
        for &atom in conflict {
            member.entry(atom).or_default().push(number);
        }
    }
    for (atom, numbers) in member {
        let best = by_conflicts.entry(numbers).or_insert(atom);
        if (atom.weight(), atom) < (best.weight(), *best) {
            *best = atom;
        }
    }
    let mut search = Cheapest {
        rules: by_conflicts
            .into_iter()
            .map(|(numbers, atom)| (atom, numbers))
            .collect(),
        conflicts: conflicts.len(),
        best: (u64::MAX, Vec::new()),
    };
    search.choose(&mut Vec::new(), 0);
    search.best.1
}

struct Cheapest {
    rules: Vec<(Atom, Vec<usize>)>,
    conflicts: usize,
    best: (u64, Vec<Atom>),
}

impl Cheapest {
    fn choose(&mut self, chosen: &mut Vec<usize>, weight: u64) {
        if weight >= self.best.0 {
            return;
        }
        let hit = |number: &usize| {
            chosen
                .iter()
                .any(|&rule| self.rules[rule].1.contains(number))
        };
        let Some(open) = (0..self.conflicts).find(|number| !hit(number)) else {
            self.best = (
                weight,
                chosen.iter().map(|&rule| self.rules[rule].0).collect(),
            );
            return;
        };
        let mut candidates: Vec<usize> = (0..self.rules.len()).collect();
        candidates.retain(|&rule| self.rules[rule].1.contains(&open));
        // What hits most conflicts first: a good bound early.
        candidates.sort_by_key(|&rule| (self.rules[rule].0.weight(), self.rules[rule].0));
        candidates.sort_by_key(|&rule| std::cmp::Reverse(self.rules[rule].1.len()));
        for rule in candidates {
            chosen.push(rule);
            self.choose(chosen, weight + self.rules[rule].0.weight());
            chosen.pop();
        }
    }
}
