//! What does not depend on which rules are kept: which cohorts are alike to every person by
//! themselves, and who has which of the values that cohorts need.

use super::super::breach::misfits;
use super::super::instance::Instance;
use crate::cohort::HardRule;
use std::collections::{BTreeMap, BTreeSet};

/// A set of classes of cohorts, as bits.
pub(super) type Classes = Vec<u64>;

/// Classes of cohorts that are alike to every single person, and kinds of people.
pub(super) struct Frame<'a> {
    pub(super) instance: &'a Instance,
    pub(super) class_of: Vec<u32>,
    /// One cohort of each class.
    pub(super) example: Vec<u32>,
    /// Attributes and values that some cohort needs.
    pub(super) values: Vec<(&'a str, i64)>,
    /// Which of these values people have, and who has just these.
    pub(super) kinds: Vec<(Vec<u32>, Vec<u32>)>,
    kind_of: Vec<u32>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(instance: &'a Instance) -> Self {
        let mut classes = BTreeMap::new();
        let (mut class_of, mut example) = (Vec::new(), Vec::new());
        for (id, home) in (0u32..).zip(&instance.cohorts) {
            let key = (home.slots, home.modality, home.language, home.protected_ok);
            let class = *classes.entry(key).or_insert_with(|| {
                example.push(id);
                u32::try_from(example.len() - 1).unwrap_or(u32::MAX)
            });
            class_of.push(class);
        }
        let mut frame = Self {
            instance,
            class_of,
            example,
            values: Vec::new(),
            kinds: Vec::new(),
            kind_of: Vec::new(),
        };
        frame.sort_people();
        frame
    }

    fn sort_people(&mut self) {
        let needs = self.instance.cohorts.iter().flat_map(|home| &home.needs);
        let values: BTreeSet<(&str, i64)> = needs.map(|n| (n.attr.as_str(), n.value)).collect();
        self.values = values.into_iter().collect();
        let mut known = BTreeMap::new();
        for (id, person) in (0u32..).zip(&self.instance.participants) {
            let values = (0u32..).zip(&self.values);
            let has = values.filter(|(_, (attr, value))| person.attribute(attr) == Some(*value));
            let has: Vec<u32> = has.map(|(number, _)| number).collect();
            let kind = *known.entry(has.clone()).or_insert_with(|| {
                self.kinds.push((has, Vec::new()));
                self.kinds.len() - 1
            });
            self.kinds[kind].1.push(id);
            self.kind_of.push(u32::try_from(kind).unwrap_or(u32::MAX));
        }
    }

    /// Number of the kind of a person: which of the needed values they have.
    pub(super) fn kind(&self, person: u32) -> usize {
        self.kind_of[person as usize] as usize
    }

    pub(super) fn all_classes(&self) -> Classes {
        let mut all = vec![u64::MAX; self.example.len().div_ceil(64)];
        let rest = self.example.len() % 64;
        if let Some(last) = all.last_mut().filter(|_| rest > 0) {
            *last = (1 << rest) - 1;
        }
        all
    }

    /// The classes that these of a person's own rules leave open.
    pub(super) fn open_to(&self, person: u32, rules: &[HardRule]) -> Classes {
        let mut open = self.all_classes();
        for (class, &cohort) in self.example.iter().enumerate() {
            if misfits(self.instance, person, cohort).any(|rule| rules.contains(&rule)) {
                open[class / 64] &= !(1 << (class % 64));
            }
        }
        open
    }
}

pub(super) fn has(classes: &Classes, class: u32) -> bool {
    classes[class as usize / 64] >> (class % 64) & 1 == 1
}
