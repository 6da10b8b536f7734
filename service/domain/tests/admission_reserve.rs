//! First come, first served, and reserve lists: laws over random histories, and examples.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use samverkan_domain::{
    admission::{
        Arrival, CallReason, GroupCount, Lists, NextCall, Policy, ReserveList, Tally, Waiter,
        next_call,
    },
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

#[derive(Debug, Clone, Copy)]
enum Event {
    /// Members of these groups (bits) come, so many of them together.
    Arrive(u64, i64),
    /// Somebody in this group leaves.
    Leave(usize),
}

#[derive(Debug, Default)]
struct History {
    /// Groups of everybody on each list, in order, with reserve numbers.
    lists: [Vec<(i64, u64)>; 3],
    numbers: [Vec<i64>; 3],
    taken: [i64; 3],
    most: i64,
    /// Someone got a place that another waited for.
    overtook: bool,
    /// A group got places that are kept for another.
    trespassed: bool,
}

/// Replays the events. With `batch`, one tally decides all arrivals up to the next departure;
/// a stale tally never learns of anything.
fn replay(policy: &Policy, seats: i64, events: &[Event], batch: bool, stale: bool) -> History {
    let mut history = History::default();
    let mut tally = Tally::new(policy, seats, &[], today());
    for event in events {
        match *event {
            Event::Leave(group) => {
                history.taken[group] = (history.taken[group] - 1).max(0);
                tally = count(policy, seats, &history);
            }
            Event::Arrive(groups, members) => {
                if stale {
                    tally = Tally::new(policy, seats, &[], today());
                } else if !batch {
                    tally = count(policy, seats, &history);
                }
                let arrival = tally.arrive(groups, members);
                note(&mut history, &tally, arrival, groups, members);
            }
        }
    }
    history
}

fn count(policy: &Policy, seats: i64, history: &History) -> Tally {
    let waiting = |set: u64| {
        let waits = history.lists.iter().flatten();
        i64::try_from(waits.filter(|(_, groups)| groups & set != 0).count()).unwrap()
    };
    let of = |group: usize| GroupCount {
        taken: history.taken[group],
        waiting: i64::try_from(history.lists[group].len()).unwrap(),
        claimants: waiting(1 << group),
        last_position: history.numbers[group].last().copied().unwrap_or(0),
    };
    Tally::new(policy, seats, &[of(0), of(1), of(2)], today())
}

fn note(history: &mut History, tally: &Tally, arrival: Arrival, groups: u64, members: i64) {
    match arrival {
        Arrival::Admitted { group, fell_from } => {
            let wanted = |place: usize| {
                let waits = history.lists.iter().flatten();
                waits.clone().any(|(_, groups)| groups & (1 << place) != 0)
            };
            history.overtook |= wanted(group) || fell_from.is_some_and(wanted);
            history.taken[group] += members;
            history.most = history.most.max(history.taken.iter().sum());
            let kept = (tally.places()[2] - history.taken[2]).max(0);
            let others = history.taken[0] + history.taken[1];
            history.trespassed |= others + kept + history.taken[2] > tally.places().iter().sum();
        }
        Arrival::Reserve {
            group,
            first_position,
        } => {
            for position in first_position..first_position + members {
                history.lists[group].push((position, groups));
                history.numbers[group].push(position);
            }
        }
        Arrival::NoGroup => {}
    }
}

