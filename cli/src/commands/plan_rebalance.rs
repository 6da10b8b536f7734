//! Re-balancing: what better cohorts cost in moves.

use super::{
    Context, or_empty,
    plan::{self, points},
    plan_propose::search,
    plan_wishes::Usual,
};
use crate::{
    client::api::types,
    error::Result,
    output::{Printer, col, num},
    text::{text, when},
};
use clap::Args;
use uuid::Uuid;

pub(crate) const EXAMPLES: &str = "\
Without --take nothing is written: the best score for 0, 1, 2, … moves is shown, from doing
nothing (newcomers placed) on; a number of moves that gains nothing is left out. With --take that
point becomes a plan. The same seed and the same --most give the same curve.

Examples:
  samverkan cohort rebalance SA123A-V9001V27
  samverkan cohort rebalance SA123A-V9001V27 --take 3
  samverkan cohort rebalance SA123A-V9001V27 --most 40 --time-limit 60";

#[derive(Debug, Args)]
pub(crate) struct Rebalance {
    /// Code or id of the offering
    offering: String,
    /// Show up to so many moves
    #[arg(long, value_name = "MOVES", default_value_t = 10)]
    most: u32,
    /// Make a plan of the best cohorts with at most so many moves
    #[arg(long, value_name = "MOVES")]
    take: Option<u32>,
    #[command(flatten)]
    usual: Usual,
}

pub(crate) async fn rebalance(context: &Context<'_>, wanted: &Rebalance) -> Result {
    let body = types::NewCohortPlan {
        most_moves: Some(wanted.most.max(wanted.take.unwrap_or(0))),
        start: Some(types::PlanStart::Rebalance),
        take_moves: wanted.take,
        ..wanted.usual.body()?
    };
    match wanted.take {
        Some(_) => take(context, &wanted.offering, body).await,
        None => curve(context, &wanted.offering, body).await,
    }
}

async fn take(context: &Context<'_>, offering: &str, body: types::NewCohortPlan) -> Result {
    let plan = search(context, offering, body).await?;
    let moves = moves(context, plan.id).await?;
    context.out.show(&plan, |out| {
        plan::summary(out, &plan)?;
        list(out, &moves)?;
        let id = plan.id;
        out.note(&text!(
            "\nFastställ: samverkan cohort commit {id}",
            "\nPut in force: samverkan cohort commit {id}"
        ));
        Ok(())
    })
}

pub(super) async fn frontier(
    context: &Context<'_>,
    offering: &str,
    body: types::NewCohortPlan,
) -> Result<Vec<types::FrontierPoint>> {
    let working = context.out.spinner(&text!(
        "Söker för varje antal flyttar …",
        "Looking at each number of moves …"
    ));
    let call = context.api.get_cohort_frontier().offering(offering);
    let points = call.body(body).send().await?.into_inner();
    drop(working);
    Ok(points)
}

async fn curve(context: &Context<'_>, offering: &str, body: types::NewCohortPlan) -> Result {
    let found = frontier(context, offering, body).await?;
    context.out.show(&found, |out| {
        let rows = found.iter().map(|point| {
            let newcomers = point.people.iter().filter(|moved| moved.from.is_none());
            vec![
                point.moves.to_string(),
                newcomers.count().to_string(),
                points(out, &point.score),
                named(point),
            ]
        });
        let columns = [
            num("Flyttar", "Moves"),
            num("Nya", "New"),
            col("Poäng", "Score"),
            col("Vilka", "Who"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        out.note(&text!(
            "\nInget är ändrat. Välj en rad: samverkan cohort rebalance {offering} --take FLYTTAR",
            "\nNothing was changed. Choose a line: samverkan cohort rebalance {offering} --take MOVES"
        ));
        Ok(())
    })
}

/// Who moves where, the first few by name.
fn named(point: &types::FrontierPoint) -> String {
    const NAMED: usize = 3;
    let moved = point.people.iter().filter_map(|moved| {
        let from = moved.from.as_ref()?;
        Some(format!("{} {from} → {}", moved.name, moved.to))
    });
    let moved: Vec<_> = moved.collect();
    let more = moved.len().saturating_sub(NAMED);
    let mut said = moved[..moved.len().min(NAMED)].join("; ");
    if more > 0 {
        said += &format!("; + {more}");
    }
    said
}

pub(super) async fn moves(context: &Context<'_>, plan: Uuid) -> Result<Vec<types::PlannedMove>> {
    let call = context.api.list_plan_moves().plan(plan);
    Ok(call.send().await?.into_inner())
}

/// Who a plan moves, and which of their meetings change.
pub(super) fn list(out: &Printer, moves: &[types::PlannedMove]) -> Result {
    if moves.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    let meetings = |meetings: &[types::ChangedMeeting]| {
        let meetings = meetings.iter();
        let said = meetings.map(|meeting| format!("{} {}", when(&meeting.starts), meeting.title));
        said.collect::<Vec<_>>().join("; ")
    };
    let rows = moves.iter().map(|moved| {
        vec![
            moved.name.clone(),
            or_empty(moved.from.as_ref()),
            moved.to.clone(),
            meetings(&moved.loses),
            meetings(&moved.gains),
        ]
    });
    let columns = [
        col("Namn", "Name"),
        col("Från", "From"),
        col("Till", "To"),
        col("Möten som faller bort", "Meetings lost"),
        col("Möten som tillkommer", "Meetings gained"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}
