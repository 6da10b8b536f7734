//! The three-week control: who is registered and has not been seen.

use super::{Context, or_empty};
use crate::{
    client::api::types,
    error::Result,
    named::ApplicationRef,
    output::col,
    text::{text, when, word, yes_no},
    watch::Watch,
};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// How the registered have been seen, the silent first
    Show {
        /// Code or id of the offering
        offering: String,
        #[command(flatten)]
        watch: Watch,
    },
    /// Ask people by mail whether they still take part: once each
    Send(Send),
}

#[derive(Debug, Args)]
#[group(id = "whom", required = true, multiple = true, args = ["silent", "fading", "application"])]
pub(crate) struct Send {
    /// Code or id of the offering
    offering: String,
    /// Everybody who has not been seen at all
    #[arg(long)]
    silent: bool,
    /// Everybody who has not been seen for two weeks
    #[arg(long)]
    fading: bool,
    /// An application by id or name; may be given several times
    #[arg(long, value_name = "PERSON")]
    application: Vec<ApplicationRef>,
    /// Also those who have been asked before
    #[arg(long)]
    again: bool,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Show { offering, .. } => show(context, offering).await,
        Verb::Send(wanted) => send(context, wanted).await,
    }
}

async fn fetch(context: &Context<'_>, offering: &str) -> Result<types::FollowUp> {
    let call = context.api.get_follow_up().offering(offering);
    Ok(call.send().await?.into_inner())
}

async fn show(context: &Context<'_>, offering: &str) -> Result {
    let control = fetch(context, offering).await?;
    context.out.show(&control, |out| {
        out.line(&control.summary)?;
        let rows = control.people.iter().map(|one| {
            vec![
                one.person_name.clone(),
                word(out.lang, one.presence),
                or_empty(one.last_seen.as_ref()),
                one.due_on.clone(),
                yes_no(out.lang, one.due),
                one.asked_at.as_deref().map(when).unwrap_or_default(),
                one.application.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Närvaro", "Presence"),
            col("Senast sedd", "Last seen"),
            col("Kontroll", "Control"),
            col("Dags", "Due"),
            col("Frågad", "Asked"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

async fn send(context: &Context<'_>, wanted: &Send) -> Result {
    let offering = &wanted.offering;
    let mut applications = Vec::new();
    for one in &wanted.application {
        applications.push(one.id_on(context, offering).await?);
    }
    if wanted.silent || wanted.fading {
        let control = fetch(context, offering).await?;
        let chosen = control.people.iter().filter(|one| match one.presence {
            types::Presence::Silent => wanted.silent,
            types::Presence::Fading => wanted.fading,
            types::Presence::Present => false,
        });
        applications.extend(chosen.map(|one| one.application));
    }
    let count = applications.len();
    context.out.confirm(&text!(
        "{count} på {offering} får frågan om de läser kursen.",
        "{count} on {offering} are asked whether they take the course."
    ))?;
    let body = types::NewFollowUp {
        again: wanted.again,
        applications,
    };
    let call = context.api.send_follow_up().offering(offering);
    let done = call.body(body).send().await?.into_inner();
    context.out.show(&done, |out| {
        let (sent, before, by) = (done.sent, done.asked_before, &done.answer_by);
        out.say(&text!(
            "{sent} brev, {before} redan frågade; svar senast {by}",
            "{sent} letters, {before} asked before; answer by {by}"
        ))
    })
}
