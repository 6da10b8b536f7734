//! Contracts with employers, and the approval of their nominations.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, NOW, on_both_engines};
use samverkan_domain::id::{ApplicationId, ApprovalId, ChannelId};
use samverkan_service::store::{
    application::ApplicationRow,
    contract::{ApprovalFilter, ApprovalRow, ContractRow},
};

on_both_engines!(
    every_column_of_a_contract_comes_back,
    seats_are_used_by_who_may_still_take_part,
    every_column_of_an_approval_comes_back,
    one_open_approval_for_each_application,
    due_at_exactly_now,
    an_approval_ends_once_and_is_reminded_once,
    a_contact_is_found_by_address,
);

const BEFORE: &str = "2026-11-23T08:59:59.999999Z";
const AFTER: &str = "2026-11-23T09:00:00.000001Z";

fn contract(store: &Store, channel: ChannelId, code: &str) -> ContractRow {
    ContractRow {
        id: store.id(),
        channel_id: channel.0,
        code: code.to_owned(),
        employer: "Kommunen".to_owned(),
        seats: 0,
        substitute_until: None,
        invoice_reference: None,
        head_email: None,
        deputy_email: None,
        revision: 1,
        price_ore: None,
        order_reference: None,
        free_until: None,
    }
}

fn approval(store: &Store, application: &ApplicationRow) -> ApprovalRow {
    let id = store.id();
    ApprovalRow {
        id,
        application_id: application.id,
        head_hash: id.as_bytes().to_vec(),
        head_email: "chef@example.se".to_owned(),
        deputy_hash: None,
        deputy_email: None,
        asked_at: now().into(),
        remind_at: instant("2026-11-24T09:00:00Z").into(),
        reminded_at: None,
        expires_at: instant("2026-11-25T09:00:00Z").into(),
        outcome: None,
        answered_as: None,
        ended_at: None,
    }
}

/// Two people who have applied to a channel each.
async fn two_applications(store: &Store) -> [ApplicationRow; 2] {
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "KOMMUN").await;
    let other = store.channel(offering, "REGION").await;
    [
        store.applied(offering, channel, "Anna").await,
        store.applied(offering, other, "Bo").await,
    ]
}

async fn every_column_of_a_contract_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "KOMMUN").await;
    let other = store.channel(offering, "REGION").await;
    let odd = || Some(ODD_TEXT.to_owned());
    let mut bare = contract(&store, channel, "B");
    let full = ContractRow {
        employer: ODD_TEXT.to_owned(),
        seats: i64::MAX,
        substitute_until: Some("9999-12-31".to_owned()),
        invoice_reference: odd(),
        head_email: odd(),
        deputy_email: odd(),
        ..contract(&store, channel, "A")
    };
    let elsewhere = contract(&store, other, "A");
    let mut tx = store.write().await;
    for row in [&bare, &full, &elsewhere] {
        tx.insert_contract(row).await.unwrap();
    }
    let both = [full.clone(), bare.clone()];
    assert_eq!(tx.contracts(channel).await.unwrap(), both, "by code");
    assert_eq!(tx.contracts(other).await.unwrap(), [elsewhere]);
    tx.commit().await.unwrap();

    let mut tx = store.write().await;
    let twice = contract(&store, channel, "A");
    assert_conflict!(tx.insert_contract(&twice).await);
    drop(tx);

    // All that can change; the code and the channel cannot.
    let changed = ContractRow {
        id: bare.id,
        code: "C".to_owned(),
        channel_id: other.0,
        ..full.clone()
    };
    let mut tx = store.write().await;
    assert_eq!(tx.update_contract(&changed).await.unwrap(), Some(2));
    assert_eq!(tx.update_contract(&changed).await.unwrap(), None, "stale");
    bare = ContractRow {
        id: bare.id,
        code: bare.code,
        revision: 2,
        ..full.clone()
    };
    let both = [full, bare.clone()];
    assert_eq!(tx.contracts(channel).await.unwrap(), both);
    bare.seats = -1;
    assert!(tx.update_contract(&bare).await.is_err(), "a count of seats");
}

