//! Notices, who attends what, and who has been told.

use super::{ODD_TEXT, Store, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{
    CohortId, CohortSetId, MessageId, NoticeId, OfferingId, PersonId, SessionId,
};
use samverkan_service::store::{
    cohort::CohortRow,
    notice::{NoticeFilter, NoticeRow},
    outbox::NewMessage,
    person::PersonRow,
    session::SessionRow,
    told::{NewTold, ToldCounts},
};
use uuid::Uuid;

on_both_engines!(
    every_column_comes_back,
    what_waits_is_one_a_session,
    what_is_due_is_found_and_put_off,
    who_attends_is_counted_once,
    who_has_been_told_is_kept
);

async fn session(store: &Store, offering: OfferingId, cohort: Option<Uuid>) -> SessionId {
    let id = store.id();
    let row = SessionRow {
        id,
        offering_id: offering.0,
        cohort_id: cohort,
        title: "Träff".to_owned(),
        starts_wall: "2027-01-21T10:15".to_owned(),
        ends_wall: "2027-01-21T12:00".to_owned(),
        starts_at: now().into(),
        ends_at: now().into(),
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
    };
    let mut tx = store.write().await;
    tx.insert_session(&row).await.unwrap();
    tx.commit().await.unwrap();
    SessionId(id)
}

fn notice(store: &Store, offering: OfferingId, session: SessionId) -> NoticeRow {
    NoticeRow {
        id: store.id(),
        offering_id: offering.0,
        session_id: session.0,
        state: "pending".to_owned(),
        news: "changed".to_owned(),
        session_before: None,
        session_after: ODD_TEXT.to_owned(),
        way: "digest".to_owned(),
        due_at: instant("2026-11-23T15:00:00.000001Z").into(),
        created_at: instant("2026-11-23T08:00:00Z").into(),
        run_at: instant("2026-11-23T08:30:00Z").into(),
        edited_at: instant("2026-11-23T09:00:00Z").into(),
        edits: 3,
        edited_by: "token:x".to_owned(),
        audience: None,
        settled_at: None,
        settled_by: None,
        reason: None,
        revision: 1,
    }
}

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let session = session(&store, offering, None).await;
    let mut row = NoticeRow {
        session_before: Some(ODD_TEXT.to_owned()),
        audience: Some(vec![0, 255, 7]),
        ..notice(&store, offering, session)
    };
    let id = NoticeId(row.id);
    let mut tx = store.write().await;
    tx.insert_notice(&row).await.unwrap();
    assert_eq!(tx.notice(id).await.unwrap().as_ref(), Some(&row));
    assert_eq!(
        tx.pending_notice(session).await.unwrap().as_ref(),
        Some(&row)
    );
    assert_eq!(tx.notice(NoticeId(store.id())).await.unwrap(), None);
    row.state = "discarded".to_owned();
    row.news = "cancelled".to_owned();
    row.way = "at_once".to_owned();
    row.edits = i64::MAX;
    row.audience = None;
    row.settled_at = Some(instant("2026-11-23T10:00:00.000001Z").into());
    row.settled_by = Some("service".to_owned());
    row.reason = Some(ODD_TEXT.to_owned());
    assert!(tx.update_notice(&row).await.unwrap());
    row.revision = 2;
    assert_eq!(tx.notice(id).await.unwrap().as_ref(), Some(&row));
    // What is settled stays so, at any revision.
    row.reason = None;
    assert!(!tx.update_notice(&row).await.unwrap());
    assert_eq!(tx.pending_notice(session).await.unwrap(), None);
}

