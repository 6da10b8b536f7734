//! The terminal while the board has it: raw and on a screen of its own, and given back as it was,
//! however the board ends: by itself, by an error, by a panic. Signals end it by themselves (`mod`).

use super::state::Key;
use crate::{
    error::{CliError, Result},
    text::text,
    variable,
};
use crossterm::{
    cursor::Show,
    event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    execute,
    terminal::{
        Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};
use ratatui::{Terminal, backend::CrosstermBackend};
use std::{
    io::{self, IsTerminal as _, Stdout},
    panic,
    sync::atomic::{AtomicBool, Ordering},
};

/// Whether the terminal is not as it was.
static TAKEN: AtomicBool = AtomicBool::new(false);

pub(super) struct Screen(pub(super) Terminal<CrosstermBackend<Stdout>>);

/// Whether there is a terminal that a board can be drawn on, or what to use instead.
pub(super) fn needed() -> Result {
    let dumb = variable("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    if io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb {
        return Ok(());
    }
    Err(CliError::usage_with(
        text!(
            "Tavlan behöver en terminal, både att läsa från och att rita på",
            "The board needs a terminal, both to read from and to draw on"
        ),
        text!(
            "utan terminal: `samverkan cohort show`, `explain`, `move`, `swap`, `lock` och `commit`, alla med --json",
            "without a terminal: `samverkan cohort show`, `explain`, `move`, `swap`, `lock` and `commit`, all with --json"
        ),
    ))
}

impl Screen {
    pub(super) fn take() -> Result<Self> {
        let lost = |error| {
            CliError::io(
                text!(
                    "Går inte att rita på terminalen",
                    "Cannot draw on the terminal"
                ),
                error,
            )
        };
        restore_at_panic();
        TAKEN.store(true, Ordering::SeqCst);
        // From here on dropping it gives the terminal back.
        let screen = Self(Terminal::new(CrosstermBackend::new(io::stdout())).map_err(lost)?);
        enable_raw_mode().map_err(lost)?;
        // Its own way of clearing would first ask the terminal where the cursor is, and wait.
        execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All)).map_err(lost)?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, once. A terminal that has gone can be given nothing.
fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
    }
}

/// What a panic says must be said on the terminal as it was, not on the board's screen.
fn restore_at_panic() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |about| {
        restore();
        before(about);
    }));
}

/// Waits for the next key; nothing where the terminal has something else to say, such as its size.
pub(super) fn wait() -> io::Result<Option<Key>> {
    Ok(match event::read()? {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key),
        _ => None,
    })
}

fn key_of(key: KeyEvent) -> Option<Key> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('c') if control => Key::Interrupt,
        KeyCode::Char(letter) if !control => Key::Letter(letter),
        KeyCode::Left | KeyCode::BackTab => Key::Left,
        KeyCode::Right | KeyCode::Tab => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home | KeyCode::PageUp => Key::First,
        KeyCode::End | KeyCode::PageDown => Key::Last,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Back,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::{
        pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
        termios::{LocalModes, tcgetattr},
    };
    use std::{
        fs::{File, OpenOptions},
        io::Read as _,
        process::{Command, Stdio},
    };

    /// How the board is to end, in the process that the tests start.
    const HOW: &str = "SAMVERKAN_TEST_BOARD_ENDS";

    /// Not a test of its own: takes the terminal, and ends as it is told to.
    #[test]
    fn ends_badly() {
        let Some(how) = variable(HOW) else { return };
        let taken = Screen::take();
        assert_ne!(how, "panic", "a fault in the board");
        drop(taken);
    }

    /// Runs that on a terminal; gives what it wrote, and whether the terminal reads as before.
    fn ended(how: &str) -> (String, bool) {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).expect("granted");
        unlockpt(&ours).expect("unlocked");
        let name = ptsname(&ours, Vec::new()).expect("its name");
        let open = || {
            let mut options = OpenOptions::new();
            let opened = options
                .read(true)
                .write(true)
                .open(name.to_str().expect("a path"));
            opened.expect("the other end")
        };
        let theirs = open();
        let status = Command::new(std::env::current_exe().expect("this test"))
            .args(["board::screen::tests::ends_badly", "--exact", "--nocapture"])
            .env(HOW, how)
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .status();
        assert_eq!(status.expect("a status").success(), how != "panic");
        let modes = tcgetattr(&theirs).expect("its modes").local_modes;
        drop(theirs);
        let (mut ours, mut written) = (File::from(ours), Vec::new());
        // The other end is closed: an error says so, after all that was written.
        let _ = ours.read_to_end(&mut written);
        let written = String::from_utf8_lossy(&written).into_owned();
        (
            written,
            modes.contains(LocalModes::ECHO | LocalModes::ICANON),
        )
    }

    const TAKES: &str = "\u{1b}[?1049h";
    const GIVES: &str = "\u{1b}[?1049l";

    #[test]
    fn a_panic_gives_the_terminal_back_before_it_speaks() {
        let (written, reads) = ended("panic");
        assert!(reads && written.contains(TAKES), "{written}");
        let given = written.find(GIVES).expect("given back");
        let said = written.find("a fault in the board").expect("said");
        assert!(given < said, "{written}");
        assert_eq!(written.matches(GIVES).count(), 1);
    }

    #[test]
    fn an_error_gives_the_terminal_back() {
        let (written, reads) = ended("error");
        assert!(
            reads && written.contains(TAKES) && written.contains(GIVES),
            "{written}"
        );
    }
}
