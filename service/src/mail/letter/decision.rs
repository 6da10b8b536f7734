//! The letters that tell a decision or ask for and confirm its answer.

use super::{
    Letter, Outcome, list, paragraphs, sentence,
    shared::{appeal, offered, place_wanted, reasons_given, reserve_place},
};
use crate::texts::Texts;
use samverkan_domain::{template::Placeholder, text::plain_line as line};

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    match letter {
        Letter::SelectionResult { .. } => result(letter, t, url),
        Letter::AnswerReceived {
            course,
            offering_code,
            accepted,
        } => answered(t, &offered(course, offering_code), *accepted, url),
        Letter::AnswerReminder {
            course,
            offering_code,
            answer_by,
            link,
        } => paragraphs([
            Some(t.letter_answer_reminder(offered(course, offering_code))),
            Some(place_wanted(t, *answer_by, Some(link), url)),
        ]),
        Letter::Struck {
            reference,
            course,
            offering_code,
            reason,
        } => paragraphs([
            Some(t.letter_struck(offered(course, offering_code))),
            reasons_given(t, std::slice::from_ref(reason)),
            Some(t.letter_struck_then().into()),
            Some(appeal(t, false, &line(reference))),
        ]),
        Letter::DeferralDecided {
            reference,
            course,
            offering_code,
            granted,
            until_term,
            reasons,
        } => {
            let offered = offered(course, offering_code);
            let reference = line(reference);
            if *granted {
                deferred(t, &offered, until_term.as_deref(), reasons, &reference)
            } else {
                not_deferred(t, &offered, reasons, &reference, url)
            }
        }
        _ => String::new(),
    }
}

fn result(letter: &Letter, t: Texts, url: &str) -> String {
    let Letter::SelectionResult {
        course,
        offering_code,
        outcome,
        grounds,
        answer_by,
        answer_link,
        pseudonym,
        record_url,
        condition,
    } = letter
    else {
        return String::new();
    };
    let link = answer_link.as_deref();
    let condition = condition.as_deref().map(sentence);
    paragraphs([
        Some(decided(t, &offered(course, offering_code), outcome)),
        condition.map(|condition| match outcome {
            Outcome::Admitted => t.letter_condition(condition),
            _ => t.letter_condition_then(condition),
        }),
        grounds_given(t, grounds),
        answer_by.map(|by| place_wanted(t, by, link, url)),
        Some(next(t, outcome, url)),
        // Who knows the pseudonym knows the line.
        Some(t.letter_result_record(line(pseudonym), line(record_url))),
        Some(t.letter_result_appeal().into()),
    ])
}

/// What of it can stand in an administrator's words.
pub(super) fn values(letter: &Letter, t: Texts) -> Vec<(Placeholder, String)> {
    let Letter::SelectionResult {
        outcome,
        grounds,
        pseudonym,
        record_url,
        condition,
        ..
    } = letter
    else {
        return Vec::new();
    };
    let record = t.letter_result_record(line(pseudonym), line(record_url));
    let mut values = vec![(Placeholder::Record, record)];
    values.extend(grounds_given(t, grounds).map(|given| (Placeholder::Reasons, given)));
    let condition = condition.as_deref().map(sentence);
    let condition = condition.map(|condition| match outcome {
        Outcome::Admitted => t.letter_condition(condition),
        _ => t.letter_condition_then(condition),
    });
    values.extend(condition.map(|said| (Placeholder::Condition, said)));
    if let Outcome::Reserve { group, position } = outcome {
        let place = reserve_place(t, Some(group), *position);
        values.push((Placeholder::ReservePlace, place));
    }
    values
}

fn decided(t: Texts, offered: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => t.letter_result_admitted(offered),
        Outcome::Reserve { group, position } => {
            t.letter_result_reserve(offered, reserve_place(t, Some(group), *position))
        }
        Outcome::UnderReview => t.letter_result_undecided(offered),
    }
}

fn grounds_given(t: Texts, grounds: &[String]) -> Option<String> {
    (!grounds.is_empty()).then(|| {
        let grounds = grounds.iter().map(|ground| sentence(ground));
        t.letter_result_grounds(list(grounds))
    })
}

fn next(t: Texts, outcome: &Outcome, url: &str) -> String {
    match outcome {
        Outcome::Admitted => format!("{}\n\n{}", t.letter_begin(), t.letter_leave(url)),
        Outcome::Reserve { .. } => {
            format!("{}\n\n{}", t.letter_reserves(), t.letter_leave_list(url))
        }
        Outcome::UnderReview => t.letter_result_later().into(),
    }
}

fn answered(t: Texts, offered: &str, accepted: bool, url: &str) -> String {
    if accepted {
        paragraphs([
            Some(t.letter_accepted(offered)),
            Some(t.letter_begin().into()),
            Some(t.letter_leave(url)),
        ])
    } else {
        paragraphs([
            Some(t.letter_declined(offered)),
            Some(t.letter_declined_means().into()),
        ])
    }
}

fn deferred(
    t: Texts,
    offered: &str,
    until_term: Option<&str>,
    reasons: &[String],
    reference: &str,
) -> String {
    let said = match until_term {
        Some(term) => t.letter_deferred_until(offered, line(term)),
        None => t.letter_deferred(offered),
    };
    paragraphs([
        Some(said),
        reasons_given(t, reasons),
        Some(t.letter_deferred_keep(reference)),
    ])
}

fn not_deferred(t: Texts, offered: &str, reasons: &[String], reference: &str, url: &str) -> String {
    paragraphs([
        Some(t.letter_not_deferred(offered)),
        reasons_given(t, reasons),
        Some(appeal(t, true, reference)),
        Some(t.letter_not_deferred_leave(url)),
    ])
}
