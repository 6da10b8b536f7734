//! Conflicts planted into instances that are fine without: numbers, needs, ties.

use super::instances::{explained, plain, sound};
use samverkan_domain::cohort::{ConflictOptions, Need, Rule, Verdict, conflict};

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
