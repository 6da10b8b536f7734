//! The demonstration: a newcomer's first command, on both engines, and what the README shows.

use harness::{
    Engine, TestDatabase,
    binary::{Folder, demo, output},
};
use std::path::Path;

/// The demonstration's account without what differs from run to run: folder, port, secrets, times.
fn account(said: &str) -> Vec<String> {
    let told = said
        .lines()
        .take_while(|line| !line.starts_with("Where to look next"));
    told.filter(|line| !line.starts_with("Database:"))
        .map(without_times)
        .collect()
}

/// A line with every measured time in milliseconds made the same.
fn without_times(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    for n in 1..words.len() {
        if words[n].starts_with("ms") && words[n - 1].parse::<u64>().is_ok() {
            words[n - 1] = "N";
        }
    }
    words.join(" ")
}

/// Runs the demonstration whole; gives what it said.
pub(crate) fn whole(folder: &Path, url: Option<&str>) -> String {
    output(&demo(folder, url).output().expect("the service's binary"))
}

async fn database(engine: Engine) -> (TestDatabase, Option<String>) {
    let database = TestDatabase::create(engine).await;
    let url = (engine == Engine::Postgres).then(|| database.url.clone());
    (database, url)
}

#[tokio::test]
async fn both_engines_tell_the_same_account_as_the_readme() {
    let readme = include_str!("../../README.md").lines().map(without_times);
    let readme = readme.collect::<Vec<_>>().join("\n");
    for engine in Engine::ALL {
        let (_database, url) = database(engine).await;
        let folder = Folder::new();
        let account = account(&whole(&folder.0, url.as_deref()));
        assert!(account.len() > 15, "{account:#?}");
        for line in account {
            assert!(
                readme.contains(line.trim_end()),
                "the README does not show {line:?}"
            );
        }
    }
}

#[tokio::test]
async fn every_imported_row_is_accounted_for() {
    let folder = Folder::new();
    let said = whole(&folder.0, None);
    for fact in [
        "antagna-vt2027.csv                41 rows (windows-1252), 41 new",
        "nominerade-uppdrag-vt2027.csv     12 rows (UTF-8), 12 new; 1 is a human who had applied already",
        "4 got a place, 2 became reserves",
        // 36 admitted + 12 nominated − 1 who is both + 4 who enrolled themselves.
        "51 people in 7 cohorts: 0 rules broken",
        "0 failed",
    ] {
        assert!(said.contains(fact), "{fact:?} is not in\n{said}");
    }
    // A change is measured until it is everywhere: in the calendars first, then in the last letter.
    let measured = said
        .lines()
        .filter_map(|line| line.trim().strip_prefix("measured: "));
    let measured: Vec<Vec<u64>> = measured.map(numbers).collect();
    assert!(
        measured.len() == 2
            && measured
                .iter()
                .all(|times| times.len() == 2 && times.is_sorted())
    );
    assert_eq!(
        without_times("after 12 ms, 3 of 4 ms"),
        "after N ms, 3 of N ms"
    );
}

fn numbers(line: &str) -> Vec<u64> {
    line.split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}

mod fault {
    use super::*;
    use std::{thread::sleep, time::Duration};

    /// Kills the demonstration at ever later moments, each time starting it again in the same
    /// place, until it finishes before the kill. Lives grow by a quarter, so that a slow machine
    /// does not make the test long.
    async fn killed_at_any_moment(engine: Engine) {
        let (_undisturbed_database, url) = database(engine).await;
        let undisturbed = Folder::new();
        let expected = account(&whole(&undisturbed.0, url.as_deref()));
        let (_database, url) = database(engine).await;
        let folder = Folder::new();
        let mut kills = 0;
        let mut life = Duration::from_millis(30);
        loop {
            let mut child = demo(&folder.0, url.as_deref()).spawn().expect("the binary");
            sleep(life);
            if child.try_wait().expect("a child").is_some() {
                break;
            }
            child.kill().expect("SIGKILL");
            child.wait().expect("a dead child");
            kills += 1;
            life += life / 4;
        }
        assert!(kills > 5, "only {kills} kills show nothing");
        // What was acknowledged is there, and nothing is there twice: the account is the same.
        assert_eq!(
            account(&whole(&folder.0, url.as_deref())),
            expected,
            "after {kills} kills"
        );
    }

    #[tokio::test]
    async fn nothing_is_lost_or_doubled_by_kills_on_sqlite() {
        killed_at_any_moment(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn nothing_is_lost_or_doubled_by_kills_on_postgres() {
        killed_at_any_moment(Engine::Postgres).await;
    }
}
