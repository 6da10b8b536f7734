//! What is wrong with a calendar from outside, with the line where it shows.

use super::limits::{
    CALENDAR_BYTES, COMPONENTS, EXCEPTIONS, OCCURRENCE_DAYS, OCCURRENCES, PROPERTIES,
    PROPERTY_OCTETS,
};
use crate::person::Language;
use std::fmt;
use thiserror::Error;

/// A fault and its line, counted from 1 as an editor does. `line` 0 = the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {}", what.sentence(Language::En))]
pub struct Fault {
    pub line: usize,
    pub what: Wrong,
}

/// What is wrong. Texts from the file are cut short and hold no control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    TooLarge,
    NotACalendar,
    NotUtf8,
    LineTooLong,
    NotALine { text: String },
    Nesting { name: String },
    Unclosed { name: String },
    TooDeep,
    TooManyComponents,
    TooManyProperties,
    Missing { property: &'static str },
    Time { text: String },
    Zone { name: String },
    EndsTooEarly,
    TooLong,
    Recurrence { text: String },
    TooManyOccurrences,
    TooMuchToWorkOut,
    TooManyExceptions,
}

impl Fault {
    pub(super) fn new(line: usize, what: Wrong) -> Self {
        Self { line, what }
    }

    /// The whole sentence, with the line where there is one.
    pub fn sentence(&self, language: Language) -> String {
        let what = self.what.sentence(language);
        match (self.line, language) {
            (0, _) => what,
            (line, Language::Sv) => format!("Rad {line}: {what}"),
            (line, Language::En) => format!("Line {line}: {what}"),
        }
    }
}

impl Wrong {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "calendar_too_large",
            Self::NotACalendar => "calendar_not_a_calendar",
            Self::NotUtf8 => "calendar_not_utf8",
            Self::LineTooLong => "calendar_line_too_long",
            Self::NotALine { .. } => "calendar_not_a_line",
            Self::Nesting { .. } => "calendar_nesting",
            Self::Unclosed { .. } => "calendar_unclosed",
            Self::TooDeep => "calendar_too_deep",
            Self::TooManyComponents => "calendar_too_many_events",
            Self::TooManyProperties => "calendar_too_many_properties",
            Self::Missing { .. } => "calendar_missing",
            Self::Time { .. } => "calendar_time",
            Self::Zone { .. } => "calendar_zone",
            Self::EndsTooEarly => "calendar_ends_too_early",
            Self::TooLong => "calendar_too_long",
            Self::Recurrence { .. } => "calendar_recurrence",
            Self::TooManyOccurrences => "calendar_too_many_occurrences",
            Self::TooMuchToWorkOut => "calendar_too_much_to_work_out",
            Self::TooManyExceptions => "calendar_too_many_exceptions",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Sv => self.sv(),
            Language::En => self.en(),
        }
    }

    fn sv(&self) -> String {
        match self {
            Self::TooLarge => format!("Kalendern är större än {} MB.", CALENDAR_BYTES >> 20),
            Self::NotACalendar => {
                "Filen är ingen kalender: den ska börja med BEGIN:VCALENDAR.".to_owned()
            }
            Self::NotUtf8 => "Texten är inte UTF-8.".to_owned(),
            Self::LineTooLong => format!("Raden är längre än {} kB.", PROPERTY_OCTETS >> 10),
            Self::NotALine { text } => format!("”{text}” är ingen kalenderrad (NAMN:värde)."),
            Self::Nesting { name } => {
                format!("END:{name} stänger något annat än det som är öppet.")
            }
            Self::Unclosed { name } => format!("{name} stängs aldrig (END:{name} saknas)."),
            Self::TooDeep => "För många delar ligger i varandra.".to_owned(),
            Self::TooManyComponents => format!("Kalendern har fler än {COMPONENTS} händelser."),
            Self::TooManyProperties => format!("Händelsen har fler än {PROPERTIES} rader."),
            Self::Missing { property } => format!("{property} saknas."),
            Self::Time { text } => format!("”{text}” är ingen tid."),
            Self::Zone { name } => format!("Tidszonen ”{name}” är okänd."),
            Self::EndsTooEarly => "Händelsen slutar innan den börjar.".to_owned(),
            Self::TooLong => format!("Händelsen är längre än {OCCURRENCE_DAYS} dagar."),
            Self::Recurrence { text } => {
                format!("Upprepningen ”{text}” förstås inte. Lägg upp gångerna en och en.")
            }
            Self::TooManyOccurrences => {
                format!("Upprepningarna blir fler än {OCCURRENCES} i filen.")
            }
            Self::TooMuchToWorkOut => "Upprepningarna tar för lång tid att räkna ut.".to_owned(),
            Self::TooManyExceptions => format!("Händelsen har fler än {EXCEPTIONS} undantag."),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::TooLarge => format!("The calendar is larger than {} MB.", CALENDAR_BYTES >> 20),
            Self::NotACalendar => {
                "The file is no calendar: it should begin with BEGIN:VCALENDAR.".to_owned()
            }
            Self::NotUtf8 => "The text is not UTF-8.".to_owned(),
            Self::LineTooLong => format!("The line is longer than {} kB.", PROPERTY_OCTETS >> 10),
            Self::NotALine { text } => format!("“{text}” is no calendar line (NAME:value)."),
            Self::Nesting { name } => {
                format!("END:{name} closes something else than what is open.")
            }
            Self::Unclosed { name } => format!("{name} is never closed (END:{name} is missing)."),
            Self::TooDeep => "Too many parts lie within each other.".to_owned(),
            Self::TooManyComponents => format!("The calendar has more than {COMPONENTS} events."),
            Self::TooManyProperties => format!("The event has more than {PROPERTIES} lines."),
            Self::Missing { property } => format!("{property} is missing."),
            Self::Time { text } => format!("“{text}” is no time."),
            Self::Zone { name } => format!("The time zone “{name}” is unknown."),
            Self::EndsTooEarly => "The event ends before it starts.".to_owned(),
            Self::TooLong => format!("The event is longer than {OCCURRENCE_DAYS} days."),
            Self::Recurrence { text } => {
                format!("The recurrence “{text}” is not understood. Enter the times one by one.")
            }
            Self::TooManyOccurrences => {
                format!("The repetitions become more than {OCCURRENCES} in the file.")
            }
            Self::TooMuchToWorkOut => "The repetitions take too long to work out.".to_owned(),
            Self::TooManyExceptions => format!("The event has more than {EXCEPTIONS} exceptions."),
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::En))
    }
}

/// Text from a file as a fault may quote it: one line, at most 60 characters.
pub(super) fn quoted(text: &str) -> String {
    crate::text::plain_line(&text.chars().take(60).collect::<String>())
}
