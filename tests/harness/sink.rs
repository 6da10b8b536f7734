//! A real SMTP server to deliver to, with STARTTLS, a password, and faults on request.

use crate::TestService;
use samverkan_service::{
    app::App,
    jobs,
    mail::{MailSettings, Mailer, SmtpMailer},
};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

/// Reads every kept message with Python's own mail parser.
const READER: &str = r"
import email, email.policy, json, pathlib, sys
for about in sorted(pathlib.Path(sys.argv[1]).glob('*.json'), key=lambda path: int(path.stem)):
    message = email.message_from_bytes(about.with_suffix('.eml').read_bytes(), policy=email.policy.default)
    kept = json.loads(about.read_text())
    kept['headers'] = [[name.lower(), str(value)] for name, value in message.items()]
    kept['body'] = message.get_content()
    kept['defects'] = [repr(defect) for part in message.walk() for defect in part.defects]
    print(json.dumps(kept))
";

/// The server; it ends when dropped.
pub struct Sink {
    folder: PathBuf,
    port: u16,
    _process: Child,
}

impl Sink {
    /// Starts a server that keeps its mail in `folder`, at a port of its own choice or a given one.
    pub async fn start(folder: &Path, port: u16) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("mail/sink.py");
        let mut process = Command::new(python())
            .arg(script)
            .args([
                "--user",
                "samverkan",
                "--password",
                "hemligt",
                "--stop-on-eof",
            ])
            .args(["--port", &port.to_string(), "--dir"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the sink starts");
        let output = process.stdout.take().expect("the sink's output");
        let line = BufReader::new(output).lines().next_line().await;
        let line = line.expect("a line").expect("the sink is ready");
        let port = line.split(' ').nth(1).and_then(|port| port.parse().ok());
        Self {
            folder: folder.to_owned(),
            port: port.expect("a port"),
            _process: process,
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The service with this server as its relay.
    pub fn relay(&self, service: &TestService) -> App {
        relay(service, &self.folder, self.port, "hemligt")
    }

    /// What has arrived, in order, as Python reads it.
    pub async fn mail(&self) -> Vec<Value> {
        let read = Command::new(python())
            .args(["-c", READER])
            .arg(&self.folder)
            .output()
            .await
            .expect("Python runs");
        assert!(
            read.status.success(),
            "{}",
            String::from_utf8_lossy(&read.stderr)
        );
        let text = String::from_utf8(read.stdout).expect("UTF-8");
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

/// The service with a relay that may not be there.
pub fn relay(service: &TestService, folder: &Path, port: u16, password: &str) -> App {
    let settings = MailSettings {
        from_name: "Samverkan".to_owned(),
        from_address: "samverkan@example.org".to_owned(),
        reply_to: "kursadministration@example.org".to_owned(),
        public_url: service.app.public_url.to_string(),
    };
    let certificate = folder.join("sink.pem");
    let url = format!(
        "smtp://samverkan:{password}@localhost:{port}?tls=required&ca={}",
        certificate.display()
    );
    let mailer = SmtpMailer::from_url(&url, settings).expect("a relay's address");
    App {
        mailer: Arc::new(Mailer::Smtp(mailer)),
        ..service.app.clone()
    }
}

pub async fn tick(app: &App) -> jobs::Done {
    jobs::tick(app).await.expect("a tick")
}

/// A header of a message; empty if it is missing.
pub fn header(message: &Value, name: &str) -> String {
    let headers = message["headers"].as_array().expect("headers");
    let mut found = headers.iter().filter(|pair| pair[0] == name);
    let value = found.next().and_then(|pair| pair[1].as_str());
    assert!(found.next().is_none(), "{name} twice in {message}");
    value.unwrap_or_default().to_owned()
}

/// A folder for a sink; the test removes nothing, `/tmp` is a temporary place.
pub fn folder(service: &TestService) -> PathBuf {
    let folder = env::temp_dir().join(format!("samverkan-sink-{}", service.address.port()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).expect("a folder for the sink");
    folder
}

fn python() -> PathBuf {
    let tools = env::var("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS; run the tests with tests/run");
    PathBuf::from(tools).join("venv/bin/python")
}
