//! The audit trail: what has happened, and whether the record of it is whole.

use super::{Context, audit_export, or_empty};
use crate::{
    args::instant,
    client::given,
    error::{CliError, Result},
    output::{col, num},
    page::{Paging, page},
    text::{text, when},
    watch::Watch,
};
use clap::{Args, Subcommand};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// What has happened, newest first
    #[command(
        after_help = "Example:\n  samverkan audit list --action application. --since 2027-01-18"
    )]
    List(List),
    /// Take out the trail, or some of it, as files for a register of documents (diarium)
    #[command(visible_alias = "diarium", after_help = audit_export::EXAMPLES)]
    Export(audit_export::Export),
    /// Check a file that was taken out, without the service; exit code 1 if it does not hold
    Check(audit_export::Check),
    /// Recompute the chain of hashes; exit code 1 if it does not hold
    Verify,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Id of what it happened to
    #[arg(long, value_name = "ID")]
    subject: Option<Uuid>,
    /// Who did it: person:…, token:…, service
    #[arg(long)]
    actor: Option<String>,
    /// Beginning of the action, such as application.
    #[arg(long)]
    action: Option<String>,
    /// Not before this time
    #[arg(long, value_name = "TIME", value_parser = instant)]
    since: Option<String>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    pub(crate) watch: Watch,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Export(wanted) => audit_export::export(context, wanted).await,
        Verb::Check(wanted) => audit_export::check(context.out, wanted),
        Verb::Verify => verify(context).await,
    }
}

async fn list(context: &Context<'_>, wanted: &List) -> Result {
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = given!(
                context.api.list_audit().limit(limit),
                subject: wanted.subject,
                actor: wanted.actor.as_ref(),
                action: wanted.action.as_ref(),
                since: wanted.since.as_ref(),
                cursor: cursor,
            );
            Ok(page!(call.send().await?))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|entry| {
            vec![
                entry.seq.to_string(),
                when(&entry.at),
                entry.action.clone(),
                entry.actor.clone(),
                format!("{} {}", entry.subject_kind, entry.subject),
                or_empty(entry.reason.as_ref()),
            ]
        });
        let columns = [
            num("Nr", "No"),
            col("När", "When"),
            col("Händelse", "Action"),
            col("Av", "By"),
            col("Om", "About"),
            col("Skäl", "Reason"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}

async fn verify(context: &Context<'_>) -> Result {
    let working = context
        .out
        .spinner(&text!("Räknar om kedjan …", "Recomputing the chain …"));
    let verified = context.api.verify_audit().send().await?.into_inner();
    drop(working);
    let rows = verified.rows;
    context.out.show(&verified, |out| match &verified.fault {
        None => out.say(&text!(
            "Loggen är hel: {rows} rader",
            "The trail is whole: {rows} rows"
        )),
        Some(fault) => out.say(&text!(
            "Loggen är inte hel. {rows} rader stämmer, sedan: {fault}",
            "The trail is not whole. {rows} rows fit, then: {fault}"
        )),
    })?;
    if verified.sound {
        Ok(())
    } else {
        Err(CliError::No)
    }
}
