//! How often a person and an address may ask.

use super::{APPLY, keyed, open};
use harness::{Engine, crowd, instance::Instance, ok, on_both_engines, problem};
use hyper::Method;
use samverkan_service::{
    app::App,
    throttle::{Throttle, Throttles},
};
use serde_json::{Value, json};
use std::sync::Arc;

on_both_engines!(who_asks_too_often_is_told_when_to_come_again);

async fn who_asks_too_often_is_told_when_to_come_again(engine: Engine) {
    let (service, _) = open(engine, 5).await;
    let (client, _) = service.participant(1, "larare").await;
    for _ in 0..60 {
        ok(keyed(&client, "k").await);
    }
    let reply = keyed(&client, "k").await;
    assert_eq!(reply.as_ref().unwrap().header("retry-after"), "1");
    assert_eq!(problem(reply).1, "too-many-attempts");
    service.advance(1);
    ok(keyed(&client, "k").await);

    let throttles = Throttles {
        applications_from: Throttle::new(2),
        sign_ins_from: Throttle::new(1),
        address_in: Some("x-forwarded-for".to_owned()),
        ..Throttles::default()
    };
    let instance = Instance::serve(App {
        throttles: Arc::new(throttles),
        ..service.app.clone()
    })
    .await;
    let tokens = crowd::enter(&service.app.database, 1).await;
    let client = instance.anyone.with_token(&tokens[0]);
    let from = async |path: &str, forwarded: &str, body: &Value| {
        let headers = [("x-forwarded-for", forwarded)];
        let reply = client.send_json(Method::POST, path, &headers, body).await;
        reply.unwrap().status.as_u16()
    };
    let ask = json!({ "channel": "OPEN" });
    // What stands before the last comma the client may have written.
    let mut statuses = Vec::new();
    for address in [
        "1.1.1.1, 192.0.2.7",
        "192.0.2.7",
        "2.2.2.2,192.0.2.7",
        "192.0.2.8",
    ] {
        statuses.push(from(APPLY, address, &ask).await);
    }
    assert_eq!(statuses, [201, 201, 429, 201]);
    let code = json!({ "email": "x@example.org", "language": "sv" });
    let mut statuses = Vec::new();
    for address in ["192.0.2.7", "192.0.2.7", "not an address", "also none"] {
        statuses.push(from("/api/v1/sign-ins", address, &code).await);
    }
    assert_eq!(
        statuses,
        [201, 429, 201, 429],
        "who is connected counts then"
    );
}
