//! What people have studied.

use super::{ODD_TEXT, Store, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::PersonId;
use samverkan_service::store::merit::MeritRow;

on_both_engines!(every_column_comes_back, nonsense_is_refused);

fn bare(person: PersonId) -> MeritRow {
    MeritRow {
        person_id: person.0,
        credits_tenths: None,
        degrees: "[]".to_owned(),
        courses: String::new(),
        employer: None,
        stated_at: now().into(),
        verified_by: None,
        verified_at: None,
        revision: 1,
    }
}

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let mut full = MeritRow {
        credits_tenths: Some(i64::MAX),
        degrees: ODD_TEXT.to_owned(),
        courses: ODD_TEXT.to_owned(),
        employer: Some(ODD_TEXT.to_owned()),
        stated_at: instant("1969-12-31T23:59:59.999999Z").into(),
        verified_by: Some(ODD_TEXT.to_owned()),
        verified_at: Some(instant("2027-03-28T00:59:59.000001Z").into()),
        ..bare(anna)
    };
    let mut tx = store.write().await;
    assert_eq!(tx.merit(anna).await.unwrap(), None);
    assert_eq!(tx.put_merit(&bare(anna)).await.unwrap(), 1);
    assert_eq!(tx.merit(anna).await.unwrap(), Some(bare(anna)));
    // What was there is replaced, whatever revision it is said to have.
    assert_eq!(tx.put_merit(&full).await.unwrap(), 2);
    full.revision = 2;
    assert_eq!(tx.merit(anna).await.unwrap(), Some(full));
    assert_eq!(tx.merit(bo).await.unwrap(), None, "somebody else's");
    assert_eq!(tx.put_merit(&bare(anna)).await.unwrap(), 3);
    tx.commit().await.unwrap();
    let emptied = MeritRow {
        revision: 3,
        ..bare(anna)
    };
    let mut tx = store.read().await;
    assert_eq!(tx.merit(anna).await.unwrap(), Some(emptied));
}

async fn nonsense_is_refused(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let negative = MeritRow {
        credits_tenths: Some(-1),
        ..bare(anna)
    };
    let nobody = bare(PersonId(store.id()));
    for row in [negative, nobody] {
        let mut tx = store.write().await;
        assert!(tx.put_merit(&row).await.is_err(), "{row:?}");
    }
}
