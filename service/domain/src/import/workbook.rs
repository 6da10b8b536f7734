//! Workbooks (XLSX) to a table: the first sheet with anything in it, its cells as a person sees them.

use super::decode::{Certainty, Encoding, empty_file, file_too_large, save_as_csv};
use super::quote::quotable;
use super::records::Record;
use super::report::{Code, Finding, Words};
use super::table::Table;
use crate::limits::{IMPORT_BYTES, IMPORT_COLUMNS, IMPORT_UNPACKED_BYTES};
use calamine::{
    Cell, CellErrorType, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx,
    XlsxCellReader, XlsxError,
};
use std::io::{Cursor, Read, sink};
use zip::ZipArchive;

/// Octets at the start of a ZIP archive, which XLSX and ODS are, and of a compound file, which older workbooks and those
/// with a password are.
const ARCHIVE: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
/// Parts of a workbook; real ones have some tens.
const PARTS: usize = 4096;

type Source<'a> = Cursor<&'a [u8]>;

pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ARCHIVE) || bytes.starts_with(COMPOUND)
}

/// Reads the table, or says why not. `ours`: the workbook is one that was made here, with sheets beside the list that
/// need no remark.
pub(super) fn read(bytes: &[u8], ours: bool) -> Result<Table<'static>, Vec<Finding>> {
    if bytes.len() > IMPORT_BYTES {
        return Err(vec![file_too_large(bytes.len())]);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(vec![closed()]);
    }
    if !unpacks_within_limits(bytes) {
        return Err(vec![unreadable()]);
    }
    let mut book: Xlsx<Source<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadables())?;
    let mut sheets = Vec::new();
    for name in visible_sheets(&book) {
        if has_cells(&mut book, &name).map_err(|_| unreadables())? {
            sheets.push(name);
        }
    }
    let Some((first, others)) = sheets.split_first() else {
        return Err(vec![empty_file()]);
    };
    let cells = book.worksheet_cells_reader(first);
    let mut rows = Rows::new(cells.map_err(|_| unreadables())?);
    let encoding = Encoding {
        label: "xlsx".to_owned(),
        certainty: Certainty::Marked,
    };
    let mut table = Table::of_workbook(encoding, |record| {
        rows.next(record).map_err(|_| unreadables())
    })?;
    if !others.is_empty() && !ours {
        table.findings.push(sheet_chosen(first, others.len()));
    }
    Ok(table)
}

/// Whether the archive is whole and not a small file that unpacks to one that fills the memory. What the archive says of
/// its sizes is not believed: everything is unpacked once, into nothing.
fn unpacks_within_limits(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    if archive.len() > PARTS {
        return false;
    }
    let mut left = IMPORT_UNPACKED_BYTES;
    (0..archive.len()).all(|part| {
        let unpacked = archive
            .by_index(part)
            .map_err(std::io::Error::from)
            .and_then(|part| std::io::copy(&mut part.take(left + 1), &mut sink()));
        match unpacked {
            Ok(octets) if octets <= left => {
                left -= octets;
                true
            }
            _ => false,
        }
    })
}

/// Names of the sheets that somebody who opens the workbook sees, in their order.
fn visible_sheets(book: &Xlsx<Source<'_>>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let seen = sheets.filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    seen.map(|sheet| sheet.name.clone()).collect()
}

fn has_cells(book: &mut Xlsx<Source<'_>>, sheet: &str) -> Result<bool, XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = cells.next_cell()? {
        if !matches!(cell.get_value(), DataRef::Empty) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The rows of a sheet, one at a time, blank ones included: rows are numbered as the workbook numbers them.
struct Rows<'a, R: Read + std::io::Seek> {
    cells: XlsxCellReader<'a, R>,
    /// Read, but of a later row.
    ahead: Option<Cell<DataRef<'a>>>,
    started: bool,
    row: u32,
    /// Of the header; shorter rows are filled up.
    width: usize,
}

impl<'a, R: Read + std::io::Seek> Rows<'a, R> {
    fn new(cells: XlsxCellReader<'a, R>) -> Self {
        Self {
            cells,
            ahead: None,
            started: false,
            row: 0,
            width: 0,
        }
    }

    fn next(&mut self, record: &mut Record) -> Result<bool, XlsxError> {
        if !self.started {
            self.ahead = self.next_filled()?;
        } else if self.ahead.is_none() {
            return Ok(false);
        }
        let mut texts: Vec<String> = Vec::with_capacity(self.width);
        let mut failed = None;
        while let Some(cell) = self.ahead.take_if(|cell| cell.get_position().0 <= self.row) {
            // Only the first columns are kept; one beyond says that there are too many.
            let column = (cell.get_position().1 as usize).min(IMPORT_COLUMNS);
            if texts.len() <= column {
                texts.resize(column + 1, String::new());
            }
            texts[column] = shown(cell.get_value());
            if let DataRef::Error(error) = cell.get_value() {
                failed = failed.or(Some((column, error_text(error))));
            }
            self.ahead = self.next_filled()?;
        }
        if texts.len() < self.width {
            texts.resize(self.width, String::new());
        }
        if !self.started {
            self.started = true;
            self.width = texts.len();
        }
        self.row += 1;
        record.fill(&texts);
        record.failed_formula = failed;
        Ok(true)
    }

    fn next_filled(&mut self) -> Result<Option<Cell<DataRef<'a>>>, XlsxError> {
        while let Some(cell) = self.cells.next_cell()? {
            if !matches!(cell.get_value(), DataRef::Empty) {
                return Ok(Some(cell));
            }
        }
        Ok(None)
    }
}

/// What stands in the cell: whole numbers without a fraction, days and times as ISO 8601 writes them.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // Shortest text that is this number: 12 for twelve, 7.5 for seven and a half.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "1".to_owned(),
        DataRef::Bool(false) => "0".to_owned(),
        DataRef::DateTime(time) => day_or_time(time),
        DataRef::Error(error) => error_text(error).to_owned(),
        DataRef::Empty => String::new(),
    }
}

/// A day, a time of day, or both: a workbook keeps days since 1900 and parts of a day.
fn day_or_time(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time.as_f64() < 1.0 {
        clock
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {clock}")
    }
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

fn closed() -> Finding {
    Finding::new(
        Code::Workbook,
        Words::new(
            "Filen är en arbetsbok i det äldre formatet XLS, eller har ett lösenord.",
            "The file is a workbook in the older format XLS, or has a password.",
        ),
        Words::new(
            "Öppna den i kalkylprogrammet och spara den som XLSX utan lösenord.",
            "Open it in the spreadsheet and save it as XLSX without a password.",
        ),
    )
}

fn unreadables() -> Vec<Finding> {
    vec![unreadable()]
}

fn unreadable() -> Finding {
    Finding::new(
        Code::Workbook,
        Words::new(
            "Filen ser ut att vara en arbetsbok, men går inte att läsa som XLSX.",
            "The file looks like a workbook but cannot be read as XLSX.",
        ),
        save_as_csv(),
    )
}

fn sheet_chosen(name: &str, others: usize) -> Finding {
    let name = quotable(name);
    Finding::new(
        Code::SheetChosen,
        Words::new(
            format!("Bladet ”{name}” lästes. Arbetsboken har {others} blad till med innehåll."),
            format!("The sheet “{name}” was read. The workbook has {others} more with content."),
        ),
        Words::new(
            "Ska ett annat läsas: flytta det längst fram och spara.",
            "If another is to be read: move it to the front and save.",
        ),
    )
}
