//! The two cookies: of who is signed in, and of a browser before that.
//!
//! With `__Host-` they are set by this host alone, over TLS alone, for all of it (ASVS 3.3.1–3.3.4).
//! Only where the service is tried out over http on this very machine are they without: a browser
//! would not keep them otherwise. That depends on the public address and on nothing else; anywhere
//! else over http nobody can sign in.

use crate::app::App;
use poem::{
    Response,
    http::{HeaderMap, HeaderValue, header},
};

/// Of who is signed in.
const SIGN_IN: &str = "inloggad";
/// Of a browser that nobody is signed in with: binds what it begins, and its forms, to it.
const BROWSER: &str = "webblasare";

fn name(app: &App, cookie: &str) -> String {
    if app.is_tried_out() {
        cookie.to_owned()
    } else {
        format!("__Host-{cookie}")
    }
}

/// The one cookie of this name. Two of them are none: somebody has put one beside ours.
fn read(app: &App, headers: &HeaderMap, cookie: &str) -> Option<String> {
    let name = name(app, cookie);
    let all = headers.get_all(header::COOKIE).into_iter();
    let mut values = all
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(&*name)?.strip_prefix('='));
    let value = values.next()?;
    let single = values.next().is_none();
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_';
    (single && value.len() == 43 && value.bytes().all(plain)).then(|| value.to_owned())
}

pub(super) fn signed_in(app: &App, headers: &HeaderMap) -> Option<String> {
    read(app, headers, SIGN_IN)
}

pub(super) fn browser(app: &App, headers: &HeaderMap) -> Option<String> {
    read(app, headers, BROWSER)
}

/// Without an age: it goes when the browser is closed, as on a computer that many use.
fn set(app: &App, response: &mut Response, cookie: &str, value: &str, more: &str) {
    let secure = if app.is_tried_out() { "" } else { "; Secure" };
    let name = name(app, cookie);
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

pub(super) fn know(app: &App, response: &mut Response, value: &str) {
    set(app, response, BROWSER, value, "");
}

/// A new sign-in: what the browser was known by before is of no more use.
pub(super) fn enter(app: &App, response: &mut Response, value: &str) {
    set(app, response, SIGN_IN, value, "");
    set(app, response, BROWSER, "", "; Max-Age=0");
}

pub(super) fn leave(app: &App, response: &mut Response) {
    set(app, response, SIGN_IN, "", "; Max-Age=0");
    set(app, response, BROWSER, "", "; Max-Age=0");
}
