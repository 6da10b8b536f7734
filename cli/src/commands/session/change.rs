//! Changing a session: what became different, who is told and when.

use super::{FOLDS, Haste, MODES, fetch, show};
use crate::{
    args::{Seen, one_of, wall},
    client::{api::types, if_match},
    commands::Context,
    error::Result,
    named::SessionRef,
    output::Printer,
    text::{text, when, word},
};
use clap::Args;

#[derive(Debug, Args)]
#[group(id = "changes", required = true, multiple = true, args = ["title", "starts", "ends", "mode", "place", "online_url", "teacher", "compulsory"])]
pub(crate) struct Change {
    /// Id, OFFERING/DAY or OFFERING/TITLE
    session: SessionRef,
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
    /// Change nothing: show what would be told whom and when, and what it would clash with
    #[arg(long, visible_alias = "preview")]
    dry_run: bool,
    #[command(flatten)]
    haste: Haste,
    #[command(flatten)]
    seen: Seen,
}

pub(super) async fn reschedule(context: &Context<'_>, change: &Change) -> Result {
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
    let how = (change.haste.now, change.dry_run);
    edit(context, &change.session, change.seen, how, patch).await
}

/// Changes a session, or tries it; `how`: whether people are told now, and whether it is tried only.
pub(super) async fn edit(
    context: &Context<'_>,
    session: &SessionRef,
    seen: Seen,
    (now, dry_run): (bool, bool),
    patch: types::SessionPatch,
) -> Result {
    let before = fetch(context, session).await?;
    let call = context.api.reschedule_session().session(before.id);
    let call = call
        .now(now)
        .dry_run(dry_run)
        .if_match(if_match(seen.revision, before.revision))
        .body(patch);
    let changed = call.send().await?.into_inner();
    context.out.show(&changed, |out| {
        show(out, &changed.session)?;
        differences(out, &changed.changes)?;
        told(out, changed.notice.as_ref())?;
        changed
            .clashes
            .as_ref()
            .map_or(Ok(()), |clashes| hindered(out, clashes))?;
        if dry_run {
            out.note(&text!(
                "Ingenting är ändrat och ingen har fått besked",
                "Nothing has been changed and nobody told"
            ));
        }
        Ok(())
    })
}

/// From what to what, a line each.
pub(crate) fn differences(out: &Printer, changes: &[types::SessionChangeView]) -> Result {
    changes.iter().try_for_each(|change| {
        let value = |value: &Option<String>| match value {
            Some(value) => word(out.lang, value),
            None => "–".to_owned(),
        };
        out.line(&format!(
            "{}: {} → {}",
            word(out.lang, &change.field),
            value(&change.before),
            value(&change.after)
        ))
    })
}

/// How many are told, and when.
fn told(out: &Printer, notice: Option<&types::NoticeForecast>) -> Result {
    let Some(notice) = notice else {
        return out.say(&text!("Ingen behöver få besked", "Nobody needs to be told"));
    };
    let (people, at) = (notice.people, when(&notice.due_at));
    match notice.way {
        types::NoticeWay::AtOnce => out.say(&text!(
            "{people} får besked med eget brev {at}",
            "{people} are told by a letter of its own {at}"
        )),
        types::NoticeWay::Digest => out.say(&text!(
            "{people} får besked i dagens samlade brev {at}",
            "{people} are told in the day’s digest {at}"
        )),
    }
}

fn hindered(out: &Printer, clashes: &types::SessionClashes) -> Result {
    let (blocked, people) = (clashes.blocked.len(), clashes.people);
    out.say(&text!(
        "{blocked} av {people} kan inte komma",
        "{blocked} of {people} cannot come"
    ))?;
    for taken in clashes.teacher.iter().chain(&clashes.room) {
        let (by, title, at) = (&taken.by, &taken.title, when(&taken.starts_at));
        out.say(&text!(
            "Upptaget: {by} {title} {at}",
            "Taken: {by} {title} {at}"
        ))?;
    }
    Ok(())
}
