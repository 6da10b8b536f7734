//! Cohorts: proposing a partition, looking at it, moving people in it, committing or discarding.

mod commit;
mod propose;
mod rules;

pub use commit::{commit, discard};
pub use propose::propose;
pub use rules::{RuleKind, RuleRequest, RuleView, create_rule, delete_rule, rules};

use super::{Caller, Permission, Seen, people};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        cohort::{CohortPlanRow, CohortRow},
        person::PersonRow,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    cohort::{HardRule, MoveEffect, Plan, PlanInput, WorkplacePolicy, evaluate, move_effect},
    fact::Fact,
    id::{CohortId, CohortPlanId, CohortSetId, OfferingId, PersonId},
    profession::ProfessionFamily,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// Where a proposal starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// From nothing: new cohorts, everybody placed anew.
    New,
    /// From the cohorts there are: as few moves as the mix allows. New where there are none.
    #[default]
    Rebalance,
    /// From the cohorts there are, nobody moved: a plan to move people in by hand.
    Keep,
}

/// A person held in a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    pub person: PersonId,
    /// Code of the cohort.
    pub cohort: String,
}

/// What a proposal is to be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRequest {
    /// Name of the partition; one offering may have several.
    pub set_name: String,
    pub start: Start,
    /// Cohorts of about this many; the offering's own size if not said.
    pub size: Option<u32>,
    pub workplaces: WorkplacePolicy,
    pub seed: u64,
    /// Codes of cohorts in which protected people may be placed.
    pub protected_ok: Vec<String>,
    pub locks: Vec<Lock>,
}

/// A plan as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanContent {
    pub request: PlanRequest,
    pub input: PlanInput,
    pub plan: Plan,
}

/// A plan as its reader may see it.
#[derive(Debug, Clone)]
pub struct PlanView {
    pub id: CohortPlanId,
    pub offering: OfferingId,
    pub state: String,
    pub content: PlanContent,
    /// What the reader may call each person.
    pub names: BTreeMap<PersonId, String>,
    /// Moves against the cohorts that are in force.
    pub moves: Vec<Move>,
    pub created_by: String,
    pub created_at: Timestamp,
    pub revision: i64,
}

/// One person's change of cohort, by code; `from` is missing for who had none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub person: PersonId,
    pub from: Option<String>,
    pub to: String,
}

/// A cohort in force.
#[derive(Debug, Clone)]
pub struct CohortView {
    pub row: CohortRow,
    pub set_name: String,
    pub members: Vec<MemberView>,
    /// Members per family.
    pub mix: BTreeMap<ProfessionFamily, u32>,
}

#[derive(Debug, Clone)]
pub struct MemberView {
    pub person: PersonId,
    pub name: String,
    pub family: Option<ProfessionFamily>,
    pub locked: bool,
}

impl PlanContent {
    pub fn cohort_code(&self, id: CohortId) -> String {
        let found = self.plan.cohorts.iter().find(|cohort| cohort.cohort == id);
        found.map(|cohort| cohort.code.clone()).unwrap_or_default()
    }
}

fn content_of(row: &CohortPlanRow) -> Result<PlanContent> {
    serde_json::from_str(&row.content).map_err(Error::internal)
}

async fn plan_row(tx: &mut Tx, id: CohortPlanId) -> Result<CohortPlanRow> {
    tx.cohort_plan(id).await?.ok_or(Error::NotFound {
        what: "cohort plan",
    })
}

/// Locks the plan's offering and reads the plan, which must still be a proposal.
async fn lock_proposal(tx: &mut Tx, id: CohortPlanId, seen: Seen) -> Result<CohortPlanRow> {
    let row = plan_row(tx, id).await?;
    tx.lock_offering(OfferingId(row.offering_id)).await?;
    let row = plan_row(tx, id).await?;
    if row.state != "proposed" {
        return Err(Error::refused(
            "plan-decided",
            "Förslaget är redan fastställt eller kastat. Gör ett nytt.",
            "The plan has been committed or discarded already. Make a new one.",
        ));
    }
    seen.require(row.revision)?;
    Ok(row)
}

/// The cohorts in force of a set: person to cohort code.
async fn current_places(
    tx: &mut Tx,
    offering: OfferingId,
    set_name: &str,
) -> Result<BTreeMap<PersonId, String>> {
    let Some(set) = tx
        .cohort_sets(offering)
        .await?
        .into_iter()
        .find(|s| s.name == set_name)
    else {
        return Ok(BTreeMap::new());
    };
    let cohorts = tx.cohorts(CohortSetId(set.id)).await?;
    let members = tx.members(CohortSetId(set.id)).await?;
    let code = |id| cohorts.iter().find(|c| c.id == id).map(|c| c.code.clone());
    Ok(members
        .into_iter()
        .filter_map(|m| Some((PersonId(m.person_id), code(m.cohort_id)?)))
        .collect())
}

