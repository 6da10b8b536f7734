//! Self-enrolment over HTTP: windows, queues, decisions, exits.

use harness::{Client, Engine, Reply, TestService, ok, on_both_engines, problem, sql, text};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};

const APPLY: &str = "/api/v1/offerings/SA123A-V9001V27/applications";

on_both_engines!(
    enrols_and_withdraws,
    the_window_opens_and_closes_to_the_second,
    windows_follow_the_clock_change,
    who_may_not_apply_is_told_why,
    nobody_overtakes_when_a_seat_frees,
    admission_keeps_the_order_or_a_reason,
    a_condition_stops_registration,
    exits_are_named_by_their_dates,
    decisions_cannot_be_changed,
    receipts_go_out_by_mail,
);

fn ask() -> Value {
    json!({ "channel": "OPEN" })
}

/// A service with one open channel.
async fn open(engine: Engine, seats: i64) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", seats).await;
    service
}

/// Applies as participant `n`; gives the client and the application's id.
async fn applied(service: &TestService, n: usize) -> (Client, String) {
    let (client, _) = service.participant(n, "larare").await;
    let receipt = ok(client.post(APPLY, &ask()).await);
    (client, text(&receipt, "application"))
}

/// Does something to an application, having seen its present revision.
async fn act(client: &Client, id: &str, verb: &str, body: &Value) -> Result<Reply, CallError> {
    let path = format!("/api/v1/applications/{id}");
    let etag = client.get(&path).await?.etag().to_owned();
    let headers = [("if-match", &*etag)];
    let path = format!("{path}/{verb}");
    client.send_json(Method::POST, &path, &headers, body).await
}

async fn state(service: &TestService, id: &str) -> String {
    let found = ok(service
        .admin
        .get(&format!("/api/v1/applications/{id}"))
        .await);
    text(&found, "state")
}

async fn enrols_and_withdraws(engine: Engine) {
    let service = open(engine, 1).await;
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "kurator").await;
    let reply = anna.post(APPLY, &ask()).await.unwrap();
    let location = reply.header("location").to_owned();
    let first = ok(Ok(reply));
    assert_eq!(text(&first, "state"), "admitted");
    assert_eq!(first.get("reserve_position"), None);
    let second = ok(bo.post(APPLY, &ask()).await);
    assert_eq!(
        (text(&second, "state"), &second["reserve_position"]),
        ("reserve".into(), &json!(1))
    );
    // Asking again is harmless.
    let again = ok(anna.post(APPLY, &ask()).await);
    assert_eq!(
        (&again["application"], &again["is_new"]),
        (&first["application"], &json!(false))
    );
    // Others' applications do not exist.
    let others = format!("/api/v1/applications/{}", text(&first, "application"));
    assert_eq!(location, others);
    assert_eq!(problem(bo.get(&others).await).0, 404);
    let leave = json!({ "passed_result": false });
    assert_eq!(
        problem(bo.post(&format!("{others}/withdraw"), &leave).await).0,
        404
    );
    let left = ok(anna.post(&format!("{others}/withdraw"), &leave).await);
    assert_eq!(text(&left, "state"), "withdrawn_before_registration");
    let (status, code, _) = problem(anna.post(&format!("{others}/withdraw"), &leave).await);
    assert_eq!((status, &*code), (409, "wrong-state"));
}

/// Makes a channel with a window, and moves the clock to the second before `opens_at`.
async fn windowed(service: &TestService, opens_at: &str, closes_at: &str) {
    let channel = json!({
        "code": "OPEN", "kind": "open", "title_sv": "Ö", "title_en": "O", "seats": 9,
        "opens_at": opens_at, "closes_at": closes_at,
    });
    let path = "/api/v1/offerings/SA123A-V9001V27/channels";
    ok(service.admin.post(path, &channel).await);
}

fn seconds_until(service: &TestService, at: &str) -> i64 {
    at.parse::<jiff::Timestamp>().unwrap().as_second() - service.now().as_second()
}

