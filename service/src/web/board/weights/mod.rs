//! What a plan's wishes weigh: seen, others tried on the plan as it is, and a new plan made with them.

mod fields;

use self::fields::{PRESETS, differing, made_with, names, preset, read, weight, words};
use super::{asked, below, board_of, csrf, effect, not_done, plan_id, see};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::new_feed_token,
    texts::Texts,
    usecase::{
        cohorts::{self, PlanRequest, PlanView, Start, Stop, WhatIfRequest},
        once::Once,
    },
    web::{
        error as error_page,
        form::CSRF,
        frame::Frame,
        sign_in::who::{EditCohorts, Posted, Staff},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::cohort::{HEAVIEST, Weights};

/// Longest search that somebody waits for at a screen (seconds).
const SECONDS: u32 = 30;
const KEY: &str = "nyckel";
const PRESET: &str = "forval";
/// One weight as a field.
struct Row {
    name: String,
    words: String,
    value: String,
    wrong: bool,
}

/// What the plan scores under the weights.
struct Tried {
    said: String,
    /// Nothing is different from what the plan was made with.
    same: bool,
    rows: Vec<(String, i64, i64)>,
}

#[derive(Template)]
#[template(path = "board_weights.html")]
struct WeightsPage<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    here: String,
    made_with: String,
    presets: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    /// Those that plans seldom use.
    more: Vec<Row>,
    more_open: bool,
    most: i64,
    fault: Option<String>,
    tried: Option<Tried>,
    from_new: bool,
    key: String,
}

async fn tried(
    app: &App,
    t: Texts,
    staff: &Staff<EditCohorts>,
    view: &PlanView,
    weights: &Weights,
) -> Result<Tried> {
    let wanted = WhatIfRequest {
        weights: differing(&view.content.input.weights, weights),
        ..WhatIfRequest::default()
    };
    let found = cohorts::what_if(app, &staff.caller, view.id, &wanted).await?;
    let (before, after) = (&found.before, &found.after.score);
    Ok(Tried {
        said: t.board_weights_points(
            after.soft_total().to_string(),
            before.soft_total().to_string(),
        ),
        same: wanted.weights.is_empty(),
        rows: effect::differing(t, before, after),
    })
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<EditCohorts>,
    plan: &str,
    request: &Request,
) -> Result<Response> {
    let t = frame.t;
    let view = cohorts::get(app, &staff.caller, plan_id(plan)?).await?;
    let base = &view.content.input.weights;
    let chosen = asked(request, PRESET).and_then(|word| preset(&word, base));
    let ready = chosen.is_some();
    let given = |name: &str| asked(request, name).filter(|_| !ready);
    let (read, wrong) = read(base, given);
    let weights = chosen.unwrap_or(read);
    let is_asked = ready || asked(request, "mix.out").is_some();
    let tried = if is_asked && wrong.is_empty() {
        Some(tried(app, t, staff, &view, &weights).await?)
    } else {
        None
    };
    let row = |name: &String| Row {
        words: words(t, name),
        value: given(name).unwrap_or_else(|| weight(&weights, name).to_string()),
        wrong: wrong.contains(name),
        name: name.clone(),
    };
    let (usual, more) = names();
    let more: Vec<Row> = more.iter().map(row).collect();
    let body = WeightsPage {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        here: format!("{}/vikter", board_of(view.id)),
        made_with: made_with(t, base),
        presets: PRESETS
            .map(|(preset, word)| (word, preset.label(t.language())))
            .into(),
        rows: usual.iter().map(row).collect(),
        more_open: more.iter().any(|row| row.value != "0"),
        more,
        most: HEAVIEST,
        fault: (!wrong.is_empty()).then(|| t.board_weights_wrong(HEAVIEST.to_string())),
        tried,
        from_new: view.content.request.start == Start::New,
        key: new_feed_token(&app.seeds),
    };
    let page = below(
        frame,
        t.board_weights_title(),
        board_of(view.id),
        t.board_back(),
    );
    let page = page.above(&*view.content.request.set_name);
    let page = page.lead(t.board_weights_lead());
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
    plan: Path<String>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    request: &Request,
) -> Response {
    let page = page(&app, &frame, &staff, &plan, request).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

/// As the plan was asked for, but for the weights and where it starts.
fn wanted(view: &PlanView, weights: Weights, start: Start) -> PlanRequest {
    let mut known = PRESETS.iter();
    let preset = known.find(|(preset, _)| differing(&preset.weights(), &weights).is_empty());
    PlanRequest {
        start,
        preset: preset.map(|(preset, _)| *preset).unwrap_or_default(),
        weights,
        late: Vec::new(),
        frontier: None,
        search: None,
        stop: Stop {
            seconds: Some(SECONDS),
            ..Stop::default()
        },
        ..view.content.request.clone()
    }
}

#[handler]
pub(super) async fn propose(
    app: Data<&App>,
    plan: Path<String>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    form: Posted,
) -> Response {
    let plan = match plan_id(&plan) {
        Ok(plan) => plan,
        Err(error) => return error_page::page(&frame, error),
    };
    let made = async {
        let view = cohorts::get(&app, &staff.caller, plan).await?;
        let given = |name: &str| Some(form.value(name).to_owned()).filter(|text| !text.is_empty());
        let (weights, wrong) = read(&view.content.input.weights, given);
        if let Some(name) = wrong.first() {
            let said = Texts::both(|t| t.board_weights_wrong(HEAVIEST.to_string()));
            let pointer = format!("/weights/{name}");
            return Err(Error::invalid(pointer, "weight", said.sv, said.en));
        }
        let start = match form.value("borja") {
            "nytt" => Start::New,
            _ => Start::Rebalance,
        };
        let request = wanted(&view, weights, start);
        let offering = view.offering.to_string();
        let route = format!("propose_cohort_plan {offering}");
        let once = Once::new(&staff.caller, &route, form.value(KEY), &request);
        cohorts::propose(&app, &staff.caller, &offering, &request, Some(&once)).await
    };
    match made.await {
        Ok(view) => see(&board_of(view.id)),
        Err(error) => not_done(&frame, plan, error),
    }
}
