//! Changing and deciding on plans.

use super::{
    Context,
    plan::{criterion, fetch, whom},
};
use crate::{
    args::Seen,
    board,
    client::{api::types, if_match},
    error::Result,
    named::PlanRef,
    output::{Printer, col, num},
    text::text,
};
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Move {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// Id of the person, or a name that only one has
    person: String,
    /// Code of the cohort to move to
    cohort: String,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
pub(crate) struct Swap {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// Id of a person, or a name that only one has
    person: String,
    /// Id or name of another
    with: String,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
pub(crate) struct Locks {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// Ids or names
    #[arg(required = true)]
    people: Vec<String>,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn move_person(context: &Context<'_>, wanted: &Move) -> Result {
    let before = fetch(context, &wanted.plan).await?;
    let body = types::NewMove {
        cohort: wanted.cohort.clone(),
        person: whom(&before, &wanted.person)?,
    };
    let call = context.api.move_in_cohort_plan().plan(before.id);
    let call = call.dry_run(wanted.dry_run).body(body);
    let call = call.if_match(if_match(wanted.seen.revision, before.revision));
    let moved = call.send().await?.into_inner();
    effect(context, &moved, wanted.dry_run)
}

pub(crate) async fn swap(context: &Context<'_>, wanted: &Swap) -> Result {
    let before = fetch(context, &wanted.plan).await?;
    let body = types::NewSwap {
        person: whom(&before, &wanted.person)?,
        with: whom(&before, &wanted.with)?,
    };
    let call = context.api.swap_in_cohort_plan().plan(before.id);
    let call = call.dry_run(wanted.dry_run).body(body);
    let call = call.if_match(if_match(wanted.seen.revision, before.revision));
    let moved = call.send().await?.into_inner();
    effect(context, &moved, wanted.dry_run)
}

fn effect(context: &Context<'_>, moved: &types::MoveResult, dry_run: bool) -> Result {
    context.out.show(moved, |out| {
        let arrow = |before: i64, after: i64| format!("{before} → {after}");
        let points = arrow(moved.before.soft, moved.after.soft);
        out.facts(&[
            (
                col("Poäng", "Score"),
                format!("{points} ({:+})", moved.points),
            ),
            (
                col("Brutna regler", "Rules broken"),
                arrow(moved.before.hard, moved.after.hard),
            ),
            (col("Bryter mot", "Breaks"), moved.breaks.join(", ")),
        ])?;
        criteria(out, &moved.before, &moved.after)?;
        if dry_run {
            out.note(&text!(
                "Inget är ändrat: det här var bara en provkörning",
                "Nothing was changed: this was only a dry run"
            ));
        }
        Ok(())
    })
}

/// The criteria whose points differ.
pub(super) fn criteria(out: &Printer, before: &types::Score, after: &types::Score) -> Result {
    let changed = after.criteria.iter().filter_map(|(name, after)| {
        let before = before.criteria.get(name).copied().unwrap_or(0);
        let row = || vec![criterion(out, name), before.to_string(), after.to_string()];
        (before != *after).then(row)
    });
    let changed: Vec<_> = changed.collect();
    if changed.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    let columns = [
        col("Mål", "Criterion"),
        num("Före", "Before"),
        num("Efter", "After"),
    ];
    out.table(&columns, &changed)
}

pub(crate) async fn lock(context: &Context<'_>, wanted: &Locks, locked: bool) -> Result {
    let before = fetch(context, &wanted.plan).await?;
    let people = wanted.people.iter().map(|meant| whom(&before, meant));
    let body = types::NewLocks {
        locked,
        people: people.collect::<Result<_>>()?,
    };
    let call = context.api.lock_in_cohort_plan().plan(before.id).body(body);
    let call = call.if_match(if_match(wanted.seen.revision, before.revision));
    let after = call.send().await?.into_inner();
    context.out.show(&after, |out| {
        let held = after.people.iter().filter(|person| person.locked).count();
        out.say(&text!(
            "Låsta i förslaget: {held}. Det gäller när det har fastställts.",
            "Held in the plan: {held}. It counts when the plan is put into force."
        ))
    })
}

pub(crate) async fn commit(context: &Context<'_>, wanted: &Decide) -> Result {
    let plan = fetch(context, &wanted.plan).await?;
    context.out.confirm(&board::commit_means(&plan))?;
    let call = context.api.commit_cohort_plan().plan(plan.id);
    let call = call.if_match(if_match(wanted.seen.revision, plan.revision));
    let after = call.send().await?.into_inner();
    context.out.show(&after, |out| {
        out.say(&text!(
            "Grupperna gäller nu",
            "The cohorts are now in force"
        ))
    })
}

pub(crate) async fn undo(context: &Context<'_>, wanted: &Decide) -> Result {
    let plan = fetch(context, &wanted.plan).await?;
    context.out.confirm(&text!(
        "Grupperna blir som de var innan förslaget fastställdes. De som byter grupp får besked med e-post.",
        "The cohorts become what they were before the plan was committed. Those who change cohort are told by mail."
    ))?;
    let call = context.api.undo_cohort_plan().plan(plan.id);
    let call = call.if_match(if_match(wanted.seen.revision, plan.revision));
    let after = call.send().await?.into_inner();
    context.out.show(&after, |out| {
        let (id, people, cohorts) = (after.id, after.people.len(), after.cohorts.len());
        if cohorts == 0 {
            out.say(&text!(
                "Ångrat: nu gäller inga grupper. Deltagarna har inte fått något besked om det.",
                "Undone: no cohorts are in force now. People have not been told so."
            ))?;
        } else {
            out.say(&text!(
                "Ångrat: {people} personer är tillbaka i {cohorts} grupper",
                "Undone: {people} people are back in {cohorts} cohorts"
            ))?;
        }
        out.note(&text!(
            "Ångra ångrandet: samverkan cohort undo {id}",
            "Undo the undoing: samverkan cohort undo {id}"
        ));
        Ok(())
    })
}

pub(crate) async fn discard(context: &Context<'_>, wanted: &Decide) -> Result {
    let plan = fetch(context, &wanted.plan).await?;
    let call = context.api.discard_cohort_plan().plan(plan.id);
    let call = call.if_match(if_match(wanted.seen.revision, plan.revision));
    let after = call.send().await?.into_inner();
    context.out.show(&after, |out| {
        out.say(&text!("Förslaget är kastat", "The plan is discarded"))
    })
}
