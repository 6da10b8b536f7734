//! The curve of moves against points is the true one where every division can be tried, and what
//! it says of itself is so everywhere.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;
use samverkan_domain::cohort::{
    Assignment, Cohort, Criterion, FrontierPoint, Instance, Participant, Score, SolveOptions,
    frontier,
};
use std::collections::BTreeMap;

fn fixture(family: &str) -> Instance {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cohort");
    let file = format!("{folder}/n00030-small-{family}-s7.json");
    Instance::from_json(&std::fs::read(file).unwrap()).unwrap()
}

fn moved(instance: &Instance, assignment: &Assignment) -> u32 {
    let places = instance.participants.iter().zip(&assignment.cohort);
    let away = |(person, place): &(&Participant, &Option<u32>)| {
        person.previous.is_some() && person.previous != **place
    };
    u32::try_from(places.filter(away).count()).unwrap()
}

fn cost(score: &Score) -> (u64, i64) {
    (score.hard_total(), score.soft_total())
}

fn options(iterations: u64) -> SolveOptions {
    SolveOptions {
        seed: 1,
        iterations,
    }
}

/// Few people in few cohorts, most with a place already.
fn tiny(people: &[(i64, i64, Option<u32>)], cohorts: u32) -> Instance {
    let each = u32::try_from(people.len()).unwrap() / cohorts;
    let person =
        |(id, &(profession, gender, previous)): (u32, &(i64, i64, Option<u32>))| Participant {
            id,
            previous: previous.map(|p| p % cohorts),
            attributes: BTreeMap::from([
                ("profession".to_owned(), profession),
                ("gender".to_owned(), gender),
            ]),
            ..Participant::default()
        };
    let cohort = |id| Cohort {
        id,
        min: each.saturating_sub(1),
        max: each + 2,
        target: Some(each),
        ..Cohort::default()
    };
    let mix = |attr: &str, out, alone| Criterion::Mix {
        attr: attr.to_owned(),
        out,
        alone,
    };
    Instance {
        format: "cohort-instance/1".to_owned(),
        name: None,
        slots: 0,
        labels: BTreeMap::new(),
        participants: (0..).zip(people).map(person).collect(),
        cohorts: (0..cohorts).map(cohort).collect(),
        criteria: vec![
            mix("profession", 10, 20),
            mix("gender", 3, 6),
            Criterion::Size { each: 1 },
        ],
        together: Vec::new(),
        apart: Vec::new(),
        wishes: Vec::new(),
    }
}

/// The least cost with at most so many moves, every division tried.
fn truth(instance: &Instance, most: u32) -> Vec<(u64, i64)> {
    let (people, cohorts) = (instance.participants.len(), instance.cohorts.len());
    let mut best = vec![(u64::MAX, i64::MAX); most as usize + 1];
    for number in 0..cohorts.pow(u32::try_from(people).unwrap()) {
        let mut rest = number;
        let place = |_| {
            let digit = rest % cohorts;
            rest /= cohorts;
            u32::try_from(digit).ok()
        };
        let division = Assignment {
            cohort: (0..people).map(place).collect(),
        };
        let found = cost(&Score::of(instance, &division).unwrap());
        for least in best.iter_mut().skip(moved(instance, &division) as usize) {
            *least = found.min(*least);
        }
    }
    best
}

fn at(points: &[FrontierPoint], moves: u32) -> Option<(u64, i64)> {
    let reached = points.iter().rfind(|point| point.moves <= moves);
    reached.map(|point| cost(&point.score))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_curve_is_the_true_one(
        people in prop::collection::vec((0i64..3, 0i64..2, prop::option::weighted(0.8, 0u32..3)), 6..8),
        cohorts in 2u32..4,
    ) {
        let instance = tiny(&people, cohorts);
        let points = frontier(&instance, &options(1_000_000), 7, |_| true).unwrap();
        for (moves, least) in (0u32..).zip(truth(&instance, 7)) {
            let found = at(&points, moves).unwrap();
            // Points are sought among divisions that break nothing; elsewhere the rules count.
            prop_assert_eq!(found.0, least.0, "{} moves", moves);
            if least.0 == 0 {
                prop_assert_eq!(found.1, least.1, "{} moves", moves);
            }
        }
    }
}

#[test]
fn what_the_curve_says_is_so() {
    let instance = fixture("rebal");
    let points = frontier(&instance, &options(1_000_000), 12, |_| true).unwrap();
    let mut without = instance.clone();
    without
        .criteria
        .retain(|criterion| !matches!(criterion, Criterion::Move { .. }));
    assert!(points.len() > 2, "{} points", points.len());
    for point in &points {
        assert_eq!(point.moves, moved(&instance, &point.assignment));
        assert_eq!(point.score, Score::of(&without, &point.assignment).unwrap());
    }
    for pair in points.windows(2) {
        assert!(pair[0].moves < pair[1].moves);
        assert!(cost(&pair[0].score) > cost(&pair[1].score));
    }
    // With no limit the curve ends as low as a search that may move everybody.
    let free = samverkan_domain::cohort::solve(&without, &options(1_000_000), |_| true).unwrap();
    let long = frontier(&instance, &options(3_000_000), 30, |_| true).unwrap();
    let last = long.last().unwrap();
    assert!(
        cost(&last.score) <= cost(&free.score),
        "{:?} {:?}",
        last.score,
        free.score
    );
}

#[test]
fn nobody_to_place_is_an_empty_curve() {
    let mut instance = fixture("even");
    instance.participants.clear();
    instance.together.clear();
    instance.apart.clear();
    instance.wishes.clear();
    assert!(
        frontier(&instance, &options(0), 3, |_| true)
            .unwrap()
            .is_empty()
    );
}
