//! The heads of requests and answers.

use super::{Address, Validators};
use http_body_util::Empty;
use hyper::{
    Request,
    body::Bytes,
    header::{
        ACCEPT, ACCEPT_ENCODING, CONNECTION, ETAG, HOST, HeaderMap, HeaderName, HeaderValue,
        IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER, USER_AGENT,
    },
};
use jiff::SignedDuration;
use samverkan_domain::fetching::{Failure, VALIDATOR_OCTETS};

pub(super) fn request(
    address: &Address,
    known: &Validators,
) -> Result<Request<Empty<Bytes>>, Failure> {
    let mut request = Request::get(address.path())
        .header(HOST, address.authority())
        .header(USER_AGENT, concat!("Samverkan/", env!("CARGO_PKG_VERSION")))
        .header(ACCEPT, "text/calendar, */*;q=0.1")
        .header(ACCEPT_ENCODING, "gzip")
        .header(CONNECTION, "close");
    for (name, value) in [
        (IF_NONE_MATCH, &known.etag),
        (IF_MODIFIED_SINCE, &known.last_modified),
    ] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request.body(Empty::new()).map_err(|_| Failure::Garbled)
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let value = |name: HeaderName| {
        let value = headers.get(name).map(HeaderValue::to_str)?.ok()?;
        (!value.is_empty() && value.len() <= VALIDATOR_OCTETS).then(|| value.to_owned())
    };
    Validators {
        etag: value(ETAG),
        last_modified: value(LAST_MODIFIED),
    }
}

/// `Retry-After` in seconds; a date in it is passed over.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(SignedDuration::from_secs(seconds))
}
