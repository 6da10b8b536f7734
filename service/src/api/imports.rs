//! Imports and column mappings.

mod decisions;
pub mod progress;
mod rows;
pub mod undo;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    exports::ExportFile,
    problem::{ReadFailure, WriteFailure},
    respond::{Listed, limit, listed},
    types::{ImportKind, Instant, Severity},
};
use crate::{
    store::as_word,
    usecase::imports::{self, ImportRequest, ImportResult, ImportView},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::{Binary, Json},
};
use rows::RowReport;
use samverkan_domain::{
    id::ImportId,
    import::{self, report::Finding as DomainFinding},
    person::Language,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What an import did, or would do.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Import {
    /// Missing for dry runs and for files with errors: nothing was written.
    pub id: Option<Uuid>,
    pub kind: ImportKind,
    pub dry_run: bool,
    /// Whether there is no error in the file; only then anything is written.
    pub sound: bool,
    /// How the file was read: `windows-1252`, `utf-8`; `xlsx` for a workbook.
    pub encoding: Option<String>,
    /// Missing for a workbook.
    pub delimiter: Option<String>,
    pub rows: i64,
    pub new: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub errors: i64,
    pub row_reports: Vec<RowReport>,
    pub findings: Vec<Finding>,
    /// Findings that were counted but not kept.
    pub findings_left_out: i64,
    /// Rows that resemble somebody already here: answer with `same_person` or `new_person`.
    pub questions: Vec<Question>,
    /// Rows decided to be people already here.
    pub same_person_rows: Vec<u32>,
    /// Rows of the file that were not chosen.
    pub rows_not_chosen: i64,
    /// Rows with errors that were left out, when only valid ones were to be imported.
    pub rows_left_out: Vec<u32>,
    /// Those rows with the reason in each, to be mended and imported again.
    pub rest: Option<ExportFile>,
    pub file_name: Option<String>,
    pub created_at: Option<Instant>,
    /// When it was last taken back, or part of it.
    pub undone_at: Option<Instant>,
}

/// Something found in the file.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Finding {
    pub row: Option<u32>,
    /// Header of the column.
    pub column: Option<String>,
    /// Stable name of the finding, for programs.
    pub code: String,
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// Is this row that person?
#[derive(Debug, Object)]
pub struct Question {
    pub row: u32,
    pub person: Uuid,
    /// What they share: `full_name`, `profession`, `workplace`.
    pub shared: Vec<String>,
}

/// Which column of a file holds which field.
#[derive(Debug, Object)]
pub struct Mapping {
    pub name: String,
    pub kind: ImportKind,
    /// Field to header text.
    pub columns: BTreeMap<String, String>,
}

/// A mapping as written.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingBody {
    pub kind: ImportKind,
    /// Field to header text.
    pub columns: BTreeMap<String, String>,
}

impl From<import::Mapping> for Mapping {
    fn from(mapping: import::Mapping) -> Self {
        Self {
            name: mapping.name,
            kind: mapping.kind.into(),
            columns: mapping.columns,
        }
    }
}

