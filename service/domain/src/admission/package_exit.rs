//! Leaving a package of courses (kurspaket): what it means for each course.
//!
//! Within three weeks of the start of the term the whole package is left early, as if it had never
//! begun. Later each course is looked at for itself: a finished course stays, one that has run for
//! more than three weeks is left late, a newer one early (`domain.md` §2.4, "Kurspaket").

use crate::{application::EARLY_WITHDRAWAL_DAYS, person::Language};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// Days after a start that still are "within three weeks", the last included.
pub const EARLY_DAYS: i64 = EARLY_WITHDRAWAL_DAYS as i64;
/// The longest early period that can be configured (days).
pub const EARLY_DAYS_MOST: i64 = 60;

/// How far a person has come in a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseResults {
    /// No passed result.
    None,
    /// Some part is passed, such as a quiz: the course can no longer be left early.
    Some,
    /// The whole course is passed.
    Finished,
}

/// One course of the package, for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageCourse {
    pub code: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub results: CourseResults,
    pub registered: bool,
}

/// What leaving means for one course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseExit {
    /// Finished: the result stands.
    Untouched,
    /// Återbud: not registered, so only the place is given up.
    BeforeRegistration,
    /// Tidigt avbrott.
    Early,
    /// Sent avbrott.
    Late,
}

/// What leaving means for the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageExit {
    /// Återbud: registered on no course.
    BeforeRegistration,
    /// Tidigt avbrott: the whole package may be applied for again.
    Early,
    /// Too late for the package as a whole: each course for itself.
    Late,
}

/// The outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageResolution {
    pub package: PackageExit,
    /// Course code and outcome, in the order given.
    pub courses: Vec<(String, CourseExit)>,
}

/// Why leaving cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackageExitProblem {
    #[error("the package has no courses")]
    NoCourses,
    #[error("the course {code} stands twice")]
    Twice { code: String },
    #[error("the course {code} ends before it starts")]
    Backwards { code: String },
    #[error("every course is finished")]
    AllFinished,
    #[error("the early period of {days} days is not between 0 and {EARLY_DAYS_MOST}")]
    EarlyDays { days: i64 },
}

impl PackageExitProblem {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoCourses => "package_no_courses",
            Self::Twice { .. } => "package_course_twice",
            Self::Backwards { .. } => "package_course_backwards",
            Self::AllFinished => "package_all_finished",
            Self::EarlyDays { .. } => "package_early_days",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match (language, self) {
            (Language::Sv, Self::NoCourses) => "Kurspaketet har inga kurser.".to_owned(),
            (Language::En, Self::NoCourses) => "The package has no courses.".to_owned(),
            (Language::Sv, Self::Twice { code }) => format!("Kursen {code} står två gånger."),
            (Language::En, Self::Twice { code }) => format!("The course {code} stands twice."),
            (Language::Sv, Self::Backwards { code }) => {
                format!("Kursen {code} slutar innan den börjar.")
            }
            (Language::En, Self::Backwards { code }) => {
                format!("The course {code} ends before it starts.")
            }
            (Language::Sv, Self::AllFinished) => {
                "Alla kurser i paketet är avklarade. Det finns inget att lämna.".to_owned()
            }
            (Language::En, Self::AllFinished) => {
                "Every course of the package is finished. There is nothing to leave.".to_owned()
            }
            (Language::Sv, Self::EarlyDays { days }) => format!(
                "{days} dagar går inte att använda. Ange 0 till {EARLY_DAYS_MOST} dagar för tidigt avbrott."
            ),
            (Language::En, Self::EarlyDays { days }) => format!(
                "{days} days cannot be used. Give 0 to {EARLY_DAYS_MOST} days for leaving early."
            ),
        }
    }
}

