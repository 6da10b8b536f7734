//! Conflicts of every kind, planted into instances that are fine without.

use super::rules::{check, is_minimal, solvable};
use samverkan_domain::cohort::{
    Cohort, Conflict, ConflictOptions, INSTANCE_FORMAT, Instance, Need, Participant, Rule, Verdict,
    conflict,
};
use std::collections::BTreeMap;

/// `people` in `cohorts`, with rules that a hidden division keeps: person `i` in cohort
/// `i % cohorts`. Cohort `c` meets in slot `c % 20`.
pub(crate) fn sound(people: u32, cohorts: u32) -> Instance {
    let size = people.div_ceil(cohorts);
    let person = |id: u32| {
        let home = id % cohorts;
        // Some cannot come to a few of the slots, never to their own.
        let cannot = (0..20u32).filter(|slot| (id * 7 + slot * 11) % 13 == 0);
        Participant {
            id,
            cannot: cannot.fold(0, |mask, slot| mask | 1 << slot) & !(1 << (home % 20)),
            modality: (id % 5 == 0).then(|| i64::from(home % 2)),
            modality_strict: id % 10 == 0,
            languages: (id % 4 == 0).then_some(if home % 3 == 0 { 2 } else { 1 }),
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
        language: Some(u32::from(id % 3 == 0)),
        protected_ok: id % 2 == 0,
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

#[test]
fn the_instances_are_fine_before() {
    for instance in [sound(40, 4), sound(60, 5), sound(500, 50), plain()] {
        assert!(instance.validate().is_ok());
        let found = conflict(&instance, &ConflictOptions::default());
        assert_eq!(found.verdict, Verdict::Possible);
        assert!(found.rules.is_empty() && found.relaxation.is_none());
    }
}

#[test]
fn more_people_than_seats() {
    let mut instance = sound(40, 4);
    for home in &mut instance.cohorts {
        home.max = 9;
    }
    let found = explained(&instance);
    let most = |cohort| Rule::AtMost { cohort, max: 9 };
    assert_eq!(found.rules, [most(0), most(1), most(2), most(3)]);
    let relaxation = found.relaxation.unwrap();
    assert_eq!(relaxation.drop.len() + relaxation.instead.len(), 4);
    assert_eq!(relaxation.enough, [Some(13)]);
}

#[test]
fn fewer_people_than_the_cohorts_want() {
    let mut instance = plain();
    instance.cohorts[1].min = 12;
    instance.cohorts[2].min = 12;
    instance.cohorts[3].min = 12;
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 4, "{:?}", found.rules);
    assert_eq!(found.relaxation.unwrap().enough, [Some(4)]);
}

#[test]
fn a_group_larger_than_every_cohort() {
    let mut instance = plain();
    instance.together.push((0..13).collect());
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 5, "{:?}", found.rules);
    assert_eq!(found.people, (0..13).collect::<Vec<_>>());
}

#[test]
fn two_who_must_be_apart_tied_to_one_cohort() {
    let mut instance = sound(60, 5);
    instance.participants[33].locked = Some(3);
    instance.participants[48].locked = Some(3);
    instance.apart.push((48, 33));
    let found = explained(&instance);
    assert_eq!((found.people, found.cohorts), (vec![33, 48], vec![3]));
    assert_eq!(found.rules.len(), 3);
}

#[test]
fn one_group_tied_to_two_cohorts() {
    let mut instance = plain();
    instance.participants[5].locked = Some(1);
    instance.participants[6].locked = Some(2);
    instance.together.push(vec![5, 6]);
    assert_eq!(explained(&instance).rules.len(), 3);
}

#[test]
fn a_group_two_of_which_must_be_apart() {
    let mut instance = plain();
    instance.together = vec![vec![1, 2, 3], vec![3, 4, 5]];
    instance.apart.push((5, 1));
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 3, "{:?}", found.rules);
    // The shape people see most: said twice is still one rule.
    instance.apart.push((1, 5));
    assert_eq!(explained(&instance).rules, found.rules);
}

