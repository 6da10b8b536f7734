//! Sessions as they are written on the wire.

use crate::{
    api::{
        clashes::{self, types::SessionClashes},
        edge,
        respond::{Tagged, tagged},
        types::{Fold, Instant, NoticeNews, NoticeWay, SessionMode},
    },
    error::Error,
    store::as_word,
    usecase::schedule::{Rescheduled, SessionView},
};
use jiff::civil::DateTime;
use poem::Request;
use poem_openapi::Object;
use samverkan_domain::{
    person::Language,
    schedule::{Change, Edit, SessionChange, SessionState, WallInput},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A dated meeting (tillfälle).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Session {
    pub id: Uuid,
    pub offering: Uuid,
    /// Missing: the whole offering meets.
    pub cohort: Option<Uuid>,
    pub cohort_code: Option<String>,
    pub title: String,
    /// Wall time in Stockholm: `2027-01-21T10:15`.
    pub starts: String,
    pub ends: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub mode: SessionMode,
    pub place: Option<String>,
    /// For those who take part.
    pub online_url: Option<String>,
    /// For those who take part.
    pub teacher: Option<String>,
    pub compulsory: bool,
    /// `preliminary`, `published` or `cancelled`.
    pub state: String,
    pub cancel_reason: Option<String>,
    /// Name of the session in calendars; never changes.
    pub uid: String,
    /// Grows with every change that calendars show.
    pub sequence: i32,
    /// What is odd about the time: red days, weekends, outside the term.
    pub warnings: Vec<String>,
    pub revision: i64,
}

/// A new session.
#[derive(Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewSession {
    /// Id of the cohort that meets; left out: the whole offering.
    #[serde(default)]
    pub cohort: Option<Uuid>,
    pub title: String,
    /// Wall time in Stockholm: `2027-01-21T10:15`.
    pub starts: String,
    pub ends: String,
    /// Needed for a start in the hour that comes twice in October.
    #[serde(default)]
    pub starts_fold: Option<Fold>,
    /// Needed for an end in the hour that comes twice in October.
    #[serde(default)]
    pub ends_fold: Option<Fold>,
    pub mode: SessionMode,
    #[serde(default)]
    pub place: Option<String>,
    /// Link to join, beginning with https.
    #[serde(default)]
    pub online_url: Option<String>,
    #[serde(default)]
    pub teacher: Option<String>,
    #[serde(default)]
    #[oai(default)]
    pub compulsory: bool,
    /// Shown as preliminary until published.
    #[serde(default)]
    #[oai(default)]
    pub preliminary: bool,
}

/// What to change; what is left out stays, an empty text takes the value away.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct SessionPatch {
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub starts: Option<String>,
    #[serde(default)]
    pub ends: Option<String>,
    #[serde(default)]
    pub starts_fold: Option<Fold>,
    #[serde(default)]
    pub ends_fold: Option<Fold>,
    #[serde(default)]
    pub mode: Option<SessionMode>,
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub online_url: Option<String>,
    #[serde(default)]
    pub teacher: Option<String>,
    #[serde(default)]
    pub compulsory: Option<bool>,
    #[serde(default)]
    pub preliminary: Option<bool>,
}

/// A cancellation.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// Told to those who take part.
    pub reason: String,
}

/// What people are told about a change, and when.
#[derive(Debug, Object)]
pub struct NoticeForecast {
    pub notice: Uuid,
    pub news: NoticeNews,
    pub way: NoticeWay,
    pub due_at: Instant,
    /// How many attend now.
    pub people: i64,
}

/// A changed session and what became different.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RescheduledSession {
    pub session: Session,
    pub changes: Vec<SessionChangeView>,
    /// What people are told about it; missing if that is nothing.
    pub notice: Option<NoticeForecast>,
    /// What it would clash with; only of a change that is tried (`dry_run`).
    pub clashes: Option<SessionClashes>,
}

/// One visible change.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SessionChangeView {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

