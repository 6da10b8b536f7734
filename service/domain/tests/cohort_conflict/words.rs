//! Conflicts in words.

use super::instances::{explained, plain};
use samverkan_domain::{
    cohort::{Instance, Need, Positions},
    person::Language,
};

fn told(instance: &Instance) -> (Vec<String>, Vec<String>) {
    let found = explained(instance);
    let names = Positions(instance);
    (
        found.sentences(instance, &names, Language::Sv),
        found.sentences(instance, &names, Language::En),
    )
}

#[test]
fn seats_are_counted() {
    let mut instance = plain();
    for home in &mut instance.cohorts {
        home.max = 9;
    }
    let (sv, en) = told(&instance);
    assert_eq!(
        sv[0],
        "40 personer ska placeras, men grupperna tar högst 36: 4 för få."
    );
    assert_eq!(sv[1], "Det går om en regel ändras:");
    assert_eq!(sv[2], "Låt grupp 0 ta 13 i stället för 9.");
    assert_eq!(
        en[0],
        "40 people are to be placed, but the cohorts take 36 at most: 4 too few."
    );
    assert_eq!(en[2], "Let cohort 0 take 13 instead of 9.");
}

#[test]
fn people_and_cohorts_are_named() {
    let mut instance = plain();
    for person in &mut instance.participants[..3] {
        person.protected = true;
    }
    for home in &mut instance.cohorts[1..] {
        home.protected_ok = false;
    }
    (instance.cohorts[0].min, instance.cohorts[0].max) = (0, 2);
    instance.cohorts[3].max = 20;
    let (sv, en) = told(&instance);
    assert_eq!(
        sv[0],
        "3 personer kan bara vara i grupp 0, där 2 får plats: person 0, person 1 och person 2."
    );
    assert_eq!(
        en[0],
        "3 people can only be in cohort 0, where 2 have room: person 0, person 1 and person 2."
    );
    // Why a cohort is closed to somebody is nobody's business.
    let all = [sv, en].concat().join(" ");
    assert!(!all.contains("skydd") && !all.contains("protect"), "{all}");
}

#[test]
fn needs_are_named_by_their_label() {
    let mut instance = plain();
    for person in &mut instance.participants {
        let new = if person.id < 3 { 2 } else { 1 };
        person.attributes.insert("profession".to_owned(), new);
    }
    for home in &mut instance.cohorts {
        home.needs.push(Need {
            attr: "profession".to_owned(),
            value: 2,
            min: 1,
        });
    }
    let (sv, en) = told(&instance);
    assert_eq!(
        sv[0],
        "grupp 0, grupp 1, grupp 2 och grupp 3 behöver minst 4 med profession = rektor, \
         men bara 3 kan vara där."
    );
    assert!(en[0].starts_with("At least 4 with profession = rektor are needed in cohort 0,"));
    assert!(en[0].ends_with("but only 3 can be there."));
}

#[test]
fn rules_are_told_where_numbers_do_not_say_it() {
    let mut instance = plain();
    instance.together.push(vec![1, 2]);
    instance.apart.push((1, 2));
    let (sv, en) = told(&instance);
    assert_eq!(
        sv[..3],
        [
            "De här reglerna går inte att hålla samtidigt:",
            "person 1 och person 2 ska vara i samma grupp.",
            "person 1 och person 2 får inte vara i samma grupp.",
        ]
    );
    assert_eq!(en[2], "person 1 and person 2 must not share a cohort.");
}

#[test]
fn those_who_must_not_meet_need_a_cohort_each() {
    let mut instance = plain();
    for a in 0..5 {
        instance.apart.extend((0..a).map(|b| (a, b)));
    }
    let (sv, _) = told(&instance);
    assert_eq!(
        sv[0],
        "person 0, person 1, person 2, person 3 och person 4 får inte mötas och behöver 5 \
         grupper, men 4 finns för dem."
    );
}
