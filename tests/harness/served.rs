//! The service's own binary on a database, as an installation runs it: to be killed, cut off and started anew.

use crate::{Client, binary::binary, crowd, instance::Instance, ok};
use hyper::Method;
use rustix::process::{Pid, Signal, kill_process};
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tokio::time::sleep;

pub const CHANNEL: &str = "OPEN";
pub const APPLY: &str = "/api/v1/offerings/SA123A-V9001V27/applications";
/// Until it has to be ready, with much else going on.
const READY: Duration = Duration::from_secs(30);

/// A process. Killed when dropped.
pub struct Served {
    child: Child,
    port: u16,
}

/// A port that is free for now, below those that the kernel gives to clients.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The service's program, told what every run of it needs.
pub fn program(folder: &Path, url: &str, port: u16) -> Command {
    let mut command = Command::new(binary("samverkan-service"));
    command
        .current_dir(folder)
        .env("SAMVERKAN_DATABASE_URL", url)
        .env("SAMVERKAN_LISTEN", format!("127.0.0.1:{port}"))
        .env("SAMVERKAN_LOG", "error")
        // Shown by the runner if the test fails.
        .stdout(Stdio::null());
    command
}

/// Starts a service that is to refuse; what it says.
pub fn refused(folder: &Path, url: &str) -> Output {
    let mut command = program(folder, url, 0);
    command.arg("serve").stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary");
    let end = Instant::now() + READY;
    while child.try_wait().expect("a child").is_none() {
        if Instant::now() > end {
            child.kill().expect("SIGKILL");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().expect("what it says")
}

impl Served {
    pub fn start(folder: &Path, url: &str, port: u16) -> Self {
        let mut command = program(folder, url, port);
        Self::of(command.arg("serve"), port)
    }

    /// A process of one's own making that becomes the service.
    pub fn of(command: &mut Command, port: u16) -> Self {
        let child = command.spawn().expect("the binary");
        Self { child, port }
    }

    pub fn client(&self) -> Client {
        Client::new(base(self.port))
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it is ready; gives how long that took. No longer if it has ended.
    pub async fn ready(&mut self) -> Duration {
        let since = Instant::now();
        let client = self.client();
        while since.elapsed() < READY {
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none(), "it has ended: {ended:?}");
            if let Ok(reply) = client.get("/readyz").await
                && reply.status == 200
            {
                return since.elapsed();
            }
            sleep(Duration::from_millis(5)).await;
        }
        panic!("not ready in {READY:?}");
    }

    /// As systemd stops it: asked to, and waited for.
    pub async fn stop(&mut self) {
        self.ask_to_stop();
        let since = Instant::now();
        loop {
            match self.child.try_wait().expect("a child") {
                Some(ended) => return assert!(ended.success(), "{ended}"),
                None => assert!(since.elapsed() < READY, "it does not stop"),
            }
            sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn ask_to_stop(&self) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process"), Signal::TERM).expect("SIGTERM");
    }

    /// As `kill -9` does it.
    pub fn kill(&mut self) {
        self.child.kill().expect("SIGKILL");
        self.child.wait().expect("a dead child");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn base(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// A course with one open channel, and a crowd; gives the crowd's tokens.
pub async fn prepare(url: &str, seats: usize, people: usize) -> Vec<String> {
    let instance = Instance::on(url).await;
    let admin = instance.staff(Role::Administrator).await;
    let course = json!({
        "code": "SA123A", "title_sv": "S", "title_en": "C", "credits_tenths": 150,
        "level": "A1N", "main_field": "S", "source": "test", "demo": true,
    });
    ok(admin.post("/api/v1/courses", &course).await);
    let offering = json!({
        "course": "SA123A", "code": "SA123A-V9001V27", "term": "VT2027",
        "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
        "teaching": "distance", "language": "sv", "cohort_size": 7, "demo_note": "test",
    });
    ok(admin.post("/api/v1/offerings", &offering).await);
    let channel = json!({
        "code": CHANNEL, "kind": "open", "title_sv": "O", "title_en": "O", "seats": seats,
    });
    let channels = "/api/v1/offerings/SA123A-V9001V27/channels";
    ok(admin.post(channels, &channel).await);
    let tokens = crowd::enter(&instance.app.database, people).await;
    instance.app.database.close().await;
    tokens
}

/// Asks once for a place; none: no answer, or "not now".
pub async fn ask(client: &Client, key: Option<&str>) -> Option<Value> {
    let headers: Vec<(&str, &str)> = key.iter().map(|key| ("idempotency-key", *key)).collect();
    let body = json!({ "channel": CHANNEL });
    let reply = client.send_json(Method::POST, APPLY, &headers, &body).await;
    match reply {
        Ok(reply) if reply.status != 503 => Some(ok(Ok(reply))),
        _ => None,
    }
}

/// Asks the one and the other, with the same key, until there is an answer.
pub async fn insist(token: &str, bases: &[String], first: usize) -> Value {
    let clients: Vec<Client> = bases
        .iter()
        .map(|base| Client::new(base).with_token(token))
        .collect();
    for n in first.. {
        if let Some(answer) = ask(&clients[n % clients.len()], Some("k")).await {
            return answer;
        }
        sleep(Duration::from_millis(20)).await;
    }
    unreachable!("there is no end of numbers")
}

/// What must be true when all has been answered twice, and what is stored: nobody is lost or doubled, no seat is sold
/// twice, the same key has the same answer, and the trail is whole.
pub async fn checked(url: &str, seats: usize, answers: usize) {
    let instance = Instance::on(url).await;
    crowd::check(&instance.app.database, CHANNEL, seats, answers).await;
    let auditor = instance.staff(Role::Auditor).await;
    let verification = ok(auditor.get("/api/v1/audit/verification").await);
    assert_eq!(verification["sound"], true, "{verification}");
    instance.app.database.close().await;
}
