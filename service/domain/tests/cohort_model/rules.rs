//! Times, languages, families, needs, colleagues, newcomers.

use super::{at, cohort_id, id, input, made};
use samverkan_domain::{
    cohort::{
        FamilyNeed, HardRule, PlanInput, PlanRefusal, SetKind, Times, WorkplacePolicy,
        alternatives, judge, plan,
    },
    person::{Language, Modality},
    profession::ProfessionFamily,
};
use std::collections::BTreeMap;

#[test]
fn times_languages_and_ways_of_meeting_are_rules() {
    let mut input = input(20);
    for (number, times) in ["mon10", "tue10", "wed10", "thu10"].iter().enumerate() {
        input.cohorts[number].times = Times::parse(times).unwrap();
    }
    input.cohorts[0].language = Some(Language::En);
    input.cohorts[1].modality = Some(Modality::Campus);
    for (number, person) in input.people.iter_mut().enumerate() {
        match number % 5 {
            0 => person.languages = Some(vec![Language::Sv]),
            1 => (person.modality, person.modality_strict) = (Some(Modality::Distance), true),
            2 => person.cannot = Times::parse("wed10,fri17").unwrap(),
            _ => {}
        }
    }
    let plan = made(&input);
    for (person, cohort) in &plan.places {
        let number = (0..20).find(|number| id(*number) == *person).unwrap();
        let closed = match number % 5 {
            0 => cohort_id(0),
            1 => cohort_id(1),
            2 => cohort_id(2),
            _ => continue,
        };
        assert_ne!(*cohort, closed, "{number}");
    }
    // Each rule is told apart in words, though the engine knows them all as slots.
    let forced: Vec<_> = (0..20)
        .map(|number| (id(number), cohort_id([0, 1, 2, 3, 3][number % 5])))
        .collect();
    let judged = judge(&input, &forced).unwrap();
    let rules: Vec<_> = judged.broken.iter().map(|broken| broken.rule).collect();
    for rule in [HardRule::Available, HardRule::Language, HardRule::Modality] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
}

#[test]
fn expert_groups_are_of_one_family() {
    let mut input = input(20);
    input.kind = SetKind::Expert;
    for (number, cohort) in input.cohorts.iter_mut().enumerate() {
        cohort.family = Some(ProfessionFamily::ALL[number]);
    }
    let plan = made(&input);
    assert_eq!(plan.score.soft_total(), 0, "{:?}", plan.score);
    assert!(plan.cohorts.iter().all(|cohort| cohort.notes.is_empty()));
    for (number, (_, cohort)) in plan.places.iter().enumerate() {
        assert_eq!(*cohort, cohort_id(number % 4));
    }
    // Somebody of no known family has nowhere to go, and it is said.
    input.people[0].family = None;
    let refusal = plan_refused(&input);
    let said = refusal.sentences(Language::Sv, &|id| format!("<{id}>"));
    assert!(said.join(" ").contains(&format!("<{}>", id(0))), "{said:?}");
}

fn plan_refused(input: &PlanInput) -> PlanRefusal {
    plan(input, None, |_| true).unwrap_err()
}

#[test]
fn needs_that_cannot_all_be_met_are_named() {
    let mut input = input(20);
    let need = FamilyNeed {
        family: ProfessionFamily::SocialWork,
        min: 2,
    };
    for cohort in &mut input.cohorts {
        cohort.needs = vec![need];
    }
    let refusal = plan_refused(&input);
    assert!(matches!(refusal, PlanRefusal::Conflict(_)), "{refusal:?}");
    let said = refusal.sentences(Language::Sv, &|id| id.to_string());
    assert!(said.join(" ").contains("socialt arbete"), "{said:?}");
    assert!(!refusal.is_about_protection());
    input.cohorts.iter_mut().for_each(|c| c.needs[0].min = 1);
    made(&input);
}

#[test]
fn a_protected_person_without_a_cohort_is_not_spoken_of() {
    let mut input = input(20);
    input.people[7].protected = true;
    assert!(plan_refused(&input).is_about_protection());
    input.cohorts[2].protected_ok = true;
    assert_eq!(at(&made(&input))[&id(7)], cohort_id(2));
}

#[test]
fn colleagues_travel_as_the_policy_says() {
    // Two of each of two families: together they leave nobody alone.
    const COLLEAGUES: [usize; 4] = [1, 5, 2, 6];
    let counts = |policy| {
        let mut input = input(20);
        input.workplace_policy = policy;
        for number in COLLEAGUES {
            input.people[number].workplace = Some("Skolan".to_owned());
        }
        let at = at(&made(&input));
        let mut counts = BTreeMap::new();
        for number in COLLEAGUES {
            *counts.entry(at[&id(number)]).or_insert(0) += 1;
        }
        let mut counts: Vec<i32> = counts.into_values().collect();
        counts.sort_unstable();
        counts
    };
    assert_eq!(counts(WorkplacePolicy::Spread), [1, 1, 1, 1]);
    assert_eq!(counts(WorkplacePolicy::Pairs), [2, 2]);
    assert_eq!(counts(WorkplacePolicy::Together), [4]);
}

#[test]
fn newcomers_move_nobody() {
    let first = made(&input(20));
    let mut later = input(23);
    later.cohorts = input(20).cohorts;
    later.only_newcomers = true;
    for person in &mut later.people {
        person.previous = at(&first).get(&person.person).copied();
    }
    let second = made(&later);
    let now = at(&second);
    assert!(
        at(&first)
            .iter()
            .all(|(person, cohort)| now[person] == *cohort)
    );
    assert_eq!(now.len(), 23);
    let reasons = &second.people[0].reasons;
    assert!(
        !format!("{reasons:?}").contains("OnlyCohortAllowed"),
        "{reasons:?}"
    );
}

#[test]
fn every_alternative_costs_what_judging_it_says() {
    let input = input(20);
    let plan = made(&input);
    for person in [id(0), id(9)] {
        let others = alternatives(&input, &plan, person).unwrap();
        assert_eq!(others.len(), 3);
        for other in others {
            let places = plan.places.iter().map(|(p, cohort)| {
                if *p == person {
                    (*p, other.cohort)
                } else {
                    (*p, *cohort)
                }
            });
            let judged = judge(&input, &places.collect::<Vec<_>>()).unwrap();
            let points = judged.score.soft_total() - plan.score.soft_total();
            assert_eq!(other.points, points, "{other:?}");
            assert_eq!(other.hard_broken.is_empty(), judged.broken.is_empty());
        }
    }
    assert_eq!(alternatives(&input, &plan, id(99)), None);
}
