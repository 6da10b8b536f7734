//! Facilitators and cohorts as they are told: each rule by itself, and what is said of whom.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use samverkan_domain::{
    cohort::{
        Times,
        facilitator::{
            Bar, Called, Candidate, Facilitator, Group, Help, Led, Refusal, Roles, Staffing, assign,
        },
    },
    id::PersonId,
    person::Language,
    profession::ProfessionFamily,
};
use std::collections::BTreeSet;
use uuid::Uuid;

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

/// Anna, and Bo of whom nothing may be told.
struct Told;

impl Called for Told {
    fn name(&self, id: PersonId) -> String {
        if id == person(1) {
            "Anna"
        } else {
            "Deltagare 7"
        }
        .to_owned()
    }
    fn explained(&self, id: PersonId) -> bool {
        id == person(1)
    }
}

fn candidate(n: u128) -> Candidate {
    Candidate {
        person: person(n),
        most: 2,
        cannot: Times::default(),
        busy: Times::default(),
        family: None,
        only: Vec::new(),
        never: Vec::new(),
        languages: None,
        protected: false,
        locked: Vec::new(),
    }
}

fn group(code: &str, times: &str, families: &[ProfessionFamily]) -> Group {
    Group {
        code: code.to_owned(),
        times: Times::parse(times).unwrap(),
        language: None,
        families: families.iter().copied().collect(),
        members: BTreeSet::new(),
        protected_ok: false,
        led_by: Vec::new(),
    }
}

fn staffing(candidates: Vec<Candidate>, groups: Vec<Group>) -> Staffing {
    Staffing {
        candidates,
        groups,
        wanted: 1,
        two_families: true,
    }
}

/// What makes somebody, or a cohort, another than usual.
type Change<'a> = dyn Fn(&mut Candidate, &mut Group) + 'a;

/// Each rule by itself keeps somebody from a cohort, and without it they are free to lead.
#[test]
fn every_rule_is_a_bar_of_its_own() {
    use ProfessionFamily as F;
    let base = || {
        (
            candidate(1),
            group("G01", "mon10", &[F::Health, F::Teaching]),
        )
    };
    let with = |change: &Change<'_>| {
        let (mut who, mut group) = base();
        change(&mut who, &mut group);
        staffing(vec![who], vec![group])
    };
    let monday = Times::parse("mon10").unwrap();
    let cases: [(&Change<'_>, Bar); 8] = [
        (&|who, _| who.cannot = monday, Bar::Times(monday)),
        (&|who, _| who.busy = monday, Bar::Busy(monday)),
        (&|who, _| who.most = 0, Bar::Full),
        (
            &|who, _| who.only = vec![F::Guidance],
            Bar::OnlyFor(vec![F::Guidance]),
        ),
        (
            &|who, _| who.never = vec![F::Health],
            Bar::KeptFrom(F::Health),
        ),
        (
            &|who, group| {
                who.languages = Some(vec![Language::Sv]);
                group.language = Some(Language::En);
            },
            Bar::Language(Language::En),
        ),
        (
            &|who, group| group.members = BTreeSet::from([who.person]),
            Bar::Member,
        ),
        (&|who, _| who.protected = true, Bar::Unsuitable),
    ];
    for (change, bar) in cases {
        let staffing = with(change);
        assert_eq!(staffing.bars(0, 0), std::slice::from_ref(&bar));
        assert!(assign(&staffing.roles()).is_err(), "{bar:?}");
        for language in [Language::Sv, Language::En] {
            assert!(!bar.words(language).is_empty());
        }
    }
    // Nearly the same keeps from nothing.
    let free = with(&|who, group| {
        who.cannot = Times::parse("mon08").unwrap();
        who.only = vec![F::Guidance, F::Teaching];
        who.never = vec![F::SocialWork];
        who.languages = Some(vec![Language::Sv]);
        group.language = Some(Language::Sv);
        who.protected = true;
        group.protected_ok = true;
    });
    assert_eq!(free.bars(0, 0), []);
    assert!(assign(&free.roles()).is_ok());
}

#[test]
fn reasons_are_told_of_those_who_may_be_explained() {
    let mut anna = candidate(1);
    anna.cannot = Times::parse("mon10").unwrap();
    anna.never = vec![ProfessionFamily::Health];
    let mut bo = candidate(2);
    bo.protected = true;
    let health = group("G01", "mon10", &[ProfessionFamily::Health]);
    let staffing = staffing(vec![anna, bo], vec![health]);
    let refusal = assign(&staffing.roles()).unwrap_err();
    assert_eq!(
        staffing.sentences(&refusal, &Told, Language::Sv),
        [
            "Ingen kan leda G01, där det behövs 1.",
            "Det behövs fler handledare.",
            "Anna kan inte leda G01: kan inte mån10, leder inga grupper med hälsa.",
        ]
    );
    // Bo alone is in the way of Bo, and that is not said. Without Anna's times, Anna is.
    let mut without = staffing.clone();
    without.candidates[0].cannot = Times::default();
    let other = assign(&without.roles()).unwrap_err();
    let said = without.sentences(&other, &Told, Language::Sv);
    assert_eq!(said[1], "Det går om de som är undantagna får leda.");
    let said = staffing.sentences(&refusal, &Told, Language::En);
    assert!(
        said.contains(
            &"Anna cannot lead G01: cannot mon10, leads no cohorts with health.".to_owned()
        )
    );
}

#[test]
fn locks_and_leaders_become_numbers() {
    let mut held = candidate(1);
    held.locked = vec!["G02".to_owned(), "G09".to_owned()];
    let mut first = group("G01", "", &[]);
    first.led_by = vec![person(2)];
    let mut staffing = staffing(vec![held, candidate(2)], vec![first, group("G02", "", &[])]);
    assert_eq!(staffing.lost_locks(), [(person(1), "G09")]);
    let roles = staffing.roles();
    assert_eq!(roles.cohorts[1].holds, [0]);
    assert_eq!(roles.cohorts[0].likes, [1]);
    assert_eq!(assign(&roles).unwrap().of, [[1], [0]]);
    // More held than wanted are wanted.
    staffing.wanted = 0;
    assert_eq!(staffing.roles().cohorts[1].wanted, 1);
}

#[test]
fn who_is_held_stays_or_it_is_said() {
    let facilitator = |family, cannot| Facilitator {
        most: 2,
        cannot,
        family: Some(family),
    };
    let led = |slots| Led {
        slots,
        wanted: 1,
        ..Led::default()
    };
    let mut held = Roles {
        facilitators: vec![facilitator(0, 0), facilitator(1, 0b10)],
        cohorts: vec![led(1), led(2)],
        like_each: 10,
        load_each: 1,
        two_families: true,
    };
    held.cohorts[0].likes = vec![0];
    held.cohorts[0].holds = vec![1];
    assert_eq!(assign(&held).unwrap().of, [[1], [0]], "against a wish");
    held.cohorts[1].holds = vec![1];
    let Refusal::TooFew { cohorts, helps, .. } = assign(&held).unwrap_err() else {
        panic!("not settled")
    };
    assert_eq!(
        (cohorts, helps),
        (vec![1], vec![Help::AnyTime, Help::NoHold])
    );
}
