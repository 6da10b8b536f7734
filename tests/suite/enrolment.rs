//! Self-enrolment over HTTP, on both engines.

use harness::{Engine, TestService, ok, problem, text};
use serde_json::json;

async fn enrols_and_withdraws(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 1).await;
    let path = "/api/v1/offerings/SA123A-V9001V27/applications";
    let ask = json!({ "channel": "OPEN" });
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "kurator").await;
    let first = ok(anna.post(path, &ask).await);
    assert_eq!(text(&first, "state"), "admitted");
    let second = ok(bo.post(path, &ask).await);
    assert_eq!(
        (text(&second, "state"), &second["reserve_position"]),
        ("reserve".into(), &json!(1))
    );
    // Asking again is harmless.
    let again = ok(anna.post(path, &ask).await);
    assert_eq!(
        (&again["application"], &again["is_new"]),
        (&first["application"], &json!(false))
    );
    // Others' applications do not exist.
    let others = format!("/api/v1/applications/{}", text(&first, "application"));
    assert_eq!(problem(bo.get(&others).await).0, 404);
    let left = ok(anna.post(&format!("{others}/withdraw"), &json!({})).await);
    assert_eq!(text(&left, "state"), "withdrawn_before_registration");
}

#[tokio::test]
async fn enrols_and_withdraws_on_sqlite() {
    enrols_and_withdraws(Engine::Sqlite).await;
}

#[tokio::test]
async fn enrols_and_withdraws_on_postgres() {
    enrols_and_withdraws(Engine::Postgres).await;
}
