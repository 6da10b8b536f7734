//! Fuzz targets: the reader of other people's calendars, and the writer of our own.
//!
//! Each target first takes what is in its corpus (`__fuzz__/…/corpus`), then so many inputs of the
//! generator. `just fuzz` runs them for long; with cargo-bolero they are guided by coverage.

mod reading;
mod writing;

use jiff::civil::date;
use samverkan_domain::timetable::Window;
use std::{fs, path::Path};

/// Inputs that a test makes up beside its corpus, unless BOLERO_RANDOM_ITERATIONS says otherwise.
const SHORT: usize = 2_000;

fn spring() -> Window {
    Window {
        first: date(2027, 1, 18),
        last: date(2027, 6, 6),
    }
}

/// The corpus of a target: file names and content.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/__fuzz__");
    let folder = folder.join(target.replace("::", "__")).join("corpus");
    let files =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let file = |path: &Path| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read(path).expect("a file"))
    };
    let mut found: Vec<_> = files
        .map(|entry| file(&entry.expect("a file").path()))
        .collect();
    found.sort();
    found
}
