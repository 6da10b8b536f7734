//! `just bench feed`: calendar feeds, beside nginx with the same octets in files and a bare hyper
//! server with them in memory. One server at a time is asked by one client; each has a processor
//! of its own. What is measured and how to read it stands in `docs/benchmarks.md`.

pub(crate) mod bare;
mod change;
pub(crate) mod client;
mod nginx;
mod report;
mod stage;
mod writing;

use super::{
    Stage,
    report::{machine, renewed},
    server::{self, Server},
};
use client::{Connection, request};
use report::{Answer, Measured, Memory, Report, Way};
use samverkan_service::clock::Clock;
use stage::Feeds;
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// What is asked for on the command line.
pub(crate) struct Wanted {
    repetitions: usize,
    /// Feeds, one a person.
    feeds: usize,
    connections: usize,
    /// Of one measurement.
    time: Duration,
    write: bool,
}

impl Wanted {
    fn from_arguments() -> Self {
        let mut wanted = Self {
            repetitions: 5,
            feeds: 10_000,
            connections: 64,
            time: Duration::from_secs(3),
            write: false,
        };
        let mut arguments = env::args().skip(2);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().expect("a value after the option");
            match &*argument {
                "--repetitions" => wanted.repetitions = value().parse().unwrap(),
                "--feeds" => wanted.feeds = value().parse().unwrap(),
                "--write" => wanted.write = true,
                "--quick" => (wanted.repetitions, wanted.time) = (1, Duration::from_secs(1)),
                // What `cargo bench` adds.
                "--bench" => {}
                other => panic!("unknown option {other}"),
            }
        }
        wanted
    }
}

pub(crate) async fn compare() {
    let wanted = Wanted::from_arguments();
    let nginx = env::var("SAMVERKAN_BENCH_NGINX").expect("where nginx is: use `just bench feed`");
    let folder = env::temp_dir().join(format!("samverkan-feeds-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("bench.db").display());
    let mut stage = Stage::set("sqlite", url, wanted.feeds).await;
    let feeds = stage::fill(&mut stage).await;
    let ours = server::alone(&stage.url, &folder);
    let memory = fetch(&ours, &feeds, &folder);
    eprintln!("{}", memory.line());
    let bare = bare::start(&folder);
    let nginx = nginx::start(&nginx, &folder);
    let paths = folder.join("paths");
    fs::write(&paths, feeds.paths.join("\n")).unwrap();
    for answer in [Answer::Unchanged, Answer::Whole] {
        let said = |address| client::said(address, &feeds.paths[0], answer);
        let expected = said(ours.address);
        assert_eq!(said(nginx.address(answer)), expected, "nginx");
        assert_eq!(said(bare.address), expected, "bare hyper");
    }
    let mut measured = Vec::new();
    for repetition in 0..wanted.repetitions {
        for answer in [Answer::Unchanged, Answer::Whole] {
            for (way, address, process) in [
                (Way::Nginx, nginx.address(answer), nginx.worker()),
                (Way::Bare, bare.address, bare.process()),
                (Way::Ours, ours.address, ours.process()),
            ] {
                let (wide, long) = (wanted.connections, wanted.time);
                let done = client::spawn(address, process, &paths, answer, wide, long);
                let figure = Measured::new(way, answer, &done);
                eprintln!("{repetition} {}", figure.line());
                measured.push(figure);
            }
        }
    }
    nginx.stop();
    bare.stop();
    let token = stage::administrator(&stage).await;
    let change = change::measure(&token, &feeds, ours.address);
    eprintln!("{}", change.line());
    ours.stop();
    let writing = writing::measure();
    eprintln!("{}", writing.line());
    let report = Report {
        measured: &measured,
        memory,
        change,
        writing,
        wanted: &wanted,
    };
    println!("{}", report.terminal());
    if wanted.write {
        let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md");
        let old = fs::read_to_string(&page).unwrap();
        let day = Clock::System.now().strftime("%Y-%m-%d").to_string();
        let section = report.markdown(&day, &machine());
        fs::write(page, renewed(&old, "feed", &section)).unwrap();
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Feeds fetched before memory is looked at.
const WARMING: usize = 2_000;

/// Fetches every calendar once and lays it down for the other servers, as the service compressed
/// it. The first [`WARMING`] warm what is there whatever is served.
fn fetch(ours: &Server, feeds: &Feeds, folder: &Path) -> Memory {
    let files = folder.join("files");
    fs::create_dir_all(files.join("calendar")).unwrap();
    let mut connection = Connection::open(ours.address);
    let (mut before, mut compressed) = (0, 0);
    for (n, path) in feeds.paths.iter().enumerate() {
        if n == WARMING {
            (before, compressed) = (ours.memory_kib(), 0);
        }
        connection.send(&request(path, None));
        let reply = connection.receive();
        assert_eq!(reply.status, 200, "{path}");
        let body = connection.body(&reply);
        compressed += body.len();
        // nginx wants the plain file beside the compressed one it sends.
        fs::write(files.join(&path[1..]), b"").unwrap();
        fs::write(files.join(format!("{}.gz", &path[1..])), body).unwrap();
    }
    Memory {
        before,
        after: ours.memory_kib(),
        feeds: feeds.paths.len() - WARMING,
        compressed,
    }
}
