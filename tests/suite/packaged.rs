//! The Debian package: made of the programs there are, twice alike, unpacked by dpkg into a root of its own, started
//! as its unit says, asked, stopped and taken away again.

use harness::{
    binary::{Folder, binary},
    served::{Served, free_port},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../service/package")
}

#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().expect("a program");
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {wrong}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Makes the package in `folder`.
fn build(folder: &Path) -> PathBuf {
    let sbom = folder.join("sbom");
    fs::create_dir_all(&sbom).expect("a folder");
    fs::write(sbom.join("samverkan.cdx.json"), "{}").expect("a file");
    let programs = binary("samverkan");
    let made = run(Command::new(package().join("build"))
        .arg(programs.parent().expect("its folder"))
        .arg(folder)
        .env("SAMVERKAN_PACKAGE_COMPRESSION", "none")
        .env("SAMVERKAN_SBOM", sbom));
    PathBuf::from(made.trim())
}

/// dpkg on a root of its own, whoever runs this.
fn dpkg(root: &Path, words: &[&str]) -> Command {
    let mut command = if rustix::process::geteuid().is_root() {
        Command::new("dpkg")
    } else {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "dpkg"]);
        command
    };
    let forced = "not-root,script-chrootless,depends,bad-path";
    command
        .arg(format!("--force-{forced}"))
        .arg(format!("--root={}", root.display()))
        .arg(format!("--log={}/dpkg.log", root.display()))
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The lines of a unit or of a file of settings, by name.
fn settings(path: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path).expect("a file");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[tokio::test]
async fn the_package_installs_serves_and_goes() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).expect("a folder");
    let made = build(&folder.0);
    let again = build(&folder.0.join("again"));
    let octets = |package: &Path| fs::read(package).expect("the package");
    assert!(octets(&made) == octets(&again), "the octets differ");
    let holds = run(Command::new("dpkg-deb").arg("--contents").arg(&made));
    for part in [
        "./usr/bin/samverkan",
        "./usr/bin/samverkan-service",
        "./etc/samverkan/samverkan.env",
        "./usr/lib/systemd/system/samverkan@.service",
        "./usr/share/man/man1/samverkan.1.gz",
        "./usr/share/man/man1/samverkan-service.1.gz",
        "./usr/lib/sysusers.d/samverkan.conf",
        "./usr/share/bash-completion/completions/samverkan",
        "./usr/share/zsh/vendor-completions/_samverkan",
        "./usr/share/doc/samverkan/sbom/samverkan.cdx.json",
        "./usr/share/doc/samverkan/docs/uppgradera.md",
        "./usr/share/doc/samverkan/docs/drift/grafana.json",
    ] {
        assert!(
            holds.lines().any(|line| line.ends_with(part)),
            "{part}: {holds}"
        );
    }
    assert!(
        holds.lines().all(|line| line.contains(" root/root ")),
        "{holds}"
    );

    let root = folder.0.join("root");
    for part in ["var/lib/dpkg/updates", "var/lib/dpkg/info"] {
        fs::create_dir_all(root.join(part)).expect("a folder");
    }
    fs::write(root.join("var/lib/dpkg/status"), "").expect("a file");
    run(dpkg(&root, &["--install"]).arg(&made));
    let unit = settings(&root.join("usr/lib/systemd/system/samverkan@.service"));
    let start: Vec<&str> = unit["ExecStart"].split(' ').collect();
    assert_eq!(start, ["/usr/bin/samverkan-service", "serve"]);
    assert_eq!(unit["EnvironmentFile"], "/etc/samverkan/samverkan.env");
    serve(&root, start[0], start[1]).await;

    run(&mut dpkg(&root, &["--purge", "samverkan"]));
    assert!(!root.join("usr/bin/samverkan-service").exists());
    assert!(!root.join("etc/samverkan/samverkan.env").exists());
    assert!(
        root.join("var/lib/samverkan/samverkan.db").exists(),
        "data stays"
    );
}

/// Starts the program as the unit does, with the package's settings, and asks as the image does.
async fn serve(root: &Path, program: &str, word: &str) {
    let data = root.join("var/lib/samverkan");
    fs::create_dir_all(&data).expect("a folder");
    let port = free_port();
    let program = root.join(program.trim_start_matches('/'));
    let mut command = Command::new(&program);
    command.arg(word).current_dir(&data).stdout(Stdio::null());
    for (name, value) in settings(&root.join("etc/samverkan/samverkan.env")) {
        let value = value.replace("/var/lib/samverkan", &data.display().to_string());
        command.env(name, value);
    }
    let listen = format!("127.0.0.1:{port}");
    command
        .env("SAMVERKAN_LISTEN", &listen)
        .env("SAMVERKAN_LOG", "error");
    let mut service = Served::of(&mut command, port);
    service.ready().await;
    let healthy = || {
        let mut asked = Command::new(package().join("healthy"));
        let asked = asked.env("SAMVERKAN_LISTEN", &listen).stderr(Stdio::null());
        asked.status().expect("bash").success()
    };
    assert!(healthy());
    let version = run(Command::new(&program).arg("--version"));
    assert!(version.starts_with("samverkan-service "), "{version}");
    service.stop().await;
    assert!(!healthy(), "what has stopped is not healthy");
}

/// Which words of the Containerfile lead to files that there are, and who the service runs as.
#[test]
fn the_image_is_made_of_what_there_is() {
    let text = fs::read_to_string(package().join("Containerfile")).expect("a file");
    for line in text
        .lines()
        .filter(|line| line.contains("/source/service/package/"))
    {
        let named = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix("/source/service/package/"));
        assert!(package().join(named.expect("a name")).exists(), "{line}");
    }
    let last = text
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("USER "));
    assert_eq!(last, Some("10001:10001"));
    let rust = include_str!("../../Cargo.toml")
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let rust = rust.expect("a version").trim_matches('"');
    assert!(
        text.contains(&format!("FROM rust:{rust}-bookworm")),
        "the compiler is {rust}"
    );
}
