//! A wire between the service and PostgreSQL that can be cut, in more than one way.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    select,
    sync::Notify,
    task::JoinSet,
    time::sleep,
};

/// What happens on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Wire {
    /// All passes.
    Whole,
    /// Every connection ends at once, and so does each new one.
    Cut,
    /// A commit reaches the database, and the connection ends before its answer.
    LosesCommits,
    /// Nothing passes, and nothing ends.
    Silent,
    /// Everything takes so long.
    Slow,
}

/// How long everything takes on a slow wire.
const SLOW: Duration = Duration::from_millis(100);
const LOOK: Duration = Duration::from_millis(10);

pub struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

struct Shared {
    wire: AtomicU8,
    changed: Notify,
    lost: AtomicUsize,
}

impl Shared {
    fn is(&self, wire: Wire) -> bool {
        self.wire.load(Ordering::Relaxed) == wire as u8
    }
}

impl Proxy {
    /// A wire to this address.
    pub async fn to(database: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            wire: AtomicU8::new(Wire::Whole as u8),
            changed: Notify::new(),
            lost: AtomicUsize::new(0),
        });
        let mut tasks = JoinSet::new();
        let own = Arc::clone(&shared);
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.expect("a client");
                connections.spawn(join(client, database, Arc::clone(&own)));
            }
        });
        Self {
            address,
            shared,
            _tasks: tasks,
        }
    }

    pub fn set(&self, wire: Wire) {
        self.shared.wire.store(wire as u8, Ordering::Relaxed);
        self.shared.changed.notify_waiters();
    }

    /// How many commits nobody was told of.
    pub fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::Relaxed)
    }
}

async fn join(client: TcpStream, database: SocketAddr, shared: Arc<Shared>) {
    if shared.is(Wire::Cut) {
        return;
    }
    let Ok(server) = TcpStream::connect(database).await else {
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let committing = Arc::new(AtomicUsize::new(0));
    select! {
        () = carry(from_client, to_server, &shared, &committing, true) => {}
        () = carry(from_server, to_client, &shared, &committing, false) => {}
        () = cut(&shared) => {}
    }
}

async fn cut(shared: &Shared) {
    loop {
        let changed = shared.changed.notified();
        if shared.is(Wire::Cut) {
            return;
        }
        changed.await;
    }
}

async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    shared: &Shared,
    committing: &AtomicUsize,
    asks: bool,
) {
    let mut octets = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut octets).await {
        while shared.is(Wire::Silent) {
            sleep(LOOK).await;
        }
        if shared.is(Wire::Slow) {
            sleep(SLOW).await;
        }
        let passing = &octets[..read];
        let commits = || passing.windows(6).any(|word| word == b"COMMIT");
        if asks && shared.is(Wire::LosesCommits) && commits() {
            committing.store(1, Ordering::Relaxed);
        }
        // The answer is here, so it is done.
        if !asks && committing.load(Ordering::Relaxed) > 0 {
            shared.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if to.write_all(passing).await.is_err() {
            return;
        }
    }
}
