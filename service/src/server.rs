//! The HTTP server: accepts connections within bounds and closes them gracefully.
//!
//! poem's own server sets no time-out on headers, spins when file descriptors run out and leaves
//! Nagle's algorithm on; so the loop is ours, over hyper, and poem handles the requests: all but those
//! that have their answer ready ([`AtOnce`]).

use http_body_util::{Either, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use poem::{
    Endpoint,
    http::uri::Scheme,
    web::{LocalAddr, RemoteAddr},
};
use std::{convert::Infallible, future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
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
    let graceful = GracefulShutdown::new();
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
        let connection = connection(stream, remote, &endpoint, patience);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that goes away mid-request is its own affair.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.grace, graceful.shutdown())
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
) -> impl hyper_util::server::graceful::GracefulConnection + use<E> {
    // Answers are small and whole: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let local = stream
        .local_addr()
        .map(|addr| LocalAddr(addr.into()))
        .unwrap_or_default();
    let remote = RemoteAddr(remote.into());
    let endpoint = Arc::clone(endpoint);
    let service = hyper::service::service_fn(move |request| {
        let step = endpoint.at_once(&request).ok_or_else(|| {
            let peers = (local.clone(), remote.clone());
            (Arc::clone(&endpoint), peers, request)
        });
        async move {
            let response = match step {
                Ok(ready) => ready.map(Either::Left),
                Err((endpoint, (local, remote), request)) => {
                    let request = poem::Request::from((request, local, remote, Scheme::HTTP));
                    let response: Response<_> = endpoint.get_response(request).await.into();
                    response.map(Either::Right)
                }
            };
            Ok::<_, Infallible>(response)
        }
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(HEAD_OCTETS)
        .serve_connection(TokioIo::new(stream), service)
}
