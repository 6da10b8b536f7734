//! What the tests start and speak to: a real service on a free port with a database of its own,
//! a clock that stands still until it is moved, and mail kept in memory.

pub mod answering;
pub mod asking;
pub mod binary;
pub mod browser;
pub mod browsing;
pub mod calendar;
pub mod cluster;
pub mod collector;
pub mod contract;
pub mod crowd;
pub mod database;
pub mod dump;
pub mod fresh;
pub mod hostile;
pub mod instance;
pub mod machine;
pub mod office;
pub mod proxy;
pub mod round;
pub mod served;
pub mod sheet;
pub mod sink;
pub mod sql;
pub mod subscription;
pub mod term;
pub mod terminal;

pub use database::{Engine, TestDatabase};
pub use samverkan_service::demo::{
    http::{Client, Reply},
    mailbox::code_in,
};

use jiff::Timestamp;
use samverkan_service::{
    app::{App, Guards},
    fetch::{self, Fetcher},
    jobs,
    mail::{Mailer, memory::Kept},
    seeds::Seeds,
    server,
    store::Database,
    usecase::{
        Role,
        access::{TokenRequest, create_token_offline},
        registers,
    },
};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::oneshot};

/// Makes one test, `case::sqlite`, of each `async fn case(engine: Engine)`: for what only looks at pages, which are the
/// same whichever engine is behind them. What people do on them is tried on both.
#[macro_export]
macro_rules! on_sqlite {
    ($($case:ident),+ $(,)?) => {$(
        mod $case {
            #[tokio::test]
            async fn sqlite() {
                Box::pin(super::$case($crate::Engine::Sqlite)).await;
            }
        }
    )+};
}

/// Makes two tests, `case::sqlite` and `case::postgres`, of each `async fn case(engine: Engine)`.
/// With `threads N:` in front they get a runtime of as many threads.
#[macro_export]
macro_rules! on_both_engines {
    (threads $threads:literal: $($case:ident),+ $(,)?) => {$(
        mod $case {
            #[tokio::test(flavor = "multi_thread", worker_threads = $threads)]
            async fn sqlite() {
                Box::pin(super::$case($crate::Engine::Sqlite)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = $threads)]
            async fn postgres() {
                Box::pin(super::$case($crate::Engine::Postgres)).await;
            }
        }
    )+};
    ($($case:ident),+ $(,)?) => {$(
        mod $case {
            #[tokio::test]
            async fn sqlite() {
                Box::pin(super::$case($crate::Engine::Sqlite)).await;
            }

            #[tokio::test]
            async fn postgres() {
                Box::pin(super::$case($crate::Engine::Postgres)).await;
            }
        }
    )+};
}

/// When tests take place unless they say otherwise: a Monday in the middle of an admission round.
pub const NOW: &str = "2026-11-23T09:00:00Z";

/// Asks this machine too, and waits for nobody long.
pub fn fetcher() -> Fetcher {
    let quarter = Duration::from_millis(250);
    Fetcher::new(true).with_patience(fetch::Patience {
        connect: quarter,
        whole: 4 * quarter,
    })
}

/// A service on a database of its own. Stops when dropped.
pub struct TestService {
    pub app: App,
    pub address: SocketAddr,
    /// Nobody signed in.
    pub anyone: Client,
    /// An administrator.
    pub admin: Client,
    /// The protected-identity officer.
    pub officer: Client,
    _stop: oneshot::Sender<()>,
    database: TestDatabase,
}

