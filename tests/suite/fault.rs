//! Faults: processes killed, connections cut, disks full, files damaged, migrations interrupted. After each of them what
//! was acknowledged is there, once. `just faults` does the same for longer; docs/reliability.md has the figures.

mod cells;
mod clock;
mod connection;
mod damage;
mod disk;
mod failover;
mod fields;
mod guessing;
mod injection;
mod instances;
mod killed;
mod log;
mod machine;
mod migration;
mod simulation;
mod soak;
mod timing;

use harness::binary::Folder;
use std::{
    env, fs,
    io::{Write as _, stderr},
};

/// A folder for what a service keeps beside its database.
fn folder() -> Folder {
    let folder = Folder::new();
    fs::create_dir(&folder.0).expect("a folder");
    folder
}

/// How often what is done by chance is done: once within `tests/run`, more often in the long run.
fn rounds() -> usize {
    let rounds = env::var("SAMVERKAN_TEST_ROUNDS").ok();
    rounds.and_then(|n| n.parse().ok()).unwrap_or(1)
}

/// A number that a long run is given; what is usual without.
fn number(name: &str, usual: u64) -> u64 {
    let given = env::var(name).ok();
    given.map_or(usual, |given| given.parse().expect("a number"))
}

/// Says what came of a long run, where the runner shows it.
fn tell(line: &str) {
    // A reader that has gone is no reason to fail.
    let _ = writeln!(stderr(), "{line}");
}
