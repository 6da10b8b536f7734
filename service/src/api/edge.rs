//! The edge: what happens to every request before and after its handler.
//!
//! Request id, limits on bodies, panics, problems in the caller's language, security headers,
//! metrics and one log line. Paths that hold a secret are redacted before anybody sees them.

mod seen;

use super::{
    caller::caller_or_anonymous,
    problem::{self, Source},
    redact::redacted,
};
use crate::{
    app::App,
    error::Error,
    texts::Texts,
    usecase::Caller,
    web::{self, frame::Frame},
};
use futures_util::FutureExt as _;
use poem::{
    Body, Endpoint, IntoResponse as _, PathPattern, Request, Response, Result,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use samverkan_domain::{limits, person::Language, timetable::limits::CALENDAR_BYTES};
use seen::{known, measured, with_route};
use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::Instrument as _;
use uuid::Uuid;

/// Longest time a body may take to arrive.
pub const BODY_TIME: Duration = Duration::from_secs(15);
/// Longest time the body of an import may take to arrive.
const IMPORT_TIME: Duration = Duration::from_mins(2);

/// The methods each documented address takes, for the header Allow.
pub type Routes = Vec<(Vec<String>, String)>;

/// Wraps all endpoints.
pub struct Edge<E> {
    pub inner: E,
    pub app: App,
    pub routes: Arc<Routes>,
    /// Longest time a body may take to arrive; that of an import has two minutes.
    pub body_time: Duration,
}

/// What an answer needs to know of the request when the request is gone.
struct Asks {
    id: String,
    language: Language,
    frame: Frame,
    /// A person looks, with a browser.
    page: bool,
}

impl<E: Endpoint> Endpoint for Edge<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let started = Instant::now();
        let id = request_id(&self.app, &request);
        let language = language(&request);
        let method = known(request.method());
        let path = redacted(request.uri().path());
        let traced = self.app.traces.request(request.header("traceparent"));
        let trace = traced.trace_id();
        let span = tracing::info_span!("request", %id, method, path, trace);
        request.set_data(self.app.clone());
        let asks = Asks {
            id,
            language,
            frame: Frame::of(&self.app.public_url, &request),
            page: web::error::wants_page(&request),
        };
        let response = match admit(&self.app, &mut request, self.body_time).await {
            Ok(()) => {
                let handled = self.handle(request, method, &asks);
                traced.within(handled.instrument(span.clone())).await
            }
            Err(source) => self.problem(&source, &asks),
        };
        span.in_scope(|| measured(&traced, method, &response, started.elapsed()));
        Ok(finished(response, &asks.id))
    }
}

impl<E: Endpoint> Edge<E> {
    async fn handle(&self, request: Request, method: &str, asks: &Asks) -> Response {
        let path = request.uri().path().to_owned();
        let called = AssertUnwindSafe(self.inner.call(request))
            .catch_unwind()
            .await;
        let (response, route) = match called {
            Ok(Ok(output)) => {
                let response = output.into_response();
                let route = response.data::<PathPattern>().cloned();
                (response, route)
            }
            Ok(Err(error)) => {
                let route = error.data::<PathPattern>().cloned();
                if error.is_from_response() {
                    (error.into_response(), route)
                } else {
                    let source = problem::of_framework(&error, self.allowed(&path));
                    return with_route(self.problem(&source, asks), route);
                }
            }
            Err(panic) => {
                let what = panic.downcast_ref::<&str>().copied().map(str::to_owned);
                let what = what.or_else(|| panic.downcast_ref::<String>().cloned());
                tracing::error!(
                    method,
                    what = what.unwrap_or_default(),
                    "a handler panicked"
                );
                return self.problem(&problem::internal(), asks);
            }
        };
        with_route(self.said(response, asks), route)
    }

    /// The answer, with errors put in words.
    fn said(&self, response: Response, asks: &Asks) -> Response {
        match response.extensions().get::<Source>() {
            Some(source) if response.extensions().get::<web::error::AsPage>().is_some() => {
                web::error::shown(&asks.frame, &source.clone(), &asks.id)
            }
            Some(source) => self.problem(&source.clone(), asks),
            None => response,
        }
    }

