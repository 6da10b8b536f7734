//! Holds (gallringsstopp): what is not weeded, whatever the rules say, as while a decision is appealed.

use super::super::{Caller, Permission, catalogue::find_offering, people, validate::Faults};
use crate::{
    app::App,
    error::{Error, Result},
    store::retention::HoldRow,
};
use jiff::Timestamp;
use samverkan_domain::{fact::Fact, id::PersonId, limits};
use serde_json::json;
use uuid::Uuid;

/// A hold on a person or an offering. The person stands by id: who reads holds need not be who may
/// read people.
#[derive(Debug, Clone)]
pub struct HoldView {
    pub id: Uuid,
    pub person: Option<PersonId>,
    pub offering: Option<String>,
    /// Withheld from who may not read people where it is about one.
    pub reason: Option<String>,
    pub reference: String,
    pub set_by: String,
    pub set_at: Timestamp,
    pub released_at: Option<Timestamp>,
}

/// A hold as it is set: on one of the two.
#[derive(Debug, Clone)]
pub struct NewHold {
    pub person: Option<PersonId>,
    pub offering: Option<String>,
    pub reason: String,
    pub reference: String,
}

fn view(caller: &Caller, row: HoldRow) -> HoldView {
    let tells = row.person_id.is_none() || caller.may(Permission::ReadPeople);
    HoldView {
        id: row.id,
        person: row.person_id.map(PersonId),
        offering: row.offering,
        reason: tells.then_some(row.reason),
        reference: row.reference,
        set_by: row.set_by,
        set_at: row.set_at.0,
        released_at: row.released_at.map(|at| at.0),
    }
}

/// All holds, those in force first.
pub async fn holds(app: &App, caller: &Caller) -> Result<Vec<HoldView>> {
    caller.require(Permission::ReadRetention)?;
    let rows = app.read().await?.holds().await?;
    Ok(rows.into_iter().map(|row| view(caller, row)).collect())
}

/// Sets a hold.
pub async fn hold(app: &App, caller: &Caller, new: &NewHold) -> Result<HoldView> {
    caller.require(Permission::SetRetention)?;
    let mut faults = Faults::default();
    let reason = faults.line("/reason", &new.reason, limits::REASON_CHARS);
    let reference = faults.line("/reference", &new.reference, limits::LINE_CHARS);
    if new.person.is_some() == new.offering.is_some() {
        faults.add(
            "/person",
            "one-of-two",
            "Ange en person eller ett kurstillfälle, inte båda.",
            "Give a person or an offering, not both.",
        );
    }
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Some(person) = new.person {
        let row = tx.lock_person(person).await?;
        let row = row.ok_or(Error::NotFound { what: "person" })?;
        if !people::sees(caller, &row) {
            return Err(Error::Forbidden);
        }
    }
    let offering = match &new.offering {
        Some(code) => Some(find_offering(&mut tx, code).await?),
        None => None,
    };
    let row = HoldRow {
        id: app.seeds.id(tx.now()),
        person_id: new.person.map(|person| person.0),
        offering_id: offering.as_ref().map(|offering| offering.id),
        offering: offering.map(|offering| offering.code),
        reason,
        reference,
        set_by: caller.actor(),
        set_at: tx.now().into(),
        released_by: None,
        released_at: None,
    };
    tx.insert_hold(&row).await?;
    tx.record(
        Fact::new("retention.held", "retention_hold", row.id).after(json!({
            "person": row.person_id, "offering": row.offering_id, "reference": row.reference,
        })),
    );
    app.commit(tx).await?;
    Ok(view(caller, row))
}

/// Releases a hold.
pub async fn release(app: &App, caller: &Caller, id: Uuid) -> Result<HoldView> {
    caller.require(Permission::SetRetention)?;
    let mut tx = app.write(caller).await?;
    let released = tx.release_hold(id).await?;
    let row = tx.holds().await?.into_iter().find(|row| row.id == id);
    let row = row.ok_or(Error::NotFound { what: "hold" })?;
    if !released {
        return Err(Error::refused(
            "already-released",
            "Gallringsstoppet är redan hävt.",
            "The hold has been released already.",
        ));
    }
    tx.record(
        Fact::new("retention.released", "retention_hold", id).after(json!({
            "person": row.person_id, "offering": row.offering_id,
        })),
    );
    app.commit(tx).await?;
    Ok(view(caller, row))
}
