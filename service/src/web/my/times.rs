//! When one can meet, changed after one has applied; and one's own calendar, read or forgotten.

use super::{below, csrf, done, flash, id, places, refused, transfer};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{
        cohorts::{self, AvailabilityNote},
        mine::{self, Place},
        timetables,
    },
    web::{
        frame::Frame,
        sign_in::who::{Posted, SignedIn},
        ways,
        week::{self, Week},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::ApplicationId;

#[derive(Template)]
#[template(path = "my_times.html")]
struct Body<'a> {
    t: Texts,
    csrf: &'a str,
    here: String,
    week: Week,
    /// There are cohorts already, which follow no change by themselves.
    made: bool,
    schedule: &'static str,
    back: &'static str,
    /// When the reader's own calendar was read.
    read: Option<String>,
    address: String,
    wrong: Option<String>,
}

fn here(place: &Place) -> String {
    format!("/min-sida/anmalan/{}/tider", place.id())
}

fn offering(place: &Place) -> String {
    place.view.row.offering_id.to_string()
}

/// An application that times still matter to.
async fn place(app: &App, signed: &SignedIn, application: &str) -> Result<Place> {
    let id = ApplicationId(id(application)?);
    let place = mine::place(app, &signed.caller(), id).await?;
    if place.state.is_active() {
        Ok(place)
    } else {
        Err(Error::NotFound { what: "page" })
    }
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    place: &Place,
    given: Option<(&str, String)>,
) -> Result<Response> {
    let (t, caller) = (frame.t, signed.caller());
    let note = cohorts::my_availability(app, &caller, &offering(place)).await?;
    let made = cohorts::my_company(app, &caller, &offering(place))
        .await?
        .divided;
    let (address, wrong) = given.unzip();
    let page = below(frame, t.enrol_times_title()).above(places::course(t, place));
    let page = page.lead(t.enrol_times_lead()).wide();
    let page = if wrong.is_some() { page.faulty() } else { page };
    Ok(page.show(&Body {
        t,
        csrf: csrf(frame),
        here: here(place),
        week: Week::new(t, note.cannot, note.avoid),
        made,
        schedule: transfer::SHOWN,
        back: ways::MY_PAGE,
        read: week::calendar_read(app, &caller, t).await?,
        address: address.unwrap_or_default().to_owned(),
        wrong,
    }))
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    application: Path<String>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(request, |what| match what {
        "last" => Some(t.my_calendar_done()),
        "glomd" => Some(t.my_calendar_forgotten()),
        _ => None,
    });
    let shown = async {
        let place = place(&app, &signed, &application).await?;
        page(&app, &frame, &signed, &place, None).await
    };
    shown.await.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn keep(
    app: Data<&App>,
    application: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let kept = async {
        let place = place(&app, &signed, &application).await?;
        let caller = signed.caller();
        let (cannot, avoid) = week::read(&form);
        let before = cohorts::my_availability(&app, &caller, &offering(&place)).await?;
        let note = AvailabilityNote {
            cannot,
            avoid,
            ..before
        };
        let person = caller.participant()?;
        cohorts::set_availability(&app, &caller, &offering(&place), person, &note).await?;
        Ok(done(ways::MY_PAGE, "tider"))
    };
    kept.await.unwrap_or_else(|error| refused(&frame, error))
}

/// Reads one's own calendar, or forgets it.
#[handler]
pub(super) async fn calendar(
    app: Data<&App>,
    application: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let read = async {
        let place = place(&app, &signed, &application).await?;
        let caller = signed.caller();
        if form.value("sluta") == "ja" {
            return match timetables::forget_private(&app, &caller).await {
                // Forgotten in another window already.
                Ok(()) | Err(Error::NotFound { .. }) => Ok(done(&here(&place), "glomd")),
                Err(error) => Err(error),
            };
        }
        let address = form.value("kalender");
        match week::read_calendar(&app, &caller, address).await? {
            None => Ok(done(&here(&place), "last")),
            Some(wrong) => {
                let wrong = wrong.in_language(frame.language()).to_owned();
                page(&app, &frame, &signed, &place, Some((address, wrong))).await
            }
        }
    };
    read.await.unwrap_or_else(|error| refused(&frame, error))
}
