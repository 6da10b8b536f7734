//! "Min sida": everything that somebody signed in has here, and what can be done about it.
//!
//! `overview` is where applications stand; `answer` and `leave` act on one, after a page that says
//! what it means. `schedule` is meetings and cohorts, `transfer` asking for another cohort, `feeds`
//! calendar subscriptions (`quick_feed` the usual one at once), `messages` what has been written, `company` whom
//! one wishes to share a cohort with, `times` when one can meet, `data` what is kept,
//! `erasure` asking that it be kept no longer. Each page shows what a use case gives the person and
//! nothing else: others' things do not exist.

mod address;
mod answer;
mod company;
mod data;
mod erasure;
mod everything;
mod feeds;
mod fresh_feed;
mod leave;
mod messages;
mod needs;
mod overview;
mod places;
pub(super) mod quick_feed;
mod schedule;
mod times;
mod transfer;
mod workplace;

use super::{
    error,
    frame::{Flash, FlashKind, Frame},
    notice::Facts,
    page::{Page, Place as At},
    ways,
};
use crate::{error::Error, texts::Texts};
use askama::Template;
use poem::{
    Request, Response, Route, get,
    http::{StatusCode, header},
    post,
};
use uuid::Uuid;

/// Where a person finds everything of their own.
pub(super) const MY_PAGE: &str = "/min-sida";

/// The pages, on their addresses.
pub(super) fn mount(route: Route) -> Route {
    route
        .at(MY_PAGE, get(overview::show))
        .at("/min-sida/anmalan/:id/kvitto", get(overview::show_receipt))
        .at(
            "/min-sida/anmalan/:id/svar/:answer",
            get(answer::ask).post(answer::act),
        )
        .at(
            "/min-sida/anmalan/:id/aterbud",
            get(leave::ask).post(leave::act),
        )
        .at(
            "/min-sida/anmalan/:id/sallskap",
            get(company::ask).post(company::keep),
        )
        .at(
            "/min-sida/anmalan/:id/tider",
            get(times::ask).post(times::keep),
        )
        .at(
            "/min-sida/anmalan/:id/tider/kalender",
            post(times::calendar),
        )
        .at("/min-sida/schema", get(schedule::show))
        .at("/min-sida/grupp/:cohort/namn", post(schedule::choose_names))
        .at(
            "/min-sida/grupp/:cohort/byt",
            get(transfer::ask).post(transfer::send),
        )
        .at(
            "/min-sida/gruppbyte/:transfer/ta-tillbaka",
            get(transfer::ask_back).post(transfer::take_back),
        )
        .at("/min-sida/kalender", get(feeds::show).post(feeds::create))
        .at("/min-sida/kalender/ny", get(fresh_feed::show_new))
        .at(
            "/min-sida/kalender/:id/byt",
            get(feeds::ask_rotate).post(feeds::rotate),
        )
        .at(
            "/min-sida/kalender/:id/avsluta",
            get(feeds::ask_revoke).post(feeds::revoke),
        )
        .at("/min-sida/meddelanden", get(messages::show))
        .at("/min-sida/uppgifter", get(data::show).post(data::keep))
        .at(
            "/min-sida/uppgifter/adress",
            get(address::ask).post(address::send),
        )
        .at(
            "/min-sida/uppgifter/adress/:change",
            get(address::ask_code).post(address::confirm),
        )
        .at(
            "/min-sida/uppgifter/behov",
            get(needs::ask).post(needs::keep),
        )
        .at(
            "/min-sida/uppgifter/arbetsplats",
            get(workplace::ask).post(workplace::keep),
        )
        .at("/min-sida/uppgifter/allt", get(everything::everything))
        .at("/min-sida/uppgifter/hamta", get(everything::download))
        .at(
            "/min-sida/uppgifter/radera",
            get(erasure::show).post(erasure::send),
        )
        .at(
            "/min-sida/uppgifter/radera/:erasure/ta-tillbaka",
            get(erasure::ask_back).post(erasure::take_back),
        )
}

/// What has been done, as the next page says it.
const DONE: &str = "klart";

/// To my page, or one below it, which says what has been done.
fn done(place: &str, what: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, format!("{place}?{DONE}={what}"))
        .finish()
}

/// What has been done before this page, if its address says one of these words.
fn flash(request: &Request, words: impl Fn(&str) -> Option<&'static str>) -> Option<Flash> {
    let query = request.original_uri().query().unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, what) = pairs.find(|(name, _)| name == DONE)?;
    Some(Flash {
        text: words(&what)?.to_owned(),
        kind: FlashKind::Done,
    })
}

/// An error as the page that the site shows for it.
fn refused(frame: &Frame, error: Error) -> Response {
    error::page(frame, error)
}

/// An id in an address. What is none leads to nothing.
fn id(text: &str) -> Result<Uuid, Error> {
    Uuid::parse_str(text).map_err(|_| Error::NotFound { what: "page" })
}

fn csrf(frame: &Frame) -> &str {
    frame.visitor.csrf.as_deref().unwrap_or_default()
}

/// A page below my page, with the way back.
fn below(frame: &Frame, title: impl Into<String>) -> Page<'_> {
    let page = frame.page(title).at(At::MyPage);
    page.up(ways::MY_PAGE, frame.t.my_page_title())
}

/// A page that says what something means before it is done.
#[derive(Template)]
#[template(path = "my_confirm.html")]
struct Confirm<'a> {
    t: Texts,
    csrf: &'a str,
    /// Why the page is shown again.
    fault: Option<&'a str>,
    said: Vec<String>,
    facts: Facts,
    /// More that the form carries.
    carries: Vec<(&'static str, String)>,
    button: &'a str,
    back: &'a str,
}
