//! Everything that is served, asked for as one caller.

use super::OPEN;
use harness::{Client, TestService, ok, round, text};
use hyper::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Asks for another cohort and for erasure, in words that tell who it is.
pub(super) async fn asks(service: &TestService) {
    let (client, person) = service.sign_in("zebedeus.h@dold.example").await;
    let cohorts = service.cohorts().await.into_iter();
    let mut mine = cohorts.filter(|cohort| cohort["members"].to_string().contains(&person));
    let cohort = mine.next().expect("a cohort")["id"].clone();
    let body = json!({ "cohort": cohort, "reason": "Jag är Zebedeus Hemligsson." });
    ok(client.post("/api/v1/me/cohort-transfers", &body).await);
    let body = json!({ "what": "Att jag är Zebedeus Hemligsson." });
    ok(client.post("/api/v1/me/erasure-requests", &body).await);
}

/// Every answer to every documented GET, for every known id, page by page.
pub(super) async fn sweep(service: &TestService, client: &Client) -> BTreeMap<String, String> {
    let document = service.anyone.read("/api/openapi.json").await;
    let document = document.expect("the document");
    let mut found = BTreeMap::new();
    let paths = document["paths"].as_object().expect("paths").clone();
    let ids = ids(service).await;
    for (path, operations) in &paths {
        if operations.get("get").is_none() || path.starts_with("/calendar") {
            continue;
        }
        let path = if path.starts_with("/api") || document["servers"][0]["url"] != "/api/v1" {
            path.clone()
        } else {
            format!("/api/v1{path}")
        };
        for path in filled(&path, &ids) {
            visit(client, &path, "sv", &mut found).await;
            if path.contains("plan") || path.contains("imports") {
                visit(client, &path, "en", &mut found).await; // explanations have words of their own
            }
        }
    }
    let beside = "/metrics /healthz /readyz /api/openapi.json /robots.txt";
    for path in beside.split(' ') {
        visit(client, path, "sv", &mut found).await;
    }
    found
}

async fn visit(client: &Client, path: &str, language: &str, found: &mut BTreeMap<String, String>) {
    let mut next = Some(path.to_owned());
    while let Some(path) = next.take() {
        let headers = [("accept-language", language)];
        let reply = client
            .send(Method::GET, &path, &headers, "")
            .await
            .expect("an answer");
        assert!(reply.status != 500, "{path}: {}", reply.text());
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        next = body["next"].as_str().map(|cursor| {
            format!(
                "{}?cursor={cursor}",
                path.split('?').next().unwrap_or_default()
            )
        });
        found.insert(
            format!("{language} {path}"),
            format!("{:?} {}", reply.headers, reply.text()),
        );
    }
}

/// Values for each name in a path.
async fn ids(service: &TestService) -> BTreeMap<&'static str, Vec<String>> {
    let id = |item: &Value| text(item, "id");
    let of = |items: Vec<Value>| items.iter().map(id).collect::<Vec<_>>();
    let people: Vec<Value> = service.all("/api/v1/people").await;
    let chosen = people
        .iter()
        .filter(|p| p["security_marking"] != "none" || p["name"] == OPEN[0]);
    let chosen: Vec<String> = chosen.map(|p| text(p, "id")).collect();
    assert_eq!(chosen.len(), 4);
    let mut applications = Vec::new();
    for person in &chosen {
        applications.push(text(&service.application(person).await, "id"));
    }
    let offering = round::OFFERING.to_owned();
    let plans = service
        .admin
        .read(&format!("/api/v1/offerings/{offering}/cohort-plans"))
        .await
        .expect("plans");
    let plans = of(plans.as_array().expect("plans").clone());
    let listed = async |path: &str| {
        let list = service.officer.read(path).await.expect("a list");
        of(list.as_array().expect("a list").clone())
    };
    let mut messages: Vec<Value> = service.all("/api/v1/messages").await;
    messages.retain(|message| {
        let to = message["person"].as_str();
        to.is_some_and(|to| chosen.iter().any(|person| person == to))
    });
    assert!(messages.len() >= 4, "letters to those that are looked for");
    // A rule whose dry run lists everybody.
    let rule =
        json!({ "moment": "course_start", "days": 0, "at": "09:00", "audience": "taking_part" });
    let rule_path = format!("/api/v1/offerings/{offering}/mail-rules/start");
    let any = [("if-match", "*")];
    let made = service
        .admin
        .send_json(Method::PUT, &rule_path, &any, &rule);
    ok(made.await);
    let transfers = format!("/api/v1/offerings/{offering}/cohort-transfers");
    BTreeMap::from([
        ("message", of(messages)),
        ("template", vec!["cohort_placed".to_owned()]),
        ("language", vec!["sv".to_owned()]),
        ("mail_rule", vec!["start".to_owned()]),
        ("transfer", listed(&transfers).await),
        ("erasure", listed("/api/v1/erasure-requests").await),
        ("notice", of(service.notices("sent").await)),
        ("programme", programmes(service).await),
        ("person", chosen),
        ("application", applications),
        ("offering", vec![offering]),
        ("channel", vec!["OPEN-DEMO".into(), "ORU-DEMO1".into()]),
        ("link", vec!["x".to_owned()]),
        ("selection", vec![uuid::Uuid::nil().to_string()]),
        ("code", vec!["SA123A".to_owned()]),
        ("cohort", vec!["G01".to_owned(), "G02".to_owned()]),
        ("search", vec![uuid::Uuid::nil().to_string()]),
        ("progress", vec![uuid::Uuid::nil().to_string()]),
        ("weeding", vec![uuid::Uuid::nil().to_string()]),
        ("other", plans.clone()),
        ("plan", plans),
        ("session", vec![text(&service.sessions().await[0], "id")]),
        ("import", of(service.all("/api/v1/imports").await)),
    ])
}

/// Those that anybody reads who is looked for.
pub(super) async fn programmes(service: &TestService) -> Vec<String> {
    let query = "SELECT DISTINCT programme FROM person
                 WHERE security_marking <> 'none' AND programme IS NOT NULL ORDER BY programme";
    let programmes = service.sql(query).await;
    assert!(!programmes.is_empty(), "nobody studies");
    programmes
}

fn filled(path: &str, ids: &BTreeMap<&'static str, Vec<String>>) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let (name, after) = rest.split_once('}').expect("a name in braces");
    let values = ids
        .get(name)
        .unwrap_or_else(|| panic!("no value for {name} in {path}"));
    let paths = values.iter().map(|value| format!("{before}{value}{after}"));
    paths.flat_map(|path| filled(&path, ids)).collect()
}
