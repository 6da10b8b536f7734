//! Completion in the shell, also of names: what an argument is called says what may stand there, and the service is
//! asked which there are.
//!
//! The shell runs `samverkan` with SAMVERKAN_COMPLETE set for each press of Tab. Then nothing may be said but candidates: whoever
//! is not signed in, or whose service does not answer in time, gets those that need no service.

mod fitting;
mod found;

use crate::{args::Cli, client, config, text::Lang, variable};
use clap::{Arg, Command, CommandFactory as _, builder::StyledStr};
use clap_complete::{ArgValueCompleter, CompleteEnv, CompletionCandidate, env::Shells};
use found::{Found, Kind, find};
use std::{ffi::OsStr, io, time::Duration};

/// Set by the shell's function to the name of the shell.
const VARIABLE: &str = "SAMVERKAN_COMPLETE";
/// Longest wait for the service: who presses Tab waits no longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Answers the shell, and ends, if it is the shell that asks.
pub(crate) fn answer() {
    let shell = variable(VARIABLE).unwrap_or_default();
    let asked = CompleteEnv::with_factory(|| completing(Cli::command(), &shell));
    asked.var(VARIABLE).complete();
}

/// The function by which a shell asks.
pub(crate) fn script(shell: &str) -> io::Result<Vec<u8>> {
    let shells = Shells::builtins();
    let known = shells.completer(shell);
    let known = known.ok_or_else(|| io::Error::other(shell.to_owned()))?;
    let mut script = Vec::new();
    known.write_registration(VARIABLE, "samverkan", "samverkan", "samverkan", &mut script)?;
    Ok(script)
}

/// The command with completers wherever something of the service's is named.
fn completing(command: Command, shell: &str) -> Command {
    let bash = shell.ends_with("bash");
    let command = command.mut_args(|arg| match kind(&arg) {
        Some(kind) => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
            let typed = typed.to_str().unwrap_or_default();
            let found = ask(kind, typed).unwrap_or_default();
            let candidates = found.into_iter().map(|found| candidate(found, bash));
            candidates.collect::<Vec<_>>()
        })),
        None => arg,
    });
    command.mut_subcommands(|command| completing(command, shell))
}

/// What an argument of this name takes. Those with words of their own complete by themselves.
fn kind(arg: &Arg) -> Option<Kind> {
    let free = arg.get_possible_values().is_empty();
    let kind = match arg.get_id().as_str() {
        "offering" | "plan" | "first" | "cohorts_of" | "from" | "to" => Kind::Offering,
        "channel" => Kind::Channel,
        "course" | "partly_passed" | "courses" => Kind::Course,
        "package" => Kind::Package,
        "programme" | "programmes" => Kind::Programme,
        "profession" => Kind::Profession,
        "person" | "other" | "with" | "people" | "drop" => Kind::Person,
        "application" | "present" | "absent" | "keeps" => Kind::Application,
        "session" => Kind::Session,
        "cohort" | "locks" | "protected_ok" => Kind::Cohort,
        "template" => Kind::Template,
        "set" => Kind::Set,
        "mapping" => Kind::Mapping,
        "workplace" => Kind::Workplace,
        "what" => Kind::Any,
        _ => return None,
    };
    free.then_some(kind)
}

fn candidate(found: Found, bash: bool) -> CompletionCandidate {
    // Other shells quote by themselves.
    let word = if bash {
        escaped(&found.word)
    } else {
        found.word
    };
    let about = (!found.about.is_empty()).then(|| StyledStr::from(found.about));
    CompletionCandidate::new(word).help(about)
}

/// A word that bash would take apart, with a backslash before each character that means something to it.
fn escaped(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./@:+,".contains(c);
    let mut escaped = String::with_capacity(word.len());
    for c in word.chars() {
        if !plain(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Asks the service; nothing if it cannot be asked.
fn ask(kind: Kind, typed: &str) -> Option<Vec<Found>> {
    // What stands on the line, after the `--` that the shell's function puts before it.
    let mut line: Vec<String> = std::env::args().skip_while(|word| word != "--").collect();
    // The word being written says nothing about itself.
    if let Some(at) = line.iter().rposition(|word| word == typed) {
        line.remove(at);
    }
    let named = |option: &str| line.iter().skip_while(|word| *word != option).nth(1);
    let saved = match config::path(variable) {
        Some(path) => config::load(&path).ok()?,
        None => config::Saved::default(),
    };
    let url = named("--url").map(String::as_str);
    let target = config::target(url, variable, &saved);
    target.token.as_ref()?;
    let lang = match named("--lang").map(String::as_str) {
        Some("sv") => Lang::Sv,
        Some("en") => Lang::En,
        _ => Lang::from_environment(variable),
    };
    let api = client::client(&target, lang).ok()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let finding =
        async { tokio::time::timeout(PATIENCE, find(&api, lang, kind, typed, &line)).await };
    runtime.ok()?.block_on(finding).ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap_complete::engine::ArgValueCompleter;

    /// Every argument whose help speaks of a code, an id or a name is completed, or is not for a reason.
    #[test]
    fn what_names_something_of_the_services_is_completed() {
        let mut left: Vec<String> = Vec::new();
        uncompleted(&completing(Cli::command(), "zsh"), "", &mut left);
        insta::assert_snapshot!(left.join("\n"));
    }

    fn uncompleted(command: &Command, path: &str, left: &mut Vec<String>) {
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let help = help.to_lowercase();
            let names = ["code", "id", "name", "ids", "codes", "id,"];
            let speaks = help.split(' ').any(|word| names.contains(&word));
            if speaks && arg.get::<ArgValueCompleter>().is_none() {
                left.push(format!("{path} {}: {help}", arg.get_id()));
            }
        }
        for below in command.get_subcommands() {
            uncompleted(below, &format!("{path} {}", below.get_name()), left);
        }
    }

    #[test]
    fn bash_gets_one_word() {
        assert_eq!(escaped("Örjan O'Neill"), r"Örjan\ O\'Neill");
        assert_eq!(
            escaped("SA123A-V9001V27/2027-02-04"),
            "SA123A-V9001V27/2027-02-04"
        );
        assert_eq!(escaped("$(rm x)`"), r"\$\(rm\ x\)\`");
    }
}
