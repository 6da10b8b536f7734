//! Contracts, presence, registrations and their results.

use super::{ODD_TEXT, Store, assert_conflict, now, sessions::session};
use harness::{Engine, on_both_engines};
use jiff::civil::date;
use samverkan_domain::{
    fact::Fact,
    id::{ApplicationId, OfferingId, SessionId},
};
use samverkan_service::store::{
    contract::ContractRow,
    presence::{MeetingPresenceRow, PresenceRow},
    session::SessionRow,
};

on_both_engines!(
    contracts_are_kept,
    presence_is_noted_once,
    who_was_at_which_meeting_is_noted_once,
    results_are_noted
);

async fn contracts_are_kept(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "UPPDRAG").await;
    let mut row = ContractRow {
        id: store.id(),
        channel_id: channel.0,
        code: "K'1".to_owned(),
        employer: ODD_TEXT.to_owned(),
        seats: 2,
        substitute_until: Some("2027-01-18".to_owned()),
        invoice_reference: None,
        head_email: Some("a@b.example".to_owned()),
        deputy_email: None,
        revision: 1,
        price_ore: None,
        order_reference: None,
        free_until: None,
    };
    let mut tx = store.write().await;
    tx.insert_contract(&row).await.unwrap();
    assert_eq!(tx.contracts(channel).await.unwrap(), [row.clone()]);
    assert_eq!(tx.contract_seats_used(channel, "K'1").await.unwrap(), 0);
    (row.seats, row.invoice_reference) = (5, Some(ODD_TEXT.to_owned()));
    assert_eq!(tx.update_contract(&row).await.unwrap(), Some(2));
    assert_eq!(
        tx.update_contract(&row).await.unwrap(),
        None,
        "an old revision"
    );
    row.revision = 2;
    assert_eq!(tx.contracts(channel).await.unwrap(), [row.clone()]);
    let again = ContractRow {
        id: store.id(),
        ..row
    };
    assert_conflict!(tx.insert_contract(&again).await);
}

/// An application of a new person.
async fn application(store: &Store) -> (OfferingId, ApplicationId) {
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let person = store.person("Åsa", "Ek").await;
    let mut row = store.application(offering, channel, person);
    "registered".clone_into(&mut row.state);
    let mut tx = store.write().await;
    tx.insert_application(&row).await.unwrap();
    tx.commit().await.unwrap();
    (offering, row.application())
}

async fn presence_is_noted_once(engine: Engine) {
    let store = Store::open(engine).await;
    let (offering, id) = application(&store).await;
    let row = PresenceRow {
        application_id: id.0,
        kind: "upprop".to_owned(),
        on_day: "2027-01-18".to_owned(),
        noted_by: "token:x".to_owned(),
        noted_at: now().into(),
    };
    let mut tx = store.write().await;
    assert!(tx.note_presence(&row).await.unwrap());
    assert!(!tx.note_presence(&row).await.unwrap());
    assert_eq!(tx.presence(offering).await.unwrap(), [row]);
    let day = date(2027, 1, 18);
    assert!(!tx.forget_presence(id, "meeting", day).await.unwrap());
    assert!(tx.forget_presence(id, "upprop", day).await.unwrap());
    assert_eq!(tx.presence(offering).await.unwrap(), []);
    assert_eq!(tx.followed_up(offering).await.unwrap(), []);
    tx.record(Fact::new("application.followed_up", "application", id.0));
    tx.record(Fact::new("application.registered", "application", id.0));
    tx.commit().await.unwrap();
    let asked = store.read().await.followed_up(offering).await.unwrap();
    assert_eq!(asked, [(id.0, now().into())]);
}

async fn who_was_at_which_meeting_is_noted_once(engine: Engine) {
    let store = Store::open(engine).await;
    let (offering, id) = application(&store).await;
    let at = |at: &str| session(&store, offering, at);
    let (one, two) = (at("2027-01-21T09:15:00Z"), at("2027-01-21T13:15:00Z"));
    let noted = |session: &SessionRow| MeetingPresenceRow {
        application_id: id.0,
        session_id: session.id,
        on_day: "2027-01-21".to_owned(),
        noted_by: ODD_TEXT.to_owned(),
        noted_at: now().into(),
    };
    let mut tx = store.write().await;
    for row in [&one, &two] {
        tx.insert_session(row).await.unwrap();
        assert!(tx.note_meeting_presence(&noted(row)).await.unwrap());
        assert!(!tx.note_meeting_presence(&noted(row)).await.unwrap());
    }
    let mut all = [noted(&one), noted(&two)];
    all.sort_by_key(|row| row.session_id);
    assert_eq!(tx.meeting_presence(offering).await.unwrap(), all);
    let first = SessionId(one.id);
    let day = Some("2027-01-21".to_owned());
    assert_eq!(tx.forget_meeting_presence(id, first).await.unwrap(), day);
    assert_eq!(tx.forget_meeting_presence(id, first).await.unwrap(), None);
    let other = date(2027, 1, 22);
    assert_eq!(tx.forget_meetings_on(id, other).await.unwrap(), 0);
    let day = date(2027, 1, 21);
    assert_eq!(tx.forget_meetings_on(id, day).await.unwrap(), 1);
    assert_eq!(tx.meeting_presence(offering).await.unwrap(), []);
}

async fn results_are_noted(engine: Engine) {
    let store = Store::open(engine).await;
    let (offering, id) = application(&store).await;
    let mut tx = store.write().await;
    assert_eq!(tx.registration(id).await.unwrap(), None);
    tx.insert_registration(id, "again", date(2027, 1, 18))
        .await
        .unwrap();
    tx.set_passed_on(id, date(2027, 3, 19)).await.unwrap();
    let registration = tx.registration(id).await.unwrap().unwrap();
    assert_eq!(registration.registered_on().unwrap(), date(2027, 1, 18));
    assert_eq!(registration.passed_on().unwrap(), Some(date(2027, 3, 19)));
    assert_eq!(tx.registrations(offering).await.unwrap(), [registration]);
}
