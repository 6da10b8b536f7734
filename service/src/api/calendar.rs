//! `GET|HEAD /calendar/{token}.ics`: what calendar programs fetch. A plain endpoint: the OpenAPI
//! machinery would cost an eighth here, so the document describes it by hand (see `document`).
//! Thousands of programs ask every hour for what has not changed; `FromMemory` answers them before
//! anything else looks at the request.
//!
//! Beside it, the same calendar as jCal (`.json`), as a page to print (`.html`), and the page that
//! says how to subscribe (no ending).

use super::{edge, problem::Source};
use crate::{
    app::App,
    error::{Error, Result},
    feeds::{Lookup, ServedFeed, at_once, serve},
    server::AtOnce,
    texts::Texts,
    web::{schedule, subscribe},
};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use jiff::Timestamp;
use metrics::Counter;
use poem::{
    Endpoint, IntoResponse, Request, Response, handler,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    web::{Data, Path},
};
use samverkan_domain::calendar::jcal;

/// Longest token worth looking up (characters); ours have 43.
const TOKEN_CHARS: usize = 64;
/// What caches may do with a calendar.
const CACHING: &str = "private, max-age=300";

#[handler]
pub(super) async fn calendar(app: Data<&App>, name: Path<String>, request: &Request) -> Response {
    let (token, form) = match name.split_once('.') {
        None => return subscribe::show(&app, token(&name), request).await,
        Some((name, "html")) => return schedule::show(&app, token(name), request).await,
        Some((name, "ics")) => (name, Form::Lines),
        Some((name, "json")) => (name, Form::Json),
        Some(_) => ("", Form::Lines),
    };
    match lookup(&app, token).await {
        Ok(Lookup::Served(feed)) => match form {
            Form::Lines => answer(&feed, request.headers()).map_or_else(broken, passed_on),
            Form::Json => json(&feed, request).unwrap_or_else(broken),
        },
        Ok(Lookup::Revoked) => Source::new(
            StatusCode::GONE,
            "feed-ended",
            Texts::both(Texts::subscribe_ended),
        )
        .into_response(),
        Ok(Lookup::Unknown) => Source::from(Error::NotFound { what: "calendar" }).into_response(),
        Err(error) => {
            error.note();
            Source::from(error).into_response()
        }
    }
}

/// Answers calendars that are in memory; everything else is passed on. These answers have no request
/// id, no line in the log and no time in the histogram; they are counted.
pub(super) struct FromMemory<E> {
    inner: E,
    app: App,
    unchanged: Counter,
    whole: Counter,
    served: Counter,
}

impl<E> FromMemory<E> {
    pub(super) fn new(inner: E, app: App) -> Self {
        let counted = |status| metrics::counter!("http_requests_total", "method" => "GET", "status" => status);
        Self {
            inner,
            app,
            unchanged: counted("304"),
            whole: counted("200"),
            served: metrics::counter!("feeds_served_total", "from" => "memory"),
        }
    }
}

impl<E: Endpoint<Output = Response>> AtOnce for FromMemory<E> {
    fn at_once(&self, request: &hyper::Request<Incoming>) -> Option<hyper::Response<Full<Bytes>>> {
        if request.method() != Method::GET {
            return None;
        }
        let name = request.uri().path().strip_prefix("/calendar/")?;
        let feed = at_once(&self.app, token(name.strip_suffix(".ics")?))?;
        let answer = answer(&feed, request.headers()).ok()?;
        self.served.increment(1);
        if answer.status() == StatusCode::NOT_MODIFIED {
            self.unchanged.increment(1);
        } else {
            self.whole.increment(1);
        }
        Some(answer.map(Full::new))
    }
}

impl<E: Endpoint<Output = Response>> Endpoint for FromMemory<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        self.inner.call(request).await
    }
}

/// How the calendar is written.
#[derive(Clone, Copy)]
enum Form {
    Lines,
    Json,
}

