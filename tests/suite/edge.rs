//! What every answer has, whatever happens; and callers who are slow, large or cut off.

mod fault;
mod unknown;

use harness::{Engine, TestDatabase, TestService, on_both_engines, problem, text};
use hyper::Method;
use poem::{Endpoint, Response, http::StatusCode};
use samverkan_service::{
    api::edge::{BODY_TIME, Edge},
    app::App,
    demo::http::Client,
    server::{AtOnce, Patience, serve},
};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
};

on_both_engines!(
    every_answer_has_the_headers,
    probes_answer,
    readyz_says_no_before_migration,
    bodies_beyond_the_limit_are_refused,
);

const HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    (
        "strict-transport-security",
        "max-age=31536000; includeSubDomains",
    ),
];

async fn every_answer_has_the_headers(engine: Engine) {
    let service = TestService::start(engine).await;
    for path in [
        "/healthz",
        "/api/v1/offerings",
        "/nowhere",
        "/api/v1/me",
        "/api/docs",
        "/problems/x",
    ] {
        let reply = service.anyone.get(path).await.unwrap();
        for (name, value) in HEADERS {
            assert_eq!(reply.header(name), value, "{path}");
        }
        assert!(
            reply
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(reply.header("x-request-id").len(), 36, "{path}");
    }
    let id = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    let get = async |given: &str| {
        service
            .anyone
            .send(Method::GET, "/nowhere", &[("x-request-id", given)], "")
            .await
            .unwrap()
    };
    let reply = get(id).await;
    assert_eq!(reply.header("x-request-id"), id);
    assert_eq!(
        text(&problem(Ok(reply)).2, "instance"),
        format!("urn:uuid:{id}")
    );
    for forged in ["x", "a\tb", "<script>"] {
        assert_ne!(get(forged).await.header("x-request-id"), forged);
    }
}

async fn probes_answer(engine: Engine) {
    let service = TestService::start(engine).await;
    let get = async |path: &str| service.anyone.get(path).await.unwrap();
    assert_eq!(get("/healthz").await.text(), "ok\n");
    assert_eq!(get("/readyz").await.text(), "ready\n");
    let metrics = get("/metrics").await.text();
    assert!(metrics.contains("http_requests_total{"), "{metrics}");
    let page = get("/problems/not-found").await.text();
    assert!(page.contains("<h1>not-found</h1>") && page.contains("lang=\"sv\""));
    assert!(
        !get("/problems/%3Cscript%3E")
            .await
            .text()
            .contains("<script")
    );
    let docs = get("/api/docs").await.text();
    for outside in [
        "src=\"http",
        "src='http",
        "href=\"http",
        "src=\"//",
        "@import",
        "cdn.",
    ] {
        assert!(
            !docs.contains(outside),
            "/api/docs fetches from elsewhere: {outside}"
        );
    }
    let served: serde_json::Value = get("/api/openapi.json").await.json("").unwrap();
    assert_eq!(served, harness::contract::Contract::default().0);
    let head = service
        .anyone
        .send(Method::HEAD, "/api/v1/offerings", &[], "")
        .await
        .unwrap();
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert!(get("/robots.txt").await.text().contains("Disallow"));
    let security = get("/.well-known/security.txt").await.text();
    assert!(security.contains("Expires: 2027-05-2"), "{security}");
}

async fn readyz_says_no_before_migration(engine: Engine) {
    let service = TestService::start(engine).await;
    let empty = TestDatabase::create_empty(engine).await;
    let database = samverkan_service::store::Database::connect(&empty.url)
        .await
        .unwrap();
    let app = App {
        database: database.clone(),
        ..service.app.clone()
    };
    let server = Server::start(samverkan_service::api::endpoint(app), Patience::default()).await;
    let get = async |path: &str| server.client().get(path).await.unwrap().status.as_u16();
    assert_eq!((get("/readyz").await, get("/healthz").await), (503, 200));
    database.migrate().await.unwrap();
    assert_eq!(get("/readyz").await, 200);
    database.close().await;
    assert_eq!((get("/readyz").await, get("/healthz").await), (503, 200));
    let reply = server.client().get("/api/v1/offerings").await.unwrap();
    assert_eq!(reply.header("retry-after"), "5");
    assert_eq!(problem(Ok(reply)).1, "unavailable");
}

async fn bodies_beyond_the_limit_are_refused(engine: Engine) {
    const MOST: usize = 1024 * 1024;
    let service = TestService::start(engine).await;
    let json = [("content-type", "application/json")];
    let send = async |body: String| {
        service
            .admin
            .send(Method::POST, "/api/v1/packages", &json, body)
            .await
    };
    assert_eq!(problem(send(" ".repeat(MOST + 1)).await).1, "too-large");
    assert_eq!(
        problem(send(" ".repeat(MOST)).await).1,
        "bad-body",
        "just small enough to be read"
    );
    let length = "content-length: 99999999999\r\n";
    assert_eq!(raw(service.address, length, b"").await, 413);
    let mut chunks = Vec::new();
    for _ in 0..40 {
        chunks.extend(format!("8000\r\n{}\r\n", " ".repeat(0x8000)).bytes());
    }
    chunks.extend(b"0\r\n\r\n");
    assert_eq!(
        raw(service.address, "transfer-encoding: chunked\r\n", &chunks).await,
        413
    );
    let wrong = "content-length: x\r\n";
    assert_eq!(raw(service.address, wrong, b"").await, 400);
}

/// Posts by hand; gives the status of whatever is answered.
async fn raw(address: SocketAddr, headers: &str, body: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/packages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server may hang up before it has heard all.
    let _ = stream.write_all(body).await;
    status_of(&mut stream).await
}

async fn status_of(stream: &mut TcpStream) -> u16 {
    let mut answer = [0; 64];
    let length = stream.read(&mut answer).await.unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_default()
}

/// An endpoint that has nothing ready.
struct Patient<E>(E);

impl<E: Endpoint<Output = Response>> Endpoint for Patient<E> {
    type Output = Response;

    async fn call(&self, request: poem::Request) -> poem::Result<Response> {
        self.0.call(request).await
    }
}

impl<E> AtOnce for Patient<E> {}

/// A server of a test's own endpoint.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

impl Server {
    pub(super) async fn start(
        endpoint: impl Endpoint<Output = Response> + 'static,
        patience: Patience,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(serve(listener, Patient(endpoint), patience, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop: Some(stop),
            running,
        }
    }

    fn client(&self) -> Client {
        Client::new(format!("http://{}", self.address))
    }
}

const SHORT: Duration = Duration::from_millis(300);

fn edge<E: Endpoint>(service: &TestService, inner: E) -> Edge<E> {
    Edge {
        inner,
        app: service.app.clone(),
        routes: Arc::default(),
        body_time: SHORT,
    }
}

#[tokio::test]
async fn a_panic_is_answered_and_the_server_lives_on() {
    let service = TestService::start(Engine::Sqlite).await;
    let endpoint = poem::endpoint::make(|request: poem::Request| async move {
        assert!(request.uri().path() != "/panic", "secret detail");
        Ok::<_, poem::Error>(Response::builder().body("fine"))
    });
    let server = Server::start(edge(&service, endpoint), Patience::default()).await;
    let (status, code, value) = problem(server.client().get("/panic").await);
    assert_eq!((status, &*code), (500, "internal"));
    assert!(!value.to_string().contains("secret"));
    assert_eq!(server.client().get("/").await.unwrap().text(), "fine");
}

#[tokio::test]
async fn strange_framework_errors_are_problems_too() {
    let service = TestService::start(Engine::Sqlite).await;
    let endpoint = poem::endpoint::make(|_| async {
        Err::<Response, _>(poem::Error::from_string(
            "secret detail",
            StatusCode::IM_A_TEAPOT,
        ))
    });
    let server = Server::start(edge(&service, endpoint), Patience::default()).await;
    let (status, code, value) = problem(server.client().get("/").await);
    assert_eq!((status, &*code), (500, "internal"));
    assert!(!value.to_string().contains("secret"));
}

#[tokio::test]
async fn a_slow_head_is_cut_off() {
    let service = TestService::start(Engine::Sqlite).await;
    let patience = Patience {
        head: SHORT,
        ..Patience::default()
    };
    let endpoint = samverkan_service::api::endpoint(service.app.clone());
    let server = Server::start(endpoint, patience).await;
    for start in ["", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let started = Instant::now();
        // Drips an octet at a time, so that the connection is never idle.
        let mut octets = start.bytes().chain(std::iter::repeat(b'x'));
        loop {
            let octet = octets.next().unwrap();
            if start.is_empty() || stream.write_all(&[octet]).await.is_err() {
                break;
            }
            let mut answer = [0; 1];
            let pause = Duration::from_millis(5);
            if tokio::time::timeout(pause, stream.read(&mut answer))
                .await
                .is_ok()
            {
                break;
            }
        }
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest))
            .await
            .expect("the connection is closed");
        assert!(
            started.elapsed() + Duration::from_millis(50) >= SHORT,
            "{start:?}"
        );
    }
}

