//! Only some rows of a file, and those that were left out come back with the reason.

use super::service;
use harness::{
    Engine, TestService, binary::Folder, binary::administer, ok, on_both_engines, problem, text,
};
use serde_json::{Value, json};
use std::fs;

on_both_engines!(
    the_rows_that_are_chosen_and_no_others,
    what_is_right_is_imported_and_the_rest_comes_back,
    a_row_that_another_makes_wrong_is_left_out_too,
);

const QUERY: &str = "kind=nominations&offering=SA123A-V9001V27&file_name=lista.csv";
const HEADER: &str = "Förnamn;Efternamn;E-post;Titel;Avtal\n";

/// Rows 2 and 4 are right; row 3 has no address, row 5 a title that nobody has.
fn file() -> String {
    format!(
        "{HEADER}Anna;Ek;anna@kommun.example;Lärare;K1\nBo;Al;;Lärare;K1\n\
         Cia;Ås;cia@kommun.example;Lärare;K1\nDan;Öst;dan@kommun.example;Rymdpilot;K1\n"
    )
}

async fn names(service: &TestService) -> Vec<String> {
    let page = ok(service
        .admin
        .get("/api/v1/applications?channel=UPPDRAG")
        .await);
    let items = page["items"].as_array().unwrap().iter();
    let mut names: Vec<String> = items.map(|one| text(one, "person_name")).collect();
    names.sort();
    names
}

fn numbers(report: &Value, keys: &[&str]) -> Vec<i64> {
    keys.iter()
        .map(|key| report[*key].as_i64().expect(key))
        .collect()
}

async fn the_rows_that_are_chosen_and_no_others(engine: Engine) {
    let service = service(engine).await;
    let all = service.import(QUERY, file()).await;
    assert_eq!(all["sound"], false, "the control: all or nothing");
    let wrong = service.import(&format!("{QUERY}&rows=2-3"), file()).await;
    assert_eq!(
        (&wrong["sound"], &wrong["errors"]),
        (&json!(false), &json!(1))
    );
    assert!(names(&service).await.is_empty());
    let right = service.import(&format!("{QUERY}&rows=4"), file()).await;
    assert_eq!(right["sound"], true, "{right}");
    assert_eq!(
        numbers(&right, &["rows", "new", "errors", "rows_not_chosen"]),
        [1, 1, 0, 3]
    );
    assert_eq!(right["findings"], json!([]), "of others nothing is said");
    assert_eq!(names(&service).await, ["Cia Ås"]);
    for rows in ["9", "x", "4-2"] {
        let reply = service
            .import_reply(&format!("{QUERY}&rows={rows}"), file())
            .await;
        assert_eq!(problem(reply).0, 422, "{rows}");
    }
}

async fn what_is_right_is_imported_and_the_rest_comes_back(engine: Engine) {
    let service = service(engine).await;
    let query = format!("{QUERY}&only_valid=true");
    let look = service
        .import(&format!("{query}&dry_run=true"), file())
        .await;
    assert_eq!((&look["sound"], &look["new"]), (&json!(true), &json!(2)));
    assert!(names(&service).await.is_empty(), "only looked");
    let done = service.import(&query, file()).await;
    assert_eq!(
        numbers(&done, &["rows", "new", "errors", "rows_not_chosen"]),
        [2, 2, 0, 0]
    );
    assert_eq!(done["rows_left_out"], json!([3, 5]));
    assert_eq!(names(&service).await, ["Anna Ek", "Cia Ås"]);
    let rest = &done["rest"];
    assert_eq!(rest["name"], "lista-kvar.csv");
    let written = text(rest, "text");
    let lines: Vec<&str> = written.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 3, "{written}");
    assert!(lines[0].ends_with("Avtal;Fel att rätta"));
    assert!(
        lines[1].starts_with("Bo;Al;;Lärare;K1;") && lines[1].len() > 30,
        "{written}"
    );
    assert!(lines[2].starts_with("Dan;Öst;"), "{written}");
    // Mended, it is read in, with its column of reasons.
    let mended = written
        .replace("Al;;", "Al;bo@kommun.example;")
        .replace("Rymdpilot", "Lärare");
    let report = service.import(QUERY, mended).await;
    assert_eq!(
        (&report["sound"], &report["new"]),
        (&json!(true), &json!(2)),
        "{report}"
    );
    assert_eq!(report["findings"], json!([]), "the column is no remark");
    // What is kept of the run holds none of the rows.
    let kept = ok(service
        .admin
        .get(&format!("/api/v1/imports/{}", text(&done, "id")))
        .await);
    assert!(kept.get("rest").is_none() && kept["rows_left_out"] == json!([3, 5]));
    // A file of which nothing is right imports nothing.
    let none = format!("{HEADER}Bo;Al;;Lärare;K1\n");
    assert_eq!(service.import(&query, none).await["sound"], false);
    assert_eq!(service.import(&query, "x").await["sound"], false);
}

async fn a_row_that_another_makes_wrong_is_left_out_too(engine: Engine) {
    let service = service(engine).await;
    let contract = json!({ "code": "K1", "employer": "K", "seats": 1 });
    ok(service
        .admin
        .post("/api/v1/channels/UPPDRAG/contracts", &contract)
        .await);
    let done = service
        .import(&format!("{QUERY}&only_valid=true"), file())
        .await;
    assert_eq!(done["sound"], true, "{done}");
    assert_eq!(names(&service).await, ["Anna Ek"], "one place, one person");
    assert_eq!(done["rows_left_out"], json!([3, 4, 5]));
    assert!(text(&done["rest"], "text").contains("Cia;Ås"));
}

#[tokio::test]
async fn the_command_line_writes_the_rest_and_takes_back() {
    let service = service(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.0.join("lista.csv"), file()).unwrap();
    let run = async |words: &[&str]| administer(&service, &token, &folder, words).await;
    let import = [
        "import",
        "uppdrag",
        "lista.csv",
        "--offering",
        "SA123A-V9001V27",
        "--only-valid",
    ];
    let (code, said) = run(&import).await;
    assert!(code == 0 && said.contains("lista-kvar.csv"), "{said}");
    let rest = fs::read_to_string(folder.0.join("lista-kvar.csv")).unwrap();
    assert!(rest.contains("Rymdpilot"), "{rest}");
    let (code, said) = run(&import).await;
    assert!(
        code == 2 && said.contains("--rest"),
        "half mended files are not written over: {said}"
    );
    let imports = ok(service.admin.get("/api/v1/imports").await);
    let id = text(&imports["items"][0], "id");
    let (code, said) = run(&["import", "undo", &id, "--dry-run"]).await;
    assert!(
        code == 0 && said.contains("som före importen") && said.contains("Anna Ek"),
        "{said}"
    );
    let (code, said) = run(&["import", "angra", &id]).await;
    assert!(code == 0 && said.contains("4 tillbaka"), "{said}");
    assert!(
        run(&["import", "show", &id])
            .await
            .1
            .contains("Tillbakatagen")
    );
    assert_eq!(run(&["import", "undo", &id]).await.0, 3);
}
