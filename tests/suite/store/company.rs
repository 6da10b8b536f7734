//! With whom people wish to be in a cohort.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{OfferingId, PersonId};
use samverkan_service::store::company::CompanyRow;

on_both_engines!(wishes_are_stated_decided_and_forgotten);

fn wish(store: &Store, offering: OfferingId, person: PersonId, kind: &str) -> CompanyRow {
    CompanyRow {
        id: store.id(),
        offering_id: offering.0,
        person_id: person.0,
        kind: kind.to_owned(),
        other_sealed: vec![0, 255],
        state: "stated".to_owned(),
        created_at: now().into(),
        decided_at: None,
        decided_by: None,
    }
}

async fn wishes_are_stated_decided_and_forgotten(engine: Engine) {
    let store = Store::open(engine).await;
    let host = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let mut rows = [
        wish(&store, host, anna, "with"),
        wish(&store, host, anna, "without"),
        wish(&store, host, bo, "with"),
        wish(&store, other, anna, "with"),
    ];
    let mut tx = store.write().await;
    for row in &rows {
        tx.insert_company(row).await.unwrap();
    }
    assert_eq!(tx.company(host).await.unwrap(), rows[..3]);
    assert_eq!(tx.company_of(anna, host).await.unwrap(), rows[..2]);
    rows[1].state = "approved".to_owned();
    rows[1].decided_at = Some(now().into());
    rows[1].decided_by = Some("token:x".to_owned());
    tx.decide_company(&rows[1]).await.unwrap();
    let found = tx.company_wish(rows[1].id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&rows[1]));
    tx.delete_company(rows[0].id).await.unwrap();
    assert_eq!(tx.company(host).await.unwrap(), rows[1..3]);
    assert_eq!(tx.company(other).await.unwrap(), rows[3..]);
    // Nobody has applied.
    assert!(tx.company_applicants(host).await.unwrap().is_empty());
}
