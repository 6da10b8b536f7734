//! The scorer agrees with the normative one, and faults of an instance are named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use samverkan_domain::cohort::{
    Assignment, Breach, HardRule, Instance, Score, explain_breaches, move_effect,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    instance: String,
    cohort: Assignment,
    hard: BTreeMap<HardRule, u64>,
    soft: BTreeMap<String, i64>,
}

fn instance(name: &str) -> Instance {
    let path = format!("{}/tests/cohort/{name}.json", env!("CARGO_MANIFEST_DIR"));
    Instance::from_json(&std::fs::read(path).unwrap()).unwrap()
}

/// `score_cases.json` was written by `make_cases.py` beside it, with score.py.
fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("cohort/score_cases.json")).unwrap()
}

#[test]
fn scores_are_those_of_the_normative_scorer() {
    let (mut broken, mut criteria) = (BTreeMap::new(), BTreeMap::new());
    for (number, case) in cases().into_iter().enumerate() {
        let score = Score::of(&instance(&case.instance), &case.cohort).unwrap();
        assert_eq!(score.hard, case.hard, "case {number}");
        assert_eq!(score.soft, case.soft, "case {number}");
        for (rule, count) in case.hard {
            *broken.entry(rule).or_insert(0) += count;
        }
        for (key, points) in case.soft {
            *criteria.entry(key).or_insert(0) += points;
        }
    }
    // The cases would prove little if they never broke a rule or cost a point.
    assert!(
        HardRule::ALL.iter().all(|rule| broken[rule] > 0),
        "{broken:?}"
    );
    assert!(criteria.values().all(|&points| points > 0), "{criteria:?}");
}

#[test]
fn breaches_add_up_to_the_hard_counts() {
    for case in cases() {
        let found = explain_breaches(&instance(&case.instance), &case.cohort).unwrap();
        assert_eq!(
            found.iter().map(Breach::count).sum::<u64>(),
            case.hard.values().sum::<u64>()
        );
    }
}

#[test]
fn an_assignment_of_another_length_is_refused() {
    let error = Score::of(&instance("n00030-small-even-s7"), &Assignment::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the assignment has 0 entries, the instance has 30 participants"
    );
}

#[test]
fn assignments_are_read_as_object_or_bare_list() {
    let bare: Assignment = serde_json::from_str("[0, null, -1, 2.5, true, 3]").unwrap();
    assert_eq!(bare.cohort, [Some(0), None, None, None, None, Some(3)]);
    let object: Assignment =
        serde_json::from_str(r#"{"cohort": [1], "seed": 4, "status": "feasible"}"#).unwrap();
    assert_eq!(object.cohort, [Some(1)]);
    assert!(serde_json::from_str::<Assignment>(r#"{"places": [1]}"#).is_err());
}

#[test]
fn an_instance_survives_writing_and_reading() {
    for family in ["even", "skew", "tight", "rebal"] {
        let instance = instance(&format!("n00030-small-{family}-s7"));
        let text = serde_json::to_vec(&instance).unwrap();
        assert_eq!(Instance::from_json(&text).unwrap(), instance);
    }
}

#[test]
fn every_fault_is_named_with_its_place() {
    let text = r#"{
        "format": "cohort-instance/1", "slots": 25,
        "participants": [{"id": 0, "family": 1}, {"id": 5, "locked": 9}, {"id": 2, "previous": 4}],
        "cohorts": [{"id": 0, "min": 4, "max": 3, "slots": 0}],
        "criteria": [{"kind": "size", "each": -1}, {"kind": "size", "each": 1},
                     {"kind": "mix", "attr": "cannot", "out": 1, "alone": 1}],
        "together": [[0, 7]], "apart": [[1, 1]], "wishes": [[3, 0]]
    }"#;
    let faults = Instance::from_json(text.as_bytes()).unwrap_err();
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    let expected = [
        "participants[1].id",
        "participants[1].locked",
        "participants[2].previous",
        "cohorts[0].min",
        "criteria[0].each",
        "criteria[1]",
        "criteria[2].attr",
        "together[0][1]",
        "apart[0]",
        "wishes[0][0]",
    ];
    assert_eq!(paths, expected);
    assert_eq!(
        faults[1].to_string(),
        "participants[1].locked: is 9; use a cohort id, 0 to 0, or leave it out"
    );
}

#[test]
fn an_unknown_kind_of_criterion_is_refused() {
    let text = r#"{"participants": [], "cohorts": [], "criteria": [{"kind": "astrology"}]}"#;
    let faults = Instance::from_json(text.as_bytes()).unwrap_err();
    assert!(
        faults[0].wrong.contains("unknown variant `astrology`"),
        "{}",
        faults[0]
    );
    assert!(faults[0].wrong.contains("`mix`, `spread`"), "{}", faults[0]);
}

#[test]
fn a_manual_move_is_judged_by_the_same_score() {
    for case in cases()
        .into_iter()
        .filter(|case| case.hard.values().sum::<u64>() == 0)
    {
        let instance = instance(&case.instance);
        for (person, cohort) in [(0, 0), (3, 1), (17, 2), (29, 0)] {
            let effect = move_effect(&instance, &case.cohort, person, cohort).unwrap();
            let mut moved = case.cohort.clone();
            moved.cohort[person] = Some(cohort);
            assert_eq!(effect.after, Score::of(&instance, &moved).unwrap());
            assert_eq!(
                effect.delta_soft,
                effect.after.soft_total() - effect.before.soft_total()
            );
            assert_eq!(
                effect.after.hard_total() > 0,
                !effect.hard_broken.is_empty()
            );
        }
        assert!(move_effect(&instance, &case.cohort, 30, 0).is_err());
        assert!(move_effect(&instance, &case.cohort, 0, 99).is_err());
    }
}
