//! Searches for cohorts that go on: followed, ended, and given up.

use super::plans::{note, ok_empty, twenty};
use harness::{Engine, TestService, both_engines, ok, problem, text};
use hyper::Method;
use serde_json::{Value, json};
use std::{pin::pin, time::Duration};
use tokio::time::timeout;

both_engines!(
    a_search_can_be_followed_and_ended,
    a_search_that_nobody_waits_for_ends,
);

/// Longest wait for a search to end: far below what it may take (240 s).
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(50);

/// Everybody avoids the one time there is: no plan is perfect, so no search ends by itself.
async fn unhappy(engine: Engine) -> TestService {
    let service = twenty(engine).await;
    let people = service.all("/api/v1/people").await;
    let avoided = json!({ "avoid": ["mon10"] });
    for person in &people {
        note(&service, &text(person, "id"), &avoided).await;
    }
    service
}

/// A search that takes hours, and where it can be followed.
fn endless() -> (Value, String) {
    let id = "01a207a2-3280-7010-9283-40f9eb9faa1d";
    let search = json!({
        "size": 5, "meets": ["mon10"], "search": id, "iterations": 10_000_000_000_u64,
    });
    (search, format!("/api/v1/cohort-searches/{id}"))
}

async fn a_search_that_nobody_waits_for_ends(engine: Engine) {
    let service = unhappy(engine).await;
    let (endless, path) = endless();
    let is_known = async || service.admin.get(&path).await.expect("an answer").status == 200;
    {
        let mut asked = pin!(service.propose_reply(&endless));
        // It goes on by itself.
        while timeout(LOOK, &mut asked).await.is_err() && !is_known().await {}
        assert!(is_known().await, "control: it goes on while somebody waits");
    }
    // Whoever asked has hung up.
    let ended = timeout(PATIENCE, async { while is_known().await {} }).await;
    assert!(ended.is_ok(), "it goes on although nobody waits");
}

async fn a_search_can_be_followed_and_ended(engine: Engine) {
    let service = unhappy(engine).await;
    let (endless, path) = endless();
    let follow = async {
        loop {
            let reply = service.admin.get(&path).await.expect("an answer");
            let found: Value = reply.json("").unwrap_or_default();
            if found.get("points").is_some() {
                break;
            }
            tokio::task::yield_now().await;
        }
        // It is nobody else's to see or to end.
        assert_eq!(problem(service.officer.get(&path).await).0, 404);
        ok_empty(service.admin.send(Method::DELETE, &path, &[], "").await);
    };
    let (reply, ()) = tokio::join!(service.propose_reply(&endless), follow);
    let plan = ok(reply);
    assert_eq!(plan["score"]["hard"], 0);
    assert_eq!(
        problem(service.admin.get(&path).await).0,
        404,
        "it has ended"
    );
    // "Good enough" ends it too: points are what the avoided time costs everybody.
    let enough = json!({
        "size": 5, "meets": ["mon10"], "stop_at": 1_000, "iterations": 10_000_000_000_u64,
    });
    let plan = ok(service.propose_reply(&enough).await);
    assert!(plan["score"]["soft"].as_i64() <= Some(1_000));
    assert_eq!(plan["score"]["criteria"]["clash"], 100);
}
