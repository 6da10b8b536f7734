//! Who leads which cohort: proposed, and put into force.

use super::{
    assigned::{Assigned, LeadersView},
    content::unseal,
    led::{record, tell_leader},
    naming::Names,
    plan_row,
    request::Stop,
    search::Place,
    staff::Staff,
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow},
    usecase::{Caller, Permission, Seen, catalogue::find_offering},
};
use samverkan_domain::{
    cohort::facilitator::{Refusal, Staffing, assign},
    fact::Fact,
    id::{CohortId, CohortPlanId, CohortSetId, PersonId},
    person::Language,
};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be led, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeadersRequest {
    /// The partition in force.
    pub set_name: String,
    /// A plan of it instead, not in force yet.
    pub plan: Option<CohortPlanId>,
    /// Facilitators of each cohort.
    pub wanted: u32,
    /// A cohort with two or more has at least two profession families, where there are two to
    /// choose from.
    pub two_families: bool,
}

/// The partition to be led, as it is now.
async fn staffing(
    tx: &mut Tx,
    offering: &OfferingRow,
    staff: &Staff,
    request: &LeadersRequest,
) -> Result<Staffing> {
    let groups = match request.plan {
        Some(plan) => {
            let row = plan_row(tx, plan).await?;
            if row.offering_id != offering.id {
                return Err(Error::NotFound {
                    what: "cohort plan of the offering",
                });
            }
            staff.planned(&unseal(&row)?)
        }
        None => {
            staff
                .groups(tx, offering.offering(), &request.set_name)
                .await?
        }
    };
    if groups.is_empty() {
        let name = &request.set_name;
        return Err(Error::refused(
            "no-cohorts",
            format!("Indelningen {name} har inga grupper. Fastställ ett förslag först."),
            format!("The partition {name} has no cohorts. Commit a plan first."),
        ));
    }
    Ok(Staffing {
        candidates: staff.candidates(&request.set_name)?,
        groups,
        wanted: request.wanted,
        two_families: request.two_families,
    })
}

/// The best assignment; or why there is none, in words.
async fn solved(app: &App, caller: &Caller, staffing: Staffing, names: &Names) -> Result<Assigned> {
    lost_locks(&staffing, names)?;
    let place = Place::take(app, caller, None, Stop::default())?;
    let roles = staffing.roles();
    let found = tokio::task::spawn_blocking(move || {
        let found = assign(&roles);
        drop(place);
        found
    });
    match found.await.map_err(Error::internal)? {
        Ok(leaders) => Ok(Assigned { staffing, leaders }),
        Err(refusal) => Err(refused(&staffing, &refusal, names)),
    }
}

fn refused(staffing: &Staffing, refusal: &Refusal, names: &Names) -> Error {
    let said = |language| staffing.sentences(refusal, names, language).join(" ");
    Error::Refused {
        code: "no-assignment",
        text: Text::new(said(Language::Sv), said(Language::En)),
    }
}

/// Somebody is held in a cohort that is not there.
fn lost_locks(staffing: &Staffing, names: &Names) -> Result<()> {
    let lost = staffing.lost_locks();
    if lost.is_empty() {
        return Ok(());
    }
    let said = |link: &str| {
        let each = lost
            .iter()
            .map(|(person, code)| format!("{} {link} {code}", names.of(*person)));
        each.collect::<Vec<_>>().join(", ")
    };
    Err(Error::refused(
        "unknown-lock",
        format!("Låst till en grupp som inte finns: {}.", said("till")),
        format!("Held in a cohort that is not there: {}.", said("in")),
    ))
}

/// Proposes who leads which cohort; writes nothing.
pub async fn propose_leaders(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &LeadersRequest,
) -> Result<LeadersView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let staff = Staff::load(&mut tx, offering.offering()).await?;
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    let mut request = request.clone();
    if let Some(plan) = request.plan {
        request.set_name = plan_row(&mut tx, plan).await?.set_name;
    }
    let staffing = staffing(&mut tx, &offering, &staff, &request).await?;
    drop(tx);
    let assigned = solved(app, caller, staffing, &names).await?;
    assigned.view(&request, &staff, &names)
}

/// Puts an assignment into force, if it is still the one the caller has seen. Everybody who leads
/// other cohorts than before is told.
pub async fn commit_leaders(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &LeadersRequest,
    seen: Seen,
) -> Result<LeadersView> {
    caller.require(Permission::EditCohorts)?;
    if request.plan.is_some() {
        return Err(Error::refused(
            "plan-not-in-force",
            "Fastställ förslaget till grupper först, och fördela handledarna sedan.",
            "Commit the plan of cohorts first, and assign facilitators then.",
        ));
    }
    // The assignment may take a while: think first, and then see that nothing has changed.
    let mut tx = app.read().await?;
    let found = find_offering(&mut tx, offering).await?;
    let staff = Staff::load(&mut tx, found.offering()).await?;
    let names = Names::load(&mut tx, caller, found.offering()).await?;
    let ground = staffing(&mut tx, &found, &staff, request).await?;
    drop(tx);
    let assigned = solved(app, caller, ground, &names).await?;
    let revision = assigned.revision(request)?;
    seen.require(revision)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    let staff = Staff::load(&mut tx, offering.offering()).await?;
    if staffing(&mut tx, &offering, &staff, request).await? != assigned.staffing {
        return Err(Error::Stale { current: revision });
    }
    let changed = install(&mut tx, &offering, request, &assigned).await?;
    if !changed.is_empty() {
        tx.record(
            Fact::new("facilitators.assigned", "offering", offering.id).after(json!({
                "set": request.set_name, "changed": changed.len(),
            })),
        );
        tx.bump_calendar().await?;
        for person in changed {
            tell_leader(app, &mut tx, &offering, person).await?;
        }
    }
    let view = assigned.view(request, &staff, &names)?;
    app.commit(tx).await?;
    Ok(view)
}

/// Writes what is new; gives those who lead other cohorts than before.
async fn install(
    tx: &mut Tx,
    offering: &OfferingRow,
    request: &LeadersRequest,
    assigned: &Assigned,
) -> Result<BTreeSet<PersonId>> {
    let sets = tx.cohort_sets(offering.offering()).await?;
    let set = sets.into_iter().find(|set| set.name == request.set_name);
    let set = set.ok_or(Error::NotFound { what: "cohort set" })?;
    let rows = tx.cohorts(CohortSetId(set.id)).await?;
    let ids: BTreeMap<_, _> = rows.iter().map(|row| (row.code.as_str(), row.id)).collect();
    let mut changed = BTreeSet::new();
    for (at, group) in assigned.staffing.groups.iter().enumerate() {
        let cohort = CohortId(ids[group.code.as_str()]);
        let now: BTreeSet<_> = assigned.people(at).collect();
        let before: BTreeSet<_> = group.led_by.iter().copied().collect();
        for person in before.difference(&now) {
            tx.remove_leader(cohort, *person).await?;
            record(tx, "cohort.leader_removed", cohort, *person);
        }
        for person in now.difference(&before) {
            tx.put_leader(cohort, *person).await?;
            record(tx, "cohort.leader_added", cohort, *person);
        }
        changed.extend(before.symmetric_difference(&now));
    }
    Ok(changed)
}
