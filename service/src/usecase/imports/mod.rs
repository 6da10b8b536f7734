//! Imports: files from elsewhere, whole or not at all.
//!
//! An import is carried out in one transaction. A dry run is the same import, undone at the end:
//! so both give the same report, and the second import of a file changes nothing.

mod admissions;
mod chosen;
mod journal;
mod mappings;
mod nominations;
mod people;
mod person;
mod place;
mod registers;
mod sessions;
pub mod undo;

pub(super) use journal::opened;
pub use mappings::{mappings, put_mapping};

use super::{Caller, Page, Permission, people::bad_cursor};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    secrets::sha256,
    store::{Tx, catalogue::OfferingRow, import::ImportRow as StoredImport},
};
use jiff::Timestamp;
use journal::Journal;
use mappings::mapping;
use person::Decisions;
use samverkan_domain::{
    export::File,
    fact::Fact,
    id::{ImportId, PersonId},
    import::{
        Context, ImportKind, ImportRow, Mapping, Reading, read,
        report::{Finding, ImportReport, RowReport, RowStatus, Totals},
        same_person::SharedFact,
    },
    limits,
    person::Language,
    profession::{Profession, ProfessionSource, default_registry},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    pub kind: ImportKind,
    pub offering: Option<String>,
    /// Name of a saved mapping; without one the built-in mapping of the kind is used.
    pub mapping: Option<String>,
    pub file_name: String,
    pub dry_run: bool,
    /// Rows that somebody has decided are people already here.
    pub same_person: BTreeMap<u32, PersonId>,
    /// Rows that somebody has decided are other people than those they resemble.
    pub new_person: BTreeSet<u32>,
    /// Nominations that a head has ended are made anew.
    pub renominate: bool,
    /// Only these rows of the file; none: all.
    pub rows: Option<BTreeSet<u32>>,
    /// Rows without errors are imported, and the others left out.
    pub only_valid: bool,
    /// In which the reasons in the file of rows that were left out are said.
    pub language: Language,
    /// Rows of a workbook that count although the person has been changed here since it was made.
    pub take_rows: BTreeSet<u32>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportResult {
    /// Of a real run that was carried out.
    pub id: Option<ImportId>,
    pub dry_run: bool,
    /// Whether the file could be imported: there is no error in it.
    pub sound: bool,
    pub report: ImportReport,
    /// Rows that resemble people already here and need a decision.
    pub questions: Vec<Question>,
    /// Rows that are about a person who was here already, under another address or role.
    pub same_person_rows: Vec<u32>,
    /// Rows of the file that nobody chose.
    #[serde(default)]
    pub rows_not_chosen: usize,
    /// Rows with errors that were left out, because only valid ones were to be imported.
    #[serde(default)]
    pub rows_left_out: Vec<u32>,
    /// Those rows with the reason in each, for whoever imported; not kept.
    #[serde(skip)]
    pub rest: Option<File>,
}

/// Is this row that person?
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    pub row: u32,
    pub person: PersonId,
    pub shared: Vec<SharedFact>,
}

/// What a row needs to know of the import it is part of.
struct Run<'a> {
    app: &'a App,
    offering: Option<OfferingRow>,
    decisions: Decisions<'a>,
    renominate: bool,
    /// Of a workbook that comes back.
    returned: Option<people::Returned>,
    findings: Vec<Finding>,
    questions: Vec<Question>,
    same_person_rows: Vec<u32>,
    journal: Journal,
    /// The rows that are imported; none: all.
    rows: Option<&'a BTreeSet<u32>>,
    /// Codes in the registers, read once a file.
    programmes: BTreeSet<String>,
    workplaces: BTreeSet<String>,
}

impl Run<'_> {
    /// The offering the import is for; kinds that need one have been refused without.
    fn offering(&self) -> Result<&OfferingRow> {
        self.offering.as_ref().ok_or_else(|| {
            Error::invalid(
                "?offering",
                "required",
                "Ange vilket kurstillfälle importen gäller.",
                "Say which offering the import is for.",
            )
        })
    }
}

/// Reads the file and imports it.
pub async fn import(
    app: &App,
    caller: &Caller,
    request: &ImportRequest,
    file: &[u8],
) -> Result<ImportResult> {
    if request.only_valid {
        return chosen::only_valid(app, caller, request, file).await;
    }
    let all = BTreeSet::new();
    attempt(app, caller, request, file, request.rows.as_ref(), &all).await
}

