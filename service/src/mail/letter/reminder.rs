//! The reminders that administrators' rules send. They can be unsubscribed from; letters that somebody
//! would lose something without cannot, and are no reminders in this sense.

use super::{
    Letter, Meeting, paragraphs,
    shared::{offered, place_wanted},
    when,
};
use crate::texts::Texts;
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{template::Kind, text::plain_line as line};
use serde::{Deserialize, Serialize};

/// What is reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "moment", rename_all = "snake_case")]
pub enum Reminded {
    Enrolment { closes_at: Timestamp },
    Answer { answer_by: Timestamp, link: String },
    Start { starts_on: Date, ends_on: Date },
    Meeting { meeting: Meeting },
    End { starts_on: Date, ends_on: Date },
}

impl Reminded {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Enrolment { .. } => Kind::RemindEnrolment,
            Self::Answer { .. } => Kind::RemindAnswer,
            Self::Start { .. } => Kind::RemindStart,
            Self::Meeting { .. } => Kind::RemindMeeting,
            Self::End { .. } => Kind::RemindEnd,
        }
    }
}

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    let Letter::Reminder {
        what,
        course,
        offering_code,
        ..
    } = letter
    else {
        return String::new();
    };
    let offered = offered(course, offering_code);
    let (begin, then) = match what {
        Reminded::Enrolment { closes_at } => (
            t.letter_remind_enrolment(when::moment(*closes_at, t.language()), offered),
            t.letter_remind_enrolment_then(url),
        ),
        Reminded::Answer { answer_by, link } => (
            t.letter_answer_reminder(offered),
            place_wanted(t, *answer_by, Some(link), url),
        ),
        Reminded::Start { starts_on, .. } => (
            t.letter_remind_start(when::day(*starts_on, t.language()), offered),
            t.letter_remind_schedule(url),
        ),
        Reminded::Meeting { meeting } => (
            t.letter_remind_meeting(
                offered,
                when::span(meeting.slot, t.language()),
                line(&meeting.title),
            ),
            t.letter_remind_schedule(url),
        ),
        Reminded::End { ends_on, .. } => (
            t.letter_remind_end(when::day(*ends_on, t.language()), offered),
            t.letter_remind_end_then(url),
        ),
    };
    paragraphs([Some(begin), Some(then)])
}

pub(super) fn subject(what: &Reminded, t: Texts) -> &'static str {
    match what {
        Reminded::Enrolment { .. } => t.letter_remind_enrolment_subject(),
        Reminded::Answer { .. } => t.letter_answer_reminder_subject(),
        Reminded::Start { .. } => t.letter_remind_start_subject(),
        Reminded::Meeting { .. } => t.letter_remind_meeting_subject(),
        Reminded::End { .. } => t.letter_remind_end_subject(),
    }
}
