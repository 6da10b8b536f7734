//! The contract: the committed document is today's, complete, and every refusal is a problem.

use harness::{Engine, TestService, contract::Contract, ok, on_both_engines, problem, text};
use hyper::Method;
use samverkan_service::{api, config::Config};
use serde_json::{Value, json};
use std::{collections::BTreeSet, env, fs, path::Path, process::Command};

fn committed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../schemas")
        .join(name);
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_committed_document_is_todays() {
    let today = serde_json::to_string_pretty(&Contract::default().0).unwrap() + "\n";
    assert!(
        committed("openapi.json") == today,
        "run: samverkan spec --write"
    );
}

#[test]
fn the_committed_settings_are_todays() {
    let today = serde_json::to_string_pretty(&schemars::schema_for!(Config)).unwrap() + "\n";
    assert!(
        committed("config.json") == today,
        "run: samverkan spec --write"
    );
}

#[test]
fn every_operation_says_who_it_is() {
    let contract = Contract::default();
    let mut ids = BTreeSet::new();
    let operations = contract.operations();
    assert!(operations.len() > 50, "the operations are read");
    for operation in operations {
        let content = &operation.content;
        assert!(
            !operation.id.is_empty(),
            "{} has no operationId",
            operation.path
        );
        assert!(ids.insert(operation.id.clone()), "{} twice", operation.id);
        assert!(
            content["tags"]
                .as_array()
                .is_some_and(|tags| !tags.is_empty()),
            "{}",
            operation.id
        );
        assert!(!text(content, "summary").is_empty(), "{}", operation.id);
        let parameters = content["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let in_path = parameters.iter().filter(|p| p["in"] == "path").count();
        assert_eq!(
            in_path,
            operation.path.matches('{').count(),
            "{}",
            operation.id
        );
    }
}

#[test]
fn every_reference_leads_somewhere_and_objects_are_closed() {
    let document = Contract::default().0;
    let all = document.to_string();
    for part in all.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if schema["type"] == "object" && schema.get("properties").is_some() {
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
}

/// What a newcomer copies from the documentation has to fit what it documents.
#[test]
fn every_body_has_an_example_that_fits() {
    let contract = Contract::default();
    let mut count = 0;
    for path in contract.0["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(reference) = schema["$ref"].as_str() else {
                continue;
            };
            let name = reference.rsplit('/').next().unwrap();
            let example = &contract.0["components"]["schemas"][name]["example"];
            let mut faults = Vec::new();
            contract.check(schema, example, name, &mut faults);
            assert!(faults.is_empty(), "{faults:?}");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} bodies found");
}

/// The validator of the tests finds what it is there to find.
#[test]
fn negative_control_wrong_answers_are_found() {
    let contract = Contract::default();
    let schema = json!({ "$ref": "#/components/schemas/Receipt" });
    let right = json!({
        "application": "01a207a2-3280-7010-9283-40f9eb9faa1c", "state": "admitted",
        "received_at": "2026-11-23T09:00:00Z", "is_new": true,
    });
    let faults = |value: &Value| {
        let mut faults = Vec::new();
        contract.check(&schema, value, "", &mut faults);
        faults.len()
    };
    assert_eq!(faults(&right), 0);
    for (field, wrong) in [
        ("application", json!("x")),
        ("state", json!("lost")),
        ("state", json!(1)),
        ("reserve_position", json!(null)),
        ("reserve_position", json!(1.5)),
        ("received_at", json!("2026-11-23")),
        ("received_at", json!("2026-11-23T10:00:00+01:00")),
        ("is_new", json!("yes")),
        ("more", json!(1)),
    ] {
        let mut value = right.clone();
        value[field] = wrong;
        assert_eq!(faults(&value), 1, "{value}");
    }
    let mut value = right.clone();
    value.as_object_mut().unwrap().remove("state");
    assert_eq!(faults(&value), 1);
}

/// An independent opinion of the document; `tests/run` provides the tool.
#[test]
fn an_independent_validator_accepts_the_document() {
    let Ok(tools) = env::var("SAMVERKAN_TOOLS") else {
        return;
    };
    let python = Path::new(&tools).join("venv/bin/python");
    let path = env::temp_dir().join(format!("samverkan-openapi-{}.json", std::process::id()));
    fs::write(&path, Contract::default().0.to_string()).unwrap();
    let done = Command::new(python)
        .args(["-m", "openapi_spec_validator"])
        .arg(&path)
        .output()
        .unwrap();
    let _ = fs::remove_file(&path);
    let said =
        String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
}

#[test]
fn the_spec_is_the_same_each_time() {
    assert_eq!(api::service().spec(), api::service().spec());
}

on_both_engines!(
    refusals_are_problems,
    nul_characters_are_refused_everywhere,
    instants_out_of_reach_are_refused,
    refusals_speak_the_callers_language,
);

/// Method, path, headers, body; status and code expected.
type Refusal<'a> = (
    Method,
    &'a str,
    &'a [(&'a str, &'a str)],
    &'a str,
    u16,
    &'a str,
);

