//! `samverkan`: the course administrator's command line.
//!
//! Reading order: [`args`] is the tree of commands; `commands/` has one file a noun; [`client`] is
//! generated from the contract; [`output`] prints; [`error`] knows the exit codes.

mod args;
mod board;
mod client;
mod commands;
mod complete;
mod config;
mod error;
mod named;
mod output;
mod page;
mod report;
mod schemas;
mod table;
mod text;
mod watch;

use args::Cli;
use clap::Parser as _;
use error::{CliError, ExitCode, Result};
use output::Printer;
use std::io::{self, IsTerminal as _};
use text::Lang;

fn main() -> std::process::ExitCode {
    complete::answer();
    // Wrong usage ends here, with clap's own message and exit code 2.
    let cli = Cli::parse();
    let out = printer(&cli);
    let code = match run(&cli, &out) {
        Ok(()) => ExitCode::Done,
        Err(error) => {
            out.error(&error);
            error.exit_code()
        }
    };
    std::process::ExitCode::from(code as u8)
}

fn run(cli: &Cli, out: &Printer) -> Result {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime
        .map_err(|error| CliError::io(text::text!("Går inte att starta", "Cannot start"), error))?;
    runtime.block_on(commands::run(cli, out))
}

fn printer(cli: &Cli) -> Printer {
    let globals = &cli.globals;
    let plain = globals.no_color
        || variable("NO_COLOR").is_some_and(|value| !value.is_empty())
        || variable("TERM").is_some_and(|term| term == "dumb");
    let lang = globals.lang;
    let lang = lang.unwrap_or_else(|| Lang::from_environment(variable));
    Printer::new(lang, globals, !plain && io::stdout().is_terminal())
}

/// An environment variable, if it is set and text.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