    fn problem(&self, source: &Source, asks: &Asks) -> Response {
        if asks.page {
            return web::error::shown(&asks.frame, source, &asks.id);
        }
        let language = asks.language;
        let problem = source.render(&self.app.public_url, &asks.id, language);
        let json = poem_openapi::types::ToJSON::to_json_string(&problem);
        let mut response = Response::builder()
            .status(source.status)
            .content_type("application/problem+json")
            .header(
                header::CONTENT_LANGUAGE,
                if language == Language::En { "en" } else { "sv" },
            )
            .body(json);
        for (name, value) in &source.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name.clone(), value);
            }
        }
        response
    }

    /// The methods a path takes, if it is a documented one.
    fn allowed(&self, path: &str) -> Option<&str> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let fits = |template: &[String]| {
            template.len() == parts.len()
                && template
                    .iter()
                    .zip(&parts)
                    .all(|(t, p)| t.starts_with('{') || t == p)
        };
        self.routes
            .iter()
            .find(|(template, _)| fits(template))
            .map(|(_, methods)| &**methods)
    }
}

/// The caller's own request id if it is a UUID, else a new one.
fn request_id(app: &App, request: &Request) -> String {
    let given = request
        .header("x-request-id")
        .and_then(|id| Uuid::parse_str(id).ok());
    given
        .unwrap_or_else(|| app.seeds.id(app.clock.now()))
        .to_string()
}

/// Swedish, unless English is asked for first.
pub fn language(request: &Request) -> Language {
    let asked = request
        .header(header::ACCEPT_LANGUAGE)
        .unwrap_or_default()
        .trim_start();
    if asked.len() >= 2 && asked[..2].eq_ignore_ascii_case("en") {
        Language::En
    } else {
        Language::Sv
    }
}

/// Refuses what no handler should see, and reads the body within bounds of size and time.
async fn admit(
    app: &App,
    request: &mut Request,
    body_time: Duration,
) -> std::result::Result<(), Source> {
    // PostgreSQL's texts cannot hold it. (There is no other spelling: neither digit has a case.)
    if request.uri().to_string().contains("%00") {
        return Err(problem::bad_body(Texts::both(Texts::problem_nul)));
    }
    let path = request.uri().path();
    let (most, time) = if path == "/api/v1/imports" {
        (limits::IMPORT_BYTES, IMPORT_TIME)
    } else if path.starts_with("/api/v1/timetables/") || path == "/api/v1/me/calendar" {
        (CALENDAR_BYTES, IMPORT_TIME)
    } else {
        (limits::JSON_BYTES, body_time)
    };
    let length = request
        .header(header::CONTENT_LENGTH)
        .and_then(|text| text.parse::<usize>().ok());
    if length.unwrap_or(0) == 0 && request.header(header::TRANSFER_ENCODING).is_none() {
        return Ok(());
    }
    if most > limits::JSON_BYTES && length.is_none_or(|length| length > limits::JSON_BYTES) {
        // Nobody unknown fills the memory.
        let caller = caller_or_anonymous(app, request).await?;
        if caller == Caller::Anonymous {
            return Err(Error::Unauthenticated.into());
        }
    }
    if length.is_some_and(|length| length > most) {
        return Err(problem::too_large());
    }
    let body = request.take_body();
    match tokio::time::timeout(time, body.into_bytes_limit(most)).await {
        Ok(Ok(bytes)) => {
            request.set_body(Body::from_bytes(bytes));
            Ok(())
        }
        Ok(Err(poem::error::ReadBodyError::PayloadTooLarge)) => Err(problem::too_large()),
        Ok(Err(_)) => Err(problem::bad_body(Texts::both(Texts::problem_not_whole))),
        Err(_) => Err(Source::new(
            StatusCode::REQUEST_TIMEOUT,
            "too-slow",
            Texts::both(Texts::problem_too_slow),
        )),
    }
}

/// Headers that every answer has.
fn finished(mut response: Response, id: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.entry("x-request-id").or_insert(id);
    }
    secure(headers);
    response
}

/// What browsers are told, unless the answer says otherwise.
pub(super) fn secure(headers: &mut HeaderMap) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    set(
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=31536000; includeSubDomains",
    );
}
