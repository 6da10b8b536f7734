//! Reserve lists: who is called, on whose place, and why.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use samverkan_domain::{
    admission::{CallReason, Lists, NextCall, Policy, ReserveList, Tally, Waiter, next_call},
    person::Language,
};
use serde_json::{Value, json};

fn policy(value: Value) -> Policy {
    serde_json::from_value(value).unwrap()
}

fn today() -> Date {
    date(2026, 12, 10)
}

/// A: 3 seats, kept for ever. B: 2 seats, which have fallen to A. C: the rest, which will fall to B.
fn three_groups(overbook: i64) -> Policy {
    policy(json!({"overbook": overbook, "groups": [
        {"code": "A", "places": {"seats": 3}},
        {"code": "B", "places": {"seats": 2}, "until": "2026-12-09", "falls_to": ["A"]},
        {"code": "C", "places": "rest", "until": "2026-12-10", "falls_to": ["B"]},
    ]}))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn calls_never_fill_more_than_the_seats(
        seats in 0i64..14,
        overbook in 0i64..3,
        groups in proptest::collection::vec((0i64..8, 0i64..3, proptest::collection::vec(any::<bool>(), 0..6)), 3),
    ) {
        let policy = three_groups(overbook);
        let mut lists = random_lists(&policy, seats, &groups);
        let before: i64 = lists.groups.iter().map(|list| list.taken + list.offered).sum();
        while let Some(call) = next_call(&policy, &lists, today()).call {
            let size = i64::try_from(call.positions.len()).unwrap();
            let list = lists.groups.iter_mut().find(|list| list.group == call.group).unwrap();
            let unit: Vec<Waiter> = list.waiting.iter().filter(|one| call.positions.contains(&one.position)).cloned().collect();
            prop_assert_eq!(i64::try_from(unit.len()).unwrap(), size);
            // Whoever stands before and is left is of a joint application.
            let skipped = |one: &&Waiter| one.position < call.positions[0] && one.joint.is_none();
            prop_assert!(call.group != call.place_of || !list.waiting.iter().any(|one| skipped(&one)));
            list.waiting.retain(|one| !call.positions.contains(&one.position));
            list.offered += size;
            let held: i64 = lists.groups.iter().map(|list| list.taken + list.offered).sum();
            prop_assert!(held <= seats.max(before));
        }
    }
}

fn random_lists(policy: &Policy, seats: i64, groups: &[(i64, i64, Vec<bool>)]) -> Lists {
    let tally = Tally::new(policy, seats, &[], today());
    let list = |(index, (taken, offered, joint)): (usize, &(i64, i64, Vec<bool>))| ReserveList {
        group: tally.codes()[index].clone(),
        places: tally.places()[index],
        taken: *taken,
        offered: *offered,
        waiting: waiters(joint),
    };
    Lists {
        seats,
        groups: groups.iter().enumerate().map(list).collect(),
    }
}

/// One who waits for each entry; those marked are all of one joint application.
fn waiters(joint: &[bool]) -> Vec<Waiter> {
    let waiter = |(position, joint): (i64, &bool)| Waiter {
        position,
        joint: joint.then(|| "J".to_owned()),
        groups: Vec::new(),
    };
    let mut sorted = joint.to_vec();
    sorted.sort_unstable();
    (1..).zip(&sorted).map(waiter).collect()
}

fn list(group: &str, places: i64, taken: i64, waiting: Vec<Waiter>) -> ReserveList {
    ReserveList {
        group: group.to_owned(),
        places,
        taken,
        offered: 0,
        waiting,
    }
}

/// From which list, on whose place, and who.
type Called<'a> = (&'a str, &'a str, &'a [i64]);

/// Who is called, and the last reason.
fn called(answer: &NextCall) -> (Option<Called<'_>>, &CallReason) {
    for reason in &answer.reasons {
        let (sv, en) = (reason.sentence(Language::Sv), reason.sentence(Language::En));
        assert!(
            sv.ends_with('.') && en.ends_with('.') && sv != en,
            "{sv} {en}"
        );
    }
    let call = answer.call.as_ref();
    let call = call.map(|call| (&*call.group, &*call.place_of, &*call.positions));
    (call, answer.reasons.last().unwrap())
}

