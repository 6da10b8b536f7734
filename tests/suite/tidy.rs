//! Rules of the code's shape that no compiler checks.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Longest file of Rust (lines); nothing is above it.
const LINES_MOST: usize = 650;
/// Files above this length stand in the list below. Tests may be somewhat longer.
const LINES_USUAL: usize = 300;
const LINES_USUAL_TEST: usize = 400;

/// Files longer than usual, each with a length it may not exceed. The list only gets shorter and
/// the numbers only smaller.
const LONG: &[(&str, usize)] = &[
    ("service/domain/src/identity.rs", 376),
    ("service/domain/src/schedule.rs", 633),
    ("service/domain/src/term.rs", 597),
    ("service/domain/tests/calendar_schedule.rs", 492),
    ("service/domain/tests/cohort_plan.rs", 473),
    ("service/domain/tests/import_faults.rs", 543),
    ("service/src/api/catalogue.rs", 535),
    ("service/src/api/imports.rs", 351),
    ("service/src/api/problem.rs", 398),
    ("service/src/mail/smtp/conversation.rs", 305),
    ("service/src/usecase/catalogue.rs", 495),
    ("service/src/usecase/feeds.rs", 371),
    ("service/src/usecase/imports/mod.rs", 422),
    ("service/src/usecase/imports/person.rs", 326),
    ("service/src/usecase/people.rs", 372),
    ("service/src/usecase/schedule.rs", 417),
    ("tests/suite/cli.rs", 594),
    ("tests/suite/cohorts.rs", 529),
    ("tests/suite/contract.rs", 415),
    ("tests/suite/feeds.rs", 417),
    ("tests/suite/mail.rs", 412),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of Rust below a folder, by its path from the root.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

/// Code without comments and without the tests at the end of a file.
fn code(source: &str) -> String {
    let before_tests = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = before_tests.lines().map(|line| match line.find("//") {
        Some(at) if !line[..at].contains('"') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Files whose code names the crate in a path: `name::` or `use name`.
fn users_of(folder: &str, name: &str) -> Vec<String> {
    let path = format!("{name}::");
    let names = |code: &str| {
        code.match_indices(&path).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
        })
    };
    let sources = sources(folder).into_iter();
    sources
        .filter(|(_, source)| names(&code(source)))
        .map(|(file, _)| file)
        .collect()
}

/// Files of `folder` that name any of the service's modules that they must not know.
fn strangers(folder: &str, modules: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, source) in sources(folder) {
        // Imports may stand in one brace: `use crate::{app::App, store::Tx}`.
        let flat = code(&source).replace(char::is_whitespace, "");
        let mut imports = String::new();
        for part in flat.split("crate::").skip(1) {
            let end = part.find(';').unwrap_or(part.len());
            imports.push_str(&format!("\n{}", part[..end].trim_start_matches('{')));
            imports.push_str(&part[..end].replace([',', '{'], "\n"));
        }
        for module in modules {
            let path = format!("{module}::");
            if imports.lines().any(|line| line.starts_with(&path)) {
                found.push(format!("{file} -> {module}"));
            }
        }
    }
    found
}

#[test]
fn arrows_between_modules_point_inwards() {
    // api -> usecase -> store -> domain.
    let none: [String; 0] = [];
    assert_eq!(
        strangers("service/src/store", &["usecase", "api", "app", "mail"]),
        none
    );
    assert_eq!(
        strangers("service/src/usecase", &["api", "server", "start"]),
        none
    );
    assert_eq!(
        strangers("service/src/mail", &["store", "usecase", "api"]),
        none
    );
    // Handlers call use cases; rows that they map to the wire are the only thing they know of
    // the store.
    let rows = [
        "service/src/api/audit.rs -> store",
        "service/src/api/catalogue.rs -> store",
        "service/src/api/imports.rs -> store",
        "service/src/api/registers.rs -> store",
        "service/src/api/sessions/wire.rs -> store",
    ];
    assert_eq!(strangers("service/src/api", &["store", "mail"]), rows);
    assert_eq!(strangers("service/src/web", &["store", "mail"]), none);
    for (file, source) in sources("service/src/api") {
        assert!(
            !code(&source).contains("store::Tx"),
            "{file} opens a transaction"
        );
        assert!(
            !code(&source).contains(".database.write"),
            "{file} opens a transaction"
        );
    }
}

#[test]
fn crates_stay_where_they_belong() {
    let outside = |name: &str, allowed: &[&str]| -> Vec<String> {
        let users = users_of("service/src", name).into_iter();
        users
            .filter(|file| !allowed.iter().any(|place| file.starts_with(place)))
            .collect()
    };
    let none: [String; 0] = [];
    assert_eq!(outside("sqlx", &["service/src/store/"]), none);
    let http = [
        "service/src/api/",
        "service/src/web/",
        "service/src/server.rs",
    ];
    assert_eq!(outside("poem", &http), none);
    assert_eq!(outside("poem_openapi", &["service/src/api/"]), none);
    assert_eq!(outside("lettre", &["service/src/mail/"]), none);
    assert!(
        !users_of("service/src", "sqlx").is_empty(),
        "users are found"
    );
    for name in [
        "tokio",
        "sqlx",
        "poem",
        "lettre",
        "hyper",
        "samverkan_service",
    ] {
        assert_eq!(
            users_of("service/domain/src", name),
            none,
            "the domain is pure"
        );
    }
    let manifest = fs::read_to_string(root().join("service/domain/Cargo.toml")).unwrap();
    for name in [
        "tokio",
        "sqlx",
        "poem",
        "lettre",
        "hyper",
        "samverkan-service",
    ] {
        assert!(
            !manifest.lines().any(|line| line.starts_with(name)),
            "{name}"
        );
    }
    assert_eq!(
        users_of("cli/src", "samverkan_service"),
        none,
        "the client knows the contract only"
    );
}

#[test]
fn time_is_read_by_the_clock_only() {
    for folder in ["service/src", "service/domain/src"] {
        for (file, source) in sources(folder) {
            let code = code(&source);
            for call in [
                "Timestamp::now()",
                "Zoned::now()",
                "ZonedDateTime::now()",
                "SystemTime::now()",
                "Utc::now()",
                // What is agreed is agreed in Stockholm, wherever the machine stands.
                "TimeZone::system()",
            ] {
                assert!(
                    file == "service/src/clock.rs" || !code.contains(call),
                    "{file}: {call}"
                );
            }
            let domain = folder == "service/domain/src";
            assert!(
                !domain || !code.contains("Instant::now()"),
                "{file} measures time"
            );
        }
    }
    for engine in harness::Engine::ALL {
        for entry in fs::read_dir(engine.migrations()).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path())
                .unwrap()
                .to_lowercase();
            assert!(!text.contains("now()") && !text.contains("current_timestamp"));
        }
    }
    for (file, source) in sources("service/src/store") {
        let code = code(&source).to_lowercase();
        for call in [" now()", "(now()", "current_timestamp", "random()"] {
            assert!(!code.contains(call), "{file}: {call}");
        }
    }
}

