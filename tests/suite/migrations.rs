//! Two folders, one schema; and what happens around migrating.

mod attended;
mod upgrade;

use harness::{Engine, TestDatabase, on_both_engines, sql};
use samverkan_service::store::{Database, StoreError};
use std::{collections::BTreeMap, fs};
use tokio::task::JoinSet;

/// Table, column, position, type, nullable.
type Column = (String, String, i64, String, bool);

fn file_names(engine: Engine) -> Vec<String> {
    let folder = fs::read_dir(engine.migrations()).unwrap();
    let mut names: Vec<String> = folder
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn migrations_come_in_pairs() {
    let names = file_names(Engine::Sqlite);
    assert_eq!(names, file_names(Engine::Postgres));
    for (n, name) in (1..).zip(&names) {
        assert!(
            name.starts_with(&format!("{n:04}_")),
            "{name} is out of order"
        );
    }
}

async fn columns(engine: Engine) -> BTreeMap<String, Vec<Column>> {
    let test_database = TestDatabase::create(engine).await;
    let database = Database::connect(&test_database.url).await.unwrap();
    // NULLs in primary keys: SQLite lets them pass unless NOT NULL is written, STRICT or not.
    let query = match engine {
        Engine::Sqlite => {
            "SELECT m.name, c.name, c.cid + 1, c.type, c.\"notnull\" = 0 AND c.pk = 0
             FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
               AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT),
                    CAST(ordinal_position AS BIGINT), CAST(data_type AS TEXT), is_nullable = 'YES'
             FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'
             ORDER BY table_name, ordinal_position"
        }
    };
    let mut tables = BTreeMap::<String, Vec<Column>>::new();
    for column in sql::rows::<Column>(&database, query).await {
        tables.entry(column.0.clone()).or_default().push(column);
    }
    tables
}

/// The table in `migrations/README.md`. BIGINT is the whole number that SQLite has.
fn compatible(sqlite: &str, postgres: &str) -> bool {
    matches!(
        (sqlite, postgres),
        ("BLOB", "uuid" | "bytea")
            | ("INTEGER", "timestamp with time zone" | "boolean" | "bigint")
            | ("TEXT", "text")
    )
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let (sqlite, postgres) = (
        columns(Engine::Sqlite).await,
        columns(Engine::Postgres).await,
    );
    assert!(
        sqlite.len() > 20,
        "the list of tables is read: {}",
        sqlite.len()
    );
    let names = |tables: &BTreeMap<String, Vec<Column>>| tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    for (table, columns) in &sqlite {
        let others = &postgres[table];
        assert_eq!(columns.len(), others.len(), "{table}");
        for (one, other) in columns.iter().zip(others) {
            assert_eq!(
                (&one.1, one.2, one.4),
                (&other.1, other.2, other.4),
                "{table}"
            );
            assert!(compatible(&one.3, &other.3), "{one:?} is not {other:?}");
        }
    }
}

/// Indexes by name: what one engine has and the other lacks is easily forgotten. (Triggers are
/// written differently; what they do is tested with the trail.)
#[tokio::test]
async fn both_engines_have_the_same_indexes() {
    const SQLITE: &str =
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    const POSTGRES: &str = "SELECT CAST(i.relname AS TEXT) FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_namespace n ON n.oid = i.relnamespace AND n.nspname = 'public'
         WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c
                           WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u'))
         ORDER BY i.relname";
    let mut lists = Vec::new();
    for (engine, query) in [(Engine::Sqlite, SQLITE), (Engine::Postgres, POSTGRES)] {
        let test_database = TestDatabase::create(engine).await;
        let database = Database::connect(&test_database.url).await.unwrap();
        let mut names = sql::rows::<(String,)>(&database, query).await;
        names.sort();
        lists.push(names);
    }
    assert_eq!(lists[0], lists[1]);
    assert!(lists[0].len() > 15, "the lists are read");
}

on_both_engines!(
    an_empty_database_is_brought_up_to_date,
    many_may_migrate_at_once,
    an_altered_history_is_refused,
);

async fn an_empty_database_is_brought_up_to_date(engine: Engine) {
    let test_database = TestDatabase::create_empty(engine).await;
    let database = Database::connect(&test_database.url).await.unwrap();
    assert!(
        database.pending_migrations().await.is_err(),
        "there is not even a history"
    );
    database.migrate().await.unwrap();
    assert_eq!(database.pending_migrations().await.unwrap(), 0);
    database
        .write("tester", harness::NOW.parse().unwrap())
        .await
        .unwrap()
        .commit()
        .await
        .unwrap();
    let history = "SELECT COUNT(*) FROM _sqlx_migrations";
    let before = sql::number(&database, history).await;
    database.migrate().await.unwrap();
    assert_eq!(
        sql::number(&database, history).await,
        before,
        "twice is once"
    );
    sql::run(&database, "DELETE FROM _sqlx_migrations")
        .await
        .unwrap();
    let known = i64::try_from(database.pending_migrations().await.unwrap()).unwrap();
    assert_eq!(known, before);
    database.close().await;
    assert!(matches!(
        database.read().await,
        Err(StoreError::Unavailable(_))
    ));
}

async fn many_may_migrate_at_once(engine: Engine) {
    let test_database = TestDatabase::create_empty(engine).await;
    let mut starters = JoinSet::new();
    for _ in 0..6 {
        let url = test_database.url.clone();
        starters.spawn(async move {
            // Each its own pool, as each process has.
            let database = Database::connect(&url).await?;
            database.migrate().await?;
            database.pending_migrations().await
        });
    }
    for pending in starters.join_all().await {
        assert_eq!(pending.unwrap(), 0);
    }
}

async fn an_altered_history_is_refused(engine: Engine) {
    let test_database = TestDatabase::create(engine).await;
    let database = Database::connect(&test_database.url).await.unwrap();
    database.migrate().await.unwrap();
    let alter = match engine {
        Engine::Sqlite => "UPDATE _sqlx_migrations SET checksum = x'00'",
        Engine::Postgres => "UPDATE _sqlx_migrations SET checksum = '\\x00'",
    };
    sql::run(&database, alter).await.unwrap();
    assert!(matches!(
        database.migrate().await,
        Err(StoreError::Migrate(_))
    ));
    // A migration that this program does not know: the database is newer than the program.
    let newer = "UPDATE _sqlx_migrations SET version = version + 9000";
    sql::run(&database, newer).await.unwrap();
    assert!(matches!(
        database.migrate().await,
        Err(StoreError::Newer(_))
    ));
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for url in ["mysql://localhost/x", "", "/tmp/x.db"] {
        let error = Database::connect(url).await.unwrap_err();
        assert!(matches!(error, StoreError::Address(_)), "{url}");
    }
}
