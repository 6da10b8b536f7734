//! Files of backups: never written over, never with a name before they are whole, read by their owner
//! only.

use super::{BackupError, Manifest, Result};
use aws_lc_rs::digest;
use samverkan_domain::text::hex;
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Owner reads and writes; nobody else.
const OWN: u32 = 0o600;

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

pub(super) fn manifest(file: &Path) -> PathBuf {
    beside(file, ".json")
}

/// What a file is called until it is whole.
pub(super) fn part(file: &Path) -> PathBuf {
    beside(file, ".part")
}

fn at(path: &Path) -> impl Fn(io::Error) -> BackupError {
    move |source| BackupError::File {
        path: path.to_owned(),
        source,
    }
}

pub(super) fn absent(paths: &[&Path]) -> Result<()> {
    for path in paths {
        if path.try_exists().map_err(at(path))? {
            return Err(BackupError::Exists((*path).to_owned()));
        }
    }
    Ok(())
}

pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

/// Checksum and length.
pub(super) fn digest(path: &Path) -> Result<(String, u64)> {
    let mut file = File::open(path).map_err(at(path))?;
    let mut sum = digest::Context::new(&digest::SHA256);
    let (mut octets, mut buffer) = (0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).map_err(at(path))?;
        if read == 0 {
            return Ok((hex(sum.finish().as_ref()), octets));
        }
        sum.update(&buffer[..read]);
        octets += read as u64;
    }
}

/// Has the disk keep a file that others wrote, for its owner only; gives its checksum and length.
pub(super) fn sealed(path: &Path) -> Result<(String, u64)> {
    fs::set_permissions(path, fs::Permissions::from_mode(OWN)).map_err(at(path))?;
    let file = File::open(path).map_err(at(path))?;
    file.sync_all().map_err(at(path))?;
    digest(path)
}

/// Copies into a new file that the disk has kept when this returns.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(at(from))?;
    let mut copy = create(to)?;
    io::copy(&mut source, &mut copy).map_err(at(to))?;
    copy.sync_all().map_err(at(to))
}

fn create(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true).mode(OWN);
    options.open(path).map_err(at(path))
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(at(to))?;
    // The name is kept when the folder is.
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let kept = File::open(folder).and_then(|folder| folder.sync_all());
    kept.map_err(at(folder))
}

pub(super) fn write(path: &Path, manifest: &Manifest) -> Result<()> {
    let text = serde_json::to_string_pretty(manifest);
    let text = text.map_err(|error| BackupError::Manifest(path.to_owned(), error))? + "\n";
    let mut file = create(path)?;
    file.write_all(text.as_bytes()).map_err(at(path))?;
    file.sync_all().map_err(at(path))
}

pub(super) fn read(path: &Path) -> Result<Manifest> {
    let text = fs::read(path).map_err(at(path))?;
    serde_json::from_slice(&text).map_err(|error| BackupError::Manifest(path.to_owned(), error))
}
