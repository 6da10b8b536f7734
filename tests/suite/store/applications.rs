//! Applications, decisions and registrations.

use super::{ODD_TEXT, Store, assert_conflict, instant};
use harness::{Engine, on_both_engines, sql};
use samverkan_domain::{application::ApplicationState, id::ApplicationId};
use samverkan_service::store::{
    StoreError,
    application::{ApplicationFilter, ApplicationRow},
    decision::AdmissionRow,
    registry::{ProfessionRow, ProgrammeRow, WorkplaceRow},
};

on_both_engines!(
    every_column_comes_back,
    filters_narrow_and_pages_follow,
    seats_and_queue_are_counted,
    one_active_application_and_no_number_twice,
    decisions_and_registrations,
);

pub(super) async fn registers(store: &Store) {
    let text = str::to_owned;
    let mut tx = store.write().await;
    tx.put_programme(&ProgrammeRow {
        code: text("LAGRV"),
        title: text("Lärarprogrammet"),
        family: text("teaching"),
        verified: false,
        revision: 1,
    })
    .await
    .unwrap();
    tx.put_workplace(&WorkplaceRow {
        school_unit_code: text("12345678"),
        title: text("Östra skolan"),
        municipality_code: text("0180"),
        municipality: text("Stockholm"),
        revision: 1,
    })
    .await
    .unwrap();
    tx.insert_profession_if_absent(&ProfessionRow {
        code: text("kurator"),
        title_sv: text("Kurator"),
        title_en: text("Counsellor"),
        title_key: text("kurator"),
        family: text("social_work"),
        source: text("local"),
        revision: 1,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    registers(&store).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let anna = store.person("Anna", "Ek").await;
    let bare = ApplicationRow {
        state: "superseded".to_owned(),
        ..store.application(offering, channel, anna)
    };
    let odd = || Some(ODD_TEXT.to_owned());
    let mut full = ApplicationRow {
        state: "reserve".to_owned(),
        selection_group: odd(),
        merit_tenths: Some(i64::MAX),
        reserve_position: Some(i64::MAX),
        condition_text: odd(),
        condition_due_on: Some("9999-12-31".to_owned()),
        condition_met: true,
        registration_kind: "again".to_owned(),
        programme: Some("LAGRV".to_owned()),
        profession: Some("kurator".to_owned()),
        workplace: Some("12345678".to_owned()),
        modality: Some("campus".to_owned()),
        contract: odd(),
        invoice_reference: odd(),
        head_email: odd(),
        substitute_allowed: Some(false),
        superseded_by: Some(bare.id),
        standing: "conditional".to_owned(),
        findings: odd(),
        answer_by: Some(instant("9999-12-30T00:00:00Z").into()),
        answered_at: Some(instant("1969-12-31T23:59:59.999999Z").into()),
        joint_code: odd(),
        keeps: Some(bare.id),
        interest_asked_at: Some(instant("2027-03-28T00:59:59.000001Z").into()),
        interested_at: Some(instant("2027-03-28T00:59:59.000002Z").into()),
        deferred_to: odd(),
        deputy_email: odd(),
        answer_remind_at: Some(instant("2027-01-01T00:00:00.000001Z").into()),
        created_at: instant("1969-12-31T23:59:59.999999Z").into(),
        changed_at: instant("2027-03-28T00:59:59.000001Z").into(),
        ..store.application(offering, channel, anna)
    };
    let id = full.application();
    let mut tx = store.write().await;
    tx.insert_application(&bare).await.unwrap();
    tx.insert_application(&full).await.unwrap();
    assert_eq!(
        tx.application(bare.application()).await.unwrap(),
        Some(bare)
    );
    assert_eq!(tx.application(id).await.unwrap().as_ref(), Some(&full));
    assert_eq!(
        tx.application(ApplicationId(store.id())).await.unwrap(),
        None
    );
    tx.commit().await.unwrap();

    full.state = "admitted".to_owned();
    full.substitute_allowed = None;
    full.merit_tenths = Some(i64::MIN);
    let mut tx = store.write_at("2026-12-01T00:00:00.5Z").await;
    assert_eq!(tx.update_application(&full).await.unwrap(), Some(2));
    assert_eq!(tx.update_application(&full).await.unwrap(), None, "stale");
    full.revision = 2;
    full.changed_at = instant("2026-12-01T00:00:00.5Z").into();
    assert_eq!(tx.application(id).await.unwrap(), Some(full.clone()));
    assert_eq!(full.state().unwrap(), ApplicationState::Admitted);
    full.state = "lost".to_owned();
    assert!(matches!(full.state(), Err(StoreError::Inconsistent(_))));
    assert!(tx.update_application(&full).await.is_err(), "no such state");
}

async fn filters_narrow_and_pages_follow(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let second = store.channel(other, "OTHER").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let mut rows = vec![
        store.application(offering, channel, anna),
        store.application(offering, channel, bo),
        store.application(other, second, anna),
        ApplicationRow {
            state: "refused".to_owned(),
            selection_group: Some("TPAV".to_owned()),
            ..store.application(other, second, bo)
        },
    ];
    let mut tx = store.write().await;
    for row in rows.iter().rev() {
        tx.insert_application(row).await.unwrap();
    }
    rows.sort_by_key(|row| row.id);
    let none = ApplicationFilter::default();
    assert_eq!(tx.applications(&none, 10).await.unwrap(), rows);
    assert_eq!(tx.applications(&none, 2).await.unwrap(), rows[..2]);
    let after = ApplicationFilter {
        after: Some(rows[1].id),
        ..none.clone()
    };
    assert_eq!(tx.applications(&after, 10).await.unwrap(), rows[2..]);
    let cases: [(ApplicationFilter, &[usize]); 6] = [
        (
            ApplicationFilter {
                offering: Some(offering.0),
                ..none.clone()
            },
            &[0, 1],
        ),
        (
            ApplicationFilter {
                channel: Some(second.0),
                ..none.clone()
            },
            &[2, 3],
        ),
        (
            ApplicationFilter {
                person: Some(anna.0),
                ..none.clone()
            },
            &[0, 2],
        ),
        (
            ApplicationFilter {
                state: Some(ApplicationState::Refused),
                ..none.clone()
            },
            &[3],
        ),
        (
            ApplicationFilter {
                selection_group: Some("TPAV".to_owned()),
                ..none.clone()
            },
            &[3],
        ),
        (
            ApplicationFilter {
                active: true,
                person: Some(bo.0),
                ..none.clone()
            },
            &[1],
        ),
    ];
    for (filter, expected) in cases {
        let found = tx.applications(&filter, 10).await.unwrap();
        let expected: Vec<_> = expected.iter().map(|&n| rows[n].clone()).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
    let active = tx.active_application(bo, offering).await.unwrap();
    assert_eq!(active.as_ref(), Some(&rows[1]));
    assert_eq!(tx.active_application(bo, other).await.unwrap(), None);
}

async fn seats_and_queue_are_counted(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let mut tx = store.write().await;
    let empty = tx.occupancy(channel, None).await.unwrap();
    assert_eq!(
        (
            empty.seats_taken,
            empty.reserves,
            empty.last_reserve_position
        ),
        (0, 0, 0)
    );
    assert_eq!(tx.first_in_line(channel, None).await.unwrap(), None);
    drop(tx);
    let people = [
        ("admitted", None, None),
        ("registered", None, Some(1)),
        ("reserve", None, Some(2)),
        ("reserve", None, Some(3)),
        ("withdrawn_before_registration", None, Some(7)),
        ("reserve", Some("TPAV"), Some(5)),
        ("submitted", None, None),
    ];
    for (n, (state, group, position)) in people.into_iter().enumerate() {
        let person = store.person("Person", &n.to_string()).await;
        let row = ApplicationRow {
            state: state.to_owned(),
            selection_group: group.map(str::to_owned),
            reserve_position: position,
            ..store.application(offering, channel, person)
        };
        let mut tx = store.write().await;
        tx.insert_application(&row).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = store.read().await;
    let all = tx.occupancy(channel, None).await.unwrap();
    // Who left keeps the number: 7 is the last one given.
    assert_eq!(
        (all.seats_taken, all.reserves, all.last_reserve_position),
        (2, 3, 7)
    );
    let group = tx.occupancy(channel, Some("TPAV")).await.unwrap();
    assert_eq!(
        (
            group.seats_taken,
            group.reserves,
            group.last_reserve_position
        ),
        (2, 3, 5)
    );
    assert_eq!(tx.first_in_line(channel, None).await.unwrap(), Some(2));
    assert_eq!(
        tx.first_in_line(channel, Some("TPAV")).await.unwrap(),
        Some(5)
    );
    assert_eq!(tx.first_in_line(channel, Some("X")).await.unwrap(), None);
}

async fn one_active_application_and_no_number_twice(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let reserve = |person| ApplicationRow {
        state: "reserve".to_owned(),
        reserve_position: Some(1),
        ..store.application(offering, channel, person)
    };
    let mut tx = store.write().await;
    tx.insert_application(&reserve(anna)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    let second = store.application(offering, channel, anna);
    assert_conflict!(tx.insert_application(&second).await);
    drop(tx);
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_application(&reserve(bo)).await);
    drop(tx);
    let mut tx = store.write().await;
    for (wanted, position, taken) in [
        (reserve(bo), 1, true),
        (reserve(bo), 2, false),
        (reserve(anna), 1, false),
    ] {
        let found = tx.reserve_number_taken(&wanted, position).await.unwrap();
        assert_eq!(found, taken, "{position}");
    }
    let grouped = ApplicationRow {
        selection_group: Some("TPAV".to_owned()),
        ..reserve(bo)
    };
    assert!(!tx.reserve_number_taken(&grouped, 1).await.unwrap());
    tx.insert_application(&grouped).await.unwrap();
}

async fn decisions_and_registrations(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let anna = store.person("Anna", "Ek").await;
    let row = store.application(offering, channel, anna);
    let id = row.application();
    let plain = AdmissionRow {
        id: store.id(),
        application_id: row.id,
        outcome: "reserve".to_owned(),
        selection_group: None,
        reserve_position: None,
        condition_text: None,
        decided_by: "elsewhere".to_owned(),
        automatic: false,
        reason: None,
        decided_at: instant("2026-11-23T09:00:00.000001Z").into(),
        template_version: 1,
        diarienummer: None,
        selection_id: None,
        findings: None,
        reason_en: None,
    };
    let full = AdmissionRow {
        id: store.id(),
        outcome: "admitted".to_owned(),
        selection_group: Some(ODD_TEXT.to_owned()),
        reserve_position: Some(i64::MAX),
        condition_text: Some(ODD_TEXT.to_owned()),
        automatic: true,
        reason: Some(String::new()),
        template_version: i64::MAX,
        diarienummer: Some("ORU 2026/04979".to_owned()),
        selection_id: Some(store.id()),
        findings: Some("[]".to_owned()),
        reason_en: Some(ODD_TEXT.to_owned()),
        ..plain.clone()
    };
    let mut tx = store.write().await;
    tx.insert_application(&row).await.unwrap();
    tx.insert_admission(&full).await.unwrap();
    tx.insert_admission(&plain).await.unwrap();
    assert_eq!(tx.admissions(id).await.unwrap(), [plain, full]);
    tx.insert_registration(id, "continued", "2027-01-18".parse().unwrap())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let registration = || async {
        let query = "SELECT kind, registered_on, ended_on FROM registration";
        sql::rows::<(String, String, Option<String>)>(&store.database, query).await
    };
    let (kind, on) = ("continued".to_owned(), "2027-01-18".to_owned());
    assert_eq!(registration().await, [(kind.clone(), on.clone(), None)]);
    let mut tx = store.write().await;
    tx.end_registration(id, "2027-02-08".parse().unwrap())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        registration().await,
        [(kind, on, Some("2027-02-08".to_owned()))]
    );
    let mut tx = store.write().await;
    let again = tx.insert_registration(id, "first", "2027-01-18".parse().unwrap());
    assert_conflict!(again.await);
}
