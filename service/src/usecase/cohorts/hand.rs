//! Changing a proposal by hand: moving, exchanging, locking.

use super::{
    content::PlanContent,
    content::unseal,
    lock_proposal, plan_row,
    propose::refused,
    request::Lock,
    view::{PlanView, view},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, cohort_plan::CohortPlanRow},
    usecase::{Caller, Permission, Seen},
};
use samverkan_domain::{
    cohort::{Assignment, Breach, HardRule, MoveEffect, Solving, assignment_effect, evaluate},
    fact::Fact,
    id::{CohortPlanId, PersonId},
};
use serde_json::{Value, json};

/// What to do with people of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rearrangement {
    /// To the cohort with this code.
    Move { person: PersonId, cohort: String },
    /// Each to the other's cohort.
    Swap { person: PersonId, with: PersonId },
}

impl Rearrangement {
    /// Who goes where, by positions in the plan.
    fn steps(&self, content: &PlanContent) -> Result<Vec<(usize, usize)>> {
        match self {
            Self::Move { person, cohort } => {
                let target = content.plan.cohorts.iter().position(|c| c.code == *cohort);
                let target = target.ok_or(Error::NotFound { what: "cohort" })?;
                Ok(vec![(position(content, *person)?, target)])
            }
            Self::Swap { person, with } => {
                let (a, b) = (position(content, *person)?, position(content, *with)?);
                Ok(vec![(a, home(content, b)?), (b, home(content, a)?)])
            }
        }
    }

    fn fact(&self, content: &PlanContent) -> (&'static str, Value) {
        let code = |person| {
            let place = content.place_of(person);
            place.map(|cohort| content.cohort_code(cohort))
        };
        match self {
            Self::Move { person, cohort } => (
                "cohort_plan.person_moved",
                json!({ "person": person, "from": code(*person), "to": cohort }),
            ),
            Self::Swap { person, with } => (
                "cohort_plan.people_swapped",
                json!({ "person": person, "from": code(*person), "with": with, "to": code(*with) }),
            ),
        }
    }
}

fn position(content: &PlanContent, person: PersonId) -> Result<usize> {
    let mut places = content.plan.places.iter();
    let found = places.position(|(placed, _)| *placed == person);
    found.ok_or(Error::NotFound {
        what: "person in the plan",
    })
}

/// Position of the cohort that the person at a position is in.
fn home(content: &PlanContent, position: usize) -> Result<usize> {
    let cohort = content.plan.places[position].1;
    let mut cohorts = content.plan.cohorts.iter();
    let found = cohorts.position(|c| c.cohort == cohort);
    found.ok_or_else(|| Error::internal("a plan places in no cohort"))
}

/// Moves people in a proposal; gives the effect on the score. With `dry_run` only the effect.
pub async fn rearrange(
    app: &App,
    caller: &Caller,
    id: CohortPlanId,
    wanted: &Rearrangement,
    dry_run: bool,
    seen: Seen,
) -> Result<(PlanView, MoveEffect)> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let seen = if dry_run { Seen::Any } else { seen };
    let row = lock_proposal(&mut tx, id, seen).await?;
    let mut content = unseal(&row)?;
    let before = content.plan.assignment();
    let after = after(&before, &wanted.steps(&content)?)?;
    let effect =
        assignment_effect(&content.plan.instance, &before, &after).map_err(Error::internal)?;
    if dry_run {
        let view = view(&mut tx, caller, row).await?;
        tx.rollback().await?;
        return Ok((view, effect));
    }
    if !effect.hard_broken.is_empty() {
        return Err(hard_rule(&effect));
    }
    let (kind, mut fact) = wanted.fact(&content);
    fact["points"] = effect.delta_soft.into();
    for (position, place) in after.cohort.iter().enumerate() {
        if let Some(cohort) = place {
            content.plan.places[position].1 = content.plan.cohorts[*cohort as usize].cohort;
        }
    }
    tx.record(Fact::new(kind, "cohort_plan", id.0).after(fact));
    let view = rejudge(app, caller, tx, row, content).await?;
    Ok((view, effect))
}

