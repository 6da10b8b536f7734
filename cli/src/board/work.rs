//! What the board wants done outside: calls of the service, by the same operations as the commands.

use super::state::{Answer, Change, Effect, Fault, What};
use crate::{
    client::{
        api::{Client, types},
        if_match,
    },
    error::{CliError, Result},
    text::Lang,
};
use uuid::Uuid;

/// Does it, and says what came of it. To leave is nothing to do here.
pub(super) async fn perform(api: Client, plan: Uuid, effect: Effect, lang: Lang) -> Answer {
    let answer = match effect {
        Effect::Read | Effect::Leave => read(&api, plan).await,
        Effect::Costs(person) => costs(&api, plan, person).await,
        Effect::Change(change, revision) => self::change(&api, plan, change, revision).await,
        Effect::Commit(revision) => commit(&api, plan, revision).await,
    };
    answer.unwrap_or_else(|error| Answer::Failed(fault(&error, lang)))
}

async fn read(api: &Client, plan: Uuid) -> Result<Answer> {
    let plan = api.get_cohort_plan().plan(plan).send().await?;
    Ok(Answer::Plan(Box::new(plan.into_inner())))
}

async fn costs(api: &Client, plan: Uuid, person: Uuid) -> Result<Answer> {
    let call = api.explain_person_in_plan().plan(plan).person(person);
    Ok(Answer::Costs(Box::new(call.send().await?.into_inner())))
}

async fn change(api: &Client, plan: Uuid, change: Change, revision: i64) -> Result<Answer> {
    let seen = if_match(None, revision);
    let moved = match change.what.clone() {
        What::Move { person, to } => {
            let body = types::NewMove { cohort: to, person };
            let call = api.move_in_cohort_plan().plan(plan).dry_run(false);
            call.if_match(seen).body(body).send().await?.into_inner()
        }
        What::Swap { person, with } => {
            let body = types::NewSwap { person, with };
            let call = api.swap_in_cohort_plan().plan(plan).dry_run(false);
            call.if_match(seen).body(body).send().await?.into_inner()
        }
        What::Lock { person, locked } => {
            let body = types::NewLocks {
                locked,
                people: vec![person],
            };
            let call = api.lock_in_cohort_plan().plan(plan).if_match(seen);
            let plan = call.body(body).send().await?.into_inner();
            return Ok(Answer::Changed {
                change,
                plan: Box::new(plan),
                points: 0,
                breaks: Vec::new(),
            });
        }
    };
    Ok(Answer::Changed {
        change,
        plan: Box::new(moved.plan),
        points: moved.points,
        breaks: moved.breaks,
    })
}

async fn commit(api: &Client, plan: Uuid, revision: i64) -> Result<Answer> {
    let call = api.commit_cohort_plan().plan(plan);
    let after = call.if_match(if_match(None, revision)).send().await?;
    Ok(Answer::Committed(Box::new(after.into_inner())))
}

/// An error in words, with what to try.
fn fault(error: &CliError, lang: Lang) -> Fault {
    let mut said = error.lines(lang).join(" ");
    if let Some(hint) = error.hint() {
        said = format!("{said} ({})", hint.get(lang));
    }
    let changed = matches!(error, CliError::Refused(problem) if problem.status == 412);
    Fault { said, changed }
}
