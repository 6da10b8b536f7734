//! The report of an offering: it counts everything once, names nobody, and in public tells of no few.

mod browser;

use crate::{
    places::{act, place, register},
    plans::twenty,
};
use harness::{
    Engine, TestService,
    binary::{Folder, binary},
    ok, on_both_engines,
    round::{self, OFFERING as CODE},
    sql, text,
};
use hyper::Method;
use serde_json::{Value, json};
use std::{fs, path::Path};
use tokio::process::Command;

on_both_engines!(
    everything_is_counted_once,
    applications_come_so_far,
    the_public_report_tells_of_no_few,
    cohorts_are_mixed_before_and_after,
    who_cannot_come_is_counted_by_programme,
);

const REPORT: &str = "/api/v1/offerings/SA123A-V9001V27/report";

async fn report(service: &TestService, query: &str) -> Value {
    ok(service.admin.get(&format!("{REPORT}{query}")).await)
}

/// A number by what it counts.
fn count(counts: &Value, what: &str) -> Option<i64> {
    let mut counts = counts.as_array().unwrap().iter();
    counts.find(|one| one["what"] == what).unwrap()["count"].as_i64()
}

fn stages(report: &Value) -> Vec<Option<i64>> {
    let stages = report["stages"].as_array().unwrap().iter();
    stages.map(|one| one["count"].as_i64()).collect()
}

async fn number(service: &TestService, what: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM {what}");
    sql::number(&service.app.database, &query).await
}

/// Every number of people that a report tells.
fn told(value: &Value) -> Vec<i64> {
    match value {
        Value::Object(fields) => {
            let own = ["count", "total"].into_iter();
            let own = own.filter_map(|name| fields.get(name)?.as_i64());
            own.chain(fields.values().flat_map(told)).collect()
        }
        Value::Array(items) => items.iter().flat_map(told).collect(),
        _ => Vec::new(),
    }
}

async fn everything_is_counted_once(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service
        .run_sql(
            "UPDATE outbox SET failed_at = created_at, done_at = NULL \
             WHERE id IN (SELECT id FROM outbox WHERE person_id IS NOT NULL ORDER BY id LIMIT 2)",
        )
        .await;
    let made = report(&service, "").await;
    let all = number(&service, "application").await;
    let table = &made["applications"];
    assert_eq!(table["total"], all);
    for row in table["rows"].as_array().unwrap() {
        let sum: i64 = row["counts"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(told)
            .sum();
        assert_eq!(row["total"], sum, "{row}");
        let name = text(row, "name");
        let code = name.rsplit(['(', ')']).nth(1).unwrap_or(&name);
        let here =
            format!("application a JOIN channel c ON c.id = a.channel_id WHERE c.code = '{code}'");
        assert_eq!(row["total"], number(&service, &here).await, "{name}");
    }

    let stages: Vec<i64> = stages(&made).into_iter().flatten().collect();
    assert_eq!((stages.len(), stages[0]), (6, all));
    assert!(stages.is_sorted_by(|a, b| a >= b), "{stages:?}");
    assert_eq!(count(&made["letters"]["counts"], "failed"), Some(2));
    let letters = number(&service, "outbox WHERE person_id IS NOT NULL").await;
    assert_eq!(made["letters"]["total"], letters);
    // Nobody is named, nor is an alias; who is protected is counted.
    let said = made.to_string();
    for person in service.all("/api/v1/people").await {
        let name = text(&person, "name");
        assert!(name.trim().is_empty() || !said.contains(&name), "{name}");
    }
    for row in ok(service.admin.get("/api/v1/people?limit=200").await)["items"]
        .as_array()
        .unwrap()
    {
        assert!(!said.contains(&text(row, "name")), "{row}");
    }
    let trail = ok(service.officer.get("/api/v1/audit?limit=1").await);
    let last = &trail["items"][0];
    assert_eq!(
        (&last["action"], &last["after"]),
        (&json!("offering.reported"), &json!({ "public": false }))
    );
}

async fn applications_come_so_far(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 4).await;
    let mut ids = Vec::new();
    for n in 1..=6 {
        ids.push(place(&service, n).await.2);
    }
    let made = report(&service, "").await;
    // Four have places that nobody asks them about; two wait.
    assert_eq!(stages(&made), [6, 6, 4, 4, 0, 0].map(Some));
    assert_eq!(made.get("control"), None);
    for id in &ids[..3] {
        register(&service.admin, id).await;
    }
    // Left on the first day of the course, and so early.
    service
        .run_sql(
            "UPDATE application SET state = 'withdrawn_early' WHERE id = \
             (SELECT application_id FROM registration ORDER BY application_id LIMIT 1)",
        )
        .await;
    ok(act(&service.admin, &ids[3], "withdraw", &json!({})).await);
    let made = report(&service, "").await;
    assert_eq!(stages(&made), [6, 6, 4, 3, 3, 2].map(Some));
    let control = &made["control"]["table"];
    assert_eq!(control["total"], 2);
    assert_eq!(count(&control["counts"], "silent"), Some(2));
    // So few are not told of at all in public.
    let public = report(&service, "?public=true").await;
    assert_eq!(stages(&public), [Some(6), None, None, None, None, None]);
    assert_eq!((public.get("control"), public.get("clashes")), (None, None));
}

