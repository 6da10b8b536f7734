//! When and how one can meet, changed after one has applied; and one's own calendar, read or forgotten.

use super::{below, csrf, done, flash, id, places, refused, transfer};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{
        cohorts::{self, AvailabilityNote},
        mine::{self, Place},
        people::{self, Edit, PersonChange},
        timetables,
    },
    web::{
        frame::Frame,
        meeting::{Fields, Meeting, both_ways, question},
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
use samverkan_domain::{cohort::Times, id::ApplicationId};

#[derive(Template)]
#[template(path = "my_times.html")]
struct Body<'a> {
    t: Texts,
    csrf: &'a str,
    here: String,
    week: Week,
    /// The question about how one can meet, and why it is asked.
    how: (&'static str, &'static str),
    meeting: Fields,
    /// There are cohorts already, which follow no change by themselves.
    made: bool,
    /// The reader is in one.
    in_cohort: bool,
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

/// What has been sent and cannot be kept.
enum Given<'a> {
    Nothing,
    /// An address of a calendar, and what is wrong with it.
    Calendar(&'a str, String),
    /// A week, and one way of meeting only without saying which.
    Times((Times, Times), Meeting),
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    place: &Place,
    given: Given<'_>,
) -> Result<Response> {
    let (t, caller) = (frame.t, signed.caller());
    let note = cohorts::my_availability(app, &caller, &offering(place)).await?;
    let made = cohorts::my_company(app, &caller, &offering(place))
        .await?
        .divided;
    let page = below(frame, t.enrol_times_title()).above(places::course(t, place));
    let page = page.lead(t.enrol_times_lead()).wide();
    let ways = both_ways(&place.teaching);
    let mut shown = Meeting {
        modality: people::me(app, &caller).await?.modality,
        strict: note.modality_strict,
        languages: note.languages.clone().unwrap_or_default(),
    };
    let (mut cannot, mut avoid, mut which, mut address, mut wrong) =
        (note.cannot, note.avoid, None, "", None);
    let page = match given {
        Given::Nothing => page,
        Given::Calendar(given, why) => {
            (address, wrong) = (given, Some(why));
            page.faulty()
        }
        Given::Times(week, meeting) => {
            ((cannot, avoid), shown) = (week, meeting);
            which = Some(t.enrol_meeting_strict_of_what().to_owned());
            page.faulty()
        }
    };
    Ok(page.show(&Body {
        t,
        csrf: csrf(frame),
        here: here(place),
        week: Week::new(t, cannot, avoid),
        how: question(t, ways),
        meeting: Fields::new(t, ways, &shown, which),
        made,
        in_cohort: made && !mine::cohorts(app, &caller).await?.is_empty(),
        schedule: transfer::SHOWN,
        back: ways::MY_PAGE,
        read: week::calendar_read(app, &caller, t).await?,
        address: address.to_owned(),
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
        page(&app, &frame, &signed, &place, Given::Nothing).await
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
        let ((cannot, avoid), meeting) = (week::read(&form), Meeting::read(&form));
        if meeting.says_not_which() {
            let given = Given::Times((cannot, avoid), meeting);
            return page(&app, &frame, &signed, &place, given).await;
        }
        let both = both_ways(&place.teaching);
        if both {
            let change = PersonChange {
                modality: Edit::to(meeting.modality),
                ..PersonChange::default()
            };
            people::update_me(&app, &caller, change).await?;
        }
        let note = AvailabilityNote {
            cannot,
            avoid,
            modality_strict: both && meeting.strict,
            languages: (!meeting.languages.is_empty()).then_some(meeting.languages),
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
                page(
                    &app,
                    &frame,
                    &signed,
                    &place,
                    Given::Calendar(address, wrong),
                )
                .await
            }
        }
    };
    read.await.unwrap_or_else(|error| refused(&frame, error))
}
