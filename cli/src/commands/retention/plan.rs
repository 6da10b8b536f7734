//! Plans for weeding.

use super::{by, kind};
use crate::{
    client::api::types,
    commands::Context,
    error::Result,
    output::{Printer, col, num},
    text::{text, when, word},
};
use uuid::Uuid;

pub(super) async fn make(context: &Context<'_>) -> Result {
    let plan = context.api.plan_weeding().send().await?.into_inner();
    shown(context.out, &plan)
}

pub(super) async fn show(context: &Context<'_>, plan: Uuid) -> Result {
    let plan = context.api.get_weeding_plan().weeding(plan).send().await?;
    shown(context.out, &plan.into_inner())
}

pub(super) async fn approve(context: &Context<'_>, plan: Uuid) -> Result {
    let plan = context.api.approve_weeding().weeding(plan).send().await?;
    shown(context.out, &plan.into_inner())
}

pub(super) async fn execute(context: &Context<'_>, plan: Uuid) -> Result {
    let planned = context.api.get_weeding_plan().weeding(plan).send().await?;
    let planned = planned.into_inner();
    let things: i64 = planned.counts.iter().map(|count| count.things).sum();
    context.out.confirm(&text!(
        "{things} uppgifter gallras enligt planen. Det går inte att ångra.",
        "{things} things are weeded by the plan. It cannot be undone."
    ))?;
    let done = context.api.execute_weeding().weeding(plan).send().await?;
    super::protocol::show(context.out, &done.into_inner(), None)
}

pub(super) async fn list(context: &Context<'_>) -> Result {
    let plans = context.api.list_weeding_plans().send().await?.into_inner();
    context.out.show(&plans, |out| {
        let rows = plans.iter().map(|plan| {
            let things: i64 = plan.counts.iter().map(|count| count.things).sum();
            vec![
                plan.as_of.clone(),
                word(out.lang, plan.state),
                things.to_string(),
                plan.held.to_string(),
                plan.executed
                    .as_ref()
                    .map(|step| when(&step.at))
                    .unwrap_or_default(),
                plan.id.to_string(),
            ]
        });
        let columns = [
            col("Per", "As of"),
            col("Läge", "State"),
            num("Uppgifter", "Things"),
            num("Stoppade", "Held"),
            col("Genomförd", "Executed"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

/// Counts as a table: used of plans and of protocols.
pub(super) fn counts(out: &Printer, counts: &[types::WeedingCount]) -> Result {
    let rows = counts.iter().map(|count| {
        vec![
            kind(out.lang, count.category),
            count.offering.clone().unwrap_or_default(),
            count.things.to_string(),
            count.people.to_string(),
            count.first.clone(),
            count.last.clone(),
        ]
    });
    let columns = [
        col("Uppgifter", "Data"),
        col("Kurstillfälle", "Offering"),
        num("Antal", "Things"),
        num("Personer", "People"),
        col("Från", "From"),
        col("Till", "To"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

fn shown(out: &Printer, plan: &types::WeedingPlan) -> Result {
    out.show(plan, |out| {
        let lang = out.lang;
        let step = |step: &Option<types::WeedingStep>| {
            step.as_ref().map(|step| by(lang, step)).unwrap_or_default()
        };
        out.facts(&[
            (col("Plan", "Plan"), plan.id.to_string()),
            (col("Läge", "State"), word(lang, plan.state)),
            (col("Per", "As of"), plan.as_of.clone()),
            (col("Stoppade", "Held"), plan.held.to_string()),
            (col("Planerad", "Planned"), by(lang, &plan.planned)),
            (col("Godkänd", "Approved"), step(&plan.approved)),
            (col("Genomförd", "Executed"), step(&plan.executed)),
            (col("Summa", "Digest"), plan.digest.clone()),
        ])?;
        out.line("")?;
        counts(out, &plan.counts)?;
        if plan.needs_approval {
            let id = &plan.id;
            out.note(&text!(
                "Någon annan måste godkänna planen: samverkan retention approve {id}",
                "Somebody else has to approve the plan: samverkan retention approve {id}"
            ));
        }
        Ok(())
    })
}