#[test]
fn no_file_grows_without_notice() {
    let long: BTreeMap<&str, usize> = LONG.iter().copied().collect();
    let mut faults = Vec::new();
    let mut files = BTreeMap::new();
    for folder in ["service", "cli", "tests"] {
        files.extend(sources(folder));
    }
    let usual = |file: &str| {
        if file.starts_with("tests/") {
            LINES_USUAL_TEST
        } else {
            LINES_USUAL
        }
    };
    for (file, source) in &files {
        let lines = source.lines().count();
        match long.get(&**file) {
            _ if lines > LINES_MOST => faults.push(format!("{file} has {lines} lines")),
            Some(most) if lines > *most => {
                faults.push(format!("{file} has grown to {lines} lines"));
            }
            None if lines > usual(file) => {
                faults.push(format!("{file} has {lines} lines: divide it"));
            }
            _ => {}
        }
    }
    for (file, _) in LONG {
        let lines = files.get(*file).map_or(0, |source| source.lines().count());
        if lines <= usual(file) {
            faults.push(format!("{file} has {lines} lines: take it off the list"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A function of the store that no test names is a function that nobody runs on both engines.
#[test]
fn every_store_function_is_named_in_a_test() {
    let tests: String = sources("tests/suite").into_values().collect();
    let mut count = 0;
    for (file, source) in sources("service/src/store") {
        for part in code(&source).split("pub async fn ").skip(1) {
            let name = part.split(['(', '<']).next().unwrap_or_default();
            let called = [format!(".{name}("), format!("::{name}(")];
            assert!(
                called.iter().any(|call| tests.contains(call)),
                "{file}: {name} is not tested"
            );
            count += 1;
        }
    }
    assert!(count > 80, "the functions are found: {count}");
}

/// Everything that is fetched comes from the public registries.
#[test]
fn nothing_is_fetched_from_elsewhere() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for line in lock.lines().filter(|line| line.starts_with("source = ")) {
        assert!(
            line.contains("registry+https://github.com/rust-lang/crates.io-index"),
            "{line}"
        );
    }
    let package_lock = fs::read_to_string(root().join("tests/tools/package-lock.json")).unwrap();
    for line in package_lock
        .lines()
        .filter(|line| line.contains("\"resolved\""))
    {
        assert!(line.contains("\"https://registry.npmjs.org/"), "{line}");
    }
    for file in [
        "Cargo.toml",
        "service/Cargo.toml",
        "cli/Cargo.toml",
        "tests/Cargo.toml",
    ] {
        let manifest = fs::read_to_string(root().join(file)).unwrap();
        for word in [
            "git = ",
            "registry = ",
            "registry-index",
            "[source",
            "[patch",
        ] {
            assert!(!manifest.contains(word), "{file} has {word}");
        }
    }
    for file in [
        "tests/tools/requirements.txt",
        "tests/cohorts/requirements.txt",
        "tests/mail/requirements.txt",
    ] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(!text.contains("://") && !text.contains("--index"), "{file}");
    }
}

/// What the other tests of this file look for, they find.
#[test]
fn negative_control_faults_are_found() {
    let found =
        code("use a::b; // sqlx::query\n\"http://x\"\n#[cfg(test)]\nmod tests { sqlx::query }");
    assert!(found.contains("http://x") && !found.contains("sqlx"));
    assert!(
        !strangers("service/src/usecase", &["store"]).is_empty(),
        "braces are read"
    );
    assert!(!users_of("service/src/api", "poem").is_empty());
}

/// Faults and seeds are planned by tests only: nothing that a setting could reach names them.
#[test]
fn only_tests_plan_what_happens() {
    for (file, source) in sources("service/src").into_iter().chain(sources("cli/src")) {
        for (call, home) in [
            ("Faults::planned(", "service/src/faults.rs"),
            ("::with_faults(", ""),
            (".with_faults(", ""),
            ("Seeds::sown(", "service/src/seeds.rs"),
        ] {
            assert!(
                file == home || !code(&source).contains(call),
                "{file}: {call}"
            );
        }
    }
    let simulation =
        &sources("tests/suite/fault/simulation")["tests/suite/fault/simulation/world.rs"];
    for call in ["Faults::planned(", ".with_faults(", "Seeds::sown("] {
        assert!(simulation.contains(call), "{call} is found where it stands");
    }
}
