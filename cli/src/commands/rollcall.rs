//! Upprop: the list, who was there, registering those who were.

use super::{Context, or_empty};
use crate::{
    args::{day, one_of},
    client::api::types,
    error::Result,
    named::ApplicationRef,
    output::{Printer, col},
    text::{text, word, yes_no},
    watch::Watch,
};
use clap::{Args, Subcommand};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// The roll-call list of an offering
    Show {
        /// Code or id of the offering
        offering: String,
        #[command(flatten)]
        watch: Watch,
    },
    /// Note who was there, or take it back
    #[command(
        after_help = "Example:\n  samverkan rollcall mark SA123A-V9001V27 --present \"Anna Ek\" --present \"Bo Al\""
    )]
    Mark(Mark),
    /// Register everybody who was at the roll-call and whose conditions are met
    Register {
        /// Code or id of the offering
        offering: String,
    },
}

#[derive(Debug, Args)]
#[group(id = "who", required = true, multiple = true, args = ["present", "absent", "everybody"])]
pub(crate) struct Mark {
    /// Code or id of the offering
    offering: String,
    /// Where they were seen
    #[arg(long, default_value = "upprop", value_parser = one_of::<types::PresenceKind>(&["upprop", "meeting", "activity"]))]
    kind: types::PresenceKind,
    /// Id of the meeting they were at, as `session list` shows it
    #[arg(long, value_name = "SESSION", conflicts_with_all = ["kind", "on"])]
    session: Option<Uuid>,
    /// Day; default: today
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<String>,
    /// Somebody who was there: id of the application, or name; may be given several times
    #[arg(long, value_name = "PERSON")]
    present: Vec<ApplicationRef>,
    /// Somebody who was not there after all; may be given several times
    #[arg(long, value_name = "PERSON")]
    absent: Vec<ApplicationRef>,
    /// Everybody on the list was there, except --absent
    #[arg(long, conflicts_with = "present")]
    everybody: bool,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Show { offering, .. } => show(context, offering).await,
        Verb::Mark(marks) => mark(context, marks).await,
        Verb::Register { offering } => register(context, offering).await,
    }
}

async fn fetch(context: &Context<'_>, offering: &str) -> Result<types::Rollcall> {
    let call = context.api.get_rollcall().offering(offering);
    Ok(call.send().await?.into_inner())
}

async fn show(context: &Context<'_>, offering: &str) -> Result {
    let list = fetch(context, offering).await?;
    context.out.show(&list, |out| {
        let stopped = list.entries.iter().filter(|entry| entry.stopped).count();
        table(out, &list.entries)?;
        if stopped > 0 {
            out.note(&text!(
                "{stopped} har villkor som inte är uppfyllda och stoppas vid registrering",
                "{stopped} have conditions that are not met and are stopped at registration"
            ));
        }
        Ok(())
    })
}

fn table(out: &Printer, entries: &[types::RollcallEntry]) -> Result {
    let rows = entries.iter().map(|entry| {
        vec![
            entry.person_name.clone(),
            word(out.lang, entry.state),
            yes_no(out.lang, entry.at_upprop),
            or_empty(entry.last_seen.as_ref()),
            if entry.stopped {
                or_empty(entry.condition.as_ref())
            } else {
                String::new()
            },
            entry.application.to_string(),
        ]
    });
    let columns = [
        col("Namn", "Name"),
        col("Läge", "State"),
        col("Upprop", "Roll-call"),
        col("Senast sedd", "Last seen"),
        col("Stoppas av villkor", "Stopped by condition"),
        col("Id", "Id"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

async fn mark(context: &Context<'_>, marks: &Mark) -> Result {
    let ids = async |meant: &[ApplicationRef]| {
        let mut ids: Vec<Uuid> = Vec::new();
        for one in meant {
            ids.push(one.id_on(context, &marks.offering).await?);
        }
        Result::Ok(ids)
    };
    let absent = ids(&marks.absent).await?;
    let mut present = ids(&marks.present).await?;
    if marks.everybody {
        let list = fetch(context, &marks.offering).await?;
        let there = list.entries.iter().map(|entry| entry.application);
        present.extend(there.filter(|id| !absent.contains(id)));
    }
    let body = types::NewPresence {
        absent,
        kind: match marks.session {
            Some(_) => types::PresenceKind::Meeting,
            None => marks.kind,
        },
        session: marks.session,
        on: marks.on.clone(),
        present,
    };
    let call = context.api.note_presence().offering(&marks.offering);
    let done = call.body(body).send().await?.into_inner();
    context.out.show(&done, |out| {
        let (on, noted, back) = (&done.on, done.noted, done.taken_back);
        out.say(&text!(
            "{on}: {noted} nya närvarande, {back} borttagna",
            "{on}: {noted} newly present, {back} taken back"
        ))
    })
}

async fn register(context: &Context<'_>, offering: &str) -> Result {
    context.out.confirm(&text!(
        "Alla som var på uppropet till {offering} och vars villkor är uppfyllda registreras.",
        "Everybody who was at the roll-call of {offering} and whose conditions are met is registered."
    ))?;
    let call = context.api.register_present().offering(offering);
    let done = call.send().await?.into_inner();
    context.out.show(&done, |out| {
        let (registered, stopped) = (done.registered.len(), done.stopped.len());
        out.say(&text!(
            "{registered} registrerade, {stopped} stoppade",
            "{registered} registered, {stopped} stopped"
        ))?;
        if stopped > 0 {
            table(out, &done.stopped)?;
        }
        Ok(())
    })
}
