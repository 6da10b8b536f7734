//! Files that only their owner can read.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// Writes a file that only its owner can read, whole or not at all: a killed process never
/// leaves half a key behind.
pub(crate) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    fs::rename(private_beside(path, text)?, path)
}

/// The same, unless there is one already: that stays as it is.
pub(crate) fn create_private(path: &Path, text: &str) -> io::Result<()> {
    let temporary = private_beside(path, text)?;
    let made = fs::hard_link(&temporary, path);
    fs::remove_file(temporary)?;
    made
}

fn private_beside(path: &Path, text: &str) -> io::Result<PathBuf> {
    let temporary = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(temporary)
}
