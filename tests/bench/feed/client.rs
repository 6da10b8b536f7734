//! The client: one thread that keeps connections open and asks on each again when it has the answer.

use super::report::Answer;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

/// Where in the buffer an answer lies.
pub(crate) struct Reply {
    pub(crate) status: u16,
    head: usize,
    length: usize,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            buffer: vec![0; 1 << 16],
            filled: 0,
        }
    }

    pub(crate) fn send(&mut self, request: &[u8]) {
        self.stream.write_all(request).unwrap();
    }

    /// Waits for the answer, which replaces the one before.
    pub(crate) fn receive(&mut self) -> Reply {
        self.filled = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[self.filled..]).unwrap();
            assert!(read > 0, "hung up");
            self.filled += read;
            let text = &self.buffer[..self.filled];
            let Some(head) = text.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let status = std::str::from_utf8(&text[9..12]).unwrap().parse().unwrap();
            let length = match status {
                304 => 0,
                _ => self
                    .header(head, "content-length")
                    .unwrap()
                    .parse()
                    .unwrap(),
            };
            if self.filled >= head + 4 + length {
                return Reply {
                    status,
                    head,
                    length,
                };
            }
        }
    }

    fn header(&self, head: usize, name: &str) -> Option<&str> {
        let head = std::str::from_utf8(&self.buffer[..head]).unwrap();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The headers that say something of the calendar, with what they say unless every server has its
    /// own word for it.
    fn said(&self, reply: &Reply) -> BTreeMap<String, String> {
        let head = std::str::from_utf8(&self.buffer[..reply.head]).unwrap();
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .filter(|(name, _)| !["server", "date", "connection"].contains(&&**name))
            .map(|(name, value)| match &*name {
                "etag" | "last-modified" => (name, String::new()),
                _ => (name, value),
            })
            .collect()
    }

    pub(crate) fn etag(&self, reply: &Reply) -> &str {
        self.header(reply.head, "etag").unwrap()
    }

    pub(crate) fn body(&self, reply: &Reply) -> &[u8] {
        &self.buffer[reply.head + 4..][..reply.length]
    }
}

pub(crate) fn request(path: &str, tag: Option<&str>) -> Vec<u8> {
    let tag = tag.map_or_else(String::new, |tag| format!("if-none-match: {tag}\r\n"));
    let host = "host: localhost\r\nuser-agent: bench\r\naccept: text/calendar\r\n";
    format!("GET {path} HTTP/1.1\r\n{host}accept-encoding: gzip\r\n{tag}\r\n").into_bytes()
}

/// The headers of an answer.
pub(crate) fn said(address: SocketAddr, path: &str, answer: Answer) -> BTreeMap<String, String> {
    let mut connection = Connection::open(address);
    connection.send(&request(path, None));
    let reply = connection.receive();
    if answer == Answer::Whole {
        return connection.said(&reply);
    }
    let again = request(path, Some(connection.etag(&reply)));
    connection.send(&again);
    let reply = connection.receive();
    assert_eq!(reply.status, answer.status());
    connection.said(&reply)
}

/// What a client saw.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) answers: u64,
    pub(crate) seconds: f64,
    /// Waits (µs): half were shorter, and all but one in a hundred.
    pub(crate) half: f64,
    pub(crate) most: f64,
    /// Processor time of the server (s).
    pub(crate) busy: f64,
}

/// Runs a client as a process of its own, on the second processor.
pub(crate) fn spawn(
    address: SocketAddr,
    server: u32,
    paths: &Path,
    answer: Answer,
    connections: usize,
    time: Duration,
) -> Done {
    let output = Command::new("taskset")
        .args(["-c", "1"])
        .arg(env::current_exe().unwrap())
        .args(["client", &address.to_string()])
        .arg(paths)
        .arg(answer.status().to_string())
        .arg(connections.to_string())
        .arg(time.as_millis().to_string())
        .arg(server.to_string())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    Done {
        answers: told["answers"].as_u64().unwrap(),
        seconds: told["seconds"].as_f64().unwrap(),
        half: told["half"].as_f64().unwrap(),
        most: told["most"].as_f64().unwrap(),
        busy: told["busy"].as_f64().unwrap(),
    }
}

/// The process: asks for the calendars in turn, again and again, until the time is over.
pub(crate) fn run() {
    let mut arguments = env::args().skip(2);
    let mut next = || arguments.next().unwrap();
    let address: SocketAddr = next().parse().unwrap();
    let paths = fs::read_to_string(next()).unwrap();
    let status: u16 = next().parse().unwrap();
    let connections: usize = next().parse().unwrap();
    let time = Duration::from_millis(next().parse().unwrap());
    let server: u32 = next().parse().unwrap();
    let requests = requests(address, &paths, status == 304);
    let mut connections: Vec<_> = (0..connections)
        .map(|_| Connection::open(address))
        .collect();
    let mut asked = requests.iter().cycle();
    let mut send = |connection: &mut Connection| {
        connection.send(asked.next().unwrap());
        Instant::now()
    };
    let mut sent: Vec<Instant> = connections.iter_mut().map(&mut send).collect();
    let mut waits: Vec<u32> = Vec::with_capacity(1 << 20);
    let (started, before) = (Instant::now(), processor_seconds(server));
    while started.elapsed() < time {
        for (connection, sent) in connections.iter_mut().zip(&mut sent) {
            let reply = connection.receive();
            assert_eq!(reply.status, status);
            waits.push(u32::try_from(sent.elapsed().as_nanos()).unwrap_or(u32::MAX));
            *sent = send(connection);
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let busy = processor_seconds(server) - before;
    waits.sort_unstable();
    let at = |percent: usize| f64::from(waits[waits.len() * percent / 100]) / 1000.0;
    println!(
        "{}",
        json!({
            "answers": waits.len(), "seconds": seconds, "half": at(50), "most": at(99), "busy": busy,
        })
    );
}

/// One request a calendar. To be told that nothing has changed, one must know what one has: that
/// is asked first.
fn requests(address: SocketAddr, paths: &str, conditional: bool) -> Vec<Vec<u8>> {
    let mut connection = Connection::open(address);
    let mut request_for = |path: &str| {
        connection.send(&request(path, None));
        let reply = connection.receive();
        let tag = connection.etag(&reply);
        request(path, conditional.then_some(tag))
    };
    paths.lines().map(&mut request_for).collect()
}

/// Processor time a process has taken, its own and the kernel's for it (s): fields 14 and 15 of
/// proc(5), in hundredths.
fn processor_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let fields = fields.split(' ').skip(11).take(2);
    fields
        .map(|field| field.parse::<f64>().unwrap())
        .sum::<f64>()
        / 100.0
}
