//! On instances small enough to try every division, the explanation is right about everything.

use super::{
    random::{by_brute_force, instance, thrown},
    rules::{check, is_minimal},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use samverkan_domain::cohort::{Assignment, ConflictOptions, Instance, Rule, Verdict, conflict};

fn possible(instance: &Instance) -> bool {
    by_brute_force(instance).is_some()
}

fn keeps_all(instance: &Instance, division: &Assignment) -> bool {
    let score = samverkan_domain::cohort::Score::of(instance, division).unwrap();
    score.hard_total() == 0
}

/// Every rule an instance has.
fn every_rule(instance: &Instance) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (cohort, home) in (0u32..).zip(&instance.cohorts) {
        rules.push(Rule::AtLeast {
            cohort,
            min: home.min,
        });
        rules.push(Rule::AtMost {
            cohort,
            max: home.max,
        });
        rules.extend(home.needs.iter().map(|need| Rule::Need {
            cohort,
            attr: need.attr.clone(),
            value: need.value,
            min: need.min,
        }));
    }
    for (participant, person) in (0u32..).zip(&instance.participants) {
        rules.extend(person.locked.map(|cohort| Rule::Locked {
            participant,
            cohort,
        }));
        rules.push(Rule::Modality { participant });
        rules.push(Rule::Language { participant });
        rules.push(Rule::Available { participant });
        rules.push(Rule::Protected { participant });
    }
    let groups = instance.together.iter().cloned();
    rules.extend(groups.map(|members| Rule::Together { members }));
    let pairs = instance.apart.iter().copied();
    rules.extend(pairs.map(|participants| Rule::Apart { participants }));
    rules
}

/// Harder than usual: cohorts that hold just so many.
fn tight(thrown: &super::random::Thrown, cohorts: u32) -> Instance {
    let mut tight = instance(thrown, cohorts);
    for home in &mut tight.cohorts {
        home.max = home.max.saturating_sub(1).max(home.min);
    }
    tight
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_is_right_about_small_instances(dice in thrown(4..8), cohorts in 2u32..4) {
        let instance = tight(&dice, cohorts);
        let found = conflict(&instance, &ConflictOptions::default());
        match found.verdict {
            Verdict::Proven => check(&instance, &found, possible),
            Verdict::Possible => {
                prop_assert!(keeps_all(&instance, found.division.as_ref().unwrap()));
            }
            Verdict::Unknown => prop_assert!(false, "not settled: {instance:?}"),
        }
        // Nothing less than what is proposed would do.
        if let Some(relaxation) = found.relaxation {
            let rules = every_rule(&instance);
            if relaxation.drop.len() == 2 {
                // (Opening a cohort to the protected is never proposed while anything else does.)
                let protected = |rule: &&Rule| matches!(rule, Rule::Protected { .. });
                for rule in rules.iter().filter(|rule| !protected(rule)) {
                    prop_assert!(!possible(&rule.dropped_from(&instance)), "{rule:?} is enough");
                }
            }
            for (rule, enough) in relaxation.drop.iter().zip(&relaxation.enough) {
                let Some(enough) = *enough else { continue };
                prop_assert!(barely(&instance, &relaxation.drop, rule, enough), "{rule:?}");
            }
        }
    }
}

/// Whether `enough` is: with it there is a division, and one step nearer there is none.
fn barely(instance: &Instance, dropped: &[Rule], rule: &Rule, enough: u32) -> bool {
    let mut others = instance.clone();
    for other in dropped.iter().filter(|other| *other != rule) {
        others = other.dropped_from(&others);
    }
    let with = |number: u32| {
        let mut new = others.clone();
        match rule {
            Rule::AtMost { cohort, .. } => {
                let home = &mut new.cohorts[*cohort as usize];
                home.max = number;
            }
            Rule::AtLeast { cohort, .. } => new.cohorts[*cohort as usize].min = number,
            Rule::Need {
                cohort,
                attr,
                value,
                ..
            } => {
                let needs = &mut new.cohorts[*cohort as usize].needs;
                let need = needs
                    .iter_mut()
                    .find(|n| n.attr == *attr && n.value == *value);
                need.unwrap().min = number;
            }
            _ => unreachable!("no number: {rule:?}"),
        }
        possible(&new)
    };
    let nearer = match rule {
        Rule::AtMost { .. } => enough - 1,
        _ => enough + 1,
    };
    with(enough) && !with(nearer)
}

/// The controls: both answers are given, and a rule too many is noticed.
#[test]
fn negative_control_both_answers_are_given_and_padding_is_noticed() {
    let mut runner = TestRunner::deterministic();
    let (mut proven, mut fine, mut several) = (0, 0, 0);
    for _ in 0..120 {
        let dice = thrown(5..7).new_tree(&mut runner).unwrap().current();
        let instance = tight(&dice, 2);
        let found = conflict(&instance, &ConflictOptions::default());
        if found.verdict != Verdict::Proven {
            fine += 1;
            continue;
        }
        proven += 1;
        several += i32::from(found.relaxation.unwrap().drop.len() > 1);
        let named = |rule: &Rule| !found.rules.contains(rule);
        let mut padded = found.rules.clone();
        padded.push(every_rule(&instance).into_iter().find(named).unwrap());
        assert!(!is_minimal(&instance, &padded, possible));
        assert!(!is_minimal(&instance, &found.rules[1..], possible));
    }
    assert!(
        proven > 20 && fine > 20 && several > 2,
        "{proven} {fine} {several}"
    );
}
