//! The Swedish sentences.

use super::{
    Finding, Have, Met, Requirement, Standing,
    words::{decimal, numbered, one_of},
};

fn hp(tenths: i64) -> String {
    format!("{} hp", decimal(tenths, ','))
}

fn any(words: &[String]) -> String {
    one_of(words, "eller")
}

pub(super) fn sentence(finding: &Finding) -> String {
    let mut text = found(finding);
    if let (true, Some(due)) = (finding.too_late(), finding.due()) {
        text.push_str(&format!(" Sista dag var {due}."));
    }
    text
}

fn found(finding: &Finding) -> String {
    let only_stated = "Du har angett det men inte visat det.";
    let with_proof = |holds: String| match finding.met {
        Met::OnlyStated => format!("{holds} {only_stated}"),
        _ => holds,
    };
    let holds = matches!(finding.met, Met::Met | Met::OnlyStated);
    match (&finding.requirement, &finding.have) {
        (Requirement::MinCredits { tenths, .. }, Have::Credits { tenths: has }) if holds => {
            with_proof(format!(
                "Du har {} och det krävs {}.",
                hp(*has),
                hp(*tenths)
            ))
        }
        (Requirement::MinCredits { tenths, .. }, Have::Credits { tenths: has }) => {
            format!("Du har {} av de {} som krävs.", hp(*has), hp(*tenths))
        }
        (Requirement::MinCredits { tenths, .. }, _) => format!(
            "Det krävs {} och vi vet inte hur många högskolepoäng du har.",
            hp(*tenths)
        ),
        (Requirement::Programme { .. }, Have::Codes { codes }) if holds => {
            with_proof(format!("Du läser programmet {}.", any(codes)))
        }
        (Requirement::Programme { any_of, .. }, Have::Codes { codes }) => format!(
            "Du läser programmet {} men det krävs {}.",
            any(codes),
            any(any_of)
        ),
        (Requirement::Programme { any_of, .. }, _) => format!(
            "Det krävs att du läser programmet {} och vi vet inte vilket program du läser.",
            any(any_of)
        ),
        (Requirement::Degree { any_of, .. }, _) if holds => {
            with_proof(format!("Du har den examen som krävs: {}.", any(any_of)))
        }
        (Requirement::Degree { any_of, .. }, Have::Codes { .. }) => {
            format!("Du har inte den examen som krävs: {}.", any(any_of))
        }
        (Requirement::Degree { any_of, .. }, _) => format!(
            "Det krävs examen ({}) och vi vet inte vilken examen du har.",
            any(any_of)
        ),
        (Requirement::Employment { .. }, _) if holds => {
            with_proof("Du arbetar i skola eller med barn.".to_owned())
        }
        (Requirement::Employment { .. }, _) => {
            "Det krävs att du arbetar i skola eller med barn och vi vet inte var du arbetar."
                .to_owned()
        }
        (Requirement::CoursePassed { code, .. }, _) if holds => {
            with_proof(format!("Du är godkänd på kursen {code}."))
        }
        (Requirement::CoursePassed { code, .. }, _) => {
            format!("Du är inte godkänd på kursen {code}, som krävs.")
        }
        (Requirement::CourseNotPassed { code, .. }, _) if holds => {
            with_proof(format!("Du är inte redan godkänd på kursen {code}."))
        }
        (Requirement::CourseNotPassed { code, .. }, _) => {
            format!("Du är redan godkänd på kursen {code}.")
        }
        (Requirement::OnePackageAtATime { .. }, Have::Codes { codes }) if !codes.is_empty() => {
            format!(
                "Du har redan en plats i ett annat kurspaket: {}. Du kan läsa ett kurspaket i taget.",
                codes.join(", ")
            )
        }
        (Requirement::OnePackageAtATime { .. }, _) => {
            "Du har ingen plats i ett annat kurspaket.".to_owned()
        }
        (Requirement::TermLoad { max_tenths, .. }, Have::Credits { tenths }) => format!(
            "Med den här kursen har du {} under terminen. Det får vara högst {}.",
            hp(*tenths),
            hp(*max_tenths)
        ),
        (Requirement::TermLoad { max_tenths, .. }, _) => {
            format!("Du får ha högst {} under terminen.", hp(*max_tenths))
        }
        (Requirement::AllOf { .. } | Requirement::AnyOf { .. }, _) => group(finding),
    }
}

