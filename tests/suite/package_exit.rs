//! Leaving a course package over HTTP: the vectors of the rules, and all or nothing.

use crate::places::{act, fetch, go_to, last_letter, register, state};
use harness::{Client, Engine, TestService, ok, on_both_engines, problem, sql, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    a_package_is_left_by_the_dates,
    single_courses_are_left_by_the_dates,
    a_dry_run_and_a_repeat_change_nothing,
    the_break_date_has_its_bounds,
    people_leave_for_themselves_as_of_today,
);

/// C1 runs 18 January to 21 March, C2 22 March to 6 June 2027.
const COURSES: [(&str, &str, &str); 2] = [
    ("SA101A", "2027-01-18", "2027-03-21"),
    ("SA102A", "2027-03-22", "2027-06-06"),
];

struct Reader {
    service: TestService,
    client: Client,
    person: String,
    /// Applications to C1 and C2.
    places: Vec<String>,
}

/// Somebody registered on the first `registered` courses of the package, and admitted to the rest.
async fn reader(engine: Engine, registered: usize) -> Reader {
    let service = TestService::start(engine).await;
    let package = json!({
        "code": "P", "title_sv": "Paketet", "title_en": "The package", "source": "s", "demo": true,
    });
    ok(service.admin.post("/api/v1/packages", &package).await);
    let (client, person) = service.participant(1, "larare").await;
    let mut places = Vec::new();
    for (n, (code, starts_on, ends_on)) in COURSES.into_iter().enumerate() {
        let course = json!({
            "code": code, "package": "P", "title_sv": format!("Kurs {n}"),
            "title_en": format!("Course {n}"), "credits_tenths": 75, "level": "A1N",
            "main_field": "F", "source": "s", "demo": true,
        });
        ok(service.admin.post("/api/v1/courses", &course).await);
        let offering = format!("{code}-V900{n}V27");
        let new = json!({
            "course": code, "code": offering, "term": "VT2027", "starts_on": starts_on,
            "ends_on": ends_on, "pace_percent": 50, "teaching": "distance", "language": "sv",
            "cohort_size": 7, "demo_note": "test",
        });
        ok(service.admin.post("/api/v1/offerings", &new).await);
        let channel = json!({
            "code": format!("OPEN{n}"), "kind": "open", "title_sv": "O", "title_en": "O", "seats": 9,
        });
        let path = format!("/api/v1/offerings/{offering}/channels");
        ok(service.admin.post(&path, &channel).await);
        let path = format!("/api/v1/offerings/{offering}/applications");
        let receipt = ok(client
            .post(&path, &json!({ "channel": format!("OPEN{n}") }))
            .await);
        let id = text(&receipt, "application");
        if n < registered {
            register(&service.admin, &id).await;
        }
        places.push(id);
    }
    Reader {
        service,
        client,
        person,
        places,
    }
}

impl Reader {
    async fn leave(&self, admin: &Client, body: &Value) -> Value {
        let path = format!("/api/v1/people/{}/package-exits", self.person);
        ok(admin.post(&path, body).await)
    }
}

/// Leaves on a day; gives the kind of exit and where the two applications then stand.
async fn left(engine: Engine, on: &str, registered: usize, passed: &str) -> [String; 3] {
    let reader = reader(engine, registered).await;
    let admin = go_to(&reader.service, &format!("{on}T09:00:00Z")).await;
    let mut body = json!({ "package": "P" });
    match passed {
        "C1" => {
            let body = json!({ "step": "complete", "on": "2027-03-19" });
            ok(act(&admin, &reader.places[0], "steps", &body).await);
        }
        "quiz" => body["partly_passed"] = json!(["SA101A"]),
        _ => {}
    }
    let exit = reader.leave(&admin, &body).await;
    [
        text(&exit, "exit"),
        state(&admin, &reader.places[0]).await,
        state(&admin, &reader.places[1]).await,
    ]
}

/// The vectors of domain.md §2.4 for packages. C2 is registered when it has begun.
async fn a_package_is_left_by_the_dates(engine: Engine) {
    let before = "withdrawn_before_registration";
    let (early, late) = ("withdrawn_early", "withdrawn_late");
    for (on, registered, passed, expected) in [
        ("2027-03-01", 2, "", ["late", late, early]),
        ("2027-03-01", 1, "", ["late", late, before]),
        ("2027-04-05", 2, "C1", ["late", "completed", early]),
        ("2027-04-20", 2, "", ["late", late, late]),
        ("2027-04-20", 2, "C1", ["late", "completed", late]),
        // The first three weeks of the term, and a place that was never taken up.
        ("2027-02-08", 2, "", ["early", early, early]),
        ("2027-02-09", 2, "", ["late", late, early]),
        ("2027-01-25", 1, "quiz", ["late", late, before]),
        ("2026-12-01", 0, "", ["before_registration", before, before]),
    ] {
        let found = left(engine, on, registered, passed).await;
        assert_eq!(
            found,
            expected.map(str::to_owned),
            "{on} {registered} {passed}"
        );
    }
}

