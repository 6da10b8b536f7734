//! Swaps: a place kept while one waits for another, and given up when that one comes; both or
//! neither.

use harness::{Engine, NOW, TestService, ok, on_both_engines, problem, sql};
use serde_json::json;

on_both_engines!(
    the_kept_place_is_given_up_with_the_yes,
    a_registered_place_is_not_given_up,
    both_or_neither,
    an_admission_by_hand_swaps_too,
);

const OTHER: &str = "SA123A-V9002V27";

/// Two offerings with one seat each. Person 1 has the place on the other and waits here, with
/// person 2 in the seat; person 3 waits on the other. Gives what waits, what is kept, the seat's
/// holder and who waits for the kept place.
async fn waiting(engine: Engine) -> (TestService, [String; 4]) {
    let policy = json!({ "calls": { "automatic": true } });
    let service = TestService::with_channel(engine, NOW, 1, policy.clone()).await;
    let offering = json!({
        "course": "SA123A", "code": OTHER, "term": "VT2027", "starts_on": "2027-01-18",
        "ends_on": "2027-06-06", "pace_percent": 50, "teaching": "distance", "language": "sv",
        "cohort_size": 7, "demo_note": "test",
    });
    ok(service.admin.post("/api/v1/offerings", &offering).await);
    let channel = json!({
        "code": "OTHER", "kind": "open", "title_sv": "Ö", "title_en": "O", "seats": 1,
        "policy": policy,
    });
    let path = format!("/api/v1/offerings/{OTHER}/channels");
    ok(service.admin.post(&path, &channel).await);
    let mut kept = Vec::new();
    for n in [1, 3] {
        let (client, _) = service.participant(n, "larare").await;
        let path = format!("/api/v1/offerings/{OTHER}/applications");
        let receipt = ok(client.post(&path, &json!({ "channel": "OTHER" })).await);
        kept.push(harness::text(&receipt, "application"));
    }
    let holder = service.applied_in("OPEN", 2).await;
    let waits = service.applied_in("OPEN", 1).await;
    service
        .run_sql(
            "UPDATE application SET keeps =
                 (SELECT k.id FROM application k JOIN application w ON w.person_id = k.person_id
                  WHERE k.state = 'admitted' AND w.state = 'reserve' AND w.id <> k.id)
             WHERE id IN (SELECT w.id FROM application w JOIN channel c ON c.id = w.channel_id
                          WHERE c.code = 'OPEN' AND w.state = 'reserve')",
        )
        .await;
    let next = kept.pop().unwrap();
    (service, [waits, kept.pop().unwrap(), holder, next])
}

async fn the_kept_place_is_given_up_with_the_yes(engine: Engine) {
    let (service, [waits, kept, holder, next]) = waiting(engine).await;
    service.leaves(&holder).await;
    assert_eq!(service.state(&waits).await, "called");
    assert_eq!(service.state(&kept).await, "admitted", "kept until the yes");
    let token = service.token_of(1).await;
    assert_eq!(ok(service.answers(&token, true).await)["state"], "accepted");
    let left = service.shown(&kept).await;
    assert_eq!(
        (&left["state"], &left["superseded_by"]),
        (&json!("superseded"), &json!(waits))
    );
    assert_eq!(
        service.state(&next).await,
        "called",
        "the freed seat goes on"
    );
    service.tick().await;
    assert_eq!(
        service.letters_saying(1, OTHER),
        2,
        "the receipt there, and the swap"
    );
    assert_eq!(service.letters_saying(1, "Din tidigare plats"), 1);
}

async fn a_registered_place_is_not_given_up(engine: Engine) {
    let (service, [waits, kept, holder, next]) = waiting(engine).await;
    ok(service.staff_act(&kept, "register", &json!({})).await);
    service.leaves(&holder).await;
    let token = service.token_of(1).await;
    let refused = problem(service.answers(&token, true).await);
    assert_eq!((refused.0, &*refused.1), (409, "kept-place-registered"));
    let states = [&waits, &kept, &next];
    let mut found = Vec::new();
    for application in states {
        found.push(service.state(application).await);
    }
    assert_eq!(found, ["called", "registered", "reserve"]);
}

/// The database refuses the second half: the first half has not happened either. Without
/// that refusal the same answer goes through.
async fn both_or_neither(engine: Engine) {
    let (service, [waits, kept, holder, next]) = waiting(engine).await;
    service.leaves(&holder).await;
    let token = service.token_of(1).await;
    // No application may be superseded while another one is.
    service
        .run_sql(
            "CREATE UNIQUE INDEX one_superseded ON application (state) WHERE state = 'superseded'",
        )
        .await;
    service
        .run_sql("UPDATE application SET state = 'superseded' WHERE state = 'withdrawn_before_registration'")
        .await;
    let refused = problem(service.answers(&token, true).await);
    assert_eq!(refused.0, 409);
    assert_eq!(service.state(&waits).await, "called");
    assert_eq!(service.state(&kept).await, "admitted");
    assert_eq!(service.state(&next).await, "reserve");
    let open = "SELECT COUNT(*) FROM reserve_call WHERE outcome IS NULL";
    assert_eq!(sql::number(&service.app.database, open).await, 1);
    // The control.
    service.run_sql("DROP INDEX one_superseded").await;
    assert_eq!(ok(service.answers(&token, true).await)["state"], "accepted");
    assert_eq!(service.state(&kept).await, "superseded");
}

async fn an_admission_by_hand_swaps_too(engine: Engine) {
    let (service, [waits, kept, ..]) = waiting(engine).await;
    service
        .run_sql("UPDATE channel SET seats = 2 WHERE code = 'OPEN'")
        .await;
    ok(service.staff_act(&waits, "admit", &json!({})).await);
    assert_eq!(service.state(&waits).await, "admitted");
    assert_eq!(service.state(&kept).await, "superseded");
}
