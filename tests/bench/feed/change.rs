//! A session of thousands moves to another room: how soon do their calendars say so?

use super::{
    client::{Connection, request},
    stage::Feeds,
};
use flate2::read::GzDecoder;
use serde_json::json;
use std::{
    io::Read as _,
    io::Write as _,
    net::{SocketAddr, TcpStream},
    time::Instant,
};

/// Where the session goes.
const PLACE: &str = "Långhuset L9999";

pub(crate) struct Changed {
    /// Calendars that show the session.
    pub(crate) feeds: usize,
    /// From the change's answer to the first calendar that says it (ms).
    pub(crate) first: f64,
    /// Each calendar's next answer (ms): half, all but one in a hundred, the longest.
    pub(crate) half: f64,
    pub(crate) most: f64,
    pub(crate) longest: f64,
}

impl Changed {
    pub(crate) fn line(&self) -> String {
        format!(
            "A change for {} feeds: first after {:.1} ms; an answer {:.2} ms, p99 {:.2} ms, longest {:.1} ms",
            self.feeds, self.first, self.half, self.most, self.longest
        )
    }
}

/// Moves the session over the API, then asks for every calendar that shows it, one after the other.
/// Each answer must say where it is now.
pub(crate) fn measure(token: &str, feeds: &Feeds, address: SocketAddr) -> Changed {
    let affected = &feeds.paths[..feeds.paths.len() / 2];
    let mut connection = Connection::open(address);
    for path in affected {
        connection.send(&request(path, None));
        connection.receive();
    }
    reschedule(token, feeds, address);
    let changed = Instant::now();
    let mut first = None;
    let mut waits = Vec::new();
    for path in affected {
        let sent = Instant::now();
        connection.send(&request(path, None));
        let reply = connection.receive();
        waits.push(sent.elapsed().as_secs_f64() * 1000.0);
        first.get_or_insert_with(|| changed.elapsed().as_secs_f64() * 1000.0);
        let mut text = String::new();
        GzDecoder::new(connection.body(&reply))
            .read_to_string(&mut text)
            .unwrap();
        assert!(text.contains(PLACE), "{path} does not say where");
    }
    waits.sort_by(f64::total_cmp);
    let at = |percent: usize| waits[(waits.len() * percent / 100).min(waits.len() - 1)];
    Changed {
        feeds: affected.len(),
        first: first.unwrap(),
        half: at(50),
        most: at(99),
        longest: at(100),
    }
}

fn reschedule(token: &str, feeds: &Feeds, address: SocketAddr) {
    let body = json!({ "place": PLACE }).to_string();
    let path = format!("/api/v1/sessions/{}", feeds.session);
    let answer = call(
        address,
        &format!(
            "PATCH {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nif-match: \"1\"\r\n\
             authorization: Bearer {token}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

fn call(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
