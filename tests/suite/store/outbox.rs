//! Mail to be sent.

use super::{ODD_TEXT, Store, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::MessageId;
use samverkan_service::store::outbox::{NewMessage, OutboxCounts, OutboxRow};
use std::collections::BTreeSet;

async fn enqueue(store: &Store, new: NewMessage<'_>, at: &str) -> MessageId {
    let id = new.id;
    let mut tx = store.write_at(at).await;
    tx.enqueue(&new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn message(store: &Store) -> NewMessage<'static> {
    NewMessage {
        id: MessageId(store.id()),
        person: None,
        to_name: ODD_TEXT,
        to_address: "å@example.org",
        language: "en",
        letter: ODD_TEXT,
        urgent: false,
    }
}

on_both_engines!(
    a_message_lives_from_claim_to_end,
    claims_follow_the_due_time,
    what_a_clock_that_was_ahead_left_is_due,
    what_is_urgent_goes_first,
    what_was_given_up_is_listed,
);

async fn a_message_lives_from_claim_to_end(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let made = "2026-11-23T08:00:00.000001Z";
    let new = NewMessage {
        person: Some(anna),
        ..message(&store)
    };
    let hers = enqueue(&store, new, made).await;
    let nobodys = enqueue(&store, message(&store), made).await;
    let mut tx = store.write().await;
    let expected = OutboxRow {
        id: hers.0,
        person_id: Some(anna.0),
        to_name: ODD_TEXT.to_owned(),
        to_address: "å@example.org".to_owned(),
        language: "en".to_owned(),
        letter: ODD_TEXT.to_owned(),
        created_at: instant(made).into(),
        due_at: instant(made).into(),
        attempts: 0,
        done_at: None,
        failed_at: None,
        last_error: None,
        urgent: false,
        tried_at: None,
        bounced_at: None,
    };
    assert!(tx.messages(Some(anna.0), None, 9).await.unwrap() == [expected]);
    let ids = |rows: Vec<OutboxRow>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(
        ids(tx.messages(None, None, 9).await.unwrap()),
        [nobodys.0, hers.0]
    );
    assert_eq!(ids(tx.messages(None, None, 1).await.unwrap()), [nobodys.0]);
    assert_eq!(
        ids(tx.messages(None, Some(nobodys.0), 9).await.unwrap()),
        [hers.0]
    );

    let claimed = tx
        .claim_messages(instant("2026-11-23T09:01:00Z"), 9)
        .await
        .unwrap();
    assert_eq!(
        claimed.iter().map(|row| row.attempts).collect::<Vec<_>>(),
        [1, 1]
    );
    assert!(
        tx.claim_messages(instant("2026-11-23T09:01:00Z"), 9)
            .await
            .unwrap()
            .is_empty()
    );
    let retry = instant("2026-11-23T09:05:00.000001Z");
    tx.message_retry(hers, retry, ODD_TEXT).await.unwrap();
    tx.message_failed(nobodys, "550").await.unwrap();
    let counts = OutboxCounts {
        waiting: 1,
        delivered: 0,
        failed: 1,
    };
    assert_eq!(tx.outbox_counts().await.unwrap(), counts);
    let rows = tx.messages(None, None, 9).await.unwrap();
    assert_eq!(
        (rows[0].failed_at, rows[0].last_error.as_deref()),
        (Some(now().into()), Some("550"))
    );
    assert_eq!(
        (rows[1].due_at, rows[1].last_error.as_deref()),
        (retry.into(), Some(ODD_TEXT))
    );
    tx.commit().await.unwrap();

    let mut tx = store.write_at("2026-11-23T09:05:00.000001Z").await;
    let claimed = tx
        .claim_messages(instant("2026-11-23T09:06:00Z"), 9)
        .await
        .unwrap();
    assert_eq!((claimed.len(), claimed[0].attempts), (1, 2));
    // Given back it can be had at once, and nothing has been tried.
    tx.message_not_tried(hers).await.unwrap();
    let again = tx
        .claim_messages(instant("2026-11-23T09:06:00Z"), 9)
        .await
        .unwrap();
    assert_eq!((again.len(), again[0].attempts), (1, 2));
    tx.message_delivered(hers).await.unwrap();
    let counts = OutboxCounts {
        waiting: 0,
        delivered: 1,
        failed: 1,
    };
    assert_eq!(tx.outbox_counts().await.unwrap(), counts);
    let row = &tx.messages(Some(anna.0), None, 1).await.unwrap()[0];
    assert_eq!((row.done_at, &row.last_error), (Some(retry.into()), &None));
}

async fn claims_follow_the_due_time(engine: Engine) {
    let store = Store::open(engine).await;
    let late = enqueue(&store, message(&store), "2026-11-23T09:00:00.000001Z").await;
    let second = enqueue(&store, message(&store), "2026-11-23T08:59:59.999999Z").await;
    let first = enqueue(&store, message(&store), "2026-11-23T08:59:59Z").await;
    let lease = instant("2026-11-23T09:00:30Z");
    let mut tx = store.write().await;
    let ids = |rows: Vec<OutboxRow>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(tx.claim_messages(lease, 1).await.unwrap()), [first.0]);
    assert_eq!(
        ids(tx.claim_messages(lease, 9).await.unwrap()),
        [second.0],
        "one is not due"
    );
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2026-11-23T09:00:29.999999Z").await;
    assert_eq!(
        ids(tx.claim_messages(lease, 9).await.unwrap()),
        [late.0],
        "still leased"
    );
    tx.rollback().await.unwrap();
    let mut tx = store.write_at("2026-11-23T09:00:30Z").await;
    assert_eq!(
        tx.claim_messages(lease, 9).await.unwrap().len(),
        3,
        "leases have ended"
    );
}

/// A letter waits hours at most: what has a later time got it before the clock was put back.
async fn what_a_clock_that_was_ahead_left_is_due(engine: Engine) {
    let store = Store::open(engine).await;
    let (made, ahead) = ("2026-11-23T08:00:00Z", "2027-11-23T08:00:00Z");
    let late = enqueue(&store, message(&store), made).await;
    let later = enqueue(&store, message(&store), made).await;
    let held = enqueue(&store, message(&store), made).await;
    let mut tx = store.write_at(ahead).await;
    // A worker has taken them and dies with one; the relay has put off the others.
    let lease = instant("2027-11-23T08:15:00Z");
    assert_eq!(tx.claim_messages(lease, 9).await.unwrap().len(), 3);
    let most = instant("2026-11-23T21:00:00Z");
    tx.message_retry(late, most, "451").await.unwrap();
    let more = instant("2026-11-23T21:00:00.000001Z");
    tx.message_retry(later, more, "451").await.unwrap();
    tx.commit().await.unwrap();
    let written = enqueue(&store, message(&store), ahead).await;
    let mut tx = store.write().await;
    let lease = instant("2026-11-23T09:15:00Z");
    let claimed = tx.claim_messages(lease, 9).await.unwrap();
    let claimed: BTreeSet<_> = claimed.iter().map(|row| row.id).collect();
    assert_eq!(claimed, BTreeSet::from([later.0, held.0, written.0]));
    assert!(tx.claim_messages(lease, 9).await.unwrap().is_empty());
    // Given back it is had at once.
    tx.message_not_tried(written).await.unwrap();
    let again = tx.claim_messages(lease, 9).await.unwrap();
    assert_eq!(
        again.iter().map(|row| row.id).collect::<Vec<_>>(),
        [written.0]
    );
}

/// A thousand receipts wait when somebody asks for a code: it is in the next claim, and first in it.
async fn what_is_urgent_goes_first(engine: Engine) {
    let store = Store::open(engine).await;
    let receipts: Vec<NewMessage<'_>> = (0..1_000).map(|_| message(&store)).collect();
    let mut tx = store.write_at("2026-11-23T08:00:00Z").await;
    tx.enqueue_all(&receipts).await.unwrap();
    tx.commit().await.unwrap();
    let code = NewMessage {
        urgent: true,
        ..message(&store)
    };
    let one = enqueue(&store, code, "2026-11-23T08:59:59Z").await;
    let batch = NewMessage {
        urgent: true,
        ..message(&store)
    };
    let other = batch.id;
    let mut tx = store.write_at("2026-11-23T08:59:59.5Z").await;
    tx.enqueue_all(&[batch]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    let lease = instant("2026-11-23T09:00:30Z");
    let claimed = tx.claim_messages(lease, 5).await.unwrap();
    let first: Vec<_> = claimed.iter().take(2).map(|row| row.id).collect();
    assert_eq!(first, [one.0, other.0]);
    assert_eq!(
        (
            claimed.len(),
            claimed.iter().filter(|row| row.urgent).count()
        ),
        (5, 2)
    );
}

async fn what_was_given_up_is_listed(engine: Engine) {
    let store = Store::open(engine).await;
    let made = "2026-11-23T08:00:00Z";
    let first = enqueue(&store, message(&store), made).await;
    let second = enqueue(&store, message(&store), made).await;
    enqueue(&store, message(&store), made).await;
    let mut tx = store.write().await;
    assert!(tx.failed_messages(9).await.unwrap().is_empty());
    for id in [second, first] {
        tx.message_failed(id, "550 no such user").await.unwrap();
    }
    let failed = tx.failed_messages(9).await.unwrap();
    let mut ids = vec![first.0, second.0];
    ids.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(failed.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
    assert_eq!(failed[0].last_error.as_deref(), Some("550 no such user"));
    assert_eq!(tx.failed_messages(1).await.unwrap().len(), 1);
}
