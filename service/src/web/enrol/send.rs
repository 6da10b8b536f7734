//! Sending the answers, once.

use super::{
    ENROL, RECEIPT, draft, review, see,
    step::Step,
    stop::Stop,
    visit::{self, Visit},
};
use crate::{
    api::rates,
    app::App,
    error::{Error, Result},
    secrets::new_feed_token,
    usecase::{
        Seen, cohorts,
        enrolment::{self, Wish},
        merits, needs,
        once::Once,
        people,
    },
    web::{
        error,
        form::Form,
        frame::Frame,
        sign_in::who::{Posted, SignedIn},
    },
};
use poem::{
    Request, Response, handler,
    http::{HeaderMap, HeaderValue, header},
    web::{Data, Path},
};

/// Longest Idempotency-Key.
const KEY_OCTETS: usize = 200;

/// Sends the answers. Sent twice, by a double click or a reload, it comes to the same receipt.
#[handler]
pub(super) async fn send(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
    request: &Request,
) -> Response {
    let sent = sent(&app, &frame, &signed, &offering, &form, request).await;
    sent.unwrap_or_else(|error| error::page(&frame, error))
}

async fn sent(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    offering: &str,
    form: &Form,
    request: &Request,
) -> Result<Response> {
    let headers: &HeaderMap = request.headers();
    let visit = match Visit::load(app, frame, signed, offering, headers).await? {
        Ok(visit) => visit,
        Err(Stop::Applied(offering)) => return Ok(done(app, &offering.row.code)),
        Err(stop) => return Ok(stop.page(app, frame)),
    };
    if let Some(step) = visit.missing() {
        return Ok(see(&visit.address(step.path())));
    }
    let insists = form.value("besked") == "ja";
    match apply(&visit, form, insists, request).await {
        Ok(()) => Ok(done(app, visit.code())),
        Err(error) => refused(visit, insists, error).await,
    }
}

/// To the receipt; the answers are with us now.
fn done(app: &App, code: &str) -> Response {
    let mut response = see(&format!("{ENROL}{code}/{RECEIPT}"));
    draft::forget(app, &mut response);
    response
}

async fn apply(visit: &Visit<'_>, form: &Form, insists: bool, request: &Request) -> Result<()> {
    let (app, caller, draft) = (visit.app, &visit.caller, &visit.draft);
    rates::may_apply(app, caller, request)?;
    people::update_me(app, caller, draft.profile()).await?;
    if needs::mine(app, caller).await? != draft.needs {
        needs::set(app, caller, &draft.needs).await?;
    }
    if let Some(statement) = draft.merits(app, caller).await? {
        merits::put(app, caller, None, &statement, Seen::Any).await?;
    }
    let joint = Some(draft.joint_code.clone()).filter(|code| !code.is_empty());
    let wish = Wish {
        insist: insists,
        joint_code: joint.filter(|_| visit.policy().is_ok_and(|policy| policy.selects())),
        ..Wish::default()
    };
    let key = match form.value("nyckel") {
        "" => &*draft.key,
        given if given.len() > KEY_OCTETS => &*draft.key,
        given => given,
    };
    let route = format!("apply {}", visit.code());
    let once = Once::new(caller, &route, key, &(&draft.channel, &wish));
    let (code, channel) = (visit.code(), &draft.channel);
    enrolment::apply(app, caller, code, channel, wish, Some(&once)).await?;
    let note = draft.availability();
    let person = caller.participant()?;
    match cohorts::set_availability(app, caller, code, person, &note).await {
        Ok(_) => {}
        // Refused, with a decision: there is nobody to meet.
        Err(Error::NotFound { .. }) => return Ok(()),
        Err(error) => return Err(error),
    }
    if !visit.asks(Step::Company) {
        return Ok(());
    }
    match cohorts::set_company(app, caller, code, &draft.wishes()).await {
        // The cohorts were made just now.
        Ok(()) | Err(Error::Refused { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Why it could not be sent: beside the answers if they can be changed, or as a page of its own.
async fn refused(visit: Visit<'_>, insists: bool, error: Error) -> Result<Response> {
    error.note();
    let (t, language) = (visit.t(), visit.frame.language());
    let mut wait = None;
    let faults = match error {
        Error::Refused { code, text } => {
            let why = text.in_language(language).to_owned();
            match code {
                "not-eligible" | "no-group" => vec![("rules".to_owned(), why)],
                "already-applied" => {
                    let known = visit::latest(visit.app, &visit.caller, visit.code()).await?;
                    if let Some((_, true)) = known {
                        return Ok(done(visit.app, visit.code()));
                    }
                    vec![("send".to_owned(), why)]
                }
                _ => {
                    let stop = Stop::Refused(visit.offering, why);
                    return Ok(stop.page(visit.app, visit.frame));
                }
            }
        }
        Error::Invalid(faults) => {
            let faults = visit.faults(&faults).into_iter();
            faults.map(|(_, why)| ("answers".to_owned(), why)).collect()
        }
        Error::TooMany {
            retry_after_seconds,
        }
        | Error::Busy {
            retry_after_seconds,
        } => {
            wait = Some(retry_after_seconds);
            vec![("send".to_owned(), t.enrol_busy().to_owned())]
        }
        Error::KeyReused => vec![("send".to_owned(), t.enrol_key_reused().to_owned())],
        error => return Err(error),
    };
    let mut visit = visit;
    // Another key for what is sent next: it says something else.
    visit.draft.key = new_feed_token(&visit.app.seeds);
    let mut response = review::page(&visit, insists, faults).await?;
    visit.draft.keep(visit.app, &mut response);
    if let Some(seconds) = wait {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}
