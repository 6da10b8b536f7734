//! Swedish identity numbers: read, checked, never shown.
//!
//! Three kinds come in admission lists: personnummer, samordningsnummer (day of birth plus 60) and
//! the interim numbers that universities give to people who have neither. A number says who
//! somebody is and nothing else: no rule here or elsewhere may read an age or a sex out of it.

use crate::person::Language;
use jiff::civil::Date;
use std::fmt;

/// Letters that stand first in the serial part of an interim number.
const INTERIM_LETTERS: &str = "TRSUWXJKLMNP";

/// Nobody alive when the numbers were introduced (1947) was born before this year. The check digit
/// does not cover the century, so a mistyped one ("1077…") is only caught here.
const BIRTH_YEAR_MIN: i16 = 1840;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKind {
    /// Personnummer.
    Personal,
    /// Samordningsnummer: the day is written plus 60.
    Coordination,
    /// Interimspersonnummer ("T-nummer"): a letter first in the serial part.
    Interim,
}

impl IdentityKind {
    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Personal, Language::Sv) => "personnummer",
            (Self::Personal, Language::En) => "personal identity number",
            (Self::Coordination, Language::Sv) => "samordningsnummer",
            (Self::Coordination, Language::En) => "coordination number",
            (Self::Interim, Language::Sv) => "interimsnummer",
            (Self::Interim, Language::En) => "interim number",
        }
    }
}

/// A sound identity number. Two spellings of one number are equal.
///
/// Deliberately neither `Display` nor `Serialize`, and `Debug` tells only the kind: the number
/// leaves this type through [`canonical`](Self::canonical) alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber {
    canonical: String,
    kind: IdentityKind,
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityNumber({:?})", self.kind)
    }
}

/// Why a text is no identity number. Holds no digit of it, so that it may be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityError {
    Empty,
    /// Fewer than ten characters, or eleven: the separator not counted.
    TooShort {
        found: usize,
    },
    /// More than twelve characters, the separator not counted.
    TooLong {
        found: usize,
    },
    /// A character that cannot stand there. Counted from 1 in the text as written.
    BadCharacter {
        position: usize,
    },
    /// A spreadsheet has turned the number into "1,98E+11": the last digits are lost.
    SpreadsheetNumber,
    /// The date does not exist.
    BadDate {
        part: DatePart,
    },
    /// The date has not come yet.
    FutureDate,
    /// The check digit does not fit the other digits.
    BadChecksum,
}

/// Which part of a date is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    Year,
    Month,
    Day,
}

/// The text taken apart: ten or twelve characters, and how the century was written.
struct Written {
    characters: Vec<char>,
    hundred_years_older: bool,
}

impl IdentityNumber {
    /// Reads `YYMMDD-XXXX`, `YYMMDD+XXXX`, `YYYYMMDD-XXXX`, `YYYYMMDDXXXX` or `YYMMDDXXXX`.
    ///
    /// A short form means the latest century that is not in the future on `today`; with `+` one
    /// hundred years before that. Dashes that word processors put in count as `-`.
    pub fn parse(text: &str, today: Date) -> Result<Self, IdentityError> {
        let written = take_apart(text)?;
        let canonical = with_century(&written, today);
        let letter = canonical[8];
        let kind = check_date(&canonical, letter.is_ascii_alphabetic(), today)?;
        let number = Self {
            canonical: canonical.into_iter().collect(),
            kind,
        };
        if kind != IdentityKind::Interim && !number.checksum_holds() {
            return Err(IdentityError::BadChecksum);
        }
        Ok(number)
    }

