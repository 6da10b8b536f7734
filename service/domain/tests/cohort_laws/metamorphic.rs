//! What changes of an instance do to its optimum. Each instance is small enough to be tried
//! through, so that the optimum is the optimum.

use super::random::{by_brute_force, instance, optimum, solved, thrown};
use proptest::{prelude::*, strategy::ValueTree as _};
use samverkan_domain::cohort::{Cohort, Criterion, Instance};

/// The same instance with other numbers: person `i` becomes `people[i]`, cohort `c` `cohorts[c]`.
fn renumbered(instance: &Instance, people: &[u32], cohorts: &[u32]) -> Instance {
    let person = |id: u32| people[id as usize];
    let cohort = |id: u32| cohorts[id as usize];
    let mut new = instance.clone();
    for participant in &mut new.participants {
        participant.id = person(participant.id);
        participant.locked = participant.locked.map(cohort);
        participant.previous = participant.previous.map(cohort);
    }
    for home in &mut new.cohorts {
        home.id = cohort(home.id);
    }
    new.participants.sort_by_key(|participant| participant.id);
    new.cohorts.sort_by_key(|home| home.id);
    for group in &mut new.together {
        for id in group.iter_mut() {
            *id = person(*id);
        }
    }
    for pair in new.apart.iter_mut().chain(&mut new.wishes) {
        *pair = (person(pair.1), person(pair.0));
    }
    new.apart.reverse();
    new.criteria.reverse();
    new
}

/// Points only: a tolerance is no weight.
fn doubled(criterion: &Criterion) -> Criterion {
    let mut new = criterion.clone();
    match &mut new {
        Criterion::Mix { out, alone, .. } => {
            *out *= 2;
            *alone *= 2;
        }
        Criterion::Spread { excess, .. } => *excess *= 2,
        Criterion::Level { per_unit, .. } => *per_unit *= 2,
        Criterion::Clash { each }
        | Criterion::Modality { each }
        | Criterion::Wish { each }
        | Criterion::Size { each }
        | Criterion::Diversity { each, .. }
        | Criterion::Move { each } => *each *= 2,
    }
    new
}

/// A cohort more, with nothing in it before anybody is placed.
fn with_cohort(instance: &Instance, max: u32) -> Instance {
    let mut new = instance.clone();
    new.cohorts.push(Cohort {
        id: u32::try_from(new.cohorts.len()).unwrap(),
        max,
        ..Cohort::default()
    });
    new
}

fn without_spread(instance: &Instance) -> Instance {
    let mut new = instance.clone();
    let spread = |criterion: &Criterion| matches!(criterion, Criterion::Spread { .. });
    new.criteria.retain(|criterion| !spread(criterion));
    new
}

fn order(of: usize) -> impl Strategy<Value = Vec<u32>> {
    let numbers: Vec<u32> = (0u32..).take(of).collect();
    Just(numbers).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn numbers_of_people_and_cohorts_have_no_say(
        dice in thrown(7..8), people in order(7), cohorts in order(3), seed in any::<u64>(),
    ) {
        let instance = instance(&dice, 3);
        let new = renumbered(&instance, &people, &cohorts);
        prop_assert_eq!(new.validate(), Ok(()));
        prop_assert_eq!(optimum(&new, seed), optimum(&instance, seed));
    }

    #[test]
    fn twice_the_weights_is_twice_the_points(dice in thrown(7..8), seed in any::<u64>()) {
        let instance = instance(&dice, 3);
        let mut new = instance.clone();
        new.criteria = instance.criteria.iter().map(doubled).collect();
        let twice = optimum(&instance, seed).map(|points| 2 * points);
        prop_assert_eq!(optimum(&new, seed), twice);
    }

    /// A closed cohort changes nothing but the fair share of a workplace, which falls.
    #[test]
    fn a_cohort_that_takes_nobody_costs_nothing(dice in thrown(6..7), seed in any::<u64>()) {
        let instance = instance(&dice, 2);
        let plain = without_spread(&instance);
        prop_assert_eq!(optimum(&with_cohort(&plain, 0), seed), optimum(&plain, seed));
        prop_assert!(optimum(&with_cohort(&instance, 0), seed) >= optimum(&instance, seed));
    }

    /// An open cohort that need not be used can only help, fair shares aside.
    #[test]
    fn a_cohort_that_need_not_be_used_does_no_harm(dice in thrown(6..7), seed in any::<u64>()) {
        let plain = without_spread(&instance(&dice, 2));
        let (before, after) = (optimum(&plain, seed), optimum(&with_cohort(&plain, 6), seed));
        prop_assert!(before.is_none() || after.is_some_and(|after| Some(after) <= before));
    }

    #[test]
    fn a_rule_more_never_makes_it_cheaper(
        dice in thrown(6..7), pair in (0u32..6, 1u32..6), seed in any::<u64>(),
    ) {
        let instance = instance(&dice, 2);
        let mut new = instance.clone();
        new.apart.push((pair.0, (pair.0 + pair.1) % 6));
        let (before, after) = (optimum(&instance, seed), optimum(&new, seed));
        prop_assert!(after.is_none() || after >= before);
    }

    #[test]
    fn who_is_tied_to_the_best_place_costs_nothing_more(
        dice in thrown(7..8), seed in any::<u64>(),
    ) {
        let instance = instance(&dice, 3);
        let solution = solved(&instance, seed);
        prop_assume!(solution.score.hard_total() == 0);
        let mut new = instance.clone();
        for (person, cohort) in new.participants.iter_mut().zip(&solution.assignment.cohort) {
            person.locked = *cohort;
        }
        prop_assert_eq!(optimum(&new, seed), Some(solution.score.soft_total()));
    }
}

/// The controls: these optima do differ between instances, so that equality says something.
#[test]
fn negative_control_other_instances_have_other_optima() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut dice = || thrown(6..7).new_tree(&mut runner).unwrap().current();
    let (mut found, mut dearer, mut cheaper) = (Vec::new(), 0, 0);
    for _ in 0..40 {
        let instance = instance(&dice(), 2);
        let Some(best) = optimum(&instance, 1) else {
            continue;
        };
        assert_eq!(by_brute_force(&instance), Some(best));
        found.push(best);
        dearer += i32::from(optimum(&with_cohort(&instance, 0), 1) > Some(best));
        let plain = without_spread(&instance);
        cheaper += i32::from(optimum(&with_cohort(&plain, 6), 1) < optimum(&plain, 1));
    }
    found.sort_unstable();
    found.dedup();
    assert!(found.len() > 10, "{found:?}");
    assert!(
        dearer > 0 && cheaper > 0,
        "{dearer} dearer, {cheaper} cheaper"
    );
}
