//! Files for other systems and for a table at the door: who has a place, and in which cohort.
//!
//! Rows in, text of files out. Lists hold no identity numbers, and who is protected stands in them under an alias
//! or, where a file only makes sense with an account, not at all: then the file says how many are left out.

mod groups;
mod lists;
pub mod people;
mod sheet;
pub mod workbook;

pub use groups::{Account, Group, Member, blackboard, canvas};
pub use lists::{attendance, registration, rollcall};
pub use sheet::{List, Sheet};

use crate::{
    application::{ApplicationState, RegistrationKind},
    profession::ProfessionFamily,
};
use jiff::civil::Date;

/// One file, ready to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Without a folder: `SA123A-V9001V27-rollcall.csv`.
    pub name: String,
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// XLSX.
    Workbook(Vec<u8>),
    Pdf(Vec<u8>),
}

impl File {
    pub fn text(name: String, text: String) -> Self {
        Self {
            name,
            content: Content::Text(text),
        }
    }

    pub fn pdf(name: String, bytes: Vec<u8>) -> Self {
        Self {
            name,
            content: Content::Pdf(bytes),
        }
    }

    pub fn workbook(name: String, bytes: Vec<u8>) -> Self {
        Self {
            name,
            content: Content::Workbook(bytes),
        }
    }
}

/// Who is not in the files though they have a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Protected: their accounts are in no file, so they are put into their group by hand.
    pub protected: usize,
    /// No address is known, or it cannot stand in a file that a spreadsheet may open.
    pub without_account: usize,
    /// Not seen at any meeting, so there is nothing to certify.
    pub not_seen: usize,
    /// They are in it, but their name holds letters that the typeface lacks.
    pub unknown_letters: usize,
}

/// One person with a place, as the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Name, or alias.
    pub name: String,
    /// Missing for who is hidden from the reader.
    pub address: Option<String>,
    pub family: Option<ProfessionFamily>,
    pub state: ApplicationState,
    pub registration: RegistrationKind,
    /// What has to be met before registration.
    pub unmet_condition: Option<String>,
    pub cohort: Option<String>,
    pub seen: Vec<Seen>,
}

/// When and where somebody was seen. Those of different people that are equal stand in one column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub day: Date,
    /// `upprop`, `meeting` or `activity`.
    pub kind: String,
    /// Which meeting, where it is known.
    pub meeting: Option<Meeting>,
}

/// A meeting, in order of time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// Wall time: `16:15`.
    pub starts: String,
    pub title: String,
}
