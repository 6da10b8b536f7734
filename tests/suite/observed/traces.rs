//! Traces, sent by the service's own program to a collector on this machine.

use harness::{
    Client, Engine, TestDatabase,
    binary::{Folder, binary},
    collector::{Collector, Manner, Posted, Span},
    instance::Instance,
    ok,
    served::{APPLY, CHANNEL, Served, free_port, prepare, program},
};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::json;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";
/// What nobody but the service is to know, as it stands in requests below.
const SECRETS: [&str; 6] = [
    "hemlig-i-adressen",
    "19900101-2384",
    "199001012384",
    "hemligt-tillstånd",
    "hemligt-tillst",
    "hemlig-agent",
];

/// A word that is made to get out, to see that the look below finds it.
const ADDED: &str = "tillagt-av-maskinen";

/// Which of these words stand anywhere in what was sent, in heads or bodies.
fn found<'w>(words: &[&'w str], posted: &[Posted]) -> Vec<&'w str> {
    let stands = |word: &&&str| {
        let stands_in = |octets: &[u8]| {
            octets
                .windows(word.len())
                .any(|here| here.eq_ignore_ascii_case(word.as_bytes()))
        };
        posted
            .iter()
            .any(|posted| stands_in(posted.head.as_bytes()) || stands_in(&posted.body))
    };
    words.iter().filter(stands).copied().collect()
}

fn folder() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).expect("a folder");
    folder
}

fn traced(folder: &Path, url: &str, port: u16, collector: &str) -> Command {
    let mut command = program(folder, url, port);
    command
        .env("SAMVERKAN_OTLP_ENDPOINT", collector)
        .arg("serve");
    command
}

#[track_caller]
fn one<'s>(spans: &'s [Span], name: &str) -> &'s Span {
    let mut fit = spans.iter().filter(|span| span.name == name);
    let names: Vec<_> = spans.iter().map(|span| &span.name).collect();
    fit.next()
        .unwrap_or_else(|| panic!("no {name} among {names:?}"))
}

/// Requests that hold what must not get out, in all the places where it may stand.
async fn ask_with_secrets(nobody: &Client, admin: &Client) {
    let get = async |path: &str| nobody.get(path).await.expect("an answer").status.as_u16();
    let paths = [
        "/svar/hemlig-i-adressen",
        "/kvitto/hemlig-i-adressen",
        "/calendar/hemlig-i-adressen",
        "/calendar/hemlig-i-adressen.ics",
        "/api/v1/answers/hemlig-i-adressen",
        "/logga-in/lank/hemlig-i-adressen",
        "/nothing/hemlig-i-adressen/19900101-2384",
        "/api/v1/people?q=199001012384",
    ];
    for path in paths {
        assert!(get(path).await >= 300, "{path}");
    }
    let headers = [
        ("traceparent", "00-hemlig-agent-01"),
        ("tracestate", "v=hemligt-tillst"),
        ("baggage", "v=hemligt-tillst"),
        ("user-agent", "hemlig-agent"),
    ];
    let sent = nobody.send(Method::GET, "/healthz", &headers, "").await;
    assert_eq!(sent.expect("an answer").text(), "ok\n");
    let listed = admin.get("/api/v1/people").await.expect("an answer").text();
    assert!(listed.contains("Förnamn0"), "{listed}");
    let sign_in = json!({ "email": "crowd0@example.org", "language": "sv" });
    ok(nobody.post("/api/v1/sign-ins", &sign_in).await);
}

