//! The roll-call of a whole offering, for staff: who came, and registering those who did.

use super::{Attendance, Entry, asked, csrf, fault, ticks, wrong};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::enrolment::{
        presence,
        rollcall::{self, Entry as Listed},
    },
    web::{
        board::OFFERINGS,
        error as error_page,
        frame::{Flash, FlashKind, Frame},
        page::Place,
        sign_in::who::{EditPeople, Posted, ReadPeople, Staff},
    },
};
use poem::{
    Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use samverkan_domain::application::ApplicationState;

fn address(offering: &str) -> String {
    format!("{OFFERINGS}/{offering}/upprop")
}

fn tag(t: Texts, entry: &Listed) -> Option<&'static str> {
    if entry.is_stopped() {
        return Some(t.attendance_stopped());
    }
    match entry.state {
        ApplicationState::Registered => Some(t.attendance_registered()),
        ApplicationState::Completed => Some(t.attendance_completed()),
        _ => None,
    }
}

async fn page<R: crate::web::sign_in::who::Right>(
    app: &App,
    frame: &Frame,
    staff: &Staff<R>,
    offering: &str,
    fault: Option<String>,
) -> Result<Response> {
    let t = frame.t;
    let list = rollcall::list(app, &staff.caller, offering).await?;
    let entries: Vec<Entry> = list
        .entries
        .iter()
        .map(|one| Entry {
            id: one.row.id,
            name: one.name.clone(),
            present: one.at_upprop,
            tag: tag(t, one),
        })
        .collect();
    let body = Attendance {
        t,
        csrf: csrf(frame),
        here: address(&list.offering.code),
        open: true,
        closed: "",
        present: entries.iter().filter(|one| one.present).count(),
        entries,
        fault,
        registers: true,
    };
    let page = frame.page(t.attendance_upprop()).at(Place::Staff);
    let page = page.up(OFFERINGS, t.board_offerings());
    let page = page.above(&*list.offering.code);
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
    staff: Staff<ReadPeople>,
    request: &Request,
) -> Response {
    let t = frame.t;
    let said = match asked(request).as_deref() {
        Some("sparat") => Some(t.attendance_saved()),
        Some("registrerat") => Some(t.attendance_done_registered()),
        _ => None,
    };
    frame.visitor.flash = said.map(|said| Flash {
        text: said.to_owned(),
        kind: FlashKind::Done,
    });
    let page = page(&app, &frame, &staff, &offering, None).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

fn done(offering: &str, what: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(
            header::LOCATION,
            format!("{}?klart={what}", address(offering)),
        )
        .finish()
}

#[handler]
pub(super) async fn note(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    staff: Staff<EditPeople>,
    form: Posted,
) -> Response {
    let (present, absent) = match ticks(&form) {
        Ok(ticks) => ticks,
        Err(error) => return error_page::page(&frame, error),
    };
    let noted = presence::note_upprop(&app, &staff.caller, &offering, &present, &absent);
    let said = match noted.await {
        Ok(()) => return done(&offering, "sparat"),
        Err(error) => match fault(&frame, error) {
            Ok(said) => said,
            Err(error) => return error_page::page(&frame, error),
        },
    };
    let page = page(&app, &frame, &staff, &offering, Some(said)).await;
    page.map_or_else(|error| error_page::page(&frame, error), wrong)
}

#[handler]
pub(super) async fn register(
    app: Data<&App>,
    offering: Path<String>,
    frame: Frame,
    staff: Staff<EditPeople>,
    _form: Posted,
) -> Response {
    match rollcall::register_present(&app, &staff.caller, &offering).await {
        Ok(_) => done(&offering, "registrerat"),
        Err(error) => error_page::page(&frame, error),
    }
}
