//! Which column of a file is which field. Files change their headers; code should not have to.

use super::ImportKind;
use super::quote::quotable;
use super::report::{Code, Finding, Words};
use super::rest::is_reason;
use super::table::{Table, header_key};
use crate::profession::nearest;
use crate::text::fold_name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field of a kind of import.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in mappings.
    pub name: &'static str,
    /// The header in the built-in mapping.
    pub header: &'static str,
    /// Whether the file must have the column. Whether a cell may be empty is another question.
    pub required: bool,
}

impl Field {
    pub(super) const fn required(name: &'static str, header: &'static str) -> Self {
        Self {
            name,
            header,
            required: true,
        }
    }

    pub(super) const fn optional(name: &'static str, header: &'static str) -> Self {
        Self {
            name,
            header,
            required: false,
        }
    }
}

/// A saved choice of columns: field name to header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub name: String,
    pub kind: ImportKind,
    pub columns: BTreeMap<String, String>,
    /// What holds for every row whose cell is empty or missing: field name to value. Said for one file, not saved.
    #[serde(skip)]
    pub fixed: BTreeMap<String, String>,
}

/// Where each field of a mapping is in one table.
#[derive(Debug)]
pub(super) struct Columns {
    fixed: BTreeMap<String, String>,
    at: BTreeMap<&'static str, usize>,
}

impl Columns {
    /// What holds for every row that says nothing; empty if nothing does.
    pub(super) fn fixed(&self, field: &Field) -> &str {
        self.fixed.get(field.name).map_or("", String::as_str)
    }

    pub(super) fn get(&self, field: &Field) -> Option<usize> {
        self.at.get(field.name).copied()
    }
}

impl Mapping {
    /// The mapping that comes with the service, named as on the command line: "nya", "uppdrag", ….
    pub fn built_in(kind: ImportKind) -> Self {
        let columns = kind
            .fields()
            .iter()
            .map(|f| (f.name.to_owned(), f.header.to_owned()));
        Self {
            name: kind.name().to_owned(),
            kind,
            columns: columns.collect(),
            fixed: BTreeMap::new(),
        }
    }

    /// Finds the columns. The error holds every column that is missing; the warnings name every
    /// column of the file that no field uses.
    pub(super) fn resolve(
        &self,
        table: &Table<'_>,
    ) -> Result<(Columns, Vec<Finding>), Vec<Finding>> {
        let keys: Vec<String> = table
            .headers
            .iter()
            .map(|header| header_key(header))
            .collect();
        let mut at = BTreeMap::new();
        let mut faults = self.own_faults();
        for field in self.kind.fields() {
            let Some(wanted) = self.columns.get(field.name) else {
                continue;
            };
            match keys.iter().position(|key| *key == header_key(wanted)) {
                Some(column) => {
                    at.insert(field.name, column);
                }
                None if self.fixed.contains_key(field.name) => {}
                None if field.required => faults.push(missing_column(wanted, self, &table.headers)),
                None => {}
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let used: Vec<usize> = at.values().copied().collect();
        let unused = table
            .headers
            .iter()
            .enumerate()
            .filter(|(column, header)| !used.contains(column) && !is_reason(header));
        let warnings = unused.map(|(_, header)| ignored_column(header)).collect();
        let fixed = self.fixed.clone();
        Ok((Columns { fixed, at }, warnings))
    }

    /// What makes the mapping itself unusable: fields it lacks, and fields that do not exist.
    fn own_faults(&self) -> Vec<Finding> {
        let fields = self.kind.fields();
        let lacking = fields
            .iter()
            .filter(|field| field.required && !self.columns.contains_key(field.name))
            .map(|field| field.name);
        let unknown = self
            .columns
            .keys()
            .filter(|name| fields.iter().all(|field| field.name != name.as_str()))
            .map(String::as_str);
        let lacking = lacking.map(|field| self.unusable(field, "saknar", "lacks"));
        lacking
            .chain(unknown.map(|f| self.unusable(f, "har det okända", "has the unknown")))
            .collect()
    }

    fn unusable(&self, field: &str, sv: &str, en: &str) -> Finding {
        let (name, field) = (quotable(&self.name), quotable(field));
        Finding::new(
            Code::MappingUnusable,
            Words::new(
                format!("Kolumnvalet ”{name}” {sv} fältet {field}."),
                format!("The column mapping “{name}” {en} field {field}."),
            ),
            Words::new("Rätta kolumnvalet.", "Correct the mapping."),
        )
    }
}

/// The header that most likely is the wanted one: misspelt, or a part or an extension of it.
fn candidate<'a>(wanted: &str, unused: &[&'a str]) -> Option<&'a str> {
    let key = fold_name(wanted);
    nearest(wanted, unused.iter().copied()).or_else(|| {
        unused.iter().copied().find(|header| {
            let other = fold_name(header);
            other.len() >= 4 && key.len() >= 4 && (other.contains(&key) || key.contains(&other))
        })
    })
}

fn missing_column(wanted: &str, mapping: &Mapping, headers: &[String]) -> Finding {
    let taken: Vec<String> = mapping
        .columns
        .values()
        .map(|header| header_key(header))
        .collect();
    let unused: Vec<&str> = headers
        .iter()
        .map(String::as_str)
        .filter(|header| !taken.contains(&header_key(header)))
        .collect();
    let found = |open, close| {
        let quoted: Vec<String> = headers
            .iter()
            .map(|header| format!("{open}{}{close}", quotable(header)))
            .collect();
        quoted.join(", ")
    };
    let (found_sv, found_en) = (found('”', '”'), found('“', '”'));
    let text = quotable(wanted);
    let remedy = match candidate(wanted, &unused).map(quotable) {
        Some(header) => Words::new(
            format!("Menas ”{header}”? Byt rubrik i filen eller ändra kolumnvalet."),
            format!("Is “{header}” meant? Rename it in the file or change the mapping."),
        ),
        None => Words::new(
            "Lägg till kolumnen eller ändra kolumnvalet.",
            "Add the column or change the mapping.",
        ),
    };
    Finding::new(
        Code::MissingColumn,
        Words::new(
            format!("Kolumnen saknas. Filen har kolumnerna {found_sv}."),
            format!("The column is missing. The file has the columns {found_en}."),
        ),
        remedy,
    )
    .in_column(&text)
}

fn ignored_column(header: &str) -> Finding {
    Finding::new(
        Code::IgnoredColumn,
        Words::new("Kolumnen används inte.", "The column is not used."),
        Words::new(
            "Ändra kolumnvalet om den behövs.",
            "Change the mapping if it is needed.",
        ),
    )
    .in_column(header)
}