fn after(before: &Assignment, steps: &[(usize, usize)]) -> Result<Assignment> {
    let mut after = before.clone();
    for (position, cohort) in steps {
        after.cohort[*position] = Some(u32::try_from(*cohort).map_err(Error::internal)?);
    }
    Ok(after)
}

/// Judges the places of a changed proposal anew, and stores it. What was known of the best
/// possible stays known as long as the rules only become stricter.
async fn rejudge(
    app: &App,
    caller: &Caller,
    mut tx: Tx,
    mut row: CohortPlanRow,
    mut content: PlanContent,
) -> Result<PlanView> {
    let (bound, solving): (Option<i64>, Option<Solving>) =
        (content.plan.bound, content.plan.solving.take());
    let offering = samverkan_domain::id::OfferingId(row.offering_id);
    let judged = evaluate(&content.input, &content.plan.places);
    content.plan = match judged {
        Ok(plan) => plan,
        Err(refusal) => {
            let names = super::naming::Names::load(&mut tx, caller, offering).await?;
            return Err(refused(&refusal, &names));
        }
    };
    content.plan.bound = content.plan.bound.or(bound);
    content.plan.solving = solving;
    let (stored, record) = content.sealed()?;
    (row.content, row.record) = (stored, Some(record));
    if !tx.update_cohort_plan(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    let row = plan_row(&mut tx, CohortPlanId(row.id)).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Holds people where the proposal has them, or lets them go. A lock comes into force with the
/// plan.
pub async fn set_locks(
    app: &App,
    caller: &Caller,
    id: CohortPlanId,
    people: &[PersonId],
    locked: bool,
    seen: Seen,
) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let row = lock_proposal(&mut tx, id, seen).await?;
    let mut content = unseal(&row)?;
    for person in people {
        let at = position(&content, *person)?;
        let held = content.plan.instance.participants.get(at).map(|p| p.locked);
        if let (Some(held), Some(solving)) = (held, &mut content.plan.solving) {
            let seat = u32::try_from(at).map_err(Error::internal)?;
            solving.locks_then.entry(seat).or_insert(held);
        }
        let cohort = content.plan.places[at].1;
        let code = content.cohort_code(cohort);
        let request = &mut content.request;
        request.locks.retain(|lock| lock.person != *person);
        request.unlocks.retain(|unlocked| unlocked != person);
        if locked {
            request.locks.push(Lock {
                person: *person,
                cohort: code,
            });
        } else {
            request.unlocks.push(*person);
            // Fewer rules: what was the best possible may be so no longer.
            content.plan.bound = None;
        }
        for described in &mut content.input.people {
            if described.person == *person {
                described.locked = locked.then_some(cohort);
            }
        }
    }
    let kind = if locked {
        "cohort_plan.people_locked"
    } else {
        "cohort_plan.people_unlocked"
    };
    tx.record(Fact::new(kind, "cohort_plan", id.0).after(json!({ "people": people })));
    rejudge(app, caller, tx, row, content).await
}

pub(super) fn hard_rule(effect: &MoveEffect) -> Error {
    let rules = broken_rules(effect).join(", ");
    Error::refused(
        "breaks-hard-rule",
        format!("Flytten bryter mot en regel som inte får brytas: {rules}."),
        format!("The move breaks a rule that must not be broken: {rules}."),
    )
}

/// The names of the hard rules that a move would break. Why a cohort is closed to a person is not
/// said: that somebody is protected is itself protected.
pub fn broken_rules(effect: &MoveEffect) -> Vec<String> {
    let rules = effect.hard_broken.iter().map(Breach::rule);
    rule_words(rules)
}

/// Hard rules as words, each once.
pub fn rule_words(rules: impl IntoIterator<Item = HardRule>) -> Vec<String> {
    let word = |rule| match rule {
        HardRule::Protected => "closed_cohort".to_owned(),
        rule => crate::store::as_word(rule),
    };
    let mut words: Vec<String> = rules.into_iter().map(word).collect();
    words.sort();
    words.dedup();
    words
}
