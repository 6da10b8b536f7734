//! Sign-ins on the site, what browsers have begun, staff, passkeys and identities.

use super::{ODD_TEXT, Store, assert_conflict, now};
use harness::{Engine, on_both_engines};
use jiff::ToSpan;
use samverkan_domain::id::{IdentityId, PasskeyId, PersonId, SignInId, WebSignInId};
use samverkan_service::store::{
    access::SignInRow,
    staff::{IdentityRow, PasskeyRow},
    web_sign_in::{AttemptRow, WebSignInRow},
};

on_both_engines!(
    sign_ins_come_back_and_end,
    attempts_are_taken_once,
    staff_come_and_go,
    passkeys_come_back_and_end,
    identities_belong_to_one,
);

fn web(store: &Store, person: PersonId, hash: &[u8]) -> WebSignInRow {
    WebSignInRow {
        id: store.id(),
        secret_hash: hash.to_vec(),
        person_id: person.0,
        method: "issuer".to_owned(),
        issuer: Some("https://idp.example".to_owned()),
        acr: Some(ODD_TEXT.to_owned()),
        strong: true,
        agent: ODD_TEXT.to_owned(),
        created_at: now().into(),
        last_used_at: now().into(),
        expires_at: (now() + 7.hours()).into(),
        ended_at: None,
        ended_by: None,
    }
}

async fn sign_ins_come_back_and_end(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let bo = store.person("Bo", "Al").await;
    let (first, second) = (web(&store, anna, b"\0\xff1"), web(&store, anna, b"2"));
    let mut tx = store.write().await;
    tx.insert_web_sign_in(&first).await.unwrap();
    tx.insert_web_sign_in(&second).await.unwrap();
    assert_eq!(
        tx.web_sign_in(b"\0\xff1").await.unwrap(),
        Some(first.clone())
    );
    assert_eq!(tx.web_sign_in(b"").await.unwrap(), None);
    let id = WebSignInId(first.id);
    tx.touch_web_sign_in(id, now() + 5.minutes()).await.unwrap();
    tx.touch_web_sign_in(id, now() + 1.minutes()).await.unwrap();
    let both = tx.web_sign_ins(anna).await.unwrap();
    assert_eq!(
        (both[0].id, both[1].id),
        (first.id, second.id),
        "the last used first"
    );
    assert_eq!(
        both[0].last_used_at.0,
        now() + 5.minutes(),
        "never backwards"
    );
    assert!(
        !tx.end_web_sign_in(bo, id, "x").await.unwrap(),
        "not hers to end"
    );
    assert!(tx.end_web_sign_in(anna, id, "person").await.unwrap());
    assert!(!tx.end_web_sign_in(anna, id, "person").await.unwrap());
    assert_eq!(tx.web_sign_in(b"\0\xff1").await.unwrap(), None);
    assert_eq!(tx.web_sign_ins(anna).await.unwrap().len(), 1);
    // Forgotten when it has been ended for long enough.
    tx.forget_sign_ins(now(), now()).await.unwrap();
    tx.forget_sign_ins(now() + 1.seconds(), now())
        .await
        .unwrap();
    assert_eq!(tx.web_sign_ins(anna).await.unwrap().len(), 1);
    tx.forget_sign_ins(now() + 8.hours(), now()).await.unwrap();
    assert_eq!(tx.web_sign_ins(anna).await.unwrap().len(), 0);
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    tx.insert_web_sign_in(&second).await.unwrap();
    let twice = web(&store, bo, b"2");
    assert_conflict!(tx.insert_web_sign_in(&twice).await);
}

