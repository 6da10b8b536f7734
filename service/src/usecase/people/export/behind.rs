//! What is kept of a person behind what the person sees: in bases of invoices, and of imports that may be taken back.

use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, application::ApplicationRow, import_entry::OwnImportEntryRow},
    usecase::{Caller, imports::opened, needs},
};
use samverkan_domain::id::{PersonId, TokenId};
use serde_json::{Value, json};

/// In which bases of invoices an application stands.
pub(super) async fn paid_for(
    tx: &mut Tx,
    person: PersonId,
    row: &ApplicationRow,
) -> Result<Vec<Value>> {
    let lines = tx.invoice_lines_of(person.0).await?.into_iter();
    let lines = lines.filter(|line| line.application_id == row.id);
    Ok(lines
        .map(|line| {
            json!({
                "contract": line.contract, "number": line.number, "standing": line.standing,
                "left_on": line.left_on, "made_at": line.made_at.0,
            })
        })
        .collect())
}

/// What imports have changed, and what stood there before: it is kept so that an import can be taken back.
pub(super) async fn imported(app: &App, person: PersonId) -> Result<Vec<Value>> {
    let entries = app.read().await?.import_entries_of(person).await?;
    let one = |entry: OwnImportEntryRow| {
        let (key, was) = opened(app, &entry.kept)?;
        // Of a person the names and the rest; of an application where it stood.
        let before = was.map(|was| match was.get("data") {
            Some(data) => json!({
                "given_name": data["given_name"], "family_name": data["family_name"],
                "profession": data["profession"], "programme": data["programme"],
                "workplace": data["workplace"], "modality": data["modality"],
            }),
            None => json!({ "state": was["state"] }),
        });
        Ok(json!({
            "thing": entry.thing, "address": key, "before": before,
            "changed_at": entry.created_at.0,
            "taken_back_at": entry.undone_at.map(|at| at.0),
        }))
    };
    entries.into_iter().map(one).collect()
}

/// That somebody has decided that the person is not the same as another: who that is, is not told.
pub(super) async fn told_apart(app: &App, person: PersonId) -> Result<Vec<Value>> {
    let rows = app.read().await?.kept_apart_from(person).await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|row| json!({ "decided_at": row.decided_at.0 }))
        .collect())
}

/// Records that have become part of the person, and what they hold of their own.
pub(super) async fn merged_records(app: &App, person: PersonId) -> Result<Vec<Value>> {
    let records = app.read().await?.records_merged_into(person).await?;
    let mut all = Vec::with_capacity(records.len());
    for (id,) in records {
        let record = PersonId(id);
        let row = app.read().await?.person_even_merged(record).await?;
        let row = row.ok_or(Error::NotFound { what: "person" })?.0;
        let held = Caller::Participant {
            person: record,
            token: TokenId(id),
        };
        all.push(json!({
            "id": id,
            "given_name": row.given_name,
            "family_name": row.family_name,
            "kept_since": row.created_at.0,
            "practical_needs": needs::mine(app, &held).await?,
            "merits": super::stated(app, &held).await?,
            "own_calendar": super::calendar(app, &held).await?,
        }));
    }
    Ok(all)
}
