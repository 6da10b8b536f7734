//! Callers that go away while a transaction begins: a client has hung up, a future is dropped.

use super::Store;
use harness::Engine;
use samverkan_service::store::Database;
use sqlx::PgPool;
use std::{future::Future, time::Duration};

const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

async fn pool() -> (Store, PgPool) {
    let store = Store::open(Engine::Postgres).await;
    let Database::Postgres(pool) = &store.database else {
        unreachable!()
    };
    let pool = pool.clone();
    (store, pool)
}

/// Lets somebody ask for a transaction, who goes away sooner or later, many times; gives how often
/// the next found theirs still open.
async fn left_open<T, E>(pool: &PgPool, begin: impl AsyncFn() -> Result<T, E>) -> usize {
    let mut left = 0;
    for n in 0..400 {
        go_away(Duration::from_micros(5 * n), begin()).await;
        let mut next = pool.acquire().await.unwrap();
        let only_reads = "SHOW transaction_read_only";
        let (state,): (String,) = sqlx::query_as(only_reads)
            .fetch_one(&mut *next)
            .await
            .unwrap();
        if state == "on" {
            left += 1;
            sqlx::query("ROLLBACK").execute(&mut *next).await.unwrap();
        }
    }
    left
}

async fn go_away<T, E>(after: Duration, asked: impl Future<Output = Result<T, E>>) {
    // Either way whatever there is of a transaction is dropped.
    let _ = tokio::time::timeout(after, asked).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_transaction_is_left_behind() {
    let (store, pool) = pool().await;
    let left = left_open(&pool, async || store.database.read().await).await;
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn negative_control_sqlx_alone_leaves_some() {
    let (_store, pool) = pool().await;
    for _ in 0..20 {
        if left_open(&pool, async || pool.begin_with(READING).await).await > 0 {
            return;
        }
    }
    panic!("none was left behind; the test above shows nothing");
}
