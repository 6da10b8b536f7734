//! Sessions, and which of them each feed shows.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{CohortId, CohortSetId, OfferingId, SessionId};
use samverkan_service::store::{
    application::ApplicationRow,
    cohort::CohortRow,
    session::{FeedSessionRow, SessionRow},
};
use uuid::Uuid;

pub(super) fn session(store: &Store, offering: OfferingId, starts_at: &str) -> SessionRow {
    let id = store.id();
    SessionRow {
        id,
        offering_id: offering.0,
        cohort_id: None,
        title: "Träff".to_owned(),
        starts_wall: "2027-01-21T10:15".to_owned(),
        ends_wall: "2027-01-21T12:00".to_owned(),
        starts_at: instant(starts_at).into(),
        ends_at: instant("2027-12-31T11:00:00Z").into(),
        mode: "online".to_owned(),
        place: None,
        online_url: None,
        teacher: None,
        compulsory: false,
        state: "published".to_owned(),
        cancel_reason: None,
        uid: format!("{id}@example.org"),
        sequence: 0,
        created_at: now().into(),
        modified_at: now().into(),
        revision: 1,
    }
}

on_both_engines!(every_column_comes_back, each_feed_shows_its_own);

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let odd = || Some(ODD_TEXT.to_owned());
    let bare = session(&store, offering, "2027-03-28T00:59:59.999999Z");
    let mut full = SessionRow {
        title: ODD_TEXT.to_owned(),
        place: odd(),
        online_url: odd(),
        teacher: odd(),
        compulsory: true,
        cancel_reason: odd(),
        sequence: i64::MAX,
        ..session(&store, offering, "2027-03-28T00:59:59.999998Z")
    };
    let id = SessionId(full.id);
    let mut tx = store.write().await;
    tx.insert_session(&bare).await.unwrap();
    tx.insert_session(&full).await.unwrap();
    assert_eq!(tx.session(id).await.unwrap().as_ref(), Some(&full));
    assert_eq!(tx.session(SessionId(store.id())).await.unwrap(), None);
    assert_eq!(
        tx.sessions(offering).await.unwrap(),
        [full.clone(), bare.clone()]
    );
    full.state = "cancelled".to_owned();
    full.place = None;
    full.starts_at = instant("2027-10-31T01:00:00Z").into();
    full.modified_at = instant("2026-11-24T00:00:00.000001Z").into();
    full.sequence = 1;
    assert_eq!(tx.update_session(&full).await.unwrap(), Some(2));
    assert_eq!(tx.update_session(&full).await.unwrap(), None, "stale");
    full.revision = 2;
    assert_eq!(tx.session(id).await.unwrap().as_ref(), Some(&full));
    let twin = SessionRow {
        id: store.id(),
        ..bare
    };
    assert_conflict!(tx.insert_session(&twin).await);
}

async fn each_feed_shows_its_own(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let set = CohortSetId(store.id());
    let cohort = |code: &str| CohortRow {
        id: store.id(),
        cohort_set_id: set.0,
        code: code.to_owned(),
        seats_min: 0,
        seats_max: 8,
        seats_target: 7,
        modality: None,
        protected_ok: false,
        times: 0,
        language: None,
        family: None,
        needs: "[]".to_owned(),
    };
    let (a, b) = (cohort("A"), cohort("B"));
    let of = |cohort: &CohortRow, at| SessionRow {
        cohort_id: Some(cohort.id),
        ..session(&store, offering, at)
    };
    let everyone = session(&store, offering, "2027-01-21T09:00:00Z");
    let of_a = of(&a, "2027-01-22T09:00:00Z");
    let of_b = of(&b, "2027-01-23T09:00:00Z");
    let elsewhere = session(&store, other, "2027-01-24T09:00:00Z");
    let admitted = |person, state: &str| ApplicationRow {
        state: state.to_owned(),
        ..store.application(offering, channel, person)
    };
    let mut tx = store.write().await;
    tx.insert_cohort_set(set, offering, "Bas", "mixed")
        .await
        .unwrap();
    tx.put_cohort(&a).await.unwrap();
    tx.put_cohort(&b).await.unwrap();
    for row in [&everyone, &of_a, &of_b, &elsewhere] {
        tx.insert_session(row).await.unwrap();
    }
    tx.insert_application(&admitted(anna, "admitted"))
        .await
        .unwrap();
    tx.insert_application(&admitted(bo, "reserve"))
        .await
        .unwrap();
    tx.put_member(set, anna, CohortId(a.id), false)
        .await
        .unwrap();

    let ids =
        |rows: &[FeedSessionRow]| rows.iter().map(|row| row.session.id).collect::<Vec<Uuid>>();
    let shown = tx.feed_sessions_of_offering(offering).await.unwrap();
    assert_eq!(ids(&shown), [everyone.id]);
    assert_eq!(
        (&*shown[0].course_code, &shown[0].cohort_code),
        ("SA123A", &None)
    );
    let shown = tx
        .feed_sessions_of_cohort(offering, CohortId(b.id))
        .await
        .unwrap();
    assert_eq!(ids(&shown), [everyone.id, of_b.id]);
    assert_eq!(shown[1].cohort_code.as_deref(), Some("B"));
    assert_eq!(shown[1].session, of_b);
    let shown = tx.feed_sessions_of_person(anna).await.unwrap();
    assert_eq!(ids(&shown), [everyone.id, of_a.id]);
    assert!(
        tx.feed_sessions_of_person(bo).await.unwrap().is_empty(),
        "a reserve has no place"
    );
    tx.put_leader(CohortId(b.id), bo).await.unwrap();
    let shown = tx.feed_sessions_of_person(bo).await.unwrap();
    assert_eq!(ids(&shown), [everyone.id, of_b.id], "as who leads a cohort");
    // Letters as they stand, anywhere in the one text or the other, on any offering.
    let of_room = SessionRow {
        place: Some("L103, 100 %_".to_owned()),
        ..session(&store, other, "2027-01-25T09:00:00Z")
    };
    let of_teacher = SessionRow {
        teacher: Some("Eva Åkesson; L103".to_owned()),
        ..of(&a, "2027-01-26T09:00:00Z")
    };
    for row in [&of_room, &of_teacher] {
        tx.insert_session(row).await.unwrap();
    }
    for (said, expected) in [
        ("L103", vec![of_room.id, of_teacher.id]),
        ("Åkesson", vec![of_teacher.id]),
        ("åkesson", vec![]),
        ("l103", vec![]),
        ("0 %_", vec![of_room.id]),
        ("0 %x", vec![]),
        ("", vec![]),
    ] {
        let shown = tx.feed_sessions_saying(said).await.unwrap();
        assert_eq!(ids(&shown), expected, "{said}");
    }
    assert!(
        !tx.delete_empty_cohort(CohortId(b.id)).await.unwrap(),
        "a session is of it"
    );
}
