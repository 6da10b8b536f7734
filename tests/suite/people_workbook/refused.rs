//! What a workbook that comes back does not change.

use super::{back, divided, edited, people, row_of};
use crate::places::act;
use harness::{Engine, ok, on_both_engines, round::into_offering, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    what_changed_here_meanwhile_is_not_written_over,
    what_must_not_be_changed_is_not,
);

/// Row as a spreadsheet counts, column and code of each finding.
fn findings(report: &Value) -> Vec<(u64, String, String)> {
    let all = report["findings"].as_array().unwrap().iter();
    all.map(|found| {
        let column = found["column"].as_str().unwrap_or_default().to_owned();
        (found["row"].as_u64().unwrap(), column, text(found, "code"))
    })
    .collect()
}

async fn what_changed_here_meanwhile_is_not_written_over(engine: Engine) {
    let service = divided(engine).await;
    let sheet = edited(&people(&service.admin).await);
    let hanna = row_of(&sheet, "Hanna", "Dahlgren");
    let id = text(&service.person("Hanna Dahlgren").await, "id");
    let change = json!({ "family_name": "Ek", "modality": "campus" });
    let path = format!("/api/v1/people/{id}");
    let seen = [("if-match", "*")];
    ok(service
        .admin
        .send_json(Method::PATCH, &path, &seen, &change)
        .await);
    // The old row disagrees with what was changed here; another row is sound, and waits for it.
    let other = (hanna + 1) % sheet.rows.len();
    let other_was = sheet.rows[other][3].clone();
    let file = sheet.set(other, "Efternamn", "Ändrad").workbook();
    let number = u64::try_from(hanna).unwrap() + 2;
    let refused = back(&service, "", file.clone()).await;
    assert_eq!(
        (&refused["sound"], &refused["errors"]),
        (&json!(false), &json!(1)),
        "{refused}"
    );
    let found = findings(&refused);
    assert!(!found.is_empty());
    for (row, column, code) in &found {
        assert_eq!((*row, &**code), (number, "changed-meanwhile"));
        assert!(column == "Efternamn" || column == "Studieform", "{column}");
    }
    let remedy = text(&refused["findings"][0], "remedy");
    assert!(remedy.contains(&format!("--take-row {number}")), "{remedy}");
    let here = service.person("Hanna Ek").await;
    assert_eq!(
        here["modality"], "campus",
        "{other_was} is as before, and so is she"
    );
    // Somebody decides that the file is right.
    let taken = back(&service, &format!("&take_row={number}"), file).await;
    assert_eq!(
        (&taken["sound"], &taken["changed"]),
        (&json!(true), &json!(2)),
        "{taken}"
    );
    assert_eq!(text(&service.person("Hanna Dahlgren").await, "id"), id);
}

async fn what_must_not_be_changed_is_not(engine: Engine) {
    let service = divided(engine).await;
    let sheet = edited(&people(&service.admin).await);
    let hanna = row_of(&sheet, "Hanna", "Dahlgren");
    let hidden = sheet
        .rows
        .iter()
        .position(|row| row[2].starts_with("Deltagare "));
    let hidden = hidden.unwrap();
    let free = |n: usize| {
        (0..sheet.rows.len())
            .filter(|r| *r != hanna && *r != hidden)
            .nth(n)
            .unwrap()
    };
    let (a, b, c, d) = (free(0), free(1), free(2), free(3));
    // Somebody who has left since.
    let gone = text(
        &service
            .application(&text(&service.person("Hanna Dahlgren").await, "id"))
            .await,
        "id",
    );
    ok(act(&service.admin, &gone, "withdraw", &json!({})).await);
    let file = sheet
        .clone()
        .set(hanna, "Studieform", "Campus")
        .set(hidden, "Efternamn", "Sedd")
        .set(a, "Grupp", "G99")
        .set(a, "E-post", "ny@example.org")
        .set(b, "Förnamn", "")
        .set(b, "Programkod", "ZZZ9Z")
        .set(c, "Anmälan", "01a207a2-3280-7010-9283-40f9eb9faa1c")
        .set(d, "Version", "tre")
        .set(d, "Yrke", "Kurater")
        .workbook();
    let report = back(&service, "", file.clone()).await;
    let at = |row: usize, column: &str, code: &str| {
        (
            u64::try_from(row).unwrap() + 2,
            column.to_owned(),
            code.to_owned(),
        )
    };
    let mut wanted = vec![
        // Her state is another now, which the file does not know.
        at(hanna, "Läge", "read-only-column"),
        at(hanna, "Grupp", "read-only-column"),
        at(hanna, "", "application-ended"),
        at(hidden, "Efternamn", "not-to-be-changed"),
        at(a, "Grupp", "read-only-column"),
        at(a, "E-post", "read-only-column"),
        at(b, "Förnamn", "missing-value"),
        at(b, "Programkod", "not-in-register"),
        at(c, "", "unknown-application"),
        at(d, "Version", "bad-number"),
        at(d, "Yrke", "unknown-profession"),
    ];
    let mut found = findings(&report);
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    assert_eq!(report["sound"], false);
    // The officer, who sees who is hidden, cannot either: a file is passed on.
    let query = format!("/api/v1/imports?{}", into_offering("people"));
    let kind = [("content-type", "application/octet-stream")];
    let only = sheet.set(hidden, "Förnamn", "Sedd").workbook();
    let report = ok(service
        .officer
        .send(Method::POST, &query, &kind, only)
        .await);
    let codes: Vec<_> = findings(&report)
        .into_iter()
        .map(|(_, _, code)| code)
        .collect();
    assert!(codes.contains(&"not-to-be-changed".to_owned()), "{codes:?}");
    // Twice the same application.
    let mut twice = edited(&people(&service.admin).await);
    let first = twice.rows[0].clone();
    twice.rows.push(first);
    let report = back(&service, "", twice.workbook()).await;
    assert_eq!(text(&report["findings"][0], "code"), "duplicate-row");
}
