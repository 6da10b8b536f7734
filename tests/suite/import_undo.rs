//! Taking back what an import did: all that nobody has built on, and nothing else.

mod chosen;

use crate::places::{act, letters, state};
use harness::{Client, Engine, TestService, ok, on_both_engines, problem, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    a_file_that_was_wrong_leaves_nothing_behind,
    what_others_build_on_is_kept_and_said,
    who_has_had_a_letter_is_told_again,
    what_was_changed_is_as_it_was_before,
    a_protection_is_not_lifted,
    meetings_and_registers_are_taken_back,
);

async fn service(engine: Engine) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("employer", "UPPDRAG", 9).await;
    service
}

/// A list of so many nominated teachers, with what stands in the column of the invoice's reference.
fn nominated(count: usize, family: &str, reference: &str) -> String {
    let rows = (0..count)
        .map(|n| format!("Ny{n};{family}{n};ny{n}@kommun.example;Lärare;K1;{reference}\n"));
    let rows = rows.collect::<String>();
    format!("Förnamn;Efternamn;E-post;Titel;Avtal;Fakturareferens\n{rows}")
}

/// Imports a file; gives the id of the run.
async fn import(service: &TestService, file: String) -> String {
    let query = "kind=nominations&offering=SA123A-V9001V27&file_name=n.csv";
    let report = service.import(query, file).await;
    assert_eq!(report["sound"], true, "{report}");
    text(&report, "id")
}

async fn undo(client: &Client, run: &str, body: &Value) -> Value {
    ok(client
        .post(&format!("/api/v1/imports/{run}/undo"), body)
        .await)
}

async fn of(admin: &Client, n: usize) -> String {
    let page = ok(admin.get("/api/v1/applications?channel=UPPDRAG").await);
    let name = format!("Ny{n} Antagen{n}");
    let mut items = page["items"].as_array().unwrap().iter();
    text(
        items.find(|one| text(one, "person_name") == name).unwrap(),
        "id",
    )
}

/// What became of something that the file was about: outcome and why.
fn became(undone: &Value, thing: &str, name: &str) -> (String, String) {
    let mut items = undone["items"].as_array().unwrap().iter();
    let item = items.find(|item| item["thing"] == thing && text(item, "name") == name);
    let item = item.unwrap_or_else(|| panic!("{thing} {name}: {undone}"));
    let because = item["because"].as_str().unwrap_or_default();
    (text(item, "outcome"), because.to_owned())
}

fn told(outcome: &str, why: &str) -> (String, String) {
    (outcome.to_owned(), why.to_owned())
}

async fn a_file_that_was_wrong_leaves_nothing_behind(engine: Engine) {
    let service = service(engine).await;
    let mut before = service.snapshot().await;
    let run = import(&service, nominated(3, "Antagen", "R")).await;
    let look = undo(&service.admin, &run, &json!({ "dry_run": true })).await;
    assert_eq!(
        (&look["taken_back"], &look["kept"]),
        (&json!(6), &json!(0)),
        "{look}"
    );
    let people = async || service.all("/api/v1/people").await.len();
    let there = people().await;
    let done = undo(&service.admin, &run, &json!({})).await;
    assert_eq!(
        (&done["carried_out"], &done["items"]),
        (&json!(true), &look["items"])
    );
    assert_eq!(people().await, there - 3);
    // People, applications, decisions, addresses and letters: all as before.
    let mut after = service.snapshot().await;
    for table in [
        "audit",
        "audit_head",
        "import_run",
        "import_entry",
        "offering",
        "calendar_generation",
        "token",
    ] {
        before.remove(table);
        after.remove(table);
    }
    assert_eq!(before, after);
    service.tick().await;
    assert!(letters(&service, "ny0@kommun.example").await.is_empty());
    let whole = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(whole["sound"], true);
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=import.undone")
        .await);
    assert_eq!(trail["items"][0]["after"]["taken_back"], 6);
    let path = format!("/api/v1/imports/{run}");
    assert!(ok(service.admin.get(&path).await)["undone_at"].is_string());
    let again = problem(
        service
            .admin
            .post(&format!("{path}/undo"), &json!({}))
            .await,
    );
    assert_eq!((again.0, &*again.1), (409, "import-undone-already"));
    // What is nobody's mistake cannot be taken away like this.
    let run_sql = async |sql: &str| harness::sql::run(&service.app.database, sql).await;
    import(&service, nominated(2, "Antagen", "R")).await;
    assert!(run_sql("DELETE FROM admission").await.is_err());
    run_sql("UPDATE admission SET decided_by = 'x'")
        .await
        .unwrap_err();
    assert_eq!(people().await, there - 1, "the right file is read in");
}

