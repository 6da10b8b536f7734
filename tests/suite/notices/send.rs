//! Who is told when people come and go, workers die, or there are thousands.

use super::{FAR, Kept, NEAR, at, join, patch, sent, since, told, world};
use harness::{Engine, TestService, both_engines, crowd, ok, round, sql, text};
use hyper::Method;
use samverkan_domain::id::{CohortId, CohortSetId, NoticeId, PersonId};
use samverkan_service::{app::App, store::Database, usecase::notices};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::poll_fn,
    task::Poll,
};

both_engines!(
    a_worker_that_dies_has_told_all_or_nobody,
    told_and_then_sent_apart_would_lose_letters,
    two_workers_tell_once,
    only_who_attended_and_attends_is_told,
    a_move_between_cohorts_is_told_once,
    the_place_is_not_mailed_to_the_protected,
    a_change_for_five_thousand_is_one_row,
);

/// How many letters each address got.
fn counts(letters: &[Kept]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for letter in letters {
        *counts.entry(letter.to_address.clone()).or_default() += 1;
    }
    counts
}

fn everybody_once(people: usize) -> BTreeMap<String, usize> {
    (1..=people)
        .map(|n| (format!("person{n}@example.org"), 1))
        .collect()
}

/// Looks at a job so many times and then lets it go, as a process that is killed does.
async fn killed_after(looks: usize, job: impl Future<Output = ()>) {
    let mut job = Box::pin(job);
    for _ in 0..looks {
        let done = poll_fn(|context| Poll::Ready(job.as_mut().poll(context).is_ready())).await;
        if done {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn a_worker_that_dies_has_told_all_or_nobody(engine: Engine) {
    let (service, _) = world(engine, 3).await;
    let session = told(&service, NEAR).await;
    let (mut nobody, mut all) = (0, 0);
    for (n, looks) in [0, 1, 2, 4, 8, 16, 64, 256, 1_024, 4_096, 65_536]
        .into_iter()
        .enumerate()
    {
        let before = service.mail().len();
        patch(
            &service,
            &session,
            "?now=true",
            &json!({ "place": format!("Sal {n}") }),
        )
        .await;
        // A process of its own: what it leaves open, nobody else is given.
        let database = Database::connect(service.database_url()).await;
        let app = App {
            database: database.expect("database"),
            ..service.app.clone()
        };
        let due = async move {
            let _ = notices::send::due(&app).await;
        };
        killed_after(looks, due).await;
        // Both in one look: a commit may still be on its way.
        let both = "SELECT (SELECT COUNT(*) FROM notice WHERE state = 'pending') * 10
                         + (SELECT COUNT(*) FROM outbox WHERE done_at IS NULL)";
        match sql::number(&service.app.database, both).await {
            10 => nobody += 1,
            3 => all += 1,
            half => panic!("after {looks} looks: {half}"),
        }
        service.tick().await;
        assert_eq!(
            counts(&since(&service, before)),
            everybody_once(3),
            "after {looks} looks"
        );
        service.advance(48 * 60);
        assert_eq!(sent(&service, before).await, 3, "nobody twice");
    }
    assert!(
        nobody > 0 && all > 0,
        "killed before and after: {nobody}, {all}"
    );
}

/// The negative control of the test above: ended in one transaction and told in another, a notice
/// is lost by a worker that dies between.
async fn told_and_then_sent_apart_would_lose_letters(engine: Engine) {
    let (service, _) = world(engine, 3).await;
    let session = told(&service, NEAR).await;
    let before = service.mail().len();
    patch(&service, &session, "?now=true", &json!({ "place": "Sal" })).await;
    let id = text(&service.notices("pending").await[0], "id");
    let mut tx = service.app.write_as_service().await.expect("a transaction");
    let id = NoticeId(id.parse().expect("an id"));
    let mut row = tx.notice(id).await.expect("a read").expect("the notice");
    "sent".clone_into(&mut row.state);
    row.settled_at = Some(service.now().into());
    assert!(tx.update_notice(&row).await.expect("a write"));
    tx.commit().await.expect("a commit");
    assert_eq!(sent(&service, before).await, 0, "all lost");
}

async fn two_workers_tell_once(engine: Engine) {
    let (service, _) = world(engine, 3).await;
    let session = told(&service, NEAR).await;
    for n in 0..5 {
        let before = service.mail().len();
        patch(
            &service,
            &session,
            "?now=true",
            &json!({ "place": format!("Sal {n}") }),
        )
        .await;
        let (app, again) = (service.app.clone(), service.app.clone());
        let (one, other) = tokio::join!(notices::send::due(&app), notices::send::due(&again));
        assert_eq!(one.expect("done") + other.expect("done"), 3);
        service.tick().await;
        assert_eq!(counts(&since(&service, before)), everybody_once(3));
    }
}

async fn only_who_attended_and_attends_is_told(engine: Engine) {
    let (service, people) = world(engine, 3).await;
    let session = told(&service, FAR).await;
    patch(&service, &session, "", &json!({ "place": "N2045" })).await;
    join(&service, 4).await;
    service.withdraw(&people[1].1).await;
    service.tick().await;
    let before = service.mail().len();
    service.tell().await;
    let told = since(&service, before);
    let told: BTreeSet<&str> = told.iter().map(|letter| &*letter.to_address).collect();
    assert_eq!(
        told,
        BTreeSet::from(["person1@example.org", "person3@example.org"])
    );
    // What is published is news to whoever attends when it is told.
    let new = json!({ "title": "Ny", "mode": "online", "starts": FAR.0, "ends": FAR.1 });
    service.schedule(&new).await;
    join(&service, 5).await;
    service.tick().await;
    let before = service.mail().len();
    service.tell().await;
    let told = counts(&since(&service, before));
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.contains_key("person5@example.org"));
}

async fn a_move_between_cohorts_is_told_once(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    service.tell().await;
    let placed = service.mail();
    let placed: Vec<_> = placed
        .iter()
        .filter(|l| l.subject.starts_with("Din grupp"))
        .collect();
    assert_eq!(placed.len(), 47);
    assert_eq!(
        service.notices("pending").await.len(),
        0,
        "a plan is told by its own letter"
    );
    let cohorts = service.cohorts().await;
    let id = |n: usize| text(&cohorts[n], "id");
    let member = |n: usize| text(&cohorts[n]["members"][0], "person");
    let mut new = json!({ "title": "Vår grupp", "mode": "online", "cohort": id(0) });
    (new["starts"], new["ends"]) = (json!(FAR.0), json!(FAR.1));
    let session = service.schedule(&new).await;
    service.tell().await;
    patch(
        &service,
        &session,
        "",
        &at("2027-02-04T14:15", "2027-02-04T17:00"),
    )
    .await;
    // One goes and one comes before it is told.
    let (goes, comes) = (member(0), member(1));
    let mut tx = service.app.write_as_service().await.expect("a transaction");
    let uuid = |text: &str| text.parse().expect("an id");
    let cohort = CohortId(uuid(&id(0)));
    let row = tx
        .cohort(cohort)
        .await
        .expect("a read")
        .expect("the cohort");
    let set = CohortSetId(row.cohort_set_id);
    let other = CohortId(uuid(&id(1)));
    tx.put_member(set, PersonId(uuid(&goes)), other, false)
        .await
        .expect("a write");
    tx.put_member(set, PersonId(uuid(&comes)), cohort, false)
        .await
        .expect("a write");
    tx.commit().await.expect("a commit");
    let before = service.mail().len();
    let members = cohorts[0]["members"].as_array().expect("members").len();
    let notice = service.notices("pending").await.remove(0);
    assert_eq!(notice["told"]["people"], members - 1);
    service.tell().await;
    let told = since(&service, before);
    assert_eq!(told.len(), members - 1);
    let mut addresses = Vec::new();
    for person in [goes, comes] {
        let path = format!("/api/v1/people/{person}");
        let person = service.officer.read(&path).await.expect("a person");
        addresses.push(text(&person, "email"));
    }
    assert!(
        told.iter()
            .all(|letter| !addresses.contains(&letter.to_address))
    );
    assert!(
        told[0].body.contains(", grupp G01\nNy tid: "),
        "{}",
        told[0].body
    );
}

async fn the_place_is_not_mailed_to_the_protected(engine: Engine) {
    let (service, people) = world(engine, 2).await;
    let session = told(&service, NEAR).await;
    let path = format!("/api/v1/people/{}", people[1].1);
    let marking = json!({ "security_marking": "confidential" });
    let headers = [("if-match", "*")];
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &headers, &marking)
        .await);
    let before = service.mail().len();
    let change = json!({
        "place": "N2045", "online_url": "https://zoom.example/j/1", "starts": "2026-11-24T09:15",
    });
    patch(&service, &session, "?now=true", &change).await;
    let mut new = json!({ "title": "Extra", "mode": "hybrid", "place": "N2045" });
    (new["starts"], new["ends"]) = (json!(NEAR.0), json!(NEAR.1));
    new["online_url"] = json!("https://zoom.example/j/2");
    service.schedule(&new).await;
    service.tell().await;
    let letters = since(&service, before);
    let to = |n: usize| {
        let address = format!("person{n}@example.org");
        let all = letters.iter().filter(|l| l.to_address == address);
        let all = all.map(|l| format!("{}\n{}", l.subject, l.body));
        all.collect::<Vec<_>>().concat()
    };
    let (open, protected) = (to(1), to(2));
    // Negative control: to others it is.
    assert!(
        open.contains("Plats: N2045") || open.contains("Ny plats: N2045"),
        "{open}"
    );
    assert!(open.contains("Länk: https://zoom.example/j/2"), "{open}");
    for secret in ["N2045", "L103", "zoom.example", "Efternamn2"] {
        assert!(!protected.contains(secret), "{secret}: {protected}");
    }
    assert!(
        protected.contains("Var det är ser du när du är inloggad."),
        "{protected}"
    );
    assert!(protected.contains("Ny tid: "), "{protected}");
    // Administrators read the letter, and learn no more than its reader.
    let sent = service.notices("sent").await;
    for notice in &sent[..2] {
        let path = format!("/api/v1/notices/{}", text(notice, "id"));
        let recipients = service.admin.read(&format!("{path}/recipients")).await;
        let recipients = recipients.expect("recipients").to_string();
        assert!(!recipients.contains("Efternamn2") && recipients.contains("Efternamn1"));
        let letter = format!("{path}/letter?person={}", people[1].1);
        let letter = service
            .admin
            .read(&letter)
            .await
            .expect("the letter")
            .to_string();
        assert!(
            !letter.contains("Efternamn2") && !letter.contains("N2045"),
            "{letter}"
        );
    }
}

