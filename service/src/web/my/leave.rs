//! Leaving a place or a list: a page that says what it means today, then the leaving.

use super::{Confirm, csrf, done, id, places, refused};
use crate::{
    app::App,
    error::Error,
    usecase::{
        Seen, enrolment,
        letters::day,
        mine::{self, Place},
    },
    web::{
        frame::Frame,
        page::Place as At,
        sign_in::who::{Posted, SignedIn},
        ways,
    },
};
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{application::ApplicationState as S, id::ApplicationId};

/// The field that says which consequences the reader has seen.
const BECOMES: &str = "blir";

fn shown(frame: &Frame, place: &Place, fault: Option<&str>) -> Response {
    let t = frame.t;
    let Some(becomes) = place.leaving else {
        let none = Error::refused(
            "wrong-state",
            "Det finns ingen plats att lämna: anmälan är redan avslutad.",
            "There is no place to leave: the application has ended already.",
        );
        return refused(frame, none);
    };
    let until = day(place.early_until, t.language());
    let (title, means) = match (becomes, place.state) {
        (S::WithdrawnEarly, _) => (t.my_leave_course_title(), t.my_leave_early(until)),
        (S::WithdrawnLate, _) => (t.my_leave_course_title(), t.my_leave_late(until)),
        (_, S::Admitted | S::Accepted | S::Called) => {
            (t.my_leave_place_title(), t.my_leave_place().to_owned())
        }
        (_, S::Reserve) => (t.my_leave_list_title(), t.my_leave_list().to_owned()),
        _ => (
            t.my_leave_application_title(),
            t.my_leave_application().to_owned(),
        ),
    };
    let mut said = vec![means];
    if place.state.takes_part() {
        said.push(t.my_leave_cohort().to_owned());
    }
    said.push(t.my_leave_back().to_owned());
    let page = frame
        .page(title)
        .at(At::MyPage)
        .above(places::course(t, place));
    let page = if fault.is_some() { page.faulty() } else { page };
    page.show(&Confirm {
        t,
        csrf: csrf(frame),
        fault,
        said,
        facts: Vec::new(),
        carries: vec![(BECOMES, becomes.as_str().to_owned())],
        button: t.my_leave_button(),
        back: ways::MY_PAGE,
    })
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    application: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let found = async {
        let application = ApplicationId(id(&application)?);
        mine::place(&app, &signed.caller(), application).await
    };
    match found.await {
        Ok(place) => shown(&frame, &place, None),
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn act(
    app: Data<&App>,
    application: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let caller = signed.caller();
    let left = async {
        let application = ApplicationId(id(&application)?);
        let place = mine::place(&app, &caller, application).await?;
        // The day has passed, or somebody has decided: other consequences than those that were read.
        if place
            .leaving
            .is_some_and(|state| state.as_str() != form.value(BECOMES))
        {
            return Ok(Some(place));
        }
        enrolment::withdraw(&app, &caller, application, Seen::Missing, false, None).await?;
        Ok::<_, Error>(None)
    };
    match left.await {
        Ok(None) => done(ways::MY_PAGE, "withdrawn"),
        Ok(Some(place)) => shown(&frame, &place, Some(frame.t.my_leave_changed())),
        Err(error) => refused(&frame, error),
    }
}
