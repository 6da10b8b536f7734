//! Letters as files: one `<id>.eml` each, which any mail program opens.

use super::{Delivery, MailSettings, message::Built};
use samverkan_domain::id::MessageId;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// Puts letters into a folder. A letter that is there already is delivered.
#[derive(Debug)]
pub struct FileMailer {
    folder: PathBuf,
    settings: MailSettings,
    /// Tells apart the temporary files of two writers of the same letter.
    writers: AtomicU64,
}

impl FileMailer {
    /// Makes the folder if it is missing, readable by the owner only: letters hold sign-in codes.
    pub fn new(folder: impl Into<PathBuf>, settings: MailSettings) -> io::Result<Self> {
        let folder = folder.into();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Self {
            folder,
            settings,
            writers: AtomicU64::new(0),
        })
    }

    /// Where a letter is, or will be.
    pub fn path(&self, id: MessageId) -> PathBuf {
        self.folder.join(format!("{id}.eml"))
    }

    pub(super) fn settings(&self) -> &MailSettings {
        &self.settings
    }

    pub(super) async fn send(&self, id: MessageId, message: Built) -> Delivery {
        let path = self.path(id);
        let writer = self.writers.fetch_add(1, Ordering::Relaxed);
        let draft = self
            .folder
            .join(format!(".{id}.{}.{writer}", std::process::id()));
        let written = tokio::task::spawn_blocking(move || {
            if path.exists() {
                return Ok(());
            }
            let result = write(&draft, &path, &message.octets);
            if result.is_err() {
                // A disk that is full has no room for what is half written either.
                let _ = fs::remove_file(&draft);
            }
            result
        });
        match written.await {
            Ok(Ok(())) => Delivery::Delivered,
            Ok(Err(fault)) => Delivery::retry(format!("the letter cannot be written: {fault}")),
            Err(fault) => Delivery::retry(format!("the letter was not written: {fault}")),
        }
    }
}

/// All or nothing, also after a power cut: write aside, sync, rename, sync the folder.
fn write(draft: &Path, path: &Path, octets: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(octets)?;
    file.sync_all()?;
    fs::rename(draft, path)?;
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