async fn what_others_build_on_is_kept_and_said(engine: Engine) {
    let service = service(engine).await;
    let admin = &service.admin;
    let contract = json!({ "code": "K1", "employer": "K", "seats": 9 });
    ok(admin
        .post("/api/v1/channels/UPPDRAG/contracts", &contract)
        .await);
    let run = import(&service, nominated(9, "Antagen", "R")).await;
    let gone = of(admin, 8).await;
    ok(act(admin, &gone, "withdraw", &json!({})).await);
    service
        .run_sql(
            "INSERT INTO presence (application_id, kind, on_day, noted_by, noted_at)
             SELECT a.id, 'upprop', '2027-01-20', 'tester', a.created_at
             FROM application a JOIN person p ON p.id = a.person_id WHERE p.given_name = 'Ny7'",
        )
        .await;
    let edited = text(&service.person("Ny6 Antagen6").await, "id");
    let path = format!("/api/v1/people/{edited}");
    let change = json!({ "profession": "kurator" });
    let any = [("if-match", "*")];
    ok(admin.send_json(Method::PATCH, &path, &any, &change).await);
    let look = json!({ "dry_run": true, "also_told": true });
    let seen = undo(admin, &run, &look).await;
    for (thing, name, expected) in [
        ("application", "Ny8 Antagen8", told("kept", "changed_since")),
        ("application", "Ny7 Antagen7", told("kept", "attended")),
        // The application goes; the person was changed by hand, and stays.
        ("application", "Ny6 Antagen6", told("taken_back", "")),
        ("person", "Ny6 Antagen6", told("kept", "changed_since")),
        ("person", "Ny7 Antagen7", told("kept", "in_use")),
    ] {
        assert_eq!(became(&seen, thing, name), expected, "{thing} {name}");
    }
    // Letters have gone: with them nothing is left that could be taken away in silence.
    service.tick().await;
    let silent = undo(admin, &run, &json!({ "dry_run": true })).await;
    assert_eq!(
        became(&silent, "application", "Ny0 Antagen0"),
        told("kept", "told")
    );
    assert_eq!(silent["carried_out"], false, "{silent}");
    ok(admin
        .post("/api/v1/invoice-bases", &json!({ "channel": "UPPDRAG" }))
        .await);
    let billed = undo(admin, &run, &look).await;
    assert_eq!(
        became(&billed, "application", "Ny0 Antagen0"),
        told("kept", "billed")
    );
    let plan = ok(service.propose_reply(&json!({ "seed": 1 })).await);
    service.commit(&plan).await;
    // Nothing can be taken back any more, and nothing is touched.
    let before = service.snapshot().await;
    let placed = undo(admin, &run, &json!({ "also_told": true })).await;
    assert_eq!(
        became(&placed, "application", "Ny0 Antagen0"),
        told("kept", "in_cohort")
    );
    assert_eq!(placed["carried_out"], false, "{placed}");
    assert_eq!(before, service.snapshot().await);
    assert_eq!(state(admin, &of(admin, 0).await).await, "admitted");
}

async fn who_has_had_a_letter_is_told_again(engine: Engine) {
    let service = service(engine).await;
    let run = import(&service, nominated(1, "Antagen", "R")).await;
    let first = letters(&service, "ny0@kommun.example").await;
    assert_eq!(first.len(), 1, "{first:?}");
    let done = undo(&service.admin, &run, &json!({ "also_told": true })).await;
    assert_eq!(
        became(&done, "application", "Ny0 Antagen0"),
        told("ended", "told")
    );
    let id = of(&service.admin, 0).await;
    assert_eq!(state(&service.admin, &id).await, "struck");
    let all = letters(&service, "ny0@kommun.example").await;
    assert_eq!(all.len(), 2);
    assert!(all[1].contains("av misstag"), "{}", all[1]);
    // The mended file names them anew: the mistake is no decision about them.
    import(&service, nominated(1, "Antagen", "R2")).await;
    assert_eq!(state(&service.admin, &id).await, "admitted");
    // Who has been struck by a real decision is not admitted by an old file.
    let reason = json!({ "step": "strike", "reason": "Dubbel plats." });
    ok(act(&service.admin, &id, "steps", &reason).await);
    import(&service, nominated(1, "Antagen", "R3")).await;
    assert_eq!(state(&service.admin, &id).await, "struck");
}

