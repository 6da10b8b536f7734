//! Cohorts in force. Plans are in [`super::plan`], rules in [`super::rule`], and the solver
//! without a service in [`super::solve`].

use super::{Context, mix, plan, rule, solve};
use crate::{
    client::api::types,
    error::Result,
    output::{Printer, col},
    text::{text, word, yes_no},
};
use clap::Subcommand;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Propose cohorts for an offering; exit code 1 if there is no plan
    #[command(after_help = plan::PROPOSE_EXAMPLES)]
    Propose(plan::Propose),
    /// Plans of an offering, newest first
    Plans {
        /// Code or id of the offering
        offering: String,
    },
    /// One plan
    Plan {
        /// Id
        plan: Uuid,
        /// Why each cohort and each person
        #[arg(long)]
        explain: bool,
    },
    /// Move one person in a plan, and see what it does to the score
    #[command(after_help = "Example:\n  samverkan cohort move 018f… 018e… G2 --dry-run")]
    Move(plan::Move),
    /// Put a plan into force: everybody concerned is told
    Commit(plan::Decide),
    /// Throw a plan away
    Discard(plan::Decide),
    /// Cohorts in force with their mix
    List {
        /// Code or id of the offering
        offering: String,
        /// Who is in them
        #[arg(long)]
        members: bool,
    },
    /// Who must, or must not, share a cohort
    #[command(subcommand)]
    Rule(rule::Verb),
    /// Solve an instance file here, without a service
    #[command(after_help = solve::EXAMPLES)]
    Solve(solve::Solve),
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Propose(wanted) => plan::propose(context, wanted).await,
        Verb::Plans { offering } => plan::list(context, offering).await,
        Verb::Plan { plan, explain } => plan::show(context, *plan, *explain).await,
        Verb::Move(wanted) => plan::move_person(context, wanted).await,
        Verb::Commit(wanted) => plan::commit(context, wanted).await,
        Verb::Discard(wanted) => plan::discard(context, wanted).await,
        Verb::List { offering, members } => list(context, offering, *members).await,
        Verb::Rule(verb) => rule::run(context, verb).await,
        Verb::Solve(wanted) => solve::solve(wanted, context.out),
    }
}

async fn list(context: &Context<'_>, offering: &str, members: bool) -> Result {
    let cohorts = context
        .api
        .list_cohorts()
        .offering(offering)
        .send()
        .await?
        .into_inner();
    context.out.show(&cohorts, |out| {
        if cohorts.is_empty() {
            out.note(&text!(
                "Inga grupper än; `samverkan cohort propose {offering}` gör ett förslag",
                "No cohorts yet; `samverkan cohort propose {offering}` makes a plan"
            ));
        }
        for (number, set) in cohorts
            .chunk_by(|a, b| a.set_name == b.set_name)
            .enumerate()
        {
            if number > 0 {
                out.raw("\n")?;
            }
            let Some(first) = set.first() else { continue };
            out.line(&first.set_name)?;
            let size =
                |cohort: &types::Cohort| i64::try_from(cohort.members.len()).unwrap_or(i64::MAX);
            let mixed = set
                .iter()
                .map(|cohort| (cohort.code.as_str(), size(cohort), &cohort.mix[..]));
            mix::table(out, &mixed.collect::<Vec<_>>())?;
            if members {
                out.raw("\n")?;
                people(out, set)?;
            }
        }
        Ok(())
    })
}

fn people(out: &Printer, cohorts: &[types::Cohort]) -> Result {
    let row = |cohort: &types::Cohort, member: &types::Member| {
        vec![
            cohort.code.clone(),
            member.name.clone(),
            member
                .family
                .map(|family| word(out.lang, family))
                .unwrap_or_default(),
            yes_no(out.lang, member.locked),
            member.person.to_string(),
        ]
    };
    let rows = cohorts
        .iter()
        .flat_map(|cohort| cohort.members.iter().map(move |member| row(cohort, member)));
    let columns = [
        col("Grupp", "Cohort"),
        col("Namn", "Name"),
        col("Yrkesfamilj", "Family"),
        col("Låst", "Locked"),
        col("Id", "Id"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}
