//! When people meet: a session, and what may be done to it.
//!
//! Calendars take a change only if `sequence` and `modified_at` grow (RFC 5545 §3.8.7.3–4), and
//! fetch in vain if they grow without one. So exactly the visible changes move them, by one and by
//! at least a second. A session is never removed: it is cancelled, and its UID never reused.

use crate::{
    id::{CohortId, OfferingId, SessionId},
    limits,
    person::Language,
    term::{RedDay, Term, TermCode, red_day},
    text::plain_line,
};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use crate::calendar::wall_time::{
    Fold, TimeProblem, WallTime, YEARS, ZONE, resolve, whole_seconds,
};

/// Longest session (hours).
pub const SESSION_HOURS: i64 = 24;
/// Longest UID (octets, RFC 7986 §5.3).
pub const UID_OCTETS: usize = 255;

/// How people take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionMode {
    Campus,
    Online,
    /// Some in the room, some online.
    Hybrid,
}

impl SessionMode {
    /// As files and the API write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Campus => "campus",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }

    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (_, Self::Campus) => "campus",
            (_, Self::Online) => "online",
            (Language::Sv, Self::Hybrid) => "hybrid (på plats och online)",
            (Language::En, Self::Hybrid) => "hybrid (on site and online)",
        }
    }
}

/// How firm a session is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SessionState {
    /// Shown as preliminary; may still move.
    Preliminary,
    Published,
    /// Shown as cancelled until [`limits::TOMBSTONE_DAYS`] after its end.
    Cancelled {
        reason: String,
        at: Timestamp,
    },
}

impl SessionState {
    fn name(&self) -> &'static str {
        match self {
            Self::Preliminary => "preliminary",
            Self::Published => "published",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

/// One dated meeting of an offering, or of one of its cohorts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub offering: OfferingId,
    /// `None`: the whole offering meets.
    pub cohort: Option<CohortId>,
    pub title: String,
    pub starts: WallTime,
    /// Excluded: a session that ends 15:00 leaves 15:00 free.
    pub ends: WallTime,
    pub place: Option<String>,
    pub online_url: Option<String>,
    pub mode: SessionMode,
    pub teacher: Option<String>,
    pub compulsory: bool,
    pub state: SessionState,
    /// The name by which calendars know the session (RFC 5545 §3.8.4.7). Never changes.
    pub uid: String,
    /// Grows by one with every visible change (RFC 5545 §3.8.7.4).
    pub sequence: i32,
    /// Whole seconds.
    pub created_at: Timestamp,
    /// Whole seconds; grows with every visible change.
    pub modified_at: Timestamp,
}

/// A session to be scheduled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    pub id: SessionId,
    pub offering: OfferingId,
    pub cohort: Option<CohortId>,
    pub title: String,
    pub starts: WallInput,
    pub ends: WallInput,
    pub place: Option<String>,
    pub online_url: Option<String>,
    pub mode: SessionMode,
    pub teacher: Option<String>,
    pub compulsory: bool,
    pub preliminary: bool,
    /// See [`uid`]. An imported session keeps the UID it came with.
    pub uid: String,
}

/// A wall time as a person gives it, before it is known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallInput {
    pub wall: DateTime,
    /// Needed only where the time comes twice.
    #[serde(default)]
    pub fold: Option<Fold>,
}

impl From<DateTime> for WallInput {
    fn from(wall: DateTime) -> Self {
        Self { wall, fold: None }
    }
}

/// One field of a change: leave it, or give it a value (which may be "none").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edit<T> {
    #[default]
    Keep,
    Set(T),
}

/// What to change in a session. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SessionChange {
    pub title: Edit<String>,
    pub starts: Edit<WallInput>,
    pub ends: Edit<WallInput>,
    pub place: Edit<Option<String>>,
    pub online_url: Edit<Option<String>>,
    pub mode: Edit<SessionMode>,
    pub teacher: Edit<Option<String>>,
    pub compulsory: Edit<bool>,
    pub preliminary: Edit<bool>,
}

/// The field of a session that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Title,
    Starts,
    Ends,
    Place,
    OnlineUrl,
    Mode,
    Teacher,
    Compulsory,
    State,
}

impl Field {
    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Sv, Self::Title) => "rubrik",
            (Language::En, Self::Title) => "title",
            (Language::Sv, Self::Starts) => "börjar",
            (Language::En, Self::Starts) => "starts",
            (Language::Sv, Self::Ends) => "slutar",
            (Language::En, Self::Ends) => "ends",
            (Language::Sv, Self::Place) => "plats",
            (Language::En, Self::Place) => "place",
            (Language::Sv, Self::OnlineUrl) => "länk",
            (Language::En, Self::OnlineUrl) => "link",
            (Language::Sv, Self::Mode) => "form",
            (Language::En, Self::Mode) => "mode",
            (Language::Sv, Self::Teacher) => "lärare",
            (Language::En, Self::Teacher) => "teacher",
            (Language::Sv, Self::Compulsory) => "obligatoriskt",
            (Language::En, Self::Compulsory) => "compulsory",
            (_, Self::State) => "status",
        }
    }
}

