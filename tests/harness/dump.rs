//! What is really stored: rows and octets, read past the service.

use crate::{Engine, TestDatabase, TestService};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection, postgres::PgConnectOptions,
};
use std::{collections::BTreeMap, fs, str::FromStr as _};

/// Every table with its rows as text, sorted.
pub type Snapshot = BTreeMap<String, Vec<String>>;

impl TestDatabase {
    /// Runs one query that gives one text a row.
    pub async fn sql(&self, query: &str) -> Vec<String> {
        let query = AssertSqlSafe(query.to_owned());
        match self.engine() {
            Engine::Sqlite => {
                let mut connection = sqlite(&self.url).await;
                let rows = sqlx::query(query).fetch_all(&mut connection).await;
                rows.expect("rows").iter().map(|row| row.get(0)).collect()
            }
            Engine::Postgres => {
                let options = PgConnectOptions::from_str(&self.url).expect("address");
                let mut connection = options.connect().await.expect("a connection");
                let rows = sqlx::query(query).fetch_all(&mut connection).await;
                rows.expect("rows").iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// Every row of every table.
    pub async fn snapshot(&self) -> Snapshot {
        let tables = match self.engine() {
            Engine::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            }
            Engine::Postgres => {
                "SELECT table_name::text FROM information_schema.tables
                 WHERE table_schema = 'public'"
            }
        };
        let mut snapshot = Snapshot::new();
        let mut queries = Vec::new();
        for table in self.sql(tables).await {
            queries.push(match self.engine() {
                Engine::Sqlite => {
                    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                    let columns = self.sql(&columns).await;
                    let columns: Vec<String> = columns
                        .iter()
                        .map(|column| format!("quote(\"{column}\")"))
                        .collect();
                    let columns = columns.join("||'|'||");
                    format!("SELECT '{table}:' || {columns} FROM \"{table}\"")
                }
                Engine::Postgres => format!("SELECT '{table}:' || t::text FROM \"{table}\" t"),
            });
            snapshot.insert(table, Vec::new());
        }
        for row in self.sql(&queries.join(" UNION ALL ")).await {
            let (table, row) = row.split_once(':').expect("a table's name");
            let rows = snapshot.entry(table.to_owned()).or_default();
            rows.push(row.to_owned());
        }
        for rows in snapshot.values_mut() {
            rows.sort_unstable();
        }
        snapshot
    }
}

impl TestService {
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    pub fn engine(&self) -> Engine {
        self.database.engine()
    }

    /// Runs one query that gives one text a row.
    pub async fn sql(&self, query: &str) -> Vec<String> {
        self.database.sql(query).await
    }

    /// Every row of every table.
    pub async fn snapshot(&self) -> Snapshot {
        self.database.snapshot().await
    }

    /// All that is stored: SQLite's own files, or every row of PostgreSQL as text.
    pub async fn stored(&self) -> String {
        match self.engine() {
            Engine::Sqlite => {
                let path = self.database_url().trim_start_matches("sqlite:");
                let mut octets = fs::read(path).expect("the database file");
                octets.extend(fs::read(format!("{path}-wal")).unwrap_or_default());
                String::from_utf8_lossy(&octets).into_owned()
            }
            Engine::Postgres => {
                let rows: Vec<String> = self.snapshot().await.into_values().flatten().collect();
                rows.join("\n")
            }
        }
    }
}

async fn sqlite(url: &str) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).expect("address");
    options.connect().await.expect("a connection")
}

/// The tables whose rows differ.
pub fn differing(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let changed = after
        .iter()
        .filter(|(table, rows)| before.get(*table) != Some(*rows));
    changed.map(|(table, _)| table.clone()).collect()
}
