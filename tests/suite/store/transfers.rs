//! Wishes for another cohort, and whose names may be seen.

use super::{ODD_TEXT, Store, assert_conflict, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{OfferingId, PersonId, TransferId};
use samverkan_service::store::transfer::TransferRow;
use std::collections::BTreeSet;

on_both_engines!(
    a_wish_is_ended_once,
    those_that_wait_come_first,
    names_are_shown_and_hidden
);

fn wish(store: &Store, person: PersonId, offering: OfferingId) -> TransferRow {
    TransferRow {
        id: store.id(),
        person_id: person.0,
        offering_id: offering.0,
        set_name: ODD_TEXT.to_owned(),
        from_code: "G01".to_owned(),
        wanted_code: Some("G02".to_owned()),
        reason_sealed: vec![0, 255],
        answer_sealed: None,
        state: "waiting".to_owned(),
        to_code: None,
        created_at: now().into(),
        decided_at: None,
        decided_by: None,
        revision: 1,
    }
}

async fn a_wish_is_ended_once(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let anna = store.person("Anna", "Ek").await;
    let first = wish(&store, anna, offering);
    let mut tx = store.write().await;
    tx.insert_transfer(&first).await.unwrap();
    let id = TransferId(first.id);
    assert_eq!(tx.transfer(id).await.unwrap(), Some(first.clone()));
    assert_eq!(tx.transfer(TransferId(store.id())).await.unwrap(), None);
    tx.commit().await.unwrap();
    // A second one, while the first waits.
    let second = wish(&store, anna, offering);
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_transfer(&second).await);
    drop(tx);
    let mut ended = TransferRow {
        state: "approved".to_owned(),
        to_code: Some("G02".to_owned()),
        answer_sealed: Some(vec![7]),
        decided_at: Some(now().into()),
        decided_by: Some("token:x".to_owned()),
        ..first
    };
    let mut tx = store.write().await;
    let stale = TransferRow {
        revision: 9,
        ..ended.clone()
    };
    assert!(!tx.end_transfer(&stale).await.unwrap());
    assert!(tx.end_transfer(&ended).await.unwrap());
    ended.revision = 2;
    assert_eq!(tx.transfer(id).await.unwrap(), Some(ended.clone()));
    assert!(!tx.end_transfer(&ended).await.unwrap(), "once");
    tx.insert_transfer(&second).await.unwrap();
    let mine = tx.transfers_of(anna).await.unwrap();
    assert_eq!(mine, [second, ended]);
}

async fn those_that_wait_come_first(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let mut people = Vec::new();
    for n in 0..4 {
        people.push(store.person("Bo", &format!("Al{n}")).await);
    }
    let mut tx = store.write().await;
    let mut all = Vec::new();
    for (n, person) in people.into_iter().enumerate() {
        let row = wish(&store, person, offering);
        tx.insert_transfer(&row).await.unwrap();
        tx.insert_transfer(&TransferRow {
            id: store.id(),
            offering_id: other.0,
            ..row.clone()
        })
        .await
        .unwrap();
        if n < 2 {
            let row = TransferRow {
                state: "withdrawn".to_owned(),
                decided_at: Some(now().into()),
                ..row.clone()
            };
            assert!(tx.end_transfer(&row).await.unwrap());
        }
        all.push(row.id);
    }
    let ids = |rows: Vec<TransferRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    let found = ids(tx.transfers(offering, 9).await.unwrap());
    assert_eq!(found, [all[2], all[3], all[1], all[0]]);
    let found = ids(tx.transfers(offering, 1).await.unwrap());
    assert_eq!(found, [all[2]]);
}

async fn names_are_shown_and_hidden(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let mut tx = store.write().await;
    let none = BTreeSet::new();
    assert_eq!(tx.name_consents(offering).await.unwrap(), none);
    assert!(tx.give_name_consent(anna, offering).await.unwrap());
    assert!(!tx.give_name_consent(anna, offering).await.unwrap());
    assert!(tx.give_name_consent(bo, offering).await.unwrap());
    assert!(tx.give_name_consent(anna, other).await.unwrap());
    let both = BTreeSet::from([anna, bo]);
    assert_eq!(tx.name_consents(offering).await.unwrap(), both);
    assert!(tx.take_back_name_consent(bo, offering).await.unwrap());
    assert!(!tx.take_back_name_consent(bo, offering).await.unwrap());
    let one = BTreeSet::from([anna]);
    assert_eq!(tx.name_consents(offering).await.unwrap(), one);
    assert_eq!(tx.forget_name_consents(anna).await.unwrap(), 2);
    assert_eq!(tx.name_consents(other).await.unwrap(), none);
}
