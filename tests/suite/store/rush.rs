//! Statements over many rows: what they write is what the statements over one row read.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::MessageId;
use samverkan_service::store::{
    application::ApplicationRow,
    decision::AdmissionRow,
    idempotency::IdempotencyRow,
    outbox::NewMessage,
    rush::{Asking, NewAnswer},
};

on_both_engines!(
    applications_and_decisions,
    letters_and_answers,
    askers_with_what_is_stored_of_them,
    one_row_too_many_is_known_as_such,
);

async fn applications_and_decisions(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let (anna, bo) = (store.person("A", "A").await, store.person("B", "B").await);
    let bare = store.application(offering, channel, anna);
    let odd = Some(ODD_TEXT.to_owned());
    let at = instant("1969-12-31T23:59:59.999999Z").into();
    let full = ApplicationRow {
        state: "reserve".to_owned(),
        selection_group: odd.clone(),
        merit_tenths: Some(i64::MIN),
        reserve_position: Some(i64::MAX),
        condition_text: odd.clone(),
        condition_due_on: Some("2027-01-18".to_owned()),
        condition_met: true,
        registration_kind: "again".to_owned(),
        modality: Some("campus".to_owned()),
        contract: odd.clone(),
        invoice_reference: Some(String::new()),
        head_email: odd.clone(),
        substitute_allowed: Some(false),
        superseded_by: Some(bare.id),
        created_at: at,
        changed_at: instant("9999-12-30T00:00:00.123456Z").into(),
        standing: "conditional".to_owned(),
        findings: Some("[\"\\u0041\"]".to_owned()),
        answer_by: Some(at),
        answered_at: Some(at),
        joint_code: odd.clone(),
        keeps: Some(bare.id),
        interest_asked_at: Some(at),
        interested_at: Some(at),
        deferred_to: odd.clone(),
        deputy_email: odd.clone(),
        answer_remind_at: Some(at),
        ..store.application(offering, channel, bo)
    };
    let plain = AdmissionRow {
        id: store.id(),
        application_id: full.id,
        outcome: "reserve".to_owned(),
        selection_group: None,
        reserve_position: None,
        condition_text: None,
        decided_by: "service".to_owned(),
        automatic: false,
        reason: None,
        decided_at: at,
        template_version: 1,
        diarienummer: None,
        selection_id: None,
        findings: None,
        reason_en: None,
    };
    let decided = AdmissionRow {
        id: store.id(),
        selection_group: odd.clone(),
        reserve_position: Some(i64::MAX),
        condition_text: odd.clone(),
        automatic: true,
        reason: odd.clone(),
        diarienummer: odd.clone(),
        selection_id: Some(store.id()),
        findings: odd.clone(),
        reason_en: odd,
        ..plain.clone()
    };
    let mut tx = store.database.rush(now()).await.unwrap();
    let rows = [bare.clone(), full.clone()];
    tx.insert_applications(&rows).await.unwrap();
    let decisions = [plain.clone(), decided.clone()];
    tx.insert_admissions(&decisions).await.unwrap();
    for row in rows {
        let found = tx.application(row.application()).await.unwrap();
        assert_eq!(found, Some(row));
    }
    let found = tx.admissions(full.application()).await.unwrap();
    assert_eq!(found, decisions);
    tx.commit().await.unwrap();
    changed_together_as_one_by_one(&store, bare, full).await;
}

/// Every column of the one takes the place of the other's; who has changed meanwhile is left alone
/// and not counted.
async fn changed_together_as_one_by_one(store: &Store, bare: ApplicationRow, full: ApplicationRow) {
    let wanted = |from: &ApplicationRow, to: &ApplicationRow| ApplicationRow {
        id: to.id,
        person_id: to.person_id,
        created_at: to.created_at,
        superseded_by: from.superseded_by.map(|_| from.id),
        keeps: from.keeps.map(|_| to.id),
        reserve_position: from.reserve_position,
        ..from.clone()
    };
    let (one, two) = (wanted(&full, &bare), wanted(&bare, &full));
    let later = instant("2026-12-01T00:00:00.5Z");
    for together in [true, false] {
        let mut tx = store.write_at("2026-12-01T00:00:00.5Z").await;
        // First away with what is unique.
        let cleared = [&bare, &full].map(|row| ApplicationRow {
            state: "superseded".to_owned(),
            reserve_position: None,
            ..row.clone()
        });
        assert_eq!(tx.update_applications(&cleared).await.unwrap(), 2);
        let rows = [&one, &two].map(|row| ApplicationRow {
            revision: 2,
            ..row.clone()
        });
        if together {
            assert_eq!(tx.update_applications(&rows).await.unwrap(), 2);
            assert_eq!(tx.update_applications(&rows).await.unwrap(), 0, "stale");
        } else {
            for row in &rows {
                assert_eq!(tx.update_application(row).await.unwrap(), Some(3));
            }
        }
        for row in rows {
            let expected = ApplicationRow {
                revision: 3,
                changed_at: later.into(),
                ..row
            };
            let found = tx.application(expected.application()).await.unwrap();
            assert_eq!(found, Some(expected), "together: {together}");
        }
        tx.rollback().await.unwrap();
    }
}

