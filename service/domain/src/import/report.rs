//! What was found in a file: for people, in both languages, and for programs, by code.

mod code;
mod rows;

pub use code::{Code, Severity};
pub use rows::{RowReport, RowReports};

use super::ImportKind;
use super::decode::Encoding;
use super::quote::quotable;
use crate::person::Language;
use serde::{Deserialize, Serialize};

/// Findings kept word for word in one reading; the rest is only counted.
pub const FINDINGS_MAX: usize = 2_000;

/// What an import would do with a row. Which of the first three it is, the database knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    New,
    Changed,
    Unchanged,
    /// The row has an error and is left out.
    Error,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub sv: String,
    pub en: String,
}

impl Words {
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: sv.into(),
            en: en.into(),
        }
    }

    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

/// One thing found: what, where, and what to do about it.
///
/// Reports are stored and sent, so no finding repeats an identity number, a name or an address;
/// only values that come from a closed set or have a fixed form are quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// As a spreadsheet numbers it: the header is row 1. `None` concerns the whole file.
    pub row: Option<u32>,
    /// The header of the column as the file has it.
    pub column: Option<String>,
    pub code: Code,
    pub severity: Severity,
    pub message: Words,
    pub remedy: Words,
}

impl Finding {
    pub fn new(code: Code, message: Words, remedy: Words) -> Self {
        Self {
            row: None,
            column: None,
            code,
            severity: code.severity(),
            message,
            remedy,
        }
    }

    #[must_use]
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    #[must_use]
    pub fn in_column(mut self, header: &str) -> Self {
        self.column = Some(quotable(header));
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Where, what and what to do, in one line.
    pub fn sentence(&self, language: Language) -> String {
        let place = match (language, self.row, &self.column) {
            (_, None, None) => String::new(),
            (Language::Sv, Some(row), Some(column)) => format!("Rad {row}, kolumnen ”{column}”: "),
            (Language::En, Some(row), Some(column)) => format!("Row {row}, column “{column}”: "),
            (Language::Sv, Some(row), None) => format!("Rad {row}: "),
            (Language::En, Some(row), None) => format!("Row {row}: "),
            (Language::Sv, None, Some(column)) => format!("Kolumnen ”{column}”: "),
            (Language::En, None, Some(column)) => format!("Column “{column}”: "),
        };
        format!(
            "{place}{} {}",
            self.message.get(language),
            self.remedy.get(language)
        )
    }
}

/// Findings as they come, up to [`FINDINGS_MAX`] kept and the rest counted.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub(super) kept: Vec<Finding>,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        if self.kept.len() < FINDINGS_MAX {
            self.kept.push(finding);
        }
    }

    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.push(finding);
        }
    }

    /// In the order of the file: the whole file first, then row by row.
    pub(super) fn sort(&mut self) {
        self.kept.sort_by_key(|finding| finding.row);
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub rows: usize,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Rows left out because of an error.
    pub error: usize,
    /// Findings, kept or not.
    pub error_findings: usize,
    pub warning_findings: usize,
}

/// What an import did, or would do: stored with the import and shown to who ran it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub kind: ImportKind,
    /// Unknown when the file could not be read as text.
    pub encoding: Option<Encoding>,
    /// Unknown when the file could not be read as a table.
    pub delimiter: Option<char>,
    pub totals: Totals,
    pub rows: RowReports,
    pub findings: Vec<Finding>,
    /// How many findings were not kept.
    pub findings_left_out: usize,
}

impl ImportReport {
    /// Whether nothing in the file, nor in any row, is wrong.
    pub fn is_clean(&self) -> bool {
        self.totals.error_findings == 0
    }

    /// Counts the rows anew.
    pub fn count_rows(&mut self) {
        let of = |status| self.rows.count(status);
        let (new, changed) = (of(RowStatus::New), of(RowStatus::Changed));
        let (unchanged, error) = (of(RowStatus::Unchanged), of(RowStatus::Error));
        self.totals = Totals {
            rows: new + changed + unchanged + error,
            new,
            changed,
            unchanged,
            error,
            ..self.totals
        };
    }

    /// Adds what has been found elsewhere than in the file.
    pub fn add(&mut self, found: Findings) {
        self.totals.error_findings += found.errors;
        self.totals.warning_findings += found.warnings;
        self.findings.extend(found.kept);
        self.findings.sort_by_key(|finding| finding.row);
        self.findings.truncate(FINDINGS_MAX);
        let all = self.totals.error_findings + self.totals.warning_findings;
        self.findings_left_out = all - self.findings.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_the_same_in_json() {
        let mut texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for code in Code::ALL {
            let json = serde_json::to_string(code).expect("code");
            assert_eq!(json, format!("\"{}\"", code.as_str()));
            assert_eq!(serde_json::from_str::<Code>(&json).expect("code"), *code);
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(code.as_str().chars().all(plain));
        }
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }

    #[test]
    fn a_sentence_says_where_what_and_what_to_do() {
        let finding = Finding::new(
            Code::MissingValue,
            Words::new("Värdet saknas.", "The value is missing."),
            Words::new("Fyll i cellen.", "Fill in the cell."),
        )
        .at_row(7)
        .in_column("Status");
        assert_eq!(
            finding.sentence(Language::Sv),
            "Rad 7, kolumnen ”Status”: Värdet saknas. Fyll i cellen."
        );
        assert_eq!(
            finding.sentence(Language::En),
            "Row 7, column “Status”: The value is missing. Fill in the cell."
        );
        let json = serde_json::to_string(&finding).expect("finding");
        assert_eq!(
            serde_json::from_str::<Finding>(&json).expect("finding"),
            finding
        );
    }

    #[test]
    fn quoted_text_is_short_and_plain() {
        assert_eq!(quotable(" a\u{1b}b "), "a b");
        assert_eq!(quotable(&"x".repeat(500)).chars().count(), 41);
    }
}
