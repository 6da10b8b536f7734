//! The letters about an employer's nomination.

use super::{
    Letter, NominationOutcome, greeted, paragraphs,
    shared::{answer, facts, offered},
};
use crate::texts::Texts;
use jiff::Timestamp;
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
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
            let what = nominated(t, employee, course, offering_code, [contract, employer]);
            asked(t, t.letter_approval(), what, *as_deputy, *answer_by, link)
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
            let what = nominated(t, employee, course, offering_code, [contract, employer]);
            let begin = t.letter_approval_reminder();
            asked(t, begin, what, *as_deputy, *answer_by, link)
        }
        Letter::NominationDecided {
            course,
            offering_code,
            outcome,
        } => decided(t, &offered(course, offering_code), *outcome, url),
        Letter::Replaced {
            reference,
            course,
            offering_code,
        } => paragraphs([
            Some(t.letter_replaced(offered(course, offering_code))),
            Some(t.letter_replaced_wrong().into()),
            Some(t.letter_replaced_contact(line(reference))),
        ]),
        _ => String::new(),
    }
}

/// The applicant chooses both the name and whom it is sent to: an advertisement is left out, as in
/// a greeting.
pub(super) fn named(t: Texts, employee: &str) -> String {
    let named = greeted(employee).map(|name| line(&name));
    named.unwrap_or_else(|| t.letter_approval_name_there().into())
}

/// The question, and how it is answered.
pub(super) fn approval(t: Texts, by: Timestamp, link: &str) -> String {
    paragraphs([
        Some(answer(t, t.letter_approval_question(), by, link)),
        Some(format!("{} {}", t.letter_once(), t.letter_no_sign_in())),
    ])
}

fn nominated(
    t: Texts,
    employee: &str,
    course: &str,
    offering_code: &str,
    [contract, employer]: [&String; 2],
) -> String {
    let more = [
        t.letter_fact_employee(named(t, employee)),
        t.letter_fact_employer(line(employer)),
        t.letter_fact_contract(line(contract)),
    ];
    facts(t, course, offering_code, more)
}

fn asked(
    t: Texts,
    begin: &str,
    what: String,
    as_deputy: bool,
    answer_by: Timestamp,
    link: &str,
) -> String {
    let role = if as_deputy {
        t.letter_approval_deputy()
    } else {
        t.letter_approval_head()
    };
    paragraphs([
        Some(format!("{begin} {role}")),
        Some(what),
        Some(approval(t, answer_by, link)),
        Some(t.letter_approval_means().into()),
        Some(t.letter_approval_unknown().into()),
    ])
}

fn decided(t: Texts, offered: &str, outcome: NominationOutcome, url: &str) -> String {
    let (said, next) = match outcome {
        NominationOutcome::Approved => (t.letter_nomination_approved(offered), t.letter_review()),
        NominationOutcome::Refused => (
            t.letter_nomination_refused(offered),
            t.letter_nomination_refused_means(),
        ),
        NominationOutcome::Expired => (
            t.letter_nomination_expired(offered),
            t.letter_nomination_expired_means(),
        ),
    };
    let open = outcome != NominationOutcome::Approved;
    paragraphs([
        Some(said),
        Some(next.into()),
        open.then(|| t.letter_nomination_open(url)),
    ])
}
