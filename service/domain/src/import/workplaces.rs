//! School units (skolenheter), where people work.

use super::cells::Cells;
use super::check::Rule;
use super::mapping::Field;
use super::{ImportKind, ImportRow};
use crate::code::{is_municipality_code, is_school_unit_code, municipality};
use crate::limits::LINE_CHARS;
use serde::{Deserialize, Serialize};

const UNIT_CODE: Field = Field::required("school_unit_code", "school_unit_code");
const NAME: Field = Field::required("name", "name");
const MUNICIPALITY_CODE: Field = Field::required("municipality_code", "municipality_code");
const MUNICIPALITY: Field = Field::optional("municipality", "municipality");

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkplaceRow {
    pub school_unit_code: String,
    pub name: String,
    pub municipality_code: String,
    pub municipality: String,
}

impl ImportRow for WorkplaceRow {
    /// The school unit code.
    type Key = String;

    const KIND: ImportKind = ImportKind::Workplaces;
    const FIELDS: &'static [Field] = &[UNIT_CODE, NAME, MUNICIPALITY_CODE, MUNICIPALITY];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let unit_code = cells.required_code(&UNIT_CODE, is_school_unit_code, "99991000");
        let name = cells.required_text(&NAME, LINE_CHARS);
        let municipality_code =
            cells.required_code(&MUNICIPALITY_CODE, is_municipality_code, "1880");
        // The name follows from the code, where a list leaves it out.
        let named = municipality_code.as_deref().and_then(municipality);
        let municipality = match named.filter(|_| cells.is_blank(&MUNICIPALITY)) {
            Some(name) => Some(name.to_owned()),
            None => cells.required_text(&MUNICIPALITY, LINE_CHARS),
        };
        if let Some(code) = &unit_code {
            cells.claim(Rule::Key, &UNIT_CODE, &[code], "");
        }
        Some(Self {
            school_unit_code: unit_code?,
            name: name?,
            municipality_code: municipality_code?,
            municipality: municipality?,
        })
    }

    fn key(&self) -> String {
        self.school_unit_code.clone()
    }
}
