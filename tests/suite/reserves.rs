//! Reserves over HTTP: who is next and why, calling, taking back, asking, noting.

use harness::{Engine, NOW, TestService, ok, on_both_engines, problem, sql};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    calls_the_next_and_says_why,
    a_repeated_request_calls_once,
    a_cancelled_call_keeps_the_number,
    nobody_is_called_while_there_are_more_people_than_seats,
    nobody_is_called_after_the_last_day,
    groups_have_lists_of_their_own,
    those_who_applied_together_are_called_together,
    attempts_to_reach_somebody_are_kept,
    all_who_wait_are_asked_and_silence_changes_nothing,
);

async fn open(engine: Engine, seats: i64, policy: Value) -> TestService {
    TestService::with_channel(engine, NOW, seats, policy).await
}

async fn calls_the_next_and_says_why(engine: Engine) {
    let service = open(engine, 1, json!({})).await;
    let people = service.all_applied(3).await;
    let full = service.reserves().await;
    assert_eq!((&full["free"], &full["taken"]), (&json!(0), &json!(1)));
    assert_eq!(full.get("next"), None);
    assert!(full["reasons"][0].is_string(), "why nobody");
    let nobody = service.call(1).await;
    assert_eq!(nobody["calls"], json!([]));
    assert!(
        nobody["reasons"][0]
            .as_str()
            .unwrap()
            .contains("Ingen kallas")
    );

    service.leaves(&people[0]).await;
    let before = service.reserves().await;
    assert_eq!(before["free"], 1);
    assert_eq!(before["next"]["positions"], json!([1]));
    assert_eq!(before["next"]["applications"], json!([people[1]]));
    assert_eq!(before["groups"][0]["waiting"], 2);
    let called = service.call(5).await;
    assert_eq!(called["applications"], json!([people[1]]));
    assert!(called["reasons"][0].is_string(), "why not a second");
    assert_eq!(service.state(&people[1]).await, "called");
    assert_eq!(service.state(&people[2]).await, "reserve");
    let after = service.reserves().await;
    assert_eq!((&after["free"], &after["offered"]), (&json!(0), &json!(1)));
    // Two working days from Monday at ten.
    assert_eq!(after["calls"][0]["answer_by"], "2026-11-25T09:00:00Z");
    service.tick().await;
    assert_eq!(
        service.letters_saying(2, "onsdag 25 november 2026 kl. 10:00"),
        1
    );
    assert_eq!(
        service.letters_saying(2, "Reserv 1"),
        1,
        "why it is their turn"
    );
    // Others are asked for more than there can be.
    let path = "/api/v1/channels/OPEN/calls";
    for count in [0, 201, -1] {
        let refused = service.admin.post(path, &json!({ "count": count })).await;
        assert_eq!(problem(refused).0, 422);
    }
    let query = "SELECT after FROM audit WHERE action = 'application.called'";
    let facts = sql::rows::<(String,)>(&service.app.database, query).await;
    assert!(facts[0].0.contains("first_on_list"), "{facts:?}");
}

