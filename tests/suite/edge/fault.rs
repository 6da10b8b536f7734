//! Whose turn it is on a connection: clients may take only so long over a head, every time anew, and
//! the server as long as it needs; and idle connections end when the server does.
//!
//! The waits are those of slow clients and of a slow service: the time-outs of connections are in
//! real time. That something is cut off too early is what is held; how late, only generously.

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use poem::{Body, Endpoint, Request, Response};
use samverkan_service::server::{AtOnce, Patience, serve};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

/// How long clients have.
const HEAD: Duration = Duration::from_millis(1500);
/// Long enough for anything that is to happen at once.
const SOON: Duration = Duration::from_secs(5);

/// Answers `/ready` at once, `/slow` with a head and a body that each take longer than clients have,
/// and all else in the usual way.
struct Both;

impl AtOnce for Both {
    fn at_once(&self, request: &hyper::Request<Incoming>) -> Option<hyper::Response<Full<Bytes>>> {
        let ready = request.uri().path() == "/ready";
        ready.then(|| hyper::Response::new(Full::from("done")))
    }
}

impl Endpoint for Both {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if request.uri().path() != "/slow" {
            return Ok(Response::builder().body("done"));
        }
        sleep(HEAD * 3 / 2).await;
        let (mut writing, reading) = tokio::io::duplex(16);
        tokio::spawn(async move {
            writing.write_all(b"half ").await.unwrap();
            sleep(HEAD * 3 / 2).await;
            writing.write_all(b"done").await.unwrap();
        });
        Ok(Response::builder().body(Body::from_async_read(reading)))
    }
}

struct Server {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

async fn start(head: Duration) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let patience = Patience {
        head,
        ..Patience::default()
    };
    let running = tokio::spawn(serve(listener, Both, patience, async {
        let _ = stopped.await;
    }));
    Server {
        address,
        stop,
        running,
    }
}

/// Asks, and waits until the answer is there to its end.
async fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    while !answer.trim_end_matches("\r\n0\r\n\r\n").ends_with("done") {
        let mut octets = [0; 256];
        let count = timeout(SOON, stream.read(&mut octets)).await;
        let count = count.expect("an answer in time").unwrap();
        assert!(count > 0, "{path}: cut off after {answer:?}");
        answer.push_str(std::str::from_utf8(&octets[..count]).unwrap());
    }
    // The end of a body in chunks may come by itself.
    let _ = timeout(Duration::from_millis(20), stream.read(&mut [0; 16])).await;
}

/// Drips octets of a head, or says nothing, until the server hangs up.
async fn hung_up(stream: &mut TcpStream, drip: bool) {
    let ended = timeout(SOON, async {
        let mut octets = b"GET /ready HTTP/1.1\r\nx: "
            .iter()
            .chain([b'x'].iter().cycle());
        loop {
            if drip && stream.write_all(&[*octets.next().unwrap()]).await.is_err() {
                return;
            }
            let read = timeout(Duration::from_millis(5), stream.read(&mut [0; 64])).await;
            match read {
                Ok(Ok(0) | Err(_)) => return,
                Ok(Ok(_)) => panic!("an answer to nothing"),
                Err(_) => {}
            }
        }
    });
    ended.await.expect("the connection is closed");
}

#[tokio::test]
async fn clients_have_their_time_with_every_request_anew() {
    let server = start(HEAD).await;
    for path in ["/ready", "/usual"] {
        for drip in [false, true] {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            for _ in 0..4 {
                sleep(HEAD * 2 / 5).await;
                ask(&mut stream, path).await;
            }
            let answered = Instant::now();
            hung_up(&mut stream, drip).await;
            let waited = answered.elapsed();
            assert!(waited + HEAD / 4 >= HEAD, "{path}: only {waited:?}");
        }
    }
}

#[tokio::test]
async fn the_server_takes_the_time_it_needs() {
    let server = start(HEAD).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    ask(&mut stream, "/slow").await;
    let answered = Instant::now();
    hung_up(&mut stream, false).await;
    let waited = answered.elapsed();
    assert!(waited + HEAD / 4 >= HEAD, "only {waited:?}");
}

#[tokio::test]
async fn idle_connections_end_with_the_server() {
    let server = start(Duration::from_mins(1)).await;
    let mut streams = Vec::new();
    for path in ["", "/ready", "/usual"] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        for _ in 0..3 {
            if !path.is_empty() {
                ask(&mut stream, path).await;
            }
        }
        streams.push(stream);
    }
    // Negative control: until then they stay.
    for stream in &mut streams {
        let early = timeout(Duration::from_millis(50), stream.read(&mut [0; 1])).await;
        assert!(early.is_err(), "closed early");
    }
    server.stop.send(()).unwrap();
    for stream in &mut streams {
        hung_up(stream, false).await;
    }
    timeout(SOON, server.running)
        .await
        .expect("it ends")
        .unwrap();
}
