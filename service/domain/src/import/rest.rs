//! The rows that an import left out, with the reason in each, to be mended and imported again.

use super::{
    Mapping, decode, json, records::Record, records::Records, table, table::Table, workbook,
};
use crate::{export::Sheet, person::Language};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Header of the column with the reasons. Reading it again is no fault.
pub const REASON_HEADER: &str = "Fel att rätta";

pub(super) fn is_reason(header: &str) -> bool {
    table::header_key(header) == table::header_key(REASON_HEADER)
}

/// A list of those rows of a file, as text. None if the file cannot be read at all.
pub fn rest(
    bytes: &[u8],
    mapping: &Mapping,
    today: Date,
    reasons: &BTreeMap<u32, Vec<String>>,
) -> Option<String> {
    let rows = if workbook::is_workbook(bytes) {
        of_table(&workbook::read(bytes, true).ok()?)
    } else if json::is_json(bytes) {
        of_table(&json::read(bytes, mapping, today).ok()?)
    } else {
        of_text(bytes)?
    };
    let mut rows = rows.into_iter();
    let (_, mut header) = rows.next()?;
    // A file that comes back has reasons of last time.
    let old = header.iter().position(|cell| is_reason(cell));
    let width = header.len();
    let without = |cells: &mut Vec<String>| {
        cells.resize(width, String::new());
        if let Some(old) = old {
            cells.remove(old);
        }
    };
    without(&mut header);
    header.push(REASON_HEADER.to_owned());
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut sheet = Sheet::for_people(&header);
    for (number, mut cells) in rows {
        let Some(reasons) = reasons.get(&number) else {
            continue;
        };
        without(&mut cells);
        cells.push(reasons.join(" "));
        sheet.row(&cells);
    }
    Some(sheet.into_text())
}

/// Every row with its number; the header is row 1.
fn of_text(bytes: &[u8]) -> Option<Vec<(u32, Vec<String>)>> {
    let decoded = decode::decode(bytes).ok()?;
    let text = decoded.text.trim_start_matches('\u{FEFF}');
    let (delimiter, body) = table::delimiter_of(text)?;
    let mut records = Records::new(body, delimiter);
    let (mut rows, mut record) = (Vec::new(), Record::default());
    let mut number = 0;
    while let Ok(true) = records.read(&mut record) {
        number += 1;
        if !record.is_blank() {
            rows.push((number, record.cells().map(str::to_owned).collect()));
        }
    }
    Some(rows)
}

/// What a cell held whose formula came to nothing is not known: that row has its number and its reason.
fn of_table(table: &Table<'_>) -> Vec<(u32, Vec<String>)> {
    let width = table.headers.len();
    let mut rows = vec![(1, table.headers.clone())];
    for (number, row) in table.all_rows() {
        let cell = |column| row.as_ref().map_or("", |row| row.cell(column)).to_owned();
        rows.push((number, (0..width).map(cell).collect()));
    }
    rows
}

/// Why each row was left out, from what was found: errors by row, in the reader's language.
pub fn reasons(
    findings: &[super::report::Finding],
    language: Language,
) -> BTreeMap<u32, Vec<String>> {
    let mut reasons: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.is_error()) {
        if let Some(row) = finding.row {
            let column = finding.column.as_ref();
            let column = column
                .map(|column| format!("{column}: "))
                .unwrap_or_default();
            let said = finding.message.get(language);
            let remedy = finding.remedy.get(language);
            let reason = format!("{column}{said} {remedy}");
            reasons.entry(row).or_default().push(reason);
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(file: &[u8], reasons: &BTreeMap<u32, Vec<String>>) -> Option<String> {
        let mapping = Mapping::built_in(crate::import::ImportKind::Workplaces);
        rest(file, &mapping, Date::constant(2027, 1, 1), reasons)
    }

    fn of(rows: &[u32]) -> BTreeMap<u32, Vec<String>> {
        rows.iter()
            .map(|row| (*row, vec!["Det är fel.".to_owned(), "Rätta.".to_owned()]))
            .collect()
    }

    #[test]
    fn rows_that_were_left_out_come_back_as_they_were() {
        let file = "Namn;Ort\nAnna;\"a;b\"\n\nBo\nCia;Örebro\n";
        let text = csv(file.as_bytes(), &of(&[2, 4])).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}Namn;Ort;Fel att rätta\r\nAnna;\"a;b\";Det är fel. Rätta.\r\nBo;;Det är fel. Rätta.\r\n"
        );
    }

    #[test]
    fn reasons_of_last_time_are_replaced() {
        let file = "Namn;Fel att rätta;Ort\nAnna;Gammalt;X\n";
        let text = csv(file.as_bytes(), &of(&[2])).unwrap();
        assert!(!text.contains("Gammalt"));
        assert_eq!(
            text,
            "\u{FEFF}Namn;Ort;Fel att rätta\r\nAnna;X;Det är fel. Rätta.\r\n"
        );
    }

    #[test]
    fn nothing_in_it_is_run_and_nothing_comes_of_nothing() {
        let file = "Namn;Ort\n=1+1;X\n";
        let text = csv(file.as_bytes(), &of(&[2])).unwrap();
        assert!(text.contains("'=1+1"), "{text}");
        assert_eq!(csv(b"", &of(&[2])), None);
    }
}
