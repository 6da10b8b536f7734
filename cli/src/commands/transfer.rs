//! Wishes to change cohort.

use super::{Context, or_empty};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::Result,
    output::col,
    text::{text, when, word},
};
use clap::Subcommand;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Who has asked for another cohort, and why; those that wait first
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// Move somebody who has asked for it; they are told by letter
    #[command(
        after_help = "Example:\n  samverkan cohort transfer approve 018f… G2 --message 'Välkommen till G2'"
    )]
    Approve {
        /// Id of the wish
        transfer: Uuid,
        /// Code of the cohort to move to
        cohort: String,
        /// To the person, in the letter
        #[arg(long, value_name = "TEXT")]
        message: Option<String>,
        #[command(flatten)]
        seen: Seen,
    },
    /// Say no, and why; they are told by letter
    #[command(
        after_help = "Example:\n  samverkan cohort transfer refuse 018f… --reason 'De andra grupperna är fulla.'"
    )]
    Refuse {
        /// Id of the wish
        transfer: Uuid,
        /// To the person, in the letter
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        seen: Seen,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Approve {
            transfer,
            cohort,
            message,
            seen,
        } => {
            let revision = revision(context, *transfer).await?;
            let call = context.api.approve_cohort_transfer().transfer(*transfer);
            let call = call.if_match(if_match(seen.revision, revision));
            let call = call.body(types::TransferApproval {
                cohort: cohort.clone(),
                message: message.clone(),
            });
            let done = call.send().await?.into_inner();
            context.out.show(&done, |out| {
                let name = &done.person_name;
                let to = or_empty(done.to.as_ref());
                out.say(&text!(
                    "{name} är flyttad till {to} och får ett brev",
                    "{name} has been moved to {to} and gets a letter"
                ))
            })
        }
        Verb::Refuse {
            transfer,
            reason,
            seen,
        } => {
            let revision = revision(context, *transfer).await?;
            let call = context.api.refuse_cohort_transfer().transfer(*transfer);
            let call = call.if_match(if_match(seen.revision, revision));
            let call = call.body(types::TransferRefusal {
                reason: reason.clone(),
            });
            let done = call.send().await?.into_inner();
            context.out.show(&done, |out| {
                let (name, from) = (&done.person_name, &done.from);
                out.say(&text!(
                    "{name} är kvar i {from} och får ett brev",
                    "{name} stays in {from} and gets a letter"
                ))
            })
        }
    }
}

async fn revision(context: &Context<'_>, transfer: Uuid) -> Result<i64> {
    let call = context.api.get_cohort_transfer().transfer(transfer);
    Ok(call.send().await?.into_inner().revision)
}

async fn list(context: &Context<'_>, offering: &str) -> Result {
    let call = context.api.list_cohort_transfers().offering(offering);
    let wishes = call.send().await?.into_inner();
    context.out.show(&wishes, |out| {
        let rows = wishes.iter().map(|wish| {
            let state = match wish.state.as_str() {
                // The same word as of applications, with another sense.
                "refused" => "said_no",
                state => state,
            };
            vec![
                wish.person_name.clone(),
                wish.from.clone(),
                or_empty(wish.wanted.as_ref()),
                word(out.lang, state),
                or_empty(wish.to.as_ref()),
                when(&wish.asked_at),
                or_empty(wish.reason.as_ref()),
                wish.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Från", "From"),
            col("Önskar", "Wishes for"),
            col("Läge", "State"),
            col("Till", "To"),
            col("Begärt", "Asked"),
            col("Skäl", "Reason"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
