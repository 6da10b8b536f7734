//! Our scorer against the normative one, `tests/cohorts/score.py`, on instances of its generator.

use samverkan_domain::cohort::{Assignment, HardRule, Instance, Score};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path, process::Command};

/// Random assignments of each family of instances.
const CASES: usize = 1_000;

/// What `tests/cohorts/cases.py` says, one value a line.
fn lines(family: &str, count: usize) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cohorts");
    let output = Command::new("python3")
        .arg("-B")
        .arg(folder.join("cases.py"))
        .args([family, &count.to_string()])
        .output()
        .expect("python3");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Where the two scorers differ, and how often each rule and criterion had something to count.
#[derive(Default)]
struct Comparison {
    cases: usize,
    differences: Vec<String>,
    counted: BTreeMap<String, u64>,
}

impl Comparison {
    fn of(lines: &[Value], our_score: impl Fn(&Instance, &Assignment) -> Score) -> Self {
        let mut comparison = Self::default();
        let mut instance = None;
        for line in lines {
            if let Some(given) = line.get("instance") {
                instance = Some(Instance::from_json(given.to_string().as_bytes()).unwrap());
                continue;
            }
            let instance = instance.as_ref().expect("an instance first");
            let assignment: Assignment = serde_json::from_value(line.clone()).unwrap();
            let ours = our_score(instance, &assignment);
            let ours = serde_json::to_value(ours).unwrap();
            for part in ["hard", "soft"] {
                if ours[part] != line[part] {
                    let name = instance.name.as_deref().unwrap_or_default();
                    let case = comparison.cases;
                    comparison.differences.push(format!(
                        "{name}, case {case}: {} here, {} there",
                        ours[part], line[part]
                    ));
                }
                for (key, count) in line[part].as_object().unwrap() {
                    let seen = comparison
                        .counted
                        .entry(format!("{part} {key}"))
                        .or_default();
                    *seen += u64::from(count.as_i64().unwrap() > 0);
                }
            }
            comparison.cases += 1;
        }
        comparison
    }
}

#[test]
fn scorers_agree_on_a_thousand_assignments_of_every_family() {
    for family in ["even", "skew", "tight", "rebal"] {
        let seen = Comparison::of(&lines(family, CASES), |instance, assignment| {
            Score::of(instance, assignment).unwrap()
        });
        assert_eq!(seen.cases, CASES, "{family}");
        assert!(seen.differences.is_empty(), "{:#?}", seen.differences);
        // Agreement on nothing would be no agreement.
        assert_eq!(
            seen.counted.len(),
            HardRule::ALL.len() + 10,
            "{:?}",
            seen.counted
        );
        for (key, count) in seen.counted {
            let needs_previous = key == "soft move" && family != "rebal";
            assert!(
                needs_previous || count >= 20,
                "{family}: {key} counted {count} times"
            );
        }
    }
}

/// The control: a scorer that is one point off in one cohort is noticed.
#[test]
fn negative_control_a_scorer_that_errs_is_noticed() {
    let seen = Comparison::of(&lines("skew", 20), |instance, assignment| {
        let mut score = Score::of(instance, assignment).unwrap();
        if let Some(points) = score.soft.get_mut("level:experience") {
            *points += i64::from(*points > 0);
        }
        score
    });
    assert!(seen.differences.len() > 5, "{:?}", seen.differences);
}

/// `diversity` is ours, so the other scorer does not know it: the sum of distances between cohorts,
/// told by the generator of its instances.
#[test]
fn diversity_is_the_distance_that_is_lost() {
    let (mut instance, mut cases) = (None, 0);
    for line in lines("mdg", 10) {
        if let Some(given) = line.get("instance") {
            instance = Some(Instance::from_json(given.to_string().as_bytes()).unwrap());
            continue;
        }
        let assignment: Assignment = serde_json::from_value(line.clone()).unwrap();
        let score = Score::of(instance.as_ref().unwrap(), &assignment).unwrap();
        assert_eq!(score.soft["diversity"], line["apart"].as_i64().unwrap());
        assert!(score.soft["diversity"] > 0);
        cases += 1;
    }
    assert_eq!(cases, 60);
}
