//! The administrators' CLI: the real binary against a real service.

use harness::{Engine, TestService, ok, text};
use serde_json::{Value, json};
use std::{
    fmt,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
};
use tokio::{io::AsyncWriteExt as _, process::Command};

const OFFERING: &str = "SA123A-V9001V27";

/// `samverkan`, beside the folder of test binaries.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("this test");
        let binary = test
            .ancestors()
            .nth(2)
            .expect("target folder")
            .join("samverkan");
        // Whoever tests the whole workspace has built it; with `-p samverkan-tests` nobody has.
        if !binary.exists() {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let built = std::process::Command::new(cargo)
                .args(["build", "-p", "samverkan-cli"])
                .status();
            assert!(
                built.expect("cargo").success(),
                "cargo build -p samverkan-cli failed"
            );
        }
        assert!(
            binary.exists(),
            "no {}; run `cargo build -p samverkan-cli`",
            binary.display()
        );
        binary
    })
}

/// What a run of the binary gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "exit {}\n--- out\n{}--- err\n{}",
            self.code, self.out, self.err
        )
    }
}

/// The binary with a folder and settings of its own.
struct Cli {
    folder: PathBuf,
    settings: Vec<(&'static str, String)>,
}

impl Cli {
    fn new() -> Self {
        let id = samverkan_service::seeds::Seeds::default().id(jiff::Timestamp::UNIX_EPOCH);
        let folder = std::env::temp_dir().join(format!("samverkan-cli-{id}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self {
            folder,
            settings: Vec::new(),
        }
    }

    /// Speaks to the service as an administrator.
    async fn to(service: &TestService) -> Self {
        let mut cli = Self::new();
        cli.settings = vec![
            ("SAMVERKAN_URL", format!("http://{}", service.address)),
            ("SAMVERKAN_TOKEN", token(service).await),
        ];
        cli
    }

    async fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "").await
    }

    async fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = Command::new(binary())
            .args(arguments)
            .env_clear()
            .env("SAMVERKAN_CLI_CONFIG", self.path("config.toml"))
            .envs(self.settings.iter().cloned())
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary");
        let mut stdin = child.stdin.take().expect("standard input");
        // Most commands read nothing and may be gone already.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let output = child.wait_with_output().await.expect("an end");
        Ran {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Must do what is asked; gives the JSON.
    async fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat()).await;
        assert_eq!(ran.code, 0, "{arguments:?}: {ran}");
        serde_json::from_str(&ran.out).expect("JSON")
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().expect("UTF-8").to_owned()
    }
}

impl Drop for Cli {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn token(service: &TestService) -> String {
    let new = json!({ "name": "cli", "role": "administrator", "days": 1 });
    text(
        &ok(service.admin.post("/api/v1/tokens", &new).await),
        "token",
    )
}

/// A file of the demonstration.
fn demo(name: &str) -> String {
    format!("{}/../service/demo/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn instance(name: &str) -> String {
    format!("{}/cohorts/{name}.json.gz", env!("CARGO_MANIFEST_DIR"))
}

/// Compares with the file in `snapshots/`; ids and ports are different every time.
macro_rules! assert_shown {
    ($name:literal, $ran:expr) => {{
        let shown = $ran.to_string();
        insta::with_settings!({
            filters => vec![
                (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
                (r"127\.0\.0\.1:\d+", "[address]"),
            ],
            omit_expression => true,
            prepend_module_to_snapshot => false,
        }, { insta::assert_snapshot!(concat!("cli_", $name), shown); });
    }};
}

/// Programmes, schools and the two channels that the demonstration's list of admitted names.
async fn ready_for_admissions(service: &TestService, cli: &Cli) {
    service.offering().await;
    service.channel("imported", "ORU-DEMO1", 30).await;
    service.channel("imported", "ORU-DEMO2", 30).await;
    cli.json(&["import", "programmes", &demo("programmes.csv")])
        .await;
    cli.json(&["import", "workplaces", &demo("skolenheter-demo.csv")])
        .await;
}

/// Help of a command and of all below it; global options once, at the top.
async fn help_of(cli: &Cli, command: Vec<String>, whole: &mut String) {
    let arguments: Vec<&str> = command
        .iter()
        .map(String::as_str)
        .chain(["--help"])
        .collect();
    let ran = cli.run(&arguments).await;
    assert_eq!(ran.code, 0, "{ran}");
    let sections = ran.out.split("\n\n");
    let mut kept = Vec::new();
    let mut global = false;
    for section in sections {
        global = section.starts_with("Global options:") || (global && section.starts_with("  "));
        if !global || command.is_empty() {
            kept.push(section);
        }
    }
    let command_line = format!("samverkan {}", command.join(" "));
    *whole += &format!(
        "=== {}\n{}\n\n",
        command_line.trim(),
        kept.join("\n\n").trim_end()
    );
    let names = ran
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1);
    let names = names.take_while(|line| !line.is_empty());
    for name in names.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = name.split_whitespace().next().expect("a name").to_owned();
        Box::pin(help_of(cli, [&command[..], &[name]].concat(), whole)).await;
    }
}

#[tokio::test]
async fn help_of_every_command() {
    let mut whole = String::new();
    help_of(&Cli::new(), Vec::new(), &mut whole).await;
    assert_shown!("help", whole);
}

#[tokio::test]
async fn lists_offerings_for_people_and_for_scripts() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::to(&service).await;
    service.offering().await;
    service.channel("open", "OPEN", 12).await;
    assert_shown!("offering_list_en", cli.run(&["offering", "list"]).await);
    assert_shown!(
        "offering_show_sv",
        cli.run(&["offering", "show", OFFERING, "--lang", "sv"])
            .await
    );
    let list = cli.json(&["offering", "list"]).await;
    assert_eq!(
        list,
        service
            .anyone
            .read("/api/v1/offerings")
            .await
            .expect("offerings")
    );
    let one = cli.json(&["offering", "show", OFFERING]).await;
    let path = format!("/api/v1/offerings/{OFFERING}");
    assert_eq!(one, service.anyone.read(&path).await.expect("the offering"));
}

