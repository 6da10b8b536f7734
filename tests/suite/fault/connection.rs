//! The wire to PostgreSQL breaks: before a commit, after it, for a while, and without a word.

use super::{folder, rounds};
use harness::{
    Client, Engine, TestDatabase,
    binary::Folder,
    ok,
    proxy::{Proxy, Wire},
    served::{APPLY, CHANNEL, Served, ask, base, checked, free_port, insist, prepare},
    sql,
};
use samverkan_service::store::Database;
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

const PEOPLE: usize = 300;
const SEATS: usize = 100;
const CLIENTS: usize = 24;
/// Until who asks is told that it cannot be done now.
const TOLD: Duration = Duration::from_secs(10);
/// Until all is well again once the wire is whole.
const HEALED: Duration = Duration::from_secs(10);

/// A service whose wire to its database can be cut; what there is besides the database's own wire.
struct Wired {
    database: TestDatabase,
    proxy: Proxy,
    tokens: Vec<String>,
    service: Served,
    base: String,
    _folder: Folder,
}

async fn wired() -> Wired {
    let database = TestDatabase::create(Engine::Postgres).await;
    let tokens = prepare(&database.url, SEATS, PEOPLE).await;
    let (before, place) = database.url.rsplit_once('@').expect("a password");
    let (address, name) = place.split_once('/').expect("a name");
    let address: SocketAddr = address.parse().expect("an address");
    let proxy = Proxy::to(address).await;
    let url = format!("{before}@{}/{name}", proxy.address);
    let folder = folder();
    let port = free_port();
    let mut service = Served::start(&folder.0, &url, port);
    service.ready().await;
    Wired {
        database,
        proxy,
        tokens,
        service,
        base: base(port),
        _folder: folder,
    }
}

/// All of them ask until they have an answer.
async fn all_ask(base: &str, tokens: &[String]) -> Vec<Value> {
    let mut answers = Vec::new();
    let bases = Arc::new(vec![base.to_owned()]);
    for tokens in tokens.chunks(CLIENTS) {
        let mut tasks = JoinSet::new();
        for (n, token) in tokens.iter().enumerate() {
            let (bases, token) = (Arc::clone(&bases), token.clone());
            tasks.spawn(async move { (n, insist(&token, &bases, 0).await) });
        }
        let mut these = tasks.join_all().await;
        these.sort_by_key(|(n, _)| *n);
        answers.extend(these.into_iter().map(|(_, answer)| answer));
    }
    answers
}

#[expect(clippy::print_stderr, reason = "the figures of the long run")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_wire_to_the_database_breaks() {
    for _ in 0..rounds() {
        let wired = wired().await;
        let proxy = Arc::new(wired.proxy);
        let breaks = tokio::spawn({
            let proxy = Arc::clone(&proxy);
            async move {
                for n in 0.. {
                    sleep(Duration::from_millis(120)).await;
                    let broken = [
                        Wire::LosesCommits,
                        Wire::Cut,
                        Wire::LosesCommits,
                        Wire::Slow,
                    ];
                    proxy.set(broken[n % broken.len()]);
                    sleep(Duration::from_millis(40)).await;
                    proxy.set(Wire::Whole);
                }
            }
        });
        let answers = all_ask(&wired.base, &wired.tokens).await;
        breaks.abort();
        let _ = breaks.await;
        proxy.set(Wire::Whole);
        let lost = proxy.lost();
        assert!(lost > 0, "no commit was lost on the way: nothing is shown");
        let again = all_ask(&wired.base, &wired.tokens).await;
        assert_eq!(again, answers, "the same keys, the same answers");
        drop(wired.service);
        checked(&wired.database.url, SEATS, PEOPLE).await;
        eprintln!("{lost} commits whose answer was lost");
    }
}

/// What is done and not answered is found again by its key, and by nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_lost_is_found_again_by_its_key() {
    let wired = wired().await;
    let lose = async |token: &str, key: Option<&str>| {
        let client = Client::new(&wired.base).with_token(token);
        wired.proxy.set(Wire::LosesCommits);
        let told = ask(&client, key).await;
        wired.proxy.set(Wire::Whole);
        assert!(
            told.is_none(),
            "the answer was lost, and so it says: {told:?}"
        );
        client
    };
    lose(&wired.tokens[0], Some("k")).await;
    let without = lose(&wired.tokens[1], None).await;
    assert!(wired.proxy.lost() >= 2);
    let stored = Database::connect(&wired.database.url).await.unwrap();
    let made = sql::number(&stored, "SELECT COUNT(*) FROM application").await;
    assert_eq!(made, 2, "both were done");
    stored.close().await;
    let found = insist(&wired.tokens[0], std::slice::from_ref(&wired.base), 0).await;
    assert_eq!(
        found["is_new"], true,
        "the very answer that was lost: {found}"
    );
    let body = json!({ "channel": CHANNEL });
    let again = ok(without.post(APPLY, &body).await);
    assert_eq!(
        again["is_new"], false,
        "without a key it is another's: {again}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_while_the_wire_is_silent_is_told_so_and_all_heals() {
    let wired = wired().await;
    let client = Client::new(&wired.base).with_token(&wired.tokens[0]);
    for broken in [Wire::Silent, Wire::Cut] {
        wired.proxy.set(broken);
        let since = Instant::now();
        let told = ask(&client, Some("k")).await;
        assert!(told.is_none(), "{told:?}");
        assert!(since.elapsed() < TOLD, "{broken:?}: {:?}", since.elapsed());
        wired.proxy.set(Wire::Whole);
        let since = Instant::now();
        insist(&wired.tokens[1], std::slice::from_ref(&wired.base), 0).await;
        assert!(
            since.elapsed() < HEALED,
            "{broken:?}: {:?}",
            since.elapsed()
        );
    }
}