/// One visible change. Values are in one neutral form: times as [`WallTime`] displays them,
/// `campus`, `true`, `preliminary`; `None` where there was or is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: Field,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Why a session cannot be scheduled or changed so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("{field:?}: {problem}")]
    Time { field: Field, problem: TimeProblem },
    #[error("the session does not end after it starts")]
    EndsTooEarly,
    #[error("the session is longer than {SESSION_HOURS} hours")]
    TooLong,
    #[error("the title is empty")]
    NoTitle,
    #[error("{field:?} is longer than {limit} characters")]
    TextTooLong { field: Field, limit: usize },
    #[error("the link is not an https address")]
    Url,
    #[error("the UID is not a printable name")]
    Uid,
    #[error("a reason is needed")]
    NoReason,
    #[error("the reason is longer than {} characters", limits::TEXT_CHARS)]
    ReasonTooLong,
    #[error("the session is cancelled")]
    Cancelled,
    #[error("the session is not cancelled")]
    NotCancelled,
    #[error("the session has been changed too many times")]
    TooManyChanges,
}

impl Refusal {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Time { problem, .. } => problem.code(),
            Self::EndsTooEarly => "session_ends_too_early",
            Self::TooLong => "session_too_long",
            Self::NoTitle => "session_no_title",
            Self::TextTooLong { .. } => "session_text_too_long",
            Self::Url => "session_url",
            Self::Uid => "session_uid",
            Self::NoReason => "session_no_reason",
            Self::ReasonTooLong => "session_reason_too_long",
            Self::Cancelled => "session_cancelled",
            Self::NotCancelled => "session_not_cancelled",
            Self::TooManyChanges => "session_too_many_changes",
        }
    }

    /// The field to point at, where one is to blame.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Time { field, .. } | Self::TextTooLong { field, .. } => Some(*field),
            Self::EndsTooEarly | Self::TooLong => Some(Field::Ends),
            Self::NoTitle => Some(Field::Title),
            Self::Url => Some(Field::OnlineUrl),
            _ => None,
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Sv => self.sentence_sv(),
            Language::En => self.sentence_en(),
        }
    }

    fn sentence_sv(&self) -> String {
        match self {
            Self::Time { problem, .. } => problem.sentence(Language::Sv),
            Self::EndsTooEarly => "Tillfället måste sluta efter att det har börjat.".to_owned(),
            Self::TooLong => format!("Ett tillfälle får vara högst {SESSION_HOURS} timmar."),
            Self::NoTitle => "Tillfället behöver en rubrik.".to_owned(),
            Self::TextTooLong { field, limit } => {
                format!(
                    "Texten i fältet ”{}” får vara högst {limit} tecken.",
                    field.name(Language::Sv)
                )
            }
            Self::Url => {
                "Länken måste vara en fullständig adress som börjar med https://.".to_owned()
            }
            Self::Uid => format!(
                "Kalendernamnet (UID) får bara ha synliga ASCII-tecken utan , ; \\ och \", högst {UID_OCTETS}."
            ),
            Self::NoReason => "Skriv varför tillfället ställs in.".to_owned(),
            Self::ReasonTooLong => {
                format!("Skälet får vara högst {} tecken.", limits::TEXT_CHARS)
            }
            Self::Cancelled => "Tillfället är inställt. Återuppta det först.".to_owned(),
            Self::NotCancelled => "Tillfället är inte inställt.".to_owned(),
            Self::TooManyChanges => {
                "Tillfället har ändrats för många gånger. Lägg upp ett nytt.".to_owned()
            }
        }
    }

    fn sentence_en(&self) -> String {
        match self {
            Self::Time { problem, .. } => problem.sentence(Language::En),
            Self::EndsTooEarly => "The session must end after it starts.".to_owned(),
            Self::TooLong => format!("A session may be at most {SESSION_HOURS} hours long."),
            Self::NoTitle => "The session needs a title.".to_owned(),
            Self::TextTooLong { field, limit } => {
                format!(
                    "The text in “{}” may be at most {limit} characters.",
                    field.name(Language::En)
                )
            }
            Self::Url => "The link must be a full address that starts with https://.".to_owned(),
            Self::Uid => format!(
                "The calendar name (UID) may have only visible ASCII characters without , ; \\ and \", at most {UID_OCTETS}."
            ),
            Self::NoReason => "Say why the session is cancelled.".to_owned(),
            Self::ReasonTooLong => {
                format!(
                    "The reason may be at most {} characters.",
                    limits::TEXT_CHARS
                )
            }
            Self::Cancelled => "The session is cancelled. Revive it first.".to_owned(),
            Self::NotCancelled => "The session is not cancelled.".to_owned(),
            Self::TooManyChanges => {
                "The session has been changed too many times. Make a new one.".to_owned()
            }
        }
    }
}

