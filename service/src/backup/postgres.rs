//! A PostgreSQL database and its copies, by PostgreSQL's own programs.

use super::{BackupError, Manifest, Result, looked_through, same};
use crate::{
    store::{Database, contents::Contents},
    usecase::audit,
};
use std::{path::Path, process::Command};
use url::Url;

/// `pg_dump`, of the same moment as what is counted.
pub(super) async fn make(database: &Database, address: &str, part: &Path) -> Result<Contents> {
    let mut tx = database.read().await?;
    let snapshot = tx.exported_snapshot().await?.unwrap_or_default();
    let contents = tx.contents().await?;
    let trail = audit::verify_in(&mut tx).await?;
    if let Some(fault) = trail.fault {
        return Err(BackupError::Trail(fault));
    }
    let mut dump = program("pg_dump", address)?;
    dump.args(["--format=custom", "--no-owner", "--no-privileges"]);
    dump.arg(format!("--snapshot={snapshot}"));
    dump.arg("--file").arg(part);
    run("pg_dump", dump).await?;
    tx.rollback().await?;
    // A list of what is in it, as far as the program can tell.
    let mut list = Command::new("pg_restore");
    list.arg("--list").arg(part);
    run("pg_restore", list).await?;
    Ok(contents)
}

pub(super) async fn restore(address: &str, file: &Path, manifest: &Manifest) -> Result<()> {
    let database = Database::connect(address).await?;
    let tables = looked_through(database.read().await?).await?.rows.len();
    if tables > 0 {
        database.close().await;
        return Err(BackupError::NotEmpty(tables));
    }
    let mut restore = program("pg_restore", address)?;
    restore.args(["--exit-on-error", "--single-transaction"]);
    restore.args(["--no-owner", "--no-privileges"]);
    restore.arg(file);
    let restored = run("pg_restore", restore).await;
    let found = match restored {
        Ok(()) => looked_through(database.read().await?).await,
        Err(error) => Err(error),
    };
    database.close().await;
    same(&manifest.contents, &found?)
}

/// One of PostgreSQL's programs, on the database. Its password is in the environment: everybody may
/// read arguments.
fn program(name: &'static str, address: &str) -> Result<Command> {
    let mut url = Url::parse(address)?;
    let mut command = Command::new(name);
    if let Some(password) = url.password() {
        let password = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
        command.env("PGPASSWORD", &*password);
    }
    // That there is a host to take it from has just been read.
    url.set_password(None).ok();
    command.arg("--dbname").arg(url.as_str());
    Ok(command)
}

async fn run(name: &'static str, mut command: Command) -> Result<()> {
    let ran = tokio::task::spawn_blocking(move || command.output()).await;
    let output = ran.map_err(std::io::Error::other).flatten();
    let output = output.map_err(|source| BackupError::Program {
        program: name,
        source,
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(BackupError::Failed {
        program: name,
        said,
    })
}
