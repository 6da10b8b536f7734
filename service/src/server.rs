//! The HTTP server: accepts connections within bounds and closes them gracefully.
//!
//! poem's own server sets no time-out on headers, spins when file descriptors run out and leaves
//! Nagle's algorithm on; so the loop is ours, over hyper, and poem handles the requests: all but those
//! that have their answer ready ([`AtOnce`]).

mod connection;

use connection::{Answering, Turn, watched};
use futures_util::future::Either as Step;
use http_body_util::{Either, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    server::conn::http1,
};
use hyper_util::rt::TokioIo;
use poem::{
    Endpoint,
    http::uri::Scheme,
    web::{LocalAddr, RemoteAddr},
};
use std::{
    convert::Infallible,
    future::{Future, ready},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};

/// What can answer some requests without waiting, without their bodies, and before all else. To make
/// them poem's costs as much again.
pub trait AtOnce {
    /// The answer to a request, if it is ready.
    fn at_once(&self, _request: &Request<Incoming>) -> Option<Response<Full<Bytes>>> {
        None
    }
}

/// Connections at a time; more wait in the kernel's queue.
const CONNECTIONS: usize = 10_000;
/// Largest head of a request (octets).
const HEAD_OCTETS: usize = 64 * 1024;
/// Pause after a failed accept: no file descriptors, most likely.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long the server waits for whom. The tests' are shorter.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Longest time for the head of a request to arrive, and for an idle connection to stay.
    pub head: Duration,
    /// Longest wait for requests under way when shutting down.
    pub grace: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            grace: Duration::from_secs(20),
        }
    }
}

/// Serves until `shutdown` completes, then lets requests under way finish.
pub async fn serve(
    listener: TcpListener,
    endpoint: impl Endpoint<Output = poem::Response> + AtOnce + 'static,
    patience: Patience,
    shutdown: impl Future<Output = ()>,
) {
    let endpoint = Arc::new(endpoint);
    let (closing, _) = watch::channel(());
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(shutdown);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let (stream, remote) = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
        };
        let connection = connection(stream, remote, &endpoint, patience, closing.subscribe());
        tokio::spawn(async move {
            connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = closing.send(());
    // A connection holds its end of this until it is closed.
    if tokio::time::timeout(patience.grace, closing.closed())
        .await
        .is_err()
    {
        tracing::warn!("gave up waiting for requests under way");
    }
}

fn connection<E: Endpoint<Output = poem::Response> + AtOnce + 'static>(
    stream: TcpStream,
    remote: SocketAddr,
    endpoint: &Arc<E>,
    patience: Patience,
    closing: watch::Receiver<()>,
) -> impl Future<Output = ()> + Send + use<E> {
    // Answers are small and whole: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let local = stream
        .local_addr()
        .map(|addr| LocalAddr(addr.into()))
        .unwrap_or_default();
    let remote = RemoteAddr(remote.into());
    let endpoint = Arc::clone(endpoint);
    let turn = Turn::new();
    let turns = Arc::clone(&turn);
    let service = hyper::service::service_fn(move |request| {
        if let Some(answer) = endpoint.at_once(&request) {
            turns.clients();
            return Step::Left(ready(Ok(answer.map(Either::Left))));
        }
        turns.servers();
        let (endpoint, turn) = (Arc::clone(&endpoint), Arc::clone(&turns));
        let (local, remote) = (local.clone(), remote.clone());
        // Boxed: it is large, and hyper moves whatever comes from here, answers that are ready too.
        Step::Right(Box::pin(async move {
            let request = poem::Request::from((request, local, remote, Scheme::HTTP));
            let response: Response<_> = endpoint.get_response(request).await.into();
            Ok::<_, Infallible>(response.map(|body| Either::Right(Answering { body, turn })))
        }))
    });
    let connection = http1::Builder::new()
        .header_read_timeout(None)
        .max_buf_size(HEAD_OCTETS)
        .serve_connection(TokioIo::new(stream), service);
    watched(connection, turn, patience.head, closing)
}
