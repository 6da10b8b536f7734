//! Approvals: what heads have been asked about nominations.

use super::{Context, application::fetch, or_empty};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::Result,
    named::ApplicationRef,
    output::col,
    text::{text, when, word},
    watch::Watch,
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// What heads have been asked in a channel, the latest first
    List {
        /// Code or id of the channel
        channel: String,
        #[command(flatten)]
        watch: Watch,
    },
    /// Nominate anew somebody whose head has said no, or nothing; the head is asked again
    #[command(
        after_help = "Example:\n  samverkan approval renominate 018f… --head rektor@kommun.example"
    )]
    Renominate {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        /// The head's address; default: as before
        #[arg(long, value_name = "EMAIL")]
        head: Option<String>,
        /// The deputy's address; default: as before
        #[arg(long, value_name = "EMAIL")]
        deputy: Option<String>,
        #[command(flatten)]
        seen: Seen,
    },
    /// Ask the head anew; links in earlier letters stop working
    Resend {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        #[command(flatten)]
        seen: Seen,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { channel, .. } => list(context, channel).await,
        Verb::Resend { application, seen } => {
            let before = fetch(context, application).await?;
            let call = context.api.resend_approval().application(before.id);
            let call = call.if_match(if_match(seen.revision, before.revision));
            asked_anew(context, &call.send().await?.into_inner())
        }
        Verb::Renominate {
            application,
            head,
            deputy,
            seen,
        } => {
            let before = fetch(context, application).await?;
            let call = context.api.renominate().application(before.id);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let call = call.body(types::Renomination {
                head_email: head.clone(),
                deputy_email: deputy.clone(),
            });
            asked_anew(context, &call.send().await?.into_inner())
        }
    }
}

fn asked_anew(context: &Context<'_>, asked: &types::Approval) -> Result {
    context.out.show(asked, |out| {
        let until = when(&asked.expires_at);
        out.say(&text!(
            "Chefen är tillfrågad på nytt och kan svara före {until}",
            "The head is asked anew and can answer before {until}"
        ))
    })
}

async fn list(context: &Context<'_>, channel: &str) -> Result {
    let call = context.api.list_approvals().channel(channel);
    let approvals = call.send().await?.into_inner();
    context.out.show(&approvals, |out| {
        let rows = approvals.iter().map(|approval| {
            let outcome = match approval.outcome.as_deref() {
                None => "waiting",
                // The same words as of applications and sessions, with another sense.
                Some("refused") => "not_approved",
                Some("cancelled") => "taken_back",
                Some(outcome) => outcome,
            };
            let by = approval.answered_as.as_deref();
            vec![
                approval.person_name.clone(),
                word(out.lang, outcome),
                by.map(|by| word(out.lang, by)).unwrap_or_default(),
                when(&approval.asked_at),
                when(&approval.expires_at),
                or_empty(approval.head_email.as_ref()),
                or_empty(approval.deputy_email.as_ref()),
                approval.application.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Svar", "Answer"),
            col("Av", "By"),
            col("Frågad", "Asked"),
            col("Svar före", "Answer before"),
            col("Chef", "Head"),
            col("Ersättare", "Deputy"),
            col("Anmälan", "Application"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
