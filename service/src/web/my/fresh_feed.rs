//! The address of a calendar that has just been made, kept sealed by the browser for some minutes. With us is only its
//! digest; so a page can show it, and be shown again, in another language too.

use super::feeds::HERE;
use crate::{
    app::App,
    secrets::{base64url, from_base64url},
    usecase::feeds::NewFeed,
    web::{
        frame::{Frame, cookie, cookie_name, set_cookie},
        page::Place as At,
        sign_in::who::SignedIn,
        subscribe,
    },
};
use poem::{
    Request, Response, handler,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    web::Data,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a new address is shown.
const FRESH: &str = "/min-sida/kalender/ny";
const COOKIE: &str = "ny-kalender";
/// How long it can be seen.
const SECONDS: u32 = 10 * 60;
/// Before what is sealed, so that nothing else that is sealed can be taken for it.
const MARK: &[u8] = b"fresh feed\n";

#[derive(Serialize, Deserialize)]
struct Fresh {
    person: Uuid,
    until: i64,
    url: String,
}

/// Has the browser keep the address, for this person.
fn keep(app: &App, response: &mut Response, person: Uuid, url: &str) {
    let fresh = Fresh {
        person,
        until: app.clock.now().as_second() + i64::from(SECONDS),
        url: url.to_owned(),
    };
    let json = serde_json::to_vec(&fresh).unwrap_or_default();
    let sealed = base64url(&app.secrets.seal(&app.seeds, &[MARK, &json].concat()));
    let text = set_cookie(&app.public_url, COOKIE, &sealed, Some(SECONDS));
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The address that came along, if it is this person's and still to be seen.
fn read(app: &App, headers: &HeaderMap, person: Uuid) -> Option<String> {
    let sealed = cookie(headers, &cookie_name(&app.public_url, COOKIE))?;
    let plain = app.secrets.open(&from_base64url(sealed)?).ok()?;
    let fresh: Fresh = serde_json::from_slice(plain.strip_prefix(MARK)?).ok()?;
    let current = fresh.until > app.clock.now().as_second();
    (current && fresh.person == person).then_some(fresh.url)
}

/// To the page with the new address.
pub(super) fn made(app: &App, signed: &SignedIn, new: &NewFeed) -> Response {
    let mut response = Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, FRESH)
        .finish();
    keep(app, &mut response, signed.person.0, &new.url);
    response
}

/// The new address, for as long as the browser has it.
#[handler]
pub(super) fn show_new(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    let Some(url) = read(&app, request.headers(), signed.person.0) else {
        return Response::builder()
            .status(StatusCode::SEE_OTHER)
            .header(header::LOCATION, HERE)
            .finish();
    };
    let page = frame.page(t.my_feed_made_title()).at(At::MyPage);
    let page = page
        .up(HERE, t.my_feeds_title())
        .lead(t.my_feed_made_lead());
    page.scripted().show(&subscribe::body(t, &url))
}
