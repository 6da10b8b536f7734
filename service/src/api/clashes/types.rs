//! Wire types of clashes and of finding times.

use crate::api::types::{BusyCause, Day, Family, Instant, Weekday};
use poem_openapi::Object;
use serde::Deserialize;
use uuid::Uuid;

/// A session and what it clashes with.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SessionClashes {
    pub session: Uuid,
    /// Code; missing: the whole offering meets.
    pub cohort: Option<String>,
    pub title: String,
    /// Wall times in Stockholm.
    pub starts: String,
    pub ends: String,
    /// How many should come.
    pub people: i64,
    pub blocked: Vec<BlockedPerson>,
    pub families: Vec<BlockedFamily>,
    /// What else the teacher is taken by at the time.
    pub teacher: Vec<TakenBy>,
    /// What else the room is taken by at the time.
    pub room: Vec<TakenBy>,
    /// Red days, weekends, days outside the term.
    pub warnings: Vec<String>,
}

/// One who cannot come.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BlockedPerson {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    pub family: Option<Family>,
    /// Empty where it would betray where somebody is.
    pub by: Vec<BlockedBy>,
}

/// What takes up somebody's time.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BlockedBy {
    pub cause: BusyCause,
    /// Code of the programme or the offering.
    pub what: Option<String>,
}

/// How many of a family cannot come.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BlockedFamily {
    /// Missing: those of no family.
    pub family: Option<Family>,
    pub people: i64,
    pub blocked: i64,
}

/// Something else at the same time.
#[derive(Debug, Object)]
pub struct TakenBy {
    /// Code of the offering or programme.
    pub by: String,
    pub title: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
}

/// What time is sought; what is left out is left to the service.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct TimeQuestion {
    /// `5, 7, 10-12`; left out: all weeks of the offering.
    #[serde(default)]
    pub weeks: Option<String>,
    /// In how many of the weeks, the best being taken; left out: in all.
    #[serde(default)]
    pub meetings: Option<u32>,
    /// Left out: Monday to Friday.
    #[serde(default)]
    #[oai(default)]
    pub weekdays: Vec<Weekday>,
    /// Wall times such as `13:15`; left out: when lessons begin, and the evening.
    #[serde(default)]
    #[oai(default)]
    pub starts: Vec<String>,
    /// How long a meeting lasts; left out: 105.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Who must be free.
    #[serde(default)]
    #[oai(default)]
    pub teachers: Vec<String>,
    /// Which rooms are wanted.
    #[serde(default)]
    #[oai(default)]
    pub rooms: Vec<String>,
    /// A time for each cohort, rather than one for the whole offering.
    #[serde(default)]
    #[oai(default)]
    pub each_cohort: bool,
    /// How many times to answer with, at most 50; left out: 5.
    #[serde(default)]
    pub most: Option<u32>,
}

/// The best times for an offering or a cohort.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FoundTimes {
    /// Code; missing: the whole offering.
    pub cohort: Option<String>,
    pub people: i64,
    /// The best first.
    pub patterns: Vec<TimePattern>,
    /// How many cannot come, hour by hour of the week.
    pub hours: Vec<WeekHour>,
}

/// A weekly time.
#[derive(Debug, Object)]
pub struct TimePattern {
    pub weekday: Weekday,
    /// `13:15`.
    pub start: String,
    pub minutes: u32,
    pub cost: TimeCost,
    pub meetings: Vec<TimeMeeting>,
    /// Why it stands where it stands, what weighs most first.
    pub reasons: Vec<String>,
}

/// What a time costs; compared field by field, in this order.
#[derive(Debug, Object)]
pub struct TimeCost {
    /// Meetings that cannot be held: red days, a teacher who is taken, a time that does not exist.
    pub not_held: u32,
    /// People who cannot come, meeting by meeting.
    pub blocked: u32,
    /// Families of whom nobody can come, meeting by meeting.
    pub families_missing: u32,
    pub rooms_taken: u32,
    /// People whose schools have a holiday, meeting by meeting.
    pub on_holiday: u32,
    /// People who would rather not, meeting by meeting.
    pub avoided: u32,
}

/// One meeting of a weekly time.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TimeMeeting {
    /// ISO week.
    pub week: i32,
    pub date: Day,
    /// Wall times in Stockholm; missing if the clock changes then.
    pub starts: Option<String>,
    pub ends: Option<String>,
    pub cost: TimeCost,
    /// The name of the red day.
    pub red_day: Option<String>,
    pub families_missing: Vec<Family>,
    /// Taken at the time.
    pub teachers: Vec<String>,
    pub rooms: Vec<String>,
}

/// An hour of the week, over all the weeks asked about.
#[derive(Debug, Object)]
pub struct WeekHour {
    pub weekday: Weekday,
    /// `13:00`.
    pub start: String,
    /// Share of the people who cannot come, on average (0–100).
    pub percent: u32,
    /// Most people in any one week.
    pub worst: u32,
    /// Weeks in which everybody can come.
    pub free_weeks: u32,
}
