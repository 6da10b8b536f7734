//! Instances that are fine before a conflict is planted in them.

use super::rules::{check, solvable};
use samverkan_domain::cohort::{
    Cohort, Conflict, ConflictOptions, INSTANCE_FORMAT, Instance, Participant, conflict,
};
use std::collections::BTreeMap;

/// `people` in `cohorts`, with rules that a hidden division keeps: person `i` in cohort
/// `i % cohorts`. Cohort `c` meets in slot `c % 20`.
pub(crate) fn sound(people: u32, cohorts: u32) -> Instance {
    let size = people.div_ceil(cohorts);
    let person = |id: u32| {
        let home = id % cohorts;
        // Some cannot come to a few of the slots, never to their own.
        let cannot = (0..20u32).filter(|slot| (id * 7 + slot * 11).is_multiple_of(13));
        Participant {
            id,
            cannot: cannot.fold(0, |mask, slot| mask | 1 << slot) & !(1 << (home % 20)),
            modality: id.is_multiple_of(5).then(|| i64::from(home % 2)),
            modality_strict: id.is_multiple_of(10),
            languages: id
                .is_multiple_of(4)
                .then_some(if home.is_multiple_of(3) { 2 } else { 1 }),
            attributes: BTreeMap::from([
                ("profession".to_owned(), i64::from(id % 7)),
                ("gender".to_owned(), i64::from(id / 7 % 2)),
            ]),
            ..Participant::default()
        }
    };
    let home = |id: u32| Cohort {
        id,
        min: size.saturating_sub(3),
        max: size + 1,
        slots: 1 << (id % 20),
        modality: Some(i64::from(id % 2)),
        language: Some(u32::from(id.is_multiple_of(3))),
        protected_ok: id.is_multiple_of(2),
        ..Cohort::default()
    };
    // Whoever is tied together sits together in the hidden division, and the other way round.
    let together = (0..people / 20).map(|n| vec![n * 3, n * 3 + cohorts]);
    let apart = (0..people / 10).map(|n| (n, n + 1));
    let labels = ["lärare", "kurator", "rektor"].map(str::to_owned).to_vec();
    Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name: None,
        slots: 20,
        labels: BTreeMap::from([("profession".to_owned(), labels)]),
        participants: (0..people).map(person).collect(),
        cohorts: (0..cohorts).map(home).collect(),
        criteria: Vec::new(),
        together: together.collect(),
        apart: apart.collect(),
        wishes: Vec::new(),
    }
}

/// Forty people in four cohorts, without rules but for the bounds of cohorts 8–12.
pub(crate) fn plain() -> Instance {
    let mut plain = sound(40, 4);
    for person in &mut plain.participants {
        (person.cannot, person.languages, person.modality_strict) = (0, None, false);
    }
    for home in &mut plain.cohorts {
        (home.min, home.max) = (8, 12);
    }
    plain.together.clear();
    plain.apart.clear();
    plain
}

pub(crate) fn explained(instance: &Instance) -> Conflict {
    let found = conflict(instance, &ConflictOptions::default());
    check(instance, &found, solvable);
    // One conflict was planted, so dropping any one of its rules mends all.
    for rule in &found.rules {
        assert!(solvable(&rule.dropped_from(instance)), "{rule:?}");
    }
    found
}