async fn seats_are_used_by_who_may_still_take_part(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "KOMMUN").await;
    let other = store.channel(offering, "REGION").await;
    let mut tx = store.read().await;
    assert_eq!(tx.contract_seats_used(channel, "A").await.unwrap(), 0);
    drop(tx);
    let states = [
        ("awaiting_approval", 1),
        ("submitted", 2),
        ("reserve", 2),
        ("called", 3),
        ("admitted", 4),
        ("accepted", 5),
        ("registered", 6),
        ("completed", 7),
        ("declined", 7),
        ("struck", 7),
        ("not_started", 7),
        ("deferred", 7),
        ("withdrawn_before_registration", 7),
        ("withdrawn_early", 7),
        ("withdrawn_late", 7),
        ("refused", 7),
        ("superseded", 7),
    ];
    for (state, used) in states {
        let person = store.person(state, "Ek").await;
        let row = ApplicationRow {
            state: state.to_owned(),
            contract: Some("A".to_owned()),
            ..store.application(offering, channel, person)
        };
        let mut tx = store.write().await;
        tx.insert_application(&row).await.unwrap();
        let now_used = tx.contract_seats_used(channel, "A").await.unwrap();
        assert_eq!(now_used, used, "{state}");
        assert_eq!(tx.contract_seats_used(channel, "B").await.unwrap(), 0);
        assert_eq!(tx.contract_seats_used(other, "A").await.unwrap(), 0);
        tx.commit().await.unwrap();
    }
}

async fn every_column_of_an_approval_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, second] = two_applications(&store).await;
    let bare = approval(&store, &first);
    let full = ApprovalRow {
        head_hash: vec![0, 255, 39, 92],
        head_email: ODD_TEXT.to_owned(),
        deputy_hash: Some(vec![1]),
        deputy_email: Some(ODD_TEXT.to_owned()),
        asked_at: instant("1969-12-31T23:59:59.999999Z").into(),
        reminded_at: Some(instant("2027-03-28T00:59:59.000001Z").into()),
        outcome: Some("approved".to_owned()),
        answered_as: Some("deputy".to_owned()),
        ended_at: Some(instant("9999-12-30T00:00:00Z").into()),
        ..approval(&store, &second)
    };
    let mut tx = store.write().await;
    tx.insert_approval(&bare).await.unwrap();
    tx.insert_approval(&full).await.unwrap();
    for (row, application) in [(&bare, &first), (&full, &second)] {
        for filter in [
            ApprovalFilter::Application(application.application()),
            ApprovalFilter::Channel(ChannelId(application.channel_id)),
        ] {
            let found = tx.approvals(filter).await.unwrap();
            assert_eq!(&found, std::slice::from_ref(row), "{filter:?}");
        }
        let found = tx.approval_by_token(&row.head_hash).await.unwrap();
        assert_eq!(found.as_ref(), Some(row));
    }
    let deputy = tx.approval_by_token(&[1]).await.unwrap();
    assert_eq!(deputy.as_ref(), Some(&full));
    assert_eq!(tx.approval_by_token(&[]).await.unwrap(), None);
    let nobodys = ApprovalFilter::Application(ApplicationId(store.id()));
    assert_eq!(tx.approvals(nobodys).await.unwrap(), []);
    let lost = ApprovalRow {
        answered_as: Some("cousin".to_owned()),
        ..approval(&store, &second)
    };
    assert!(tx.insert_approval(&lost).await.is_err(), "no such word");
}

async fn one_open_approval_for_each_application(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, second] = two_applications(&store).await;
    let (one, two) = (approval(&store, &first), approval(&store, &first));
    let mut tx = store.write().await;
    tx.insert_approval(&one).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert_conflict!(tx.insert_approval(&two).await);
    drop(tx);
    let mut tx = store.write().await;
    let id = ApprovalId(one.id);
    assert!(tx.end_approval(id, "cancelled", None).await.unwrap());
    tx.insert_approval(&two).await.unwrap();
    let filter = ApprovalFilter::Application(first.application());
    assert_eq!(tx.approvals(filter).await.unwrap().len(), 2);
    let copied = ApprovalRow {
        head_hash: one.head_hash,
        ..approval(&store, &second)
    };
    assert_conflict!(tx.insert_approval(&copied).await);
}

async fn due_at_exactly_now(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "KOMMUN").await;
    // When to remind and give up, whether reminded or ended; and what the approval is due for.
    let cases = [
        (BEFORE, BEFORE, false, false, Some("expired")),
        (BEFORE, NOW, false, false, Some("expired")),
        (BEFORE, AFTER, false, false, Some("remind")),
        (NOW, AFTER, false, false, Some("remind")),
        (AFTER, AFTER, false, false, None),
        (NOW, AFTER, true, false, None),
        (BEFORE, NOW, true, false, Some("expired")),
        (NOW, AFTER, false, true, None),
        (BEFORE, BEFORE, false, true, None),
    ];
    let (mut expired, mut remind) = (Vec::new(), Vec::new());
    for (n, (remind_at, expires_at, reminded, ended, due)) in cases.into_iter().enumerate() {
        let application = store.applied(offering, channel, &n.to_string()).await;
        let row = ApprovalRow {
            remind_at: instant(remind_at).into(),
            expires_at: instant(expires_at).into(),
            reminded_at: reminded.then(|| instant(BEFORE).into()),
            outcome: ended.then(|| "refused".to_owned()),
            ..approval(&store, &application)
        };
        let mut tx = store.write().await;
        tx.insert_approval(&row).await.unwrap();
        tx.commit().await.unwrap();
        match due {
            Some("expired") => expired.push(row.id),
            Some(_) => remind.push(row.id),
            None => {}
        }
    }
    let mut tx = store.write().await;
    for (filter, mut expected) in [
        (ApprovalFilter::Expired, expired),
        (ApprovalFilter::ToRemind, remind),
    ] {
        expected.sort();
        let found = tx.approvals(filter).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|row| row.id).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