async fn spans_arrive_with_their_parents_and_nothing_secret(engine: Engine) {
    let database = TestDatabase::create(engine).await;
    let tokens = prepare(&database.url, 10, 3).await;
    let instance = Instance::on(&database.url).await;
    let staff = harness::token(&instance.app, Role::Administrator).await;
    let collector = Collector::start(Manner::Takes).await;
    let folder = folder();
    let keys = folder.0.join("headers");
    fs::write(&keys, "# the collector's\nX-Key: the collector's key\n").expect("a file");
    let (port, address) = (free_port(), format!("http://{}", collector.address));
    let mut command = traced(&folder.0, &database.url, port, &address);
    let added = format!("deployment.environment={ADDED}");
    command
        .env("SAMVERKAN_OTLP_HEADERS_FILE", &keys)
        .env("OTEL_RESOURCE_ATTRIBUTES", added);
    let mut service = Served::of(&mut command, port);
    service.ready().await;
    let client = service.client().with_token(&tokens[0]);
    let (traceparent, state) = (format!("00-{TRACE}-{PARENT}-01"), "v=hemligt-tillst");
    let headers = [("traceparent", &*traceparent), ("tracestate", state)];
    let wish = json!({ "channel": CHANNEL });
    ok(client.send_json(Method::POST, APPLY, &headers, &wish).await);
    let admin = service.client().with_token(&staff);
    ask_with_secrets(&service.client(), &admin).await;
    letters(&folder.0).await;
    service.stop().await;

    let (posted, spans) = (collector.posted(), collector.spans());
    let request = one(&spans, "POST /api/v1/offerings/:param0/applications");
    let (trace, parent) = (&*request.trace, &*request.parent);
    assert_eq!((trace, parent), (TRACE, PARENT), "{request:?}");
    assert_eq!(request.attributes["http.response.status_code"], "201");
    assert_eq!(request.attributes["http.request.method"], "POST");
    let batch = one(&spans, "enrolment batch");
    let (trace, parent) = (&*batch.trace, &*batch.parent);
    assert_eq!((trace, parent), (TRACE, &*request.id), "{batch:?}");
    assert_eq!(batch.attributes["samverkan.requests"], "1");
    let write = spans.iter().find(|span| span.parent == batch.id);
    let write = write.expect("the batch's transaction");
    assert_eq!(write.attributes["db.outcome"], "committed", "{write:?}");
    let letter = one(&spans, "letter");
    assert_eq!(letter.attributes["samverkan.outcome"], "delivered");
    assert!(letter.parent.is_empty(), "{letter:?}");
    // A parent that is none is none; an address that fits no route has no name.
    assert!(one(&spans, "GET /healthz").parent.is_empty());
    assert_eq!(
        one(&spans, "GET").attributes["http.response.status_code"],
        "404"
    );
    assert!(spans.iter().all(|span| span.state.is_empty()));

    assert!(
        posted
            .iter()
            .all(|one| one.head.starts_with("POST /v1/traces "))
    );
    let told = |one: &Posted| one.head.contains("the collector's key");
    assert!(
        posted.iter().all(told),
        "the file's header goes with every batch"
    );
    let mut secrets = SECRETS.to_vec();
    secrets.extend(tokens.iter().map(String::as_str));
    secrets.extend([&*staff, "Förnamn0", "crowd0@example.org"]);
    assert_eq!(found(&secrets, &posted), Vec::<&str>::new());
    // The look would find them: it finds what is there, and what the machine's owner has had added.
    let there = ["/kvitto/", "enrolment batch", "samverkan.requests", ADDED];
    assert_eq!(found(&there, &posted), there);
}

/// Waits until letters have gone.
async fn letters(folder: &Path) {
    let since = Instant::now();
    while fs::read_dir(folder.join("mail")).map_or(0, Iterator::count) == 0 {
        assert!(since.elapsed() < Duration::from_secs(20), "no letter goes");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

harness::on_both_engines!(spans_arrive_with_their_parents_and_nothing_secret);

/// Asks for a while, and stops; gives what the service said, how long the slowest answer and stopping took.
async fn with_collector(address: &str) -> (String, Duration, Duration) {
    let database = TestDatabase::create(Engine::Sqlite).await;
    let (folder, port) = (folder(), free_port());
    let log = folder.0.join("log");
    let mut command = traced(&folder.0, &database.url, port, address);
    let to = fs::File::create(&log).expect("a file");
    command.env("SAMVERKAN_LOG", "warn").stderr(Stdio::from(to));
    let mut service = Served::of(&mut command, port);
    service.ready().await;
    let (client, mut slowest) = (service.client(), Duration::ZERO);
    // More than the library keeps at all.
    for _ in 0..3_000 {
        let asked = Instant::now();
        assert_eq!(client.get("/healthz").await.expect("an answer").status, 200);
        slowest = slowest.max(asked.elapsed());
    }
    let asked = Instant::now();
    service.stop().await;
    let said = fs::read_to_string(log).expect("what it said");
    (said, slowest, asked.elapsed())
}

#[tokio::test]
async fn a_collector_that_is_gone_or_hangs_costs_one_warning() {
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let hanging = Collector::start(Manner::Hangs).await;
    for address in [nobody, format!("http://{}", hanging.address)] {
        let (said, slowest, stopping) = with_collector(&address).await;
        let warned = said.matches("the collector takes no traces").count();
        assert_eq!(warned, 1, "{said}");
        assert!(slowest < Duration::from_secs(2), "{slowest:?}");
        assert!(stopping < Duration::from_secs(12), "{stopping:?}");
    }
    assert!(!hanging.posted().is_empty(), "it was asked");
}

#[test]
fn wrong_settings_are_named_and_not_repeated() {
    let folder = folder();
    let keys = folder.0.join("headers");
    fs::write(&keys, "X-Key: fits\nhemlig nyckel\n").expect("a file");
    let output = Command::new(binary("samverkan-service"))
        .arg("check")
        .current_dir(&folder.0)
        .env("SAMVERKAN_OTLP_ENDPOINT", "http://u:hemlig@collector:4318")
        .env("SAMVERKAN_OTLP_HEADERS_FILE", &keys)
        .env("SAMVERKAN_OTLP_PERCENT", "101")
        .output()
        .expect("the binary");
    let said = String::from_utf8_lossy(&output.stdout);
    for name in [
        "otlp_endpoint: ",
        "otlp_headers_file: line 2",
        "otlp_percent: ",
    ] {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert!(
        !output.status.success() && !said.contains("hemlig"),
        "{said}"
    );
}