#[tokio::test]
async fn language_follows_the_environment() {
    let mut cli = Cli::new();
    cli.settings = vec![
        ("SAMVERKAN_URL", "http://127.0.0.1:1".into()),
        ("LANG", "sv_SE.UTF-8".into()),
    ];
    assert_shown!("unreachable_sv", cli.run(&["offering", "list"]).await);
    assert_shown!(
        "unreachable_en",
        cli.run(&["offering", "list", "--lang", "en"]).await
    );
}

#[tokio::test]
async fn tries_an_import_of_the_admitted_and_carries_it_out() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::to(&service).await;
    ready_for_admissions(&service, &cli).await;
    let file = demo("antagna-vt2027.csv");
    let dry = ["import", "nya", &file, "--offering", OFFERING, "--dry-run"];
    assert_shown!("import_dry_run_en", cli.run(&dry).await);
    assert_shown!(
        "import_dry_run_sv",
        cli.run(&[&dry[..], &["--lang", "sv"]].concat()).await
    );
    assert_eq!(cli.json(&["application", "list"]).await["items"], json!([]));
    let imported = cli
        .json(&["import", "admissions", &file, "--offering", OFFERING])
        .await;
    assert_eq!(imported["new"], 41);
    let all = cli
        .json(&["application", "list", "--offering", OFFERING, "--all"])
        .await;
    assert_eq!(all["items"].as_array().map(Vec::len), Some(41));
    let again = cli
        .json(&["import", "admissions", &file, "--offering", OFFERING])
        .await;
    assert_eq!(
        (&again["new"], &again["unchanged"]),
        (&json!(0), &json!(41))
    );
}

#[tokio::test]
async fn an_import_with_errors_changes_nothing() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::to(&service).await;
    service.offering().await;
    let file = demo("moten-vt2027.csv");
    let good = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(
        cli.path("moten.csv"),
        good.replace("2027-02-04", "2027-02-30"),
    )
    .expect("written");
    let ran = cli
        .run(&["import", "moten", "moten.csv", "--offering", OFFERING])
        .await;
    assert_eq!(ran.code, 1, "{ran}");
    assert_shown!("import_with_errors", ran);
    assert_eq!(cli.json(&["session", "list", OFFERING]).await, json!([]));
}

#[tokio::test]
async fn refusals_name_each_field() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::to(&service).await;
    service.offering().await;
    let edit = ["offering", "edit", OFFERING, "--cohort-size", "0"];
    let ran = cli.run(&edit).await;
    assert_eq!(ran.code, 3, "{ran}");
    assert_shown!("refused_field", ran);
    let ran = cli.run(&["offering", "show", "NO-SUCH"]).await;
    assert_eq!(ran.code, 3, "{ran}");
    let mut nobody = Cli::new();
    nobody.settings = vec![("SAMVERKAN_URL", format!("http://{}", service.address))];
    let ran = nobody.run(&["person", "list"]).await;
    assert_eq!(ran.code, 3, "{ran}");
    assert_shown!("refused_nobody", ran);
}

