//! Reminders by rule: once each, to whom they are meant for, and not to who wants none.

mod away;

use harness::{Client, Engine, TestService, both_engines, ok, problem, sql, text};
use hyper::Method;
use samverkan_service::{app::App, store::Database, usecase::reminders};
use serde_json::{Value, json};

both_engines!(
    a_rule_reminds_each_once,
    a_rule_waits_for_no_clock,
    two_workers_remind_once,
    what_passed_before_the_rule_does_not_go_off,
    a_paused_rule_rests_and_comes_back,
    a_dry_run_says_whom_and_why_not,
    who_has_not_answered_is_reminded_of_their_own_day,
    a_rule_that_makes_no_sense_is_refused,
);

pub(super) const RULES: &str = "/api/v1/offerings/SA123A-V9001V27/mail-rules";

pub(super) async fn put(client: &Client, path: &str, body: &Value) -> Value {
    let any = [("if-match", "*")];
    ok(client.send_json(Method::PUT, path, &any, body).await)
}

/// The course begins on Monday the 14th of December: while tokens are good.
pub(super) fn start(days: i64) -> Value {
    json!({ "moment": "course_start", "days": days, "at": "09:00", "audience": "taking_part" })
}

/// So many people with places.
pub(super) async fn world(engine: Engine, people: usize) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    let soon = "UPDATE offering SET starts_on = '2026-12-14'";
    sql::run(&service.app.database, soon).await.unwrap();
    service.channel("open", "OPEN", 20).await;
    for n in 1..=people {
        let (client, _) = service.participant(n, "kurator").await;
        let apply = json!({ "channel": "OPEN" });
        ok(client
            .post("/api/v1/offerings/SA123A-V9001V27/applications", &apply)
            .await);
    }
    service.tick().await;
    service
}

/// Moves the clock to an instant.
pub(super) fn until(service: &TestService, at: &str) {
    let at: jiff::Timestamp = at.parse().unwrap();
    service.advance(at.as_second() - service.now().as_second());
}

/// Reminders delivered so far: to whom.
pub(super) fn reminded(service: &TestService) -> Vec<String> {
    let mail = service.mail().into_iter();
    let mut to: Vec<String> = mail
        .filter(|kept| kept.subject.starts_with("Påminnelse"))
        .map(|kept| kept.to_address)
        .collect();
    to.sort();
    to
}

async fn a_rule_reminds_each_once(engine: Engine) {
    let service = world(engine, 2).await;
    let path = format!("{RULES}/start");
    let made = put(&service.admin, &path, &start(-3)).await;
    assert_eq!(
        (&made["revision"], text(&made, "template")),
        (&json!(1), "remind_start".into())
    );
    until(&service, "2026-12-11T07:59:59Z");
    service.tick().await;
    assert_eq!(reminded(&service), [""; 0]);
    until(&service, "2026-12-11T08:00:00Z");
    service.tick().await;
    let both = ["person1@example.org", "person2@example.org"];
    assert_eq!(reminded(&service), both);
    // Not again, however often it is looked at, nor for who comes later.
    let (late, _) = service.participant(3, "kurator").await;
    ok(late
        .post(
            "/api/v1/offerings/SA123A-V9001V27/applications",
            &json!({ "channel": "OPEN" }),
        )
        .await);
    for _ in 0..5 {
        service.advance(600);
        service.tick().await;
    }
    assert_eq!(reminded(&service), both);
    let shown = ok(service.admin.get(&path).await);
    assert_eq!(shown["fired"][0]["people"], 2);
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=mail_rule.fired")
        .await);
    assert_eq!(trail["items"].as_array().unwrap().len(), 1);
    let octets = String::from_utf8(
        service
            .mail()
            .into_iter()
            .find(|kept| kept.subject.starts_with("Påminnelse"))
            .unwrap()
            .octets,
    )
    .unwrap();
    assert!(
        octets.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"),
        "{octets}"
    );
    assert!(octets.contains("List-Unsubscribe: <http"), "{octets}");
}

/// A clock that is a year ahead, in which a rule was made and looked at, and is put right.
async fn a_rule_waits_for_no_clock(engine: Engine) {
    const YEAR: i64 = 365 * 24 * 3600;
    let mut service = world(engine, 2).await;
    put(&service.admin, &format!("{RULES}/before"), &start(-3)).await;
    service.advance(YEAR);
    service.sign_staff_in_again().await;
    put(&service.admin, &format!("{RULES}/ahead"), &start(-3)).await;
    service.tick().await;
    service.advance(-YEAR);
    assert_eq!(reminded(&service), [""; 0], "control");
    service.tick().await;
    until(&service, "2026-12-11T08:00:00Z");
    service.tick().await;
    let twice = ["1", "1", "2", "2"].map(|n| format!("person{n}@example.org"));
    assert_eq!(reminded(&service), twice);
}