async fn a_repeated_request_calls_once(engine: Engine) {
    let service = open(engine, 2, json!({})).await;
    let people = service.all_applied(4).await;
    service.leaves(&people[0]).await;
    service.leaves(&people[1]).await;
    let headers = [("idempotency-key", "one")];
    let mut answers = Vec::new();
    for _ in 0..2 {
        let path = "/api/v1/channels/OPEN/calls";
        let body = json!({ "count": 1 });
        let reply = service
            .admin
            .send_json(Method::POST, path, &headers, &body)
            .await;
        answers.push(ok(reply));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(service.state(&people[3]).await, "reserve");
}

async fn a_cancelled_call_keeps_the_number(engine: Engine) {
    let service = open(engine, 1, json!({})).await;
    let people = service.all_applied(3).await;
    service.leaves(&people[0]).await;
    let called = service.call(1).await;
    let path = format!(
        "/api/v1/calls/{}/cancel",
        called["calls"][0].as_str().unwrap()
    );
    let reason = json!({ "reason": "Platsen behövs inte" });
    let token = service.token_of(2).await;
    let done = service.admin.post(&path, &reason).await.unwrap();
    assert_eq!(done.status, 204);
    let shown = service.shown(&people[1]).await;
    assert_eq!(
        (&shown["state"], &shown["reserve_position"]),
        (&json!("reserve"), &json!(1))
    );
    let again = problem(service.admin.post(&path, &json!({})).await);
    assert_eq!((again.0, &*again.1), (409, "call-has-ended"));
    let stale = problem(service.answers(&token, true).await);
    assert_eq!((stale.0, &*stale.1), (409, "no-answer-asked"));
    // The same person is first again, with a new link.
    assert_eq!(service.call(1).await["applications"], json!([people[1]]));
    let fresh = service.token_of(2).await;
    assert_ne!(token, fresh);
    assert_eq!(ok(service.answers(&fresh, true).await)["state"], "accepted");
}

/// Överintag: three people on two seats. Nobody is called until there are fewer.
async fn nobody_is_called_while_there_are_more_people_than_seats(engine: Engine) {
    let policy = json!({ "calls": { "automatic": true } });
    let service = open(engine, 3, policy).await;
    let people = service.all_applied(5).await;
    service.run_sql("UPDATE channel SET seats = 2").await;
    service.leaves(&people[0]).await;
    assert_eq!(service.reserves().await["free"], 0);
    assert_eq!(service.state(&people[3]).await, "reserve");
    service.leaves(&people[1]).await;
    assert_eq!(service.state(&people[3]).await, "called", "by itself");
    assert_eq!(service.state(&people[4]).await, "reserve");
    let query = "SELECT called_by FROM reserve_call";
    let by = sql::rows::<(String,)>(&service.app.database, query).await;
    assert_eq!(by[0].0, "service");
    // More seats call as well.
    let headers = [("if-match", "*")];
    let more = json!({ "seats": 3 });
    let path = "/api/v1/channels/OPEN";
    let reply = service
        .admin
        .send_json(Method::PATCH, path, &headers, &more);
    ok(reply.await);
    assert_eq!(service.state(&people[4]).await, "called");
}

async fn nobody_is_called_after_the_last_day(engine: Engine) {
    let policy = json!({ "calls": { "until": "2026-11-23", "automatic": true } });
    let service = open(engine, 2, policy).await;
    let people = service.all_applied(4).await;
    // The last second of the day in Stockholm.
    service.clock_to("2026-11-23T22:59:59Z");
    service.leaves(&people[0]).await;
    assert_eq!(service.state(&people[2]).await, "called");
    service.advance(1);
    service.leaves(&people[1]).await;
    assert_eq!(service.state(&people[3]).await, "reserve");
    let path = "/api/v1/channels/OPEN/calls";
    let late = problem(service.admin.post(path, &json!({ "count": 1 })).await);
    assert_eq!((late.0, &*late.1), (409, "calls-have-ended"));
}

/// Groups A and B with one place each; a place in B goes to B's list though A has waited longer.
async fn groups_have_lists_of_their_own(engine: Engine) {
    let service = open(engine, 2, json!({})).await;
    let people = service.all_applied(5).await;
    let policy = json!({ "selection": { "groups": [
        { "code": "A", "places": { "seats": 1 }, "members": { "families": ["teaching"] } },
        { "code": "B", "places": { "seats": 1 }, "until": "2026-12-31", "falls_to": ["A"] },
    ] } });
    service
        .run_sql(&format!("UPDATE channel SET policy = '{policy}'"))
        .await;
    for (person, group, position) in [
        (0, "A", "NULL"),
        (1, "B", "NULL"),
        (2, "A", "1"),
        (3, "B", "1"),
        (4, "A", "2"),
    ] {
        let id = &people[person];
        service
            .run_sql(&format!(
                "UPDATE application SET selection_group = '{group}', reserve_position = {position}
                 WHERE id = {}",
                id_literal(engine, id)
            ))
            .await;
    }
    service.leaves(&people[1]).await;
    let lists = service.reserves().await;
    assert_eq!(lists["next"]["applications"], json!([people[3]]));
    assert_eq!(lists["groups"][0]["group"], "A");
    assert_eq!(lists["groups"][0]["waiting"], 2);
    assert_eq!(lists["groups"][0]["first"][0]["groups"], json!(["A", "B"]));
    assert_eq!(service.call(9).await["applications"], json!([people[3]]));
    // Nobody of B's own waits any more; a member on A's list gets B's next place.
    let token = service.token_of(4).await;
    ok(service.answers(&token, false).await);
    let called = service.call(9).await;
    assert_eq!(called["applications"], json!([people[2]]));
    let query = "SELECT after FROM audit WHERE action = 'application.called' ORDER BY seq DESC";
    let facts = sql::rows::<(String,)>(&service.app.database, query).await;
    assert!(facts[0].0.contains("member_on_other_list"), "{facts:?}");
}

fn id_literal(engine: Engine, id: &str) -> String {
    match engine {
        Engine::Sqlite => format!("x'{}'", id.replace('-', "")),
        Engine::Postgres => format!("'{id}'"),
    }
}

async fn those_who_applied_together_are_called_together(engine: Engine) {
    let service = open(engine, 2, json!({})).await;
    let people = service.all_applied(5).await;
    service
        .run_sql("UPDATE application SET joint_code = 'SKOLAN' WHERE reserve_position IN (1, 2)")
        .await;
    service.leaves(&people[0]).await;
    // One seat: the two are passed over.
    let lists = service.reserves().await;
    assert_eq!(lists["next"]["applications"], json!([people[4]]));
    assert!(
        lists["reasons"][0]
            .as_str()
            .unwrap()
            .contains("gicks förbi")
    );
    service.leaves(&people[1]).await;
    let called = service.call(1).await;
    assert_eq!(called["applications"], json!([people[2], people[3]]));
    // Taking back one call takes back both.
    let path = format!(
        "/api/v1/calls/{}/cancel",
        called["calls"][1].as_str().unwrap()
    );
    assert_eq!(
        service.admin.post(&path, &json!({})).await.unwrap().status,
        204
    );
    for person in &people[2..4] {
        assert_eq!(service.state(person).await, "reserve");
    }
}

async fn attempts_to_reach_somebody_are_kept(engine: Engine) {
    let service = open(engine, 1, json!({})).await;
    let people = service.all_applied(1).await;
    let path = format!("/api/v1/applications/{}/contacts", people[0]);
    for (way, outcome) in [("phone", "no_answer"), ("sms", "message_left")] {
        ok(service
            .admin
            .post(&path, &json!({ "way": way, "outcome": outcome }))
            .await);
    }
    let list = ok(service.admin.get(&path).await);
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(
        (&list[0]["way"], &list[1]["outcome"]),
        (&json!("phone"), &json!("message_left"))
    );
    let odd = json!({ "way": "pigeon", "outcome": "reached" });
    assert_eq!(problem(service.admin.post(&path, &odd).await).0, 422);
    let none = path.replace(&people[0][..8], "00000000");
    assert_eq!(problem(service.admin.get(&none).await).0, 404);
    for statement in ["UPDATE contact SET way = 'sms'", "DELETE FROM contact"] {
        let done = sql::run(&service.app.database, statement).await;
        assert!(done.is_err(), "{statement}");
    }
}

async fn all_who_wait_are_asked_and_silence_changes_nothing(engine: Engine) {
    let service = open(engine, 1, json!({})).await;
    let people = service.all_applied(4).await;
    let path = "/api/v1/channels/OPEN/interest";
    let asked = ok(service.admin.post(path, &json!({})).await);
    assert_eq!(asked["asked"], 3);
    let (yes, no, late) = (
        service.token_of(2).await,
        service.token_of(3).await,
        service.token_of(4).await,
    );
    let said = ok(service.answers(&yes, true).await);
    assert_eq!(
        (&said["outcome"], &said["state"]),
        (&json!("still_interested"), &json!("reserve"))
    );
    let twice = problem(service.answers(&yes, false).await);
    assert_eq!((twice.0, &*twice.1), (409, "already-answered"));
    let gone = ok(service.answers(&no, false).await);
    assert_eq!(
        (&gone["outcome"], &gone["state"]),
        (
            &json!("left_the_list"),
            &json!("withdrawn_before_registration")
        )
    );
    // Five working days later the link is dead, and the reserve still a reserve, with the number.
    service.clock_to("2026-11-30T09:00:00Z");
    let refused = problem(service.answers(&late, true).await);
    assert_eq!((refused.0, &*refused.1), (409, "answer-too-late"));
    service.tick().await;
    let shown = service.shown(&people[3]).await;
    assert_eq!(
        (&shown["state"], &shown["reserve_position"]),
        (&json!("reserve"), &json!(3))
    );
    let first = &service.reserves().await["groups"][0]["first"];
    assert!(first[0].get("interested_at").is_some() && first[1].get("interested_at").is_none());
    // Signed in one can still say so.
    let client = service.again(4).await;
    let path = format!("/api/v1/applications/{}/answer", people[3]);
    let said = ok(client.post(&path, &json!({ "accept": true })).await);
    assert_eq!(said["outcome"], "still_interested");
}