#[test]
fn more_needed_than_there_are() {
    let mut instance = plain();
    let principals = instance
        .participants
        .iter_mut()
        .filter(|p| p.attributes["profession"] == 2);
    for person in principals.skip(3) {
        person.attributes.insert("profession".to_owned(), 1);
    }
    for home in &mut instance.cohorts {
        home.needs.push(Need {
            attr: "profession".to_owned(),
            value: 2,
            min: 1,
        });
    }
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 4, "{:?}", found.rules);
    assert_eq!(found.relaxation.unwrap().enough, [Some(0)]);
}

#[test]
fn more_needed_than_has_room() {
    let mut instance = plain();
    let needs = [(0, 5), (1, 5), (2, 3)].map(|(value, min)| Need {
        attr: "profession".to_owned(),
        value,
        min,
    });
    instance.cohorts[2].needs = needs.to_vec();
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 4, "{:?}", found.rules);
    assert_eq!(found.cohorts, [2]);
}

/// Needs for two attributes: the flow cannot tell that nobody meets both, the search can.
#[test]
fn needs_that_nobody_meets_at_once() {
    let mut instance = plain();
    for person in &mut instance.participants {
        let rector = person.attributes["profession"] == 2;
        person
            .attributes
            .insert("gender".to_owned(), i64::from(!rector));
    }
    let home = &mut instance.cohorts[1];
    (home.min, home.max) = (1, 1);
    home.needs = [("profession", 2), ("gender", 1)]
        .map(|(attr, value)| Need {
            attr: attr.to_owned(),
            value,
            min: 1,
        })
        .to_vec();
    instance.cohorts[0].max = 16;
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 3, "{:?}", found.rules);
}

#[test]
fn more_protected_than_places_open_to_them() {
    let mut instance = plain();
    for person in &mut instance.participants[..9] {
        person.protected = true;
    }
    for home in &mut instance.cohorts[1..] {
        home.protected_ok = false;
    }
    (instance.cohorts[0].min, instance.cohorts[0].max) = (1, 8);
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 10, "{:?}", found.rules);
    assert_eq!((found.people.len(), &*found.cohorts), (9, &[0][..]));
    // It is the places that should be thought about, not the protection.
    let relaxation = found.relaxation.unwrap();
    assert!(matches!(
        relaxation.drop[..],
        [Rule::AtMost { cohort: 0, .. }]
    ));
    assert_eq!(relaxation.enough, [Some(9)]);
}

/// Too few places for those who can only come to two of the cohorts. Who is shown is as many as
/// it takes, and no more.
#[test]
fn too_few_places_at_the_times_people_can_come() {
    let mut instance = sound(60, 5);
    let only = |cohorts: &[u32]| {
        let open = cohorts.iter().fold(0, |mask, slot| mask | 1u64 << slot);
        0xf_ffff & !open
    };
    for id in 0..40 {
        let person = &mut instance.participants[id];
        (person.languages, person.modality_strict) = (None, false);
        person.cannot = only(&[1, 2]);
    }
    instance.together.clear();
    instance.apart.clear();
    let places = instance.cohorts[1].max + instance.cohorts[2].max;
    instance.cohorts.iter_mut().for_each(|home| home.min = 0);
    let found = conflict(&instance, &ConflictOptions::default());
    check(&instance, &found, solvable);
    assert_eq!(found.people.len(), places as usize + 1);
    assert_eq!(found.cohorts, [1, 2]);
    let relaxation = found.relaxation.unwrap();
    assert_eq!(relaxation.drop.len(), 1);
    assert_eq!(
        relaxation.enough,
        [Some(instance.cohorts[1].max + 40 - places)]
    );
}

#[test]
fn somebody_who_can_go_nowhere() {
    let mut instance = sound(60, 5);
    instance.participants[17].cannot = 0b0_0101;
    instance.participants[17].languages = Some(0b10);
    instance.participants[17].modality = Some(0);
    instance.participants[17].modality_strict = true;
    instance.cohorts[1].language = Some(0);
    let found = conflict(&instance, &ConflictOptions::default());
    assert_eq!(found.verdict, Verdict::Proven);
    assert_eq!(found.people, [17]);
    assert!(
        is_minimal(&instance, &found.rules, solvable),
        "{:?}",
        found.rules
    );
}

