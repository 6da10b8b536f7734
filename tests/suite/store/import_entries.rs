//! What import runs did, what hangs on it, and taking it away.

use super::{ODD_TEXT, Store, applications::registers, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{ApplicationId, ImportId, PersonId};
use samverkan_service::store::{
    decision::AdmissionRow, import::ImportRow, import_entry::ImportEntryRow, person::SealedIdentity,
};

on_both_engines!(
    entries_are_kept_and_marked,
    what_hangs_on_an_application_is_counted,
    only_what_is_a_mistake_is_taken_away,
    rows_of_registers_go_when_nobody_has_them,
);

async fn run(store: &Store) -> ImportRow {
    let row = ImportRow {
        id: store.id(),
        kind: "uppdrag".to_owned(),
        offering_id: None,
        file_name: ODD_TEXT.to_owned(),
        file_hash: vec![0],
        report: "{}".to_owned(),
        created_by: "token:x".to_owned(),
        created_at: now().into(),
        undone_at: None,
    };
    let mut tx = store.write().await;
    tx.insert_import(&row).await.unwrap();
    tx.commit().await.unwrap();
    row
}

async fn entries_are_kept_and_marked(engine: Engine) {
    let store = Store::open(engine).await;
    let run = run(&store).await;
    let id = ImportId(run.id);
    let anna = store.person("Anna", "Ek").await;
    let entry = |position, thing: &str, subject_id| ImportEntryRow {
        run_id: run.id,
        position,
        row_number: i64::MAX,
        thing: thing.to_owned(),
        subject_id,
        kept: vec![0, 255],
        undone_at: None,
    };
    let rows = [
        entry(0, "person", anna.0),
        entry(1, "workplace", store.id()),
        entry(2, "workplace", store.id()),
    ];
    let mut tx = store.write().await;
    assert!(!tx.import_entries_left(id).await.unwrap());
    tx.insert_import_entries(&rows).await.unwrap();
    assert!(tx.import_entries_left(id).await.unwrap());
    // Those of one kind, the last first, so many at a time.
    let all = tx.import_entries(id, "workplace", i64::MAX, 9).await;
    assert_eq!(all.unwrap(), [rows[2].clone(), rows[1].clone()]);
    let before = tx.import_entries(id, "workplace", 2, 9).await.unwrap();
    assert_eq!(before, [rows[1].clone()]);
    let one = tx.import_entries(id, "workplace", i64::MAX, 1).await;
    assert_eq!(one.unwrap(), [rows[2].clone()]);
    let mut other = rows[1].clone();
    other.kept = vec![7];
    tx.set_import_entry_kept(&other).await.unwrap();
    assert_eq!(tx.import_entry(id, 1).await.unwrap(), Some(other));
    assert_eq!(
        tx.import_entry(id, 0).await.unwrap().as_ref(),
        Some(&rows[0])
    );
    assert_eq!(tx.import_entry(id, 3).await.unwrap(), None);
    tx.set_import_report(id, "{\"a\":1}").await.unwrap();
    assert_eq!(tx.import(id).await.unwrap().unwrap().report, "{\"a\":1}");
    let own = tx.import_entries_of(anna).await.unwrap();
    assert_eq!((own.len(), &*own[0].thing), (1, "person"));
    tx.lock_import(id).await.unwrap();
    tx.import_entries_undone(id).await.unwrap();
    tx.import_entry_kept(id, 0).await.unwrap();
    tx.import_undone(id).await.unwrap();
    let kept = tx.import_entry(id, 0).await.unwrap().unwrap();
    assert_eq!(kept.undone_at, None);
    let undone = tx.import_entry(id, 1).await.unwrap().unwrap();
    assert!(undone.undone_at.is_some());
    assert!(
        tx.import_entries(id, "workplace", i64::MAX, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(tx.import(id).await.unwrap().unwrap().undone_at.is_some());
}

fn decided(store: &Store, application: uuid::Uuid, by: &str) -> AdmissionRow {
    AdmissionRow {
        id: store.id(),
        application_id: application,
        outcome: "admitted".to_owned(),
        selection_group: None,
        reserve_position: None,
        condition_text: None,
        decided_by: by.to_owned(),
        automatic: false,
        reason: None,
        decided_at: now().into(),
        template_version: 1,
        diarienummer: None,
        selection_id: None,
        findings: None,
        reason_en: None,
    }
}

async fn what_hangs_on_an_application_is_counted(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let row = store.applied(offering, channel, "Anna").await;
    let id = ApplicationId(row.id);
    let mut tx = store.write().await;
    let none = tx.application_ties(id, now().into()).await.unwrap();
    assert_eq!((none.decided, none.told, none.registered), (0, 0, 0));
    assert_eq!(tx.person_ties(row.person()).await.unwrap(), 1);
    // The run's own decision does not count; another's does.
    let own = decided(&store, row.id, "elsewhere");
    tx.insert_admission(&own).await.unwrap();
    let ties = tx.application_ties(id, now().into()).await.unwrap();
    assert_eq!(ties.decided, 0);
    let later = instant("2026-11-23T09:00:00.000001Z").into();
    let ties = tx.application_ties(id, later).await.unwrap();
    assert_eq!(ties.decided, 1);
}

async fn only_what_is_a_mistake_is_taken_away(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let row = store.applied(offering, channel, "Anna").await;
    let (id, person) = (ApplicationId(row.id), row.person());
    let mut tx = store.write().await;
    for by in ["elsewhere", "token:x"] {
        let decision = decided(&store, row.id, by);
        tx.insert_admission(&decision).await.unwrap();
    }
    tx.forget_letters(person, now().into()).await.unwrap();
    tx.forget_decisions(id, now().into()).await.unwrap();
    let left = tx.admissions(id).await.unwrap();
    assert_eq!(left.len(), 1, "our own decision stays");
    assert_eq!(left[0].decided_by, "token:x");
    drop(tx);

    let other = store.applied(offering, channel, "Bo").await;
    let bo = other.person();
    let mut tx = store.write().await;
    let identity = SealedIdentity {
        kind: "personal",
        sealed: vec![1],
        hash: vec![2],
    };
    tx.set_identity(bo, &identity).await.unwrap();
    tx.clear_identity(bo).await.unwrap();
    let cleared = tx.person(bo).await.unwrap().unwrap();
    assert_eq!((cleared.identity_hash, cleared.identity_kind), (None, None));
    tx.insert_email(bo, "bo@example.org", "bo@example.org", None)
        .await
        .unwrap();
    tx.insert_email(bo, "b@example.org", "b@example.org", None)
        .await
        .unwrap();
    tx.delete_email("b@example.org").await.unwrap();
    assert_eq!(tx.emails(bo).await.unwrap().len(), 1);
    tx.delete_application(ApplicationId(other.id))
        .await
        .unwrap();
    assert_eq!(tx.person_ties(bo).await.unwrap(), 0);
    tx.delete_person(bo).await.unwrap();
    assert!(tx.person(PersonId(bo.0)).await.unwrap().is_none());
}

async fn rows_of_registers_go_when_nobody_has_them(engine: Engine) {
    let store = Store::open(engine).await;
    registers(&store).await;
    let mut tx = store.write().await;
    let mut anna = store.person_data("Anna", "Ek");
    anna.programme = Some("LAGRV".to_owned());
    anna.workplace = Some("12345678".to_owned());
    tx.insert_person(&anna, None).await.unwrap();
    assert!(tx.programme_used("LAGRV").await.unwrap());
    assert!(tx.workplace_used("12345678").await.unwrap());
    (anna.programme, anna.workplace) = (None, None);
    tx.update_person(&anna).await.unwrap();
    assert!(!tx.programme_used("LAGRV").await.unwrap());
    assert!(!tx.workplace_used("12345678").await.unwrap());
    tx.delete_programme("LAGRV").await.unwrap();
    tx.delete_workplace("12345678").await.unwrap();
    assert!(tx.programmes().await.unwrap().is_empty());
    assert!(tx.workplaces().await.unwrap().is_empty());
}
