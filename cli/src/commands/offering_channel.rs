//! Channels: how people come in to an offering.

use super::Context;
use crate::{
    args::{Seen, instant, one_of},
    client::{api::types, fresh_key, if_match},
    error::{CliError, Result},
    output::col,
    text::{text, when, word},
};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

const ADD_EXAMPLE: &str = "\
Example:
  samverkan offering channel add SA123A-V9001V27 UPPDRAG-1880 --kind employer \\
    --title-sv 'Uppdrag Örebro kommun' --title-en 'Commissioned by Örebro' --seats 12";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Add a channel to an offering
    #[command(after_help = ADD_EXAMPLE)]
    Add(Add),
    /// One channel: seats, window, rules, and the promised seed of its lottery
    Show {
        /// Code or id
        channel: String,
    },
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
    /// File with the rules (JSON): method, groups, requirements, times; left out: first come
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[group(id = "changes", required = true, multiple = true, args = ["title_sv", "title_en", "seats", "opens_at", "closes_at", "policy"])]
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
    /// File with the rules (JSON), in place of the whole policy there was
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Add(new) => add(context, new).await,
        Verb::Show { channel } => show(context, channel).await,
        Verb::Edit(change) => edit(context, change).await,
    }
}

/// The rules in a file.
fn policy(file: Option<&Path>) -> Result<Option<serde_json::Value>> {
    let Some(file) = file else { return Ok(None) };
    let shown = file.display();
    let json = std::fs::read_to_string(file).map_err(|error| {
        CliError::io(
            text!("Går inte att läsa {shown}", "Cannot read {shown}"),
            error,
        )
    })?;
    let value = serde_json::from_str(&json).map_err(|error| {
        CliError::usage(text!(
            "{shown} är inte JSON: {error}",
            "{shown} is not JSON: {error}"
        ))
    })?;
    Ok(Some(value))
}

async fn show(context: &Context<'_>, channel: &str) -> Result {
    let call = context.api.get_channel().channel(channel);
    let channel = call.send().await?.into_inner();
    context.out.show(&channel, |out| {
        let (taken, seats) = (channel.seats_taken, channel.seats);
        let of = out.lang.pick("av", "of");
        out.facts(&[
            (col("Kanal", "Channel"), channel.code.clone()),
            (
                col("Slag", "Kind"),
                word(out.lang, channel.kind.to_string()),
            ),
            (col("Platser", "Seats"), format!("{taken} {of} {seats}")),
            (col("Reserver", "Reserves"), channel.reserves.to_string()),
            (
                col("Öppnar", "Opens"),
                channel.opens_at.as_deref().map(when).unwrap_or_default(),
            ),
            (
                col("Stänger", "Closes"),
                channel.closes_at.as_deref().map(when).unwrap_or_default(),
            ),
            (
                col("Frö utlovat", "Seed promised"),
                channel
                    .seed_promised_at
                    .as_deref()
                    .map(when)
                    .unwrap_or_default(),
            ),
            (
                col("Fröets hash", "Seed hash"),
                channel.seed_hash.clone().unwrap_or_default(),
            ),
        ])?;
        let rules = serde_json::to_string_pretty(&channel.policy).unwrap_or_default();
        out.raw(&format!("\n{rules}\n"))
    })
}

async fn add(context: &Context<'_>, new: &Add) -> Result {
    let body = types::NewChannel {
        closes_at: new.closes_at.clone(),
        code: new.code.clone(),
        kind: new.kind,
        opens_at: new.opens_at.clone(),
        policy: policy(new.policy.as_deref())?,
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
        policy: policy(change.policy.as_deref())?,
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
