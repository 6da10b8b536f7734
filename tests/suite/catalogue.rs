//! The catalogue and the registers, as administrators keep them.

use harness::{Engine, TestService, ok, on_both_engines, problem, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    what_is_made_can_be_read,
    bad_fields_are_pointed_at,
    editing_an_offering_needs_its_revision,
    editing_a_channel_needs_its_revision,
    professions_can_be_edited,
    what_exists_already_is_a_conflict,
);

const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";

async fn what_is_made_can_be_read(engine: Engine) {
    let service = TestService::start(engine).await;
    let package = json!({
        "code": "P1", "title_sv": "Paket", "title_en": "Package", "source": "test", "demo": false,
    });
    let reply = service
        .admin
        .post("/api/v1/packages", &package)
        .await
        .unwrap();
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (201, "/api/v1/packages")
    );
    let id = service.offering().await;
    service.channel("open", "OPEN", 3).await;
    let packages = ok(service.anyone.get("/api/v1/packages").await);
    assert_eq!(
        (&packages[0]["code"], &packages[0]["demo"]),
        (&json!("P1"), &json!(false))
    );
    let course = ok(service.anyone.get("/api/v1/courses/SA123A").await);
    assert_eq!(
        (&course["credits_tenths"], &course["demo"]),
        (&json!(150), &json!(true))
    );
    assert_eq!(ok(service.anyone.get("/api/v1/courses").await)[0], course);
    let by_code = ok(service.anyone.get(OFFERING).await);
    let by_id = ok(service.anyone.get(&format!("/api/v1/offerings/{id}")).await);
    assert_eq!(by_code, by_id);
    assert_eq!(by_code["demo_note"], "test", "demonstration data says so");
    assert_eq!(by_code["starts_on"], "2027-01-18");
    let channel = &by_code["channels"][0];
    assert_eq!(
        (
            &channel["seats"],
            &channel["seats_taken"],
            &channel["reserves"]
        ),
        (&json!(3), &json!(0), &json!(0))
    );
    assert_eq!(channel.get("opens_at"), None, "nothing is said as null");
    for path in [
        "/api/v1/courses/XX000X",
        "/api/v1/offerings/XX",
        "/api/v1/offerings/01a207a2-3280-7010-9283-40f9eb9faa1c",
    ] {
        assert_eq!(problem(service.anyone.get(path).await).0, 404, "{path}");
    }
}