/// Imports the rows that are chosen, all of them or none. `left_out`: rows with errors that were chosen too.
async fn attempt(
    app: &App,
    caller: &Caller,
    request: &ImportRequest,
    file: &[u8],
    chosen: Option<&BTreeSet<u32>>,
    left_out: &BTreeSet<u32>,
) -> Result<ImportResult> {
    caller.require(Permission::Import)?;
    let mut tx = app.write(caller).await?;
    let offering = match &request.offering {
        Some(code) => Some(super::catalogue::find_offering(&mut tx, code).await?),
        None => None,
    };
    if let Some(offering) = &offering {
        tx.lock_offering(offering.offering()).await?;
    }
    let mut run = Run {
        app,
        offering,
        decisions: Decisions {
            same: &request.same_person,
            new: &request.new_person,
        },
        renominate: request.renominate,
        returned: None,
        findings: Vec::new(),
        questions: Vec::new(),
        same_person_rows: Vec::new(),
        journal: Journal::default(),
        rows: chosen,
        programmes: tx
            .programmes()
            .await?
            .into_iter()
            .map(|row| row.code)
            .collect(),
        workplaces: tx
            .workplaces()
            .await?
            .into_iter()
            .map(|row| row.school_unit_code)
            .collect(),
    };
    let mapping = mapping(&mut tx, request.kind, request.mapping.as_deref()).await?;
    let (mut result, journal) = match request.kind {
        ImportKind::Admissions => rows(run, &mut tx, file, &mapping, admissions::row).await?,
        ImportKind::Nominations => rows(run, &mut tx, file, &mapping, nominations::row).await?,
        ImportKind::Sessions => rows(run, &mut tx, file, &mapping, sessions::row).await?,
        ImportKind::Programmes => rows(run, &mut tx, file, &mapping, registers::programme).await?,
        ImportKind::Workplaces => rows(run, &mut tx, file, &mapping, registers::workplace).await?,
        ImportKind::People => {
            run.returned = Some(people::Returned::load(&mut tx, run.offering()?, request).await?);
            rows(run, &mut tx, file, &mapping, people::row).await?
        }
    };
    result.dry_run = request.dry_run;
    result.rows_left_out = left_out.iter().copied().collect();
    result.rows_not_chosen -= left_out.len().min(result.rows_not_chosen);
    if request.dry_run || !result.sound {
        tx.rollback().await?;
        return Ok(result);
    }
    let id = keep(app, &mut tx, caller, request, file, &result).await?;
    journal.keep(app, &mut tx, id).await?;
    result.id = Some(id);
    app.commit(tx).await?;
    Ok(result)
}

