//! Sessions: dated meetings of an offering or of one cohort.

mod change;
mod publish;

use super::{Context, or_empty, session_create, session_series};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::Result,
    named::{Named, SessionRef},
    output::{Printer, col},
    text::{text, word},
};
pub(crate) use change::differences;
use clap::{Args, Subcommand};

pub(super) const MODES: &[&str] = &["campus", "online", "hybrid"];
pub(super) const FOLDS: &[&str] = &["earlier", "later"];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Sessions of an offering, in order of time
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// One session
    Show {
        /// Id, OFFERING/DAY or OFFERING/TITLE
        session: SessionRef,
    },
    /// Add a session; calendars show it at once
    #[command(after_help = session_create::EXAMPLE)]
    Create(session_create::Create),
    /// Add a weekly series, week by week; each becomes a session of its own
    #[command(name = "create-series", after_help = session_series::SERIES_EXAMPLES)]
    CreateSeries(session_series::CreateSeries),
    /// Copy an offering's sessions to the next term's, as preliminary
    #[command(after_help = session_series::COPY_EXAMPLES)]
    Copy(session_series::Copy),
    /// Change a session; what is left out stays. Those who take part are told
    #[command(
        after_help = "Example:\n  samverkan session reschedule SA123A-V9001V27/2027-02-04 --starts 2027-02-11T13:15 --ends 2027-02-11T16:00"
    )]
    Reschedule(change::Change),
    /// Cancel a session; those who take part are told why
    Cancel {
        /// Id, OFFERING/DAY or OFFERING/TITLE
        session: SessionRef,
        /// Told to those who take part
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        haste: Haste,
        #[command(flatten)]
        seen: Seen,
    },
    /// Take a cancellation back
    Revive {
        /// Id, OFFERING/DAY or OFFERING/TITLE
        session: SessionRef,
        #[command(flatten)]
        haste: Haste,
        #[command(flatten)]
        seen: Seen,
    },
    /// Make a preliminary session definite, or all of an offering; those who take part are told
    #[command(after_help = publish::EXAMPLES)]
    Publish(publish::Publish),
}

/// When people are told.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Haste {
    /// Tell people now, without waiting for more edits or the day's digest
    #[arg(long)]
    now: bool,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Show { session } => show(context.out, &fetch(context, session).await?),
        Verb::Create(new) => session_create::create(context, new).await,
        Verb::CreateSeries(new) => session_series::create(context, new).await,
        Verb::Copy(wanted) => session_series::copy(context, wanted).await,
        Verb::Reschedule(change) => change::reschedule(context, change).await,
        Verb::Publish(wanted) => publish::publish(context, wanted).await,
        Verb::Cancel {
            session,
            reason,
            haste,
            seen,
        } => {
            let before = fetch(context, session).await?;
            let (title, starts) = (&before.title, clock(&before.starts));
            context.out.confirm(&text!(
                "{title} {starts} ställs in. Alla som deltar får besked med e-post.",
                "{title} {starts} is cancelled. All who take part are told by mail."
            ))?;
            let call = context
                .api
                .cancel_session()
                .session(before.id)
                .now(haste.now);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let after = call
                .body(types::Cancel {
                    reason: reason.clone(),
                })
                .send()
                .await?;
            show(context.out, &after.into_inner())
        }
        Verb::Revive {
            session,
            haste,
            seen,
        } => {
            let before = fetch(context, session).await?;
            let call = context
                .api
                .revive_session()
                .session(before.id)
                .now(haste.now);
            let after = call
                .if_match(if_match(seen.revision, before.revision))
                .send()
                .await?;
            show(context.out, &after.into_inner())
        }
    }
}

async fn fetch(context: &Context<'_>, session: &SessionRef) -> Result<types::Session> {
    Ok(context
        .api
        .get_session()
        .session(session.id(context).await?)
        .send()
        .await?
        .into_inner())
}

/// A wall time without the letter between.
pub(super) fn clock(wall: &str) -> String {
    wall.replace('T', " ")
}

async fn list(context: &Context<'_>, offering: &str) -> Result {
    let sessions = context
        .api
        .list_sessions()
        .offering(offering)
        .send()
        .await?
        .into_inner();
    listed(context.out, &sessions)
}

fn listed(out: &Printer, sessions: &[types::Session]) -> Result {
    out.show(&sessions, |out| {
        let rows = sessions.iter().map(|session| {
            vec![
                clock(&session.starts),
                // An end on the same day needs no day.
                match session.ends.split_once('T') {
                    Some((day, time)) if session.starts.starts_with(day) => time.to_owned(),
                    _ => clock(&session.ends),
                },
                session.title.clone(),
                or_empty(session.cohort_code.as_ref()),
                or_empty(session.place.as_ref()),
                word(out.lang, &session.state),
                session.id.to_string(),
            ]
        });
        let columns = [
            col("Börjar", "Starts"),
            col("Slutar", "Ends"),
            col("Möte", "Session"),
            col("Grupp", "Cohort"),
            col("Plats", "Place"),
            col("Läge", "State"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(super) fn show(out: &Printer, session: &types::Session) -> Result {
    out.show(session, |out| {
        out.facts(&[
            (col("Möte", "Session"), session.title.clone()),
            (
                col("Tid", "Time"),
                format!("{}–{}", clock(&session.starts), clock(&session.ends)),
            ),
            (
                col("Grupp", "Cohort"),
                or_empty(session.cohort_code.as_ref()),
            ),
            (col("Form", "Mode"), word(out.lang, session.mode)),
            (col("Plats", "Place"), or_empty(session.place.as_ref())),
            (col("Länk", "Link"), or_empty(session.online_url.as_ref())),
            (col("Lärare", "Teacher"), or_empty(session.teacher.as_ref())),
            (col("Läge", "State"), word(out.lang, &session.state)),
            (
                col("Skäl", "Reason"),
                or_empty(session.cancel_reason.as_ref()),
            ),
            (col("Id", "Id"), session.id.to_string()),
        ])?;
        session
            .warnings
            .iter()
            .for_each(|warning| out.note(&text!("Obs: {warning}", "Note: {warning}")));
        Ok(())
    })
}
