//! What reports count.

use super::{Store, cohorts::cohort, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{CohortId, CohortSetId, MessageId};
use samverkan_service::store::{
    application::ApplicationRow,
    outbox::NewMessage,
    presence::PresenceRow,
    registry::ProgrammeRow,
    report::{LetterCounts, MemberCountRow},
};

on_both_engines!(
    how_far_applications_have_come,
    the_registered_are_counted_by_when_they_were_seen,
    members_letters_and_programmes_are_counted,
);

async fn set_state(store: &Store, row: &mut ApplicationRow, state: &str) {
    state.clone_into(&mut row.state);
    let mut tx = store.write().await;
    tx.update_application(row).await.unwrap();
    if ["registered", "withdrawn_early", "withdrawn_late"].contains(&state) {
        let day = "2027-01-18".parse().unwrap();
        let id = row.application();
        tx.insert_registration(id, "first", day).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn how_far_applications_have_come(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    // State, standing, whether an answer was asked for and given, and the stage.
    for (state, standing, asked, answered) in [
        ("refused", "not_eligible", false, false),
        ("refused", "eligible", false, false),
        ("submitted", "conditional", false, false),
        ("called", "eligible", false, false),
        ("admitted", "eligible", true, false),
        ("admitted", "eligible", false, false),
        ("accepted", "eligible", true, true),
        ("withdrawn_before_registration", "eligible", true, true),
        ("withdrawn_early", "eligible", false, false),
        ("withdrawn_late", "eligible", false, false),
        ("registered", "not_eligible", false, false),
    ] {
        let mut row = store.applied(offering, channel, state).await;
        standing.clone_into(&mut row.standing);
        row.answer_by = asked.then(|| now().into());
        row.answered_at = answered.then(|| now().into());
        set_state(&store, &mut row, state).await;
    }
    let mut tx = store.read().await;
    let reached = tx.reached(offering).await.unwrap();
    assert_eq!(reached, [(0, 1), (1, 2), (2, 2), (3, 3), (4, 1), (5, 2)]);
}

async fn the_registered_are_counted_by_when_they_were_seen(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let mut rows = Vec::new();
    for name in ["Anna", "Bo", "Cia", "Dan"] {
        let mut row = store.applied(offering, channel, name).await;
        let state = if name == "Dan" {
            "admitted"
        } else {
            "registered"
        };
        set_state(&store, &mut row, state).await;
        rows.push(row);
    }
    let mut tx = store.write().await;
    // Dan is not registered; what comes before the course or after today is not counted.
    for (n, day) in [
        (0, "2027-01-18"),
        (0, "2027-01-25"),
        (0, "2027-02-25"),
        (1, "2027-01-10"),
        (3, "2027-01-18"),
    ] {
        let seen = PresenceRow {
            application_id: rows[n].id,
            kind: "meeting".to_owned(),
            on_day: day.to_owned(),
            noted_by: "tester".to_owned(),
            noted_at: now().into(),
        };
        tx.note_presence(&seen).await.unwrap();
    }
    let mut counts = tx
        .last_seen_counts(offering, "2027-01-18", "2027-02-08")
        .await
        .unwrap();
    counts.sort();
    let expected = [(None, 2), (Some("2027-01-25".to_owned()), 1)];
    assert_eq!(counts, expected);
}

async fn members_letters_and_programmes_are_counted(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let programme = ProgrammeRow {
        code: "SOC9Y".to_owned(),
        title: "Socionom".to_owned(),
        family: "social_work".to_owned(),
        verified: false,
        revision: 1,
    };
    let mut tx = store.write().await;
    tx.put_programme(&programme).await.unwrap();
    tx.commit().await.unwrap();
    let mut anna = store.applied(offering, channel, "Anna").await;
    let mut bo = store.applied(offering, channel, "Bo").await;
    let stranger = store.person("Stina", "Ek").await;
    anna.programme = Some("SOC9Y".to_owned());
    set_state(&store, &mut anna, "admitted").await;
    set_state(&store, &mut bo, "admitted").await;
    let set = CohortSetId(store.id());
    let row = cohort(&store, set, "G01");
    let mut tx = store.write().await;
    tx.insert_cohort_set(set, offering, "Bas", "mixed")
        .await
        .unwrap();
    tx.put_cohort(&row).await.unwrap();
    for one in [&anna, &bo] {
        let cohort = CohortId(row.id);
        tx.put_member(set, one.person(), cohort, false)
            .await
            .unwrap();
    }
    for person in [
        Some(anna.person()),
        Some(anna.person()),
        Some(stranger),
        None,
    ] {
        let letter = NewMessage {
            id: MessageId(store.id()),
            person,
            to_name: "x",
            to_address: "x@example.org",
            language: "sv",
            letter: "{}",
            urgent: false,
        };
        tx.enqueue(&letter).await.unwrap();
        if person == Some(stranger) {
            tx.message_failed(letter.id, "no").await.unwrap();
        }
    }
    let members = MemberCountRow {
        set_name: "Bas".to_owned(),
        code: "G01".to_owned(),
        profession: None,
        programme: None,
        people: 2,
    };
    assert_eq!(tx.member_counts(offering).await.unwrap(), [members]);
    // Letters of those who have applied, and of nobody else.
    let letters = LetterCounts {
        delivered: 0,
        waiting: 2,
        failed: 0,
    };
    assert_eq!(tx.letter_counts(offering).await.unwrap(), letters);
    let programmes = tx.programmes_of(offering).await.unwrap();
    assert_eq!(programmes, [(anna.person().0, "Socionom".to_owned())]);
}
