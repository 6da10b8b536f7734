//! Last term's sessions once more.

use super::{AUTUMN, autumn, create, each, of, post, remarks, series, with};
use harness::{
    Engine, TestService, ok, problem,
    round::{self, OFFERING},
};
use serde_json::{Value, json};

harness::both_engines!(
    sessions_are_copied_to_the_next_term,
    what_is_copied_twice_is_there_once,
    sessions_of_cohorts_are_asked_about
);

async fn copy(service: &TestService, body: &Value) -> Value {
    ok(post(service, "copy-sessions", AUTUMN, body).await)
}

async fn sessions_are_copied_to_the_next_term(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    autumn(&service).await;
    // Before and after the clock is put forward.
    create(
        &service,
        &with(series("11, 14, 16"), "preliminary", json!(false)),
    )
    .await;
    let sessions = service.sessions().await;
    service.cancel(&sessions[2], "sjukdom").await;
    let wanted = json!({ "from": OFFERING, "first_week": "41", "dry_run": true });
    let tried = copy(&service, &wanted).await;
    // Weeks 41 and 44: summer time and, after the last Sunday of October, winter time.
    assert_eq!(
        each(&tried, "starts"),
        ["2027-10-14T13:15", "2027-11-04T13:15"]
    );
    assert!(of(&service, AUTUMN).await.is_empty());
    let made = copy(&service, &with(wanted.clone(), "dry_run", json!(false))).await;
    assert_eq!(made["count"], 2);
    let copies = of(&service, AUTUMN).await;
    for (copied, original) in copies.iter().zip(&sessions) {
        assert_eq!(copied["state"], "preliminary");
        assert_ne!(copied["uid"], original["uid"]);
        for field in ["title", "mode", "place", "teacher", "compulsory"] {
            assert_eq!(copied[field], original[field], "{field}");
        }
    }
    assert_eq!(copies[0]["starts_at"], "2027-10-14T11:15:00Z");
    assert_eq!(copies[1]["starts_at"], "2027-11-04T12:15:00Z");
    // By a number of weeks instead; a red day is pointed out where it falls.
    let far = json!({ "from": OFFERING, "shift_weeks": 42, "dry_run": true });
    let report = copy(&service, &far).await;
    assert_eq!(report["sessions"][0]["date"], "2028-01-06");
    assert!(
        remarks(&report["sessions"][0]).contains("trettondedag"),
        "{report}"
    );
    for (body, pointer) in [
        (json!({ "from": OFFERING }), "/shift_weeks"),
        (
            json!({ "from": OFFERING, "shift_weeks": 1, "first_week": "41" }),
            "/shift_weeks",
        ),
        (
            json!({ "from": OFFERING, "shift_weeks": 300 }),
            "/shift_weeks",
        ),
        (
            json!({ "from": OFFERING, "first_week": "30" }),
            "/first_week",
        ),
        (json!({ "from": AUTUMN, "shift_weeks": 1 }), "/from"),
    ] {
        let (status, _, answer) = problem(post(&service, "copy-sessions", AUTUMN, &body).await);
        assert_eq!(
            (status, &answer["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{body}"
        );
    }
    let nothing = json!({ "from": "XX999X-V9009V27", "shift_weeks": 1 });
    assert_eq!(
        problem(post(&service, "copy-sessions", AUTUMN, &nothing).await).0,
        404
    );
}

async fn what_is_copied_twice_is_there_once(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    autumn(&service).await;
    create(&service, &series("11, 14")).await;
    let wanted = json!({ "from": OFFERING, "first_week": "41" });
    assert_eq!(copy(&service, &wanted).await["count"], 2);
    // Moved and cancelled meanwhile, they are still those that were copied.
    let copies = of(&service, AUTUMN).await;
    let moved = json!({ "starts": "2027-10-15T09:15", "ends": "2027-10-15T12:00" });
    service.reschedule(&copies[0], &moved).await;
    service.cancel(&copies[1], "sjukdom").await;
    let again = copy(&service, &wanted).await;
    assert_eq!(each(&again, "left_out"), ["already_there", "already_there"]);
    assert_eq!(of(&service, AUTUMN).await.len(), 2);
    // One that is new since then comes along; the like of one made by hand does not.
    create(&service, &series("15")).await;
    let by_hand = with(series("45"), "starts", json!("13:15"));
    ok(post(&service, "session-series", AUTUMN, &by_hand).await);
    create(&service, &series("16")).await;
    let more = copy(&service, &wanted).await;
    assert_eq!(
        each(&more, "left_out"),
        ["already_there", "already_there", "already_there", ""]
    );
    assert_eq!(of(&service, AUTUMN).await.len(), 4);
}

async fn sessions_of_cohorts_are_asked_about(engine: Engine) {
    let (service, _) = round::full(engine).await;
    autumn(&service).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let before = of(&service, OFFERING).await.len();
    let made = create(&service, &with(series("20"), "cohort", json!("G01"))).await;
    assert_eq!(
        (&made["sessions"][0]["cohort"], &made["count"]),
        (&json!("G01"), &json!(1))
    );
    let people = made["sessions"][0]["people"].as_i64().expect("a number");
    assert!((4..=9).contains(&people), "only the cohort's: {people}");
    let wanted = json!({ "from": OFFERING, "first_week": "36", "dry_run": true });
    let asked = problem(post(&service, "copy-sessions", AUTUMN, &wanted).await);
    assert_eq!((asked.0, &*asked.1), (409, "cohort-sessions"));
    for (what, count) in [
        ("same_code_or_everybody", before + 1),
        ("same_code_or_not", before),
        ("everybody", before + 1),
        ("not", before),
    ] {
        let report = copy(
            &service,
            &with(wanted.clone(), "cohort_sessions", json!(what)),
        )
        .await;
        assert_eq!(report["count"], count, "{what}: {report}");
        let left = each(&report, "left_out").contains(&"no_cohort");
        assert_eq!(left, count == before, "{what}");
    }
}
