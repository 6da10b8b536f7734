//! A SQLite file that is not what it was: the service says so and does not start, least of all with an empty one.

use super::folder;
use harness::{
    Engine, TestDatabase,
    binary::Folder,
    served::{Served, free_port, prepare, program, refused},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A database in which something is kept, closed.
async fn kept() -> (TestDatabase, PathBuf, Folder) {
    let database = TestDatabase::create(Engine::Sqlite).await;
    prepare(&database.url, 5, 400).await;
    let path = PathBuf::from(database.url.trim_start_matches("sqlite:"));
    let folder = folder();
    (database, path, folder)
}

async fn refuses(damage: impl Fn(&Path), said: &str) {
    let (database, path, folder) = kept().await;
    damage(&path);
    let output = refused(&folder.0, &database.url);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains(said), "{told}");
    assert!(told.contains("restore a backup"), "what to do: {told}");
}

fn overwrite(path: &Path, from: usize, octets: usize) {
    let mut file = fs::read(path).unwrap();
    file[from..from + octets].fill(0xa5);
    fs::write(path, file).unwrap();
}

#[tokio::test]
async fn a_database_that_was_emptied_is_not_taken_for_a_new_one() {
    refuses(|path| fs::write(path, "").unwrap(), "is empty or gone").await;
}

#[tokio::test]
async fn a_database_that_is_gone_is_not_taken_for_a_new_one() {
    refuses(|path| fs::remove_file(path).unwrap(), "is empty or gone").await;
}

/// A copy made every night would else make an empty database first, and the service would take that for its own.
#[tokio::test]
async fn a_backup_of_a_lost_database_makes_none() {
    let (database, path, folder) = kept().await;
    fs::remove_file(&path).unwrap();
    let mut backup = program(&folder.0, &database.url, 0);
    let made = backup.args(["backup", "kopia"]).output().unwrap();
    let told = String::from_utf8_lossy(&made.stderr);
    assert!(
        !made.status.success() && told.contains("is empty or gone"),
        "{told}"
    );
    assert!(!path.exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    refuses(|path| overwrite(path, 0, 100), "is damaged").await;
}

#[tokio::test]
async fn a_damaged_page_is_found() {
    let damage = |path: &Path| {
        let half = fs::metadata(path).unwrap().len() / 2;
        overwrite(path, usize::try_from(half).unwrap() & !4095, 4096);
    };
    refuses(damage, "is damaged").await;
}

#[tokio::test]
async fn half_a_file_is_refused() {
    let damage = |path: &Path| {
        let half = fs::metadata(path).unwrap().len() / 2;
        fs::File::options()
            .write(true)
            .open(path)
            .and_then(|file| file.set_len(half & !4095))
            .unwrap();
    };
    refuses(damage, "is damaged").await;
}

/// Without damage it starts: the refusals above are of the damage.
#[tokio::test]
async fn negative_control_what_is_whole_starts() {
    let (database, path, folder) = kept().await;
    Served::start(&folder.0, &database.url, free_port())
        .ready()
        .await;
    // And so does an installation that has never had anything.
    for file in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{file}", path.display()));
    }
    fs::remove_file(path.with_extension("lock")).unwrap();
    Served::start(&folder.0, &database.url, free_port())
        .ready()
        .await;
}