/// What may be a token; anything longer leads nowhere.
fn token(name: &str) -> &str {
    if name.len() <= TOKEN_CHARS { name } else { "" }
}

async fn lookup(app: &App, name: &str) -> Result<Lookup> {
    match token(name) {
        "" => Ok(Lookup::Unknown),
        token => serve(app, token).await,
    }
}

fn passed_on(answer: hyper::Response<Bytes>) -> Response {
    let (parts, body) = answer.into_parts();
    let mut response = Response::builder().status(parts.status).body(body);
    response.headers_mut().extend(parts.headers);
    response
}

fn broken(error: Error) -> Response {
    error.note();
    Source::from(error).into_response()
}

/// The calendar as jCal. Made from the very octets of the other form, so their digest tells it
/// apart too.
fn json(feed: &ServedFeed, request: &Request) -> Result<Response> {
    let etag = feed.etag.to_str().map_err(Error::internal)?;
    let etag = format!("\"json-{}", etag.trim_start_matches('"'));
    let response = Response::builder()
        .header(header::ETAG, &etag)
        .header(header::LAST_MODIFIED, &feed.modified)
        .header(header::CACHE_CONTROL, CACHING)
        .header("X-Robots-Tag", "noindex");
    if seen(&[etag.as_bytes()], feed, request.headers()) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    let written = jcal(&feed.plain()?)
        .ok_or_else(|| Error::internal("a rendered calendar that cannot be read"))?;
    Ok(response
        .content_type("application/calendar+json")
        .body(written.to_string()))
}

/// The calendar, or that the caller has it.
fn answer(feed: &ServedFeed, asked: &HeaderMap) -> Result<hyper::Response<Bytes>> {
    let gzip = accepts_gzip(asked);
    // A tag of either encoding stands for the same content.
    let known = [feed.gzip_etag.as_bytes(), feed.etag.as_bytes()];
    let unchanged = seen(&known, feed, asked);
    let mut response = hyper::Response::new(Bytes::new());
    let headers = response.headers_mut();
    if !unchanged {
        headers.reserve(12);
    }
    let etag = if gzip { &feed.gzip_etag } else { &feed.etag };
    headers.insert(header::ETAG, etag.clone());
    headers.insert(header::LAST_MODIFIED, feed.modified.clone());
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHING));
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    edge::secure(headers);
    *response.body_mut() = if gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        feed.gzip.clone()
    } else {
        Bytes::from(feed.plain()?)
    };
    Ok(response)
}

/// Whether the caller has one of these. If-None-Match, where it is sent, decides alone (RFC 9110
/// §13.1.3).
fn seen(known: &[&[u8]], feed: &ServedFeed, asked: &HeaderMap) -> bool {
    if let Some(tags) = asked.get(header::IF_NONE_MATCH) {
        let mut tags = tags.as_bytes().split(|octet| *octet == b',');
        return tags.any(|tag| {
            let tag = tag.trim_ascii();
            tag == b"*" || known.contains(&tag.strip_prefix(b"W/").unwrap_or(tag))
        });
    }
    let since = asked.get(header::IF_MODIFIED_SINCE);
    let since = since.and_then(|since| parse_http_date(since.to_str().ok()?));
    since.is_some_and(|since| feed.last_modified.as_second() <= since.as_second())
}

fn accepts_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let refused = parts.any(|p| matches!(p.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        (name.eq_ignore_ascii_case("gzip") || name == "*") && !refused
    })
}

/// RFC 9110 §5.6.7; the other forms it names are out of use.
fn parse_http_date(text: &str) -> Option<Timestamp> {
    let time = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S GMT", text.trim()).ok()?;
    let wall = time.to_datetime().ok()?;
    wall.to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_dates_are_read() {
        let at = Timestamp::from_second(784_111_777).unwrap();
        assert_eq!(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(at));
        assert_eq!(parse_http_date("yesterday"), None);
    }
}
