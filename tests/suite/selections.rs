//! Selection over HTTP: promise, draft, review, publish, verify; receipts and refusals.

mod second_person;

use harness::{Client, Engine, Reply, TestService, ok, on_both_engines, problem, text};
use hyper::Method;
use samverkan_domain::admission::{Verification, verify};
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const APPLY: &str = "/api/v1/offerings/SA123A-V9001V27/applications";
const CHANNELS: &str = "/api/v1/offerings/SA123A-V9001V27/channels";
const OPENS: &str = "2026-11-01T07:00:00Z";
const CLOSES: &str = "2026-11-23T11:00:00Z";
const HOUR: i64 = 3_600;

on_both_engines!(
    a_lottery_from_promise_to_proof,
    merit_decides_within_groups,
    a_draft_that_is_out_of_date_is_not_published,
    rules_stand_fast_when_the_window_has_closed,
    who_is_not_eligible_is_told_what_would_help,
    policies_are_checked_field_by_field,
    a_second_round_numbers_on,
    only_staff_select,
);

/// An open channel with this policy and number of seats, in a service of its own.
async fn channel(engine: Engine, seats: i64, policy: Value) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    let new = json!({
        "code": "LOTT", "kind": "open", "title_sv": "Lottning", "title_en": "Lottery",
        "seats": seats, "opens_at": OPENS, "closes_at": CLOSES, "policy": policy,
    });
    ok(service.admin.post(CHANNELS, &new).await);
    service
}

async fn apply(client: &Client) -> String {
    let receipt = ok(client.post(APPLY, &json!({ "channel": "LOTT" })).await);
    assert_eq!(text(&receipt, "state"), "submitted");
    text(&receipt, "application")
}

/// States merits in tenths of a credit and applies.
async fn apply_with(service: &TestService, n: usize, credits: i64) -> (Client, String) {
    let (client, _) = service.participant(n, "larare").await;
    let merits = json!({ "credits_tenths": credits });
    let path = "/api/v1/me/merits";
    ok(client.send_json(Method::PUT, path, &[], &merits).await);
    let application = apply(&client).await;
    (client, application)
}

fn close(service: &TestService) {
    let closes: jiff::Timestamp = CLOSES.parse().unwrap();
    service.advance(closes.as_second() - service.now().as_second());
}

async fn draft(service: &TestService) -> Value {
    let path = "/api/v1/channels/LOTT/selections";
    ok(service.admin.post(path, &json!({})).await)
}

async fn act(service: &TestService, id: &str, verb: &str) -> Result<Reply, CallError> {
    let path = format!("/api/v1/selections/{id}");
    let etag = service.admin.get(&path).await?.etag().to_owned();
    let body = if verb == "publish" {
        json!({ "diarienummer": "ORU 2026/04979" })
    } else {
        json!({})
    };
    let path = format!("{path}/{verb}");
    let headers = [("if-match", &*etag)];
    service
        .admin
        .send_json(Method::POST, &path, &headers, &body)
        .await
}

async fn publish(service: &TestService) -> Value {
    let id = text(&draft(service).await, "id");
    ok(act(service, &id, "review").await);
    ok(act(service, &id, "publish").await)
}

async fn application(service: &TestService, id: &str) -> Value {
    let path = format!("/api/v1/applications/{id}");
    ok(service.admin.get(&path).await)
}

async fn a_lottery_from_promise_to_proof(engine: Engine) {
    let service = channel(engine, 3, json!({ "selection": { "method": "lottery" } })).await;
    let promised = ok(service.anyone.get("/api/v1/channels/LOTT").await);
    let mut applications = Vec::new();
    let mut clients = Vec::new();
    for n in 1..=7 {
        let (client, _) = service.participant(n, "larare").await;
        applications.push(apply(&client).await);
        clients.push(client);
    }
    let (status, code, _) = problem(
        service
            .admin
            .post("/api/v1/channels/LOTT/selections", &json!({}))
            .await,
    );
    assert_eq!((status, &*code), (409, "window-open"));
    close(&service);
    let drafted = draft(&service).await;
    assert_eq!(drafted["groups"][0]["admitted"], 3);
    // Nothing is decided, and the seed is nowhere to be seen.
    assert_eq!(
        application(&service, &applications[0]).await["state"],
        "submitted"
    );
    assert!(drafted.get("seed").is_none());
    let id = text(&drafted, "id");
    let record = format!("/api/v1/selections/{id}/record");
    assert_eq!(problem(service.admin.get(&record).await).0, 404);
    let (status, code, _) = problem(act(&service, &id, "publish").await);
    assert_eq!((status, &*code), (409, "wrong-selection-state"));
    ok(act(&service, &id, "review").await);
    let published = ok(act(&service, &id, "publish").await);
    assert_eq!(published["seed_hash"], promised["seed_hash"]);
    assert_eq!(published["diarienummer"], "ORU 2026/04979");

    // A participant takes the record home and repeats it.
    let taken = clients[0].get(&record).await.unwrap();
    let Verification::Verified {
        admitted, reserves, ..
    } = verify(&taken.text())
    else {
        panic!("{:?}", verify(&taken.text()));
    };
    assert_eq!((admitted, reserves), (3, 4));
    let forged = taken.text().replacen("\"reserve\"", "\"admitted\"", 1);
    assert!(matches!(verify(&forged), Verification::Differs(_)));

    // Everybody finds their own line, and numbers are 1 to 4.
    let mut positions = BTreeSet::new();
    for (client, id) in clients.iter().zip(&applications) {
        let path = format!("/api/v1/applications/{id}/receipt");
        let receipt = ok(client.get(&path).await);
        let pseudonym = text(&receipt["selection"], "pseudonym");
        assert!(taken.text().contains(&pseudonym));
        assert!(!receipt["reasons"].as_array().unwrap().is_empty());
        let decision = &receipt["application"]["decisions"][0];
        assert_eq!(decision["diarienummer"], "ORU 2026/04979");
        positions.extend(receipt["application"]["reserve_position"].as_i64());
    }
    assert_eq!(positions, (1..=4).collect());
    service.tick().await;
    let letters = service.mail();
    let told = letters.iter().filter(|m| m.body.contains("selections/"));
    assert_eq!(told.count(), 7);
    // What is published stays as it is.
    let (_, code, _) = problem(act(&service, &id, "discard").await);
    assert_eq!(code, "wrong-selection-state");
}

