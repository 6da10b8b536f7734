//! A plan as pictures, written to files.

use super::{
    Context,
    plan::{fetch, points},
    plan_rebalance,
    plan_wishes::Usual,
};
use crate::{
    client::api::types,
    error::{CliError, Result},
    named::PlanRef,
    report::{Chart, Drawn, FAMILIES, Point, Report, page},
    text::{text, when, word},
};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) const EXAMPLES: &str = "\
The report names nobody. It can be read without colour, by screen readers, in the dark and on
paper; behind every chart stands a table.

Examples:
  samverkan cohort report 018f… --out grupper.html
  samverkan cohort report 018f… --svg bilder";

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("where").args(["out", "svg"]).required(true).multiple(true))]
pub(crate) struct Draw {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
    /// HTML file to write; it needs nothing else
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also the curve of moves against points, from the cohorts in force, up to so many moves
    #[arg(long, value_name = "MOVES")]
    frontier: Option<u32>,
    /// Folder to write the charts to, as SVG files
    #[arg(long, value_name = "FOLDER")]
    svg: Option<PathBuf>,
}

pub(crate) async fn report(context: &Context<'_>, wanted: &Draw) -> Result {
    let plan = fetch(context, &wanted.plan).await?;
    let mut report = gather(context, &plan).await?;
    if let Some(most) = wanted.frontier {
        report.frontier = curve(context, &plan, most).await?;
    }
    let mut written = Vec::new();
    if let Some(file) = &wanted.out {
        write(file, &page(&report))?;
        written.push(file.display().to_string());
    }
    if let Some(folder) = &wanted.svg {
        written.extend(draw(folder, &report.charts())?);
    }
    context.out.show(&written, |out| {
        written
            .iter()
            .try_for_each(|file| out.say(&text!("Skrev {file}", "Wrote {file}")))
    })
}

/// Writes charts to a folder, one file each; gives the names of the files.
pub(super) fn draw(folder: &Path, charts: &[Chart]) -> Result<Vec<String>> {
    let shown = folder.display();
    fs::create_dir_all(folder).map_err(|error| {
        CliError::io(
            text!("Går inte att skapa {shown}", "Cannot make {shown}"),
            error,
        )
    })?;
    let mut written = Vec::new();
    for chart in charts {
        let file = folder.join(format!("{}.svg", chart.name));
        write(&file, &chart.svg)?;
        written.push(file.display().to_string());
    }
    Ok(written)
}

pub(super) fn write(file: &Path, content: &str) -> Result {
    let shown = file.display();
    fs::write(file, content).map_err(|error| {
        CliError::io(
            text!("Går inte att skriva {shown}", "Cannot write {shown}"),
            error,
        )
    })
}

async fn gather(context: &Context<'_>, plan: &types::CohortPlan) -> Result<Report> {
    let (out, lang) = (context.out, context.out.lang);
    let offering = plan.offering.to_string();
    let call = context.api.get_offering().offering(&offering);
    let code = call.send().await?.into_inner().code;
    let mut cohorts: Vec<_> = plan.cohorts.iter().map(drawn).collect();
    cohorts.sort_by_key(|cohort| std::cmp::Reverse(cohort.points));
    let fact = |sv: &str, en: &str, value: String| (lang.pick(sv, en).to_owned(), value);
    Ok(Report {
        lang,
        offering: code,
        set_name: plan.set_name.clone(),
        facts: vec![
            fact("Läge", "State", word(lang, &plan.state)),
            fact("Poäng", "Score", points(out, &plan.score)),
            fact("Kvalitet", "Quality", plan.quality.clone()),
            fact("Personer", "People", plan.people.len().to_string()),
            fact("Grupper", "Cohorts", plan.cohorts.len().to_string()),
            fact("Byter grupp", "Change cohort", plan.moves.to_string()),
            fact("Frö", "Seed", plan.seed.to_string()),
            fact("Gjort", "Made", when(&plan.created_at)),
        ],
        cohorts,
        before: before(context, plan).await?,
        frontier: Vec::new(),
    })
}

/// The curve for the plan's partition, with its seed and its weights.
async fn curve(context: &Context<'_>, plan: &types::CohortPlan, most: u32) -> Result<Vec<Point>> {
    let body = types::NewCohortPlan {
        most_moves: Some(most),
        seed: Some(plan.seed),
        set_name: Some(plan.set_name.clone()),
        start: Some(types::PlanStart::Rebalance),
        weights: plan.weights.clone(),
        workplaces: Some(plan.workplaces),
        ..Usual::default().body()?
    };
    let found = plan_rebalance::frontier(context, &plan.offering.to_string(), body).await?;
    let point = |point: &types::FrontierPoint| Point {
        moves: i64::from(point.moves),
        score: point.score.soft,
    };
    // Where rules are broken, points say nothing.
    let sound = found.iter().filter(|point| point.score.hard == 0);
    Ok(sound.map(point).collect())
}

fn drawn(cohort: &types::PlannedCohort) -> Drawn {
    Drawn {
        code: cohort.code.clone(),
        size: i64::from(cohort.size),
        points: cohort.points,
        mix: counts(&cohort.mix),
        clashes: cohort.clashes,
        facilitators: i64::try_from(cohort.facilitators.len()).unwrap_or(i64::MAX),
        problems: cohort.problems.clone(),
    }
}

fn counts(mix: &[types::FamilyShare]) -> [i64; 5] {
    FAMILIES.map(|family| {
        let found = mix.iter().find(|share| share.family.to_string() == family);
        found.map_or(0, |share| share.count)
    })
}

/// The cohorts in force of the plan's partition, if the plan would change them.
async fn before(context: &Context<'_>, plan: &types::CohortPlan) -> Result<Vec<Drawn>> {
    if plan.moves == 0 {
        return Ok(Vec::new());
    }
    let offering = plan.offering.to_string();
    let call = context.api.list_cohorts().offering(&offering);
    let cohorts = call.send().await?.into_inner();
    let own = cohorts.into_iter().filter(|c| c.set_name == plan.set_name);
    Ok(own
        .map(|cohort| Drawn {
            size: i64::try_from(cohort.members.len()).unwrap_or(i64::MAX),
            points: 0,
            mix: counts(&cohort.mix),
            clashes: 0,
            facilitators: 0,
            problems: Vec::new(),
            code: cohort.code,
        })
        .collect())
}
