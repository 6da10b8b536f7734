//! The English sentences.

use super::{
    Finding, Have, Met, Requirement, Standing,
    words::{decimal, numbered, one_of},
};

fn credits(tenths: i64) -> String {
    let unit = if tenths == 10 { "credit" } else { "credits" };
    format!("{} {unit}", decimal(tenths, '.'))
}

fn any(words: &[String]) -> String {
    one_of(words, "or")
}

pub(super) fn sentence(finding: &Finding) -> String {
    let mut text = found(finding);
    if let (true, Some(due)) = (finding.too_late(), finding.due()) {
        text.push_str(&format!(" The last day was {due}."));
    }
    text
}

fn found(finding: &Finding) -> String {
    let only_stated = "You have stated it but not shown it.";
    let with_proof = |holds: String| match finding.met {
        Met::OnlyStated => format!("{holds} {only_stated}"),
        _ => holds,
    };
    let holds = matches!(finding.met, Met::Met | Met::OnlyStated);
    match (&finding.requirement, &finding.have) {
        (Requirement::MinCredits { tenths, .. }, Have::Credits { tenths: has }) if holds => {
            with_proof(format!(
                "You have {} and {} are required.",
                credits(*has),
                decimal(*tenths, '.')
            ))
        }
        (Requirement::MinCredits { tenths, .. }, Have::Credits { tenths: has }) => format!(
            "You have {} of the {} required.",
            credits(*has),
            decimal(*tenths, '.')
        ),
        (Requirement::MinCredits { tenths, .. }, _) => format!(
            "The course requires {} and we do not know how many you have.",
            credits(*tenths)
        ),
        (Requirement::Programme { .. }, Have::Codes { codes }) if holds => {
            with_proof(format!("You study the programme {}.", any(codes)))
        }
        (Requirement::Programme { any_of, .. }, Have::Codes { codes }) => format!(
            "You study the programme {} but {} is required.",
            any(codes),
            any(any_of)
        ),
        (Requirement::Programme { any_of, .. }, _) => format!(
            "The course requires that you study the programme {} and we do not know which programme you study.",
            any(any_of)
        ),
        (Requirement::Degree { any_of, .. }, _) if holds => {
            with_proof(format!("You have the degree required: {}.", any(any_of)))
        }
        (Requirement::Degree { any_of, .. }, Have::Codes { .. }) => {
            format!("You do not have the degree required: {}.", any(any_of))
        }
        (Requirement::Degree { any_of, .. }, _) => format!(
            "The course requires a degree ({}) and we do not know which degree you have.",
            any(any_of)
        ),
        (Requirement::Employment { .. }, _) if holds => {
            with_proof("You work in a school or with children.".to_owned())
        }
        (Requirement::Employment { .. }, _) => {
            "The course requires that you work in a school or with children and we do not know where you work."
                .to_owned()
        }
        (Requirement::CoursePassed { code, .. }, _) if holds => {
            with_proof(format!("You have passed the course {code}."))
        }
        (Requirement::CoursePassed { code, .. }, _) => {
            format!("You have not passed the course {code}, which is required.")
        }
        (Requirement::CourseNotPassed { code, .. }, _) if holds => {
            with_proof(format!("You have not already passed the course {code}."))
        }
        (Requirement::CourseNotPassed { code, .. }, _) => {
            format!("You have already passed the course {code}.")
        }
        (Requirement::OnePackageAtATime { .. }, Have::Codes { codes }) if !codes.is_empty() => {
            format!(
                "You already have a place in another package: {}. You can take one package at a time.",
                codes.join(", ")
            )
        }
        (Requirement::OnePackageAtATime { .. }, _) => {
            "You have no place in another package.".to_owned()
        }
        (Requirement::TermLoad { max_tenths, .. }, Have::Credits { tenths }) => format!(
            "With this course you have {} in the term. The most allowed is {}.",
            credits(*tenths),
            decimal(*max_tenths, '.')
        ),
        (Requirement::TermLoad { max_tenths, .. }, _) => {
            format!("You may have at most {} in the term.", credits(*max_tenths))
        }
        (Requirement::AllOf { .. } | Requirement::AnyOf { .. }, _) => group(finding),
    }
}

