//! What needs no service: completions, manual pages, schemas.

use crate::{
    args::Cli,
    complete,
    error::{CliError, Result},
    output::Printer,
    schemas,
    text::text,
};
use clap::CommandFactory as _;
use clap_complete::Shell;
use std::{fs, path::Path};

pub(crate) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  samverkan completions bash > ~/.local/share/bash-completion/completions/samverkan
  samverkan completions zsh > ~/.zfunc/_samverkan
  samverkan completions fish > ~/.config/fish/completions/samverkan.fish";

pub(crate) fn completions(shell: Shell, out: &Printer) -> Result {
    let script = complete::script(&shell.to_string());
    let script = script.map_err(|error| {
        CliError::io(
            text!("Inget skript för det skalet", "No script for that shell"),
            error,
        )
    })?;
    out.raw(&String::from_utf8_lossy(&script))
}

/// The shapes of what `--json` prints.
pub(crate) fn schema(out: &Printer) -> Result {
    let schemas = serde_json::to_string_pretty(&schemas::document());
    let schemas = schemas.map_err(|error| CliError::NotUnderstood {
        detail: error.to_string(),
    })?;
    out.raw(&(schemas + "\n"))
}

/// One page a command: `samverkan.1`, `samverkan-offering-list.1`, ….
pub(crate) fn manual(folder: &Path, out: &Printer) -> Result {
    let shown = folder.display();
    let written =
        fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Cli::command(), folder));
    written.map_err(|error| {
        CliError::io(
            text!("Går inte att skriva i {shown}", "Cannot write to {shown}"),
            error,
        )
    })?;
    out.note(&text!(
        "Manualsidorna finns i {shown}",
        "The manual pages are in {shown}"
    ));
    Ok(())
}
