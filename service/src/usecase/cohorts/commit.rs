//! Putting a plan into force, or throwing it away.

use super::{
    content::PlanContent,
    install::{Membership, Partition, in_force, install},
    lock_proposal,
    naming::Names,
    plan_row,
    propose::still_holds,
    tell::tell,
    view::{PlanView, view},
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    usecase::{Caller, Permission, Seen, catalogue::find_offering},
};
use samverkan_domain::{cohort::Change, fact::Fact, id::CohortPlanId, person::Language};
use serde_json::json;
use std::collections::BTreeSet;

/// Changes named in a refusal; the rest are counted.
const NAMED: usize = 8;

/// Puts a plan into force: all of it, and only while people and rules are those it was made for.
pub async fn commit(app: &App, caller: &Caller, id: CohortPlanId, seen: Seen) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock_proposal(&mut tx, id, seen).await?;
    let offering = find_offering(&mut tx, &row.offering_id.to_string()).await?;
    let (content, changes) = still_holds(app, &mut tx, &row).await?;
    if !changes.is_empty() {
        let names = Names::load(&mut tx, caller, offering.offering()).await?;
        return Err(outdated(&changes, &names));
    }
    if content.plan.score.hard_total() > 0 {
        return Err(Error::refused(
            "breaks-hard-rule",
            "Förslaget bryter mot en regel som inte får brytas.",
            "The plan breaks a rule that must not be broken.",
        ));
    }
    let name = &content.request.set_name;
    let (set, before) = in_force(&mut tx, offering.offering(), name).await?;
    let new = partition(&content);
    let changed = install(
        app,
        &mut tx,
        offering.offering(),
        name,
        (set, &before),
        &new,
    )
    .await?;
    row.state = "committed".to_owned();
    row.decided_at = Some(tx.now().into());
    row.replaced = Some(serde_json::to_string(&before).map_err(Error::internal)?);
    if !tx.update_cohort_plan(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    tx.record(
        Fact::new("cohort_plan.committed", "cohort_plan", id.0).after(json!({
            "set": name, "people": content.plan.places.len(), "moved": changed.moved.len(),
        })),
    );
    tx.bump_calendar().await?;
    tell(app, &mut tx, &offering, &content.plan, changed).await?;
    let row = plan_row(&mut tx, id).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// The partition that a plan is for.
pub(super) fn partition(content: &PlanContent) -> Partition {
    let people = content.input.people.iter();
    let locked: BTreeSet<_> = people
        .filter(|person| person.locked.is_some())
        .map(|person| person.person)
        .collect();
    let places = content.plan.places.iter();
    Partition {
        kind: content.input.kind,
        cohorts: content.input.cohorts.clone(),
        members: places
            .map(|(person, cohort)| Membership {
                person: *person,
                cohort: *cohort,
                locked: locked.contains(person),
            })
            .collect(),
    }
}

/// What has changed since the plan was made, in words.
pub(super) fn outdated(changes: &[Change], names: &Names) -> Error {
    let naming = |person| names.of(person);
    let said = |language| {
        let named = changes.iter().take(NAMED);
        let mut said: Vec<_> = named
            .map(|change| change.sentence(language, &naming))
            .collect();
        let more = changes.len().saturating_sub(NAMED);
        if more > 0 {
            said.push(match language {
                Language::Sv => format!("Och {more} ändringar till."),
                Language::En => format!("And {more} more changes."),
            });
        }
        said.join(" ")
    };
    let (sv, en) = (said(Language::Sv), said(Language::En));
    Error::Refused {
        code: "plan-outdated",
        text: Text::new(
            format!("Underlaget har ändrats sedan förslaget gjordes. {sv} Gör ett nytt förslag."),
            format!("The ground has changed since the plan was made. {en} Make a new plan."),
        ),
    }
}

/// Throws a plan away. It stays on record.
pub async fn discard(app: &App, caller: &Caller, id: CohortPlanId, seen: Seen) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock_proposal(&mut tx, id, seen).await?;
    row.state = "discarded".to_owned();
    row.decided_at = Some(tx.now().into());
    if !tx.update_cohort_plan(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    tx.record(Fact::new("cohort_plan.discarded", "cohort_plan", id.0));
    let row = plan_row(&mut tx, id).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}
