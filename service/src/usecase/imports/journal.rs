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
use std::collections::{BTreeMap, BTreeSet};
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
    position: i64,
    row: u32,
    thing: Thing,
    subject: Uuid,
    kept: Kept,
}

/// A thing that an entry is about.
type About = (Thing, Uuid, Option<String>);

/// Entries go to the database as the rows are done, so that a large import does not stand in memory.
pub(super) struct Journal {
    /// None in a dry run: nothing is kept.
    run: Option<ImportId>,
    next: i64,
    waiting: Vec<Entry>,
    /// Where each thing is; but not rows of registers, of which a file has one each.
    known: BTreeMap<About, i64>,
    /// Things that were changed once more after their entry had been written.
    again: BTreeSet<i64>,
}

impl Journal {
    pub(super) fn new(run: Option<ImportId>) -> Self {
        Self {
            run,
            next: 0,
            waiting: Vec::new(),
            known: BTreeMap::new(),
            again: BTreeSet::new(),
        }
    }

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
        if self.run.is_none() {
            return;
        }
        if !matches!(thing, Thing::Programme | Thing::Workplace) {
            let about = (thing, subject, kept.key.clone());
            if let Some(position) = self.known.get(&about) {
                if self
                    .waiting
                    .first()
                    .is_none_or(|one| *position < one.position)
                {
                    self.again.insert(*position);
                }
                return;
            }
            self.known.insert(about, self.next);
        }
        self.waiting.push(Entry {
            position: self.next,
            row,
            thing,
            subject,
            kept,
        });
        self.next += 1;
    }

    /// Writes what waits, between two rows, if it is enough.
    pub(super) async fn flush(&mut self, app: &App, tx: &mut Tx) -> Result<()> {
        if self.waiting.len() < AT_A_TIME {
            return Ok(());
        }
        self.write(app, tx).await
    }

    /// Writes the rest.
    pub(super) async fn finish(mut self, app: &App, tx: &mut Tx) -> Result<()> {
        self.write(app, tx).await?;
        let Some(run) = self.run else {
            return Ok(());
        };
        for position in self.again {
            let mut row = tx
                .import_entry(run, position)
                .await?
                .ok_or_else(|| Error::internal("an entry is gone"))?;
            let mut kept = open(app, &row.kept)?;
            let thing = Thing::from_word(&row.thing);
            let thing = thing.ok_or_else(|| Error::internal("an unknown thing"))?;
            kept.after = shape(tx, thing, row.subject_id, kept.key.as_deref()).await?;
            row.kept = seal(app, &kept)?;
            tx.set_import_entry_kept(&row).await?;
        }
        Ok(())
    }

    /// Writes what waits, with how each thing is left.
    async fn write(&mut self, app: &App, tx: &mut Tx) -> Result<()> {
        let Some(run) = self.run.filter(|_| !self.waiting.is_empty()) else {
            return Ok(());
        };
        let mut rows = Vec::with_capacity(self.waiting.len());
        for entry in self.waiting.drain(..) {
            let mut kept = entry.kept;
            kept.after = shape(tx, entry.thing, entry.subject, kept.key.as_deref()).await?;
            rows.push(ImportEntryRow {
                run_id: run.0,
                position: entry.position,
                row_number: i64::from(entry.row),
                thing: entry.thing.word().to_owned(),
                subject_id: entry.subject,
                kept: seal(app, &kept)?,
                undone_at: None,
            });
        }
        for some in rows.chunks(AT_A_TIME) {
            tx.insert_import_entries(some).await?;
        }
        Ok(())
    }
}

fn seal(app: &App, kept: &Kept) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(kept).map_err(Error::internal)?;
    Ok(app.secrets.seal(&app.seeds, &plain))
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
