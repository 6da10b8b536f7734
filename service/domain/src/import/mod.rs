//! Files from outside: bytes to text, to a table, to typed rows, with everything that is wrong said
//! at once, where it is, and what to do about it. Nothing is dropped silently.
//!
//! Whether a row is new, changed or unchanged needs the database: the service compares the row
//! with what is stored under its [`ImportRow::key`], and [`Reading::report`] adds it up.

mod admission_checks;
pub mod admissions;
mod cells;
mod check;
mod compose;
pub mod decode;
mod delimiter;
pub mod form;
pub mod mapping;
pub mod nominations;
pub mod people;
pub mod programmes;
mod quote;
mod records;
pub mod report;
pub mod rest;
pub mod same_person;
pub mod sessions;
pub mod table;
mod table_faults;
mod typed_cells;
pub mod undo;
mod workbook;
pub mod workplaces;

use crate::profession::Profession;
pub use cells::Cells;
use decode::Encoding;
use jiff::civil::Date;
pub use mapping::{Field, Mapping};
use report::{Finding, Findings, ImportReport, RowReport, RowStatus, Totals};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::Table;

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Antagna och reserver ur antagningssystemet.
    Admissions,
    /// Personal som en uppdragsgivare har utsett.
    Nominations,
    /// Möten på ett kurstillfälle.
    Sessions,
    /// Program och deras yrkesfamilj.
    Programmes,
    /// Skolenheter.
    Workplaces,
    /// Ett kurstillfälles deltagare, uttagna härifrån och ändrade i ett kalkylprogram.
    People,
}

impl ImportKind {
    pub const ALL: [Self; 6] = [
        Self::Admissions,
        Self::Nominations,
        Self::Sessions,
        Self::Programmes,
        Self::Workplaces,
        Self::People,
    ];

    /// The name on the command line and of the built-in mapping.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admissions => "nya",
            Self::Nominations => "uppdrag",
            Self::Sessions => "moten",
            Self::Programmes => "program",
            Self::Workplaces => "skolenheter",
            Self::People => "deltagare",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Admissions => admissions::AdmissionRow::FIELDS,
            Self::Nominations => nominations::NominationRow::FIELDS,
            Self::Sessions => sessions::SessionRow::FIELDS,
            Self::Programmes => programmes::ProgrammeRow::FIELDS,
            Self::Workplaces => workplaces::WorkplaceRow::FIELDS,
            Self::People => people::PersonRow::FIELDS,
        }
    }
}

/// What reading needs to know besides the file.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub today: Date,
    pub professions: &'a [Profession],
}

/// A typed row of one kind of import.
pub trait ImportRow: Sized + PartialEq {
    /// What makes two rows be about the same thing, now and in the next file.
    type Key: Ord + Clone;

    const KIND: ImportKind;
    const FIELDS: &'static [Field];