async fn merit_decides_within_groups(engine: Engine) {
    let policy = json!({ "selection": {
        "method": "ranked",
        "groups": [
            { "code": "TPAV", "members": { "min_credits_tenths": 300 },
              "merit_cap_tenths": 2850, "falls_to": ["ÖS"] },
            { "code": "ÖS", "places": { "seats": 1 } },
        ],
    }, "answer": { "working_hours": 27 } });
    let service = channel(engine, 3, policy).await;
    let (_, low) = apply_with(&service, 1, 200).await;
    let (_, second) = apply_with(&service, 2, 1_500).await;
    let (third_client, third) = apply_with(&service, 3, 900).await;
    let (_, first) = apply_with(&service, 4, 3_000).await;
    close(&service);
    publish(&service).await;
    for (id, state, group) in [
        (&first, "admitted", "TPAV"),
        (&second, "admitted", "TPAV"),
        (&third, "admitted", "ÖS"),
        (&low, "reserve", "ÖS"),
    ] {
        let found = application(&service, id).await;
        assert_eq!(
            (text(&found, "state"), text(&found, "selection_group")),
            (state.to_owned(), group.to_owned())
        );
    }
    let found = application(&service, &first).await;
    // 27 working hours from Monday noon are three working days: Thursday noon.
    assert_eq!(found["answer_by"], "2026-11-26T11:00:00Z");
    let path = format!("/api/v1/applications/{third}/receipt");
    let english = [("accept-language", "en")];
    let receipt = third_client
        .send(Method::GET, &path, &english, Vec::new())
        .await;
    let receipt = ok(receipt);
    assert!(
        receipt["reasons"][0].as_str().unwrap().contains("90"),
        "{receipt}"
    );
}

async fn a_draft_that_is_out_of_date_is_not_published(engine: Engine) {
    let service = channel(engine, 1, json!({ "selection": { "method": "ranked" } })).await;
    let (client, _) = apply_with(&service, 1, 600).await;
    apply_with(&service, 2, 900).await;
    close(&service);
    let id = text(&draft(&service).await, "id");
    ok(act(&service, &id, "review").await);
    let merits = json!({ "credits_tenths": 1_200 });
    let path = "/api/v1/me/merits";
    ok(client.send_json(Method::PUT, path, &[], &merits).await);
    let (status, code, _) = problem(act(&service, &id, "publish").await);
    assert_eq!((status, &*code), (409, "selection-outdated"));
    ok(act(&service, &id, "discard").await);
    let published = publish(&service).await;
    assert_eq!(published["groups"][0]["last_admitted_tenths"], 1_200);
}

async fn change(service: &TestService, patch: Value) -> Result<Reply, CallError> {
    let path = "/api/v1/channels/LOTT";
    let etag = service.admin.get(path).await?.etag().to_owned();
    let headers = [("if-match", &*etag)];
    service
        .admin
        .send_json(Method::PATCH, path, &headers, &patch)
        .await
}

async fn rules_stand_fast_when_the_window_has_closed(engine: Engine) {
    let service = channel(engine, 1, json!({ "selection": { "method": "lottery" } })).await;
    apply_with(&service, 1, 600).await;
    let ranked = json!({ "policy": { "selection": { "method": "ranked" } } });
    ok(change(&service, ranked).await);
    close(&service);
    let lottery = json!({ "policy": { "selection": { "method": "lottery" } } });
    let (status, code, _) = problem(change(&service, lottery).await);
    assert_eq!((status, &*code), (409, "rules-fixed"));
    // What does not decide who gets in may be changed.
    let answer = json!({ "policy": {
        "selection": { "method": "ranked" }, "answer": { "working_hours": 9 },
    } });
    ok(change(&service, answer).await);
}

