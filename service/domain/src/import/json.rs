//! JSON from registers, as a table: school units of the national register (Skolverket, Skolenhetsregistret v1 and v2), and
//! staff as a school authority delivers them (SS 12000:2020 v2.1: persons, duties, organisations). Row 2 is the first of
//! what the file tells of.

mod staff;
mod units;

use super::decode::{Certainty, Encoding, file_too_large};
use super::records::Record;
use super::report::{Code, Finding, Words};
use super::table::Table;
use super::{ImportKind, Mapping};
use crate::limits::IMPORT_BYTES;
use jiff::civil::Date;
use serde::de::DeserializeOwned;

pub(super) fn is_json(bytes: &[u8]) -> bool {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = plain.iter().find(|octet| !octet.is_ascii_whitespace());
    first.is_some_and(|octet| matches!(octet, b'{' | b'['))
}

/// The table, with the headers that the mapping looks for.
pub(super) fn read(
    bytes: &[u8],
    mapping: &Mapping,
    today: Date,
) -> Result<Table<'static>, Vec<Finding>> {
    if bytes.len() > IMPORT_BYTES {
        return Err(vec![file_too_large(bytes.len())]);
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match mapping.kind {
        ImportKind::Workplaces => units::table(parsed(plain)?, mapping),
        ImportKind::Nominations => staff::table(parsed(plain)?, mapping, today),
        _ => Err(vec![other_kind()]),
    }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Vec<Finding>> {
    serde_json::from_slice(bytes).map_err(|error| vec![unreadable(error.line(), error.column())])
}

/// A table of these fields.
fn of_rows(
    mapping: &Mapping,
    fields: &[&str],
    rows: Vec<Vec<String>>,
    finding: Option<Finding>,
) -> Result<Table<'static>, Vec<Finding>> {
    let encoding = Encoding {
        label: "json".to_owned(),
        certainty: Certainty::Verified,
    };
    let header = |field: &str| {
        let header = mapping.columns.get(field).map(String::as_str);
        header.unwrap_or(field).to_owned()
    };
    let headers = fields.iter().map(|field| header(field)).collect();
    let mut rows = std::iter::once(headers).chain(rows);
    let mut table = Table::of_workbook(encoding, |record: &mut Record| {
        let row: Option<Vec<String>> = rows.next();
        let more = row.is_some();
        record.fill(row.unwrap_or_default());
        Ok(more)
    })?;
    table.findings.extend(finding);
    Ok(table)
}

fn unreadable(line: usize, column: usize) -> Finding {
    Finding::new(
        Code::Json,
        Words::new(
            format!(
                "Filen är inte riktig JSON, eller inte av det slaget: fel på textrad {line}, tecken {column}."
            ),
            format!(
                "The file is no sound JSON, or not of that kind: a fault in line {line}, character {column}."
            ),
        ),
        Words::new("Hämta uppgifterna på nytt.", "Fetch the data again."),
    )
}

fn unknown_form(wanted: &str) -> Finding {
    Finding::new(
        Code::Json,
        Words::new(
            format!("Filen ser inte ut som ett svar från {wanted}."),
            format!("The file does not look like an answer of {wanted}."),
        ),
        Words::new(
            "Se vilka former som kan läsas in under Läsa in filer i dokumentationen.",
            "See the forms that can be read under Läsa in filer in the documentation.",
        ),
    )
}

fn other_kind() -> Finding {
    Finding::new(
        Code::Json,
        Words::new(
            "JSON läses in för skolenheter och för personal som ska nomineras, inte för det här.",
            "JSON is read for school units and for staff to be nominated, not for this.",
        ),
        Words::new("Använd CSV eller XLSX.", "Use CSV or XLSX."),
    )
}

#[cfg(test)]
mod tests;
