//! A plan as its reader may see it.

use super::{
    content::{PlanContent, unseal},
    current_places,
    led::leading,
    naming::{Names, name_schools},
    plan_row,
};
use crate::{
    app::App,
    error::Result,
    store::{Tx, cohort_plan::CohortPlanRow},
    usecase::{Caller, Permission, catalogue::find_offering},
};
use jiff::Timestamp;
use samverkan_domain::{
    cohort::{PlanRecord, Quality, quality},
    id::{CohortPlanId, OfferingId, PersonId},
};
use std::collections::BTreeMap;

/// A plan as its reader may see it.
#[derive(Debug, Clone)]
pub struct PlanView {
    pub id: CohortPlanId,
    pub offering: OfferingId,
    pub state: String,
    pub content: PlanContent,
    /// What the reader may call each person.
    pub names: Names,
    /// Moves against the cohorts that are in force.
    pub moves: Vec<Move>,
    /// Who leads the cohorts in force, by code.
    pub leaders: BTreeMap<String, Vec<String>>,
    pub created_by: String,
    pub created_at: Timestamp,
    pub undoes: Option<CohortPlanId>,
    pub revision: i64,
}

/// One person's change of cohort, by code; `from` is missing for who had none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub person: PersonId,
    pub from: Option<String>,
    pub to: String,
}

impl PlanView {
    /// `optimal`, `feasible` or `infeasible`.
    pub fn status(&self) -> String {
        crate::store::as_word(self.content.plan.status)
    }

    /// How far it is from the best possible, as far as is known.
    pub fn quality(&self) -> Quality {
        let plan = &self.content.plan;
        quality(plan.status, plan.score.soft_total(), plan.bound)
    }
}

pub(super) async fn view(tx: &mut Tx, caller: &Caller, row: CohortPlanRow) -> Result<PlanView> {
    let names = Names::load(tx, caller, OfferingId(row.offering_id)).await?;
    view_with(tx, names, row).await
}

async fn view_with(tx: &mut Tx, names: Names, row: CohortPlanRow) -> Result<PlanView> {
    let mut content = unseal(&row)?;
    name_schools(tx, &mut content.plan.cohorts).await?;
    let offering = OfferingId(row.offering_id);
    let current = current_places(tx, offering, &content.request.set_name).await?;
    let mut moves = Vec::new();
    for (person, cohort) in &content.plan.places {
        let (from, to) = (current.get(person).cloned(), content.cohort_code(*cohort));
        if from.as_ref() != Some(&to) {
            moves.push(Move {
                person: *person,
                from,
                to,
            });
        }
    }
    let mut leaders = BTreeMap::new();
    for (cohort, people) in leading(tx, offering, &names).await? {
        if cohort.set_name == content.request.set_name {
            let people = people.into_iter().map(|(_, name)| name).collect();
            leaders.insert(cohort.cohort, people);
        }
    }
    Ok(PlanView {
        id: CohortPlanId(row.id),
        leaders,
        offering,
        state: row.state,
        content,
        names,
        moves,
        created_by: row.created_by,
        created_at: row.created_at.0,
        undoes: row.undoes.map(CohortPlanId),
        revision: row.revision,
    })
}

pub async fn get(app: &App, caller: &Caller, id: CohortPlanId) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let row = plan_row(&mut tx, id).await?;
    view(&mut tx, caller, row).await
}

/// What a plan was made with, for making it again.
pub async fn record(app: &App, caller: &Caller, id: CohortPlanId) -> Result<PlanRecord> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    Ok(unseal(&plan_row(&mut tx, id).await?)?.record())
}

/// Plans of an offering, newest first.
pub async fn list(app: &App, caller: &Caller, offering: &str, limit: i64) -> Result<Vec<PlanView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    let mut views = Vec::new();
    for row in tx.cohort_plans(offering.offering(), limit).await? {
        views.push(view_with(&mut tx, names.clone(), row).await?);
    }
    Ok(views)
}
