//! Offerings as staff see them, and the plans of one.

use super::{OFFERINGS, asked, below, board_of, csrf, done, plans_of, see, show::state};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::new_feed_token,
    texts::Texts,
    usecase::{
        catalogue::{self, OfferingView},
        cohorts::{self, PlanRequest, PlanView, Start, Stop},
        letters::moment,
        once::Once,
    },
    web::{
        dates, error as error_page,
        form::{CSRF, Form},
        frame::Frame,
        page::Place,
        sign_in::who::{EditCohorts, Posted, ReadPeople, Staff},
        ways,
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::cohort::{Preset, WorkplacePolicy};
use std::collections::BTreeMap;

/// Offerings shown at most.
const SHOWN: i64 = 200;
/// Plans shown at most: the newest.
const PLANS: i64 = 30;
/// Longest search that somebody waits for at a screen (seconds).
const SECONDS: u32 = 30;
/// Makes a form that is sent twice do its work once.
const KEY: &str = "nyckel";
/// Where the search begins: another for each proposal, or the next would be the same.
const SEED: &str = "fro";

struct One {
    code: String,
    title: String,
    when: String,
}

#[derive(Template)]
#[template(path = "staff_offerings.html")]
struct OfferingList {
    t: Texts,
    here: &'static str,
    offerings: Vec<One>,
}

fn one(t: Texts, view: &OfferingView) -> Result<One> {
    let days = view.row.dates()?;
    Ok(One {
        title: t.of(&view.row.title_sv, &view.row.title_en).clone(),
        when: dates::from_to(t, days.starts_on, days.ends_on),
        code: view.row.code.clone(),
    })
}

async fn all(app: &App, frame: &Frame) -> Result<Response> {
    let t = frame.t;
    let page = catalogue::offerings(app, None, SHOWN).await?;
    let offerings = page.items.iter().map(|view| one(t, view));
    let body = OfferingList {
        t,
        here: OFFERINGS,
        offerings: offerings.collect::<Result<_>>()?,
    };
    let page = below(frame, t.board_offerings(), ways::STAFF, t.staff_title());
    Ok(page.lead(t.board_offerings_lead()).show(&body))
}

#[handler]
pub(super) async fn show_offerings(
    app: Data<&App>,
    frame: Frame,
    _staff: Staff<ReadPeople>,
) -> Response {
    let page = all(&app, &frame).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

struct PlanLine {
    address: String,
    name: String,
    state: &'static str,
    facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "plans.html")]
struct Proposals<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    here: String,
    plans: Vec<PlanLine>,
    key: String,
    seed: usize,
    fault: Option<String>,
    open_codes: String,
}

/// What a plan is called where there are several.
pub(super) fn named(t: Texts, view: &PlanView) -> String {
    let when = moment(view.created_at, t.language());
    let state = state(t, view);
    format!("{}, {when}, {state}", view.content.request.set_name)
}

fn line(t: Texts, view: &PlanView) -> PlanLine {
    let plan = &view.content.plan;
    let start = if view.undoes.is_some() {
        t.board_start_undo()
    } else {
        match view.content.request.start {
            Start::New => t.board_start_new(),
            Start::Rebalance => t.board_start_rebalance(),
            Start::Keep => t.board_start_keep(),
            Start::Late => t.board_start_late(),
        }
    };
    PlanLine {
        address: board_of(view.id),
        name: format!(
            "{}, {}",
            view.content.request.set_name,
            moment(view.created_at, t.language())
        ),
        state: state(t, view),
        facts: vec![
            start.to_owned(),
            t.board_cohorts(plan.cohorts.len()),
            t.board_people(plan.people.len()),
            t.board_points(plan.score.soft_total()),
            view.quality().words(t.language()),
            t.board_would_move(view.moves.len()),
        ],
    }
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<EditCohorts>,
    offering: &str,
    given: Option<(&str, String)>,
) -> Result<Response> {
    let t = frame.t;
    let view = catalogue::offering(app, offering).await?;
    let code = view.row.code;
    let plans = cohorts::list(app, &staff.caller, &code, PLANS).await?;
    let (open_codes, fault) = match given {
        Some((codes, fault)) => (codes.to_owned(), Some(fault)),
        // As in the last plan: who has thought of it once need not again.
        None => {
            let last = plans.first().map(|view| &view.content.request.protected_ok);
            (last.map(|codes| codes.join(", ")).unwrap_or_default(), None)
        }
    };
    let body = Proposals {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        here: plans_of(&code),
        plans: plans.iter().map(|view| line(t, view)).collect(),
        key: new_feed_token(&app.seeds),
        seed: plans.len() + 1,
        open_codes,
        fault,
    };
    let title = t.board_plans_title();
    let page = below(frame, title, OFFERINGS, t.board_offerings()).above(code);
    let page = page.at(Place::Staff).lead(t.board_plans_lead());
    let page = if body.fault.is_some() {
        page.faulty()
    } else {
        page
    };
    Ok(page.show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    offering: Path<String>,
    mut frame: Frame,
    staff: Staff<EditCohorts>,
    request: &Request,
) -> Response {
    if asked(request, "klart").as_deref() == Some("kastat") {
        frame.visitor.flash = Some(done(frame.t.board_done_discarded()));
    }
    let page = page(&app, &frame, &staff, &offering, None).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

/// What the form asks for; everything else is as usual.
fn wanted(form: &Form) -> PlanRequest {
    let codes = form.value("oppna").split([',', ' ', ';']);
    let codes = codes.map(str::trim).filter(|code| !code.is_empty());
    let preset = match form.value("vikt") {
        "tider" => Preset::Availability,
        "flyttar" => Preset::FewestMoves,
        _ => Preset::Balanced,
    };
    PlanRequest {
        set_name: cohorts::USUAL_SET.to_owned(),
        kind: None,
        start: match form.value("borja") {
            "nytt" => Start::New,
            "kvar" => Start::Keep,
            "nya" => Start::Late,
            _ => Start::Rebalance,
        },
        size: None,
        workplaces: WorkplacePolicy::default(),
        seed: form.value(SEED).parse().unwrap_or(1),
        protected_ok: codes.map(str::to_owned).collect(),
        locks: Vec::new(),
        unlocks: Vec::new(),
        preset,
        weights: preset.weights(),
        times: Vec::new(),
        needs: Vec::new(),
        cohorts: BTreeMap::new(),
        late: Vec::new(),
        frontier: None,
        stop: Stop {
            seconds: Some(SECONDS),
            ..Stop::default()
        },
        search: None,
    }
}

#[handler]
pub(super) async fn propose(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    form: Posted,
) -> Response {
    let request = wanted(&form);
    let route = format!("propose_cohort_plan {}", offering.0);
    let once = Once::new(&staff.caller, &route, form.value(KEY), &request);
    let made = cohorts::propose(&app, &staff.caller, &offering, &request, Some(&once));
    let fault = match made.await {
        Ok(view) => return see(&board_of(view.id)),
        Err(Error::Refused { text, .. }) => text.in_language(frame.language()).to_owned(),
        Err(Error::Invalid(faults)) => {
            let first = faults.first();
            let said = first.map(|fault| fault.text.in_language(frame.language()));
            said.unwrap_or_default().to_owned()
        }
        Err(Error::Busy { .. }) => frame.t.board_busy().to_owned(),
        Err(error) => return error_page::page(&frame, error),
    };
    let given = Some((form.value("oppna"), fault));
    let page = page(&app, &frame, &staff, &offering, given).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}
