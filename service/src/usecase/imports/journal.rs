//! What an import makes and changes, noted while it does, so that it can be taken back.

use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        import_entry::ImportEntryRow,
        person::{PersonData, PersonRow},
    },
    usecase::people::data_of,
};
use samverkan_domain::{
    id::{ApplicationId, ImportId, PersonId, SessionId},
    import::undo::Thing,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is kept of an entry, sealed: it may be somebody's former name.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Of what is known by a code or an address.
    pub key: Option<String>,
    /// Nothing: the import made it.
    pub was: Option<Value>,
    /// How the import left it: what counts as changed since is what is otherwise, whatever its revision.
    pub after: Option<Value>,
}

/// A person before the import changed it.
#[derive(Serialize, Deserialize)]
pub(super) struct WasPerson {
    pub data: PersonData,
    pub had_identity: bool,
}

/// Entries that are written at a time.
const AT_A_TIME: usize = 500;

struct Entry {
    row: u32,
    thing: Thing,
    subject: Uuid,
    kept: Kept,
}

#[derive(Default)]
pub(super) struct Journal {
    entries: Vec<Entry>,
    known: BTreeSet<(Thing, Uuid, Option<String>)>,
}

impl Journal {
    /// Something new.
    pub(super) fn made(&mut self, row: u32, thing: Thing, subject: Uuid, key: Option<&str>) {
        let key = key.map(str::to_owned);
        self.note(
            row,
            thing,
            subject,
            Kept {
                key,
                ..Kept::default()
            },
        );
    }

    /// Something that was there, as it was.
    pub(super) fn changed(
        &mut self,
        row: u32,
        thing: Thing,
        subject: Uuid,
        key: Option<&str>,
        was: &impl Serialize,
    ) -> Result<()> {
        let was = serde_json::to_value(was).map_err(Error::internal)?;
        let key = key.map(str::to_owned);
        let kept = Kept {
            key,
            was: Some(was),
            after: None,
        };
        self.note(row, thing, subject, kept);
        Ok(())
    }

    pub(super) fn person(&mut self, row: u32, was: &PersonRow) -> Result<()> {
        self.changed(row, Thing::Person, was.id, None, &WasPerson::of(was))
    }

    /// Only the first of several changes knows what was before the import.
    fn note(&mut self, row: u32, thing: Thing, subject: Uuid, kept: Kept) {
        let key = (thing, subject, kept.key.clone());
        if self.known.insert(key) {
            self.entries.push(Entry {
                row,
                thing,
                subject,
                kept,
            });
        }
    }

    /// Keeps it with the run, with how each thing was left.
    pub(super) async fn keep(self, app: &App, tx: &mut Tx, run: ImportId) -> Result<()> {
        let mut rows = Vec::with_capacity(AT_A_TIME.min(self.entries.len()));
        drop(self.known);
        for (position, entry) in (0..).zip(self.entries) {
            let mut kept = entry.kept;
            kept.after = shape(tx, entry.thing, entry.subject, kept.key.as_deref()).await?;
            let plain = serde_json::to_vec(&kept).map_err(Error::internal)?;
            rows.push(ImportEntryRow {
                run_id: run.0,
                position,
                row_number: i64::from(entry.row),
                thing: entry.thing.word().to_owned(),
                subject_id: entry.subject,
                kept: app.secrets.seal(&app.seeds, &plain),
                undone_at: None,
            });
            if rows.len() == AT_A_TIME {
                tx.insert_import_entries(&rows).await?;
                rows.clear();
            }
        }
        if !rows.is_empty() {
            tx.insert_import_entries(&rows).await?;
        }
        Ok(())
    }
}

/// What was kept of an entry.
pub(super) fn open(app: &App, sealed: &[u8]) -> Result<Kept> {
    let plain = app.secrets.open(sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// The address of an entry, and what was before it.
pub(in crate::usecase) fn opened(
    app: &App,
    sealed: &[u8],
) -> Result<(Option<String>, Option<Value>)> {
    let kept = open(app, sealed)?;
    Ok((kept.key, kept.was))
}

/// How a thing is now, but for what only counts its changes. None: it is not there.
pub(super) async fn shape(
    tx: &mut Tx,
    thing: Thing,
    subject: Uuid,
    key: Option<&str>,
) -> Result<Option<Value>> {
    let value = match thing {
        Thing::Person => {
            let row = tx.person(PersonId(subject)).await?;
            row.map(|row| serde_json::to_value(WasPerson::of(&row)))
        }
        Thing::Application => {
            let row = tx.application(ApplicationId(subject)).await?;
            row.map(serde_json::to_value)
        }
        Thing::Session => tx
            .session(SessionId(subject))
            .await?
            .map(serde_json::to_value),
        Thing::Programme => {
            let row = tx.programme(key.unwrap_or_default()).await?;
            row.map(serde_json::to_value)
        }
        Thing::Workplace => {
            let row = tx.workplace(key.unwrap_or_default()).await?;
            row.map(serde_json::to_value)
        }
        Thing::Address => return Ok(None),
    };
    let Some(mut value) = value.transpose().map_err(Error::internal)? else {
        return Ok(None);
    };
    if let Some(fields) = value.as_object_mut() {
        for counts in ["revision", "changed_at", "modified_at", "sequence"] {
            fields.remove(counts);
        }
    }
    Ok(Some(value))
}

impl WasPerson {
    fn of(row: &PersonRow) -> Self {
        Self {
            data: data_of(row),
            had_identity: row.identity_hash.is_some(),
        }
    }
}
