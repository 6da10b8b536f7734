//! What is new in somebody's schedule, as a letter tells it.

use super::Slot;
use samverkan_domain::{notice::News, schedule::SessionMode};
use serde::{Deserialize, Serialize};

/// What is new on one offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseNews {
    pub course: String,
    pub offering_code: String,
    pub sessions: Vec<SessionNews>,
}

/// What is new about one session that the reader attends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNews {
    pub news: News,
    pub title: String,
    /// Code of the cohort that meets; `None`: everybody.
    pub cohort: Option<String>,
    /// When it is; of a cancelled one, when it would have been.
    pub slot: Slot,
    /// Why it is cancelled.
    pub reason: Option<String>,
    /// One line each.
    pub said: Vec<Said>,
}

/// One thing told about a session, with what it was before where there was anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Said {
    Time {
        before: Slot,
    },
    Title {
        before: String,
    },
    /// Where a session is that is new to the reader.
    At {
        place: String,
    },
    Place {
        before: Option<String>,
        after: Option<String>,
    },
    /// An old link is of no use to anybody.
    Link {
        after: Option<String>,
    },
    Mode {
        after: SessionMode,
    },
    Teacher {
        before: Option<String>,
        after: Option<String>,
    },
    Compulsory {
        after: bool,
    },
    /// Place or link is news, and the reader's are not written in mail.
    Withheld,
}

/// What a subject says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gist<'a> {
    /// The one session of the letter.
    Session(&'a SessionNews),
    /// Nothing but sessions of one course that are new.
    Published(&'a str),
    Course(&'a str),
    Courses(&'a str),
}

pub(super) fn gist(courses: &[CourseNews]) -> Gist<'_> {
    let published = |news: &CourseNews| news.sessions.iter().all(|s| s.news == News::Published);
    match courses {
        [one] if one.sessions.len() == 1 => Gist::Session(&one.sessions[0]),
        [one] if published(one) => Gist::Published(&one.course),
        [one] => Gist::Course(&one.course),
        [first, ..] => Gist::Courses(&first.course),
        [] => Gist::Course(""),
    }
}

/// Whether anything in the letter is of this kind.
pub(super) fn any(courses: &[CourseNews], news: News) -> bool {
    let mut sessions = courses.iter().flat_map(|course| &course.sessions);
    sessions.any(|session| session.news == news)
}

impl SessionNews {
    pub(super) fn moved(&self) -> bool {
        self.said.iter().any(|s| matches!(s, Said::Time { .. }))
    }

    pub(super) fn placed(&self) -> bool {
        self.said.iter().any(|s| matches!(s, Said::Place { .. }))
    }
}
