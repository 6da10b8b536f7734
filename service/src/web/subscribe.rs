//! How to subscribe to a calendar: behind its address without `.ics`. Read only.

use super::{frame::Frame, notice, qr};
use crate::{
    app::App,
    error::Error,
    texts::Texts,
    usecase::feeds::{self, Opened},
};
use askama::Template;
use poem::{Request, Response, http::StatusCode};
use samverkan_domain::calendar::FeedView;

/// How one calendar program subscribes, and how often it asks again.
struct Program {
    name: &'static str,
    /// A step a line.
    steps: &'static str,
    /// If that does not help, a way a line.
    otherwise: &'static str,
    delay: &'static str,
}

/// The programs that most people have.
fn programs(t: Texts) -> [Program; 5] {
    [
        Program {
            name: t.subscribe_google_name(),
            steps: t.subscribe_google(),
            otherwise: t.subscribe_google_otherwise(),
            delay: t.subscribe_google_delay(),
        },
        Program {
            name: t.subscribe_apple_name(),
            steps: t.subscribe_apple(),
            otherwise: t.subscribe_apple_otherwise(),
            delay: t.subscribe_apple_delay(),
        },
        Program {
            name: t.subscribe_outlook_name(),
            steps: t.subscribe_outlook(),
            otherwise: "",
            delay: t.subscribe_outlook_delay(),
        },
        Program {
            name: t.subscribe_thunderbird_name(),
            steps: t.subscribe_thunderbird(),
            otherwise: "",
            delay: t.subscribe_thunderbird_delay(),
        },
        Program {
            name: t.subscribe_icsx5_name(),
            steps: t.subscribe_icsx5(),
            otherwise: t.subscribe_icsx5_otherwise(),
            delay: t.subscribe_icsx5_delay(),
        },
    ]
}

#[derive(Template)]
#[template(path = "subscribe.html")]
pub(super) struct Subscribe {
    t: Texts,
    webcal: String,
    calendar: String,
    code: Option<String>,
    programs: [Program; 5],
    printable: String,
}

/// What the token leads to, as a page; or the page that says why there is none.
pub(super) async fn live(app: &App, token: &str, frame: &Frame) -> Result<FeedView, Response> {
    let t = frame.t;
    match feeds::opened(app, token).await {
        Ok(Opened::Live(feed)) => Ok(feed),
        Ok(Opened::Revoked) => Err(no_calendar(frame, StatusCode::GONE, t.subscribe_ended())),
        Ok(Opened::Unknown) => {
            let said = t.subscribe_unknown();
            Err(no_calendar(frame, StatusCode::NOT_FOUND, said))
        }
        Err(error) => Err(unavailable(frame, &error)),
    }
}

fn unavailable(frame: &Frame, error: &Error) -> Response {
    error.note();
    let said = frame.t.subscribe_later();
    no_calendar(frame, StatusCode::SERVICE_UNAVAILABLE, said)
}

fn no_calendar(frame: &Frame, status: StatusCode, why: &str) -> Response {
    let t = frame.t;
    let title = t.subscribe_none_title();
    notice::refused(frame, status, title, why, &[t.answer_ask_us()])
}

/// The page.
pub(crate) async fn show(app: &App, token: &str, request: &Request) -> Response {
    let frame = Frame::of(&app.public_url, request);
    match live(app, token, &frame).await {
        Ok(feed) => shown(app, token, &frame, &feed),
        Err(refused) => refused,
    }
}

fn shown(app: &App, token: &str, frame: &Frame, feed: &FeedView) -> Response {
    let t = frame.t;
    let calendar = format!("{}/calendar/{token}.ics", app.public_url);
    let page = frame.page(t.subscribe_title(&feed.name));
    let page = page.lead(t.subscribe_what()).scripted();
    page.show(&body(t, &calendar))
}

/// How to subscribe to the calendar at an address.
pub(super) fn body(t: Texts, calendar: &str) -> Subscribe {
    let address = calendar.strip_suffix(".ics").unwrap_or(calendar);
    Subscribe {
        t,
        webcal: feeds::webcal(calendar),
        code: qr::svg(address, t.subscribe_code()),
        calendar: calendar.to_owned(),
        programs: programs(t),
        printable: format!("{address}.html"),
    }
}