#[tokio::test]
async fn what_has_changed_meanwhile_is_a_conflict() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::to(&service).await;
    service.offering().await;
    let seen = cli.json(&["offering", "show", OFFERING]).await["revision"].to_string();
    cli.json(&[
        "offering",
        "edit",
        OFFERING,
        "--cohort-size",
        "8",
        "--revision",
        &seen,
    ])
    .await;
    let ran = cli
        .run(&[
            "offering",
            "edit",
            OFFERING,
            "--cohort-size",
            "9",
            "--revision",
            &seen,
        ])
        .await;
    assert_eq!(ran.code, 5, "{ran}");
    assert_shown!("stale", ran);
}

#[tokio::test]
async fn wrong_usage_is_told_apart() {
    let cli = Cli::new();
    for arguments in [
        &["offering"][..],
        &["offering", "shwo"],
        &["application", "list", "--state", "happy"],
        &["offering", "edit", OFFERING],
        &["--url", "kurs.example.org", "offering", "list"],
        &["import", "nya", "missing.csv", "--offering", OFFERING],
    ] {
        let ran = cli.run(arguments).await;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (2, ""),
            "{arguments:?}: {ran}"
        );
    }
}

#[tokio::test]
async fn login_saves_for_the_owner_only() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::new();
    let url = format!("http://{}", service.address);
    let ran = cli
        .run_with(&["login", "--url", &url], "samverkan_pat_wrong\n")
        .await;
    assert_eq!(ran.code, 3, "{ran}");
    let ran = cli
        .run_with(
            &["login", "--url", &url],
            &format!("{}\n", token(&service).await),
        )
        .await;
    assert_eq!(ran.code, 0, "{ran}");
    let config = cli.path("config.toml");
    let mode = std::fs::metadata(&config)
        .expect("saved")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    // The saved token goes to the saved address only.
    assert_eq!(cli.run(&["person", "list"]).await.code, 0);
    let other = format!("http://localhost:{}", service.address.port());
    assert_eq!(cli.run(&["person", "list", "--url", &other]).await.code, 3);
    std::fs::set_permissions(&config, std::fs::Permissions::from_mode(0o640)).expect("mode");
    assert_eq!(cli.run(&["person", "list"]).await.code, 2);
}

#[tokio::test]
async fn proposes_adjusts_and_commits_cohorts() {
    let service = TestService::start(Engine::Sqlite).await;
    let cli = Cli::to(&service).await;
    ready_for_admissions(&service, &cli).await;
    cli.json(&[
        "import",
        "nya",
        &demo("antagna-vt2027.csv"),
        "--offering",
        OFFERING,
    ])
    .await;
    // Somebody among the admitted may be placed only where that is said to be safe.
    let none = cli.run(&["cohort", "propose", OFFERING]).await;
    assert_eq!(none.code, 1, "{none}");
    let propose = ["cohort", "propose", OFFERING, "--seed", "3"];
    let propose = [&propose[..], &["--protected-ok", "G01,G02"]].concat();
    let plan = cli.json(&propose).await;
    let id = text(&plan, "id");
    let person = text(&plan["people"][0], "person");
    let there = text(&plan["people"][0], "cohort");
    let cohorts = plan["cohorts"]
        .as_array()
        .expect("cohorts")
        .iter()
        .map(|cohort| text(cohort, "code"));
    let other = cohorts
        .into_iter()
        .find(|code| *code != there)
        .expect("another cohort");
    let moved = cli
        .run(&["cohort", "move", &id, &person, &other, "--dry-run"])
        .await;
    assert!([0, 3].contains(&moved.code), "{moved}");
    let shown = cli.json(&["cohort", "plan", &id]).await;
    assert_eq!(
        shown["revision"], plan["revision"],
        "a dry run changes nothing"
    );
    assert_eq!(
        cli.run(&["cohort", "plan", &id, "--explain", "--lang", "sv"])
            .await
            .code,
        0
    );
    let stale = cli
        .run(&["cohort", "commit", &id, "--revision", "99"])
        .await;
    assert_eq!(stale.code, 5, "{stale}");
    let committed = cli.run(&["cohort", "commit", &id]).await;
    assert_eq!(committed.code, 0, "{committed}");
    let listed = cli.run(&["cohort", "list", OFFERING, "--lang", "sv"]).await;
    assert_shown!("cohort_list", listed);
    // Two people cannot be together and apart: that there is no plan is an answer.
    let second = text(&plan["people"][1], "person");
    for kind in ["together", "apart"] {
        let rule = [
            "cohort", "rule", "add", OFFERING, kind, &person, &second, "--reason", "test",
        ];
        cli.json(&rule).await;
    }
    let none = cli.run(&propose).await;
    assert_eq!(none.code, 1, "{none}");
    assert_eq!(cli.run(&["audit", "verify"]).await.code, 0);
}

