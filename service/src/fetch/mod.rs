//! Fetching calendars from addresses that others have named.
//!
//! Written against hostile servers and hostile addresses: https only, every hop's name looked up
//! once, all its addresses held against `domain::fetching::is_public`, and the connection made to
//! just those (so a name that changes its mind changes nothing); a bound on time, octets and hops;
//! no proxy, no cookies, no passwords, no referrer, no connection kept. The content type is not
//! believed: the reader of calendars decides what is one.
//!
//! Over hyper's bare connection and not a client library: such libraries follow, keep, unpack and
//! look up by themselves, and each of that would have to be found and switched off.

mod address;
mod body;
mod connect;
mod head;
mod known;
mod places;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tls_tests;

pub use address::{Address, BadAddress};
pub use connect::Names;
pub(crate) use connect::{authorities, tls};
pub(crate) use known::{Known, NotFetched};
pub use places::Place;

use head::{request, retry_after, validators};
use http_body_util::Empty;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    client::conn::http1,
    header::LOCATION,
};
use hyper_util::rt::TokioIo;
use jiff::SignedDuration;
use places::Places;
use samverkan_domain::fetching::{Failure, REDIRECTS};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{Semaphore, SemaphorePermit},
    task::JoinSet,
};
use tokio_rustls::TlsConnector;

/// Largest head of an answer (octets), and most fields in it.
const HEAD_OCTETS: usize = 32 * 1024;
const HEAD_FIELDS: usize = 100;
/// People who wait for a calendar at the same time. The worker's own fetches are counted elsewhere.
const VISITORS: usize = 8;

/// How long the fetcher waits. The tests' are shorter.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For one connection.
    pub connect: Duration,
    /// For everything, from the look-up of the name to the last octet of the last hop.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(30),
        }
    }
}

/// What a server said that a calendar can be asked for by, next time.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What came back.
pub enum Fetched {
    Unchanged,
    Content {
        octets: Vec<u8>,
        validators: Validators,
    },
}

/// A failure, and how long the server asks to be left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub failure: Failure,
    pub retry_after: Option<SignedDuration>,
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            retry_after: None,
        }
    }
}

/// Fetches. Holds nothing between two fetches, and asks no server about many calendars at once.
pub struct Fetcher {
    patience: Patience,
    /// Whether this machine itself may be asked, over http too: for tests and demonstrations.
    loopback: bool,
    names: Names,
    tls: TlsConnector,
    visitors: Semaphore,
    places: Arc<Places>,
}

impl Default for Fetcher {
    fn default() -> Self {
        Self::new(false)
    }
}

impl Fetcher {
    /// `loopback` lets it ask this very machine, which a service in earnest never does.
    pub fn new(loopback: bool) -> Self {
        Self {
            patience: Patience::default(),
            loopback,
            names: Names::System,
            tls: tls(authorities()),
            visitors: Semaphore::new(VISITORS),
            places: Arc::default(),
        }
    }

    /// Waits as long as this instead.
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// The longest one fetch can take. A lease on a calendar must be longer.
    pub fn longest(&self) -> Duration {
        self.patience.whole
    }

    /// Reads an address as this fetcher would go to it.
    pub fn address(&self, text: &str) -> Result<Address, BadAddress> {
        Address::parse(text, self.loopback)
    }

    /// A place for somebody who waits for the answer; `None` if too many wait already.
    pub fn visit(&self) -> Option<SemaphorePermit<'_>> {
        self.visitors.try_acquire().ok()
    }

    /// A place at an address's server; `None` if all are taken.
    pub fn place_now(&self, address: &Address) -> Option<Place> {
        self.places.now(address.host())
    }

    /// A place at an address's server, when it is one's turn. Nobody waits longer for it than for the
    /// calendar itself: those who have the places then have a slow server.
    pub async fn place(&self, address: &Address) -> Result<Place, Failed> {
        let place = self.places.in_turn(address.host());
        let place = tokio::time::timeout(self.patience.whole, place).await;
        place.map_err(|_| self.too_slow().into())
    }

    /// Fetches what an address leads to, unless it is what `known` says. `place` is one at the
    /// address's server; it is given back when the fetch is over, or leads to another server.
    pub async fn fetch(
        &self,
        address: &Address,
        known: &Validators,
        place: Place,
    ) -> Result<Fetched, Failed> {
        let fetched = tokio::time::timeout(self.patience.whole, self.follow(address, known, place));
        fetched
            .await
            .unwrap_or_else(|_| Err(self.too_slow().into()))
    }

    fn too_slow(&self) -> Failure {
        Failure::TooSlow {
            seconds: self.patience.whole.as_secs(),
        }
    }

    async fn follow(
        &self,
        address: &Address,
        known: &Validators,
        mut place: Place,
    ) -> Result<Fetched, Failed> {
        let mut address = address.clone();
        for _ in 0..=REDIRECTS {
            // The connection lives no longer than the hop.
            let mut connection = JoinSet::new();
            let response = self.ask(&address, known, &mut connection).await?;
            match response.status() {
                StatusCode::OK => {
                    let validators = validators(response.headers());
                    let octets = body::read(response).await?;
                    return Ok(Fetched::Content { octets, validators });
                }
                StatusCode::NOT_MODIFIED if *known != Validators::default() => {
                    return Ok(Fetched::Unchanged);
                }
                StatusCode::MOVED_PERMANENTLY
                | StatusCode::FOUND
                | StatusCode::SEE_OTHER
                | StatusCode::TEMPORARY_REDIRECT
                | StatusCode::PERMANENT_REDIRECT => {
                    let location = response.headers().get(LOCATION);
                    let location = location.and_then(|value| value.to_str().ok());
                    let location = location.ok_or(Failure::BadRedirect)?;
                    let next = address.hop(location, self.loopback);
                    address = next.map_err(|_| Failure::BadRedirect)?;
                    if !place.is_at(address.host()) {
                        // First away from the one, then in line at the other: nobody waits in a ring.
                        drop((response, connection, place));
                        place = self.places.in_turn(address.host()).await;
                    }
                }
                StatusCode::GONE => return Err(Failure::Gone.into()),
                status => {
                    return Err(Failed {
                        failure: Failure::Status {
                            status: status.as_u16(),
                        },
                        retry_after: retry_after(response.headers()),
                    });
                }
            }
        }
        Err(Failure::TooManyRedirects.into())
    }

    async fn ask(
        &self,
        address: &Address,
        known: &Validators,
        connection: &mut JoinSet<()>,
    ) -> Result<Response<Incoming>, Failure> {
        let stream = self.connect(address).await?;
        let request = request(address, known)?;
        if address.is_https() {
            let stream = self.secure(address, stream).await?;
            send(stream, request, connection).await
        } else {
            send(stream, request, connection).await
        }
    }
}

async fn send(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Empty<Bytes>>,
    connection: &mut JoinSet<()>,
) -> Result<Response<Incoming>, Failure> {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(HEAD_OCTETS).max_headers(HEAD_FIELDS);
    let handshake = builder.handshake(TokioIo::new(stream)).await;
    let (mut sender, io) = handshake.map_err(|_| Failure::Garbled)?;
    connection.spawn(async move {
        // Why it broke is seen where the answer is read.
        let _ = io.await;
    });
    sender
        .send_request(request)
        .await
        .map_err(|_| Failure::Garbled)
}
