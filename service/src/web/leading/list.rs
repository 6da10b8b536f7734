//! Who came, as who leads the cohort notes it.

use super::{
    Attendance, Entry, MY_COHORTS, asked, cohort_id, cohorts::course, csrf, fault, ticks, wrong,
};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{
        leading::{self, Meeting},
        letters::day,
    },
    web::{
        error as error_page,
        frame::{Flash, FlashKind, Frame},
        page::Place,
        schedule::clock,
        sign_in::who::{Posted, SignedIn},
    },
};
use poem::{
    Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use samverkan_domain::{
    id::{CohortId, SessionId},
    schedule::SessionState,
};

/// A list, by its address.
struct Listed {
    cohort: CohortId,
    what: Meeting,
    address: String,
}

fn place(cohort: &str, session: Option<&str>) -> Result<Listed> {
    let id = cohort_id(cohort)?;
    let below = format!("{MY_COHORTS}/{id}");
    let Some(session) = session else {
        return Ok(Listed {
            cohort: id,
            what: Meeting::Upprop,
            address: format!("{below}/upprop"),
        });
    };
    let session = session
        .parse()
        .map_err(|_| Error::NotFound { what: "page" })?;
    Ok(Listed {
        cohort: id,
        what: Meeting::Session(SessionId(session)),
        address: format!("{below}/mote/{session}"),
    })
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    place: &Listed,
    fault: Option<String>,
) -> Result<Response> {
    let t = frame.t;
    let list = leading::list(app, &signed.caller(), place.cohort, place.what).await?;
    let session = list.session.as_ref();
    let cancelled = session.is_some_and(|one| matches!(one.state, SessionState::Cancelled { .. }));
    let (title, when) = match session {
        None => (t.attendance_upprop().to_owned(), String::new()),
        Some(session) => {
            let (starts, ends) = (session.starts.wall(), session.ends.wall());
            let when = format!(
                "{} {}–{}",
                day(starts.date(), t.language()),
                clock(starts),
                clock(ends)
            );
            (session.title.clone(), when)
        }
    };
    let entries = list.entries.iter().map(|one| Entry {
        id: one.application,
        name: one.name.clone(),
        present: one.present,
        tag: one.some_meeting.then(|| t.attendance_some_meeting()),
    });
    let body = Attendance {
        t,
        csrf: csrf(frame),
        here: place.address.clone(),
        open: list.has_come && !cancelled,
        closed: if cancelled {
            t.attendance_cancelled()
        } else {
            t.attendance_not_yet()
        },
        entries: entries.collect(),
        present: list.entries.iter().filter(|one| one.present).count(),
        fault,
        registers: false,
    };
    let above = format!("{}, {}", list.led.code, course(t, &list.led));
    let up = format!("{MY_COHORTS}/{}", place.cohort);
    let page = frame.page(title).at(Place::MyPage).above(above);
    let page = page.up(up, t.leading_cohort(&list.led.code)).lead(when);
    let page = if body.fault.is_some() {
        page.faulty()
    } else {
        page
    };
    Ok(page.show(&body))
}

async fn shown(
    app: &App,
    mut frame: Frame,
    signed: &SignedIn,
    place: Result<Listed>,
    request: &Request,
) -> Response {
    if asked(request).as_deref() == Some("sparat") {
        frame.visitor.flash = Some(Flash {
            text: frame.t.attendance_saved().to_owned(),
            kind: FlashKind::Done,
        });
    }
    let page = match place {
        Ok(place) => page(app, &frame, signed, &place, None).await,
        Err(error) => Err(error),
    };
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

async fn noted(
    app: &App,
    frame: Frame,
    signed: &SignedIn,
    place: Result<Listed>,
    form: &Posted,
) -> Response {
    let read = place.and_then(|place| Ok((place, ticks(form)?)));
    let (place, (present, absent)) = match read {
        Ok(read) => read,
        Err(error) => return error_page::page(&frame, error),
    };
    let caller = signed.caller();
    let done = leading::note(app, &caller, place.cohort, place.what, &present, &absent);
    let said = match done.await {
        Ok(()) => {
            return Response::builder()
                .status(StatusCode::SEE_OTHER)
                .header(header::LOCATION, format!("{}?klart=sparat", place.address))
                .finish();
        }
        Err(error) => match fault(&frame, error) {
            Ok(said) => said,
            Err(error) => return error_page::page(&frame, error),
        },
    };
    let page = page(app, &frame, signed, &place, Some(said)).await;
    page.map_or_else(|error| error_page::page(&frame, error), wrong)
}

#[handler]
pub(super) async fn upprop(
    app: Data<&App>,
    cohort: Path<String>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    shown(&app, frame, &signed, place(&cohort, None), request).await
}

#[handler]
pub(super) async fn note_upprop(
    app: Data<&App>,
    cohort: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    noted(&app, frame, &signed, place(&cohort, None), &form).await
}

#[handler]
pub(super) async fn meeting(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let place = place(&path.0.0, Some(&path.0.1));
    shown(&app, frame, &signed, place, request).await
}

#[handler]
pub(super) async fn note_meeting(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let place = place(&path.0.0, Some(&path.0.1));
    noted(&app, frame, &signed, place, &form).await
}
