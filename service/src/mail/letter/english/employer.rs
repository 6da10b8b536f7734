//! The letters about an employer's nomination, in English.

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
            asked("An employee has been put forward for a course that the employer pays for, and it needs approval.".into(), what, *as_deputy, *answer_by, link)
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
            asked("We have not had an answer to our question about an employee who has been put forward for a course that the employer pays for.".into(), what, *as_deputy, *answer_by, link)
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
        greeted(employee).unwrap_or_else(|| "the name is on the page where you answer".into());
    let more = [
        ("Employee", &employee),
        ("Employer", employer),
        ("Contract", contract),
    ];
    facts(course, offering_code, &more)
}

fn asked(begin: String, what: String, as_deputy: bool, answer_by: Timestamp, link: &str) -> String {
    let role = if as_deputy {
        "We ask you as the deputy of the head. The answer that comes first counts, the head's or yours."
    } else {
        "We ask you as the head."
    };
    paragraphs([
        Some(format!("{begin} {role}")),
        Some(what),
        Some(answer("Do you approve?", answer_by, link)),
        Some(format!("{ONCE} You do not need to sign in.")),
        Some("If the answer is yes, we go on with the application. If the answer is no, or if nobody answers in time, the application is closed and the place in the contract may go to someone else. The employee is told.".into()),
        Some("Do you not know about this application? Contact us before you answer.".into()),
    ])
}

fn decided(offered: &str, outcome: NominationOutcome, url: &str) -> String {
    let (said, next) = match outcome {
        NominationOutcome::Approved => (
            "Your employer has approved that you take",
            "We are now reviewing your application. You will get an e-mail when there is a decision.",
        ),
        NominationOutcome::Refused => (
            "Your employer has not approved that you take",
            "The application is thereby closed. The decision is your employer's. Talk to your head if you wonder about it.",
        ),
        NominationOutcome::Expired => (
            "Your employer did not answer in time when we asked if you may take",
            "The application is thereby closed. Talk to your head: your employer can put you forward again, if there is time and a place left.",
        ),
    };
    let open = outcome != NominationOutcome::Approved;
    paragraphs([
        Some(format!("{said} {offered}.")),
        Some(next.into()),
        open.then(|| {
            format!("Do you want to apply on your own? At {url} you can see whether the course is also open for applications.")
        }),
    ])
}