async fn what_was_changed_is_as_it_was_before(engine: Engine) {
    let service = service(engine).await;
    let first = import(&service, nominated(2, "Antagen", "R")).await;
    let second = import(&service, nominated(2, "Omgift", "R2")).await;
    let id = {
        let page = ok(service
            .admin
            .get("/api/v1/applications?channel=UPPDRAG")
            .await);
        assert_eq!(page["items"][0]["invoice_reference"], "R2");
        text(&page["items"][0], "id")
    };
    let extract = text(&service.person("Ny0 Omgift0").await, "id");
    let extract = format!("/api/v1/people/{extract}/extract");
    let kept = ok(service.admin.post(&extract, &json!({})).await);
    let kept = &kept["content"]["changed_by_files"];
    assert!(kept.to_string().contains("Antagen0"), "it is told: {kept}");
    let done = undo(&service.admin, &second, &json!({})).await;
    assert_eq!(done["taken_back"], 4, "{done}");
    let names = service.all("/api/v1/people").await;
    assert!(names.iter().any(|one| text(one, "name") == "Ny0 Antagen0"));
    let row = ok(service
        .admin
        .get(&format!("/api/v1/applications/{id}"))
        .await);
    assert_eq!(row["invoice_reference"], "R");
    // The one before it can be taken back too now, in spite of all revisions.
    let done = undo(&service.admin, &first, &json!({})).await;
    assert_eq!((&done["taken_back"], &done["kept"]), (&json!(4), &json!(0)));
    // What has been weeded of an import cannot be taken back.
    let third = import(&service, nominated(1, "Antagen", "R")).await;
    service.run_sql("DELETE FROM import_entry").await;
    let path = format!("/api/v1/imports/{third}/undo");
    let gone = problem(service.admin.post(&path, &json!({})).await);
    assert_eq!((gone.0, &*gone.1), (409, "nothing-to-take-back"));
}

async fn a_protection_is_not_lifted(engine: Engine) {
    let service = service(engine).await;
    service.channel("imported", "ORU-DEMO1", 9).await;
    let file = |name: &str, marking: &str| {
        format!(
            "Personnummer;Efternamn;Förnamn;E-post;Kurskod;Anmälningskod;Urvalsgrupp;Meritvärde;\
             Status;Reservnummer;Villkor;Programkod;Yrkestitel;Skolenhetskod;Skyddad;\
             Registreringstyp;Studieform\n19680427-9898;{name};Hanna;hanna@student.example;SA123A;\
             ORU-DEMO1;TPAV;187,5;Antagen;;;;Lärare;;{marking};FFG;Distans\n"
        )
    };
    let query = "kind=admissions&offering=SA123A-V9001V27&file_name=a.csv";
    let first = service.import(query, file("Dahlgren", "Ingen")).await;
    assert_eq!(first["sound"], true, "{first}");
    let second = service
        .import(query, file("Omgift", "Sekretessmarkering"))
        .await;
    assert_eq!(second["sound"], true, "{second}");
    let done = undo(&service.admin, &text(&second, "id"), &json!({})).await;
    let said = done.to_string();
    assert!(said.contains("Deltagare "), "{said}");
    for name in ["Omgift", "Dahlgren", "Hanna"] {
        assert!(!said.contains(name), "{name}: {said}");
    }
    assert_eq!(done["items"][0]["because"], "protection_stays", "{done}");
    let kept = service
        .sql("SELECT family_name || security_marking FROM person WHERE given_name = 'Hanna'")
        .await;
    assert_eq!(kept, ["Dahlgrenconfidential"]);
}

async fn meetings_and_registers_are_taken_back(engine: Engine) {
    let service = service(engine).await;
    let file = "school_unit_code;name;municipality_code;municipality\n12345678;Östra skolan;0180;Stockholm\n87654321;Västra;0180;Stockholm\n";
    let run = text(&service.import("kind=workplaces", file).await, "id");
    let (client, _) = service.participant(1, "larare").await;
    let body = json!({ "workplace": "12345678" });
    ok(client
        .send_json(Method::PATCH, "/api/v1/me", &[], &body)
        .await);
    let done = undo(&service.admin, &run, &json!({})).await;
    assert_eq!(
        became(&done, "workplace", "12345678"),
        told("kept", "in_use")
    );
    assert_eq!(
        became(&done, "workplace", "87654321"),
        told("taken_back", "")
    );

    let file = "date,start,end,title,place,mode\n2027-01-21,10:15,12:00,Träff,L103,campus\n";
    let query = "kind=sessions&offering=SA123A-V9001V27&file_name=m.csv";
    let made = service.import(query, file.replace("12:00", "11:00")).await;
    assert_eq!(made["sound"], true, "{made}");
    let moved = service.import(query, file).await;
    assert_eq!(moved["changed"], 1, "{moved}");
    let done = undo(&service.admin, &text(&moved, "id"), &json!({})).await;
    assert_eq!(became(&done, "session", "Träff"), told("taken_back", ""));
    let sessions = async || {
        ok(service
            .admin
            .get("/api/v1/offerings/SA123A-V9001V27/sessions")
            .await)
    };
    assert!(sessions().await.to_string().contains("T11:00"));
    let done = undo(&service.admin, &text(&made, "id"), &json!({})).await;
    assert_eq!(
        became(&done, "session", "Träff"),
        told("ended", "in_calendars")
    );
    assert!(sessions().await.to_string().contains("cancelled"));
}