fn finding(finding: DomainFinding, language: Language) -> Finding {
    Finding {
        row: finding.row,
        code: finding.code.as_str().to_owned(),
        severity: finding.severity.into(),
        message: finding.message.get(language).to_owned(),
        remedy: finding.remedy.get(language).to_owned(),
        column: finding.column,
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn answer(result: ImportResult, language: Language) -> Import {
    let ImportResult {
        id,
        dry_run,
        sound,
        report,
        questions,
        same_person_rows,
        rows_not_chosen,
        rows_left_out,
        rest,
    } = result;
    let totals = report.totals;
    Import {
        id: id.map(|id| id.0),
        kind: report.kind.into(),
        dry_run,
        sound,
        encoding: report.encoding.map(|encoding| encoding.label),
        delimiter: report.delimiter.map(String::from),
        rows: count(totals.rows),
        new: count(totals.new),
        changed: count(totals.changed),
        unchanged: count(totals.unchanged),
        errors: count(totals.error),
        row_reports: report.rows.runs().iter().map(Into::into).collect(),
        findings: report
            .findings
            .into_iter()
            .map(|f| finding(f, language))
            .collect(),
        findings_left_out: count(report.findings_left_out),
        questions: questions
            .into_iter()
            .map(|question| Question {
                row: question.row,
                person: question.person.0,
                shared: question.shared.into_iter().map(as_word).collect(),
            })
            .collect(),
        same_person_rows,
        rows_not_chosen: count(rows_not_chosen),
        rows_left_out,
        rest: rest.map(Into::into),
        file_name: None,
        created_at: None,
        undone_at: None,
    }
}

fn stored(view: ImportView, language: Language) -> Import {
    let mut import = answer(view.result, language);
    import.file_name = Some(view.file_name);
    import.created_at = Some(view.created_at.into());
    import.undone_at = view.undone_at.map(Into::into);
    import
}

pub struct ImportsApi;

#[OpenApi(tag = "Tags::Imports")]
impl ImportsApi {
    /// Import a file, or see what importing it would do
    ///
    /// All or nothing: a file with an error changes nothing, unless rows are chosen or only valid ones are to be imported. Importing the same file again
    /// changes nothing either. A dry run gives the report that the real run would give.
    #[oai(path = "/imports", method = "post", operation_id = "import_file")]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn import_file(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        kind: Query<ImportKind>,
        /// Id or code of the offering; needed for admissions, nominations, sessions and people.
        offering: Query<Option<String>>,
        /// Name of a saved mapping.
        mapping: Query<Option<String>>,
        file_name: Query<Option<String>>,
        /// Report only.
        dry_run: Query<Option<bool>>,
        /// Rows decided to be people already here: `9=PERSON,12=PERSON`.
        same_person: Query<Option<String>>,
        /// Rows decided to be people of their own: `9,12`.
        new_person: Query<Option<String>>,
        /// Ask heads anew about nominations that they have said no to, or nothing. Left out: they are
        /// left as they are.
        renominate: Query<Option<bool>>,
        /// Rows of a workbook that count although the person has been changed here since: `9,12`.
        take_row: Query<Option<String>>,
        /// Only these rows of the file: `3,7-12`. The header is row 1.
        rows: Query<Option<String>>,
        /// Import the rows without errors, and give the others back with the reason in each.
        only_valid: Query<Option<bool>>,
        /// What holds for every row whose cell is empty or missing, as a JSON object of fields: `{"contract": "K1"}`.
        values: Query<Option<String>>,
        /// An id of one's own choice, under which it is told on the way how far the import has come.
        progress: Query<Option<Uuid>>,
        file: Binary<Vec<u8>>,
    ) -> Result<Json<Import>, WriteFailure> {
        let wanted = ImportRequest {
            kind: kind.0.into(),
            offering: offering.0,
            mapping: mapping.0,
            file_name: file_name.0.unwrap_or_default(),
            dry_run: dry_run.0.unwrap_or(false),
            same_person: decisions::same_person(same_person.as_deref())?,
            new_person: decisions::rows("?new_person", new_person.as_deref())?,
            take_rows: decisions::rows("?take_row", take_row.as_deref())?,
            renominate: renominate.0.unwrap_or(false),
            rows: decisions::ranges("?rows", rows.as_deref())?,
            only_valid: only_valid.0.unwrap_or(false),
            language: super::edge::language(request),
            values: decisions::values(values.as_deref())?,
            progress: progress.0,
        };
        let result = imports::import(&app, auth.caller(), &wanted, &file).await?;
        Ok(Json(answer(result, super::edge::language(request))))
    }

    /// Imports that were carried out, newest first
    #[oai(path = "/imports", method = "get", operation_id = "list_imports")]
    async fn list_imports(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Import>, ReadFailure> {
        let page = imports::list(&app, auth.caller(), cursor.as_deref(), limit(rows.0)).await?;
        let language = super::edge::language(request);
        let items = page
            .items
            .into_iter()
            .map(|view| stored(view, language))
            .collect();
        Ok(listed(items, page.next, request))
    }

    /// One import with its report
    #[oai(path = "/imports/:import", method = "get", operation_id = "get_import")]
    async fn get_import(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        import: Path<Uuid>,
    ) -> Result<Json<Import>, ReadFailure> {
        let view = imports::get(&app, auth.caller(), ImportId(import.0)).await?;
        Ok(Json(stored(view, super::edge::language(request))))
    }

    /// Column mappings, saved and built in
    #[oai(
        path = "/import-mappings",
        method = "get",
        operation_id = "list_import_mappings"
    )]
    async fn list_import_mappings(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<Mapping>>, ReadFailure> {
        let mappings = imports::mappings(&app, auth.caller()).await?;
        Ok(Json(mappings.into_iter().map(Into::into).collect()))
    }

    /// Save a column mapping under a name
    #[oai(
        path = "/import-mappings/:name",
        method = "put",
        operation_id = "put_import_mapping"
    )]
    async fn put_import_mapping(
        &self,
        app: AppData<'_>,
        auth: Auth,
        name: Path<String>,
        Body(body): Body<MappingBody>,
    ) -> Result<Json<Mapping>, WriteFailure> {
        let mapping = import::Mapping {
            name: name.0,
            kind: body.kind.into(),
            columns: body.columns,
            fixed: BTreeMap::new(),
        };
        Ok(Json(
            imports::put_mapping(&app, auth.caller(), mapping)
                .await?
                .into(),
        ))
    }
}
