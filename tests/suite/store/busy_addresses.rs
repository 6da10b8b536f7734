//! Addresses that calendars are fetched from.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use jiff::{SignedDuration, Timestamp};
use samverkan_service::store::{busy_address::BusyAddressRow, registry::ProgrammeRow};

on_both_engines!(addresses_come_back_and_go, an_address_is_claimed_once);

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn address(store: &Store, due: Timestamp) -> BusyAddressRow {
    BusyAddressRow {
        id: store.id(),
        programme: None,
        person_id: None,
        sealed: vec![0, 255, 128],
        tried_at: now().into(),
        read_at: now().into(),
        changed_at: now().into(),
        failure: None,
        failures: 0,
        due_at: Some(due.into()),
        lease_until: now().into(),
        created_at: now().into(),
        revision: 1,
    }
}

async fn addresses_come_back_and_go(engine: Engine) {
    let store = Store::open(engine).await;
    let programme = ProgrammeRow {
        code: "LKP1Y".to_owned(),
        title: "Program".to_owned(),
        family: "teaching".to_owned(),
        verified: true,
        revision: 1,
    };
    let anna = store.person("Anna", "Ek").await;
    let bo = store.person("Bo", "Al").await;
    let shared = BusyAddressRow {
        programme: Some("LKP1Y".to_owned()),
        ..address(&store, now())
    };
    let mut own = BusyAddressRow {
        person_id: Some(anna.0),
        ..address(&store, now())
    };
    let mut tx = store.write().await;
    tx.put_programme(&programme).await.unwrap();
    tx.insert_busy_address(&shared).await.unwrap();
    tx.insert_busy_address(&own).await.unwrap();
    assert_eq!(
        tx.timetable_addresses().await.unwrap(),
        std::slice::from_ref(&shared)
    );
    assert_eq!(tx.private_address(anna).await.unwrap(), Some(own.clone()));
    assert_eq!(tx.private_address(bo).await.unwrap(), None);
    // Only what has been seen is changed.
    own.failure = Some("{}".to_owned());
    (own.failures, own.due_at) = (3, None);
    assert!(tx.update_busy_address(&own).await.unwrap());
    assert!(
        !tx.update_busy_address(&own).await.unwrap(),
        "the revision is another"
    );
    own.revision = 2;
    assert_eq!(tx.private_address(anna).await.unwrap(), Some(own.clone()));
    assert!(!format!("{own:?}").contains("128"), "rows end up in logs");
    // What is gone does not come back by being changed.
    assert!(tx.delete_busy_address(own.id).await.unwrap());
    assert!(!tx.delete_busy_address(own.id).await.unwrap());
    assert!(!tx.update_busy_address(&own).await.unwrap());
    assert_eq!(tx.private_address(anna).await.unwrap(), None);
    tx.commit().await.unwrap();
    // One of each; a programme's or a person's; a failure is counted and a count has a failure.
    for bad in [
        shared.clone(),
        address(&store, now()),
        BusyAddressRow {
            person_id: Some(bo.0),
            ..shared.clone()
        },
        BusyAddressRow {
            person_id: Some(bo.0),
            failures: 1,
            ..address(&store, now())
        },
    ] {
        let bad = BusyAddressRow {
            id: store.id(),
            ..bad
        };
        let mut tx = store.write().await;
        assert!(tx.insert_busy_address(&bad).await.is_err());
    }
}

async fn an_address_is_claimed_once(engine: Engine) {
    let store = Store::open(engine).await;
    let mut ids = Vec::new();
    for (n, due) in [(0, -3), (1, -2), (2, -1), (3, 1)] {
        let person = store.person("Anna", &format!("Ek{n}")).await;
        let mut tx = store.write().await;
        let row = BusyAddressRow {
            person_id: Some(person.0),
            ..address(&store, now() + minutes(due))
        };
        tx.insert_busy_address(&row).await.unwrap();
        ids.push(row.id);
        tx.commit().await.unwrap();
    }
    let mut tx = store.write().await;
    let until = now() + minutes(5);
    let claimed = tx.claim_busy_addresses(until, 2).await.unwrap();
    let mut first: Vec<_> = claimed.iter().map(|row| row.id).collect();
    first.sort_unstable();
    assert_eq!(first, ids[..2], "those that have waited longest");
    assert!(
        claimed
            .iter()
            .all(|row| row.revision == 2 && row.lease_until == until.into())
    );
    let rest = tx.claim_busy_addresses(until, 9).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.id).collect::<Vec<_>>(), ids[2..3]);
    assert!(tx.claim_busy_addresses(until, 9).await.unwrap().is_empty());
    // One that is not due can be claimed by name, one that somebody has cannot.
    assert!(
        tx.claim_busy_address(ids[0], until)
            .await
            .unwrap()
            .is_none()
    );
    let named = tx.claim_busy_address(ids[3], until).await.unwrap().unwrap();
    assert_eq!((named.id, named.revision), (ids[3], 2));
    // Held for longer by who has it, and by nobody else: the revision is another.
    let longer = now() + minutes(9);
    let held = tx
        .renew_busy_address(named.id, named.revision, longer)
        .await;
    let held = held.unwrap().expect("still held");
    assert_eq!((held.revision, held.lease_until), (3, longer.into()));
    let late = tx
        .renew_busy_address(named.id, named.revision, longer)
        .await;
    assert!(late.unwrap().is_none());
    let named = held;
    // Settled, it is free again, and whoever comes late changes nothing.
    let settled = BusyAddressRow {
        due_at: Some((now() - minutes(1)).into()),
        ..named.clone()
    };
    assert!(tx.update_busy_address(&settled).await.unwrap());
    assert!(!tx.update_busy_address(&named).await.unwrap());
    let again = tx.claim_busy_addresses(until, 9).await.unwrap();
    assert_eq!(again.iter().map(|row| row.id).collect::<Vec<_>>(), ids[3..]);
    tx.commit().await.unwrap();
}
