//! `just bench feed` is in [`feed`]. `just bench enrol`: how many requests for places a second, three ways, on both engines.
//!
//! The service runs as a process of its own, this very program started with `serve`, and is spoken
//! to over loopback. What is measured and how to read it stands in `docs/benchmarks.md`, which
//! `--write` writes anew.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on stops and says why"
)]

mod ceiling;
mod feed;
mod load;
mod report;
mod server;

use harness::crowd;
use report::{Figure, Way};
use samverkan_domain::id::OfferingId;
use samverkan_service::{clock::Clock, seeds::Seeds, store::Database};
use server::Setting;
use std::{env, path::PathBuf, time::Duration};

/// What is asked for on the command line.
struct Wanted {
    repetitions: usize,
    connections: Vec<usize>,
    people: usize,
    seats: i64,
    /// Longest time of one measurement.
    longest: Duration,
    write: bool,
    postgres: Option<String>,
}

impl Wanted {
    fn from_arguments() -> Self {
        let mut wanted = Self {
            repetitions: 5,
            connections: vec![1, 16, 128, 256],
            people: 20_000,
            seats: 1_000,
            longest: Duration::from_secs(4),
            write: false,
            postgres: env::var("SAMVERKAN_TEST_POSTGRES_URL").ok(),
        };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().expect("a value after the option");
            match &*argument {
                "--repetitions" => wanted.repetitions = value().parse().unwrap(),
                "--connections" => {
                    let list = value();
                    wanted.connections = list.split(',').map(|n| n.parse().unwrap()).collect();
                }
                "--people" => wanted.people = value().parse().unwrap(),
                "--write" => wanted.write = true,
                "--quick" => {
                    wanted.repetitions = 1;
                    wanted.connections = vec![128];
                }
                "--sqlite" => wanted.postgres = None,
                // What `cargo bench` adds.
                "--bench" => {}
                other => panic!("unknown option {other}"),
            }
        }
        wanted
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    match env::args().nth(1).as_deref() {
        Some("serve") => runtime.block_on(server::serve()),
        Some("bare") => runtime.block_on(feed::bare::serve()),
        Some("client") => feed::client::run(),
        Some("feed") => runtime.block_on(feed::compare()),
        _ => runtime.block_on(compare(Wanted::from_arguments())),
    }
}

/// A database with a crowd in it.
struct Stage {
    engine: &'static str,
    url: String,
    database: Database,
    tokens: Vec<String>,
    next: usize,
}

impl Stage {
    async fn set(engine: &'static str, url: String, people: usize) -> Self {
        let database = Database::connect(&url).await.unwrap();
        database.migrate().await.unwrap();
        server::professions(&database).await;
        let tokens = crowd::enter(&database, people).await;
        server::course(&database).await;
        Self {
            engine,
            url,
            database,
            tokens,
            next: 0,
        }
    }

    /// A new offering with one open channel, for one measurement.
    async fn offering(&mut self, seats: i64) -> (OfferingId, String, String) {
        self.next += 1;
        let (offering, channel) = (
            format!("BENCH-{}", self.next),
            format!("OPEN-{}", self.next),
        );
        let id = server::offering(&self.database, &offering, &channel, seats).await;
        (id, offering, channel)
    }
}

async fn compare(wanted: Wanted) {
    let folder = env::temp_dir().join(format!("samverkan-bench-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let mut stages = Vec::new();
    let sqlite = format!("sqlite:{}", folder.join("bench.db").display());
    stages.push(Stage::set("sqlite", sqlite, wanted.people).await);
    if let Some(url) = &wanted.postgres {
        let url = server::new_postgres(url).await;
        stages.push(Stage::set("postgres", url, wanted.people).await);
    } else {
        eprintln!("SAMVERKAN_TEST_POSTGRES_URL is not set: SQLite only");
    }
    let mut figures = Vec::new();
    for stage in &mut stages {
        let settings = [Setting::Single, Setting::Batched];
        let mut servers = Vec::new();
        for setting in settings {
            servers.push(server::start(&stage.url, setting, &folder));
        }
        for repetition in 0..wanted.repetitions {
            for connections in &wanted.connections {
                for server in &servers {
                    let figure = measured(stage, server, *connections, &wanted).await;
                    eprintln!("{repetition} {}", figure.line());
                    figures.push(figure);
                }
            }
            for batch in [128, 256] {
                let (id, _, channel) = stage.offering(wanted.seats).await;
                let figure = ceiling::measure(stage, id, &channel, batch, &wanted).await;
                eprintln!("{repetition} {}", figure.line());
                figures.push(figure);
            }
        }
        for server in servers {
            server.stop();
        }
    }
    let report = report::Report::new(&figures, &wanted);
    println!("{}", report.terminal());
    if wanted.write {
        let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs");
        let page = docs.join("benchmarks.md");
        let old = std::fs::read_to_string(&page).unwrap();
        let new = report::renewed(&old, "enrol", &report.markdown(Clock::System.now()));
        std::fs::write(page, new).unwrap();
        std::fs::write(docs.join("benchmarks.svg"), report.svg()).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// One measurement over HTTP, checked afterwards.
async fn measured(
    stage: &mut Stage,
    server: &server::Server,
    connections: usize,
    wanted: &Wanted,
) -> Figure {
    let (_, offering, channel) = stage.offering(wanted.seats).await;
    let keys = Seeds::default().id(Clock::System.now()).to_string();
    let before = server.memory();
    let run = load::Run {
        address: server.address,
        path: format!("/api/v1/offerings/{offering}/applications"),
        body: format!("{{\"channel\":\"{channel}\"}}"),
        key: keys,
        connections,
        longest: wanted.longest,
    };
    let done = load::run(run, &stage.tokens).await;
    let memory = (before, server.memory());
    let seats = usize::try_from(wanted.seats).unwrap();
    crowd::check(&stage.database, &channel, seats, done.answers.len()).await;
    crowd::in_order(&done.answers).unwrap();
    let way = match server.setting {
        Setting::Single => Way::Single,
        Setting::Batched => Way::Batched,
    };
    Figure::new(stage.engine, way, connections, &done, Some(memory))
}
