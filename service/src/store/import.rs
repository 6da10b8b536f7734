//! Import runs and saved column mappings.

use super::{At, Result, Tx};
use samverkan_domain::id::ImportId;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MappingRow {
    pub name: String,
    pub kind: String,
    pub columns: String,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ImportRow {
    pub id: Uuid,
    pub kind: String,
    pub offering_id: Option<Uuid>,
    pub file_name: String,
    pub file_hash: Vec<u8>,
    pub report: String,
    pub created_by: String,
    pub created_at: At,
    /// When it was last taken back, or part of it.
    pub undone_at: Option<At>,
}

impl Tx {
    pub async fn mappings(&mut self) -> Result<Vec<MappingRow>> {
        fetch_all!(
            self,
            MappingRow,
            "SELECT name, kind, columns, revision FROM import_mapping ORDER BY name"
        )
    }

    pub async fn mapping(&mut self, name: &str) -> Result<Option<MappingRow>> {
        fetch_optional!(
            self,
            MappingRow,
            "SELECT name, kind, columns, revision FROM import_mapping WHERE name = $1",
            name
        )
    }

    /// Inserts or replaces a mapping; gives its revision.
    pub async fn put_mapping(&mut self, row: &MappingRow) -> Result<i64> {
        let (revision,) = fetch_one!(
            self,
            (i64,),
            "INSERT INTO import_mapping (name, kind, columns, revision) VALUES ($1, $2, $3, 1)
             ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, columns = excluded.columns,
                 revision = import_mapping.revision + 1
             RETURNING revision",
            &row.name,
            &row.kind,
            &row.columns
        )?;
        Ok(revision)
    }

    pub async fn insert_import(&mut self, row: &ImportRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO import_run (id, kind, offering_id, file_name, file_hash, report,
                                     created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            row.id,
            &row.kind,
            row.offering_id,
            &row.file_name,
            &row.file_hash,
            &row.report,
            &row.created_by,
            row.created_at
        )?;
        Ok(())
    }

    /// What a run did, once it is known.
    pub async fn set_import_report(&mut self, id: ImportId, report: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE import_run SET report = $2 WHERE id = $1",
            id.0,
            report
        )?;
        Ok(())
    }

    pub async fn import(&mut self, id: ImportId) -> Result<Option<ImportRow>> {
        fetch_optional!(
            self,
            ImportRow,
            "SELECT id, kind, offering_id, file_name, file_hash, report, created_by, created_at,
                    undone_at
             FROM import_run WHERE id = $1",
            id.0
        )
    }

    /// Import runs, newest first.
    pub async fn imports(&mut self, before: Option<Uuid>, limit: i64) -> Result<Vec<ImportRow>> {
        fetch_all!(
            self,
            ImportRow,
            "SELECT id, kind, offering_id, file_name, file_hash, report, created_by, created_at,
                    undone_at
             FROM import_run WHERE ($1 IS NULL OR id < $1) ORDER BY id DESC LIMIT $2",
            before,
            limit
        )
    }
}
