//! Calendar feeds.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{FeedId, PersonId};
use samverkan_service::store::feed::{FeedFilter, FeedRow};

fn feed(store: &Store, kind: &str, hash: &[u8]) -> FeedRow {
    FeedRow {
        id: store.id(),
        kind: kind.to_owned(),
        subject_id: store.id(),
        owner_id: None,
        name: ODD_TEXT.to_owned(),
        language: "sv".to_owned(),
        token_hash: hash.to_vec(),
        created_at: now().into(),
        revoked_at: None,
        last_used_at: None,
        content_hash: None,
        modified_at: now().into(),
        subject_name: None,
    }
}

on_both_engines!(
    generations_count_up,
    feeds_come_back_and_end,
    last_modified_never_goes_back,
);

async fn generations_count_up(engine: Engine) {
    let store = Store::open(engine).await;
    let mut tx = store.write().await;
    assert_eq!(tx.calendar_generation().await.unwrap(), 0);
    tx.bump_calendar().await.unwrap();
    assert_eq!(tx.calendar_generation().await.unwrap(), 1);
}

async fn feeds_come_back_and_end(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let mine = FeedRow {
        subject_id: anna.0,
        owner_id: Some(anna.0),
        language: "en".to_owned(),
        modified_at: instant("2027-03-28T00:59:59.999999Z").into(),
        ..feed(&store, "person", b"\0\xff")
    };
    let cohort = feed(&store, "cohort", b"c");
    let offering = feed(&store, "offering", b"o");
    let room = FeedRow {
        subject_name: Some(ODD_TEXT.to_owned()),
        ..feed(&store, "room", b"r")
    };
    let mut tx = store.write().await;
    for row in [&mine, &cohort, &offering] {
        tx.insert_feed(row).await.unwrap();
    }
    let id = FeedId(mine.id);
    assert_eq!(tx.feed(id).await.unwrap().as_ref(), Some(&mine));
    assert_eq!(tx.feed(FeedId(store.id())).await.unwrap(), None);
    assert_eq!(
        tx.feed_by_token(b"\0\xff").await.unwrap().as_ref(),
        Some(&mine)
    );
    assert_eq!(tx.feed_by_token(b"\0").await.unwrap(), None);
    let none = FeedFilter::default();
    let all = [mine.clone(), cohort.clone(), offering.clone()];
    assert_eq!(tx.feeds(&none, 9).await.unwrap(), all);
    assert_eq!(tx.feeds(&none, 1).await.unwrap(), all[..1]);
    let cases: [(FeedFilter, &[FeedRow]); 4] = [
        (
            FeedFilter {
                kind: Some("cohort".to_owned()),
                ..none.clone()
            },
            &all[1..2],
        ),
        (
            FeedFilter {
                subject: Some(anna.0),
                ..none.clone()
            },
            &all[..1],
        ),
        (
            FeedFilter {
                owner: Some(anna.0),
                ..none.clone()
            },
            &all[..1],
        ),
        (
            FeedFilter {
                after: Some(cohort.id),
                ..none
            },
            &all[2..],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(tx.feeds(&filter, 9).await.unwrap(), expected, "{filter:?}");
    }
    assert!(tx.revoke_feed(FeedId(cohort.id)).await.unwrap());
    assert!(!tx.revoke_feed(FeedId(cohort.id)).await.unwrap(), "twice");
    assert_eq!(
        tx.revoke_person_feeds(PersonId(offering.subject_id))
            .await
            .unwrap(),
        0
    );
    assert_eq!(tx.revoke_person_feeds(anna).await.unwrap(), 1);
    assert_eq!(tx.revoke_person_feeds(anna).await.unwrap(), 0);
    assert_eq!(
        tx.feed(id).await.unwrap().unwrap().revoked_at,
        Some(now().into())
    );
    tx.insert_feed(&room).await.unwrap();
    let kept = tx.feed(FeedId(room.id)).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&room));
    assert_conflict!(tx.insert_feed(&feed(&store, "cohort", b"c")).await);
}

async fn last_modified_never_goes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let row = feed(&store, "offering", b"o");
    let id = FeedId(row.id);
    let mut tx = store.write().await;
    tx.insert_feed(&row).await.unwrap();
    // The first content is that of the feed's making.
    assert_eq!(tx.touch_feed_content(id, b"one").await.unwrap(), now());
    assert_eq!(
        tx.touch_feed_content(id, b"one").await.unwrap(),
        now(),
        "unchanged"
    );
    let second = instant("2026-11-23T09:00:01Z");
    assert_eq!(
        tx.touch_feed_content(id, b"two").await.unwrap(),
        second,
        "same second"
    );
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2020-01-01T00:00:00Z").await;
    let third = instant("2026-11-23T09:00:02Z");
    assert_eq!(
        tx.touch_feed_content(id, b"three").await.unwrap(),
        third,
        "clock went back"
    );
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2026-12-01T00:00:00.7Z").await;
    let whole = instant("2026-12-01T00:00:00Z");
    assert_eq!(tx.touch_feed_content(id, b"four").await.unwrap(), whole);
    let stored = tx.feed(id).await.unwrap().unwrap();
    assert_eq!(stored.content_hash.as_deref(), Some(&b"four"[..]));
    assert_eq!(stored.modified_at, whole.into());
    assert_eq!(
        stored.last_used_at,
        Some(instant("2026-12-01T00:00:00.7Z").into())
    );
    tx.touch_feed_use(id, now()).await.unwrap();
    let used = |row: Option<FeedRow>| row.unwrap().last_used_at.unwrap().0;
    assert_eq!(
        used(tx.feed(id).await.unwrap()),
        instant("2026-12-01T00:00:00.7Z")
    );
    let later = instant("2026-12-02T00:00:00.000001Z");
    tx.touch_feed_use(id, later).await.unwrap();
    assert_eq!(used(tx.feed(id).await.unwrap()), later);
}
