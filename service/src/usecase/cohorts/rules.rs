//! Rules about who must, or must not, share a cohort.

use super::shown;
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, as_word, cohort::CohortRuleRow},
    usecase::{
        Caller, Permission,
        catalogue::find_offering,
        once::{Claim, Once},
        validate::Faults,
    },
};
use samverkan_domain::{
    fact::Fact,
    id::{OfferingId, PersonId},
    limits,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    Together,
    Apart,
}

#[derive(Debug, Clone, Serialize)]
pub struct RuleRequest {
    pub kind: RuleKind,
    pub person: PersonId,
    pub other: PersonId,
    /// Why; for those who decide later. No health data, no suspicions.
    pub reason: String,
}

#[derive(Debug, Clone)]
pub struct RuleView {
    pub id: Uuid,
    pub kind: RuleKind,
    pub person: PersonId,
    pub person_name: String,
    pub other: PersonId,
    pub other_name: String,
    pub reason: String,
}

pub async fn rules(app: &App, caller: &Caller, offering: &str) -> Result<Vec<RuleView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut views = Vec::new();
    for row in tx.cohort_rules(offering.offering()).await? {
        views.push(view(&mut tx, caller, row).await?);
    }
    Ok(views)
}

async fn view(tx: &mut Tx, caller: &Caller, row: CohortRuleRow) -> Result<RuleView> {
    let (person, other) = (PersonId(row.person_id), PersonId(row.other_id));
    let missing = || Error::NotFound { what: "person" };
    Ok(RuleView {
        id: row.id,
        kind: serde_json::from_value(json!(row.kind)).map_err(Error::internal)?,
        person_name: shown(caller, &tx.person(person).await?.ok_or_else(missing)?),
        other_name: shown(caller, &tx.person(other).await?.ok_or_else(missing)?),
        person,
        other,
        reason: row.reason,
    })
}

pub async fn create_rule(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &RuleRequest,
    once: Option<&Once>,
) -> Result<Uuid> {
    caller.require(Permission::EditCohorts)?;
    let mut faults = Faults::default();
    let reason = faults.line("/reason", &request.reason, limits::LINE_CHARS);
    if request.person == request.other {
        faults.add(
            "/other",
            "same-person",
            "Regeln gäller två olika personer.",
            "The rule is about two different people.",
        );
    }
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim(once, app, &mut tx).await? {
        return Ok(id);
    }
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    for person in [request.person, request.other] {
        let own = tx.active_application(person, offering.offering()).await?;
        if own.is_none() && !tx.takes_part(person, offering.offering()).await? {
            return Err(Error::NotFound {
                what: "person on the offering",
            });
        }
    }
    let id = app.seeds.id(tx.now());
    tx.insert_cohort_rule(&CohortRuleRow {
        id,
        offering_id: offering.id,
        kind: as_word(request.kind),
        person_id: request.person.0,
        other_id: request.other.0,
        reason,
        created_at: tx.now().into(),
    })
    .await?;
    tx.record(
        Fact::new("cohort_rule.created", "cohort_rule", id).after(json!({
            "kind": request.kind, "person": request.person, "other": request.other,
        })),
    );
    Once::keep(once, app, &mut tx, &id).await?;
    app.commit(tx).await?;
    Ok(id)
}

pub async fn delete_rule(app: &App, caller: &Caller, offering: &str, id: Uuid) -> Result<()> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    if !tx.delete_cohort_rule(offering.offering(), id).await? {
        return Err(Error::NotFound {
            what: "cohort rule",
        });
    }
    tx.record(Fact::new("cohort_rule.deleted", "cohort_rule", id));
    app.commit(tx).await
}

/// Why an offering that shares another's cohorts has none of its own.
pub(super) async fn elsewhere(tx: &mut Tx, host: OfferingId) -> Result<Error> {
    let host = tx.offering_by_id(host).await?.map(|host| host.code);
    let host = host.unwrap_or_default();
    Ok(Error::refused(
        "cohorts-elsewhere",
        format!("Kurstillfället samläses: deltagarna placeras i grupperna på {host}."),
        format!("The offering is co-taught: its people are placed in the cohorts of {host}."),
    ))
}