async fn what_waits_is_one_a_session(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let session = session(&store, offering, None).await;
    let first = notice(&store, offering, session);
    let mut tx = store.write().await;
    tx.insert_notice(&first).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert!(
        tx.insert_notice(&notice(&store, offering, session))
            .await
            .is_err()
    );
    drop(tx);
    let mut tx = store.write().await;
    let mut stale = first.clone();
    stale.revision = 7;
    assert!(!tx.update_notice(&stale).await.unwrap());
    let sent = NoticeRow {
        state: "sent".to_owned(),
        settled_at: Some(now().into()),
        ..first.clone()
    };
    assert!(tx.update_notice(&sent).await.unwrap());
    let second = notice(&store, offering, session);
    tx.insert_notice(&second).await.unwrap();
    let ids = |rows: Vec<NoticeRow>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let all = NoticeFilter::default();
    assert_eq!(
        ids(tx.notices(&all, 9).await.unwrap()),
        [second.id, first.id]
    );
    assert_eq!(ids(tx.notices(&all, 1).await.unwrap()), [second.id]);
    let of = |offering: OfferingId| NoticeFilter {
        offering: Some(offering.0),
        ..NoticeFilter::default()
    };
    assert_eq!(tx.notices(&of(offering), 9).await.unwrap().len(), 2);
    assert_eq!(tx.notices(&of(other), 9).await.unwrap(), []);
    let filter = NoticeFilter {
        state: Some("sent".to_owned()),
        before: Some(second.id),
        ..of(offering)
    };
    assert_eq!(ids(tx.notices(&filter, 9).await.unwrap()), [first.id]);
}

async fn what_is_due_is_found_and_put_off(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let here = notice(&store, offering, session(&store, offering, None).await);
    let there = notice(&store, other, session(&store, other, None).await);
    let mut tx = store.write().await;
    tx.insert_notice(&here).await.unwrap();
    tx.insert_notice(&there).await.unwrap();
    let before = instant("2026-11-23T15:00:00Z").into();
    assert_eq!(tx.notices_due(before).await.unwrap(), []);
    let rows = tx.notices_due(here.due_at).await.unwrap();
    assert_eq!(rows, [here.clone(), there.clone()]);
    assert_eq!(tx.hasten_notices(offering).await.unwrap(), 1);
    let hurried = NoticeRow {
        due_at: now().into(),
        way: "at_once".to_owned(),
        revision: 2,
        ..here
    };
    assert_eq!(tx.notices_due(now().into()).await.unwrap(), [hurried]);
    // Three days and no longer: only a clock that has been put back lets anything wait so.
    let most = instant("2026-11-20T15:00:00.000001Z").into();
    assert_eq!(tx.notices_due(most).await.unwrap(), []);
    let more = instant("2026-11-20T15:00:00Z").into();
    assert_eq!(tx.notices_due(more).await.unwrap(), [there]);
    assert_eq!(tx.lock_notices().await.unwrap(), None);
    tx.note_digest().await.unwrap();
    assert_eq!(tx.lock_notices().await.unwrap(), Some(now().into()));
}