/// Sets one field of a body that is right otherwise.
fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn bad_fields_are_pointed_at(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let course = json!({
        "code": "AB100B", "title_sv": "T", "title_en": "T", "credits_tenths": 75, "level": "G1N",
        "main_field": "F", "source": "s", "demo": true,
    });
    let offering = json!({
        "course": "SA123A", "code": "SA123A-V9002V27", "term": "VT2027", "starts_on": "2027-01-18",
        "ends_on": "2027-06-06", "pace_percent": 50, "teaching": "distance", "language": "sv",
        "cohort_size": 7, "demo_note": "",
    });
    let channel =
        json!({ "code": "C", "kind": "open", "title_sv": "T", "title_en": "T", "seats": 1 });
    let closes = with(channel.clone(), "opens_at", json!("2027-01-01T00:00:00Z"));
    let long = "x".repeat(201);
    let cases = [
        (
            "courses",
            with(course.clone(), "code", json!("sa123a")),
            "/code",
        ),
        (
            "courses",
            with(course.clone(), "title_sv", json!(" \t")),
            "/title_sv",
        ),
        (
            "courses",
            with(course.clone(), "title_en", json!(long)),
            "/title_en",
        ),
        (
            "courses",
            with(course.clone(), "credits_tenths", json!(0)),
            "/credits_tenths",
        ),
        (
            "courses",
            with(course.clone(), "credits_tenths", json!(i64::MAX)),
            "/credits_tenths",
        ),
        (
            "courses",
            with(course.clone(), "level", json!("")),
            "/level",
        ),
        (
            "courses",
            with(course, "credits_tenths", json!(7.5)),
            "/credits_tenths",
        ),
        (
            "offerings",
            with(offering.clone(), "code", json!("SA123A")),
            "/code",
        ),
        (
            "offerings",
            with(offering.clone(), "code", json!("AB100B-V9002V27")),
            "/code",
        ),
        (
            "offerings",
            with(offering.clone(), "ends_on", json!("2027-01-17")),
            "/ends_on",
        ),
        (
            "offerings",
            with(offering.clone(), "ends_on", json!("2027-02-30")),
            "/ends_on",
        ),
        (
            "offerings",
            with(offering.clone(), "term", json!("")),
            "/term",
        ),
        (
            "offerings",
            with(offering.clone(), "teaching", json!("by post")),
            "/teaching",
        ),
        (
            "offerings",
            with(offering.clone(), "language", json!("no")),
            "/language",
        ),
        (
            "offerings",
            with(offering.clone(), "pace_percent", json!(101)),
            "/pace_percent",
        ),
        (
            "offerings",
            with(offering, "cohort_size", json!(0)),
            "/cohort_size",
        ),
        (
            "offerings/SA123A-V9001V27/channels",
            with(channel.clone(), "seats", json!(-1)),
            "/seats",
        ),
        (
            "offerings/SA123A-V9001V27/channels",
            with(channel.clone(), "code", json!("")),
            "/code",
        ),
        (
            "offerings/SA123A-V9001V27/channels",
            with(channel, "kind", json!("secret")),
            "/kind",
        ),
        (
            "offerings/SA123A-V9001V27/channels",
            with(closes, "closes_at", json!("2027-01-01T00:00:00Z")),
            "/closes_at",
        ),
    ];
    for (path, body, pointer) in cases {
        let (status, _, value) =
            problem(service.admin.post(&format!("/api/v1/{path}"), &body).await);
        assert_eq!(
            (status, text(&value["errors"][0], "pointer")),
            (422, pointer.to_owned()),
            "{body}"
        );
    }
    // All faults at once.
    let bad = json!({
        "code": "x", "title_sv": "", "title_en": "", "credits_tenths": 0, "level": "",
        "main_field": "", "source": "", "demo": true,
    });
    let (_, _, value) = problem(service.admin.post("/api/v1/courses", &bad).await);
    assert_eq!(value["errors"].as_array().unwrap().len(), 7);
}

async fn editing_an_offering_needs_its_revision(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let patch = async |headers: &[(&str, &str)], body: Value| {
        service
            .admin
            .send_json(Method::PATCH, OFFERING, headers, &body)
            .await
    };
    let etag = service.admin.get(OFFERING).await.unwrap().etag().to_owned();
    let more = json!({ "ends_on": "2027-06-13", "demo_note": "Slutet är påhittat." });
    assert_eq!(problem(patch(&[], more.clone()).await).0, 428);
    assert_eq!(
        problem(patch(&[("if-match", "\"99\"")], more.clone()).await).0,
        412
    );
    let reply = patch(&[("if-match", &etag)], more.clone()).await.unwrap();
    let after = reply.etag().to_owned();
    let changed = ok(Ok(reply));
    assert_eq!(
        (&changed["ends_on"], &changed["demo_note"]),
        (&more["ends_on"], &more["demo_note"])
    );
    assert_eq!(changed["pace_percent"], 50, "what is left out stays");
    assert_eq!(service.admin.get(OFFERING).await.unwrap().etag(), after);
    assert_eq!(
        problem(patch(&[("if-match", &etag)], more).await).0,
        412,
        "seen before the change"
    );
    let backwards = patch(
        &[("if-match", &after)],
        json!({ "starts_on": "2028-01-01" }),
    )
    .await;
    let (status, _, value) = problem(backwards);
    assert_eq!(
        (status, text(&value["errors"][0], "pointer")),
        (422, "/ends_on".to_owned())
    );
    // What is refused changes nothing, the revision included.
    assert_eq!(service.admin.get(OFFERING).await.unwrap().etag(), after);
    ok(patch(&[("if-match", "*")], json!({ "cohort_size": 8 })).await);
}

