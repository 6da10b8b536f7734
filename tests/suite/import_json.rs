//! JSON from registers: school units, and staff with their duties, over the API.

use harness::{
    Engine, both_engines, ok, problem,
    round::{self, into_offering},
    text,
};
use serde_json::json;

both_engines!(
    school_units_come_from_the_national_register,
    staff_with_their_duties_are_nominated,
    values_for_every_row_are_checked,
);

const UNITS: &str = include_str!("../../docs/exempel/skolenheter.json");
const STAFF: &str = include_str!("../../docs/exempel/personal.json");

async fn school_units_come_from_the_national_register(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = "kind=workplaces&file_name=skolenheter.json&values=%7B%22municipality_code%22%3A%221880%22%7D";
    let report = service.import(query, UNITS).await;
    assert_eq!(
        (&report["sound"], &report["new"]),
        (&json!(true), &json!(2)),
        "{report}"
    );
    assert_eq!(
        (text(&report, "encoding"), report.get("delimiter")),
        ("json".to_owned(), None)
    );
    assert_eq!(report["findings"][0]["code"], "ended-units");
    let again = service.import(query, UNITS).await;
    assert_eq!(again["unchanged"], 2, "{again}");
    let all = ok(service.admin.get("/api/v1/workplaces").await);
    let mut all = all.as_array().unwrap().iter();
    let found = all.find(|unit| unit["school_unit_code"] == "99991021");
    assert_eq!(
        found.unwrap()["municipality"],
        "Örebro",
        "the name follows from the code"
    );
}

async fn staff_with_their_duties_are_nominated(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let values = "values=%7B%22contract%22%3A%22UPPDRAG-DEMO-1880%22%7D";
    let query = format!(
        "{}&{values}&file_name=personal.json",
        into_offering("nominations")
    );
    let report = service.import(&query, STAFF).await;
    assert_eq!(
        report["sound"], false,
        "who is protected stops the file: {report}"
    );
    let report = service
        .import(&format!("{query}&only_valid=true"), STAFF)
        .await;
    assert_eq!(
        (&report["sound"], &report["new"]),
        (&json!(true), &json!(2)),
        "{report}"
    );
    assert_eq!(report["rows_left_out"], json!([4]));
    assert!(
        report["rest"].is_object(),
        "the row that was left out comes back"
    );
    let titles = service
        .all("/api/v1/applications?channel=UPPDRAG-DEMO-1880")
        .await;
    assert_eq!(titles.len(), 2);
    let stored = service.stored().await;
    assert!(
        !stored.contains("Dold"),
        "nothing is kept of who is protected"
    );
}

async fn values_for_every_row_are_checked(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    for (values, code) in [
        ("%7B", "bad-values"),
        ("%7B%22x%22%3A%22y%22%7D", "unknown-field"),
    ] {
        let query = format!("kind=workplaces&values={values}");
        let (status, _, refused) = problem(service.import_reply(&query, UNITS).await);
        assert_eq!(status, 422, "{refused}");
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
}
