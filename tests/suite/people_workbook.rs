//! The workbook of an offering's people: what is in it, and what becomes of it when it comes back.

use crate::places::{OFFERING as PATH, act};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use calamine::{Data, Reader as _, Xlsx};
use harness::{
    Client, Engine, TestService,
    binary::{Folder, binary},
    ok, on_both_engines,
    round::{self, OFFERING, into_offering},
    sheet::Sheet,
    text,
};
use hyper::Method;
use samverkan_domain::import::{ImportKind, Mapping};
use serde_json::{Value, json};
use std::io::Cursor;
use tokio::process::Command;

on_both_engines!(
    an_untouched_workbook_changes_nothing,
    what_was_edited_is_changed,
    what_changed_here_meanwhile_is_not_written_over,
    what_must_not_be_changed_is_not,
    lists_are_workbooks_too,
);

const HIDDEN: [&str; 4] = ["Måns", "Isaksson", "Dragan", "mans.isaksson@"];

async fn divided(engine: Engine) -> TestService {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    service
}

/// The workbook as a file.
async fn taken_out(client: &Client, body: &Value) -> Vec<u8> {
    let made = ok(client.post(&format!("{PATH}/exports"), body).await);
    let file = &made["files"][0];
    assert!(text(file, "name").ends_with(".xlsx"), "{}", file["name"]);
    assert!(file.get("text").is_none());
    let bytes = BASE64_STANDARD.decode(text(file, "base64")).unwrap();
    let rows = sheets(&bytes)[0].1.len() - 1;
    assert_eq!(made["people"], rows);
    bytes
}

async fn people(client: &Client) -> Vec<u8> {
    taken_out(client, &json!({ "kind": "people" })).await
}

/// Every sheet by name, as another program than the one that wrote it reads it.
fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("not text: {other:?}"),
    };
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).expect("a sheet");
            let rows = range.rows().map(|row| row.iter().map(cell).collect());
            (name, rows.collect())
        })
        .collect()
}

/// The first sheet, to be edited and saved anew: what a spreadsheet program does.
fn edited(bytes: &[u8]) -> Sheet {
    let (_, mut rows) = sheets(bytes).swap_remove(0);
    let header = rows.remove(0);
    Sheet { header, rows }
}

/// The row of somebody, counted from 0.
fn row_of(sheet: &Sheet, given: &str, family: &str) -> usize {
    let mut rows = sheet.rows.iter();
    let at = rows.position(|row| row[2] == given && row[3] == family);
    at.unwrap_or_else(|| panic!("{given} {family} is not in {:?}", sheet.rows))
}

/// Row as a spreadsheet counts, column and code of each finding.
fn findings(report: &Value) -> Vec<(u64, String, String)> {
    let all = report["findings"].as_array().unwrap().iter();
    all.map(|found| {
        let column = found["column"].as_str().unwrap_or_default().to_owned();
        (found["row"].as_u64().unwrap(), column, text(found, "code"))
    })
    .collect()
}

async fn back(service: &TestService, more: &str, file: impl Into<Vec<u8>>) -> Value {
    let query = format!("{}{more}", into_offering("people"));
    service.import(&query, file).await
}

async fn an_untouched_workbook_changes_nothing(engine: Engine) {
    let service = divided(engine).await;
    for client in [&service.admin, &service.officer] {
        let bytes = people(client).await;
        let all = sheets(&bytes);
        let names: Vec<&str> = all.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["Deltagare", "Ursprung", "Val"]);
        let header = Mapping::built_in(ImportKind::People);
        let mut wanted: Vec<&String> = header.columns.values().collect();
        let mut found: Vec<&String> = all[0].1[0].iter().collect();
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "the columns that the import reads");
        // Where it comes from.
        let origin: Vec<String> = all[1].1.iter().map(|row| row.join(": ")).collect();
        assert!(
            origin.contains(&format!("Kurstillfälle: {OFFERING}")),
            "{origin:?}"
        );
        assert!(
            origin.iter().any(|row| row.starts_with("Av: token:")),
            "{origin:?}"
        );
        assert!(
            origin
                .iter()
                .any(|row| row.contains("samverkan import people FIL"))
        );
        // Who is protected: an alias, a cohort, and nothing that leads further.
        for (_, rows) in &all {
            for cell in rows.iter().flatten() {
                assert!(!HIDDEN.iter().any(|hidden| cell.contains(hidden)), "{cell}");
            }
        }
        let alias = |row: &&Vec<String>| row[2].starts_with("Deltagare ");
        let hidden: Vec<_> = all[0].1.iter().filter(alias).collect();
        assert_eq!(hidden.len(), 2);
        for row in hidden {
            let filled = row.iter().filter(|cell| !cell.is_empty()).count();
            assert_eq!(filled, 4, "application, alias, state, cohort: {row:?}");
        }
        // Spreadsheets offer what may stand in the cells.
        let offered = &all[2].1;
        assert!(offered.iter().any(|row| row[0] == "Kurator"), "{offered:?}");
        let report = back(&service, "", bytes).await;
        assert_eq!(
            (&report["sound"], &report["findings"]),
            (&json!(true), &json!([]))
        );
        assert_eq!(report["unchanged"], report["rows"]);
    }
}

