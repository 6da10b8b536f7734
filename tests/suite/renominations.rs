//! Nominating anew somebody whose head has said no, or nothing: by a file and by hand, within the
//! contract, with what was before kept.

use crate::approvals::{CHANNEL, DEPUTY, HEAD, employer, file, import, named};
use harness::{Engine, TestService, ok, on_both_engines, problem, sql, text};
use serde_json::{Value, json};

on_both_engines!(
    a_file_asks_anew_only_if_told_to,
    by_hand_to_another_head,
    a_contract_that_is_full_takes_nobody_back,
    approving_looks_at_the_contract_again,
    only_what_a_head_has_ended_is_made_anew,
);

async fn import_anew(service: &TestService, file: String) -> Value {
    let query = "kind=nominations&offering=SA123A-V9001V27&file_name=test.csv&renominate=true";
    service.import(query, file).await
}

/// One person nominated, to whom the head has said no. Gives the application.
async fn refused(engine: Engine) -> (TestService, String) {
    let service = employer(engine, 5).await;
    import(&service, file(1, HEAD)).await;
    says(&service, HEAD, false).await;
    let id = named(&service).await.remove(0);
    assert_eq!(service.state(&id).await, "refused");
    (service, id)
}

/// The head answers the last letter; gives what it led to.
async fn says(service: &TestService, head: &str, yes: bool) -> Value {
    let token = service.token_for(head).await;
    ok(service.answers(&token, yes).await)
}

async fn rounds(service: &TestService) -> Vec<Value> {
    let path = format!("/api/v1/channels/{CHANNEL}/approvals");
    let list = ok(service.admin.get(&path).await);
    list.as_array().unwrap().clone()
}

async fn seats(service: &TestService, seats: i64) {
    let change = format!("UPDATE contract SET seats = {seats}");
    service.run_sql(&change).await;
}

async fn a_file_asks_anew_only_if_told_to(engine: Engine) {
    let (service, id) = refused(engine).await;
    let old = service.token_for(HEAD).await;
    let report = import(&service, file(1, HEAD)).await;
    assert_eq!(
        (&report["sound"], &report["unchanged"]),
        (&json!(true), &json!(1)),
        "{report}"
    );
    assert_eq!(report["findings"][0]["code"], "nomination-ended");
    assert_eq!(service.state(&id).await, "refused");
    assert_eq!(service.tick().await.delivered, 0, "nobody is asked");
    let report = import_anew(&service, file(1, HEAD)).await;
    assert_eq!(
        (&report["sound"], &report["changed"]),
        (&json!(true), &json!(1)),
        "{report}"
    );
    assert_eq!(service.state(&id).await, "awaiting_approval");
    // A round of its own: new links, and the old ones are answered.
    assert_eq!(service.tick().await.delivered, 2, "head and deputy");
    let late = problem(service.answers(&old, true).await);
    assert_eq!((late.0, &*late.1), (409, "already-answered"));
    let told: Vec<Value> = rounds(&service)
        .await
        .iter()
        .map(|r| r["outcome"].clone())
        .collect();
    assert_eq!(told, [Value::Null, json!("refused")]);
    // Told twice, asked once.
    let report = import_anew(&service, file(1, HEAD)).await;
    assert_eq!(report["unchanged"], 1, "{report}");
    assert_eq!(service.tick().await.delivered, 0);
    assert_eq!(says(&service, HEAD, true).await["state"], "admitted");
    let decisions = service.shown(&id).await["decisions"].clone();
    let outcomes: Vec<&Value> = decisions
        .as_array()
        .unwrap()
        .iter()
        .map(|decision| &decision["outcome"])
        .collect();
    assert_eq!(outcomes, ["refused", "admitted"], "both are on record");
    assert_eq!(
        decisions[0]["reason_en"],
        "The employer has not approved the nomination."
    );
    let verified = ok(service.admin.get("/api/v1/audit/verification").await);
    assert!(verified.get("fault").is_none(), "{verified}");
}

