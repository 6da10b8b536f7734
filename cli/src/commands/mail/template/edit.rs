//! Writing words in an editor. What could not be kept is not lost: the file stays, and is named.

use super::{Seen, Which, Words, facts, fetch, if_match, save};
use crate::{
    commands::Context,
    error::{CliError, Result},
    text::text,
    variable,
};
use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

pub(super) async fn run(context: &Context<'_>, which: &Which, seen: &Seen) -> Result {
    let before = fetch(context, which).await?;
    let words = Words::of(&before);
    let path = place(which, before.revision);
    write(&path, &words.text())?;
    open(&path)?;
    let text = fs::read_to_string(&path).map_err(|error| cannot(&path, error))?;
    let outcome = match Words::parse(&text) {
        Ok(new) if new == words => {
            remove(&path)?;
            return Err(CliError::NotConfirmed);
        }
        Ok(new) => {
            let revision = if_match(seen.revision, before.revision);
            save(context, which, new, revision).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(kept) => {
            remove(&path)?;
            facts(context.out, &kept)
        }
        Err(error) => {
            let path = path.display();
            context.out.note(&text!(
                "Det du skrev finns i {path}; rätta det och använd mail template set --file",
                "What you wrote is in {path}; correct it and use mail template set --file"
            ));
            Err(error)
        }
    }
}

fn place(which: &Which, revision: i64) -> PathBuf {
    // Codes may hold what has a meaning in paths.
    let safe = |text: &str| -> String {
        let sound = |c: char| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '_'
            }
        };
        text.chars().map(sound).collect()
    };
    let name = format!(
        "samverkan-{}-{}-{}-{revision}-{}.txt",
        safe(&which.offering),
        safe(&which.template),
        which.language.tag(),
        std::process::id()
    );
    std::env::temp_dir().join(name)
}

/// Nobody else's file, nor readable by anybody else.
fn write(path: &Path, text: &str) -> Result {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| cannot(path, error))?;
    file.write_all(text.as_bytes())
        .map_err(|error| cannot(path, error))
}

fn open(path: &Path) -> Result {
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(variable);
    let editor = editor.filter(|editor| !editor.trim().is_empty());
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let done = Command::new(program).args(words).arg(path).status();
    let done = done.map_err(|error| {
        CliError::io(
            text!("Går inte att starta {program}", "Cannot start {program}"),
            error,
        )
    })?;
    if done.success() {
        return Ok(());
    }
    Err(CliError::usage(text!(
        "{program} slutade med ett fel; inget är ändrat",
        "{program} ended with an error; nothing was changed"
    )))
}

fn remove(path: &Path) -> Result {
    fs::remove_file(path).map_err(|error| cannot(path, error))
}

fn cannot(path: &Path, error: std::io::Error) -> CliError {
    let path = path.display();
    CliError::io(
        text!("Går inte att använda {path}", "Cannot use {path}"),
        error,
    )
}
