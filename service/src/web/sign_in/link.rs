//! The link in the letter. Mail programs follow it on their own, and some press every button they
//! see: the page behind it asks for a press that counts only in the browser that asked, or for the
//! code.

use super::{
    SIGN_IN, entered, refused,
    start::{Along, Code},
    who::{Browser, Posted},
};
use crate::{
    api::rates,
    app::App,
    error::Error,
    usecase::{
        access::{self, Proof},
        sign_in::{self, Confirm},
    },
    web::{form::CSRF, frame::Frame, page::Place},
};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path, Query},
};
use samverkan_domain::id::SignInId;

fn link_page(frame: &Frame, here: bool, fault: &str, along: &Along) -> Response {
    let t = frame.t;
    let body = Code {
        t,
        csrf: frame.visitor.csrf.as_deref().unwrap_or_default(),
        csrf_field: CSRF,
        fault,
        press: here,
        elsewhere: !here,
        again: format!("{SIGN_IN}{}", along.onwards()),
    };
    let lead = if here {
        t.sign_in_press_lead()
    } else {
        t.sign_in_elsewhere_lead()
    };
    let page = frame.page(t.sign_in_title()).lead(lead).at(Place::SignIn);
    let page = if fault.is_empty() {
        page
    } else {
        page.faulty()
    };
    page.show(&body)
}

/// Which sign-in a link is about, and whether this browser asked for it.
async fn linked(app: &App, token: &str, browser: &Browser) -> Result<(SignInId, bool), Error> {
    let id = access::link_of(app, token).ok_or(Error::NotFound { what: "link" })?;
    let here = access::asked_by(app, id, browser.cookie()).await?.is_some();
    Ok((id, here))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    token: Path<String>,
    frame: Frame,
    browser: Browser,
    along: Query<Along>,
) -> Response {
    match linked(&app, &token, &browser).await {
        Ok((_, here)) => link_page(&frame, here, "", &along),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn follow(
    app: Data<&App>,
    token: Path<String>,
    frame: Frame,
    browser: Browser,
    along: Query<Along>,
    form: Posted,
    request: &Request,
) -> Response {
    if let Err(error) = rates::may_try(&app, request) {
        return refused(&frame, &error);
    }
    let (id, here) = match linked(&app, &token, &browser).await {
        Ok(linked) => linked,
        Err(error) => return refused(&frame, &error),
    };
    let proof = if here {
        Proof::Link {
            secret: browser.cookie(),
        }
    } else {
        Proof::LinkAndCode {
            code: form.value("kod"),
        }
    };
    let confirm = Confirm {
        id,
        proof,
        identity: None,
    };
    match sign_in::confirm(&app, &confirm, &browser.as_browser()).await {
        Ok(done) => entered(&app, &done, Some(along.then())),
        Err(Error::Refused { text, .. }) => {
            let mut page = link_page(&frame, here, text.in_language(frame.language()), &along);
            page.set_status(StatusCode::UNPROCESSABLE_ENTITY);
            page
        }
        Err(error) => refused(&frame, &error),
    }
}