/// What is odd about a session, though allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    RedDay { day: RedDay },
    Weekend { date: Date },
    OutsideTerm { date: Date, term: TermCode },
}

impl Warning {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RedDay { .. } => "red_day",
            Self::Weekend { .. } => "weekend",
            Self::OutsideTerm { .. } => "outside_term",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match (language, self) {
            (Language::Sv, Self::RedDay { day }) => format!("{} är {}.", day.date, day.sv),
            (Language::En, Self::RedDay { day }) => format!("{} is {}.", day.date, day.en),
            (Language::Sv, Self::Weekend { date }) => format!("{date} är en {}.", weekend(*date).0),
            (Language::En, Self::Weekend { date }) => format!("{date} is a {}.", weekend(*date).1),
            (Language::Sv, Self::OutsideTerm { date, term }) => {
                format!("{date} ligger utanför {}.", term.name(Language::Sv))
            }
            (Language::En, Self::OutsideTerm { date, term }) => {
                format!("{date} lies outside the {}.", term.name(Language::En))
            }
        }
    }
}

fn weekend(date: Date) -> (&'static str, &'static str) {
    if date.weekday() == Weekday::Saturday {
        ("lördag", "Saturday")
    } else {
        ("söndag", "Sunday")
    }
}

/// The UID of a session we make: its id at our host. The id is random, so the UID tells nothing
/// and never changes with title, time or place.
pub fn uid(id: SessionId, host: &str) -> String {
    format!("{id}@{host}")
}

/// Schedules a session.
pub fn schedule(new: NewSession, now: Timestamp) -> Result<Session, Refusal> {
    let now = whole_seconds(now);
    let session = Session {
        id: new.id,
        offering: new.offering,
        cohort: new.cohort,
        title: title(&new.title)?,
        starts: wall_time(Field::Starts, new.starts)?,
        ends: wall_time(Field::Ends, new.ends)?,
        place: line(Field::Place, new.place.as_deref())?,
        online_url: url(new.online_url.as_deref())?,
        mode: new.mode,
        teacher: line(Field::Teacher, new.teacher.as_deref())?,
        compulsory: new.compulsory,
        state: open_state(new.preliminary),
        uid: new.uid,
        sequence: 0,
        created_at: now,
        modified_at: now,
    };
    check_length(&session)?;
    check_uid(&session.uid)?;
    Ok(session)
}

/// Changes a session. The list names what became different; if nothing did, the session comes
/// back as it was and the list is empty. A cancelled session must be revived first.
pub fn reschedule(
    session: Session,
    change: SessionChange,
    now: Timestamp,
) -> Result<(Session, Vec<Change>), Refusal> {
    if matches!(session.state, SessionState::Cancelled { .. }) {
        return Err(Refusal::Cancelled);
    }
    let mut after = session.clone();
    if let Edit::Set(text) = change.title {
        after.title = title(&text)?;
    }
    if let Edit::Set(time) = change.starts {
        after.starts = wall_time(Field::Starts, time)?;
    }
    if let Edit::Set(time) = change.ends {
        after.ends = wall_time(Field::Ends, time)?;
    }
    if let Edit::Set(text) = change.place {
        after.place = line(Field::Place, text.as_deref())?;
    }
    if let Edit::Set(text) = change.online_url {
        after.online_url = url(text.as_deref())?;
    }
    if let Edit::Set(mode) = change.mode {
        after.mode = mode;
    }
    if let Edit::Set(text) = change.teacher {
        after.teacher = line(Field::Teacher, text.as_deref())?;
    }
    if let Edit::Set(compulsory) = change.compulsory {
        after.compulsory = compulsory;
    }
    if let Edit::Set(preliminary) = change.preliminary {
        after.state = open_state(preliminary);
    }
    check_length(&after)?;
    let changes = differences(&session, &after);
    if changes.is_empty() {
        return Ok((session, changes));
    }
    Ok((touch(after, now)?, changes))
}

/// Cancels a session. The reason is for the audit and the mail; it is not put in feeds, where it
/// could tell about a person.
pub fn cancel(session: Session, reason: &str, now: Timestamp) -> Result<Session, Refusal> {
    if matches!(session.state, SessionState::Cancelled { .. }) {
        return Err(Refusal::Cancelled);
    }
    let reason = plain_line(reason);
    if reason.is_empty() {
        return Err(Refusal::NoReason);
    }
    if reason.chars().count() > limits::TEXT_CHARS {
        return Err(Refusal::ReasonTooLong);
    }
    let mut session = touch(session, now)?;
    // The instant that is kept: later than `now` where the clock has gone back, or in a second that has seen a change.
    let at = session.modified_at;
    session.state = SessionState::Cancelled { reason, at };
    Ok(session)
}

