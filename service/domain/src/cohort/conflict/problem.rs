//! What a set of rules leaves to be decided: units of people with the cohorts open to them, room
//! in the cohorts, and what they need.
//!
//! Only rules that are kept are laid out. People whom none of them names are alike but for the
//! values that cohorts need, so that a conflict of ten rules among 50 000 people stays small.

use super::frame::{Classes, Frame};
use super::rules::Atom;
use crate::cohort::{HardRule, score::int};
use std::collections::{BTreeMap, BTreeSet};

/// Nowhere yet.
pub(super) const NOWHERE: u32 = u32::MAX;

/// People who go together, or one person with rules of their own.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) people: Vec<u32>,
    pub(super) open: Classes,
    /// Cohorts that members are tied to.
    pub(super) locks: BTreeSet<u32>,
    /// Units that must be elsewhere.
    pub(super) apart: BTreeSet<u32>,
    /// Two members must be apart.
    pub(super) torn: bool,
}

impl Unit {
    pub(super) fn size(&self) -> i64 {
        int(self.people.len())
    }
}

/// A value that some cohort needs, and people who have it.
#[derive(Debug)]
pub(super) struct Demand {
    pub(super) cohort: u32,
    /// Which needed value: a number into [`Frame::values`].
    pub(super) value: u32,
    pub(super) min: i64,
    /// The rule that says so.
    pub(super) rule: Atom,
}