async fn letters_and_answers(engine: Engine) {
    let store = Store::open(engine).await;
    let anna = store.person("Anna", "Ek").await;
    let new = |letter, person| NewMessage {
        id: MessageId(store.id()),
        person,
        to_name: ODD_TEXT,
        to_address: "anna@example.org",
        language: "en",
        letter,
        urgent: false,
    };
    let mut tx = store.database.rush(now()).await.unwrap();
    let letters = [new("{}", Some(anna)), new(ODD_TEXT, None)];
    tx.enqueue_all(&letters).await.unwrap();
    tx.enqueue(&new("one", Some(anna))).await.unwrap();
    let mut rows = tx.messages(None, None, 9).await.unwrap();
    rows.reverse();
    let texts: Vec<&str> = rows.iter().map(|row| &*row.letter).collect();
    assert_eq!(texts, ["{}", ODD_TEXT, "one"]);
    assert_eq!((rows[0].person_id, rows[1].person_id), (Some(anna.0), None));
    for row in &mut rows {
        (row.id, row.person_id, row.letter) = (anna.0, None, String::new());
    }
    assert!(rows[0] == rows[2] && rows[1] == rows[2], "as one by one");

    let answer = |key_hash, answer| NewAnswer {
        key_hash,
        fingerprint: b"\0print",
        status: i64::MAX,
        answer,
    };
    let kept = [answer(b"\0a", ODD_TEXT), answer(b"\xff", "")];
    tx.keep_answers(&kept).await.unwrap();
    let expected = IdempotencyRow {
        fingerprint: b"\0print".to_vec(),
        status: i64::MAX,
        answer: ODD_TEXT.to_owned(),
    };
    assert_eq!(tx.kept_answer(b"\0a").await.unwrap(), Some(expected));
    assert!(!tx.claim_key(b"\xff", b"other").await.unwrap());
    let early = tx.forget_answers_before(now()).await.unwrap();
    assert_eq!(early, 0, "kept now");
}

async fn askers_with_what_is_stored_of_them(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let elsewhere = store.channel(other, "OTHER").await;
    let (anna, bo) = (store.person("A", "A").await, store.person("B", "B").await);
    let active = ApplicationRow {
        state: "reserve".to_owned(),
        reserve_position: Some(7),
        ..store.application(offering, channel, anna)
    };
    let left = ApplicationRow {
        state: "withdrawn_early".to_owned(),
        ..store.application(offering, channel, anna)
    };
    let mut tx = store.database.rush(now()).await.unwrap();
    tx.insert_email(anna, "a@example.org", "A@example.org", None)
        .await
        .unwrap();
    tx.insert_email(anna, "b@example.org", "B@example.org", None)
        .await
        .unwrap();
    let there = store.application(other, elsewhere, bo);
    tx.insert_applications(&[active.clone(), left, there])
        .await
        .unwrap();
    let kept = NewAnswer {
        key_hash: b"\0k",
        fingerprint: b"f",
        status: 1,
        answer: "yes",
    };
    tx.keep_answers(&[kept]).await.unwrap();
    let ask = |person: samverkan_domain::id::PersonId, key_hash| Asking {
        person: person.0,
        key_hash,
    };
    let nobody = samverkan_domain::id::PersonId(store.id());
    let asking = [
        ask(bo, Some(b"\0k".as_slice())),
        ask(nobody, None),
        ask(anna, None),
        ask(bo, Some(b"other")),
    ];
    let askers = tx.askers(offering, &asking).await.unwrap();
    let numbers: Vec<i64> = askers.iter().map(|asker| asker.n).collect();
    assert_eq!(numbers, [0, 2, 3], "in order, without who does not exist");
    assert_eq!(askers[0].kept_fingerprint.as_deref(), Some(&b"f"[..]));
    assert_eq!(askers[0].kept_answer.as_deref(), Some("yes"));
    assert_eq!(
        askers[0].active_id, None,
        "another offering's does not count"
    );
    assert!(askers[1].person == tx.person(anna).await.unwrap().unwrap());
    assert_eq!(askers[1].person.address.as_deref(), Some("A@example.org"));
    assert_eq!(askers[1].active_id, Some(active.id));
    assert_eq!(askers[1].active_channel, Some(channel.0));
    assert_eq!(askers[1].active_state.as_deref(), Some("reserve"));
    assert_eq!(askers[1].active_position, Some(7));
    assert_eq!(askers[1].active_since, Some(now().into()));
    assert_eq!(
        (&askers[1].kept_answer, &askers[2].kept_answer),
        (&None, &None)
    );
}

async fn one_row_too_many_is_known_as_such(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let anna = store.person("Anna", "Ek").await;
    let row = || store.application(offering, channel, anna);
    let mut tx = store.database.rush(now()).await.unwrap();
    let twice = tx.insert_applications(&[row(), row()]).await;
    assert!(twice.as_ref().unwrap_err().is_of_a_row());
    assert_conflict!(twice);
    drop(tx);
    let strange = ApplicationRow {
        state: "strange".to_owned(),
        ..row()
    };
    let mut tx = store.database.rush(now()).await.unwrap();
    let refused = tx.insert_applications(&[strange]).await.unwrap_err();
    assert!(refused.is_of_a_row(), "{refused:?}");
    drop(tx);
    store.database.close().await;
    let Err(closed) = store.database.rush(now()).await else {
        panic!("the database is closed")
    };
    assert!(!closed.is_of_a_row());
}