fn group(finding: &Finding) -> String {
    let spoken =
        |parts: Vec<&Finding>| -> Vec<String> { parts.into_iter().map(sentence).collect() };
    match (&finding.requirement, finding.best_part()) {
        (Requirement::AllOf { .. }, None) => "Nothing is required.".to_owned(),
        (Requirement::AllOf { .. }, _) => spoken(finding.spoken_parts()).join(" "),
        (_, Some(best)) if finding.standing == Standing::Eligible => sentence(best),
        (_, Some(_)) if finding.parts.len() == 1 => {
            spoken(finding.parts.iter().collect()).join(" ")
        }
        (_, Some(_)) => format!(
            "You need to meet and show one of {} alternatives, but do not yet. {}",
            finding.parts.len(),
            numbered(&spoken(finding.parts.iter().collect()))
        ),
        (_, None) => "The requirement has no alternatives and cannot be met.".to_owned(),
    }
}

/// For a leaf that falls short.
pub(super) fn cure(finding: &Finding) -> String {
    let by = match finding.due() {
        Some(due) if !finding.too_late() => format!(" by {due} at the latest"),
        _ => String::new(),
    };
    let stated = finding.met == Met::OnlyStated;
    match (&finding.requirement, &finding.have) {
        (Requirement::MinCredits { .. }, _) if stated => {
            format!("Show a certificate of your credits{by}.")
        }
        (Requirement::MinCredits { tenths, .. }, Have::Credits { tenths: has }) => format!(
            "Add {} and show a certificate{by}.",
            credits(tenths.saturating_sub(*has))
        ),
        (Requirement::MinCredits { tenths, .. }, _) => {
            format!("Show a certificate of at least {}{by}.", credits(*tenths))
        }
        (Requirement::Programme { any_of, .. }, _) => format!(
            "Show a certificate that you study the programme {}{by}.",
            any(any_of)
        ),
        (Requirement::Degree { any_of, .. }, _) => {
            format!("Show a degree certificate ({}){by}.", any(any_of))
        }
        (Requirement::Employment { .. }, _) if stated => {
            format!("Show a certificate from your employer{by}.")
        }
        (Requirement::Employment { .. }, _) => format!("Give your workplace or employer{by}."),
        (Requirement::CoursePassed { code, .. }, _) if stated => {
            format!("Show a certificate that you have passed the course {code}{by}.")
        }
        (Requirement::CoursePassed { code, .. }, _) => {
            format!("Pass the course {code} and show a certificate{by}.")
        }
        (Requirement::CourseNotPassed { code, .. }, _) => format!(
            "Show a transcript from which it is clear that you have not passed the course {code}{by}."
        ),
        (Requirement::OnePackageAtATime { .. }, Have::Codes { codes }) => {
            format!("Give up your place in {}{by}.", codes.join(", "))
        }
        (Requirement::TermLoad { max_tenths, .. }, Have::Credits { tenths }) => format!(
            "Leave courses of at least {} in all{by}, or ask for a decision that you may study more than {}.",
            credits(tenths.saturating_sub(*max_tenths)),
            credits(*max_tenths)
        ),
        _ => format!("Meet the requirement{by}."),
    }
}

/// The requirement as part of a sentence.
pub(super) fn clause(requirement: &Requirement) -> String {
    let list = |of: &[Requirement]| of.iter().map(clause).collect::<Vec<_>>().join("; ");
    let clause = match requirement {
        Requirement::MinCredits { tenths, .. } => format!("at least {}", credits(*tenths)),
        Requirement::Programme { any_of, .. } => format!("you study the programme {}", any(any_of)),
        Requirement::Degree { any_of, .. } => format!("you have the degree {}", any(any_of)),
        Requirement::Employment { .. } => "you work in a school or with children".to_owned(),
        Requirement::CoursePassed { code, .. } => format!("you have passed the course {code}"),
        Requirement::CourseNotPassed { code, .. } => {
            format!("you have not already passed the course {code}")
        }
        Requirement::OnePackageAtATime { .. } => "no other package at the same time".to_owned(),
        Requirement::TermLoad { max_tenths, .. } => format!(
            "at most {} in the term, this course included",
            credits(*max_tenths)
        ),
        Requirement::AllOf { of } => format!("all of these ({})", list(of)),
        Requirement::AnyOf { of } => format!("at least one of these ({})", list(of)),
    };
    match requirement.due() {
        Some(due) => format!("{clause} – may be met or shown by {due} at the latest"),
        None => clause,
    }
}
