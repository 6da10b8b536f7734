//! The address of a calendar that has just been made, kept sealed by the browser for some minutes. With us is only its
//! digest; so a page can show it, and be shown again, in another language too.

use crate::{
    app::App,
    secrets::{base64url, from_base64url},
    web::frame::{cookie, cookie_name, set_cookie},
};
use poem::{
    Response,
    http::{HeaderMap, HeaderValue, header},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
pub(super) fn keep(app: &App, response: &mut Response, person: Uuid, url: &str) {
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
pub(super) fn read(app: &App, headers: &HeaderMap, person: Uuid) -> Option<String> {
    let sealed = cookie(headers, &cookie_name(&app.public_url, COOKIE))?;
    let plain = app.secrets.open(&from_base64url(sealed)?).ok()?;
    let fresh: Fresh = serde_json::from_slice(plain.strip_prefix(MARK)?).ok()?;
    let current = fresh.until > app.clock.now().as_second();
    (current && fresh.person == person).then_some(fresh.url)
}
