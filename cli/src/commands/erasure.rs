//! Requests to have data erased, and deciding them.

use super::{Context, or_empty};
use crate::{
    args::{Seen, one_of},
    client::{api::types, if_match},
    error::Result,
    output::col,
    text::{text, when, word},
};
use clap::{Args, Subcommand};
use uuid::Uuid;

const OUTCOMES: &[&str] = &["granted", "partly", "refused"];
const GROUNDS: &[&str] = &[
    "not_needed",
    "objection",
    "unlawful",
    "public_task",
    "archive",
    "legal_claims",
];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Who has asked for what to be erased; those that wait first
    List,
    /// Decide a request on a ground in law; the person is told by letter. Nothing is erased by it
    #[command(
        after_help = "Example:\n  samverkan person erasure decide 018f… refused --ground public_task --reason 'Antagningsbeslut måste vi spara.'"
    )]
    Decide(Decide),
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Id of the request
    erasure: Uuid,
    #[arg(value_parser = one_of::<types::ErasureOutcome>(OUTCOMES))]
    outcome: types::ErasureOutcome,
    /// Why in law: article 17.1 a, c or d of the GDPR to erase; 17.3 b, d or e to keep
    #[arg(long, value_parser = one_of::<types::ErasureGround>(GROUNDS))]
    ground: types::ErasureGround,
    /// What is decided and why, to the person
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List => list(context).await,
        Verb::Decide(wanted) => decide(context, wanted).await,
    }
}

async fn decide(context: &Context<'_>, wanted: &Decide) -> Result {
    let call = context.api.get_erasure_request().erasure(wanted.erasure);
    let revision = call.send().await?.into_inner().revision;
    let call = context.api.decide_erasure_request().erasure(wanted.erasure);
    let call = call.if_match(if_match(wanted.seen.revision, revision));
    let call = call.body(types::NewErasureDecision {
        outcome: wanted.outcome,
        ground: wanted.ground,
        reason: wanted.reason.clone(),
    });
    let done = call.send().await?.into_inner();
    context.out.show(&done, |out| {
        let name = &done.person_name;
        out.say(&text!(
            "Beslutet är sparat och {name} får ett brev; inget är raderat än",
            "The decision is kept and {name} gets a letter; nothing is erased yet"
        ))
    })
}

async fn list(context: &Context<'_>) -> Result {
    let requests = context.api.list_erasure_requests().send().await?;
    let requests = requests.into_inner();
    context.out.show(&requests, |out| {
        let rows = requests.iter().map(|request| {
            let state = match request.state.as_str() {
                // The same word as of applications, with another sense.
                "refused" => "said_no",
                state => state,
            };
            let ground = request.ground.map(|ground| word(out.lang, ground));
            vec![
                request.person_name.clone(),
                word(out.lang, state),
                ground.unwrap_or_default(),
                when(&request.asked_at),
                or_empty(request.what.as_ref()),
                request.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Läge", "State"),
            col("Grund", "Ground"),
            col("Begärt", "Asked"),
            col("Vad", "What"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