#[test]
fn overbooked_places_are_not_called_for() {
    let plain = policy(json!({"overbook": 2}));
    let ask = |taken, offered| {
        let groups = vec![ReserveList {
            offered,
            ..list("", 12, taken, waiters(&[false]))
        }];
        next_call(&plain, &Lists { seats: 10, groups }, today())
    };
    for (taken, offered) in [(12, 0), (11, 0), (10, 0), (9, 1)] {
        let nobody = CallReason::NoFreeSeat {
            seats: 10,
            taken,
            offered,
        };
        assert_eq!(called(&ask(taken, offered)), (None, &nobody));
    }
    assert_eq!(called(&ask(9, 0)).0, Some(("", "", &[1][..])));
}

#[test]
fn negative_control_offers_that_are_not_counted_fill_more_than_the_seats() {
    let plain = Policy::default();
    let mut lists = Lists {
        seats: 2,
        groups: vec![list("", 2, 0, waiters(&[false; 5]))],
    };
    let mut offers = 0;
    while next_call(&plain, &lists, today()).call.is_some() {
        lists.groups[0].waiting.remove(0);
        offers += 1;
    }
    assert!(offers > lists.seats);
}

#[test]
fn the_group_that_lacks_most_is_called_first() {
    let groups = three_groups(0);
    let lists = |a, b| Lists {
        seats: 7,
        groups: vec![
            list("A", 3, a, waiters(&[false])),
            list("B", 2, b, waiters(&[false])),
            list("C", 2, 2, vec![]),
        ],
    };
    let group = |a, b| {
        next_call(&groups, &lists(a, b), today())
            .call
            .unwrap()
            .group
    };
    assert_eq!([group(1, 1), group(2, 0), group(2, 1)], ["A", "B", "A"]);
}

#[test]
fn a_place_nobody_wants_falls_or_is_kept() {
    let groups = three_groups(0);
    let ask = |lists: Vec<ReserveList>, on| {
        next_call(
            &groups,
            &Lists {
                seats: 7,
                groups: lists,
            },
            on,
        )
    };
    let waiting_in_a = |b, c| {
        vec![
            list("A", 3, 3, waiters(&[false])),
            list("B", 2, b, vec![]),
            list("C", 2, c, vec![]),
        ]
    };
    let fell = ask(waiting_in_a(1, 2), today());
    assert_eq!(called(&fell).0, Some(("A", "B", &[1][..])));
    let kept = ask(waiting_in_a(2, 1), today());
    let until = Some(date(2026, 12, 10));
    assert_eq!(
        called(&kept),
        (
            None,
            &CallReason::KeptForGroup {
                group: "C".into(),
                until
            }
        )
    );
    // The day after, C's place falls to B and from there to A.
    let through = ask(waiting_in_a(2, 1), date(2026, 12, 11));
    assert_eq!(called(&through).0, Some(("A", "C", &[1][..])));
    // B's places have fallen to A already: what is free is C's.
    let mut lists = waiting_in_a(0, 1);
    lists[0].taken = 5;
    assert_eq!(called(&ask(lists, today())).0, None);
}

#[test]
fn a_member_on_another_list_goes_before_a_fall() {
    let groups = policy(json!({"groups": [
        {"code": "A", "places": {"seats": 1}},
        {"code": "B", "places": "rest"},
    ]}));
    let mut waiting = waiters(&[false, false]);
    waiting[1].groups = vec!["A".into(), "B".into()];
    let lists = Lists {
        seats: 2,
        groups: vec![list("A", 1, 1, waiting), list("B", 1, 0, vec![])],
    };
    let answer = next_call(&groups, &lists, today());
    assert_eq!(called(&answer).0, Some(("A", "B", &[2][..])));
}

#[test]
fn colleagues_are_called_together_or_passed_over() {
    let plain = Policy::default();
    let mut waiting = waiters(&[true, true, false]);
    waiting.rotate_left(1);
    for (position, one) in (1..).zip(&mut waiting) {
        one.position = position;
    }
    let ask = |taken| {
        let groups = vec![list("", 5, taken, waiting.clone())];
        next_call(&plain, &Lists { seats: 5, groups }, today())
    };
    assert_eq!(called(&ask(3)).0, Some(("", "", &[1, 2][..])));
    let one = ask(4);
    assert_eq!(called(&one).0, Some(("", "", &[3][..])));
    let passed = CallReason::JointPassedOver {
        group: String::new(),
        position: 1,
        members: 2,
        places: 1,
    };
    assert_eq!(one.reasons[0], passed);
}
