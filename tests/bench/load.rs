//! The load: connections that are kept open, each sending a request when the last is answered.

use harness::crowd::Acknowledged;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// What is sent, by whom and for how long.
pub(crate) struct Run {
    pub(crate) address: SocketAddr,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) key: String,
    pub(crate) connections: usize,
    pub(crate) longest: Duration,
}

/// What came of it.
pub(crate) struct Done {
    pub(crate) answers: Vec<Acknowledged>,
    pub(crate) elapsed: Duration,
}

/// Lets everybody ask once, or as many as there is time for.
pub(crate) async fn run(run: Run, tokens: &[String]) -> Done {
    let requests: Vec<Vec<u8>> = tokens.iter().map(|token| run.request(token)).collect();
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let mut connections = Vec::new();
    for _ in 0..run.connections {
        let stream = TcpStream::connect(run.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        connections.push(stream);
    }
    let mut tasks = JoinSet::new();
    let started = Instant::now();
    let until = started + run.longest;
    for mut stream in connections {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        tasks.spawn(async move {
            let (mut answers, mut buffer) = (Vec::new(), Vec::with_capacity(4096));
            while Instant::now() < until {
                let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let sent = Instant::now();
                stream.write_all(request).await.unwrap();
                let number = answer(&mut stream, &mut buffer).await;
                answers.push(Acknowledged {
                    sent,
                    answered: Instant::now(),
                    number,
                });
            }
            answers
        });
    }
    let answers = tasks.join_all().await.concat();
    let last = answers.iter().map(|answer| answer.answered).max();
    Done {
        elapsed: last.map_or(Duration::ZERO, |last| last - started),
        answers,
    }
}

impl Run {
    fn request(&self, token: &str) -> Vec<u8> {
        let Self {
            path, body, key, ..
        } = self;
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\nidempotency-key: {key}\r\n\
             content-length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

/// Reads one answer; gives the number on the reserve list, 0 for a seat.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> i64 {
    buffer.clear();
    loop {
        assert!(stream.read_buf(buffer).await.unwrap() > 0, "hung up");
        let Some(head) = position(buffer, b"\r\n\r\n") else {
            continue;
        };
        let text = std::str::from_utf8(&buffer[..head]).unwrap();
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.expect("a length").parse().unwrap();
        if buffer.len() < head + 4 + length {
            continue;
        }
        let body = std::str::from_utf8(&buffer[head + 4..]).unwrap();
        assert!(text.starts_with("HTTP/1.1 201"), "{text}\n{body}");
        let number = body
            .split_once("\"reserve_position\":")
            .map_or("0", |(_, rest)| rest);
        let end = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        return number[..end].parse().unwrap();
    }
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
