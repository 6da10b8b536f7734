//! What an access export reads beside a person's own rows.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::fact::Fact;
use samverkan_service::store::facilitator::FacilitatorRow;
use serde_json::json;

on_both_engines!(
    the_trail_about_a_person_is_theirs,
    what_also_concerns_others_is_counted,
);

async fn the_trail_about_a_person_is_theirs(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let mut tx = store.write().await;
    tx.record(Fact::new("person.changed", "person", anna.0));
    tx.record(Fact::new("person.changed", "person", bo.0));
    tx.record_as(
        format!("person:{anna}"),
        Fact::new("availability.noted", "offering", offering.0),
    );
    tx.record(
        Fact::new("people.exported", "offering", offering.0).after(json!({ "kind": "canvas" })),
    );
    tx.commit().await.unwrap();
    let mut tx = store.read().await;
    let actions: Vec<String> = tx
        .traces(anna)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.action)
        .collect();
    assert_eq!(actions, ["person.changed", "availability.noted"]);
    assert_eq!(tx.own_ids(anna).await.unwrap(), [(anna.0,)]);
    assert_eq!(tx.taken_out(anna).await.unwrap(), [], "has not applied");
    assert_eq!(tx.offerings_of(anna).await.unwrap(), []);
    drop(tx);
    let channel = store.channel(offering, "OPEN").await;
    let cia = store.applied(offering, channel, "Cia").await;
    store.applied(offering, channel, "Dan").await;
    let mut tx = store.read().await;
    let own = [(cia.id, offering.0, "SA123A-V9001V27".to_owned())];
    assert_eq!(tx.offerings_of(cia.person()).await.unwrap(), own);
}

async fn what_also_concerns_others_is_counted(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let anna = store.person("Anna", "Ek").await;
    let mut tx = store.write().await;
    assert_eq!(tx.rules_about(anna).await.unwrap(), 0);
    assert_eq!(tx.facilitating(anna).await.unwrap(), []);
    tx.put_facilitator(&FacilitatorRow {
        offering_id: offering.0,
        person_id: anna.0,
        most: 2,
        cannot: 1,
        only_families: "[]".to_owned(),
        never_families: "[]".to_owned(),
        languages: None,
        locked: "[]".to_owned(),
        noted_by: "tester".to_owned(),
        noted_at: now().into(),
    })
    .await
    .unwrap();
    let found = tx.facilitating(anna).await.unwrap();
    assert_eq!(
        (found[0].offering.as_str(), found[0].most),
        ("SA123A-V9001V27", 2)
    );
}
