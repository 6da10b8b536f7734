//! What watches a connection: how long its client may take, and the order to close.
//!
//! hyper has a time-out for heads, and hyper-util a watcher, but at each request the one makes a timer
//! of the runtime, drops it and looks at the connection once more for it, and the other takes a lock.
//! An answer that is ready takes hyper a sixth more instructions for it. Here a request moves on a
//! number.

use hyper::{
    body::{Body, Frame, Incoming, SizeHint},
    rt::{Read, Write},
    server::conn::http1,
    service::HttpService,
};
use std::{
    error::Error,
    future::{Future as _, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

/// Whose turn it is on a connection: the client's, to send the head of a request, or the server's.
pub(super) struct Turn {
    opened: Instant,
    /// Since when it is the client's (ns after it was opened), or [`SERVERS`].
    client: AtomicU64,
}

const SERVERS: u64 = u64::MAX;

impl Turn {
    /// A new connection: the client begins.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            opened: Instant::now(),
            client: AtomicU64::new(0),
        })
    }

    pub(super) fn servers(&self) {
        self.client.store(SERVERS, Ordering::Relaxed);
    }

    pub(super) fn clients(&self) {
        let since = u64::try_from(self.opened.elapsed().as_nanos()).unwrap_or_default();
        self.client.store(since, Ordering::Relaxed);
    }

    fn clients_since(&self) -> Option<Instant> {
        match self.client.load(Ordering::Relaxed) {
            SERVERS => None,
            since => Some(self.opened + Duration::from_nanos(since)),
        }
    }
}

/// The body of an answer. When hyper has done with it, it is the client's turn.
pub(super) struct Answering<B> {
    pub(super) body: B,
    pub(super) turn: Arc<Turn>,
}

impl<B: Body + Unpin> Body for Answering<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B> Drop for Answering<B> {
    fn drop(&mut self) {
        self.turn.clients();
    }
}

/// Serves a connection until it ends, until its client has had its turn for too long, or, when told to
/// close, until the request under way is answered.
///
/// To be woken for either it is enough to have asked once, as long as the waker stays the same.
pub(super) async fn watched<I, S, B>(
    connection: http1::Connection<I, S>,
    turn: Arc<Turn>,
    patience: Duration,
    closing: watch::Receiver<()>,
) where
    S: HttpService<Incoming, ResBody = B>,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    I: Read + Write + Unpin,
    B: Body + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let mut told = closing.clone();
    let mut told = pin!(told.changed());
    let mut connection = pin!(connection);
    // It stands while the turns go on, and is set anew when it rings too early.
    let mut alarm = pin!(sleep_until(turn.opened + patience));
    let mut waker: Option<Waker> = None;
    let mut closed = false;
    poll_fn(|context| {
        let known = waker
            .as_ref()
            .is_some_and(|waker| waker.will_wake(context.waker()));
        if !known {
            waker = Some(context.waker().clone());
        }
        if !closed
            && (!known || !matches!(closing.has_changed(), Ok(false)))
            && told.as_mut().poll(context).is_ready()
        {
            closed = true;
            connection.as_mut().graceful_shutdown();
        }
        if connection.as_mut().poll(context).is_ready() {
            // An error is a client that went away mid-request: its own affair.
            return Poll::Ready(());
        }
        if known && !alarm.is_elapsed() {
            return Poll::Pending;
        }
        while alarm.as_mut().poll(context).is_ready() {
            let since = turn.clients_since();
            let until = since.unwrap_or_else(Instant::now) + patience;
            if since.is_some() && until <= alarm.deadline() {
                return Poll::Ready(());
            }
            alarm.as_mut().reset(until);
        }
        Poll::Pending
    })
    .await;
}
