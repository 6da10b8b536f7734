//! Who leads which cohort: right by trying everything, and explained where it cannot be.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use samverkan_domain::{
    cohort::{
        Names,
        facilitator::{Facilitator, Help, Leaders, Led, Refusal, Roles, assign},
    },
    person::Language,
};

fn facilitator(most: u32, cannot: u64, family: u32) -> Facilitator {
    Facilitator {
        most,
        cannot,
        family: Some(family),
    }
}

fn led(slots: u64, wanted: u32) -> Led {
    Led {
        slots,
        wanted,
        ..Led::default()
    }
}

fn roles(facilitators: Vec<Facilitator>, cohorts: Vec<Led>) -> Roles {
    Roles {
        facilitators,
        cohorts,
        like_each: 10,
        load_each: 1,
        two_families: true,
    }
}

/// Whether a choice keeps every rule, told anew.
fn keeps(roles: &Roles, of: &[Vec<u32>]) -> bool {
    let who = |id: &u32| &roles.facilitators[*id as usize];
    let mut time = vec![0u64; roles.facilitators.len()];
    let mut load = vec![0u32; roles.facilitators.len()];
    for (cohort, leaders) in roles.cohorts.iter().zip(of) {
        let able = |id: &u32| {
            let led = who(id).cannot & cohort.slots == 0 && !cohort.never.contains(id);
            led && who(id).most > 0
        };
        if leaders.len() != cohort.wanted as usize || !leaders.iter().all(able) {
            return false;
        }
        if !cohort.holds.iter().all(|held| leaders.contains(held)) {
            return false;
        }
        let all: Vec<u32> = (0u32..)
            .take(roles.facilitators.len())
            .filter(able)
            .collect();
        // Not stated is a family of its own.
        let one = |ids: &[u32]| {
            let same = |a: &u32| who(a).family.is_some() && who(a).family == who(&ids[0]).family;
            ids.len() < 2 || ids.iter().all(same)
        };
        if roles.two_families && leaders.len() > 1 && one(leaders) && !one(&all) {
            return false;
        }
        for &id in leaders {
            if time[id as usize] & cohort.slots != 0 {
                return false;
            }
            time[id as usize] |= cohort.slots;
            load[id as usize] += 1;
        }
    }
    load.iter()
        .zip(&roles.facilitators)
        .all(|(load, who)| *load <= who.most)
}

/// The fewest points, by trying every choice.
fn by_brute_force(roles: &Roles) -> Option<i64> {
    let choices = 1u32 << roles.facilitators.len();
    let cohorts = u32::try_from(roles.cohorts.len()).unwrap();
    let choice = |mut code: u32| -> Vec<Vec<u32>> {
        let mut next = || {
            let bits = code % choices;
            code /= choices;
            (0..32).filter(|id| bits >> id & 1 == 1).collect()
        };
        (0..cohorts).map(|_| next()).collect()
    };
    let kept = (0..choices.pow(cohorts))
        .map(choice)
        .filter(|of| keeps(roles, of));
    kept.map(|of| roles.points(&of)).min()
}

/// Instances of up to four facilitators and three cohorts.
fn random() -> impl Strategy<Value = Roles> {
    let who =
        (0u32..3, any::<u8>(), prop::option::of(0u32..3)).prop_map(|(most, cannot, family)| {
            Facilitator {
                most,
                cannot: u64::from(cannot & (cannot >> 3) & 15),
                family,
            }
        });
    let people = prop::collection::btree_set(0u32..4, 0..3);
    let held = prop::collection::vec(0u32..12, 0..2);
    let cohort = (
        any::<u8>(),
        0u32..3,
        people,
        prop::collection::vec(0u32..8, 0..2),
        held,
    )
        .prop_map(|(slots, wanted, likes, never, held)| Led {
            slots: u64::from(slots & 15 & (slots >> 4)),
            wanted,
            likes: likes.into_iter().collect(),
            never,
            // Two of three are held nowhere.
            holds: held.into_iter().filter(|id| *id < 2).collect(),
            closed: Vec::new(),
        });
    let (whos, cohorts) = (
        prop::collection::vec(who, 2..5),
        prop::collection::vec(cohort, 1..4),
    );
    (whos, cohorts, any::<bool>(), 0u32..12).prop_map(|(facilitators, cohorts, two, like)| Roles {
        like_each: like,
        two_families: two,
        ..roles(facilitators, cohorts)
    })
}

/// The same without some of the cohorts.
fn only(roles: &Roles, cohorts: &[u32]) -> Roles {
    let mut new = roles.clone();
    new.cohorts = cohorts
        .iter()
        .map(|&id| roles.cohorts[id as usize].clone())
        .collect();
    new
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_choice_is_the_best_there_is(roles in random()) {
        match assign(&roles) {
            Ok(Leaders { of, points }) => {
                prop_assert!(keeps(&roles, &of), "{of:?}");
                prop_assert_eq!(roles.points(&of), points);
                prop_assert_eq!(Some(points), by_brute_force(&roles));
            }
            Err(Refusal::TooFew { cohorts, .. }) => {
                prop_assert_eq!(by_brute_force(&roles), None);
                prop_assert_eq!(by_brute_force(&only(&roles, &cohorts)), None);
                for left_out in &cohorts {
                    let others: Vec<u32> =
                        cohorts.iter().filter(|id| *id != left_out).copied().collect();
                    prop_assert!(by_brute_force(&only(&roles, &others)).is_some());
                }
            }
            Err(Refusal::NotSettled) => prop_assert!(false, "not settled"),
        }
    }
}

