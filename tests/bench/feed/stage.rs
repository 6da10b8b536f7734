//! Two offerings, half of the people in each, with forty sessions; a feed for everybody.

use super::super::Stage;
use harness::{crowd::hex, sql};
use jiff::{ToSpan, civil::date};
use samverkan_domain::id::{FeedId, OfferingId};
use samverkan_service::{
    clock::Clock,
    secrets::{base64url, new_token, sha256},
    seeds::Seeds,
    store::{feed::FeedRow, session::SessionRow},
};
use uuid::Uuid;

/// Sessions of an offering: what a busy student has in a term.
pub(crate) const EVENTS: i64 = 40;

/// What is there to be fetched.
pub(crate) struct Feeds {
    /// `/calendar/….ics`, the first half of the first offering.
    pub(crate) paths: Vec<String>,
    /// A session of the first offering.
    pub(crate) session: Uuid,
}

pub(crate) async fn fill(stage: &mut Stage) -> Feeds {
    let people = sql::rows::<(Uuid, String)>(
        &stage.database,
        "SELECT id, given_name FROM person ORDER BY id",
    )
    .await;
    let (first, first_code, first_channel) = stage.offering(1).await;
    let (second, second_code, second_channel) = stage.offering(1).await;
    let session = sessions(stage, first, &first_code).await;
    sessions(stage, second, &second_code).await;
    let mut paths = Vec::new();
    for (half, channel) in people
        .chunks(people.len().div_ceil(2))
        .zip([first_channel, second_channel])
    {
        places(stage, &channel, half).await;
        for people in half.chunks(1_000) {
            paths.extend(feeds(stage, people).await);
        }
    }
    Feeds { paths, session }
}

async fn sessions(stage: &Stage, offering: OfferingId, code: &str) -> Uuid {
    let (seeds, now) = (Seeds::default(), Clock::System.now());
    let mut tx = stage.database.write("bench", now).await.unwrap();
    let mut last = Uuid::nil();
    for n in 0..EVENTS {
        last = seeds.id(now);
        let starts = date(2027, 1, 18).at(13, 15, 0, 0) + (n * 3).days();
        let ends = starts + 165.minutes();
        let instant =
            |wall: jiff::civil::DateTime| wall.in_tz("Europe/Stockholm").unwrap().timestamp();
        tx.insert_session(&SessionRow {
            id: last,
            offering_id: offering.0,
            cohort_id: None,
            title: format!("Seminarium {n}: Skolfrånvaro, orsaker och konsekvenser ({code})"),
            starts_wall: starts.to_string(),
            ends_wall: ends.to_string(),
            starts_at: instant(starts).into(),
            ends_at: instant(ends).into(),
            mode: "hybrid".to_owned(),
            place: Some(format!("Novahuset N{}", 2000 + n)),
            online_url: Some(format!("https://mote.example/j/{}", 7_919 * (n + 1))),
            teacher: Some("Eva Ek".to_owned()),
            compulsory: n % 3 == 0,
            state: "published".to_owned(),
            cancel_reason: None,
            uid: format!("{}@samverkan.example.se", last.simple()),
            sequence: 1,
            created_at: now.into(),
            modified_at: now.into(),
            revision: 1,
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    last
}

/// Gives people a place, past the service.
async fn places(stage: &Stage, channel: &str, people: &[(Uuid, String)]) {
    let (first, last) = (people[0].0.simple(), people[people.len() - 1].0.simple());
    let insert = format!(
        "INSERT INTO application (id, offering_id, channel_id, person_id, state, condition_met,
             registration_kind, created_at, changed_at, standing, revision)
         SELECT randomblob(16), c.offering_id, c.id, p.id, 'admitted', FALSE, 'first', 0, 0,
                'eligible', 1
         FROM person p, channel c
         WHERE c.code = '{channel}' AND p.id BETWEEN x'{first}' AND x'{last}'"
    );
    sql::run(&stage.database, &insert).await.unwrap();
}

async fn feeds(stage: &Stage, people: &[(Uuid, String)]) -> Vec<String> {
    let (seeds, now) = (Seeds::default(), Clock::System.now());
    let mut tx = stage.database.write("bench", now).await.unwrap();
    let mut paths = Vec::new();
    for (person, name) in people {
        let token = base64url(&seeds.bytes::<32>());
        tx.insert_feed(&FeedRow {
            id: FeedId(seeds.id(now)).0,
            kind: "person".to_owned(),
            subject_id: *person,
            owner_id: Some(*person),
            name: format!("Samverkan, {name}"),
            language: "sv".to_owned(),
            token_hash: sha256(token.as_bytes()).to_vec(),
            created_at: now.into(),
            revoked_at: None,
            last_used_at: None,
            content_hash: None,
            modified_at: now.into(),
            subject_name: None,
        })
        .await
        .unwrap();
        paths.push(format!("/calendar/{token}.ics"));
    }
    tx.commit().await.unwrap();
    paths
}

/// The token of somebody who may reschedule.
pub(crate) async fn administrator(stage: &Stage) -> String {
    let (seeds, now) = (Seeds::default(), Clock::System.now());
    let token = new_token(&seeds);
    let insert = format!(
        "INSERT INTO token (id, name, role, token_hash, created_at, expires_at)
         VALUES (x'{}', 'bench', 'administrator', x'{}', 0, 4000000000000000)",
        seeds.id(now).simple(),
        hex(&sha256(token.as_bytes()))
    );
    sql::run(&stage.database, &insert).await.unwrap();
    token
}
