//! The one place that prints: tables for people, JSON for scripts.
//!
//! Standard output is data only; notes, questions, progress and errors go to standard error. All
//! can be read without colour.

use crate::{
    args::Globals,
    error::{CliError, Result},
    table::{aligned, clean},
    text::{Lang, Text, text},
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::{
    cell::RefCell,
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    time::Duration,
};
use unicode_width::UnicodeWidthStr as _;

pub(crate) use crate::table::{Column, bar, col, num};

/// Longest line that is read as an answer or a token (bytes).
const ANSWER_BYTES: u64 = 4096;

/// Where and how to print.
#[derive(Debug)]
pub(crate) struct Printer {
    pub(crate) lang: Lang,
    pub(crate) json: bool,
    pub(crate) verbose: bool,
    /// Answer yes to every question.
    pub(crate) yes: bool,
    pub(crate) colour: bool,
    /// What would have been printed, while it is held back.
    held: RefCell<Option<Held>>,
}

/// What a look would have printed: the data, and the remarks beside it.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) data: String,
    pub(crate) asides: String,
}

impl Printer {
    pub(crate) fn new(lang: Lang, globals: &Globals, colour: bool) -> Self {
        Self {
            lang,
            json: globals.json,
            verbose: globals.verbose,
            yes: globals.yes,
            colour,
            held: RefCell::new(None),
        }
    }

    /// Does something and gives what it would have printed; JSON then takes one line.
    pub(crate) async fn hold(&self, work: impl AsyncFn() -> Result) -> (Held, Result) {
        self.held.replace(Some(Held::default()));
        let done = work().await;
        (self.held.take().unwrap_or_default(), done)
    }

    /// Prints the value as JSON where that was asked for, otherwise what `people` prints.
    pub(crate) fn show<T: Serialize>(
        &self,
        value: &T,
        people: impl FnOnce(&Self) -> Result,
    ) -> Result {
        if !self.json {
            return people(self);
        }
        let json = match &*self.held.borrow() {
            Some(_) => serde_json::to_string(value),
            None => serde_json::to_string_pretty(value),
        };
        match json {
            Ok(json) => self.raw(&format!("{json}\n")),
            Err(error) => Err(CliError::NotUnderstood {
                detail: error.to_string(),
            }),
        }
    }

    /// A line of data for people.
    pub(crate) fn line(&self, line: &str) -> Result {
        self.raw(&format!("{}\n", clean(line)))
    }

    pub(crate) fn say(&self, text: &Text) -> Result {
        self.line(text.get(self.lang))
    }

    /// A table with aligned columns, in the order given.
    pub(crate) fn table(&self, columns: &[Column], rows: &[Vec<String>]) -> Result {
        if rows.is_empty() {
            self.note(&text!("Inget att visa", "Nothing to show"));
            return Ok(());
        }
        let headers: Vec<_> = columns
            .iter()
            .map(|column| self.lang.pick(column.sv, column.en))
            .collect();
        let numbers: Vec<_> = columns.iter().map(|column| column.number).collect();
        self.raw(&aligned(&headers, &numbers, rows, self.colour))
    }

    /// Names and values, one a line; values that are empty are left out.
    pub(crate) fn facts(&self, facts: &[(Column, String)]) -> Result {
        let facts: Vec<_> = facts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let name = |column: &Column| self.lang.pick(column.sv, column.en);
        let width = facts
            .iter()
            .map(|(column, _)| name(column).width())
            .max()
            .unwrap_or(0);
        facts.iter().try_for_each(|(column, value)| {
            let name = name(column);
            let pad = " ".repeat(width - name.width());
            self.line(&format!("{name}{pad}  {value}"))
        })
    }

