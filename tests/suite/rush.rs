//! The rush: everybody presses the button in the same second.
mod rates;

use harness::{
    Client, Engine, Reply, TestService,
    crowd::{self, Acknowledged},
    instance::Instance,
    ok, on_both_engines, problem, sql, text,
};
use hyper::Method;
use samverkan_domain::id::{OfferingId, PersonId};
use samverkan_service::{
    app::App,
    demo::http::CallError,
    error::Error,
    store::Tx,
    usecase::{
        Caller,
        enrolment::{
            Receipt, Rush,
            batch::{Request, Tallies, Wish, decide},
        },
        once::Once,
    },
};
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};
use tokio::task::JoinSet;
use uuid::Uuid;

const APPLY: &str = "/api/v1/offerings/SA123A-V9001V27/applications";

on_both_engines!(threads 2:
    each_in_a_batch_gets_its_own_answer,
    one_that_cannot_be_stored_does_not_take_the_others_with_it,
    a_batch_sees_what_others_did_since_the_last,
    a_crowd_gets_the_seats_in_order,
    two_instances_sell_each_seat_once,
    a_full_queue_says_when_to_come_again,
    who_hangs_up_is_decided_on,
    whoever_waits_when_it_stops_is_answered,
);

async fn open(engine: Engine, seats: i64) -> (TestService, OfferingId) {
    let service = TestService::start(engine).await;
    let offering = service.offering().await;
    service.channel("open", "OPEN", seats).await;
    (service, OfferingId(offering.parse().unwrap()))
}

/// A request by a person, with a key.
fn request(service: &TestService, person: &str, channel: &str, key: Option<&str>) -> Request {
    let person = PersonId(person.parse().unwrap());
    let caller = Caller::Participant {
        person,
        token: samverkan_domain::id::TokenId(Uuid::nil()),
    };
    Request {
        person,
        actor: caller.actor(),
        channel: channel.to_owned(),
        wish: Wish::default(),
        once: key.map(|key| Once::new(&caller, "apply", key, &channel)),
        at: service.now(),
    }
}

/// An answer in few words.
fn brief(answer: &Result<Receipt, Error>) -> String {
    match answer {
        Ok(receipt) => {
            let number = receipt.reserve_position.unwrap_or(0);
            format!("{} {number} {}", receipt.state.as_str(), receipt.is_new)
        }
        Err(Error::Refused { code, .. }) => (*code).to_owned(),
        Err(error) => error.to_string(),
    }
}

async fn each_in_a_batch_gets_its_own_answer(engine: Engine) {
    let (service, offering) = open(engine, 2).await;
    service.channel("open", "OTHER", 9).await;
    service.channel("imported", "UHR", 9).await;
    let mut people = Vec::new();
    for n in 0..5 {
        people.push(service.participant(n, "larare").await.1);
    }
    let (_, nameless) = service.sign_in("new@example.org").await;
    let nobody = Uuid::max().to_string();
    let ask = |person: &str, channel, key| request(&service, person, channel, key);
    let batch = [
        ask(&people[0], "OPEN", Some("k")),
        ask(&nobody, "OPEN", Some("k")),
        ask(&nameless, "OPEN", None),
        ask(&people[1], "NONE", Some("none")),
        ask(&people[1], "UHR", None),
        ask(&people[0], "OPEN", Some("k")),
        ask(&people[0], "OTHER", Some("k")),
        ask(&people[0], "OPEN", None),
        ask(&people[0], "OTHER", None),
        ask(&people[1], "OPEN", Some("k")),
        ask(&people[2], "OPEN", Some("k")),
        ask(&people[3], "OPEN", None),
    ];
    let answers = decide(&service.app, offering, &batch, &mut Tallies::default()).await;
    let said: Vec<String> = answers.iter().map(brief).collect();
    assert_eq!(
        said,
        [
            "admitted 0 true",
            "not signed in",
            &format!("{}", answers[2].as_ref().unwrap_err()),
            "no such channel",
            "not-an-open-channel",
            "admitted 0 true",
            "the Idempotency-Key was used for another request",
            "admitted 0 false",
            "already-applied",
            "admitted 0 true",
            "reserve 1 true",
            "reserve 2 true",
        ]
    );
    assert!(matches!(answers[2], Err(Error::Invalid(_))));
    // The same again, by a writer that knows nothing: what was said is said again.
    let again = decide(&service.app, offering, &batch, &mut Tallies::default()).await;
    let said_again: Vec<String> = again.iter().map(brief).collect();
    assert_eq!(said_again[..11], said[..11]);
    assert_eq!(said_again[11], "reserve 2 false");
    crowd::check(&service.app.database, "OPEN", 2, 4).await;
    let database = &service.app.database;
    let kept = "SELECT COUNT(*) FROM idempotency WHERE status = 1";
    assert_eq!(sql::number(database, kept).await, 3, "only what succeeded");
    let actors = "SELECT COUNT(DISTINCT actor) FROM audit WHERE action = 'application.received'";
    assert_eq!(
        sql::number(database, actors).await,
        4,
        "each in her own name"
    );
    sound(&service).await;
    service.tick().await;
    let mail = service.mail();
    let receipts = mail.iter().filter(|mail| mail.body.contains("OPEN"));
    assert_eq!(receipts.count(), 4, "a letter each");
}