/// The rules that are kept, laid out.
pub(super) struct Problem<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) kept: &'a [Atom],
    pub(super) units: Vec<Unit>,
    /// How many of each kind no kept rule names.
    pub(super) free: Vec<i64>,
    /// Fewest and most members, cohort by cohort.
    pub(super) least: Vec<i64>,
    pub(super) most: Vec<i64>,
    pub(super) demands: Vec<Demand>,
    /// Whether a kept rule needs the value.
    asked: Vec<bool>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, kept: &'a [Atom]) -> Self {
        let instance = frame.instance;
        let people = int(instance.participants.len());
        let mut problem = Self {
            frame,
            kept,
            units: Vec::new(),
            free: Vec::new(),
            least: vec![0; instance.cohorts.len()],
            most: vec![people; instance.cohorts.len()],
            demands: Vec::new(),
            asked: vec![false; frame.values.len()],
        };
        let mut own: BTreeMap<u32, Vec<HardRule>> = BTreeMap::new();
        let (mut groups, mut pairs, mut locks) = (Vec::new(), Vec::new(), Vec::new());
        for &atom in kept {
            match atom {
                Atom::AtLeast(c) => {
                    problem.least[c as usize] = i64::from(instance.cohorts[c as usize].min);
                }
                Atom::AtMost(c) => {
                    problem.most[c as usize] = i64::from(instance.cohorts[c as usize].max);
                }
                Atom::Need(c, number) => problem.add_demand(c, number),
                Atom::Locked(p) => locks.push(p),
                Atom::Together(g) => groups.push(&instance.together[g as usize]),
                Atom::Apart(n) => pairs.push(instance.apart[n as usize]),
                Atom::Modality(p) => own.entry(p).or_default().push(HardRule::Modality),
                Atom::Language(p) => own.entry(p).or_default().push(HardRule::Language),
                Atom::Available(p) => own.entry(p).or_default().push(HardRule::Available),
                Atom::Protected(p) => own.entry(p).or_default().push(HardRule::Protected),
            }
        }
        let named = own.keys().copied().chain(locks.iter().copied());
        let tied = groups.iter().flat_map(|group| group.iter().copied());
        let torn = pairs.iter().flat_map(|&(a, b)| [a, b]);
        let mut named: BTreeSet<u32> = named.chain(tied).chain(torn).collect();
        // Who meets two needs at once is placed by the search, not by the flow.
        for (values, people) in &frame.kinds {
            if values
                .iter()
                .filter(|&&value| problem.asked[value as usize])
                .count()
                > 1
            {
                named.extend(people);
            }
        }
        problem.free = frame.kinds.iter().map(|kind| int(kind.1.len())).collect();
        for &id in &named {
            problem.free[frame.kind(id)] -= 1;
        }
        problem.add_units(&named, &groups, &own);
        problem.tie(&pairs, &locks);
        problem
    }

    fn add_demand(&mut self, cohort: u32, number: u32) {
        let need = &self.frame.instance.cohorts[cohort as usize].needs[number as usize];
        let key = (need.attr.as_str(), need.value);
        let Ok(value) = self.frame.values.binary_search(&key) else {
            return;
        };
        self.asked[value] = true;
        self.demands.push(Demand {
            cohort,
            value: u32::try_from(value).unwrap_or(u32::MAX),
            min: i64::from(need.min),
            rule: Atom::Need(cohort, number),
        });
    }

    fn add_units(
        &mut self,
        named: &BTreeSet<u32>,
        groups: &[&Vec<u32>],
        own: &BTreeMap<u32, Vec<HardRule>>,
    ) {
        let mut leader: BTreeMap<u32, u32> = named.iter().map(|&id| (id, id)).collect();
        for pair in groups.iter().flat_map(|group| group.windows(2)) {
            let (a, b) = (root(&leader, pair[0]), root(&leader, pair[1]));
            leader.insert(a.max(b), a.min(b));
        }
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &id in named {
            members.entry(root(&leader, id)).or_default().push(id);
        }
        for people in members.into_values() {
            let mut open = self.frame.all_classes();
            for id in &people {
                if let Some(rules) = own.get(id) {
                    let of_one = self.frame.open_to(*id, rules);
                    open.iter_mut()
                        .zip(of_one)
                        .for_each(|(all, one)| *all &= one);
                }
            }
            self.units.push(Unit {
                people,
                open,
                locks: BTreeSet::new(),
                apart: BTreeSet::new(),
                torn: false,
            });
        }
    }

    fn tie(&mut self, pairs: &[(u32, u32)], locks: &[u32]) {
        let mut unit_of = BTreeMap::new();
        for (number, unit) in (0u32..).zip(&self.units) {
            unit_of.extend(unit.people.iter().map(|&id| (id, number)));
        }
        for (a, b) in pairs {
            let (a, b) = (unit_of[a], unit_of[b]);
            self.units[a as usize].torn |= a == b;
            if a != b {
                self.units[a as usize].apart.insert(b);
                self.units[b as usize].apart.insert(a);
            }
        }
        for id in locks {
            let lock = self.frame.instance.participants[*id as usize].locked;
            self.units[unit_of[id] as usize].locks.extend(lock);
        }
    }

    /// Which of the values that kept rules need a person has.
    pub(super) fn values_of(&self, person: u32) -> impl Iterator<Item = u32> + '_ {
        self.asked_of(self.frame.kind(person))
    }

    /// The same for a kind of people.
    pub(super) fn asked_of(&self, kind: usize) -> impl Iterator<Item = u32> + '_ {
        let values = self.frame.kinds[kind].0.iter().copied();
        values.filter(|&value| self.asked[value as usize])
    }

    /// The kept rules that name one of these people and pass the filter.
    pub(super) fn rules_about(&self, people: &BTreeSet<u32>) -> Vec<Atom> {
        let about = |atom: &&Atom| match **atom {
            Atom::Locked(p)
            | Atom::Modality(p)
            | Atom::Language(p)
            | Atom::Available(p)
            | Atom::Protected(p) => people.contains(&p),
            Atom::Together(g) => {
                let group = &self.frame.instance.together[g as usize];
                group.iter().any(|id| people.contains(id))
            }
            Atom::Apart(n) => {
                let (a, b) = self.frame.instance.apart[n as usize];
                people.contains(&a) && people.contains(&b)
            }
            Atom::AtLeast(_) | Atom::AtMost(_) | Atom::Need(..) => false,
        };
        self.kept.iter().filter(about).copied().collect()
    }
}

fn root(leader: &BTreeMap<u32, u32>, mut id: u32) -> u32 {
    while let Some(&above) = leader.get(&id).filter(|above| **above != id) {
        id = above;
    }
    id
}
