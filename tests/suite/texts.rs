//! The catalogue of texts: nothing missing in either language, nothing that nobody says, and the
//! same things to fill in. The build refuses the first and the last by itself; here it is shown
//! that it would, and that every text is said somewhere.

#[path = "../../service/texts/catalogue.rs"]
mod catalogue;

use catalogue::{Texts, differences, read, rust, source};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn service() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../service")
}

fn texts(language: &str) -> Texts {
    let source = source(&service().join("texts").join(language)).unwrap();
    let (texts, faults) = read(language, &source);
    assert!(faults.is_empty(), "{faults:?}");
    assert!(texts.len() > 100, "{language} has texts");
    texts
}

/// All that may say a text: Rust and templates.
fn sayers(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &sayers(&path);
        } else {
            all += &fs::read_to_string(path).unwrap_or_default();
        }
    }
    all
}

/// Texts that nothing calls by name: `t.name(` or `Texts::name`.
fn unsaid(texts: &Texts, said: &str) -> Vec<String> {
    let called = |name: &str| {
        said.match_indices(name).any(|(at, _)| {
            let before = &said[..at];
            let after = said[at + name.len()..].chars().next();
            let whole = !after.is_some_and(|c| c.is_alphanumeric() || c == '_');
            whole && (before.ends_with('.') || before.ends_with("::"))
        })
    };
    let names = texts.keys();
    names
        .filter(|id| !called(&id.replace('-', "_")))
        .cloned()
        .collect()
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(differences(&texts("sv"), &texts("en")), [""; 0]);
}

#[test]
fn every_text_is_said_somewhere() {
    let said = sayers(&service().join("src")) + &sayers(&service().join("templates"));
    assert_eq!(unsaid(&texts("sv"), &said), [""; 0]);
}

/// Plain language: short sentences, no words that only authorities use.
#[test]
fn swedish_is_plain() {
    let heavy = [
        "erhålla",
        "avseende",
        "härvid",
        "samt",
        "inkomma",
        "vederbörande",
        "ovanstående",
    ];
    let source = source(&service().join("texts/sv")).unwrap();
    for word in heavy {
        let found = source.lines().find(|line| {
            line.split(|c: char| !c.is_alphabetic())
                .any(|one| one.eq_ignore_ascii_case(word))
        });
        assert_eq!(found, None, "{word}");
    }
}

#[test]
fn negative_control_faults_of_texts_are_found() {
    let sv = "a = Hej { $namn }\nb = En\nc = { $n ->\n    [one] En\n   *[other] { $n }\n}\n";
    let (sv, faults) = read("sv", sv);
    assert!(faults.is_empty(), "{faults:?}");
    let (en, _) = read("en", "a = Hello { $name }\nc = { $n }\nd = Four\n");
    let found = differences(&sv, &en);
    assert_eq!(
        found,
        [
            "en: b is missing",
            "sv: d is missing",
            "a: sv has the arguments [\"namn\"], en [\"name\"]",
        ]
    );
    assert_eq!(unsaid(&sv, "t.a(x) Texts::c t.bb()"), ["b"]);
    for (text, fault) in [
        ("a = Hej { -nobody }\n", "names -nobody"),
        ("a = Hej { NUMBER($x) }\n", "calls NUMBER"),
        ("a = 1\na = 2\n", "stands twice"),
        ("a = 1\n    .title = 2\n", "attributes"),
        ("a = { $x \n", "Expected"),
    ] {
        let (_, faults) = read("sv", text);
        assert!(faults.iter().any(|one| one.contains(fault)), "{faults:?}");
    }
    // What is made of them takes a number where the form depends on one.
    let (en, _) = read("en", "a = Hello { $namn }\nb = One\nc = { $n }\n");
    let made = rust(&sv, &en);
    assert!(made.contains("fn a(self, namn: impl AsRef<str>)"), "{made}");
    assert!(made.contains("fn b(self) -> &'static str"), "{made}");
    assert!(made.contains("fn c(self, n: impl Number)"), "{made}");
}
