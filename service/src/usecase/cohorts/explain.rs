//! Why somebody is where they are, and what every other cohort would cost.

use super::{
    content::unseal,
    naming::{Names, name_schools},
    plan_row,
};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{Caller, Permission},
};
use samverkan_domain::{
    cohort::{Alternative, CohortExplanation, PersonExplanation, alternatives},
    id::{CohortPlanId, OfferingId, PersonId},
};

/// One person of a plan, explained. Who may not be explained to this reader is named by alias, and
/// nothing more is said.
#[derive(Debug, Clone)]
pub struct PersonReasons {
    pub person: PersonId,
    pub name: String,
    pub code: String,
    /// Missing where it is not the reader's to know.
    pub explained: Option<(PersonExplanation, Vec<Alternative>)>,
}

/// One cohort of a plan, explained, with its members.
#[derive(Debug, Clone)]
pub struct CohortReasons {
    pub cohort: CohortExplanation,
    pub members: Vec<PersonReasons>,
}

pub async fn person(
    app: &App,
    caller: &Caller,
    plan: CohortPlanId,
    person: PersonId,
) -> Result<PersonReasons> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let row = plan_row(&mut tx, plan).await?;
    let names = Names::load(&mut tx, caller, OfferingId(row.offering_id)).await?;
    let content = unseal(&row)?;
    let found = content.plan.people.iter().find(|p| p.person == person);
    let found = found.ok_or(Error::NotFound {
        what: "person in the plan",
    })?;
    let explained = names.explained(person);
    let others = alternatives(&content.input, &content.plan, person).filter(|_| explained);
    Ok(PersonReasons {
        person,
        name: names.of(person),
        code: found.code.clone(),
        explained: others.map(|others| (found.clone(), others)),
    })
}

pub async fn cohort(
    app: &App,
    caller: &Caller,
    plan: CohortPlanId,
    code: &str,
) -> Result<CohortReasons> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let row = plan_row(&mut tx, plan).await?;
    let names = Names::load(&mut tx, caller, OfferingId(row.offering_id)).await?;
    let plan = unseal(&row)?.plan;
    let cohort = plan.cohorts.into_iter().find(|cohort| cohort.code == code);
    let mut cohort = cohort.ok_or(Error::NotFound { what: "cohort" })?;
    name_schools(&mut tx, std::slice::from_mut(&mut cohort)).await?;
    let members = plan.people.into_iter().filter(|p| p.code == cohort.code);
    let member = |found: PersonExplanation| PersonReasons {
        person: found.person,
        name: names.of(found.person),
        code: found.code.clone(),
        explained: Some((found.clone(), Vec::new())).filter(|_| names.explained(found.person)),
    };
    Ok(CohortReasons {
        members: members.map(member).collect(),
        cohort,
    })
}
