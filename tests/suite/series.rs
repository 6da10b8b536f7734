//! Many sessions at once: weekly series, and last term's sessions once more.

mod copies;

use harness::{
    Engine, Reply, TestService, ok, problem,
    round::{self, OFFERING},
    text,
};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};

harness::both_engines!(
    a_series_becomes_single_sessions,
    odd_days_are_pointed_out_and_can_be_left_out,
    a_time_that_does_not_exist_refuses_them_all,
    clashes_are_said_before_and_after
);

const AUTUMN: &str = "SA123A-V9002H27";

fn series(weeks: &str) -> Value {
    json!({
        "title": "Fallarbete", "weekday": "thursday", "starts": "13:15", "ends": "16:00",
        "weeks": weeks, "mode": "campus", "place": "Novahuset N1001", "teacher": "Eva Ek",
        "compulsory": true, "preliminary": true,
    })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn post(
    service: &TestService,
    what: &str,
    offering: &str,
    body: &Value,
) -> Result<Reply, CallError> {
    let path = format!("/api/v1/offerings/{offering}/{what}");
    service.admin.post(&path, body).await
}

async fn create(service: &TestService, body: &Value) -> Value {
    ok(post(service, "session-series", OFFERING, body).await)
}

/// The offering of the autumn after.
async fn autumn(service: &TestService) {
    let new = json!({
        "course": "SA123A", "code": AUTUMN, "term": "HT2027", "starts_on": "2027-08-30",
        "ends_on": "2028-01-16", "pace_percent": 50, "teaching": "distance", "language": "sv",
        "cohort_size": 7, "demo_note": "test",
    });
    ok(service.admin.post("/api/v1/offerings", &new).await);
}

async fn of(service: &TestService, offering: &str) -> Vec<Value> {
    let path = format!("/api/v1/offerings/{offering}/sessions");
    let all = service.admin.read(&path).await.expect("sessions");
    all.as_array().expect("a list").clone()
}

fn each<'a>(report: &'a Value, field: &str) -> Vec<&'a str> {
    let sessions = report["sessions"].as_array().expect("a list").iter();
    sessions
        .map(|one| one[field].as_str().unwrap_or(""))
        .collect()
}

fn remarks(one: &Value) -> String {
    one["remarks"].to_string()
}

async fn a_series_becomes_single_sessions(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let dry = create(&service, &with(series("5, 7, v10"), "dry_run", json!(true))).await;
    assert_eq!(
        each(&dry, "starts"),
        ["2027-02-04T13:15", "2027-02-18T13:15", "2027-03-11T13:15"]
    );
    assert_eq!(
        (&dry["count"], &dry["sessions"][2]["week"]),
        (&json!(3), &json!(10))
    );
    assert!(
        service.sessions().await.is_empty(),
        "a dry run writes nothing"
    );
    let path = format!("/api/v1/offerings/{OFFERING}/session-series");
    let key = [("idempotency-key", "serie-1")];
    let once = async || {
        let body = series("5, 7, v10");
        ok(service
            .admin
            .send_json(Method::POST, &path, &key, &body)
            .await)
    };
    let (real, again) = (once().await, once().await);
    assert_eq!(real, again, "the key makes it one series");
    let mut as_tried = real.clone();
    as_tried["dry_run"] = json!(true);
    for one in as_tried["sessions"].as_array_mut().expect("a list") {
        assert!(
            one.as_object_mut()
                .expect("one")
                .remove("session")
                .is_some()
        );
    }
    assert_eq!(as_tried, dry, "the dry run said what would be done");
    // Single sessions: each has a name of its own and is moved by itself.
    let sessions = service.sessions().await;
    assert_eq!(sessions.len(), 3);
    assert!(sessions.iter().all(|one| one["state"] == "preliminary"));
    service
        .reschedule(
            &sessions[1],
            &json!({ "starts": "2027-02-18T09:15", "ends": "2027-02-18T12:00" }),
        )
        .await;
    let starts: Vec<String> = of(&service, OFFERING)
        .await
        .iter()
        .map(|one| text(one, "starts"))
        .collect();
    assert_eq!(
        starts,
        ["2027-02-04T13:15", "2027-02-18T09:15", "2027-03-11T13:15"]
    );
    // Over midnight, and over the new year in a year of 53 weeks.
    let night = with(
        with(series("6"), "starts", json!("22:00")),
        "ends",
        json!("01:00"),
    );
    let late = create(&service, &night).await;
    assert_eq!(late["sessions"][0]["ends"], "2027-02-12T01:00");
    for (field, value, pointer) in [
        ("weeks", json!("53"), "/weeks"),
        ("weeks", json!(""), "/weeks"),
        ("starts", json!("kvart över"), "/starts"),
        ("title", json!(" "), "/title"),
        ("ends", json!("25:00"), "/ends"),
    ] {
        let reply = post(
            &service,
            "session-series",
            OFFERING,
            &with(series("8"), field, value),
        )
        .await;
        let (status, _, answer) = problem(reply);
        assert_eq!(
            (status, &answer["errors"][0]["pointer"]),
            (422, &json!(pointer))
        );
    }
    let unknown = with(series("8"), "cohort", json!("G99"));
    assert_eq!(
        problem(post(&service, "session-series", OFFERING, &unknown).await).0,
        404
    );
    assert_eq!(service.sessions().await.len(), 4, "all or nothing");
}