async fn sound(service: &TestService) {
    let verification = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verification["sound"], true, "{verification}");
}

async fn one_that_cannot_be_stored_does_not_take_the_others_with_it(engine: Engine) {
    let (service, offering) = open(engine, 9).await;
    let database = &service.app.database;
    let mut batch = Vec::new();
    for n in 0..4 {
        let (_, person) = service.participant(n, "larare").await;
        batch.push(request(&service, &person, "OPEN", Some("k")));
    }
    // A rule that two of them break.
    let poison =
        "UPDATE person SET modality = 'campus' WHERE given_name IN ('Förnamn1', 'Förnamn2');
                  CREATE UNIQUE INDEX poison ON application (modality)";
    sql::run(database, poison).await.unwrap();
    let answers = decide(&service.app, offering, &batch, &mut Tallies::default()).await;
    let said: Vec<String> = answers.iter().map(brief).collect();
    let yes = "admitted 0 true";
    assert_eq!(said, [yes, yes, "already-exists", yes]);
    crowd::check(database, "OPEN", 9, 3).await;
    sound(&service).await;
}

async fn a_batch_sees_what_others_did_since_the_last(engine: Engine) {
    let (service, offering) = open(engine, 1).await;
    let mut people = Vec::new();
    for n in 0..4 {
        people.push(service.participant(n, "larare").await);
    }
    let mut tallies = Tallies::default();
    let mut ask = async |n: usize| {
        let batch = [request(&service, &people[n].1, "OPEN", None)];
        let answers = decide(&service.app, offering, &batch, &mut tallies).await;
        let application = answers[0].as_ref().unwrap().application;
        (brief(&answers[0]), application)
    };
    let (said, seat) = ask(0).await;
    assert_eq!(said, "admitted 0 true");
    assert_eq!(ask(1).await.0, "reserve 1 true");
    assert_eq!(ask(1).await.0, "reserve 1 false", "changes nothing");
    // Both leave, so the seat is free and nobody waits.
    let waiting = ask(1).await.1;
    for (client, application) in [(&people[0].0, seat), (&people[1].0, waiting)] {
        let path = format!("/api/v1/applications/{application}/withdraw");
        ok(client.post(&path, &json!({ "passed_result": false })).await);
    }
    assert_eq!(ask(2).await.0, "admitted 0 true");
    assert_eq!(
        ask(3).await.0,
        "reserve 2 true",
        "numbers are not used again"
    );
}