/// The vectors for one course: day 21 is early, day 22 late, and a passed quiz always late.
async fn single_courses_are_left_by_the_dates(engine: Engine) {
    for (on, passed, expected) in [
        ("2027-02-08", false, "withdrawn_early"),
        ("2027-02-09", false, "withdrawn_late"),
        ("2027-01-25", true, "withdrawn_late"),
    ] {
        let reader = reader(engine, 1).await;
        let admin = go_to(&reader.service, &format!("{on}T09:00:00Z")).await;
        let body = json!({ "passed_result": passed });
        let left = ok(act(&admin, &reader.places[0], "withdraw", &body).await);
        assert_eq!(left["state"], expected, "{on}");
    }
}

async fn a_dry_run_and_a_repeat_change_nothing(engine: Engine) {
    let reader = reader(engine, 2).await;
    let admin = go_to(&reader.service, "2027-03-01T09:00:00Z").await;
    let before = reader.service.snapshot().await;
    let dry = reader
        .leave(&admin, &json!({ "package": "P", "dry_run": true }))
        .await;
    // Of the caller's token, when it was last used.
    let mut differing = harness::dump::differing(&before, &reader.service.snapshot().await);
    differing.retain(|table| table != "token");
    assert_eq!(differing, Vec::<String>::new());
    let path = format!("/api/v1/people/{}/package-exits", reader.person);
    let body = json!({ "package": "P", "reason": "Flyttar" });
    let key = [("idempotency-key", "x")];
    let send = async || ok(admin.send_json(Method::POST, &path, &key, &body).await);
    let done = send().await;
    assert_eq!(
        done["courses"], dry["courses"],
        "the dry run told the truth"
    );
    assert_eq!(done, send().await);
    let again = problem(admin.post(&path, &body).await);
    assert_eq!((again.0, &*again.1), (409, "nothing-to-leave"));
    let query = "SELECT ended_on FROM registration ORDER BY ended_on";
    let ends = sql::rows::<(String,)>(&reader.service.app.database, query).await;
    assert_eq!(
        ends,
        [("2027-03-01".to_owned(),), ("2027-03-01".to_owned(),)]
    );
    let letter = last_letter(&reader.service, 1).await;
    for words in [
        "kurspaketet Paketet",
        "- Kurs 0: Sent avbrott.",
        "- Kurs 1: Tidigt avbrott.",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
}

async fn the_break_date_has_its_bounds(engine: Engine) {
    let reader = reader(engine, 2).await;
    let admin = go_to(&reader.service, "2027-04-20T09:00:00Z").await;
    let body = json!({ "step": "complete", "on": "2027-03-19" });
    ok(act(&admin, &reader.places[0], "steps", &body).await);
    let path = format!("/api/v1/people/{}/package-exits", reader.person);
    for (on, code) in [
        ("2027-04-21", "in-the-future"),
        ("2027-03-18", "before-latest-result"),
    ] {
        let (status, _, value) = problem(
            admin
                .post(&path, &json!({ "package": "P", "on": on }))
                .await,
        );
        assert_eq!(
            (status, &value["errors"][0]["code"]),
            (422, &json!(code)),
            "{on}"
        );
    }
    // A day in the past decides by that day.
    let exit = reader
        .leave(&admin, &json!({ "package": "P", "on": "2027-04-05" }))
        .await;
    assert_eq!(
        (&exit["courses"][0]["exit"], &exit["courses"][1]["exit"]),
        (&json!("untouched"), &json!("early"))
    );
    assert_eq!(
        problem(admin.post(&path, &json!({ "package": "Q" })).await).0,
        404
    );
    let finished = problem(admin.post(&path, &json!({ "package": "P" })).await);
    assert_eq!((finished.0, &*finished.1), (409, "package-all-finished"));
}

async fn people_leave_for_themselves_as_of_today(engine: Engine) {
    let reader = reader(engine, 0).await;
    let path = "/api/v1/me/package-exits";
    for body in [
        json!({ "package": "P", "on": "2026-11-01" }),
        json!({ "package": "P", "partly_passed": ["SA101A"] }),
    ] {
        assert_eq!(
            problem(reader.client.post(path, &body).await).0,
            403,
            "{body}"
        );
    }
    let other = reader.service.participant(2, "kurator").await.0;
    let theirs = format!("/api/v1/people/{}/package-exits", reader.person);
    assert_eq!(
        problem(other.post(&theirs, &json!({ "package": "P" })).await).0,
        403
    );
    let exit = ok(reader.client.post(path, &json!({ "package": "P" })).await);
    assert_eq!(
        (&exit["exit"], &exit["may_apply_for_the_package_again"]),
        (&json!("before_registration"), &json!(true))
    );
    let shown = fetch(&reader.client, &reader.places[1]).await;
    assert_eq!(shown["state"], "withdrawn_before_registration");
}
