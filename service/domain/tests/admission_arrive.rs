//! First come, first served: laws over random histories, and examples.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use samverkan_domain::admission::{Arrival, GroupCount, Policy, Tally};
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
