//! Who has been seen.

use super::{ODD_TEXT, Store, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_service::store::presence::PresenceRow;

on_both_engines!(noted_once_and_taken_back);

async fn noted_once_and_taken_back(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let anna = store.applied(offering, channel, "Anna").await;
    let bo = store.applied(offering, channel, "Bo").await;
    let seen = |application, kind: &str, on: &str| PresenceRow {
        application_id: application,
        kind: kind.to_owned(),
        on_day: on.to_owned(),
        noted_by: "tester".to_owned(),
        noted_at: now().into(),
    };
    let mut rows = vec![
        PresenceRow {
            noted_by: ODD_TEXT.to_owned(),
            noted_at: instant("2027-03-28T00:59:59.000001Z").into(),
            ..seen(anna.id, "upprop", "2027-01-18")
        },
        seen(anna.id, "meeting", "2027-01-18"),
        seen(anna.id, "activity", "2027-01-17"),
        seen(bo.id, "upprop", "2027-01-18"),
    ];
    let mut tx = store.write().await;
    for row in &rows {
        assert!(tx.note_presence(row).await.unwrap(), "{row:?}");
    }
    let again = seen(anna.id, "upprop", "2027-01-18");
    assert!(!tx.note_presence(&again).await.unwrap());
    rows.sort_by_key(|row| (row.application_id, row.on_day.clone(), row.kind.clone()));
    assert_eq!(
        tx.presence(offering).await.unwrap(),
        rows,
        "the first note stands"
    );
    assert_eq!(tx.presence(other).await.unwrap(), []);
    tx.commit().await.unwrap();

    let mut tx = store.write().await;
    let day = "2027-01-18".parse().unwrap();
    let (anna_id, bo_id) = (anna.application(), bo.application());
    assert!(tx.forget_presence(anna_id, "meeting", day).await.unwrap());
    assert!(!tx.forget_presence(anna_id, "meeting", day).await.unwrap());
    assert!(!tx.forget_presence(bo_id, "activity", day).await.unwrap());
    rows.retain(|row| row.kind != "meeting");
    assert_eq!(tx.presence(offering).await.unwrap(), rows);
    tx.commit().await.unwrap();

    for row in [
        seen(anna.id, "rumour", "2027-01-18"),
        seen(store.id(), "upprop", "2027-01-18"),
    ] {
        let mut tx = store.write().await;
        assert!(tx.note_presence(&row).await.is_err(), "{row:?}");
    }
}
