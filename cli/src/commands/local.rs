//! What needs no service: completions and manual pages.

use crate::{
    args::Cli,
    error::{CliError, Result},
    output::Printer,
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
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "samverkan", &mut script);
    out.raw(&String::from_utf8_lossy(&script))
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
