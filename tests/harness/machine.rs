//! A machine whose clock is told what to show, while programs run on it (libfaketime). What waits, waits in real time.

use crate::{Client, binary::Folder, served};
use jiff::Timestamp;
use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

pub struct Machine {
    folder: Folder,
    library: PathBuf,
}

/// Where Debian's package `libfaketime` puts the library: in the folder of the processor's kind.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").expect("/usr/lib");
    let found = folders
        .filter_map(|folder| Some(folder.ok()?.path().join("faketime/libfaketimeMT.so.1")))
        .find(|library| library.exists());
    found.expect("no libfaketime here: tests/run --prepare")
}

impl Machine {
    pub fn new(folder: Folder) -> Self {
        let library = library();
        Self { folder, library }
    }

    fn clock(&self) -> PathBuf {
        self.folder.0.join("clock")
    }

    /// From now on it is this time, for all who run already too.
    pub fn show(&self, at: &str) {
        self.run(at, 1);
    }

    /// The same, and time goes so many times as fast.
    #[expect(
        clippy::disallowed_methods,
        reason = "how far it is from the real time"
    )]
    pub fn run(&self, at: &str, times: u8) {
        let at: Timestamp = at.parse().expect("an instant");
        let ahead = at.as_second() - Timestamp::now().as_second();
        // In one step: the clock is read at all times.
        let new = self.folder.0.join("clock.new");
        fs::write(&new, format!("{ahead:+} x{times}")).expect("a file");
        fs::rename(new, self.clock()).expect("a clock");
    }

    /// The service's program on this machine, whose own time zone is this.
    pub fn program(&self, url: &str, port: u16, zone: &str) -> Command {
        let mut command = served::program(&self.folder.0, url, port);
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAKETIME_TIMESTAMP_FILE", self.clock())
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("TZ", zone);
        command
    }

    /// A client with an administrator's token that is made now and good for so many days.
    pub fn admin(&self, url: &str, client: &Client, days: u8) -> Client {
        let mut command = self.program(url, 0, "UTC");
        let made = command.args(["token", "--days", &days.to_string()]);
        let made = made.stdout(Stdio::piped()).output().expect("the binary");
        assert!(made.status.success(), "{made:?}");
        let token = String::from_utf8(made.stdout).expect("a token");
        client.with_token(token.trim())
    }
}
