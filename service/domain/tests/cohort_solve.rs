//! The solver: rules are kept, small instances are solved to the optimum, results repeat.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use samverkan_domain::cohort::{
    Assignment, Cohort, Criterion, HardRule, Instance, Need, Participant, Score, SolveOptions,
    Status, explain_breaches, solve,
};
use std::collections::BTreeMap;

fn fixture(family: &str) -> Instance {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort");
    let path = format!("{folder}/n00030-small-{family}-s7.json");
    Instance::from_json(&std::fs::read(path).unwrap()).unwrap()
}

fn options(seed: u64, iterations: u64) -> SolveOptions {
    SolveOptions { seed, iterations }
}

/// What the random instances are made of; people beyond the first `people` are left out.
type Person = (u8, u8, u8, u8, bool);

/// Instances with a hidden division that keeps every rule: each rule is made to fit it.
fn planted(people: &[Person], cohorts: u32, rules: &[(u8, u8, u8)]) -> (Instance, Assignment) {
    let count = u32::try_from(people.len()).unwrap();
    let home = |id: u32| id % cohorts;
    let participants = (0u32..)
        .zip(people)
        .map(|(id, &(family, work, cannot, avoid, strict))| {
            let slot = 1 << home(id);
            let modality = (strict || family > 2).then(|| i64::from(home(id) % 2));
            Participant {
                id,
                cannot: u64::from(cannot & 15) & !slot,
                avoid: u64::from(avoid & 15) & !u64::from(cannot),
                modality,
                modality_strict: strict,
                protected: strict && home(id) == 0,
                attributes: BTreeMap::from([
                    ("family".to_owned(), i64::from(family % 4)),
                    ("work".to_owned(), i64::from(work % 5)),
                    ("experience".to_owned(), i64::from(work)),
                ]),
                ..Participant::default()
            }
        });
    let mut instance = Instance {
        format: "cohort-instance/1".to_owned(),
        name: None,
        slots: 4,
        labels: BTreeMap::new(),
        participants: participants.collect(),
        cohorts: Vec::new(),
        criteria: vec![
            Criterion::Mix {
                attr: "family".to_owned(),
                out: 10,
                alone: 20,
            },
            Criterion::Spread {
                attr: "work".to_owned(),
                excess: 4,
            },
            Criterion::Level {
                attr: "experience".to_owned(),
                tolerance: 2,
                per_unit: 1,
            },
            Criterion::Clash { each: 5 },
            Criterion::Modality { each: 4 },
            Criterion::Wish { each: 3 },
            Criterion::Size { each: 1 },
        ],
        together: Vec::new(),
        apart: Vec::new(),
        wishes: Vec::new(),
    };
    for id in 0..cohorts {
        let size = (0..count).filter(|&person| home(person) == id).count();
        let size = u32::try_from(size).unwrap();
        let value = |p: &Participant| p.attributes["family"];
        let first = instance
            .participants
            .iter()
            .find(|p| home(p.id) == id)
            .map(value);
        let needs = first.map(|value| Need {
            attr: "family".to_owned(),
            value,
            min: 1,
        });
        instance.cohorts.push(Cohort {
            id,
            min: size.saturating_sub(1),
            max: size + 1,
            target: Some(size),
            slots: 1 << id,
            modality: Some(i64::from(id % 2)),
            protected_ok: id == 0,
            needs: needs.into_iter().collect(),
            ..Cohort::default()
        });
    }
    for &(kind, a, b) in rules {
        let (a, b) = (u32::from(a) % count, u32::from(b) % count);
        match (kind % 4, home(a) == home(b)) {
            (0, _) => instance.participants[a as usize].locked = Some(home(a)),
            (1, true) if a != b => instance.together.push(vec![a, b]),
            (2, false) => instance.apart.push((a, b)),
            (3, _) if a != b => instance.wishes.push((a, b)),
            _ => {}
        }
    }
    let witness = Assignment {
        cohort: (0..count).map(|id| Some(home(id))).collect(),
    };
    (instance, witness)
}

fn people(range: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(any::<Person>(), range)
}

fn rules() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec(any::<(u8, u8, u8)>(), 0..8)
}

/// The fewest points without a broken rule, by trying everything.
fn by_brute_force(instance: &Instance) -> Option<i64> {
    let cohorts = u32::try_from(instance.cohorts.len()).unwrap();
    let people = u32::try_from(instance.participants.len()).unwrap();
    let mut least = None;
    for mut code in 0..cohorts.pow(people) {
        let mut place = || {
            let cohort = code % cohorts;
            code /= cohorts;
            Some(cohort)
        };
        let assignment = Assignment {
            cohort: (0..people).map(|_| place()).collect(),
        };
        let score = Score::of(instance, &assignment).unwrap();
        if score.hard_total() == 0 {
            least = Some(least.map_or(score.soft_total(), |l: i64| l.min(score.soft_total())));
        }
    }
    least
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn hard_rules_are_never_broken(
        people in people(6..40), cohorts in 2u32..5, rules in rules(), seed in any::<u64>(),
    ) {
        let (instance, witness) = planted(&people, cohorts, &rules);
        prop_assert_eq!(Score::of(&instance, &witness).unwrap().hard_total(), 0);
        let solution = solve(&instance, &options(seed, 60_000), |_| true).unwrap();
        let broken = explain_breaches(&instance, &solution.assignment).unwrap();
        prop_assert!(broken.is_empty(), "{broken:?}");
        prop_assert_ne!(solution.status, Status::Infeasible);
        prop_assert_eq!(&Score::of(&instance, &solution.assignment).unwrap(), &solution.score);
    }

    #[test]
    fn tiny_instances_are_proven(
        people in people(4..8), rules in rules(), seed in any::<u64>(),
    ) {
        let (instance, _) = planted(&people, 3, &rules);
        let solution = solve(&instance, &options(seed, 60_000), |_| true).unwrap();
        prop_assert_eq!(solution.status, Status::Optimal);
        prop_assert_eq!(Some(solution.score.soft_total()), by_brute_force(&instance));
    }
}

