//! One row's cells, read field by field. Whatever is wrong becomes a finding with row and column;
//! reading goes on, so that one run tells everything.

use super::check::{Claims, Rule};
use super::mapping::{Columns, Field};
use super::report::{Code, Finding, Findings, Words};
use super::table::TableRow;
use super::{Context, compose};
use crate::profession::nearest;
use crate::text::{fold_name, is_control, plain_line};

/// Swedish form, English form.
type Both = (&'static str, &'static str);

/// The cells of one row, and what has been found in it.
pub struct Cells<'a> {
    pub(super) row: &'a TableRow,
    pub(super) headers: &'a [String],
    pub(super) columns: &'a Columns,
    pub(super) context: &'a Context<'a>,
    pub(super) findings: &'a mut Findings,
    pub(super) claims: &'a mut Claims,
    /// An error has been found: the row is left out.
    pub(super) failed: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn header(&self, field: &Field) -> &str {
        let column = self.columns.get(field);
        column
            .and_then(|at| self.headers.get(at))
            .map_or(field.header, String::as_str)
    }

    pub(super) fn find(&mut self, field: &Field, code: Code, message: Words, remedy: Words) {
        let finding = Finding::new(code, message, remedy).at_row(self.row.number());
        let finding = finding.in_column(self.header(field));
        self.failed |= finding.is_error();
        self.findings.push(finding);
    }

    pub(super) fn tell(&mut self, field: &Field, code: Code, message: Both, remedy: Both) {
        let words = |both: Both| Words::new(both.0, both.1);
        self.find(field, code, words(message), words(remedy));
    }

    /// Says that this row holds `key`, which a rule lets only one row (or one person) hold.
    pub(super) fn claim(&mut self, rule: Rule, field: &Field, key: &[&str], holder: &str) {
        let column = self.columns.get(field).unwrap_or(usize::MAX);
        self.claims
            .add(rule, key, holder, self.row.number(), column);
    }

    pub(super) fn missing(&mut self, field: &Field) {
        let message = ("Värdet saknas.", "The value is missing.");
        self.tell(
            field,
            Code::MissingValue,
            message,
            ("Fyll i cellen.", "Fill in the cell."),
        );
    }

    /// The cell as one plain line; `None` if it is empty or the file has no such column.
    pub(super) fn plain(&mut self, field: &Field) -> Option<String> {
        let raw = self.written(field);
        if raw.chars().any(is_control) {
            self.tell(
                field,
                Code::ControlCharacters,
                (
                    "Cellen har radbrytningar eller osynliga styrtecken. De togs bort.",
                    "The cell has line breaks or invisible control characters. They were removed.",
                ),
                (
                    "Kontrollera att texten stämmer.",
                    "Check that the text is right.",
                ),
            );
        }
        if is_garbled(raw) {
            self.tell(
                field,
                Code::GarbledText,
                (
                    "Bokstäver i cellen har blivit förvanskade.",
                    "Letters in the cell have been garbled.",
                ),
                (
                    "Hämta listan på nytt och spara den som ”CSV UTF-8”.",
                    "Fetch the list again and save it as “CSV UTF-8”.",
                ),
            );
        }
        let line = compose::compose(&plain_line(raw));
        (!line.is_empty()).then_some(line)
    }

    /// Text of at most that many characters.
    pub(super) fn text(&mut self, field: &Field, chars_max: usize) -> Option<String> {
        let line = self.plain(field)?;
        self.warn_of_formula(field, &line);
        let count = line.chars().count();
        if count > chars_max {
            let sv = format!("Texten har {count} tecken, men får ha högst {chars_max}.");
            let en = format!("The text has {count} characters but may have {chars_max} at most.");
            let remedy = Words::new("Korta texten.", "Shorten the text.");
            self.find(field, Code::TooLong, Words::new(sv, en), remedy);
            return None;
        }
        Some(line)
    }

    pub(super) fn required_text(&mut self, field: &Field, chars_max: usize) -> Option<String> {
        let had_error = std::mem::take(&mut self.failed);
        let text = self.text(field, chars_max);
        if text.is_none() && !self.failed {
            self.missing(field);
        }
        self.failed |= had_error;
        text
    }

    pub(super) fn warn_of_formula(&mut self, field: &Field, line: &str) {
        if line.starts_with(['=', '+', '@']) {
            self.tell(
                field,
                Code::FormulaCell,
                (
                    "Texten börjar som en formel i ett kalkylprogram. Den behålls som text.",
                    "The text begins like a spreadsheet formula. It is kept as text.",
                ),
                (
                    "Kontrollera att texten stämmer.",
                    "Check that the text is right.",
                ),
            );
        }
    }

    /// A code of a fixed form. `example` shows the form.
    pub(super) fn code(
        &mut self,
        field: &Field,
        fits: fn(&str) -> bool,
        example: &str,
    ) -> Option<String> {
        let line = self.plain(field)?;
        if fits(&line) {
            return Some(line);
        }
        let message = Words::new("Koden har fel form.", "The code has the wrong form.");
        let sv = format!("Skriv koden i samma form som {example}.");
        let en = format!("Write the code in the form of {example}.");
        self.find(field, Code::BadCode, message, Words::new(sv, en));
        None
    }

    pub(super) fn required_code(
        &mut self,
        field: &Field,
        fits: fn(&str) -> bool,
        example: &str,
    ) -> Option<String> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        self.code(field, fits, example)
    }

    pub(super) fn is_blank(&self, field: &Field) -> bool {
        plain_line(self.written(field)).is_empty()
    }

    /// What stands in the cell; or, where nothing does, what was said to hold for every row.
    fn written(&self, field: &Field) -> &'a str {
        let (row, columns) = (self.row, self.columns);
        let cell = columns
            .get(field)
            .map_or("", |column| row.cell(column).trim());
        match cell {
            "" => columns.fixed(field),
            cell => cell,
        }
    }

    /// One of a closed set of words, however capitalised.
    pub(super) fn word<T: Copy>(&mut self, field: &Field, words: &[(&str, T)]) -> Option<T> {
        let line = self.plain(field)?;
        let key = fold_name(&line);
        let known = words.iter().find(|(word, _)| fold_name(word) == key);
        if known.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let all = all.join(", ");
            let (sv, en) = match nearest(&line, words.iter().map(|(word, _)| *word)) {
                Some(word) => (format!("Menas ”{word}”?"), format!("Is “{word}” meant?")),
                None => (
                    format!("Skriv ett av: {all}."),
                    format!("Write one of: {all}."),
                ),
            };
            let message = Words::new("Värdet är inte känt.", "The value is not known.");
            self.find(field, Code::UnknownValue, message, Words::new(sv, en));
        }
        known.map(|(_, value)| *value)
    }

    pub(super) fn required_word<T: Copy>(
        &mut self,
        field: &Field,
        words: &[(&str, T)],
    ) -> Option<T> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        self.word(field, words)
    }
}

/// Whether letters were lost (U+FFFD) or UTF-8 was once read as Windows-1252 ("Ã¶" for "ö").
fn is_garbled(text: &str) -> bool {
    const AFTER_TILDE: [char; 14] = [
        '¥', '¤', '¶', '…', '„', '–', '©', '¼', '‰', '¨', '\u{85}', '\u{84}', '\u{96}', '\u{89}',
    ];
    text.contains('\u{FFFD}')
        || text
            .match_indices('Ã')
            .any(|(at, tilde)| text[at + tilde.len()..].starts_with(AFTER_TILDE))
}

#[cfg(test)]
mod tests {
    use super::is_garbled;

    #[test]
    fn garbled_letters_are_noticed() {
        for text in ["SjÃ¶gren", "Ã…sa", "Sj\u{FFFD}gren", "Ã\u{85}sa"] {
            assert!(is_garbled(text), "{text}");
        }
        for text in ["Sjögren", "São Tomé", "JOÃO", "Ã"] {
            assert!(!is_garbled(text), "{text}");
        }
    }
}
