//! Steps by decision over HTTP: what is written, told and refused; and coming back.

use crate::places::{
    LATER, OFFERING, act, fetch, go_to, last_letter, later_offering, place, register, state, step,
};
use harness::{Engine, TestService, ok, on_both_engines, problem, round, sql, text};
use hyper::Method;
use serde_json::json;

on_both_engines!(
    a_refusal_gives_reasons_and_how_to_appeal,
    a_strike_ends_the_place_for_good,
    who_has_withdrawn_cannot_be_deferred,
    a_refused_deferral_leaves_the_place,
    who_leaves_by_decision_leaves_the_cohort,
    completion_notes_the_day_of_the_result,
    a_step_takes_what_belongs_to_it_and_no_more,
    a_deferred_place_is_kept_even_if_full,
    re_registration_is_given_if_there_is_a_seat,
);

async fn open(engine: Engine, seats: i64) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", seats).await;
    service
}

async fn a_refusal_gives_reasons_and_how_to_appeal(engine: Engine) {
    let service = open(engine, 0).await;
    let (anna, _, id) = place(&service, 1).await;
    let body = json!({
        "step": "refuse", "reasons": ["Du saknar 30 hp.", "Du saknar examen"],
        "diarienummer": "ORU 2026/00412",
    });
    let refused = ok(act(&service.admin, &id, "steps", &body).await);
    assert_eq!(refused["state"], "refused");
    let decision = refused["decisions"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (
            &decision["outcome"],
            &decision["automatic"],
            &decision["diarienummer"]
        ),
        (&json!("refused"), &json!(false), &json!("ORU 2026/00412"))
    );
    assert_eq!(decision["reason"], "Du saknar 30 hp. Du saknar examen");
    let letter = last_letter(&service, 1).await;
    for words in [
        "Du saknar 30 hp.",
        "- Du saknar examen.",
        "ÖNH",
        "ORU 2026/00412",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    // Once more is no longer possible, and a participant never decides.
    let again = problem(act(&service.admin, &id, "steps", &body).await);
    assert_eq!((again.0, &*again.1), (409, "wrong-state"));
    assert_eq!(problem(act(&anna, &id, "steps", &body).await).0, 403);
    // Another ground is not for the board to look at.
    let (_, _, other) = place(&service, 2).await;
    let body = json!({ "step": "refuse", "reason": "Dubblett.", "about_eligibility": false });
    ok(act(&service.admin, &other, "steps", &body).await);
    let letter = last_letter(&service, 2).await;
    assert!(
        letter.contains("går inte att överklaga") && !letter.contains("ÖNH"),
        "{letter}"
    );
}

async fn a_strike_ends_the_place_for_good(engine: Engine) {
    let service = open(engine, 1).await;
    let (anna, _, id) = place(&service, 1).await;
    let path = format!("/api/v1/applications/{id}/steps");
    let body = json!({ "step": "strike", "reason": "Redan antagen till 45 hp" });
    assert_eq!(problem(service.admin.post(&path, &body).await).0, 428);
    let stale = [("if-match", "\"99\"")];
    let stale = service
        .admin
        .send_json(Method::POST, &path, &stale, &body)
        .await;
    assert_eq!(problem(stale).0, 412);
    ok(act(&service.admin, &id, "steps", &body).await);
    assert_eq!(state(&service.admin, &id).await, "struck");
    assert!(
        last_letter(&service, 1)
            .await
            .contains("Redan antagen till 45 hp.")
    );
    let actions = ok(service
        .admin
        .get("/api/v1/audit?action=application.struck")
        .await);
    assert_eq!(actions["items"].as_array().unwrap().len(), 1);
    // The seat is free and the person may ask again.
    let path = format!("{OFFERING}/applications");
    let again = ok(anna.post(&path, &json!({ "channel": "OPEN" })).await);
    assert_eq!(
        (&again["state"], &again["is_new"]),
        (&json!("admitted"), &json!(true))
    );
}

async fn who_has_withdrawn_cannot_be_deferred(engine: Engine) {
    let service = open(engine, 9).await;
    let (anna, _, id) = place(&service, 1).await;
    ok(act(&anna, &id, "withdraw", &json!({})).await);
    for kind in ["defer", "refuse_deferral"] {
        let (status, code, value) = problem(step(&service.admin, &id, kind).await);
        assert_eq!((status, &*code), (409, "wrong-state"));
        assert!(text(&value, "detail").contains("återbud"), "{value}");
    }
    // Nor can who is registered.
    let (_, _, id) = place(&service, 2).await;
    register(&service.admin, &id).await;
    assert_eq!(problem(step(&service.admin, &id, "defer").await).0, 409);
}

async fn a_refused_deferral_leaves_the_place(engine: Engine) {
    let service = open(engine, 1).await;
    let (_, _, id) = place(&service, 1).await;
    let before = fetch(&service.admin, &id).await;
    let after = ok(step(&service.admin, &id, "refuse_deferral").await);
    assert_eq!(after["state"], "admitted");
    assert_ne!(
        after["revision"], before["revision"],
        "a second click is noticed"
    );
    let outcomes = after["decisions"].as_array().unwrap().iter();
    let outcomes: Vec<String> = outcomes.map(|one| text(one, "outcome")).collect();
    assert_eq!(outcomes, ["admitted", "deferral_refused"]);
    assert!(
        last_letter(&service, 1).await.contains("ÖNH"),
        "it can be appealed"
    );
}

async fn who_leaves_by_decision_leaves_the_cohort(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let cohorts = service.cohorts().await;
    let member = text(&cohorts[2]["members"][0], "person");
    let id = text(&service.application(&member).await, "id");
    let with = |cohorts: &[serde_json::Value]| {
        let text = serde_json::to_string(cohorts).unwrap();
        text.contains(&member)
    };
    assert!(with(&cohorts));
    ok(step(&service.admin, &id, "defer").await);
    assert!(!with(&service.cohorts().await));
}

async fn completion_notes_the_day_of_the_result(engine: Engine) {
    let service = open(engine, 9).await;
    let (_, _, id) = place(&service, 1).await;
    assert_eq!(
        problem(step(&service.admin, &id, "complete").await).1,
        "wrong-state"
    );
    register(&service.admin, &id).await;
    for day in ["2026-11-22", "2026-11-24"] {
        let body = json!({ "step": "complete", "on": day });
        let (status, _, value) = problem(act(&service.admin, &id, "steps", &body).await);
        assert_eq!(
            (status, &value["errors"][0]["pointer"]),
            (422, &json!("/on")),
            "{day}"
        );
    }
    let body = json!({ "step": "complete", "on": "2026-11-23" });
    ok(act(&service.admin, &id, "steps", &body).await);
    assert_eq!(state(&service.admin, &id).await, "completed");
    let query = "SELECT passed_on FROM registration";
    let days = sql::rows::<(String,)>(&service.app.database, query).await;
    assert_eq!(days[0].0, "2026-11-23");
}

async fn a_step_takes_what_belongs_to_it_and_no_more(engine: Engine) {
    let service = open(engine, 1).await;
    let (_, _, id) = place(&service, 1).await;
    for (body, pointer) in [
        (json!({ "step": "strike" }), "/reasons"),
        (json!({ "step": "strike", "reason": " \t" }), "/reasons/0"),
        (json!({ "step": "defer", "reason": "x" }), "/until_term"),
        (
            json!({ "step": "defer", "reason": "x", "until_term": "nästa" }),
            "/until_term",
        ),
        (
            json!({ "step": "strike", "reason": "x", "until_term": "HT2027" }),
            "/until_term",
        ),
        (
            json!({ "step": "strike", "reason": "x", "on": "2026-11-23" }),
            "/on",
        ),
        (json!({ "step": "vanish" }), "/step"),
    ] {
        let (status, _, value) = problem(act(&service.admin, &id, "steps", &body).await);
        assert_eq!(
            (status, &value["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{body}"
        );
    }
    assert_eq!(
        state(&service.admin, &id).await,
        "admitted",
        "nothing has happened"
    );
}

async fn a_deferred_place_is_kept_even_if_full(engine: Engine) {
    let service = open(engine, 9).await;
    later_offering(&service, 0).await;
    let (_, _, id) = place(&service, 1).await;
    let back = json!({ "offering": LATER, "channel": "LATER" });
    assert_eq!(
        problem(act(&service.admin, &id, "return", &back).await).1,
        "wrong-state"
    );
    ok(step(&service.admin, &id, "defer").await);
    assert!(last_letter(&service, 1).await.contains("höstterminen 2027"));
    let here = json!({ "offering": "SA123A-V9001V27", "channel": "OPEN" });
    assert_eq!(
        problem(act(&service.admin, &id, "return", &here).await).1,
        "not-a-later-offering"
    );

    let tag = format!("\"{}\"", fetch(&service.admin, &id).await["revision"]);
    let headers = [("if-match", &*tag), ("idempotency-key", "back")];
    let path = format!("/api/v1/applications/{id}/return");
    let first = ok(service
        .admin
        .send_json(Method::POST, &path, &headers, &back)
        .await);
    assert_eq!(
        (
            &first["kept"],
            &first["over_seats"],
            &first["registration_kind"]
        ),
        (&json!(true), &json!(true), &json!("first"))
    );
    let again = ok(service
        .admin
        .send_json(Method::POST, &path, &headers, &back)
        .await);
    assert_eq!(first, again);
    assert_eq!(
        problem(act(&service.admin, &id, "return", &back).await).1,
        "already-returned"
    );
    let new = fetch(&service.admin, &text(&first, "application")).await;
    assert_eq!(
        (&new["state"], &new["offering_code"]),
        (&json!("admitted"), &json!(LATER))
    );
    assert_eq!(
        state(&service.admin, &id).await,
        "deferred",
        "the old decision stands"
    );
}

async fn re_registration_is_given_if_there_is_a_seat(engine: Engine) {
    let service = open(engine, 9).await;
    later_offering(&service, 1).await;
    let mut left = Vec::new();
    for n in 1..=2 {
        let (_, _, id) = place(&service, n).await;
        register(&service.admin, &id).await;
        left.push(id);
    }
    let admin = go_to(&service, "2027-03-01T09:00:00Z").await;
    for id in &left {
        ok(act(&admin, id, "withdraw", &json!({})).await);
        assert_eq!(state(&admin, id).await, "withdrawn_late");
    }
    let back = json!({ "offering": LATER, "channel": "LATER", "reason": "Vill gå klart." });
    let done = ok(act(&admin, &left[0], "return", &back).await);
    assert_eq!(
        (&done["kept"], &done["registration_kind"]),
        (&json!(false), &json!("again"))
    );
    let new = fetch(&admin, &text(&done, "application")).await;
    assert_eq!(new["decisions"][0]["outcome"], "reregistered");
    let full = problem(act(&admin, &left[1], "return", &back).await);
    assert_eq!((full.0, &*full.1), (409, "no-seat-for-reregistration"));
    assert!(text(&full.2, "detail").contains("1 av 1"), "{}", full.2);
    let twice = problem(act(&admin, &left[0], "return", &back).await);
    assert_eq!(twice.1, "already-applied");
}