proptest! {
    // The search proves nothing: on another seed it may once in a thousand miss the optimum. A
    // fixed seed makes this a test of the search and not of luck.
    #![proptest_config(ProptestConfig {
        cases: 48,
        rng_seed: RngSeed::Fixed(20_270_118),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn small_instances_are_solved_to_the_optimum(
        people in people(8..9), rules in rules(), seed in any::<u64>(),
    ) {
        let (instance, _) = planted(&people, 3, &rules);
        let solution = solve(&instance, &options(seed, 60_000), |_| true).unwrap();
        prop_assert_eq!(Some(solution.score.soft_total()), by_brute_force(&instance));
    }
}

/// The control of the property above: a checker that never objects would prove nothing.
#[test]
fn the_checker_catches_every_deliberately_broken_rule() {
    let person = (1u8, 1u8, 0u8, 0u8, false);
    let (mut instance, witness) = planted(&[person; 9], 3, &[]);
    assert_eq!(Score::of(&instance, &witness).unwrap().hard_total(), 0);
    // Everybody of family 1 but one: the need below can be missed.
    instance.participants[0]
        .attributes
        .insert("family".to_owned(), 3);
    instance.cohorts[0].needs[0].value = 3;
    instance.participants[0].locked = Some(0);
    instance.participants[0].protected = true;
    instance.participants[0].cannot = 0b0010;
    instance.participants[0].languages = Some(1);
    instance.participants[0].modality = Some(0);
    instance.participants[0].modality_strict = true;
    instance.cohorts[1].language = Some(1);
    instance.together.push(vec![0, 3]);
    instance.apart.push((0, 1));
    assert_eq!(Score::of(&instance, &witness).unwrap().hard_total(), 0);
    let mut broken = witness;
    broken.cohort[0] = Some(1);
    broken.cohort[6] = Some(1);
    broken.cohort[8] = None;
    let score = Score::of(&instance, &broken).unwrap();
    for rule in HardRule::ALL {
        assert!(score.hard[&rule] > 0, "{rule:?} was not noticed: {score:?}");
    }
}

#[test]
fn an_impossible_instance_is_not_called_feasible() {
    let (mut instance, _) = planted(&[(0, 0, 0, 0, false); 6], 2, &[]);
    instance.together.push(vec![0, 1]);
    instance.apart.push((0, 1));
    let solution = solve(&instance, &options(1, 20_000), |_| true).unwrap();
    assert_eq!(solution.status, Status::Infeasible);
    assert!(solution.score.hard[&HardRule::Apart] > 0);
}

#[test]
fn the_same_seed_gives_the_same_result() {
    for family in ["even", "skew", "tight", "rebal"] {
        let instance = fixture(family);
        let run = |seed| solve(&instance, &options(seed, 50_000), |_| true).unwrap();
        assert_eq!(run(7), run(7));
        assert_eq!(run(7).status, Status::Feasible, "{family}");
    }
    // Control: the seed has a say.
    let run = |seed| solve(&fixture("even"), &options(seed, 1_000), |_| true).unwrap();
    assert_ne!(run(1).assignment, run(2).assignment);
}

#[test]
fn the_callback_can_end_the_search_and_the_best_so_far_is_kept() {
    let instance = fixture("even");
    let mut calls = 0;
    let solution = solve(&instance, &options(1, 1_000_000), |progress| {
        calls += 1;
        assert_eq!(progress.planned, 1_000_000);
        calls < 3
    });
    let solution = solution.unwrap();
    // A compound step counts as many, so the end may come a little late.
    let due = 3 * samverkan_domain::cohort::REPORT_EVERY;
    assert_eq!(calls, 3);
    assert!((due..due + 1_000).contains(&solution.iterations));
    assert_eq!(
        Score::of(&instance, &solution.assignment).unwrap(),
        solution.score
    );
}

#[test]
fn nobody_to_place_and_nowhere_to_choose() {
    let (mut instance, _) = planted(&[(0, 0, 0, 0, false); 4], 1, &[]);
    let solution = solve(&instance, &options(1, 0), |_| true).unwrap();
    assert_eq!(solution.status, Status::Optimal);
    assert_eq!(solution.assignment.cohort, [Some(0); 4]);
    instance.participants.clear();
    instance.cohorts[0].min = 0;
    instance.cohorts[0].needs.clear();
    let solution = solve(&instance, &options(1, 0), |_| true).unwrap();
    assert_eq!(
        (solution.status, solution.score.soft_total()),
        (Status::Optimal, 4)
    );
    instance.cohorts.clear();
    assert_eq!(
        solve(&instance, &options(1, 0), |_| true).unwrap().status,
        Status::Optimal
    );
}

/// The optima of balancing.md are those of seed 1; this one holds the level on another.
#[test]
fn a_generated_instance_comes_out_as_good_as_before() {
    let solution = solve(&fixture("rebal"), &options(1, 400_000), |_| true).unwrap();
    assert!(solution.score.soft_total() <= 200, "{:?}", solution.score);
}
