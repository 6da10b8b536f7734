//! From people to a plan that can be explained.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use samverkan_domain::{
    cohort::{
        AloneReason, Breach, CohortNote, HardRule, InputFault, PlacementReason, Plan, PlanCohort,
        PlanInput, PlanPerson, PlanRefusal, Score, WorkplacePolicy, cohort_sizes, move_effect,
        plan,
    },
    id::{CohortId, PersonId},
    person::{Language, Modality},
    profession::ProfessionFamily,
};
use uuid::Uuid;

fn person_id(number: usize) -> PersonId {
    PersonId(Uuid::from_u128(0x1000 + number as u128))
}

fn cohort_id(number: usize) -> CohortId {
    CohortId(Uuid::from_u128(0x9000 - number as u128)) // not in the order of the codes
}

fn person(number: usize, family: ProfessionFamily) -> PlanPerson {
    PlanPerson {
        family: Some(family),
        ..PlanPerson::unknown(person_id(number))
    }
}

fn cohorts(sizes: &[u32]) -> Vec<PlanCohort> {
    let cohort = |(number, &target): (usize, &u32)| PlanCohort {
        protected_ok: number == 0,
        ..PlanCohort::about(cohort_id(number), format!("G{:02}", number + 1), target)
    };
    sizes.iter().enumerate().map(cohort).collect()
}

/// Forty-seven people as they come to a regional course, seven cohorts of about seven.
fn realistic() -> PlanInput {
    use ProfessionFamily::{Guidance, Health, SocialWork, SpecialEducation, Teaching};
    let families = [
        (Teaching, 16),
        (SocialWork, 12),
        (SpecialEducation, 9),
        (Health, 6),
        (Guidance, 4),
    ];
    let families = families
        .iter()
        .flat_map(|&(family, count)| vec![family; count]);
    let mut people: Vec<_> = families.enumerate().map(|(n, f)| person(n, f)).collect();
    for (number, person) in people.iter_mut().enumerate() {
        person.workplace = (number % 3 != 0).then(|| format!("Skola {}", number * 7 % 11));
        person.channel = Some(
            if number % 5 == 0 {
                "uppdrag"
            } else {
                "fristående"
            }
            .to_owned(),
        );
    }
    let sizes = cohort_sizes(people.len(), 7);
    let together = vec![
        vec![person_id(2), person_id(20)],
        vec![person_id(30), person_id(7)],
    ];
    let apart = vec![(person_id(0), person_id(1)), (person_id(16), person_id(17))];
    let (workplace_policy, seed) = (WorkplacePolicy::Spread, 11);
    PlanInput {
        people,
        cohorts: cohorts(&sizes),
        together,
        apart,
        workplace_policy,
        seed,
        iterations: 200_000,
        ..PlanInput::default()
    }
}

fn place(plan: &Plan, number: usize) -> CohortId {
    plan.places
        .iter()
        .find(|(person, _)| *person == person_id(number))
        .unwrap()
        .1
}

fn notes(plan: &Plan) -> Vec<&CohortNote> {
    plan.cohorts
        .iter()
        .flat_map(|cohort| &cohort.notes)
        .collect()
}

#[test]
fn sizes_are_even_and_near_the_wish() {
    assert_eq!(cohort_sizes(47, 7), [7, 7, 7, 7, 7, 6, 6]);
    assert_eq!(cohort_sizes(49, 7), [7; 7]);
    assert_eq!(cohort_sizes(10, 7), [10]);
    assert_eq!(cohort_sizes(11, 7), [6, 5]);
    assert_eq!(
        cohort_sizes(5, 2),
        [5],
        "two cohorts would leave one with two people"
    );
    assert_eq!(cohort_sizes(2, 7), [2]);
    assert_eq!(cohort_sizes(0, 7), [0]);
    assert_eq!(cohort_sizes(9, 0), [3, 3, 3]);
}

proptest! {
    #[test]
    fn sizes_add_up(people in 0usize..5000, about in 0u32..60) {
        let sizes = cohort_sizes(people, about);
        let (least, most) = (*sizes.iter().min().unwrap(), *sizes.iter().max().unwrap());
        prop_assert_eq!(sizes.iter().map(|&size| size as usize).sum::<usize>(), people);
        prop_assert!(most - least <= 1);
        prop_assert!(least >= 3 || sizes.len() == 1);
    }
}

