//! The vectors of `domain.md` §2.4, each named by its date, and laws around them.

use super::*;
use crate::application::{ApplicationState, Command, transition};
use jiff::civil::date;
use proptest::prelude::*;

const TERM: Date = date(2027, 1, 18);

fn c1(results: CourseResults) -> PackageCourse {
    PackageCourse {
        code: "SA123A".to_owned(),
        starts_on: TERM,
        ends_on: date(2027, 3, 21),
        results,
        registered: true,
    }
}

fn c2() -> PackageCourse {
    PackageCourse {
        code: "SA124A".to_owned(),
        starts_on: date(2027, 3, 22),
        ends_on: date(2027, 6, 6),
        results: CourseResults::None,
        registered: true,
    }
}

fn single(left_on: Date, results: CourseResults) -> CourseExit {
    course_exit(&c1(results), left_on, EARLY_DAYS)
}

fn package(left_on: Date, results: CourseResults) -> (PackageExit, CourseExit, CourseExit) {
    let outcome = resolve_package(TERM, &[c1(results), c2()], left_on, EARLY_DAYS).unwrap();
    (outcome.package, outcome.courses[0].1, outcome.courses[1].1)
}

#[test]
fn course_left_2027_02_08_day_21_is_early() {
    assert_eq!(
        single(date(2027, 2, 8), CourseResults::None),
        CourseExit::Early
    );
}

#[test]
fn course_left_2027_02_09_is_late() {
    assert_eq!(
        single(date(2027, 2, 9), CourseResults::None),
        CourseExit::Late
    );
}

#[test]
fn course_left_2027_01_25_with_a_passed_quiz_is_late() {
    assert_eq!(
        single(date(2027, 1, 25), CourseResults::Some),
        CourseExit::Late
    );
}

#[test]
fn package_left_2027_03_01_first_course_late_second_early() {
    assert_eq!(
        package(date(2027, 3, 1), CourseResults::None),
        (PackageExit::Late, CourseExit::Late, CourseExit::Early)
    );
}

#[test]
fn package_left_2027_04_05_with_the_first_passed_is_untouched_and_early() {
    assert_eq!(
        package(date(2027, 4, 5), CourseResults::Finished),
        (PackageExit::Late, CourseExit::Untouched, CourseExit::Early)
    );
}

#[test]
fn package_left_2027_04_20_both_late() {
    assert_eq!(
        package(date(2027, 4, 20), CourseResults::None),
        (PackageExit::Late, CourseExit::Late, CourseExit::Late)
    );
}

#[test]
fn package_left_2027_04_20_with_the_first_passed_is_untouched_and_late() {
    assert_eq!(
        package(date(2027, 4, 20), CourseResults::Finished),
        (PackageExit::Late, CourseExit::Untouched, CourseExit::Late)
    );
}

#[test]
fn package_left_2027_02_08_is_early_as_a_whole_and_2027_02_09_is_not() {
    let early = package(date(2027, 2, 8), CourseResults::None);
    assert_eq!(
        early,
        (PackageExit::Early, CourseExit::Early, CourseExit::Early)
    );
    assert!(early.0.may_apply_for_the_package_again());
    let late = package(date(2027, 2, 9), CourseResults::None);
    assert_eq!(
        late,
        (PackageExit::Late, CourseExit::Late, CourseExit::Early)
    );
    assert!(!late.0.may_apply_for_the_package_again());
}

#[test]
fn package_left_2027_01_25_with_a_passed_quiz_is_late() {
    assert_eq!(
        package(date(2027, 1, 25), CourseResults::Some),
        (PackageExit::Late, CourseExit::Late, CourseExit::Early)
    );
}

#[test]
fn a_course_without_registration_is_given_up() {
    let mut courses = [c1(CourseResults::None), c2()];
    courses[1].registered = false;
    let outcome = resolve_package(TERM, &courses, date(2027, 3, 1), EARLY_DAYS).unwrap();
    assert_eq!(outcome.courses[1].1, CourseExit::BeforeRegistration);
    courses[0].registered = false;
    let outcome = resolve_package(TERM, &courses, date(2027, 3, 1), EARLY_DAYS).unwrap();
    assert_eq!(outcome.package, PackageExit::BeforeRegistration);
}

#[test]
fn the_early_period_is_a_setting() {
    let left_on = date(2027, 1, 19);
    let exit = |days| course_exit(&c1(CourseResults::None), left_on, days);
    assert_eq!((exit(0), exit(1)), (CourseExit::Late, CourseExit::Early));
}

#[test]
fn nonsense_is_refused_in_both_languages() {
    let resolve =
        |courses: &[PackageCourse], days| resolve_package(TERM, courses, TERM, days).unwrap_err();
    let mut backwards = c2();
    backwards.ends_on = TERM;
    let problems = [
        resolve(&[], 21),
        resolve(&[c2(), c2()], 21),
        resolve(&[backwards], 21),
        resolve(&[c1(CourseResults::Finished)], 21),
        resolve(&[c2()], -1),
        resolve(&[c2()], 61),
    ];
    for problem in &problems {
        assert_ne!(
            problem.sentence(Language::Sv),
            problem.sentence(Language::En)
        );
    }
    assert_eq!(
        problems[1].sentence(Language::Sv),
        "Kursen SA124A står två gånger."
    );
    assert_eq!(problems[3].code(), "package_all_finished");
}

#[test]
fn sentences_say_what_it_means() {
    assert_eq!(
        CourseExit::Late.sentence("SA123A", Language::Sv),
        "SA123A: sent avbrott. Du kan inte söka kursen igen, men kan bli omregistrerad i mån av plats."
    );
    assert!(
        PackageExit::Early
            .sentence(Language::En)
            .contains("whole package again")
    );
}

proptest! {
    #[test]
    fn a_registered_course_agrees_with_the_table_of_transitions(day in 0i64..100, passed: bool) {
        let on = TERM.saturating_add(day.days());
        let results = if passed { CourseResults::Some } else { CourseResults::None };
        let command = Command::Withdraw { on, starts_on: TERM, passed_result: passed };
        let state = transition(ApplicationState::Registered, command).unwrap();
        let expected = match single(on, results) {
            CourseExit::Early => ApplicationState::WithdrawnEarly,
            _ => ApplicationState::WithdrawnLate,
        };
        prop_assert_eq!(state, expected);
    }

    #[test]
    fn waiting_never_helps(day in 0i64..160, wait in 0i64..160) {
        let left = |day: i64| package(TERM.saturating_add(day.days()), CourseResults::None);
        let (now, later) = (left(day), left(day + wait));
        prop_assert!(now.1 <= later.1 && now.2 <= later.2);
    }
}

#[test]
fn negative_control_one_day_more_than_configured_disagrees() {
    let on = date(2027, 2, 9);
    assert_eq!(
        course_exit(&c1(CourseResults::None), on, 22),
        CourseExit::Early
    );
    assert_eq!(single(on, CourseResults::None), CourseExit::Late);
}
