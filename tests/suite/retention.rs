//! Gallring: only by a rule with a decision, only what is due, never what is held; planned, approved by
//! somebody else, executed as planned, and kept in a protocol that names nobody.

mod cli;
mod nobody;

use crate::places::go_to;
use harness::{Client, Engine, NOW, Reply, TestService, ok, on_both_engines, problem, text};
use hyper::Method;
use samverkan_service::{demo::http::CallError, usecase::Role};
use serde_json::{Value, json};

on_both_engines!(
    nothing_is_weeded_without_a_rule,
    what_is_due_is_due_the_day_after,
    somebody_else_approves,
    holds_are_honoured,
    rules_that_have_changed_stop_a_plan,
    what_has_happened_since_is_left,
    a_protocol_is_kept_for_ever,
    the_archivist_reads_no_people,
);

/// Half a year after the offering's last day, 6 June 2027: the last day that needs are kept.
const LAST: &str = "2027-12-06T22:59:00Z";
const DUE: &str = "2027-12-06T23:00:00Z";

async fn set(
    client: &Client,
    category: &str,
    keep: &str,
    decision: &str,
) -> Result<Reply, CallError> {
    let body = json!({ "keep_for": keep, "decision": decision });
    let path = format!("/api/v1/retention/{category}");
    client.send_json(Method::PUT, &path, &[], &body).await
}

async fn rule(client: &Client, category: &str, keep: &str) {
    ok(set(client, category, keep, "dnr 2027/1").await);
}

async fn plan(client: &Client) -> Value {
    ok(client.post("/api/v1/weeding-plans", &json!({})).await)
}

async fn act(client: &Client, plan: &Value, verb: &str) -> Result<Reply, CallError> {
    let path = format!("/api/v1/weeding-plans/{}/{verb}", text(plan, "id"));
    client.post(&path, &json!({})).await
}

/// Approved by the archivist and executed by the administrator.
async fn carry_out(service: &TestService, admin: &Client, plan: &Value) -> Value {
    let archivist = service.staff(Role::Archivist).await;
    ok(act(&archivist, plan, "approve").await);
    ok(act(admin, plan, "execute").await)
}

fn things(plan: &Value, what: &str) -> i64 {
    let counts = plan[what].as_array().unwrap().iter();
    counts.map(|count| count["things"].as_i64().unwrap()).sum()
}

/// Three with applications, of whom the first two have stated needs.
async fn world(engine: Engine) -> TestService {
    let service = TestService::with_channel(engine, NOW, 3, json!({})).await;
    service.all_applied(3).await;
    for n in 1..=2 {
        let needs = json!({ "needs": ["step_free"] });
        let client = service.again(n).await;
        let said = client.send_json(Method::PUT, "/api/v1/me/needs", &[], &needs);
        assert_eq!(said.await.unwrap().status, 204);
    }
    service.tick().await;
    service
}

async fn needs(service: &TestService) -> usize {
    service.snapshot().await["practical_need"].len()
}

async fn nothing_is_weeded_without_a_rule(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, "2047-01-01T12:00:00Z").await;
    let refused = admin.post("/api/v1/weeding-plans", &json!({})).await;
    assert_eq!(problem(refused).1, "no-retention-rules");
    for decision in ["", "  ", "\n"] {
        assert_eq!(
            problem(set(&admin, "needs", "P6M", decision).await).0,
            422,
            "{decision:?}"
        );
    }
    for keep in ["", "6 months", "P0D", "PT1H", "P-1Y"] {
        assert_eq!(
            problem(set(&admin, "needs", keep, "dnr 1").await).0,
            422,
            "{keep:?}"
        );
    }
    // The database would not keep one either.
    let sql = "INSERT INTO retention_rule (category, keep_for, decision, set_by, set_at, revision)
               SELECT 'needs', 'P1D', ' ', 'x', created_at, 1 FROM person LIMIT 1";
    assert!(harness::sql::run(&service.app.database, sql).await.is_err());
    // A rule of one category weeds nothing of another.
    rule(&admin, "wishes", "P1D").await;
    let made = plan(&admin).await;
    assert_eq!(made["counts"], json!([]));
    carry_out(&service, &admin, &made).await;
    assert_eq!(needs(&service).await, 2);
    // Ended, it is as if it had never been.
    let ended = admin
        .send(Method::DELETE, "/api/v1/retention/wishes", &[], "")
        .await;
    assert!(ok(ended).get("keep_for").is_none());
    let refused = admin.post("/api/v1/weeding-plans", &json!({})).await;
    assert_eq!(problem(refused).1, "no-retention-rules");
}