/// Gives everybody of a crowd a place, past the service.
async fn places(service: &TestService, channel: &str) {
    let (id, now) = match service.engine() {
        Engine::Sqlite => ("randomblob(16)", "0"),
        Engine::Postgres => ("gen_random_uuid()", "TIMESTAMPTZ 'epoch'"),
    };
    service
        .run_sql(&format!(
            "INSERT INTO application (id, offering_id, channel_id, person_id, state, condition_met,
                 registration_kind, created_at, changed_at, standing, revision)
             SELECT {id}, c.offering_id, c.id, p.id, 'admitted', FALSE, 'first', {now}, {now},
                    'eligible', 1
             FROM person p, channel c WHERE c.code = '{channel}'"
        ))
        .await;
}

async fn a_change_for_five_thousand_is_one_row(engine: Engine) {
    const PEOPLE: usize = 5_000;
    let (service, _) = world(engine, 0).await;
    let session = told(&service, NEAR).await;
    crowd::enter(&service.app.database, PEOPLE).await;
    places(&service, "OPEN").await;
    let before = rows(&service).await;
    let answer = patch(
        &service,
        &session,
        "?now=true",
        &json!({ "place": "N2045" }),
    )
    .await;
    assert_eq!(answer["notice"]["people"], PEOPLE);
    let after = rows(&service).await;
    assert_eq!(
        (after.0 - before.0, after.1, after.2),
        (1, before.1, before.2)
    );
    let letters = notices::send::due(&service.app).await.expect("told");
    assert_eq!(letters, PEOPLE);
    let told = rows(&service).await;
    assert_eq!(
        (told.0 - after.0, told.1 - after.1, told.2 - after.2),
        (0, 5_000, 5_000)
    );
    let twice = "SELECT COUNT(*) FROM (SELECT person_id FROM outbox WHERE person_id IS NOT NULL
                 GROUP BY person_id HAVING COUNT(*) > 1) AS twice";
    assert_eq!(sql::number(&service.app.database, twice).await, 0);
    assert_eq!(notices::send::due(&service.app).await.expect("nothing"), 0);
    let notice: Value = service.notices("sent").await.remove(0);
    assert_eq!(notice["told"]["waiting"], PEOPLE);
}

/// Rows of notices, of letters, and of who is told by which.
async fn rows(service: &TestService) -> (i64, i64, i64) {
    let count = async |table: &str| {
        let query = format!("SELECT COUNT(*) FROM {table}");
        sql::number(&service.app.database, &query).await
    };
    (
        count("notice").await,
        count("outbox").await,
        count("notice_told").await,
    )
}
