//! My page itself: where everything stands, and the ways on.

use super::{csrf, flash, id, places, refused};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{cohorts, employer, leading, mine, selections},
    web::{
        form::CSRF,
        frame::Frame,
        my::{
            quick_feed::{Quick, quick},
            schedule::{self, Meeting},
        },
        page::Place as At,
        receipt, ways,
    },
};
use askama::Template;
use places::Card;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::{ApplicationId, OfferingId};

use crate::web::sign_in::{MINE, who::SignedIn};

/// Meetings that my page itself shows.
const MEETINGS: usize = 3;

#[derive(Template)]
#[template(path = "my_page.html")]
struct Overview {
    t: Texts,
    alive: Vec<Card>,
    ended: Vec<Card>,
    meetings: Vec<Meeting>,
    cohorts: Vec<String>,
    /// The schedule in one's calendar, for who has one to follow.
    quick: Option<Quick>,
    sign_ins: &'static str,
    csrf: String,
    csrf_field: &'static str,
    /// Leads cohorts, and has a page about them.
    leads: bool,
    /// Is an employer's contact.
    employs: bool,
    /// Where staff begin, for those who are.
    staff: Option<&'static str>,
}

/// What was done before this page, in words.
fn done(t: Texts, what: &str) -> Option<&'static str> {
    Some(match what {
        "accepted" => t.my_done_accepted(),
        "declined" => t.my_done_declined(),
        "waits_for_others" => t.answer_waits_for_others(),
        "still_interested" => t.answer_still_interested(),
        "left_the_list" => t.answer_left_the_list(),
        "withdrawn" => t.my_done_withdrawn(),
        "sallskap" => t.my_done_company(),
        "tider" => t.my_done_times(),
        _ => return None,
    })
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn) -> Result<Response> {
    let (t, caller) = (frame.t, signed.caller());
    let places = mine::places(app, &caller).await?;
    let person = caller.participant()?;
    let cards = places.iter().map(|place| {
        let offering = OfferingId(place.view.row.offering_id);
        let code = || cohorts::my_code(app, offering, person);
        let code = place.state.is_active().then(code);
        places::card(t, place, code.unwrap_or_default())
    });
    let (alive, ended) = cards.partition(|card: &Card| card.alive);
    let sessions = mine::sessions(app, &caller).await?;
    let cohorts = mine::cohorts(app, &caller).await?.into_iter();
    let waits = !places.iter().any(|place| place.state.takes_part());
    let quick = if sessions.is_empty() && !places.iter().any(|place| place.state.is_active()) {
        None
    } else {
        quick(app, frame, signed, waits).await?
    };
    let body = Overview {
        t,
        alive,
        ended,
        meetings: schedule::meetings(t, &sessions[..sessions.len().min(MEETINGS)]),
        cohorts: cohorts.map(|cohort| cohort.code).collect(),
        quick,
        sign_ins: MINE,
        csrf: csrf(frame).to_owned(),
        csrf_field: CSRF,
        staff: signed.role.map(|_| ways::STAFF),
        employs: employer::is_contact(app, &caller).await?,
        leads: leading::leads_any(app, &caller).await?,
    };
    let title = frame.page(t.my_page_title()).at(At::MyPage);
    Ok(title.show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(request, |what| done(t, what));
    let page = page(&app, &frame, &signed).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

/// The receipt of an application, with all that its link withholds.
#[handler]
pub(super) async fn show_receipt(
    app: Data<&App>,
    application: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let found = async {
        let application = ApplicationId(id(&application)?);
        selections::own_receipt(&app, &signed.caller(), application).await
    };
    match found.await {
        Ok(linked) => {
            let row = &linked.receipt.application.row;
            let offering = OfferingId(row.offering_id);
            let own = receipt::Own {
                up: (ways::MY_PAGE, frame.t.my_page_title()),
                code: cohorts::my_code(&app, offering, row.person()),
            };
            receipt::shown(&frame, &linked, Some(own))
        }
        Err(error) => refused(&frame, error),
    }
}
