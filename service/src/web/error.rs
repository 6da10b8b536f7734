//! When something is not there or cannot be done: the same problem as programs get, as a page.

use super::frame::Frame;
use crate::{
    api::problem::{self, Source},
    error::Error,
    texts::Texts,
};
use askama::Template;
use poem::{
    IntoResponse as _, Request, Response, handler,
    http::{HeaderValue, StatusCode, header},
    web::Path,
};

/// On an answer that holds a problem: it is to be a page, whatever the browser says it takes.
#[derive(Debug, Clone, Copy)]
pub struct AsPage;

#[derive(Template)]
#[template(path = "error.html")]
struct Content<'a> {
    t: Texts,
    said: &'a str,
    /// To be given by those who write to us; empty where nothing is wrong with us.
    number: &'a str,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Kind {
    t: Texts,
}

/// Whether a person looks, with a browser, at what is not for programs alone.
pub fn wants_page(request: &Request) -> bool {
    let path = request.uri().path();
    let accept = request.header(header::ACCEPT).unwrap_or_default();
    !path.starts_with("/api/") && accept.contains("text/html")
}

/// An error on the way to its page; the edge shows it, which knows the request's number.
pub fn page(_frame: &Frame, error: Error) -> Response {
    error.note();
    let mut response = Source::from(error).into_response();
    response.extensions_mut().insert(AsPage);
    response
}

/// The page.
pub fn shown(frame: &Frame, source: &Source, number: &str) -> Response {
    let t = frame.t;
    let (title, said) = match source.status {
        StatusCode::NOT_FOUND => (t.error_page_404(), t.error_page_404_said()),
        StatusCode::METHOD_NOT_ALLOWED => (t.error_405(), t.error_page_405_said()),
        status => (
            problem::title(status, t),
            source.detail.in_language(frame.language()),
        ),
    };
    let ours = source.status.is_server_error();
    let content = Content {
        t,
        said,
        number: if ours { number } else { "" },
    };
    let mut response = frame.page(title).status(source.status).show(&content);
    for (name, value) in &source.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name.clone(), value);
        }
    }
    response
}

/// What `type` of a problem leads to.
#[handler]
pub(super) fn kind(code: Path<String>, frame: Frame) -> Response {
    let letters = code.chars();
    let code: String = letters
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(60)
        .collect();
    let t = frame.t;
    frame.page(code).above(t.problem_title()).show(&Kind { t })
}
