//! With whom one wishes to be in a cohort, and without whom: changed until there are cohorts, taken back
//! at any time.

use super::{below, csrf, done, id, refused};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    texts::Texts,
    usecase::{
        cohorts::{self, CompanyWish},
        mine::{self, Place},
    },
    web::{
        company::{self, Fields, Kept, field},
        frame::Frame,
        mailto::{Mailto, ask_us},
        my::{places, transfer},
        sign_in::who::{Posted, SignedIn},
        ways,
    },
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::ApplicationId;

#[derive(Template)]
#[template(path = "my_company.html")]
struct Body<'a> {
    t: Texts,
    csrf: &'a str,
    fields: Fields,
    /// What is wrong as a whole.
    fault: Option<String>,
    /// There are cohorts already: nothing can be wished any more.
    made: bool,
    /// The reader is in one, and may ask for another.
    in_cohort: bool,
    kept: Vec<Kept>,
    schedule: &'static str,
    contact: Mailto,
    back: &'static str,
}

async fn place(app: &App, signed: &SignedIn, application: &str) -> Result<Place> {
    mine::place(app, &signed.caller(), ApplicationId(id(application)?)).await
}

fn offering(place: &Place) -> String {
    place.view.row.offering_id.to_string()
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    place: &Place,
    sent: Option<(CompanyWish, &[FieldError])>,
) -> Result<Response> {
    let t = frame.t;
    let known = cohorts::my_company(app, &signed.caller(), &offering(place)).await?;
    let made = known.divided;
    let (wish, faults) = sent.unwrap_or((known.wish, &[]));
    let wrong = |id: &str| {
        let fault = faults.iter().find(|fault| field(&fault.pointer) == id);
        fault.map(|fault| fault.text.in_language(t.language()).to_owned())
    };
    let body = Body {
        t,
        csrf: csrf(frame),
        fault: wrong("with").or_else(|| wrong("without")),
        fields: Fields::new(t, &wish, known.code, wrong),
        made,
        in_cohort: made && !mine::cohorts(app, &signed.caller()).await?.is_empty(),
        kept: company::kept(t, wish),
        schedule: transfer::SHOWN,
        contact: ask_us(app, t),
        back: ways::MY_PAGE,
    };
    let page = if made {
        below(frame, t.my_place_company())
    } else {
        below(frame, t.company_title()).lead(t.company_lead())
    };
    let page = page.above(places::course(t, place));
    let page = if faults.is_empty() {
        page
    } else {
        page.faulty()
    };
    Ok(page.show(&body))
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    application: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
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
        let wish = company::read(&form);
        let caller = signed.caller();
        match cohorts::set_company(&app, &caller, &offering(&place), &wish).await {
            Ok(()) => Ok(done(ways::MY_PAGE, "sallskap")),
            Err(Error::Invalid(faults)) => {
                page(&app, &frame, &signed, &place, Some((wish, &faults))).await
            }
            Err(error) => Err(error),
        }
    };
    kept.await.unwrap_or_else(|error| refused(&frame, error))
}
