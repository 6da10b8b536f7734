//! Taking back what an import did: in one transaction, row by row, with what stays and why. A dry run is the same,
//! undone at the end.

mod applications;
mod others;
mod people;

use super::{
    ImportView,
    journal::{self, Kept},
    view,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, as_word, import::ImportRow, import_entry::ImportEntryRow},
    usecase::{Caller, Permission},
};
use samverkan_domain::{
    fact::Fact,
    id::{ImportId, OfferingId},
    import::undo::{Because, Outcome, Thing},
};
use serde_json::json;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, Default)]
pub struct UndoRequest {
    pub dry_run: bool,
    /// Applications whose people have had a letter are struck by decision, and the people told so.
    pub also_told: bool,
}

/// What was taken back, and what was not.
#[derive(Debug, Clone)]
pub struct Undone {
    pub import: ImportView,
    pub dry_run: bool,
    /// Whether anything was, or would be.
    pub carried_out: bool,
    pub done: Done,
}

/// What became of what the import did.
#[derive(Debug, Clone, Default)]
pub struct Done {
    pub taken_back: usize,
    pub ended: usize,
    pub kept: usize,
    /// By row. What was ended or kept is here in any case.
    pub items: Vec<UndoItem>,
}

#[derive(Debug, Clone)]
pub struct UndoItem {
    /// Of the file.
    pub row: u32,
    pub thing: Thing,
    pub subject: Uuid,
    /// The person, as the reader may see them; or a title or code.
    pub name: String,
    /// The import made it; otherwise it changed it.
    pub made: bool,
    pub outcome: Outcome,
    pub because: Option<Because>,
}

impl UndoItem {
    /// Why, as programs know it.
    pub fn code(&self) -> Option<String> {
        self.because.map(as_word)
    }
}

type Judged = (Outcome, Option<Because>);

/// What each thing needs to know of the run.
struct Undo<'a> {
    app: &'a App,
    caller: &'a Caller,
    run: &'a ImportRow,
    also_told: bool,
}

/// An entry, opened.
struct Opened {
    entry: ImportEntryRow,
    thing: Thing,
    kept: Kept,
}

impl Opened {
    fn was<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>> {
        let was = self.kept.was.clone();
        was.map(|was| serde_json::from_value(was).map_err(Error::internal))
            .transpose()
    }

    /// Whether it is otherwise than the import left it.
    async fn is_changed(&self, tx: &mut Tx) -> Result<bool> {
        let (subject, key) = (self.entry.subject_id, self.kept.key.as_deref());
        Ok(journal::shape(tx, self.thing, subject, key).await? != self.kept.after)
    }

    fn key(&self) -> Result<&str> {
        let key = self.kept.key.as_deref();
        key.ok_or_else(|| Error::internal("an entry without its key"))
    }
}

/// What leans on others comes before them.
const ORDER: [Thing; 6] = [
    Thing::Application,
    Thing::Address,
    Thing::Person,
    Thing::Session,
    Thing::Programme,
    Thing::Workplace,
];
/// Entries that are read at a time.
const AT_A_TIME: i64 = 500;
/// So many that were taken back are told one by one; the rest is counted.
const ITEMS_MAX: usize = 5_000;

pub async fn undo(
    app: &App,
    caller: &Caller,
    id: ImportId,
    request: UndoRequest,
) -> Result<Undone> {
    caller.require(Permission::Import)?;
    let mut tx = app.write(caller).await?;
    let run = tx.import(id).await?;
    let run = run.ok_or(Error::NotFound { what: "import" })?;
    if let Some(offering) = run.offering_id {
        tx.lock_offering(OfferingId(offering)).await?;
    }
    tx.lock_import(id).await?;
    if !tx.import_entries_left(id).await? {
        return Err(nothing_left(&run));
    }
    let undo = Undo {
        app,
        caller,
        run: &run,
        also_told: request.also_told,
    };
    let mut done = Done::default();
    let mut kept = Vec::new();
    for thing in ORDER {
        let mut before = i64::MAX;
        loop {
            let entries = tx
                .import_entries(id, thing.word(), before, AT_A_TIME)
                .await?;
            let Some(last) = entries.last() else {
                break;
            };
            before = last.position;
            for entry in entries {
                let position = entry.position;
                let item = undo.one(&mut tx, &opened(app, thing, entry)?).await?;
                if item.outcome == Outcome::Kept {
                    kept.push(position);
                }
                done.add(item);
            }
        }
    }
    // Of a large register all goes as a rule: one statement, and one more for each that stays.
    tx.import_entries_undone(id).await?;
    for position in kept {
        tx.import_entry_kept(id, position).await?;
    }
    let carried_out = done.taken_back + done.ended > 0;
    if request.dry_run || !carried_out {
        tx.rollback().await?;
    } else {
        tx.import_undone(id).await?;
        tx.record(Fact::new("import.undone", "import", id.0).after(json!({
            "taken_back": done.taken_back, "ended": done.ended, "kept": done.kept,
        })));
        app.commit(tx).await?;
    }
    Ok(Undone {
        import: view(&run)?,
        dry_run: request.dry_run,
        carried_out,
        done: done.sorted(),
    })
}

fn opened(app: &App, thing: Thing, entry: ImportEntryRow) -> Result<Opened> {
    let kept = journal::open(app, &entry.kept)?;
    Ok(Opened { entry, thing, kept })
}

fn nothing_left(run: &ImportRow) -> Error {
    if run.undone_at.is_some() {
        Error::refused(
            "import-undone-already",
            "Allt som importen gjorde är redan tillbakataget.",
            "Everything that the import did has been taken back already.",
        )
    } else {
        Error::refused(
            "nothing-to-take-back",
            "Importen ändrade ingenting, eller så sparas inte längre vad den gjorde.",
            "The import changed nothing, or what it did is not kept any more.",
        )
    }
}

impl Done {
    fn add(&mut self, item: UndoItem) {
        match item.outcome {
            Outcome::TakenBack => self.taken_back += 1,
            Outcome::Ended => self.ended += 1,
            Outcome::Kept => self.kept += 1,
        }
        // What was not simply taken back is what somebody has to look at.
        let plain = item.outcome == Outcome::TakenBack;
        if !plain || self.items.len() < ITEMS_MAX {
            self.items.push(item);
        }
    }

    fn sorted(mut self) -> Self {
        let order = |thing| ORDER.iter().position(|one| *one == thing);
        self.items.sort_by_key(|item| (item.row, order(item.thing)));
        self
    }

    /// How many were taken back without being among the items.
    pub fn left_out(&self) -> usize {
        self.taken_back + self.ended + self.kept - self.items.len()
    }
}

impl Undo<'_> {
    async fn one(&self, tx: &mut Tx, entry: &Opened) -> Result<UndoItem> {
        // Before it is gone.
        let name = self.name(tx, entry).await?;
        let (outcome, because) = match entry.thing {
            Thing::Application => self.application(tx, entry).await?,
            Thing::Person => self.person(tx, entry).await?,
            Thing::Address => self.address(tx, entry).await?,
            Thing::Session => self.session(tx, entry).await?,
            Thing::Programme => self.programme(tx, entry).await?,
            Thing::Workplace => self.workplace(tx, entry).await?,
        };
        Ok(UndoItem {
            row: u32::try_from(entry.entry.row_number).unwrap_or_default(),
            thing: entry.thing,
            subject: entry.entry.subject_id,
            name,
            made: entry.kept.was.is_none(),
            outcome,
            because,
        })
    }
}
