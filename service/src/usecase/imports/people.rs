//! Rows of the workbook of an offering's people, come back from a spreadsheet: what differs from what is here is a
//! change, unless the person has been changed here meanwhile.

mod findings;

use super::{ImportRequest, Run};
use crate::{
    error::{Error, Result},
    store::{Tx, as_word, catalogue::OfferingRow, person::PersonData},
    usecase::{
        exports::people::{Names, Shown, shown},
        people::parse_marking,
    },
};
use findings::{
    changed_meanwhile, ended, missing_name, not_in_register, not_to_be_changed, read_only, unknown,
};
use samverkan_domain::{
    fact::Fact,
    import::{
        people::{Column, PersonRow},
        report::{Finding, RowStatus},
    },
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is here of those whom the workbook is about, by application.
pub(super) struct Returned {
    here: BTreeMap<Uuid, Shown>,
    take: BTreeSet<u32>,
}

impl Returned {
    pub(super) async fn load(
        tx: &mut Tx,
        offering: &OfferingRow,
        request: &ImportRequest,
    ) -> Result<Self> {
        let names = Names::load(tx, offering, None).await?;
        let all = shown(tx, offering, &names, false).await?.into_iter();
        Ok(Self {
            here: all.map(|shown| (shown.application.id, shown)).collect(),
            take: request.take_rows.clone(),
        })
    }
}

pub(super) async fn row(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &PersonRow,
) -> Result<RowStatus> {
    let mut found = Vec::new();
    let returned = run
        .returned
        .as_ref()
        .ok_or_else(|| Error::internal("nobody has loaded who is here"))?;
    let changed = match returned.here.get(&row.application) {
        Some(here) => compare(run, number, row, here, returned, &mut found)?,
        None => {
            found.push((None, unknown()));
            None
        }
    };
    let failed = found.iter().any(|(_, finding)| finding.is_error());
    run.findings
        .extend(found.into_iter().map(|(column, finding)| {
            let finding = finding.at_row(number);
            match column {
                Some(column) => finding.in_column(Column::header(column)),
                None => finding,
            }
        }));
    match changed {
        _ if failed => Ok(RowStatus::Error),
        None => Ok(RowStatus::Unchanged),
        Some((data, fields)) => {
            let was = tx.person(data.id).await?;
            let was = was.ok_or(Error::NotFound { what: "person" })?;
            run.journal.person(number, &was)?;
            tx.update_person(&data).await?;
            tx.record(
                Fact::new("person.changed", "person", data.id.0)
                    .after(json!({ "by": "import", "fields": fields })),
            );
            tx.bump_calendar().await?;
            Ok(RowStatus::Changed)
        }
    }
}

type Found = Vec<(Option<Column>, Finding)>;

/// The person as the row wants it and the names of what differs, if anything does and may.
fn compare(
    run: &Run<'_>,
    number: u32,
    row: &PersonRow,
    here: &Shown,
    returned: &Returned,
    found: &mut Found,
) -> Result<Option<(PersonData, Vec<&'static str>)>> {
    for (column, text) in &row.read_only {
        if text != here.line.cell(*column) {
            found.push((Some(*column), read_only()));
        }
    }
    let differs = differing(row, here);
    let Some(first) = differs.first().copied() else {
        return Ok(None);
    };
    if !here.application.state()?.is_active() {
        found.push((None, ended()));
        return Ok(None);
    }
    if here.line.version.is_none() {
        found.push((Some(first), not_to_be_changed()));
        return Ok(None);
    }
    if row.version != Some(here.person.revision) && !returned.take.contains(&number) {
        let meanwhile = |column: &Column| (Some(*column), changed_meanwhile(number));
        found.extend(differs.iter().map(meanwhile));
        return Ok(None);
    }
    check(run, row, &differs, found);
    let stored = &here.person;
    let data = PersonData {
        id: stored.person(),
        given_name: row.given_name.clone().unwrap_or_default(),
        family_name: row.family_name.clone().unwrap_or_default(),
        security_marking: parse_marking(&stored.security_marking),
        language: stored.language.clone(),
        modality: row.modality.map(as_word),
        profession: row.profession.clone(),
        programme: row.programme.clone(),
        workplace: row.workplace.clone(),
    };
    let fields = differs.into_iter().map(Column::name).collect();
    Ok(Some((data, fields)))
}

/// The columns in which the row says something else than what is here.
fn differing(row: &PersonRow, here: &Shown) -> Vec<Column> {
    let (line, person) = (&here.line, &here.person);
    let text = |said: &Option<String>, here: &str| said.as_deref().unwrap_or_default() != here;
    // Of who is hidden the alias is what is here.
    let open = line.version.is_some();
    let code = |said: &Option<String>, here: &Option<String>| {
        said.as_ref() != here.as_ref().filter(|_| open)
    };
    let modality = row.modality.map(as_word);
    let differs = [
        (Column::GivenName, text(&row.given_name, &line.given_name)),
        (
            Column::FamilyName,
            text(&row.family_name, &line.family_name),
        ),
        (
            Column::Profession,
            code(&row.profession, &person.profession),
        ),
        (Column::Programme, code(&row.programme, &person.programme)),
        (Column::Workplace, code(&row.workplace, &person.workplace)),
        (Column::Modality, code(&modality, &person.modality)),
    ];
    let differs = differs.into_iter().filter(|(_, differs)| *differs);
    differs.map(|(column, _)| column).collect()
}

/// What is wrong with the changes themselves.
fn check(run: &Run<'_>, row: &PersonRow, differs: &[Column], found: &mut Found) {
    let differs = |column| differs.contains(&column);
    for (column, name) in [
        (Column::GivenName, &row.given_name),
        (Column::FamilyName, &row.family_name),
    ] {
        if differs(column) && name.is_none() {
            found.push((Some(column), missing_name()));
        }
    }
    let unknown = |code: &Option<String>, known: &BTreeSet<String>| {
        code.as_ref().is_some_and(|code| !known.contains(code))
    };
    for (column, missing) in [
        (Column::Programme, unknown(&row.programme, &run.programmes)),
        (Column::Workplace, unknown(&row.workplace, &run.workplaces)),
    ] {
        if differs(column) && missing {
            found.push((Some(column), not_in_register()));
        }
    }
}