    /// The one twelve-character form `YYYYMMDDXXXX`. For the keyed hash and the encryption, never
    /// for a page, a message or a log.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    pub fn kind(&self) -> IdentityKind {
        self.kind
    }

    /// Whether the check digit fits. Always so but for interim numbers: some are made with the
    /// letter counted as 1, others with no check digit at all, so there it is only worth a warning.
    pub fn checksum_holds(&self) -> bool {
        luhn_sum(self.canonical.chars().skip(2)).is_multiple_of(10)
    }

    /// What a person may be shown to recognise a number: the check digit, `••••••••-•••8`.
    ///
    /// The date would tell the birthday of a protected person, and the digit before the last tells
    /// the legal sex, so neither is shown to anybody.
    pub fn masked(&self) -> String {
        let last = self.canonical.chars().last().unwrap_or('•');
        format!("••••••••-•••{last}")
    }
}

fn take_apart(text: &str) -> Result<Written, IdentityError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdentityError::Empty);
    }
    if is_spreadsheet_number(text) {
        return Err(IdentityError::SpreadsheetNumber);
    }
    let mut characters: Vec<char> = text.chars().map(plain_dash).collect();
    let separator_at = characters.len().checked_sub(5);
    let separator = separator_at
        .map(|at| characters[at])
        .filter(|c| matches!(c, '-' | '+'));
    let serial_at = characters.len().checked_sub(4);
    for (index, c) in characters.iter_mut().enumerate() {
        let is_separator = separator.is_some() && Some(index) == separator_at;
        let upper = c.to_ascii_uppercase();
        let is_letter = Some(index) == serial_at && INTERIM_LETTERS.contains(upper);
        if !(c.is_ascii_digit() || is_separator || is_letter) {
            return Err(IdentityError::BadCharacter {
                position: index + 1,
            });
        }
        *c = upper;
    }
    if let (Some(_), Some(at)) = (separator, separator_at) {
        characters.remove(at);
    }
    match (characters.len(), separator, separator_at) {
        // The long form has its century; a plus beside it would contradict or repeat it.
        (12, Some('+'), Some(at)) => Err(IdentityError::BadCharacter { position: at + 1 }),
        (10 | 12, ..) => Ok(Written {
            characters,
            hundred_years_older: separator == Some('+'),
        }),
        (found @ (0..10 | 11), ..) => Err(IdentityError::TooShort { found }),
        (found, ..) => Err(IdentityError::TooLong { found }),
    }
}

fn plain_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2014}' | '\u{2212}' | '\u{AD}') {
        '-'
    } else {
        c
    }
}

/// "1,97706E+11", as Excel writes a number of twelve digits.
fn is_spreadsheet_number(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    upper.split_once("E+").is_some_and(|(number, power)| {
        !number.is_empty()
            && number
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
            && power.chars().all(|c| c.is_ascii_digit())
    })
}

/// The twelve characters, the century filled in.
fn with_century(written: &Written, today: Date) -> Vec<char> {
    let characters = &written.characters;
    if characters.len() == 12 {
        return characters.clone();
    }
    let month = number(&characters[2..4]);
    let day = match number(&characters[4..6]) {
        coordination @ 61.. => coordination - 60,
        day => day,
    };
    let mut year = today.year() / 100 * 100 + number(&characters[..2]);
    if (year, month, day)
        > (
            today.year(),
            i16::from(today.month()),
            i16::from(today.day()),
        )
    {
        year -= 100;
    }
    if written.hundred_years_older {
        year -= 100;
    }
    let century = format!("{:02}", year.max(0) / 100);
    century.chars().chain(characters.iter().copied()).collect()
}

/// Digits as a number; what is no digit counts as 0 (the callers have checked).
fn number(digits: &[char]) -> i16 {
    digits.iter().fold(0, |sum, c| {
        sum * 10
            + c.to_digit(10)
                .and_then(|digit| i16::try_from(digit).ok())
                .unwrap_or(0)
    })
}

