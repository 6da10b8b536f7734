//! Sessions: dated meetings of an offering or of one cohort.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, caller_or_anonymous, once, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Tagged, created, tagged},
    types::{Fold, Instant, SessionMode},
};
use crate::{
    error::Error,
    store::as_word,
    usecase::schedule::{self, SessionRequest, SessionView},
};
use jiff::civil::DateTime;
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{
    id::SessionId,
    person::Language,
    schedule::{Edit, SessionChange, SessionState, WallInput},
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
    pub compulsory: bool,
    /// Shown as preliminary until published.
    #[serde(default)]
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

/// A changed session and what became different.
#[derive(Debug, Object)]
pub struct RescheduledSession {
    pub session: Session,
    pub changes: Vec<SessionChangeView>,
}

/// One visible change.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SessionChangeView {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

fn session(view: SessionView, language: Language) -> Session {
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

fn answer(view: SessionView, request: &Request) -> Tagged<Session> {
    let revision = view.revision;
    tagged(session(view, super::edge::language(request)), revision)
}

fn wall(pointer: &str, text: &str, fold: Option<Fold>) -> Result<WallInput, Error> {
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

fn change(patch: SessionPatch) -> Result<SessionChange, Error> {
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

pub struct SessionsApi;

#[OpenApi(tag = "Tags::Sessions")]
impl SessionsApi {
    /// Sessions of an offering, in time
    ///
    /// Without signing in: the offering's own, without links. Signed in: also your cohort's.
    #[oai(
        path = "/offerings/:offering/sessions",
        method = "get",
        operation_id = "list_sessions"
    )]
    async fn list_sessions(
        &self,
        app: AppData<'_>,
        request: &Request,
        offering: Path<String>,
    ) -> Result<Json<Vec<Session>>, ReadFailure> {
        let caller = caller_or_anonymous(&app, request).await?;
        let views = schedule::list(&app, &caller, &offering).await?;
        let language = super::edge::language(request);
        Ok(Json(
            views
                .into_iter()
                .map(|view| session(view, language))
                .collect(),
        ))
    }

    /// Schedule a session
    #[oai(
        path = "/offerings/:offering/sessions",
        method = "post",
        operation_id = "create_session"
    )]
    async fn create_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewSession>,
    ) -> Result<Created<Session>, WriteFailure> {
        let route = format!("create_session {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &new)?;
        let wanted = SessionRequest {
            cohort: new.cohort,
            title: new.title,
            starts: wall("/starts", &new.starts, new.starts_fold)?,
            ends: wall("/ends", &new.ends, new.ends_fold)?,
            mode: new.mode.into(),
            place: new.place,
            online_url: new.online_url,
            teacher: new.teacher,
            compulsory: new.compulsory,
            preliminary: new.preliminary,
        };
        let view = schedule::create(&app, auth.caller(), &offering, wanted, once.as_ref()).await?;
        let location = format!("/api/v1/sessions/{}", view.session.id);
        Ok(created(
            session(view, super::edge::language(request)),
            location,
        ))
    }

    /// One session
    #[oai(
        path = "/sessions/:session",
        method = "get",
        operation_id = "get_session"
    )]
    async fn get_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        session: Path<Uuid>,
    ) -> Result<Tagged<Session>, ReadFailure> {
        let view = schedule::get(&app, auth.caller(), SessionId(session.0)).await?;
        Ok(answer(view, request))
    }

    /// Move or change a session
    ///
    /// Calendars follow by themselves; those who take part are also told by mail when time or
    /// place is another.
    #[oai(
        path = "/sessions/:session",
        method = "patch",
        operation_id = "reschedule_session"
    )]
    async fn reschedule_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        session: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(patch): Body<SessionPatch>,
    ) -> Result<Tagged<RescheduledSession>, WriteFailure> {
        let (id, seen) = (SessionId(session.0), seen(if_match.as_deref()));
        let done = schedule::reschedule(&app, auth.caller(), id, change(patch)?, seen).await?;
        let changes = done.changes.into_iter().map(|change| SessionChangeView {
            field: as_word(change.field),
            before: change.before,
            after: change.after,
        });
        let (changes, revision) = (changes.collect(), done.view.revision);
        let session = self::session(done.view, super::edge::language(request));
        Ok(tagged(RescheduledSession { session, changes }, revision))
    }

    /// Cancel a session
    ///
    /// It stays in calendars, marked as cancelled, until two weeks after its end.
    #[oai(
        path = "/sessions/:session/cancel",
        method = "post",
        operation_id = "cancel_session"
    )]
    async fn cancel_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        session: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Cancel>,
    ) -> Result<Tagged<Session>, WriteFailure> {
        let (id, seen) = (SessionId(session.0), seen(if_match.as_deref()));
        let view = schedule::cancel(&app, auth.caller(), id, &body.reason, seen).await?;
        Ok(answer(view, request))
    }

    /// Take a cancellation back
    #[oai(
        path = "/sessions/:session/revive",
        method = "post",
        operation_id = "revive_session"
    )]
    async fn revive_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        session: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<Session>, WriteFailure> {
        let (id, seen) = (SessionId(session.0), seen(if_match.as_deref()));
        Ok(answer(
            schedule::revive(&app, auth.caller(), id, seen).await?,
            request,
        ))
    }
}
