//! Wishes to have data erased.

use super::{Store, assert_conflict, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{ErasureId, PersonId};
use samverkan_service::store::erasure::ErasureRow;

on_both_engines!(a_request_is_decided_once, requests_that_wait_come_first);

fn request(store: &Store, person: PersonId) -> ErasureRow {
    ErasureRow {
        id: store.id(),
        person_id: person.0,
        what_sealed: vec![0, 255],
        answer_sealed: None,
        state: "waiting".to_owned(),
        ground: None,
        created_at: now().into(),
        decided_at: None,
        decided_by: None,
        revision: 1,
    }
}

async fn a_request_is_decided_once(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let first = request(&store, anna);
    let mut tx = store.write().await;
    tx.insert_erasure(&first).await.unwrap();
    let id = ErasureId(first.id);
    assert_eq!(tx.erasure(id).await.unwrap(), Some(first.clone()));
    assert_eq!(tx.erasure(ErasureId(store.id())).await.unwrap(), None);
    tx.commit().await.unwrap();
    let second = request(&store, anna);
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_erasure(&second).await);
    drop(tx);
    let mut ended = ErasureRow {
        state: "partly".to_owned(),
        ground: Some("archive".to_owned()),
        answer_sealed: Some(vec![7]),
        decided_at: Some(now().into()),
        decided_by: Some("token:x".to_owned()),
        ..first
    };
    let mut tx = store.write().await;
    let stale = ErasureRow {
        revision: 9,
        ..ended.clone()
    };
    assert!(!tx.end_erasure(&stale).await.unwrap());
    assert!(tx.end_erasure(&ended).await.unwrap());
    ended.revision = 2;
    assert_eq!(tx.erasure(id).await.unwrap(), Some(ended.clone()));
    assert!(!tx.end_erasure(&ended).await.unwrap(), "once");
    tx.insert_erasure(&second).await.unwrap();
    let mine = tx.erasures_of(anna).await.unwrap();
    assert_eq!(mine, [second, ended]);
}

async fn requests_that_wait_come_first(engine: Engine) {
    let store = Store::open(engine).await;
    let mut rows = Vec::new();
    for n in 0..4 {
        let person = store.person("Bo", &format!("Al{n}")).await;
        rows.push(request(&store, person));
    }
    let mut tx = store.write().await;
    for (n, row) in rows.iter().enumerate() {
        tx.insert_erasure(row).await.unwrap();
        if n < 2 {
            let row = ErasureRow {
                state: "withdrawn".to_owned(),
                decided_at: Some(now().into()),
                ..row.clone()
            };
            assert!(tx.end_erasure(&row).await.unwrap());
        }
    }
    let found = tx.erasures(9).await.unwrap().into_iter();
    let found: Vec<_> = found.map(|row| row.id).collect();
    assert_eq!(found, [rows[2].id, rows[3].id, rows[1].id, rows[0].id]);
    assert_eq!(tx.erasures(1).await.unwrap().len(), 1);
}