    /// Prints to standard output as it stands.
    pub(crate) fn raw(&self, text: &str) -> Result {
        if let Some(held) = &mut *self.held.borrow_mut() {
            held.data += text;
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::ReaderGone,
            _ => CliError::io(text!("Går inte att skriva ut", "Cannot print"), error),
        })
    }

    /// A remark beside the data, on standard error.
    pub(crate) fn note(&self, text: &Text) {
        self.aside(text.get(self.lang));
    }

    /// Shows an error and what to try.
    pub(crate) fn error(&self, error: &CliError) {
        let mut lines = error.lines(self.lang).into_iter();
        if let Some(first) = lines.next() {
            let label = match error {
                // To say no is no error.
                CliError::NotConfirmed => String::new(),
                _ => self.painted("31", self.lang.pick("fel: ", "error: ")),
            };
            self.aside(&format!("{label}{}", clean(&first)));
        }
        lines.for_each(|line| self.aside(&clean(&line)));
        if self.verbose {
            error
                .details()
                .iter()
                .for_each(|line| self.aside(&format!("  {line}")));
        }
        if let Some(hint) = error.hint() {
            let label = self.painted("36", self.lang.pick("tips:", "hint:"));
            self.aside(&format!("{label} {}", hint.get(self.lang)));
        }
    }

    /// Whether to go on, knowing the consequence. Without a terminal nobody can be asked: then
    /// yes, as scripts expect.
    pub(crate) fn confirm(&self, consequence: &Text) -> Result {
        if self.yes || !interactive() {
            return Ok(());
        }
        self.note(consequence);
        self.ask(&text!("Fortsätta? [j/N] ", "Go on? [y/N] "));
        let answer = read_line()?.to_lowercase();
        match answer.as_str() {
            "y" | "yes" | "j" | "ja" => Ok(()),
            _ => Err(CliError::NotConfirmed),
        }
    }

    /// Reads a secret: without echo from a terminal, otherwise a line from standard input.
    pub(crate) fn secret(&self, prompt: &Text) -> Result<String> {
        if !interactive() {
            return read_line();
        }
        self.ask(prompt);
        let secret = rpassword::read_password();
        let secret = secret
            .map_err(|error| CliError::io(text!("Går inte att läsa", "Cannot read"), error))?;
        Ok(secret.trim().to_owned())
    }

    /// A turning wheel while the service works; nothing where nobody looks.
    pub(crate) fn spinner(&self, text: &Text) -> Working {
        let bar = if self.quiet() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new_spinner()
        };
        bar.set_message(text.get(self.lang).to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Working(bar)
    }

    /// A bar for work of known length; nothing where nobody looks.
    pub(crate) fn progress(&self, length: u64) -> Working {
        let bar = if self.quiet() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(length)
        };
        as_bar(&bar);
        Working(bar)
    }

    /// Whether nobody looks on.
    pub(crate) fn quiet(&self) -> bool {
        self.json || !io::stderr().is_terminal()
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.colour && io::stderr().is_terminal() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    // A closed standard error is no reason to stop: exit code and data tell as much.
    fn ask(&self, prompt: &Text) {
        let mut err = io::stderr().lock();
        let _ = err
            .write_all(prompt.get(self.lang).as_bytes())
            .and_then(|()| err.flush());
    }

    fn aside(&self, line: &str) {
        self.asides(&format!("{line}\n"));
    }

    /// Remarks as they stand.
    pub(crate) fn asides(&self, lines: &str) {
        match &mut *self.held.borrow_mut() {
            Some(held) => held.asides += lines,
            // A closed standard error is no reason to stop: exit code and data tell as much.
            None => drop(io::stderr().write_all(lines.as_bytes())),
        }
    }
}

/// Progress on the screen; gone when dropped.
#[derive(Debug)]
pub(crate) struct Working(ProgressBar);

fn as_bar(bar: &ProgressBar) {
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {elapsed}  {msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
}

impl Working {
    /// What turned becomes a bar, once the length is known.
    pub(crate) fn lengthen(&self, length: u64) {
        if self.0.length() != Some(length) {
            self.0.set_length(length);
            as_bar(&self.0);
        }
    }

    pub(crate) fn update(&self, position: u64, message: String) {
        self.0.set_position(position);
        self.0.set_message(message);
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Whether a person sits at both ends.
fn interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn read_line() -> Result<String> {
    let mut line = String::new();
    let read = io::Read::take(io::stdin().lock(), ANSWER_BYTES).read_line(&mut line);
    read.map_err(|error| CliError::io(text!("Går inte att läsa", "Cannot read"), error))?;
    Ok(line.trim().to_owned())
}
