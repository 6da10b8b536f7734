//! What needs doing today, and the command that does it: what `samverkan` alone says.

use super::Context;
use crate::{
    error::Result,
    output::{Printer, col},
    text::{text, when},
};

pub(crate) async fn run(context: &Context<'_>) -> Result {
    let today = context.api.get_today().send().await?.into_inner();
    context.out.show(&today, |out| {
        if today.waits.is_empty() {
            return out.say(&text!(
                "Inget väntar på dig i dag",
                "Nothing waits for you today"
            ));
        }
        let rows = today.waits.iter().map(|one| {
            vec![
                one.says.clone(),
                one.due.as_ref().map(|due| when(due)).unwrap_or_default(),
                one.command.clone(),
            ]
        });
        let columns = [
            col("Väntar", "Waits"),
            col("Först", "First"),
            col("Gör så här", "Do this"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

/// How to begin, for who is not signed in.
pub(crate) fn begin(out: &Printer) -> Result {
    out.say(&text!(
        "Du är inte inloggad. Börja så här:",
        "You are not signed in. Begin like this:"
    ))?;
    out.line("  samverkan login --url https://kurs.example.org")?;
    out.say(&text!(
        "Nyckeln får du av en kollega (samverkan token create) eller av driften (samverkan-service token).",
        "A colleague (samverkan token create) or who runs the service (samverkan-service token) gives you the token."
    ))?;
    out.say(&text!(
        "Alla kommandon: samverkan --help",
        "All commands: samverkan --help"
    ))
}
