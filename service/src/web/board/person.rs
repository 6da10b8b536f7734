//! Somebody in a plan: why they are where they are, what each other cohort would cost, and a move as
//! it would be, before it is made.

use super::{
    SEEN, asked, below, board_of, criteria, csrf,
    effect::{self, Effect},
    person_id, plan_id,
};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::cohorts::{self, Lock, WhatIfRequest},
    web::{
        error as error_page,
        form::CSRF,
        frame::Frame,
        sign_in::who::{EditCohorts, Staff},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{cohort::Alternative, id::PersonId};

struct Choice {
    code: String,
    /// What it would cost, where that may be said beforehand.
    cost: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "board_person.html")]
struct PersonPage<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    seen_field: &'static str,
    here: String,
    person: PersonId,
    revision: i64,
    open: bool,
    locked: bool,
    why: String,
    choices: Vec<Choice>,
    effect: Option<Effect>,
}

fn cost(t: Texts, alternative: &Alternative) -> String {
    let why = alternative.cost(t.language());
    if !alternative.hard_broken.is_empty() {
        return why;
    }
    let points = criteria::difference(t, alternative.points);
    if alternative.points > 0 && !why.is_empty() {
        format!("{points}: {why}")
    } else {
        points
    }
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<EditCohorts>,
    path: &(String, String),
    to: Option<String>,
) -> Result<Response> {
    let t = frame.t;
    let (plan, person) = (plan_id(&path.0)?, person_id(&path.1)?);
    let view = cohorts::get(app, &staff.caller, plan).await?;
    let found = cohorts::explain_person(app, &staff.caller, plan, person).await?;
    let mut input = view.content.input.people.iter();
    let locked = input.any(|one| one.person == person && one.locked.is_some());
    let (why, alternatives) = match &found.explained {
        // Its own sentence on the second best cohort is said by the list.
        Some((explained, others)) => {
            let mut why = explained.clone();
            why.alternative = None;
            (why.sentence(t.language()), others.as_slice())
        }
        None => (t.board_not_explained().to_owned(), &[][..]),
    };
    let to = to.filter(|code| *code != found.code);
    let others = view.content.plan.cohorts.iter();
    let choices: Vec<Choice> = others
        .filter(|cohort| cohort.code != found.code)
        .map(|cohort| Choice {
            code: cohort.code.clone(),
            cost: alternatives
                .iter()
                .find(|one| one.code == cohort.code)
                .map(|one| cost(t, one))
                .unwrap_or_default(),
            chosen: to.as_deref() == Some(&*cohort.code),
        })
        .collect();
    let open = view.state == "proposed";
    let effect = match to.filter(|_| open) {
        Some(_) if !choices.iter().any(|choice| choice.chosen) => {
            return Err(Error::NotFound { what: "cohort" });
        }
        Some(to) => {
            let wanted = WhatIfRequest {
                moves: vec![Lock {
                    person,
                    cohort: to.clone(),
                }],
                ..WhatIfRequest::default()
            };
            let supposed = cohorts::what_if(app, &staff.caller, plan, &wanted).await?;
            let what = effect::Change {
                title: t.board_effect_title(&to),
                who: t.board_effect_to(&to, view.names.of(person)),
                button: t.board_move_to(&to, view.names.of(person)),
                action: format!("{}/flytta", board_of(plan)),
                fields: vec![("vem", person.to_string()), ("till", to.clone())],
            };
            Some(effect::of(t, what, &[&found.code, &to], &supposed))
        }
        None => None,
    };
    let body = PersonPage {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        seen_field: SEEN,
        here: board_of(plan),
        person,
        revision: view.revision,
        open,
        locked,
        why,
        choices,
        effect,
    };
    let page = below(frame, found.name, board_of(plan), t.board_back());
    Ok(page.above(found.code).show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    request: &Request,
) -> Response {
    let to = asked(request, "till");
    let page = page(&app, &frame, &staff, &path.0, to).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}