async fn what_is_due_is_due_the_day_after(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, LAST).await;
    rule(&admin, "needs", "P6M").await;
    let early = plan(&admin).await;
    assert_eq!(
        (things(&early, "counts"), &early["as_of"]),
        (0, &json!("2027-12-06"))
    );
    let admin = go_to(&service, DUE).await;
    let due = plan(&admin).await;
    let count = &due["counts"][0];
    assert_eq!((&count["things"], &count["people"]), (&json!(2), &json!(2)));
    assert_eq!(
        (&count["first"], &count["category"]),
        (&json!("2027-06-06"), &json!("needs"))
    );
    assert_eq!(needs(&service).await, 2, "a plan weeds nothing");
    // The early plan weeds what it held: nothing.
    carry_out(&service, &admin, &early).await;
    assert_eq!(needs(&service).await, 2);
    let protocol = carry_out(&service, &admin, &due).await;
    assert_eq!((things(&protocol, "weeded"), needs(&service).await), (2, 0));
    let verified = ok(admin.get("/api/v1/audit/verification").await);
    assert_eq!(verified["sound"], json!(true), "{verified}");
}

async fn somebody_else_approves(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, DUE).await;
    rule(&admin, "needs", "P6M").await;
    let made = plan(&admin).await;
    assert_eq!(made["needs_approval"], true);
    assert_eq!(
        problem(act(&admin, &made, "execute").await).1,
        "second-person"
    );
    assert_eq!(
        problem(act(&admin, &made, "approve").await).1,
        "second-person"
    );
    // Another token of the same name and role is the same holder's.
    let again = service.staff(Role::Administrator).await;
    assert_eq!(
        problem(act(&again, &made, "approve").await).1,
        "second-person"
    );
    assert_eq!(needs(&service).await, 2);
    let archivist = service.staff(Role::Archivist).await;
    let approved = ok(act(&archivist, &made, "approve").await);
    assert_eq!(
        (&approved["state"], &approved["approved"]["role"]),
        (&json!("approved"), &json!("archivist"))
    );
    assert_eq!(
        problem(act(&archivist, &made, "approve").await).1,
        "weeding-settled"
    );
    ok(act(&admin, &made, "execute").await);
    assert_eq!(
        problem(act(&admin, &made, "execute").await).1,
        "weeding-settled"
    );
    assert_eq!(needs(&service).await, 0);
}

async fn hold(client: &Client, body: &Value) -> Value {
    ok(client.post("/api/v1/retention-holds", body).await)
}

async fn holds_are_honoured(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, DUE).await;
    rule(&admin, "needs", "P6M").await;
    let offering =
        json!({ "offering": "SA123A-V9001V27", "reason": "Granskas", "reference": "dnr 9" });
    for wrong in [
        json!({ "reason": "r", "reference": "d" }),
        json!({ "offering": "SA123A-V9001V27", "reason": "r", "reference": " " }),
    ] {
        assert_eq!(
            problem(admin.post("/api/v1/retention-holds", &wrong).await).0,
            422
        );
    }
    // Nothing held is planned.
    let all = hold(&admin, &offering).await;
    let made = plan(&admin).await;
    assert_eq!((things(&made, "counts"), &made["held"]), (0, &json!(2)));
    let path = format!("/api/v1/retention-holds/{}/release", text(&all, "id"));
    ok(admin.post(&path, &json!({})).await);
    assert_eq!(
        problem(admin.post(&path, &json!({})).await).1,
        "already-released"
    );
    // A hold that is set after planning is honoured when the plan is executed.
    let made = plan(&admin).await;
    assert_eq!(things(&made, "counts"), 2);
    let people = harness::round::all(&service.staff(Role::Officer).await, "/api/v1/people").await;
    let first = people
        .iter()
        .find(|person| person["name"] == "Förnamn1 Efternamn1")
        .expect("her");
    let body = json!({ "person": first["id"], "reason": "Överklagat", "reference": "dnr 10" });
    hold(&admin, &body).await;
    let protocol = carry_out(&service, &admin, &made).await;
    assert_eq!(
        (things(&protocol, "weeded"), &protocol["held"]),
        (1, &json!(1))
    );
    let left = service.sql("SELECT CAST(COUNT(*) AS TEXT) FROM practical_need n JOIN person p ON p.id = n.person_id
                            WHERE p.given_name = 'Förnamn1'").await;
    assert_eq!(left, ["1"]);
}

