//! Who asks too often is told when to come back. See `throttle`.

use crate::{
    app::App,
    error::Error,
    throttle::{TooSoon, party},
    usecase::Caller,
};
use poem::{Addr, Request, web::RemoteAddr};
use std::net::IpAddr;

impl From<TooSoon> for Error {
    fn from(too_soon: TooSoon) -> Self {
        metrics::counter!("throttled_total").increment(1);
        Self::TooMany {
            retry_after_seconds: too_soon.retry_after_seconds,
        }
    }
}

/// Whether the caller may ask for a place once more.
pub(crate) fn may_apply(app: &App, caller: &Caller, request: &Request) -> Result<(), Error> {
    let now = app.clock.now();
    if let Caller::Participant { person, .. } = caller {
        app.throttles.applications.take(person.0, now)?;
    }
    if let Some(address) = client(app, request) {
        app.throttles.applications_from.take(address, now)?;
    }
    Ok(())
}

/// Whether another code may be asked for from this address.
pub(crate) fn may_sign_in(app: &App, request: &Request) -> Result<(), Error> {
    let now = app.clock.now();
    if let Some(address) = client(app, request) {
        app.throttles.sign_ins_from.take(address, now)?;
    }
    app.throttles.sign_ins_together.take((), now)?;
    Ok(())
}

/// Whether another code, link or passkey may be tried from this address.
pub(crate) fn may_try(app: &App, request: &Request) -> Result<(), Error> {
    if let Some(address) = client(app, request) {
        app.throttles.codes_from.take(address, app.clock.now())?;
    }
    Ok(())
}

/// Whether another message may be written to us from this address.
pub(crate) fn may_write(app: &App, request: &Request) -> Result<(), Error> {
    if let Some(address) = client(app, request) {
        app.throttles.messages_from.take(address, app.clock.now())?;
    }
    Ok(())
}

/// Who sent the request: what the trusted proxy says, or else who is connected. What stands before
/// the last comma the client may have written itself.
fn client(app: &App, request: &Request) -> Option<IpAddr> {
    let told = app
        .throttles
        .address_in
        .as_ref()
        .and_then(|name| request.headers().get_all(name).iter().next_back())
        .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let connected = || match request.remote_addr() {
        RemoteAddr(Addr::SocketAddr(address)) => Some(address.ip()),
        RemoteAddr(_) => None,
    };
    told.or_else(connected).map(party)
}
