//! Mail that has been sent or waits.

use super::{Context, or_empty};
use crate::{
    client::given,
    error::Result,
    output::{col, num},
    page::{Paging, page},
    text::{when, word},
};
use clap::{Args, Subcommand};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Messages, newest first
    List(List),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only to this person (id)
    #[arg(long, value_name = "ID")]
    person: Option<Uuid>,
    #[command(flatten)]
    paging: Paging,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    let Verb::List(wanted) = verb;
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = context.api.list_messages().limit(limit);
            Ok(page!(
                given!(call, person: wanted.person, cursor: cursor)
                    .send()
                    .await?
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
