//! The offering's people as the workbook shows them: when it goes out, and when it comes back.

use super::{host, partition};
use crate::{
    error::{Error, Result},
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        catalogue::OfferingRow,
        person::{PersonFilter, PersonRow},
    },
    usecase::people::parse_modality,
};
use samverkan_domain::{
    export::{
        people::{PersonLine, position},
        workbook::Choice,
    },
    import::people::Column,
    person::{Language, Modality},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An application with its person, and what the workbook says of them.
pub(in crate::usecase) struct Shown {
    pub application: ApplicationRow,
    pub person: PersonRow,
    pub line: PersonLine,
}

/// What codes and ids are called.
pub(in crate::usecase) struct Names {
    /// Title by code.
    professions: BTreeMap<String, String>,
    programmes: BTreeSet<String>,
    /// Name by code.
    workplaces: BTreeMap<String, String>,
    /// Code by id.
    channels: BTreeMap<Uuid, String>,
    /// Code of the cohort by person.
    cohorts: BTreeMap<Uuid, String>,
}

impl Names {
    pub(in crate::usecase) async fn load(
        tx: &mut Tx,
        offering: &OfferingRow,
        set_name: Option<&str>,
    ) -> Result<Self> {
        let professions = tx.professions().await?.into_iter();
        let programmes = tx.programmes().await?.into_iter();
        let workplaces = tx.workplaces().await?.into_iter();
        let channels = tx.channels(offering.offering()).await?.into_iter();
        let partition = partition(tx, host(offering), set_name).await?;
        Ok(Self {
            professions: professions.map(|row| (row.code, row.title_sv)).collect(),
            programmes: programmes.map(|row| row.code).collect(),
            workplaces: workplaces
                .map(|row| (row.school_unit_code, row.title))
                .collect(),
            channels: channels.map(|row| (row.id, row.code)).collect(),
            cohorts: partition.map(|found| found.places).unwrap_or_default(),
        })
    }

    /// What spreadsheets offer in the columns of the list that may be changed.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let of = |column, values: Vec<String>| Choice {
            column: position(column),
            values,
        };
        vec![
            of(
                Column::Profession,
                self.professions.values().cloned().collect(),
            ),
            of(Column::Programme, self.programmes.iter().cloned().collect()),
            of(Column::Workplace, self.workplaces.keys().cloned().collect()),
            of(
                Column::Modality,
                vec!["Campus".to_owned(), "Distans".to_owned()],
            ),
        ]
    }

    fn line(&self, application: &ApplicationRow, person: &PersonRow) -> Result<PersonLine> {
        let of = |names: &BTreeMap<String, String>, code: Option<&String>| {
            code.and_then(|code| names.get(code)).cloned()
        };
        let mut line = PersonLine {
            application: application.id.to_string(),
            given_name: person.shown_name(),
            state: application.state()?.label(Language::Sv).to_owned(),
            cohort: self.cohorts.get(&person.id).cloned().unwrap_or_default(),
            ..PersonLine::default()
        };
        if person.is_protected() {
            return Ok(line);
        }
        let PersonRow {
            given_name,
            family_name,
            programme,
            workplace,
            ..
        } = person.clone();
        let channel = self.channels.get(&application.channel_id).cloned();
        line.channel = channel.unwrap_or_default();
        line.version = Some(person.revision);
        (line.given_name, line.family_name) = (given_name, family_name);
        line.profession = of(&self.professions, person.profession.as_ref())
            .or_else(|| person.profession.clone())
            .unwrap_or_default();
        line.school_unit = of(&self.workplaces, workplace.as_ref()).unwrap_or_default();
        line.programme = programme.unwrap_or_default();
        line.workplace = workplace.unwrap_or_default();
        line.email = person.address.clone().unwrap_or_default();
        line.modality = match person.modality.as_deref().and_then(parse_modality) {
            Some(Modality::Campus) => "Campus".to_owned(),
            Some(Modality::Distance) => "Distans".to_owned(),
            None => String::new(),
        };
        Ok(line)
    }
}

/// The offering's own applications with their people, in Swedish order of the name they are shown by.
pub(in crate::usecase) async fn shown(
    tx: &mut Tx,
    offering: &OfferingRow,
    names: &Names,
    only_active: bool,
) -> Result<Vec<Shown>> {
    let id = offering.offering().0;
    let filter = ApplicationFilter {
        offering: Some(id),
        active: only_active,
        ..ApplicationFilter::default()
    };
    let mut applications: BTreeMap<Uuid, Vec<ApplicationRow>> = BTreeMap::new();
    for row in tx.applications(&filter, i64::MAX).await? {
        applications.entry(row.person_id).or_default().push(row);
    }
    let filter = PersonFilter {
        offering: Some(id),
        ..PersonFilter::default()
    };
    let mut all = Vec::new();
    for sorted in tx.people(&filter, i64::MAX).await? {
        for application in applications.remove(&sorted.person.id).unwrap_or_default() {
            let person = sorted.person.clone();
            let line = names.line(&application, &person)?;
            all.push(Shown {
                application,
                person,
                line,
            });
        }
    }
    // Otherwise somebody would be missing in a workbook without anybody knowing.
    if applications.is_empty() {
        Ok(all)
    } else {
        Err(Error::internal("an application has no person"))
    }
}
