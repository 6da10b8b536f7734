//! When and how people can take part in an offering: weekly times they cannot or would rather not
//! attend, whether campus or distance is a need, languages. No reasons are kept.

use super::naming::Names;
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, availability::AvailabilityRow, catalogue::OfferingRow},
    usecase::{Caller, Permission, catalogue::find_offering},
};
use jiff::Timestamp;
use samverkan_domain::{
    cohort::{Times, availability_file},
    fact::Fact,
    id::PersonId,
    person::Language,
    text::email_key,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// What is noted of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AvailabilityNote {
    pub cannot: Times,
    pub avoid: Times,
    /// Campus or distance, as the person has stated it, is a need.
    pub modality_strict: bool,
    /// Languages spoken; `None` = not stated.
    pub languages: Option<Vec<Language>>,
}

#[derive(Debug, Clone)]
pub struct AvailabilityView {
    pub person: PersonId,
    pub name: String,
    pub note: AvailabilityNote,
    pub noted_at: Timestamp,
}

/// A row of a file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFault {
    /// As a spreadsheet numbers it.
    pub row: u32,
    pub text: Text,
}

/// What came of a file. With any fault nothing is noted.
#[derive(Debug, Clone)]
pub struct FileReport {
    pub rows: usize,
    /// People of whom something else is noted than before.
    pub changed: usize,
    pub faults: Vec<FileFault>,
}

pub async fn availability(
    app: &App,
    caller: &Caller,
    offering: &str,
) -> Result<Vec<AvailabilityView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    let rows = tx.availability(offering.offering()).await?.into_iter();
    rows.map(|row| {
        let person = PersonId(row.person_id);
        Ok(AvailabilityView {
            person,
            name: names.of(person),
            note: note(&row)?,
            noted_at: row.noted_at.0,
        })
    })
    .collect()
}

/// What is noted of oneself.
pub async fn my_availability(
    app: &App,
    caller: &Caller,
    offering: &str,
) -> Result<AvailabilityNote> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let row = tx.availability_of(person, offering.offering()).await?;
    row.map_or_else(|| Ok(AvailabilityNote::default()), |row| note(&row))
}

fn note(row: &AvailabilityRow) -> Result<AvailabilityNote> {
    let times = |bits| Times::from_bits(bits).unwrap_or_default();
    let languages = row.languages.as_deref().map(serde_json::from_str);
    Ok(AvailabilityNote {
        cannot: times(row.cannot),
        avoid: times(row.avoid),
        modality_strict: row.modality_strict,
        languages: languages.transpose().map_err(Error::internal)?,
    })
}

/// Notes it of one person who takes part, in place of what was noted before. Everybody may do so of
/// themselves.
pub async fn set_availability(
    app: &App,
    caller: &Caller,
    offering: &str,
    person: PersonId,
    note: &AvailabilityNote,
) -> Result<AvailabilityView> {
    if caller.participant().ok() != Some(person) {
        caller.require(Permission::EditCohorts)?;
    }
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    concerned(&mut tx, &offering, person).await?;
    put(&mut tx, caller, &offering, person, note).await?;
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    let view = AvailabilityView {
        person,
        name: names.of(person),
        note: note.clone(),
        noted_at: tx.now(),
    };
    app.commit(tx).await?;
    Ok(view)
}

async fn concerned(tx: &mut Tx, offering: &OfferingRow, person: PersonId) -> Result<()> {
    let own = tx.active_application(person, offering.offering()).await?;
    if own.is_none() && !tx.takes_part(person, offering.offering()).await? {
        return Err(Error::NotFound {
            what: "person on the offering",
        });
    }
    Ok(())
}

async fn put(
    tx: &mut Tx,
    caller: &Caller,
    offering: &OfferingRow,
    person: PersonId,
    note: &AvailabilityNote,
) -> Result<()> {
    let languages = note.languages.as_ref().map(serde_json::to_string);
    tx.put_availability(&AvailabilityRow {
        offering_id: offering.id,
        person_id: person.0,
        cannot: i64::from(note.cannot.bits()),
        avoid: i64::from(note.avoid.without(note.cannot).bits()),
        modality_strict: note.modality_strict,
        languages: languages.transpose().map_err(Error::internal)?,
        noted_by: caller.actor(),
        noted_at: tx.now().into(),
    })
    .await?;
    // Times may be about health or family: the trail says that they were noted, not which.
    tx.record(
        Fact::new("availability.noted", "offering", offering.id).after(json!({ "person": person })),
    );
    Ok(())
}

/// Forgets what was noted of a person.
pub async fn forget_availability(
    app: &App,
    caller: &Caller,
    offering: &str,
    person: PersonId,
) -> Result<()> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    if !tx.delete_availability(offering.offering(), person).await? {
        return Err(Error::NotFound {
            what: "availability of the person",
        });
    }
    tx.record(
        Fact::new("availability.forgotten", "offering", offering.id)
            .after(json!({ "person": person })),
    );
    app.commit(tx).await
}

/// Notes a whole file: all of it, or nothing if any row is wrong or it is a dry run.
pub async fn read_availability(
    app: &App,
    caller: &Caller,
    offering: &str,
    file: &[u8],
    dry_run: bool,
) -> Result<FileReport> {
    caller.require(Permission::EditCohorts)?;
    let read = availability_file::read(file);
    let mut faults: Vec<FileFault> = read
        .faults
        .into_iter()
        .map(|fault| FileFault {
            row: fault.row,
            text: Text::new(fault.sentence(Language::Sv), fault.sentence(Language::En)),
        })
        .collect();
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    let before = tx.availability(offering.offering()).await?;
    let mut changed = 0;
    for row in &read.rows {
        let Some(person) = whom(&mut tx, &offering, &row.person).await? else {
            faults.push(FileFault {
                row: row.number,
                text: Text::new(
                    format!("{} har ingen plats på kurstillfället.", row.person),
                    format!("{} has no place on the offering.", row.person),
                ),
            });
            continue;
        };
        let new = AvailabilityNote {
            cannot: row.cannot,
            avoid: row.avoid.without(row.cannot),
            modality_strict: row.modality_strict,
            languages: row.languages.clone(),
        };
        let old = before.iter().find(|old| old.person_id == person.0);
        if old.map(note).transpose()?.as_ref() != Some(&new) {
            put(&mut tx, caller, &offering, person, &new).await?;
            changed += 1;
        }
    }
    faults.sort_by_key(|fault| fault.row);
    if dry_run || !faults.is_empty() {
        tx.rollback().await?;
    } else {
        app.commit(tx).await?;
    }
    Ok(FileReport {
        rows: read.rows.len(),
        changed,
        faults,
    })
}

/// The person whom a cell names, by id or e-mail address, if they take part.
async fn whom(tx: &mut Tx, offering: &OfferingRow, cell: &str) -> Result<Option<PersonId>> {
    let person = match (cell.parse::<Uuid>(), email_key(cell)) {
        (Ok(id), _) => Some(PersonId(id)),
        (_, Some(key)) => tx.person_by_email(&key).await?,
        _ => None,
    };
    let Some(person) = person else {
        return Ok(None);
    };
    match concerned(tx, offering, person).await {
        Ok(()) => Ok(Some(person)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
