//! Imports of whole files: what the report says, and what is written.

use harness::{
    Engine, both_engines,
    dump::differing,
    ok,
    round::{self, demo_file, into_offering},
    sheet::Sheet,
    text,
};
use hyper::Method;
use serde_json::{Value, json};

both_engines!(
    the_real_files_come_in,
    a_second_import_changes_nothing,
    a_dry_run_tells_and_writes_nothing,
    one_bad_row_stops_the_whole_file,
    a_changed_row_changes_only_itself,
    a_saved_mapping_reads_other_headers,
    a_reserve_who_is_admitted_is_told,
    an_old_file_does_not_undo_what_happened_here,
    five_thousand_rows,
);

fn counts(report: &Value) -> [i64; 5] {
    ["rows", "new", "changed", "unchanged", "errors"].map(|key| report[key].as_i64().expect(key))
}

/// Actions in the audit trail, oldest first, since the given row.
async fn actions(service: &harness::TestService, after: usize) -> Vec<String> {
    let rows = service.all("/api/v1/audit").await;
    let actions = rows.iter().rev().skip(after).map(|row| text(row, "action"));
    actions.collect()
}

async fn the_real_files_come_in(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let report = service
        .import(&query, demo_file("antagna-vt2027.csv"))
        .await;
    assert_eq!(counts(&report), [41, 41, 0, 0, 0], "{report}");
    assert_eq!(
        (text(&report, "encoding"), text(&report, "delimiter")),
        ("windows-1252".to_owned(), ";".to_owned())
    );
    assert_eq!(
        (&report["sound"], &report["dry_run"]),
        (&json!(true), &json!(false))
    );
    let applications = service.all("/api/v1/applications").await;
    let with = |state: &str| {
        let found = applications.iter().filter(|a| text(a, "state") == state);
        found.count()
    };
    assert_eq!(
        (with("admitted"), with("reserve"), applications.len()),
        (36, 5, 41)
    );

    // A nomination of somebody with a colleague's name is a question, and nothing is written.
    let before = service.snapshot().await;
    let query = into_offering("nominations");
    let file = demo_file("nominerade-uppdrag-vt2027.csv");
    let asked = service.import(&query, file.clone()).await;
    assert_eq!(asked["sound"], false);
    assert_eq!(asked["questions"].as_array().expect("questions").len(), 1);
    assert_eq!(asked["questions"][0]["row"], 9);
    let vera = service.person("Vera Väisänen").await;
    assert_eq!(asked["questions"][0]["person"], vera["id"]);
    assert_eq!(counts(&asked), [12, 11, 0, 0, 1]);
    assert_eq!(
        differing(&before, &service.snapshot().await),
        Vec::<String>::new()
    );

    let same = format!("{query}&same_person=9={}", text(&vera, "id"));
    let report = service.import(&same, file).await;
    assert_eq!(
        (counts(&report), &report["same_person_rows"]),
        ([12, 12, 0, 0, 0], &json!([9]))
    );
    // One human, one seat: the nomination is kept without one.
    let path = format!("/api/v1/applications?person={}", text(&vera, "id"));
    let mut states: Vec<String> = service
        .all(&path)
        .await
        .iter()
        .map(|a| text(a, "state"))
        .collect();
    states.sort();
    assert_eq!(states, ["admitted", "superseded"]);
    assert!(
        report["findings"].to_string().contains("already-placed"),
        "{report}"
    );
}

async fn a_second_import_changes_nothing(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tick().await;
    let (before, mail) = (service.snapshot().await, service.mail().len());
    for (kind, file, rows) in [
        ("admissions", "antagna-vt2027.csv", 41),
        ("nominations", "nominerade-uppdrag-vt2027.csv", 12),
        ("sessions", "moten-vt2027.csv", 10),
        ("programmes", "programmes.csv", 7),
        ("workplaces", "skolenheter-demo.csv", 8),
    ] {
        let report = service.import(&into_offering(kind), demo_file(file)).await;
        assert_eq!(counts(&report), [rows, 0, 0, rows, 0], "{kind}: {report}");
    }
    service.tick().await;
    assert_eq!(service.mail().len(), mail);
    // That somebody imported is itself recorded; of the offering, locked meanwhile, the revision.
    assert_eq!(
        differing(&before, &service.snapshot().await),
        ["audit", "audit_head", "import_run", "offering"]
    );
    let audit = before["audit"].len();
    assert_eq!(
        actions(&service, audit).await,
        vec!["import.carried_out"; 5]
    );
}

async fn a_dry_run_tells_and_writes_nothing(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let before = service.snapshot().await;
    let dry = format!("{query}&dry_run=true");
    let mut told = service.import(&dry, demo_file("antagna-vt2027.csv")).await;
    assert_eq!(
        differing(&before, &service.snapshot().await),
        Vec::<String>::new()
    );
    let mut done = service
        .import(&query, demo_file("antagna-vt2027.csv"))
        .await;
    // Negative control: the snapshot does see an import.
    assert!(differing(&before, &service.snapshot().await).contains(&"person".to_owned()));
    assert_eq!(
        (told["dry_run"].take(), told["id"].take()),
        (json!(true), Value::Null)
    );
    assert!(done["id"].take().is_string());
    done["dry_run"].take();
    told.as_object_mut().expect("object").remove("id");
    done.as_object_mut().expect("object").remove("id");
    assert_eq!(told, done);
}

