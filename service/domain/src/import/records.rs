//! Delimited text to records, one at a time (RFC 4180, and what programs write in practice).
//!
//! Written here because a reader of such files must say where a quote was left open and count rows
//! as a spreadsheet does, blank ones included; the `csv` crate does neither.

use crate::limits::IMPORT_COLUMNS;

/// The cells of one record; reused from record to record.
#[derive(Default)]
pub(super) struct Record {
    text: String,
    ends: Vec<usize>,
    /// How many cells there were. Only the first `IMPORT_COLUMNS + 1` are kept.
    pub(super) count: usize,
    /// Text stood between a closing quote and the next delimiter.
    pub(super) text_after_quote: bool,
    /// A formula of a workbook came to nothing: in which cell, and what stands there.
    pub(super) failed_formula: Option<(usize, &'static str)>,
}

impl Record {
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.text[start..*end])
    }

    /// A cell by its place, empty where there is none.
    pub(super) fn cell(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else {
            return "";
        };
        let start = if column == 0 {
            0
        } else {
            self.ends[column - 1]
        };
        &self.text[start..*end]
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// A record with these cells.
    pub(super) fn fill<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.clear();
        for cell in cells {
            self.text.push_str(cell.as_ref());
            self.end_cell();
        }
    }

    /// Appends the record to a text, as it is written with [`WORKBOOK_DELIMITER`].
    pub(super) fn write_to(&self, text: &mut String) {
        for (column, cell) in self.cells().enumerate() {
            if column > 0 {
                text.push(WORKBOOK_DELIMITER);
            }
            if cell.contains([WORKBOOK_DELIMITER, '"', '\r', '\n']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.count = 0;
        self.text_after_quote = false;
        self.failed_formula = None;
    }

    fn end_cell(&mut self) {
        self.count += 1;
        if self.ends.len() <= IMPORT_COLUMNS {
            self.ends.push(self.text.len());
        } else {
            self.text.truncate(self.ends.last().copied().unwrap_or(0));
        }
    }
}

/// Stands between the cells of what was a workbook; hardly ever in one.
pub(super) const WORKBOOK_DELIMITER: char = '\u{1f}';

/// A quote that was opened in this record is never closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnterminatedQuote;

pub(super) struct Records<'a> {
    rest: &'a str,
    delimiter: char,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: char) -> Self {
        Self {
            rest: text,
            delimiter,
        }
    }

    /// How much of the text is left (octets).
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Reads the next record. `Ok(false)` is the end.
    pub(super) fn read(&mut self, record: &mut Record) -> Result<bool, UnterminatedQuote> {
        record.clear();
        if self.rest.is_empty() {
            return Ok(false);
        }
        loop {
            self.read_cell(record)?;
            record.end_cell();
            let Some(next) = self.rest.strip_prefix(self.delimiter) else {
                break;
            };
            self.rest = next;
        }
        self.rest = after_line_end(self.rest);
        Ok(true)
    }

    fn read_cell(&mut self, record: &mut Record) -> Result<(), UnterminatedQuote> {
        if let Some(quoted) = self.rest.trim_start_matches(' ').strip_prefix('"') {
            self.rest = quoted;
            self.read_quoted(record)?;
            // "Anna" ;"Bo": spaces after a closing quote mean nothing.
            self.rest = self.rest.trim_start_matches(' ');
            let tail = self.take_unquoted();
            record.text_after_quote |= !tail.is_empty();
        } else {
            let cell = self.take_unquoted();
            record.text.push_str(cell);
        }
        Ok(())
    }

    /// Reads up to the closing quote; a doubled quote is a quote.
    fn read_quoted(&mut self, record: &mut Record) -> Result<(), UnterminatedQuote> {
        loop {
            let (before, after) = self.rest.split_once('"').ok_or(UnterminatedQuote)?;
            record.text.push_str(before);
            self.rest = after;
            let Some(doubled) = after.strip_prefix('"') else {
                return Ok(());
            };
            record.text.push('"');
            self.rest = doubled;
        }
    }

    /// Takes what stands before the next delimiter or line end.
    fn take_unquoted(&mut self) -> &'a str {
        let end = self
            .rest
            .find([self.delimiter, '\r', '\n'])
            .unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell
    }
}

/// Lines end with LF, CRLF or (old Macintosh programs) CR, also mixed in one file.
fn after_line_end(text: &str) -> &str {
    let after = text
        .strip_prefix("\r\n")
        .or_else(|| text.strip_prefix(['\r', '\n']));
    after.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let mut records = Records::new(text, ';');
        let mut record = Record::default();
        let mut read = Vec::new();
        while records.read(&mut record).expect("terminated") {
            read.push(record.cells().map(str::to_owned).collect());
        }
        read
    }

    #[test]
    fn quotes_delimiters_and_line_ends() {
        assert_eq!(
            all("a;b\r\nc;d\re;f\n"),
            [["a", "b"], ["c", "d"], ["e", "f"]]
        );
        assert_eq!(all("\"a;\n\"\"b\"\"\";c"), [["a;\n\"b\"", "c"]]);
        assert_eq!(all("a; \"b;c\" ;d\n"), [["a", "b;c", "d"]]);
        assert_eq!(all("d'Arcy \"Nan\";x"), [["d'Arcy \"Nan\"", "x"]]);
        assert_eq!(all(";;\n\n"), [vec!["", "", ""], vec![""]]);
        assert_eq!(all("a;"), [["a", ""]]);
        assert!(all("").is_empty());
    }

    #[test]
    fn faults_are_told() {
        let mut record = Record::default();
        assert_eq!(
            Records::new("a;\"b\nc", ';').read(&mut record),
            Err(UnterminatedQuote)
        );
        assert_eq!(
            Records::new("\"O\"Neill;x", ';').read(&mut record),
            Ok(true)
        );
        assert!(record.text_after_quote);
        assert_eq!(record.count, 2);
    }

    #[test]
    fn what_was_a_workbook_reads_as_it_stood() {
        let cells = ["a", "", "b \"c\"", "d\u{1f}e", "f\ng\r", " h", "\""];
        let mut record = Record::default();
        record.fill(cells);
        let mut text = String::new();
        record.write_to(&mut text);
        let mut again = Record::default();
        let mut records = Records::new(&text, WORKBOOK_DELIMITER);
        assert_eq!(records.read(&mut again), Ok(true));
        assert_eq!(again.cells().collect::<Vec<_>>(), cells);
        assert_eq!((again.cell(3), again.cell(7)), ("d\u{1f}e", ""));
        assert_eq!(records.left(), 0);
    }

    #[test]
    fn a_row_of_a_million_cells_is_counted_not_kept() {
        let mut record = Record::default();
        let text = "x;".repeat(1_000_000);
        assert_eq!(Records::new(&text, ';').read(&mut record), Ok(true));
        assert_eq!(
            (record.count, record.cells().count()),
            (1_000_001, IMPORT_COLUMNS + 1)
        );
        assert_eq!(record.text.len(), IMPORT_COLUMNS + 1);
    }
}