async fn by_hand_to_another_head(engine: Engine) {
    let service = employer(engine, 5).await;
    import(&service, file(1, "tyst@orebro.example")).await;
    let id = named(&service).await.remove(0);
    // Ten working days of silence.
    service.clock_to("2026-12-07T09:00:00Z");
    service.tick().await;
    assert_eq!(service.state(&id).await, "refused");
    let wrong = json!({ "head_email": "ingen adress" });
    let fault = problem(service.staff_act(&id, "renomination", &wrong).await);
    assert_eq!(fault.0, 422, "{fault:?}");
    let path = format!("/api/v1/applications/{id}/renomination");
    let unseen = problem(service.admin.post(&path, &json!({})).await);
    assert_eq!(unseen.0, 428);
    let body = json!({ "head_email": HEAD });
    let asked = ok(service.staff_act(&id, "renomination", &body).await);
    assert_eq!(
        (&asked["head_email"], &asked["deputy_email"]),
        (&json!(HEAD), &json!(DEPUTY))
    );
    // Ninety working hours from now: ten working days, two of them red at Christmas.
    assert_eq!(asked["expires_at"], "2026-12-21T09:00:00Z");
    let twice = problem(service.staff_act(&id, "renomination", &body).await);
    assert_eq!((twice.0, &*twice.1), (409, "wrong-state"));
    assert_eq!(says(&service, HEAD, true).await["state"], "admitted");
    let renewed = "SELECT COUNT(*) FROM audit WHERE action = 'nomination.renewed'";
    assert_eq!(sql::number(&service.app.database, renewed).await, 1);
}

async fn a_contract_that_is_full_takes_nobody_back(engine: Engine) {
    let (service, id) = refused(engine).await;
    // Somebody else has got the place meanwhile.
    import(&service, file(2, HEAD)).await;
    seats(&service, 1).await;
    let report = import_anew(&service, file(1, HEAD)).await;
    assert_eq!(
        (&report["sound"], &report["findings"][0]["code"]),
        (&json!(false), &json!("contract-full")),
        "{report}"
    );
    let full = problem(service.staff_act(&id, "renomination", &json!({})).await);
    assert_eq!((full.0, &*full.1), (409, "contract-full"));
    assert_eq!(service.state(&id).await, "refused");
    assert_eq!(rounds(&service).await.len(), 2, "nobody is asked");
    seats(&service, 2).await;
    ok(service.staff_act(&id, "renomination", &json!({})).await);
    // The one seat it has now is no other's.
    assert_eq!(says(&service, HEAD, true).await["outcome"], "approved");
}

/// One approved waits as a reserve, outside the contract's count; one is asked about; then the first
/// is admitted by hand, and the contract has no place for the second.
async fn approving_looks_at_the_contract_again(engine: Engine) {
    let service = employer(engine, 0).await;
    seats(&service, 1).await;
    import(&service, file(1, HEAD)).await;
    assert_eq!(says(&service, HEAD, true).await["state"], "reserve");
    import(&service, file(2, HEAD)).await;
    let people = named(&service).await;
    let channel = format!("/api/v1/channels/{CHANNEL}");
    let etag = service.admin.get(&channel).await.unwrap().etag().to_owned();
    let headers = [("if-match", &*etag)];
    let more = json!({ "seats": 2 });
    let client = &service.admin;
    ok(client
        .send_json(hyper::Method::PATCH, &channel, &headers, &more)
        .await);
    ok(service.staff_act(&people[0], "admit", &json!({})).await);
    let token = service.token_for(HEAD).await;
    let full = problem(service.answers(&token, true).await);
    assert_eq!((full.0, &*full.1), (409, "contract-full"));
    let page = service.sends_form(&token, "answer=yes").await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains("platser"), "{}", page.text());
    // The question is open still, and can be answered when there is a place.
    assert_eq!(service.state(&people[1]).await, "awaiting_approval");
    seats(&service, 2).await;
    assert_eq!(ok(service.answers(&token, true).await)["state"], "admitted");
}

async fn only_what_a_head_has_ended_is_made_anew(engine: Engine) {
    let (service, id) = refused(engine).await;
    // Who was refused by decision, after the head's yes, is not the head's to send again.
    ok(service.staff_act(&id, "renomination", &json!({})).await);
    service
        .run_sql("UPDATE channel SET seats = 0 WHERE kind = 'employer'")
        .await;
    assert_eq!(says(&service, HEAD, true).await["state"], "reserve");
    let step = json!({ "step": "refuse", "reason": "Saknar behörighet." });
    ok(service.staff_act(&id, "steps", &step).await);
    let refused = problem(service.staff_act(&id, "renomination", &json!({})).await);
    assert_eq!((refused.0, &*refused.1), (409, "not-ended-by-head"));
    let report = import_anew(&service, file(1, HEAD)).await;
    assert_eq!(report["unchanged"], 1, "{report}");
    // Who has come in by another channel keeps that place.
    let (service, id) = self::refused(engine).await;
    let applied = service.applied_in("OPEN", 1).await;
    assert_eq!(service.state(&applied).await, "admitted");
    let placed = problem(service.staff_act(&id, "renomination", &json!({})).await);
    assert_eq!((placed.0, &*placed.1), (409, "already-applied"));
    let report = import_anew(&service, file(1, HEAD)).await;
    assert_eq!(report["findings"][0]["code"], "already-placed", "{report}");
    assert_eq!(text(&service.shown(&id).await, "state"), "refused");
}
