//! The letters about an employer's nomination, in Swedish.

use super::{
    super::{Letter, NominationOutcome, greeted, paragraphs},
    ONCE, answer, facts, offered,
};
use jiff::Timestamp;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::ApprovalAsked {
            employee,
            course,
            offering_code,
            contract,
            employer,
            answer_by,
            link,
            as_deputy,
        } => {
            let what = nominated(employee, course, offering_code, [contract, employer]);
            asked("En medarbetare är anmäld till en kurs som arbetsgivaren betalar, och anmälan behöver godkännas.".into(), what, *as_deputy, *answer_by, link)
        }
        Letter::ApprovalReminder {
            employee,
            course,
            offering_code,
            contract,
            employer,
            answer_by,
            link,
            as_deputy,
        } => {
            let what = nominated(employee, course, offering_code, [contract, employer]);
            asked("Vi har inte fått något svar på vår fråga om en medarbetare som är anmäld till en kurs som arbetsgivaren betalar.".into(), what, *as_deputy, *answer_by, link)
        }
        Letter::NominationDecided {
            course,
            offering_code,
            outcome,
        } => decided(&offered(course, offering_code), *outcome, url),
        _ => String::new(),
    }
}

/// The applicant chooses both the name and whom it is sent to: an advertisement is left out, as in
/// a greeting.
fn nominated(
    employee: &str,
    course: &str,
    offering_code: &str,
    [contract, employer]: [&String; 2],
) -> String {
    let employee =
        greeted(employee).unwrap_or_else(|| "namnet finns på sidan där du svarar".into());
    let more = [
        ("Medarbetare", &employee),
        ("Arbetsgivare", employer),
        ("Avtal", contract),
    ];
    facts(course, offering_code, &more)
}

fn asked(begin: String, what: String, as_deputy: bool, answer_by: Timestamp, link: &str) -> String {
    let role = if as_deputy {
        "Du får frågan som chefens ersättare. Det svar som kommer först gäller, chefens eller ditt."
    } else {
        "Du får frågan som chef."
    };
    paragraphs([
        Some(format!("{begin} {role}")),
        Some(what),
        Some(answer("Godkänner du anmälan?", answer_by, link)),
        Some(format!("{ONCE} Du behöver inte logga in.")),
        Some("Om svaret är ja går vi vidare med anmälan. Om svaret är nej, eller om ingen svarar i tid, avslutas anmälan och platsen i avtalet kan gå till någon annan. Medarbetaren får besked.".into()),
        Some("Känner du inte till anmälan? Hör av dig till oss innan du svarar.".into()),
    ])
}

fn decided(offered: &str, outcome: NominationOutcome, url: &str) -> String {
    let (said, next) = match outcome {
        NominationOutcome::Approved => (
            "Din arbetsgivare har godkänt att du går",
            "Nu går vi igenom din anmälan. Du får ett mejl när det finns ett beslut.",
        ),
        NominationOutcome::Refused => (
            "Din arbetsgivare har inte godkänt att du går",
            "Anmälan är därmed avslutad. Beslutet är din arbetsgivares. Tala med din chef om du undrar över det.",
        ),
        NominationOutcome::Expired => (
            "Din arbetsgivare har inte svarat i tid på frågan om du får gå",
            "Anmälan är därmed avslutad. Tala med din chef: arbetsgivaren kan anmäla dig på nytt, om det finns tid och plats kvar.",
        ),
    };
    let open = outcome != NominationOutcome::Approved;
    paragraphs([
        Some(format!("{said} {offered}.")),
        Some(next.into()),
        open.then(|| {
            format!(
                "Vill du söka på egen hand? På {url} ser du om kursen också har en öppen anmälan."
            )
        }),
    ])
}
