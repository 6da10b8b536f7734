//! The disk is full: nothing is acknowledged that is not kept, and all goes on by itself once there is room.

use super::folder;
use harness::{
    Engine, TestDatabase,
    binary::Folder,
    served::{Served, ask, free_port, insist, prepare, program},
};
use rustix::process::geteuid;
use samverkan_service::store::Database;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write as _,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

const PEOPLE: usize = 400;
const SEATS: usize = 50;
/// Of the disk, in MiB.
const ROOM: u32 = 24;
/// Until all is well again once there is room.
const HEALED: Duration = Duration::from_secs(10);

/// A service on a disk of its own in memory, which nobody else sees and which is gone with it.
async fn on_small_disk(source: &str) -> (Served, PathBuf, u16, Folder) {
    let folder = folder();
    let port = free_port();
    let url = format!("sqlite:{}/samverkan.db", folder.0.display());
    let serve = program(&folder.0, &url, port);
    let script = format!(
        "mount -t tmpfs -o size={ROOM}m tmpfs \"$0\" && cp \"$1\" \"$0/samverkan.db\" && cd \"$0\" && exec \"$2\" serve"
    );
    let mut command = Command::new("unshare");
    if !geteuid().is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command
        .args(["--mount", "sh", "-c", &script])
        .arg(&folder.0)
        .arg(source)
        .arg(serve.get_program());
    for (name, value) in serve.get_envs() {
        command.env(name, value.expect("a setting"));
    }
    let mut service = Served::of(&mut command, port);
    service.ready().await;
    // As the service sees it.
    let seen = PathBuf::from(format!(
        "/proc/{}/root{}",
        service.pid(),
        folder.0.display()
    ));
    (service, seen, port, folder)
}

/// Writes until no more fits.
fn fill(path: &PathBuf) {
    let mut file = File::create(path).expect("a file on the small disk");
    for octets in [1 << 16, 1 << 12, 1] {
        while file.write_all(&vec![0; octets]).is_ok() {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_and_heals() {
    let database = TestDatabase::create(Engine::Sqlite).await;
    let tokens = prepare(&database.url, SEATS, PEOPLE).await;
    let source = database.url.trim_start_matches("sqlite:");
    let (mut service, seen, port, _folder) = on_small_disk(source).await;
    let mut answers = BTreeMap::new();
    let mut asked = tokens.iter().enumerate();
    for (n, token) in asked.by_ref().take(20) {
        let client = service.client().with_token(token);
        answers.insert(n, ask(&client, Some("k")).await.expect("there is room"));
    }
    let filler = seen.join("filler");
    fill(&filler);
    // What is there already may take some more.
    let mut refused = 0;
    let mut waiting = Vec::new();
    for (n, token) in asked {
        let client = service.client().with_token(token);
        match ask(&client, Some("k")).await {
            Some(answer) => {
                answers.insert(n, answer);
            }
            None => {
                waiting.push(n);
                refused += 1;
            }
        }
        if refused == 25 {
            break;
        }
    }
    assert_eq!(refused, 25, "the disk was never full: nothing is shown");
    // What can be read is read meanwhile.
    let ready = service.client().get("/readyz").await.expect("an answer");
    assert_eq!(ready.status, 200);
    fs::remove_file(&filler).expect("room again");
    let since = Instant::now();
    let bases = [harness::served::base(port)];
    for n in waiting {
        answers.insert(n, insist(&tokens[n], &bases, 0).await);
    }
    assert!(since.elapsed() < HEALED, "{:?}", since.elapsed());
    for (n, answer) in &answers {
        assert_eq!(
            &insist(&tokens[*n], &bases, 0).await,
            answer,
            "the same key"
        );
    }
    // Out of the disk before it is gone.
    let copy = PathBuf::from(source).with_file_name("afterwards.db");
    for file in ["", "-wal"] {
        let from = format!("{}/samverkan.db{file}", seen.display());
        let to = format!("{}{file}", copy.display());
        fs::copy(from, to).expect("a copy");
    }
    service.kill();
    let url = format!("sqlite:{}", copy.display());
    harness::served::checked(&url, SEATS, answers.len()).await;
    let stored = Database::connect(&url).await.unwrap();
    stored.undamaged().await.expect("a whole file");
    stored.close().await;
}
