//! The ceiling: the statements of a batch straight against the engine, with no HTTP, nobody to find
//! out, nothing to decide and nothing to seal. Every row is written, as long as the service writes
//! it, and every row is read.

use super::{
    Stage, Wanted,
    load::Done,
    report::{Figure, Way},
};
use harness::{crowd::Acknowledged, sql};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    id::{MessageId, OfferingId, PersonId},
};
use samverkan_service::{
    clock::Clock,
    seeds::Seeds,
    store::{
        Database,
        application::ApplicationRow,
        decision::AdmissionRow,
        outbox::NewMessage,
        rush::{Asking, NewAnswer},
    },
};
use serde_json::json;
use std::time::Instant;
use uuid::Uuid;

/// How long the service's sealed texts are (octets, on average).
struct Lengths {
    letter: usize,
    answer: usize,
}

impl Lengths {
    async fn of(database: &Database) -> Self {
        let letter = "SELECT CAST(AVG(LENGTH(letter)) AS BIGINT) FROM outbox";
        let answer = "SELECT CAST(AVG(LENGTH(answer)) AS BIGINT) FROM idempotency";
        Self {
            letter: usize::try_from(sql::number(database, letter).await).unwrap(),
            answer: usize::try_from(sql::number(database, answer).await).unwrap(),
        }
    }
}

/// Measured after the service, whose texts it copies in length.
pub(crate) async fn measure(
    stage: &Stage,
    offering: OfferingId,
    channel: &str,
    batch: usize,
    wanted: &Wanted,
) -> Figure {
    let database = &stage.database;
    let channel = database
        .read()
        .await
        .unwrap()
        .channel(channel)
        .await
        .unwrap();
    let channel = channel.unwrap().id;
    let query = "SELECT id FROM person ORDER BY id";
    let people = sql::rows::<(Uuid,)>(database, query).await;
    let lengths = Lengths::of(database).await;
    let (started, mut answers) = (Instant::now(), Vec::new());
    for (n, people) in people.chunks(batch).enumerate() {
        if started.elapsed() > wanted.longest {
            break;
        }
        let sent = Instant::now();
        let first = i64::try_from(n * batch).unwrap() - wanted.seats;
        write(database, offering, channel, first, &lengths, people).await;
        let answered = Instant::now();
        answers.extend(people.iter().map(|_| Acknowledged {
            sent,
            answered,
            number: 0,
        }));
    }
    let done = Done {
        elapsed: started.elapsed(),
        answers,
    };
    Figure::new(stage.engine, Way::Ceiling, batch, &done, None)
}

async fn write(
    database: &Database,
    offering: OfferingId,
    channel: Uuid,
    first: i64,
    lengths: &Lengths,
    people: &[(Uuid,)],
) {
    let (seeds, now) = (Seeds::default(), Clock::System.now());
    let keys: Vec<[u8; 32]> = people.iter().map(|_| seeds.bytes()).collect();
    let asking: Vec<Asking<'_>> = people
        .iter()
        .zip(&keys)
        .map(|((person,), key)| Asking {
            person: *person,
            key_hash: Some(key),
        })
        .collect();
    let mut tx = database.rush(now).await.unwrap();
    tx.lock_offering(offering).await.unwrap();
    tx.offering_by_id(offering).await.unwrap();
    tx.channels(offering).await.unwrap();
    let askers = tx.askers(offering, &asking).await.unwrap();
    let rows: Vec<ApplicationRow> = askers
        .iter()
        .map(|asker| {
            let number = first + asker.n + 1;
            application(
                &seeds,
                now,
                offering,
                channel,
                asker.person.person(),
                number,
            )
        })
        .collect();
    let decisions: Vec<AdmissionRow> = rows.iter().map(|row| decision(&seeds, row)).collect();
    let sealed = "x".repeat(lengths.letter);
    let letters: Vec<NewMessage<'_>> = askers
        .iter()
        .map(|asker| NewMessage {
            id: MessageId(seeds.id(now)),
            person: Some(asker.person.person()),
            to_name: &asker.person.given_name,
            to_address: asker.person.address.as_deref().unwrap(),
            language: "sv",
            letter: &sealed,
            urgent: false,
        })
        .collect();
    let sealed = "x".repeat(lengths.answer);
    let answers: Vec<NewAnswer<'_>> = keys
        .iter()
        .map(|key| NewAnswer {
            key_hash: key,
            fingerprint: key,
            status: 1,
            answer: &sealed,
        })
        .collect();
    tx.insert_applications(&rows).await.unwrap();
    tx.insert_admissions(&decisions).await.unwrap();
    tx.enqueue_all(&letters).await.unwrap();
    tx.keep_answers(&answers).await.unwrap();
    tx.bump_calendar().await.unwrap();
    for row in &rows {
        let fact = Fact::new("application.received", "application", row.id).after(json!({
            "offering": "BENCH-1", "channel": "OPEN-1", "state": row.state,
            "group": row.selection_group, "reserve_position": row.reserve_position,
            "standing": row.standing, "answer_by": row.answer_by.map(|by| by.0),
        }));
        tx.record_as(format!("person:{}", row.person_id), fact);
    }
    tx.commit().await.unwrap();
}

fn application(
    seeds: &Seeds,
    now: Timestamp,
    offering: OfferingId,
    channel: Uuid,
    person: PersonId,
    number: i64,
) -> ApplicationRow {
    ApplicationRow {
        id: seeds.id(now),
        offering_id: offering.0,
        channel_id: channel,
        person_id: person.0,
        state: if number > 0 { "reserve" } else { "admitted" }.to_owned(),
        selection_group: None,
        merit_tenths: None,
        reserve_position: (number > 0).then_some(number),
        condition_text: None,
        condition_due_on: None,
        condition_met: false,
        registration_kind: "first".to_owned(),
        programme: None,
        profession: Some("larare".to_owned()),
        workplace: None,
        modality: None,
        contract: None,
        invoice_reference: None,
        head_email: None,
        substitute_allowed: None,
        superseded_by: None,
        created_at: now.into(),
        changed_at: now.into(),
        revision: 1,
        standing: "eligible".to_owned(),
        findings: None,
        answer_by: None,
        answered_at: None,
        joint_code: None,
        keeps: None,
        interest_asked_at: None,
        interested_at: None,
        deferred_to: None,
        deputy_email: None,
        answer_remind_at: None,
    }
}

fn decision(seeds: &Seeds, row: &ApplicationRow) -> AdmissionRow {
    AdmissionRow {
        id: seeds.id(row.created_at.0),
        application_id: row.id,
        outcome: row.state.clone(),
        selection_group: None,
        reserve_position: row.reserve_position,
        condition_text: None,
        decided_by: "service".to_owned(),
        automatic: true,
        reason: None,
        decided_at: row.created_at,
        template_version: 1,
        diarienummer: None,
        selection_id: None,
        findings: None,
        reason_en: None,
    }
}
