//! Changing a plan by hand: a move, a lock. Each is made on the plan that its sender has seen, or
//! not at all.

use super::{SEEN, board_of, not_done, person_id, plan_id, see, seen};
use crate::{
    app::App,
    error::Error,
    usecase::cohorts::{self, Rearrangement},
    web::{
        error as error_page,
        frame::Frame,
        sign_in::who::{EditCohorts, Posted, Staff},
    },
};
use poem::{
    Response, handler,
    web::{Data, Path},
};

#[handler]
pub(super) async fn transfer(
    app: Data<&App>,
    plan: Path<String>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    form: Posted,
) -> Response {
    let (plan, person) = match (plan_id(&plan), person_id(form.value("vem"))) {
        (Ok(plan), Ok(person)) => (plan, person),
        (Err(error), _) | (_, Err(error)) => return error_page::page(&frame, error),
    };
    let wanted = Rearrangement::Move {
        person,
        cohort: form.value("till").to_owned(),
    };
    let moved = async {
        let before = cohorts::get(&app, &staff.caller, plan).await?;
        let from = before.content.place_of(person);
        let from = from.map(|cohort| before.content.cohort_code(cohort));
        let seen = seen(form.value(SEEN));
        cohorts::rearrange(&app, &staff.caller, plan, &wanted, false, seen).await?;
        Ok::<_, Error>(from.unwrap_or_default())
    };
    match moved.await {
        Ok(from) => {
            let from: String = url::form_urlencoded::byte_serialize(from.as_bytes()).collect();
            let place = board_of(plan);
            see(&format!("{place}?klart=flyttad&vem={person}&fran={from}"))
        }
        Err(error) => not_done(&frame, plan, error),
    }
}

#[handler]
pub(super) async fn lock(
    app: Data<&App>,
    plan: Path<String>,
    frame: Frame,
    staff: Staff<EditCohorts>,
    form: Posted,
) -> Response {
    let (plan, person) = match (plan_id(&plan), person_id(form.value("vem"))) {
        (Ok(plan), Ok(person)) => (plan, person),
        (Err(error), _) | (_, Err(error)) => return error_page::page(&frame, error),
    };
    let locked = form.value("las") == "ja";
    let seen = seen(form.value(SEEN));
    match cohorts::set_locks(&app, &staff.caller, plan, &[person], locked, seen).await {
        Ok(_) => {
            let what = if locked { "last" } else { "upplast" };
            see(&format!("{}?klart={what}", board_of(plan)))
        }
        Err(error) => not_done(&frame, plan, error),
    }
}
