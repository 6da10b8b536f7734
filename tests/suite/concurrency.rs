//! Many at once, over real HTTP: nobody gets a seat that is not there.

use harness::{Client, Engine, TestService, ok, on_both_engines, problem, sql, text};
use samverkan_service::app::Guards;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::{sync::Barrier, task::JoinSet};

const APPLY: &str = "/api/v1/offerings/SA123A-V9001V27/applications";

on_both_engines!(threads 2:
    the_last_seats_are_never_sold_twice,
    negative_control_without_the_lock_seats_are_oversold,
    one_person_asking_many_times_applies_once,
    a_seat_count_lowered_meanwhile_holds,
);

/// Sends the same body from every client at the same moment.
async fn all_at_once(clients: Vec<Client>, body: Value) -> Vec<Value> {
    let start = Arc::new(Barrier::new(clients.len()));
    let mut tasks = JoinSet::new();
    for client in clients {
        let (start, body) = (Arc::clone(&start), body.clone());
        tasks.spawn(async move {
            start.wait().await;
            ok(client.post(APPLY, &body).await)
        });
    }
    tasks.join_all().await
}

async fn participants(service: &TestService, numbers: std::ops::Range<usize>) -> Vec<Client> {
    let mut clients = Vec::new();
    for n in numbers {
        clients.push(service.participant(n, "larare").await.0);
    }
    clients
}

fn count(answers: &[Value], state: &str) -> usize {
    answers
        .iter()
        .filter(|answer| answer["state"] == state)
        .count()
}

async fn the_last_seats_are_never_sold_twice(engine: Engine) {
    const CLIENTS: usize = 64;
    const SEATS: usize = 5;
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 5).await;
    let clients = participants(&service, 0..CLIENTS).await;
    let answers = all_at_once(clients, json!({ "channel": "OPEN" })).await;
    assert_eq!(count(&answers, "admitted"), SEATS);
    let mut numbers: Vec<i64> = answers
        .iter()
        .filter_map(|answer| answer["reserve_position"].as_i64())
        .collect();
    numbers.sort_unstable();
    let expected: Vec<i64> = (1..=59).collect();
    assert_eq!(numbers, expected, "numbered without holes");
    // Whoever was told a number was told it in the order it was given.
    let database = &service.app.database;
    let stored = sql::number(database, "SELECT COUNT(*) FROM application").await;
    assert_eq!(stored, 64);
    let verification = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verification["sound"], true, "{verification}");
    service.tick().await;
    assert_eq!(
        sql::number(
            database,
            "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL"
        )
        .await,
        0
    );
}

async fn negative_control_without_the_lock_seats_are_oversold(engine: Engine) {
    const ROUNDS: usize = 20;
    let guards = Guards {
        lock_enrolment: false,
        ..Guards::default()
    };
    let service = TestService::start_with(engine, guards).await;
    service.offering().await;
    let clients = participants(&service, 0..16).await;
    for round in 0..ROUNDS {
        let code = format!("OPEN{round}");
        service.channel("open", &code, 1).await;
        let start = Arc::new(Barrier::new(clients.len()));
        let mut tasks = JoinSet::new();
        for client in clients.clone() {
            let (start, body) = (Arc::clone(&start), json!({ "channel": code }));
            tasks.spawn(async move {
                start.wait().await;
                // Without the lock some collide on a reserve number: an error, no oversale.
                let reply = client.post(APPLY, &body).await.unwrap();
                reply.status.is_success()
            });
        }
        tasks.join_all().await;
        let admitted = "SELECT COUNT(*) FROM application WHERE state = 'admitted'";
        if sql::number(&service.app.database, admitted).await > 1 {
            return;
        }
        let leave = "UPDATE application SET state = 'withdrawn_before_registration'";
        sql::run(&service.app.database, leave).await.unwrap();
    }
    panic!("{ROUNDS} rounds without the lock sold no seat twice: the test above shows nothing");
}

async fn one_person_asking_many_times_applies_once(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 5).await;
    let (client, _) = service.participant(1, "larare").await;
    let answers = all_at_once(vec![client; 32], json!({ "channel": "OPEN" })).await;
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer["is_new"] == true)
            .count(),
        1
    );
    let first = text(&answers[0], "application");
    assert!(answers.iter().all(|answer| answer["application"] == first));
    let database = &service.app.database;
    assert_eq!(
        sql::number(database, "SELECT COUNT(*) FROM application").await,
        1
    );
    assert_eq!(
        sql::number(database, "SELECT COUNT(*) FROM admission").await,
        1
    );
    service.tick().await;
    let receipts = service.mail();
    let receipts = receipts
        .iter()
        .filter(|mail| mail.body.contains(&first))
        .count();
    assert_eq!(receipts, 1, "one receipt");
}

/// The number of seats is read under the lock: who waited for it sees what was decided.
async fn a_seat_count_lowered_meanwhile_holds(engine: Engine) {
    let service = TestService::start(engine).await;
    let offering = service.offering().await;
    service.channel("open", "OPEN", 5).await;
    let (client, _) = service.participant(1, "larare").await;
    let mut tx = service
        .app
        .database
        .write("tester", service.now())
        .await
        .unwrap();
    let offering = samverkan_domain::id::OfferingId(offering.parse().unwrap());
    tx.lock_offering(offering).await.unwrap();
    let asked =
        tokio::spawn(async move { client.post(APPLY, &json!({ "channel": "OPEN" })).await });
    waits_for_a_lock(&service, &asked).await;
    let mut channel = tx.channel("OPEN").await.unwrap().unwrap();
    channel.seats = 0;
    assert!(tx.update_channel(&channel).await.unwrap());
    tx.commit().await.unwrap();
    let receipt = ok(asked.await.unwrap());
    assert_eq!(receipt["state"], "reserve", "no seat was left: {receipt}");
}

/// Waits until the request stands at the lock. On SQLite it waits for the one writer instead,
/// which needs no looking: nothing can be read before it is its turn.
async fn waits_for_a_lock<T>(service: &TestService, asked: &tokio::task::JoinHandle<T>) {
    const WAITING: &str = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    if service.app.database.engine() == "sqlite" {
        return;
    }
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while sql::number(&service.app.database, WAITING).await == 0 {
        assert!(!asked.is_finished() && std::time::Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn refusals_leave_nothing_behind() {
    let service = TestService::start(Engine::Sqlite).await;
    service.offering().await;
    service.channel("imported", "UHR", 5).await;
    let (client, _) = service.participant(1, "larare").await;
    let refused = problem(client.post(APPLY, &json!({ "channel": "UHR" })).await);
    assert_eq!((refused.0, &*refused.1), (409, "not-an-open-channel"));
    let database = &service.app.database;
    assert_eq!(
        sql::number(database, "SELECT COUNT(*) FROM application").await,
        0
    );
}
