//! The service's own binary, run as a newcomer would.

use crate::TestService;
use jiff::Timestamp;
use samverkan_service::seeds::Seeds;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A folder of its own, made by whoever uses it and removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    #[expect(clippy::new_without_default, reason = "every one is another")]
    pub fn new() -> Self {
        let id = Seeds::default().id(Timestamp::UNIX_EPOCH);
        Self(std::env::temp_dir().join(format!("samverkan-test-{id}")))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A binary of the workspace, beside the test that runs. `tests/run` builds it.
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let folder = test.ancestors().nth(2).expect("the profile's folder");
    let path = folder.join(name);
    assert!(
        path.exists(),
        "{} is missing: cargo build --workspace --bins --tests",
        path.display()
    );
    path
}

/// What the command line says in Swedish to who has this token, both streams together, and its exit
/// code. It runs in `folder` and asks nothing.
pub async fn administer(
    service: &TestService,
    token: &str,
    folder: &Folder,
    words: &[&str],
) -> (i32, String) {
    let ran = tokio::process::Command::new(binary("samverkan"))
        .args(["--lang", "sv", "--yes"])
        .args(words)
        .current_dir(&folder.0)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", token)
        .output();
    let ran = ran.await.expect("the binary");
    let said = [ran.stdout, ran.stderr].concat();
    (
        ran.status.code().expect("an exit code"),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// The demonstration in `folder`, on the embedded database or the one at `url`.
pub fn demo(folder: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(binary("samverkan-service"));
    command
        .args(["demo", "--port", "0", "--exit", "--lang", "en", "--dir"])
        .arg(folder);
    command
        .env_remove("SAMVERKAN_DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(url) = url {
        command.env("SAMVERKAN_DATABASE_URL", url);
    }
    command
}

/// Standard output of a command that succeeded.
#[track_caller]
pub fn output(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {error}", output.status);
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}