#[test]
fn nobody_is_alone_where_it_can_be_avoided() {
    let plan = plan(&realistic(), None, |_| true).unwrap();
    assert_eq!(plan.score.hard_total(), 0);
    assert_eq!(plan.places.len(), 47);
    let alone: Vec<_> = notes(&plan)
        .into_iter()
        .filter(|n| matches!(n, CohortNote::Alone { .. }))
        .collect();
    assert!(alone.is_empty(), "{alone:?}");
    assert_eq!(plan.score.soft["mix:family"], 0, "{:?}", plan.score);
    // Teaching has two people per cohort and more, so it is everywhere; special education has
    // not, and the plan says so where it is missing.
    for cohort in &plan.cohorts {
        let count = |family| {
            cohort
                .families
                .iter()
                .find(|f| f.family == family)
                .unwrap()
                .count
        };
        assert!(count(ProfessionFamily::Teaching) >= 2);
        let missing = CohortNote::CoreFamilyMissing {
            family: ProfessionFamily::SpecialEducation,
            in_offering: 9,
            cohorts: 7,
        };
        let says = cohort.notes.contains(&missing);
        assert_eq!(count(ProfessionFamily::SpecialEducation) == 0, says);
    }
}

/// The control: the same explanation does see loneliness when there is some.
#[test]
fn loneliness_that_cannot_be_avoided_is_explained() {
    let mut input = realistic();
    for number in 43..46 {
        input.people[number].family = Some(ProfessionFamily::Health);
    }
    let lone = plan(&input, None, |_| true).unwrap();
    let alone = CohortNote::Alone {
        family: ProfessionFamily::Guidance,
        person: person_id(46),
        why: AloneReason::OnlyOneInOffering,
    };
    assert!(notes(&lone).contains(&&alone));
    let sentence = alone.sentence(Language::Sv);
    assert_eq!(
        sentence,
        "En person är ensam från ledning och vägledning: det finns ingen annan därifrån på hela \
         kurstillfället."
    );
    // Two who may not meet, and nobody else of the family.
    let mut input = realistic();
    for number in 43..45 {
        input.people[number].family = Some(ProfessionFamily::Health);
    }
    input.apart.push((person_id(45), person_id(46)));
    let split = plan(&input, None, |_| true).unwrap();
    let why = notes(&split).into_iter().find_map(|note| match note {
        CohortNote::Alone { person, why, .. } if *person == person_id(45) => Some(why),
        _ => None,
    });
    assert_eq!(
        why,
        Some(&AloneReason::RuleInTheWay {
            rules: vec![HardRule::Apart]
        })
    );
}

#[test]
fn rules_between_people_are_kept() {
    let mut input = realistic();
    input.people[5].locked = Some(cohort_id(3));
    input.people[12].protected = true;
    let plan = plan(&input, None, |_| true).unwrap();
    assert_eq!(place(&plan, 5), cohort_id(3));
    assert_eq!(place(&plan, 12), cohort_id(0));
    assert_eq!(place(&plan, 2), place(&plan, 20));
    assert_eq!(place(&plan, 7), place(&plan, 30));
    assert_ne!(place(&plan, 0), place(&plan, 1));
    assert_ne!(place(&plan, 16), place(&plan, 17));
    let reasons = |number: usize| &plan.people[number].reasons;
    assert_eq!(reasons(5)[0], PlacementReason::Locked);
    assert_eq!(reasons(12)[0], PlacementReason::OnlyCohortAllowed);
    assert_eq!(reasons(2)[0], PlacementReason::Together { others: 1 });
    assert!(reasons(0).contains(&PlacementReason::KeptApart {
        from: vec![person_id(1)]
    }));
    assert!(plan.people[5].alternative.is_none() && plan.people[12].alternative.is_none());
}

