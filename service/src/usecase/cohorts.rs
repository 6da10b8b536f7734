//! Cohorts: proposing a partition, looking at it, moving people in it, committing, undoing.

mod assigned;
mod availability;
mod commit;
mod company;
mod compare;
mod constraints;
mod content;
mod explain;
mod facilitators;
mod gather;
mod hand;
mod install;
mod leaders;
mod led;
mod move_one;
mod naming;
mod newest;
mod propose;
mod rebalance;
mod request;
mod rules;
mod search;
mod seats;
mod staff;
mod suppose;
mod tell;
mod transfer;
mod undo;
mod view;
mod what_if;

pub use assigned::{LeaderView, LeadersView, LedView};
pub use availability::{
    AvailabilityNote, AvailabilityView, FileFault, FileReport, availability, forget_availability,
    my_availability, read_availability, set_availability,
};
pub use commit::{commit, discard};
pub use company::{
    CompanyView, CompanyWish, approve_company, company, my_code, my_company, refuse_company,
    set_company,
};
pub use compare::{Comparison, Side, compare};
pub use content::PlanContent;
pub use explain::{
    CohortReasons, PersonReasons, cohort as explain_cohort, person as explain_person,
};
pub use facilitators::{
    FacilitatorLock, FacilitatorNote, FacilitatorView, facilitators, put_facilitator,
    remove_facilitator,
};
pub use hand::{Rearrangement, broken_rules, rearrange, rule_words, set_locks};
pub use leaders::{LeadersRequest, commit_leaders, propose_leaders};
pub use naming::Names;
pub(in crate::usecase) use newest::{CohortMix, newest_change};
pub use propose::propose;
pub use rebalance::{Frontier, Meeting, MoveView, Point, frontier, moves};
pub use request::{CohortWish, Lock, PlanRequest, Start, Stop, USUAL_SET};
pub use rules::{RuleKind, RuleRequest, RuleView, create_rule, delete_rule, rules};
pub use search::{SearchProgress, Searches, end as end_search, progress as search_progress};
pub use transfer::{
    TransferChoices, TransferRequest, TransferView, approve_transfer, ask_transfer, my_transfers,
    refuse_transfer, transfer, transfer_choices, transfers, withdraw_transfer,
};
pub use undo::undo;
pub use view::{Move, PlanView, get, list, record};
pub use what_if::{Affected, After, Newcomer, WhatIf, WhatIfRequest, what_if};

use super::{Caller, Permission, Seen, people};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, cohort::CohortRow, cohort_plan::CohortPlanRow, person::PersonRow},
};
use samverkan_domain::{
    id::{CohortPlanId, CohortSetId, OfferingId, PersonId},
    person::Language,
    profession::ProfessionFamily,
};
use std::collections::BTreeMap;

/// A cohort in force.
#[derive(Debug, Clone)]
pub struct CohortView {
    pub row: CohortRow,
    pub set_name: String,
    pub language: Option<Language>,
    /// The family it is for, in a partition of expert groups.
    pub family: Option<ProfessionFamily>,
    pub members: Vec<MemberView>,
    /// Members per family.
    pub mix: BTreeMap<ProfessionFamily, u32>,
    /// Who leads it.
    pub leaders: Vec<(PersonId, String)>,
}

#[derive(Debug, Clone)]
pub struct MemberView {
    pub person: PersonId,
    pub name: String,
    pub family: Option<ProfessionFamily>,
    pub locked: bool,
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

fn shown(caller: &Caller, row: &PersonRow) -> String {
    if people::sees(caller, row) {
        row.full_name()
    } else {
        row.shown_name()
    }
}

/// The cohorts in force of an offering, with members for staff.
pub async fn cohorts(app: &App, caller: &Caller, offering: &str) -> Result<Vec<CohortView>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let offering = super::catalogue::find_offering(&mut tx, offering).await?;
    let families = people::Families::load(&mut tx).await?;
    let mut views = Vec::new();
    let concerned = tx.people_concerned(offering.offering()).await?;
    let rows: BTreeMap<_, _> = concerned.into_iter().map(|row| (row.id, row)).collect();
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    let mut leading = led::leading(&mut tx, offering.offering(), &names).await?;
    for set in tx.cohort_sets(offering.offering()).await? {
        let members = tx.members(CohortSetId(set.id)).await?;
        for row in tx.cohorts(CohortSetId(set.id)).await? {
            let mut view = CohortView {
                set_name: set.name.clone(),
                language: row.language.as_deref().map(seats::word).transpose()?,
                family: row.family.as_deref().map(seats::word).transpose()?,
                members: Vec::new(),
                mix: BTreeMap::new(),
                leaders: leading
                    .remove(&FacilitatorLock {
                        set_name: set.name.clone(),
                        cohort: row.code.clone(),
                    })
                    .unwrap_or_default(),
                row,
            };
            for member in members.iter().filter(|m| m.cohort_id == view.row.id) {
                let person = rows.get(&member.person_id);
                let person = person.ok_or(Error::NotFound { what: "person" })?;
                let family = families.of(person.profession.as_deref(), person.programme.as_deref());
                if let Some(family) = family {
                    *view.mix.entry(family).or_default() += 1;
                }
                view.members.push(MemberView {
                    person: person.person(),
                    name: shown(caller, person),
                    family,
                    locked: member.locked,
                });
            }
            views.push(view);
        }
    }
    Ok(views)
}
