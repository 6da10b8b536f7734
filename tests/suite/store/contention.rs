//! What many writers at once do to each other: nothing, thanks to the locks.

use super::{Store, now};
use harness::{Engine, on_both_engines, sql};
use samverkan_domain::id::{MessageId, OfferingId};
use samverkan_service::store::{Database, outbox::NewMessage};
use std::{collections::HashMap, time::Duration};
use tokio::task::JoinSet;

const TASKS: i64 = 16;
const ROUNDS: i64 = 50;

on_both_engines!(threads 4:
    locked_updates_are_all_kept,
    no_message_is_claimed_twice,
    readers_see_one_instant,
);

/// Adds one to `cohort_size` the naive way: read, think, write.
async fn add_one(database: &Database, offering: OfferingId, lock: bool) {
    let mut tx = database.write("tester", now()).await.unwrap();
    if lock {
        tx.lock_offering(offering).await.unwrap();
    }
    let mut row = tx.offering_by_id(offering).await.unwrap().unwrap();
    tokio::task::yield_now().await;
    row.cohort_size += 1;
    tx.update_offering(&row).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many of the updates are still there afterwards.
async fn kept_updates(store: &Store, lock: bool) -> i64 {
    let offering = store.offering("SA123A-V9001V27").await;
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let database = store.database.clone();
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                add_one(&database, offering, lock).await;
            }
        });
    }
    tasks.join_all().await;
    let mut tx = store.read().await;
    tx.offering_by_id(offering)
        .await
        .unwrap()
        .unwrap()
        .cohort_size
        - 7
}

async fn locked_updates_are_all_kept(engine: Engine) {
    let store = Store::open(engine).await;
    assert_eq!(kept_updates(&store, true).await, TASKS * ROUNDS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn negative_control_without_the_lock_updates_are_lost_on_postgres() {
    let store = Store::open(Engine::Postgres).await;
    let kept = kept_updates(&store, false).await;
    assert!(kept < TASKS * ROUNDS, "the test above can fail");
}

async fn enqueue_many(store: &Store, count: usize) {
    let mut tx = store.write().await;
    for _ in 0..count {
        tx.enqueue(&NewMessage {
            id: MessageId(store.id()),
            person: None,
            to_name: "",
            to_address: "a@example.org",
            language: "sv",
            letter: "{}",
            urgent: false,
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn no_message_is_claimed_twice(engine: Engine) {
    const MESSAGES: usize = 600;
    let store = Store::open(engine).await;
    enqueue_many(&store, MESSAGES).await;
    let mut workers = JoinSet::new();
    for _ in 0..12 {
        let database = store.database.clone();
        workers.spawn(async move {
            let lease = now() + Duration::from_mins(1);
            let (mut mine, mut idle) = (Vec::new(), 0);
            // A worker whose rows were taken by another gets none, or few: it asks again.
            while idle < 3 {
                let mut tx = database.write("worker", now()).await.unwrap();
                let claimed = tx.claim_messages(lease, 10).await.unwrap();
                tx.commit().await.unwrap();
                idle = if claimed.is_empty() { idle + 1 } else { 0 };
                mine.extend(claimed.into_iter().map(|row| row.id));
            }
            mine
        });
    }
    let mut times = HashMap::new();
    for id in workers.join_all().await.into_iter().flatten() {
        *times.entry(id).or_insert(0) += 1;
    }
    // Whatever contention left over, one more worker finds.
    let mut tx = store.write().await;
    for row in tx
        .claim_messages(now() + Duration::from_mins(1), 1_000)
        .await
        .unwrap()
    {
        *times.entry(row.id).or_insert(0) += 1;
    }
    tx.commit().await.unwrap();
    assert_eq!((times.len(), times.values().max()), (MESSAGES, Some(&1)));
}

/// The same claim with the guard in the sub-select only.
const UNGUARDED: &str = "UPDATE outbox SET lease_until = now() + interval '1 year'
     WHERE id IN (SELECT id FROM outbox WHERE done_at IS NULL AND lease_until <= '2026-11-23T09:00:00Z'
                  ORDER BY due_at, id LIMIT 10)
     RETURNING CAST(id AS TEXT)";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn negative_control_without_the_guard_messages_are_claimed_twice_on_postgres() {
    let store = Store::open(Engine::Postgres).await;
    let Database::Postgres(pool) = &store.database else {
        unreachable!()
    };
    for _ in 0..20 {
        enqueue_many(&store, 300).await;
        let mut workers = JoinSet::new();
        for _ in 0..12 {
            let pool = pool.clone();
            workers.spawn(async move {
                let mut claimed = 0;
                loop {
                    let rows = match sqlx::query(UNGUARDED).fetch_all(&pool).await {
                        Ok(rows) => rows,
                        // Without the guard they also lock each other out; that is no claim.
                        Err(sqlx::Error::Database(error))
                            if error.code().is_some_and(|code| code == "40P01") =>
                        {
                            continue;
                        }
                        Err(error) => panic!("{error}"),
                    };
                    claimed += rows.len();
                    if rows.is_empty() {
                        return claimed;
                    }
                }
            });
        }
        let claims: usize = workers.join_all().await.into_iter().sum();
        if claims > 300 {
            return;
        }
    }
    panic!("no message was claimed twice without the guard; the test above shows nothing");
}

async fn readers_see_one_instant(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let mut reader = store.read().await;
    let before = reader.offering_by_id(offering).await.unwrap();
    add_one(&store.database, offering, true).await;
    assert_eq!(reader.offering_by_id(offering).await.unwrap(), before);
    assert!(
        reader.bump_calendar().await.is_err() || engine == Engine::Sqlite,
        "it only reads"
    );
    drop(reader);
    assert_eq!(
        sql::number(&store.database, "SELECT cohort_size FROM offering").await,
        8
    );
}
