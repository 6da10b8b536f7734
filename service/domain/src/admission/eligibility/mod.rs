//! Behörighet: the requirements of a course, and how one person stands against them.
//!
//! Requirements are written by hand as a list of JSON objects, all of which must be met:
//!
//! ```json
//! [
//!   {"rule": "min_credits", "tenths": 300, "due": "2027-01-15"},
//!   {"rule": "any_of", "of": [
//!     {"rule": "programme", "any_of": ["LKP1Y", "SOC9Y"]},
//!     {"rule": "employment"}
//!   ]},
//!   {"rule": "term_load"}
//! ]
//! ```
//!
//! All requirements are judged together, so that a person learns everything at once. Standings are
//! ordered, a list is worth its worst requirement and a choice its best alternative; that is why
//! neither order nor nesting changes an outcome, and a fact that helps can never hurt.

mod appeal;
mod assess;
mod english;
mod swedish;
#[cfg(test)]
mod tests;
mod validate;
mod words;

pub use appeal::appeal;
pub use assess::{Assessment, Finding, Have, Met, Standing, assess, refusal};
pub use validate::{DEPTH, FaultKind, LEAVES, LIST_ENTRIES, RequirementFault, TENTHS, validate};
pub use words::describe;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// At most 45 hp a term, in tenths (the ceiling of the national admissions, `domain.md` §2.3).
pub const TERM_LOAD_TENTHS: i64 = 450;

/// Behörighetskrav. Credits are tenths of högskolepoäng: 225 is 22.5 hp.
///
/// `due` on a leaf is the last day on which it may be met or shown; until then a person who falls
/// short is conditionally eligible (villkorligt behörig) instead of not eligible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Requirement {
    /// Has completed at least so many credits.
    MinCredits {
        tenths: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Studies one of these programmes (programme codes).
    Programme {
        any_of: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Holds one of these degrees (their names; capitals and punctuation do not matter).
    Degree {
        any_of: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Works in a school or with children: a workplace or an employer is known.
    Employment {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Has passed the course.
    CoursePassed {
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Has not passed the course. `due` gives time to show it; a pass is not undone by waiting.
    CourseNotPassed {
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Has no place in another package (kurspaket). Always met for a course outside packages.
    OnePackageAtATime {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Credits in the term, this course included, do not exceed the ceiling.
    TermLoad {
        #[serde(default = "term_load")]
        max_tenths: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// Every one. An empty group is met by everyone ([`validate()`] refuses it).
    AllOf { of: Vec<Requirement> },
    /// At least one. An empty group is met by nobody ([`validate()`] refuses it).
    AnyOf { of: Vec<Requirement> },
}

fn term_load() -> i64 {
    TERM_LOAD_TENTHS
}

impl Requirement {
    /// The last day on which a leaf may be met or shown, that day included. Groups have none.
    pub fn due(&self) -> Option<Date> {
        match self {
            Self::MinCredits { due, .. }
            | Self::Programme { due, .. }
            | Self::Degree { due, .. }
            | Self::Employment { due }
            | Self::CoursePassed { due, .. }
            | Self::CourseNotPassed { due, .. }
            | Self::OnePackageAtATime { due }
            | Self::TermLoad { due, .. } => *due,
            Self::AllOf { .. } | Self::AnyOf { .. } => None,
        }
    }
}

/// What is known of a person when the requirements are judged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Applicant {
    /// Completed credits, in tenths. `None`: nobody has said.
    pub credits_tenths: Option<i64>,
    /// Names of degrees held.
    pub degrees: Vec<String>,
    /// Codes of courses with a final pass.
    pub courses_passed: Vec<String>,
    /// Code of the programme studied now.
    pub programme: Option<String>,
    /// A workplace (skolenhet) or an employer (huvudman) is known.
    pub employment_known: bool,
    /// Codes of the packages in which the person has a place, from the service's own records.
    pub packages_active: Vec<String>,
    /// Credits already held in the term, without this course, from the service's own records.
    pub term_credits_tenths: i64,
    pub this_course: ThisCourse,
    /// Credits, degrees, courses, programme and employment are shown by documents or records, and
    /// not only stated. What the service itself keeps is never "only stated".
    pub verified: bool,
}

/// The course that is applied for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ThisCourse {
    pub code: String,
    /// The package through which it is applied for.
    pub package: Option<String>,
    pub credits_tenths: i64,
}