    /// Reads one row. `None` only if an error has been found.
    fn read(cells: &mut Cells<'_>) -> Option<Self>;

    fn key(&self) -> Self::Key;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedRow<R> {
    /// As a spreadsheet numbers it: the header is row 1.
    pub number: u32,
    /// `None` if the row has an error.
    pub row: Option<R>,
}

/// A file that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<R> {
    pub kind: ImportKind,
    pub encoding: Option<Encoding>,
    pub delimiter: Option<char>,
    /// Every row that is not blank, in order. Empty if the file as a whole is unusable.
    pub rows: Vec<ParsedRow<R>>,
    /// The whole file's first, then by row. At most [`report::FINDINGS_MAX`].
    pub findings: Vec<Finding>,
    /// All that were found, kept or not.
    pub error_count: usize,
    pub warning_count: usize,
}

/// Reads a file of one kind. Always answers: a file that cannot be read at all is a reading with
/// no rows and the reason among its findings.
pub fn read<R: ImportRow>(bytes: &[u8], mapping: &Mapping, context: &Context<'_>) -> Reading<R> {
    if workbook::is_workbook(bytes) {
        return match workbook::read(bytes, R::KIND == ImportKind::People) {
            Ok(table) => read_table(table, mapping, context),
            Err(findings) => Reading::unusable(None, None, findings),
        };
    }
    let decoded = match decode::decode(bytes) {
        Ok(decoded) => decoded,
        Err(finding) => return Reading::unusable(None, None, vec![*finding]),
    };
    let encoding = decoded.encoding.clone();
    match Table::read(decoded) {
        Ok(table) => read_table(table, mapping, context),
        Err(findings) => Reading::unusable(Some(encoding), None, findings),
    }
}

fn read_table<R: ImportRow>(
    mut table: Table,
    mapping: &Mapping,
    context: &Context<'_>,
) -> Reading<R> {
    let resolved = if mapping.kind == R::KIND {
        mapping.resolve(&table)
    } else {
        Err(wrong_kind(mapping))
    };
    let (columns, warnings) = match resolved {
        Ok(resolved) => resolved,
        Err(faults) => {
            return Reading::unusable(Some(table.encoding), table.delimiter, faults);
        }
    };
    let mut findings = std::mem::take(&mut table.findings);
    findings.extend(warnings);
    let mut claims = Vec::new();
    let mut rows: Vec<ParsedRow<R>> = Vec::new();
    for row in table.rows() {
        let mut cells = Cells {
            row,
            table: &table,
            columns: &columns,
            context,
            findings: &mut findings,
            claims: &mut claims,
            failed: false,
        };
        let read = R::read(&mut cells);
        debug_assert!(
            read.is_some() || cells.failed,
            "a row without a row needs a reason"
        );
        let read = read.filter(|_| !cells.failed);
        rows.push(ParsedRow {
            number: row.number(),
            row: read,
        });
    }
    let left_out: BTreeSet<u32> = check::check(&claims, &mut findings);
    let faulty = rows.iter_mut().filter(|row| left_out.contains(&row.number));
    faulty.for_each(|row| row.row = None);
    rows.extend(table.broken_rows.iter().map(|number| ParsedRow {
        number: *number,
        row: None,
    }));
    rows.sort_by_key(|row| row.number);
    findings.sort();
    Reading {
        kind: R::KIND,
        encoding: Some(table.encoding),
        delimiter: table.delimiter,
        rows,
        error_count: findings.errors,
        warning_count: findings.warnings,
        findings: findings.kept,
    }
}

fn wrong_kind(mapping: &Mapping) -> Vec<Finding> {
    vec![Finding::new(
        report::Code::MappingUnusable,
        report::Words::new(
            format!("Kolumnvalet hör till importen ”{}”.", mapping.kind.name()),
            format!(
                "The mapping belongs to the import “{}”.",
                mapping.kind.name()
            ),
        ),
        report::Words::new("Välj ett annat kolumnval.", "Choose another mapping."),
    )]
}

impl<R: ImportRow> Reading<R> {
    fn unusable(encoding: Option<Encoding>, delimiter: Option<char>, faults: Vec<Finding>) -> Self {
        let mut findings = Findings::default();
        findings.extend(faults);
        Self {
            kind: R::KIND,
            encoding,
            delimiter,
            rows: Vec::new(),
            error_count: findings.errors,
            warning_count: findings.warnings,
            findings: findings.kept,
        }
    }

    /// The rows that can be imported, with their numbers.
    pub fn sound_rows(&self) -> impl Iterator<Item = (u32, &R)> {
        self.rows
            .iter()
            .filter_map(|row| Some((row.number, row.row.as_ref()?)))
    }

    /// What has been found in one row.
    pub fn findings_of(&self, row: u32) -> impl Iterator<Item = &Finding> {
        let all = self.findings.iter();
        all.filter(move |finding| finding.row == Some(row))
    }

    /// The report, given what the database says of each sound row.
    pub fn report(&self, mut status_of: impl FnMut(u32, &R) -> RowStatus) -> ImportReport {
        let mut totals = Totals {
            rows: self.rows.len(),
            error_findings: self.error_count,
            warning_findings: self.warning_count,
            ..Totals::default()
        };
        let mut rows = Vec::with_capacity(self.rows.len());
        for parsed in &self.rows {
            let status = match &parsed.row {
                Some(row) => status_of(parsed.number, row),
                None => RowStatus::Error,
            };
            match status {
                RowStatus::New => totals.new += 1,
                RowStatus::Changed => totals.changed += 1,
                RowStatus::Unchanged => totals.unchanged += 1,
                RowStatus::Error => totals.error += 1,
            }
            rows.push(RowReport {
                row: parsed.number,
                status,
            });
        }
        ImportReport {
            kind: self.kind,
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            totals,
            rows,
            findings: self.findings.clone(),
            findings_left_out: self.error_count + self.warning_count - self.findings.len(),
        }
    }
}
