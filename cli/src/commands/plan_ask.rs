//! Questions about plans: why, and what differs.

use super::{
    Context, mix, or_empty,
    plan::{fetch, points, unless_withheld, whom},
    plan_change::criteria,
};
use crate::{
    client::api::types,
    error::Result,
    named::{Named, PlanRef},
    output::{Printer, col, num},
    text::text,
};
use clap::Args;
use uuid::Uuid;

pub(crate) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  samverkan cohort explain 018f… \"Anna Ek\"
  samverkan cohort explain 018f… G03";

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// Code of a cohort, or id or name of a person
    what: String,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// Id of a plan, or code of the offering for its newest
    first: PlanRef,
    /// Id of another of the same offering
    second: PlanRef,
}

pub(crate) async fn explain(context: &Context<'_>, wanted: &Explain) -> Result {
    let plan = fetch(context, &wanted.plan).await?;
    let mut cohorts = plan.cohorts.iter();
    let code = cohorts.find(|cohort| cohort.code.eq_ignore_ascii_case(&wanted.what));
    match code {
        Some(cohort) => explain_cohort(context, plan.id, &cohort.code).await,
        None => explain_person(context, plan.id, whom(&plan, &wanted.what)?).await,
    }
}

async fn explain_person(context: &Context<'_>, plan: Uuid, person: Uuid) -> Result {
    let call = context
        .api
        .explain_person_in_plan()
        .plan(plan)
        .person(person);
    let found = call.send().await?.into_inner();
    context.out.show(&found, |out| {
        let said = unless_withheld(out, found.explanation.as_ref());
        out.line(&format!("{}: {said}", found.name))?;
        if found.others.is_empty() {
            return Ok(());
        }
        out.raw("\n")?;
        let rows = found.others.iter().map(|other| {
            let points = if other.breaks.is_empty() {
                format!("{:+}", other.points)
            } else {
                "–".to_owned()
            };
            vec![other.code.clone(), points, other.explanation.clone()]
        });
        let columns = [
            col("Grupp", "Cohort"),
            num("Poäng", "Score"),
            col("Varför inte där", "Why not there"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

async fn explain_cohort(context: &Context<'_>, plan: Uuid, code: &str) -> Result {
    let call = context.api.explain_cohort_in_plan().plan(plan).cohort(code);
    let found = call.send().await?.into_inner();
    context.out.show(&found, |out| {
        let mixed = mix::Mixed {
            code: &found.code,
            size: i64::from(found.size),
            points: Some(found.points),
            mix: &found.mix,
        };
        mix::table(out, &[mixed])?;
        out.raw("\n")?;
        out.line(&found.explanation)?;
        out.raw("\n")?;
        let rows = found.members.iter().map(|member| {
            let said = unless_withheld(out, member.explanation.as_ref());
            vec![member.name.clone(), said]
        });
        let columns = [col("Namn", "Name"), col("Varför här", "Why here")];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(crate) async fn compare(context: &Context<'_>, wanted: &Compare) -> Result {
    let call = context.api.compare_cohort_plans();
    let call = call
        .plan(wanted.first.id(context).await?)
        .other(wanted.second.id(context).await?);
    let found = call.send().await?.into_inner();
    context.out.show(&found, |out| {
        let both = |a: String, b: String| format!("{a}  |  {b}");
        let (first, second) = (&found.first, &found.second);
        out.facts(&[
            (
                col("Poäng", "Score"),
                both(points(out, &first.score), points(out, &second.score)),
            ),
            (
                col("Kvalitet", "Quality"),
                both(first.quality.clone(), second.quality.clone()),
            ),
            (
                col("Grupper", "Cohorts"),
                both(first.cohorts.to_string(), second.cohorts.to_string()),
            ),
            (
                col("Personer", "People"),
                both(first.people.to_string(), second.people.to_string()),
            ),
            (
                col("Bara i det första", "Only in the first"),
                found.only_first.join(", "),
            ),
            (
                col("Bara i det andra", "Only in the second"),
                found.only_second.join(", "),
            ),
        ])?;
        let (pairs, kept) = (found.pairs, found.pairs_kept);
        out.say(&text!(
            "{kept} av {pairs} par som delar grupp i det första gör det i det andra",
            "{kept} of {pairs} pairs who share a cohort in the first do so in the second"
        ))?;
        let twins = found
            .twins
            .iter()
            .filter(|twins| twins.first != twins.second);
        let twins = twins.map(|twins| format!("{} ≈ {}", twins.first, twins.second));
        let twins = twins.collect::<Vec<_>>().join(", ");
        if !twins.is_empty() {
            out.say(&text!(
                "Grupper som mest liknar varandra: {twins}",
                "Cohorts most like each other: {twins}"
            ))?;
        }
        criteria(out, &first.score, &second.score)?;
        moves(out, &found.moves)
    })
}

/// Who goes from where to where.
pub(super) fn moves(out: &Printer, moves: &[types::MovedPerson]) -> Result {
    if moves.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    let rows = moves.iter().map(|moved| {
        vec![
            moved.name.clone(),
            or_empty(moved.from.as_ref()),
            moved.to.clone(),
        ]
    });
    let columns = [col("Namn", "Name"), col("Från", "From"), col("Till", "To")];
    out.table(&columns, &rows.collect::<Vec<_>>())
}
