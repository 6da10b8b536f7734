//! A file read and checked, and its rows one by one.

use super::cells::Cells;
use super::check::Claims;
use super::decode::{self, Encoding};
use super::mapping::{Columns, Mapping};
use super::report::{self, Finding, Findings, ImportReport, RowReports, RowStatus, Totals};
use super::table::{Table, TableRow};
use super::{Context, ImportKind, ImportRow, json, workbook};
use std::{fmt, marker::PhantomData};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedRow<R> {
    /// As a spreadsheet numbers it: the header is row 1.
    pub number: u32,
    /// `None` if the row has an error.
    pub row: Option<R>,
}

/// A file that has been read and checked. Its rows are made as they are asked for: a million of them never stand in
/// memory at once.
pub struct Reading<'a, R> {
    pub kind: ImportKind,
    pub encoding: Option<Encoding>,
    pub delimiter: Option<char>,
    /// None if the file as a whole is unusable.
    source: Option<Source<'a>>,
    /// The whole file's first, then by row. At most [`report::FINDINGS_MAX`].
    pub findings: Vec<Finding>,
    /// All that were found, kept or not.
    pub error_count: usize,
    pub warning_count: usize,
    row: PhantomData<fn() -> R>,
}

/// Tells no more than a log may hold: not the file.
impl<R> fmt::Debug for Reading<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("kind", &self.kind)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

/// What rows are made of. Holds the file: not `Debug`.
struct Source<'a> {
    table: Table<'a>,
    columns: Columns,
    context: Context<'a>,
    /// Rows that can be read but have an error, in order.
    left_out: Vec<u32>,
}

/// Reads a file of one kind. Always answers: a file that cannot be read at all is a reading with
/// no rows and the reason among its findings.
pub fn read<'a, R: ImportRow>(
    bytes: &'a [u8],
    mapping: &Mapping,
    context: &Context<'a>,
) -> Reading<'a, R> {
    if workbook::is_workbook(bytes) {
        return match workbook::read(bytes, R::KIND == ImportKind::People) {
            Ok(table) => read_table(table, mapping, context),
            Err(findings) => Reading::unusable(None, None, findings),
        };
    }
    if json::is_json(bytes) {
        return match json::read(bytes, mapping, context.today) {
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

fn read_table<'a, R: ImportRow>(
    mut table: Table<'a>,
    mapping: &Mapping,
    context: &Context<'a>,
) -> Reading<'a, R> {
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
    let mut source = Source {
        table,
        columns,
        context: *context,
        left_out: Vec::new(),
    };
    let mut claims = Claims::default();
    let mut left_out = Vec::new();
    for row in source.table.rows() {
        if source.read::<R>(&row, &mut findings, &mut claims).is_none() {
            left_out.push(row.number());
        }
    }
    left_out.extend(claims.check(&source.table.headers, &mut findings));
    left_out.sort_unstable();
    left_out.dedup();
    source.left_out = left_out;
    findings.sort();
    Reading {
        kind: R::KIND,
        encoding: Some(source.table.encoding.clone()),
        delimiter: source.table.delimiter,
        source: Some(source),
        error_count: findings.errors,
        warning_count: findings.warnings,
        findings: findings.kept,
        row: PhantomData,
    }
}

impl Source<'_> {
    fn read<R: ImportRow>(
        &self,
        row: &TableRow,
        findings: &mut Findings,
        claims: &mut Claims,
    ) -> Option<R> {
        let mut cells = Cells {
            row,
            headers: &self.table.headers,
            columns: &self.columns,
            context: &self.context,
            findings,
            claims,
            failed: false,
        };
        let read = R::read(&mut cells);
        debug_assert!(
            read.is_some() || cells.failed,
            "a row without a row needs a reason"
        );
        read.filter(|_| !cells.failed)
    }

    /// The row, if it has no error. What is found in it has been said.
    fn again<R: ImportRow>(&self, row: &TableRow) -> Option<R> {
        if self.left_out.binary_search(&row.number()).is_ok() {
            return None;
        }
        self.read(row, &mut Findings::default(), &mut Claims::default())
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

impl<R: ImportRow> Reading<'_, R> {
    fn unusable(encoding: Option<Encoding>, delimiter: Option<char>, faults: Vec<Finding>) -> Self {
        let mut findings = Findings::default();
        findings.extend(faults);
        Self {
            kind: R::KIND,
            encoding,
            delimiter,
            source: None,
            error_count: findings.errors,
            warning_count: findings.warnings,
            findings: findings.kept,
            row: PhantomData,
        }
    }

    /// How many rows the file has that are not blank. None if it is unusable as a whole.
    pub fn len(&self) -> usize {
        self.source.as_ref().map_or(0, |source| source.table.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every row that is not blank, in order.
    pub fn rows(&self) -> impl Iterator<Item = ParsedRow<R>> {
        self.source.iter().flat_map(|source| {
            let rows = source.table.all_rows();
            rows.map(|(number, row)| ParsedRow {
                number,
                row: row.and_then(|row| source.again(&row)),
            })
        })
    }

    /// The rows that can be imported, with their numbers.
    pub fn sound_rows(&self) -> impl Iterator<Item = (u32, R)> {
        let rows = self.rows();
        rows.filter_map(|parsed| Some((parsed.number, parsed.row?)))
    }

    /// What has been found in one row.
    pub fn findings_of(&self, row: u32) -> impl Iterator<Item = &Finding> {
        let all = self.findings.iter();
        all.filter(move |finding| finding.row == Some(row))
    }

    /// The report, given what the database says of each sound row.
    pub fn report(&self, mut status_of: impl FnMut(u32) -> RowStatus) -> ImportReport {
        let mut rows = RowReports::default();
        if let Some(source) = &self.source {
            for (number, readable) in source.table.numbers() {
                let sound = readable && source.left_out.binary_search(&number).is_err();
                let status = if sound {
                    status_of(number)
                } else {
                    RowStatus::Error
                };
                rows.push(number, status);
            }
        }
        let mut report = ImportReport {
            kind: self.kind,
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            totals: Totals {
                error_findings: self.error_count,
                warning_findings: self.warning_count,
                ..Totals::default()
            },
            rows,
            findings: self.findings.clone(),
            findings_left_out: self.error_count + self.warning_count - self.findings.len(),
        };
        report.count_rows();
        report
    }
}
