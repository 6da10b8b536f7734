//! What people are told about changes of schedule: what waits, who has been told, sending now.

use super::{Context, or_empty, session::differences};
use crate::{
    args::{Seen, one_of},
    client::{api::types, given, if_match},
    error::Result,
    output::{Printer, col, num},
    page::{Paging, page},
    text::{text, when, word},
    watch::Watch,
};
use clap::{Args, Subcommand};
use uuid::Uuid;

const STATES: &[&str] = &["pending", "sent", "discarded", "undone"];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// What waits to be told, and what has been; newest first
    List(List),
    /// One notice: what is told, and who; or the letter as one person gets it
    Show {
        /// Id
        notice: Uuid,
        /// The letter to this person (id): as it was sent, or as it would be now
        #[arg(long = "as", value_name = "PERSON")]
        reader: Option<Uuid>,
        #[command(flatten)]
        paging: Paging,
    },
    /// Send now, without waiting for more edits or the day's digest
    #[command(
        after_help = "Examples:\n  samverkan notice send 018f…\n  samverkan notice send --offering SA123A-V9001V27"
    )]
    Send(Send),
    /// Decide that nobody is told; calendars follow all the same
    Discard {
        /// Id
        notice: Uuid,
        /// Kept in the audit trail
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        seen: Seen,
    },
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Code or id of the offering; left out: all
    offering: Option<String>,
    /// Only those
    #[arg(long, value_parser = one_of::<types::NoticeState>(STATES))]
    state: Option<types::NoticeState>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    pub(crate) watch: Watch,
}

#[derive(Debug, Args)]
#[group(id = "which", required = true, args = ["notice", "offering"])]
pub(crate) struct Send {
    /// Id
    notice: Option<Uuid>,
    /// All that waits about this offering, in one letter to each person (code or id)
    #[arg(long, value_name = "OFFERING", conflicts_with = "revision")]
    offering: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Show {
            notice,
            reader: Some(reader),
            ..
        } => letter(context, *notice, *reader).await,
        Verb::Show { notice, paging, .. } => show(context, *notice, paging).await,
        Verb::Send(wanted) => send(context, wanted).await,
        Verb::Discard {
            notice,
            reason,
            seen,
        } => {
            let before = fetch(context, *notice).await?;
            let people = before.told.people;
            context.out.confirm(&text!(
                "{people} som skulle ha fått besked får inget.",
                "{people} who would have been told are not."
            ))?;
            let call = context.api.discard_notice().notice(*notice);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let body = types::DiscardNotice {
                reason: reason.clone(),
            };
            facts(context.out, &call.body(body).send().await?.into_inner())
        }
    }
}

async fn fetch(context: &Context<'_>, notice: Uuid) -> Result<types::Notice> {
    let call = context.api.get_notice().notice(notice);
    Ok(call.send().await?.into_inner())
}

async fn list(context: &Context<'_>, wanted: &List) -> Result {
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = context.api.list_notices().limit(limit);
            Ok(page!(
                given!(call, offering: wanted.offering.clone(), state: wanted.state, cursor: cursor)
                    .send()
                    .await?
            ))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|notice| {
            vec![
                word(out.lang, notice.state),
                when(notice.settled_at.as_ref().unwrap_or(&notice.due_at)),
                word(out.lang, notice.way),
                notice.told.people.to_string(),
                notice.told.failed.to_string(),
                word(out.lang, notice.news),
                notice.title.clone(),
                notice.offering.clone(),
                notice.id.to_string(),
            ]
        });
        let columns = [
            col("Läge", "State"),
            col("När", "When"),
            col("Hur", "How"),
            num("Personer", "People"),
            num("Kom inte fram", "Failed"),
            col("Vad", "What"),
            col("Möte", "Session"),
            col("Kurstillfälle", "Offering"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}

async fn show(context: &Context<'_>, notice: Uuid, paging: &Paging) -> Result {
    let found = fetch(context, notice).await?;
    if context.out.json {
        return facts(context.out, &found);
    }
    facts(context.out, &found)?;
    let page = paging
        .fetch(async |limit, cursor| {
            let call = context
                .api
                .list_notice_recipients()
                .notice(notice)
                .limit(limit);
            Ok(page!(given!(call, cursor: cursor).send().await?))
        })
        .await?;
    let rows = page.items.iter().map(|one| {
        vec![
            one.name.clone(),
            word(context.out.lang, &one.state),
            one.delivered_at
                .as_ref()
                .map(|at| when(at))
                .unwrap_or_default(),
            one.person.to_string(),
        ]
    });
    let columns = [
        col("Person", "Person"),
        col("Läge", "State"),
        col("Levererat", "Delivered"),
        col("Id", "Id"),
    ];
    context.out.table(&columns, &rows.collect::<Vec<_>>())?;
    page.remark(context.out);
    Ok(())
}

fn facts(out: &Printer, notice: &types::Notice) -> Result {
    out.show(notice, |out| {
        out.facts(&[
            (col("Möte", "Session"), notice.title.clone()),
            (
                col("Tid", "Time"),
                format!("{}–{}", notice.starts, notice.ends).replace('T', " "),
            ),
            (col("Kurstillfälle", "Offering"), notice.offering.clone()),
            (
                col("Grupp", "Cohort"),
                or_empty(notice.cohort_code.as_ref()),
            ),
            (col("Vad", "What"), word(out.lang, notice.news)),
            (col("Läge", "State"), word(out.lang, notice.state)),
            (col("Hur", "How"), word(out.lang, notice.way)),
            (
                col("När", "When"),
                when(notice.settled_at.as_ref().unwrap_or(&notice.due_at)),
            ),
            (col("Personer", "People"), notice.told.people.to_string()),
            (
                col("Levererade brev", "Letters delivered"),
                notice.told.delivered.to_string(),
            ),
            (
                col("Kom inte fram", "Failed"),
                notice.told.failed.to_string(),
            ),
            (col("Skäl", "Reason"), or_empty(notice.reason.as_ref())),
            (col("Id", "Id"), notice.id.to_string()),
        ])?;
        differences(out, &notice.changes)
    })
}

async fn letter(context: &Context<'_>, notice: Uuid, reader: Uuid) -> Result {
    let call = context
        .api
        .get_notice_letter()
        .notice(notice)
        .person(reader);
    let letter = call.send().await?.into_inner();
    context.out.show(&letter, |out| {
        out.line(&letter.subject)?;
        out.line("")?;
        letter.body.lines().try_for_each(|line| out.line(line))?;
        out.note(&if letter.sent {
            text!("Så skickades brevet", "This is the letter as it was sent")
        } else {
            text!(
                "Så skulle brevet se ut nu",
                "This is the letter as it would be now"
            )
        });
        Ok(())
    })
}

async fn send(context: &Context<'_>, wanted: &Send) -> Result {
    if let Some(offering) = &wanted.offering {
        let call = context.api.send_notices().offering(offering);
        let sent = call.send().await?.into_inner();
        let count = sent.notices;
        return context.out.show(&sent, |out| {
            out.say(&text!(
                "Besked som skickas nu: {count}",
                "Notices sent now: {count}"
            ))
        });
    }
    let Some(notice) = wanted.notice else {
        return Ok(());
    };
    let before = fetch(context, notice).await?;
    let call = context.api.send_notice().notice(notice);
    let call = call.if_match(if_match(wanted.seen.revision, before.revision));
    facts(context.out, &call.send().await?.into_inner())
}
