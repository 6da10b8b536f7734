//! Contracts with employers: keeping them, nominating under them, sending somebody else.

use crate::places::{act, fetch, go_to, letters, register, state};
use harness::{Client, Engine, TestService, ok, on_both_engines, problem, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    a_contract_is_kept_and_changed,
    nominations_must_name_a_contract_and_fit_in_it,
    without_contracts_all_is_as_before,
    somebody_else_may_come_until_the_day_agreed,
    a_substitute_takes_no_place_in_the_cohort,
);

const CHANNEL: &str = "/api/v1/channels/UPPDRAG/contracts";

async fn employer(engine: Engine) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("employer", "UPPDRAG", 9).await;
    service
}

fn contract(code: &str, seats: i64) -> Value {
    json!({
        "code": code, "employer": "Örebro kommun", "seats": seats,
        "substitute_until": "2027-01-18", "invoice_reference": "1880-1",
        "head_email": "chef@kommun.example",
    })
}

/// A list of so many teachers, nominated under a contract.
fn nominated(from: usize, count: usize, contract: &str) -> String {
    let rows = (from..from + count)
        .map(|n| format!("Nom{n};Inerad{n};nom{n}@kommun.example;Lärare;{contract}\n"));
    format!(
        "Förnamn;Efternamn;E-post;Titel;Avtal\n{}",
        rows.collect::<String>()
    )
}

async fn import(service: &TestService, file: String) -> Value {
    let query = "kind=nominations&offering=SA123A-V9001V27&file_name=n.csv";
    service.import(query, file).await
}

/// The application of a nominated person.
async fn of(admin: &Client, n: usize) -> Value {
    let page = ok(admin.get("/api/v1/applications?channel=UPPDRAG").await);
    let name = format!("Nom{n} Inerad{n}");
    let mut items = page["items"].as_array().unwrap().iter();
    items
        .find(|one| text(one, "person_name") == name)
        .unwrap()
        .clone()
}

async fn a_contract_is_kept_and_changed(engine: Engine) {
    let service = employer(engine).await;
    service.channel("open", "OPEN", 9).await;
    let path = "/api/v1/channels/OPEN/contracts";
    let (status, code, _) = problem(service.admin.post(path, &contract("K1", 2)).await);
    assert_eq!((status, &*code), (409, "not-an-employer-channel"));
    let key = [("idempotency-key", "k")];
    let make = async || {
        let body = contract("K1", 2);
        ok(service
            .admin
            .send_json(Method::POST, CHANNEL, &key, &body)
            .await)
    };
    assert_eq!(make().await, make().await);
    let twice = problem(service.admin.post(CHANNEL, &contract("K1", 2)).await);
    assert_eq!((twice.0, &*twice.1), (409, "already-exists"));
    let bad = json!({ "code": "", "employer": "", "seats": -1, "head_email": "x" });
    let (status, _, value) = problem(service.admin.post(CHANNEL, &bad).await);
    assert_eq!(
        (status, value["errors"].as_array().unwrap().len()),
        (422, 4),
        "{value}"
    );

    import(&service, nominated(0, 2, "K1")).await;
    let put = async |seen: &str, seats: i64| {
        let body = json!({ "employer": "Kommunen", "seats": seats });
        let path = format!("{CHANNEL}/K1");
        service
            .admin
            .send_json(Method::PUT, &path, &[("if-match", seen)], &body)
            .await
    };
    assert_eq!(problem(put("\"1\"", 1).await).1, "contract-seats-used");
    let after = ok(put("\"1\"", 3).await);
    assert_eq!(
        (&after["seats"], &after["seats_used"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(
        after.get("substitute_until"),
        None,
        "what is left out is taken away"
    );
    assert_eq!(problem(put("\"1\"", 4).await).0, 412);
    let list = ok(service.admin.get(CHANNEL).await);
    assert_eq!(
        (list.as_array().unwrap().len(), &list[0]["employer"]),
        (1, &json!("Kommunen"))
    );
    let trail = ok(service.admin.get("/api/v1/audit?action=contract.").await).to_string();
    assert!(
        trail.contains("contract.changed") && !trail.contains("chef@"),
        "{trail}"
    );
}

async fn nominations_must_name_a_contract_and_fit_in_it(engine: Engine) {
    let service = employer(engine).await;
    ok(service.admin.post(CHANNEL, &contract("K1", 2)).await);
    let report = import(&service, nominated(0, 1, "K2")).await;
    assert_eq!(report["sound"], false);
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["row"], &finding["column"]),
        (&json!("unknown-contract"), &json!(2), &json!("Avtal")),
        "{report}"
    );
    assert!(
        finding.to_string().contains("K1"),
        "those that are: {finding}"
    );
    // Three do not fit in two, and then nobody comes in.
    let report = import(&service, nominated(0, 3, "K1")).await;
    assert_eq!(report["sound"], false);
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["row"]),
        (&json!("contract-full"), &json!(4))
    );
    let list = ok(service.admin.get(CHANNEL).await);
    assert_eq!(list[0]["seats_used"], 0);

    let report = import(&service, nominated(0, 2, "K1")).await;
    assert_eq!(report["sound"], true, "{report}");
    let row = of(&service.admin, 0).await;
    assert_eq!(
        (&row["contract"], &row["invoice_reference"]),
        (&json!("K1"), &json!("1880-1"))
    );
    // The same file again uses no more of the contract.
    let report = import(&service, nominated(0, 2, "K1")).await;
    assert_eq!(
        (&report["sound"], &report["unchanged"]),
        (&json!(true), &json!(2)),
        "{report}"
    );
    let more = import(&service, nominated(2, 1, "K1")).await;
    assert_eq!(more["findings"][0]["code"], "contract-full");
    // Who leaves gives the place back.
    let id = text(&of(&service.admin, 1).await, "id");
    ok(act(&service.admin, &id, "withdraw", &json!({})).await);
    assert_eq!(import(&service, nominated(2, 1, "K1")).await["sound"], true);
}

