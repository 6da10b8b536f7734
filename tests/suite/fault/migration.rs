//! The service is killed while it makes its tables, two start at once, and an old program meets a newer database.

use super::{folder, rounds};
use harness::{
    Engine, TestDatabase, both_engines,
    served::{Served, free_port, refused},
    sql,
};
use samverkan_service::store::Database;
use std::fs;
use tokio::time::sleep;

both_engines!(
    an_interrupted_start_is_taken_up_again,
    two_that_start_at_once_make_the_tables_once,
    an_old_program_refuses_a_newer_database,
);

/// Points of the first start at which it is killed, within a round.
const POINTS: u32 = 5;

async fn migrations(url: &str) -> i64 {
    let database = Database::connect(url).await.unwrap();
    let all = "SELECT COUNT(*) FROM _sqlx_migrations WHERE success";
    let count = sql::number(&database, all).await;
    database.close().await;
    count
}

fn all(engine: Engine) -> i64 {
    let folder = fs::read_dir(engine.migrations()).unwrap();
    i64::try_from(folder.count()).unwrap()
}

async fn an_interrupted_start_is_taken_up_again(engine: Engine) {
    // How long a first start takes here and now.
    let folder = folder();
    let whole = TestDatabase::create_empty(engine).await;
    let took = Served::start(&folder.0, &whole.url, free_port())
        .ready()
        .await;
    let points = POINTS * u32::try_from(rounds()).unwrap_or(1);
    for n in 0..points {
        let database = TestDatabase::create_empty(engine).await;
        let mut service = Served::start(&folder.0, &database.url, free_port());
        sleep(took * (n + 1) / (points + 1)).await;
        service.kill();
        let mut service = Served::start(&folder.0, &database.url, free_port());
        service.ready().await;
        drop(service);
        assert_eq!(migrations(&database.url).await, all(engine));
    }
}

async fn two_that_start_at_once_make_the_tables_once(engine: Engine) {
    let folder = folder();
    let database = TestDatabase::create_empty(engine).await;
    let mut first = Served::start(&folder.0, &database.url, free_port());
    let mut second = Served::start(&folder.0, &database.url, free_port());
    first.ready().await;
    second.ready().await;
    drop((first, second));
    assert_eq!(migrations(&database.url).await, all(engine));
}

async fn an_old_program_refuses_a_newer_database(engine: Engine) {
    let folder = folder();
    let database = TestDatabase::create(engine).await;
    let stored = Database::connect(&database.url).await.unwrap();
    let newer = match engine {
        Engine::Sqlite => "x'00'",
        Engine::Postgres => "'\\x00'",
    };
    let newer = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of tomorrow', TRUE, {newer}, 0)"
    );
    sql::run(&stored, &newer).await.expect("a newer database");
    stored.close().await;
    let output = refused(&folder.0, &database.url);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("9999"), "{told}");
    assert!(told.contains("newer"), "{told}");
    // Nothing was changed by the attempt.
    assert_eq!(migrations(&database.url).await, all(engine) + 1);
}
