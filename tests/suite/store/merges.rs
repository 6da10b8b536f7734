//! Records that may be one human, that are known to be two, and that have become one.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::PersonId;
use samverkan_service::store::{
    At,
    duplicate::ApartRow,
    merge::{Hinder, MergeRow},
    person::SealedIdentity,
};

on_both_engines!(
    who_is_known_to_be_two_is_kept,
    what_is_ones_goes_over_and_back,
    codes_and_subjects_are_found,
);

async fn who_is_known_to_be_two_is_kept(engine: Engine) {
    let store = Store::open(engine).await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let mut tx = store.write().await;
    tx.insert_email(anna, "a@x.example", "A@x.example", None)
        .await
        .unwrap();
    assert_eq!(tx.people_to_compare().await.unwrap().len(), 2);
    assert_eq!(tx.people_counted().await.unwrap(), 2);
    let addresses = tx.addresses_to_compare().await.unwrap();
    assert_eq!(addresses, [(anna.0, "a@x.example".to_owned())]);
    let row = ApartRow {
        first_id: anna.0.min(bo.0),
        second_id: anna.0.max(bo.0),
        reason: vec![0, 255],
        decided_by: "token:x".to_owned(),
        decided_at: now().into(),
    };
    tx.keep_apart(&row).await.unwrap();
    tx.keep_apart(&row).await.unwrap();
    assert_eq!(
        tx.kept_apart_from(bo).await.unwrap(),
        std::slice::from_ref(&row)
    );
    assert_eq!(
        tx.kept_apart().await.unwrap(),
        [(row.first_id, row.second_id)]
    );
    let hinder = tx.hinder(anna, bo).await.unwrap();
    assert_eq!(hinder.map(|(hinder, _)| hinder), Some(Hinder::Apart));
    assert!(tx.compare_again(row.first_id, row.second_id).await.unwrap());
    assert!(!tx.compare_again(row.first_id, row.second_id).await.unwrap());
    assert_eq!(tx.hinder(anna, bo).await.unwrap(), None);
}

async fn what_is_ones_goes_over_and_back(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let (anna, other) = (
        store.person("Anna", "Ek").await,
        store.person("Anna", "Al").await,
    );
    let mut tx = store.write().await;
    tx.insert_email(anna, "a@x.example", "a@x.example", None)
        .await
        .unwrap();
    tx.insert_email(other, "b@x.example", "b@x.example", None)
        .await
        .unwrap();
    let identity = SealedIdentity {
        kind: "coordination",
        sealed: vec![1],
        hash: vec![2],
    };
    tx.set_identity(other, &identity).await.unwrap();
    tx.consent_again(other, offering.0, At::from(now()))
        .await
        .unwrap();
    tx.consent_again(other, offering.0, At::from(now()))
        .await
        .unwrap();
    assert_eq!(
        tx.consents_of(other).await.unwrap(),
        [(offering.0, now().into())]
    );
    assert!(tx.offerings_of_both(anna, other).await.unwrap().is_empty());
    assert!(tx.open_person_feeds(other).await.unwrap().is_empty());
    assert!(tx.closed_person_feeds(other).await.unwrap().is_empty());
    tx.open_feed_again(other.0, now().into()).await.unwrap();
    let row = MergeRow {
        id: store.id(),
        kept_id: anna.0,
        merged_id: other.0,
        number: tx.next_merge(anna).await.unwrap(),
        reason: vec![0, 255],
        was: vec![7],
        merged_by: "tester".to_owned(),
        merged_at: now().into(),
        undone_by: None,
        undone_at: None,
    };
    assert_eq!(row.number, 1);
    tx.set_main_email("b@x.example", false).await.unwrap();
    tx.insert_merge(&row).await.unwrap();
    let (moved, stayed) = tx.give_to(&row).await.unwrap();
    assert_eq!(
        (moved.as_slice(), stayed.len()),
        (&[("name_consent", 1), ("email", 1)][..], 0)
    );
    assert_eq!(tx.person(other).await.unwrap(), None);
    let (shell, into) = tx.person_even_merged(other).await.unwrap().unwrap();
    assert_eq!((shell.person(), into), (other, Some(anna)));
    assert_eq!(tx.merged_into(other).await.unwrap(), Some(anna));
    assert_eq!(tx.merged_into(anna).await.unwrap(), None);
    assert_eq!(tx.records_merged_into(anna).await.unwrap(), [(other.0,)]);
    assert_eq!(tx.person_by_identity(&[2]).await.unwrap(), Some(anna));
    assert_eq!(tx.emails(anna).await.unwrap().len(), 2);
    let kept = tx.person(anna).await.unwrap().unwrap();
    tx.exchange_identities(&kept, &shell).await.unwrap();
    assert_eq!(
        tx.person(anna).await.unwrap().unwrap().identity_hash,
        Some(vec![2])
    );
    let now_kept = tx.person(anna).await.unwrap().unwrap();
    let now_shell = tx.person_even_merged(other).await.unwrap().unwrap().0;
    tx.exchange_identities(&now_kept, &now_shell).await.unwrap();
    assert_eq!(tx.merges().await.unwrap(), std::slice::from_ref(&row));
    for either in [anna, other] {
        assert_eq!(tx.merge_of(either).await.unwrap(), Some(row.clone()));
    }
    assert_eq!(tx.give_back(&row).await.unwrap(), moved);
    tx.end_merge(&row, &[1]).await.unwrap();
    assert!(tx.merges().await.unwrap().is_empty());
    assert_eq!(tx.next_merge(anna).await.unwrap(), 2);
    assert_eq!(
        tx.person(other).await.unwrap().unwrap().identity_hash,
        Some(vec![2])
    );
    assert_eq!(tx.person_by_identity(&[2]).await.unwrap(), Some(other));
    let nobody = PersonId(store.id());
    assert!(tx.person_even_merged(nobody).await.unwrap().is_none());
    tx.commit().await.unwrap();
}

async fn codes_and_subjects_are_found(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let mut tx = store.read().await;
    let mut subjects = tx.subjects_of(offering.0).await.unwrap();
    let mut expected = vec![(offering.0,), (channel.0,)];
    subjects.sort_unstable();
    expected.sort_unstable();
    assert_eq!(subjects, expected);
    let codes = tx.offering_codes().await.unwrap();
    assert_eq!(codes, [(offering.0, "SA123A-V9001V27".to_owned())]);
    assert_eq!(tx.programme("X").await.unwrap(), None);
    assert_eq!(tx.workplace("X").await.unwrap(), None);
}
