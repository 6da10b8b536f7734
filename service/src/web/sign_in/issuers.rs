//! The way over an issuer: there, and back.
//!
//! The way back is a GET that signs somebody in, as the protocol has it; it does so only in the
//! browser that went there, once, with what the issuer gave it for that.

use super::{
    MINE, entered, place_of_ours, refused, see, start,
    who::{Browser, Posted, SignedIn},
};
use crate::{
    api::rates,
    app::App,
    texts::Texts,
    usecase::sign_in::{self, Back},
    web::{frame::Frame, page::Place},
};
use askama::Template;
use poem::{
    Request, Response, handler,
    http::{HeaderValue, header},
    web::{Data, Path, Query},
};
use samverkan_domain::id::IdentityId;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "sign_in_onwards.html")]
struct Onwards<'a> {
    t: Texts,
    address: &'a str,
    name: &'a str,
}

/// On to the issuer. By a page and not by a redirect: forms may only lead to ourselves.
fn onwards(app: &App, frame: &Frame, key: &str, address: &str) -> Response {
    let t = frame.t;
    let issuer = app.issuers.get(key);
    let name = issuer.map_or("", |issuer| issuer.name(frame.language()));
    let mut response = frame
        .page(t.sign_in_onwards_title(name))
        .at(Place::SignIn)
        .show(&Onwards { t, address, name });
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    response
}

#[handler]
pub(super) async fn visit(
    app: Data<&App>,
    key: Path<String>,
    frame: Frame,
    browser: Browser,
    form: Posted,
    request: &Request,
) -> Response {
    if let Err(error) = rates::may_try(&app, request) {
        return refused(&frame, &error);
    }
    let then = place_of_ours(form.value("till")).unwrap_or_default();
    let staff = form.value("personal") == "ja";
    match sign_in::visit(&app, &key, &browser.as_browser(), then, staff).await {
        Ok(address) => onwards(&app, &frame, &key, &address),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn link(
    app: Data<&App>,
    key: Path<String>,
    frame: Frame,
    browser: Browser,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    match sign_in::link_to(&app, &key, &browser.as_browser(), &signed, MINE).await {
        Ok(address) => onwards(&app, &frame, &key, &address),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn unlink(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    match sign_in::unlink(&app, &signed, IdentityId(id.0)).await {
        Ok(()) => see(MINE),
        Err(error) => refused(&frame, &error),
    }
}

/// What an issuer answers with (RFC 6749 §4.1.2, RFC 9207).
#[derive(Debug, Default, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

#[handler]
pub(super) async fn back(
    app: Data<&App>,
    answer: Query<Answer>,
    frame: Frame,
    browser: Browser,
    request: &Request,
) -> Response {
    if let Err(error) = rates::may_try(&app, request) {
        return refused(&frame, &error);
    }
    let said = match (&answer.code, &answer.error) {
        (Some(code), None) => Ok(&**code),
        (_, error) => Err(error.as_deref().unwrap_or_default()),
    };
    let iss = answer.iss.as_deref();
    let who = browser.as_browser();
    let returned =
        sign_in::return_from(&app, &answer.state, said, iss, &who, browser.signed()).await;
    match returned {
        Ok(Back::Entered {
            entered: done,
            then,
        }) => entered(&app, &done, Some(&then)),
        Ok(Back::Linked) => see(MINE),
        Ok(Back::Unknown { key, email, then }) => {
            let email = email.unwrap_or_default();
            start::asking(&app, &frame, &then, &key, &email, "")
        }
        Err(error) => refused(&frame, &error),
    }
}