/// The controls: both answers are given, and times shared in part do matter.
#[test]
fn negative_control_both_answers_are_given() {
    let mut runner = TestRunner::deterministic();
    let (mut yes, mut no, mut several) = (0, 0, 0);
    for _ in 0..300 {
        match assign(&random().new_tree(&mut runner).unwrap().current()) {
            Ok(_) => yes += 1,
            Err(Refusal::TooFew { cohorts, .. }) => {
                no += 1;
                several += i32::from(cohorts.len() > 1);
            }
            Err(Refusal::NotSettled) => panic!("not settled"),
        }
    }
    assert!(yes > 50 && no > 50 && several > 5, "{yes} {no} {several}");
}

#[test]
fn loads_are_even_and_likes_are_heard() {
    let people = vec![
        facilitator(3, 0, 0),
        facilitator(3, 0, 1),
        facilitator(3, 0, 0),
    ];
    let mut roles = roles(people, vec![led(1, 1), led(2, 1), led(4, 1)]);
    let found = assign(&roles).unwrap();
    assert!((0..3).all(|id| found.of.concat().contains(&id)));
    for cohort in &mut roles.cohorts {
        cohort.likes = vec![2];
    }
    assert_eq!(assign(&roles).unwrap().of, [[2], [2], [2]]);
    roles.like_each = 1;
    assert_ne!(
        assign(&roles).unwrap().of,
        [[2], [2], [2]],
        "a light wish yields to even loads"
    );
}

#[test]
fn two_families_where_there_are_two() {
    let people = vec![
        facilitator(1, 0, 0),
        facilitator(1, 0, 0),
        facilitator(1, 2, 1),
    ];
    let mut roles = roles(people, vec![led(1, 2)]);
    roles.cohorts[0].likes = vec![0, 1];
    assert!(assign(&roles).unwrap().of[0].contains(&2));
    // The third cannot come at this time: there are not two families to choose from.
    roles.cohorts[0].slots = 2;
    assert_eq!(assign(&roles).unwrap().of, [[0, 1]]);
}

/// Cohorts 0 and 1 share a time, 1 and 2 another: whoever leads 1 leads neither.
#[test]
fn times_that_are_shared_in_part() {
    let people = vec![facilitator(3, 0, 0), facilitator(1, 0, 1)];
    let roles = roles(people, vec![led(0b0011, 1), led(0b0110, 1), led(0b1100, 1)]);
    assert_eq!(assign(&roles).unwrap().of, [[0], [1], [0]]);
}

/// A course of real size: forty cohorts, two facilitators each, in twelve times.
#[test]
fn a_large_course_is_settled() {
    let person = |id: u32| facilitator(4, 1 << (id % 12), id % 5);
    let cohort = |id: u32| Led {
        likes: vec![id % 24],
        ..led(1 << (id % 12) | 1 << ((id * 5 + 1) % 12), 2)
    };
    let roles = roles((0..24).map(person).collect(), (0..40).map(cohort).collect());
    let found = assign(&roles).unwrap();
    assert!(keeps(&roles, &found.of));
    assert_eq!(found, assign(&roles).unwrap());
}

struct Codes;

impl Names for Codes {
    fn person(&self, id: u32, _: Language) -> String {
        ["Anna", "Bo"][id as usize].to_owned()
    }
    fn cohort(&self, id: u32, _: Language) -> String {
        format!("G{:02}", id + 1)
    }
    fn value(&self, attr: &str, value: i64, _: Language) -> String {
        format!("{attr} {value}")
    }
}

#[test]
fn what_cannot_be_done_is_explained() {
    let people = vec![facilitator(1, 0, 0), facilitator(1, 0b100, 1)];
    let cohorts = vec![led(1, 1), led(2, 1), led(4, 0), led(8, 1)];
    let refusal = assign(&roles(people.clone(), cohorts)).unwrap_err();
    let expected = Refusal::TooFew {
        cohorts: vec![0, 1, 3],
        wanted: 3,
        places: 2,
        able: vec![0, 1],
        helps: vec![Help::HigherLoad],
    };
    assert_eq!(refusal, expected);
    assert_eq!(
        refusal.sentences(&Codes, Language::Sv),
        [
            "Det behövs 3 handledare i G01, G02, G04, men de som kan räcker inte: Anna, Bo.",
            "Det går om de får leda fler grupper."
        ]
    );
    let refusal = assign(&roles(people.clone(), vec![led(0b100, 2)])).unwrap_err();
    let Refusal::TooFew { helps, able, .. } = &refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!((helps, able), (&vec![Help::AnyTime], &vec![0]));
    // All at the same time: neither more load nor more times would help.
    let clash = vec![led(1, 1), led(1, 1), led(1, 1)];
    let refusal = assign(&roles(
        vec![facilitator(3, 0, 0), facilitator(3, 0, 1)],
        clash,
    ));
    let said = refusal.unwrap_err().sentences(&Codes, Language::En);
    assert_eq!(
        said[1..],
        ["It can be done if the cohorts meet at other times."]
    );
}
