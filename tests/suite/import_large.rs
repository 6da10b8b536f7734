//! A register of thousands: told on the way, written and taken back piece by piece, and whole all the same.

use harness::{
    Engine, TestService, ok, on_both_engines, problem,
    round::{self, into_offering},
    sheet::Sheet,
    text,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both_engines!(
    a_large_register_comes_and_goes_whole,
    a_change_of_what_is_noted_already_is_noted,
);

/// More than is kept in memory of what the trail will say, and more than is told one by one when it is taken back.
const UNITS: i64 = 5_200;

fn register(name: &str) -> String {
    let rows = (0..UNITS).map(|n| format!("{},{name} {n},1880,Örebro\n", 10_000_000 + n));
    let rows = rows.collect::<String>();
    format!("school_unit_code,name,municipality_code,municipality\n{rows}")
}

/// Imports and watches it; gives the report and how far it was seen to have come.
async fn watched(service: &TestService, id: &str, file: String) -> (Value, BTreeSet<i64>) {
    let path = format!("/api/v1/import-progress/{id}");
    let query = format!("kind=workplaces&progress={id}");
    let import = service.import(&query, file);
    let mut seen = BTreeSet::new();
    let mut strangers = 0;
    tokio::pin!(import);
    let report = loop {
        tokio::select! {
            report = &mut import => break report,
            reply = service.admin.get(&path) => {
                let Ok(found) = reply.expect("an answer").json("") else { continue };
                let found: Value = found;
                if let (Some(done), Some(rows)) = (found["done"].as_i64(), found["rows"].as_i64()) {
                    assert!(rows == 0 || rows == UNITS, "{found}");
                    assert!(done <= UNITS, "{found}");
                    seen.insert(done);
                    // It is nobody else's to see.
                    if strangers == 0 {
                        strangers += 1;
                        assert_eq!(problem(service.officer.get(&path).await).0, 404);
                    }
                }
            }
        }
    };
    assert_eq!(
        problem(service.admin.get(&path).await).0,
        404,
        "it has ended"
    );
    (report, seen)
}

async fn a_large_register_comes_and_goes_whole(engine: Engine) {
    let service = TestService::start(engine).await;
    let before = service.snapshot().await["workplace"].clone();
    let id = "01a207a2-3280-7010-9283-40f9eb9faa1d";
    let (first, seen) = watched(&service, id, register("Skola")).await;
    assert!(seen.len() > 1, "it was seen to go on: {seen:?}");
    assert_eq!(
        (&first["sound"], &first["new"]),
        (&json!(true), &json!(UNITS))
    );
    let runs = json!([{ "row": 2, "last": UNITS + 1, "status": "new" }]);
    assert_eq!(first["row_reports"], runs);
    let second = service.import("kind=workplaces", register("Skola")).await;
    assert_eq!(
        (&second["unchanged"], &second["new"]),
        (&json!(UNITS), &json!(0))
    );

    let renamed = service.import("kind=workplaces", register("Enhet")).await;
    assert_eq!(renamed["changed"], json!(UNITS));
    let undo = async |run: &Value| {
        let path = format!("/api/v1/imports/{}/undo", text(run, "id"));
        ok(service.admin.post(&path, &json!({})).await)
    };
    for run in [&renamed, &first] {
        let done = undo(run).await;
        assert_eq!(
            (&done["taken_back"], &done["kept"]),
            (&json!(UNITS), &json!(0))
        );
        assert_eq!(done["items"].as_array().unwrap().len(), 5_000);
        assert_eq!(done["items_left_out"], 200);
    }
    assert_eq!(service.snapshot().await["workplace"], before);
    // Three imports and two ways back: the trail has a row for each unit, and is whole.
    let verified = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verified["sound"], true, "{verified}");
    assert!(verified["rows"].as_i64().unwrap() > 4 * UNITS, "{verified}");
}

/// Who stands on two rows far apart is changed by both: what the import left is what the second did.
async fn a_change_of_what_is_noted_already_is_noted(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let people = Sheet::admissions(0, 1);
    assert_eq!(service.import(&query, people.text()).await["sound"], true);
    let before = service.snapshot().await["person"].clone();

    let mut sheet = Sheet::admissions(0, 600).set(0, "Förnamn", "Thea");
    let again = sheet.rows[0].clone();
    sheet.rows.push(again);
    let sheet = sheet
        .set(600, "Anmälningskod", "ORU-DEMO2")
        .set(600, "Förnamn", "Theodora");
    let report = service.import(&query, sheet.text()).await;
    assert_eq!(
        (&report["sound"], &report["new"]),
        (&json!(true), &json!(600)),
        "{report}"
    );
    let path = format!("/api/v1/imports/{}/undo", text(&report, "id"));
    let body = json!({ "also_told": true });
    let done = ok(service.admin.post(&path, &body).await);
    let of = |row: usize| {
        let items = done["items"].as_array().unwrap().iter();
        let of_row =
            items.filter(move |item| item["row"] == json!(row) && item["thing"] == "person");
        of_row.map(|item| text(item, "outcome")).collect::<Vec<_>>()
    };
    assert_eq!(of(2), ["taken_back"], "it is as the import left it");
    let names = |rows: &[String]| {
        rows.iter()
            .filter(|row| row.contains("Thea") || row.contains("Theodora"))
            .count()
    };
    assert_eq!(names(&service.snapshot().await["person"]), 0);
    assert_eq!(names(&before), 0);
}