fn group(finding: &Finding) -> String {
    let spoken =
        |parts: Vec<&Finding>| -> Vec<String> { parts.into_iter().map(sentence).collect() };
    match (&finding.requirement, finding.best_part()) {
        (Requirement::AllOf { .. }, None) => "Inget krävs.".to_owned(),
        (Requirement::AllOf { .. }, _) => spoken(finding.spoken_parts()).join(" "),
        (_, Some(best)) if finding.standing == Standing::Eligible => sentence(best),
        (_, Some(_)) if finding.parts.len() == 1 => {
            spoken(finding.parts.iter().collect()).join(" ")
        }
        (_, Some(_)) => format!(
            "Du behöver uppfylla och visa ett av {} alternativ, men gör det inte än. {}",
            finding.parts.len(),
            numbered(&spoken(finding.parts.iter().collect()))
        ),
        (_, None) => "Kravet saknar alternativ och kan inte uppfyllas.".to_owned(),
    }
}

/// For a leaf that falls short.
pub(super) fn cure(finding: &Finding) -> String {
    let by = match finding.due() {
        Some(due) if !finding.too_late() => format!(" senast {due}"),
        _ => String::new(),
    };
    let stated = finding.met == Met::OnlyStated;
    match (&finding.requirement, &finding.have) {
        (Requirement::MinCredits { .. }, _) if stated => {
            format!("Visa intyg på dina högskolepoäng{by}.")
        }
        (Requirement::MinCredits { tenths, .. }, Have::Credits { tenths: has }) => {
            format!(
                "Lägg till {} och visa intyg{by}.",
                hp(tenths.saturating_sub(*has))
            )
        }
        (Requirement::MinCredits { tenths, .. }, _) => {
            format!("Visa intyg på minst {}{by}.", hp(*tenths))
        }
        (Requirement::Programme { any_of, .. }, _) => {
            format!("Visa intyg på att du läser programmet {}{by}.", any(any_of))
        }
        (Requirement::Degree { any_of, .. }, _) => {
            format!("Visa examensbevis ({}){by}.", any(any_of))
        }
        (Requirement::Employment { .. }, _) if stated => {
            format!("Visa intyg från din arbetsgivare{by}.")
        }
        (Requirement::Employment { .. }, _) => {
            format!("Ange din arbetsplats eller arbetsgivare{by}.")
        }
        (Requirement::CoursePassed { code, .. }, _) if stated => {
            format!("Visa intyg på att du är godkänd på kursen {code}{by}.")
        }
        (Requirement::CoursePassed { code, .. }, _) => {
            format!("Bli godkänd på kursen {code} och visa intyg{by}.")
        }
        (Requirement::CourseNotPassed { code, .. }, _) => {
            format!(
                "Visa resultatintyg, så att det syns att du inte är godkänd på kursen {code}{by}."
            )
        }
        (Requirement::OnePackageAtATime { .. }, Have::Codes { codes }) => {
            format!("Lämna din plats i {}{by}.", codes.join(", "))
        }
        (Requirement::TermLoad { max_tenths, .. }, Have::Credits { tenths }) => format!(
            "Lämna kurser på sammanlagt minst {}{by}, eller begär beslut om att få läsa mer än {}.",
            hp(tenths.saturating_sub(*max_tenths)),
            hp(*max_tenths)
        ),
        _ => format!("Uppfyll kravet{by}."),
    }
}

/// The requirement as part of a sentence.
pub(super) fn clause(requirement: &Requirement) -> String {
    let list = |of: &[Requirement]| of.iter().map(clause).collect::<Vec<_>>().join("; ");
    let clause = match requirement {
        Requirement::MinCredits { tenths, .. } => format!("minst {}", hp(*tenths)),
        Requirement::Programme { any_of, .. } => format!("du läser programmet {}", any(any_of)),
        Requirement::Degree { any_of, .. } => format!("du har examen: {}", any(any_of)),
        Requirement::Employment { .. } => "du arbetar i skola eller med barn".to_owned(),
        Requirement::CoursePassed { code, .. } => format!("godkänd på kursen {code}"),
        Requirement::CourseNotPassed { code, .. } => format!("inte redan godkänd på kursen {code}"),
        Requirement::OnePackageAtATime { .. } => "inget annat kurspaket samtidigt".to_owned(),
        Requirement::TermLoad { max_tenths, .. } => {
            format!(
                "högst {} under terminen, den här kursen inräknad",
                hp(*max_tenths)
            )
        }
        Requirement::AllOf { of } => format!("allt detta ({})", list(of)),
        Requirement::AnyOf { of } => format!("minst ett av detta ({})", list(of)),
    };
    match requirement.due() {
        Some(due) => format!("{clause} – kan uppfyllas eller visas senast {due}"),
        None => clause,
    }
}