async fn the_public_report_tells_of_no_few(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let whole = report(&service, "").await;
    assert!(told(&whole).iter().any(|n| (1..5).contains(n)), "few");
    let public = report(&service, "?public=true").await;
    assert_eq!(public["public"], true);
    let numbers = told(&public);
    assert!(numbers.len() > 10, "{public}");
    assert!(numbers.iter().all(|n| *n >= 5), "{numbers:?}");
    // What is told is true.
    assert_eq!(
        public["applications"]["total"],
        whole["applications"]["total"]
    );
    for (told, true_number) in stages(&public).into_iter().zip(stages(&whole)) {
        assert!(told.is_none() || told == true_number);
    }
    let mixes = public["mixes"].as_array().unwrap();
    assert!(mixes.len() < 2 && mixes.iter().all(|mix| mix.get("before").is_none()));
    let trail = ok(service.officer.get("/api/v1/audit?limit=1").await);
    assert_eq!(trail["items"][0]["after"], json!({ "public": true }));
}

async fn cohorts_are_mixed_before_and_after(engine: Engine) {
    let service = twenty(engine).await;
    assert_eq!(report(&service, "").await["mixes"], json!([]));
    let plan = crate::plans::propose(&service, json!({})).await;
    let made = report(&service, "").await;
    let mix = &made["mixes"][0];
    assert_eq!((&mix["proposed"], mix.get("before")), (&json!(true), None));
    assert_eq!(mix["after"]["total"], 20);
    service.commit(&plan).await;
    let after = report(&service, "").await["mixes"][0].clone();
    assert_eq!(
        (&after["proposed"], after.get("before")),
        (&json!(false), None)
    );
    // In force is what was proposed.
    assert_eq!(after["after"], mix["after"]);
    let other = crate::plans::propose(&service, json!({ "seed": 2 })).await;
    let made = report(&service, "").await["mixes"][0].clone();
    assert_eq!(made["proposed"], true);
    assert_eq!(made["before"], after["after"]);
    service.commit(&other).await;
    let now = report(&service, "").await["mixes"][0].clone();
    assert_eq!(now["proposed"], false);
    assert_eq!(
        (&now["before"], &now["after"]),
        (&made["before"], &made["after"])
    );
}