async fn the_window_opens_and_closes_to_the_second(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    windowed(&service, "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z").await;
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "larare").await;
    service.advance(seconds_until(&service, "2026-11-23T10:00:00Z") - 1);
    let (status, code, value) = problem(anna.post(APPLY, &ask()).await);
    assert_eq!((status, &*code), (409, "channel-not-open-yet"));
    assert!(
        text(&value, "detail").contains("2026-11-23 11:00"),
        "in Stockholm's time: {value}"
    );
    service.advance(1);
    ok(anna.post(APPLY, &ask()).await);
    service.advance(3600);
    let (status, code, value) = problem(bo.post(APPLY, &ask()).await);
    assert_eq!((status, &*code), (409, "channel-closed"));
    assert!(
        text(&value, "detail").contains("2026-11-23 12:00"),
        "{value}"
    );
    // Who is in already is told so, also when it has closed.
    assert_eq!(ok(anna.post(APPLY, &ask()).await)["is_new"], false);
}

/// 01:59:59 is followed by 03:00:00 in March; 02:59:59 comes twice in October.
async fn windows_follow_the_clock_change(engine: Engine) {
    for (opens_at, shown) in [
        ("2027-03-28T01:00:00Z", "2027-03-28 03:00"),
        ("2027-10-31T00:30:00Z", "2027-10-31 02:30"),
        ("2027-10-31T01:30:00Z", "2027-10-31 02:30"),
    ] {
        let service = TestService::start(engine).await;
        service.offering().await;
        windowed(&service, opens_at, "2027-12-01T00:00:00Z").await;
        service.advance(seconds_until(&service, opens_at) - 1);
        let (anna, _) = service.participant(1, "larare").await;
        let (_, code, value) = problem(anna.post(APPLY, &ask()).await);
        assert_eq!(code, "channel-not-open-yet");
        assert!(text(&value, "detail").contains(shown), "{value}");
        service.advance(1);
        ok(anna.post(APPLY, &ask()).await);
    }
}