async fn refusals_are_problems(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let json_type = ("content-type", "application/json");
    let course = "/api/v1/courses";
    let cases: [Refusal<'_>; 17] = [
        (Method::GET, "/nowhere", &[], "", 404, "no-such-address"),
        (
            Method::GET,
            "/api/v1/nowhere",
            &[],
            "",
            404,
            "no-such-address",
        ),
        (Method::DELETE, course, &[], "", 405, "method-not-allowed"),
        (Method::PUT, "/healthz", &[], "", 405, "method-not-allowed"),
        (
            Method::POST,
            "/calendar/x.ics",
            &[],
            "",
            405,
            "method-not-allowed",
        ),
        (
            Method::POST,
            course,
            &[("content-type", "text/plain")],
            "{}",
            415,
            "unsupported-media-type",
        ),
        (
            Method::POST,
            course,
            &[],
            "{}",
            415,
            "unsupported-media-type",
        ),
        (Method::POST, course, &[json_type], "{", 400, "bad-body"),
        (Method::POST, course, &[json_type], "", 400, "bad-body"),
        (
            Method::POST,
            course,
            &[json_type],
            "\u{feff}{}",
            400,
            "bad-body",
        ),
        (Method::POST, course, &[json_type], "[]", 422, "invalid"),
        (
            Method::POST,
            course,
            &[json_type],
            r#"{"unknown":1}"#,
            422,
            "invalid",
        ),
        (
            Method::GET,
            "/api/v1/applications/not-a-uuid",
            &[],
            "",
            404,
            "not-found",
        ),
        (
            Method::GET,
            "/api/v1/applications?person=x",
            &[],
            "",
            400,
            "bad-parameter",
        ),
        (
            Method::GET,
            "/api/v1/applications?state=lost",
            &[],
            "",
            400,
            "bad-parameter",
        ),
        (
            Method::GET,
            "/api/v1/offerings?limit=many",
            &[],
            "",
            400,
            "bad-parameter",
        ),
        (
            Method::GET,
            "/api/v1/courses/a%00b",
            &[],
            "",
            400,
            "bad-body",
        ),
    ];
    for (method, path, headers, body, status, code) in cases {
        let reply = service
            .admin
            .send(method.clone(), path, headers, body.to_owned())
            .await;
        let (found, name, value) = problem(reply);
        assert_eq!((found, &*name), (status, code), "{method} {path} {body}");
        assert!(text(&value, "type").ends_with(&format!("/problems/{code}")));
        assert!(text(&value, "instance").starts_with("urn:uuid:"));
        assert!(!text(&value, "title").is_empty() && !text(&value, "detail").is_empty());
    }
    let deleted = service
        .admin
        .send(Method::DELETE, course, &[], "")
        .await
        .unwrap();
    assert_eq!(deleted.header("allow"), "GET, POST, HEAD");
    for token in [None, Some("samverkan_pat_x")] {
        let client = token.map_or(service.anyone.clone(), |token| {
            service.anyone.with_token(token)
        });
        let reply = client.get("/api/v1/me").await.unwrap();
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(problem(Ok(reply)).1, "not-signed-in");
    }
    let wrong = json!({
        "code": "AB100B", "title_sv": 1, "title_en": "T", "credits_tenths": 75, "level": "G1N",
        "main_field": "F", "source": "s", "demo": true,
    });
    let (_, _, value) = problem(service.admin.post(course, &wrong).await);
    assert_eq!(
        value["errors"][0]["pointer"], "/title_sv",
        "a number is no text"
    );
}