#[test]
fn people_together_who_can_come_at_different_times() {
    let mut instance = plain();
    instance.participants[4].cannot = 0b0011;
    instance.participants[9].cannot = 0b1100;
    instance.together.push(vec![4, 9, 14]);
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 3, "{:?}", found.rules);
}

#[test]
fn more_who_must_not_meet_than_cohorts() {
    let mut instance = plain();
    for a in 0..5 {
        instance.apart.extend((0..a).map(|b| (a * 3, b * 3)));
    }
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 10, "{:?}", found.rules);
    // Two cohorts are closed to three of them: those three are enough.
    let mut instance = plain();
    for (id, other) in [(0, 3), (3, 6), (0, 6), (6, 9)] {
        instance.apart.push((id, other));
    }
    for id in [0, 3, 6] {
        instance.participants[id].cannot = 0b1100;
    }
    let found = explained(&instance);
    assert_eq!(found.rules.len(), 6, "{:?}", found.rules);
}

/// Nothing flows short here, and no two of the groups are in each other's way: only trying shows
/// that three groups of five do not fit into two cohorts of eight.
#[test]
fn groups_that_fit_in_number_but_not_in_pieces() {
    let mut instance = plain();
    for first in [0, 5, 10] {
        instance.together.push((first..first + 5).collect());
        instance.participants[first as usize].cannot = 0b1100;
    }
    for home in &mut instance.cohorts[..2] {
        (home.min, home.max) = (0, 8);
    }
    for home in &mut instance.cohorts[2..] {
        (home.min, home.max) = (0, 20);
    }
    let found = explained(&instance);
    let groups = found
        .rules
        .iter()
        .filter(|rule| matches!(rule, Rule::Together { .. }));
    assert_eq!(groups.count(), 3, "{:?}", found.rules);
}

#[test]
fn two_conflicts_take_two_changes() {
    let mut instance = plain();
    instance.together = vec![vec![1, 2]];
    instance.apart = vec![(1, 2), (20, 21)];
    instance.participants[20].locked = Some(0);
    instance.participants[21].locked = Some(0);
    let found = conflict(&instance, &ConflictOptions::default());
    check(&instance, &found, solvable);
    let relaxation = found.relaxation.unwrap();
    assert_eq!(
        (relaxation.drop.len(), relaxation.other_conflicts.len()),
        (2, 1)
    );
    assert!(relaxation.instead.is_empty());
    // Where one rule is in both, it is the one to drop.
    instance.apart = vec![(1, 2)];
    instance.participants[20].locked = None;
    instance.participants[21].locked = None;
    instance.participants[1].locked = Some(0);
    instance.participants[2].locked = Some(1);
    let found = conflict(&instance, &ConflictOptions::default());
    let relaxation = found.relaxation.unwrap();
    assert_eq!(
        relaxation.drop,
        [Rule::Together {
            members: vec![1, 2]
        }]
    );
}

#[test]
fn a_conflict_among_many_is_found_and_small() {
    for (people, cohorts) in [(500, 50), (5_000, 400)] {
        let mut instance = sound(people, cohorts);
        instance.participants[77].locked = Some(27);
        instance.participants[127].locked = Some(27);
        instance.apart.push((77, 127));
        let options = ConflictOptions::default();
        let found = conflict(&instance, &options);
        assert_eq!((found.verdict, found.minimal), (Verdict::Proven, true));
        assert!(
            found.people == [77, 127] || found.people.len() == 1,
            "{:?}",
            found.rules
        );
        assert_eq!(
            found,
            conflict(&instance, &options),
            "the same answer twice"
        );
    }
}

/// With hardly any effort allowed the answer is that it is not known, not a guess.
#[test]
fn without_effort_nothing_is_claimed() {
    let mut instance = sound(60, 5);
    instance.apart.extend([(0, 30), (30, 41), (0, 41)]);
    let options = ConflictOptions {
        effort: 10,
        ..ConflictOptions::default()
    };
    let found = conflict(&instance, &options);
    assert_eq!(found.verdict, Verdict::Unknown);
    assert!(found.rules.is_empty() && !found.minimal && found.relaxation.is_none());
}
