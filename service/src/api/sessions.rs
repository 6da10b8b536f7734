//! Sessions: dated meetings of an offering or of one cohort.

pub mod wire;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, caller_or_anonymous, once, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Tagged, created, tagged},
};
use crate::usecase::{
    notices::Haste,
    schedule::{self, Manner, SessionRequest, publish},
};
use poem::Request;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use samverkan_domain::id::SessionId;
use uuid::Uuid;
pub use wire::SessionChangeView;
use wire::{
    Cancel, NewSession, RescheduledSession, Session, SessionPatch, answer, change, rescheduled,
    session, wall,
};

/// Whether people are told now.
fn haste(now: Option<bool>) -> Haste {
    if now.unwrap_or_default() {
        Haste::Now
    } else {
        Haste::Usual
    }
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
    /// Calendars follow by themselves. Those who attend are told by mail: at once if the session is
    /// near, before or after the change, else with the day's digest. Edits that follow each
    /// other are told as one.
    #[oai(
        path = "/sessions/:session",
        method = "patch",
        operation_id = "reschedule_session"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn reschedule_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        session: Path<Uuid>,
        /// Tell people now, without waiting for more edits or the digest.
        now: Query<Option<bool>>,
        /// Change nothing and tell nobody; answer what would be, with what it would clash with.
        dry_run: Query<Option<bool>>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(patch): Body<SessionPatch>,
    ) -> Result<Tagged<RescheduledSession>, WriteFailure> {
        let id = SessionId(session.0);
        let manner = Manner {
            seen: seen(if_match.as_deref()),
            haste: haste(now.0),
            dry_run: dry_run.0.unwrap_or_default(),
        };
        let done = schedule::reschedule(&app, auth.caller(), id, change(patch)?, manner).await?;
        let revision = done.view.revision;
        let language = super::edge::language(request);
        Ok(tagged(rescheduled(done, language), revision))
    }

    /// Cancel a session
    ///
    /// It stays in calendars, marked as cancelled, until two weeks after its end.
    #[oai(
        path = "/sessions/:session/cancel",
        method = "post",
        operation_id = "cancel_session"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn cancel_session(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        session: Path<Uuid>,
        /// Tell people now, without waiting for more edits or the digest.
        now: Query<Option<bool>>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Cancel>,
    ) -> Result<Tagged<Session>, WriteFailure> {
        let (id, seen) = (SessionId(session.0), seen(if_match.as_deref()));
        let haste = haste(now.0);
        let view = schedule::cancel(&app, auth.caller(), id, &body.reason, seen, haste).await?;
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
        /// Tell people now, without waiting for more edits or the digest.
        now: Query<Option<bool>>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<Session>, WriteFailure> {
        let (id, seen) = (SessionId(session.0), seen(if_match.as_deref()));
        let view = schedule::revive(&app, auth.caller(), id, seen, haste(now.0)).await?;
        Ok(answer(view, request))
    }

    /// Publish all preliminary sessions of an offering
    ///
    /// Answers those that it published; done again it publishes none. People get one letter about
    /// all of them.
    #[oai(
        path = "/offerings/:offering/sessions/publish",
        method = "post",
        operation_id = "publish_sessions"
    )]
    async fn publish_sessions(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        /// Tell people now, without waiting for more edits or the digest.
        now: Query<Option<bool>>,
    ) -> Result<Json<Vec<Session>>, WriteFailure> {
        let views = publish::publish_all(&app, auth.caller(), &offering, haste(now.0)).await?;
        let language = super::edge::language(request);
        let sessions = views.into_iter().map(|view| session(view, language));
        Ok(Json(sessions.collect()))
    }
}
