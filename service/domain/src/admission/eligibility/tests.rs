mod laws;
mod reading;

use super::*;
use crate::person::Language::{En, Sv};
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 23);

fn rules(json: &str) -> Vec<Requirement> {
    serde_json::from_str(json).unwrap()
}

fn teacher() -> Applicant {
    Applicant {
        credits_tenths: Some(225),
        degrees: vec!["Lärarexamen".to_owned()],
        courses_passed: vec!["PE100G".to_owned()],
        programme: None,
        employment_known: true,
        packages_active: vec![],
        term_credits_tenths: 300,
        this_course: ThisCourse {
            code: "SA123A".to_owned(),
            package: Some("SAMV".to_owned()),
            credits_tenths: 75,
        },
        verified: true,
    }
}

fn stands(json: &str, applicant: &Applicant) -> Standing {
    assess(&rules(json), applicant, TODAY).standing
}

fn until(year: i16, month: i8, day: i8) -> Standing {
    Standing::Conditional {
        until: date(year, month, day),
    }
}

#[test]
fn too_few_credits_are_a_condition_until_the_day_and_a_refusal_after() {
    let list = rules(r#"[{"rule":"min_credits","tenths":300,"due":"2027-01-15"}]"#);
    let before = assess(&list, &teacher(), TODAY);
    assert_eq!(before.standing, until(2027, 1, 15));
    let finding = &before.findings[0];
    assert_eq!((finding.pointer.as_str(), finding.met), ("/0", Met::Unmet));
    assert_eq!(
        finding.sentence(Sv),
        "Du har 22,5 hp av de 30 hp som krävs."
    );
    assert_eq!(
        finding.sentence(En),
        "You have 22.5 credits of the 30 required."
    );
    assert_eq!(
        finding.cure(Sv).unwrap(),
        "Lägg till 7,5 hp och visa intyg senast 2027-01-15."
    );
    assert_eq!(
        finding.cure(En).unwrap(),
        "Add 7.5 credits and show a certificate by 2027-01-15 at the latest."
    );
    assert!(refusal(&before.findings, Sv).is_empty());

    let last = assess(&list, &teacher(), date(2027, 1, 15));
    assert_eq!(last.standing, until(2027, 1, 15));
    let after = assess(&list, &teacher(), date(2027, 1, 16));
    assert_eq!(after.standing, Standing::NotEligible);
    assert_eq!(
        refusal(&after.findings, Sv),
        ["Du har 22,5 hp av de 30 hp som krävs. Sista dag var 2027-01-15."]
    );
    assert_eq!(
        after.findings[0].cure(Sv).unwrap(),
        "Lägg till 7,5 hp och visa intyg."
    );
}

#[test]
fn what_is_only_stated_counts_unless_it_must_be_shown() {
    let stated = Applicant {
        verified: false,
        ..teacher()
    };
    let free = assess(&rules(r#"[{"rule":"employment"}]"#), &stated, TODAY);
    assert_eq!(free.standing, Standing::Eligible);
    assert_eq!(free.findings[0].met, Met::OnlyStated);
    assert!(free.findings[0].sentence(Sv).contains("inte visat"));
    assert_eq!(free.findings[0].cure(Sv), None);

    let shown = r#"[{"rule":"degree","any_of":["lärarexamen"],"due":"2027-01-15"}]"#;
    assert_eq!(stands(shown, &stated), until(2027, 1, 15));
    assert_eq!(stands(shown, &teacher()), Standing::Eligible);
    let past = r#"[{"rule":"degree","any_of":["lärarexamen"],"due":"2026-11-22"}]"#;
    assert_eq!(stands(past, &stated), Standing::NotEligible);
    assert_eq!(stands(past, &teacher()), Standing::Eligible);
}

#[test]
fn each_rule_is_met_and_failed() {
    let nobody = Applicant {
        packages_active: vec!["ANNAT".to_owned(), "samv".to_owned()],
        term_credits_tenths: 376,
        ..Applicant {
            credits_tenths: None,
            degrees: vec![],
            courses_passed: vec!["SA123A".to_owned()],
            employment_known: false,
            ..teacher()
        }
    };
    let programme = Applicant {
        programme: Some("LKP1Y".to_owned()),
        ..teacher()
    };
    let cases = [
        (r#"[{"rule":"min_credits","tenths":225}]"#, Met::Unknown),
        (
            r#"[{"rule":"programme","any_of":["SOC9Y","LKP1Y"]}]"#,
            Met::Unknown,
        ),
        (
            r#"[{"rule":"degree","any_of":["Lärarexamen"]}]"#,
            Met::Unknown,
        ),
        (r#"[{"rule":"employment"}]"#, Met::Unknown),
        (r#"[{"rule":"course_passed","code":"PE100G"}]"#, Met::Unmet),
        (
            r#"[{"rule":"course_not_passed","code":"SA123A"}]"#,
            Met::Unmet,
        ),
        (r#"[{"rule":"one_package_at_a_time"}]"#, Met::Unmet),
        (r#"[{"rule":"term_load"}]"#, Met::Unmet),
    ];
    for (json, met) in cases {
        let list = rules(json);
        let failed = assess(&list, &nobody, TODAY);
        assert_eq!(failed.findings[0].met, met, "{json}");
        assert_eq!(failed.standing, Standing::NotEligible, "{json}");
        let passed = assess(&list, &programme, TODAY);
        assert_eq!(passed.findings[0].met, Met::Met, "{json}");
        assert_eq!(passed.standing, Standing::Eligible, "{json}");
        for language in [Sv, En] {
            assert_ne!(
                failed.findings[0].sentence(language),
                passed.findings[0].sentence(language)
            );
            assert_eq!(passed.findings[0].cure(language), None, "{json}");
            assert_eq!(
                failed.findings[0].cure(language).is_none(),
                json.contains("not_passed"),
                "{json}"
            );
            assert!(describe(&list[0], language).ends_with('.'));
        }
    }
}

#[test]
fn a_term_holds_45_credits_with_this_course() {
    let holding = |term_credits_tenths| Applicant {
        term_credits_tenths,
        ..teacher()
    };
    let rule = r#"[{"rule":"term_load"}]"#;
    assert_eq!(stands(rule, &holding(375)), Standing::Eligible);
    assert_eq!(stands(rule, &holding(376)), Standing::NotEligible);
    assert_eq!(stands(rule, &holding(i64::MAX)), Standing::NotEligible);
    let over = assess(&rules(rule), &holding(450), TODAY);
    assert_eq!(
        over.findings[0].sentence(Sv),
        "Med den här kursen har du 52,5 hp under terminen. Det får vara högst 45 hp."
    );
    assert_eq!(
        over.findings[0].cure(Sv).unwrap(),
        "Lämna kurser på sammanlagt minst 7,5 hp, eller begär beslut om att få läsa mer än 45 hp."
    );
}

#[test]
fn a_pass_is_not_undone_by_waiting() {
    let passed = Applicant {
        courses_passed: vec!["SA123A".to_owned()],
        ..teacher()
    };
    let rule = r#"[{"rule":"course_not_passed","code":"SA123A","due":"2027-01-15"}]"#;
    let outcome = assess(&rules(rule), &passed, TODAY);
    assert_eq!(outcome.standing, Standing::NotEligible);
    assert_eq!(outcome.findings[0].cure(En), None);
    assert_eq!(
        refusal(&outcome.findings, Sv),
        ["Du är redan godkänd på kursen SA123A."]
    );
}

#[test]
fn another_package_does_not_bar_a_course_outside_packages() {
    let mut applicant = teacher();
    applicant.packages_active = vec!["ANNAT".to_owned()];
    let rule = r#"[{"rule":"one_package_at_a_time"}]"#;
    assert_eq!(stands(rule, &applicant), Standing::NotEligible);
    applicant.this_course.package = None;
    assert_eq!(stands(rule, &applicant), Standing::Eligible);
}

const CHOICE: &str = r#"[{"rule":"any_of","of":[
    {"rule":"min_credits","tenths":300,"due":"2027-01-15"},
    {"rule":"all_of","of":[
        {"rule":"programme","any_of":["LKP1Y"],"due":"2027-02-01"},
        {"rule":"employment"}]},
    {"rule":"course_not_passed","code":"PE100G"}]}]"#;

#[test]
fn a_choice_is_worth_its_best_alternative_and_the_cure_lists_them() {
    let outcome = assess(&rules(CHOICE), &teacher(), TODAY);
    assert_eq!(
        outcome.standing,
        until(2027, 2, 1),
        "the later day is better"
    );
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(
        outcome.findings[0].parts[1].parts[0].pointer,
        "/0/of/1/of/0"
    );
    assert_eq!(
        outcome.findings[0].cure(Sv).unwrap(),
        "Ett av detta räcker. 1: Lägg till 7,5 hp och visa intyg senast 2027-01-15. \
         2: Visa intyg på att du läser programmet LKP1Y senast 2027-02-01."
    );
    let mut met = teacher();
    met.credits_tenths = Some(300);
    let outcome = assess(&rules(CHOICE), &met, TODAY);
    assert_eq!(outcome.standing, Standing::Eligible);
    assert_eq!(
        outcome.findings[0].sentence(Sv),
        "Du har 30 hp och det krävs 30 hp."
    );
}

#[test]
fn an_alternative_with_a_hopeless_part_is_no_cure() {
    let json = r#"[{"rule":"any_of","of":[{"rule":"all_of","of":[
        {"rule":"course_not_passed","code":"PE100G"},{"rule":"min_credits","tenths":300}]}]}]"#;
    let outcome = assess(&rules(json), &teacher(), TODAY);
    assert_eq!(outcome.findings[0].cure(Sv), None);
    assert_eq!(
        refusal(&outcome.findings, Sv),
        ["Du är redan godkänd på kursen PE100G. Du har 22,5 hp av de 30 hp som krävs."]
    );
}

#[test]
fn everything_that_fails_is_told_at_once() {
    let json = r#"[{"rule":"min_credits","tenths":300},
        {"rule":"all_of","of":[{"rule":"course_passed","code":"SO100G"},{"rule":"employment"}]},
        {"rule":"term_load","max_tenths":300}]"#;
    let outcome = assess(&rules(json), &teacher(), TODAY);
    assert_eq!(refusal(&outcome.findings, Sv).len(), 3);
    let pointers: Vec<&str> = outcome
        .findings
        .iter()
        .map(|f| f.pointer.as_str())
        .collect();
    assert_eq!(pointers, ["/0", "/1/of/0", "/1/of/1", "/2"]);
}
