//! One row's cells, read field by field. Whatever is wrong becomes a finding with row and column;
//! reading goes on, so that one run tells everything.

use super::check::{Claim, Rule};
use super::mapping::{Columns, Field};
use super::report::{Code, Finding, Findings, Words};
use super::table::{Table, TableRow};
use super::{Context, compose};
use crate::identity::{IdentityKind, IdentityNumber};
use crate::person::Language;
use crate::profession::{self, nearest};
use crate::text::{email_key, fold_name, is_control, plain_line};
use jiff::civil::{Date, Time};

/// Swedish form, English form.
type Both = (&'static str, &'static str);

/// The cells of one row, and what has been found in it.
pub struct Cells<'a> {
    pub(super) row: TableRow<'a>,
    pub(super) table: &'a Table,
    pub(super) columns: &'a Columns,
    pub(super) context: &'a Context<'a>,
    pub(super) findings: &'a mut Findings,
    pub(super) claims: &'a mut Vec<Claim>,
    /// An error has been found: the row is left out.
    pub(super) failed: bool,
}

impl Cells<'_> {
    pub(super) fn header(&self, field: &Field) -> &str {
        let column = self.columns.get(field);
        column
            .and_then(|at| self.table.headers.get(at))
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
        let column = self.header(field).to_owned();
        let key = key.join("\u{1f}");
        let row = self.row.number();
        self.claims.push(Claim {
            rule,
            key,
            holder: holder.to_owned(),
            row,
            column,
        });
    }

    fn missing(&mut self, field: &Field) {
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
        let raw = self.row.cell(self.columns.get(field)?).trim();
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

    fn warn_of_formula(&mut self, field: &Field, line: &str) {
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
        self.columns
            .get(field)
            .is_none_or(|column| plain_line(self.row.cell(column)).is_empty())
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

    pub(super) fn identity(&mut self, field: &Field) -> Option<IdentityNumber> {
        let line = self.plain(field).unwrap_or_default();
        let (sv, en) = (Language::Sv, Language::En);
        match IdentityNumber::parse(&line, self.context.today) {
            Ok(number) => {
                if number.kind() == IdentityKind::Interim && !number.checksum_holds() {
                    self.tell(
                        field,
                        Code::InterimChecksum,
                        (
                            "Interimsnumrets kontrollsiffra stämmer inte. Det godtas ändå.",
                            "The check digit of the interim number does not fit. It is accepted.",
                        ),
                        (
                            "Jämför numret med antagningslistan.",
                            "Compare the number with the admission list.",
                        ),
                    );
                }
                Some(number)
            }
            Err(error) => {
                let message = Words::new(error.sentence(sv), error.sentence(en));
                let remedy = Words::new(error.remedy(sv), error.remedy(en));
                self.find(field, Code::BadIdentityNumber, message, remedy);
                None
            }
        }
    }

    /// An e-mail address as written.
    pub(super) fn email(&mut self, field: &Field) -> Option<String> {
        let line = self.plain(field)?;
        self.warn_of_formula(field, &line);
        if email_key(&line).is_none() {
            self.tell(
                field,
                Code::BadEmail,
                (
                    "E-postadressen har fel form.",
                    "The e-mail address has the wrong form.",
                ),
                (
                    "Skriv en adress som namn@skola.se.",
                    "Write one address such as name@school.se.",
                ),
            );
            return None;
        }
        Some(line)
    }

    pub(super) fn required_email(&mut self, field: &Field) -> Option<String> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        self.email(field)
    }

    /// The code of a profession in the registry.
    pub(super) fn profession(&mut self, field: &Field) -> Option<String> {
        let line = self.plain(field)?;
        if let Some(known) = profession::find(self.context.professions, &line) {
            return Some(known.code.clone());
        }
        let message = Words::new(
            "Yrkestiteln finns inte i yrkesregistret.",
            "The profession is not in the registry of professions.",
        );
        let remedy = match profession::suggest(self.context.professions, &line) {
            Some(title) => Words::new(
                format!("Menas ”{title}”? Rätta titeln eller lägg till den i yrkesregistret."),
                format!("Is “{title}” meant? Correct the title or add it to the registry."),
            ),
            None => Words::new(
                "Rätta titeln eller lägg till den i yrkesregistret.",
                "Correct the title or add it to the registry.",
            ),
        };
        self.find(field, Code::UnknownProfession, message, remedy);
        None
    }

    pub(super) fn required_profession(&mut self, field: &Field) -> Option<String> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        self.profession(field)
    }

    pub(super) fn date(&mut self, field: &Field) -> Option<Date> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        let line = self.plain(field)?;
        let date = super::form::iso_date(&line);
        if date.is_none() {
            self.bad_date(field);
        }
        date
    }

    pub(super) fn bad_date(&mut self, field: &Field) {
        self.tell(
            field,
            Code::BadDate,
            (
                "Datumet finns inte eller har fel form.",
                "The date does not exist or is malformed.",
            ),
            (
                "Skriv datumet som 2027-01-21.",
                "Write the date like 2027-01-21.",
            ),
        );
    }

    pub(super) fn time(&mut self, field: &Field) -> Option<Time> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        let line = self.plain(field)?;
        let time = super::form::time_of_day(&line);
        if time.is_none() {
            self.tell(
                field,
                Code::BadTime,
                (
                    "Klockslaget finns inte eller har fel form.",
                    "The time does not exist or is malformed.",
                ),
                ("Skriv klockslaget som 13:15.", "Write the time like 13:15."),
            );
        }
        time
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
