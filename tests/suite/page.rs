//! Running a page of the documentation: every command in its order, against a service of its own,
//! and every line of output compared.
//!
//! `WRITE_DOCS=1` writes the output into the page instead; read the difference.

use harness::{TestService, binary::binary};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};
use tokio::process::Command;

/// What a page tells.
pub(crate) trait Story {
    /// What the page says happens between the commands: `<!-- sker: … -->`.
    async fn happens(&self, what: &str);
    /// Runs a command line; gives what it printed.
    async fn run(&self, line: &str) -> String;
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder to run in, with the documentation in it. Whoever asks removes it.
pub(crate) fn folder(service: &TestService) -> PathBuf {
    let id = service.app.seeds.id(service.now());
    let folder = std::env::temp_dir().join(format!("samverkan-page-{id}"));
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink(root().join("docs"), folder.join("docs")).unwrap();
    folder
}

/// Runs the command line tool with these words; gives what it printed.
pub(crate) async fn command(
    service: &TestService,
    folder: &Path,
    line: &str,
    words: &[String],
) -> String {
    let output = Command::new(binary("samverkan"))
        .args(["--lang", "sv"])
        .args(words)
        .current_dir(folder)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", service.admin_token().await)
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

/// Output with all that differs from time to time as `…`, without spaces at the ends of lines.
fn plain(output: &str) -> String {
    let digits = |run: &str| run.chars().filter(char::is_ascii_hexdigit).count();
    let mut lines = String::new();
    for line in output.lines() {
        // Aliases follow from ids.
        let line = &match line.split_once("Deltagare ") {
            Some((before, after)) => format!("{before}Deltagare …{}", after.get(5..).unwrap_or("")),
            None => line.to_owned(),
        };
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

/// Runs the page, which has more than `least` commands, and compares.
pub(crate) async fn is_as_shown(page: &str, least: usize, story: &impl Story) {
    let path = root().join(page);
    let shown = std::fs::read_to_string(&path).expect("the page");
    let (mut written, mut inside, mut ran) = (String::new(), false, 0);
    for line in shown.lines() {
        let happens = line.strip_prefix("<!-- sker: ");
        if let Some(what) = happens.and_then(|rest| rest.strip_suffix(" -->")) {
            story.happens(what).await;
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
            written += &story.run(command).await;
            ran += 1;
        }
    }
    assert!(ran > least, "only {ran} commands");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(&path, &written).expect("the page is written");
    } else {
        assert_eq!(shown, written, "run this test with WRITE_DOCS=1");
    }
}
