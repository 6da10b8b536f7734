//! Upprop over HTTP: the list, who was there, registering; and the three-week control.

use crate::places::{OFFERING, act, go_to, last_letter, place, register, state};
use harness::{Client, Engine, TestService, ok, on_both_engines, problem, sql, text};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    who_was_there_is_registered,
    presence_is_noted_once_and_taken_back,
    a_protected_person_stands_under_an_alias,
    the_silent_are_asked_once,
    after_three_weeks_the_letter_says_late,
);

async fn open(engine: Engine) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 9).await;
    service
}

async fn entries(client: &Client) -> Vec<Value> {
    let list = ok(client.get(&format!("{OFFERING}/rollcall")).await);
    list["entries"].as_array().unwrap().clone()
}

async fn note(client: &Client, body: Value) -> Value {
    ok(client.post(&format!("{OFFERING}/presence"), &body).await)
}

async fn register_present(client: &Client) -> Value {
    let path = format!("{OFFERING}/register-present");
    ok(client.send(Method::POST, &path, &[], "").await)
}

async fn who_was_there_is_registered(engine: Engine) {
    let service = open(engine).await;
    let mut ids = Vec::new();
    for n in 1..=4 {
        ids.push(place(&service, n).await.2);
    }
    let condition = format!(
        "UPDATE application SET condition_text = 'Visa legitimation' WHERE reserve_position IS NULL
           AND person_id IN (SELECT id FROM person WHERE given_name = 'Förnamn{}')",
        2
    );
    sql::run(&service.app.database, &condition).await.unwrap();
    let list = entries(&service.admin).await;
    let stopped: Vec<bool> = list.iter().map(|one| one["stopped"] == true).collect();
    assert_eq!(stopped, [false, true, false, false]);
    assert_eq!(list[1]["condition"], "Visa legitimation");
    // Three of four come; one of them is stopped, one has left since.
    note(
        &service.admin,
        json!({ "kind": "upprop", "present": ids[..3] }),
    )
    .await;
    ok(act(&service.admin, &ids[2], "withdraw", &json!({})).await);
    let done = register_present(&service.admin).await;
    let named = |list: &str| {
        let entries = done[list].as_array().unwrap().iter();
        entries
            .map(|one| text(one, "application"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (named("registered"), named("stopped")),
        (vec![ids[0].clone()], vec![ids[1].clone()])
    );
    assert_eq!(state(&service.admin, &ids[0]).await, "registered");
    assert_eq!(state(&service.admin, &ids[1]).await, "admitted");
    assert_eq!(
        state(&service.admin, &ids[3]).await,
        "admitted",
        "was not there"
    );
    // Again: only who has met the condition since.
    sql::run(
        &service.app.database,
        "UPDATE application SET condition_met = TRUE",
    )
    .await
    .unwrap();
    let again = register_present(&service.admin).await;
    assert_eq!(again["registered"][0]["application"], json!(ids[1]));
    assert_eq!(
        register_present(&service.admin).await["registered"],
        json!([])
    );
    assert_eq!(entries(&service.admin).await.len(), 3);
}

async fn presence_is_noted_once_and_taken_back(engine: Engine) {
    let service = open(engine).await;
    let (_, _, one) = place(&service, 1).await;
    let (_, _, two) = place(&service, 2).await;
    let both = json!({ "kind": "upprop", "present": [one, two] });
    assert_eq!(note(&service.admin, both.clone()).await["noted"], 2);
    let audit = async || sql::number(&service.app.database, "SELECT COUNT(*) FROM audit").await;
    let before = audit().await;
    assert_eq!(note(&service.admin, both).await["noted"], 0);
    assert_eq!(audit().await, before, "nothing new, nothing recorded");
    let mistake = note(&service.admin, json!({ "kind": "upprop", "absent": [two] })).await;
    assert_eq!(mistake["taken_back"], 1);
    let there: Vec<bool> = entries(&service.admin)
        .await
        .iter()
        .map(|e| e["at_upprop"] == true)
        .collect();
    assert_eq!(there, [true, false]);
    let missing = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    for (body, pointer) in [
        (
            json!({ "kind": "upprop", "on": "2026-11-24", "present": [one] }),
            "/on",
        ),
        (
            json!({ "kind": "upprop", "present": [one, missing] }),
            "/present/1",
        ),
        (
            json!({ "kind": "upprop", "present": [one], "absent": [one] }),
            "/absent/0",
        ),
        (json!({ "kind": "fika", "present": [one] }), "/kind"),
    ] {
        let (status, _, value) = problem(
            service
                .admin
                .post(&format!("{OFFERING}/presence"), &body)
                .await,
        );
        assert_eq!(
            (status, &value["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{body}"
        );
    }
}

async fn a_protected_person_stands_under_an_alias(engine: Engine) {
    let service = open(engine).await;
    let (_, person, _) = place(&service, 1).await;
    let path = format!("/api/v1/people/{person}");
    let tag = format!("\"{}\"", ok(service.officer.get(&path).await)["revision"]);
    let body = json!({ "security_marking": "protected_registration" });
    let headers = [("if-match", &*tag)];
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &headers, &body)
        .await);
    let name = |list: &[Value]| text(&list[0], "person_name");
    assert!(!name(&entries(&service.admin).await).contains("Efternamn1"));
    assert!(name(&entries(&service.officer).await).contains("Efternamn1"));
    let auditor = service.staff(Role::Auditor).await;
    assert_eq!(
        problem(auditor.get(&format!("{OFFERING}/rollcall")).await).0,
        403
    );
}

async fn control(client: &Client) -> Value {
    ok(client.get(&format!("{OFFERING}/follow-up")).await)
}

async fn the_silent_are_asked_once(engine: Engine) {
    let service = open(engine).await;
    let mut ids = Vec::new();
    for n in 1..=4 {
        let (_, _, id) = place(&service, n).await;
        if n < 4 {
            register(&service.admin, &id).await;
        }
        ids.push(id);
    }
    let admin = go_to(&service, "2027-02-08T09:00:00Z").await;
    note(
        &admin,
        json!({ "kind": "upprop", "on": "2027-01-18", "present": [ids[1]] }),
    )
    .await;
    note(
        &admin,
        json!({ "kind": "activity", "on": "2027-02-01", "present": [ids[2]] }),
    )
    .await;
    let found = control(&admin).await;
    let people = found["people"].as_array().unwrap();
    let shown: Vec<(&Value, &Value)> = people
        .iter()
        .map(|p| (&p["application"], &p["presence"]))
        .collect();
    let expected = [
        (&json!(ids[0]), &json!("silent")),
        (&json!(ids[1]), &json!("fading")),
        (&json!(ids[2]), &json!("present")),
    ];
    assert_eq!(
        shown, expected,
        "who is not registered is not in the control"
    );
    assert!(
        people[0]["due"] == true && text(&found, "summary").contains("1 av 3"),
        "{found}"
    );
    let ask = async |again: bool| {
        let body = json!({ "applications": ids[..2], "again": again });
        ok(admin.post(&format!("{OFFERING}/follow-up"), &body).await)
    };
    let sent = ask(false).await;
    assert_eq!(
        (&sent["sent"], &sent["answer_by"]),
        (&json!(2), &json!("2027-02-08"))
    );
    let sent = ask(false).await;
    assert_eq!(
        (&sent["sent"], &sent["asked_before"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(ask(true).await["sent"], 2);
    assert!(last_letter(&service, 1).await.contains("tidigt avbrott"));
    assert!(control(&admin).await["people"][0]["asked_at"].is_string());
    let body = json!({ "applications": [ids[3]] });
    let (status, _, value) = problem(admin.post(&format!("{OFFERING}/follow-up"), &body).await);
    assert_eq!(
        (status, &value["errors"][0]["pointer"]),
        (422, &json!("/applications/0"))
    );
}

async fn after_three_weeks_the_letter_says_late(engine: Engine) {
    let service = open(engine).await;
    let (_, _, id) = place(&service, 1).await;
    register(&service.admin, &id).await;
    let admin = go_to(&service, "2027-02-09T09:00:00Z").await;
    let body = json!({ "applications": [id, id] });
    let sent = ok(admin.post(&format!("{OFFERING}/follow-up"), &body).await);
    assert_eq!(
        (&sent["sent"], &sent["answer_by"]),
        (&json!(1), &json!("2027-02-16"))
    );
    let letter = last_letter(&service, 1).await;
    assert!(
        letter.contains("sent avbrott") && !letter.contains("tidigt"),
        "{letter}"
    );
}
