//! No division costs less than the bound says, wherever every division can be tried.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use samverkan_domain::cohort::{
    Assignment, Cohort, Criterion, Instance, Need, PROOF_EFFORT, Participant, Score, Solution,
    SolveOptions, Status, lower_bound, prove, solve,
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

/// Every division there is, and its score.
fn scored(instance: &Instance) -> Vec<(Assignment, Score)> {
    let (people, cohorts) = (instance.participants.len(), instance.cohorts.len());
    let divisions = 0..cohorts.pow(u32::try_from(people).unwrap());
    let scored = |number: usize| {
        let mut rest = number;
        let place = |_| {
            let digit = rest % cohorts;
            rest /= cohorts;
            u32::try_from(digit).ok()
        };
        let division = Assignment {
            cohort: (0..people).map(place).collect(),
        };
        let score = Score::of(instance, &division).unwrap();
        (division, score)
    };
    divisions.map(scored).collect()
}

/// The least points of any division that breaks no hard rule.
fn least(instance: &Instance) -> Option<i64> {
    let all = scored(instance).into_iter().map(|(_, score)| score);
    let feasible = all.filter(|score| score.hard_total() == 0);
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

/// The same people with everything that can cost points or be forbidden.
fn with_everything(instance: &mut Instance, values: &[(i64, i64)], pairs: &[(u32, u32)]) {
    let count = u32::try_from(instance.participants.len()).unwrap();
    for (person, &(workplace, experience)) in instance.participants.iter_mut().zip(values) {
        if workplace > 0 {
            person.attributes.insert("workplace".to_owned(), workplace);
        }
        person
            .attributes
            .insert("experience".to_owned(), experience);
    }
    instance.criteria.extend([
        Criterion::Spread {
            attr: "workplace".to_owned(),
            excess: 4,
        },
        Criterion::Level {
            attr: "experience".to_owned(),
            tolerance: 1,
            per_unit: 2,
        },
        Criterion::Wish { each: 7 },
    ]);
    let mut pairs = pairs.iter().map(|&(a, b)| (a % count, b % count));
    instance.apart = pairs.next().filter(|(a, b)| a != b).into_iter().collect();
    instance.wishes = pairs.filter(|(a, b)| a != b).collect();
}

/// A division that was found.
fn known(instance: &Instance, assignment: Assignment) -> Solution {
    let score = Score::of(instance, &assignment).unwrap();
    Solution {
        assignment,
        score,
        status: Status::Feasible,
        bound: None,
        iterations: 0,
        seed: 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// The program counts as the score does: its least is the least there is, whichever division
    /// the solver is told of.
    #[test]
    fn the_exact_solver_finds_the_least(
        people in people(),
        cohorts in 1u32..4,
        together in prop::collection::vec((0u32..8, 0u32..8), 0..2),
        need in prop::option::of(0i64..3),
        values in prop::collection::vec((0i64..3, 0i64..12), 8),
        pairs in prop::collection::vec((0u32..8, 0u32..8), 0..5),
    ) {
        let mut instance = tiny(&people, cohorts, &together, need);
        with_everything(&mut instance, &values, &pairs);
        let all = scored(&instance);
        let feasible: Vec<_> = all.into_iter().filter(|(_, score)| score.hard_total() == 0).collect();
        let points = feasible.iter().map(|(_, score)| score.soft_total());
        if let Some(least) = points.clone().min() {
            let best = points.clone().position(|points| points == least).unwrap();
            let worst = points.clone().position(|p| Some(p) == points.clone().max()).unwrap();
            for told in [best, worst] {
                let mut solution = known(&instance, feasible[told].0.clone());
                prove(&instance, &mut solution, PROOF_EFFORT, || true);
                prop_assert_eq!(solution.bound, Some(least));
                let optimal = solution.score.soft_total() == least;
                prop_assert_eq!(solution.status == Status::Optimal, optimal);
            }
        }
    }
}

fn fixture(family: &str) -> Instance {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort");
    let file = format!("{folder}/n00030-small-{family}-s7.json");
    Instance::from_json(&std::fs::read(file).unwrap()).unwrap()
}

/// A bound that says nothing would pass the laws above.
#[test]
fn the_bound_is_worth_having() {
    for (family, worth) in [("even", 45), ("skew", 75), ("tight", 169), ("rebal", 109)] {
        let instance = fixture(family);
        let options = SolveOptions {
            seed: 1,
            iterations: 1_000_000,
        };
        let mut solution = solve(&instance, &options, |_| true).unwrap();
        assert_eq!((solution.bound, solution.status), (None, Status::Feasible));
        let by_prices = lower_bound(&instance, solution.score.soft_total(), PROOF_EFFORT).unwrap();
        assert!((1..=worth).contains(&by_prices), "{family}: {by_prices}");
        prove(&instance, &mut solution, PROOF_EFFORT, || true);
        let (bound, points) = (solution.bound.unwrap(), solution.score.soft_total());
        assert!(bound <= points, "{family}: {bound} > {points}");
        assert!(bound >= worth, "{family}: {bound} of {points}");
        let all = solution.status == Status::Optimal;
        assert_eq!(all, bound == points, "{family}: {bound} of {points}");
    }
}

/// Who does not wait for the exact solver gets the bound by prices, and a proof that is stopped
/// keeps what it has.
#[test]
fn a_proof_that_is_stopped_keeps_what_it_has() {
    let instance = fixture("rebal");
    let options = SolveOptions {
        seed: 1,
        iterations: 1_000_000,
    };
    let found = solve(&instance, &options, |_| true).unwrap();
    let bound = |calls: u32| {
        let (mut solution, mut asked) = (found.clone(), 0);
        prove(&instance, &mut solution, PROOF_EFFORT, || {
            asked += 1;
            asked < calls
        });
        (solution.bound.unwrap(), asked)
    };
    let by_prices = lower_bound(&instance, found.score.soft_total(), PROOF_EFFORT).unwrap();
    assert_eq!(bound(1), (by_prices, 1));
    let (stopped, asked) = bound(3);
    assert_eq!(asked, 3);
    assert!(stopped >= by_prices, "{stopped}, {by_prices}");
    let (finished, _) = bound(u32::MAX);
    assert!(finished > by_prices, "{finished}, {by_prices}");
    assert_eq!(finished, found.score.soft_total());
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
    prove(&instance, &mut solution, PROOF_EFFORT, || true);
    assert_eq!(solution.score.soft_total(), 5);
    assert_eq!(
        (solution.bound, solution.status),
        (Some(5), Status::Optimal)
    );
}
