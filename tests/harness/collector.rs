//! A collector of OpenTelemetry's traces on this machine: takes what is posted, keeps every octet, and
//! reads the spans by itself, not with the library that has written them.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// What a collector does with what is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Takes,
    /// Reads it, and never answers.
    Hangs,
}

/// A request as it came, head and body.
#[derive(Debug, Clone)]
pub struct Posted {
    pub head: String,
    pub body: Vec<u8>,
}

/// The collector; gone when dropped.
pub struct Collector {
    pub address: SocketAddr,
    posted: Arc<Mutex<Vec<Posted>>>,
    _serving: JoinSet<()>,
}

/// A span, as far as tests look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub trace: String,
    pub id: String,
    pub parent: String,
    pub state: String,
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The spans it points to.
    pub links: Vec<String>,
}

impl Collector {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let posted = Arc::<Mutex<Vec<Posted>>>::default();
        let kept = Arc::clone(&posted);
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, manner, Arc::clone(&kept)));
            }
        });
        Self {
            address,
            posted,
            _serving: serving,
        }
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.posted.lock().expect("no panic").clone()
    }

    /// All spans that have come.
    pub fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for posted in self.posted() {
            for (_, resource) in fields(&posted.body).filter(|(n, _)| *n == 1) {
                for (_, scope) in fields(resource.octets()).filter(|(n, _)| *n == 2) {
                    let found = fields(scope.octets()).filter(|(n, _)| *n == 2);
                    spans.extend(found.map(|(_, span)| read(span.octets())));
                }
            }
        }
        spans
    }
}

async fn serve(mut stream: TcpStream, manner: Manner, posted: Arc<Mutex<Vec<Posted>>>) {
    let mut octets = Vec::new();
    loop {
        let mut part = [0; 4096];
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return,
            Ok(n) => octets.extend_from_slice(&part[..n]),
        }
        let Some(end) = octets.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&octets[..end]).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().expect("a length"))
        });
        let body = &octets[end + 4..];
        if body.len() < length.unwrap_or(0) {
            continue;
        }
        let body = body.to_vec();
        posted.lock().expect("no panic").push(Posted { head, body });
        if manner == Manner::Hangs {
            return std::future::pending().await;
        }
        let answer =
            b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        let _ = stream.write_all(answer).await;
        return;
    }
}

/// A field of a message: its octets, or its number.
enum Field<'a> {
    Octets(&'a [u8]),
    Number(u64),
}

impl<'a> Field<'a> {
    fn octets(&self) -> &'a [u8] {
        match self {
            Self::Octets(octets) => octets,
            Self::Number(_) => panic!("a number where a message should be"),
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.octets().to_vec()).expect("UTF-8")
    }

    fn hex(&self) -> String {
        crate::crowd::hex(self.octets())
    }
}

/// The fields of a message of Protocol Buffers, by number.
fn fields(mut octets: &[u8]) -> impl Iterator<Item = (u64, Field<'_>)> {
    std::iter::from_fn(move || {
        let key = (!octets.is_empty()).then(|| varint(&mut octets))?;
        let field = match key & 7 {
            0 => Field::Number(varint(&mut octets)),
            1 => Field::Octets(take(&mut octets, 8)),
            2 => {
                let length = usize::try_from(varint(&mut octets)).expect("a length");
                Field::Octets(take(&mut octets, length))
            }
            5 => Field::Octets(take(&mut octets, 4)),
            other => panic!("no such kind of field: {other}"),
        };
        Some((key >> 3, field))
    })
}

fn take<'a>(octets: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = octets.split_at(length);
    *octets = rest;
    taken
}

fn varint(octets: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let octet = take(octets, 1)[0];
        number |= u64::from(octet & 0x7f) << shift;
        if octet & 0x80 == 0 {
            break;
        }
    }
    number
}

/// `opentelemetry.proto.trace.v1.Span`.
fn read(octets: &[u8]) -> Span {
    let mut span = Span::default();
    for (number, field) in fields(octets) {
        match number {
            1 => span.trace = field.hex(),
            2 => span.id = field.hex(),
            3 => span.state = field.text(),
            4 => span.parent = field.hex(),
            5 => span.name = field.text(),
            9 => span.attributes.extend([attribute(field.octets())]),
            13 => {
                let of_link = fields(field.octets()).filter(|(n, _)| *n == 2);
                span.links.extend(of_link.map(|(_, id)| id.hex()));
            }
            _ => {}
        }
    }
    span
}

/// A key and its value, whichever of the kinds that we send.
fn attribute(octets: &[u8]) -> (String, String) {
    let (mut key, mut value) = (String::new(), String::new());
    for (number, field) in fields(octets) {
        match number {
            1 => key = field.text(),
            _ => {
                for (kind, field) in fields(field.octets()) {
                    value = match (kind, field) {
                        (1, text) => text.text(),
                        (_, Field::Number(number)) => number.to_string(),
                        _ => panic!("a kind of value that we do not send"),
                    };
                }
            }
        }
    }
    (key, value)
}