async fn who_is_not_eligible_is_told_what_would_help(engine: Engine) {
    let policy = json!({ "eligibility": [{ "rule": "min_credits", "tenths": 300 }] });
    let service = channel(engine, 5, policy).await;
    let (client, person) = service.participant(1, "larare").await;
    let merits = json!({ "credits_tenths": 225 });
    let path = "/api/v1/me/merits";
    ok(client.send_json(Method::PUT, path, &[], &merits).await);
    let preview = ok(client.get("/api/v1/channels/LOTT/eligibility").await);
    assert_eq!(text(&preview, "standing"), "not_eligible");
    let body = json!({ "channel": "LOTT" });
    let (status, code, value) = problem(client.post(APPLY, &body).await);
    assert_eq!((status, &*code), (409, "not-eligible"));
    assert!(text(&value, "detail").contains("22,5"), "{value}");
    // A formal decision can be had, with reasons and how to appeal.
    let insist = json!({ "channel": "LOTT", "insist": true });
    let receipt = ok(client.post(APPLY, &insist).await);
    assert_eq!(text(&receipt, "state"), "refused");
    let id = text(&receipt, "application");
    let receipt = ok(client
        .get(&format!("/api/v1/applications/{id}/receipt"))
        .await);
    assert!(text(&receipt, "appeal").contains("tre veckor"), "{receipt}");
    service.tick().await;
    let letter = service.mail().pop().unwrap();
    assert!(letter.body.contains("överklaga"), "{}", letter.body);
    // Documents shown: now there is a place.
    let path = format!("/api/v1/people/{person}/merits");
    let etag = service.admin.get(&path).await.unwrap().etag().to_owned();
    let headers = [("if-match", &*etag)];
    let shown = json!({ "credits_tenths": 300 });
    let verified = service.admin;
    ok(verified
        .send_json(Method::PUT, &path, &headers, &shown)
        .await);
    let receipt = ok(client.post(APPLY, &body).await);
    assert_eq!(text(&receipt, "state"), "admitted");
}

async fn policies_are_checked_field_by_field(engine: Engine) {
    let service = channel(engine, 5, json!({})).await;
    for (policy, pointer) in [
        (json!({ "selecton": {} }), "/policy"),
        (
            json!({ "selection": { "method": "draw" } }),
            "/policy/selection/method",
        ),
        (
            json!({ "selection": { "overbook": -1 } }),
            "/policy/selection/overbook",
        ),
        (
            json!({ "eligibility": [{ "rule": "any_of", "of": [] }] }),
            "/policy/eligibility/0/of",
        ),
        (
            json!({ "answer": { "working_hours": 0 } }),
            "/policy/answer/working_hours",
        ),
        (
            json!({ "nomination": { "approval": true } }),
            "/policy/nomination/approval",
        ),
    ] {
        let (status, _, value) = problem(change(&service, json!({ "policy": policy })).await);
        assert_eq!(status, 422, "{value}");
        let found = text(&value["errors"][0], "pointer");
        assert!(found.starts_with(pointer), "{found} is not {pointer}");
    }
    // A lottery needs an end that has not passed.
    let new = json!({
        "code": "LOTT2", "kind": "open", "title_sv": "L", "title_en": "L", "seats": 1,
        "policy": { "selection": { "method": "lottery" } },
    });
    let (_, _, value) = problem(service.admin.post(CHANNELS, &new).await);
    assert_eq!(value["errors"][0]["code"], "selection-needs-an-end");
}

async fn a_second_round_numbers_on(engine: Engine) {
    let service = channel(engine, 1, json!({ "selection": { "method": "lottery" } })).await;
    for n in 1..=3 {
        apply_with(&service, n, 0).await;
    }
    let hash = ok(service.anyone.get("/api/v1/channels/LOTT").await)["seed_hash"].clone();
    close(&service);
    publish(&service).await;
    let (_, code, _) = problem(
        service
            .admin
            .post("/api/v1/channels/LOTT/selections", &json!({}))
            .await,
    );
    assert_eq!(code, "nothing-to-select");
    // The window opens again: another seed is promised, and numbers go on where they ended.
    let again = json!({ "closes_at": "2026-11-23T15:00:00Z" });
    let reopened = ok(change(&service, again).await);
    assert_ne!(reopened["seed_hash"], hash);
    let (_, late) = apply_with(&service, 4, 0).await;
    service.advance(4 * HOUR);
    publish(&service).await;
    let found = application(&service, &late).await;
    assert_eq!(found["reserve_position"], 3, "{found}");
}

async fn only_staff_select(engine: Engine) {
    let service = channel(engine, 1, json!({ "selection": { "method": "lottery" } })).await;
    let (client, _) = apply_with(&service, 1, 0).await;
    close(&service);
    let path = "/api/v1/channels/LOTT/selections";
    assert_eq!(problem(client.post(path, &json!({})).await).0, 403);
    let id = text(&publish(&service).await, "id");
    assert_eq!(
        problem(client.get(&format!("/api/v1/selections/{id}")).await).0,
        403
    );
    let record = format!("/api/v1/selections/{id}/record");
    assert_eq!(problem(service.anyone.get(&record).await).0, 401);
}