async fn view(tx: &mut Tx, caller: &Caller, row: CohortPlanRow) -> Result<PlanView> {
    let content = content_of(&row)?;
    let offering = OfferingId(row.offering_id);
    let current = current_places(tx, offering, &content.request.set_name).await?;
    let mut names = BTreeMap::new();
    let mut moves = Vec::new();
    for (person, cohort) in &content.plan.places {
        names.insert(*person, name(tx, caller, *person).await?);
        let (from, to) = (current.get(person).cloned(), content.cohort_code(*cohort));
        if from.as_ref() != Some(&to) {
            moves.push(Move {
                person: *person,
                from,
                to,
            });
        }
    }
    Ok(PlanView {
        id: CohortPlanId(row.id),
        offering,
        state: row.state,
        content,
        names,
        moves,
        created_by: row.created_by,
        created_at: row.created_at.0,
        revision: row.revision,
    })
}

async fn name(tx: &mut Tx, caller: &Caller, person: PersonId) -> Result<String> {
    let row = tx
        .person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    Ok(shown(caller, &row))
}

fn shown(caller: &Caller, row: &PersonRow) -> String {
    if people::sees(caller, row) {
        row.full_name()
    } else {
        row.shown_name()
    }
}

pub async fn get(app: &App, caller: &Caller, id: CohortPlanId) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let row = plan_row(&mut tx, id).await?;
    view(&mut tx, caller, row).await
}

/// Plans of an offering, newest first.
pub async fn list(app: &App, caller: &Caller, offering: &str, limit: i64) -> Result<Vec<PlanView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = super::catalogue::find_offering(&mut tx, offering).await?;
    let mut views = Vec::new();
    for row in tx.cohort_plans(offering.offering(), limit).await? {
        views.push(view(&mut tx, caller, row).await?);
    }
    Ok(views)
}

/// Moves one person in a proposal; gives the effect on the score. With `dry_run` only the effect.
pub async fn move_person(
    app: &App,
    caller: &Caller,
    id: CohortPlanId,
    person: PersonId,
    cohort: &str,
    dry_run: bool,
    seen: Seen,
) -> Result<(PlanView, MoveEffect)> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let seen = if dry_run { Seen::Any } else { seen };
    let mut row = lock_proposal(&mut tx, id, seen).await?;
    let mut content = content_of(&row)?;
    let plan = &content.plan;
    let position = plan.places.iter().position(|(placed, _)| *placed == person);
    let position = position.ok_or(Error::NotFound {
        what: "person in the plan",
    })?;
    let target = plan.cohorts.iter().position(|c| c.code == cohort);
    let target = target.ok_or(Error::NotFound { what: "cohort" })?;
    let index = u32::try_from(target).map_err(Error::internal)?;
    let effect = move_effect(&plan.instance, &plan.assignment(), position, index)
        .map_err(Error::internal)?;
    if dry_run {
        let view = view(&mut tx, caller, row).await?;
        tx.rollback().await?;
        return Ok((view, effect));
    }
    if !effect.hard_broken.is_empty() {
        return Err(hard_rule(&effect));
    }
    let from = content.cohort_code(plan.places[position].1);
    let to = plan.cohorts[target].cohort;
    let mut places = plan.places.clone();
    places[position].1 = to;
    content.plan = evaluate(&content.input, &places).map_err(propose::refused)?;
    row.content = serde_json::to_string(&content).map_err(Error::internal)?;
    if !tx.update_cohort_plan(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    tx.record(
        Fact::new("cohort_plan.person_moved", "cohort_plan", id.0).after(json!({
            "person": person, "from": from, "to": cohort, "points": effect.delta_soft,
        })),
    );
    let row = plan_row(&mut tx, id).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok((view, effect))
}

fn hard_rule(effect: &MoveEffect) -> Error {
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
    let mut rules: Vec<String> = effect
        .hard_broken
        .iter()
        .map(|breach| match breach.rule() {
            HardRule::Protected => "closed_cohort".to_owned(),
            rule => crate::store::as_word(rule),
        })
        .collect();
    rules.dedup();
    rules
}

/// The cohorts in force of an offering, with members for staff.
pub async fn cohorts(app: &App, caller: &Caller, offering: &str) -> Result<Vec<CohortView>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let offering = super::catalogue::find_offering(&mut tx, offering).await?;
    let families = people::Families::load(&mut tx).await?;
    let mut views = Vec::new();
    for set in tx.cohort_sets(offering.offering()).await? {
        let members = tx.members(CohortSetId(set.id)).await?;
        for row in tx.cohorts(CohortSetId(set.id)).await? {
            let mut view = CohortView {
                set_name: set.name.clone(),
                members: Vec::new(),
                mix: BTreeMap::new(),
                row,
            };
            for member in members.iter().filter(|m| m.cohort_id == view.row.id) {
                let person = tx.person(PersonId(member.person_id)).await?;
                let person = person.ok_or(Error::NotFound { what: "person" })?;
                let family = families.of(person.profession.as_deref(), person.programme.as_deref());
                if let Some(family) = family {
                    *view.mix.entry(family).or_default() += 1;
                }
                view.members.push(MemberView {
                    person: person.person(),
                    name: shown(caller, &person),
                    family,
                    locked: member.locked,
                });
            }
            views.push(view);
        }
    }
    Ok(views)
}
