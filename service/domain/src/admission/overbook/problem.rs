//! Questions that cannot be answered.

use super::{INACTIVE_PERMILLE_MOST, PARTS, PEOPLE, TOLERANCE_PERMILLE_MOST};
use crate::{limits, person::Language};
use thiserror::Error;

/// Why nothing is computed. `index` is the part, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OverbookProblem {
    #[error("there must be 1 to {PARTS} parts")]
    Parts,
    #[error("a room of {room} seats is not between 1 and {PEOPLE}")]
    Room { room: i64 },
    #[error("a tolerance of {permille} ‰ is not between 0 and {TOLERANCE_PERMILLE_MOST}")]
    Tolerance { permille: i64 },
    #[error("part {index}: {permille} ‰ inactive is not between 0 and {INACTIVE_PERMILLE_MOST}")]
    Inactive { index: usize, permille: i64 },
    #[error("part {index}: the share is out of range, or all shares are zero")]
    Share { index: usize },
    #[error("part {index}: the label is too long")]
    Label { index: usize },
    #[error("there must be one number of admitted for each part")]
    Admitted,
    #[error("more than {PEOPLE} people, or a negative number of them")]
    TooMany,
}

impl OverbookProblem {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parts => "overbook_parts",
            Self::Room { .. } => "overbook_room",
            Self::Tolerance { .. } => "overbook_tolerance",
            Self::Inactive { .. } => "overbook_inactive",
            Self::Share { .. } => "overbook_share",
            Self::Label { .. } => "overbook_label",
            Self::Admitted => "overbook_admitted",
            Self::TooMany => "overbook_too_many",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Sv => self.swedish(),
            Language::En => self.english(),
        }
    }

    fn swedish(&self) -> String {
        match self {
            Self::Parts => format!("Ange minst en och högst {PARTS} delar."),
            Self::Room { room } => {
                format!("Salen kan inte ha {room} platser. Ange 1 till {PEOPLE}.")
            }
            Self::Tolerance { permille } => format!(
                "Risken {permille} promille går inte att använda. Ange 0 till {TOLERANCE_PERMILLE_MOST}: 50 är 5 %."
            ),
            Self::Inactive { index, permille } => format!(
                "Del {}: andelen inaktiva {permille} promille går inte att använda. Ange 0 till {INACTIVE_PERMILLE_MOST}: 226 är 22,6 %.",
                index + 1
            ),
            Self::Share { index } => format!(
                "Del {}: ange andelen som ett heltal från 0 till {}, och minst en del med mer än 0.",
                index + 1,
                limits::SEATS
            ),
            Self::Label { index } => format!(
                "Del {}: namnet är för långt. Skriv högst {} tecken.",
                index + 1,
                limits::LINE_CHARS
            ),
            Self::Admitted => "Ange ett antal antagna för varje del.".to_owned(),
            Self::TooMany => {
                format!("Antalet antagna ska vara 0 till {PEOPLE} personer sammanlagt.")
            }
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Parts => format!("Give at least one and at most {PARTS} parts."),
            Self::Room { room } => {
                format!("The room cannot have {room} seats. Give 1 to {PEOPLE}.")
            }
            Self::Tolerance { permille } => format!(
                "A risk of {permille} per mille cannot be used. Give 0 to {TOLERANCE_PERMILLE_MOST}: 50 is 5 %."
            ),
            Self::Inactive { index, permille } => format!(
                "Part {}: {permille} per mille inactive cannot be used. Give 0 to {INACTIVE_PERMILLE_MOST}: 226 is 22.6 %.",
                index + 1
            ),
            Self::Share { index } => format!(
                "Part {}: give the share as a whole number from 0 to {}, and at least one part with more than 0.",
                index + 1,
                limits::SEATS
            ),
            Self::Label { index } => format!(
                "Part {}: the name is too long. Write at most {} characters.",
                index + 1,
                limits::LINE_CHARS
            ),
            Self::Admitted => "Give one number of admitted for each part.".to_owned(),
            Self::TooMany => {
                format!("The number of admitted must be 0 to {PEOPLE} people in all.")
            }
        }
    }
}