/// PostgreSQL's texts cannot hold it, so it must not get that far.
async fn nul_characters_are_refused_everywhere(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let package = json!({
        "code": "P", "title_sv": "P", "title_en": "P", "source": "a\u{0}b", "demo": true,
    });
    let (status, _, value) = problem(service.admin.post("/api/v1/packages", &package).await);
    assert_eq!(
        (status, &value["errors"][0]["pointer"]),
        (422, &json!("/source"))
    );
    let (anna, _) = service.participant(1, "larare").await;
    let path = "/api/v1/offerings/SA123A-V9001V27/applications";
    assert_eq!(
        problem(anna.post(path, &json!({ "channel": "\u{0}" })).await).0,
        422
    );
    for path in [
        "/api/v1/people?name=%00",
        "/api/v1/offerings?cursor=%00",
        "/api/v1/audit?actor=%00",
        "/api/v1/applications?channel=a%00",
        "/api/v1/applications?selection_group=%00",
    ] {
        assert_eq!(problem(service.admin.get(path).await).0, 400, "{path}");
    }
}

/// Years that one engine, or the clock arithmetic, cannot hold.
async fn instants_out_of_reach_are_refused(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    for at in [
        "9999-12-30T22:00:00.5Z",
        "-009999-01-02T01:59:59Z",
        "-004800-01-01T00:00:00Z",
    ] {
        let channel = json!({
            "code": "C", "kind": "open", "title_sv": "C", "title_en": "C", "seats": 1, "closes_at": at,
        });
        let path = "/api/v1/offerings/SA123A-V9001V27/channels";
        let (status, _, value) = problem(service.admin.post(path, &channel).await);
        assert_eq!(
            (status, &value["errors"][0]["pointer"]),
            (422, &json!("/closes_at")),
            "{at}"
        );
        let status = service
            .admin
            .get(&format!("/api/v1/audit?since={at}"))
            .await
            .unwrap()
            .status;
        assert_eq!(status.as_u16(), 400, "{at}");
    }
    for (starts_on, ends_on) in [
        ("-009999-01-01", "-000001-01-01"),
        ("-000001-01-01", "2027-01-01"),
    ] {
        let offering = json!({
            "course": "SA123A", "code": "SA123A-V9002V27", "term": "VT2027", "demo_note": "",
            "starts_on": starts_on, "ends_on": ends_on, "pace_percent": 50,
            "teaching": "distance", "language": "sv", "cohort_size": 7,
        });
        assert_eq!(
            problem(service.admin.post("/api/v1/offerings", &offering).await).0,
            422
        );
    }
    ok(service.anyone.get("/api/v1/offerings").await);
}

async fn refusals_speak_the_callers_language(engine: Engine) {
    let service = TestService::start(engine).await;
    for (accept, language, words) in [
        ("en", "en", "There is no such address"),
        ("en-GB,sv;q=0.5", "en", "There is no such address"),
        ("sv", "sv", "Adressen finns inte"),
        ("fi", "sv", "Adressen finns inte"),
        ("", "sv", "Adressen finns inte"),
    ] {
        let headers = [("accept-language", accept)];
        let reply = service
            .anyone
            .send(Method::GET, "/nowhere", &headers, "")
            .await
            .unwrap();
        assert_eq!(reply.header("content-language"), language, "{accept}");
        assert!(
            text(&problem(Ok(reply)).2, "detail").starts_with(words),
            "{accept}"
        );
    }
}
