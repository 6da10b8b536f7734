//! Promised seeds and the selections drawn with them.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines, sql};
use samverkan_domain::id::{ChannelId, DrawId, OfferingId, SelectionId};
use samverkan_service::store::selection::{DrawRow, SelectionRow};

on_both_engines!(
    one_seed_is_promised_at_a_time,
    every_column_comes_back,
    what_is_published_stays,
);

fn draw(store: &Store, channel: ChannelId, hash: &str) -> DrawRow {
    DrawRow {
        id: store.id(),
        channel_id: channel.0,
        seed_sealed: vec![0, 255, 39, 92],
        seed_hash: hash.to_owned(),
        committed_at: now().into(),
        revealed_at: None,
    }
}

fn draft(store: &Store, offering: OfferingId, draw: &DrawRow) -> SelectionRow {
    SelectionRow {
        id: store.id(),
        offering_id: offering.0,
        channel_id: draw.channel_id,
        draw_id: draw.id,
        state: "draft".to_owned(),
        basis: String::new(),
        record: "{}".to_owned(),
        digest: None,
        diarienummer: None,
        created_by: ODD_TEXT.to_owned(),
        created_at: instant("1969-12-31T23:59:59.999999Z").into(),
        reviewed_by: None,
        reviewed_at: None,
        published_by: None,
        published_at: None,
        revision: 1,
    }
}

async fn one_seed_is_promised_at_a_time(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let other = store.channel(offering, "OTHER").await;
    let (mut first, second) = (draw(&store, channel, "aa"), draw(&store, channel, "bb"));
    let elsewhere = draw(&store, other, "cc");
    let mut tx = store.write().await;
    assert_eq!(tx.current_draw(channel).await.unwrap(), None);
    tx.insert_draw(&first).await.unwrap();
    tx.insert_draw(&elsewhere).await.unwrap();
    let current = tx.current_draw(channel).await.unwrap();
    assert_eq!(current.as_ref(), Some(&first));
    assert_eq!(tx.current_draw(other).await.unwrap(), Some(elsewhere));
    assert_eq!(tx.draw(DrawId(first.id)).await.unwrap(), current);
    assert_eq!(tx.draw(DrawId(store.id())).await.unwrap(), None);
    tx.commit().await.unwrap();

    let mut tx = store.write().await;
    assert_conflict!(tx.insert_draw(&second).await);
    drop(tx);
    let mut tx = store.write_at("2026-12-01T00:00:00.5Z").await;
    tx.reveal_draw(DrawId(first.id)).await.unwrap();
    first.revealed_at = Some(instant("2026-12-01T00:00:00.5Z").into());
    assert_eq!(tx.current_draw(channel).await.unwrap(), None);
    assert_eq!(
        tx.draw(DrawId(first.id)).await.unwrap(),
        Some(first.clone())
    );
    tx.insert_draw(&second).await.unwrap();
    assert_eq!(tx.current_draw(channel).await.unwrap(), Some(second));
    tx.commit().await.unwrap();

    let mut tx = store.write_at("2026-12-02T00:00:00Z").await;
    tx.reveal_draw(DrawId(first.id)).await.unwrap();
    let revealed = tx.draw(DrawId(first.id)).await.unwrap();
    assert_eq!(revealed, Some(first), "the first time is kept");
    let again = DrawRow {
        revealed_at: Some(now().into()),
        ..draw(&store, other, "aa")
    };
    assert_conflict!(tx.insert_draw(&again).await);
}

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let other = store.channel(offering, "OTHER").await;
    let drawn = draw(&store, channel, "aa");
    let odd = || Some(ODD_TEXT.to_owned());
    let mut bare = draft(&store, offering, &drawn);
    let full = SelectionRow {
        state: "reviewed".to_owned(),
        basis: ODD_TEXT.to_owned(),
        record: ODD_TEXT.to_owned(),
        digest: odd(),
        diarienummer: odd(),
        reviewed_by: odd(),
        reviewed_at: Some(instant("2027-03-28T00:59:59.000001Z").into()),
        published_by: odd(),
        published_at: Some(instant("9999-12-30T00:00:00Z").into()),
        ..draft(&store, offering, &drawn)
    };
    let mut tx = store.write().await;
    tx.insert_draw(&drawn).await.unwrap();
    tx.insert_selection(&bare).await.unwrap();
    tx.insert_selection(&full).await.unwrap();
    let found = tx.selection(SelectionId(bare.id)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&bare));
    let found = tx.selection(SelectionId(full.id)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&full));
    assert_eq!(tx.selection(SelectionId(store.id())).await.unwrap(), None);
    let mut both = vec![bare.clone(), full.clone()];
    both.sort_by_key(|row| row.id);
    assert_eq!(tx.selections(channel).await.unwrap(), both);
    assert_eq!(tx.selections(other).await.unwrap(), []);
    tx.commit().await.unwrap();

    // All that can change; what the selection was made for and by whom cannot.
    let changed = SelectionRow {
        id: bare.id,
        basis: "another".to_owned(),
        created_by: "another".to_owned(),
        ..full.clone()
    };
    let mut tx = store.write().await;
    assert_eq!(tx.update_selection(&changed).await.unwrap(), Some(2));
    assert_eq!(tx.update_selection(&changed).await.unwrap(), None, "stale");
    bare = SelectionRow {
        id: bare.id,
        basis: bare.basis,
        created_by: bare.created_by,
        revision: 2,
        ..full
    };
    let found = tx.selection(SelectionId(bare.id)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&bare));
    bare.state = "lost".to_owned();
    assert!(tx.update_selection(&bare).await.is_err(), "no such state");
}

async fn what_is_published_stays(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let drawn = draw(&store, channel, "aa");
    let (mut published, dropped) = (
        draft(&store, offering, &drawn),
        draft(&store, offering, &drawn),
    );
    let mut tx = store.write().await;
    tx.insert_draw(&drawn).await.unwrap();
    tx.insert_selection(&published).await.unwrap();
    tx.insert_selection(&dropped).await.unwrap();
    published.state = "published".to_owned();
    published.record = "{\"seed\":\"00\"}".to_owned();
    assert_eq!(tx.update_selection(&published).await.unwrap(), Some(2));
    published.revision = 2;
    tx.commit().await.unwrap();

    let other = SelectionRow {
        state: "discarded".to_owned(),
        ..published.clone()
    };
    let mut tx = store.write().await;
    assert!(tx.update_selection(&other).await.is_err());
    drop(tx);
    for statement in [
        "UPDATE selection SET record = '' WHERE state = 'published'",
        "UPDATE selection SET state = 'draft' WHERE state = 'published'",
        "DELETE FROM selection WHERE state = 'published'",
        "DELETE FROM selection",
    ] {
        let refused = sql::run(&store.database, statement).await.unwrap_err();
        let why = "a published selection is not changed";
        assert!(refused.to_string().contains(why), "{statement}: {refused}");
    }
    if engine == Engine::Postgres {
        let truncate = sql::run(&store.database, "TRUNCATE selection").await;
        assert!(truncate.is_err());
    }
    let mut tx = store.read().await;
    let mut both = vec![published, dropped];
    both.sort_by_key(|row| row.id);
    assert_eq!(tx.selections(channel).await.unwrap(), both);
    drop(tx);
    // A draft is no decision yet.
    let draft = "DELETE FROM selection WHERE state = 'draft'";
    sql::run(&store.database, draft).await.unwrap();
}
