//! What the whole database holds, for backups: counted alike on both engines.

use super::{At, Conn, Database, Result, Tx};
use crate::traces::Span;
use jiff::Timestamp;
use samverkan_domain::text::hex;
use serde::{Deserialize, Serialize};
use sqlx::{
    AssertSqlSafe, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use std::{collections::BTreeMap, path::Path};

/// What a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The last migration that has been run; 0 in an empty database.
    pub schema: i64,
    /// Rows of each table.
    pub rows: BTreeMap<String, i64>,
    /// Hash of the audit trail's last row, in hexadecimal.
    pub trail: String,
}

impl Contents {
    /// The first thing that differs, in words.
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self.schema != other.schema {
            let (one, two) = (self.schema, other.schema);
            return Some(format!("schema {one} became {two}"));
        }
        for table in self.rows.keys().chain(other.rows.keys()) {
            let rows = |of: &Self| of.rows.get(table).copied();
            let (one, two) = (rows(self), rows(other));
            if one != two {
                let said = |rows: Option<i64>| {
                    rows.map_or_else(|| "no table".to_owned(), |rows| format!("{rows} rows"))
                };
                return Some(format!("{table}: {} became {}", said(one), said(two)));
            }
        }
        (self.trail != other.trail).then(|| "the audit trail ends otherwise".to_owned())
    }
}

impl Tx {
    pub async fn contents(&mut self) -> Result<Contents> {
        let mut contents = Contents::default();
        for table in self.tables().await? {
            // A name of the schema's own, quoted.
            let query = format!("SELECT COUNT(*) FROM \"{}\"", table.replace('"', "\"\""));
            let (rows,): (i64,) = fetch_one!(self, (i64,), AssertSqlSafe(query))?;
            contents.rows.insert(table, rows);
        }
        if contents.rows.contains_key("_sqlx_migrations") {
            let (schema,): (i64,) = fetch_one!(
                self,
                (i64,),
                "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success"
            )?;
            contents.schema = schema;
        }
        if contents.rows.contains_key("audit_head") {
            contents.trail = hex(&self.audit_head().await?.1);
        }
        Ok(contents)
    }

    async fn tables(&mut self) -> Result<Vec<String>> {
        let query = match &self.conn {
            Conn::Sqlite(_) => {
                "SELECT name FROM sqlite_schema
                 WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            Conn::Postgres(_) => {
                "SELECT tablename::text FROM pg_tables
                 WHERE schemaname = current_schema() ORDER BY tablename"
            }
        };
        let names: Vec<(String,)> = fetch_all!(self, (String,), query)?;
        Ok(names.into_iter().map(|(name,)| name).collect())
    }

    /// What another connection has to say to see the same moment. On SQLite there is none.
    pub async fn exported_snapshot(&mut self) -> Result<Option<String>> {
        if matches!(self.conn, Conn::Sqlite(_)) {
            return Ok(None);
        }
        let (name,): (String,) = fetch_one!(self, (String,), "SELECT pg_export_snapshot()")?;
        Ok(Some(name))
    }
}

impl Database {
    /// One moment of a SQLite database as a file of its own, without free pages, while others write.
    /// Does nothing on PostgreSQL, which has a program for it.
    pub async fn copy_into(&self, file: &Path) -> Result<()> {
        if let Self::Sqlite { readers, .. } = self {
            let copy = sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy().into_owned());
            copy.execute(readers).await?;
        }
        Ok(())
    }
}

/// A SQLite file that nobody writes to, to be looked through.
pub struct SqliteCopy(SqlitePool);

impl SqliteCopy {
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .read_only(true)
            .immutable(true);
        let pool = SqlitePoolOptions::new().max_connections(1);
        Ok(Self(pool.connect_with(options).await?))
    }

    /// What SQLite finds wrong with its pages and indices, if anything.
    pub async fn damage(&self) -> Result<Option<String>> {
        let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_all(&self.0)
            .await?;
        Ok((found != ["ok"]).then(|| found.join("; ")))
    }

    pub async fn read(&self) -> Result<Tx> {
        Ok(Tx {
            conn: Conn::Sqlite(self.0.begin().await?),
            actor: String::new(),
            now: At(Timestamp::UNIX_EPOCH),
            facts: super::facts::Facts::default(),
            faults: crate::faults::Faults::default(),
            statements: 0,
            bumped: None,
            span: Span::default(),
        })
    }

    pub async fn close(self) {
        self.0.close().await;
    }
}
