//! What is due, what the lists are made of, and locks that reach further than one offering.

use super::{Store, instant, now};
use harness::{Engine, NOW, on_both_engines};
use samverkan_domain::id::{OfferingId, PersonId};
use samverkan_service::store::{
    application::ApplicationRow, contract::ApprovalRow, reserve::ReserveCallRow,
    selection::DrawRow, selection::SelectionRow,
};
use tokio::task::JoinSet;

on_both_engines!(
    what_is_due_is_due_at_that_instant,
    a_reminder_is_noted_once,
    the_first_published_record_is_read,
);

on_both_engines!(threads 4:
    crossing_locks_wait_for_nobody_for_ever,
);

async fn what_is_due_is_due_at_that_instant(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let called = store.applied(offering, channel, "Anna").await;
    let named = store.applied(offering, channel, "Bo").await;
    let mut admitted = store.applied(offering, channel, "Cilla").await;
    let (remind, end) = ("2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z");
    admitted.state = "admitted".to_owned();
    admitted.answer_by = Some(instant(end).into());
    let call = ReserveCallRow {
        id: store.id(),
        application_id: called.id,
        channel_id: called.channel_id,
        token_hash: vec![1],
        reason: "{}".to_owned(),
        called_by: "tester".to_owned(),
        called_at: now().into(),
        remind_at: instant(remind).into(),
        reminded_at: None,
        answer_by: instant(end).into(),
        outcome: None,
        ended_at: None,
    };
    let approval = ApprovalRow {
        id: store.id(),
        application_id: named.id,
        head_hash: vec![2],
        head_email: "a@example.org".to_owned(),
        deputy_hash: None,
        deputy_email: None,
        asked_at: now().into(),
        remind_at: instant(remind).into(),
        reminded_at: None,
        expires_at: instant(end).into(),
        outcome: None,
        answered_as: None,
        ended_at: None,
    };
    let mut tx = store.write().await;
    tx.update_application(&admitted).await.unwrap();
    tx.insert_reserve_call(&call).await.unwrap();
    tx.insert_approval(&approval).await.unwrap();
    tx.commit().await.unwrap();
    let due = async |at: &str, limit| {
        let mut tx = store.read().await.at(instant(at));
        let rows = tx.due_answers(limit).await.unwrap();
        let mut kinds: Vec<String> = rows.into_iter().map(|row| row.kind).collect();
        kinds.sort();
        kinds
    };
    assert!(due(NOW, 9).await.is_empty());
    assert!(due("2026-11-24T08:59:59.999999Z", 9).await.is_empty());
    let reminders = ["remind_approval", "remind_call"];
    assert_eq!(due(remind, 9).await, reminders);
    assert_eq!(due("2026-11-25T08:59:59.999999Z", 9).await, reminders);
    let ends = ["expire_answer", "expire_approval", "expire_call"];
    assert_eq!(due(end, 9).await, ends);
    assert_eq!(due(end, 1).await.len(), 1);
    // Who has said yes and waits for others is not reminded.
    let mut tx = store.write().await;
    let waits = ApplicationRow {
        answered_at: Some(now().into()),
        ..called
    };
    tx.update_application(&waits).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(due(remind, 9).await, ["remind_approval"]);
}