async fn keyed(client: &Client, key: &str) -> Result<Reply, CallError> {
    let body = json!({ "channel": "OPEN" });
    let headers = [("idempotency-key", key)];
    client.send_json(Method::POST, APPLY, &headers, &body).await
}

/// Sends a request for each token, from as many clients as are given; gives the answers.
async fn rush(clients: &[Client], tokens: Vec<String>) -> Vec<Acknowledged> {
    let (next, tokens) = (Arc::new(AtomicUsize::new(0)), Arc::new(tokens));
    let mut tasks = JoinSet::new();
    for client in clients {
        let (next, tokens) = (Arc::clone(&next), Arc::clone(&tokens));
        let client = client.clone();
        tasks.spawn(async move {
            let mut answers = Vec::new();
            while let Some(token) = tokens.get(next.fetch_add(1, Ordering::Relaxed)) {
                let sent = Instant::now();
                let receipt = ok(keyed(&client.with_token(token), "k").await);
                answers.push(Acknowledged {
                    sent,
                    answered: Instant::now(),
                    number: receipt["reserve_position"].as_i64().unwrap_or(0),
                });
            }
            answers
        });
    }
    tasks.join_all().await.concat()
}

async fn a_crowd_gets_the_seats_in_order(engine: Engine) {
    const SEATS: usize = 200;
    const PEOPLE: usize = 4_000;
    let (service, _) = open(engine, 200).await;
    let database = &service.app.database;
    let tokens = crowd::enter(database, PEOPLE).await;
    let clients: Vec<Client> = (0..64).map(|_| service.anyone.clone()).collect();
    let answers = rush(&clients, tokens).await;
    crowd::check(database, "OPEN", SEATS, PEOPLE).await;
    crowd::in_order(&answers).unwrap();
    sound(&service).await;
    let letters = sql::number(database, "SELECT COUNT(*) FROM outbox").await;
    assert_eq!(letters, 4_000);
    service.tick().await;
    let used =
        "SELECT COUNT(*) FROM token WHERE last_used_at IS NOT NULL AND person_id IS NOT NULL";
    assert_eq!(sql::number(database, used).await, 4_000);
}

#[test]
fn negative_control_who_overtakes_is_noticed() {
    let start = Instant::now();
    let at = |n: u64| start + std::time::Duration::from_millis(n);
    let answer = |sent, answered, number| Acknowledged {
        sent: at(sent),
        answered: at(answered),
        number,
    };
    let together = [answer(0, 5, 2), answer(1, 4, 1), answer(6, 7, 3)];
    crowd::in_order(&together).unwrap();
    crowd::in_order(&[answer(0, 1, 2), answer(2, 3, 1)]).unwrap_err();
    crowd::in_order(&[answer(0, 1, 2), answer(2, 3, 0)]).unwrap_err();
}

async fn two_instances_sell_each_seat_once(engine: Engine) {
    const PEOPLE: usize = 400;
    let (service, _) = open(engine, 50).await;
    let second = Instance::beside(&service).await;
    let tokens = crowd::enter(&service.app.database, PEOPLE).await;
    let clients: Vec<Client> = (0..16)
        .flat_map(|_| [service.anyone.clone(), second.anyone.clone()])
        .collect();
    let answers = rush(&clients, tokens).await;
    crowd::check(&service.app.database, "OPEN", 50, PEOPLE).await;
    crowd::in_order(&answers).unwrap();
    sound(&service).await;
}

/// Stops the offering's writer until the transaction ends.
async fn stopped(service: &TestService, offering: OfferingId) -> Tx {
    let database = &service.app.database;
    let mut tx = database.write("tester", service.now()).await.unwrap();
    tx.lock_offering(offering).await.unwrap();
    tx
}

