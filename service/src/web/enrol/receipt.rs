//! The receipt: where the application stands, its number, what happens next and when.

use super::{ENROL, see, visit::latest};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{
        catalogue::{self, OfferingView},
        cohorts,
        letters::{day, moment},
        selections,
    },
    web::{
        error,
        frame::Frame,
        mailto::{Mailto, ask_us},
        my::quick_feed::{Quick, quick},
        notice::{Facts, filled},
        page::Place,
        sign_in::who::SignedIn,
        ways,
    },
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{application::ApplicationState, id::OfferingId};

#[derive(Template)]
#[template(path = "enrol_receipt.html")]
struct Receipt<'a> {
    t: Texts,
    state: &'a str,
    said: String,
    facts: Facts,
    reasons: Vec<String>,
    /// What happens, in order: what, and when or how.
    next: Vec<(&'static str, String)>,
    /// The schedule in one's calendar, for who has a place or may get one.
    quick: Option<Quick>,
    stands: bool,
    my_page: &'static str,
    course: String,
    contact: Mailto,
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let shown = page(&app, &frame, &signed, &offering).await;
    shown.unwrap_or_else(|error| error::page(&frame, error))
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn, code: &str) -> Result<Response> {
    let (t, language) = (frame.t, frame.language());
    let offering = catalogue::offering(app, code).await?;
    let caller = signed.caller();
    let Some((latest, _)) = latest(app, &caller, &offering.row.code).await? else {
        return Ok(see(&format!("{ENROL}{}", offering.row.code)));
    };
    let view = selections::receipt(app, &caller, latest.row.application()).await?;
    let row = &view.application.row;
    let state = ApplicationState::parse(&row.state)
        .ok_or_else(|| Error::internal("a state that nobody knows"))?;
    let channel = offering
        .channels
        .iter()
        .find(|one| one.row.id == row.channel_id);
    let channel = channel.map(|one| t.of(&one.row.title_sv, &one.row.title_en).clone());
    let waits = matches!(state, ApplicationState::Reserve | ApplicationState::Called);
    let position = row.reserve_position.filter(|_| waits);
    let answer_by = row
        .answer_by
        .filter(|_| state == ApplicationState::Admitted);
    let facts = filled(vec![
        (t.receipt_name(), view.application.person_name.clone()),
        (
            t.answer_course(),
            format!(
                "{} ({})",
                t.of(&offering.row.title_sv, &offering.row.title_en),
                offering.row.code
            ),
        ),
        (t.receipt_admission(), channel.unwrap_or_default()),
        (t.receipt_received(), moment(row.created_at.0, language)),
        (
            t.answer_reserve_number(),
            position.map_or_else(String::new, |position| position.to_string()),
        ),
        (
            t.receipt_condition(),
            row.condition_text.clone().unwrap_or_default(),
        ),
        (t.receipt_number(), row.id.to_string()),
        (
            t.company_code(),
            cohorts::my_code(app, OfferingId(row.offering_id), caller.participant()?),
        ),
    ]);
    let said = match state {
        ApplicationState::Submitted => t.enrol_receipt_submitted().to_owned(),
        ApplicationState::Reserve => t.enrol_receipt_reserve().to_owned(),
        ApplicationState::Admitted => match answer_by {
            Some(by) => t.receipt_answer_by(moment(by.0, language)),
            None => t.enrol_receipt_admitted().to_owned(),
        },
        ApplicationState::Refused => t.enrol_receipt_refused().to_owned(),
        _ => String::new(),
    };
    let texts = view.reasons.iter().chain(&view.appeal);
    let reasons = texts.map(|text| text.in_language(language).to_owned());
    let quick = if state.is_active() {
        quick(app, frame, signed, !state.takes_part()).await?
    } else {
        None
    };
    let page = frame.page(t.receipt_title()).at(Place::Courses);
    Ok(page.show(&Receipt {
        t,
        state: view.state.in_language(language),
        said,
        facts,
        reasons: reasons.collect(),
        next: next(app, t, &offering, state, row.channel_id)?,
        quick,
        stands: state.is_active(),
        my_page: ways::MY_PAGE,
        course: format!("/kurser/{}", offering.row.code),
        contact: ask_us(app, t),
    }))
}

/// What happens next, for who has or may have a place.
fn next(
    app: &App,
    t: Texts,
    offering: &OfferingView,
    state: ApplicationState,
    channel: uuid::Uuid,
) -> Result<Vec<(&'static str, String)>> {
    let language = t.language();
    if !state.is_active() {
        return Ok(Vec::new());
    }
    let mut next = vec![(t.enrol_next_letter(), t.enrol_next_letter_how().to_owned())];
    if state == ApplicationState::Submitted {
        let channel = offering.channels.iter().find(|one| one.row.id == channel);
        let closes = channel.and_then(|one| one.row.closes_at);
        let now = app.clock.now();
        if let Some(closes) = closes.filter(|at| now < at.0) {
            next.push((t.enrol_next_selection(), moment(closes.0, language)));
        }
    }
    if state == ApplicationState::Reserve {
        next.push((t.enrol_next_call(), t.enrol_next_call_how().to_owned()));
    }
    next.push((
        t.offering_next_cohort(),
        t.offering_next_cohort_how(offering.row.cohort_size.to_string()),
    ));
    next.push((
        t.offering_next_start(),
        day(offering.row.dates()?.starts_on, language),
    ));
    Ok(next)
}
