//! Text to a table: which delimiter, which headers, and rows that all have the same width.

use super::decode::{Decoded, Encoding};
use super::delimiter::{detect_delimiter, told_delimiter};
use super::records::{Record, Records, UnterminatedQuote, WORKBOOK_DELIMITER};
use super::report::{Finding, Findings};
use super::table_faults::{
    duplicate_header, empty_rows, failed_formula, header_empty, header_missing, no_delimiter,
    no_rows, ragged_row, text_after_quote, too_many_columns, too_many_rows, unterminated_quote,
};
use crate::limits::{IMPORT_COLUMNS, IMPORT_ROWS};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Headers, and where each row stands in the text. The rows are read when they are asked for: a file of a million takes
/// hardly more memory than its own. Holds the file: not `Debug`.
pub struct Table<'a> {
    pub headers: Vec<String>,
    /// None in a workbook.
    pub delimiter: Option<char>,
    pub encoding: Encoding,
    pub(super) findings: Findings,
    /// Of a workbook: its rows as text.
    text: Cow<'a, str>,
    places: Vec<Place>,
}

/// A row that is not blank, by its number, and where it begins in the text. `None`: it cannot be read.
type Place = (u32, Option<u32>);

/// One row, as wide as the header. Holds what is in it: not `Debug`.
pub struct TableRow {
    number: u32,
    record: Record,
    width: usize,
}

impl TableRow {
    /// As a spreadsheet numbers it: the header is row 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The cell in that column as written, empty if there is no such column.
    pub fn cell(&self, column: usize) -> &str {
        if column < self.width {
            self.record.cell(column)
        } else {
            ""
        }
    }
}

impl<'a> Table<'a> {
    /// The rows that can be read, in order.
    pub fn rows(&self) -> impl Iterator<Item = TableRow> {
        let readable = self.places.iter();
        readable.filter_map(|(number, start)| Some(self.row(*number, (*start)?)))
    }

    /// Numbers of the rows that cannot be read.
    pub fn broken_rows(&self) -> impl Iterator<Item = u32> {
        let broken = self.places.iter().filter(|(_, start)| start.is_none());
        broken.map(|(number, _)| *number)
    }

    /// Every row that is not blank, in order, by its number; nothing of one that cannot be read.
    pub(super) fn all_rows(&self) -> impl Iterator<Item = (u32, Option<TableRow>)> {
        let all = self.places.iter();
        all.map(|(number, start)| (*number, start.map(|start| self.row(*number, start))))
    }

    /// Leaves a row out, for a reason of its own.
    pub(super) fn refuse(&mut self, row: u32, why: Finding) {
        self.findings.push(why);
        if let Some(place) = self.places.iter_mut().find(|(number, _)| *number == row) {
            place.1 = None;
        }
    }

    /// The number of every row that is not blank, and whether it can be read.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (u32, bool)> {
        let all = self.places.iter();
        all.map(|(number, start)| (*number, start.is_some()))
    }

    /// How many rows there are, readable or not.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    fn row(&self, number: u32, start: u32) -> TableRow {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let rest = self.text.get(start..).unwrap_or_default();
        let mut records = Records::new(rest, self.delimiter.unwrap_or(WORKBOOK_DELIMITER));
        let mut record = Record::default();
        // It was read when the table was.
        let read = records.read(&mut record);
        debug_assert_eq!(read, Ok(true), "row {number} begins at {start}");
        TableRow {
            number,
            record,
            width: self.headers.len(),
        }
    }

    /// Reads a table. The error holds everything that makes the file as a whole unusable; what is
    /// wrong with single rows is kept with the table.
    pub fn read(decoded: Decoded<'a>) -> Result<Self, Vec<Finding>> {
        let text = decoded.text.trim_start_matches('\u{FEFF}');
        let (delimiter, body) = delimiter_of(text).ok_or_else(|| vec![no_delimiter(text)])?;
        let end = decoded.text.len();
        let mut records = Records::new(body, delimiter);
        let mut row = 0;
        let mut table = Self::of_records(decoded.encoding, |record| {
            row += 1;
            let start = end - records.left();
            let read = records.read(record);
            let more = read.map_err(|UnterminatedQuote| vec![unterminated_quote(row)])?;
            Ok(more.then_some(start))
        })?;
        table.text = decoded.text;
        table.delimiter = Some(delimiter);
        table.findings.extend(decoded.finding);
        Ok(table)
    }

    /// A table of what was a workbook. `next` fills the next record, row by row, or says that there is none.
    pub(super) fn of_workbook(
        encoding: Encoding,
        mut next: impl FnMut(&mut Record) -> Result<bool, Vec<Finding>>,
    ) -> Result<Self, Vec<Finding>> {
        let mut text = String::new();
        let mut table = Self::of_records(encoding, |record| {
            let start = text.len();
            let more = next(record)?;
            record.write_to(&mut text);
            Ok(more.then_some(start))
        })?;
        table.text = Cow::Owned(text);
        Ok(table)
    }

    /// A table of records, headers first. `next` fills the next one and says where in the text it begins.
    fn of_records(
        encoding: Encoding,
        mut next: impl FnMut(&mut Record) -> Result<Option<usize>, Vec<Finding>>,
    ) -> Result<Self, Vec<Finding>> {
        let mut record = Record::default();
        next(&mut record)?;
        let mut table = Self {
            headers: read_headers(&record)?,
            delimiter: None,
            encoding,
            findings: Findings::default(),
            text: Cow::Borrowed(""),
            places: Vec::new(),
        };
        let mut row = 1_u32;
        let mut blank_since = None;
        while let Some(start) = next(&mut record)? {
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
            let fault = table.fault(row, &record);
            // A text is at most half as long again as `IMPORT_BYTES`, a workbook unpacks to less than 4 GiB.
            let start = u32::try_from(start).ok().filter(|_| fault.is_none());
            table.findings.extend(fault);
            table.places.push((row, start));
        }
        if table.places.is_empty() {
            return Err(vec![no_rows()]);
        }
        Ok(table)
    }

    /// Why a row cannot be read, if so.
    fn fault(&self, row: u32, record: &Record) -> Option<Finding> {
        let width = self.headers.len();
        let mut beyond = record.cells().skip(width);
        let surplus = beyond.any(|cell| !cell.trim().is_empty()) || record.count > IMPORT_COLUMNS;
        if record.text_after_quote {
            Some(text_after_quote(row))
        } else if record.count < width || surplus {
            Some(ragged_row(row, width, record.count))
        } else {
            let (column, shown) = record.failed_formula?;
            let header = self.headers.get(column).map_or("", String::as_str);
            Some(failed_formula(row, header, shown))
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
