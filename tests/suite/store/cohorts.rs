//! Cohort sets, cohorts, members, rules and plans.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, NOW, on_both_engines};
use samverkan_domain::id::{CohortId, CohortPlanId, CohortSetId, OfferingId, PersonId};
use samverkan_service::store::{
    availability::AvailabilityRow,
    cohort::{CohortRow, CohortRuleRow, CohortSetRow, MemberRow},
    cohort_plan::CohortPlanRow,
    facilitator::{FacilitatorRow, LeaderRow},
};

pub(super) fn cohort(store: &Store, set: CohortSetId, code: &str) -> CohortRow {
    CohortRow {
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
    }
}

on_both_engines!(
    sets_cohorts_and_members,
    rules_come_and_go,
    a_plan_is_decided_once,
    availability_is_noted_and_forgotten,
    facilitators_are_noted_and_lead
);

async fn sets_cohorts_and_members(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let (set, elsewhere) = (CohortSetId(store.id()), CohortSetId(store.id()));
    let mut tx = store.write().await;
    tx.insert_cohort_set(set, offering, "Bas", "mixed")
        .await
        .unwrap();
    tx.insert_cohort_set(elsewhere, other, "Bas", "expert")
        .await
        .unwrap();
    let row = CohortSetRow {
        id: set.0,
        offering_id: offering.0,
        name: "Bas".to_owned(),
        kind: "mixed".to_owned(),
        created_at: now().into(),
        revision: 1,
    };
    assert_eq!(tx.cohort_sets(offering).await.unwrap(), [row]);
    let mut b = cohort(&store, set, "B");
    let a = CohortRow {
        code: "A".to_owned(),
        modality: Some("distance".to_owned()),
        protected_ok: true,
        times: 1 << 24,
        language: Some("en".to_owned()),
        family: Some("health".to_owned()),
        needs: r#"[{"family":"health","min":2}]"#.to_owned(),
        seats_max: i64::MAX,
        seats_target: i64::MIN,
        ..cohort(&store, set, "A")
    };
    let far = cohort(&store, elsewhere, "A");
    for row in [&b, &a, &far] {
        tx.put_cohort(row).await.unwrap();
    }
    b.seats_min = 3;
    b.modality = Some("campus".to_owned());
    tx.put_cohort(&b).await.unwrap();
    assert_eq!(tx.cohorts(set).await.unwrap(), [a.clone(), b.clone()]);
    assert_eq!(
        tx.cohorts_of_offering(offering).await.unwrap(),
        [a.clone(), b.clone()]
    );
    assert_eq!(tx.cohort(CohortId(a.id)).await.unwrap(), Some(a.clone()));
    assert_eq!(tx.cohort(CohortId(store.id())).await.unwrap(), None);
    assert_eq!(
        tx.offering_of_cohort(CohortId(far.id)).await.unwrap(),
        Some(other)
    );
    assert_eq!(
        tx.offering_of_cohort(CohortId(store.id())).await.unwrap(),
        None
    );

    tx.put_member(set, anna, CohortId(a.id), false)
        .await
        .unwrap();
    tx.put_member(set, bo, CohortId(a.id), false).await.unwrap();
    tx.put_member(elsewhere, anna, CohortId(far.id), false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2026-11-23T09:00:00.000001Z").await;
    tx.put_member(set, anna, CohortId(b.id), true)
        .await
        .unwrap();
    let moved = MemberRow {
        cohort_set_id: set.0,
        person_id: anna.0,
        cohort_id: b.id,
        locked: true,
        placed_at: instant("2026-11-23T09:00:00.000001Z").into(),
    };
    let stayed = MemberRow {
        person_id: bo.0,
        cohort_id: a.id,
        locked: false,
        placed_at: instant(NOW).into(),
        ..moved.clone()
    };
    assert_eq!(tx.members(set).await.unwrap(), [moved.clone(), stayed]);
    assert_eq!(tx.memberships(anna).await.unwrap().len(), 2);
    assert_eq!(tx.memberships(anna).await.unwrap()[0], moved);
    assert!(
        !tx.delete_empty_cohort(CohortId(b.id)).await.unwrap(),
        "not empty"
    );
    assert_eq!(tx.remove_member(offering, anna).await.unwrap(), 1);
    assert_eq!(tx.remove_member(offering, anna).await.unwrap(), 0);
    assert_eq!(tx.memberships(anna).await.unwrap()[0].cohort_id, far.id);
    assert!(!tx.remove_from_set(set, anna).await.unwrap());
    assert!(tx.remove_from_set(set, bo).await.unwrap());
    assert!(tx.members(set).await.unwrap().is_empty());
    assert!(!tx.delete_empty_cohort_set(set).await.unwrap(), "not empty");
    assert!(tx.delete_empty_cohort(CohortId(b.id)).await.unwrap());
    assert!(
        !tx.delete_empty_cohort(CohortId(b.id)).await.unwrap(),
        "gone"
    );
    tx.commit().await.unwrap();

    let mut tx = store.write().await;
    assert_conflict!(tx.put_cohort(&cohort(&store, set, "A")).await);
    drop(tx);
    let mut tx = store.write().await;
    let twice = tx
        .insert_cohort_set(CohortSetId(store.id()), offering, "Bas", "mixed")
        .await;
    assert_conflict!(twice);
}

async fn rules_come_and_go(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let rule = CohortRuleRow {
        id: store.id(),
        offering_id: offering.0,
        kind: "apart".to_owned(),
        person_id: store.person("Anna", "Ek").await.0,
        other_id: store.person("Bo", "Al").await.0,
        reason: ODD_TEXT.to_owned(),
        created_at: instant("2026-11-23T09:00:00.000001Z").into(),
    };
    let mut tx = store.write().await;
    tx.insert_cohort_rule(&rule).await.unwrap();
    assert_eq!(
        tx.cohort_rules(offering).await.unwrap(),
        std::slice::from_ref(&rule)
    );
    assert!(tx.cohort_rules(other).await.unwrap().is_empty());
    assert!(
        !tx.delete_cohort_rule(other, rule.id).await.unwrap(),
        "not of that offering"
    );
    assert!(tx.delete_cohort_rule(offering, rule.id).await.unwrap());
    assert!(tx.cohort_rules(offering).await.unwrap().is_empty());
    let alone = CohortRuleRow {
        other_id: rule.person_id,
        ..rule
    };
    assert!(tx.insert_cohort_rule(&alone).await.is_err(), "with oneself");
}

async fn a_plan_is_decided_once(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let plan = CohortPlanRow {
        id: store.id(),
        offering_id: offering.0,
        set_name: "Bas".to_owned(),
        state: "proposed".to_owned(),
        basis: "b".repeat(64),
        content: ODD_TEXT.repeat(2_000),
        created_by: "token:x".to_owned(),
        created_at: now().into(),
        decided_at: None,
        revision: 1,
        record: None,
        replaced: None,
        undoes: None,
    };
    let newer = CohortPlanRow {
        id: store.id(),
        ..plan.clone()
    };
    let id = CohortPlanId(plan.id);
    let none = CohortPlanRow {
        id: store.id(),
        ..plan.clone()
    };
    let mut tx = store.write().await;
    tx.insert_cohort_plan(&plan).await.unwrap();
    tx.insert_cohort_plan(&newer).await.unwrap();
    assert_eq!(
        tx.cohort_plans(offering, 9).await.unwrap(),
        [newer.clone(), plan.clone()]
    );
    assert_eq!(
        tx.newest_cohort_plan(offering).await.unwrap(),
        Some(newer.clone())
    );
    assert_eq!(tx.cohort_plans(offering, 1).await.unwrap(), [newer]);
    assert!(
        tx.cohort_plans(OfferingId(store.id()), 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        tx.cohort_plan(CohortPlanId(store.id())).await.unwrap(),
        None
    );
    let mut decided = CohortPlanRow {
        state: "committed".to_owned(),
        content: "{}".to_owned(),
        record: Some(ODD_TEXT.to_owned()),
        replaced: Some("[]".to_owned()),
        decided_at: Some(instant("2026-11-24T09:00:00.000001Z").into()),
        ..plan
    };
    assert!(tx.update_cohort_plan(&decided).await.unwrap());
    decided.revision = 2;
    assert_eq!(tx.cohort_plan(id).await.unwrap(), Some(decided.clone()));
    assert_eq!(
        tx.last_committed_plan(offering, "Bas").await.unwrap(),
        Some(id)
    );
    assert_eq!(tx.last_committed_plan(offering, "B").await.unwrap(), None);
    let undoing = CohortPlanRow {
        id: none.id,
        state: "committed".to_owned(),
        decided_at: Some(instant("2026-11-25T09:00:00Z").into()),
        undoes: Some(id.0),
        ..none.clone()
    };
    tx.insert_cohort_plan(&undoing).await.unwrap();
    let last = tx.last_committed_plan(offering, "Bas").await.unwrap();
    assert_eq!(last, Some(CohortPlanId(undoing.id)));
    decided.state = "discarded".to_owned();
    assert!(
        !tx.update_cohort_plan(&decided).await.unwrap(),
        "decided already"
    );
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    let again = CohortPlanRow {
        id: store.id(),
        ..undoing
    };
    // A commit is undone once.
    assert_conflict!(tx.insert_cohort_plan(&again).await);
}

async fn availability_is_noted_and_forgotten(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let anna = store.person("Anna", "Ek").await;
    let mut row = AvailabilityRow {
        offering_id: offering.0,
        person_id: anna.0,
        cannot: (1 << 25) - 1,
        avoid: 0,
        modality_strict: true,
        languages: Some("[\"sv\"]".to_owned()),
        noted_by: "token:x".to_owned(),
        noted_at: now().into(),
    };
    let mut tx = store.write().await;
    tx.put_availability(&row).await.unwrap();
    (row.cannot, row.avoid, row.languages) = (1, 2, None);
    tx.put_availability(&row).await.unwrap();
    let own = tx.availability_of(anna, offering).await.unwrap();
    assert_eq!(own.as_ref(), Some(&row));
    assert_eq!(tx.availability_of(anna, other).await.unwrap(), None);
    assert_eq!(tx.availability(offering).await.unwrap(), [row]);
    assert!(tx.availability(other).await.unwrap().is_empty());
    assert!(!tx.delete_availability(other, anna).await.unwrap());
    assert!(tx.delete_availability(offering, anna).await.unwrap());
    assert!(!tx.delete_availability(offering, anna).await.unwrap());
    // Nobody has applied, so nobody is concerned.
    assert!(tx.people_concerned(offering).await.unwrap().is_empty());
}

async fn facilitators_are_noted_and_lead(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let row = |offering: OfferingId, person: PersonId| FacilitatorRow {
        offering_id: offering.0,
        person_id: person.0,
        most: 3,
        cannot: 1 << 24,
        only_families: r#"["health"]"#.to_owned(),
        never_families: "[]".to_owned(),
        languages: Some(r#"["sv"]"#.to_owned()),
        locked: r#"[{"set_name":"Bas","cohort":"A"}]"#.to_owned(),
        noted_by: ODD_TEXT.to_owned(),
        noted_at: now().into(),
    };
    let mut tx = store.write().await;
    let mut rows = vec![row(offering, anna), row(offering, bo)];
    rows.sort_by_key(|row| row.person_id);
    for one in rows.iter().rev().chain([&row(other, anna)]) {
        tx.put_facilitator(one).await.unwrap();
    }
    assert_eq!(tx.facilitators(offering).await.unwrap(), rows);
    (rows[0].most, rows[0].languages, rows[0].cannot) = (0, None, 0);
    tx.put_facilitator(&rows[0]).await.unwrap();
    assert_eq!(tx.facilitators(offering).await.unwrap(), rows);
    let people = tx.facilitator_people(offering).await.unwrap();
    let people: Vec<_> = people.iter().map(|person| person.id).collect();
    assert_eq!(people, [rows[0].person_id, rows[1].person_id]);
    let (here, there) = (CohortSetId(store.id()), CohortSetId(store.id()));
    tx.insert_cohort_set(here, offering, "Bas", "mixed")
        .await
        .unwrap();
    tx.insert_cohort_set(there, other, "Bas", "mixed")
        .await
        .unwrap();
    let cohorts =
        [(here, "B", 1), (here, "A", 2), (there, "A", 4)].map(|(set, code, times)| CohortRow {
            times,
            ..cohort(&store, set, code)
        });
    for row in &cohorts {
        tx.put_cohort(row).await.unwrap();
        tx.put_leader(CohortId(row.id), anna).await.unwrap();
    }
    tx.put_leader(CohortId(cohorts[0].id), anna).await.unwrap();
    let leader = |row: &CohortRow| LeaderRow {
        cohort_id: row.id,
        person_id: anna.0,
        cohort_set_id: row.cohort_set_id,
        set_name: "Bas".to_owned(),
        code: row.code.clone(),
        times: row.times,
    };
    let led = [leader(&cohorts[1]), leader(&cohorts[0])];
    assert_eq!(tx.leaders(offering).await.unwrap(), led);
    let mut everywhere = [
        leader(&cohorts[1]),
        leader(&cohorts[0]),
        leader(&cohorts[2]),
    ];
    let mut found = tx.led_by(anna).await.unwrap();
    for list in [&mut everywhere[..], &mut found[..]] {
        list.sort_by_key(|row| row.cohort_id);
    }
    assert_eq!(found, everywhere);
    assert!(tx.led_by(bo).await.unwrap().is_empty());
    // Both offerings run in the same weeks.
    let elsewhere = tx.led_elsewhere(offering).await.unwrap();
    assert_eq!(elsewhere, [leader(&cohorts[2])]);
    let first = CohortId(cohorts[0].id);
    assert!(tx.leads(anna, first).await.unwrap());
    assert!(!tx.leads(bo, first).await.unwrap());
    assert!(tx.remove_leader(first, anna).await.unwrap());
    assert!(!tx.remove_leader(first, anna).await.unwrap());
    assert!(!tx.leads(anna, first).await.unwrap());
    assert!(tx.delete_facilitator(offering, anna).await.unwrap());
    assert!(!tx.delete_facilitator(offering, anna).await.unwrap());
    assert_eq!(tx.facilitators(offering).await.unwrap().len(), 1);
    assert_eq!(tx.facilitators(other).await.unwrap().len(), 1);
}
