//! Publishing: one session, or all preliminary ones of an offering.

use super::{Haste, change::edit, listed};
use crate::{
    args::Seen,
    client::api::types,
    commands::Context,
    error::{CliError, Result},
    named::SessionRef,
    text::text,
};
use clap::Args;
use uuid::Uuid;

pub(super) const EXAMPLES: &str = "\
Examples:
  samverkan session publish SA123A-V9001V27/2027-02-04
  samverkan session publish SA123A-V9001V27 --all";

#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// A session: id, OFFERING/DAY or OFFERING/TITLE; with --all: code or id of the offering
    #[arg(value_name = "SESSION|OFFERING")]
    what: String,
    /// All preliminary sessions of the offering; everybody gets one letter
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    haste: Haste,
    #[command(flatten)]
    seen: Seen,
}

pub(super) async fn publish(context: &Context<'_>, wanted: &Publish) -> Result {
    if wanted.all {
        return all(context, wanted).await;
    }
    let what = &wanted.what;
    if !what.contains('/') && what.parse::<Uuid>().is_err() {
        return Err(CliError::usage_with(
            text!("{what} är inget tillfälle", "{what} is no session"),
            text!(
                "för alla tillfällen i ett kurstillfälle: samverkan session publish {what} --all",
                "for all sessions of an offering: samverkan session publish {what} --all"
            ),
        ));
    }
    let patch = types::SessionPatch {
        preliminary: Some(false),
        ..Default::default()
    };
    edit(
        context,
        &SessionRef::from(what.clone()),
        wanted.seen,
        (wanted.haste.now, false),
        patch,
    )
    .await
}

async fn all(context: &Context<'_>, wanted: &Publish) -> Result {
    let call = context.api.publish_sessions().offering(&wanted.what);
    let published = call.now(wanted.haste.now).send().await?.into_inner();
    let count = published.len();
    listed(context.out, &published)?;
    context.out.note(&text!(
        "Publicerade tillfällen: {count}",
        "Published sessions: {count}"
    ));
    Ok(())
}
