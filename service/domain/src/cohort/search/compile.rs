//! Laying out an instance: how a [`Model`] is made. What its parts mean stands with the model.

use super::compiled::{Distances, Level, Link, Lists, Model};
use super::cost::Cost;
use crate::cohort::breach::misfits;
use crate::cohort::instance::{Criterion, Instance, Participant};
use crate::cohort::score::{distance, entry, int};
use std::collections::BTreeMap;

impl Model {
    /// `instance` must be valid and have a cohort.
    pub(in crate::cohort) fn new(instance: &Instance) -> Self {
        let groups = unit_members(instance);
        let mut unit_of = vec![0; instance.participants.len()];
        for (unit, members) in (0u32..).zip(&groups) {
            for &member in members {
                unit_of[member as usize] = unit;
            }
        }
        let mut model = Self {
            people: int(instance.participants.len()),
            nobody: u32::try_from(groups.len()).unwrap_or(u32::MAX),
            unit_size: groups.iter().map(|g| int(g.len())).chain([0]).collect(),
            units: Lists::from(groups.into_iter().chain([Vec::new()])),
            unit_of,
            fixed: Vec::new(),
            class_of: Vec::new(),
            classes: 0,
            class_cost: Vec::new(),
            allowed: Vec::new(),
            min: instance.cohorts.iter().map(|c| i64::from(c.min)).collect(),
            max: instance.cohorts.iter().map(|c| i64::from(c.max)).collect(),
            target: instance
                .cohorts
                .iter()
                .map(|c| c.target.map(i64::from))
                .collect(),
            size_each: 0,
            columns: Vec::new(),
            mix_end: 0,
            spread_end: 0,
            mix_points: Vec::new(),
            width: 0,
            need_min: Vec::new(),
            unit_mix: Lists::from([]),
            unit_rest: Lists::from([]),
            single: Vec::new(),
            mixes: 0,
            mix_columns: Vec::new(),
            kind_of: Vec::new(),
            value_of: Vec::new(),
            diversity: None,
            links: Lists::from([]),
            previous: Lists::from([]),
            move_each: 0,
            levels: Vec::new(),
            unit_levels: Vec::new(),
        };
        model.add_classes(instance);
        model.add_fixed(instance);
        model.add_columns(instance);
        model.add_links(instance);
        model.add_levels(instance);
        model.add_diversity(instance);
        model
    }

    fn add_classes(&mut self, instance: &Instance) {
        let mut classes = BTreeMap::new();
        let mut example = Vec::new();
        for (id, c) in (0u32..).zip(&instance.cohorts) {
            let key = (c.slots, c.modality, c.language, c.protected_ok);
            let class = *classes.entry(key).or_insert_with(|| {
                example.push(id);
                example.len() - 1
            });
            self.class_of.push(u32::try_from(class).unwrap_or(u32::MAX));
        }
        self.classes = example.len();
        let (mut clash, mut modality) = (0, 0);
        for criterion in &instance.criteria {
            match *criterion {
                Criterion::Clash { each } => clash = each,
                Criterion::Modality { each } => modality = each,
                Criterion::Move { each } => self.move_each = each,
                Criterion::Size { each } => self.size_each = each,
                _ => {}
            }
        }
        for unit in 0..=self.nobody {
            for &id in &example {
                let home = &instance.cohorts[id as usize];
                let (mut hard, mut soft) = (0, 0);
                for &member in self.units.of(unit) {
                    let person = &instance.participants[member as usize];
                    hard += int(misfits(instance, member, id).count());
                    soft += clash * i64::from((person.avoid & home.slots).count_ones());
                    let wish = person.modality.is_some() && !person.modality_strict;
                    soft += modality * i64::from(wish && person.modality != home.modality);
                }
                self.class_cost.push(Cost { hard, soft });
            }
            let row = &self.class_cost[unit as usize * self.classes..];
            let least = row.iter().map(|cost| cost.hard).min().unwrap_or(0);
            self.allowed
                .extend(row.iter().map(|cost| cost.hard == least));
        }
        self.previous = Lists::from((0..=self.nobody).map(|unit| {
            let mut counts = BTreeMap::new();
            for &member in self.units.of(unit) {
                if let Some(previous) = instance.participants[member as usize].previous {
                    *counts.entry(previous).or_insert(0) += 1;
                }
            }
            counts.into_iter().collect()
        }));
    }

