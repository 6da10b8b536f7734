//! A program in a terminal of its own: what is pressed goes in, what it draws is seen as a person
//! would, and whether the terminal was given back as it was.

use rustix::{
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize},
};
use std::{
    ffi::OsStr,
    fs::{File, OpenOptions},
    io::{Read as _, Write as _},
    num::NonZero,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    process::{Child, Command},
    sync::watch,
    time::timeout,
};

/// Longest wait for something to appear (a machine may be busy with other tests).
const PATIENCE: Duration = Duration::from_secs(20);

/// The number of lines or columns.
fn size_of(number: u16) -> NonZero<u16> {
    NonZero::new(number).expect("a size")
}

pub struct Terminal {
    /// Our end: the keyboard and the screen.
    ours: File,
    /// The program's end, kept open so that its state can be read when the program has gone.
    theirs: File,
    child: Child,
    screen: Arc<Mutex<vt100::Parser>>,
    drawn: watch::Receiver<u64>,
}

impl Terminal {
    /// Starts a program on a terminal of so many lines and columns.
    pub fn start(
        program: impl AsRef<OsStr>,
        words: &[&str],
        settings: &[(&str, String)],
        (lines, columns): (u16, u16),
    ) -> Self {
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
        let size = Winsize {
            ws_row: lines,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&theirs, size).expect("a size");
        // With a session of its own, of which this is the controlling terminal.
        let child = Command::new("setsid")
            .args(["--ctty".as_ref(), program.as_ref()])
            .args(words)
            .env_clear()
            .env("TERM", "xterm-256color")
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .kill_on_drop(true)
            .spawn()
            .expect("setsid");
        let ours = File::from(ours);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            size_of(lines),
            size_of(columns),
            0,
        )));
        let (tell, drawn) = watch::channel(0);
        let (mut reads, shown) = (ours.try_clone().expect("a copy"), screen.clone());
        std::thread::spawn(move || {
            let mut octets = [0; 4096];
            // It ends with an error when both ends are closed.
            while let Ok(length @ 1..) = reads.read(&mut octets) {
                shown.lock().expect("the screen").process(&octets[..length]);
                tell.send_modify(|times| *times += 1);
            }
        });
        Self {
            ours,
            theirs,
            child,
            screen,
            drawn,
        }
    }

    /// Presses keys, as a terminal sends them.
    pub fn press(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).expect("a keyboard");
    }

    /// What stands on the screen, without spaces at the ends of lines.
    pub fn screen(&self) -> String {
        let screen = self.screen.lock().expect("the screen");
        let contents = screen.screen().contents();
        let lines: Vec<&str> = contents.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Waits until the screen shows these words; gives all of it.
    pub async fn shows(&mut self, words: &str) -> String {
        let waited = timeout(PATIENCE, async {
            while !self.screen().contains(words) {
                self.drawn.changed().await.expect("a screen");
            }
        });
        assert!(waited.await.is_ok(), "no {words} in\n{}", self.screen());
        self.screen()
    }

    pub fn signal(&self, signal: Signal) {
        let pid = self.child.id().and_then(|pid| i32::try_from(pid).ok());
        let pid = pid.and_then(Pid::from_raw).expect("still there");
        kill_process(pid, signal).expect("sent");
    }

    /// Its exit code.
    pub async fn end(&mut self) -> i32 {
        let ended = timeout(PATIENCE, self.child.wait()).await;
        let ended = ended.unwrap_or_else(|_| panic!("it goes on:\n{}", self.screen()));
        ended.expect("a status").code().expect("an exit code")
    }

    /// Whether a program has the screen for itself, and reads every key.
    pub fn is_taken(&self) -> bool {
        let screen = self.screen.lock().expect("the screen");
        screen.screen().alternate_screen() && !self.reads_lines()
    }

    /// Whether letters are shown as they are typed, lines are read whole, the cursor is seen, and the
    /// usual screen is shown, as soon as all that was written has been read.
    pub async fn is_as_it_was(&mut self) -> bool {
        let given = timeout(PATIENCE, async {
            loop {
                {
                    let screen = self.screen.lock().expect("the screen");
                    if !screen.screen().alternate_screen() && !screen.screen().hide_cursor() {
                        return;
                    }
                }
                self.drawn.changed().await.expect("a screen");
            }
        });
        given.await.is_ok() && self.reads_lines()
    }

    fn reads_lines(&self) -> bool {
        let modes = tcgetattr(&self.theirs).expect("its modes").local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }
}