async fn who_cannot_come_is_counted_by_programme(engine: Engine) {
    let service = twenty(engine).await;
    let body = json!({
        "title": "Träff", "starts": "2027-02-04T13:15", "ends": "2027-02-04T15:00",
        "mode": "campus",
    });
    ok(service
        .admin
        .post(&format!("/api/v1/offerings/{CODE}/sessions"), &body)
        .await);
    let none = report(&service, "").await;
    assert_eq!(none.get("clashes"), None, "no timetable, no table");
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270204T120000Z\n\
                    DTEND:20270204T140000Z\nSUMMARY:Tentamen\nEND:VEVENT\nEND:VCALENDAR\n";
    let kind = [("content-type", "application/octet-stream")];
    let path = "/api/v1/timetables/SOC9Y";
    ok(service
        .admin
        .send(Method::POST, path, &kind, calendar)
        .await);
    service
        .run_sql(
            "UPDATE person SET security_marking = 'protected_registration' \
             WHERE id IN (SELECT a.person_id FROM application a WHERE a.programme = 'SOC9Y' \
                          OR EXISTS (SELECT 1 FROM person p WHERE p.id = a.person_id \
                                     AND p.programme = 'SOC9Y'))",
        )
        .await;
    let clashes = report(&service, "").await["clashes"].clone();
    assert_eq!(clashes["total"], 20);
    assert_eq!(clashes["rows"].as_array().unwrap().len(), 4);
    // Who is protected is counted like everybody.
    assert_eq!(count(&clashes["counts"], "hindered"), Some(5));
    let hindered = clashes["rows"].as_array().unwrap().iter();
    let hindered: Vec<_> = hindered
        .filter_map(|row| count(&row["counts"], "hindered"))
        .collect();
    assert_eq!(hindered.iter().filter(|n| **n == 5).count(), 1);
    assert_eq!(hindered.iter().filter(|n| **n == 0).count(), 3);
    // In public each programme of five is told, whole or not at all.
    let public = report(&service, "?public=true").await["clashes"].clone();
    assert!(told(&public).iter().all(|n| *n >= 5), "{public}");
}

async fn run(service: &TestService, folder: &Path, words: &[&str]) -> String {
    run_as(
        service,
        folder,
        "sv",
        &[&["report", CODE][..], words].concat(),
    )
    .await
}

async fn run_as(service: &TestService, folder: &Path, language: &str, words: &[&str]) -> String {
    let ran = Command::new(binary("samverkan"))
        .args(["--lang", language])
        .args(words)
        .current_dir(folder)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", service.admin_token().await)
        .output()
        .await
        .expect("the binary");
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8(ran.stdout).expect("UTF-8")
}

#[tokio::test]
async fn the_command_line_draws_what_the_service_counts() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let folder = Folder::new();
    fs::create_dir(&folder.0).expect("a folder");
    let said = run(&service, &folder.0, &[]).await;
    for title in ["Anmälningar", "Så långt har de kommit", "Mejl"] {
        assert!(said.contains(title), "{said}");
    }
    assert!(said.contains('█') && !said.contains('\u{1b}'), "{said}");
    let words = ["--public", "--html", "rapport.html", "--svg", "bilder"];
    let said = run(&service, &folder.0, &words).await;
    assert!(said.contains("Skrev rapport.html"), "{said}");
    let page = fs::read_to_string(folder.0.join("rapport.html")).expect("the page");
    let public = report(&service, "?public=true").await;
    let total = public["applications"]["total"].to_string();
    assert!(page.contains(&format!("<td>{total}</td>")), "{page}");
    assert!(page.contains("<td>–</td>") && page.contains("Antal under fem visas inte"));
    // Each picture stands in the page, and for itself.
    let pictures = fs::read_dir(folder.0.join("bilder")).expect("a folder");
    let pictures: Vec<_> = pictures.flatten().map(|file| file.path()).collect();
    assert_eq!(page.matches("<svg").count(), pictures.len());
    for picture in pictures {
        let svg = fs::read_to_string(picture).expect("a picture");
        assert!(svg.starts_with("<svg") && page.contains(&svg));
    }
    let json = run(&service, &folder.0, &["--json"]).await;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["offering_code"], CODE);
}
