//! `GET|HEAD /calendar/{token}.ics`: what calendar programs fetch. A plain endpoint: the OpenAPI
//! machinery would cost an eighth here, so the document describes it by hand (see `document`).
//!
//! Beside it, the same calendar as jCal (`.json`), as a page to print (`.html`), and the page that
//! says how to subscribe (no ending).

use super::problem::Source;
use crate::{
    app::App,
    error::{Error, Result},
    feeds::{Lookup, ServedFeed, serve},
    web::{schedule, subscribe},
};
use jiff::Timestamp;
use poem::{
    IntoResponse, Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use samverkan_domain::calendar::jcal;

/// Longest token worth looking up (characters); ours have 43.
const TOKEN_CHARS: usize = 64;

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
            Form::Lines => answer(&feed, request),
            Form::Json => json(&feed, request),
        },
        Ok(Lookup::Revoked) => Source::new(
            StatusCode::GONE,
            "feed-ended",
            "Kalenderadressen är avslutad. Skapa en ny prenumeration.",
            "The calendar address has ended. Make a new subscription.",
        )
        .into_response(),
        Ok(Lookup::Unknown) => Source::from(Error::NotFound { what: "calendar" }).into_response(),
        Err(error) => {
            error.note();
            Source::from(error).into_response()
        }
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

/// The calendar as jCal. Made from the very octets of the other form, so their digest tells it
/// apart too.
fn json(feed: &ServedFeed, request: &Request) -> Response {
    let etag = format!("\"json-{}", feed.etag.trim_start_matches('"'));
    let response = Response::builder()
        .header(header::ETAG, &etag)
        .header(header::LAST_MODIFIED, http_date(feed.last_modified))
        .header(header::CACHE_CONTROL, "private, max-age=300")
        .header("X-Robots-Tag", "noindex");
    if seen(&[&etag], feed, request) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    match jcal(&feed.body) {
        Some(written) => response
            .content_type("application/calendar+json")
            .body(written.to_string()),
        None => {
            let error = Error::internal("a rendered calendar that cannot be read");
            error.note();
            Source::from(error).into_response()
        }
    }
}

fn answer(feed: &ServedFeed, request: &Request) -> Response {
    let gzip = feed.gzip.as_ref().filter(|_| accepts_gzip(request));
    let (body, etag) = match gzip {
        Some((body, etag)) => (body, etag),
        None => (&feed.body, &feed.etag),
    };
    let mut response = Response::builder()
        .header(header::ETAG, etag)
        .header(header::LAST_MODIFIED, http_date(feed.last_modified))
        .header(header::VARY, "Accept-Encoding")
        .header(header::CACHE_CONTROL, "private, max-age=300")
        .header("X-Robots-Tag", "noindex");
    if unchanged(feed, etag, request) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    if gzip.is_some() {
        response = response.header(header::CONTENT_ENCODING, "gzip");
    }
    response
        .content_type("text/calendar; charset=utf-8")
        .body(body.clone())
}

/// Whether the caller's copy is still good; a tag of either encoding stands for the same content.
fn unchanged(feed: &ServedFeed, etag: &str, request: &Request) -> bool {
    let gzip = feed.gzip.as_ref().map_or(etag, |(_, tag)| tag.as_str());
    seen(&[etag, &feed.etag, gzip], feed, request)
}

/// Whether the caller has one of these. If-None-Match, where it is sent, decides alone (RFC 9110
/// §13.1.3).
fn seen(known: &[&str], feed: &ServedFeed, request: &Request) -> bool {
    if let Some(tags) = request.header(header::IF_NONE_MATCH) {
        let mut tags = tags.split(',').map(str::trim);
        return tags.any(|tag| tag == "*" || known.contains(&tag.trim_start_matches("W/")));
    }
    let since = request
        .header(header::IF_MODIFIED_SINCE)
        .and_then(parse_http_date);
    since.is_some_and(|since| feed.last_modified.as_second() <= since.as_second())
}

fn accepts_gzip(request: &Request) -> bool {
    let accepted = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let refused = parts.any(|p| matches!(p.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        (name.eq_ignore_ascii_case("gzip") || name == "*") && !refused
    })
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

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
    fn http_dates_survive() {
        let at = Timestamp::from_second(784_111_777).unwrap();
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(at));
        assert_eq!(parse_http_date("yesterday"), None);
    }
}