async fn without_contracts_all_is_as_before(engine: Engine) {
    let service = employer(engine).await;
    let report = import(&service, nominated(0, 3, "VAD SOM HELST")).await;
    assert_eq!(report["sound"], true, "{report}");
    let id = text(&of(&service.admin, 0).await, "id");
    let body = json!({ "person": "01a207a2-3280-7010-9283-40f9eb9faa1c" });
    let refused = problem(act(&service.admin, &id, "substitute", &body).await);
    assert_eq!((refused.0, &*refused.1), (409, "substitution-not-agreed"));
}

fn karin() -> Value {
    json!({
        "given_name": "Karin", "family_name": "Ek", "email": "karin@kommun.example",
        "profession": "kurator", "reason": "Har bytt tjänst.",
    })
}

async fn somebody_else_may_come_until_the_day_agreed(engine: Engine) {
    let service = employer(engine).await;
    ok(service.admin.post(CHANNEL, &contract("K1", 3)).await);
    import(&service, nominated(0, 3, "K1")).await;
    let (first, second) = (of(&service.admin, 0).await, of(&service.admin, 1).await);
    let same = json!({ "person": second["person"] });
    let there = problem(act(&service.admin, &text(&first, "id"), "substitute", &same).await);
    assert_eq!((there.0, &*there.1), (409, "already-applied"));
    let nobody = json!({ "given_name": "Karin" });
    let wrong = problem(act(&service.admin, &text(&first, "id"), "substitute", &nobody).await);
    assert_eq!(wrong.0, 422);

    // The last second of the last day in Stockholm.
    let admin = go_to(&service, "2027-01-18T22:59:59Z").await;
    let done = ok(act(&admin, &text(&first, "id"), "substitute", &karin()).await);
    let new = fetch(&admin, &text(&done, "application")).await;
    assert_eq!(
        (
            &new["state"],
            &new["contract"],
            &new["invoice_reference"],
            &new["person_name"]
        ),
        (
            &json!("admitted"),
            &json!("K1"),
            &json!("1880-1"),
            &json!("Karin Ek")
        )
    );
    let left = text(&first, "id");
    assert_eq!(state(&admin, &left).await, "withdrawn_before_registration");
    let list = ok(admin.get(CHANNEL).await);
    assert_eq!(list[0]["seats_used"], 3, "one for one");
    let old = letters(&service, "nom0@kommun.example").await;
    assert!(
        old.last()
            .unwrap()
            .starts_with("Någon annan har fått din plats"),
        "{old:?}"
    );
    assert!(letters(&service, "karin@kommun.example").await[0].contains("antagen"));
    let again = problem(act(&admin, &left, "substitute", &karin()).await);
    assert_eq!((again.0, &*again.1), (409, "wrong-state"));

    let id = text(&second, "id");
    service.advance(1);
    let closed = problem(act(&admin, &id, "substitute", &karin()).await);
    assert_eq!((closed.0, &*closed.1), (409, "substitution-closed"));
    assert!(text(&closed.2, "detail").contains("2027-01-18"));
}

async fn a_substitute_takes_no_place_in_the_cohort(engine: Engine) {
    let service = employer(engine).await;
    ok(service.admin.post(CHANNEL, &contract("K1", 9)).await);
    import(&service, nominated(0, 8, "K1")).await;
    let plan = ok(service.propose_reply(&json!({ "seed": 1 })).await);
    service.commit(&plan).await;
    let leaving = of(&service.admin, 3).await;
    let members = |cohorts: Vec<Value>| {
        let members = cohorts
            .iter()
            .flat_map(|one| one["members"].as_array().unwrap().clone());
        members.map(|one| text(&one, "person")).collect::<Vec<_>>()
    };
    let before = members(service.cohorts().await);
    assert!(before.contains(&text(&leaving, "person")));
    let id = text(&leaving, "id");
    let key = [("idempotency-key", "s"), ("if-match", "*")];
    let path = format!("/api/v1/applications/{id}/substitute");
    let send = async || {
        ok(service
            .admin
            .send_json(Method::POST, &path, &key, &karin())
            .await)
    };
    let done = send().await;
    assert_eq!(done, send().await, "a repeat gives the same answer");
    let after = members(service.cohorts().await);
    assert_eq!(after.len(), before.len() - 1);
    assert!(!after.contains(&text(&done, "person")));
    // Who is registered is not replaced: that is an exit of the course.
    let other = text(&of(&service.admin, 4).await, "id");
    register(&service.admin, &other).await;
    let body = json!({
        "given_name": "B", "family_name": "C", "email": "b@kommun.example", "profession": "kurator",
    });
    assert_eq!(
        problem(act(&service.admin, &other, "substitute", &body).await).1,
        "wrong-state"
    );
}
