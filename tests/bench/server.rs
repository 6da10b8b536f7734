//! The service under load, in a process of its own, and what stands in its database beforehand.

use samverkan_domain::{
    course::ChannelKind,
    id::{ChannelId, CourseId, OfferingId},
};
use samverkan_service::{
    app::{App, Guards},
    clock::Clock,
    config::Config,
    seeds::Seeds,
    start,
    store::{
        Database,
        catalogue::{NewCourse, NewOffering},
        channel::NewChannel,
    },
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

/// How requests are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// One transaction a request.
    Single,
    /// What has queued up in one transaction, as the service does it.
    Batched,
}

pub(crate) struct Server {
    pub(crate) setting: Setting,
    pub(crate) address: SocketAddr,
    child: Child,
}

/// Serves as the service's own binary does, log included, except for how requests are decided and
/// that nobody is sent mail: letters stay in the outbox.
pub(crate) async fn serve() {
    let config = Config::load(None, env::vars()).unwrap();
    samverkan_service::telemetry::start(&config.log, config.log_format);
    let listener = start::listen(&config).await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App {
        guards: Guards {
            batch_enrolment: env::args().nth(2).as_deref() == Some("batched"),
            ..Guards::default()
        },
        ..start::assemble(&config, address).await.unwrap()
    };
    println!("{address}");
    let endpoint = samverkan_service::api::endpoint(app);
    let patience = samverkan_service::server::Patience::default();
    samverkan_service::server::serve(listener, endpoint, patience, std::future::pending()).await;
}

pub(crate) fn start(url: &str, setting: Setting, folder: &Path) -> Server {
    let word = match setting {
        Setting::Single => "single",
        Setting::Batched => "batched",
    };
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["serve", word]);
    announced(service(command, url, folder), setting)
}

/// The service with one processor to itself.
pub(crate) fn alone(url: &str, folder: &Path) -> Server {
    let command = on_the_first(&["serve", "batched"]);
    announced(service(command, url, folder), Setting::Batched)
}

/// This program with other arguments, on the first processor.
pub(crate) fn on_the_first(arguments: &[&str]) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(env::current_exe().unwrap());
    command.args(arguments);
    command
}

fn service(mut command: Command, url: &str, folder: &Path) -> Command {
    command
        .current_dir(folder)
        .env_remove("SAMVERKAN_TEST_POSTGRES_URL")
        .env_remove("SAMVERKAN_BENCH_NGINX")
        .env("SAMVERKAN_DATABASE_URL", url)
        .env("SAMVERKAN_LISTEN", "127.0.0.1:0")
        .env("SAMVERKAN_APPLICATIONS_PER_PERSON", "0")
        .env("SAMVERKAN_APPLICATIONS_PER_ADDRESS", "0");
    command
}

/// Starts a server that says its address when it is ready.
pub(crate) fn announced(mut command: Command, setting: Setting) -> Server {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let output = child.stdout.take().unwrap();
    BufReader::new(output).read_line(&mut line).unwrap();
    Server {
        setting,
        address: line.trim().parse().expect("the server's address"),
        child,
    }
}

impl Server {
    /// Resident memory (MiB).
    pub(crate) fn memory(&self) -> u64 {
        self.memory_kib() / 1024
    }

    /// Resident memory (KiB).
    pub(crate) fn memory_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default()
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A database of its own on the cluster.
pub(crate) async fn new_postgres(url: &str) -> String {
    let mut admin = PgConnection::connect(url).await.unwrap();
    let name = format!("bench_{}", std::process::id());
    let create = format!("CREATE DATABASE {name}");
    sqlx::raw_sql(AssertSqlSafe(create))
        .execute(&mut admin)
        .await
        .unwrap();
    admin.close().await.unwrap();
    format!("{}/{name}", url.rsplit_once('/').unwrap().0)
}

pub(crate) async fn professions(database: &Database) {
    let insert =
        "INSERT INTO profession (code, title_sv, title_en, title_key, family, source, revision)
                  VALUES ('larare', 'Lärare', 'Teacher', 'larare', 'teaching', 'ss12000', 1)";
    harness::sql::run(database, insert).await.unwrap();
}

pub(crate) async fn course(database: &Database) {
    let now = Clock::System.now();
    let mut tx = database.write("bench", now).await.unwrap();
    tx.insert_course(&NewCourse {
        id: CourseId(Seeds::default().id(now)),
        code: "SA123A",
        package: None,
        title_sv: "Samverkan för att främja skolnärvaro",
        title_en: "Collaboration to Promote School Attendance",
        credits_tenths: 150,
        level: "A1N",
        main_field: "Socialt arbete",
        syllabus_url: None,
        source: "bench",
        demo: true,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

pub(crate) async fn offering(
    database: &Database,
    code: &str,
    channel: &str,
    seats: i64,
) -> OfferingId {
    let (seeds, now) = (Seeds::default(), Clock::System.now());
    let id = OfferingId(seeds.id(now));
    let mut tx = database.write("bench", now).await.unwrap();
    let course = tx.course_by_code("SA123A").await.unwrap().unwrap().id;
    tx.insert_offering(&NewOffering {
        id,
        course,
        code,
        term: "VT2027",
        starts_on: "2027-01-18".parse().unwrap(),
        ends_on: "2027-06-06".parse().unwrap(),
        pace_percent: 50,
        teaching: "distance",
        language: "sv",
        cohort_size: 7,
        demo_note: "",
    })
    .await
    .unwrap();
    tx.insert_channel(&NewChannel {
        id: ChannelId(seeds.id(now)),
        offering: id,
        code: channel,
        kind: ChannelKind::Open,
        title_sv: "Öppen",
        title_en: "Open",
        seats,
        opens_at: None,
        closes_at: None,
        policy: "{}",
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}
