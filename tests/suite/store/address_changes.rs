//! New addresses that people have asked for.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use jiff::ToSpan;
use samverkan_domain::id::WebSignInId;
use samverkan_service::store::address_change::AddressChangeRow;

on_both_engines!(a_change_is_tried_used_and_forgotten);

async fn a_change_is_tried_used_and_forgotten(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let (sign_in, other) = (WebSignInId(store.id()), WebSignInId(store.id()));
    let row = AddressChangeRow {
        id: store.id(),
        person_id: anna.0,
        address_key: "ny@example.org".to_owned(),
        address: "Ny@example.org".to_owned(),
        sign_in: sign_in.0,
        code_hash: vec![0, 255],
        attempts_left: 2,
        created_at: now().into(),
        expires_at: (now() + 10.minutes()).into(),
        used_at: None,
    };
    let mut tx = store.write().await;
    tx.insert_address_change(&row).await.unwrap();
    let before = now() - 1.minutes();
    let asked = tx.address_changes_since(anna, "x@example.org", before);
    assert_eq!(asked.await.unwrap(), 1);
    assert_eq!(tx.asked_address(row.id, other).await.unwrap(), None);
    let address = tx.asked_address(row.id, sign_in).await.unwrap();
    assert_eq!(address.as_deref(), Some("Ny@example.org"));
    assert_eq!(tx.try_address_change(row.id, other).await.unwrap(), None);
    let tried = tx.try_address_change(row.id, sign_in).await.unwrap();
    assert_eq!(tried.unwrap().attempts_left, 1);
    tx.use_address_change(row.id).await.unwrap();
    assert_eq!(tx.try_address_change(row.id, sign_in).await.unwrap(), None);
    for address in ["ny@example.org", "nyare@example.org"] {
        tx.replace_main_email(anna, address, address).await.unwrap();
        let emails = tx.emails(anna).await.unwrap();
        assert_eq!((emails.len(), &*emails[0].address), (1, address));
        assert!(emails[0].main && emails[0].verified_at.is_some());
    }
    tx.forget_address_changes(now() + 1.hours()).await.unwrap();
    assert_eq!(tx.asked_address(row.id, sign_in).await.unwrap(), None);
}
