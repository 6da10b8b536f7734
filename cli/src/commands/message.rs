//! Mail that has been sent or waits.

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
    /// Messages, newest first
    List(List),
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
    let Verb::List(wanted) = verb;
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
