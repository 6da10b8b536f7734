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
pub mod progress;
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
        report::{Findings, ImportReport, RowReports, RowStatus},
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
    /// What holds for every row whose cell is empty or missing: field name to value.
    pub values: BTreeMap<String, String>,
    /// Under which id it is told on the way how far the import has come.
    pub progress: Option<Uuid>,
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
    findings: Findings,
    questions: Vec<Question>,
    same_person_rows: Vec<u32>,
    journal: Journal,
    /// The rows that are imported; none: all.
    rows: Option<&'a BTreeSet<u32>>,
    follower: &'a progress::Follower,
    /// Codes in the registers, read once a file by the kinds that need them.
    programmes: BTreeSet<String>,
    workplaces: BTreeSet<String>,
}

impl Run<'_> {
    async fn read_registers(&mut self, tx: &mut Tx) -> Result<()> {
        let (programmes, workplaces) = (tx.programmes().await?, tx.workplaces().await?);
        self.programmes = programmes.into_iter().map(|row| row.code).collect();
        self.workplaces = workplaces
            .into_iter()
            .map(|row| row.school_unit_code)
            .collect();
        Ok(())
    }

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
    let follower = progress::follow(app, caller, request.progress)?;
    let mut tx = app.write(caller).await?;
    let offering = match &request.offering {
        Some(code) => Some(super::catalogue::find_offering(&mut tx, code).await?),
        None => None,
    };
    if let Some(offering) = &offering {
        tx.lock_offering(offering.offering()).await?;
    }
    let id = ImportId(app.seeds.id(tx.now()));
    if !request.dry_run {
        let offering = offering.as_ref().map(|offering| offering.id);
        begin(&mut tx, id, caller, request, offering, file).await?;
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
        findings: Findings::default(),
        questions: Vec::new(),
        same_person_rows: Vec::new(),
        journal: Journal::new((!request.dry_run).then_some(id)),
        rows: chosen,
        follower: &follower,
        programmes: BTreeSet::new(),
        workplaces: BTreeSet::new(),
    };
    if request.kind.names_codes() {
        run.read_registers(&mut tx).await?;
    }
    let mapping = mapping(&mut tx, request).await?;
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
    journal.finish(app, &mut tx).await?;
    result.id = Some(id);
    end(&mut tx, id, request, &result).await?;
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
    let reading: Reading<'_, R> = read(file, mapping, &context);
    let mut fared = RowReports::default();
    run.follower.begin(reading.len());
    for (number, sound) in reading.sound_rows() {
        if run.rows.is_some_and(|rows| !rows.contains(&number)) {
            continue;
        }
        fared.push(number, row(&mut run, tx, number, &sound).await?);
        run.journal.flush(run.app, tx).await?;
        run.follower.row();
    }
    let mut fared = fared.each().peekable();
    let mut report = reading.report(|number| {
        let here = fared.next_if(|(row, _)| *row == number);
        here.map_or(RowStatus::Error, |(_, status)| status)
    });
    report.add(run.findings);
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

/// Notes an import that is under way; its report comes last.
async fn begin(
    tx: &mut Tx,
    id: ImportId,
    caller: &Caller,
    request: &ImportRequest,
    offering_id: Option<Uuid>,
    file: &[u8],
) -> Result<()> {
    let file_name = samverkan_domain::text::plain_line(&request.file_name);
    let row = StoredImport {
        id: id.0,
        kind: request.kind.name().to_owned(),
        offering_id,
        file_name: file_name.chars().take(limits::LINE_CHARS).collect(),
        file_hash: sha256(file).to_vec(),
        report: String::new(),
        created_by: caller.actor(),
        created_at: tx.now().into(),
        undone_at: None,
    };
    Ok(tx.insert_import(&row).await?)
}

/// Saves the report of an import that is about to be committed.
async fn end(
    tx: &mut Tx,
    id: ImportId,
    request: &ImportRequest,
    result: &ImportResult,
) -> Result<()> {
    let report = serde_json::to_string(result).map_err(Error::internal)?;
    tx.set_import_report(id, &report).await?;
    tx.record(
        Fact::new("import.carried_out", "import", id.0).after(json!({
            "kind": request.kind.name(), "totals": result.report.totals,
            "same_person": request.same_person, "new_person": request.new_person,
        })),
    );
    Ok(())
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
