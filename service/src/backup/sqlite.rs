//! A SQLite database and its copies: files that SQLite itself writes and looks through.

use super::{BackupError, Manifest, Result, files, looked_through, same};
use crate::store::{
    Database,
    contents::{Contents, SqliteCopy},
};
use std::path::{Path, PathBuf};

/// `VACUUM INTO`: one moment of the database, without its free pages, while others write.
pub(super) async fn make(database: &Database, part: &Path) -> Result<Contents> {
    database.copy_into(part).await?;
    look_through(part).await
}

pub(super) async fn restore(address: &str, file: &Path, manifest: &Manifest) -> Result<()> {
    let path = address
        .trim_start_matches("sqlite:")
        .trim_start_matches("//");
    let path = PathBuf::from(path);
    // Beside an old database its log would be taken for the new one's.
    let log = |ending: &str| PathBuf::from(format!("{}{ending}", path.display()));
    files::absent(&[&path, &log("-wal"), &log("-shm")])?;
    let part = files::part(&path);
    files::remove(&part)?;
    files::copy(file, &part)?;
    let restored = look_through(&part).await;
    let checked = restored.and_then(|found| same(&manifest.contents, &found));
    if let Err(error) = checked {
        files::remove(&part).ok();
        return Err(error);
    }
    files::rename(&part, &path)
}

/// SQLite's own check of every page and index, then what is in it.
async fn look_through(path: &Path) -> Result<Contents> {
    let copy = SqliteCopy::open(path).await?;
    let looked = match copy.damage().await? {
        Some(damage) => Err(BackupError::Differs(damage)),
        None => looked_through(copy.read().await?).await,
    };
    copy.close().await;
    looked
}
