//! The service is killed in the middle of a rush, again and again; alone, and as one of two on the same database.

use super::{folder, rounds};
use harness::{
    Engine, TestDatabase,
    served::{Served, ask, base, checked, free_port, insist, prepare},
    sql,
};
use samverkan_service::store::Database;
use serde_json::Value;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{task::JoinSet, time::sleep};

const PEOPLE: usize = 1_200;
const SEATS: usize = 200;
const CLIENTS: usize = 64;
/// How many have been answered when a service is killed.
const KILLS: [usize; 4] = [100, 300, 500, 800];

/// What the clients know: each writes down its answer when it has got it.
#[derive(Default)]
struct Clients {
    answered: AtomicUsize,
    done: AtomicBool,
}

/// Sends a request for each token; gives the answers by person.
async fn crowd_asks(
    bases: &Arc<Vec<String>>,
    tokens: &Arc<Vec<String>>,
    clients: &Arc<Clients>,
) -> HashMap<usize, Value> {
    let next = Arc::new(AtomicUsize::new(0));
    let answers = Arc::new(Mutex::new(HashMap::new()));
    let mut tasks = JoinSet::new();
    for _ in 0..CLIENTS {
        let (next, answers) = (Arc::clone(&next), Arc::clone(&answers));
        let (tokens, bases) = (Arc::clone(tokens), Arc::clone(bases));
        let clients = Arc::clone(clients);
        tasks.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(token) = tokens.get(n) else { return };
                let answer = insist(token, &bases, n).await;
                answers.lock().unwrap().insert(n, answer);
                clients.answered.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    std::mem::take(&mut *answers.lock().unwrap())
}

/// Kills them by turns, as answers come in; each is started anew at once. Gives those that live, how many have died, and
/// the longest that one took to be ready.
async fn kill(
    mut alive: Vec<Served>,
    ports: Vec<u16>,
    (folder, url): (PathBuf, String),
    clients: Arc<Clients>,
) -> (Vec<Served>, usize, Duration) {
    let (mut kills, mut longest) = (0, Duration::ZERO);
    for (turn, kill_at) in KILLS.into_iter().enumerate() {
        let done = || clients.done.load(Ordering::Relaxed);
        while clients.answered.load(Ordering::Relaxed) < kill_at && !done() {
            sleep(Duration::from_millis(1)).await;
        }
        if done() {
            break;
        }
        let turn = turn % alive.len();
        alive[turn].kill();
        kills += 1;
        alive[turn] = Served::start(&folder, &url, ports[turn]);
        longest = longest.max(alive[turn].ready().await);
    }
    (alive, kills, longest)
}

#[expect(clippy::print_stderr, reason = "the figures of the long run")]
async fn killed_in_the_rush(engine: Engine, services: usize) {
    for _ in 0..rounds() {
        let database = TestDatabase::create(engine).await;
        let folder = folder();
        let tokens = Arc::new(prepare(&database.url, SEATS, PEOPLE).await);
        let ports: Vec<u16> = (0..services).map(|_| free_port()).collect();
        let bases = Arc::new(ports.iter().copied().map(base).collect::<Vec<_>>());
        let mut alive = Vec::new();
        for port in &ports {
            let mut service = Served::start(&folder.0, &database.url, *port);
            service.ready().await;
            alive.push(service);
        }
        let clients = Arc::new(Clients::default());
        let place = (folder.0.clone(), database.url.clone());
        let killer = tokio::spawn(kill(alive, ports, place, Arc::clone(&clients)));
        let answers = crowd_asks(&bases, &tokens, &clients).await;
        clients.done.store(true, Ordering::Relaxed);
        let (alive, kills, longest) = killer.await.unwrap();
        assert!(kills >= 3, "only {kills} kills show nothing");
        eprintln!("{kills} kills, ready within {longest:?}");
        // The same keys give the same answers.
        let again = crowd_asks(&bases, &tokens, &clients).await;
        drop(alive);
        assert_eq!(answers.len(), PEOPLE);
        assert_eq!(again, answers);
        checked(&database.url, SEATS, PEOPLE).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kills_on_sqlite() {
    killed_in_the_rush(Engine::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kills_on_postgres() {
    killed_in_the_rush(Engine::Postgres, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_two_services_are_killed_by_turns() {
    killed_in_the_rush(Engine::Postgres, 2).await;
}

/// What finds a lost application does find it.
#[tokio::test]
#[should_panic(expected = "left: 9")]
async fn negative_control_a_lost_application_is_found() {
    let database = TestDatabase::create(Engine::Sqlite).await;
    let folder = folder();
    let tokens = prepare(&database.url, 5, 10).await;
    let mut service = Served::start(&folder.0, &database.url, free_port());
    service.ready().await;
    for token in &tokens {
        let client = service.client().with_token(token);
        ask(&client, Some("k")).await.expect("an answer");
    }
    service.kill();
    let stored = Database::connect(&database.url).await.unwrap();
    let lost = "PRAGMA foreign_keys = OFF; DELETE FROM application WHERE id IN (SELECT id FROM application LIMIT 1)";
    sql::run(&stored, lost).await.expect("one less");
    stored.close().await;
    checked(&database.url, 5, 10).await;
}
