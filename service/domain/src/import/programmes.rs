//! Programmes, and the family their students count to.

use super::cells::Cells;
use super::check::Rule;
use super::mapping::Field;
use super::nominations::YES_NO;
use super::{ImportKind, ImportRow};
use crate::code::is_programme_code;
use crate::limits::LINE_CHARS;
use crate::profession::ProfessionFamily;
use serde::{Deserialize, Serialize};

const CODE: Field = Field::required("code", "code");
const NAME: Field = Field::required("name", "name");
const FAMILY: Field = Field::required("family", "family");
const VERIFIED: Field = Field::optional("code_is_verified", "code_is_verified");

/// The codes of the families, and the spellings [`ProfessionFamily::from_code`] takes besides.
const FAMILIES: [(&str, ProfessionFamily); 8] = [
    ("PED", ProfessionFamily::Teaching),
    ("SPEC", ProfessionFamily::SpecialEducation),
    ("SOC", ProfessionFamily::SocialWork),
    ("HÄLSA", ProfessionFamily::Health),
    ("HALSA", ProfessionFamily::Health),
    ("LED/VÄG", ProfessionFamily::Guidance),
    ("LED", ProfessionFamily::Guidance),
    ("VÄG", ProfessionFamily::Guidance),
];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeRow {
    pub code: String,
    pub name: String,
    pub family: ProfessionFamily,
    /// Whether the code is a real one. Not, where the file says nothing.
    pub code_is_verified: bool,
}

impl ImportRow for ProgrammeRow {
    /// The programme code.
    type Key = String;

    const KIND: ImportKind = ImportKind::Programmes;
    const FIELDS: &'static [Field] = &[CODE, NAME, FAMILY, VERIFIED];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let code = cells.required_code(&CODE, is_programme_code, "LKP1Y");
        let name = cells.required_text(&NAME, LINE_CHARS);
        let family = cells.required_word(&FAMILY, &FAMILIES);
        let code_is_verified = cells.word(&VERIFIED, &YES_NO).unwrap_or(false);
        if let Some(code) = &code {
            cells.claim(Rule::Key, &CODE, &[code], "");
        }
        Some(Self {
            code: code?,
            name: name?,
            family: family?,
            code_is_verified,
        })
    }

    fn key(&self) -> String {
        self.code.clone()
    }
}