async fn two_workers_remind_once(engine: Engine) {
    let service = world(engine, 3).await;
    put(&service.admin, &format!("{RULES}/start"), &start(-3)).await;
    until(&service, "2026-12-11T08:00:00Z");
    let mut instances = Vec::new();
    for _ in 0..4 {
        let database = Database::connect(service.database_url()).await;
        instances.push(App {
            database: database.expect("database"),
            ..service.app.clone()
        });
    }
    let [a, b, c, d] = &instances[..] else {
        unreachable!("four")
    };
    let sent = tokio::join!(
        reminders::send::due(a),
        reminders::send::due(b),
        reminders::send::due(c),
        reminders::send::due(d)
    );
    let sent = [sent.0, sent.1, sent.2, sent.3].map(|sent| sent.expect("no error"));
    assert_eq!(sent.iter().sum::<usize>(), 3, "{sent:?}");
    // A rule that is looked at anew, as after a restart, has gone off already.
    let database = &service.app.database;
    sql::run(database, "UPDATE mail_rule SET look_at = created_at")
        .await
        .unwrap();
    assert_eq!(reminders::send::due(a).await.unwrap(), 0);
    service.tick().await;
    assert_eq!(reminded(&service).len(), 3);
    let told = "SELECT COUNT(*) FROM mail_reminded";
    assert_eq!(sql::number(database, told).await, 3);
    // The control: without what is noted of it, it would go off again.
    let forget = "DELETE FROM mail_reminded; DELETE FROM mail_rule_fired;
                  UPDATE mail_rule SET look_at = created_at";
    sql::run(database, forget).await.unwrap();
    assert_eq!(reminders::send::due(a).await.unwrap(), 3);
}

async fn what_passed_before_the_rule_does_not_go_off(engine: Engine) {
    let service = world(engine, 1).await;
    until(&service, "2026-12-12T08:00:00Z");
    put(&service.admin, &format!("{RULES}/start"), &start(-3)).await;
    service.tick().await;
    assert_eq!(reminded(&service), [""; 0]);
    let dry = ok(service.admin.get(&format!("{RULES}/start/dry-run")).await);
    assert_eq!(dry["occurrences"][0]["standing"], "past");
    // Unless it is asked to.
    let mut asked = start(-3);
    asked["include_past"] = json!(true);
    put(&service.admin, &format!("{RULES}/start"), &asked).await;
    service.tick().await;
    assert_eq!(reminded(&service).len(), 1);
    // Never of what has begun.
    until(&service, "2026-12-15T08:00:00Z");
    put(&service.admin, &format!("{RULES}/again"), &asked).await;
    service.tick().await;
    assert_eq!(reminded(&service).len(), 1);
    let dry = ok(service.admin.get(&format!("{RULES}/again/dry-run")).await);
    assert_eq!(dry["occurrences"][0]["standing"], "over");
}

async fn a_paused_rule_rests_and_comes_back(engine: Engine) {
    let service = world(engine, 1).await;
    let path = format!("{RULES}/start");
    put(&service.admin, &path, &start(-3)).await;
    put(&service.admin, &format!("{RULES}/day"), &start(-1)).await;
    let state = format!("{path}/state");
    let paused = put(&service.admin, &state, &json!({ "state": "paused" })).await;
    let stale = [("if-match", "\"1\"")];
    let body = json!({ "state": "active" });
    let late = service
        .admin
        .send_json(Method::PUT, &state, &stale, &body)
        .await;
    assert_eq!(problem(late).0, 412, "{paused}");
    put(
        &service.admin,
        &format!("{RULES}/day/state"),
        &json!({ "state": "removed" }),
    )
    .await;
    until(&service, "2026-12-11T09:00:00Z");
    service.tick().await;
    assert_eq!(reminded(&service), [""; 0]);
    // What passed while it rested does not go off when it is resumed; what comes does.
    put(&service.admin, &state, &json!({ "state": "active" })).await;
    put(
        &service.admin,
        &format!("{RULES}/day/state"),
        &json!({ "state": "active" }),
    )
    .await;
    service.tick().await;
    assert_eq!(reminded(&service), [""; 0]);
    until(&service, "2026-12-13T08:00:00Z");
    service.tick().await;
    assert_eq!(reminded(&service).len(), 1);
}

