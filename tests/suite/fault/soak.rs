//! Hours of ordinary days: what the service holds of memory and files must not grow (F16). `tests/run` does some seconds of
//! it, to know that it works; `just soak` as many minutes as one has.

use super::{folder, machine::change, number, tell};
use harness::{
    Client, Engine, Reply, TestDatabase,
    binary::Folder,
    calendar::make_feed,
    ok, on_both_engines,
    served::{APPLY, CHANNEL, Served, free_port, prepare, program},
    text,
};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};
use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::time::{MissedTickBehavior, interval};

on_both_engines!(nothing_grows_by_and_by);

const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";
const SEATS: usize = 100;
const PEOPLE: usize = 400;
/// Of the memory that the middle fifth of the time has, the last may have so much more or less (hundredths): what is made when
/// it is first needed has been made by then. Of seconds nothing is learned but that it works.
const FLAT: (f64, f64) = (5.0, 50.0);
/// So many files more or less: connections to the database, which are opened as they are needed.
const CONNECTIONS: f64 = 8.0;
/// From so many minutes on it is a soak.
const LONG: u64 = 10;

/// What a process holds: memory (KiB) and open files.
fn held(service: &Served) -> (f64, f64) {
    let folder = format!("/proc/{}", service.pid());
    let status = fs::read_to_string(format!("{folder}/status")).expect("a process");
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let memory = memory.and_then(|line| line.split_whitespace().next());
    let memory = memory.and_then(|kib| kib.parse().ok()).expect("its memory");
    let files = fs::read_dir(format!("{folder}/fd")).expect("its files");
    (memory, files.fold(0.0, |count, _| count + 1.0))
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// What the middle and the last fifth of the samples hold, each by its median.
fn middle_and_last(samples: &[f64]) -> (f64, f64) {
    let fifth = samples.len() / 5;
    let last = samples[samples.len() - fifth..].to_vec();
    (median(samples[2 * fifth..3 * fifth].to_vec()), median(last))
}

fn is_flat(samples: &[f64], hundredths: f64) -> bool {
    let (middle, last) = middle_and_last(samples);
    (last - middle).abs() <= middle * hundredths / 100.0
}

/// Those who use the service, and where they are.
struct Days {
    anyone: Client,
    admin: Client,
    people: Vec<Client>,
    /// The application of each, while it stands.
    stands: Vec<Option<String>>,
    feed: String,
    seen: String,
    session: Value,
    turn: usize,
}

impl Days {
    async fn begin(anyone: Client, admin: Client, people: &[String]) -> Self {
        let new = json!({
            "title": "Seminarium 1", "starts": "2027-02-04T13:15", "ends": "2027-02-04T16:00",
            "mode": "campus", "place": "Sal 0",
        });
        let session = ok(admin.post(&format!("{OFFERING}/sessions"), &new).await);
        let session = session.get("session").cloned().unwrap_or(session);
        let offering = ok(admin.get(OFFERING).await);
        let (_, feed) = make_feed(&admin, "offering", &text(&offering, "id")).await;
        let tokens = people.iter();
        Self {
            people: tokens.map(|token| anyone.with_token(token)).collect(),
            stands: vec![None; people.len()],
            seen: String::new(),
            turn: 0,
            anyone,
            admin,
            feed,
            session,
        }
    }

    /// Somebody applies; or leaves who had applied, so that the next in the queue is called.
    async fn come_or_go(&mut self) -> Result<Reply, CallError> {
        let who = self.turn % self.people.len();
        let person = &self.people[who];
        let Some(application) = self.stands[who].take() else {
            let body = json!({ "channel": CHANNEL });
            let reply = person.post(APPLY, &body).await?;
            let receipt: Value = serde_json::from_slice(&reply.body).expect("a receipt");
            self.stands[who] = receipt["application"].as_str().map(str::to_owned);
            return Ok(reply);
        };
        let path = format!("/api/v1/applications/{application}");
        let tag = person.get(&path).await?.etag().to_owned();
        let path = format!("{path}/withdraw");
        let headers = [("if-match", &*tag)];
        person
            .send_json(Method::POST, &path, &headers, &json!({}))
            .await
    }

    /// The next thing that happens on an ordinary day.
    async fn next(&mut self) {
        self.turn += 1;
        let reply = match self.turn % 10 {
            0 => {
                change(
                    &self.admin,
                    &mut self.session,
                    &format!("Sal {}", self.turn),
                )
                .await;
                return;
            }
            1 => self.come_or_go().await,
            2 => self.anyone.get("/").await,
            3 => self.anyone.get("/kurser/SA123A-V9001V27").await,
            4 => self.admin.get("/api/v1/applications?limit=50").await,
            5 => self.admin.get("/api/v1/audit?limit=20").await,
            6 => {
                let email = format!("ny{}@example.org", self.turn % 977);
                let asked = json!({ "email": email, "language": "sv" });
                self.anyone.post("/api/v1/sign-ins", &asked).await
            }
            _ => {
                let seen = [("if-none-match", &*self.seen)];
                let reply = self.anyone.send(Method::GET, &self.feed, &seen, "").await;
                let reply = reply.expect("an answer");
                assert!(
                    [200, 304].contains(&reply.status.as_u16()),
                    "{}",
                    reply.text()
                );
                self.seen = reply.etag().to_owned();
                return;
            }
        };
        let reply = reply.expect("an answer");
        assert!(
            reply.status.is_success(),
            "{} {}",
            reply.status,
            reply.text()
        );
    }
}

/// The service, and an administrator's client of it.
async fn start(url: &str, place: &Folder) -> (Served, Client) {
    let port = free_port();
    let mut made = program(&place.0, url, port);
    let made = made.args(["token", "--days", "90"]).stdout(Stdio::piped());
    let token = String::from_utf8(made.output().expect("the binary").stdout).expect("a token");
    let mut command = program(&place.0, url, port);
    command
        .arg("serve")
        // All come from one address here.
        .env("SAMVERKAN_APPLICATIONS_PER_ADDRESS", "0")
        // What the kernel rounds up to pages of 2 MiB, at times of its own, is nothing that is used.
        .env("MIMALLOC_ALLOW_THP", "0");
    let mut service = Served::of(&mut command, port);
    service.ready().await;
    let admin = service.client().with_token(token.trim());
    (service, admin)
}

async fn nothing_grows_by_and_by(engine: Engine) {
    let minutes = number("SAMVERKAN_TEST_MINUTES", 0);
    let rate = number("SAMVERKAN_TEST_RATE", if minutes == 0 { 40 } else { 5 });
    let whole = Duration::from_secs(if minutes == 0 { 5 } else { minutes * 60 });
    let database = TestDatabase::create(engine).await;
    let people = prepare(&database.url, SEATS, PEOPLE).await;
    let place = folder();
    let (mut service, admin) = start(&database.url, &place).await;
    let mut days = Days::begin(service.client(), admin, &people).await;
    let (mut memory, mut files, mut slow) = (Vec::new(), Vec::new(), Vec::new());
    let mut beat = interval(Duration::from_secs(1) / u32::try_from(rate).expect("a rate"));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (since, mut looked) = (Instant::now(), Instant::now());
    while since.elapsed() < whole {
        beat.tick().await;
        let asked = Instant::now();
        days.next().await;
        slow.push(asked.elapsed().as_secs_f64() * 1e3);
        if looked.elapsed() >= whole / 200 {
            looked = Instant::now();
            let (kib, count) = held(&service);
            memory.push(kib);
            files.push(count);
        }
    }
    slow.sort_by(f64::total_cmp);
    let (middle, last) = middle_and_last(&memory);
    tell(&format!(
        "{engine:?}: {} requests in {} s; memory {middle:.0} to {last:.0} KiB; files {:?}; half within {:.1} ms, 99 of 100 \
         within {:.1} ms",
        days.turn,
        since.elapsed().as_secs(),
        middle_and_last(&files),
        slow[slow.len() / 2],
        slow[slow.len() * 99 / 100],
    ));
    let flat = if minutes < LONG { FLAT.1 } else { FLAT.0 };
    assert!(is_flat(&memory, flat), "memory (KiB): {memory:?}");
    let (middle, last) = middle_and_last(&files);
    assert!((last - middle).abs() <= CONNECTIONS, "files: {files:?}");
    let verified = ok(days.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verified["sound"], true, "{verified}");
    service.stop().await;
}

#[test]
fn negative_control_what_grows_is_found() {
    let grows: Vec<f64> = (0_u32..200).map(|n| 100.0 + f64::from(n) / 5.0).collect();
    assert!(!is_flat(&grows, FLAT.0));
    let shrinks: Vec<f64> = grows.iter().rev().copied().collect();
    assert!(!is_flat(&shrinks, FLAT.0));
    let waves: Vec<f64> = (0_u32..200).map(|n| 100.0 + f64::from(n % 4)).collect();
    assert!(is_flat(&waves, FLAT.0));
}
