//! Making cohorts: an offering's plans, and one of them as a board.
//!
//! `plans` lists and proposes; `show` is a plan as cohorts side by side; `person` is somebody in it,
//! what each other cohort would cost, and a move before it is made (`effect`); `change` moves and locks,
//! `swap` exchanges two, `undo` takes the last of these back; `weights` is what a plan weighs; `steps`
//! commits, discards and undoes, each after a page that says what it means; `compare` holds two plans
//! against each other. Whatever changes a plan carries the revision that its reader has seen, and
//! is refused, with a way on, if the plan has changed since. `mix` draws families of professions.
//!
//! Everything works with plain forms. The script (`assets/board.js`) drags people: it asks `person`
//! for the cost, and a drop sends the same form to `change`.

mod change;
mod compare;
mod criteria;
mod effect;
pub(super) mod mix;
mod person;
mod plans;
mod show;
mod steps;
mod swap;
mod undo;
mod weights;

use super::{
    error as error_page,
    frame::{Flash, FlashKind, Frame},
    notice,
    page::{Page, Place},
};
use crate::{
    error::{Error, Result},
    usecase::Seen,
};
use askama::Template;
use poem::{
    Request, Response, Route, get,
    http::{StatusCode, header},
    post,
};
use samverkan_domain::id::{CohortPlanId, PersonId};
use uuid::Uuid;

/// The offerings, and what staff do in each.
pub(super) const OFFERINGS: &str = "/personal/tillfallen";
/// The form field that holds the revision somebody has seen.
const SEEN: &str = "sedd";

/// The pages, on their addresses.
pub(super) fn mount(route: Route) -> Route {
    route
        .at(OFFERINGS, get(plans::show_offerings))
        .at(
            "/personal/tillfallen/:offering/grupper",
            get(plans::show).post(plans::propose),
        )
        .at("/personal/forslag/:plan", get(show::show))
        .at("/personal/forslag/:plan/person/:person", get(person::show))
        .at("/personal/forslag/:plan/flytta", post(change::transfer))
        .at(
            "/personal/forslag/:plan/person/:person/byt",
            get(swap::show),
        )
        .at("/personal/forslag/:plan/byt", post(swap::act))
        .at("/personal/forslag/:plan/vikter", get(weights::show))
        .at(
            "/personal/forslag/:plan/vikter/nytt",
            post(weights::propose),
        )
        .at("/personal/forslag/:plan/las", post(change::lock))
        .at("/personal/forslag/:plan/jamfor", get(compare::show))
        .at(
            "/personal/forslag/:plan/steg/:step",
            get(steps::ask).post(steps::act),
        )
}

/// The plans of an offering.
fn plans_of(offering: &str) -> String {
    format!("{OFFERINGS}/{offering}/grupper")
}

/// A plan's board.
fn board_of(plan: CohortPlanId) -> String {
    format!("/personal/forslag/{plan}")
}

fn id(text: &str) -> Result<Uuid> {
    Uuid::parse_str(text).map_err(|_| Error::NotFound { what: "page" })
}

fn plan_id(text: &str) -> Result<CohortPlanId> {
    id(text).map(CohortPlanId)
}

fn person_id(text: &str) -> Result<PersonId> {
    id(text).map(PersonId)
}

/// What a form says that its sender has seen.
fn seen(text: &str) -> Seen {
    match text.parse() {
        Ok(revision) => Seen::Revision(revision),
        Err(_) if text.is_empty() => Seen::Missing,
        Err(_) => Seen::Unknown,
    }
}

fn csrf(frame: &Frame) -> &str {
    frame.visitor.csrf.as_deref().unwrap_or_default()
}

/// A value of the query.
fn asked(request: &Request, name: &str) -> Option<String> {
    let query = request.original_uri().query().unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let found = pairs.find(|(field, _)| field == name);
    found.map(|(_, value)| value.trim().to_owned())
}

/// To a page, which says what has been done.
fn see(place: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, place)
        .finish()
}

fn done(text: impl Into<String>) -> Flash {
    Flash {
        text: text.into(),
        kind: FlashKind::Done,
    }
}

/// A page of the staff's, with the way back.
fn below(
    frame: &Frame,
    title: impl Into<String>,
    up: impl Into<String>,
    words: impl Into<String>,
) -> Page<'_> {
    frame.page(title).at(Place::Staff).up(up, words)
}

/// Why a change of a plan was not made, and the way on: the plan as it is now.
fn not_done(frame: &Frame, plan: CohortPlanId, error: Error) -> Response {
    let t = frame.t;
    let (status, title, why) = match &error {
        Error::Stale { .. } => (
            StatusCode::PRECONDITION_FAILED,
            t.board_stale_title(),
            t.board_stale().to_owned(),
        ),
        Error::Refused { text, .. } => {
            let why = text.in_language(frame.language()).to_owned();
            (StatusCode::CONFLICT, t.board_refused_title(), why)
        }
        Error::Busy { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            t.board_refused_title(),
            t.board_busy().to_owned(),
        ),
        Error::Invalid(faults) => {
            let first = faults.first();
            let why = first.map(|fault| fault.text.in_language(frame.language()).to_owned());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (status, t.board_refused_title(), why.unwrap_or_default())
        }
        _ => return error_page::page(frame, error),
    };
    error.note();
    let said = notice::Notice {
        role: "alert",
        said: &why,
        lines: &[t.board_nothing_done()],
        facts: Vec::new(),
    };
    let page = below(frame, title, board_of(plan), t.board_back());
    page.status(status).show(&said)
}

/// A page that says what something means before it is done.
#[derive(Template)]
#[template(path = "board_confirm.html")]
struct Confirm<'a> {
    csrf: &'a str,
    said: Vec<String>,
    facts: notice::Facts,
    /// What is listed under the facts, such as who moves.
    listed: Vec<String>,
    carries: Vec<(&'static str, String)>,
    button: &'a str,
    back: String,
    back_words: &'a str,
}
