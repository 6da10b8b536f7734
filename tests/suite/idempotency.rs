//! The same Idempotency-Key: one effect, one answer.

use harness::{Client, Engine, Reply, TestService, ok, on_both_engines, problem, sql};
use hyper::Method;
use samverkan_service::{demo::http::CallError, jobs, usecase::Role};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::{sync::Barrier, task::JoinSet};

on_both_engines!(threads 2:
    in_parallel_one_effect_and_equal_answers,
    another_body_is_refused,
    keys_belong_to_caller_and_route,
    a_failure_is_not_kept,
    an_old_key_is_forgotten,
    odd_keys_are_refused,
);

fn package(code: &str) -> Value {
    json!({ "code": code, "title_sv": "P", "title_en": "P", "source": "test", "demo": true })
}

async fn keyed(client: &Client, path: &str, key: &str, body: &Value) -> Result<Reply, CallError> {
    let headers = [("idempotency-key", key)];
    client.send_json(Method::POST, path, &headers, body).await
}

const PACKAGES: &str = "/api/v1/packages";

async fn in_parallel_one_effect_and_equal_answers(engine: Engine) {
    let service = TestService::start(engine).await;
    let token = json!({ "name": "n", "role": "auditor", "days": 1 });
    for (path, body) in [(PACKAGES, package("P1")), ("/api/v1/tokens", token)] {
        let start = Arc::new(Barrier::new(16));
        let mut tasks = JoinSet::new();
        for _ in 0..16 {
            let (client, start, body) = (service.admin.clone(), Arc::clone(&start), body.clone());
            tasks.spawn(async move {
                start.wait().await;
                ok(keyed(&client, path, "k-1", &body).await)
            });
        }
        let answers = tasks.join_all().await;
        assert!(
            answers.iter().all(|answer| answer == &answers[0]),
            "{answers:?}"
        );
    }
    let count = async |query| sql::number(&service.app.database, query).await;
    assert_eq!(count("SELECT COUNT(*) FROM package").await, 1);
    assert_eq!(
        count("SELECT COUNT(*) FROM token WHERE role = 'auditor'").await,
        1
    );
    let kept =
        sql::rows::<(String,)>(&service.app.database, "SELECT answer FROM idempotency").await;
    assert!(
        kept.iter()
            .all(|(answer,)| !answer.contains("samverkan_pat_")),
        "sealed"
    );
    let verification = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verification["sound"], true);
}

async fn another_body_is_refused(engine: Engine) {
    let service = TestService::start(engine).await;
    ok(keyed(&service.admin, PACKAGES, "k", &package("P1")).await);
    let (status, code, _) = problem(keyed(&service.admin, PACKAGES, "k", &package("P2")).await);
    assert_eq!((status, &*code), (422, "idempotency-key-reused"));
    // Without a key the second is a conflict of its own.
    assert_eq!(
        problem(service.admin.post(PACKAGES, &package("P1")).await).0,
        409
    );
}

async fn keys_belong_to_caller_and_route(engine: Engine) {
    let service = TestService::start(engine).await;
    let second = service.staff(Role::Administrator).await;
    let one = ok(keyed(&service.admin, PACKAGES, "k", &package("P1")).await);
    let two = ok(keyed(&second, PACKAGES, "k", &package("P2")).await);
    assert_ne!(one, two);
    let token = json!({ "name": "n", "role": "auditor", "days": 1 });
    ok(keyed(&service.admin, "/api/v1/tokens", "k", &token).await);

    service.offering().await;
    service.channel("open", "OPEN", 1).await;
    let path = "/api/v1/offerings/SA123A-V9001V27/applications";
    let ask = json!({ "channel": "OPEN" });
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "larare").await;
    let first = ok(keyed(&anna, path, "k", &ask).await);
    let other = ok(keyed(&bo, path, "k", &ask).await);
    assert_ne!(first["application"], other["application"]);
    // The kept answer says what was said then, also when things have changed since.
    let leave = format!(
        "/api/v1/applications/{}/withdraw",
        first["application"].as_str().unwrap()
    );
    ok(anna.post(&leave, &json!({ "passed_result": false })).await);
    assert_eq!(ok(keyed(&anna, path, "k", &ask).await), first);
}

async fn a_failure_is_not_kept(engine: Engine) {
    let service = TestService::start(engine).await;
    let course = json!({
        "code": "SA123A", "package": "P1", "title_sv": "K", "title_en": "C", "credits_tenths": 75,
        "level": "A1N", "main_field": "F", "source": "test", "demo": true,
    });
    let path = "/api/v1/courses";
    assert_eq!(
        problem(keyed(&service.admin, path, "k", &course).await).0,
        404
    );
    ok(service.admin.post(PACKAGES, &package("P1")).await);
    ok(keyed(&service.admin, path, "k", &course).await);
}

async fn an_old_key_is_forgotten(engine: Engine) {
    let service = TestService::start(engine).await;
    ok(keyed(&service.admin, PACKAGES, "k", &package("P1")).await);
    service.advance(47 * 3600);
    jobs::sweep(&service.app).await.unwrap();
    ok(keyed(&service.admin, PACKAGES, "k", &package("P1")).await);
    service.advance(2 * 3600);
    jobs::sweep(&service.app).await.unwrap();
    assert_eq!(
        problem(keyed(&service.admin, PACKAGES, "k", &package("P1")).await).0,
        409
    );
    ok(keyed(&service.admin, PACKAGES, "k", &package("P2")).await);
}

async fn odd_keys_are_refused(engine: Engine) {
    let service = TestService::start(engine).await;
    for key in ["", "two words", &"k".repeat(201)] {
        let (status, code, value) =
            problem(keyed(&service.admin, PACKAGES, key, &package("P")).await);
        assert_eq!((status, &*code), (422, "invalid"), "{key:?}");
        assert_eq!(value["errors"][0]["pointer"], "Idempotency-Key");
    }
    ok(keyed(&service.admin, PACKAGES, &"k".repeat(200), &package("P")).await);
}
