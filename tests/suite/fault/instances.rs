//! Several instances on one PostgreSQL: they follow each other's calendars, leave in good order, and serve on while the
//! database becomes newer than they are.

use super::folder;
use harness::{
    Client, Engine, TestDatabase,
    asking::{Manner, Notes, Told},
    calendar::{fetch, make_feed},
    instance::Instance,
    ok,
    round::OFFERING,
    served::{Served, ask, base, checked, free_port, prepare, program},
    sql, text, token,
};
use hyper::Method;
use samverkan_service::{store::Database, usecase::Role};
use serde_json::json;
use std::{
    fs,
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{task::JoinHandle, time::sleep};

/// How often a session is changed.
const CHANGES: usize = 20;
/// Until all instances show it.
const FOLLOWS: Duration = Duration::from_secs(2);
/// Between being asked to stop and doing so.
const DRAIN: u64 = 2;

/// Letters wait for a relay that says nothing, on both instances, and calendars must not wait with them.
#[expect(clippy::print_stderr, reason = "the figures")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_by_one_is_shown_by_the_other_whatever_the_mail_does() {
    let database = TestDatabase::create(Engine::Postgres).await;
    let tokens = prepare(&database.url, 10, 30).await;
    let admin = Instance::on(&database.url).await;
    let administrator = token(&admin.app, Role::Administrator).await;
    admin.app.database.close().await;
    let relay = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let relay = format!("smtp://{}", relay.local_addr().expect("an address"));
    let folder = folder();
    let mut services = Vec::new();
    for _ in 0..2 {
        let port = free_port();
        let mut serve = program(&folder.0, &database.url, port);
        serve.arg("serve").env("SAMVERKAN_SMTP_URL", &relay);
        let mut service = Served::of(&mut serve, port);
        service.ready().await;
        services.push(service);
    }
    // Each has a letter to deliver, in vain.
    for (n, token) in tokens.iter().enumerate() {
        let client = services[n % 2].client().with_token(token);
        ask(&client, None).await.expect("an answer");
    }
    let one = services[0].client().with_token(administrator);
    let new = json!({
        "title": "Möte 0", "mode": "online", "starts": "2027-02-01T09:15", "ends": "2027-02-01T10:00",
        "online_url": "https://zoom.example/j/1", "compulsory": true,
    });
    let sessions = format!("/api/v1/offerings/{OFFERING}/sessions");
    let mut session = ok(one.post(&sessions, &new).await);
    let offering = ok(one.get(&format!("/api/v1/offerings/{OFFERING}")).await);
    let (_, path) = make_feed(&one, "offering", &text(&offering, "id")).await;
    let other = services[1].client();
    let mut took = Vec::new();
    for n in 1..=CHANGES {
        // At another moment of the other's second each time.
        sleep(Duration::from_millis(130)).await;
        fetch(&other, &path).await;
        let title = format!("Möte {n}.");
        let path_of_it = format!(
            "/api/v1/sessions/{}",
            session["id"].as_str().expect("an id")
        );
        let tag = format!("\"{}\"", session["revision"]);
        let change = json!({ "title": title });
        let headers = [("if-match", &*tag)];
        let changed = one.send_json(Method::PATCH, &path_of_it, &headers, &change);
        session = ok(changed.await)["session"].clone();
        let since = Instant::now();
        while !fetch(&other, &path).await.text().contains(&title) {
            assert!(since.elapsed() < FOLLOWS, "the other shows an old calendar");
            sleep(Duration::from_millis(2)).await;
        }
        took.push(since.elapsed());
    }
    // Nor is an instance kept from stopping by fifteen letters that wait: at most by the one that is being tried.
    services[0].stop().await;
    took.sort();
    eprintln!(
        "the other instance shows a change after {:.0?} (median of {CHANGES}), {:.0?} at most",
        took[CHANGES / 2],
        took[CHANGES - 1]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_to_stop_says_so_first_and_serves_meanwhile() {
    let database = TestDatabase::create(Engine::Postgres).await;
    let tokens = prepare(&database.url, 10, 1).await;
    let folder = folder();
    let port = free_port();
    let mut serve = program(&folder.0, &database.url, port);
    serve
        .arg("serve")
        .env("SAMVERKAN_DRAIN_SECONDS", DRAIN.to_string());
    let mut service = Served::of(&mut serve, port);
    service.ready().await;
    service.ask_to_stop();
    let since = Instant::now();
    let anyone = service.client();
    let status = async |path: &str| anyone.get(path).await.expect("an answer").status;
    while status("/readyz").await == 200 {
        assert!(since.elapsed() < Duration::from_secs(DRAIN) / 2);
    }
    assert_eq!(status("/healthz").await, 200);
    let told = ask(&anyone.with_token(&tokens[0]), None).await;
    assert!(told.is_some(), "served as before");
    service.stop().await;
    assert!(since.elapsed() >= Duration::from_secs(DRAIN));
    assert!(Client::new(base(port)).get("/healthz").await.is_err());
}

/// What the next version may do to a database that this version is serving from: new columns wherever there are tables, a
/// new table, a new index.
const EXPAND: &str = "
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations' LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN of_tomorrow text, ADD COLUMN counted bigint NOT NULL DEFAULT 0', name);
    END LOOP;
END $$;
CREATE TABLE tomorrow (id uuid PRIMARY KEY, application uuid REFERENCES application);
CREATE INDEX application_of_tomorrow ON application (of_tomorrow);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
VALUES (9999, 'of tomorrow', TRUE, '\\x00', 0);";

/// What it may not do while this version serves: take away what this one uses.
const CONTRACT: &str = "ALTER TABLE application RENAME COLUMN reserve_position TO queue_position";

/// What the service's own migrations do, too.
const STAND_BACK: &str = "SET LOCAL lock_timeout = '500ms'; LOCK TABLE offering IN EXCLUSIVE MODE;";

async fn insist(database: &Database, statements: &str) {
    while sql::run(database, statements).await.is_err() {
        sleep(Duration::from_millis(100)).await;
    }
}

/// People who ask once, without a key: nobody is to be told anything but an answer.
fn rush(service: &Served, tokens: &[String]) -> (Arc<Notes>, JoinHandle<()>) {
    const MANNER: Manner = Manner {
        clients: 16,
        pause: Duration::from_millis(10),
        insist: false,
    };
    let notes = Arc::new(Notes::default());
    let asking = tokio::spawn({
        let (notes, tokens) = (Arc::clone(&notes), Arc::new(tokens.to_vec()));
        let base = service.client().base().to_owned();
        async move { notes.ask(&base, &tokens, MANNER).await }
    });
    (notes, asking)
}

/// The database is that of the version before, and what is missing touches many tables that a rush writes to: unless it
/// stood back, it and they would wait for each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_of_many_tables_is_made_in_a_rush() {
    const PEOPLE: usize = 800;
    let migration = Engine::Postgres.migrations().join("0019_looked_for.sql");
    let migration = fs::read_to_string(migration).expect("the migration");
    let lines = migration.lines();
    let names = lines.filter_map(|line| line.strip_prefix("CREATE INDEX ")?.split(' ').next());
    let names = names.collect::<Vec<_>>().join(", ");
    let undo =
        format!("{STAND_BACK} DROP INDEX {names}; DELETE FROM _sqlx_migrations WHERE version = 19");
    let database = TestDatabase::create(Engine::Postgres).await;
    let tokens = prepare(&database.url, 100, PEOPLE).await;
    let folder = folder();
    let mut service = Served::start(&folder.0, &database.url, free_port());
    service.ready().await;
    let stored = Database::connect(&database.url).await.unwrap();
    let (notes, asking) = rush(&service, &tokens);
    for n in 1..=5 {
        notes.until(n * PEOPLE / 8).await;
        insist(&stored, &undo).await;
        stored.migrate().await.expect("migrations");
    }
    assert!(notes.answered() < PEOPLE, "in the rush");
    asking.await.expect("the crowd");
    assert_eq!(notes.count(|told| told != Told::Answer), 0);
    assert_eq!(stored.pending_migrations().await.unwrap(), 0);
    stored.close().await;
    service.kill();
    checked(&database.url, 100, PEOPLE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_runs_serves_on_while_the_database_becomes_newer() {
    const PEOPLE: usize = 1_600;
    let database = TestDatabase::create(Engine::Postgres).await;
    let tokens = prepare(&database.url, 100, PEOPLE).await;
    let folder = folder();
    let mut service = Served::start(&folder.0, &database.url, free_port());
    service.ready().await;
    let (early, late) = tokens.split_at(PEOPLE - 1);
    let (notes, asking) = rush(&service, early);
    notes.until(PEOPLE / 16).await;
    let stored = Database::connect(&database.url).await.unwrap();
    insist(&stored, &format!("{STAND_BACK} {EXPAND}")).await;
    let before = notes.answered();
    assert!(before < early.len(), "some ask afterwards: {before}");
    asking.await.expect("the crowd");
    assert_eq!(notes.count(|told| told != Told::Answer), 0);
    let ready = service.client().get("/readyz").await.expect("an answer");
    assert_eq!(ready.status, 200);
    // So it would be noticed.
    sql::run(&stored, CONTRACT).await.expect("contracted");
    let client = service.client().with_token(&late[0]);
    let body = json!({ "channel": harness::served::CHANNEL });
    let reply = client.post(harness::served::APPLY, &body).await;
    let status = reply.expect("an answer").status;
    assert!(status.is_server_error(), "{status}");
    let back = "ALTER TABLE application RENAME COLUMN queue_position TO reserve_position";
    let back = format!("{back}; DELETE FROM _sqlx_migrations WHERE version = 9999");
    sql::run(&stored, &back).await.expect("as before");
    stored.close().await;
    service.kill();
    checked(&database.url, 100, PEOPLE - 1).await;
}