/// Takes a cancellation back: the session is published again, under the same UID.
pub fn revive(mut session: Session, now: Timestamp) -> Result<Session, Refusal> {
    if !matches!(session.state, SessionState::Cancelled { .. }) {
        return Err(Refusal::NotCancelled);
    }
    session.state = SessionState::Published;
    touch(session, now)
}

/// Marks a session as visibly changed. For use when something shown with it has changed outside
/// it: the name of the course or the cohort.
///
/// `modified_at` grows even if the clock has gone back.
pub fn touch(mut session: Session, now: Timestamp) -> Result<Session, Refusal> {
    session.sequence = session
        .sequence
        .checked_add(1)
        .ok_or(Refusal::TooManyChanges)?;
    let later = session
        .modified_at
        .saturating_add(SignedDuration::from_secs(1));
    session.modified_at = whole_seconds(now).max(later.unwrap_or(Timestamp::MAX));
    Ok(session)
}

/// What is odd about the time of a session: red days, weekends, days outside the term. A red day
/// in a weekend is named once, as the red day.
pub fn warnings(starts: WallTime, ends: WallTime, term: Option<&Term>) -> Vec<Warning> {
    let first = starts.wall().date();
    // The end is excluded: a session until midnight does not touch the next day.
    let last = ends.wall().saturating_sub(1.second()).date().max(first);
    let mut warnings = Vec::new();
    let mut date = first;
    loop {
        if let Some(day) = red_day(date) {
            warnings.push(Warning::RedDay { day });
        } else if matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            warnings.push(Warning::Weekend { date });
        }
        if let Some(term) = term.filter(|term| !term.contains(date)) {
            warnings.push(Warning::OutsideTerm {
                date,
                term: term.code,
            });
        }
        match date.tomorrow() {
            Ok(next) if next <= last => date = next,
            _ => return warnings,
        }
    }
}

fn open_state(preliminary: bool) -> SessionState {
    if preliminary {
        SessionState::Preliminary
    } else {
        SessionState::Published
    }
}

fn wall_time(field: Field, input: WallInput) -> Result<WallTime, Refusal> {
    WallTime::new(input.wall, input.fold).map_err(|problem| Refusal::Time { field, problem })
}

fn check_length(session: &Session) -> Result<(), Refusal> {
    let length = session
        .ends
        .instant()
        .duration_since(session.starts.instant());
    if length <= SignedDuration::ZERO {
        Err(Refusal::EndsTooEarly)
    } else if length > SignedDuration::from_hours(SESSION_HOURS) {
        Err(Refusal::TooLong)
    } else {
        Ok(())
    }
}

fn title(text: &str) -> Result<String, Refusal> {
    line(Field::Title, Some(text))?.ok_or(Refusal::NoTitle)
}

/// One line of text; nothing visible counts as none.
fn line(field: Field, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.map(plain_line).filter(|text| !text.is_empty());
    match &text {
        Some(text) if text.chars().count() > limits::LINE_CHARS => Err(Refusal::TextTooLong {
            field,
            limit: limits::LINE_CHARS,
        }),
        _ => Ok(text),
    }
}

fn url(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if crate::text::is_link(text) {
        Ok(Some(text.to_owned()))
    } else {
        Err(Refusal::Url)
    }
}

fn check_uid(uid: &str) -> Result<(), Refusal> {
    let sound = !uid.is_empty()
        && uid.len() <= UID_OCTETS
        && uid
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b",;\\\"".contains(&b));
    if sound { Ok(()) } else { Err(Refusal::Uid) }
}

/// The visible differences between two states of a session, in the order of the fields. A time
/// that shows the same on the wall but has become another instant, because the zone rules have
/// changed, is a difference too.
pub(crate) fn differences(before: &Session, after: &Session) -> Vec<Change> {
    let values = |s: &Session| {
        let time = |time: WallTime| (Some(time.to_string()), Some(time.instant()));
        let text = |text: Option<String>| (text, None);
        [
            (Field::Title, text(Some(s.title.clone()))),
            (Field::Starts, time(s.starts)),
            (Field::Ends, time(s.ends)),
            (Field::Place, text(s.place.clone())),
            (Field::OnlineUrl, text(s.online_url.clone())),
            (Field::Mode, text(Some(s.mode.code().to_owned()))),
            (Field::Teacher, text(s.teacher.clone())),
            (Field::Compulsory, text(Some(s.compulsory.to_string()))),
            (Field::State, text(Some(s.state.name().to_owned()))),
        ]
    };
    let pairs = values(before).into_iter().zip(values(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Change {
            field,
            before: before.0,
            after: after.0,
        })
        .collect()
}
