//! Letters: what they say, and whether they arrive.

mod rule;
mod template;

use super::{Context, or_empty};
use crate::{
    args::one_of,
    client::{api::types, given},
    error::{CliError, Result},
    named::{PersonRef, maybe},
    output::{Printer, col, num},
    page::{Paging, page},
    text::{text, when, word},
    watch::Watch,
};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const STATES: &[&str] = &["waiting", "retrying", "delivered", "failed", "bounced"];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Letters and whether they arrived, newest first
    List(List),
    /// One letter: what it says, and what became of it
    Show {
        /// Id
        message: Uuid,
    },
    /// Try a letter once more that did not arrive, to the person's address as it is now
    Retry {
        /// Id
        message: Uuid,
    },
    /// Note by another server's notification that a letter did not arrive
    #[command(
        after_help = "Examples:\n  samverkan mail bounce studs.eml\n  samverkan mail bounce - < studs.eml"
    )]
    Bounce {
        /// The notification with its attachments, saved as a file (-: from standard input)
        file: PathBuf,
    },
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
    /// Only those
    #[arg(long, value_parser = one_of::<types::MessageState>(STATES))]
    state: Option<types::MessageState>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    pub(crate) watch: Watch,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Show { message } => {
            let call = context.api.get_message().message(*message);
            shown(context.out, &call.send().await?.into_inner())
        }
        Verb::Retry { message } => {
            let call = context.api.retry_message().message(*message);
            shown(context.out, &call.send().await?.into_inner())
        }
        Verb::Bounce { file } => bounce(context, file).await,
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
                given!(call, person: person, state: wanted.state, cursor: cursor)
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
                message.id.to_string(),
            ]
        });
        let columns = [
            col("Skrivet", "Written"),
            col("Läge", "State"),
            num("Försök", "Attempts"),
            col("Ämne", "Subject"),
            col("Fel", "Fault"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}

fn shown(out: &Printer, letter: &types::MessageLetter) -> Result {
    out.show(letter, |out| {
        let message = &letter.message;
        let at = |at: Option<&String>| at.map(|at| when(at)).unwrap_or_default();
        out.facts(&[
            (col("Till", "To"), letter.to_name.clone()),
            (
                col("Adress", "Address"),
                or_empty(letter.to_address.as_ref()),
            ),
            (col("Ämne", "Subject"), message.subject.clone()),
            (col("Läge", "State"), word(out.lang, &message.state)),
            (col("Skrivet", "Written"), when(&message.created_at)),
            (col("Försök", "Attempts"), message.attempts.to_string()),
            (
                col("Senast prövat", "Last tried"),
                at(message.tried_at.as_ref()),
            ),
            (
                col("Prövas igen", "Tried again"),
                at(message.due_at.as_ref()),
            ),
            (
                col("Överlämnat", "Handed over"),
                at(message.delivered_at.as_ref()),
            ),
            (
                col("Servern sade", "The server said"),
                or_empty(message.last_error.as_ref()),
            ),
            (col("Id", "Id"), message.id.to_string()),
        ])?;
        let Some(text) = &letter.text else {
            return Ok(());
        };
        out.line("")?;
        text.lines().try_for_each(|line| out.line(line))
    })
}

async fn bounce(context: &Context<'_>, file: &Path) -> Result {
    let octets = super::import::read(file)?;
    // Notifications are seven-bit text; what is not is somebody's quoted letter.
    let text = String::from_utf8_lossy(&octets).replace('\0', "");
    if text.trim().is_empty() {
        return Err(CliError::usage(text!("Filen är tom", "The file is empty")));
    }
    let call = context.api.note_bounce().body(types::NewBounce { text });
    let read = call.send().await?.into_inner();
    context.out.show(&read, |out| {
        let (id, why) = (read.message, &read.why);
        out.say(&if read.permanent {
            text!(
                "Brevet {id} kom inte fram, och adressen är märkt: {why}",
                "Letter {id} did not arrive, and the address is flagged: {why}"
            )
        } else {
            text!(
                "Brevet {id} är bara försenat; inget är ändrat: {why}",
                "Letter {id} is only late; nothing is changed: {why}"
            )
        })
    })
}
