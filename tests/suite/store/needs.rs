//! What people need, sealed.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use samverkan_service::store::need::NeedRow;

on_both_engines!(needs_are_kept_replaced_and_forgotten);

async fn needs_are_kept_replaced_and_forgotten(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let anna = store.person("Anna", "Ek").await;
    let row = |octet| NeedRow {
        person_id: anna.0,
        needs_sealed: vec![0, octet],
        noted_at: now().into(),
    };
    let mut tx = store.write().await;
    assert_eq!(tx.needs_of(anna).await.unwrap(), None);
    tx.put_needs(&row(1)).await.unwrap();
    tx.put_needs(&row(2)).await.unwrap();
    assert_eq!(tx.needs_of(anna).await.unwrap(), Some(row(2)));
    // Without a place nobody is counted.
    assert_eq!(tx.needs_in(offering).await.unwrap(), Vec::new());
    tx.delete_needs(anna).await.unwrap();
    assert_eq!(tx.needs_of(anna).await.unwrap(), None);
}
