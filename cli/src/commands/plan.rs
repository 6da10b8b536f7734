//! Cohort plans: proposed, looked at, adjusted, then committed or discarded.

use super::{Context, mix, or_empty};
use crate::{
    args::{Seen, one_of, pair},
    client::{api::types, fresh_key, if_match},
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{text, when, word},
};
use clap::Args;
use uuid::Uuid;

pub(crate) const PROPOSE_EXAMPLES: &str = "\
The plan changes nothing until it is committed. The same seed gives the same plan.

Examples:
  samverkan cohort propose SA123A-V9001V27
  samverkan cohort propose SA123A-V9001V27 --size 6 --start new --seed 7
  samverkan cohort propose SA123A-V9001V27 --protected-ok G1,G2 --lock 018e…=G3";

#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// Code or id of the offering
    offering: String,
    /// Cohorts of about this many people; default: the offering's
    #[arg(long, value_name = "PEOPLE")]
    size: Option<u32>,
    /// The same seed gives the same plan
    #[arg(long)]
    seed: Option<u64>,
    /// From nothing; from the cohorts in force with few moves (the default); or with none
    #[arg(long, value_parser = one_of::<types::PlanStart>(&["new", "rebalance", "keep"]))]
    start: Option<types::PlanStart>,
    /// Colleagues: into different cohorts (the default), into the same, or no matter
    #[arg(long, value_parser = one_of::<types::WorkplacePolicy>(&["spread", "together", "none"]))]
    workplaces: Option<types::WorkplacePolicy>,
    /// Codes of the cohorts in which people with protected data may be placed
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    protected_ok: Vec<String>,
    /// Hold a person in a cohort; may be repeated
    #[arg(long = "lock", value_name = "PERSON=CODE", value_parser = pair)]
    locks: Vec<(String, String)>,
    /// Name of the partition; an offering may have several
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Move {
    /// Id of the plan
    plan: Uuid,
    /// Id of the person
    person: Uuid,
    /// Code of the cohort to move to
    cohort: String,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    seen: Seen,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Id of the plan
    plan: Uuid,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn propose(context: &Context<'_>, wanted: &Propose) -> Result {
    let lock = |(person, cohort): &(String, String)| {
        let person = person.parse().map_err(|_| {
            CliError::usage(text!(
                "{person} är inget id för en person",
                "{person} is no id of a person"
            ))
        })?;
        Ok(types::CohortLock {
            cohort: cohort.clone(),
            person,
        })
    };
    let body = types::NewCohortPlan {
        locks: wanted.locks.iter().map(lock).collect::<Result<_>>()?,
        protected_ok: wanted.protected_ok.clone(),
        seed: wanted.seed,
        set_name: wanted.set.clone(),
        size: wanted.size,
        start: wanted.start,
        workplaces: wanted.workplaces,
    };
    let call = context.api.propose_cohort_plan().offering(&wanted.offering);
    let call = call.idempotency_key(fresh_key()).body(body);
    let working = context
        .out
        .spinner(&text!("Söker en gruppindelning …", "Looking for cohorts …"));
    let plan = call.send().await?.into_inner();
    drop(working);
    context.out.show(&plan, |out| {
        summary(out, &plan)?;
        let id = plan.id;
        out.note(&text!(
            "\nSe skälen: samverkan cohort plan {id} --explain\nFastställ:  samverkan cohort commit {id}",
            "\nSee why:      samverkan cohort plan {id} --explain\nPut in force: samverkan cohort commit {id}"
        ));
        Ok(())
    })
}

fn summary(out: &Printer, plan: &types::CohortPlan) -> Result {
    out.facts(&[
        (col("Förslag", "Plan"), plan.id.to_string()),
        (col("Indelning", "Partition"), plan.set_name.clone()),
        (col("Läge", "State"), word(out.lang, &plan.state)),
        (col("Frö", "Seed"), plan.seed.to_string()),
        (col("Poäng", "Score"), points(out, &plan.score)),
        (col("Byter grupp", "Change cohort"), plan.moves.to_string()),
        (col("Gjort", "Made"), when(&plan.created_at)),
    ])?;
    out.raw("\n")?;
    let mixed = plan.cohorts.iter().map(|cohort| {
        (
            cohort.code.as_str(),
            i64::from(cohort.size),
            &cohort.mix[..],
        )
    });
    mix::table(out, &mixed.collect::<Vec<_>>())
}

fn points(out: &Printer, score: &types::Score) -> String {
    let (hard, soft) = (score.hard, score.soft);
    let criteria = score.criteria.iter().filter(|(_, points)| **points > 0);
    let criteria: Vec<_> = criteria
        .map(|(name, points)| format!("{name} {points}"))
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

pub(crate) async fn list(context: &Context<'_>, offering: &str) -> Result {
    let plans = context
        .api
        .list_cohort_plans()
        .offering(offering)
        .send()
        .await?
        .into_inner();
    context.out.show(&plans, |out| {
        let rows = plans.iter().map(|plan| {
            vec![
                when(&plan.created_at),
                plan.set_name.clone(),
                word(out.lang, &plan.state),
                plan.cohorts.len().to_string(),
                plan.score.soft.to_string(),
                plan.moves.to_string(),
                plan.id.to_string(),
            ]
        });
        let columns = [
            col("Gjort", "Made"),
            col("Indelning", "Partition"),
            col("Läge", "State"),
            num("Grupper", "Cohorts"),
            num("Poäng", "Score"),
            num("Byter", "Moves"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(crate) async fn show(context: &Context<'_>, plan: Uuid, explain: bool) -> Result {
    let plan = fetch(context, plan).await?;
    context.out.show(&plan, |out| {
        summary(out, &plan)?;
        if explain {
            explanations(out, &plan)
        } else {
            Ok(())
        }
    })
}

async fn fetch(context: &Context<'_>, plan: Uuid) -> Result<types::CohortPlan> {
    Ok(context
        .api
        .get_cohort_plan()
        .plan(plan)
        .send()
        .await?
        .into_inner())
}

fn explanations(out: &Printer, plan: &types::CohortPlan) -> Result {
    for cohort in &plan.cohorts {
        out.raw("\n")?;
        out.line(&format!("{}: {}", cohort.code, cohort.explanation))?;
        let rows = plan
            .people
            .iter()
            .filter(|person| person.cohort == cohort.code)
            .map(|person| {
                vec![
                    person.name.clone(),
                    or_empty(person.moved_from.as_ref()),
                    person.explanation.clone(),
                ]
            });
        let columns = [
            col("Namn", "Name"),
            col("Från", "From"),
            col("Varför här", "Why here"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
    }
    Ok(())
}

pub(crate) async fn move_person(context: &Context<'_>, wanted: &Move) -> Result {
    let before = fetch(context, wanted.plan).await?;
    let body = types::NewMove {
        cohort: wanted.cohort.clone(),
        person: wanted.person,
    };
    let call = context
        .api
        .move_in_cohort_plan()
        .plan(wanted.plan)
        .dry_run(wanted.dry_run);
    let call = call
        .if_match(if_match(wanted.seen.revision, before.revision))
        .body(body);
    let moved = call.send().await?.into_inner();
    context.out.show(&moved, |out| {
        let arrow = |before: i64, after: i64| format!("{before} → {after}");
        out.facts(&[
            (
                col("Poäng", "Score"),
                format!(
                    "{} ({:+})",
                    arrow(moved.before.soft, moved.after.soft),
                    moved.points
                ),
            ),
            (
                col("Brutna regler", "Rules broken"),
                arrow(moved.before.hard, moved.after.hard),
            ),
            (col("Bryter mot", "Breaks"), moved.breaks.join(", ")),
        ])?;
        let changed = moved.after.criteria.iter().filter_map(|(name, after)| {
            let before = moved.before.criteria.get(name).copied().unwrap_or(0);
            (before != *after).then(|| vec![name.clone(), before.to_string(), after.to_string()])
        });
        let changed: Vec<_> = changed.collect();
        if !changed.is_empty() {
            out.raw("\n")?;
            out.table(
                &[
                    col("Mål", "Criterion"),
                    num("Före", "Before"),
                    num("Efter", "After"),
                ],
                &changed,
            )?;
        }
        if wanted.dry_run {
            out.note(&text!(
                "Inget är ändrat: det här var bara en provkörning",
                "Nothing was changed: this was only a dry run"
            ));
        }
        Ok(())
    })
}

pub(crate) async fn commit(context: &Context<'_>, wanted: &Decide) -> Result {
    let plan = fetch(context, wanted.plan).await?;
    let (people, cohorts, moves) = (plan.people.len(), plan.cohorts.len(), plan.moves);
    context.out.confirm(&text!(
        "{people} personer i {cohorts} grupper; {moves} byter grupp. Alla berörda får besked med e-post.",
        "{people} people in {cohorts} cohorts; {moves} change cohort. All concerned are told by mail."
    ))?;
    let call = context.api.commit_cohort_plan().plan(wanted.plan);
    let after = call
        .if_match(if_match(wanted.seen.revision, plan.revision))
        .send()
        .await?
        .into_inner();
    context.out.show(&after, |out| {
        out.say(&text!(
            "Grupperna gäller nu",
            "The cohorts are now in force"
        ))
    })
}

pub(crate) async fn discard(context: &Context<'_>, wanted: &Decide) -> Result {
    let plan = fetch(context, wanted.plan).await?;
    let call = context.api.discard_cohort_plan().plan(wanted.plan);
    let after = call
        .if_match(if_match(wanted.seen.revision, plan.revision))
        .send()
        .await?
        .into_inner();
    context.out.show(&after, |out| {
        out.say(&text!("Förslaget är kastat", "The plan is discarded"))
    })
}
