//! What a letter asks: until when, by which link.

use super::super::{
    Letter, Reminded,
    employer::approval,
    paragraphs,
    shared::{answer, once_or_signed_in, place_wanted},
    when,
};
use crate::texts::Texts;
use samverkan_domain::{template::Placeholder, text::plain_line as line};

pub(super) fn values(letter: &Letter, t: Texts, url: &str) -> Vec<(Placeholder, String)> {
    let day = |day| {
        let day = when::day(day, t.language());
        vec![(Placeholder::AnswerBy, day)]
    };
    let (by, link, request) = match letter {
        Letter::FollowUp { answer_by, .. } | Letter::FollowUpLate { answer_by, .. } => {
            return day(*answer_by);
        }
        Letter::ApplicationReceived {
            answer_by: Some(by),
            answer_link,
            ..
        }
        | Letter::Admitted {
            answer_by: Some(by),
            answer_link,
            decided_elsewhere: false,
            ..
        }
        | Letter::SelectionResult {
            answer_by: Some(by),
            answer_link,
            ..
        } => {
            let link = answer_link.as_deref();
            // Without a link of its own it is answered on the site.
            let request = place_wanted(t, *by, link, url);
            (*by, link.unwrap_or(url), request)
        }
        Letter::AnswerReminder {
            answer_by, link, ..
        }
        | Letter::Reminder {
            what: Reminded::Answer { answer_by, link },
            ..
        } => (
            *answer_by,
            &**link,
            place_wanted(t, *answer_by, Some(link), url),
        ),
        Letter::ReserveCalled {
            answer_by, link, ..
        }
        | Letter::ReserveReminder {
            answer_by, link, ..
        } => {
            let request = paragraphs([
                Some(answer(t, t.letter_want_place(), *answer_by, link)),
                Some(once_or_signed_in(t, url)),
                Some(t.letter_called_silence().into()),
            ]);
            (*answer_by, &**link, request)
        }
        Letter::ApprovalAsked {
            answer_by, link, ..
        }
        | Letter::ApprovalReminder {
            answer_by, link, ..
        } => (*answer_by, &**link, approval(t, *answer_by, link)),
        Letter::InterestAsked {
            answer_by, link, ..
        } => {
            let request = paragraphs([
                Some(answer(t, t.letter_interest_question(), *answer_by, link)),
                Some(once_or_signed_in(t, url)),
            ]);
            (*answer_by, &**link, request)
        }
        _ => return Vec::new(),
    };
    vec![
        (Placeholder::AnswerBy, when::moment(by, t.language())),
        (Placeholder::Link, line(link)),
        (Placeholder::AnswerRequest, request),
    ]
}