#[test]
fn the_order_of_the_input_has_no_say() {
    let input = realistic();
    let expected = plan(&input, None, |_| true).unwrap();
    let mut turned = input.clone();
    turned.people.reverse();
    turned.people.swap(3, 30);
    turned.cohorts.rotate_left(3);
    turned.together.reverse();
    turned.together.iter_mut().for_each(|group| group.reverse());
    turned.apart = turned.apart.iter().rev().map(|&(a, b)| (b, a)).collect();
    assert_eq!(plan(&turned, None, |_| true).unwrap(), expected);
    // Control: another seed is another search.
    turned.seed += 1;
    assert_ne!(
        plan(&turned, None, |_| true).unwrap().places,
        expected.places
    );
}

#[test]
fn an_alternative_costs_what_the_move_costs() {
    let plan = plan(&realistic(), None, |_| true).unwrap();
    let assignment = plan.assignment();
    assert_eq!(Score::of(&plan.instance, &assignment).unwrap(), plan.score);
    let (mut kept, mut broken) = (0, 0);
    for (seat, person) in plan.people.iter().enumerate() {
        let Some(alternative) = &person.alternative else {
            continue;
        };
        if person
            .reasons
            .iter()
            .any(|r| matches!(r, PlacementReason::Together { .. }))
        {
            continue;
        }
        let to = plan
            .cohorts
            .iter()
            .position(|c| c.cohort == alternative.cohort)
            .unwrap();
        let to = u32::try_from(to).unwrap();
        let effect = move_effect(&plan.instance, &assignment, seat, to).unwrap();
        assert_eq!(effect.delta_soft, alternative.points, "{person:?}");
        let rules: Vec<_> = effect.hard_broken.iter().map(Breach::rule).collect();
        assert_eq!(rules, alternative.hard_broken);
        *(if rules.is_empty() {
            &mut kept
        } else {
            &mut broken
        }) += 1;
    }
    assert!(kept > 20, "{kept} kept, {broken} broken");
}

#[test]
fn a_refusal_names_people_and_cohorts() {
    let mut input = realistic();
    input.people[9].protected = true;
    input.people[9].locked = Some(cohort_id(4));
    let refusal = plan(&input, None, |_| true).unwrap_err();
    assert!(refusal.is_about_protection(), "{refusal:?}");
    let called = |person: PersonId| ["Kim", "Siv"][usize::from(person != person_id(9))].to_owned();
    assert_eq!(
        refusal.sentences(Language::En, &called)[1..3],
        [
            "Kim is locked to G05.",
            "Kim cannot be in G02, G03, G04, G05, G06 and G07.",
        ]
    );
    let mut input = realistic();
    input.together = vec![vec![person_id(0), person_id(1)]];
    let refusal = plan(&input, None, |_| true).unwrap_err();
    assert!(!refusal.is_about_protection(), "{refusal:?}");
    let called = |person: PersonId| ["Kim", "Siv"][usize::from(person != person_id(0))].to_owned();
    assert_eq!(
        refusal.sentences(Language::Sv, &called)[..3],
        [
            "De här reglerna går inte att hålla samtidigt:",
            "Kim och Siv ska vara i samma grupp.",
            "Kim och Siv får inte vara i samma grupp.",
        ]
    );

    let mut input = realistic();
    input.cohorts.pop();
    input.cohorts.pop();
    let refusal = plan(&input, None, |_| true).unwrap_err();
    assert_eq!(
        refusal,
        PlanRefusal::Seats {
            people: 47,
            least: 30,
            most: 40
        }
    );
    assert_eq!(
        refusal.sentences(Language::Sv, &|id| id.to_string()),
        ["47 personer ska placeras, men grupperna tar 30–40."]
    );
}

#[test]
fn contradictions_in_the_input_are_named() {
    let mut input = realistic();
    input.people.push(input.people[4].clone());
    input.people[6].locked = Some(cohort_id(99));
    input.apart.push((person_id(8), person_id(8)));
    input.together.push(vec![person_id(500), person_id(3)]);
    input.cohorts[1].min = 60;
    let expected = [
        InputFault::PersonTwice {
            person: person_id(4),
        },
        InputFault::MinAboveMax {
            code: "G02".to_owned(),
        },
        InputFault::LockedToUnknown {
            person: person_id(6),
        },
        InputFault::UnknownPerson {
            person: person_id(500),
        },
        InputFault::ApartFromSelf {
            person: person_id(8),
        },
    ];
    assert_eq!(
        plan(&input, None, |_| true).unwrap_err(),
        PlanRefusal::Input(expected.to_vec())
    );
}

