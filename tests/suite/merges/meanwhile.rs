//! What happens at the instant of a merge.

use harness::{Engine, TestService, ok, problem, round::OFFERING, sql, text};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::time::Duration;

/// A merge that is decided but not done: the statement that makes it final is open in a transaction of its own. On
/// SQLite one writer waits for the other from the beginning.
#[tokio::test]
async fn who_applies_at_the_instant_of_a_merge_gets_nothing_for_a_merged_record() {
    let service = TestService::start(Engine::Postgres).await;
    service.offering().await;
    service.channel("open", "OPEN", 9).await;
    let (_, kept) = service.participant(1, "larare").await;
    let (client, merged) = service.participant(2, "larare").await;
    let mut other = PgConnection::connect(service.database_url())
        .await
        .expect("a connection");
    let merge = format!("BEGIN; UPDATE person SET merged_into = '{kept}' WHERE id = '{merged}'");
    other.execute(AssertSqlSafe(merge)).await.expect("a merge");
    let path = format!("/api/v1/offerings/{OFFERING}/applications");
    let applies = tokio::spawn(async move {
        let apply = json!({ "channel": "OPEN" });
        client.post(&path, &apply).await
    });
    let waits = "SELECT COUNT(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..100 {
        if sql::number(&service.app.database, waits).await > 0 || applies.is_finished() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!applies.is_finished(), "it waits for the merge");
    other.execute("COMMIT").await.expect("the end");
    let (status, code, _) = problem(applies.await.expect("an answer"));
    // Nobody signs in with a record that is gone.
    assert_eq!((status, &*code), (401, "not-signed-in"));
    let all = "SELECT COUNT(*) FROM application";
    assert_eq!(sql::number(&service.app.database, all).await, 0);
    // Others apply as ever.
    let (client, _) = service.participant(3, "larare").await;
    let path = format!("/api/v1/offerings/{OFFERING}/applications");
    let made = ok(client.post(&path, &json!({ "channel": "OPEN" })).await);
    assert!(!text(&made, "application").is_empty());
}
