//! Taking back what an import did.

use super::Context;
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::{col, num},
    text::{Lang, text},
};
use clap::Args;
use uuid::Uuid;

pub(super) const EXAMPLES: &str = "\
What has been changed since, or others build on, is kept, and it is said why. Who has had a letter is
kept too; with --also-told they are struck by decision, and get a letter that says so.

Examples:
  samverkan import list
  samverkan import undo IMPORT --dry-run
  samverkan import undo IMPORT --also-told";

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// Id of the import; `samverkan import list` shows it
    import: Uuid,
    /// Only report what would be done
    #[arg(long)]
    dry_run: bool,
    /// Strike those who have had a letter too, and write to them
    #[arg(long)]
    also_told: bool,
}

pub(super) async fn run(context: &Context<'_>, undo: &Undo) -> Result {
    if !undo.dry_run {
        context.out.confirm(&text!(
            "Det som importen gjorde tas tillbaka. Titta först med --dry-run.",
            "What the import did is taken back. Look first with --dry-run."
        ))?;
    }
    let body = types::NewImportUndo {
        also_told: undo.also_told,
        dry_run: undo.dry_run,
    };
    let call = context.api.undo_import().import(undo.import).body(body);
    let undone = call.send().await?.into_inner();
    context.out.show(&undone, |out| {
        let rows = undone.items.iter().map(|item| {
            vec![
                item.row.to_string(),
                thing(out.lang, item.thing).to_owned(),
                item.name.clone(),
                outcome(out.lang, item.outcome).to_owned(),
                item.why.clone().unwrap_or_default(),
            ]
        });
        let columns = [
            num("Rad", "Row"),
            col("Vad", "What"),
            col("Namn", "Name"),
            col("Blir", "Becomes"),
            col("Varför", "Why"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        let more = undone.items_left_out;
        if more > 0 {
            out.note(&text!(
                "… och {more} till, som före importen",
                "… and {more} more, as before the import"
            ));
        }
        let (back, ended, kept) = (undone.taken_back, undone.ended, undone.kept);
        out.say(&text!(
            "{back} tillbaka, {ended} avslutade, {kept} kvar",
            "{back} taken back, {ended} ended, {kept} kept"
        ))?;
        if undone.dry_run {
            out.say(&text!(
                "Det här var bara en provkörning",
                "This was only a dry run"
            ))?;
        } else if !undone.carried_out {
            out.note(&text!(
                "Inget gick att ta tillbaka, och inget är ändrat",
                "Nothing could be taken back, and nothing is changed"
            ));
        }
        Ok(())
    })?;
    if undone.carried_out {
        Ok(())
    } else {
        Err(CliError::No)
    }
}

fn thing(lang: Lang, thing: types::ImportedThing) -> &'static str {
    use types::ImportedThing as T;
    match thing {
        T::Person => lang.pick("person", "person"),
        T::Address => lang.pick("e-postadress", "e-mail address"),
        T::Application => lang.pick("anmälan", "application"),
        T::Session => lang.pick("möte", "session"),
        T::Programme => lang.pick("program", "programme"),
        T::Workplace => lang.pick("skolenhet", "school unit"),
    }
}

fn outcome(lang: Lang, outcome: types::UndoOutcome) -> &'static str {
    use types::UndoOutcome as O;
    match outcome {
        O::TakenBack => lang.pick("som före importen", "as before the import"),
        O::Ended => lang.pick("avslutas", "ended"),
        O::Kept => lang.pick("kvar", "kept"),
    }
}
