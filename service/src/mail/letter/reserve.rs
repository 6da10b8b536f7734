//! The letters to reserves.

use super::{
    CallOutcome, Letter, paragraphs, sentence,
    shared::{answer, offered, once_or_signed_in, reserve_place},
};
use crate::texts::Texts;
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    match letter {
        Letter::ReserveCalled {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
            reason,
        } => {
            let place = reserve_place(t, group.as_deref(), *position);
            let begin = t.letter_called(offered(course, offering_code), place);
            let why = t.letter_called_why(sentence(reason));
            let answer = answer(t, t.letter_want_place(), *answer_by, link);
            called(t, begin, Some(why), answer, url)
        }
        Letter::ReserveReminder {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
        } => {
            let place = reserve_place(t, group.as_deref(), *position);
            let begin = t.letter_called_reminder(offered(course, offering_code), place);
            let answer = answer(t, t.letter_want_place(), *answer_by, link);
            called(t, begin, None, answer, url)
        }
        Letter::ReserveCallEnded {
            course,
            offering_code,
            outcome,
        } => ended(t, &offered(course, offering_code), *outcome, url),
        Letter::InterestAsked {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
        } => {
            let place = reserve_place(t, group.as_deref(), *position);
            let question = t.letter_interest_question();
            paragraphs([
                Some(t.letter_on_reserve(offered(course, offering_code), place)),
                Some(answer(t, question, *answer_by, link)),
                Some(once_or_signed_in(t, url)),
                Some(t.letter_interest_means().into()),
            ])
        }
        Letter::Swapped {
            course,
            offering_code,
            left_offering_code,
        } => paragraphs([
            Some(t.letter_swapped(offered(course, offering_code))),
            Some(t.letter_swapped_left(line(left_offering_code))),
            Some(t.letter_begin().into()),
            Some(t.letter_leave(url)),
        ]),
        _ => String::new(),
    }
}

fn called(t: Texts, begin: String, why: Option<String>, answer: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        why,
        Some(answer),
        Some(once_or_signed_in(t, url)),
        Some(t.letter_called_silence().into()),
        Some(t.letter_called_no().into()),
    ])
}

fn ended(t: Texts, offered: &str, outcome: CallOutcome, url: &str) -> String {
    let (said, means) = match outcome {
        CallOutcome::Accepted => {
            let means = format!("{}\n\n{}", t.letter_begin(), t.letter_leave(url));
            (t.letter_call_accepted(offered), means)
        }
        CallOutcome::Declined => {
            let means = t.letter_call_declined_means().to_owned();
            (t.letter_call_declined(offered), means)
        }
        CallOutcome::Expired => {
            let means = t.letter_call_expired_means().to_owned();
            (t.letter_call_expired(offered), means)
        }
        CallOutcome::Cancelled => {
            let means = t.letter_call_cancelled_means().to_owned();
            (t.letter_call_cancelled(offered), means)
        }
    };
    paragraphs([Some(said), Some(means)])
}
