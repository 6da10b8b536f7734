//! Holds: what is not weeded, whatever the rules say.

use crate::{
    client::api::types,
    commands::{Context, or_empty},
    error::Result,
    named::{Named, PersonRef},
    output::col,
    text::{text, when},
};
use clap::{Args, Subcommand};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Hold a person or an offering
    #[command(
        after_help = "Example:\n  samverkan retention hold add --offering SA123A-V9001V27 --reason 'Beslut överklagat' --reference 'ORU 2027/456'"
    )]
    Add(Add),
    /// Holds, those in force first
    List,
    /// Release a hold
    Release {
        /// Id of the hold
        hold: Uuid,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Id or name of a person
    #[arg(long, required_unless_present = "offering")]
    person: Option<PersonRef>,
    /// Code or id of an offering
    #[arg(long, conflicts_with = "person")]
    offering: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Diarienummer of the matter
    #[arg(long, value_name = "TEXT")]
    reference: String,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Add(wanted) => add(context, wanted).await,
        Verb::List => list(context).await,
        Verb::Release { hold } => {
            let call = context.api.release_retention_hold().hold(*hold);
            let released = call.send().await?.into_inner();
            context.out.show(&released, |out| {
                out.say(&text!("Gallringsstoppet är hävt", "The hold is released"))
            })
        }
    }
}

async fn add(context: &Context<'_>, wanted: &Add) -> Result {
    let person = match &wanted.person {
        Some(person) => Some(person.id(context).await?),
        None => None,
    };
    let call = context.api.create_retention_hold();
    let call = call.body(types::NewRetentionHold {
        person,
        offering: wanted.offering.clone(),
        reason: wanted.reason.clone(),
        reference: wanted.reference.clone(),
    });
    let held = call.send().await?.into_inner();
    context.out.show(&held, |out| {
        let id = &held.id;
        out.say(&text!(
            "Gallringsstopp {id}: inget gallras förrän det hävs",
            "Hold {id}: nothing is weeded until it is released"
        ))
    })
}

async fn list(context: &Context<'_>) -> Result {
    let holds = context
        .api
        .list_retention_holds()
        .send()
        .await?
        .into_inner();
    context.out.show(&holds, |out| {
        let rows = holds.iter().map(|hold| {
            let person = hold.person.map(|id| id.to_string());
            let whom = hold.offering.clone().or(person).unwrap_or_default();
            vec![
                whom,
                or_empty(hold.reason.as_ref()),
                hold.reference.clone(),
                when(&hold.set_at),
                hold.released_at.as_deref().map(when).unwrap_or_default(),
                hold.id.to_string(),
            ]
        });
        let columns = [
            col("Gäller", "Of"),
            col("Skäl", "Reason"),
            col("Ärende", "Matter"),
            col("Sedan", "Since"),
            col("Hävt", "Released"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
