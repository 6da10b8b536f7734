//! Facilitators (handledare), and which cohorts they lead.

use super::Context;
use crate::{
    args::{Seen, one_of},
    client::{api::types, if_match},
    error::Result,
    named::{Named, PersonRef, PlanRef, maybe},
    output::{Printer, col, num},
    text::{text, word},
};
use clap::{Args, Subcommand};

const ADD_EXAMPLES: &str = "\
`--only` and `--never` are about who is in a cohort: teaching, special_education, social_work,
health, guidance. No reasons: they may be about health.

Examples:
  samverkan cohort facilitator add SA123A-V9001V27 018e… --most 2 --cannot mon08,fri17
  samverkan cohort facilitator add SA123A-V9001V27 018e… --most 1 --lock G03
  samverkan cohort facilitator add SA123A-V9001V27 018e… --most 3 --only health --lock Expertgrupper/H1";

const ASSIGN_EXAMPLES: &str = "\
Cohorts keep those who lead them where that can be, and loads are as even as can be. If there is
no way, it is said which rules stand in each other's way (exit code 3).

Examples:
  samverkan cohort facilitator assign SA123A-V9001V27 --each 2
  samverkan cohort facilitator assign SA123A-V9001V27 --each 2 --commit
  samverkan cohort facilitator assign SA123A-V9001V27 --plan 018f…";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Facilitators of an offering, what they lead, and what does not fit
    List {
        /// Code or id of the offering
        offering: String,
    },
    /// Note a facilitator, in place of what was noted before
    #[command(after_help = ADD_EXAMPLES)]
    Add(Add),
    /// Take a facilitator off an offering, and out of the cohorts they lead; they are told by mail
    Remove {
        /// Code or id of the offering
        offering: String,
        /// Id or name of the person
        person: PersonRef,
    },
    /// Who leads which cohort: propose it, or with --commit put it into force
    #[command(after_help = ASSIGN_EXAMPLES)]
    Assign(Assign),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Code or id of the offering
    offering: String,
    /// Id or name of the person
    person: PersonRef,
    /// Most cohorts they lead
    #[arg(long, value_name = "NUMBER")]
    most: u32,
    /// Weekly times they cannot
    #[arg(long, value_name = "TIMES", value_delimiter = ',')]
    cannot: Vec<String>,
    /// Lead only cohorts with somebody of one of these families
    #[arg(long, value_name = "FAMILIES", value_delimiter = ',', value_parser = one_of::<types::Family>(&FAMILIES))]
    only: Vec<types::Family>,
    /// Lead no cohort with anybody of one of these families
    #[arg(long, value_name = "FAMILIES", value_delimiter = ',', value_parser = one_of::<types::Family>(&FAMILIES))]
    never: Vec<types::Family>,
    /// Languages spoken; default: not stated, which counts as all
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', value_parser = one_of::<types::Language>(&["sv", "en"]))]
    languages: Vec<types::Language>,
    /// Cohort they are held in; may be repeated
    #[arg(long = "lock", value_name = "[PARTITION/]COHORT")]
    locks: Vec<String>,
}

const FAMILIES: [&str; 5] = crate::report::FAMILIES;

/// The partition if no other is given.
const USUAL_SET: &str = "Grupper";

#[derive(Debug, Args)]
pub(crate) struct Assign {
    /// Code or id of the offering
    offering: String,
    /// Name of the partition
    #[arg(long, value_name = "NAME", default_value = USUAL_SET)]
    set: String,
    /// A plan instead of the cohorts in force: could they be led?
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["set", "commit"])]
    plan: Option<PlanRef>,
    /// Facilitators of each cohort
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    each: u32,
    /// Those of one cohort may all be of one profession family
    #[arg(long)]
    one_family: bool,
    /// Put it into force: everybody concerned is told by mail
    #[arg(long)]
    commit: bool,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering } => list(context, offering).await,
        Verb::Add(wanted) => add(context, wanted).await,
        Verb::Remove { offering, person } => {
            let call = context.api.remove_facilitator().offering(offering);
            call.person(person.id(context).await?).send().await?;
            context.out.note(&text!("Borttagen", "Removed"));
            Ok(())
        }
        Verb::Assign(wanted) => assign(context, wanted).await,
    }
}

fn named(cohort: &str) -> types::CohortName {
    let (set_name, cohort) = cohort.rsplit_once('/').unwrap_or((USUAL_SET, cohort));
    types::CohortName {
        cohort: cohort.to_owned(),
        set_name: set_name.to_owned(),
    }
}

/// The partition is said where it is not the usual one.
fn short(cohorts: &[types::CohortName]) -> String {
    let name = |cohort: &types::CohortName| match &*cohort.set_name {
        USUAL_SET => cohort.cohort.clone(),
        set => format!("{set}/{}", cohort.cohort),
    };
    cohorts.iter().map(name).collect::<Vec<_>>().join(" ")
}

