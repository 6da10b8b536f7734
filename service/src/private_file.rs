//! Files that only their owner can read.

use std::{
    io::{self, Write as _},
    path::Path,
};
use tempfile::NamedTempFile;

/// Writes a file that only its owner can read, whole or not at all: a killed process never
/// leaves half a key behind.
pub(crate) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    beside(path, text)?.persist(path)?;
    Ok(())
}

/// The same, unless there is one already: that stays as it is.
pub(crate) fn create_private(path: &Path, text: &str) -> io::Result<()> {
    beside(path, text)?.persist_noclobber(path)?;
    Ok(())
}

/// In the same folder, and so on the same disk.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}
