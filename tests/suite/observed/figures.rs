//! `/metrics`: every figure is there from the first moment, none can be multiplied from outside, and
//! the dashboard and the rules for alarms ask for none that is not there.

use harness::{Engine, TestService};
use hyper::Method;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

#[tokio::test]
async fn methods_that_somebody_makes_up_are_counted_as_one() {
    let service = TestService::start(Engine::Sqlite).await;
    for n in 0..20 {
        let made_up = Method::from_bytes(format!("BREW{n}").as_bytes()).unwrap();
        let sent = service
            .anyone
            .send(made_up, "/api/v1/offerings", &[], "")
            .await;
        assert!(sent.unwrap().status.as_u16() >= 400);
    }
    let figures = service.anyone.get("/metrics").await.unwrap().text();
    let counted = |line: &&str| line.starts_with("http_requests_total{method=\"_OTHER\"");
    let counted: Vec<_> = figures.lines().filter(counted).collect();
    assert!(
        counted.len() == 1 && counted[0].ends_with(" 20"),
        "{figures}"
    );
    assert!(!figures.contains("BREW"), "{figures}");
}

/// Names of figures that a service has which nobody has asked for anything yet.
async fn there() -> BTreeSet<String> {
    let service = TestService::start(Engine::Sqlite).await;
    // The first request is counted when it has been answered.
    service.anyone.get("/healthz").await.unwrap();
    service.anyone.get("/metrics").await.unwrap();
    let figures = service.anyone.get("/metrics").await.unwrap().text();
    let lines = figures.lines().filter(|line| !line.starts_with('#'));
    let name = |line: &str| line.split(['{', ' ']).next().unwrap_or_default().to_owned();
    lines.map(name).filter(|name| !name.is_empty()).collect()
}

fn drift(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The figures that an expression of Prometheus asks for: names that are no functions, words of the
/// language or labels.
fn asked(expression: &str) -> BTreeSet<String> {
    const WORDS: [&str; 8] = [
        "and", "or", "unless", "bool", "offset", "by", "without", "on",
    ];
    let mut names = BTreeSet::new();
    let mut rest = expression;
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let after = |rest: &str, end: char| rest.find(end).map_or(rest.len(), |at| at + 1);
    while let Some(first) = rest.chars().next() {
        match first {
            '{' => rest = &rest[after(rest, '}')..],
            '[' => rest = &rest[after(rest, ']')..],
            _ if word(first) => {
                let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
                let name = &rest[..end];
                rest = rest[end..].trim_start();
                let grouped = ["by ", "without "]
                    .iter()
                    .any(|word| rest.starts_with(word));
                if ["by", "without", "on"].contains(&name) {
                    // What follows in parentheses is labels.
                    rest = &rest[after(rest, ')')..];
                } else if !rest.starts_with('(')
                    && !grouped
                    && !WORDS.contains(&name)
                    && !first.is_ascii_digit()
                {
                    names.insert(name.to_owned());
                }
            }
            _ => rest = &rest[first.len_utf8()..],
        }
    }
    names
}

/// Texts below this key, wherever they stand.
fn texts(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == key => found.push(text.clone()),
                    other => texts(other, key, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, key, found)),
        _ => {}
    }
}

/// What stands after `key:` in a file of rules, a line each.
fn of_rules<'r>(rules: &'r str, key: &'r str) -> impl Iterator<Item = &'r str> {
    rules.lines().filter_map(move |line| {
        let line = line.trim().trim_start_matches("- ");
        line.strip_prefix(key)?.strip_prefix(": ")
    })
}

#[tokio::test]
async fn dashboard_and_alarms_ask_for_figures_that_there_are() {
    let there = there().await;
    let dashboard: Value = serde_json::from_str(&drift("drift/grafana.json")).unwrap();
    let rules = drift("drift/larm.yml");
    let mut expressions = Vec::new();
    texts(&dashboard, "expr", &mut expressions);
    let panels = expressions.len();
    expressions.extend(of_rules(&rules, "expr").map(str::to_owned));
    assert!(panels >= 12 && expressions.len() >= panels + 10, "{panels}");
    for expression in &expressions {
        let asked = asked(expression);
        assert!(!asked.is_empty(), "{expression}");
        // Prometheus's own: whether it could be asked at all.
        let missing: Vec<_> = asked
            .iter()
            .filter(|name| *name != "up" && !there.contains(*name))
            .collect();
        assert!(missing.is_empty(), "{expression}: no {missing:?}");
    }
}

#[test]
fn an_expression_is_taken_apart() {
    let asked = |expression| asked(expression).into_iter().collect::<Vec<_>>().join(" ");
    let expression =
        r#"histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{le!="x"}[5m]))) > 2"#;
    assert_eq!(asked(expression), "a_bucket");
    assert_eq!(
        asked("time() - b_seconds > 60 and on (job) c:d == 1"),
        "b_seconds c:d"
    );
}

#[test]
fn every_alarm_says_what_to_do() {
    let rules = drift("drift/larm.yml");
    let page = drift("larm.md");
    let alarms: Vec<_> = of_rules(&rules, "alert").collect();
    let links: Vec<_> = of_rules(&rules, "runbook").collect();
    assert_eq!(alarms.len(), links.len(), "each alarm has a text");
    for (alarm, link) in alarms.iter().zip(links) {
        let heading = format!("\n### {alarm}\n");
        assert!(page.contains(&heading), "{alarm} in docs/larm.md");
        assert_eq!(link, format!("docs/larm.md#{}", alarm.to_lowercase()));
    }
    let headings = page.lines().filter_map(|line| line.strip_prefix("### "));
    let headings: Vec<_> = headings.collect();
    assert_eq!(headings, alarms, "and no text is of an alarm that is gone");
}

#[test]
fn the_dashboard_is_one_that_grafana_reads() {
    let dashboard: Value = serde_json::from_str(&drift("drift/grafana.json")).unwrap();
    assert!(dashboard["schemaVersion"].as_u64() >= Some(36));
    assert!(dashboard["title"].is_string() && dashboard["uid"].is_string());
    let panels = dashboard["panels"].as_array().unwrap();
    let mut ids = BTreeSet::new();
    for panel in panels {
        let title = panel["title"].as_str().unwrap();
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{title}");
        let place = |side: &str| panel["gridPos"][side].as_u64().unwrap();
        assert!(place("x") + place("w") <= 24 && place("h") > 0, "{title}");
        if panel["type"] != "row" {
            assert_eq!(panel["datasource"]["uid"], "${datasource}", "{title}");
            for target in panel["targets"].as_array().unwrap() {
                assert!(target["refId"].is_string(), "{title}");
            }
        }
    }
}
