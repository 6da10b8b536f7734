//! Why a calendar could not be fetched or read, so that it can be kept and said later.

use super::{FETCHED_BYTES, REDIRECTS};
use crate::person::Language::{self, En, Sv};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub sv: String,
    pub en: String,
}

/// What went wrong. Never holds an address, nor anything from a private calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{}", self.sentence(Language::En))]
pub enum Failure {
    /// The name leads into a network of somebody's own.
    NotPublic,
    UnknownHost,
    NoConnection,
    /// TLS: no certificate that is trusted for the name, most often.
    NoSecureConnection,
    TooSlow {
        seconds: u64,
    },
    TooLarge,
    /// What came is not HTTP, or broke off.
    Garbled,
    TooManyRedirects,
    /// A redirect to what is not https, has a password in it, or is no address.
    BadRedirect,
    /// Another status than 200; 410 is [`Self::Gone`].
    Status {
        status: u16,
    },
    /// The owner has ended the address for good.
    Gone,
    /// Packed in a way that is not asked for, or the packing is damaged.
    Packing,
    /// Not understood. `said` is missing for a private calendar: the sentence quotes the line.
    Malformed {
        line: usize,
        said: Option<Said>,
    },
    /// Nothing in it that takes up time, where there should be.
    Empty,
    TooManyEvents {
        most: usize,
    },
    /// The kept address cannot be opened: sealed with another key.
    Sealed,
}

impl Failure {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPublic => "not_public",
            Self::UnknownHost => "unknown_host",
            Self::NoConnection => "no_connection",
            Self::NoSecureConnection => "no_secure_connection",
            Self::TooSlow { .. } => "too_slow",
            Self::TooLarge => "too_large",
            Self::Garbled => "garbled",
            Self::TooManyRedirects => "too_many_redirects",
            Self::BadRedirect => "bad_redirect",
            Self::Status { .. } => "status",
            Self::Gone => "gone",
            Self::Packing => "packing",
            Self::Malformed { .. } => "malformed",
            Self::Empty => "empty",
            Self::TooManyEvents { .. } => "too_many_events",
            Self::Sealed => "sealed",
        }
    }

    /// Whether to stop coming back: only when the owner has said so.
    pub fn ends(&self) -> bool {
        matches!(self, Self::Gone)
    }

    pub fn sentence(&self, language: Language) -> String {
        match language {
            Sv => self.sv(),
            En => self.en(),
        }
    }

    fn sv(&self) -> String {
        match self {
            Self::NotPublic => {
                "Adressen leder inte till det öppna nätet, och dit går inte tjänsten.".to_owned()
            }
            Self::UnknownHost => "Det finns ingen server med det namnet.".to_owned(),
            Self::NoConnection => "Servern går inte att nå.".to_owned(),
            Self::NoSecureConnection => {
                "Ingen säker förbindelse: servern kan inte visa vem den är.".to_owned()
            }
            Self::TooSlow { seconds } => {
                format!("Servern blev inte klar på {seconds} sekunder.")
            }
            Self::TooLarge => format!("Kalendern är större än {} MB.", FETCHED_BYTES >> 20),
            Self::Garbled => "Svaret går inte att läsa eller bröts av.".to_owned(),
            Self::TooManyRedirects => {
                format!("Servern skickade vidare mer än {REDIRECTS} gånger.")
            }
            Self::BadRedirect => {
                "Servern skickade vidare till något annat än en https-adress.".to_owned()
            }
            Self::Status { status: 404 } => {
                "Servern säger att kalendern inte finns (404).".to_owned()
            }
            Self::Status { status: 401 | 403 } => {
                "Servern vill ha inloggning. Ta fram den hemliga adressen i kalenderprogrammet."
                    .to_owned()
            }
            Self::Status { status } => format!("Servern svarade {status}."),
            Self::Gone => {
                "Servern säger att kalendern är borta för gott (410). Den hämtas inte mer."
                    .to_owned()
            }
            Self::Packing => "Svaret är packat på ett sätt som inte går att läsa.".to_owned(),
            Self::Malformed { line, said } => match said {
                Some(said) => said.sv.clone(),
                None if *line == 0 => "Svaret är ingen kalender.".to_owned(),
                None => format!("Rad {line} går inte att förstå."),
            },
            Self::Empty => "Kalendern är tom.".to_owned(),
            Self::TooManyEvents { most } => format!("Kalendern har fler än {most} händelser."),
            Self::Sealed => "Adressen går inte att öppna. Lämna den på nytt.".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NotPublic => {
                "The address does not lead to the open net, and the service goes nowhere else."
                    .to_owned()
            }
            Self::UnknownHost => "There is no server of that name.".to_owned(),
            Self::NoConnection => "The server cannot be reached.".to_owned(),
            Self::NoSecureConnection => {
                "No secure connection: the server cannot show who it is.".to_owned()
            }
            Self::TooSlow { seconds } => {
                format!("The server had not finished after {seconds} seconds.")
            }
            Self::TooLarge => format!("The calendar is larger than {} MB.", FETCHED_BYTES >> 20),
            Self::Garbled => "The answer cannot be read, or broke off.".to_owned(),
            Self::TooManyRedirects => {
                format!("The server redirected more than {REDIRECTS} times.")
            }
            Self::BadRedirect => {
                "The server redirected to something that is no https address.".to_owned()
            }
            Self::Status { status: 404 } => {
                "The server says that there is no such calendar (404).".to_owned()
            }
            Self::Status { status: 401 | 403 } => {
                "The server wants a sign-in. Find the secret address in the calendar program."
                    .to_owned()
            }
            Self::Status { status } => format!("The server answered {status}."),
            Self::Gone => {
                "The server says that the calendar is gone for good (410). It is fetched no more."
                    .to_owned()
            }
            Self::Packing => "The answer is packed in a way that cannot be read.".to_owned(),
            Self::Malformed { line, said } => match said {
                Some(said) => said.en.clone(),
                None if *line == 0 => "The answer is no calendar.".to_owned(),
                None => format!("Line {line} is not understood."),
            },
            Self::Empty => "The calendar is empty.".to_owned(),
            Self::TooManyEvents { most } => format!("The calendar has more than {most} events."),
            Self::Sealed => "The address cannot be opened. Give it anew.".to_owned(),
        }
    }
}