async fn attempts_are_taken_once(engine: Engine) {
    let store = Store::open(engine).await;
    let row = |key: &[u8], minutes: i64| AttemptRow {
        key_hash: key.to_vec(),
        kind: "issuer".to_owned(),
        browser_hash: b"hers".to_vec(),
        sealed: b"\0sealed".to_vec(),
        created_at: now().into(),
        expires_at: (now() + minutes.minutes()).into(),
    };
    let mut tx = store.write().await;
    tx.insert_attempt(&row(b"k", 10)).await.unwrap();
    tx.insert_attempt(&row(b"old", 0)).await.unwrap();
    for (kind, key, browser) in [
        ("passkey", &b"k"[..], &b"hers"[..]),
        ("issuer", b"k", b"his"),
        ("issuer", b"x", b"hers"),
        ("issuer", b"old", b"hers"),
    ] {
        assert_eq!(tx.take_attempt(kind, key, browser).await.unwrap(), None);
    }
    let taken = tx.take_attempt("issuer", b"k", b"hers").await.unwrap();
    assert_eq!(taken, Some(row(b"k", 10)));
    assert_eq!(
        tx.take_attempt("issuer", b"k", b"hers").await.unwrap(),
        None
    );
    let id = SignInId(store.id());
    assert_eq!(tx.sign_in_asker(id).await.unwrap(), None);
    let asked = SignInRow {
        id: id.0,
        address_key: "a@example.org".to_owned(),
        address: "a@example.org".to_owned(),
        language: "sv".to_owned(),
        secret_hash: b"secret".to_vec(),
        code_hash: b"code".to_vec(),
        attempts_left: 5,
        created_at: now().into(),
        expires_at: now().into(),
        used_at: None,
    };
    tx.insert_sign_in(&asked).await.unwrap();
    assert_eq!(
        tx.sign_in_asker(id).await.unwrap(),
        Some((b"secret".to_vec(), "a@example.org".to_owned()))
    );
    tx.forget_sign_ins(now(), now() + 1.seconds())
        .await
        .unwrap();
    assert_eq!(tx.sign_in_asker(id).await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn staff_come_and_go(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let mut tx = store.write().await;
    assert_eq!(tx.staff_role(anna).await.unwrap(), None);
    let until = now() + 1.hours();
    tx.put_staff(anna, "auditor", b"one", until).await.unwrap();
    tx.put_staff(anna, "officer", b"two", until).await.unwrap();
    let row = tx.staff_role(anna).await.unwrap().unwrap();
    assert_eq!(
        (&*row.role, row.invited_until.unwrap().0),
        ("officer", until)
    );
    assert_eq!(tx.staff().await.unwrap(), [row]);
    assert!(!tx.use_invitation(anna, b"one").await.unwrap(), "replaced");
    assert!(tx.use_invitation(anna, b"two").await.unwrap());
    assert!(!tx.use_invitation(anna, b"two").await.unwrap(), "used");
    tx.put_staff(anna, "officer", b"old", now()).await.unwrap();
    assert!(!tx.use_invitation(anna, b"old").await.unwrap(), "too late");
    assert!(tx.end_staff(anna).await.unwrap());
    assert!(!tx.end_staff(anna).await.unwrap());
    assert_eq!(tx.staff_role(anna).await.unwrap(), None);
    assert_eq!(tx.staff().await.unwrap(), []);
    tx.put_staff(anna, "administrator", b"again", until)
        .await
        .unwrap();
    assert!(tx.staff_role(anna).await.unwrap().is_some(), "back");
    tx.commit().await.unwrap();
}

async fn passkeys_come_back_and_end(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let bo = store.person("Bo", "Al").await;
    let row = |credential: &[u8]| PasskeyRow {
        id: store.id(),
        person_id: anna.0,
        credential: credential.to_vec(),
        algorithm: "es256".to_owned(),
        public_key: b"\x04\0".to_vec(),
        sign_count: 4_294_967_295,
        name: ODD_TEXT.to_owned(),
        created_at: now().into(),
        last_used_at: None,
    };
    let mine = row(b"\0\xff");
    let mut tx = store.write().await;
    tx.insert_passkey(&mine).await.unwrap();
    assert_eq!(
        tx.passkeys(anna).await.unwrap(),
        std::slice::from_ref(&mine)
    );
    assert_eq!(tx.passkeys(bo).await.unwrap(), []);
    let found = tx.passkey_by_credential(b"\0\xff").await.unwrap();
    assert_eq!(found, Some(mine.clone()));
    let id = PasskeyId(mine.id);
    tx.use_passkey(id, 7).await.unwrap();
    let found = tx.passkey_by_credential(b"\0\xff").await.unwrap().unwrap();
    assert_eq!(
        (found.sign_count, found.last_used_at),
        (7, Some(now().into()))
    );
    assert!(!tx.end_passkey(bo, id).await.unwrap());
    assert!(tx.end_passkey(anna, id).await.unwrap());
    assert!(!tx.end_passkey(anna, id).await.unwrap());
    assert_eq!(tx.passkey_by_credential(b"\0\xff").await.unwrap(), None);
    assert_eq!(tx.passkeys(anna).await.unwrap(), []);
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_passkey(&row(b"\0\xff")).await);
}

async fn identities_belong_to_one(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let bo = store.person("Bo", "Al").await;
    let row = |person: PersonId, subject: &str| IdentityRow {
        id: store.id(),
        issuer: "https://idp.example".to_owned(),
        subject: subject.to_owned(),
        person_id: person.0,
        created_at: now().into(),
        last_used_at: None,
    };
    let hers = row(anna, "A");
    let mut tx = store.write().await;
    tx.insert_identity(&hers).await.unwrap();
    let found = tx.identity("https://idp.example", "A").await.unwrap();
    assert_eq!(found, Some(hers.clone()));
    // A subject is case-sensitive, and says nothing at another issuer.
    for (issuer, subject) in [("https://idp.example", "a"), ("https://other.example", "A")] {
        assert_eq!(tx.identity(issuer, subject).await.unwrap(), None);
    }
    let id = IdentityId(hers.id);
    tx.use_identity(id).await.unwrap();
    let all = tx.identities(anna).await.unwrap();
    assert_eq!(all[0].last_used_at, Some(now().into()));
    assert!(!tx.delete_identity(bo, id).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_identity(&row(bo, "A")).await);
    drop(tx);
    let mut tx = store.write().await;
    assert!(tx.delete_identity(anna, id).await.unwrap());
    assert_eq!(tx.identities(anna).await.unwrap(), []);
    tx.commit().await.unwrap();
}
