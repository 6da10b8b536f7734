//! Changing a session: what became different, who is told and when.

use super::{fetch, show};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    commands::Context,
    error::Result,
    output::Printer,
    text::{text, when, word},
};
use uuid::Uuid;

/// Changes a session, or tries it; `how`: whether people are told now, and whether it is tried only.
pub(super) async fn edit(
    context: &Context<'_>,
    session: Uuid,
    seen: Seen,
    (now, dry_run): (bool, bool),
    patch: types::SessionPatch,
) -> Result {
    let before = fetch(context, session).await?;
    let call = context.api.reschedule_session().session(session);
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