async fn who_may_not_apply_is_told_why(engine: Engine) {
    let service = open(engine, 1).await;
    for kind in ["imported", "employer"] {
        service.channel(kind, kind, 5).await;
    }
    service.channel("open", "OPEN2", 5).await;
    let (new, _) = service.sign_in("new@example.org").await;
    let (status, _, value) = problem(new.post(APPLY, &ask()).await);
    assert_eq!(status, 422);
    let pointers: Vec<String> = value["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| text(e, "pointer"))
        .collect();
    assert_eq!(pointers, ["/me/given_name", "/me/profession"]);
    let (anna, _) = service.participant(1, "larare").await;
    for kind in ["imported", "employer"] {
        let (status, code, _) = problem(anna.post(APPLY, &json!({ "channel": kind })).await);
        assert_eq!((status, &*code), (409, "not-an-open-channel"));
    }
    ok(anna.post(APPLY, &ask()).await);
    let (status, code, _) = problem(anna.post(APPLY, &json!({ "channel": "OPEN2" })).await);
    assert_eq!((status, &*code), (409, "already-applied"));
    assert_eq!(
        problem(anna.post(APPLY, &json!({ "channel": "NONE" })).await).0,
        404
    );
    let nowhere = APPLY.replace("V9001", "V9999");
    assert_eq!(problem(anna.post(&nowhere, &ask()).await).0, 404);
    assert_eq!(
        problem(service.admin.post(APPLY, &ask()).await).0,
        422,
        "staff apply for somebody"
    );
    assert_eq!(problem(service.anyone.post(APPLY, &ask()).await).0, 401);
}

async fn nobody_overtakes_when_a_seat_frees(engine: Engine) {
    let service = open(engine, 1).await;
    let (first, seat) = applied(&service, 1).await;
    let (_, waiting) = applied(&service, 2).await;
    ok(act(
        &first,
        &seat,
        "withdraw",
        &json!({ "passed_result": false }),
    )
    .await);
    // The seat is free, but somebody stands before: a newcomer queues up behind.
    let (late, _) = service.participant(3, "larare").await;
    let receipt = ok(late.post(APPLY, &ask()).await);
    assert_eq!(
        (text(&receipt, "state"), &receipt["reserve_position"]),
        ("reserve".into(), &json!(2))
    );
    ok(act(&service.admin, &waiting, "admit", &json!({})).await);
    // Numbers are not used again.
    let (_, last) = applied(&service, 4).await;
    let found = ok(service
        .admin
        .get(&format!("/api/v1/applications/{last}"))
        .await);
    assert_eq!(found["reserve_position"], 3);
}

async fn admission_keeps_the_order_or_a_reason(engine: Engine) {
    let service = open(engine, 1).await;
    applied(&service, 1).await;
    let (_, one) = applied(&service, 2).await;
    let (bo, two) = applied(&service, 3).await;
    let full = problem(act(&service.admin, &one, "admit", &json!({})).await);
    assert_eq!((full.0, &*full.1), (409, "channel-full"));
    let channel = ok(service.admin.get("/api/v1/offerings/SA123A-V9001V27").await);
    let revision = channel["channels"][0]["revision"].to_string();
    let headers = [("if-match", &*format!("\"{revision}\""))];
    let more = json!({ "seats": 3 });
    ok(service
        .admin
        .send_json(Method::PATCH, "/api/v1/channels/OPEN", &headers, &more)
        .await);

    let passed = problem(act(&service.admin, &two, "admit", &json!({})).await);
    assert_eq!((passed.0, &*passed.1), (409, "overtakes-reserve"));
    let blank = json!({ "reason": " \t" });
    assert_eq!(
        problem(act(&service.admin, &two, "admit", &blank).await).1,
        "overtakes-reserve"
    );
    let reason = json!({ "reason": "Enda kuratorn." });
    let admitted = ok(act(&service.admin, &two, "admit", &reason).await);
    assert_eq!(admitted["state"], "admitted");
    let decisions = admitted["decisions"].as_array().unwrap();
    assert_eq!(decisions.len(), 2);
    assert_eq!(
        (&decisions[0]["outcome"], &decisions[0]["automatic"]),
        (&json!("reserve"), &json!(true))
    );
    assert_eq!(
        (&decisions[1]["reason"], &decisions[1]["automatic"]),
        (&json!("Enda kuratorn."), &json!(false))
    );
    ok(act(&service.admin, &one, "admit", &json!({})).await);
    let twice = problem(act(&service.admin, &one, "admit", &json!({})).await);
    assert_eq!((twice.0, &*twice.1), (409, "wrong-state"));
    assert_eq!(problem(act(&bo, &two, "admit", &reason).await).0, 403);
    // Without and with an old revision.
    let path = format!("/api/v1/applications/{two}/register");
    let body = json!({ "condition_met": false });
    assert_eq!(problem(service.admin.post(&path, &body).await).0, 428);
    for tag in ["\"1\"", "1", "W/\"2\"", ""] {
        let headers = [("if-match", tag)];
        let stale = service
            .admin
            .send_json(Method::POST, &path, &headers, &body)
            .await;
        assert_eq!(problem(stale).0, 412, "{tag}");
    }
}

async fn a_condition_stops_registration(engine: Engine) {
    let service = open(engine, 1).await;
    let (_, id) = applied(&service, 1).await;
    let condition = "UPDATE application SET condition_text = 'Visa legitimation'";
    sql::run(&service.app.database, condition).await.unwrap();
    let no = json!({ "condition_met": false });
    let (status, code, value) = problem(act(&service.admin, &id, "register", &no).await);
    assert_eq!((status, &*code), (409, "condition-not-met"));
    assert!(text(&value, "detail").contains("Visa legitimation"));
    let yes = json!({ "condition_met": true });
    let registered = ok(act(&service.admin, &id, "register", &yes).await);
    assert_eq!(
        (&registered["state"], &registered["condition_met"]),
        (&json!("registered"), &json!(true))
    );
    let query = "SELECT registered_on FROM registration";
    let on = sql::rows::<(String,)>(&service.app.database, query).await;
    assert_eq!(on[0].0, "2026-11-23");
    assert_eq!(
        problem(act(&service.admin, &id, "register", &yes).await).1,
        "wrong-state"
    );
}

/// The course starts on 18 January; three weeks later is 8 February.
async fn exits_are_named_by_their_dates(engine: Engine) {
    let service = open(engine, 9).await;
    let cases = [
        ("2027-01-18T08:00:00Z", false, "withdrawn_early"),
        ("2027-02-07T22:59:59Z", false, "withdrawn_early"),
        ("2027-02-07T22:59:59Z", true, "withdrawn_late"),
        ("2027-02-09T08:00:00Z", false, "withdrawn_late"),
    ];
    for (n, (at, passed, expected)) in cases.into_iter().enumerate() {
        let (client, id) = applied(&service, n).await;
        ok(act(
            &service.admin,
            &id,
            "register",
            &json!({ "condition_met": false }),
        )
        .await);
        service.advance(seconds_until(&service, at));
        let admin = service
            .staff(samverkan_service::usecase::Role::Administrator)
            .await;
        let body = json!({ "passed_result": passed, "reason": "test" });
        if passed {
            // What results there are is not for the participant to say.
            let path = format!("/api/v1/applications/{id}/withdraw");
            assert!(matches!(
                problem(client.post(&path, &body).await).0,
                401 | 403
            ));
        }
        ok(act(&admin, &id, "withdraw", &body).await);
        let shown = ok(admin.get(&format!("/api/v1/applications/{id}")).await);
        assert_eq!(shown["state"], expected, "{at}");
        service.advance(seconds_until(&service, harness::NOW));
    }
    let query = "SELECT ended_on FROM registration ORDER BY ended_on";
    let ends = sql::rows::<(String,)>(&service.app.database, query).await;
    let ends: Vec<&str> = ends.iter().map(|(on,)| &**on).collect();
    assert_eq!(
        ends,
        ["2027-01-18", "2027-02-07", "2027-02-07", "2027-02-09"]
    );
}

async fn decisions_cannot_be_changed(engine: Engine) {
    let service = open(engine, 1).await;
    let (_, id) = applied(&service, 1).await;
    for statement in ["UPDATE admission SET reason = 'x'", "DELETE FROM admission"] {
        assert!(
            sql::run(&service.app.database, statement).await.is_err(),
            "{statement}"
        );
    }
    assert_eq!(state(&service, &id).await, "admitted");
}

async fn receipts_go_out_by_mail(engine: Engine) {
    let service = open(engine, 1).await;
    let (anna, id) = applied(&service, 1).await;
    let (_, reserve) = applied(&service, 2).await;
    ok(act(&anna, &id, "withdraw", &json!({ "passed_result": false })).await);
    ok(act(&service.admin, &reserve, "admit", &json!({})).await);
    let done = service.tick().await;
    // The first receipt went with the code for the second sign-in.
    assert_eq!((done.delivered, done.refused), (3, 0));
    let letters = |address: &str| {
        let mail = service.mail();
        let bodies = mail
            .iter()
            .filter(|mail| mail.to_address == address)
            .skip(1);
        bodies.map(|mail| mail.body.clone()).collect::<Vec<_>>()
    };
    let hers = letters("person1@example.org");
    assert_eq!(hers.len(), 2);
    assert!(
        hers.iter()
            .all(|body| body.contains(&id) && body.contains("SA123A-V9001V27"))
    );
    let his = letters("person2@example.org");
    assert_eq!(his.len(), 2);
    assert!(his[0].contains(&reserve));
    assert_eq!(service.tick().await.delivered, 0, "each once");
}
