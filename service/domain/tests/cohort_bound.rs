//! No division costs less than the bound says, wherever every division can be tried.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use samverkan_domain::cohort::{
    Assignment, Cohort, Criterion, Instance, Need, PROOF_EFFORT, Participant, Score, SolveOptions,
    Status, lower_bound, prove, solve,
};
use std::collections::BTreeMap;

/// Profession, gender, slots avoided, slots impossible, modality, cohort before.
type Person = (i64, i64, u64, u64, Option<i64>, Option<u32>);

fn tiny(people: &[Person], cohorts: u32, pairs: &[(u32, u32)], need: Option<i64>) -> Instance {
    let count = u32::try_from(people.len()).unwrap();
    let each = count / cohorts;
    let person =
        |(id, &(profession, gender, avoid, cannot, modality, previous)): (u32, &Person)| {
            Participant {
                id,
                avoid,
                cannot,
                modality,
                previous: previous.map(|p| p % cohorts),
                locked: previous.filter(|p| p % 4 == 3).map(|p| p % cohorts),
                attributes: BTreeMap::from([
                    ("profession".to_owned(), profession),
                    ("gender".to_owned(), gender),
                ]),
                ..Participant::default()
            }
        };
    let cohort = |id| Cohort {
        id,
        min: each.saturating_sub(1),
        max: each + 2,
        target: Some(each),
        slots: 1 << (id % 3),
        modality: Some(i64::from(id % 2)),
        needs: need
            .filter(|_| id == 0)
            .map(|value| Need {
                attr: "profession".to_owned(),
                value,
                min: 1,
            })
            .into_iter()
            .collect(),
        ..Cohort::default()
    };
    let mix = |attr: &str, out, alone| Criterion::Mix {
        attr: attr.to_owned(),
        out,
        alone,
    };
    let together = pairs.iter().map(|&(a, b)| vec![a % count, b % count]);
    Instance {
        format: "cohort-instance/1".to_owned(),
        name: None,
        slots: 3,
        labels: BTreeMap::new(),
        participants: (0..).zip(people).map(person).collect(),
        cohorts: (0..cohorts).map(cohort).collect(),
        criteria: vec![
            mix("profession", 10, 20),
            mix("gender", 3, 6),
            Criterion::Clash { each: 5 },
            Criterion::Modality { each: 4 },
            Criterion::Size { each: 1 },
            Criterion::Move { each: 8 },
        ],
        together: together.filter(|group| group[0] != group[1]).collect(),
        apart: Vec::new(),
        wishes: Vec::new(),
    }
}

/// The least points of any division that breaks no hard rule.
fn least(instance: &Instance) -> Option<i64> {
    let (people, cohorts) = (instance.participants.len(), instance.cohorts.len());
    let divisions = 0..cohorts.pow(u32::try_from(people).unwrap());
    let score = |number: usize| {
        let mut rest = number;
        let place = |_| {
            let digit = rest % cohorts;
            rest /= cohorts;
            u32::try_from(digit).ok()
        };
        let division = Assignment {
            cohort: (0..people).map(place).collect(),
        };
        Score::of(instance, &division).unwrap()
    };
    let feasible = divisions.map(score).filter(|score| score.hard_total() == 0);
    feasible.map(|score| score.soft_total()).min()
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let modality = prop::option::of(0i64..2);
    let previous = prop::option::of(0u32..6);
    prop::collection::vec(
        (0i64..3, 0i64..2, 0u64..8, 0u64..2, modality, previous),
        5..8,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_division_costs_less(
        people in people(),
        cohorts in 1u32..4,
        pairs in prop::collection::vec((0u32..8, 0u32..8), 0..2),
        need in prop::option::of(0i64..3),
    ) {
        let instance = tiny(&people, cohorts, &pairs, need);
        if let Some(least) = least(&instance) {
            // Told of a worse division, and told of the best.
            for upper in [least + 60, least] {
                let bound = lower_bound(&instance, upper, PROOF_EFFORT).unwrap();
                prop_assert!(bound <= least, "{} > {}", bound, least);
            }
        }
    }
}

fn fixture(family: &str) -> Instance {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort");
    let file = format!("{folder}/n00030-small-{family}-s7.json");
    Instance::from_json(&std::fs::read(file).unwrap()).unwrap()
}

/// A bound that says nothing would pass the law above.
#[test]
fn the_bound_is_worth_having() {
    for (family, worth) in [("even", 1), ("skew", 1), ("tight", 50), ("rebal", 25)] {
        let instance = fixture(family);
        let options = SolveOptions {
            seed: 1,
            iterations: 1_000_000,
        };
        let mut solution = solve(&instance, &options, |_| true).unwrap();
        assert_eq!((solution.bound, solution.status), (None, Status::Feasible));
        prove(&instance, &mut solution, PROOF_EFFORT);
        let (bound, points) = (solution.bound.unwrap(), solution.score.soft_total());
        assert!(bound <= points, "{family}: {bound} > {points}");
        assert!(bound >= worth, "{family}: {bound} of {points}");
    }
}

/// Two of each profession in two cohorts: nothing has to cost anything, and that is proven.
#[test]
fn what_reaches_the_bound_is_optimal() {
    let person = |number: i64| (number / 4, number % 2, 0, 0, None, None);
    let people: Vec<Person> = (0..16).map(person).collect();
    let mut instance = tiny(&people, 2, &[], None);
    // Somebody who can only be where they would rather not: one clash at least.
    instance.participants[0].avoid = 0b11;
    let options = SolveOptions {
        seed: 1,
        iterations: 200_000,
    };
    let mut solution = solve(&instance, &options, |_| true).unwrap();
    prove(&instance, &mut solution, PROOF_EFFORT);
    assert_eq!(solution.score.soft_total(), 5);
    assert_eq!(
        (solution.bound, solution.status),
        (Some(5), Status::Optimal)
    );
}
