//! Where I work: a school unit found by its name, or none.

use super::{csrf, data, done, refused};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::people::{self, PersonChange},
    web::{
        form::Form,
        frame::Frame,
        page::Place,
        sign_in::who::{Posted, SignedIn},
        workplace::{self, Find, LOOK, NONE, SOUGHT, Units},
    },
};
use askama::Template;
use poem::{Request, Response, handler, web::Data};

#[derive(Template)]
#[template(path = "my_workplace.html")]
struct Body<'a> {
    t: Texts,
    csrf: &'a str,
    find: Find<'a>,
    units: Units,
    wrong: Option<&'static str>,
    none: &'static str,
    none_chosen: bool,
    back: &'static str,
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    sought: &str,
    wrong: Option<&'static str>,
) -> Result<Response> {
    let t = frame.t;
    let me = people::me(app, &signed.caller()).await?;
    let chosen = me.workplace.unwrap_or_default();
    let (units, said) = workplace::find(app, t, sought, &chosen).await?;
    let page = frame.page(t.enrol_workplace_title()).at(Place::MyPage);
    let page = page.up(data::HERE, t.my_data_title());
    let page = if wrong.is_some() { page.faulty() } else { page };
    Ok(page
        .lead(t.my_workplace_lead())
        .scripted()
        .fetching()
        .show(&Body {
            t,
            csrf: csrf(frame),
            find: Find {
                t,
                sought,
                look: LOOK,
                said,
            },
            units,
            wrong,
            none: NONE,
            none_chosen: chosen.is_empty(),
            back: data::HERE,
        }))
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let query = request.original_uri().query().unwrap_or_default();
    let query = Form::parse(query.as_bytes());
    let page = page(&app, &frame, &signed, query.value(SOUGHT), None).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn keep(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let chosen = match form.value("arbetsplats") {
        NONE => Some(""),
        "" => None,
        code => Some(code),
    };
    let sought = form.value(SOUGHT);
    if !form.value(LOOK).is_empty() {
        let found = page(&app, &frame, &signed, sought, None).await;
        return found.unwrap_or_else(|error| refused(&frame, error));
    }
    let kept = async {
        let Some(code) = chosen else {
            return Ok(false);
        };
        let me = people::me(&app, &signed.caller()).await?;
        // A school has been written, and none of those found is chosen.
        if !sought.is_empty() && me.workplace.unwrap_or_default() == code {
            return Ok(false);
        }
        let change = PersonChange {
            workplace: Some(code.to_owned()),
            ..PersonChange::default()
        };
        match people::update_me(&app, &signed.caller(), change).await {
            Ok(_) => Ok(true),
            // A unit that the register does not know.
            Err(Error::Invalid(_)) => Ok(false),
            Err(error) => Err(error),
        }
    };
    let wrong = Some(frame.t.my_workplace_missing());
    match kept.await {
        Ok(true) => done(data::HERE, "sparat"),
        Ok(false) => page(&app, &frame, &signed, sought, wrong)
            .await
            .unwrap_or_else(|error| refused(&frame, error)),
        Err(error) => refused(&frame, error),
    }
}
