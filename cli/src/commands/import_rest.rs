//! The rows that an import left out, in a file beside the one they come from.

use super::{export, import::Upload};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::Printer,
    text::text,
};
use std::path::PathBuf;

/// Where the rows that are left out go: beside the file they come from.
fn path_of(upload: &Upload) -> PathBuf {
    let beside = || {
        let stem = upload
            .file
            .file_stem()
            .map(std::ffi::OsStr::to_string_lossy);
        let stem = stem.filter(|stem| stem != "-");
        let name = format!("{}-kvar.csv", stem.as_deref().unwrap_or("import"));
        upload.file.with_file_name(name)
    };
    upload.rest.clone().unwrap_or_else(beside)
}

/// Before anything is imported: an older file may be half mended, and is not written over.
pub(super) fn is_free(upload: &Upload) -> Result {
    let path = path_of(upload);
    if !upload.only_valid || upload.dry_run || !path.exists() {
        return Ok(());
    }
    let shown = path.display();
    Err(CliError::usage(text!(
        "{shown} finns redan. Läs in den först, eller välj en annan fil med --rest.",
        "{shown} is there already. Import it first, or choose another file with --rest."
    )))
}

/// The rows that were left out, for whoever mends them.
pub(super) fn write(out: &Printer, upload: &Upload, rest: &types::ExportFile) -> Result {
    let path = path_of(upload);
    export::write(&path, &export::content(rest)?)?;
    let shown = path.display();
    out.say(&text!(
        "Raderna med fel står i {shown}: rätta dem och läs in den filen",
        "The rows with errors are in {shown}: mend them and import that file"
    ))
}
