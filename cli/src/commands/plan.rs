//! Cohort plans as they are read: one, or all of an offering.

use super::{Context, mix, or_empty, plan_rebalance, plan_remarks};
use crate::{
    client::api::types,
    error::{CliError, Result},
    named::{Named, PlanRef},
    output::{Printer, col, num},
    text::{text, when, word, yes_no},
};
use clap::Args;
use samverkan_domain::cohort::{PlanRecord, Reproduction};
use uuid::Uuid;

pub(crate) const SHOW_EXAMPLES: &str = "\
`--reproduce` fetches what the plan was made with, searches again here, exactly as long, and
compares: exit code 1 if anything differs.

Examples:
  samverkan cohort show 018f…
  samverkan cohort show SA123A-V9001V27 --explain
  samverkan cohort show 018f… --reproduce";

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// Why each cohort and each person
    #[arg(long, conflicts_with = "reproduce")]
    explain: bool,
    /// Every cohort, however many there are
    #[arg(long)]
    all: bool,
    /// Whom it moves, and which of their meetings change
    #[arg(long, conflicts_with_all = ["explain", "reproduce"])]
    moves: bool,
    /// Make it again from its record, and compare
    #[arg(long)]
    reproduce: bool,
}

/// Cohorts shown unless all are asked for.
const SHOWN: usize = 20;

/// The plan in short, with the cohorts that have most to remark.
pub(super) fn summary(out: &Printer, plan: &types::CohortPlan) -> Result {
    overview(out, plan, SHOWN)
}

fn overview(out: &Printer, plan: &types::CohortPlan, most: usize) -> Result {
    out.facts(&[
        (col("Förslag", "Plan"), plan.id.to_string()),
        (col("Indelning", "Partition"), plan.set_name.clone()),
        (col("Läge", "State"), word(out.lang, &plan.state)),
        (col("Ångrar", "Undoes"), or_empty(plan.undoes.as_ref())),
        (col("Frö", "Seed"), plan.seed.to_string()),
        (col("Poäng", "Score"), points(out, &plan.score)),
        (col("Kvalitet", "Quality"), plan.quality.clone()),
        (col("Byter grupp", "Change cohort"), plan.moves.to_string()),
        (col("Gjort", "Made"), when(&plan.created_at)),
    ])?;
    if plan.cohorts.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    let mut cohorts: Vec<&types::PlannedCohort> = plan.cohorts.iter().collect();
    // Problems first; the order of codes where equal.
    cohorts.sort_by_key(|cohort| std::cmp::Reverse(cohort.points));
    let more = cohorts.len().saturating_sub(most);
    cohorts.truncate(most);
    let mixed = cohorts.iter().map(|cohort| mix::Mixed {
        code: &cohort.code,
        size: i64::from(cohort.size),
        points: Some(cohort.points),
        mix: &cohort.mix,
    });
    mix::table(out, &mixed.collect::<Vec<_>>())?;
    if more > 0 {
        out.say(&text!(
            "… och {more} grupper med färre poäng; `show --all` visar alla",
            "… and {more} cohorts with fewer points; `show --all` shows all"
        ))?;
    }
    plan_remarks::write(out, &cohorts)?;
    let led = cohorts
        .iter()
        .map(|c| (c.code.as_str(), c.facilitators.clone()));
    mix::facilitators(out, led)
}

pub(super) fn points(out: &Printer, score: &types::Score) -> String {
    let (hard, soft) = (score.hard, score.soft);
    let criteria = score.criteria.iter().filter(|(_, points)| **points > 0);
    let criteria: Vec<_> = criteria
        .map(|(name, points)| format!("{} {points}", criterion(out, name)))
        .collect();
    let criteria = if criteria.is_empty() {
        String::new()
    } else {
        format!(" ({})", criteria.join(", "))
    };
    let broken = match hard {
        0 => String::new(),
        _ => text!(", {hard} brutna regler", ", {hard} rules broken")
            .get(out.lang)
            .to_owned(),
    };
    format!("{soft}{criteria}{broken}")
}

/// A criterion's key as people say it: `mix:family` is the mix of professions.
pub(super) fn criterion(out: &Printer, key: &str) -> String {
    let (kind, attribute) = key.split_once(':').unwrap_or((key, ""));
    let kind = word(out.lang, format!("criterion_{kind}"));
    match attribute {
        "" => kind,
        attribute => format!("{kind}: {}", word(out.lang, attribute)),
    }
}

