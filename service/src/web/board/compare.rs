//! Two plans of an offering against each other.

use super::{asked, below, board_of, criteria, id, plan_id, plans::named};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::cohorts,
    web::{
        error as error_page,
        frame::Frame,
        sign_in::who::{EditCohorts, Staff},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::CohortPlanId;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "board_compare.html")]
struct Compared {
    t: Texts,
    first: String,
    second: String,
    second_address: String,
    short: String,
    /// What is compared, here, there.
    rows: Vec<(String, String, String)>,
    twins: Vec<(String, String)>,
    moves: Vec<String>,
    only: Vec<String>,
    pairs: String,
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<EditCohorts>,
    plan: &str,
    other: Option<String>,
) -> Result<Response> {
    let t = frame.t;
    let first = plan_id(plan)?;
    let other = other.ok_or(Error::NotFound { what: "plan" })?;
    let second = id(&other).map(CohortPlanId)?;
    let found = cohorts::compare(app, &staff.caller, first, second).await?;
    let here = cohorts::get(app, &staff.caller, first).await?;
    let there = cohorts::get(app, &staff.caller, second).await?;
    let [a, b] = &found.sides;
    let points = |points: i64| t.board_points(points);
    let mut rows = vec![
        (
            t.board_score().to_owned(),
            points(a.score.soft_total()),
            points(b.score.soft_total()),
        ),
        (
            t.board_quality().to_owned(),
            a.quality.words(t.language()),
            b.quality.words(t.language()),
        ),
        (
            t.board_number_of_cohorts().to_owned(),
            a.cohorts.to_string(),
            b.cohorts.to_string(),
        ),
        (
            t.board_moves().to_owned(),
            t.board_people(here.moves.len()),
            t.board_people(there.moves.len()),
        ),
    ];
    let keys: BTreeSet<_> = a.score.soft.keys().chain(b.score.soft.keys()).collect();
    for key in keys {
        let of =
            |soft: &BTreeMap<String, i64>| soft.get(key).copied().unwrap_or_default().to_string();
        rows.push((
            criteria::words(t, key),
            of(&a.score.soft),
            of(&b.score.soft),
        ));
    }
    let names = &found.names;
    let moves = found.moves.iter().map(|one| {
        let from = one.from.as_deref().unwrap_or_default();
        t.board_moves_from(from, names.of(one.person), &one.to)
    });
    let gone = found.only_first.iter();
    let gone = gone.map(|person| t.board_only_first(names.of(*person)));
    let come = found.only_second.iter();
    let come = come.map(|person| t.board_only_second(names.of(*person)));
    let difference = b.score.soft_total() - a.score.soft_total();
    let body = Compared {
        t,
        first: named(t, &here),
        second: named(t, &there),
        second_address: board_of(second),
        short: t.board_compared(criteria::difference(t, difference)),
        rows,
        twins: found.twins.clone(),
        moves: moves.collect(),
        only: gone.chain(come).collect(),
        pairs: t.board_pairs(found.pairs.0.to_string(), found.pairs.1.to_string()),
    };
    let page = below(
        frame,
        t.board_compare_title(),
        board_of(first),
        t.board_back(),
    );
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
    let other = asked(request, "med");
    let page = page(&app, &frame, &staff, &plan, other).await;
    page.unwrap_or_else(|error| match error {
        // Two plans of different offerings have nothing to do with each other.
        Error::Refused { .. } => error_page::page(&frame, Error::NotFound { what: "plan" }),
        error => error_page::page(&frame, error),
    })
}