async fn one_bad_row_stops_the_whole_file(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 20);
    let before = service.snapshot().await;
    // One that the file shows by itself, and one that only the database can know.
    for (column, value) in [("Status", "Kanske"), ("Anmälningskod", "ORU-DEMO9")] {
        let bad = sheet.clone().set(19, column, value);
        let report = service.import(&query, bad.text()).await;
        assert_eq!(
            (counts(&report), &report["sound"]),
            ([20, 19, 0, 0, 1], &json!(false)),
            "{column}"
        );
        assert!(report.get("id").is_none());
        assert_eq!(
            differing(&before, &service.snapshot().await),
            Vec::<String>::new()
        );
    }
    let report = service.import(&query, sheet.text()).await;
    assert_eq!(counts(&report), [20, 20, 0, 0, 0]);
}

async fn a_changed_row_changes_only_itself(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 5);
    service.import(&query, sheet.text()).await;
    let before = service.snapshot().await;
    let changed = sheet
        .set(3, "Meritvärde", "300")
        .set(4, "Efternamn", "Giftsson");
    let report = service.import(&query, changed.text()).await;
    assert_eq!(counts(&report), [5, 0, 2, 3, 0]);
    let runs = json!([
        { "row": 2, "last": 4, "status": "unchanged" },
        { "row": 5, "last": 6, "status": "changed" },
    ]);
    assert_eq!(report["row_reports"], runs);
    let after = service.snapshot().await;
    let new = |table: &str| {
        let rows = after[table]
            .iter()
            .filter(|row| !before[table].contains(row));
        rows.count()
    };
    assert_eq!((new("application"), new("person"), new("email")), (1, 1, 0));
    assert!(text(&service.person("Giftsson").await, "name").starts_with("Tea"));
}

async fn a_saved_mapping_reads_other_headers(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let built_in = ok(service.admin.get("/api/v1/import-mappings").await);
    let mut mappings = built_in.as_array().expect("mappings").iter();
    let nya = mappings.find(|m| text(m, "kind") == "admissions");
    let nya = nya.expect("a mapping");
    let mut columns = nya["columns"].clone();
    let mut sheet = Sheet::admissions(0, 2);
    for header in &mut sheet.header {
        let mut fields = columns.as_object().expect("columns").iter();
        let (field, _) = fields.find(|(_, h)| *h == header).expect("a field");
        let field = field.clone();
        *header = format!("Kolumn {field}");
        columns[field] = json!(header);
    }
    let query = into_offering("admissions");
    let plain = service.import(&query, sheet.text()).await;
    assert_eq!(plain["sound"], false);
    assert_eq!(plain["findings"][0]["code"], "missing-column");
    let mapping = json!({ "kind": "admissions", "columns": columns });
    let put = service
        .admin
        .send_json(Method::PUT, "/api/v1/import-mappings/fler", &[], &mapping);
    ok(put.await);
    let report = service
        .import(&format!("{query}&mapping=fler"), sheet.text())
        .await;
    assert_eq!(counts(&report), [2, 2, 0, 0, 0], "{report}");
    let unknown = service
        .import_reply(&format!("{query}&mapping=ingen"), sheet.text())
        .await;
    assert_eq!(harness::problem(unknown).0, 404);
}

async fn a_reserve_who_is_admitted_is_told(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 3)
        .reserve(1, "PG", "1")
        .reserve(2, "PG", "2");
    service.import(&query, sheet.text()).await;
    service.tick().await;
    let mail = service.mail();
    assert_eq!(mail.len(), 3);
    let admitted = sheet
        .clone()
        .set(1, "Status", "Antagen")
        .set(1, "Reservnummer", "");
    let report = service.import(&query, admitted.text()).await;
    assert_eq!(counts(&report), [3, 0, 1, 2, 0]);
    service.tick().await;
    let new = service.mail().split_off(3);
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].to_address, "t1@import.example");
    assert!(
        new[0].subject.contains("antagningsbesked"),
        "{}",
        new[0].subject
    );
    let person = service.person("Testsson1").await;
    let application = service.application(&text(&person, "id")).await;
    assert_eq!(text(&application, "state"), "admitted");
    let path = format!("/api/v1/applications/{}", text(&application, "id"));
    let outcomes = ok(service.admin.get(&path).await)["decisions"].clone();
    let outcomes: Vec<&Value> = outcomes
        .as_array()
        .expect("decisions")
        .iter()
        .map(|d| &d["outcome"])
        .collect();
    assert_eq!(outcomes, ["reserve", "admitted"]);
}

async fn an_old_file_does_not_undo_what_happened_here(engine: Engine) {
    let (mut service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 2);
    service.import(&query, sheet.text()).await;
    let registered = text(&service.person("Testsson0").await, "id");
    let left = text(&service.person("Testsson1").await, "id");
    let application = service.application(&registered).await;
    let path = format!("/api/v1/applications/{}/register", text(&application, "id"));
    let tag = format!("\"{}\"", application["revision"]);
    // Registration opens when the course does.
    service.advance(60 * 24 * 3600);
    service.sign_staff_in_again().await;
    let reply = service
        .admin
        .send_json(Method::POST, &path, &[("if-match", &tag)], &json!({}))
        .await;
    ok(reply);
    service.withdraw(&left).await;
    let before = (
        service.application(&registered).await,
        service.application(&left).await,
    );
    for status in ["Antagen", "Struken", "Obehörig"] {
        let old = sheet
            .clone()
            .set(0, "Status", status)
            .set(1, "Status", status);
        let report = service.import(&query, old.text()).await;
        assert_eq!(counts(&report), [2, 0, 0, 2, 0], "{status}");
    }
    let after = (
        service.application(&registered).await,
        service.application(&left).await,
    );
    assert_eq!(before, after);
    assert_eq!(text(&after.0, "state"), "registered");
}

async fn five_thousand_rows(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let file = Sheet::admissions(0, 5_000).windows_1252();
    let report = service.import(&query, file).await;
    assert_eq!(counts(&report), [5_000, 5_000, 0, 0, 0]);
}