pub(crate) async fn list(context: &Context<'_>, offering: &str) -> Result {
    let plans = context.api.list_cohort_plans().offering(offering);
    let plans = plans.send().await?.into_inner();
    context.out.show(&plans, |out| {
        let rows = plans.iter().map(|plan| {
            vec![
                when(&plan.created_at),
                plan.set_name.clone(),
                word(out.lang, &plan.state),
                plan.cohorts.to_string(),
                plan.people.to_string(),
                plan.score.soft.to_string(),
                plan.quality.clone(),
                plan.moves.to_string(),
                plan.id.to_string(),
            ]
        });
        let columns = [
            col("Gjort", "Made"),
            col("Indelning", "Partition"),
            col("Läge", "State"),
            num("Grupper", "Cohorts"),
            num("Personer", "People"),
            num("Poäng", "Score"),
            col("Kvalitet", "Quality"),
            num("Byter", "Moves"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(crate) async fn show(context: &Context<'_>, wanted: &Show) -> Result {
    if wanted.reproduce {
        return reproduce(context, wanted.plan.id(context).await?).await;
    }
    if wanted.moves {
        let moves = plan_rebalance::moves(context, wanted.plan.id(context).await?).await?;
        return context
            .out
            .show(&moves, |out| plan_rebalance::list(out, &moves));
    }
    let plan = fetch(context, &wanted.plan).await?;
    context.out.show(&plan, |out| {
        overview(out, &plan, if wanted.all { usize::MAX } else { SHOWN })?;
        if wanted.explain {
            explanations(out, &plan)
        } else {
            Ok(())
        }
    })
}

pub(crate) async fn fetch(context: &Context<'_>, plan: &PlanRef) -> Result<types::CohortPlan> {
    let call = context.api.get_cohort_plan().plan(plan.id(context).await?);
    Ok(call.send().await?.into_inner())
}

fn explanations(out: &Printer, plan: &types::CohortPlan) -> Result {
    for cohort in &plan.cohorts {
        out.raw("\n")?;
        out.line(&format!("{}: {}", cohort.code, cohort.explanation))?;
        let members = plan.people.iter().filter(|p| p.cohort == cohort.code);
        let rows = members.map(|person| {
            vec![
                person.name.clone(),
                or_empty(person.moved_from.as_ref()),
                yes_no(out.lang, person.locked),
                unless_withheld(out, person.explanation.as_ref()),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Från", "From"),
            col("Låst", "Locked"),
            col("Varför här", "Why here"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
    }
    Ok(())
}

/// An explanation, or that it is not for this reader.
pub(super) fn unless_withheld(out: &Printer, explanation: Option<&String>) -> String {
    let withheld = text!("förklaras inte här", "not explained here");
    explanation.map_or_else(|| withheld.get(out.lang).to_owned(), Clone::clone)
}

async fn reproduce(context: &Context<'_>, plan: Uuid) -> Result {
    let call = context.api.get_cohort_plan_record().plan(plan);
    let record = call.send().await?.into_inner();
    let record: PlanRecord =
        serde_json::from_value(record).map_err(|error| CliError::NotUnderstood {
            detail: error.to_string(),
        })?;
    let working = context
        .out
        .spinner(&text!("Söker en gång till …", "Searching once more …"));
    let found = record.reproduce();
    drop(working);
    let found = found.map_err(|faults| CliError::Faulty {
        what: text!(
            "Underlaget är inte som det ska",
            "The record is not as it should be"
        ),
        faults: faults.iter().map(ToString::to_string).collect(),
    })?;
    context.out.show(&found, |out| out.say(&verdict(found)))?;
    match found {
        Reproduction::Same { .. } | Reproduction::NothingToRepeat => Ok(()),
        _ => Err(CliError::No),
    }
}

fn verdict(found: Reproduction) -> crate::text::Text {
    match found {
        Reproduction::Same { by_hand: 0 } => text!(
            "Samma förslag kom fram igen",
            "The same plan came out again"
        ),
        Reproduction::Same { by_hand } => text!(
            "Samma förslag kom fram igen; {by_hand} personer har sedan flyttats för hand",
            "The same plan came out again; {by_hand} people have been moved by hand since"
        ),
        Reproduction::NothingToRepeat => text!(
            "Förslaget kom inte till genom en sökning; poängen stämmer",
            "The plan did not come from a search; its score is right"
        ),
        Reproduction::WrongScore => text!(
            "Poängen stämmer inte med indelningen",
            "The score is not that of the partition"
        ),
        Reproduction::OtherAlgorithm { made, here } => text!(
            "Förslaget gjordes med version {made} av sökningen, här finns version {here}",
            "The plan was made with version {made} of the search; here is version {here}"
        ),
        Reproduction::Differs { people } => text!(
            "Ett annat förslag kom fram: {people} personer hamnar i en annan grupp",
            "Another plan came out: {people} people are in another cohort"
        ),
    }
}

/// The person of a plan whom somebody means: an id, or a name that only one has.
pub(super) fn whom(plan: &types::CohortPlan, meant: &str) -> Result<Uuid> {
    if let Ok(id) = meant.parse() {
        return Ok(id);
    }
    let folded = meant.to_lowercase();
    let found = plan.people.iter();
    let found: Vec<_> = found
        .filter(|person| person.name.to_lowercase().contains(&folded))
        .collect();
    match &found[..] {
        [one] => Ok(one.person),
        [] => Err(CliError::usage(text!(
            "Ingen i förslaget heter {meant}",
            "Nobody in the plan is called {meant}"
        ))),
        several => Err(CliError::Faulty {
            what: text!(
                "Flera i förslaget heter {meant}; skriv mer av namnet, eller id",
                "Several in the plan are called {meant}; write more of the name, or the id"
            ),
            faults: several
                .iter()
                .map(|person| format!("{}  {}  {}", person.person, person.cohort, person.name))
                .collect(),
        }),
    }
}