async fn an_approval_ends_once_and_is_reminded_once(engine: Engine) {
    let store = Store::open(engine).await;
    let [first, _] = two_applications(&store).await;
    let row = approval(&store, &first);
    let id = ApprovalId(row.id);
    let mut tx = store.write().await;
    tx.insert_approval(&row).await.unwrap();
    assert!(tx.approval_reminded(id).await.unwrap());
    assert!(tx.end_approval(id, "refused", Some("head")).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.write_at("2026-12-01T00:00:00.5Z").await;
    assert!(!tx.approval_reminded(id).await.unwrap());
    assert!(
        !tx.end_approval(id, "approved", Some("deputy"))
            .await
            .unwrap()
    );
    let nobodys = ApprovalId(store.id());
    assert!(!tx.approval_reminded(nobodys).await.unwrap());
    assert!(!tx.end_approval(nobodys, "expired", None).await.unwrap());
    let ended = ApprovalRow {
        reminded_at: Some(now().into()),
        outcome: Some("refused".to_owned()),
        answered_as: Some("head".to_owned()),
        ended_at: Some(now().into()),
        ..row
    };
    let filter = ApprovalFilter::Application(first.application());
    assert_eq!(tx.approvals(filter).await.unwrap(), [ended]);
}

async fn a_contact_is_found_by_address(engine: Engine) {
    let store = Store::open(engine).await;
    let [anna, bo] = two_applications(&store).await;
    let channel = ChannelId(anna.channel_id);
    let as_head = ContractRow {
        head_email: Some("Chef@Example.se".to_owned()),
        ..contract(&store, channel, "B")
    };
    let as_deputy = ContractRow {
        deputy_email: Some("chef@example.se".to_owned()),
        ..contract(&store, channel, "A")
    };
    let others = ContractRow {
        head_email: Some("xchef@example.se".to_owned()),
        ..contract(&store, channel, "C")
    };
    let mut named = anna.clone();
    named.contract = Some("B".to_owned());
    let asked = approval(&store, &anna);
    let of_deputy = ApprovalRow {
        head_email: "annan@example.se".to_owned(),
        deputy_email: Some("CHEF@example.se".to_owned()),
        expires_at: instant("2026-11-24T09:00:00Z").into(),
        ..approval(&store, &bo)
    };
    let mut tx = store.write().await;
    for row in [&as_head, &as_deputy, &others] {
        tx.insert_contract(row).await.unwrap();
    }
    for row in [&asked, &of_deputy] {
        tx.insert_approval(row).await.unwrap();
    }
    named.revision = tx.update_application(&named).await.unwrap().unwrap();
    let key = "chef@example.se";
    let found = tx.contracts_of_contact(key).await.unwrap();
    assert_eq!(found, [as_deputy, as_head]);
    let soonest_first = [of_deputy, asked.clone()];
    assert_eq!(tx.approvals_of_contact(key).await.unwrap(), soonest_first);
    for nobody in ["", "chef@", "%", "annan@example"] {
        assert!(tx.contracts_of_contact(nobody).await.unwrap().is_empty());
        assert!(tx.approvals_of_contact(nobody).await.unwrap().is_empty());
    }
    let ended = tx
        .end_approval(ApprovalId(asked.id), "refused", Some("head"))
        .await;
    assert!(ended.unwrap());
    assert_eq!(tx.approvals_of_contact(key).await.unwrap().len(), 1);
    let nominated = tx.nominated(channel, "B").await.unwrap();
    assert_eq!(
        nominated.iter().map(|row| row.id).collect::<Vec<_>>(),
        [anna.id]
    );
    assert!(tx.nominated(channel, "A").await.unwrap().is_empty());
    assert!(
        tx.nominated(ChannelId(bo.channel_id), "B")
            .await
            .unwrap()
            .is_empty()
    );
}