/// An admitted person is reminded once, between the reminder and the end; nobody else's view of the
/// application is outdated by it.
async fn a_reminder_is_noted_once(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let mut row = store.applied(offering, channel, "Anna").await;
    row.answer_remind_at = Some(instant("2026-11-24T09:00:00Z").into());
    row.answer_by = Some(instant("2026-11-25T09:00:00Z").into());
    let due = async |at: &str| {
        let mut tx = store.read().await.at(instant(at));
        let rows = tx.due_answers(9).await.unwrap();
        rows.into_iter().map(|row| row.kind).collect::<Vec<_>>()
    };
    for (state, kinds) in [
        ("submitted", [].as_slice()),
        ("admitted", &["remind_answer"]),
    ] {
        row.state = state.to_owned();
        let mut tx = store.write().await;
        row.revision = tx.update_application(&row).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert!(due("2026-11-24T08:59:59.999999Z").await.is_empty());
        assert_eq!(due("2026-11-24T09:00:00Z").await, kinds, "{state}");
    }
    assert_eq!(due("2026-11-25T08:59:59.999999Z").await, ["remind_answer"]);
    assert_eq!(due("2026-11-25T09:00:00Z").await, ["expire_answer"]);
    let id = row.application();
    let mut tx = store.write().await;
    assert!(tx.answer_reminded(id).await.unwrap());
    assert!(!tx.answer_reminded(id).await.unwrap(), "once");
    tx.commit().await.unwrap();
    assert!(due("2026-11-24T09:00:00Z").await.is_empty());
    let stored = store.read().await.application(id).await.unwrap().unwrap();
    assert_eq!(stored.revision, row.revision);
}

async fn the_first_published_record_is_read(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let draw = DrawRow {
        id: store.id(),
        channel_id: channel.0,
        seed_sealed: vec![1],
        seed_hash: "aa".to_owned(),
        committed_at: now().into(),
        revealed_at: None,
    };
    let mut tx = store.write().await;
    tx.insert_draw(&draw).await.unwrap();
    for (record, state) in [("1", "published"), ("2", "published"), ("3", "draft")] {
        let row = SelectionRow {
            id: store.id(),
            offering_id: offering.0,
            channel_id: channel.0,
            draw_id: draw.id,
            state: state.to_owned(),
            basis: String::new(),
            record: record.to_owned(),
            digest: None,
            diarienummer: None,
            created_by: "tester".to_owned(),
            created_at: now().into(),
            reviewed_by: None,
            reviewed_at: None,
            published_by: None,
            published_at: None,
            revision: 1,
        };
        tx.insert_selection(&row).await.unwrap();
    }
    let found = tx.published_record(channel).await.unwrap();
    assert_eq!(found.as_deref(), Some("1"));
    let other = samverkan_domain::id::ChannelId(store.id());
    assert_eq!(tx.published_record(other).await.unwrap(), None);
}

/// Two people swap in opposite directions, again and again, while others lock one offering each.
async fn crossing_locks_wait_for_nobody_for_ever(engine: Engine) {
    let store = Store::open(engine).await;
    let host = store.offering("SA123A-V9003V27").await;
    let one = store.offering("SA123A-V9001V27").await;
    let two = store.offering("SA123A-V9002V27").await;
    let mut tx = store.write().await;
    for guest in [one, two] {
        let mut row = tx.offering_by_id(guest).await.unwrap().unwrap();
        row.cohorts_of = Some(host.0);
        tx.update_offering(&row).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (here, there) = (
        store.channel(one, "ONE").await,
        store.channel(two, "TWO").await,
    );
    let person: PersonId = store.person("Anna", "Ek").await;
    let kept = store.application(one, here, person);
    let mut waits = store.application(two, there, person);
    waits.keeps = Some(kept.id);
    let mut tx = store.write().await;
    tx.insert_application(&kept).await.unwrap();
    tx.insert_application(&waits).await.unwrap();
    tx.commit().await.unwrap();
    let mut tasks = JoinSet::new();
    for n in 0..12 {
        let database = store.database.clone();
        let waits = waits.application();
        tasks.spawn(async move {
            for _ in 0..10 {
                let mut tx = database.write("tester", now()).await.unwrap();
                match n % 4 {
                    0 => assert!(tx.lock_application(waits).await.unwrap()),
                    1 => tx.lock_offerings(&[two, one]).await.unwrap(),
                    2 => tx.lock_offerings(&[one, two, host]).await.unwrap(),
                    _ => {
                        let locked: OfferingId = if n % 8 == 3 { one } else { two };
                        tx.lock_offering(locked).await.unwrap();
                    }
                }
                tx.commit().await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    let mut tx = store.read().await;
    let host = tx.offering_by_id(host).await.unwrap().unwrap();
    assert_eq!(host.revision, 1 + 12 * 10, "locked by every one of them");
}
