//! The trail as files: what is in them, who is named, and that no hand can change them unseen.

use harness::{
    Client, Engine, TestService,
    binary::{Folder, administer},
    ok, on_both_engines, problem,
    round::{self, OFFERING},
    text,
};
use hyper::Method;
use samverkan_domain::trail::{self, Extract, Fault};
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    the_trail_is_handed_over_and_checked,
    some_of_it_is_chosen,
    the_protected_stand_under_an_alias,
    a_trail_that_is_not_whole_is_not_handed_over,
);

async fn take(client: &Client, wanted: &Value) -> (Value, Extract) {
    let made = ok(client.post("/api/v1/audit/exports", wanted).await);
    let file = made["files"][0]["text"].as_str().expect("logg.json");
    let extract = serde_json::from_str(file).expect("an extract");
    assert_eq!(text(&made, "sha256"), trail::digest(file.as_bytes()));
    (made, extract)
}

async fn the_trail_is_handed_over_and_checked(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let (made, all) = take(&service.admin, &json!({})).await;
    let checked = trail::check(&all).expect("it holds");
    assert!(checked.rows > 100 && checked.reaches_head, "{checked:?}");
    assert_eq!(
        (checked.stretches, all.head.seq),
        (1, made["rows"].as_i64().unwrap())
    );
    assert_eq!(text(&made, "head_hash"), all.head.hash);
    // That it was taken out stands in the trail, with what the file was.
    let taken = ok(service
        .admin
        .get("/api/v1/audit?action=audit.exported")
        .await);
    assert_eq!(taken["items"][0]["after"]["sha256"], made["sha256"]);
    let mut forged = all.clone();
    forged.rows[50].after = Some("{}".to_owned());
    let seq = forged.rows[50].seq;
    assert_eq!(trail::check(&forged), Err(Fault::Changed { seq }));
    let participant = service.participant(1, "larare").await.0;
    let refused = participant.post("/api/v1/audit/exports", &json!({})).await;
    assert_eq!(problem(refused).0, 403);
}

async fn some_of_it_is_chosen(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let wanted = json!({ "actions": ["application."], "offering": OFFERING, "list": "csv" });
    let (made, some) = take(&service.admin, &wanted).await;
    assert!(!some.rows.is_empty());
    assert!(
        some.rows
            .iter()
            .all(|row| row.action.starts_with("application."))
    );
    trail::check(&some).expect("it holds");
    let csv = made["files"][1]["text"].as_str().unwrap();
    assert_eq!(csv.lines().count(), some.rows.len() + 1);
    assert!(
        csv.contains(OFFERING) && csv.contains("Hanna Dahlgren"),
        "{csv}"
    );
    let (_, decided) = take(&service.admin, &json!({ "decisions": true })).await;
    assert!(
        decided
            .rows
            .iter()
            .any(|row| row.action.starts_with("import."))
    );
    assert!(
        decided
            .rows
            .iter()
            .all(|row| row.action != "person.created")
    );
    let now = service.now().to_string();
    let (_, none) = take(&service.admin, &json!({ "until": "2020-01-01T00:00:00Z" })).await;
    assert!(none.rows.is_empty());
    let (_, later) = take(&service.admin, &json!({ "since": now })).await;
    assert!(!later.rows.is_empty());
    let unknown = json!({ "offering": "X" });
    let refused = service.admin.post("/api/v1/audit/exports", &unknown).await;
    assert_eq!(problem(refused).0, 404);
    // A workbook says where it comes from.
    let (made, _) = take(&service.admin, &json!({ "list": "xlsx" })).await;
    assert!(made["files"][1]["base64"].as_str().unwrap().len() > 1_000);
}

async fn the_protected_stand_under_an_alias(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let id = text(&service.person("Hanna Dahlgren").await, "id");
    let protect = json!({ "security_marking": "confidential" });
    let path = format!("/api/v1/people/{id}");
    let any = [("if-match", "*")];
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &any, &protect)
        .await);
    let wanted = json!({ "list": "csv" });
    let auditor = service.staff(Role::Auditor).await;
    for client in [&service.admin, &service.officer, &auditor] {
        let (made, _) = take(client, &wanted).await;
        assert!(
            !made.to_string().contains("Hanna Dahlgren"),
            "under an alias, whoever asks"
        );
        assert!(!made.to_string().contains("hanna.dahlgren"));
    }
    let (made, _) = take(&service.admin, &wanted).await;
    assert!(
        made.to_string().contains("Fatima"),
        "the control: others are named"
    );
    let (made, _) = take(&auditor, &wanted).await;
    assert!(
        !made.to_string().contains("Fatima"),
        "an auditor does not read people"
    );
}

async fn a_trail_that_is_not_whole_is_not_handed_over(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    take(&service.admin, &json!({})).await;
    service.run_sql("UPDATE audit_head SET seq = seq + 1").await;
    let refused = problem(
        service
            .admin
            .post("/api/v1/audit/exports", &json!({}))
            .await,
    );
    assert_eq!((refused.0, &*refused.1), (409, "trail-not-whole"));
}

#[tokio::test]
async fn the_command_line_takes_it_out_and_checks_it() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let run = async |words: &[&str]| administer(&service, &token, &folder, words).await;
    let (code, said) = run(&["audit", "export", "--list", "xlsx", "--folder", "d"]).await;
    assert!(code == 0 && said.contains("logg.xlsx"), "{said}");
    let (code, said) = run(&["audit", "check", "d/logg.json"]).await;
    assert!(code == 0 && said.contains("stämmer"), "{said}");
    let (code, said) = run(&["audit", "check", "d/logg.json", "--head", "00"]).await;
    assert_eq!(code, 1, "{said}");
    let (code, said) = run(&["--json", "audit", "check", "d/logg.json"]).await;
    let told: Value = serde_json::from_str(&said).expect("JSON");
    assert!(code == 0 && told["sound"] == true, "{said}");
    assert_eq!(
        run(&["audit", "export", "--folder", "d"]).await.0,
        2,
        "nothing is written over"
    );
    let path = folder.0.join("d/logg.json");
    let file = std::fs::read_to_string(&path).expect("the file");
    std::fs::write(&path, file.replacen("person.created", "person.crested", 1)).expect("written");
    let (code, said) = run(&["audit", "check", "d/logg.json"]).await;
    assert!(code == 1 && said.contains("ändrad"), "{said}");
}
