//! Who is asking: the security scheme is the extractor, so no handler is reached without it.

use super::problem::Source;
use crate::{
    app::App,
    error::Error,
    usecase::{Caller, Seen, access, once::Once},
};
use poem::{Request, web::Data};
use poem_openapi::{SecurityScheme, auth::Bearer};
use serde::Serialize;

/// An access token (`samverkan_pat_…`), from `POST /tokens`, a sign-in, or the service's own
/// `token` command.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", checker = "check", rename = "token")]
pub struct Auth(Caller);

async fn check(request: &Request, bearer: Bearer) -> poem::Result<Caller> {
    let app: &App = request.data::<App>().ok_or_else(super::problem::internal)?;
    access::authenticate(app, &bearer.token)
        .await
        .map_err(|error| {
            error.note();
            Source::from(error).into()
        })
}

impl Auth {
    pub fn caller(&self) -> &Caller {
        &self.0
    }
}

/// The caller where signing in is not needed: whoever the token says, or anybody. A token that is
/// sent must be good all the same.
pub async fn caller_or_anonymous(app: &App, request: &Request) -> Result<Caller, Error> {
    let Some(header) = request.header(poem::http::header::AUTHORIZATION) else {
        return Ok(Caller::Anonymous);
    };
    let token = header
        .strip_prefix("Bearer ")
        .ok_or(Error::Unauthenticated)?;
    access::authenticate(app, token).await
}

/// The composition root, as handlers get it.
pub type AppData<'a> = Data<&'a App>;

/// Reads If-Match.
pub fn seen(if_match: Option<&str>) -> Seen {
    match if_match.map(str::trim) {
        None => Seen::Missing,
        Some("*") => Seen::Any,
        Some(tag) => {
            let number = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            number
                .and_then(|number| number.parse().ok())
                .map_or(Seen::Unknown, Seen::Revision)
        }
    }
}

/// Longest Idempotency-Key (characters).
const KEY_CHARS: usize = 200;

/// Reads Idempotency-Key: bound to caller, route and what the request says.
pub fn once(
    caller: &Caller,
    route: &str,
    key: Option<&str>,
    body: &impl Serialize,
) -> Result<Option<Once>, Error> {
    let Some(key) = key else { return Ok(None) };
    if key.is_empty() || key.len() > KEY_CHARS || !key.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Error::invalid(
            "Idempotency-Key",
            "bad-key",
            "Nyckeln ska ha 1–200 synliga ASCII-tecken, till exempel ett UUID.",
            "The key must have 1–200 visible ASCII characters, for example a UUID.",
        ));
    }
    Ok(Some(Once::new(caller, route, key, body)))
}
