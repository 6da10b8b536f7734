//! Words of letters, rules for reminders, whom they are about, and letters that come back.

use super::{ODD_TEXT, Store, cohorts::cohort, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::id::{CohortId, CohortSetId, MessageId, OfferingId};
use samverkan_service::store::{
    mail_rule::{MailRuleRow, RemindedRow},
    mail_template::{MailTemplateKey, MailTemplateRow},
    outbox::NewMessage,
};

on_both_engines!(
    the_highest_version_is_in_force,
    a_rule_is_taken_by_one,
    people_are_found_with_what_stops_letters,
    a_letter_comes_back_and_goes_again,
);

fn words(offering: OfferingId, revision: i64, body: Option<&str>) -> MailTemplateRow {
    MailTemplateRow {
        offering_id: offering.0,
        kind: "admitted".to_owned(),
        variant: String::new(),
        language: "sv".to_owned(),
        revision,
        subject: body.map(str::to_owned),
        body: body.map(str::to_owned),
        saved_by: "tester".to_owned(),
        saved_at: now().into(),
    }
}

async fn the_highest_version_is_in_force(engine: Engine) {
    let store = Store::open(engine).await;
    let (offering, other) = (store.offering("A").await, store.offering("B").await);
    let mut tx = store.write().await;
    let first = words(offering, 1, Some(ODD_TEXT));
    assert!(tx.insert_mail_template(&first).await.unwrap());
    assert!(
        !tx.insert_mail_template(&first).await.unwrap(),
        "somebody has"
    );
    assert!(tx.mail_templates(offering).await.unwrap().contains(&first));
    let reset = words(offering, 2, None);
    assert!(tx.insert_mail_template(&reset).await.unwrap());
    assert!(
        tx.insert_mail_template(&words(other, 1, Some("x")))
            .await
            .unwrap()
    );
    let in_force = tx.mail_templates_of("A").await.unwrap();
    assert!(in_force.len() == 1 && in_force.contains(&reset));
    assert_eq!(tx.mail_templates_of("C").await.unwrap(), []);
    let key = MailTemplateKey {
        offering,
        kind: "admitted",
        variant: "",
        language: "sv",
    };
    let versions = tx.mail_template_versions(key, 9).await.unwrap();
    assert_eq!(versions, [reset, first]);
    tx.commit().await.unwrap();
}

fn rule(store: &Store, offering: OfferingId) -> MailRuleRow {
    MailRuleRow {
        id: store.id(),
        offering_id: offering.0,
        name: "start".to_owned(),
        moment: "course_start".to_owned(),
        days: -3,
        at_time: "09:00".to_owned(),
        audience: "cohort_set".to_owned(),
        cohort_set: Some("Grupper".to_owned()),
        variant: "x".to_owned(),
        state: "active".to_owned(),
        counts_from: now().into(),
        look_at: now().into(),
        created_by: "tester".to_owned(),
        created_at: now().into(),
        changed_by: "tester".to_owned(),
        changed_at: now().into(),
        revision: 1,
    }
}

async fn a_rule_is_taken_by_one(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("A").await;
    let person = store.person("Anna", "Ek").await;
    let mut tx = store.write().await;
    let mut row = rule(&store, offering);
    assert!(tx.insert_mail_rule(&row).await.unwrap());
    let again = rule(&store, offering);
    assert!(
        !tx.insert_mail_rule(&again).await.unwrap(),
        "the name is taken"
    );
    assert_eq!(tx.mail_rules(offering).await.unwrap(), [row.clone()]);
    let found = tx.mail_rule(offering, "start").await.unwrap();
    assert_eq!(found, Some(row.clone()));
    assert_eq!(tx.mail_rule(offering, "x").await.unwrap(), None);
    let due = tx.mail_rules_to_look_at(now().into()).await.unwrap();
    assert_eq!(due, [(row.id,)]);
    assert_eq!(tx.take_mail_rule(row.id).await.unwrap(), Some(row.clone()));
    let later = instant("2026-11-23T10:00:00Z");
    tx.look_at_mail_rule(row.id, later.into()).await.unwrap();
    assert_eq!(tx.take_mail_rule(row.id).await.unwrap(), None);
    assert!(tx.note_fired(row.id, "course_start", 1).await.unwrap());
    assert!(!tx.note_fired(row.id, "course_start", 2).await.unwrap());
    let fired = tx.mail_rule_fired(row.id).await.unwrap();
    assert_eq!((fired.len(), fired[0].people), (1, 1));
    let id = MessageId(store.id());
    let message = NewMessage {
        id,
        person: Some(person),
        to_name: "",
        to_address: "a@example.org",
        language: "sv",
        letter: "x",
        urgent: false,
    };
    tx.enqueue(&message).await.unwrap();
    let told = RemindedRow {
        occurrence: "course_start".to_owned(),
        person_id: person.0,
        message_id: id.0,
    };
    tx.note_reminded(row.id, &told).await.unwrap();
    assert!(tx.reminded(row.id).await.unwrap().contains(&told));
    row.state = "paused".to_owned();
    assert!(tx.update_mail_rule(&row).await.unwrap());
    assert!(
        !tx.update_mail_rule(&row).await.unwrap(),
        "changed meanwhile"
    );
    let far = instant("2027-01-01T00:00:00Z");
    assert_eq!(tx.mail_rules_to_look_at(far.into()).await.unwrap(), []);
    tx.commit().await.unwrap();
    // A second time for the same is no letter but an error.
    let mut tx = store.write().await;
    assert!(tx.note_reminded(row.id, &told).await.is_err());
}

async fn people_are_found_with_what_stops_letters(engine: Engine) {
    let store = Store::open(engine).await;
    let (offering, guest) = (store.offering("A").await, store.offering("B").await);
    let channel = store.channel(offering, "OPEN").await;
    let of_guest = store.channel(guest, "GUEST").await;
    let anna = store.applied(offering, channel, "Anna").await;
    let bo = store.applied(guest, of_guest, "Bo").await;
    let mut tx = store.write().await;
    let mut shared = tx.offering_by_id(guest).await.unwrap().unwrap();
    shared.cohorts_of = Some(offering.0);
    tx.update_offering(&shared).await.unwrap();
    let people = async |tx: &mut samverkan_service::store::Tx, guests: bool| {
        let rows = tx.remindable(offering, guests).await.unwrap();
        rows.iter().map(|row| row.person.id).collect::<Vec<_>>()
    };
    assert_eq!(people(&mut tx, false).await, [anna.person_id]);
    assert_eq!(people(&mut tx, true).await, [anna.person_id, bo.person_id]);
    let places = tx.places_under_way(offering, true).await.unwrap();
    assert_eq!(places.len(), 2);
    assert_eq!(
        (places[0].channel_id, &*places[0].state),
        (channel.0, "submitted")
    );
    let set = CohortSetId(store.id());
    tx.insert_cohort_set(set, offering, "Bas", "mixed")
        .await
        .unwrap();
    let cohort = cohort(&store, set, "G01");
    tx.put_cohort(&cohort).await.unwrap();
    tx.put_member(set, anna.person(), CohortId(cohort.id), false)
        .await
        .unwrap();
    let placed = tx.in_cohorts(offering).await.unwrap();
    assert_eq!((placed.len(), &*placed[0].set_name), (1, "Bas"));
    tx.insert_email(anna.person(), "a@example.org", "a@example.org", None)
        .await
        .unwrap();
    tx.address_failed("a@example.org", ODD_TEXT).await.unwrap();
    assert!(tx.unsubscribe(anna.person()).await.unwrap());
    assert!(!tx.unsubscribe(anna.person()).await.unwrap(), "known");
    assert_eq!(
        tx.unsubscribed(anna.person()).await.unwrap(),
        Some(now().into())
    );
    let row = &tx.remindable(offering, false).await.unwrap()[0];
    assert_eq!(
        (row.address_failed_at, row.unsubscribed_at),
        (Some(now().into()), Some(now().into()))
    );
    tx.address_works("a@example.org").await.unwrap();
    assert!(tx.subscribe(anna.person()).await.unwrap());
    assert!(!tx.subscribe(anna.person()).await.unwrap());
    assert_eq!(tx.unsubscribed(anna.person()).await.unwrap(), None);
    let row = &tx.remindable(offering, false).await.unwrap()[0];
    assert_eq!((row.address_failed_at, row.unsubscribed_at), (None, None));
    tx.commit().await.unwrap();
}

async fn a_letter_comes_back_and_goes_again(engine: Engine) {
    let store = Store::open(engine).await;
    let id = MessageId(store.id());
    let mut tx = store.write().await;
    let message = NewMessage {
        id,
        person: None,
        to_name: "",
        to_address: "a@example.org",
        language: "sv",
        letter: "x",
        urgent: false,
    };
    tx.enqueue(&message).await.unwrap();
    assert!(
        !tx.message_bounced(id, "550").await.unwrap(),
        "has not gone"
    );
    tx.message_delivered(id).await.unwrap();
    assert!(
        !tx.message_again(id, "a@example.org").await.unwrap(),
        "has arrived"
    );
    assert!(tx.message_bounced(id, ODD_TEXT).await.unwrap());
    let row = tx.message(id).await.unwrap().unwrap();
    assert_eq!(
        (row.bounced_at, row.last_error.as_deref()),
        (Some(now().into()), Some(ODD_TEXT))
    );
    let bounced = tx
        .messages_in_state(None, "bounced", None, 9)
        .await
        .unwrap();
    assert_eq!(bounced.len(), 1);
    assert_eq!(
        tx.messages_in_state(None, "delivered", None, 9)
            .await
            .unwrap()
            .len(),
        0
    );
    assert!(tx.message_again(id, "b@example.org").await.unwrap());
    let row = tx.message(id).await.unwrap().unwrap();
    assert_eq!(
        (row.bounced_at, row.done_at, &*row.to_address),
        (None, None, "b@example.org")
    );
    assert!(tx.message(MessageId(store.id())).await.unwrap().is_none());
    tx.commit().await.unwrap();
}