impl TestService {
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, Guards::default()).await
    }

    /// Starts with some guards off: for negative controls only.
    pub async fn start_with(engine: Engine, guards: Guards) -> Self {
        let test_database = TestDatabase::create(engine).await;
        let database = Database::connect(&test_database.url)
            .await
            .expect("database");
        database.migrate().await.expect("migrations");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("free port");
        let address = listener.local_addr().expect("address");
        let public_url = format!("http://{address}");
        let mailer = Arc::new(Mailer::Memory(fresh::mailer(&public_url)));
        let app = App {
            guards,
            ..fresh::app(database, mailer, Seeds::default(), &public_url)
        };
        registers::ensure_professions(&app)
            .await
            .expect("professions");
        let (stop, stopped) = oneshot::channel();
        let endpoint = samverkan_service::api::endpoint(app.clone());
        let patience = server::Patience::default();
        tokio::spawn(server::serve(listener, endpoint, patience, async {
            let _ = stopped.await;
        }));
        let anyone = Client::new(format!("http://{address}"));
        let admin = anyone.with_token(token(&app, Role::Administrator).await);
        let officer = anyone.with_token(token(&app, Role::Officer).await);
        Self {
            app,
            address,
            anyone,
            admin,
            officer,
            _stop: stop,
            database: test_database,
        }
    }

    /// A client with a token of this role.
    pub async fn staff(&self, role: Role) -> Client {
        self.anyone.with_token(token(&self.app, role).await)
    }

    /// A client with a token of who answers for this programme.
    pub async fn answers_for(&self, programme: &str) -> Client {
        let new = json!({
            "name": "p", "role": "programme_responsible", "days": 1, "programmes": [programme],
        });
        let made = ok(self.admin.post("/api/v1/tokens", &new).await);
        self.anyone.with_token(text(&made, "token"))
    }

    /// A new token of an administrator, for who needs the text of it.
    pub async fn admin_token(&self) -> String {
        token(&self.app, Role::Administrator).await
    }

    /// Does the background work that is due now.
    pub async fn tick(&self) -> jobs::Done {
        jobs::follow(&self.app).await.expect("a database");
        jobs::tick(&self.app).await.expect("a tick")
    }

    /// Moves the clock on.
    pub fn advance(&self, seconds: i64) {
        self.app.clock.advance(seconds);
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Mail delivered so far. Call [`Self::tick`] first.
    pub fn mail(&self) -> Vec<Kept> {
        match &*self.app.mailer {
            Mailer::Memory(memory) => memory.kept(),
            _ => unreachable!("tests keep mail in memory"),
        }
    }

    /// Signs a person in by mailed code, as the person would; gives the person's client and id.
    pub async fn sign_in(&self, email: &str) -> (Client, String) {
        let asked = json!({ "email": email, "language": "sv" });
        let started = ok(self.anyone.post("/api/v1/sign-ins", &asked).await);
        self.tick().await;
        let code = self.last_code(email);
        let id = text(&started, "id");
        let answer = json!({ "secret": text(&started, "secret"), "code": code });
        let path = format!("/api/v1/sign-ins/{id}/confirm");
        let signed_in = ok(self.anyone.post(&path, &answer).await);
        (
            self.anyone.with_token(text(&signed_in, "token")),
            text(&signed_in, "person"),
        )
    }

    /// The latest code mailed to this address. (A code overtakes letters that wait: the last letter
    /// may be another.)
    pub fn last_code(&self, email: &str) -> String {
        let mail = self.mail();
        let mut to_them = mail.iter().rev().filter(|kept| kept.to_address == email);
        let code = to_them.find_map(|kept| code_in(&kept.body));
        code.expect("a mail with a code to the address")
    }

    /// A person with a name and a profession, signed in.
    pub async fn participant(&self, n: usize, profession: &str) -> (Client, String) {
        let (client, person) = self.sign_in(&format!("person{n}@example.org")).await;
        let profile = json!({
            "given_name": format!("Förnamn{n}"), "family_name": format!("Efternamn{n}"),
            "profession": profession,
        });
        let reply = client
            .send_json(hyper::Method::PATCH, "/api/v1/me", &[], &profile)
            .await;
        ok(reply);
        (client, person)
    }

    /// The demonstration course with one offering, `SA123A-V9001V27`; gives the offering's id.
    pub async fn offering(&self) -> String {
        ok(self
            .admin
            .post(
                "/api/v1/courses",
                &json!({
                    "code": "SA123A", "title_sv": "Samverkan för att främja skolnärvaro",
                    "title_en": "Collaboration to Promote School Attendance", "credits_tenths": 150,
                    "level": "A1N", "main_field": "Socialt arbete", "source": "test", "demo": true,
                }),
            )
            .await);
        let made = ok(self
            .admin
            .post(
                "/api/v1/offerings",
                &json!({
                    "course": "SA123A", "code": "SA123A-V9001V27", "term": "VT2027",
                    "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
                    "teaching": "mixed", "language": "sv", "cohort_size": 7, "demo_note": "test",
                }),
            )
            .await);
        text(&made, "id")
    }

    /// Adds a channel to the offering of [`Self::offering`].
    pub async fn channel(&self, kind: &str, code: &str, seats: i64) -> String {
        let made = ok(self
            .admin
            .post(
                "/api/v1/offerings/SA123A-V9001V27/channels",
                &json!({
                    "code": code, "kind": kind, "title_sv": code, "title_en": code, "seats": seats,
                }),
            )
            .await);
        text(&made, "id")
    }

    /// Imports a file; gives the report.
    pub async fn import(&self, query: &str, file: impl Into<Vec<u8>>) -> Value {
        ok(self.import_reply(query, file).await)
    }

    /// Imports a file; gives whatever comes back.
    pub async fn import_reply(
        &self,
        query: &str,
        file: impl Into<Vec<u8>>,
    ) -> Result<Reply, samverkan_service::demo::http::CallError> {
        let path = format!("/api/v1/imports?{query}");
        let kind = [("content-type", "application/octet-stream")];
        self.admin
            .send(hyper::Method::POST, &path, &kind, file.into())
            .await
    }
}

pub async fn token(app: &App, role: Role) -> String {
    let request = TokenRequest {
        name: "test".to_owned(),
        role,
        days: 30,
        programmes: Vec::new(),
    };
    create_token_offline(app, &request)
        .await
        .expect("a token")
        .token
}

/// The JSON of a successful answer; panics with the answer otherwise.
#[track_caller]
pub fn ok(reply: Result<Reply, samverkan_service::demo::http::CallError>) -> Value {
    let reply = reply.expect("an answer");
    assert!(
        reply.status.is_success(),
        "{} {}",
        reply.status,
        reply.text()
    );
    reply.json("").expect("JSON")
}

/// The problem of a refused answer: status and code; panics if it is no proper problem.
#[track_caller]
pub fn problem(
    reply: Result<Reply, samverkan_service::demo::http::CallError>,
) -> (u16, String, Value) {
    let reply = reply.expect("an answer");
    assert_eq!(
        reply.header("content-type"),
        "application/problem+json",
        "{}",
        reply.text()
    );
    let value = reply.json("").expect("JSON");
    assert_eq!(value["status"], reply.status.as_u16());
    (reply.status.as_u16(), text(&value, "code"), value)
}

/// A text field; panics if it is none.
#[track_caller]
pub fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no text {field:?} in {value}"))
        .to_owned()
}