#[tokio::test]
async fn solves_an_instance_the_same_way_every_time() {
    let cli = Cli::new();
    let file = instance("n00120-small-tight-s1");
    let solve = async |out: &str, seed: &str, threads: &str| {
        let fixed = [
            "cohort",
            "solve",
            &file,
            "--out",
            out,
            "--iterations",
            "100000",
            "--json",
        ];
        let free = ["--seed", seed, "--threads", threads];
        let ran = cli.run(&[&fixed[..], &free].concat()).await;
        assert!([0, 1].contains(&ran.code), "{ran}");
        let summary: Value = serde_json::from_str(&ran.out).expect("JSON");
        (std::fs::read(cli.path(out)).expect("written"), summary)
    };
    let (first, summary) = solve("a.json", "7", "1").await;
    let (again, _) = solve("b.json", "7", "1").await;
    assert!(first == again, "same seed and threads: same bytes");
    let (other, _) = solve("c.json", "8", "1").await;
    let (both, best) = solve("d.json", "7", "2").await;
    let (both_again, _) = solve("e.json", "7", "2").await;
    assert!(
        both == both_again && (both == first || both == other),
        "the better of the two seeds"
    );
    assert!(
        best["score"].as_i64() <= summary["score"].as_i64() || best["status"] != summary["status"]
    );
    let written: Value = serde_json::from_slice(&first).expect("JSON");
    assert_eq!(written["cohort"].as_array().map(Vec::len), Some(120));
    assert!(written["bound"].is_number() && written.get("seconds").is_none());
    assert!(summary["seconds"].is_number());
}

#[tokio::test]
async fn solving_says_no_and_names_faults() {
    let cli = Cli::new();
    let full = json!({
        "format": "cohort-instance/1", "slots": 1, "criteria": [],
        "participants": [{ "id": 0 }, { "id": 1 }],
        "cohorts": [{ "id": 0, "min": 0, "max": 1, "slots": 1 }],
    });
    std::fs::write(cli.path("full.json"), full.to_string()).expect("written");
    let solve = [
        "cohort",
        "solve",
        "full.json",
        "--out",
        "out.json",
        "--iterations",
        "1000",
    ];
    let ran = cli.run(&[&solve[..], &["--json"]].concat()).await;
    assert_eq!(ran.code, 1, "{ran}");
    let written = std::fs::read_to_string(cli.path("out.json")).expect("the nearest division");
    assert!(written.contains(r#""status":"infeasible""#), "{written}");
    let mut bad = full;
    bad["participants"][1]["locked"] = json!(9);
    bad["cohorts"][0]["min"] = json!(5);
    std::fs::write(cli.path("full.json"), bad.to_string()).expect("written");
    let ran = cli.run(&solve).await;
    assert_eq!(ran.code, 2, "{ran}");
    assert_shown!("solve_faults", ran);
}

#[tokio::test]
async fn a_time_limit_ends_the_search() {
    let cli = Cli::new();
    let file = instance("n00500-class-even-s1");
    let started = std::time::Instant::now();
    let solve = [
        "cohort",
        "solve",
        &file,
        "--out",
        "out.json",
        "--time-limit",
        "1",
        "--threads",
        "2",
        "--json",
    ];
    let ran = cli.run(&solve).await;
    assert!([0, 1].contains(&ran.code), "{ran}");
    assert!(
        started.elapsed().as_secs() < 60,
        "took {:?}",
        started.elapsed()
    );
    let summary: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(["time", "iterations"].contains(&summary["ended_by"].as_str().expect("a word")));
}

#[tokio::test]
async fn completions_and_manual_pages_are_made() {
    let cli = Cli::new();
    for shell in ["bash", "zsh", "fish"] {
        let ran = cli.run(&["completions", shell]).await;
        assert!(
            ran.code == 0 && ran.out.contains("SAMVERKAN_COMPLETE"),
            "{shell}: {}",
            ran.err
        );
    }
    assert_eq!(cli.run(&["man", "man"]).await.code, 0);
    let page = std::fs::read_to_string(cli.path("man/samverkan-cohort-solve.1")).expect("a page");
    assert!(page.contains("time\\-limit"), "{page}");
}
