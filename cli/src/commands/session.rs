//! Sessions: dated meetings of an offering or of one cohort.

use super::{Context, or_empty, session_create, session_series};
use crate::{
    args::{Seen, one_of, wall},
    client::{api::types, if_match},
    error::Result,
    output::{Printer, col},
    text::{text, word},
};
use clap::{Args, Subcommand};
use uuid::Uuid;

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
        /// Id
        session: Uuid,
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
        after_help = "Example:\n  samverkan session reschedule 018f… --starts 2027-02-11T13:15 --ends 2027-02-11T16:00"
    )]
    Reschedule(Change),
    /// Cancel a session; those who take part are told why
    Cancel {
        /// Id
        session: Uuid,
        /// Told to those who take part
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        seen: Seen,
    },
    /// Take a cancellation back
    Revive {
        /// Id
        session: Uuid,
        #[command(flatten)]
        seen: Seen,
    },
    /// Make a preliminary session definite
    Publish {
        /// Id
        session: Uuid,
        #[command(flatten)]
        seen: Seen,
    },
}

#[derive(Debug, Args)]
#[group(id = "changes", required = true, multiple = true, args = ["title", "starts", "ends", "mode", "place", "online_url", "teacher", "compulsory"])]
pub(crate) struct Change {
    /// Id
    session: Uuid,
    /// What it is called
    #[arg(long)]
    title: Option<String>,
    /// Wall time in Stockholm
    #[arg(long, value_name = "TIME", value_parser = wall)]
    starts: Option<String>,
    /// Wall time in Stockholm
    #[arg(long, value_name = "TIME", value_parser = wall)]
    ends: Option<String>,
    /// Which of the two, for a start in the hour that comes twice in October
    #[arg(long, value_parser = one_of::<types::Fold>(FOLDS))]
    starts_fold: Option<types::Fold>,
    /// Which of the two, for an end in the hour that comes twice in October
    #[arg(long, value_parser = one_of::<types::Fold>(FOLDS))]
    ends_fold: Option<types::Fold>,
    /// How it meets
    #[arg(long, value_parser = one_of::<types::SessionMode>(MODES))]
    mode: Option<types::SessionMode>,
    /// Room or address; empty takes it away
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// Link to join; empty takes it away
    #[arg(long, value_name = "URL")]
    online_url: Option<String>,
    /// Empty takes it away
    #[arg(long, value_name = "NAME")]
    teacher: Option<String>,
    /// Whether attendance is compulsory
    #[arg(long, value_name = "BOOL")]
    compulsory: Option<bool>,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Show { session } => show(context.out, &fetch(context, *session).await?),
        Verb::Create(new) => session_create::create(context, new).await,
        Verb::CreateSeries(new) => session_series::create(context, new).await,
        Verb::Copy(wanted) => session_series::copy(context, wanted).await,
        Verb::Reschedule(change) => {
            let patch = types::SessionPatch {
                compulsory: change.compulsory,
                ends: change.ends.clone(),
                ends_fold: change.ends_fold,
                mode: change.mode,
                online_url: change.online_url.clone(),
                place: change.place.clone(),
                preliminary: None,
                starts: change.starts.clone(),
                starts_fold: change.starts_fold,
                teacher: change.teacher.clone(),
                title: change.title.clone(),
            };
            edit(context, change.session, change.seen, patch).await
        }
        Verb::Publish { session, seen } => {
            let patch = types::SessionPatch {
                preliminary: Some(false),
                ..Default::default()
            };
            edit(context, *session, *seen, patch).await
        }
        Verb::Cancel {
            session,
            reason,
            seen,
        } => {
            let before = fetch(context, *session).await?;
            let (title, starts) = (&before.title, clock(&before.starts));
            context.out.confirm(&text!(
                "{title} {starts} ställs in. Alla som deltar får besked med e-post.",
                "{title} {starts} is cancelled. All who take part are told by mail."
            ))?;
            let call = context.api.cancel_session().session(*session);
            let call = call.if_match(if_match(seen.revision, before.revision));
            let after = call
                .body(types::Cancel {
                    reason: reason.clone(),
                })
                .send()
                .await?;
            show(context.out, &after.into_inner())
        }
        Verb::Revive { session, seen } => {
            let before = fetch(context, *session).await?;
            let call = context.api.revive_session().session(*session);
            let after = call
                .if_match(if_match(seen.revision, before.revision))
                .send()
                .await?;
            show(context.out, &after.into_inner())
        }
    }
}

async fn fetch(context: &Context<'_>, session: Uuid) -> Result<types::Session> {
    Ok(context
        .api
        .get_session()
        .session(session)
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
    context.out.show(&sessions, |out| {
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

async fn edit(
    context: &Context<'_>,
    session: Uuid,
    seen: Seen,
    patch: types::SessionPatch,
) -> Result {
    let before = fetch(context, session).await?;
    let call = context.api.reschedule_session().session(session);
    let call = call
        .if_match(if_match(seen.revision, before.revision))
        .body(patch);
    let changed = call.send().await?.into_inner();
    context.out.show(&changed, |out| {
        show(out, &changed.session)?;
        changed.changes.iter().try_for_each(|change| {
            let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
            out.line(&format!(
                "{}: {} → {}",
                change.field,
                text(&change.before),
                text(&change.after)
            ))
        })
    })
}
