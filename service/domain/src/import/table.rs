//! Text to a table: which delimiter, which headers, and rows that all have the same width.

use super::decode::{Decoded, Encoding};
use super::delimiter::{detect_delimiter, told_delimiter};
use super::records::{Record, Records, UnterminatedQuote};
use super::report::{Finding, Findings};
use super::table_faults::{
    duplicate_header, empty_rows, failed_formula, header_empty, header_missing, no_delimiter,
    no_rows, ragged_row, text_after_quote, too_many_columns, too_many_rows, unterminated_quote,
};
use crate::limits::{IMPORT_COLUMNS, IMPORT_ROWS};
use std::collections::BTreeMap;

/// Headers and rows. The cells lie end to end in one text, so that a file of many empty cells
/// takes little more memory than the file itself.
#[derive(Debug)]
pub struct Table {
    pub headers: Vec<String>,
    /// None in a workbook.
    pub delimiter: Option<char>,
    pub encoding: Encoding,
    /// Rows left out because they could not be read, by number.
    pub broken_rows: Vec<u32>,
    pub(super) findings: Findings,
    text: String,
    ends: Vec<u32>,
    row_numbers: Vec<u32>,
}

/// One row, as wide as the header.
#[derive(Clone, Copy)]
pub struct TableRow<'a> {
    table: &'a Table,
    index: usize,
}

impl<'a> TableRow<'a> {
    /// As a spreadsheet numbers it: the header is row 1.
    pub fn number(self) -> u32 {
        self.table.row_numbers[self.index]
    }

    /// The cell in that column as written, empty if there is no such column.
    pub fn cell(self, column: usize) -> &'a str {
        if column >= self.table.headers.len() {
            return "";
        }
        let end = |at: usize| usize::try_from(self.table.ends[at]).unwrap_or(usize::MAX);
        let at = self.index * self.table.headers.len() + column;
        let start = if at == 0 { 0 } else { end(at - 1) };
        &self.table.text[start..end(at)]
    }
}

impl Table {
    pub fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        (0..self.row_numbers.len()).map(|index| TableRow { table: self, index })
    }

    /// Reads a table. The error holds everything that makes the file as a whole unusable; what is
    /// wrong with single rows is kept with the table.
    pub fn read(decoded: Decoded) -> Result<Self, Vec<Finding>> {
        let text = decoded.text.trim_start_matches('\u{FEFF}');
        let (delimiter, body) = delimiter_of(text).ok_or_else(|| vec![no_delimiter(text)])?;
        let mut records = Records::new(body, delimiter);
        let mut row = 0;
        let mut table = Self::of_records(decoded.encoding, |record| {
            row += 1;
            let read = records.read(record);
            read.map_err(|UnterminatedQuote| vec![unterminated_quote(row)])
        })?;
        table.delimiter = Some(delimiter);
        table.findings.extend(decoded.finding);
        Ok(table)
    }

    /// A table of records, headers first. `next` fills the next record, row by row, or says that
    /// there is none.
    pub(super) fn of_records(
        encoding: Encoding,
        mut next: impl FnMut(&mut Record) -> Result<bool, Vec<Finding>>,
    ) -> Result<Self, Vec<Finding>> {
        let mut record = Record::default();
        next(&mut record)?;
        let mut table = Self {
            headers: read_headers(&record)?,
            delimiter: None,
            encoding,
            broken_rows: Vec::new(),
            findings: Findings::default(),
            text: String::new(),
            ends: Vec::new(),
            row_numbers: Vec::new(),
        };
        let mut row = 1_u32;
        let mut blank_since = None;
        while next(&mut record)? {
            row += 1;
            if usize::try_from(row).map_or(true, |row| row > IMPORT_ROWS + 1) {
                return Err(vec![too_many_rows()]);
            }
            if record.is_blank() {
                blank_since.get_or_insert(row);
                continue;
            }
            // Blank rows at the end never come here: they are left out without a word.
            if let Some(first) = blank_since.take() {
                table.findings.push(empty_rows(first, row - 1));
            }
            table.push(row, &record);
        }
        if table.row_numbers.is_empty() && table.broken_rows.is_empty() {
            return Err(vec![no_rows()]);
        }
        Ok(table)
    }

    fn push(&mut self, row: u32, record: &Record) {
        let width = self.headers.len();
        let surplus = record
            .cells()
            .skip(width)
            .any(|cell| !cell.trim().is_empty())
            || record.count > IMPORT_COLUMNS;
        if record.text_after_quote {
            self.findings.push(text_after_quote(row));
            self.broken_rows.push(row);
        } else if record.count < width || surplus {
            self.findings.push(ragged_row(row, width, record.count));
            self.broken_rows.push(row);
        } else if let Some((column, shown)) = record.failed_formula {
            let header = self.headers.get(column).map_or("", String::as_str);
            self.findings.push(failed_formula(row, header, shown));
            self.broken_rows.push(row);
        } else {
            for cell in record.cells().take(width) {
                self.text.push_str(cell);
                // The text is at most 1.5 times `IMPORT_BYTES` long.
                self.ends
                    .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            }
            self.row_numbers.push(row);
        }
    }
}

/// The delimiter of a text, and where its rows begin. None if no delimiter fits.
pub(super) fn delimiter_of(text: &str) -> Option<(char, &str)> {
    let (told, body) = told_delimiter(text);
    let delimiter = told.or_else(|| detect_delimiter(body))?;
    Some((delimiter, body))
}

fn read_headers(record: &Record) -> Result<Vec<String>, Vec<Finding>> {
    if record.is_blank() {
        return Err(vec![header_missing(
            "Första raden är tom.",
            "The first row is empty.",
        )]);
    }
    if record.count > IMPORT_COLUMNS {
        return Err(vec![too_many_columns(record.count)]);
    }
    if record.text_after_quote {
        return Err(vec![text_after_quote(1)]);
    }
    let mut headers: Vec<String> = record.cells().map(crate::text::plain_line).collect();
    while headers.last().is_some_and(String::is_empty) {
        headers.pop();
    }
    // Not quoted anywhere: it would be somebody's number or address.
    if headers.iter().any(|header| is_data(header)) {
        return Err(vec![header_missing(
            "Första raden ser ut att vara uppgifter, inte rubriker.",
            "The first row looks like data, not headers.",
        )]);
    }
    let mut first_at = BTreeMap::new();
    let mut findings = Vec::new();
    for (column, header) in headers.iter().enumerate() {
        if header.is_empty() {
            findings.push(header_empty(column + 1));
        } else if let Some(first) = first_at.insert(header_key(header), column + 1) {
            findings.push(duplicate_header(header, first, column + 1));
        }
    }
    if findings.is_empty() {
        Ok(headers)
    } else {
        Err(findings)
    }
}

/// The key under which headers meet: case, white space, hyphens and underscores do not count.
pub(super) fn header_key(header: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '_');
    header
        .chars()
        .filter(counts)
        .flat_map(char::to_lowercase)
        .collect()
}

/// An address, or a run of digits as in a number or a date.
fn is_data(header: &str) -> bool {
    header.contains('@') || header.chars().filter(char::is_ascii_digit).count() >= 6
}
