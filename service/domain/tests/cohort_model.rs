//! What a plan can be told beside its people: weights, times, families, newcomers, moves.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use samverkan_domain::{
    cohort::{
        FamilyNeed, FrontierChoice, HardRule, Plan, PlanCohort, PlanInput, PlanPerson, PlanRecord,
        PlanRefusal, RECORD_FORMAT, Reproduction, SetKind, Status, Times, WorkplacePolicy,
        alternatives, cohort_sizes, describe, judge, plan, plan_frontier, what_changed,
    },
    id::{CohortId, PersonId},
    person::{Language, Modality},
    profession::ProfessionFamily,
};
use std::collections::BTreeMap;
use uuid::Uuid;

fn id(number: usize) -> PersonId {
    PersonId(Uuid::from_u128(0x1000 + number as u128))
}

fn cohort_id(number: usize) -> CohortId {
    CohortId(Uuid::from_u128(0x9000 + number as u128))
}

/// `people` of four families in turn, in cohorts of about five.
fn input(people: usize) -> PlanInput {
    let sizes = cohort_sizes(people, 5);
    let person = |number| PlanPerson {
        family: Some(ProfessionFamily::ALL[number % 4]),
        ..PlanPerson::unknown(id(number))
    };
    let cohort = |(number, &target): (usize, &u32)| PlanCohort {
        cohort: cohort_id(number),
        code: format!("G{:02}", number + 1),
        min: target - 1,
        max: target + 1,
        target,
        modality: None,
        protected_ok: false,
        times: Times::default(),
        language: None,
        family: None,
        needs: Vec::new(),
    };
    PlanInput {
        people: (0..people).map(person).collect(),
        cohorts: sizes.iter().enumerate().map(cohort).collect(),
        seed: 3,
        iterations: 60_000,
        ..PlanInput::default()
    }
}

fn made(input: &PlanInput) -> Plan {
    plan(input, None, |_| true).unwrap()
}

fn at(plan: &Plan) -> BTreeMap<PersonId, CohortId> {
    plan.places.iter().copied().collect()
}

fn record(plan: &Plan) -> PlanRecord {
    PlanRecord {
        format: RECORD_FORMAT.to_owned(),
        instance: plan.instance.clone(),
        solving: plan.solving.clone(),
        assignment: plan.assignment(),
        score: plan.score.clone(),
        status: plan.status,
        bound: plan.bound,
    }
}

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
    let counts = |policy| {
        let mut input = input(20);
        input.workplace_policy = policy;
        for number in [1, 6, 11, 16] {
            input.people[number].workplace = Some("Skolan".to_owned());
        }
        let at = at(&made(&input));
        let mut counts = BTreeMap::new();
        for number in [1, 6, 11, 16] {
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

#[test]
fn the_curve_starts_with_doing_nothing_and_its_points_can_be_taken() {
    let first = made(&input(20));
    let mut later = input(20);
    later.people.truncate(16);
    for person in &mut later.people {
        person.previous = at(&first).get(&person.person).copied();
    }
    for cohort in &mut later.cohorts {
        (cohort.min, cohort.target) = (0, 4);
    }
    let points = plan_frontier(&later, 4, |_| true).unwrap();
    assert_eq!(points[0].moves, 0);
    let stays = |(person, cohort): &(PersonId, CohortId)| at(&first)[person] == *cohort;
    assert!(points[0].places.iter().all(stays));
    assert!(
        points.is_sorted_by(|a, b| {
            a.moves < b.moves && a.score.soft_total() > b.score.soft_total()
        })
    );
    for point in &points {
        let take = point.moves;
        let taken = plan(&later, Some(FrontierChoice { most: 4, take }), |_| true).unwrap();
        assert_eq!(taken.places, point.places, "{take} moves");
        assert_eq!(
            record(&taken).reproduce().unwrap(),
            Reproduction::Same { by_hand: 0 }
        );
    }
}

#[test]
fn a_search_that_was_ended_early_is_made_again_as_it_was() {
    let mut input = input(60);
    // Everybody avoids the one time: no division is perfect, so the search does not end by itself.
    let times = Times::parse("mon10").unwrap();
    input
        .cohorts
        .iter_mut()
        .for_each(|cohort| cohort.times = times);
    input
        .people
        .iter_mut()
        .for_each(|person| person.avoid = times);
    input.iterations = 3_000_000;
    let mut reports = 0;
    let early = plan(&input, None, |_| {
        reports += 1;
        reports < 3
    });
    let early = early.unwrap();
    let solving = early.solving.clone().unwrap();
    assert!(
        solving.ended_at.is_some_and(|at| at < 3_000_000),
        "{solving:?}"
    );
    assert_eq!(
        record(&early).reproduce().unwrap(),
        Reproduction::Same { by_hand: 0 }
    );
    // The control: ended elsewhere, it is another plan.
    let mut wrong = record(&early);
    wrong.solving.as_mut().unwrap().ended_at = Some(1);
    assert!(matches!(
        wrong.reproduce().unwrap(),
        Reproduction::Differs { .. }
    ));
}

#[test]
fn what_has_changed_is_found_and_nothing_else() {
    let then = input(20);
    assert_eq!(what_changed(&then, &then), []);
    let mut now = then.clone();
    now.people.remove(3);
    now.people[5].workplace = Some("Skolan".to_owned());
    now.people[6].locked = Some(cohort_id(1));
    now.people[7].previous = Some(cohort_id(2));
    now.people.push(PlanPerson::unknown(id(50)));
    now.apart.push((id(0), id(1)));
    let changes = what_changed(&then, &now);
    let said: Vec<_> = changes
        .iter()
        .map(|change| change.sentence(Language::En, &|_| "X".to_owned()))
        .collect();
    assert_eq!(said.len(), 6, "{said:?}");
    for words in [
        "left",
        "got a place",
        "changed cohort",
        "locked",
        "Facts",
        "rule",
    ] {
        assert!(said.iter().any(|s| s.contains(words)), "{words}: {said:?}");
    }
}

#[test]
fn what_was_in_force_is_described_even_if_it_breaks_rules() {
    let input = input(20);
    let places: Vec<_> = (0..20).map(|number| (id(number), cohort_id(0))).collect();
    let described = describe(&input, &places).unwrap();
    assert_eq!(described.status, Status::Infeasible);
    assert_eq!(described.cohorts[0].size, 20);
    // Nobody anywhere is a partition too.
    let nothing = PlanInput::default();
    assert_eq!(describe(&nothing, &[]).unwrap().places, []);
}
