//! The service is killed in the middle of a rush, again and again.

use harness::{
    Client, Engine, TestDatabase,
    binary::{Folder, binary},
    crowd,
    instance::Instance,
    ok,
};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
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
/// How many have been answered when the service is killed.
const KILLS: [usize; 4] = [100, 300, 500, 800];

/// The service's own binary.
fn start(folder: &Path, url: &str, port: u16) -> Child {
    Command::new(binary("samverkan-service"))
        .arg("serve")
        .current_dir(folder)
        .env("SAMVERKAN_DATABASE_URL", url)
        .env("SAMVERKAN_LISTEN", format!("127.0.0.1:{port}"))
        .env("SAMVERKAN_LOG", "error")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary")
}

/// A course with one open channel, and a crowd; gives the crowd's tokens.
async fn prepare(url: &str) -> Vec<String> {
    let instance = Instance::on(url).await;
    let admin = instance.staff(Role::Administrator).await;
    let course = json!({
        "code": "SA123A", "title_sv": "S", "title_en": "C", "credits_tenths": 150,
        "level": "A1N", "main_field": "S", "source": "test", "demo": true,
    });
    ok(admin.post("/api/v1/courses", &course).await);
    let offering = json!({
        "course": "SA123A", "code": "SA123A-V9001V27", "term": "VT2027",
        "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
        "teaching": "distance", "language": "sv", "cohort_size": 7, "demo_note": "test",
    });
    ok(admin.post("/api/v1/offerings", &offering).await);
    let channel = json!({
        "code": "OPEN", "kind": "open", "title_sv": "O", "title_en": "O", "seats": SEATS,
    });
    let channels = "/api/v1/offerings/SA123A-V9001V27/channels";
    ok(admin.post(channels, &channel).await);
    let tokens = crowd::enter(&instance.app.database, PEOPLE).await;
    instance.app.database.close().await;
    tokens
}

/// Asks until there is an answer.
async fn insist(client: &Client) -> Value {
    let body = json!({ "channel": "OPEN" });
    let headers = [("idempotency-key", "k")];
    loop {
        let reply = client
            .send_json(Method::POST, super::APPLY, &headers, &body)
            .await;
        match reply {
            Ok(reply) if reply.status != 503 => return ok(Ok(reply)),
            _ => sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Sends a request for each token; gives the answers by person.
async fn crowd_asks(
    base: &str,
    tokens: &Arc<Vec<String>>,
    answered: &Arc<AtomicUsize>,
) -> HashMap<usize, Value> {
    let next = Arc::new(AtomicUsize::new(0));
    let answers = Arc::new(Mutex::new(HashMap::new()));
    let mut tasks = JoinSet::new();
    for _ in 0..CLIENTS {
        let client = Client::new(base);
        let (next, answers) = (Arc::clone(&next), Arc::clone(&answers));
        let (tokens, answered) = (Arc::clone(tokens), Arc::clone(answered));
        tasks.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(token) = tokens.get(n) else { return };
                let answer = insist(&client.with_token(token)).await;
                answers.lock().unwrap().insert(n, answer);
                answered.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    std::mem::take(&mut *answers.lock().unwrap())
}

async fn killed_in_the_rush(engine: Engine) {
    let database = TestDatabase::create(engine).await;
    let folder = Folder::new();
    fs::create_dir(&folder.0).unwrap();
    let tokens = Arc::new(prepare(&database.url).await);
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let base = format!("http://127.0.0.1:{port}");
    let (answered, done) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let killer = tokio::spawn({
        let (folder, url) = (folder.0.clone(), database.url.clone());
        let (answered, done) = (Arc::clone(&answered), Arc::clone(&done));
        async move {
            let mut child = start(&folder, &url, port);
            let mut kills = 0;
            for kill_at in KILLS {
                while answered.load(Ordering::Relaxed) < kill_at && !done.load(Ordering::Relaxed) {
                    sleep(Duration::from_millis(1)).await;
                }
                if done.load(Ordering::Relaxed) {
                    break;
                }
                child.kill().expect("SIGKILL");
                child.wait().expect("a dead child");
                kills += 1;
                child = start(&folder, &url, port);
            }
            (child, kills)
        }
    });
    let answers = crowd_asks(&base, &tokens, &answered).await;
    done.store(true, Ordering::Relaxed);
    let (mut child, kills) = killer.await.unwrap();
    assert!(kills >= 3, "only {kills} kills show nothing");
    // The same keys give the same answers.
    let again = crowd_asks(&base, &tokens, &answered).await;
    child.kill().expect("SIGKILL");
    child.wait().expect("a dead child");
    assert_eq!(answers.len(), PEOPLE);
    assert_eq!(again, answers);
    let instance = Instance::on(&database.url).await;
    crowd::check(&instance.app.database, "OPEN", SEATS, PEOPLE).await;
    let auditor = instance.staff(Role::Auditor).await;
    let verification = ok(auditor.get("/api/v1/audit/verification").await);
    assert_eq!(verification["sound"], true, "{verification}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kills_on_sqlite() {
    killed_in_the_rush(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kills_on_postgres() {
    killed_in_the_rush(Engine::Postgres).await;
}
