//! Letters: what they say, and whether they arrive.

mod rule;
mod template;

use super::{Context, or_empty};
use crate::{
    client::given,
    error::Result,
    named::{PersonRef, maybe},
    output::{col, num},
    page::{Paging, page},
    text::{when, word},
};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Letters and whether they arrived, newest first
    List(List),
    /// The words of letters, by offering and language (mallar)
    #[command(subcommand)]
    Template(template::Verb),
    /// Reminders by rule: when, to whom, in which words (påminnelser)
    #[command(subcommand)]
    Rule(rule::Verb),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only to this person: id or name
    #[arg(long, value_name = "PERSON")]
    person: Option<PersonRef>,
    #[command(flatten)]
    paging: Paging,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Template(verb) => template::run(context, verb).await,
        Verb::Rule(verb) => rule::run(context, verb).await,
    }
}

async fn list(context: &Context<'_>, wanted: &List) -> Result {
    let person = maybe(wanted.person.as_ref(), context).await?;
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = context.api.list_messages().limit(limit);
            Ok(page!(
                given!(call, person: person, cursor: cursor).send().await?
            ))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|message| {
            vec![
                when(&message.created_at),
                word(out.lang, &message.state),
                message.attempts.to_string(),
                message.subject.clone(),
                or_empty(message.last_error.as_ref()),
            ]
        });
        let columns = [
            col("Skrivet", "Written"),
            col("Läge", "State"),
            num("Försök", "Attempts"),
            col("Ämne", "Subject"),
            col("Fel", "Fault"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}
