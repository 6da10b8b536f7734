//! What a way demands, as far as it decides what is asked.

use samverkan_domain::admission::eligibility::Requirement;

pub(super) fn about_work(requirement: &Requirement) -> bool {
    match requirement {
        Requirement::Employment { .. } => true,
        Requirement::AllOf { of } | Requirement::AnyOf { of } => of.iter().any(about_work),
        _ => false,
    }
}

pub(super) fn about_credits(requirement: &Requirement) -> bool {
    match requirement {
        Requirement::MinCredits { .. } => true,
        Requirement::AllOf { of } | Requirement::AnyOf { of } => of.iter().any(about_credits),
        _ => false,
    }
}