fn numbered(history: &History) -> bool {
    history.numbers.iter().all(|numbers| {
        let expected: Vec<i64> = (1..).take(numbers.len()).collect();
        *numbers == expected
    })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        5 => (0u64..8, prop_oneof![5 => Just(1i64), 1 => 2i64..4])
            .prop_map(|(groups, members)| Event::Arrive(groups, members)),
        1 => (0usize..3).prop_map(Event::Leave),
    ];
    proptest::collection::vec(event, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn arrivals_never_oversell_and_nobody_overtakes(
        seats in 5i64..14, overbook in 0i64..3, events in events(), batch in any::<bool>(),
    ) {
        let history = replay(&three_groups(overbook), seats, &events, batch, false);
        prop_assert!(history.most <= seats + overbook);
        prop_assert!(numbered(&history), "{:?}", history.numbers);
        prop_assert!(!history.overtook && !history.trespassed);
    }

    #[test]
    fn a_batch_is_decided_as_one_by_one(seats in 5i64..14, events in events()) {
        let policy = three_groups(1);
        let batch = replay(&policy, seats, &events, true, false);
        let single = replay(&policy, seats, &events, false, false);
        prop_assert_eq!((batch.taken, batch.numbers), (single.taken, single.numbers));
    }

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

#[test]
fn negative_control_a_stale_count_oversells_and_numbers_twice() {
    let arrivals = vec![Event::Arrive(1, 1); 20];
    let stale = replay(&three_groups(0), 5, &arrivals, false, true);
    assert!(stale.most > 5);
    let pairs = vec![Event::Arrive(1, 9); 2];
    assert!(!numbered(&replay(&three_groups(0), 5, &pairs, false, true)));
}

#[test]
fn negative_control_one_who_forgets_who_waits_overtakes() {
    let mut history = replay(&three_groups(0), 5, &[Event::Arrive(1, 9)], false, false);
    assert!(!history.overtook);
    let mut forgetful = Tally::new(&three_groups(0), 5, &[], today());
    let arrival = forgetful.arrive(1, 1);
    note(&mut history, &forgetful, arrival, 1, 1);
    assert!(history.overtook);
}

#[test]
fn a_plain_channel_takes_all_in_order() {
    let plain = policy(json!({"overbook": 1}));
    let mut tally = Tally::new(&plain, 2, &[], today());
    let everybody = tally.set::<&str>(&[]);
    let admitted = Arrival::Admitted {
        group: 0,
        fell_from: None,
    };
    for _ in 0..3 {
        assert_eq!(tally.arrive(everybody, 1), admitted);
    }
    let reserve = |first_position| Arrival::Reserve {
        group: 0,
        first_position,
    };
    assert_eq!(tally.arrive(everybody, 2), reserve(1));
    assert_eq!(tally.arrive(everybody, 1), reserve(3));
    assert_eq!(
        (tally.counts()[0].taken, tally.counts()[0].last_position),
        (3, 3)
    );
    // A free place is not for a newcomer while anyone waits.
    let counts = [GroupCount {
        taken: 1,
        waiting: 1,
        claimants: 0,
        last_position: 7,
    }];
    assert_eq!(
        Tally::new(&plain, 2, &counts, today()).arrive(everybody, 1),
        reserve(8)
    );
}

#[test]
fn places_spill_only_after_the_day_and_only_free_ones() {
    let groups = three_groups(0);
    let mut tally = Tally::new(&groups, 7, &[], today());
    assert_eq!(tally.places(), [3, 2, 2]);
    let a = tally.set(&["A"]);
    let seats: Vec<Arrival> = (0..6).map(|_| tally.arrive(a, 1)).collect();
    let own = Arrival::Admitted {
        group: 0,
        fell_from: None,
    };
    let spilt = Arrival::Admitted {
        group: 0,
        fell_from: Some(1),
    };
    // Not those of C, which are kept today.
    let last = Arrival::Reserve {
        group: 0,
        first_position: 1,
    };
    assert_eq!(seats, [own, own, own, spilt, spilt, last]);
    let c = tally.set(&["C"]);
    assert_eq!(
        tally.arrive(c, 2),
        Arrival::Admitted {
            group: 2,
            fell_from: None
        }
    );
    assert_eq!(tally.arrive(tally.set(&["X"]), 1), Arrival::NoGroup);
    let mut early = Tally::new(&groups, 7, &[], date(2026, 12, 9));
    let seats = (0..6).filter(|_| matches!(early.arrive(a, 1), Arrival::Admitted { .. }));
    assert_eq!(seats.count(), 3);
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
