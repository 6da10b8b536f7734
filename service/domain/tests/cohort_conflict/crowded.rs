//! Conflicts planted into instances that are fine without: times, people apart, pieces that do not
//! fit, and large instances.

use super::{
    instances::{explained, plain, sound},
    rules::{check, is_minimal, solvable},
};
use samverkan_domain::cohort::{ConflictOptions, Rule, Verdict, conflict};

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