async fn a_dry_run_says_whom_and_why_not(engine: Engine) {
    let service = world(engine, 3).await;
    let (client, _) = service.participant(2, "kurator").await;
    let mine = ok(client.get("/api/v1/applications").await);
    let application = text(&mine["items"][0], "id");
    ok(client
        .post(
            &format!("/api/v1/applications/{application}/withdraw"),
            &json!({ "passed_result": false }),
        )
        .await);
    let people = ok(service.admin.get("/api/v1/people").await);
    let third = people["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["email"] == "person3@example.org")
        .unwrap();
    let marking = json!({ "security_marking": "confidential" });
    let any = [("if-match", "*")];
    let third = format!("/api/v1/people/{}", text(third, "id"));
    ok(service
        .officer
        .send_json(Method::PATCH, &third, &any, &marking)
        .await);
    let before = service.mail().len();
    let mut reserves = start(-3);
    reserves["audience"] = json!("reserves");
    let dry = "/api/v1/offerings/SA123A-V9001V27/mail-rule-dry-runs";
    let run = ok(service.admin.post(dry, &reserves).await);
    assert_eq!(run["occurrences"][0]["people"], 0);
    assert_eq!(run["people"][0]["left_out"], "not_meant");
    let run = ok(service.admin.post(dry, &start(-3)).await);
    let people = run["people"].as_array().unwrap();
    assert_eq!(people.len(), 2, "who has left is not there: {run}");
    assert_eq!(run["occurrences"][0]["fires_at"], "2026-12-11T08:00:00Z");
    assert!(
        run.to_string().contains("Förnamn1") && !run.to_string().contains("Förnamn3"),
        "{run}"
    );
    let run = ok(service.officer.post(dry, &start(-3)).await);
    assert!(run.to_string().contains("Förnamn3"), "{run}");
    until(&service, "2026-12-11T08:00:00Z");
    service.tick().await;
    assert_eq!(
        service.mail().len(),
        before + 1,
        "the receipt of leaving, and nothing by the dry run"
    );
    assert_eq!(
        sql::number(&service.app.database, "SELECT COUNT(*) FROM mail_rule").await,
        0
    );
}

async fn who_has_not_answered_is_reminded_of_their_own_day(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let channel = json!({
        "code": "OPEN", "kind": "open", "title_sv": "OPEN", "title_en": "OPEN", "seats": 20,
        "policy": { "answer": { "working_hours": 9 } },
    });
    let channels = "/api/v1/offerings/SA123A-V9001V27/channels";
    ok(service.admin.post(channels, &channel).await);
    for n in 1..=2 {
        let (client, _) = service.participant(n, "kurator").await;
        let apply = json!({ "channel": "OPEN" });
        let made = ok(client
            .post("/api/v1/offerings/SA123A-V9001V27/applications", &apply)
            .await);
        if n == 2 {
            let path = format!("/api/v1/applications/{}/answer", text(&made, "application"));
            ok(client.post(&path, &json!({ "accept": true })).await);
        }
    }
    let rule = json!({ "moment": "answer_by", "days": 0, "at": "00:00", "audience": "unanswered" });
    put(&service.admin, &format!("{RULES}/svara"), &rule).await;
    let dry = ok(service.admin.get(&format!("{RULES}/svara/dry-run")).await);
    let fires = text(&dry["occurrences"][0], "fires_at");
    until(&service, &fires);
    let before = service.mail().len();
    service.tick().await;
    let new = service.mail().split_off(before).into_iter();
    let new: Vec<_> = new
        .filter(|kept| kept.body.contains("/paminnelser/"))
        .collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].to_address, "person1@example.org");
    assert!(new[0].body.contains("/svar/"), "{}", new[0].body);
}

async fn a_rule_that_makes_no_sense_is_refused(engine: Engine) {
    let service = world(engine, 0).await;
    let try_ = async |name: &str, body: &Value| {
        let any = [("if-match", "*")];
        let path = format!("{RULES}/{name}");
        let reply = service
            .admin
            .send_json(Method::PUT, &path, &any, body)
            .await;
        let (status, _, refused) = problem(reply);
        assert_eq!(status, 422, "{refused}");
        let errors = refused["errors"].as_array().unwrap().iter();
        errors.map(|one| text(one, "pointer")).collect::<Vec<_>>()
    };
    let wrong = json!({
        "moment": "answer_by", "days": 400, "at": "9.00", "audience": "leaders",
        "cohort_set": "Grupper", "template": "remind_start",
    });
    assert_eq!(
        try_("Start", &wrong).await,
        [
            "/name",
            "/days",
            "/at",
            "/audience",
            "/cohort_set",
            "/template"
        ]
    );
    let mut unknown = start(0);
    unknown["template"] = json!("remind_start-nothing");
    assert_eq!(try_("start", &unknown).await, ["/template"]);
    let mut set = start(0);
    (set["audience"], set["cohort_set"]) = (json!("cohort_set"), json!("Nej"));
    assert_eq!(try_("start", &set).await, ["/cohort_set"]);
}
