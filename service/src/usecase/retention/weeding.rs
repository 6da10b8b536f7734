//! Plans for weeding: as they are kept and read, and approving them.

mod execute;
mod find;
mod make;

pub use execute::execute;
pub use make::plan;

use super::{
    super::{Caller, Permission, two_people},
    role,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{as_word, weeding::PlanRow},
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    fact::Fact,
    limits,
    retention::{Count, InForce, PlanState},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// What a plan holds, as it is kept: nobody is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    rules: Vec<InForce>,
    counts: Vec<Done>,
    /// Things that were due and are held.
    held: u64,
}

/// A count, with the offering as people know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    #[serde(flatten)]
    pub count: Count,
    pub offering_code: Option<String>,
}

/// Who did a part of it, as the trail says it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub by: String,
    pub role: String,
    pub at: Timestamp,
}

/// A plan as its reader sees it.
#[derive(Debug, Clone)]
pub struct PlanView {
    pub id: Uuid,
    pub state: PlanState,
    pub as_of: Date,
    pub digest: String,
    pub rules: Vec<InForce>,
    pub counts: Vec<Done>,
    pub held: u64,
    pub needs_approval: bool,
    pub planned: Step,
    pub approved: Option<Step>,
    pub executed: Option<Step>,
    pub revision: i64,
}

/// Gallringsprotokoll: what was weeded, by which rules, by whom. Kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protocol {
    pub plan: Uuid,
    pub as_of: Date,
    pub digest: String,
    pub rules: Vec<InForce>,
    /// What was weeded.
    pub weeded: Vec<Done>,
    /// Things that were planned and left: held since.
    pub held: u64,
    /// Things that were planned and left: something has happened with them since.
    pub no_longer_due: u64,
    pub planned: Step,
    pub approved: Option<Step>,
    pub executed: Step,
}

fn missing() -> Error {
    Error::NotFound {
        what: "weeding plan",
    }
}

fn step(by: Option<&String>, role: Option<&String>, at: Option<crate::store::At>) -> Option<Step> {
    Some(Step {
        by: by?.clone(),
        role: role?.clone(),
        at: at?.0,
    })
}

fn view(app: &App, row: &PlanRow) -> Result<PlanView> {
    let content: Content = serde_json::from_str(&row.content).map_err(Error::internal)?;
    let approved = step(
        row.approved_by.as_ref(),
        row.approved_as.as_ref(),
        row.approved_at,
    );
    let executed = step(
        row.executed_by.as_ref(),
        row.executed_as.as_ref(),
        row.executed_at,
    );
    Ok(PlanView {
        id: row.id,
        state: serde_json::from_value(json!(row.state)).map_err(Error::internal)?,
        as_of: row.as_of.parse().map_err(Error::internal)?,
        digest: row.digest.clone(),
        rules: content.rules,
        counts: content.counts,
        held: content.held,
        needs_approval: app.two_people.retention && approved.is_none() && executed.is_none(),
        planned: Step {
            by: row.planned_by.clone(),
            role: row.planned_as.clone(),
            at: row.planned_at.0,
        },
        approved,
        executed,
        revision: row.revision,
    })
}

pub async fn plans(app: &App, caller: &Caller) -> Result<Vec<PlanView>> {
    caller.require(Permission::ReadRetention)?;
    let rows = app.read().await?.weeding_plans(limits::PAGE_ROWS).await?;
    rows.iter().map(|row| view(app, row)).collect()
}

pub async fn plan_of(app: &App, caller: &Caller, id: Uuid) -> Result<PlanView> {
    caller.require(Permission::ReadRetention)?;
    let row = app.read().await?.weeding_plan(id).await?;
    view(app, &row.ok_or_else(missing)?)
}

/// Approves a plan, as a second person.
pub async fn approve(app: &App, caller: &Caller, id: Uuid) -> Result<PlanView> {
    caller.require(Permission::Weed)?;
    let role = role(caller)?;
    let mut tx = app.write(caller).await?;
    let row = tx.weeding_plan(id).await?.ok_or_else(missing)?;
    if row.state != "planned" {
        return Err(Error::refused(
            "weeding-settled",
            "Planen är redan godkänd eller genomförd.",
            "The plan has been approved or executed already.",
        ));
    }
    if !two_people::is_another(&mut tx, caller, &row.planned_by).await? {
        return Err(Error::refused(
            "second-person",
            "Den som har gjort planen kan inte godkänna den. Be någon annan.",
            "Who made the plan cannot approve it. Ask somebody else.",
        ));
    }
    if !tx.approve_weeding(id, row.revision, &as_word(role)).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    tx.record(
        Fact::new("weeding.approved", "weeding_plan", id).after(json!({ "digest": row.digest })),
    );
    let row = tx.weeding_plan(id).await?.ok_or_else(missing)?;
    app.commit(tx).await?;
    view(app, &row)
}

/// The protocol of a plan that has been executed.
pub async fn protocol(app: &App, caller: &Caller, id: Uuid) -> Result<Protocol> {
    caller.require(Permission::ReadRetention)?;
    let row = app.read().await?.weeding_plan(id).await?;
    let kept = row
        .ok_or_else(missing)?
        .protocol
        .ok_or(Error::NotFound { what: "protocol" })?;
    serde_json::from_str(&kept).map_err(Error::internal)
}