pub(super) fn session(view: SessionView, language: Language) -> Session {
    let SessionView {
        session,
        cohort_code,
        revision,
        warnings,
    } = view;
    let wall = |wall: DateTime| wall.strftime("%Y-%m-%dT%H:%M").to_string();
    let (state, cancel_reason) = match session.state {
        SessionState::Preliminary => ("preliminary", None),
        SessionState::Published => ("published", None),
        SessionState::Cancelled { reason, .. } => (
            "cancelled",
            Some(reason).filter(|reason| !reason.is_empty()),
        ),
    };
    Session {
        id: session.id.0,
        offering: session.offering.0,
        cohort: session.cohort.map(|cohort| cohort.0),
        cohort_code,
        title: session.title,
        starts: wall(session.starts.wall()),
        ends: wall(session.ends.wall()),
        starts_at: session.starts.instant().into(),
        ends_at: session.ends.instant().into(),
        mode: session.mode.into(),
        place: session.place,
        online_url: session.online_url,
        teacher: session.teacher,
        compulsory: session.compulsory,
        state: state.to_owned(),
        cancel_reason,
        uid: session.uid,
        sequence: session.sequence,
        warnings: warnings
            .iter()
            .map(|warning| warning.sentence(language))
            .collect(),
        revision,
    }
}

pub(super) fn answer(view: SessionView, request: &Request) -> Tagged<Session> {
    let revision = view.revision;
    tagged(session(view, edge::language(request)), revision)
}

pub(super) fn wall(pointer: &str, text: &str, fold: Option<Fold>) -> Result<WallInput, Error> {
    // Not `parse`, which takes a bare day for midnight and passes over an offset or a zone.
    let wall = DateTime::strptime("%Y-%m-%dT%H:%M", text)
        .or_else(|_| DateTime::strptime("%Y-%m-%dT%H:%M:%S", text));
    match wall {
        Ok(wall) => Ok(WallInput {
            wall,
            fold: fold.map(Into::into),
        }),
        _ => Err(Error::invalid(
            pointer,
            "bad-wall-time",
            "Skriv tiden i Stockholm som 2027-01-21T10:15, utan tidszon.",
            "Write the time in Stockholm as 2027-01-21T10:15, without a time zone.",
        )),
    }
}

fn edit<T>(value: Option<T>) -> Edit<T> {
    value.map_or(Edit::Keep, Edit::Set)
}

/// An empty text takes the value away.
fn edit_text(value: Option<String>) -> Edit<Option<String>> {
    value.map_or(Edit::Keep, |text| {
        Edit::Set(Some(text).filter(|text| !text.trim().is_empty()))
    })
}

pub(super) fn change(patch: SessionPatch) -> Result<SessionChange, Error> {
    let time = |pointer, text: Option<String>, fold| match text {
        Some(text) => wall(pointer, &text, fold).map(Edit::Set),
        None => Ok(Edit::Keep),
    };
    Ok(SessionChange {
        title: edit(patch.title),
        starts: time("/starts", patch.starts, patch.starts_fold)?,
        ends: time("/ends", patch.ends, patch.ends_fold)?,
        place: edit_text(patch.place),
        online_url: edit_text(patch.online_url),
        mode: edit(patch.mode.map(Into::into)),
        teacher: edit_text(patch.teacher),
        compulsory: edit(patch.compulsory),
        preliminary: edit(patch.preliminary),
    })
}

pub(super) fn rescheduled(done: Rescheduled, language: Language) -> RescheduledSession {
    let changes = done.changes.into_iter().map(SessionChangeView::from);
    RescheduledSession {
        changes: changes.collect(),
        notice: done.told.map(|(forecast, people)| NoticeForecast {
            notice: forecast.id.0,
            news: forecast.news.into(),
            way: forecast.due.way.into(),
            due_at: forecast.due.at.into(),
            people: i64::try_from(people).unwrap_or(i64::MAX),
        }),
        clashes: done
            .clashes
            .map(|clashes| clashes::session(clashes, language)),
        session: session(done.view, language),
    }
}

impl From<Change> for SessionChangeView {
    fn from(change: Change) -> Self {
        Self {
            field: as_word(change.field),
            before: change.before,
            after: change.after,
        }
    }
}
