//! Channels: how people come in to an offering.

use super::Context;
use crate::{
    args::{Seen, instant, one_of},
    client::{api::types, fresh_key, if_match},
    error::{CliError, Result},
    text::text,
};
use clap::{Args, Subcommand};

const ADD_EXAMPLE: &str = "\
Example:
  samverkan offering channel add SA123A-V9001V27 UPPDRAG-1880 --kind employer \\
    --title-sv 'Uppdrag Örebro kommun' --title-en 'Commissioned by Örebro' --seats 12";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Add a channel to an offering
    #[command(after_help = ADD_EXAMPLE)]
    Add(Add),
    /// Change a channel; what is left out stays
    #[command(
        after_help = "Example:\n  samverkan offering channel edit SA123A-V9001V27 ORU-DEMO1 --seats 40"
    )]
    Edit(Edit),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Code or id of the offering
    offering: String,
    /// Code: anmälningskod, the contract's code, or one of your own
    code: String,
    /// Who decides: the admissions system, an employer, or first come first served
    #[arg(long, value_parser = one_of::<types::ChannelKind>(&["imported", "employer", "open"]))]
    kind: types::ChannelKind,
    /// Title in Swedish
    #[arg(long, value_name = "TEXT")]
    title_sv: String,
    /// Title in English
    #[arg(long, value_name = "TEXT")]
    title_en: String,
    /// Number of seats
    #[arg(long)]
    seats: i64,
    /// When applications open; left out: at once
    #[arg(long, value_name = "TIME", value_parser = instant)]
    opens_at: Option<String>,
    /// When applications close; left out: never
    #[arg(long, value_name = "TIME", value_parser = instant)]
    closes_at: Option<String>,
}

#[derive(Debug, Args)]
#[group(id = "changes", required = true, multiple = true, args = ["title_sv", "title_en", "seats", "opens_at", "closes_at"])]
pub(crate) struct Edit {
    /// Code or id of the offering
    offering: String,
    /// Code or id of the channel
    channel: String,
    /// Title in Swedish
    #[arg(long, value_name = "TEXT")]
    title_sv: Option<String>,
    /// Title in English
    #[arg(long, value_name = "TEXT")]
    title_en: Option<String>,
    /// Number of seats; more seats call in reserves
    #[arg(long)]
    seats: Option<i64>,
    /// When applications open
    #[arg(long, value_name = "TIME", value_parser = instant)]
    opens_at: Option<String>,
    /// When applications close
    #[arg(long, value_name = "TIME", value_parser = instant)]
    closes_at: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Add(new) => add(context, new).await,
        Verb::Edit(change) => edit(context, change).await,
    }
}

async fn add(context: &Context<'_>, new: &Add) -> Result {
    let body = types::NewChannel {
        closes_at: new.closes_at.clone(),
        code: new.code.clone(),
        kind: new.kind,
        opens_at: new.opens_at.clone(),
        seats: new.seats,
        title_en: new.title_en.clone(),
        title_sv: new.title_sv.clone(),
    };
    let call = context
        .api
        .create_channel()
        .offering(&new.offering)
        .idempotency_key(fresh_key());
    let made = call.body(body).send().await?.into_inner();
    let code = &new.code;
    context.out.show(&made, |out| {
        out.say(&text!(
            "Kanalen {code} finns nu",
            "The channel {code} now exists"
        ))
    })
}

async fn edit(context: &Context<'_>, change: &Edit) -> Result {
    let (offering, channel) = (&change.offering, &change.channel);
    let found = context
        .api
        .get_offering()
        .offering(offering)
        .send()
        .await?
        .into_inner();
    let mut channels = found.channels.into_iter();
    let before = channels.find(|found| found.code == *channel || found.id.to_string() == *channel);
    let Some(before) = before else {
        return Err(CliError::usage_with(
            text!(
                "{offering} har ingen kanal {channel}",
                "{offering} has no channel {channel}"
            ),
            text!(
                "`samverkan offering show {offering}` visar dem",
                "`samverkan offering show {offering}` lists them"
            ),
        ));
    };
    let body = types::ChannelPatch {
        closes_at: change.closes_at.clone(),
        opens_at: change.opens_at.clone(),
        seats: change.seats,
        title_en: change.title_en.clone(),
        title_sv: change.title_sv.clone(),
    };
    let call = context.api.edit_channel().channel(before.id.to_string());
    let call = call
        .if_match(if_match(change.seen.revision, before.revision))
        .body(body);
    let after = call.send().await?.into_inner();
    context.out.show(&after, |out| {
        let (code, taken, seats) = (&after.code, after.seats_taken, after.seats);
        out.say(&text!(
            "{code}: {taken} av {seats} platser upptagna",
            "{code}: {taken} of {seats} seats taken"
        ))
    })
}
