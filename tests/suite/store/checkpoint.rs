//! SQLite's write-ahead log is carried over beside the writer.

use super::now;
use harness::{Engine, TestDatabase, sql};
use samverkan_service::store::Database;
use std::{fs, path::Path, time::Duration};

/// Far more than a test's database holds, far less than what a commit carries over by itself.
const ROWS: &str = "
    CREATE TABLE ballast (text TEXT);
    INSERT INTO ballast
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    SELECT hex(zeroblob(2000)) FROM n";

fn octets(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len()
}

#[tokio::test]
async fn the_log_is_carried_over_without_a_commit() {
    let file = TestDatabase::create(Engine::Sqlite).await;
    let path = Path::new(file.url.strip_prefix("sqlite:").unwrap());
    let database = Database::connect(&file.url).await.unwrap();
    sql::run(&database, ROWS).await.unwrap();
    let before = octets(path);
    let mut carried = false;
    for _ in 0..300 {
        carried |= octets(path) > before + 4_000_000;
        if carried {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(carried, "{before} octets, and no more after half a minute");
    // What is carried over is there for whoever writes next.
    let tx = database.write("tester", now()).await.unwrap();
    tx.rollback().await.unwrap();
    let count = sql::number(&database, "SELECT COUNT(*) FROM ballast").await;
    assert_eq!(count, 2000);
}
