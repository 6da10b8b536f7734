//! No more reminders, and reminders again: the page behind the link in each of them. Opening it changes
//! nothing; mail programs ask with a POST of their own (RFC 8058), which brings no cookie and no origin.
//! Whoever has the link has the letter, and can do nothing else by it.

use super::{
    form::Form,
    frame::Frame,
    notice::{self, Notice},
    ways,
};
use crate::{app::App, error::Error, texts::Texts, usecase::reminders::unsubscribe};
use askama::Template;
use poem::{
    Response, RouteMethod, get, handler,
    http::StatusCode,
    web::{Data, Path},
};

/// `GET` shows, `POST` changes. (The framework answers `HEAD` as `GET`.)
pub(super) fn routes() -> RouteMethod {
    get(show).post(change)
}

#[derive(Template)]
#[template(path = "reminders.html")]
struct Reminders {
    t: Texts,
    wanted: bool,
}

#[handler]
async fn show(app: Data<&App>, token: Path<String>, frame: Frame) -> Response {
    match unsubscribe::wants(&app, &token).await {
        Ok(wanted) => {
            let t = frame.t;
            let title = if wanted {
                t.reminders_stop_title()
            } else {
                t.reminders_stopped_title()
            };
            frame.page(title).show(&Reminders { t, wanted })
        }
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
async fn change(app: Data<&App>, token: Path<String>, frame: Frame, form: Form) -> Response {
    // A mail program says List-Unsubscribe=One-Click, our own button says which way.
    let wanted = form.value("reminders") == "again";
    match unsubscribe::set(&app, &token, wanted).await {
        Ok(()) => {
            let t = frame.t;
            let (title, said) = if wanted {
                (t.reminders_again_title(), t.reminders_again())
            } else {
                (t.reminders_stopped_title(), t.reminders_stopped())
            };
            let lines: &[&str] = if wanted {
                &[]
            } else {
                &[t.reminders_way_back()]
            };
            let done = Notice {
                role: "status",
                said,
                lines,
                facts: Vec::new(),
            };
            frame
                .page(title)
                .up(ways::MY_PAGE, t.my_page_title())
                .show(&done)
        }
        Err(error) => refused(&frame, &error),
    }
}

fn refused(frame: &Frame, error: &Error) -> Response {
    error.note();
    let t = frame.t;
    match error {
        Error::Refused { text, .. } => {
            let why = text.in_language(frame.language());
            let lines = &[t.answer_ask_us()];
            notice::refused(frame, StatusCode::NOT_FOUND, t.answer_no_link(), why, lines)
        }
        _ => notice::refused(
            frame,
            StatusCode::SERVICE_UNAVAILABLE,
            t.answer_not_received(),
            t.answer_try_later(),
            &[t.answer_ask_us()],
        ),
    }
}
