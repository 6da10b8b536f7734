//! PostgreSQL with a standby and a proxy in front of the instances: `docs/drift`, on this machine.

use crate::{
    Client,
    binary::Folder,
    served::{Served, program},
};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Until the proxy has seen what has come or gone.
const SEEN: Duration = Duration::from_secs(30);
/// The instances' machines.
pub const MACHINES: [&str; 3] = ["a", "b", "c"];

/// Stopped and removed when dropped.
pub struct Cluster {
    folder: PathBuf,
    /// What the instances keep beside the database: one key for all.
    shared: Folder,
    addresses: BTreeMap<String, String>,
}

fn script(folder: &Path, words: &[&str]) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/cluster.sh");
    let mut command = Command::new(script);
    command.arg(words[0]).arg(folder).args(&words[1..]);
    command.stderr(Stdio::inherit());
    command
}

impl Cluster {
    /// Downloads the programs at the first time.
    #[expect(clippy::new_without_default, reason = "every one is another")]
    pub fn new() -> Self {
        let shared = Folder::new();
        fs::create_dir(&shared.0).expect("a folder");
        let name = shared.0.file_name().expect("a name").to_string_lossy();
        let folder = env::temp_dir().join(name.replace("test", "cluster"));
        let done = script(&folder, &["start"]).stdout(Stdio::null()).status();
        // From here on it is stopped, whatever else goes wrong.
        let mut cluster = Self {
            folder,
            shared,
            addresses: BTreeMap::new(),
        };
        assert!(done.expect("the script").success(), "no cluster");
        let lines = fs::read_to_string(cluster.folder.join("addresses")).expect("addresses");
        let pairs = lines.lines().filter_map(|line| line.split_once('='));
        cluster.addresses = pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        cluster
    }

    /// Does what the script can; gives what it says.
    pub async fn act(&self, words: &[&str]) -> String {
        let command = script(&self.folder, words);
        let mut command = tokio::process::Command::from(command);
        let done = command.stdout(Stdio::piped()).output().await;
        let done = done.expect("the script");
        assert!(done.status.success(), "{words:?}: {}", done.status);
        let said = String::from_utf8(done.stdout).expect("a text");
        said.trim().to_owned()
    }

    /// The database, whichever machine has it.
    pub fn url(&self) -> &str {
        &self.addresses["database"]
    }

    /// What people speak to.
    pub fn clients(&self) -> &str {
        &self.addresses["clients"]
    }

    fn port(&self, machine: &str) -> u16 {
        let address = &self.addresses[&format!("instance_{machine}")];
        let (_, port) = address.rsplit_once(':').expect("a port");
        port.parse().expect("a number")
    }

    /// An instance with the settings of docs/drift that matter here, not ready yet.
    pub fn instance(&self, machine: &str) -> Served {
        let port = self.port(machine);
        let mut serve = program(&self.shared.0, self.url(), port);
        let drain = "SAMVERKAN_DRAIN_SECONDS";
        let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/drift/samverkan.env");
        let settings = fs::read_to_string(settings).expect("the example");
        let mut lines = settings.lines().filter_map(|line| line.split_once('='));
        let (_, seconds) = lines.find(|(name, _)| *name == drain).expect("a setting");
        Served::of(serve.arg("serve").env(drain, seconds), port)
    }

    /// All instances, ready and seen by the proxy.
    pub async fn instances(&self) -> Vec<Served> {
        let mut all: Vec<Served> = MACHINES.iter().map(|name| self.instance(name)).collect();
        for instance in &mut all {
            instance.ready().await;
        }
        self.seen().await;
        all
    }

    /// Waits until every instance gets requests.
    pub async fn seen(&self) {
        let all = |stats: &str| {
            let up = |line: &&str| line.starts_with("ready,") && line.contains(",UP,");
            // The servers' lines, and the one of them all.
            stats.lines().filter(up).count() == MACHINES.len() + 1
        };
        let since = Instant::now();
        while !all(&self.act(&["proxy"]).await) {
            assert!(since.elapsed() < SEEN, "not seen by the proxy");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until Patroni on this machine says that it has the primary.
    pub async fn promoted(&self, machine: &str, within: Duration) -> Option<Instant> {
        let address = &self.addresses[&format!("patroni_{machine}")];
        let patroni = Client::new(format!("http://{address}"));
        let since = Instant::now();
        while since.elapsed() < within {
            if let Ok(reply) = patroni.get("/primary").await
                && reply.status == 200
            {
                return Some(Instant::now());
            }
            sleep(Duration::from_millis(20)).await;
        }
        None
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = script(&self.folder, &["stop"]).status();
    }
}

/// The one of the two machines with a database that this is not.
pub fn other(machine: &str) -> &'static str {
    if machine == "a" { "b" } else { "a" }
}
