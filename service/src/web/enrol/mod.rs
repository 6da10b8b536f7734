//! Asking for a place: one question a page, a look at all the answers, the receipt.
//!
//! [`visit`] is what every page knows: the offering, the ways to it that are open, the answers so far
//! ([`draft`], sealed in the browser). A question ([`step`]) shows itself and reads its form; the
//! modules named after them hold both. Rules are the use cases': what is wrong with an answer, who is
//! eligible, what sending comes to.

mod company;
mod demand;
mod draft;
mod meeting;
mod needs;
mod person;
mod receipt;
mod review;
mod send;
mod step;
mod stop;
mod studies;
mod times;
mod visit;
mod way;
mod workplace;

use super::{
    error,
    form::Form,
    frame::Frame,
    sign_in::who::{Posted, SignedIn},
    workplace::{LOOK, SOUGHT},
};
use crate::{app::App, error::Error, error::Result, usecase::Caller};
use poem::{
    Request, Response, Route, get, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use step::Step;
use visit::{Fault, Visit};

/// The page to ask for a place on: the offering's code follows.
pub(super) const ENROL: &str = "/anmalan/";
/// The last part of the addresses of what is no question.
const REVIEW: &str = "granska";
const RECEIPT: &str = "kvitto";
/// The field that says that one came from the review and goes back there.
const CHANGE: &str = "andra";

/// The pages, on their addresses.
pub(super) fn mount(route: Route) -> Route {
    route
        .at("/anmalan/:offering", get(begin))
        .at("/anmalan/:offering/:step", get(show).post(save))
        .at(
            "/anmalan/:offering/granska",
            get(review::show).post(send::send),
        )
        .at("/anmalan/:offering/kvitto", get(receipt::show))
}

/// Whether the caller has an application to an offering that still stands.
pub(super) async fn has_applied(app: &App, caller: &Caller, offering: &str) -> Result<bool> {
    let latest = visit::latest(app, caller, offering).await?;
    Ok(latest.is_some_and(|(_, stands)| stands))
}

/// To another page, to be fetched.
fn see(place: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, place)
        .finish()
}

/// To the first question that has no answer.
#[handler]
async fn begin(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let visit = Visit::load(&app, &frame, &signed, &offering, request.headers()).await;
    let shown = match visit {
        Ok(Ok(visit)) => {
            let first = visit.missing().map_or(REVIEW, Step::path);
            Ok(see(&visit.address(first)))
        }
        Ok(Err(stop)) => Ok(stop.page(&app, &frame)),
        Err(error) => Err(error),
    };
    shown.unwrap_or_else(|error| error::page(&frame, error))
}

async fn ask(visit: &Visit<'_>, step: Step, sought: &str, faults: Vec<Fault>) -> Result<Response> {
    match step {
        Step::Way => way::ask(visit, faults),
        Step::Person => person::ask(visit, faults).await,
        Step::Workplace => workplace::ask(visit, sought, faults).await,
        Step::Studies => Ok(studies::ask(visit, faults)),
        Step::Times => times::ask(visit, faults).await,
        Step::Meeting => meeting::ask(visit, faults),
        Step::Company => Ok(company::ask(visit, faults)),
        Step::Needs => Ok(needs::ask(visit)),
    }
}

#[handler]
async fn show(
    app: Data<&App>,
    Path((offering, step)): Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let Some(step) = Step::parse(&step) else {
        return error::page(&frame, Error::NotFound { what: "question" });
    };
    let query = Form::parse(
        request
            .original_uri()
            .query()
            .unwrap_or_default()
            .as_bytes(),
    );
    let visit = Visit::load(&app, &frame, &signed, &offering, request.headers()).await;
    let shown = match visit {
        Ok(Ok(mut visit)) => {
            visit.change = query.value(CHANGE) == "ja";
            if visit.asks(step) {
                ask(&visit, step, query.value(SOUGHT), Vec::new()).await
            } else {
                Ok(see(&visit.after(step)))
            }
        }
        Ok(Err(stop)) => Ok(stop.page(&app, &frame)),
        Err(error) => Err(error),
    };
    shown.unwrap_or_else(|error| error::page(&frame, error))
}

/// Takes an answer and goes on; or shows the question again, with the answer and what is wrong.
#[handler]
async fn save(
    app: Data<&App>,
    Path((offering, step)): Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
    request: &Request,
) -> Response {
    let Some(step) = Step::parse(&step) else {
        return error::page(&frame, Error::NotFound { what: "question" });
    };
    let visit = Visit::load(&app, &frame, &signed, &offering, request.headers()).await;
    let saved = match visit {
        Ok(Ok(visit)) => answered(visit, step, &form).await,
        Ok(Err(stop)) => Ok(stop.page(&app, &frame)),
        Err(error) => Err(error),
    };
    saved.unwrap_or_else(|error| error::page(&frame, error))
}

async fn answered(mut visit: Visit<'_>, step: Step, form: &Form) -> Result<Response> {
    visit.change = form.value(CHANGE) == "ja";
    if step == Step::Workplace && !form.value(LOOK).is_empty() {
        workplace::keep(&mut visit, form);
        return ask(&visit, step, form.value(SOUGHT), Vec::new()).await;
    }
    let read = match step {
        Step::Way => way::read(&mut visit, form),
        Step::Person => person::read(&mut visit, form).await,
        Step::Workplace => workplace::read(&mut visit, form).await,
        Step::Studies => studies::read(&mut visit, form),
        Step::Times => times::read(&mut visit, form).await,
        Step::Meeting => meeting::read(&mut visit, form),
        Step::Company => company::read(&mut visit, form),
        Step::Needs => {
            needs::read(&mut visit, form);
            Ok(())
        }
    };
    let faults = match read {
        Ok(()) => Vec::new(),
        Err(Error::Invalid(faults)) => visit.faults(&faults),
        Err(error) => return Err(error),
    };
    if !faults.is_empty() {
        return ask(&visit, step, form.value(SOUGHT), faults).await;
    }
    visit.draft.done.insert(step);
    let mut response = see(&visit.after(step));
    visit.draft.keep(visit.app, &mut response);
    Ok(response)
}
