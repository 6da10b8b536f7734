//! What the documentation shows, run: every `$ samverkan …` line of the administrators' pages,
//! page by page, against the demonstration.

use harness::{
    Client,
    binary::{Folder, binary},
    hostile::{Act, Hostile},
    round,
};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The demonstration, running until dropped.
struct Demo {
    child: Child,
    url: String,
    token: String,
    _folder: Folder,
}

impl Demo {
    fn start() -> Self {
        let folder = Folder::new();
        let mut child = Command::new(binary("samverkan-service"))
            .args(["demo", "--port", "0", "--lang", "en", "--dir"])
            .arg(&folder.0)
            .env_remove("SAMVERKAN_DATABASE_URL")
            // What the pages fetch from schema.example.org stands on this machine.
            .env("SAMVERKAN_CALENDARS_FROM_LOOPBACK", "true")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the service's binary");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut url = String::new();
        for line in lines {
            let line = line.expect("UTF-8");
            if let Some(address) = line.trim().strip_prefix("front page") {
                address.trim().clone_into(&mut url);
            }
            if line.contains("Stop with Ctrl-C") {
                break;
            }
        }
        let token = std::fs::read_to_string(folder.0.join("administrator.token")).expect("token");
        Self {
            child,
            url,
            token,
            _folder: folder,
        }
    }

