//! Who takes part, over offerings that share cohorts; who waits; what people hold elsewhere.

use super::{Store, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::{
    admission::{Group, Members},
    application::ApplicationState,
};
use samverkan_service::store::{
    application::ApplicationRow, merit::MeritRow, participation::GroupCountRow,
};
use uuid::Uuid;

on_both_engines!(
    guests_take_part_in_their_hosts_offering,
    groups_are_counted_and_who_waits_is_listed,
    applicants_are_counted_by_what_they_do,
    what_people_hold_and_have_studied_comes_in_one_statement,
);

fn ids(rows: &[ApplicationRow]) -> Vec<Uuid> {
    rows.iter().map(|row| row.id).collect()
}

async fn set_state(store: &Store, row: &mut ApplicationRow, state: &str) {
    state.clone_into(&mut row.state);
    let mut tx = store.write().await;
    row.revision = tx.update_application(row).await.unwrap().unwrap();
    tx.commit().await.unwrap();
}

async fn guests_take_part_in_their_hosts_offering(engine: Engine) {
    let store = Store::open(engine).await;
    let host = store.offering("SA123A-V9001V27").await;
    let guest = store.offering("SA123A-V9002V27").await;
    let (here, there) = (
        store.channel(host, "HOST").await,
        store.channel(guest, "GUEST").await,
    );
    let mut own = store.applied(host, here, "Anna").await;
    let mut other = store.applied(guest, there, "Bo").await;
    let waiting = store.applied(guest, there, "Cecilia").await;
    set_state(&store, &mut own, "admitted").await;
    set_state(&store, &mut other, "accepted").await;
    let mut tx = store.write().await;
    assert_eq!(ids(&tx.taking_part(host).await.unwrap()), [own.id]);
    assert!(!tx.takes_part(other.person(), host).await.unwrap());
    assert!(tx.guests(host).await.unwrap().is_empty());
    let mut row = tx.offering_by_id(guest).await.unwrap().unwrap();
    row.cohorts_of = Some(host.0);
    tx.update_offering(&row).await.unwrap();
    assert_eq!(tx.guests(host).await.unwrap(), ["SA123A-V9002V27"]);
    let all = tx.taking_part(host).await.unwrap();
    assert_eq!(ids(&all), [own.id, other.id]);
    // The host's people do not take part in what is the guest's alone.
    assert_eq!(ids(&tx.taking_part(guest).await.unwrap()), [other.id]);
    assert!(tx.takes_part(other.person(), host).await.unwrap());
    assert!(!tx.takes_part(waiting.person(), host).await.unwrap());
    // Whoever locks the guest locks its host.
    let before = tx.offering_by_id(host).await.unwrap().unwrap().revision;
    tx.lock_offering(guest).await.unwrap();
    let after = tx.offering_by_id(host).await.unwrap().unwrap().revision;
    assert_eq!(after, before + 1);
}

async fn groups_are_counted_and_who_waits_is_listed(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    for (name, group, state, position, credits) in [
        ("A", Some("TPAV"), "admitted", None, Some(900)),
        ("B", Some("TPAV"), "called", Some(1), Some(600)),
        ("C", Some("TPAV"), "reserve", Some(2), Some(450)),
        ("D", None, "reserve", Some(1), None),
        ("E", None, "withdrawn_early", Some(7), None),
    ] {
        let mut row = store.applied(offering, channel, name).await;
        row.selection_group = group.map(str::to_owned);
        row.reserve_position = position;
        row.merit_tenths = credits;
        set_state(&store, &mut row, state).await;
    }
    let mut tx = store.read().await;
    let mut counts = tx.group_counts(channel).await.unwrap();
    counts.sort_by(|a, b| a.selection_group.cmp(&b.selection_group));
    let count = |group: &str, taken, offered, waiting, last_position| GroupCountRow {
        selection_group: group.to_owned(),
        taken,
        offered,
        waiting,
        last_position,
    };
    assert_eq!(counts, [count("", 0, 0, 1, 7), count("TPAV", 1, 1, 1, 2)]);
    let waiting = tx.waiting(channel).await.unwrap();
    let numbers = waiting.iter().map(|w| w.application.reserve_position);
    assert_eq!(numbers.collect::<Vec<_>>(), [Some(1), Some(2)], "in order");
    let stored = tx.application(waiting[0].application.application()).await;
    assert_eq!(stored.unwrap().as_ref(), Some(&waiting[0].application));
    assert_eq!(waiting[0].family, None, "neither profession nor programme");
    // Members are told by what stood in the application.
    let group = Group {
        members: Members {
            min_credits_tenths: Some(300),
            ..Members::default()
        },
        ..Group::default()
    };
    let row = tx.channel("OPEN").await.unwrap().unwrap();
    let members = waiting
        .iter()
        .filter(|w| w.is_member(&group, &row).unwrap());
    assert_eq!(members.count(), 1);
    let people = |state| (channel, state);
    for (asked, found) in [
        (people(None), 5),
        (people(Some(ApplicationState::Reserve)), 2),
    ] {
        let rows = tx.people_of_channel(asked.0, asked.1).await.unwrap();
        assert_eq!(rows.len(), found);
    }
}

async fn what_people_hold_and_have_studied_comes_in_one_statement(engine: Engine) {
    let store = Store::open(engine).await;
    let here = store.offering("SA123A-V9001V27").await;
    let there = store.offering("SA123A-V9002V27").await;
    let (channel, other) = (
        store.channel(here, "HERE").await,
        store.channel(there, "THERE").await,
    );
    let own = store.applied(here, channel, "Anna").await;
    let mut held = store.applied(there, other, "Bo").await;
    set_state(&store, &mut held, "registered").await;
    let merit = MeritRow {
        person_id: own.person_id,
        credits_tenths: Some(975),
        degrees: "[]".to_owned(),
        courses: "[]".to_owned(),
        employer: None,
        stated_at: now().into(),
        verified_by: None,
        verified_at: None,
        revision: 1,
    };
    let mut tx = store.write().await;
    tx.put_merit(&merit).await.unwrap();
    let both = [own.person_id, held.person_id];
    let holdings = tx.holdings(here, &both).await.unwrap();
    assert_eq!(holdings.len(), 1);
    assert_eq!(
        (holdings[0].person_id, holdings[0].credits_tenths),
        (held.person_id, 150)
    );
    // A place on the offering itself is no place elsewhere.
    assert!(tx.holdings(there, &both).await.unwrap().is_empty());
    assert_eq!(tx.merits(&both).await.unwrap(), [merit]);
    assert!(tx.merits(&[]).await.unwrap().is_empty());
}

async fn applicants_are_counted_by_what_they_do(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let other = store.offering("SA123A-V9002V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let elsewhere = store.channel(other, "ELSEWHERE").await;
    let mut first = store.applied(offering, channel, "Anna").await;
    store.applied(offering, channel, "Bo").await;
    store.applied(offering, channel, "Cecilia").await;
    store.applied(other, elsewhere, "David").await;
    set_state(&store, &mut first, "admitted").await;
    let mut tx = store.write().await;
    let counts = tx.applicant_counts(offering).await.unwrap();
    let said: Vec<_> = counts
        .iter()
        .map(|row| (row.state.as_str(), row.people))
        .collect();
    assert_eq!(said, [("admitted", 1), ("submitted", 2)]);
    assert!(counts.iter().all(|row| row.channel_id == channel.0));
    assert_eq!(tx.applicant_counts(other).await.unwrap().len(), 1);
}
