//! Laws over random requirements and people.

use super::*;
use proptest::prelude::*;

fn day() -> impl Strategy<Value = Option<Date>> {
    prop_oneof![
        Just(None),
        (1i8..28, 10i8..13).prop_map(|(day, month)| Some(date(2026, month, day)))
    ]
}

fn leaf() -> impl Strategy<Value = Requirement> {
    let code = || (0..4).prop_map(|n| format!("SA10{n}A"));
    prop_oneof![
        (0i64..600, day()).prop_map(|(tenths, due)| Requirement::MinCredits { tenths, due }),
        day().prop_map(|due| Requirement::Programme {
            any_of: vec!["LKP1Y".to_owned()],
            due
        }),
        day().prop_map(|due| Requirement::Degree {
            any_of: vec!["Examen".to_owned()],
            due
        }),
        day().prop_map(|due| Requirement::Employment { due }),
        (code(), day()).prop_map(|(code, due)| Requirement::CoursePassed { code, due }),
        day().prop_map(|due| Requirement::CourseNotPassed {
            code: "XX000A".to_owned(),
            due
        }),
        day().prop_map(|due| Requirement::OnePackageAtATime { due }),
        (0i64..600, day()).prop_map(|(max_tenths, due)| Requirement::TermLoad { max_tenths, due }),
    ]
}

fn requirement() -> impl Strategy<Value = Requirement> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let of = || proptest::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            of().prop_map(|of| Requirement::AllOf { of }),
            of().prop_map(|of| Requirement::AnyOf { of }),
        ]
    })
}

prop_compose! {
    fn person()(
        credits_tenths in prop::option::of(0i64..600),
        degree: bool, programme: bool, employment_known: bool, verified: bool, package: bool,
        courses in proptest::collection::vec(0..4, 0..3),
        own_passed: bool,
        term_credits_tenths in 0i64..600,
    ) -> Applicant {
        let mut courses_passed: Vec<String> =
            courses.into_iter().map(|n| format!("SA10{n}A")).collect();
        courses_passed.extend(own_passed.then(|| "XX000A".to_owned()));
        Applicant {
            credits_tenths,
            degrees: degree.then(|| "examen".to_owned()).into_iter().collect(),
            courses_passed,
            programme: programme.then(|| "LKP1Y".to_owned()),
            employment_known,
            packages_active: package.then(|| "P2".to_owned()).into_iter().collect(),
            term_credits_tenths,
            this_course: ThisCourse { code: String::new(), package: Some("P1".to_owned()), credits_tenths: 75 },
            verified,
        }
    }
}

/// Adds the fact number `which`, one that can only help.
fn helped(mut applicant: Applicant, which: usize) -> Applicant {
    match which {
        0 => applicant.credits_tenths = Some(applicant.credits_tenths.unwrap_or(0) + 75),
        1 => applicant.degrees.push("Examen".to_owned()),
        2 => applicant.courses_passed.push("SA101A".to_owned()),
        3 => applicant.programme = Some("LKP1Y".to_owned()),
        4 => applicant.employment_known = true,
        5 => applicant.packages_active.clear(),
        6 => applicant.term_credits_tenths = 0,
        _ => applicant.verified = true,
    }
    applicant
}

proptest! {
    #[test]
    fn a_fact_that_helps_never_hurts(
        list in proptest::collection::vec(requirement(), 1..4), applicant in person(),
    ) {
        // Each requirement by itself too: others often hide what one does.
        let alone = list.iter().map(std::slice::from_ref);
        for list in alone.chain([list.as_slice()]) {
            let before = assess(list, &applicant, TODAY).standing;
            for which in 0..8 {
                let after = assess(list, &helped(applicant.clone(), which), TODAY).standing;
                prop_assert!(after >= before, "fact {which}: {before:?} became {after:?}");
            }
        }
    }

    #[test]
    fn order_does_not_matter(
        list in proptest::collection::vec(requirement(), 0..5).prop_flat_map(|list| {
            let shuffled = Just(list.clone()).prop_shuffle();
            (Just(list), shuffled)
        }),
        applicant in person(),
    ) {
        let one = assess(&list.0, &applicant, TODAY).standing;
        prop_assert_eq!(one, assess(&list.1, &applicant, TODAY).standing);
        let any = |of: Vec<Requirement>| [Requirement::AnyOf { of }];
        let one = assess(&any(list.0), &applicant, TODAY).standing;
        prop_assert_eq!(one, assess(&any(list.1), &applicant, TODAY).standing);
    }

    #[test]
    fn a_group_of_one_is_that_one(one in requirement(), applicant in person()) {
        let alone = assess(std::slice::from_ref(&one), &applicant, TODAY);
        let all = assess(&[Requirement::AllOf { of: vec![one.clone()] }], &applicant, TODAY);
        let any = assess(&[Requirement::AnyOf { of: vec![one] }], &applicant, TODAY);
        prop_assert_eq!(alone.standing, all.standing);
        prop_assert_eq!(alone.standing, any.standing);
        prop_assert_eq!(refusal(&alone.findings, Sv), refusal(&all.findings, Sv));
    }

    #[test]
    fn every_refusal_has_a_reason_and_every_finding_words(
        list in proptest::collection::vec(requirement(), 0..5), applicant in person(),
    ) {
        let outcome = assess(&list, &applicant, TODAY);
        let refused = outcome.standing == Standing::NotEligible;
        for language in [Sv, En] {
            prop_assert_eq!(!refusal(&outcome.findings, language).is_empty(), refused);
            for finding in &outcome.findings {
                prop_assert!(finding.sentence(language).ends_with('.'));
                prop_assert!(finding.cure(language).is_none_or(|cure| cure.ends_with('.')));
                if matches!(finding.standing, Standing::Conditional { .. }) {
                    prop_assert!(finding.cure(language).is_some(), "a condition can be met");
                }
            }
        }
        let kept: Assessment =
            serde_json::from_str(&serde_json::to_string(&outcome).unwrap()).unwrap();
        prop_assert_eq!(kept, outcome);
    }
}

#[test]
fn negative_control_a_pass_of_this_course_hurts() {
    // So the first law can fail: this fact is not one of those that help.
    let list = rules(r#"[{"rule":"course_not_passed","code":"SA101A"}]"#);
    let before = assess(&list, &teacher(), TODAY).standing;
    let after = assess(&list, &helped(teacher(), 2), TODAY).standing;
    assert!(after < before);
}

#[test]
fn negative_control_the_first_requirement_alone_depends_on_order() {
    let stop_at_first = |list: &[Requirement]| assess(&list[..1], &teacher(), TODAY).standing;
    let mut list = rules(r#"[{"rule":"employment"},{"rule":"min_credits","tenths":300}]"#);
    let one = stop_at_first(&list);
    list.reverse();
    assert_ne!(one, stop_at_first(&list));
}
