//! Two people of a plan in each other's places: whom to choose among, what it would cost, and doing it.

use super::{
    SEEN, asked, below, board_of, csrf,
    effect::{self, Effect},
    not_done, person_id, plan_id, see, seen,
};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::cohorts::{self, Lock, PlanView, Rearrangement, WhatIfRequest},
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
use samverkan_domain::{id::PersonId, text::swedish_sort_key};

/// Somebody to exchange with.
struct One {
    id: PersonId,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "board_swap.html")]
struct SwapPage<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    seen_field: &'static str,
    address: String,
    revision: i64,
    open: bool,
    /// The other cohorts and who is in them.
    cohorts: Vec<(String, Vec<One>)>,
    effect: Option<Effect>,
}

/// The cohort that somebody is in, if the plan has them.
fn place(view: &PlanView, person: PersonId) -> Option<&str> {
    let mut people = view.content.plan.people.iter();
    let found = people.find(|one| one.person == person)?;
    Some(&found.code)
}

/// Everybody in other cohorts than this.
fn others(view: &PlanView, from: &str, chosen: Option<PersonId>) -> Vec<(String, Vec<One>)> {
    let plan = &view.content.plan;
    let cohorts = plan.cohorts.iter().filter(|cohort| cohort.code != from);
    let cohort = |code: &String| {
        let people = plan.people.iter().filter(|one| one.code == *code);
        let mut people: Vec<One> = people
            .map(|one| One {
                id: one.person,
                name: view.names.of(one.person),
                chosen: chosen == Some(one.person),
            })
            .collect();
        people.sort_by_key(|one| (swedish_sort_key(&one.name), one.id));
        (code.clone(), people)
    };
    let all = cohorts.map(|one| cohort(&one.code));
    all.filter(|(_, people)| !people.is_empty()).collect()
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<EditCohorts>,
    path: &(String, String),
    with: Option<String>,
) -> Result<Response> {
    let t = frame.t;
    let missing = || Error::NotFound {
        what: "person in the plan",
    };
    let (plan, person) = (plan_id(&path.0)?, person_id(&path.1)?);
    let view = cohorts::get(app, &staff.caller, plan).await?;
    let from = place(&view, person).ok_or_else(missing)?.to_owned();
    let name = view.names.of(person);
    let open = view.state == "proposed";
    let with = with.map(|with| person_id(&with)).transpose()?;
    let effect = match with.filter(|_| open) {
        Some(with) => {
            let to = place(&view, with).filter(|code| *code != from);
            let to = to.ok_or_else(missing)?.to_owned();
            let moves = [(person, &to), (with, &from)].map(|(person, cohort)| Lock {
                person,
                cohort: cohort.clone(),
            });
            let wanted = WhatIfRequest {
                moves: moves.into(),
                ..WhatIfRequest::default()
            };
            let found = cohorts::what_if(app, &staff.caller, plan, &wanted).await?;
            let other = view.names.of(with);
            let change = effect::Change {
                title: t.board_swap_effect(&name, &other),
                who: t.board_swap_to(&from, &name, &other, &to),
                button: t.board_swap_do(&name, &other),
                action: format!("{}/byt", board_of(plan)),
                fields: vec![("vem", person.to_string()), ("med", with.to_string())],
            };
            Some(effect::of(t, change, &[&from, &to], &found))
        }
        None => None,
    };
    let body = SwapPage {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        seen_field: SEEN,
        address: format!("{}/person/{person}/byt", board_of(plan)),
        revision: view.revision,
        open,
        cohorts: others(&view, &from, with),
        effect,
    };
    let back = format!("{}/person/{person}", board_of(plan));
    let page = below(frame, t.board_swap_of(&name), back, name);
    Ok(page.above(from).show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    request: &Request,
) -> Response {
    let with = asked(request, "med");
    let page = page(&app, &frame, &staff, &path.0, with).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

#[handler]
pub(super) async fn act(
    app: Data<&App>,
    plan: Path<String>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    form: Posted,
) -> Response {
    let read = || {
        let (person, with) = (person_id(form.value("vem"))?, person_id(form.value("med"))?);
        Ok::<_, Error>((plan_id(&plan)?, person, with))
    };
    let (plan, person, with) = match read() {
        Ok(read) => read,
        Err(error) => return error_page::page(&frame, error),
    };
    let wanted = Rearrangement::Swap { person, with };
    let seen = seen(form.value(SEEN));
    match cohorts::rearrange(&app, &staff.caller, plan, &wanted, false, seen).await {
        Ok(_) => {
            let place = board_of(plan);
            see(&format!("{place}?klart=bytta&vem={person}&med={with}"))
        }
        Err(error) => not_done(&frame, plan, error),
    }
}