/// Reads all rows, carries each out, and puts the report together.
async fn rows<R: ImportRow>(
    mut run: Run<'_>,
    tx: &mut Tx,
    file: &[u8],
    mapping: &Mapping,
    row: impl AsyncFn(&mut Run<'_>, &mut Tx, u32, &R) -> Result<RowStatus>,
) -> Result<(ImportResult, Journal)> {
    let professions = registry(tx).await?;
    let context = Context {
        today: day(tx.now()),
        professions: &professions,
    };
    let reading: Reading<R> = read(file, mapping, &context);
    let mut statuses = BTreeMap::new();
    for (number, sound) in reading.sound_rows() {
        if run.rows.is_some_and(|rows| !rows.contains(&number)) {
            continue;
        }
        let status = row(&mut run, tx, number, sound).await?;
        statuses.insert(number, status);
    }
    let report =
        reading.report(|number, _| statuses.get(&number).copied().unwrap_or(RowStatus::Error));
    let report = with_findings(report, run.findings);
    let (report, rows_not_chosen) = chosen::of(report, run.rows)?;
    let result = ImportResult {
        id: None,
        dry_run: false,
        sound: report.is_clean() && !report.rows.is_empty(),
        report,
        questions: run.questions,
        same_person_rows: run.same_person_rows,
        rows_not_chosen,
        rows_left_out: Vec::new(),
        rest: None,
    };
    Ok((result, run.journal))
}

/// Adds what the database had to say to what the file said by itself.
fn with_findings(mut report: ImportReport, found: Vec<Finding>) -> ImportReport {
    for finding in found {
        if finding.is_error() {
            report.totals.error_findings += 1;
        } else {
            report.totals.warning_findings += 1;
        }
        report.findings.push(finding);
    }
    report.findings.sort_by_key(|finding| finding.row);
    count_rows(&mut report);
    report
}

fn count_rows(report: &mut ImportReport) {
    let count = |status| {
        report
            .rows
            .iter()
            .filter(|row: &&RowReport| row.status == status)
            .count()
    };
    report.totals = Totals {
        new: count(RowStatus::New),
        changed: count(RowStatus::Changed),
        unchanged: count(RowStatus::Unchanged),
        error: count(RowStatus::Error),
        ..report.totals
    };
}

/// The stored registry of professions, with the spellings that imports know.
async fn registry(tx: &mut Tx) -> Result<Vec<Profession>> {
    let defaults = default_registry();
    let rows = tx.professions().await?;
    rows.into_iter()
        .map(|row| {
            let known = defaults
                .iter()
                .find(|profession| profession.code == row.code);
            Ok(Profession {
                aliases: known
                    .map(|profession| profession.aliases.clone())
                    .unwrap_or_default(),
                code: row.code,
                title_sv: row.title_sv,
                title_en: row.title_en,
                family: serde_json::from_value(json!(row.family)).map_err(Error::internal)?,
                source: match row.source.as_str() {
                    "ss12000" => ProfessionSource::Ss12000,
                    _ => ProfessionSource::OutsideSchool,
                },
            })
        })
        .collect()
}

/// Saves mapping and report of an import that is about to be committed.
async fn keep(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    request: &ImportRequest,
    file: &[u8],
    result: &ImportResult,
) -> Result<ImportId> {
    let now = tx.now();
    let id = ImportId(app.seeds.id(now));
    let offering_id = match &request.offering {
        Some(code) => Some(super::catalogue::find_offering(tx, code).await?.id),
        None => None,
    };
    let mut kept = result.clone();
    kept.id = Some(id);
    let file_name = samverkan_domain::text::plain_line(&request.file_name);
    tx.insert_import(&StoredImport {
        id: id.0,
        kind: request.kind.name().to_owned(),
        offering_id,
        file_name: file_name.chars().take(limits::LINE_CHARS).collect(),
        file_hash: sha256(file).to_vec(),
        report: serde_json::to_string(&kept).map_err(Error::internal)?,
        created_by: caller.actor(),
        created_at: now.into(),
        undone_at: None,
    })
    .await?;
    tx.record(
        Fact::new("import.carried_out", "import", id.0).after(json!({
            "kind": request.kind.name(), "totals": result.report.totals,
            "same_person": request.same_person, "new_person": request.new_person,
        })),
    );
    Ok(id)
}

/// An import that was carried out.
#[derive(Debug, Clone)]
pub struct ImportView {
    pub id: ImportId,
    pub kind: ImportKind,
    pub file_name: String,
    pub created_by: String,
    pub created_at: Timestamp,
    /// When it was last taken back, or part of it.
    pub undone_at: Option<Timestamp>,
    pub result: ImportResult,
}

fn view(row: &StoredImport) -> Result<ImportView> {
    Ok(ImportView {
        id: ImportId(row.id),
        kind: ImportKind::from_name(&row.kind)
            .ok_or_else(|| Error::internal(format!("unknown import kind {:?}", row.kind)))?,
        file_name: row.file_name.clone(),
        created_by: row.created_by.clone(),
        created_at: row.created_at.0,
        undone_at: row.undone_at.map(|at| at.0),
        result: serde_json::from_str(&row.report).map_err(Error::internal)?,
    })
}

/// Imports that were carried out, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<ImportView>> {
    caller.require(Permission::Import)?;
    let before = match cursor {
        Some(cursor) => Some(Uuid::parse_str(cursor).map_err(|_| bad_cursor())?),
        None => None,
    };
    let rows = app.read().await?.imports(before, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    let items = page.items.iter().map(view).collect::<Result<_>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

pub async fn get(app: &App, caller: &Caller, id: ImportId) -> Result<ImportView> {
    caller.require(Permission::Import)?;
    let row = app.read().await?.import(id).await?;
    view(&row.ok_or(Error::NotFound { what: "import" })?)
}