impl CourseExit {
    /// What it means for the person, as a sentence about the course.
    pub fn sentence(self, code: &str, language: Language) -> String {
        match (language, self) {
            (Language::Sv, Self::Untouched) => {
                format!("{code}: avklarad. Ditt resultat står kvar.")
            }
            (Language::Sv, Self::BeforeRegistration) => {
                format!("{code}: återbud. Du var inte registrerad och kan söka kursen igen.")
            }
            (Language::Sv, Self::Early) => {
                format!("{code}: tidigt avbrott. Du kan söka kursen igen.")
            }
            (Language::Sv, Self::Late) => format!(
                "{code}: sent avbrott. Du kan inte söka kursen igen, men kan bli omregistrerad i mån av plats."
            ),
            (Language::En, Self::Untouched) => format!("{code}: finished. Your result stands."),
            (Language::En, Self::BeforeRegistration) => format!(
                "{code}: place given up before registration. You can apply for the course again."
            ),
            (Language::En, Self::Early) => {
                format!("{code}: early withdrawal. You can apply for the course again.")
            }
            (Language::En, Self::Late) => format!(
                "{code}: late withdrawal. You cannot apply for the course again, but can be registered anew if there is room."
            ),
        }
    }
}

impl PackageExit {
    pub fn sentence(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Sv, Self::BeforeRegistration) => {
                "Du lämnar återbud till kurspaketet och kan söka hela paketet igen."
            }
            (Language::Sv, Self::Early) => {
                "Du gör ett tidigt avbrott på kurspaketet och kan söka hela paketet igen."
            }
            (Language::Sv, Self::Late) => {
                "Det är för sent för tidigt avbrott på hela kurspaketet. Vad som gäller avgörs kurs för kurs."
            }
            (Language::En, Self::BeforeRegistration) => {
                "You give up your place in the package before registration and can apply for the whole package again."
            }
            (Language::En, Self::Early) => {
                "You leave the package early and can apply for the whole package again."
            }
            (Language::En, Self::Late) => {
                "It is too late to leave the whole package early. What applies is decided course by course."
            }
        }
    }

    pub fn may_apply_for_the_package_again(self) -> bool {
        self != Self::Late
    }
}

/// One course by itself, left on `left_on`. Day 0 is the first day of the course.
pub fn course_exit(course: &PackageCourse, left_on: Date, early_days: i64) -> CourseExit {
    match course.results {
        CourseResults::Finished => CourseExit::Untouched,
        _ if !course.registered => CourseExit::BeforeRegistration,
        CourseResults::None if within(course.starts_on, left_on, early_days) => CourseExit::Early,
        CourseResults::None | CourseResults::Some => CourseExit::Late,
    }
}

/// The whole package, left on `left_on`. A passed result anywhere means that the package is no
/// longer left early as a whole.
pub fn resolve_package(
    term_starts_on: Date,
    courses: &[PackageCourse],
    left_on: Date,
    early_days: i64,
) -> Result<PackageResolution, PackageExitProblem> {
    check(courses, early_days)?;
    let no_results = courses
        .iter()
        .all(|course| course.results == CourseResults::None);
    let package = if no_results && courses.iter().all(|course| !course.registered) {
        PackageExit::BeforeRegistration
    } else if no_results && within(term_starts_on, left_on, early_days) {
        PackageExit::Early
    } else {
        PackageExit::Late
    };
    let exit = |course: &PackageCourse| match package {
        PackageExit::Early if course.registered => CourseExit::Early,
        _ => course_exit(course, left_on, early_days),
    };
    Ok(PackageResolution {
        package,
        courses: courses
            .iter()
            .map(|course| (course.code.clone(), exit(course)))
            .collect(),
    })
}

fn within(start: Date, day: Date, early_days: i64) -> bool {
    day <= start.saturating_add(early_days.days())
}

fn check(courses: &[PackageCourse], early_days: i64) -> Result<(), PackageExitProblem> {
    if !(0..=EARLY_DAYS_MOST).contains(&early_days) {
        return Err(PackageExitProblem::EarlyDays { days: early_days });
    }
    if courses.is_empty() {
        return Err(PackageExitProblem::NoCourses);
    }
    let mut codes = BTreeSet::new();
    for course in courses {
        let code = || course.code.clone();
        if !codes.insert(&course.code) {
            return Err(PackageExitProblem::Twice { code: code() });
        }
        if course.ends_on < course.starts_on {
            return Err(PackageExitProblem::Backwards { code: code() });
        }
    }
    let finished = |course: &PackageCourse| course.results == CourseResults::Finished;
    if courses.iter().all(finished) {
        return Err(PackageExitProblem::AllFinished);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
