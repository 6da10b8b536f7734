//! A page that says one thing: what has happened, or why not, and what to do.

use super::frame::Frame;
use askama::Template;
use poem::{Response, http::StatusCode};

/// Names and values; those without a value are not shown.
pub(super) type Facts = Vec<(&'static str, String)>;

/// Without the empty ones.
pub(super) fn filled(mut facts: Facts) -> Facts {
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct Notice<'a> {
    /// How it is read out: `status`, `alert`, or empty.
    pub(super) role: &'static str,
    pub(super) said: &'a str,
    pub(super) lines: &'a [&'a str],
    pub(super) facts: Facts,
}

/// A page that says no, and what to do; with a way on.
pub(super) fn refused(
    frame: &Frame,
    status: StatusCode,
    title: &str,
    why: &str,
    lines: &[&str],
) -> Response {
    let home = ("/", frame.t.error_page_home());
    refused_to(frame, status, title, why, lines, home)
}

/// The same, with another way on.
pub(super) fn refused_to(
    frame: &Frame,
    status: StatusCode,
    title: &str,
    why: &str,
    lines: &[&str],
    (way, words): (&str, &str),
) -> Response {
    let notice = Notice {
        role: "alert",
        said: why,
        lines,
        facts: Vec::new(),
    };
    let page = frame.page(title).status(status);
    page.up(way, words).show(&notice)
}