#[test]
fn a_cohort_that_meets_either_way_meets_every_wish() {
    let mut input = realistic();
    for (number, person) in input.people.iter_mut().enumerate() {
        let distance = number % 4 == 0;
        person.modality = Some(if distance {
            Modality::Distance
        } else {
            Modality::Campus
        });
    }
    let either = plan(&input, None, |_| true).unwrap();
    assert_eq!(either.score.soft["clash"], 0);

    // One states campus: twelve for distance have six others to go to.
    input.cohorts[0].modality = Some(Modality::Campus);
    let mixed = plan(&input, None, |_| true).unwrap();
    assert_eq!(mixed.score.soft["clash"], 0);
    for (person, _) in mixed
        .places
        .iter()
        .filter(|(_, cohort)| *cohort == cohort_id(0))
    {
        let wish = input
            .people
            .iter()
            .find(|p| p.person == *person)
            .unwrap()
            .modality;
        assert_eq!(wish, Some(Modality::Campus));
    }

    // All state campus: twelve unmet wishes, four points each, and the notes count them.
    for cohort in &mut input.cohorts {
        cohort.modality = Some(Modality::Campus);
    }
    let campus = plan(&input, None, |_| true).unwrap();
    assert_eq!(campus.score.soft["modality"], 12 * 4);
    let unmet = notes(&campus).into_iter().map(|note| match note {
        CohortNote::ModalityUnmet { people } => people.len(),
        _ => 0,
    });
    assert_eq!(unmet.sum::<usize>(), 12);
}

#[test]
fn colleagues_are_spread_or_gathered_as_asked() {
    let mut input = realistic();
    for (number, person) in input.people.iter_mut().enumerate() {
        person.workplace = (number % 6 == 0).then(|| format!("Skola {}", number % 4));
    }
    let together = |input: &PlanInput| {
        let plan = plan(input, None, |_| true).unwrap();
        let mates = |a: usize, b: usize| {
            let work = |n: usize| input.people[n].workplace.as_ref();
            work(a).is_some() && work(a) == work(b) && place(&plan, a) == place(&plan, b)
        };
        (0..47)
            .flat_map(|a| (0..a).map(move |b| (a, b)))
            .filter(|&(a, b)| mates(a, b))
            .count()
    };
    let spread = together(&input);
    input.workplace_policy = WorkplacePolicy::Together;
    let gathered = together(&input);
    assert_eq!(spread, 0);
    assert!(gathered >= 4, "{gathered}");
}

#[test]
fn a_new_plan_moves_few_people() {
    let mut input = realistic();
    let first = plan(&input, None, |_| true).unwrap();
    for (person, cohort) in &first.places {
        let person = input
            .people
            .iter_mut()
            .find(|p| p.person == *person)
            .unwrap();
        person.previous = Some(*cohort);
    }
    input.people.remove(33);
    input.people.remove(10);
    input.seed = 99;
    let second = plan(&input, None, |_| true).unwrap();
    let moved = second
        .places
        .iter()
        .filter(|place| !first.places.contains(place))
        .count();
    assert!(moved <= 4, "{moved}");
    assert!(second.score.soft["move"] == 8 * i64::try_from(moved).unwrap());
}

#[test]
fn sentences_are_plain_in_both_languages() {
    let plan = plan(&realistic(), None, |_| true).unwrap();
    for cohort in &plan.cohorts {
        assert!(
            cohort
                .sentence(Language::Sv)
                .starts_with(&format!("{} har ", cohort.code))
        );
        assert!(
            cohort
                .sentence(Language::En)
                .starts_with(&format!("{} has ", cohort.code))
        );
    }
    for person in &plan.people {
        assert!(person.sentence(Language::Sv).starts_with("Placerad i G0"));
        assert!(person.sentence(Language::En).starts_with("Placed in G0"));
    }
    // What is stored can be read back; the instance is stored apart.
    let text = serde_json::to_string(&plan).unwrap();
    let instance = plan.instance.clone();
    let read = serde_json::from_str::<Plan>(&text).unwrap();
    assert_eq!(Plan { instance, ..read }, plan);
}
