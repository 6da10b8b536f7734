//! The workbook of an offering's people: what is in it, and what becomes of it when it comes back.

mod cli;
mod refused;

use crate::places::OFFERING as PATH;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use calamine::{Data, Reader as _, Xlsx};
use harness::{
    Client, Engine, TestService, ok, on_both_engines,
    round::{self, OFFERING, into_offering},
    sheet::Sheet,
    text,
};
use samverkan_domain::import::{ImportKind, Mapping};
use serde_json::{Value, json};
use std::io::Cursor;

on_both_engines!(
    an_untouched_workbook_changes_nothing,
    what_was_edited_is_changed,
    lists_are_workbooks_too,
);

/// Those in the round who are protected. Others have the same given or family names.
const HIDDEN: [(&str, &str, &str); 2] = [
    ("Måns", "Isaksson", "mans.isaksson@"),
    ("Dragan", "Özdemir", "dragan.ozdemir@"),
];

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
    assert!(text(file, "name").contains(".xlsx"), "{}", file["name"]);
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
        for row in all.iter().flat_map(|(_, rows)| rows) {
            for (given, family, address) in HIDDEN {
                let has = |name: &str| row.iter().any(|cell| cell == name);
                assert!(!(has(given) && has(family)), "{row:?}");
                assert!(!row.iter().any(|cell| cell.contains(address)), "{row:?}");
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