async fn what_was_edited_is_changed(engine: Engine) {
    let service = divided(engine).await;
    let sheet = edited(&people(&service.admin).await);
    let hanna = row_of(&sheet, "Hanna", "Dahlgren");
    let file = sheet
        .set(hanna, "Efternamn", "Dahlgren Öst")
        .set(hanna, "Programkod", "LKP1Y")
        .set(hanna, "Studieform", "campus")
        .workbook();
    let dry = back(&service, "&dry_run=true", file.clone()).await;
    assert_eq!(
        (&dry["changed"], &dry["sound"]),
        (&json!(1), &json!(true)),
        "{dry}"
    );
    let before = service.person("Hanna Dahlgren").await;
    let done = back(&service, "", file.clone()).await;
    assert_eq!(
        (&done["changed"], &done["errors"]),
        (&json!(1), &json!(0)),
        "{done}"
    );
    let after = service.person("Hanna Dahlgren Öst").await;
    assert_eq!(after["id"], before["id"]);
    assert_eq!(
        (&after["programme"], &after["modality"]),
        (&json!("LKP1Y"), &json!("campus"))
    );
    assert_eq!(after["email"], before["email"]);
    let trail = ok(service
        .officer
        .get("/api/v1/audit?limit=3&action=person.")
        .await);
    let fields = &trail["items"][0]["after"]["fields"];
    assert_eq!(*fields, json!(["family_name", "programme", "modality"]));
    // Again: it says what is so already.
    let again = back(&service, "", file.clone()).await;
    assert_eq!(
        (&again["unchanged"], &again["findings"]),
        (&again["rows"], &json!([]))
    );
    // An emptied cell takes the value away.
    let sheet = edited(&people(&service.admin).await);
    let hanna = row_of(&sheet, "Hanna", "Dahlgren Öst");
    let file = sheet.set(hanna, "Studieform", "").text();
    assert_eq!(
        back(&service, "", file).await["changed"],
        1,
        "text will do as well"
    );
    let after = service.person("Hanna Dahlgren Öst").await;
    assert!(after.get("modality").is_none(), "{after}");
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
        .set(b, "Programkod", "XXX9X")
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

async fn lists_are_workbooks_too(engine: Engine) {
    let service = divided(engine).await;
    for (kind, title) in [
        ("rollcall", "Upprop"),
        ("registration", "Registrering"),
        ("attendance", "Närvaro"),
    ] {
        let body = json!({ "kind": kind, "format": "xlsx" });
        let all = sheets(&taken_out(&service.admin, &body).await);
        let names: Vec<&str> = all.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, [title, "Ursprung"]);
        // The same as the text, cell by cell.
        let body = json!({ "kind": kind });
        let made = ok(service.admin.post(&format!("{PATH}/exports"), &body).await);
        let csv = text(&made["files"][0], "text");
        let lines: Vec<&str> = csv
            .trim_start_matches('\u{FEFF}')
            .trim_end()
            .split("\r\n")
            .collect();
        assert_eq!(lines.len(), all[0].1.len());
        assert_eq!(lines[0], all[0].1[0].join(";"));
    }
}

#[tokio::test]
async fn out_and_in_by_the_command_line() {
    let service = divided(Engine::Sqlite).await;
    let folder = Folder::new();
    let token = service.admin_token().await;
    let run = async |words: &[&str]| {
        let ran = Command::new(binary("samverkan"))
            .args(["--lang", "sv"])
            .args(words)
            .current_dir(&folder.0)
            .env("SAMVERKAN_URL", format!("http://{}", service.address))
            .env("SAMVERKAN_TOKEN", &token)
            .output();
        let ran = ran.await.expect("the binary");
        let said = String::from_utf8([ran.stdout, ran.stderr].concat()).unwrap();
        (ran.status.code().unwrap(), said)
    };
    let (code, said) = run(&["export", "people", OFFERING]).await;
    assert_eq!(code, 0, "{said}");
    let name = format!("{OFFERING}-people.xlsx");
    let bytes = std::fs::read(folder.0.join(&name)).unwrap();
    let sheet = edited(&bytes);
    let hanna = row_of(&sheet, "Hanna", "Dahlgren");
    let number = (hanna + 2).to_string();
    std::fs::write(
        folder.0.join(&name),
        sheet.set(hanna, "Studieform", "Campus").workbook(),
    )
    .unwrap();
    let import = ["import", "deltagare", &*name, "--offering", OFFERING];
    let (code, said) = run(&[&import[..], &["--dry-run"]].concat()).await;
    assert_eq!(code, 0, "{said}");
    let id = text(&service.person("Hanna Dahlgren").await, "id");
    let (code, said) = run(&["person", "edit", &id, "--profession", "kurator"]).await;
    assert_eq!(code, 0, "{said}");
    let (code, said) = run(&import).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("har ändrats här sedan filen togs ut"),
        "{said}"
    );
    let (code, said) = run(&[&import[..], &["--take-row", &number]].concat()).await;
    assert_eq!(code, 0, "{said}");
    let (code, said) = run(&["export", "rollcall", OFFERING, "--xlsx"]).await;
    assert_eq!(code, 0, "{said}");
    let list = std::fs::read(folder.0.join(format!("{OFFERING}-rollcall.xlsx"))).unwrap();
    assert_eq!(sheets(&list)[0].0, "Upprop");
}