    /// A locked unit stays in a locked cohort (the one most members are locked to); a unit
    /// with one allowed cohort stays there.
    fn add_fixed(&mut self, instance: &Instance) {
        for unit in 0..self.nobody {
            let mut locks: BTreeMap<u32, i64> = BTreeMap::new();
            for &member in self.units.of(unit) {
                if let Some(cohort) = instance.participants[member as usize].locked {
                    *locks.entry(cohort).or_default() += 1;
                }
            }
            let lock = locks.iter().max_by_key(|&(&cohort, &members)| {
                (
                    members - self.place(unit, cohort).hard,
                    std::cmp::Reverse(cohort),
                )
            });
            let mut open = (0..self.cohorts()).filter(|&cohort| self.may_be_in(unit, cohort));
            let (first, second) = (open.next(), open.next());
            let only = first.filter(|_| second.is_none());
            self.fixed.push(lock.map(|(&cohort, _)| cohort).or(only));
        }
    }

    fn add_links(&mut self, instance: &Instance) {
        let wish = instance
            .criteria
            .iter()
            .find_map(|criterion| match criterion {
                Criterion::Wish { each } => Some(*each),
                _ => None,
            });
        let mut pairs: BTreeMap<(u32, u32), (i64, i64)> = BTreeMap::new();
        let apart = instance.apart.iter().map(|pair| (pair, 1, 0));
        let wishes = instance
            .wishes
            .iter()
            .map(|pair| (pair, 0, -wish.unwrap_or(0)));
        for (&(a, b), hard, soft) in apart.chain(wishes) {
            let (a, b) = (self.unit_of[a as usize], self.unit_of[b as usize]);
            for pair in [(a, b), (b, a)].into_iter().filter(|_| a != b) {
                let link = pairs.entry(pair).or_default();
                *link = (link.0 + hard, link.1 + soft);
            }
        }
        let mut lists = vec![Vec::new(); self.nobody as usize + 1];
        for ((unit, other), (hard, soft)) in pairs {
            lists[unit as usize].push(Link {
                unit: other,
                hard,
                soft,
            });
        }
        self.links = Lists::from(lists);
    }

    fn add_levels(&mut self, instance: &Instance) {
        let mut attrs = Vec::new();
        for criterion in &instance.criteria {
            let Criterion::Level {
                attr,
                tolerance,
                per_unit,
            } = criterion
            else {
                continue;
            };
            let (total, stated) = sum_of(instance.participants.iter(), attr);
            if stated > 0 {
                let (tolerance, per_unit) = (*tolerance, *per_unit);
                self.levels.push(Level {
                    total,
                    stated,
                    tolerance,
                    per_unit,
                });
                attrs.push(attr);
            }
        }
        for unit in 0..=self.nobody {
            for attr in &attrs {
                let members = self.units.of(unit).iter();
                let people = members.map(|&member| &instance.participants[member as usize]);
                self.unit_levels.push(sum_of(people, attr));
            }
        }
    }

    fn add_diversity(&mut self, instance: &Instance) {
        let Some((attrs, table, each)) = instance.criteria.iter().find_map(|c| match c {
            Criterion::Diversity {
                attrs,
                distances,
                each,
            } => Some((attrs, distances, each)),
            _ => None,
        }) else {
            return;
        };
        let units = self.nobody as usize + 1;
        let mut points = vec![0; units * units];
        for (a, person) in instance.participants.iter().enumerate() {
            for (b, other) in instance.participants.iter().enumerate() {
                let (of, to) = (self.unit_of[a] as usize, self.unit_of[b] as usize);
                if of != to {
                    let far = distance(person, other, attrs) + entry(table, a, b);
                    points[of * units + to] += far * each;
                }
            }
        }
        self.diversity = Some(Distances::new(units, points));
    }
}

fn sum_of<'a>(people: impl Iterator<Item = &'a Participant>, attr: &str) -> (i64, i64) {
    people
        .filter_map(|p| p.attribute(attr))
        .fold((0, 0), |(sum, n), value| (sum + value, n + 1))
}

/// The units in order of their first member: together-groups joined where they overlap.
fn unit_members(instance: &Instance) -> Vec<Vec<u32>> {
    fn root(parent: &mut [u32], mut id: u32) -> u32 {
        while parent[id as usize] != id {
            parent[id as usize] = parent[parent[id as usize] as usize];
            id = parent[id as usize];
        }
        id
    }
    let mut parent: Vec<u32> = (0u32..).take(instance.participants.len()).collect();
    for group in &instance.together {
        for pair in group.windows(2) {
            let (a, b) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for id in (0u32..).take(parent.len()) {
        members.entry(root(&mut parent, id)).or_default().push(id);
    }
    members.into_values().collect()
}
