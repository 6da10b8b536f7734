//! Files from outside: bytes to text, to a table, to typed rows, with everything that is wrong said
//! at once, where it is, and what to do about it. Nothing is dropped silently.
//!
//! Whether a row is new, changed or unchanged needs the database: the service compares the row
//! with what is stored under its [`ImportRow::key`], and [`Reading::report`] adds it up.

mod admission_checks;
pub mod admissions;
mod cells;
mod check;
mod compose;
pub mod decode;
mod delimiter;
pub mod form;
mod json;
pub mod mapping;
pub mod nominations;
pub mod people;
pub mod programmes;
mod quote;
mod reading;
mod records;
pub mod report;
pub mod rest;
pub mod same_person;
pub mod sessions;
pub mod table;
mod table_faults;
mod typed_cells;
pub mod undo;
mod workbook;
pub mod workplaces;

use crate::profession::Profession;
pub use cells::Cells;
use jiff::civil::Date;
pub use mapping::{Field, Mapping};
pub use reading::{ParsedRow, Reading, read};
use serde::{Deserialize, Serialize};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Antagna och reserver ur antagningssystemet.
    Admissions,
    /// Personal som en uppdragsgivare har utsett.
    Nominations,
    /// Möten på ett kurstillfälle.
    Sessions,
    /// Program och deras yrkesfamilj.
    Programmes,
    /// Skolenheter.
    Workplaces,
    /// Ett kurstillfälles deltagare, uttagna härifrån och ändrade i ett kalkylprogram.
    People,
}

impl ImportKind {
    pub const ALL: [Self; 6] = [
        Self::Admissions,
        Self::Nominations,
        Self::Sessions,
        Self::Programmes,
        Self::Workplaces,
        Self::People,
    ];

    /// The name on the command line and of the built-in mapping.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admissions => "nya",
            Self::Nominations => "uppdrag",
            Self::Sessions => "moten",
            Self::Programmes => "program",
            Self::Workplaces => "skolenheter",
            Self::People => "deltagare",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether rows name programmes and school units of the registers.
    pub fn names_codes(self) -> bool {
        matches!(self, Self::Admissions | Self::Nominations | Self::People)
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Admissions => admissions::AdmissionRow::FIELDS,
            Self::Nominations => nominations::NominationRow::FIELDS,
            Self::Sessions => sessions::SessionRow::FIELDS,
            Self::Programmes => programmes::ProgrammeRow::FIELDS,
            Self::Workplaces => workplaces::WorkplaceRow::FIELDS,
            Self::People => people::PersonRow::FIELDS,
        }
    }
}

/// What reading needs to know besides the file.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub today: Date,
    pub professions: &'a [Profession],
}

/// A typed row of one kind of import.
pub trait ImportRow: Sized + PartialEq {
    /// What makes two rows be about the same thing, now and in the next file.
    type Key: Ord + Clone;

    const KIND: ImportKind;
    const FIELDS: &'static [Field];

    /// Reads one row. `None` only if an error has been found.
    fn read(cells: &mut Cells<'_>) -> Option<Self>;

    fn key(&self) -> Self::Key;
}