async fn editing_a_channel_needs_its_revision(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 3).await;
    let path = "/api/v1/channels/OPEN";
    let patch = async |headers: &[(&str, &str)], body: Value| {
        service
            .admin
            .send_json(Method::PATCH, path, headers, &body)
            .await
    };
    assert_eq!(problem(patch(&[], json!({ "seats": 4 })).await).0, 428);
    let reply = patch(&[("if-match", "\"1\"")], json!({ "seats": 4 }))
        .await
        .unwrap();
    assert_eq!(reply.etag(), "\"2\"");
    assert_eq!(ok(Ok(reply))["seats"], 4);
    assert_eq!(
        problem(patch(&[("if-match", "\"1\"")], json!({ "seats": 5 })).await).0,
        412
    );
    let window = json!({ "opens_at": "2027-01-02T00:00:00Z", "closes_at": "2027-01-01T00:00:00Z" });
    assert_eq!(
        problem(patch(&[("if-match", "\"2\"")], window).await).0,
        422
    );
    let (nowhere, nothing) = ("/api/v1/channels/X", json!({}));
    let headers = [("if-match", "*")];
    let missing = service
        .admin
        .send_json(Method::PATCH, nowhere, &headers, &nothing)
        .await;
    assert_eq!(problem(missing).0, 404);
}

async fn professions_can_be_edited(engine: Engine) {
    let service = TestService::start(engine).await;
    let before = ok(service.anyone.get("/api/v1/professions").await);
    assert!(
        before.as_array().unwrap().len() > 5,
        "the register is filled at the start"
    );
    let put = async |code: &str, headers: &[(&str, &str)], body: &Value| {
        let path = format!("/api/v1/professions/{code}");
        service
            .admin
            .send_json(Method::PUT, &path, headers, body)
            .await
    };
    let own =
        json!({ "title_sv": "Brobyggare", "title_en": "Bridge builder", "family": "social_work" });
    let made = put("brobyggare", &[], &own).await.unwrap();
    assert_eq!(made.etag(), "\"1\"");
    assert_eq!(ok(Ok(made))["source"], "local");
    let changed =
        json!({ "title_sv": "Brobyggare", "title_en": "Link worker", "family": "health" });
    assert_eq!(problem(put("brobyggare", &[], &changed).await).0, 428);
    assert_eq!(
        problem(put("brobyggare", &[("if-match", "\"7\"")], &changed).await).0,
        412
    );
    let reply = put("brobyggare", &[("if-match", "\"1\"")], &changed)
        .await
        .unwrap();
    assert_eq!(reply.etag(), "\"2\"");
    let after = ok(service.anyone.get("/api/v1/professions").await);
    let found = after
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["code"] == "brobyggare")
        .unwrap();
    assert_eq!(
        (&found["title_en"], &found["family"]),
        (&json!("Link worker"), &json!("health"))
    );
    // The same title twice would leave an import guessing.
    assert_eq!(problem(put("brobyggare-2", &[], &own).await).0, 409);
    assert_eq!(problem(put("Stor", &[], &own).await).0, 422);
    let unknown = json!({ "title_sv": "A", "title_en": "A", "family": "magic" });
    assert_eq!(problem(put("a", &[], &unknown).await).0, 422);
}

async fn what_exists_already_is_a_conflict(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 1).await;
    let course = json!({
        "code": "SA123A", "title_sv": "T", "title_en": "T", "credits_tenths": 75, "level": "G1N",
        "main_field": "F", "source": "s", "demo": true,
    });
    assert_eq!(
        problem(service.admin.post("/api/v1/courses", &course).await).0,
        409
    );
    let channel =
        json!({ "code": "OPEN", "kind": "open", "title_sv": "T", "title_en": "T", "seats": 1 });
    let (status, _, value) = problem(
        service
            .admin
            .post(&format!("{OFFERING}/channels"), &channel)
            .await,
    );
    assert_eq!(status, 409);
    assert!(!text(&value, "detail").is_empty());
}
