//! The competition for the places: guarantees, groups in order, places that fall.

use super::{
    apportion::apportion,
    lottery::{DrawSeed, Ticket},
    policy::{Group, Method, Places, Policy},
};
use jiff::civil::Date;
use std::cmp::Reverse;

/// A place that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) group: usize,
    /// The group that did not need the place.
    pub(super) fell_from: Option<usize>,
}

/// Those who are admitted together or not at all: most often one person.
#[derive(Debug)]
pub(super) struct Unit {
    /// Positions among the sorted entrants, rising.
    pub(super) members: Vec<usize>,
    pub(super) merit_tenths: i64,
    pub(super) arrival: i64,
    pub(super) ticket: Ticket,
    /// For each group, whether all are members.
    pub(super) groups: Vec<bool>,
    pub(super) admitted: Option<Place>,
    /// In which group they were last passed over, and how many places were then free.
    pub(super) passed: Option<(usize, i64)>,
}

impl Unit {
    /// Persons.
    pub(super) fn size(&self) -> i64 {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX)
    }

    pub(super) fn no_group(&self) -> bool {
        !self.groups.contains(&true)
    }

    /// Merit as the group counts it.
    pub(super) fn merit_in(&self, competition: &Competition<'_>, group: usize) -> i64 {
        let cap = competition.groups[group].merit_cap_tenths;
        cap.map_or(self.merit_tenths, |cap| self.merit_tenths.min(cap))
    }
}

#[derive(Debug)]
pub(super) struct Competition<'a> {
    policy: &'a Policy,
    as_of: Date,
    pub(super) method: Method,
    pub(super) groups: Vec<Group>,
    pub(super) units: Vec<Unit>,
    /// For each group its members (positions in `units`), first in line first.
    orders: Vec<Vec<usize>>,
    /// Places before any fell.
    pub(super) apportioned: Vec<i64>,
    /// Places now.
    pub(super) places: Vec<i64>,
    taken: Vec<i64>,
    pub(super) received: Vec<i64>,
    pub(super) given: Vec<i64>,
    pub(super) unassigned: i64,
}

impl<'a> Competition<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        groups: Vec<Group>,
        units: Vec<Unit>,
        as_of: Date,
    ) -> Self {
        let none = vec![0; groups.len()];
        let mut competition = Self {
            policy,
            as_of,
            method: policy.method,
            groups,
            units,
            orders: Vec::new(),
            apportioned: none.clone(),
            places: none.clone(),
            taken: none.clone(),
            received: none.clone(),
            given: none,
            unassigned: 0,
        };
        competition.orders = (0..competition.groups.len())
            .map(|group| competition.order(group))
            .collect();
        competition
    }

    /// Gives out all places.
    pub(super) fn run(&mut self, total: i64, draw: &DrawSeed) {
        let guaranteed = self.guarantee();
        let places: Vec<Places> = self.groups.iter().map(|group| group.places).collect();
        let ties: Vec<Ticket> = self
            .groups
            .iter()
            .map(|group| draw.group_ticket(&group.code))
            .collect();
        let apportioned = apportion(total.saturating_sub(guaranteed), &places, &ties);
        self.unassigned = apportioned.unassigned;
        for group in 0..self.groups.len() {
            if self.is_guarantee(group) {
                self.places[group] = self.taken[group];
            } else {
                self.places[group] = apportioned.places[group];
            }
        }
        self.apportioned.clone_from(&self.places);
        for group in 0..self.groups.len() {
            self.fill(group, None, 0);
        }
        while self.let_fall() {}
    }

    pub(super) fn is_guarantee(&self, group: usize) -> bool {
        self.groups[group].places == Places::Guarantee
    }

    /// Members of a group, first in line first.
    pub(super) fn members(&self, group: usize) -> impl Iterator<Item = &Unit> {
        self.orders[group].iter().map(|&unit| &self.units[unit])
    }

    /// The lowest merit admitted in the group.
    pub(super) fn last_admitted(&self, group: usize) -> Option<i64> {
        let here = |unit: &&Unit| unit.admitted.is_some_and(|place| place.group == group);
        let admitted = self.members(group).filter(here);
        admitted.map(|unit| unit.merit_in(self, group)).min()
    }

    /// The group on whose reserve list the unit stands when it is not admitted.
    pub(super) fn list_of(&self, unit: &Unit) -> Option<usize> {
        (0..self.groups.len()).find(|&group| unit.groups[group] && !self.is_guarantee(group))
    }

    fn order(&self, group: usize) -> Vec<usize> {
        let is_member = |&unit: &usize| self.units[unit].groups[group];
        let mut order: Vec<usize> = (0..self.units.len()).filter(is_member).collect();
        order.sort_by_cached_key(|&index| {
            let unit = &self.units[index];
            let (merit, arrival) = match self.method {
                Method::Ranked => (unit.merit_in(self, group), 0),
                Method::Lottery => (0, 0),
                Method::FirstCome => (0, unit.arrival),
            };
            (
                Reverse(merit),
                arrival,
                unit.ticket,
                unit.members.first().copied(),
            )
        });
        order
    }

    /// Admits every member of a guarantee; how many they are.
    fn guarantee(&mut self) -> i64 {
        for group in 0..self.groups.len() {
            if !self.is_guarantee(group) {
                continue;
            }
            for &index in &self.orders[group] {
                let unit = &mut self.units[index];
                if unit.admitted.is_none() {
                    let fell_from = None;
                    unit.admitted = Some(Place { group, fell_from });
                    self.taken[group] += unit.size();
                }
            }
        }
        self.taken.iter().sum()
    }

    /// Admits from the top of the group's order on its own free places and `extra` ones of group
    /// `from`; how many of the extra ones were used.
    fn fill(&mut self, group: usize, from: Option<usize>, extra: i64) -> i64 {
        let own = self.places[group] - self.taken[group];
        let mut room = own + extra;
        for &index in &self.orders[group] {
            let unit = &mut self.units[index];
            if room <= 0 {
                break;
            }
            if unit.admitted.is_some() {
                continue;
            }
            if unit.size() > room {
                unit.passed = Some((group, room));
                continue;
            }
            room -= unit.size();
            self.taken[group] += unit.size();
            unit.admitted = Some(Place {
                group,
                fell_from: from,
            });
        }
        (extra - room).max(0)
    }

    /// Lets free places fall, each group's in turn; whether any was used.
    fn let_fall(&mut self) -> bool {
        let mut any = false;
        for from in 0..self.groups.len() {
            if self.places[from] <= self.taken[from] {
                continue;
            }
            for to in self.policy.fall_order(&self.groups, from, self.as_of) {
                let free = self.places[from] - self.taken[from];
                if free <= 0 {
                    break;
                }
                let used = self.fill(to, Some(from), free);
                self.places[from] -= used;
                self.places[to] += used;
                self.given[from] += used;
                self.received[to] += used;
                any |= used > 0;
            }
        }
        any
    }
}
