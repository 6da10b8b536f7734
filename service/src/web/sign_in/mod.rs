//! Signing in on the site, and what one has to do with being signed in.
//!
//! [`who`] is the guard at the door: [`Known`] looks up who a browser is, and a page gets that
//! only through an argument of its handler, [`who::SignedIn`], [`who::Staff`] or [`who::Posted`], so
//! that no handler runs without its check. `start` is the address and the code, `link` the same by the letter's link, `issuers` the way
//! over others who vouch, `keys` passkeys, `mine` one's own sign-ins and how to end them, `office` who works here.

mod agent;
mod cookies;
mod issuers;
mod keys;
mod known;
mod link;
mod mine;
mod office;
mod start;
pub mod who;

pub use known::Known;

use super::{frame::Frame, notice, ways};
use crate::{app::App, error::Error};
use poem::{
    Response, Route, get,
    http::{HeaderValue, StatusCode, header},
    post,
};

/// Where to sign in.
pub const SIGN_IN: &str = "/logga-in";
/// The query of it for who needs a passkey, or as much.
const STRONG: &str = "stark=ja";
/// One's own sign-ins.
pub const MINE: &str = "/mina-inloggningar";
/// One's own passkeys.
pub const KEYS: &str = "/nycklar";
/// Who works here, and their ways on.
pub use office::STAFF;
/// Longest way that somebody is sent after signing in (octets).
const THEN_OCTETS: usize = 500;

/// The pages, on their addresses.
pub fn mount(route: Route) -> Route {
    route
        .at(SIGN_IN, get(start::ask).post(start::send))
        .at(
            "/logga-in/kod/:id",
            get(start::show_code).post(start::enter),
        )
        .at("/logga-in/lank/:token", get(link::show).post(link::follow))
        .at("/logga-in/via/:key", post(issuers::visit))
        .at("/logga-in/svar", get(issuers::back))
        .at("/logga-in/nyckel", post(keys::ask))
        .at("/logga-in/nyckel/svar", post(keys::enter))
        .at("/logga-ut", post(mine::sign_out))
        .at(MINE, get(mine::show))
        .at("/mina-inloggningar/andra/avsluta", post(mine::end_others))
        .at("/mina-inloggningar/:id/avsluta", post(mine::end))
        .at("/mina-inloggningar/koppla/:key", post(issuers::link))
        .at(
            "/mina-inloggningar/kopplad/:id/ta-bort",
            post(issuers::unlink),
        )
        .at(KEYS, get(keys::show).post(keys::keep))
        .at("/nycklar/ny", post(keys::begin))
        .at(
            "/nycklar/inbjudan/:token",
            get(keys::invited).post(keys::begin_invited),
        )
        .at("/nycklar/:id/ta-bort", post(keys::end))
        .at(STAFF, get(office::show).post(office::invite))
        .at("/personal/:id/logga-ut", post(office::sign_out))
        .at("/personal/:id/avsluta", post(office::end))
}

/// Where to go after signing in: a place of ours, or nowhere.
fn place_of_ours(then: &str) -> Option<&str> {
    let plain = |octet: u8| octet.is_ascii_graphic() && octet != b'\\';
    let ours = then.starts_with('/') && !then.starts_with("//");
    (ours && then.len() <= THEN_OCTETS && then.bytes().all(plain)).then_some(then)
}

/// To another page, to be fetched.
fn see(place: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, place)
        .finish()
}

/// Why not, as a page.
fn refused(frame: &Frame, error: &Error) -> Response {
    error.note();
    let t = frame.t;
    let (status, title, why) = match error {
        Error::Refused { text, .. } => {
            let why = text.in_language(frame.language());
            (StatusCode::CONFLICT, t.sign_in_refused(), why)
        }
        Error::TooMany {
            retry_after_seconds,
        } => {
            let page = notice::refused(
                frame,
                StatusCode::TOO_MANY_REQUESTS,
                t.sign_in_too_many_title(),
                t.sign_in_too_many(),
                &[],
            );
            return page.with_retry(*retry_after_seconds);
        }
        Error::NotFound { .. } => {
            return notice::refused_to(
                frame,
                StatusCode::NOT_FOUND,
                t.sign_in_not_found_title(),
                t.sign_in_not_found(),
                &[t.answer_ask_us()],
                (SIGN_IN, t.sign_in_anew()),
            );
        }
        Error::Forbidden | Error::Unauthenticated => (
            StatusCode::FORBIDDEN,
            t.sign_in_stronger_title(),
            t.sign_in_stronger(),
        ),
        Error::Invalid(faults) => {
            let first = faults.first();
            let why = first.map_or("", |fault| fault.text.in_language(frame.language()));
            (StatusCode::UNPROCESSABLE_ENTITY, t.sign_in_refused(), why)
        }
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            t.sign_in_refused(),
            t.sign_in_try_later(),
        ),
    };
    notice::refused(frame, status, title, why, &[t.answer_ask_us()])
}

trait WithRetry {
    fn with_retry(self, seconds: u32) -> Self;
}

impl WithRetry for Response {
    fn with_retry(mut self, seconds: u32) -> Self {
        let headers = self.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        self
    }
}

/// Signed in: on to where the person was going, with the new cookie.
fn entered(app: &App, entered: &crate::usecase::sign_in::Entered, then: Option<&str>) -> Response {
    let then = then.and_then(place_of_ours).unwrap_or(ways::MY_PAGE);
    let mut response = see(then);
    cookies::enter(app, &mut response, &entered.cookie);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for ours in ["/", "/min-sida", "/kurser/SA123A?visa=alla&x=%2F"] {
            assert_eq!(place_of_ours(ours), Some(ours));
        }
        let long = format!("/{}", "a".repeat(THEN_OCTETS));
        for other in [
            "",
            "https://elak.example",
            "//elak.example",
            "/\\elak.example",
            "\\/elak.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=y",
            "/a b",
            "/å",
            &long,
        ] {
            assert_eq!(place_of_ours(other), None, "{other}");
        }
    }
}
