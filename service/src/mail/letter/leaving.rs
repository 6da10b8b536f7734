//! The letters to those who do not, or no longer, take part.

use super::{Letter, paragraphs, shared::offered, when};
use crate::texts::Texts;
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    match letter {
        Letter::FollowUp {
            course,
            offering_code,
            answer_by,
        } => {
            let day = when::day(*answer_by, t.language());
            paragraphs([
                Some(t.letter_follow_up(offered(course, offering_code))),
                Some(t.letter_follow_up_yes(&day)),
                Some(t.letter_follow_up_no(&day, url)),
                Some(t.letter_follow_up_means().into()),
                Some(t.letter_csn().into()),
            ])
        }
        Letter::FollowUpLate {
            course,
            offering_code,
            answer_by,
        } => {
            let day = when::day(*answer_by, t.language());
            paragraphs([
                Some(t.letter_late(offered(course, offering_code))),
                Some(t.letter_late_yes(&day)),
                Some(t.letter_late_no(&day, url)),
                Some(t.letter_late_means().into()),
                Some(t.letter_csn().into()),
            ])
        }
        Letter::NotStarted {
            reference,
            course,
            offering_code,
        } => paragraphs([
            Some(t.letter_not_started(offered(course, offering_code))),
            Some(t.letter_not_started_anew().into()),
            Some(t.letter_not_started_wrong(line(reference))),
        ]),
        _ => String::new(),
    }
}