fn check_date(
    canonical: &[char],
    interim: bool,
    today: Date,
) -> Result<IdentityKind, IdentityError> {
    let bad = |part| IdentityError::BadDate { part };
    let year = number(&canonical[..4]);
    let month = number(&canonical[4..6]);
    let written_day = number(&canonical[6..8]);
    let (kind, day) = match written_day {
        _ if interim => (IdentityKind::Interim, written_day),
        61..=91 => (IdentityKind::Coordination, written_day - 60),
        _ => (IdentityKind::Personal, written_day),
    };
    if year < BIRTH_YEAR_MIN {
        return Err(bad(DatePart::Year));
    }
    let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m));
    let month = month.ok_or(bad(DatePart::Month))?;
    let date = i8::try_from(day)
        .ok()
        .and_then(|day| Date::new(year, month, day).ok());
    let date = date.ok_or(bad(DatePart::Day))?;
    if date > today {
        Err(IdentityError::FutureDate)
    } else {
        Ok(kind)
    }
}

/// The sum of Luhn's formula (ISO/IEC 7812-1): every other digit doubled from the first, digits of
/// the products added. A letter counts as 1.
fn luhn_sum(characters: impl Iterator<Item = char>) -> u32 {
    characters
        .enumerate()
        .map(|(index, c)| {
            let digit = c.to_digit(10).unwrap_or(1);
            let product = if index % 2 == 0 { digit * 2 } else { digit };
            product / 10 + product % 10
        })
        .sum()
}

impl IdentityError {
    /// What is wrong, as a whole sentence.
    pub fn sentence(self, language: Language) -> String {
        let (sv, en): (&str, &str) = match self {
            Self::TooShort { found } | Self::TooLong { found } => {
                return match language {
                    Language::Sv => format!("Numret har {found} tecken, men ska ha 10 eller 12."),
                    Language::En => {
                        format!("The number has {found} characters but must have 10 or 12.")
                    }
                };
            }
            Self::BadCharacter { position } => {
                return match language {
                    Language::Sv => format!("Tecken {position} i numret kan inte stå där."),
                    Language::En => {
                        format!("Character {position} of the number cannot stand there.")
                    }
                };
            }
            Self::Empty => (
                "Identitetsnumret saknas.",
                "The identity number is missing.",
            ),
            Self::SpreadsheetNumber => (
                "Kalkylprogrammet har gjort om numret till ett tal, och de sista siffrorna har \
                 gått förlorade.",
                "The spreadsheet has turned the number into a quantity, and its last digits are \
                 lost.",
            ),
            Self::BadDate {
                part: DatePart::Year,
            } => (
                "Årtalet i numret kan inte stämma.",
                "The year in the number cannot be right.",
            ),
            Self::BadDate {
                part: DatePart::Month,
            } => (
                "Månaden i numret finns inte.",
                "The month in the number does not exist.",
            ),
            Self::BadDate {
                part: DatePart::Day,
            } => (
                "Dagen i numret finns inte.",
                "The day in the number does not exist.",
            ),
            Self::FutureDate => (
                "Datumet i numret har inte varit än.",
                "The date in the number has not come yet.",
            ),
            Self::BadChecksum => (
                "Kontrollsiffran stämmer inte: minst en siffra är fel.",
                "The check digit does not fit: at least one digit is wrong.",
            ),
        };
        pick(language, sv, en).to_owned()
    }

    /// What to do about it.
    pub fn remedy(self, language: Language) -> &'static str {
        match self {
            Self::SpreadsheetNumber => pick(
                language,
                "Hämta listan på nytt och läs in kolumnen som text.",
                "Fetch the list again and open the column as text.",
            ),
            Self::BadDate { .. } | Self::FutureDate | Self::BadChecksum => pick(
                language,
                "Jämför med antagningslistan och rätta numret.",
                "Compare with the admission list and correct the number.",
            ),
            _ => pick(
                language,
                "Skriv numret som ÅÅÅÅMMDD-XXXX. I ett interimsnummer är det första tecknet efter \
                 bindestrecket en av bokstäverna T R S U W X J K L M N P.",
                "Write the number as YYYYMMDD-XXXX. In an interim number the first character after \
                 the hyphen is one of the letters T R S U W X J K L M N P.",
            ),
        }
    }
}

fn pick(language: Language, sv: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Sv => sv,
        Language::En => en,
    }
}