async fn who_attends_is_counted_once(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let guest = store.offering("SA123A-V9002V27").await;
    let (open, other) = (
        store.channel(offering, "A").await,
        store.channel(guest, "B").await,
    );
    let (set, cohort) = (CohortSetId(store.id()), CohortId(store.id()));
    let place = async |offering, channel, name: &str, state: &str| {
        let person = store.person(name, "Ek").await;
        let mut row = store.application(offering, channel, person);
        row.state = state.to_owned();
        let mut tx = store.write().await;
        tx.insert_application(&row).await.unwrap();
        tx.commit().await.unwrap();
        person
    };
    let anna = place(offering, open, "Anna", "admitted").await;
    let bo = place(offering, open, "Bo", "completed").await;
    place(offering, open, "Cia", "reserve").await;
    place(offering, open, "Dan", "withdrawn_early").await;
    let eva = place(guest, other, "Eva", "registered").await;
    let leader = store.person("Fia", "Ek").await;
    let mut tx = store.write().await;
    tx.insert_cohort_set(set, offering, "Grupper", "mixed")
        .await
        .unwrap();
    tx.put_cohort(&CohortRow {
        id: cohort.0,
        cohort_set_id: set.0,
        code: "G01".to_owned(),
        seats_min: 1,
        seats_max: 9,
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
    tx.put_member(set, anna, cohort, false).await.unwrap();
    let ids = async |tx: &mut samverkan_service::store::Tx, cohort| {
        let rows = tx.attending(offering, cohort).await.unwrap();
        let ids: Vec<PersonId> = rows.iter().map(PersonRow::person).collect();
        assert_eq!(tx.attending_ids(offering, cohort).await.unwrap(), ids);
        ids
    };
    let sorted = |mut people: Vec<PersonId>| {
        people.sort();
        people
    };
    assert_eq!(ids(&mut tx, None).await, sorted(vec![anna, bo]));
    assert_eq!(ids(&mut tx, Some(cohort)).await, [anna]);
    // Leaders, and those of offerings that share the cohorts.
    tx.put_leader(cohort, leader).await.unwrap();
    tx.put_leader(cohort, anna).await.unwrap();
    assert_eq!(ids(&mut tx, Some(cohort)).await, sorted(vec![anna, leader]));
    tx.commit().await.unwrap();
    let host = match engine {
        Engine::Sqlite => format!("x'{}'", offering.0.simple()),
        Engine::Postgres => format!("'{}'", offering.0),
    };
    let share = format!("UPDATE offering SET cohorts_of = {host} WHERE code = 'SA123A-V9002V27'");
    harness::sql::run(&store.database, &share).await.unwrap();
    let mut tx = store.read().await;
    assert_eq!(
        ids(&mut tx, None).await,
        sorted(vec![anna, bo, eva, leader])
    );
}

async fn who_has_been_told_is_kept(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let row = notice(&store, offering, session(&store, offering, None).await);
    let id = NoticeId(row.id);
    let mut people = Vec::new();
    for name in ["Anna", "Bo", "Cia", "Dan"] {
        people.push(store.person(name, "Ek").await);
    }
    let mut tx = store.write().await;
    tx.insert_notice(&row).await.unwrap();
    let mut told = Vec::new();
    for person in &people[..3] {
        let message = MessageId(store.id());
        let new = NewMessage {
            id: message,
            person: Some(*person),
            to_name: "",
            to_address: "a@example.org",
            language: "sv",
            letter: ODD_TEXT,
            urgent: false,
        };
        tx.enqueue(&new).await.unwrap();
        told.push(NewTold {
            notice: id,
            person: *person,
            message: Some(message.0),
        });
    }
    told.push(NewTold {
        notice: id,
        person: people[3],
        message: None,
    });
    tx.insert_told(&told).await.unwrap();
    let message = |n: usize| MessageId(told[n].message.unwrap());
    tx.message_delivered(message(0)).await.unwrap();
    tx.message_failed(message(1), "550").await.unwrap();
    let counts = ToldCounts {
        people: 4,
        waiting: 1,
        delivered: 1,
        failed: 1,
    };
    assert_eq!(tx.told_counts(id).await.unwrap(), counts);
    assert_eq!(
        tx.told_counts(NoticeId(store.id())).await.unwrap(),
        ToldCounts::default()
    );
    let rows = tx.told(id, None, 9).await.unwrap();
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.person.person(), row.message_id))
        .collect();
    let expected: Vec<_> = told
        .iter()
        .map(|told| (told.person, told.message))
        .collect();
    assert_eq!(found, expected);
    assert!(rows[0].done_at.is_some() && rows[1].failed_at.is_some());
    assert!(rows[2].done_at.is_none() && rows[2].failed_at.is_none());
    let rest = tx.told(id, Some(people[1].0), 1).await.unwrap();
    assert_eq!(
        rest.iter()
            .map(|row| row.person.person())
            .collect::<Vec<_>>(),
        [people[2]]
    );
    let letter = tx.told_by(id, people[0]).await.unwrap().unwrap();
    assert_eq!((letter.id, &*letter.letter), (message(0).0, ODD_TEXT));
    assert!(tx.told_by(id, people[3]).await.unwrap().is_none());
    // The same person is told of the same thing once.
    assert!(tx.insert_told(&told[..1]).await.is_err());
}