    /// Runs one line of a page; gives what it printed.
    fn run(&self, line: &str, root: &Path) -> Result<String, String> {
        let words = split(line);
        let output = Command::new(binary("samverkan"))
            .args(&words[1..])
            .current_dir(root)
            .env("SAMVERKAN_URL", &self.url)
            .env("SAMVERKAN_TOKEN", &self.token)
            .stdin(Stdio::null())
            .output()
            .expect("the CLI's binary");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            Ok(said)
        } else {
            Err(format!(
                "{}: {said}{}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            ))
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Words of a command line, with double quotes.
pub(crate) fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What the capitals on the pages stand for now.
async fn fill_in(line: &str, admin: &Client) -> String {
    let offering = "/api/v1/offerings/SA123A-V9001V27";
    let first = async |path: &str| -> String {
        let list: Value = admin.read(path).await.expect("a list");
        let items = list.get("items").unwrap_or(&list);
        items[0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{path} is empty"))
            .to_owned()
    };
    let mut line = line.to_owned();
    for (word, path) in [
        ("PLAN", format!("{offering}/cohort-plans")),
        ("COHORT", format!("{offering}/cohorts")),
        ("SESSION", format!("{offering}/sessions")),
        (
            "APPLICATION",
            "/api/v1/applications?state=reserve".to_owned(),
        ),
        ("FEED", "/api/v1/feeds".to_owned()),
        ("NOTICE", "/api/v1/notices?state=pending".to_owned()),
    ] {
        if line.split(' ').any(|w| w == word) {
            line = line.replace(word, &first(&path).await);
        }
    }
    if line.split(' ').any(|w| w == "PERSON") {
        let cohorts = admin
            .read(&format!("{offering}/cohorts"))
            .await
            .expect("cohorts");
        let members = cohorts[0]["members"].as_array().expect("members");
        // Somebody who is called by an alias is not for administrators to look at.
        let named = members.iter().find(|member| {
            let name = member["name"].as_str();
            name.is_some_and(|name| !name.starts_with("Deltagare "))
        });
        let person = named.and_then(|member| member["person"].as_str());
        let person = person.expect("a member");
        line = line.replace("PERSON", person);
    }
    line
}

/// Pages that are run from beginning to end by tests of their own.
const OWN: [&str; 4] = [
    "en-antagningsomgang.md",
    "fran-antagna-till-grupper.md",
    "fjorton-hundra.md",
    "handledare.md",
];

fn pages(root: &Path) -> Vec<PathBuf> {
    let docs = std::fs::read_dir(root.join("docs"))
        .expect("docs")
        .flatten();
    let mut pages: Vec<PathBuf> = docs.map(|entry| entry.path()).collect();
    pages.retain(|page| page.extension().is_some_and(|e| e == "md"));
    // These have services, and tests, of their own.
    for told in OWN {
        pages.retain(|page| !page.ends_with(told));
    }
    pages.push(root.join("README.md"));
    pages.sort();
    pages
}

/// The server that the pages fetch a timetable from.
const SCHEDULES: &str = "https://schema.example.org";

// On two threads: the commands are waited for on one, and the server of timetables answers on the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_of_the_documentation_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let demo = Demo::start();
    let admin = Client::new(&demo.url).with_token(&demo.token);
    // What an earlier run took out would not be written over.
    let _ = std::fs::remove_dir_all(root.join("target/listor"));
    let schedules = Hostile::start().await;
    let timetable = Act::page(round::demo_file("schema-LKP1Y-vt2027.ics"));
    schedules.set("/LKP1Y.ics", timetable);
    let (mut ran, mut failures) = (0, Vec::new());
    for page in pages(&root) {
        let text = std::fs::read_to_string(&page).expect("a page");
        let commands = text.lines().filter_map(|line| line.strip_prefix("$ "));
        // `login` asks a person; it has its own test.
        let ours = commands.filter(|c| {
            (*c == "samverkan" || c.starts_with("samverkan ")) && *c != "samverkan login"
        });
        for command in ours {
            let line = fill_in(command, &admin).await;
            let line = line.replace(SCHEDULES, &format!("http://{}", schedules.address));
            if let Err(error) = demo.run(&line, &root) {
                failures.push(format!("{}: {command}\n{error}", page.display()));
            }
            ran += 1;
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(ran > 20, "only {ran} commands found");
    // The control: a command that does not exist is noticed.
    assert!(demo.run("samverkan cohort applaud", &root).is_err());
}

/// Commands of a page with the lines that it shows after each.
fn shown(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut shown: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("$ ") {
            Some(command) if inside => shown.push((command, Vec::new())),
            _ if line.starts_with("```") => inside = line == "```console",
            _ if inside => shown.last_mut().expect("a command first").1.push(line),
            _ => {}
        }
    }
    shown
}

/// The picture on the page about reports is what the command draws.
#[tokio::test]
async fn the_picture_of_the_report_is_what_is_drawn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let demo = Demo::start();
    let page = std::fs::read_to_string(root.join("docs/rapporter.md")).expect("the page");
    let mut commands = page.lines().filter_map(|line| line.strip_prefix("$ "));
    let draws = commands.find(|line| line.contains("--svg target/rapport"));
    demo.run(draws.expect("a command that draws"), &root)
        .expect("the command works");
    let drawn = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    assert_eq!(
        drawn("docs/bilder/rapport-anmalningar.svg"),
        drawn("target/rapport/anmalningar.svg")
    );
    assert!(page.contains("](bilder/rapport-anmalningar.svg)"));
}

/// The walk-through of schedules and calendars shows what the demonstration gives, lines and picture.
#[tokio::test]
async fn the_walk_through_shows_what_the_demonstration_gives() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let demo = Demo::start();
    let page =
        std::fs::read_to_string(root.join("docs/schema-och-kalendrar.md")).expect("the page");
    let walk = page.split("\n## ").nth(1).expect("the walk-through");
    let (mut lines, mut missing) = (0, Vec::new());
    for (command, wanted) in shown(walk) {
        let said = demo.run(command, &root).expect("the command works");
        assert!(!wanted.is_empty(), "{command} shows nothing");
        for line in wanted {
            lines += 1;
            // Columns that differ from run to run are left out of the page.
            if !said.lines().any(|given| given.contains(line.trim_end())) {
                missing.push(format!("{command}\n{line}\n{said}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    // The control: lines and commands are told apart.
    assert_eq!(
        shown("x\n```console\n$ a b\nc\n$ d\n```\ne"),
        [("a b", vec!["c"]), ("d", vec![])]
    );
    assert!(lines > 12, "only {lines} lines");
    let drawn = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    assert_eq!(
        drawn("docs/bilder/motestider.svg"),
        drawn("target/motestider.svg"),
        "just pictures"
    );
    for picture in walk
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
    {
        assert!(root.join("docs").join(picture).exists(), "{picture}");
    }
}
