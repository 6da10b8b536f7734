//! Cohorts in force, and the verbs. Plans are in [`super::plan`] and its kin, rules in
//! [`super::rule`], and the solver without a service in [`super::solve`].

use super::{
    Context, availability, company, facilitator, mix, plan, plan_ask, plan_change, plan_propose,
    plan_rebalance, plan_report, plan_what_if, rule, solve, transfer,
};
use crate::{
    board,
    client::api::types,
    error::Result,
    output::{Printer, col},
    text::{text, word, yes_no},
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Propose cohorts for an offering; exit code 1 if there is no plan
    #[command(after_help = plan_propose::PROPOSE_EXAMPLES)]
    Propose(plan_propose::Propose),
    /// What better cohorts cost in moves, from doing nothing on; choose one
    #[command(after_help = plan_rebalance::EXAMPLES)]
    Rebalance(plan_rebalance::Rebalance),
    /// Place those who have no cohort yet, without moving anybody
    #[command(after_help = plan_propose::LATE_EXAMPLES)]
    Late(plan_propose::Late),
    /// Plans of an offering, newest first
    Plans {
        /// Code or id of the offering
        offering: String,
    },
    /// One plan: cohorts by profession family as bars, problems first
    #[command(visible_alias = "plan", after_help = plan::SHOW_EXAMPLES)]
    Show(plan::Show),
    /// A plan as a board on the whole screen: see, move, hold, undo, commit
    #[command(after_help = board::EXAMPLES)]
    Board(board::Open),
    /// Why a person is where they are and what every other cohort would cost, or why a cohort is
    /// as it is
    #[command(after_help = plan_ask::EXPLAIN_EXAMPLES)]
    Explain(plan_ask::Explain),
    /// How two plans differ
    Compare(plan_ask::Compare),
    /// What a plan would be like if; writes nothing
    #[command(after_help = plan_what_if::EXAMPLES)]
    WhatIf(plan_what_if::WhatIf),
    /// A plan as pictures: one HTML file, or SVG files
    #[command(after_help = plan_report::EXAMPLES)]
    Report(plan_report::Draw),
    /// Move one person in a plan, and see what it does to the score
    #[command(after_help = "Example:\n  samverkan cohort move 018f… 018e… G2 --dry-run")]
    Move(plan_change::Move),
    /// Exchange two people of a plan
    #[command(
        after_help = "Example:\n  samverkan cohort swap 018f… \"Anna Ek\" \"Bo Al\" --dry-run"
    )]
    Swap(plan_change::Swap),
    /// Hold people where a plan has them; later plans keep to it
    Lock(plan_change::Locks),
    /// Let people go that are held
    Unlock(plan_change::Locks),
    /// Put a plan into force: everybody concerned is told
    Commit(plan_change::Decide),
    /// Undo a commit, the last of its partition: what it replaced is put back
    Undo(plan_change::Decide),
    /// Throw a plan away
    Discard(plan_change::Decide),
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
    /// With whom, and without whom, people wish to be
    #[command(subcommand)]
    Company(company::Verb),
    /// Wishes to change cohort: who asks, why; move them or say no
    #[command(subcommand)]
    Transfer(transfer::Verb),
    /// When and how people can take part: weekly times, languages
    #[command(subcommand)]
    Availability(availability::Verb),
    /// Facilitators: who they are, and which cohorts they lead
    #[command(subcommand)]
    Facilitator(facilitator::Verb),
    /// Solve an instance file here, without a service
    #[command(after_help = solve::EXAMPLES)]
    Solve(solve::Solve),
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Propose(wanted) => plan_propose::propose(context, wanted).await,
        Verb::Rebalance(wanted) => plan_rebalance::rebalance(context, wanted).await,
        Verb::Late(wanted) => plan_propose::late(context, wanted).await,
        Verb::Plans { offering } => plan::list(context, offering).await,
        Verb::Show(wanted) => plan::show(context, wanted).await,
        Verb::Board(wanted) => board::open(context, wanted).await,
        Verb::Explain(wanted) => plan_ask::explain(context, wanted).await,
        Verb::Compare(wanted) => plan_ask::compare(context, wanted).await,
        Verb::WhatIf(wanted) => plan_what_if::what_if(context, wanted).await,
        Verb::Report(wanted) => plan_report::report(context, wanted).await,
        Verb::Move(wanted) => plan_change::move_person(context, wanted).await,
        Verb::Swap(wanted) => plan_change::swap(context, wanted).await,
        Verb::Lock(wanted) => plan_change::lock(context, wanted, true).await,
        Verb::Unlock(wanted) => plan_change::lock(context, wanted, false).await,
        Verb::Commit(wanted) => plan_change::commit(context, wanted).await,
        Verb::Undo(wanted) => plan_change::undo(context, wanted).await,
        Verb::Discard(wanted) => plan_change::discard(context, wanted).await,
        Verb::List { offering, members } => list(context, offering, *members).await,
        Verb::Rule(verb) => rule::run(context, verb).await,
        Verb::Company(verb) => company::run(context, verb).await,
        Verb::Transfer(verb) => transfer::run(context, verb).await,
        Verb::Availability(verb) => availability::run(context, verb).await,
        Verb::Facilitator(verb) => facilitator::run(context, verb).await,
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
            let mixed = set.iter().map(|cohort| mix::Mixed {
                code: &cohort.code,
                size: size(cohort),
                points: None,
                mix: &cohort.mix,
            });
            mix::table(out, &mixed.collect::<Vec<_>>())?;
            let led = set.iter().map(|cohort| {
                let leaders = cohort.facilitators.iter().map(|leader| leader.name.clone());
                (cohort.code.as_str(), leaders.collect())
            });
            mix::facilitators(out, led)?;
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
