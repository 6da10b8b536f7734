//! The letters about signing in, applying, admission and leaving.

use super::{
    Letter, NATIONAL, Outcome, WithdrawalStage, paragraphs, sentence,
    shared::{appeal, facts, offered, place_wanted, reasons_given, reserve_place},
    when,
};
use crate::texts::Texts;
use jiff::Timestamp;
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    match letter {
        Letter::SignInCode {
            code,
            minutes,
            sign_in_link,
        } => sign_in_code(t, &line(code), *minutes, sign_in_link.as_deref()),
        Letter::ApplicationReceived {
            reference,
            course,
            offering_code,
            channel,
            received_at,
            outcome,
            answer_by,
            answer_link,
            receipt_link,
        } => {
            let more = [
                t.letter_fact_channel(line(channel)),
                t.letter_fact_application(line(reference)),
            ];
            let what = facts(t, course, offering_code, more);
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(t, by, link, url));
            let receipt = receipt_link.as_deref();
            received(t, what, *received_at, outcome, answer, receipt)
        }
        Letter::Admitted { .. } => admitted(letter, t, url),
        Letter::PlacedOnReserve {
            course,
            offering_code,
            group,
            position,
        } => {
            let place = reserve_place(t, Some(group), *position);
            paragraphs([
                Some(t.letter_on_reserve(offered(course, offering_code), place)),
                Some(t.letter_reserves().into()),
                Some(t.letter_leave_list(url)),
            ])
        }
        Letter::NotAdmitted {
            reference,
            course,
            offering_code,
            reasons,
            how_to_appeal,
        } => paragraphs([
            Some(t.letter_not_admitted(offered(course, offering_code))),
            reasons_given(t, reasons),
            Some(appeal(t, *how_to_appeal, &line(reference))),
        ]),
        Letter::WithdrawalReceived {
            stage,
            reference,
            course,
            offering_code,
            received_at,
        } => {
            let case = t.letter_fact_case(line(reference));
            let what = facts(t, course, offering_code, [case]);
            withdrawal(t, *stage, what, *received_at)
        }
        _ => String::new(),
    }
}

fn sign_in_code(t: Texts, code: &str, minutes: i64, link: Option<&str>) -> String {
    paragraphs([
        Some(t.letter_code(code)),
        Some(t.letter_code_valid(minutes)),
        link.map(|link| t.letter_code_link(line(link))),
        Some(t.letter_code_not_you().into()),
    ])
}

fn received(
    t: Texts,
    what: String,
    received_at: Timestamp,
    outcome: &Outcome,
    answer: Option<String>,
    receipt_link: Option<&str>,
) -> String {
    paragraphs([
        Some(t.letter_received(when::moment(received_at, t.language()))),
        Some(what),
        Some(what_next(t, outcome)),
        answer,
        Some(t.letter_received_keep().into()),
        receipt_link.map(|link| t.letter_received_link(line(link))),
    ])
}

fn what_next(t: Texts, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => format!("{} {}", t.letter_received_admitted(), t.letter_begin()),
        Outcome::Reserve { group, position } => {
            t.letter_received_reserve(reserve_place(t, Some(group), *position))
        }
        Outcome::UnderReview => t.letter_review().into(),
    }
}

fn admitted(letter: &Letter, t: Texts, url: &str) -> String {
    let Letter::Admitted {
        course,
        offering_code,
        starts_on,
        condition,
        answer_by,
        answer_link,
        decided_elsewhere,
    } = letter
    else {
        return String::new();
    };
    let day = when::day(*starts_on, t.language());
    let begin = t.letter_admitted(day, offered(course, offering_code));
    let condition = condition.as_deref().map(sentence);
    let condition = condition.map(|condition| t.letter_condition(condition));
    let (elsewhere, answer, place) = if *decided_elsewhere {
        (Some(self::decided_elsewhere(t, *answer_by)), None, NATIONAL)
    } else {
        let link = answer_link.as_deref();
        let answer = answer_by.map(|by| place_wanted(t, by, link, url));
        (None, answer, url)
    };
    paragraphs([
        Some(begin),
        elsewhere,
        condition,
        answer,
        Some(t.letter_begin().into()),
        Some(t.letter_leave(place)),
    ])
}

/// A copy of the national admissions system's decision is answered there.
pub(super) fn decided_elsewhere(t: Texts, answer_by: Option<Timestamp>) -> String {
    let by = answer_by.map(|by| when::moment(by, t.language()));
    paragraphs([
        Some(t.letter_copy().into()),
        by.map(|by| t.letter_copy_answer(by, NATIONAL)),
    ])
}

fn withdrawal(t: Texts, stage: WithdrawalStage, what: String, received_at: Timestamp) -> String {
    let moment = when::moment(received_at, t.language());
    let before = matches!(
        stage,
        WithdrawalStage::BeforePlace | WithdrawalStage::BeforeRegistration
    );
    let received = if before {
        t.letter_withdrawal(moment)
    } else {
        t.letter_leaving(moment)
    };
    let meaning = match stage {
        WithdrawalStage::BeforePlace => t.letter_withdrawal_waiting(),
        WithdrawalStage::BeforeRegistration => t.letter_withdrawal_means(),
        WithdrawalStage::Early => t.letter_leaving_early(),
        WithdrawalStage::Late => t.letter_leaving_late(),
    };
    paragraphs([
        Some(received),
        Some(what),
        Some(meaning.into()),
        (!before).then(|| t.letter_csn().into()),
    ])
}
