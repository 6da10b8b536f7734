//! Reserve calls and the log of contacts.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, NOW, on_both_engines, sql};
use samverkan_domain::id::{ApplicationId, ChannelId, ReserveCallId};
use samverkan_service::store::{
    application::ApplicationRow,
    reserve::{CallFilter, ContactRow, ReserveCallRow},
};

on_both_engines!(
    every_column_comes_back,
    one_open_call_for_each_application,
    due_at_exactly_now,
    a_call_ends_once_and_is_reminded_once,
    contacts_are_only_added,
);

const BEFORE: &str = "2026-11-23T08:59:59.999999Z";
const AFTER: &str = "2026-11-23T09:00:00.000001Z";

fn call(store: &Store, application: &ApplicationRow) -> ReserveCallRow {
    let id = store.id();
    ReserveCallRow {
        id,
        application_id: application.id,
        channel_id: application.channel_id,
        token_hash: id.as_bytes().to_vec(),
        reason: "{}".to_owned(),
        called_by: "tester".to_owned(),
        called_at: now().into(),
        remind_at: instant("2026-11-24T09:00:00Z").into(),
        reminded_at: None,
        answer_by: instant("2026-11-25T09:00:00Z").into(),
        outcome: None,
        ended_at: None,
    }
}

/// Two people who have applied to a channel each.
async fn two_applications(store: &Store) -> [ApplicationRow; 2] {
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let other = store.channel(offering, "OTHER").await;
    [
        store.applied(offering, channel, "Anna").await,
        store.applied(offering, other, "Bo").await,
    ]
}

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, second] = two_applications(&store).await;
    let bare = call(&store, &first);
    let full = ReserveCallRow {
        token_hash: vec![0, 255, 39, 92],
        reason: ODD_TEXT.to_owned(),
        called_by: ODD_TEXT.to_owned(),
        called_at: instant("1969-12-31T23:59:59.999999Z").into(),
        reminded_at: Some(instant("2027-03-28T00:59:59.000001Z").into()),
        outcome: Some("declined".to_owned()),
        ended_at: Some(instant("9999-12-30T00:00:00Z").into()),
        ..call(&store, &second)
    };
    let mut tx = store.write().await;
    tx.insert_reserve_call(&bare).await.unwrap();
    tx.insert_reserve_call(&full).await.unwrap();
    for (row, application) in [(&bare, &first), (&full, &second)] {
        for filter in [
            CallFilter::Id(ReserveCallId(row.id)),
            CallFilter::Application(application.application()),
            CallFilter::Channel(ChannelId(application.channel_id)),
        ] {
            let found = tx.reserve_calls(filter).await.unwrap();
            assert_eq!(&found, std::slice::from_ref(row), "{filter:?}");
        }
        let found = tx.reserve_call_by_token(&row.token_hash).await.unwrap();
        assert_eq!(found.as_ref(), Some(row));
    }
    for filter in [
        CallFilter::Id(ReserveCallId(store.id())),
        CallFilter::Application(ApplicationId(store.id())),
        CallFilter::Channel(ChannelId(store.id())),
    ] {
        assert_eq!(tx.reserve_calls(filter).await.unwrap(), [], "{filter:?}");
    }
    assert_eq!(tx.reserve_call_by_token(&[]).await.unwrap(), None);
    let lost = ReserveCallRow {
        outcome: Some("lost".to_owned()),
        ..call(&store, &second)
    };
    assert!(tx.insert_reserve_call(&lost).await.is_err(), "no such word");
}

async fn one_open_call_for_each_application(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, second] = two_applications(&store).await;
    let (one, two) = (call(&store, &first), call(&store, &first));
    let mut tx = store.write().await;
    tx.insert_reserve_call(&one).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_reserve_call(&two).await);
    drop(tx);
    let mut tx = store.write().await;
    let id = ReserveCallId(one.id);
    assert!(tx.end_reserve_call(id, "cancelled").await.unwrap());
    tx.insert_reserve_call(&two).await.unwrap();
    let filter = CallFilter::Application(first.application());
    assert_eq!(tx.reserve_calls(filter).await.unwrap().len(), 2);
    let copied = ReserveCallRow {
        token_hash: one.token_hash,
        ..call(&store, &second)
    };
    assert_conflict!(tx.insert_reserve_call(&copied).await);
}

