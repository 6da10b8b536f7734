//! Reading a file of when and how people can take part.
//!
//! Columns, in any order: `Person` (id or e-mail address), `Kan inte`, `Undviker` (weekly times such
//! as `mån10 tis17`), `Krav på form` (`ja` if campus or distance is a need) and `Språk` (`sv en`).

use super::slots::Times;
use crate::{
    import::{decode::decode, table::Table},
    person::Language,
    text::fold_name,
};
use std::collections::BTreeMap;

/// One person's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet numbers it.
    pub number: u32,
    /// Id or e-mail address, as written.
    pub person: String,
    pub cannot: Times,
    pub avoid: Times,
    pub modality_strict: bool,
    /// `None` = not stated.
    pub languages: Option<Vec<Language>>,
}

/// What is wrong with a row; row 1 is the header, 0 the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    pub row: u32,
    sv: String,
    en: String,
}

impl RowFault {
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Sv => self.sv.clone(),
            Language::En => self.en.clone(),
        }
    }
}

/// Everything read, and everything wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub rows: Vec<Row>,
    pub faults: Vec<RowFault>,
}

/// Headers that are understood, folded, and which column they are.
const HEADERS: &[(&str, Column)] = &[
    ("person", Column::Person),
    ("e-post", Column::Person),
    ("email", Column::Person),
    ("kan inte", Column::Cannot),
    ("cannot", Column::Cannot),
    ("undviker", Column::Avoid),
    ("avoid", Column::Avoid),
    ("krav på form", Column::Strict),
    ("strict", Column::Strict),
    ("språk", Column::Languages),
    ("languages", Column::Languages),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Person,
    Cannot,
    Avoid,
    Strict,
    Languages,
}

/// Reads the bytes of a file.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let table = decode(bytes)
        .map_err(|finding| vec![*finding])
        .and_then(Table::read);
    let table = match table {
        Ok(table) => table,
        Err(findings) => {
            let fault = |finding: crate::import::report::Finding| RowFault {
                row: finding.row.unwrap_or(0),
                sv: finding.sentence(Language::Sv),
                en: finding.sentence(Language::En),
            };
            reading.faults = findings.into_iter().map(fault).collect();
            return reading;
        }
    };
    let columns = reading.columns(&table.headers);
    for row in table.broken_rows() {
        reading.fault(row, "Raden går inte att läsa.", "The row cannot be read.");
    }
    let mut seen = BTreeMap::new();
    for row in table.rows() {
        let cell = |column| columns.get(&column).map_or("", |at| row.cell(*at).trim());
        let person = cell(Column::Person).to_owned();
        if person.is_empty() {
            reading.fault(row.number(), "Personen saknas.", "The person is missing.");
            continue;
        }
        if let Some(first) = seen.insert(fold_name(&person), row.number()) {
            reading.fault(
                row.number(),
                &format!("{person} står redan på rad {first}."),
                &format!("{person} is on row {first} already."),
            );
        }
        let read = Row {
            number: row.number(),
            cannot: reading.times(row.number(), cell(Column::Cannot)),
            avoid: reading.times(row.number(), cell(Column::Avoid)),
            modality_strict: reading.truth(row.number(), cell(Column::Strict)),
            languages: reading.languages(row.number(), cell(Column::Languages)),
            person,
        };
        reading.rows.push(read);
    }
    reading
}

impl Reading {
    fn fault(&mut self, row: u32, sv: &str, en: &str) {
        let (sv, en) = (sv.to_owned(), en.to_owned());
        self.faults.push(RowFault { row, sv, en });
    }

    fn columns(&mut self, headers: &[String]) -> BTreeMap<Column, usize> {
        let mut columns = BTreeMap::new();
        for (at, header) in headers.iter().enumerate() {
            let folded = header.trim().to_lowercase();
            match HEADERS.iter().find(|(known, _)| *known == folded) {
                Some((_, column)) => {
                    columns.insert(*column, at);
                }
                None => self.fault(
                    1,
                    &format!("Kolumnen {header} är okänd. Ta bort den eller rätta rubriken."),
                    &format!("The column {header} is unknown. Remove it or mend the header."),
                ),
            }
        }
        if !columns.contains_key(&Column::Person) {
            self.fault(
                1,
                "Kolumnen Person saknas.",
                "The column Person is missing.",
            );
        }
        columns
    }

    fn times(&mut self, row: u32, cell: &str) -> Times {
        Times::parse(cell).unwrap_or_else(|wrong| {
            self.fault(
                row,
                &format!(
                    "{} är ingen mötestid. Skriv dag och start, som mån10 (08, 10, 13, 15, 17).",
                    wrong.0
                ),
                &format!("{wrong}."),
            );
            Times::default()
        })
    }

    fn truth(&mut self, row: u32, cell: &str) -> bool {
        match cell.to_lowercase().as_str() {
            "" | "nej" | "no" | "0" => false,
            "ja" | "yes" | "1" | "x" => true,
            other => {
                self.fault(
                    row,
                    &format!("{other} är varken ja eller nej."),
                    &format!("{other} is neither yes nor no."),
                );
                false
            }
        }
    }

    fn languages(&mut self, row: u32, cell: &str) -> Option<Vec<Language>> {
        let mut languages = Vec::new();
        for word in cell.split([',', '+', ' ']).filter(|word| !word.is_empty()) {
            match word.to_lowercase().as_str() {
                "sv" | "svenska" => languages.push(Language::Sv),
                "en" | "engelska" | "english" => languages.push(Language::En),
                other => self.fault(
                    row,
                    &format!("{other} är inget av språken sv och en."),
                    &format!("{other} is none of the languages sv and en."),
                ),
            }
        }
        (!languages.is_empty()).then_some(languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_people_write_it() {
        let read = read(
            "Person;Kan inte;Undviker;Krav på form;Språk\r\n\
             anna@example.org;mån08, tis10;fre17;ja;sv en\r\n\
             018f0000-0000-7000-8000-000000000001;;;;\r\n"
                .as_bytes(),
        );
        assert_eq!(read.faults, []);
        let [anna, nobody] = &read.rows[..] else {
            panic!("two rows: {read:?}");
        };
        assert_eq!(anna.cannot.names(Language::Sv), ["mån08", "tis10"]);
        assert_eq!(anna.avoid.names(Language::En), ["fri17"]);
        assert!(anna.modality_strict && anna.languages.as_ref().is_some_and(|l| l.len() == 2));
        assert_eq!((nobody.number, nobody.languages.is_none()), (3, true));
    }

    #[test]
    fn every_fault_is_named_with_its_row() {
        let read = read(
            "Person;Kan inte;Krav på form;Språk;Hälsa\n\
             a@example.org;sön10;kanske;fi;\n;mån10;;;\nA@example.org;;;;\n"
                .as_bytes(),
        );
        let rows: Vec<_> = read.faults.iter().map(|fault| fault.row).collect();
        assert_eq!(rows, [1, 2, 2, 2, 3, 4], "{:?}", read.faults);
        assert!(self::read(b"").faults[0].sentence(Language::Sv).len() > 5);
    }
}
