//! The generated client, and what every call has in common: token, language, revision, key.

use crate::{
    config::Target,
    error::{CliError, Result},
    text::{Lang, text},
};
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderValue};
use std::{net::IpAddr, time::Duration};
use uuid::Uuid;

/// The client that `build.rs` makes from `schemas/openapi.json`.
#[expect(
    warnings,
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::str_to_string,
    clippy::absolute_paths,
    reason = "generated code"
)]
pub(crate) mod api {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest wait for an answer: an import of very many people takes its time, and shows how far it has come.
const ANSWER_TIMEOUT: Duration = Duration::from_hours(1);
/// How long nothing comes before it is asked whether the other end is there at all.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Connects nothing yet: that happens with the first call.
pub(crate) fn client(target: &Target, lang: Lang) -> Result<api::Client> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    if let Some(token) = &target.token {
        let value = HeaderValue::from_str(&format!("Bearer {token}"));
        let mut value = value.map_err(|_| {
            CliError::usage(text!(
                "Nyckeln har otillåtna tecken",
                "The token has characters that are not allowed"
            ))
        })?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    let client = reqwest::Client::builder()
        .default_headers(headers)
        .user_agent(concat!("samverkan/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(ANSWER_TIMEOUT)
        .tcp_keepalive(KEEPALIVE)
        // The API never redirects; a token must not follow one elsewhere.
        .redirect(reqwest::redirect::Policy::none())
        .build();
    let client = client.map_err(|error| CliError::Unreachable {
        address: target.url.clone(),
        source: error.to_string(),
    })?;
    check_url(&target.url)?;
    Ok(api::Client::new_with_client(
        &format!("{}/api/v1", target.url),
        client,
    ))
}

fn check_url(url: &str) -> Result {
    let parsed = reqwest::Url::parse(url).ok();
    let known =
        parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if known {
        return Ok(());
    }
    Err(CliError::usage_with(
        text!(
            "{url} är ingen adress till en tjänst",
            "{url} is no address of a service"
        ),
        text!(
            "skriv den som https://kurs.example.org",
            "write it like https://kurs.example.org"
        ),
    ))
}

/// Whether a token would travel readable over a network.
pub(crate) fn in_the_clear(target: &Target) -> bool {
    let Ok(url) = reqwest::Url::parse(&target.url) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    target.token.is_some() && url.scheme() == "http" && !local
}

/// A revision as If-Match wants it. It is the one that the caller names (and has looked at
/// before), otherwise the one just fetched.
pub(crate) fn if_match(named: Option<i64>, fetched: i64) -> String {
    format!("\"{}\"", named.unwrap_or(fetched))
}

/// An Idempotency-Key: with it, a request that is repeated on the way makes one thing only.
pub(crate) fn fresh_key() -> String {
    fresh_id().to_string()
}

/// An id of one's own choice, under which something is followed while it goes on.
#[expect(
    clippy::disallowed_methods,
    reason = "a person at a terminal repeats no simulation"
)]
pub(crate) fn fresh_id() -> Uuid {
    Uuid::new_v4()
}

/// Pause between two looks at how far something has come that is followed.
pub(crate) const LOOK: Duration = Duration::from_millis(300);

/// Sets those optional parameters of a call that were given.
macro_rules! given {
    ($call:expr, $($name:ident: $value:expr),+ $(,)?) => {{
        let call = $call;
        $(let call = match $value { Some(value) => call.$name(value), None => call };)+
        call
    }};
}
pub(crate) use given;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_in_the_clear_are_noticed() {
        let clear = |url: &str| {
            in_the_clear(&Target {
                url: url.into(),
                token: Some("t".into()),
            })
        };
        assert!(clear("http://kurs.example.org"));
        assert!(!clear("https://kurs.example.org"));
        assert!(
            !clear("http://127.0.0.1:8080")
                && !clear("http://[::1]:8080")
                && !clear("http://localhost")
        );
    }

    #[test]
    fn what_is_no_address_is_wrong_usage() {
        assert!(check_url("kurs.example.org").is_err());
        assert!(check_url("file:///etc").is_err());
        assert!(check_url("https://kurs.example.org").is_ok());
    }

    #[test]
    fn a_named_revision_wins() {
        assert_eq!(if_match(Some(3), 7), "\"3\"");
        assert_eq!(if_match(None, 7), "\"7\"");
    }
}