async fn a_full_queue_says_when_to_come_again(engine: Engine) {
    const DEPTH: usize = 4;
    const PEOPLE: usize = 20;
    let (service, offering) = open(engine, 5).await;
    let instance = Instance::serve(App {
        rush: Arc::new(Rush::with_depth(DEPTH)),
        ..service.app.clone()
    })
    .await;
    let tokens = crowd::enter(&service.app.database, PEOPLE).await;
    let clients = tokens.iter().map(|token| instance.anyone.with_token(token));
    let tx = stopped(&service, offering).await;
    let mut asked = JoinSet::new();
    for (n, client) in clients.enumerate() {
        asked.spawn(async move { (n, client.clone(), keyed(&client, "k").await) });
    }
    // At most one batch is with the writer and another in the queue; the rest is sent away.
    let mut sent_away = Vec::new();
    for _ in 0..PEOPLE - 2 * DEPTH {
        let (_, client, reply) = asked.join_next().await.unwrap().unwrap();
        let after: u32 = reply
            .as_ref()
            .unwrap()
            .header("retry-after")
            .parse()
            .unwrap();
        assert!((1..=68).contains(&after), "{after}");
        let (status, code, value) = problem(reply);
        assert_eq!((status, &*code), (503, "busy"));
        assert!(text(&value, "detail").contains("ofarligt"));
        sent_away.push(client);
    }
    tx.rollback().await.unwrap();
    let mut receipts = 0;
    while let Some(answer) = asked.join_next().await {
        let (_, client, reply) = answer.unwrap();
        if reply.as_ref().unwrap().status == 503 {
            sent_away.push(client);
        } else {
            ok(reply);
            receipts += 1;
        }
    }
    assert!(receipts >= DEPTH && receipts + sent_away.len() == PEOPLE);
    for client in sent_away {
        ok(keyed(&client, "k").await);
    }
    crowd::check(&service.app.database, "OPEN", 5, PEOPLE).await;
}

async fn who_hangs_up_is_decided_on(engine: Engine) {
    let (service, offering) = open(engine, 5).await;
    let (client, _) = service.participant(1, "larare").await;
    let tx = stopped(&service, offering).await;
    let asked = tokio::spawn({
        let client = client.clone();
        async move { keyed(&client, "k").await }
    });
    // It has been queued when the writer stands at the lock.
    while !service.app.rush.is_at_work(offering) {
        tokio::task::yield_now().await;
    }
    asked.abort();
    asked.await.unwrap_err();
    tx.rollback().await.unwrap();
    // Repeating joins whatever became of the first.
    let receipt = ok(keyed(&client, "k").await);
    assert_eq!(receipt["is_new"], true, "the answer that was kept");
    crowd::check(&service.app.database, "OPEN", 5, 1).await;
}

async fn whoever_waits_when_it_stops_is_answered(engine: Engine) {
    let (service, offering) = open(engine, 5).await;
    let tokens = crowd::enter(&service.app.database, 8).await;
    let tx = stopped(&service, offering).await;
    let mut asked = JoinSet::new();
    for token in &tokens[..7] {
        let client = service.anyone.with_token(token);
        asked.spawn(async move { keyed(&client, "k").await });
    }
    while !service.app.rush.is_at_work(offering) {
        tokio::task::yield_now().await;
    }
    let rush = Arc::clone(&service.app.rush);
    let drained = tokio::spawn(async move { rush.drain().await });
    tokio::task::yield_now().await;
    tx.rollback().await.unwrap();
    drained.await.unwrap();
    let mut decided = 0;
    while let Some(reply) = asked.join_next().await {
        let reply = reply.unwrap();
        match reply.as_ref().unwrap().status.as_u16() {
            503 => assert_eq!(problem(reply).1, "busy"),
            _ => {
                ok(reply);
                decided += 1;
            }
        }
    }
    assert!(decided > 0);
    let late = keyed(&service.anyone.with_token(&tokens[7]), "k").await;
    assert_eq!(problem(late).1, "busy", "nothing more is taken");
    crowd::check(&service.app.database, "OPEN", 5, decided).await;
}
