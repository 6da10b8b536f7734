//! Taking back what an import did.

use super::super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::WriteFailure,
};
use super::count;
use crate::usecase::imports::undo::{self, UndoItem, UndoRequest, Undone};
use poem::Request;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::{
    id::ImportId,
    import::undo::{Outcome, Thing},
    person::Language,
};
use serde::Deserialize;
use uuid::Uuid;

/// What a row of a file made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ImportedThing {
    Person,
    /// An e-mail address of somebody who was here.
    Address,
    Application,
    Session,
    Programme,
    Workplace,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum UndoOutcome {
    /// As it was before the import.
    TakenBack,
    /// Others had been told: an application is struck and the person told so, a session is cancelled.
    Ended,
    Kept,
}

/// How to take an import back.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewImportUndo {
    /// Report only.
    #[serde(default)]
    #[oai(default)]
    pub dry_run: bool,
    /// Strike applications whose people have had a letter, and write to them. Left out: they are kept.
    #[serde(default)]
    #[oai(default)]
    pub also_told: bool,
}

/// What was taken back, row by row.
#[derive(Debug, Object)]
pub struct ImportUndo {
    pub import: Uuid,
    pub dry_run: bool,
    /// Whether anything was taken back, or would be.
    pub carried_out: bool,
    pub taken_back: i64,
    pub ended: i64,
    pub kept: i64,
    /// By row: whatever was ended or kept, and the first five thousand of what was taken back.
    pub items: Vec<ImportUndoItem>,
    /// How many more were taken back.
    pub items_left_out: i64,
}

#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ImportUndoItem {
    /// Of the file.
    pub row: u32,
    pub thing: ImportedThing,
    pub subject: Uuid,
    /// The person, or the alias of one who is hidden from the reader; a title or a code.
    pub name: String,
    /// Whether the import made it, rather than changed it.
    pub made: bool,
    pub outcome: UndoOutcome,
    /// Stable name of why, for programs.
    pub because: Option<String>,
    /// The same in words.
    pub why: Option<String>,
}

fn thing(thing: Thing) -> ImportedThing {
    match thing {
        Thing::Person => ImportedThing::Person,
        Thing::Address => ImportedThing::Address,
        Thing::Application => ImportedThing::Application,
        Thing::Session => ImportedThing::Session,
        Thing::Programme => ImportedThing::Programme,
        Thing::Workplace => ImportedThing::Workplace,
    }
}

fn item(item: UndoItem, language: Language) -> ImportUndoItem {
    let because = item.code();
    ImportUndoItem {
        row: item.row,
        thing: thing(item.thing),
        subject: item.subject,
        name: item.name,
        made: item.made,
        outcome: match item.outcome {
            Outcome::TakenBack => UndoOutcome::TakenBack,
            Outcome::Ended => UndoOutcome::Ended,
            Outcome::Kept => UndoOutcome::Kept,
        },
        because,
        why: item
            .because
            .map(|because| because.label(language).to_owned()),
    }
}

fn answer(undone: Undone, language: Language) -> ImportUndo {
    let done = undone.done;
    ImportUndo {
        import: undone.import.id.0,
        dry_run: undone.dry_run,
        carried_out: undone.carried_out,
        taken_back: count(done.taken_back),
        ended: count(done.ended),
        kept: count(done.kept),
        items_left_out: count(done.left_out()),
        items: done
            .items
            .into_iter()
            .map(|one| item(one, language))
            .collect(),
    }
}

pub struct ImportUndoApi;

#[OpenApi(tag = "Tags::Imports")]
impl ImportUndoApi {
    /// Take back what an import did
    ///
    /// In one piece. What has been changed since, or others build on, is kept and said; a dry run says what would be done.
    #[oai(
        path = "/imports/:import/undo",
        method = "post",
        operation_id = "undo_import"
    )]
    async fn undo_import(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        import: Path<Uuid>,
        Body(body): Body<NewImportUndo>,
    ) -> Result<Json<ImportUndo>, WriteFailure> {
        let wanted = UndoRequest {
            dry_run: body.dry_run,
            also_told: body.also_told,
        };
        let undone = undo::undo(&app, auth.caller(), ImportId(import.0), wanted).await?;
        Ok(Json(answer(undone, language(request))))
    }
}
