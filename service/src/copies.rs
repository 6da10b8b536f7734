//! `samverkan-service backup` and `restore`.

use super::{Failure, say};
use samverkan_service::{
    backup::{self, Manifest},
    clock::Clock,
    config::Config,
};
use std::{path::Path, process::ExitCode, time::Instant};

pub(super) async fn back_up(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let begun = Instant::now();
    let made = backup::make(&config.database_url, file, Clock::System.now()).await?;
    say(&summary("Backed up", file, &made, begun));
    say(
        "Keep the secret key with it, but not in the same place: without it sealed data cannot be read.",
    );
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restore(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let begun = Instant::now();
    let made = backup::restore(&config.database_url, file).await?;
    say(&summary("Restored", file, &made, begun));
    say("Everything that went in came out, and the audit trail is whole.");
    Ok(ExitCode::SUCCESS)
}

fn summary(what: &str, file: &Path, made: &Manifest, begun: Instant) -> String {
    let (file, engine, took) = (file.display(), &made.engine, begun.elapsed());
    let rows: i64 = made.contents.rows.values().sum();
    let tables = made.contents.rows.len();
    let kib = made.octets.div_ceil(1024);
    let at = made.made_at;
    format!(
        "{what} {file}: {engine}, {rows} rows in {tables} tables, {kib} KiB, as of {at}; {took:.1?}."
    )
}
