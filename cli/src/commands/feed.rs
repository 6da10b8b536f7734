//! Calendar subscriptions.

use super::Context;
use crate::{
    args::one_of,
    client::{api::types, fresh_key, given},
    error::Result,
    output::{Printer, col},
    page::{Paging, page},
    text::{text, when, word, yes_no},
};
use clap::{Args, Subcommand};
use uuid::Uuid;

const KINDS: &[&str] = &["person", "cohort", "offering", "teacher", "room"];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Feeds, with when they were last used
    List(List),
    /// Make a calendar address; it is shown this once
    #[command(
        after_help = "Examples:\n  samverkan feed create --kind cohort --subject 018f… --name 'Grupp 1'\n  samverkan feed create --kind room --named L103 --name 'Sal L103'"
    )]
    Create(Create),
    /// Replace a feed's address by a new one; the old one ends
    Rotate {
        /// Id
        feed: Uuid,
    },
    /// End a feed
    Revoke {
        /// Id
        feed: Uuid,
    },
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// What they show the schedule of
    #[arg(long, value_parser = one_of::<types::FeedKind>(KINDS))]
    kind: Option<types::FeedKind>,
    /// Id of the person, cohort or offering
    #[arg(long, value_name = "ID")]
    subject: Option<Uuid>,
    #[command(flatten)]
    paging: Paging,
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// What it shows the schedule of
    #[arg(long, value_parser = one_of::<types::FeedKind>(KINDS))]
    kind: types::FeedKind,
    /// Id of the person, cohort or offering
    #[arg(long, value_name = "ID")]
    subject: Option<Uuid>,
    /// For a teacher or a room: the name as it stands in the schedule
    #[arg(long, value_name = "NAME", conflicts_with = "subject")]
    named: Option<String>,
    /// What the calendar is called
    #[arg(long)]
    name: String,
    /// Language of the calendar
    #[arg(long, default_value = "sv", value_parser = one_of::<types::Language>(&["sv", "en"]))]
    language: types::Language,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    let out = context.out;
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Create(new) => {
            let body = types::NewFeed {
                kind: new.kind,
                language: new.language,
                name: new.name.clone(),
                named: new.named.clone(),
                subject: new.subject,
            };
            let call = context
                .api
                .create_feed()
                .idempotency_key(fresh_key())
                .body(body);
            made(out, &call.send().await?.into_inner())
        }
        Verb::Rotate { feed } => {
            out.confirm(&text!(
                "Den gamla adressen slutar fungera; alla som använder den måste få den nya.",
                "The old address stops working; all who use it must be given the new one."
            ))?;
            let call = context
                .api
                .rotate_feed()
                .feed(*feed)
                .idempotency_key(fresh_key());
            made(out, &call.send().await?.into_inner())
        }
        Verb::Revoke { feed } => {
            out.confirm(&text!(
                "Adressen slutar fungera för alla som använder den. Det går inte att ångra.",
                "The address stops working for all who use it. It cannot be undone."
            ))?;
            context.api.revoke_feed().feed(*feed).send().await?;
            out.note(&text!("Avslutad", "Ended"));
            Ok(())
        }
    }
}

fn made(out: &Printer, feed: &types::MadeFeed) -> Result {
    out.show(feed, |out| {
        out.line(&feed.url)?;
        let page = &feed.page;
        out.note(&text!(
            "Så prenumererar man, med QR-kod och schema att skriva ut: {page}",
            "How to subscribe, with a QR code and a schedule to print: {page}"
        ));
        out.note(&text!(
            "Den som har adressen ser schemat. Den visas bara nu.",
            "Whoever has the address sees the schedule. It is shown only now."
        ));
        Ok(())
    })
}

async fn list(context: &Context<'_>, wanted: &List) -> Result {
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = context.api.list_feeds().limit(limit);
            let call = given!(call, kind: wanted.kind, subject: wanted.subject, cursor: cursor);
            Ok(page!(call.send().await?))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|feed| {
            vec![
                feed.name.clone(),
                word(out.lang, feed.kind),
                feed.last_used_at.as_deref().map(when).unwrap_or_default(),
                yes_no(out.lang, feed.revoked_at.is_none()),
                feed.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Slag", "Kind"),
            col("Senast använd", "Last used"),
            col("Gäller", "Valid"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}
