//! When people are busy.

use super::{ODD_TEXT, Store, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::{
    clash::Spans,
    id::{CohortId, CohortSetId, OfferingId},
};
use samverkan_service::store::{
    busy::{BusySourceRow, PracticumRow},
    cohort::CohortRow,
    registry::ProgrammeRow,
    session::SessionRow,
};

on_both_engines!(
    calendars_come_back_and_go,
    practicum_is_noted_by_the_week,
    sessions_take_up_those_who_take_part
);

fn calendar(store: &Store) -> BusySourceRow {
    BusySourceRow {
        id: store.id(),
        programme: None,
        person_id: None,
        read_at: instant("2027-03-28T00:59:59.999999Z").into(),
        spans: Spans::of_minutes([(1, 5), (4_000_000_000, 4_294_967_295)]).to_bytes(),
        account: ODD_TEXT.to_owned(),
        events: None,
        created_at: now().into(),
        revision: 1,
    }
}

async fn programme(store: &Store, code: &str) {
    let row = ProgrammeRow {
        code: code.to_owned(),
        title: "Program".to_owned(),
        family: "teaching".to_owned(),
        verified: true,
        revision: 1,
    };
    let mut tx = store.write().await;
    tx.put_programme(&row).await.unwrap();
    tx.commit().await.unwrap();
}

async fn calendars_come_back_and_go(engine: Engine) {
    let store = Store::open(engine).await;
    programme(&store, "LKP1Y").await;
    let anna = store.person("Anna", "Ek").await;
    let bo = store.person("Bo", "Al").await;
    let shared = BusySourceRow {
        programme: Some("LKP1Y".to_owned()),
        events: Some(ODD_TEXT.to_owned()),
        ..calendar(&store)
    };
    let mut own = BusySourceRow {
        person_id: Some(anna.0),
        ..calendar(&store)
    };
    let mut tx = store.write().await;
    assert!(tx.put_busy_source(&shared).await.unwrap());
    assert!(tx.put_busy_source(&own).await.unwrap());
    assert_eq!(
        tx.timetables().await.unwrap(),
        std::slice::from_ref(&shared)
    );
    assert_eq!(tx.private_calendar(anna).await.unwrap(), Some(own.clone()));
    assert_eq!(tx.private_calendar(bo).await.unwrap(), None);
    // Only what has been seen is replaced.
    own.spans = Vec::new();
    assert!(tx.put_busy_source(&own).await.unwrap());
    assert!(
        !tx.put_busy_source(&own).await.unwrap(),
        "the revision is another"
    );
    own.revision = 2;
    let kept = tx.private_calendar(anna).await.unwrap().unwrap();
    assert_eq!(kept, own);
    assert!(kept.spans().unwrap().is_empty());
    let damaged = BusySourceRow {
        spans: vec![1],
        ..own.clone()
    };
    assert!(damaged.spans().is_err());
    assert!(
        !format!("{kept:?}").contains("spans"),
        "rows end up in logs"
    );
    assert!(tx.delete_busy_source(own.id).await.unwrap());
    assert!(!tx.delete_busy_source(own.id).await.unwrap());
    tx.commit().await.unwrap();
    // One calendar of each; a programme's or a person's; nothing but times of a person's.
    for bad in [
        BusySourceRow {
            id: store.id(),
            ..shared.clone()
        },
        calendar(&store),
        BusySourceRow {
            person_id: Some(bo.0),
            ..shared.clone()
        },
        BusySourceRow {
            person_id: Some(bo.0),
            events: Some("[]".to_owned()),
            ..calendar(&store)
        },
    ] {
        let bad = BusySourceRow {
            id: store.id(),
            ..bad
        };
        let mut tx = store.write().await;
        assert!(tx.put_busy_source(&bad).await.is_err());
    }
}

async fn practicum_is_noted_by_the_week(engine: Engine) {
    let store = Store::open(engine).await;
    programme(&store, "LKP1Y").await;
    programme(&store, "SOC9Y").await;
    let row = |programme: &str, week: &str| PracticumRow {
        programme: programme.to_owned(),
        week: week.to_owned(),
        noted_by: "tester".to_owned(),
        noted_at: now().into(),
    };
    let all = [
        row("LKP1Y", "2027-03-08"),
        row("LKP1Y", "2027-03-15"),
        row("SOC9Y", "2027-03-08"),
    ];
    let mut tx = store.write().await;
    for row in &all {
        tx.insert_practicum(row).await.unwrap();
    }
    assert_eq!(tx.practicum().await.unwrap(), all);
    let gone = tx
        .forget_practicum("LKP1Y", "2027-03-15", "2027-06-07")
        .await;
    assert_eq!(gone.unwrap(), 1);
    assert_eq!(
        tx.practicum().await.unwrap(),
        [all[0].clone(), all[2].clone()]
    );
}

fn session(store: &Store, offering: OfferingId, title: &str) -> SessionRow {
    let id = store.id();
    SessionRow {
        id,
        offering_id: offering.0,
        cohort_id: None,
        title: title.to_owned(),
        starts_wall: "2027-01-21T10:15".to_owned(),
        ends_wall: "2027-01-21T12:00".to_owned(),
        starts_at: instant("2027-01-21T09:15:00Z").into(),
        ends_at: instant("2027-01-21T11:00:00Z").into(),
        mode: "campus".to_owned(),
        place: Some("T129".to_owned()),
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

async fn sessions_take_up_those_who_take_part(engine: Engine) {
    let store = Store::open(engine).await;
    let here = store.offering("SA123A-V9001V27").await;
    let there = store.offering("SA123A-V9002V27").await;
    let (inner, outer) = (
        store.channel(here, "HERE").await,
        store.channel(there, "THERE").await,
    );
    let own = store.applied(here, inner, "Anna").await;
    let theirs = store.applied(there, outer, "Bo").await;
    let (anna, stranger) = (own.person(), theirs.person());
    let elsewhere = store.application(there, outer, anna);
    let mut tx = store.write().await;
    tx.insert_application(&elsewhere).await.unwrap();
    for mut row in [own, theirs, elsewhere] {
        row.state = "admitted".to_owned();
        tx.update_application(&row).await.unwrap().unwrap();
    }
    // A cohort there, which Anna is not in.
    let (set, cohort) = (CohortSetId(store.id()), CohortId(store.id()));
    tx.insert_cohort_set(set, there, "Bas", "mixed")
        .await
        .unwrap();
    tx.put_cohort(&CohortRow {
        id: cohort.0,
        cohort_set_id: set.0,
        code: "G01".to_owned(),
        seats_min: 0,
        seats_max: 8,
        seats_target: 7,
        modality: None,
        protected_ok: false,
        times: 0,
        language: None,
        family: None,
        needs: "[]".to_owned(),
    })
    .await
    .unwrap();
    let own = session(&store, here, "här");
    let common = session(&store, there, "alla där");
    let mut group = session(&store, there, "gruppen där");
    group.cohort_id = Some(cohort.0);
    let mut gone = session(&store, there, "inställt");
    gone.state = "cancelled".to_owned();
    gone.cancel_reason = Some("skäl".to_owned());
    for row in [&own, &common, &group, &gone] {
        tx.insert_session(row).await.unwrap();
    }
    let taken = tx.taken_by_sessions(here).await.unwrap();
    let mut ids: Vec<_> = taken.iter().map(|row| row.session_id).collect();
    ids.sort_unstable();
    let mut expected = vec![own.id, common.id];
    expected.sort_unstable();
    assert_eq!(
        ids, expected,
        "neither a cohort's she is not in, nor a cancelled one"
    );
    assert!(
        taken
            .iter()
            .all(|row| row.person_id == anna.0 && row.person_id != stranger.0)
    );
    tx.put_member(set, anna, cohort, false).await.unwrap();
    assert_eq!(tx.taken_by_sessions(here).await.unwrap().len(), 3);
    // What holds a room, and between which instants.
    let between = |from: &str, to: &str| (instant(from).into(), instant(to).into());
    let (from, to) = between("2027-01-21T11:00:00Z", "2027-01-22T00:00:00Z");
    assert_eq!(tx.held_between(from, to).await.unwrap(), []);
    let (from, to) = between("2027-01-21T10:59:59Z", "2027-01-22T00:00:00Z");
    let held = tx.held_between(from, to).await.unwrap();
    assert_eq!(held.len(), 3);
    assert!(held.iter().all(|row| row.place.as_deref() == Some("T129")));
    // Private calendars of those who take part, and of nobody else.
    for person in [anna, stranger] {
        let own = BusySourceRow {
            person_id: Some(person.0),
            ..calendar(&store)
        };
        tx.put_busy_source(&own).await.unwrap();
    }
    let private = tx.private_calendars_of_offering(here).await.unwrap();
    assert_eq!(
        private.iter().map(|row| row.person_id).collect::<Vec<_>>(),
        [Some(anna.0)]
    );
}
