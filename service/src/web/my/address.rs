//! Another e-mail address, by oneself.

use super::{csrf, data, done, id, refused};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::address,
    web::{
        frame::Frame,
        page::{Page, Place as At},
        sign_in::who::{Posted, SignedIn},
    },
};
use askama::Template;
use poem::{
    Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};

const HERE: &str = "/min-sida/uppgifter/adress";

#[derive(Template)]
#[template(path = "my_address.html")]
struct New<'a> {
    t: Texts,
    csrf: &'a str,
    value: &'a str,
    wrong: String,
    back: &'static str,
}

#[derive(Template)]
#[template(path = "my_address_code.html")]
struct Code<'a> {
    t: Texts,
    csrf: &'a str,
    wrong: String,
    again: &'static str,
}

fn below<'a>(frame: &'a Frame, title: &'static str, wrong: &str) -> Page<'a> {
    let page = frame.page(title).at(At::MyPage);
    let page = page.up(data::HERE, frame.t.my_data_title());
    if wrong.is_empty() {
        page
    } else {
        page.faulty()
    }
}

fn new(frame: &Frame, value: &str, wrong: String) -> Response {
    let t = frame.t;
    let page = below(frame, t.address_title(), &wrong).lead(t.address_lead());
    page.show(&New {
        t,
        csrf: csrf(frame),
        value,
        wrong,
        back: data::HERE,
    })
}

#[handler]
pub(super) async fn ask(frame: Frame, _: SignedIn) -> Response {
    new(&frame, "", String::new())
}

#[handler]
pub(super) async fn send(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let value = form.value("adress");
    match address::ask(&app, &signed, value).await {
        Ok(id) => Response::builder()
            .status(StatusCode::SEE_OTHER)
            .header(header::LOCATION, format!("{HERE}/{id}"))
            .finish(),
        Err(Error::Invalid(faults)) => {
            let why = faults.first().map(|fault| {
                let text = fault.text.in_language(frame.language());
                text.to_owned()
            });
            new(&frame, value, why.unwrap_or_default())
        }
        Err(Error::TooMany { .. }) => new(&frame, value, frame.t.address_many().to_owned()),
        Err(error) => refused(&frame, error),
    }
}

async fn code(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    change: &str,
    wrong: String,
) -> Result<Response> {
    let t = frame.t;
    let address = address::asked(app, signed, id(change)?).await?;
    let page = below(frame, t.address_code_title(), &wrong).lead(t.address_code_lead(&address));
    Ok(page.show(&Code {
        t,
        csrf: csrf(frame),
        wrong,
        again: HERE,
    }))
}

#[handler]
pub(super) async fn ask_code(
    app: Data<&App>,
    change: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let page = code(&app, &frame, &signed, &change, String::new()).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn confirm(
    app: Data<&App>,
    change: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let confirmed = async {
        let confirmed = address::confirm(&app, &signed, id(&change)?, form.value("kod")).await;
        match confirmed {
            Ok(()) => Ok(done(data::HERE, "adress")),
            Err(Error::Refused { text, .. }) => {
                let why = text.in_language(frame.language()).to_owned();
                code(&app, &frame, &signed, &change, why).await
            }
            Err(error) => Err(error),
        }
    };
    confirmed
        .await
        .unwrap_or_else(|error| refused(&frame, error))
}
