//! Reminders by rule: some days before or after a moment of an offering, at a time of day, to some of
//! its people.
//!
//! A rule goes off once for every occurrence of its moment, and then reminds whoever is meant just then;
//! who comes later has letters of their own. It does not go off for what had passed when it was made or
//! resumed, and never reminds of what has already begun.

mod people;

pub use people::{Audience, Candidate, LeftOut, Place, Told, recipients};

use crate::{
    id::{ApplicationId, CohortId, PersonId, SessionId},
    notice::{at_time, day},
    template::Kind,
};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most days before or after a moment.
pub const DAYS: i64 = 365;
/// When reminders go unless something else is said.
pub const USUAL_TIME: Time = Time::constant(9, 0, 0, 0);

/// Longest time between two looks at a rule: moments are moved.
pub const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// Longer than any rule goes without being looked at, also where instances' clocks differ.
pub const LOOK_AGAIN_MOST: SignedDuration = SignedDuration::from_hours(1);

/// What a rule counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// When a channel's window closes: once a channel, for who applied there.
    EnrolmentCloses,
    /// Until when an admitted person is to answer: each person's own.
    AnswerBy,
    CourseStart,
    /// Each person's first meeting.
    FirstSession,
    /// Every meeting.
    Session,
    CourseEnd,
}

impl Moment {
    /// The letter that tells of it.
    pub fn letter(self) -> Kind {
        match self {
            Self::EnrolmentCloses => Kind::RemindEnrolment,
            Self::AnswerBy => Kind::RemindAnswer,
            Self::CourseStart => Kind::RemindStart,
            Self::FirstSession | Self::Session => Kind::RemindMeeting,
            Self::CourseEnd => Kind::RemindEnd,
        }
    }

    /// Who attends, wherever their place is; for other moments only whose place is here.
    pub fn is_of_sessions(self) -> bool {
        matches!(self, Self::FirstSession | Self::Session)
    }
}

/// When a rule goes off: so many days after the moment, or before it if negative, at this time of day
/// in Stockholm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    pub days: i64,
    pub at: Time,
}

/// A meeting that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meets {
    pub session: SessionId,
    pub cohort: Option<CohortId>,
    pub starts_at: Timestamp,
}

/// What of an offering rules count from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moments {
    pub starts_on: Date,
    pub ends_on: Date,
    /// Channels whose window closes, by id.
    pub closes: BTreeMap<uuid::Uuid, Timestamp>,
    /// In order of time; only those that are published.
    pub meetings: Vec<Meets>,
}

/// Whom an occurrence is for, before the rule's audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Everybody,
    Channel(uuid::Uuid),
    Application(ApplicationId),
    /// Who attends this meeting.
    Meeting(SessionId, Option<CohortId>),
    /// Whose first meeting it is.
    First(SessionId),
}

/// One time that a rule goes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Its name: the same for the same thing, wherever it is moved to.
    pub key: String,
    /// When what is reminded of begins or ends.
    pub moment: Timestamp,
    pub fires_at: Timestamp,
    /// From when on it is too late to tell of it beforehand.
    over_at: Timestamp,
    before: bool,
    pub is_for: For,
}

/// Where an occurrence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Waits,
    Due,
    Fired,
    /// Its time had passed when the rule was made or resumed.
    Past,
    /// What it would remind of has begun, or is over.
    Over,
}

impl Occurrence {
    pub fn standing(&self, now: Timestamp, counts_from: Timestamp, fired: bool) -> Standing {
        if fired {
            Standing::Fired
        } else if self.fires_at < counts_from {
            Standing::Past
        } else if self.before && (now >= self.over_at || self.fires_at >= self.over_at) {
            Standing::Over
        } else if self.fires_at <= now {
            Standing::Due
        } else {
            Standing::Waits
        }
    }
}

/// All occurrences of a moment, in order of time.
pub fn occurrences(
    moment: Moment,
    offset: Offset,
    of: &Moments,
    people: &[Candidate],
) -> Vec<Occurrence> {
    let on_day = |key: &str, date: Date| {
        let begins = at_time(date, Time::midnight());
        let ends = at_time(date.tomorrow().unwrap_or(Date::MAX), Time::midnight());
        one(key.to_owned(), date, (begins, ends), offset, For::Everybody)
    };
    let at = |key: String, at: Timestamp, is_for| one(key, day(at), (at, at), offset, is_for);
    let mut all: Vec<Occurrence> = match moment {
        Moment::CourseStart => vec![on_day("course_start", of.starts_on)],
        Moment::CourseEnd => vec![on_day("course_end", of.ends_on)],
        Moment::EnrolmentCloses => of
            .closes
            .iter()
            .map(|(id, closes)| at(format!("closes:{id}"), *closes, For::Channel(*id)))
            .collect(),
        Moment::AnswerBy => people
            .iter()
            .filter_map(|one| {
                let place = one.place.as_ref()?;
                let by = place.answer_by?;
                let key = format!("answer:{}", place.application);
                Some(at(key, by, For::Application(place.application)))
            })
            .collect(),
        Moment::Session => of
            .meetings
            .iter()
            .map(|meets| {
                let is_for = For::Meeting(meets.session, meets.cohort);
                at(
                    format!("session:{}", meets.session),
                    meets.starts_at,
                    is_for,
                )
            })
            .collect(),
        Moment::FirstSession => {
            let first = firsts(of, people);
            let mut meetings = of.meetings.clone();
            meetings.retain(|meets| first.values().any(|session| *session == meets.session));
            meetings
                .iter()
                .map(|meets| {
                    let is_for = For::First(meets.session);
                    at(format!("first:{}", meets.session), meets.starts_at, is_for)
                })
                .collect()
        }
    };
    all.sort_by(|a, b| (a.fires_at, &a.key).cmp(&(b.fires_at, &b.key)));
    all
}

/// Everybody's first meeting.
fn firsts(of: &Moments, people: &[Candidate]) -> BTreeMap<PersonId, SessionId> {
    let first = |one: &Candidate| {
        let mut meetings = of.meetings.iter();
        let meets = meetings.find(|meets| one.attends(meets.cohort))?;
        Some((one.person, meets.session))
    };
    people.iter().filter_map(first).collect()
}

fn one(
    key: String,
    day: Date,
    (moment, over_at): (Timestamp, Timestamp),
    offset: Offset,
    is_for: For,
) -> Occurrence {
    let day = day.checked_add(offset.days.days()).unwrap_or(Date::MAX);
    Occurrence {
        key,
        moment,
        fires_at: at_time(day, offset.at),
        over_at,
        before: offset.days <= 0,
        is_for,
    }
}

#[cfg(test)]
mod tests;
