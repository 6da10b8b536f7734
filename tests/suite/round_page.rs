//! The page about a whole admission round, run: every command in its order, against a service
//! whose clock the page moves, and every line of output compared.
//!
//! `WRITE_DOCS=1` writes the output into the page instead; read the difference.

use harness::{Engine, TestService, binary::binary, ok, text};
use hyper::Method;
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};
use tokio::process::Command;

const PAGE: &str = "docs/en-antagningsomgang.md";
const APPLICANTS: &[(&str, &str, &str, i64)] = &[
    ("Anna", "Berg", "larare", 2_400),
    ("Bo", "Ceder", "kurator", 1_800),
    ("Cecilia", "Dahl", "larare", 600),
    ("David", "Ek", "kurator", 450),
    ("Elsa", "Fors", "larare", 150),
];

struct Round {
    service: TestService,
    folder: PathBuf,
}

impl Round {
    async fn begin() -> Self {
        let service = TestService::start(Engine::Sqlite).await;
        service.offering().await;
        let (client, _) = service.sign_in("frida@example.org").await;
        let profile = json!({
            "given_name": "Frida", "family_name": "Gran", "profession": "kurator",
        });
        ok(client
            .send_json(Method::PATCH, "/api/v1/me", &[], &profile)
            .await);
        let id = service.app.seeds.id(service.now());
        let folder = std::env::temp_dir().join(format!("samverkan-round-{id}"));
        std::fs::create_dir_all(&folder).unwrap();
        std::os::unix::fs::symlink(root().join("docs"), folder.join("docs")).unwrap();
        Self { service, folder }
    }

    /// What the page says happens between the commands.
    async fn happens(&self, what: &str) {
        match what {
            "anmälningar" => {
                for (n, applicant) in APPLICANTS.iter().enumerate() {
                    self.applies(n, applicant).await;
                }
            }
            "anmälan stänger" => self.service.advance(2 * 3_600),
            other => panic!("nobody knows how {other:?} happens"),
        }
    }

    async fn applies(
        &self,
        n: usize,
        (given, family, profession, credits): &(&str, &str, &str, i64),
    ) {
        let email = format!("applicant{n}@example.org");
        let (client, _) = self.service.sign_in(&email).await;
        let profile = json!({
            "given_name": given, "family_name": family, "profession": profession,
        });
        let merits = json!({ "credits_tenths": credits, "employer": "Örebro kommun" });
        for (method, path, body) in [
            (Method::PATCH, "/api/v1/me", profile),
            (Method::PUT, "/api/v1/me/merits", merits),
        ] {
            ok(client.send_json(method, path, &[], &body).await);
        }
        let path = "/api/v1/offerings/SA123A-V9001V27/applications";
        ok(client.post(path, &json!({ "channel": "URVAL-VT27" })).await);
    }

    async fn first(&self, path: &str) -> String {
        let list: Value = ok(self.service.admin.get(path).await);
        let items = list.get("items").unwrap_or(&list);
        text(&items[0], "id")
    }

    /// What a word of the page stands for now.
    async fn meant(&self, word: &str) -> String {
        let of = |state: &str| format!("/api/v1/applications?channel=URVAL-VT27&state={state}");
        match word {
            "$FRIDA" => text(&self.service.person("Frida").await, "id"),
            "$FRIDAS" => {
                let frida = text(&self.service.person("Frida").await, "id");
                text(&self.service.application(&frida).await, "id")
            }
            "$URVAL" => self.first("/api/v1/channels/URVAL-VT27/selections").await,
            "$RESERV" => self.first(&of("reserve")).await,
            "$KALLAD" => self.first(&of("called")).await,
            "$PLAN" => {
                self.first("/api/v1/offerings/SA123A-V9001V27/cohort-plans")
                    .await
            }
            other => other.to_owned(),
        }
    }

    async fn run(&self, line: &str) -> String {
        let mut words = Vec::new();
        for word in crate::docs::split(line).into_iter().skip(1) {
            words.push(self.meant(&word).await);
        }
        let output = Command::new(binary("samverkan"))
            .args(["--lang", "sv"])
            .args(&words)
            .current_dir(&self.folder)
            .env("SAMVERKAN_URL", format!("http://{}", self.service.address))
            .env("SAMVERKAN_TOKEN", self.service.admin_token().await)
            .stdin(std::process::Stdio::null())
            .output()
            .await
            .expect("the CLI's binary");
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        plain(&String::from_utf8_lossy(&output.stdout))
    }
}

impl Drop for Round {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Output with all that differs from time to time as `…`, without spaces at the ends of lines.
fn plain(output: &str) -> String {
    let digits = |run: &str| run.chars().filter(char::is_ascii_hexdigit).count();
    let mut lines = String::new();
    for line in output.lines() {
        let (mut shown, mut run) = (String::new(), String::new());
        for c in line.chars().chain(['\n']) {
            if c.is_ascii_hexdigit() || c == '-' {
                run.push(c);
                continue;
            }
            shown += if digits(&run) >= 20 { "…" } else { &run };
            run.clear();
            shown.push(c);
        }
        let _ = writeln!(lines, "{}", shown.trim_end());
    }
    lines
}

#[tokio::test]
async fn a_whole_round_is_as_the_page_shows() {
    let page = std::fs::read_to_string(root().join(PAGE)).expect("the page");
    let round = Round::begin().await;
    let (mut written, mut inside, mut ran) = (String::new(), false, 0);
    for line in page.lines() {
        let happens = line.strip_prefix("<!-- sker: ");
        if let Some(what) = happens.and_then(|rest| rest.strip_suffix(" -->")) {
            round.happens(what).await;
        }
        if line.starts_with("```") {
            inside = line == "```console";
        }
        // Old output goes; the new takes its place.
        let command = line.strip_prefix("$ ").filter(|_| inside);
        if inside && command.is_none() && !line.starts_with("```") {
            continue;
        }
        let _ = writeln!(written, "{line}");
        if let Some(command) = command {
            written += &round.run(command).await;
            ran += 1;
        }
    }
    assert!(ran > 15, "only {ran} commands");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(root().join(PAGE), &written).expect("the page is written");
    } else {
        assert_eq!(page, written, "run this test with WRITE_DOCS=1");
    }
}