async fn rules_that_have_changed_stop_a_plan(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, DUE).await;
    rule(&admin, "needs", "P6M").await;
    let made = plan(&admin).await;
    let archivist = service.staff(Role::Archivist).await;
    ok(act(&archivist, &made, "approve").await);
    rule(&admin, "wishes", "P1Y").await;
    ok(set(&admin, "needs", "P1Y", "dnr 2027/1").await);
    assert_eq!(
        problem(act(&admin, &made, "execute").await).1,
        "retention-changed"
    );
    // Back to what it was is another rule than the one that was planned by; so is one set anew.
    rule(&admin, "needs", "P6M").await;
    assert_eq!(
        problem(act(&admin, &made, "execute").await).1,
        "retention-changed"
    );
    assert_eq!(needs(&service).await, 2);
}

async fn what_has_happened_since_is_left(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, "2038-01-01T12:00:00Z").await;
    rule(&admin, "admission", "P10Y").await;
    let made = plan(&admin).await;
    assert_eq!(things(&made, "counts"), 3);
    // One of them comes back before it is executed.
    service
        .run_sql(
            "UPDATE application SET changed_at = (SELECT planned_at FROM weeding_plan) WHERE person_id =
               (SELECT id FROM person WHERE given_name = 'Förnamn2')",
        )
        .await;
    let protocol = carry_out(&service, &admin, &made).await;
    assert_eq!(
        (things(&protocol, "weeded"), &protocol["no_longer_due"]),
        (2, &json!(1))
    );
    let names = service
        .sql("SELECT given_name FROM person ORDER BY given_name")
        .await;
    assert_eq!(names, ["(gallrad)", "(gallrad)", "Förnamn2"]);
}

async fn a_protocol_is_kept_for_ever(engine: Engine) {
    let service = world(engine).await;
    let admin = go_to(&service, DUE).await;
    rule(&admin, "needs", "P6M").await;
    let made = plan(&admin).await;
    let path = format!("/api/v1/weeding-plans/{}/protocol", text(&made, "id"));
    assert_eq!(problem(admin.get(&path).await).0, 404, "not yet");
    let protocol = carry_out(&service, &admin, &made).await;
    assert_eq!(ok(admin.get(&path).await), protocol);
    assert_eq!(protocol["digest"], made["digest"]);
    assert_eq!(protocol["rules"][0]["decision"], "dnr 2027/1");
    for (step, role) in [
        ("planned", "administrator"),
        ("approved", "archivist"),
        ("executed", "administrator"),
    ] {
        assert_eq!(protocol[step]["role"], role, "{step}");
    }
    assert!(!protocol.to_string().contains("Förnamn"));
    for sql in [
        "UPDATE weeding_plan SET protocol = '{}'",
        "DELETE FROM weeding_plan",
    ] {
        assert!(
            harness::sql::run(&service.app.database, sql).await.is_err(),
            "{sql}"
        );
    }
    // What was in the plan is gone; that is the point of it.
    assert_eq!(service.snapshot().await["weeding_item"], [""; 0]);
}

async fn the_archivist_reads_no_people(engine: Engine) {
    let service = world(engine).await;
    let person = text(&service.person("Förnamn1 Efternamn1").await, "id");
    let body =
        json!({ "person": person, "reason": "Förnamn1 har överklagat", "reference": "dnr 10" });
    hold(&service.admin, &body).await;
    let archivist = service.staff(Role::Archivist).await;
    let holds = ok(archivist.get("/api/v1/retention-holds").await);
    assert_eq!(
        (&holds[0]["reference"], holds[0].get("reason")),
        (&json!("dnr 10"), None)
    );
    for path in [
        "/api/v1/retention",
        "/api/v1/weeding-plans",
        "/api/v1/audit",
    ] {
        ok(archivist.get(path).await);
    }
    for path in [
        "/api/v1/people",
        &*format!("/api/v1/people/{person}"),
        "/api/v1/messages",
    ] {
        assert_eq!(problem(archivist.get(path).await).0, 403, "{path}");
    }
    assert_eq!(problem(set(&archivist, "needs", "P1D", "d").await).0, 403);
    assert_eq!(
        problem(archivist.post("/api/v1/retention-holds", &body).await).0,
        403
    );
    // Protected people are held by the officer alone.
    service
        .run_sql("UPDATE person SET security_marking = 'confidential'")
        .await;
    let refused = service.admin.post("/api/v1/retention-holds", &body).await;
    assert_eq!(problem(refused).0, 403);
    hold(&service.officer, &body).await;
}