#[tokio::test]
async fn a_slow_body_is_cut_off() {
    let service = TestService::start(Engine::Sqlite).await;
    let endpoint = poem::endpoint::make_sync(|_| Response::builder().body("never"));
    let server = Server::start(edge(&service, endpoint), Patience::default()).await;
    assert_eq!(
        raw(server.address, "content-length: 10\r\n", b"[").await,
        408
    );
    assert!(
        BODY_TIME >= Duration::from_secs(5),
        "people on trains get their time"
    );
}

#[tokio::test]
async fn a_head_too_large_is_refused() {
    let service = TestService::start(Engine::Sqlite).await;
    let header = format!("x-large: {}\r\n", "x".repeat(400 * 1024));
    assert_eq!(raw(service.address, &header, b"").await, 431);
}

#[tokio::test]
async fn shutting_down_lets_requests_finish_and_takes_no_new_ones() {
    let (arrived, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (arrived_there, go_there) = (Arc::clone(&arrived), Arc::clone(&go));
    let endpoint = poem::endpoint::make(move |_| {
        let (arrived, go) = (Arc::clone(&arrived_there), Arc::clone(&go_there));
        async move {
            arrived.notify_one();
            go.notified().await;
            Ok::<_, poem::Error>(Response::builder().body("finished"))
        }
    });
    let mut server = Server::start(endpoint, Patience::default()).await;
    let client = server.client();
    let under_way = tokio::spawn(async move { client.get("/").await });
    arrived.notified().await;
    server.stop.take().unwrap().send(()).unwrap();
    // The listener is gone soon; until then the kernel may still shake hands.
    let deadline = Instant::now() + Duration::from_secs(5);
    while TcpStream::connect(server.address).await.is_ok() {
        assert!(Instant::now() < deadline, "new connections are still taken");
        tokio::task::yield_now().await;
    }
    assert!(!server.running.is_finished());
    go.notify_one();
    assert_eq!(under_way.await.unwrap().unwrap().text(), "finished");
    server.running.await.unwrap();
}

#[tokio::test]
async fn shutting_down_does_not_wait_for_ever() {
    let arrived = Arc::new(Notify::new());
    let there = Arc::clone(&arrived);
    let endpoint = poem::endpoint::make(move |_| {
        let arrived = Arc::clone(&there);
        async move {
            arrived.notify_one();
            std::future::pending::<poem::Result<Response>>().await
        }
    });
    let patience = Patience {
        grace: SHORT,
        ..Patience::default()
    };
    let mut server = Server::start(endpoint, patience).await;
    let client = server.client();
    let hanging = tokio::spawn(async move { client.get("/").await });
    arrived.notified().await;
    server.stop.take().unwrap().send(()).unwrap();
    let waited = tokio::time::timeout(Duration::from_secs(5), server.running).await;
    assert!(waited.is_ok(), "it gives up");
    hanging.abort();
}