async fn add(context: &Context<'_>, wanted: &Add) -> Result {
    let body = types::NewFacilitator {
        cannot: wanted.cannot.clone(),
        languages: wanted.languages.clone(),
        locked: wanted.locks.iter().map(|lock| named(lock)).collect(),
        most: wanted.most,
        never: wanted.never.clone(),
        only: wanted.only.clone(),
    };
    let call = context.api.put_facilitator().offering(&wanted.offering);
    let call = call.person(wanted.person.id(context).await?).body(body);
    let noted = call.send().await?.into_inner();
    context.out.show(&noted, |out| {
        let name = &noted.name;
        out.say(&text!(
            "{name} är handledare; `samverkan cohort facilitator assign` fördelar grupperna",
            "{name} is a facilitator; `samverkan cohort facilitator assign` deals out the cohorts"
        ))?;
        noted
            .problems
            .iter()
            .try_for_each(|problem| out.line(problem))
    })
}

async fn list(context: &Context<'_>, offering: &str) -> Result {
    let call = context.api.list_facilitators().offering(offering);
    let found = call.send().await?.into_inner();
    context.out.show(&found, |out| {
        let words = |families: &[types::Family]| {
            let words = families.iter().map(|family| word(out.lang, family));
            words.collect::<Vec<_>>().join(" ")
        };
        let rows = found.iter().map(|one| {
            let spoken = one.languages.iter();
            let spoken: Vec<_> = spoken.map(|language| word(out.lang, language)).collect();
            vec![
                one.name.clone(),
                one.family.map(|f| word(out.lang, f)).unwrap_or_default(),
                short(&one.leads),
                one.most.to_string(),
                one.cannot.join(" "),
                words(&one.only),
                words(&one.never),
                spoken.join(" "),
                short(&one.locked),
                one.person.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Yrkesfamilj", "Family"),
            col("Leder", "Leads"),
            num("Högst", "Most"),
            col("Kan inte", "Cannot"),
            col("Bara för", "Only for"),
            col("Inte för", "Not for"),
            col("Språk", "Languages"),
            col("Låst till", "Held in"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        let problems = found.iter().flat_map(|one| {
            let name = &one.name;
            one.problems
                .iter()
                .map(move |said| format!("{name}: {said}"))
        });
        let problems: Vec<_> = problems.collect();
        if !problems.is_empty() {
            out.raw("\n")?;
        }
        problems.iter().try_for_each(|problem| out.line(problem))
    })
}

async fn assign(context: &Context<'_>, wanted: &Assign) -> Result {
    let plan = maybe(wanted.plan.as_ref(), context).await?;
    let body = || types::NewAssignment {
        each: Some(wanted.each),
        one_family: wanted.one_family,
        plan,
        set_name: Some(wanted.set.clone()),
    };
    let call = context
        .api
        .propose_facilitators()
        .offering(&wanted.offering);
    let proposed = call.body(body()).send().await?.into_inner();
    if !wanted.commit {
        return context.out.show(&proposed, |out| {
            assignment(out, &proposed)?;
            out.say(&text!(
                "Inget är ändrat; --commit fastställer",
                "Nothing was changed; --commit puts it into force"
            ))
        });
    }
    let cohorts = proposed.cohorts.len();
    context.out.confirm(&text!(
        "Handledare för {cohorts} grupper. De som leder andra grupper än förut får besked med e-post.",
        "Facilitators of {cohorts} cohorts. Those who lead others than before are told by mail."
    ))?;
    let call = context.api.commit_facilitators().offering(&wanted.offering);
    let call = call.if_match(if_match(wanted.seen.revision, proposed.revision));
    let done = call.body(body()).send().await?.into_inner();
    context.out.show(&done, |out| {
        assignment(out, &done)?;
        out.say(&text!(
            "Fördelningen gäller nu",
            "The assignment is now in force"
        ))
    })
}

fn assignment(out: &Printer, found: &types::FacilitatorAssignment) -> Result {
    let rows = found.cohorts.iter().map(|cohort| {
        let leaders = cohort.leaders.iter().map(|leader| match leader.family {
            Some(family) => format!("{} ({})", leader.name, word(out.lang, family)),
            None => leader.name.clone(),
        });
        vec![
            cohort.cohort.clone(),
            cohort.meets.join(" "),
            leaders.collect::<Vec<_>>().join(", "),
            cohort.leaving.join(", "),
        ]
    });
    let columns = [
        col("Grupp", "Cohort"),
        col("Möts", "Meets"),
        col("Handledare", "Facilitators"),
        col("Slutar leda", "Leaving"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())?;
    out.raw("\n")?;
    let rows = found.facilitators.iter();
    let rows = rows.map(|one| vec![one.name.clone(), one.leads.to_string()]);
    let columns = [col("Handledare", "Facilitator"), num("Grupper", "Cohorts")];
    out.table(&columns, &rows.collect::<Vec<_>>())?;
    out.raw("\n")
}
