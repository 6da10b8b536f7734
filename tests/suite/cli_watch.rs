//! `--watch`: a list that is seen anew while one waits, on a terminal and by a script.

use super::cohort_terminal::USUAL;
use harness::{
    Engine, TestService,
    binary::binary,
    ok,
    proxy::{Proxy, Wire},
    round,
    terminal::Terminal,
    text,
};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::{net::SocketAddr, process::Stdio, time::Duration};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout, Command},
    time::timeout,
};

const CTRL_C: &str = "\u{3}";
/// Longest wait for a line.
const PATIENCE: Duration = Duration::from_secs(20);
/// So long that several looks have been made.
const SEVERAL_LOOKS: Duration = Duration::from_secs(4);

/// Somebody who waits as a reserve leaves; gives the name.
async fn somebody_leaves(service: &TestService) -> String {
    let path = "/api/v1/applications?state=reserve&limit=1";
    let page = ok(service.admin.get(path).await);
    service.withdraw(&text(&page["items"][0], "person")).await;
    text(&page["items"][0], "person_name")
}

#[tokio::test]
async fn a_terminal_shows_what_has_changed() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let settings = [
        ("SAMVERKAN_URL", format!("http://{}", service.address)),
        ("SAMVERKAN_TOKEN", service.admin_token().await),
        ("NO_COLOR", "1".to_owned()),
    ];
    let words = ["--lang", "sv", "offering", "list", "--watch=1"];
    let mut terminal = Terminal::start(binary("samverkan"), &words, &settings, USUAL);
    let before = terminal.shows(&format!("  {}", round::OFFERING)).await;
    assert!(before.contains("Hämtas med 1 s mellanrum"), "{before}");
    assert!(!before.contains("* "), "nothing is new yet: {before}");
    somebody_leaves(&service).await;
    let after = terminal.shows(&format!("* {}", round::OFFERING)).await;
    assert!(after.contains("  Kod"), "the head is not: {after}");
    terminal.press(CTRL_C);
    assert_eq!(terminal.end().await, 0);
    assert!(terminal.is_as_it_was().await);
}

/// A watch that a script reads.
struct Watched {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
    err: Lines<BufReader<ChildStderr>>,
}

impl Watched {
    async fn start(service: &TestService, address: SocketAddr, words: &[&str]) -> Self {
        let mut child = Command::new(binary("samverkan"))
            .args(["--lang", "sv", "--json"])
            .args(words)
            .env("SAMVERKAN_URL", format!("http://{address}"))
            .env("SAMVERKAN_TOKEN", service.admin_token().await)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the binary");
        let out = child.stdout.take().expect("an output");
        let err = child.stderr.take().expect("an output");
        Self {
            child,
            out: BufReader::new(out).lines(),
            err: BufReader::new(err).lines(),
        }
    }

    async fn next(&mut self) -> Value {
        let line = timeout(PATIENCE, self.out.next_line()).await;
        let line = line.expect("in time").expect("readable").expect("a line");
        serde_json::from_str(&line).expect("JSON on one line")
    }

    async fn is_silent(&mut self) -> bool {
        timeout(SEVERAL_LOOKS, self.out.next_line()).await.is_err()
    }
}

#[tokio::test]
async fn a_script_gets_a_line_for_each_change() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let words = ["application", "list", "--state", "reserve", "--watch=1"];
    let mut watched = Watched::start(&service, service.address, &words).await;
    let names = |page: &Value| page["items"].to_string();
    let before = watched.next().await;
    assert!(watched.is_silent().await, "nothing has changed");
    let left = somebody_leaves(&service).await;
    let after = watched.next().await;
    assert!(names(&before).contains(&left) && !names(&after).contains(&left));
    let pid = watched.child.id().and_then(|pid| i32::try_from(pid).ok());
    kill_process(pid.and_then(Pid::from_raw).expect("it"), Signal::INT).expect("sent");
    let ended = timeout(PATIENCE, watched.child.wait()).await;
    assert_eq!(ended.expect("in time").expect("a status").code(), Some(0));
}

#[tokio::test]
async fn a_service_that_is_away_for_a_while_ends_nothing() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let wire = Proxy::to(service.address).await;
    let words = ["application", "list", "--state", "reserve", "--watch=1"];
    let mut watched = Watched::start(&service, wire.address, &words).await;
    watched.next().await;
    wire.set(Wire::Cut);
    let said = timeout(PATIENCE, watched.err.next_line()).await;
    let said = said.expect("in time").expect("readable").expect("a line");
    assert!(said.contains("Tjänsten svarar inte"), "{said}");
    assert!(watched.is_silent().await);
    wire.set(Wire::Whole);
    let left = somebody_leaves(&service).await;
    assert!(!watched.next().await.to_string().contains(&left));
    // It was said once, however often it was looked.
    drop(watched.child);
    let rest = timeout(PATIENCE, watched.err.next_line()).await;
    assert_eq!(rest.expect("in time").ok().flatten(), None);
}

#[tokio::test]
async fn what_cannot_be_watched_is_said_at_once() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let run = async |words: &[&str], address: SocketAddr| {
        let mut ran = Command::new(binary("samverkan"));
        ran.args(["--lang", "sv"]).args(words);
        ran.env("SAMVERKAN_URL", format!("http://{address}"));
        ran.env("SAMVERKAN_TOKEN", &token).kill_on_drop(true);
        let ran = timeout(PATIENCE, ran.output()).await.expect("in time");
        let ran = ran.expect("the binary");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        (ran.status.code(), said)
    };
    let nobody = SocketAddr::from(([127, 0, 0, 1], 9));
    let (code, said) = run(&["status", "--watch"], nobody).await;
    assert!(code == Some(4) && said.contains("svarar inte"), "{said}");
    let (code, said) = run(
        &["offering", "show", "SA000A-X", "--watch"],
        service.address,
    )
    .await;
    assert!(code == Some(3), "{said}");
    let (code, said) = run(&["--watch", "status"], service.address).await;
    assert!(code == Some(2) && said.contains("status --watch"), "{said}");
    for words in [&["status", "--watch=0"][..], &["token", "list", "--watch"]] {
        let (code, said) = run(words, service.address).await;
        assert_eq!(code, Some(2), "{said}");
    }
}
