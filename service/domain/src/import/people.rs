//! The workbook of an offering's people, come back from a spreadsheet (`export::people`).

use super::admissions::MODALITIES;
use super::cells::Cells;
use super::check::Rule;
use super::mapping::Field;
use super::report::Code;
use super::{ImportKind, ImportRow};
use crate::code::{is_programme_code, is_school_unit_code};
use crate::limits::{LINE_CHARS, NAME_CHARS};
use crate::person::Modality;
use std::fmt;
use uuid::Uuid;

const APPLICATION: Field = Field::required("application", "Anmälan");
const VERSION: Field = Field::required("version", "Version");
const GIVEN_NAME: Field = Field::required("given_name", "Förnamn");
const FAMILY_NAME: Field = Field::required("family_name", "Efternamn");
const PROFESSION: Field = Field::required("profession", "Yrke");
const PROGRAMME: Field = Field::required("programme", "Programkod");
const WORKPLACE: Field = Field::required("workplace", "Skolenhetskod");
const MODALITY: Field = Field::required("modality", "Studieform");
const EMAIL: Field = Field::optional("email", "E-post");
const SCHOOL_UNIT: Field = Field::optional("school_unit", "Skolenhet");
const CHANNEL: Field = Field::optional("channel", "Kanal");
const STATE: Field = Field::optional("state", "Läge");
const COHORT: Field = Field::optional("cohort", "Grupp");

/// What is said of a person in the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    GivenName,
    FamilyName,
    Profession,
    Programme,
    Workplace,
    Modality,
    Email,
    SchoolUnit,
    Channel,
    State,
    Cohort,
}

/// What may be changed in the workbook; the rest is there to be read.
pub const EDITABLE: [Column; 6] = [
    Column::GivenName,
    Column::FamilyName,
    Column::Profession,
    Column::Programme,
    Column::Workplace,
    Column::Modality,
];

impl Column {
    pub const ALL: [Self; 11] = [
        Self::GivenName,
        Self::FamilyName,
        Self::Profession,
        Self::Programme,
        Self::Workplace,
        Self::Modality,
        Self::Email,
        Self::SchoolUnit,
        Self::Channel,
        Self::State,
        Self::Cohort,
    ];

    fn field(self) -> &'static Field {
        match self {
            Self::GivenName => &GIVEN_NAME,
            Self::FamilyName => &FAMILY_NAME,
            Self::Profession => &PROFESSION,
            Self::Programme => &PROGRAMME,
            Self::Workplace => &WORKPLACE,
            Self::Modality => &MODALITY,
            Self::Email => &EMAIL,
            Self::SchoolUnit => &SCHOOL_UNIT,
            Self::Channel => &CHANNEL,
            Self::State => &STATE,
            Self::Cohort => &COHORT,
        }
    }

    pub fn header(self) -> &'static str {
        self.field().header
    }

    /// The name of its field, as mappings and the trail have it.
    pub fn name(self) -> &'static str {
        self.field().name
    }
}

/// One row of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub application: Uuid,
    /// The person's revision when the workbook was made; none for who must not be changed by it.
    pub version: Option<i64>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    /// The code of a profession in the registry.
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub workplace: Option<String>,
    pub modality: Option<Modality>,
    /// What stands in the columns that are only read, if anything.
    pub read_only: Vec<(Column, String)>,
}

/// Tells no more than a log may hold.
impl fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonRow")
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}

impl ImportRow for PersonRow {
    /// The application.
    type Key = Uuid;

    const KIND: ImportKind = ImportKind::People;
    const FIELDS: &'static [Field] = &[
        APPLICATION,
        VERSION,
        GIVEN_NAME,
        FAMILY_NAME,
        PROFESSION,
        PROGRAMME,
        WORKPLACE,
        MODALITY,
        EMAIL,
        SCHOOL_UNIT,
        CHANNEL,
        STATE,
        COHORT,
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let application = application(cells);
        let version = version(cells);
        let given_name = cells.text(&GIVEN_NAME, NAME_CHARS);
        let family_name = cells.text(&FAMILY_NAME, NAME_CHARS);
        let profession = cells.profession(&PROFESSION);
        let programme = cells.code(&PROGRAMME, is_programme_code, "LKP1Y");
        let workplace = cells.code(&WORKPLACE, is_school_unit_code, "99991000");
        let modality = cells.word(&MODALITY, &MODALITIES);
        let shown = Column::ALL.into_iter().filter(|c| !EDITABLE.contains(c));
        let read_only = shown
            .filter_map(|column| Some((column, cells.text(column.field(), LINE_CHARS)?)))
            .collect();
        if let Some(application) = application {
            cells.claim(Rule::Key, &APPLICATION, &[&application.to_string()], "");
        }
        Some(Self {
            application: application?,
            version,
            given_name,
            family_name,
            profession,
            programme,
            workplace,
            modality,
            read_only,
        })
    }

    fn key(&self) -> Uuid {
        self.application
    }
}

fn application(cells: &mut Cells<'_>) -> Option<Uuid> {
    let Some(line) = cells.plain(&APPLICATION) else {
        cells.missing(&APPLICATION);
        return None;
    };
    let id = Uuid::try_parse(&line).ok();
    if id.is_none() {
        cells.tell(
            &APPLICATION,
            Code::BadCode,
            (
                "Anmälans nummer har fel form.",
                "The number of the application is malformed.",
            ),
            (
                "Ändra inte kolumnen. Nya personer läses in som antagna eller nominerade.",
                "Leave the column as it was. New people are imported as admitted or nominated.",
            ),
        );
    }
    id
}

fn version(cells: &mut Cells<'_>) -> Option<i64> {
    let line = cells.plain(&VERSION)?;
    let number = line.parse::<i64>().ok().filter(|version| *version > 0);
    if number.is_none() {
        cells.tell(
            &VERSION,
            Code::BadNumber,
            (
                "Versionen är inte ett heltal.",
                "The version is not a whole number.",
            ),
            (
                "Ändra inte kolumnen. Ta ut filen igen om den har ändrats.",
                "Leave the column as it was. Take out the file again if it has been changed.",
            ),
        );
    }
    number
}
