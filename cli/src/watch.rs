//! A list seen again and again while one waits for something: answers, letters, people at the door.
//!
//! On a terminal the screen is drawn anew, with a mark at what was not there at the look before. Elsewhere all of it
//! is printed each time something has changed, with `--json` as one line.

use crate::{
    error::{CliError, Result},
    output::{Held, Printer},
    text::text,
};
use crossterm::{
    cursor::MoveTo,
    queue,
    terminal::{self, Clear, ClearType, DisableLineWrap, EnableLineWrap},
};
use std::{
    io::{self, IsTerminal as _, Write as _},
    time::Duration,
};

/// Left of a line that has come since the look before, and of one that has not.
const MARKS: [&str; 2] = ["  ", "* "];
/// Lines and columns of a terminal that does not tell.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// Whether and how often to look again.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct Watch {
    /// Look again, every 5 seconds or so many, until Ctrl-C; * marks what is new
    #[arg(long = "watch", value_name = "SECONDS", num_args = 0..=1, require_equals = true,
          default_missing_value = "5", value_parser = clap::value_parser!(u64).range(1..=3600))]
    every: Option<u64>,
}

impl Watch {
    pub(crate) fn is_wanted(self) -> bool {
        self.every.is_some()
    }

    /// Does `look` once, or time after time until Ctrl-C, which is no error. A service that cannot be reached for a
    /// while ends nothing; what it refuses, and a first look that fails, does.
    pub(crate) async fn over(self, out: &Printer, look: impl AsyncFn() -> Result) -> Result {
        let Some(every) = self.every else {
            return look().await;
        };
        let looking = async {
            let mut seen = Seen::new(out, every);
            loop {
                let (held, looked) = out.hold(&look).await;
                match looked {
                    Ok(()) => seen.show(held)?,
                    Err(error) if seen.any() && passes(&error) => seen.miss(&error)?,
                    Err(error) => return Err(error),
                }
                tokio::time::sleep(Duration::from_secs(every)).await;
            }
        };
        tokio::select! {
            ended = looking => ended,
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    }
}

/// Whether it may be otherwise at the next look.
fn passes(error: &CliError) -> bool {
    match error {
        CliError::Unreachable { .. } => true,
        CliError::Refused(problem) => matches!(problem.status, 429 | 502..=504),
        _ => false,
    }
}

/// What was seen at the last look.
struct Seen<'a> {
    out: &'a Printer,
    every: u64,
    data: Option<String>,
    /// Its lines, those marked that were not there before it changed; they stay so until it changes again.
    lines: Vec<String>,
    changed: String,
    /// Whether it was said that the service does not answer, and no look has succeeded since.
    missed: bool,
}

impl<'a> Seen<'a> {
    fn new(out: &'a Printer, every: u64) -> Self {
        Self {
            out,
            every,
            data: None,
            lines: Vec::new(),
            changed: String::new(),
            missed: false,
        }
    }

    fn any(&self) -> bool {
        self.data.is_some()
    }

    fn show(&mut self, now: Held) -> Result {
        self.missed = false;
        let changed = self.data.as_ref() != Some(&now.data);
        if changed {
            self.lines = marked(self.data.as_deref(), &now.data);
            self.changed = clock();
        }
        if self.draws() {
            self.draw(&now.asides)?;
        } else if changed {
            self.out.raw(&now.data)?;
            self.out.asides(&now.asides);
        }
        self.data = Some(now.data);
        Ok(())
    }

    /// The service did not answer this time.
    fn miss(&mut self, error: &CliError) -> Result {
        let said = error.lines(self.out.lang).join("\n") + "\n";
        if self.draws() {
            self.draw(&said)?;
        } else if !self.missed {
            self.out.asides(&said);
        }
        self.missed = true;
        Ok(())
    }

    fn draws(&self) -> bool {
        !self.out.json && io::stdout().is_terminal()
    }

    /// The whole screen at once, from the top; what does not fit is counted.
    fn draw(&self, asides: &str) -> Result {
        let (every, changed) = (self.every, &self.changed);
        let head = text!(
            "Hämtas med {every} s mellanrum, senast ändrat {changed}. Ctrl-C slutar.",
            "Fetched every {every} s, last changed {changed}. Ctrl-C ends."
        );
        let (_, height) = terminal::size().unwrap_or(USUAL_SIZE);
        let asides: Vec<&str> = asides.lines().collect();
        let room = usize::from(height).saturating_sub(asides.len() + 4).max(1);
        let mut screen = vec![head.get(self.out.lang).to_owned(), String::new()];
        screen.extend(self.lines.iter().take(room).cloned());
        if let rest @ 1.. = self.lines.len().saturating_sub(room) {
            let more = text!("… {rest} rader till", "… {rest} more lines");
            screen.push(more.get(self.out.lang).to_owned());
        }
        screen.extend(asides.into_iter().map(str::to_owned));
        paint(&screen)
            .map_err(|error| CliError::io(text!("Går inte att skriva ut", "Cannot print"), error))
    }
}

/// Long lines are cut and not wrapped, so that the height is known; the terminal is left as it was.
fn paint(screen: &[String]) -> io::Result<()> {
    let mut terminal = io::stdout().lock();
    queue!(terminal, DisableLineWrap, MoveTo(0, 0))?;
    for line in screen {
        write!(terminal, "{line}")?;
        queue!(terminal, Clear(ClearType::UntilNewLine))?;
        write!(terminal, "\r\n")?;
    }
    queue!(terminal, Clear(ClearType::FromCursorDown), EnableLineWrap)?;
    terminal.flush()
}

/// The lines of a look, those marked that were not there at the look before; nothing is new at the first.
fn marked(before: Option<&str>, now: &str) -> Vec<String> {
    let mark = |line: &str| {
        let new = before.is_some_and(|before| before.lines().all(|known| known != line));
        format!("{}{line}", MARKS[usize::from(new)])
    };
    now.lines().map(mark).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a person at a terminal repeats no simulation"
)]
fn clock() -> String {
    let now = jiff::Timestamp::now();
    let wall = now.in_tz("Europe/Stockholm");
    wall.map_or_else(
        |_| now.to_string(),
        |wall| wall.strftime("%H:%M:%S").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_come_is_marked() {
        assert_eq!(marked(None, "Anna\nBo\n"), ["  Anna", "  Bo"]);
        let now = marked(Some("Anna  väntar\nBo\n"), "Anna  ja\nBo\nCim\n");
        assert_eq!(now, ["* Anna  ja", "  Bo", "* Cim"]);
    }
}
