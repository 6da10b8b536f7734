//! "Mina grupper": what somebody who leads cohorts does with them. The cohorts, one with its people
//! and meetings, and the list of who came. The list looks the same for staff, who have one for
//! a whole offering (`upprop`).

mod cohorts;
mod list;
mod upprop;

use super::{form::Form, frame::Frame};
use crate::{
    error::{Error, Result},
    texts::Texts,
};
use askama::Template;
use poem::{Request, Response, Route, get, http::StatusCode, post};
use samverkan_domain::id::CohortId;
use uuid::Uuid;

/// The cohorts that somebody leads.
pub(super) const MY_COHORTS: &str = "/mina-grupper";
/// The applications that were shown as present, which a form carries: so that it takes back only
/// what its sender has seen and unticked.
const SHOWN: &str = "var[]";
/// The applications that are ticked.
const TICKED: &str = "har[]";

/// The pages, on their addresses.
pub(super) fn mount(route: Route) -> Route {
    route
        .at(MY_COHORTS, get(cohorts::show_all))
        .at("/mina-grupper/:cohort", get(cohorts::show_one))
        .at(
            "/mina-grupper/:cohort/upprop",
            get(list::upprop).post(list::note_upprop),
        )
        .at(
            "/mina-grupper/:cohort/mote/:session",
            get(list::meeting).post(list::note_meeting),
        )
        .at(
            "/personal/tillfallen/:offering/upprop",
            get(upprop::show).post(upprop::note),
        )
        .at(
            "/personal/tillfallen/:offering/upprop/registrera",
            post(upprop::register),
        )
}

fn cohort_id(text: &str) -> Result<CohortId> {
    let id = Uuid::parse_str(text).map_err(|_| Error::NotFound { what: "page" })?;
    Ok(CohortId(id))
}

fn csrf(frame: &Frame) -> &str {
    frame.visitor.csrf.as_deref().unwrap_or_default()
}

/// What a form of the list says: who has come, and who was shown as there and has not.
fn ticks(form: &Form) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    let ids = |name: &str| -> Result<Vec<Uuid>> {
        let read = form.values(name).map(Uuid::parse_str);
        let read: std::result::Result<_, _> = read.collect();
        read.map_err(|_| Error::NotFound { what: "page" })
    };
    let (ticked, mut unticked) = (ids(TICKED)?, ids(SHOWN)?);
    unticked.retain(|id| !ticked.contains(id));
    Ok((ticked, unticked))
}

/// What was done before the page.
fn asked(request: &Request) -> Option<String> {
    let query = request.original_uri().query().unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let found = pairs.find(|(name, _)| name == "klart");
    found.map(|(_, value)| value.into_owned())
}

/// Somebody on the list.
struct Entry {
    id: Uuid,
    name: String,
    present: bool,
    tag: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "attendance.html")]
struct Attendance<'a> {
    t: Texts,
    csrf: &'a str,
    here: String,
    /// Can be noted now.
    open: bool,
    /// Why not, where it cannot.
    closed: &'static str,
    entries: Vec<Entry>,
    present: usize,
    fault: Option<String>,
    /// Staff register those who were at the roll-call.
    registers: bool,
}

/// Why a list was not saved, if that is for its sender to mend; else the error.
fn fault(frame: &Frame, error: Error) -> Result<String> {
    match &error {
        Error::Refused { text, .. } => Ok(text.in_language(frame.language()).to_owned()),
        Error::Invalid(faults) => {
            let first = faults.first();
            let said = first.map(|fault| fault.text.in_language(frame.language()));
            Ok(said.unwrap_or_default().to_owned())
        }
        _ => Err(error),
    }
}

/// The list again, with what was wrong.
fn wrong(mut response: Response) -> Response {
    response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
    response
}