async fn due_at_exactly_now(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    // When to remind and answer, whether reminded or ended; and what the call is due for.
    let cases = [
        (BEFORE, BEFORE, false, false, Some("expired")),
        (BEFORE, NOW, false, false, Some("expired")),
        (BEFORE, AFTER, false, false, Some("remind")),
        (NOW, AFTER, false, false, Some("remind")),
        (AFTER, AFTER, false, false, None),
        (NOW, AFTER, true, false, None),
        (BEFORE, NOW, true, false, Some("expired")),
        (NOW, AFTER, false, true, None),
        (BEFORE, BEFORE, false, true, None),
    ];
    let (mut expired, mut remind) = (Vec::new(), Vec::new());
    for (n, (remind_at, answer_by, reminded, ended, due)) in cases.into_iter().enumerate() {
        let application = store.applied(offering, channel, &n.to_string()).await;
        let row = ReserveCallRow {
            remind_at: instant(remind_at).into(),
            answer_by: instant(answer_by).into(),
            reminded_at: reminded.then(|| instant(BEFORE).into()),
            outcome: ended.then(|| "accepted".to_owned()),
            ..call(&store, &application)
        };
        let mut tx = store.write().await;
        tx.insert_reserve_call(&row).await.unwrap();
        tx.commit().await.unwrap();
        match due {
            Some("expired") => expired.push(row.id),
            Some(_) => remind.push(row.id),
            None => {}
        }
    }
    let mut tx = store.write().await;
    for (filter, mut expected) in [
        (CallFilter::Expired, expired),
        (CallFilter::ToRemind, remind),
    ] {
        expected.sort();
        let found = tx.reserve_calls(filter).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|row| row.id).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

async fn a_call_ends_once_and_is_reminded_once(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, _] = two_applications(&store).await;
    let row = call(&store, &first);
    let id = ReserveCallId(row.id);
    let mut tx = store.write().await;
    tx.insert_reserve_call(&row).await.unwrap();
    assert!(tx.reserve_call_reminded(id).await.unwrap());
    assert!(tx.end_reserve_call(id, "accepted").await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2026-12-01T00:00:00.5Z").await;
    assert!(!tx.reserve_call_reminded(id).await.unwrap());
    assert!(!tx.end_reserve_call(id, "expired").await.unwrap());
    let nobodys = ReserveCallId(store.id());
    assert!(!tx.reserve_call_reminded(nobodys).await.unwrap());
    assert!(!tx.end_reserve_call(nobodys, "expired").await.unwrap());
    let ended = ReserveCallRow {
        reminded_at: Some(now().into()),
        outcome: Some("accepted".to_owned()),
        ended_at: Some(now().into()),
        ..row
    };
    assert_eq!(tx.reserve_calls(CallFilter::Id(id)).await.unwrap(), [ended]);
}

async fn contacts_are_only_added(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, second] = two_applications(&store).await;
    let contact = |way: &str, outcome: &str| ContactRow {
        id: store.id(),
        application_id: first.id,
        way: way.to_owned(),
        outcome: outcome.to_owned(),
        made_at: instant("2027-03-28T00:59:59.000001Z").into(),
        made_by: ODD_TEXT.to_owned(),
    };
    let mut rows = vec![
        contact("phone", "no_answer"),
        contact("sms", "message_left"),
        contact("email", "wrong_address"),
        contact("in_person", "reached"),
    ];
    let mut tx = store.write().await;
    for row in &rows {
        tx.insert_contact(row).await.unwrap();
    }
    tx.commit().await.unwrap();
    for row in [contact("pigeon", "reached"), contact("phone", "angry")] {
        let mut tx = store.write().await;
        assert!(tx.insert_contact(&row).await.is_err(), "no such word");
    }
    for statement in [
        "UPDATE contact SET outcome = 'reached'",
        "DELETE FROM contact",
    ] {
        let refused = sql::run(&store.database, statement).await.unwrap_err();
        let refused = refused.to_string();
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
    if engine == Engine::Postgres {
        let truncate = sql::run(&store.database, "TRUNCATE contact").await;
        assert!(truncate.is_err());
    }
    rows.sort_by_key(|row| row.id);
    let mut tx = store.read().await;
    assert_eq!(tx.contacts(first.application()).await.unwrap(), rows);
    assert_eq!(tx.contacts(second.application()).await.unwrap(), []);
}
