//! Points of the curve, plans made again, and what has changed since.

use super::{at, cohort_id, id, input, made};
use samverkan_domain::{
    cohort::{
        FrontierChoice, Plan, PlanInput, PlanPerson, PlanRecord, RECORD_FORMAT, Reproduction,
        Status, Times, describe, plan, plan_frontier, what_changed,
    },
    id::{CohortId, PersonId},
    person::Language,
};

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
    // Most avoid two of the three times, some all: no division is perfect, so the search does not
    // end by itself, and it is not soon done either.
    let times = |days: &str| Times::parse(days).unwrap();
    for (number, cohort) in input.cohorts.iter_mut().enumerate() {
        cohort.times = times(["mon10", "tue10", "wed10"][number % 3]);
    }
    for (number, person) in input.people.iter_mut().enumerate() {
        let avoided = [
            "tue10,wed10",
            "mon10,wed10",
            "mon10,tue10",
            "mon10,tue10,wed10",
        ];
        person.avoid = times(avoided[number * number / 3 % 4]);
        person.workplace = Some(format!("Skola {}", number % 7));
    }
    input.iterations = 3_000_000;
    let early = plan(&input, None, |progress| progress.iterations < 2_000_000).unwrap();
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
