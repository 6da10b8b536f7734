//! What a plan would be like if. Nothing is written.

use super::{
    Context,
    plan::{fetch, points, whom},
    plan_ask::moves,
    plan_change::criteria,
    plan_wishes::weights,
};
use crate::{
    args::pair,
    client::api::types,
    error::Result,
    named::PlanRef,
    output::{Printer, col, num},
    text::text,
};
use clap::Args;

pub(crate) const EXAMPLES: &str = "\
Nothing is written. What is added is placed where it costs least, nobody else moving; with
`--rebalance` the best plan then is searched for as well.

Examples:
  samverkan cohort what-if 018f… --drop \"Anna Ek\" --rebalance
  samverkan cohort what-if 018f… --add social_work --add social_work
  samverkan cohort what-if 018f… --move \"Bo Al=G02\" --weight mix.out=20";

#[derive(Debug, Args)]
pub(crate) struct WhatIf {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// Somebody comes: id of a person, or a family such as social_work; may be repeated
    #[arg(long, value_name = "PERSON|FAMILY")]
    add: Vec<String>,
    /// Somebody leaves: id or name; may be repeated
    #[arg(long, value_name = "PERSON")]
    drop: Vec<String>,
    /// Somebody is moved; may be repeated
    #[arg(long = "move", value_name = "PERSON=CODE", value_parser = pair)]
    moves: Vec<(String, String)>,
    /// Somebody is held in a cohort; may be repeated
    #[arg(long = "lock", value_name = "PERSON=CODE", value_parser = pair)]
    locks: Vec<(String, String)>,
    /// Something weighs otherwise; may be repeated
    #[arg(long = "weight", value_name = "NAME=POINTS", value_parser = pair)]
    weights: Vec<(String, String)>,
    /// Also search for the best plan then
    #[arg(long)]
    rebalance: bool,
    /// Changes to try in that search; default: by size
    #[arg(long, value_name = "NUMBER")]
    iterations: Option<u64>,
    /// Longest search
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<u32>,
}

impl WhatIf {
    fn body(&self, plan: &types::CohortPlan) -> Result<types::Supposition> {
        let newcomer = |who: &String| {
            let family = who.parse::<types::Family>().ok();
            let person = match family {
                Some(_) => None,
                None => Some(whom(plan, who)?),
            };
            Ok(types::SupposedNewcomer { family, person })
        };
        let place = |(who, cohort): &(String, String)| {
            Ok(types::CohortLock {
                cohort: cohort.clone(),
                person: whom(plan, who)?,
            })
        };
        let drop = self.drop.iter().map(|who| whom(plan, who));
        Ok(types::Supposition {
            add: self.add.iter().map(newcomer).collect::<Result<_>>()?,
            drop: drop.collect::<Result<_>>()?,
            iterations: self.iterations,
            locks: self.locks.iter().map(place).collect::<Result<_>>()?,
            moves: self.moves.iter().map(place).collect::<Result<_>>()?,
            rebalance: self.rebalance,
            time_limit: self.time_limit,
            weights: weights(&self.weights)?,
        })
    }
}

pub(crate) async fn what_if(context: &Context<'_>, wanted: &WhatIf) -> Result {
    let plan = fetch(context, &wanted.plan).await?;
    let body = wanted.body(&plan)?;
    let call = context.api.what_if_cohort_plan().plan(plan.id);
    let working = context.out.spinner(&text!("Räknar …", "Reckoning …"));
    let found = call.body(body).send().await?.into_inner();
    drop(working);
    context.out.show(&found, |out| {
        let after = text!("Utan att någon annan flyttas", "With nobody else moved");
        part(out, after.get(out.lang), &found.before, &found.after)?;
        if let Some(best) = &found.rebalanced {
            out.raw("\n")?;
            let best_words = text!("Efter ombalansering", "After re-balancing");
            part(out, best_words.get(out.lang), &found.before, best)?;
        }
        out.note(&text!("Inget är ändrat", "Nothing was changed"));
        Ok(())
    })
}

fn part(out: &Printer, title: &str, before: &types::Score, after: &types::Supposed) -> Result {
    out.line(title)?;
    let change = after.score.soft - before.soft;
    out.facts(&[
        (col("Poäng före", "Score before"), points(out, before)),
        (
            col("Poäng efter", "Score after"),
            format!("{} ({change:+})", points(out, &after.score)),
        ),
        (
            col("Blir ensam från sin familj", "Becomes alone of the family"),
            after.alone.join(", "),
        ),
    ])?;
    for broken in &after.breaks {
        out.line(&format!("! {broken}"))?;
    }
    criteria(out, before, &after.score)?;
    cohorts(out, &after.cohorts)?;
    moves(out, &after.moves)
}

fn cohorts(out: &Printer, changed: &[types::CohortChange]) -> Result {
    if changed.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    let mix = |shares: &[types::FamilyShare]| {
        let shares = shares.iter().filter(|share| share.count > 0);
        let shares = shares.map(|share| format!("{} {}", share.count, share.label));
        shares.collect::<Vec<_>>().join(", ")
    };
    let rows = changed.iter().map(|cohort| {
        vec![
            cohort.code.clone(),
            format!("{} → {}", cohort.size_before, cohort.size_after),
            format!("{} → {}", cohort.points_before, cohort.points_after),
            mix(&cohort.after),
        ]
    });
    let columns = [
        col("Grupp", "Cohort"),
        num("Antal", "People"),
        num("Poäng", "Score"),
        col("Blir", "Becomes"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}