async fn odd_days_are_pointed_out_and_can_be_left_out(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let before = service.sessions().await.len();
    // Week 9 is sportlov in the municipalities, and the Thursday of week 18 is Ascension Day.
    let all = create(&service, &with(series("8, 9, 18"), "dry_run", json!(true))).await;
    assert_eq!(all["count"], 3);
    assert_eq!(all["sessions"][0]["remarks"], json!([]));
    assert!(remarks(&all["sessions"][1]).contains("sportlov"), "{all}");
    assert!(
        remarks(&all["sessions"][2]).contains("Kristi himmelsfärdsdag"),
        "{all}"
    );
    let skip = with(
        with(series("8, 9, 18"), "skip_red", json!(true)),
        "skip_holidays",
        json!(true),
    );
    let some = create(&service, &skip).await;
    assert_eq!(each(&some, "left_out"), ["", "school_holiday", "red_day"]);
    assert_eq!(
        (&some["count"], some["sessions"][1].get("session")),
        (&json!(1), None)
    );
    assert_eq!(service.sessions().await.len(), before + 1);
    let report = create(&service, &with(series("21"), "weekday", json!("sunday"))).await;
    assert!(
        remarks(&report["sessions"][0]).contains("söndag"),
        "{report}"
    );
}

async fn a_time_that_does_not_exist_refuses_them_all(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    // The clock is put forward on Sunday 28 March, in week 12.
    let night = |weeks| {
        let night = with(series(weeks), "weekday", json!("sunday"));
        with(
            with(night, "starts", json!("02:30")),
            "ends",
            json!("04:30"),
        )
    };
    let tried = create(&service, &with(night("11, 12"), "dry_run", json!(true))).await;
    assert_eq!(each(&tried, "left_out"), ["", "no_such_time"]);
    let (status, _, answer) =
        problem(post(&service, "session-series", OFFERING, &night("11, 12")).await);
    assert_eq!(
        (status, &answer["errors"][0]["pointer"]),
        (422, &json!("/weeks"))
    );
    assert!(
        answer["errors"][0]["detail"]
            .as_str()
            .is_some_and(|said| said.contains("28")),
        "{answer}"
    );
    assert!(service.sessions().await.is_empty());
    create(&service, &night("11")).await;
    // In the autumn the hour comes twice, and it is asked which is meant.
    autumn(&service).await;
    let twice = night("43");
    let (status, _, answer) = problem(post(&service, "session-series", AUTUMN, &twice).await);
    assert_eq!(
        (status, &answer["errors"][0]["code"]),
        (422, &json!("no-such-time"))
    );
    for (fold, instant) in [
        ("earlier", "2027-10-31T00:30:00Z"),
        ("later", "2027-10-31T01:30:00Z"),
    ] {
        let said = with(
            with(twice.clone(), "fold", json!(fold)),
            "title",
            json!(fold),
        );
        ok(post(&service, "session-series", AUTUMN, &said).await);
        let all = of(&service, AUTUMN).await;
        let made = all
            .iter()
            .find(|one| one["title"] == fold)
            .expect("the session");
        assert_eq!(made["starts_at"], instant);
    }
}

async fn clashes_are_said_before_and_after(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service
        .schedule(&json!({
            "title": "Annat", "starts": "2027-02-25T14:00", "ends": "2027-02-25T15:00",
            "mode": "campus", "place": "Novahuset N1001", "teacher": "Eva Ek",
            "compulsory": false, "preliminary": false,
        }))
        .await;
    let tried = create(&service, &with(series("6, 8"), "dry_run", json!(true))).await;
    let [free, taken] = tried["sessions"].as_array().expect("a list").as_slice() else {
        panic!("{tried}")
    };
    assert_eq!((&free["teacher"], &free["room"]), (&json!([]), &json!([])));
    let by = json!(["SA123A-V9001V27 Annat"]);
    assert_eq!((&taken["teacher"], &taken["room"]), (&by, &by));
    let people = taken["people"].as_i64().expect("a number");
    assert!(people > 20);
    assert_eq!(taken["blocked"], people, "everybody is at the other");
    let made = create(&service, &series("6, 8")).await;
    assert_eq!(made["sessions"][1]["teacher"], by, "and it hinders nothing");
}
