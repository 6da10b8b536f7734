//! Tokens and sign-ins.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{SignInId, TokenId};
use samverkan_service::store::access::{SignInRow, TokenRow};

fn token(store: &Store, hash: &[u8]) -> TokenRow {
    TokenRow {
        id: store.id(),
        name: ODD_TEXT.to_owned(),
        role: "administrator".to_owned(),
        person_id: None,
        token_hash: hash.to_vec(),
        created_at: now().into(),
        expires_at: instant("9999-12-30T21:59:59.999999Z").into(),
        last_used_at: None,
        revoked_at: None,
        programmes: None,
    }
}

on_both_engines!(
    tokens_come_back,
    what_has_expired_is_ended_as_of_then,
    sign_ins_are_counted_down,
    the_first_key_is_kept,
);

async fn the_first_key_is_kept(engine: Engine) {
    let store = Store::open(engine).await;
    let mut tx = store.write().await;
    assert_eq!(tx.key_check().await.unwrap(), None);
    tx.insert_key_check(b"first").await.unwrap();
    tx.insert_key_check(b"second").await.unwrap();
    assert_eq!(tx.key_check().await.unwrap(), Some(b"first".to_vec()));
    tx.commit().await.unwrap();
}

async fn tokens_come_back(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let staff = token(&store, b"\0\xff staff");
    let own = TokenRow {
        role: "participant".to_owned(),
        person_id: Some(anna.0),
        ..token(&store, b"own")
    };
    let mut tx = store.write().await;
    tx.insert_token(&staff).await.unwrap();
    tx.insert_token(&own).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await;
    let by_hash = async |hashes: &[&[u8]]| {
        let hashes: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.to_vec()).collect();
        let mut found = store.database.tokens_by_hash(&hashes).await.unwrap();
        found.sort_by_key(|token| token.id);
        found
    };
    let asked: [&[u8]; 4] = [b"own", b"", b"\0\xff staff", b"own"];
    assert_eq!(by_hash(&asked).await, [staff.clone(), own.clone()]);
    assert_eq!(by_hash(&[b""]).await, []);
    assert_eq!(tx.tokens(None).await.unwrap(), std::slice::from_ref(&staff));
    assert_eq!(tx.tokens(Some(anna.0)).await.unwrap(), [own]);
    drop(tx);

    let used = instant("2026-11-23T09:00:00.000001Z");
    let mut tx = store.write().await;
    let nobody = TokenId(store.id());
    let touched = [(TokenId(staff.id), used), (nobody, now())];
    tx.touch_tokens(&touched).await.unwrap();
    assert!(tx.revoke_token(TokenId(staff.id)).await.unwrap());
    assert!(!tx.revoke_token(TokenId(staff.id)).await.unwrap(), "twice");
    assert!(!tx.revoke_token(TokenId(store.id())).await.unwrap());
    tx.commit().await.unwrap();
    let found = by_hash(&[&staff.token_hash, b"own"]).await;
    assert_eq!(found[0].last_used_at, Some(used.into()));
    assert_eq!(found[0].revoked_at, Some(now().into()));
    assert_eq!(found[1].last_used_at, None, "others are as they were");

    let mut tx = store.write().await;
    assert_conflict!(tx.insert_token(&token(&store, b"own")).await);
}

async fn what_has_expired_is_ended_as_of_then(engine: Engine) {
    let store = Store::open(engine).await;
    let expired = |octets: &[u8], at: &str| TokenRow {
        expires_at: instant(at).into(),
        ..token(&store, octets)
    };
    let just_now = expired(b"1", "2026-11-23T08:59:00Z");
    let soon = expired(b"2", "2026-11-23T10:00:00Z");
    let mut tx = store.write().await;
    for row in [&just_now, &soon] {
        tx.insert_token(row).await.unwrap();
    }
    tx.end_expired_tokens().await.unwrap();
    let rows = tx.tokens(None).await.unwrap();
    let ended: Vec<_> = rows.iter().map(|row| row.revoked_at).collect();
    assert_eq!(ended, [Some(just_now.expires_at), None]);
}

async fn sign_ins_are_counted_down(engine: Engine) {
    let store = Store::open(engine).await;
    let row = SignInRow {
        id: store.id(),
        address_key: "åsa@example.org".to_owned(),
        address: "Åsa@example.org".to_owned(),
        language: "en".to_owned(),
        secret_hash: vec![0, 255],
        code_hash: vec![1; 32],
        attempts_left: 2,
        created_at: now().into(),
        expires_at: instant("2026-11-23T09:10:00Z").into(),
        used_at: None,
    };
    let id = SignInId(row.id);
    let mut tx = store.write().await;
    tx.insert_sign_in(&row).await.unwrap();
    let before = instant("2026-11-23T08:59:59.999999Z");
    assert_eq!(
        tx.sign_ins_since(&row.address_key, before).await.unwrap(),
        1
    );
    assert_eq!(tx.sign_ins_since(&row.address_key, now()).await.unwrap(), 0);
    assert_eq!(
        tx.sign_ins_since("bo@example.org", before).await.unwrap(),
        0
    );
    let tried = tx.try_sign_in(id).await.unwrap().unwrap();
    assert_eq!(
        tried,
        SignInRow {
            attempts_left: 1,
            ..row.clone()
        }
    );
    assert_eq!(tx.try_sign_in(id).await.unwrap().unwrap().attempts_left, 0);
    assert_eq!(tx.try_sign_in(id).await.unwrap(), None, "exhausted");
    tx.commit().await.unwrap();

    let fresh = SignInRow {
        id: store.id(),
        ..row.clone()
    };
    let (spent, late) = (
        SignInId(fresh.id),
        SignInRow {
            id: store.id(),
            ..row
        },
    );
    let mut tx = store.write().await;
    tx.insert_sign_in(&fresh).await.unwrap();
    tx.insert_sign_in(&late).await.unwrap();
    tx.use_sign_in(spent).await.unwrap();
    assert_eq!(tx.try_sign_in(spent).await.unwrap(), None, "used");
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2026-11-23T09:10:00Z").await;
    let expired = tx.try_sign_in(SignInId(late.id)).await.unwrap();
    assert_eq!(expired, None, "expired at the instant");
    drop(tx);
    let mut tx = store.write_at("2026-11-23T09:09:59.999999Z").await;
    assert!(tx.try_sign_in(SignInId(late.id)).await.unwrap().is_some());
}
