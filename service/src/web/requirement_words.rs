//! What a channel requires, in words.

use super::dates;
use crate::texts::Texts;
use samverkan_domain::admission::eligibility::Requirement;

/// A requirement, with the last day for it.
pub(super) fn requirement(t: Texts, requirement: &Requirement) -> String {
    let said = without_due(t, requirement);
    match requirement.due() {
        Some(due) => t.requirement_due(dates::plain_day(due, t.language()), said),
        None => said,
    }
}

fn without_due(t: Texts, requirement: &Requirement) -> String {
    match requirement {
        Requirement::MinCredits { tenths, .. } => t.requirement_credits(dates::credits(t, *tenths)),
        Requirement::Programme { any_of, .. } => t.requirement_programme(any_of.join(", ")),
        Requirement::Degree { any_of, .. } => t.requirement_degree(any_of.join(", ")),
        Requirement::Employment { .. } => t.requirement_employment().to_owned(),
        Requirement::CoursePassed { code, .. } => t.requirement_passed(code),
        Requirement::CourseNotPassed { code, .. } => t.requirement_not_passed(code),
        Requirement::OnePackageAtATime { .. } => t.requirement_one_package().to_owned(),
        Requirement::TermLoad { max_tenths, .. } => {
            t.requirement_load(dates::credits(t, *max_tenths))
        }
        Requirement::AllOf { of } => t.requirement_all(list(t, of)),
        Requirement::AnyOf { of } => t.requirement_any(list(t, of)),
    }
}

fn list(t: Texts, of: &[Requirement]) -> String {
    let said: Vec<String> = of.iter().map(|one| requirement(t, one)).collect();
    said.join("; ")
}
