//! Rules, holds, and plans from the first to the protocol.

use super::{Store, instant, now};
use harness::{Engine, on_both_engines};
use jiff::civil::date;
use samverkan_domain::retention::Category;
use samverkan_service::store::{
    retention::HoldRow,
    weeding::{ItemRow, PlanRow},
};

on_both_engines!(
    a_rule_set_anew_is_another,
    holds_are_released_once,
    what_is_due_is_found_and_weeded,
);

async fn a_rule_set_anew_is_another(engine: Engine) {
    let store = Store::open(engine).await;
    let mut tx = store.write().await;
    assert_eq!(tx.retention_rules().await.unwrap(), []);
    let first = tx
        .put_retention_rule("needs", "P6M", "dnr 1")
        .await
        .unwrap();
    let second = tx
        .put_retention_rule("needs", "P1Y", "dnr 2")
        .await
        .unwrap();
    assert!(second > first);
    let rules = tx.retention_rules().await.unwrap();
    assert_eq!((rules.len(), rules[0].decision.as_str()), (1, "dnr 2"));
    assert!(tx.end_retention_rule("needs").await.unwrap());
    assert!(!tx.end_retention_rule("needs").await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2027-01-01T09:00:00Z").await;
    let third = tx
        .put_retention_rule("needs", "P6M", "dnr 1")
        .await
        .unwrap();
    assert!(third > second, "ended and set again is another");
    assert!(tx.put_retention_rule("needs", "P6M", " ").await.is_err());
}

fn hold(store: &Store, person: Option<uuid::Uuid>, offering: Option<uuid::Uuid>) -> HoldRow {
    HoldRow {
        id: store.id(),
        person_id: person,
        offering_id: offering,
        offering: offering.map(|_| "SA123A-V9001V27".to_owned()),
        reason: "Överklagat".to_owned(),
        reference: "dnr 3".to_owned(),
        set_by: "tester".to_owned(),
        set_at: now().into(),
        released_by: None,
        released_at: None,
    }
}

async fn holds_are_released_once(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let row = hold(&store, None, Some(offering.0));
    let mut tx = store.write().await;
    tx.insert_hold(&row).await.unwrap();
    assert_eq!(tx.holds().await.unwrap(), std::slice::from_ref(&row));
    assert!(tx.release_hold(row.id).await.unwrap());
    assert!(!tx.release_hold(row.id).await.unwrap());
    let released = tx.holds().await.unwrap().remove(0);
    assert_eq!(released.released_by.as_deref(), Some("tester"));
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert!(
        tx.insert_hold(&hold(&store, None, None)).await.is_err(),
        "of nothing"
    );
}

fn plan(store: &Store) -> PlanRow {
    PlanRow {
        id: store.id(),
        state: "planned".to_owned(),
        as_of: "2028-01-01".to_owned(),
        content: "{}".to_owned(),
        digest: String::new(),
        planned_by: "tester".to_owned(),
        planned_as: "administrator".to_owned(),
        planned_at: now().into(),
        approved_by: None,
        approved_as: None,
        approved_at: None,
        executed_by: None,
        executed_as: None,
        executed_at: None,
        protocol: None,
        revision: 1,
    }
}

async fn what_is_due_is_found_and_weeded(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let (anna, bo) = (
        store.applied(offering, channel, "Anna").await,
        store.applied(offering, channel, "Bo").await,
    );
    let row = plan(&store);
    let ends = instant("2027-06-06T22:00:00Z");
    let mut tx = store.write().await;
    tx.insert_weeding_plan(&row).await.unwrap();
    tx.fill_weeding_plan(row.id, "{\"a\":1}", "abc")
        .await
        .unwrap();
    // Whatever the category, the statement runs; the day before nothing is due.
    for category in Category::ALL {
        let early = date(2026, 6, 5);
        let at = instant("2026-06-05T22:00:00Z");
        assert_eq!(
            tx.find_due(row.id, category, early, at, false)
                .await
                .unwrap(),
            0,
            "{category:?}"
        );
    }
    for again in [false, true] {
        let found = tx
            .find_due(row.id, Category::Admission, date(2027, 6, 6), ends, again)
            .await;
        assert_eq!(found.unwrap(), 2);
    }
    let items = tx.weeding_items(row.id).await.unwrap();
    let mut people = [anna.person_id, bo.person_id];
    people.sort_unstable();
    let things: Vec<_> = items.iter().map(|item: &ItemRow| item.thing).collect();
    assert_eq!(things, people);
    assert_eq!(items[0].event_on.as_deref(), Some("2027-06-06"));
    assert_eq!(tx.drop_no_longer_due(row.id).await.unwrap(), 0);
    assert_eq!(tx.offerings_weeded(row.id).await.unwrap(), [(offering.0,)]);
    tx.insert_hold(&hold(&store, Some(bo.person_id), None))
        .await
        .unwrap();
    assert_eq!(tx.drop_held(row.id).await.unwrap(), 1);
    assert!(tx.approve_weeding(row.id, 1, "archivist").await.unwrap());
    assert!(
        !tx.approve_weeding(row.id, 2, "archivist").await.unwrap(),
        "once"
    );
    assert!(!tx.lock_weeding(row.id, 1).await.unwrap(), "stale");
    assert!(tx.lock_weeding(row.id, 2).await.unwrap());
    for category in Category::ALL {
        tx.weed(row.id, category).await.unwrap();
    }
    tx.end_weeding(row.id, "{}", "administrator").await.unwrap();
    tx.commit().await.unwrap();
    store.database.write_anew().await.unwrap();
    let mut tx = store.read().await;
    let kept = tx.weeding_plan(row.id).await.unwrap().expect("the plan");
    assert_eq!(
        (kept.state.as_str(), kept.protocol.as_deref()),
        ("executed", Some("{}"))
    );
    assert_eq!(tx.weeding_plans(9).await.unwrap(), [kept]);
    assert_eq!(tx.weeding_items(row.id).await.unwrap(), []);
    let name = async |tx: &mut samverkan_service::store::Tx, id| {
        let id = samverkan_domain::id::PersonId(id);
        tx.person(id).await.unwrap().expect("a person").full_name()
    };
    assert_eq!(name(&mut tx, anna.person_id).await, "(gallrad)");
    assert_eq!(name(&mut tx, bo.person_id).await, "Bo Ek");
}
