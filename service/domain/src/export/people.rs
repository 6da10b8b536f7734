//! The offering's people as a workbook that goes out, is edited in a spreadsheet, and comes back as an import
//! (`import::people`). Both sides use the same columns.

use super::List;
use crate::import::people::{Column, EDITABLE};

/// One person with an application, as the workbook shows them. Of who is protected an alias and nothing else
/// that leads to them; then nothing in the row may be changed either, and no version is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonLine {
    /// Id of the application: what the row is found by when it comes back.
    pub application: String,
    /// The person's revision when the workbook was made.
    pub version: Option<i64>,
    pub given_name: String,
    pub family_name: String,
    /// Title of the profession.
    pub profession: String,
    /// Code of the programme.
    pub programme: String,
    /// Code of the school unit.
    pub workplace: String,
    /// Campus or Distans.
    pub modality: String,
    pub email: String,
    pub school_unit: String,
    pub channel: String,
    pub state: String,
    pub cohort: String,
}

impl PersonLine {
    pub fn cell(&self, column: Column) -> &str {
        match column {
            Column::GivenName => &self.given_name,
            Column::FamilyName => &self.family_name,
            Column::Profession => &self.profession,
            Column::Programme => &self.programme,
            Column::Workplace => &self.workplace,
            Column::Modality => &self.modality,
            Column::Email => &self.email,
            Column::SchoolUnit => &self.school_unit,
            Column::Channel => &self.channel,
            Column::State => &self.state,
            Column::Cohort => &self.cohort,
        }
    }
}

/// The list. Headers are Swedish whatever the reader's language: the import knows them by those.
pub fn list(people: &[PersonLine]) -> List {
    let mut header = vec!["Anmälan", "Version"];
    header.extend(Column::ALL.map(Column::header));
    let mut list = List::new("people", &header);
    for person in people {
        let version = person.version.map(|version| version.to_string());
        let mut row = vec![&*person.application, version.as_deref().unwrap_or_default()];
        row.extend(Column::ALL.map(|column| person.cell(column)));
        list.row(&row);
    }
    list
}

/// Where a column stands in the list.
pub fn position(column: Column) -> usize {
    let at = Column::ALL.iter().position(|one| *one == column);
    at.map_or(usize::MAX, |at| at + 2)
}

/// The columns that are only read: what the row is found by, and what is changed elsewhere.
pub fn fixed() -> Vec<usize> {
    let fixed = Column::ALL.into_iter().filter(|c| !EDITABLE.contains(c));
    [0, 1].into_iter().chain(fixed.map(position)).collect()
}
