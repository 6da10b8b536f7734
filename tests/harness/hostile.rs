//! A web server on this machine that answers as badly as a test wants.

use flate2::{Compression, write::GzEncoder};
use std::{
    collections::BTreeMap,
    io::Write as _,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};

/// What to do with a request.
#[derive(Clone)]
pub enum Act {
    /// These octets and no more.
    Octets(Vec<u8>),
    /// A good calendar with this ETag; 304 for who has it.
    Tagged { etag: String, body: String },
    /// A head that comes an octet at a time, for ever.
    DripHead,
    /// A body that comes an octet at a time, for ever.
    DripBody,
    /// A body without end, as fast as it goes.
    Endless,
    /// Nothing at all, until told to go on with the calendar.
    Hold { until: Arc<Semaphore>, body: String },
}

impl Act {
    /// An answer with this status line, head and body.
    pub fn answer(status: &str, head: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let length = body.len();
        let head = format!("HTTP/1.1 {status}\r\n{head}content-length: {length}\r\n\r\n");
        Self::Octets([head.into_bytes(), body].concat())
    }

    /// 200 with this body, called what servers call anything.
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::answer("200 OK", "content-type: text/html\r\n", body)
    }

    pub fn redirect(to: &str) -> Self {
        Self::answer("302 Found", &format!("location: {to}\r\n"), "")
    }

    /// 200 with this body, packed.
    pub fn gzip(body: &[u8]) -> Self {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(body).expect("memory");
        let packed = packed.finish().expect("memory");
        Self::answer("200 OK", "content-encoding: gzip\r\n", packed)
    }
}

/// The server; it ends when dropped.
pub struct Hostile {
    pub address: SocketAddr,
    acts: Arc<Mutex<BTreeMap<String, Act>>>,
    heads: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

impl Hostile {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let acts: Arc<Mutex<BTreeMap<String, Act>>> = Arc::default();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let mut serving = JoinSet::new();
        let (known, heard) = (Arc::clone(&acts), Arc::clone(&heads));
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (known, heard) = (Arc::clone(&known), Arc::clone(&heard));
                connections.spawn(async move { serve(stream, &known, &heard).await });
            }
        });
        Self {
            address,
            acts,
            heads,
            _serving: serving,
        }
    }

    /// From now on a path is answered so; gives its address.
    pub fn set(&self, path: &str, act: Act) -> String {
        let mut acts = self.acts.lock().expect("no poison");
        acts.insert(path.to_owned(), act);
        format!("http://{}{path}", self.address)
    }

    /// The heads of the requests for a path so far, in order.
    pub fn heads(&self, path: &str) -> Vec<String> {
        let start = format!("GET {path} ");
        let heads = self.heads.lock().expect("no poison");
        let about = heads.iter().filter(|head| head.starts_with(&start));
        about.cloned().collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    acts: &Mutex<BTreeMap<String, Act>>,
    heads: &Mutex<Vec<String>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(octet) => head.push(octet),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    heads.lock().expect("no poison").push(head.clone());
    let act = acts.lock().expect("no poison").get(&path).cloned();
    let act = act.unwrap_or_else(|| Act::answer("404 Not Found", "", "nothing"));
    // That the other side has had enough is what the tests are about.
    let _ = perform(&mut stream, act, &head).await;
}

async fn perform(stream: &mut TcpStream, act: Act, head: &str) -> std::io::Result<()> {
    const PAUSE: Duration = Duration::from_millis(20);
    match act {
        Act::Octets(octets) => stream.write_all(&octets).await,
        Act::Tagged { etag, body } => {
            let known = format!("if-none-match: {etag}\r\n");
            let answer = if head.to_lowercase().contains(&known.to_lowercase()) {
                Act::Octets(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec())
            } else {
                Act::answer("200 OK", &format!("etag: {etag}\r\n"), body)
            };
            Box::pin(perform(stream, answer, head)).await
        }
        Act::DripHead => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nx-slow: ").await?;
            loop {
                stream.write_all(b"x").await?;
                tokio::time::sleep(PAUSE).await;
            }
        }
        Act::DripBody => {
            let start = b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nBEGIN:VCALENDAR\r\n";
            stream.write_all(start).await?;
            loop {
                stream.write_all(b"x").await?;
                tokio::time::sleep(PAUSE).await;
            }
        }
        Act::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            let piece = vec![b'x'; 64 * 1024];
            loop {
                stream.write_all(&piece).await?;
            }
        }
        Act::Hold { until, body } => {
            // Closed only with the test.
            let Ok(go) = until.acquire().await else {
                return Ok(());
            };
            go.forget();
            Box::pin(perform(stream, Act::page(body), head)).await
        }
    }
}
