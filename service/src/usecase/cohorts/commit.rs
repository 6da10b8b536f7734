//! Putting a plan into force, or throwing it away.

use super::{PlanContent, PlanView, lock_proposal, plan_row, propose::still_holds, view};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::{Letter, Meeting, Slot},
    store::{Tx, as_word, catalogue::OfferingRow, cohort::CohortRow},
    usecase::{Caller, Permission, Seen, catalogue::find_offering, enrolment, letters, schedule},
};
use samverkan_domain::{
    cohort::{CohortExplanation, PlanCohort},
    fact::Fact,
    id::{CohortId, CohortPlanId, CohortSetId, PersonId},
    person::Language,
    schedule::SessionState,
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Puts a plan into force: all of it, and only while people and rules are those it was made for.
pub async fn commit(app: &App, caller: &Caller, id: CohortPlanId, seen: Seen) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock_proposal(&mut tx, id, seen).await?;
    let (content, holds) = still_holds(app, &mut tx, &row).await?;
    if !holds {
        return Err(Error::refused(
            "plan-outdated",
            "Någon har fått eller lämnat plats, eller en regel har ändrats, sedan förslaget \
             gjordes. Gör ett nytt förslag.",
            "Somebody has got or left a place, or a rule has changed, since the plan was made. \
             Make a new plan.",
        ));
    }
    if content.plan.score.hard_total() > 0 {
        return Err(Error::refused(
            "breaks-hard-rule",
            "Förslaget bryter mot en regel som inte får brytas.",
            "The plan breaks a rule that must not be broken.",
        ));
    }
    let offering = find_offering(&mut tx, &row.offering_id.to_string()).await?;
    let set = ensure_set(app, &mut tx, &offering, &content).await?;
    let before: BTreeMap<Uuid, Uuid> = tx
        .members(set)
        .await?
        .into_iter()
        .map(|m| (m.person_id, m.cohort_id))
        .collect();
    let old = tx.cohorts(set).await?;
    replace_cohorts(&mut tx, set, &content, &old).await?;
    let moved = place_members(&mut tx, set, &content, &before).await?;
    remove_unused(&mut tx, &content, &old).await?;
    let mut decided = row.clone();
    decided.state = "committed".to_owned();
    decided.decided_at = Some(tx.now().into());
    if !tx.update_cohort_plan(&decided).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    tx.record(Fact::new("cohort_plan.committed", "cohort_plan", id.0).after(json!({
        "set": content.request.set_name, "people": content.plan.places.len(), "moved": moved.len(),
    })));
    tx.bump_calendar().await?;
    for person in moved {
        tell(app, &mut tx, &offering, &content, person).await?;
    }
    row = plan_row(&mut tx, id).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

async fn ensure_set(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    content: &PlanContent,
) -> Result<CohortSetId> {
    let name = &content.request.set_name;
    let sets = tx.cohort_sets(offering.offering()).await?;
    if let Some(set) = sets.iter().find(|set| set.name == *name) {
        return Ok(CohortSetId(set.id));
    }
    let id = CohortSetId(app.seeds.id(tx.now()));
    tx.insert_cohort_set(id, offering.offering(), name).await?;
    Ok(id)
}

/// Writes the plan's cohorts. A cohort keeps its identity through its code, so that feeds and
/// sessions of "G03" follow.
async fn replace_cohorts(
    tx: &mut Tx,
    set: CohortSetId,
    content: &PlanContent,
    old: &[CohortRow],
) -> Result<()> {
    for cohort in &content.input.cohorts {
        tx.put_cohort(&CohortRow {
            id: in_force(cohort, old),
            cohort_set_id: set.0,
            code: cohort.code.clone(),
            seats_min: i64::from(cohort.min),
            seats_max: i64::from(cohort.max),
            seats_target: i64::from(cohort.target),
            modality: cohort.modality.map(as_word),
            protected_ok: cohort.protected_ok,
        })
        .await?;
    }
    Ok(())
}

/// The id under which a planned cohort is in force: that of the old one with its code, if any.
fn in_force(cohort: &PlanCohort, old: &[CohortRow]) -> Uuid {
    old.iter()
        .find(|row| row.code == cohort.code)
        .map_or(cohort.cohort.0, |row| row.id)
}

/// Places everybody; gives those whose cohort is another than before.
async fn place_members(
    tx: &mut Tx,
    set: CohortSetId,
    content: &PlanContent,
    before: &BTreeMap<Uuid, Uuid>,
) -> Result<Vec<PersonId>> {
    let old = tx.cohorts(set).await?;
    let mut moved = Vec::new();
    for (person, cohort) in &content.plan.places {
        let planned = content.input.cohorts.iter().find(|c| c.cohort == *cohort);
        let planned = planned.ok_or_else(|| Error::internal("a plan places in no cohort"))?;
        let id = CohortId(in_force(planned, &old));
        let described = content.input.people.iter().find(|p| p.person == *person);
        let locked = described.is_some_and(|p| p.locked.is_some());
        if before.get(&person.0) != Some(&id.0) {
            moved.push(*person);
        }
        tx.put_member(set, *person, id, locked).await?;
    }
    Ok(moved)
}

/// Removes cohorts that the plan no longer has. One with sessions stays: they must be moved or
/// cancelled by somebody who knows.
async fn remove_unused(tx: &mut Tx, content: &PlanContent, old: &[CohortRow]) -> Result<()> {
    for row in old {
        let planned = content
            .input
            .cohorts
            .iter()
            .any(|cohort| cohort.code == row.code);
        if !planned && !tx.delete_empty_cohort(CohortId(row.id)).await? {
            return Err(Error::refused(
                "cohort-in-use",
                format!(
                    "Grupp {} har egna tillfällen. Flytta eller ställ in dem först.",
                    row.code
                ),
                format!(
                    "Cohort {} has sessions of its own. Move or cancel them first.",
                    row.code
                ),
            ));
        }
    }
    Ok(())
}

/// Tells a person which cohort it is, and who else by profession, never by name.
async fn tell(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    content: &PlanContent,
    person: PersonId,
) -> Result<()> {
    let row = tx
        .person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let place = content
        .plan
        .places
        .iter()
        .find(|(placed, _)| *placed == person);
    let cohort = place.and_then(|(_, id)| content.plan.cohorts.iter().find(|c| c.cohort == *id));
    let cohort = cohort.ok_or_else(|| Error::internal("a placed person has no cohort"))?;
    let language = letters::language_of(&row);
    let letter = Letter::CohortPlaced {
        course: enrolment::course_title(offering, &row),
        offering_code: offering.code.clone(),
        cohort_code: cohort.code.clone(),
        mix: if row.is_protected() {
            Vec::new()
        } else {
            mix(cohort, language)
        },
        first_session: first_session(tx, offering).await?,
        calendar_hint: true,
    };
    letters::enqueue(app, tx, person, &letter).await
}

fn mix(cohort: &CohortExplanation, language: Language) -> Vec<(String, u32)> {
    cohort
        .families
        .iter()
        .filter(|family| family.count > 0)
        .map(|family| {
            let count = u32::try_from(family.count).unwrap_or_default();
            (family.family.label(language).to_owned(), count)
        })
        .collect()
}

async fn first_session(tx: &mut Tx, offering: &OfferingRow) -> Result<Option<Meeting>> {
    let now = tx.now();
    for row in tx.sessions(offering.offering()).await? {
        let session = schedule::session_of(&row)?;
        let ahead = session.starts.instant() > now && session.cohort.is_none();
        if ahead && session.state == SessionState::Published {
            let slot = Slot {
                starts_at: session.starts.instant(),
                ends_at: session.ends.instant(),
            };
            return Ok(Some(Meeting {
                title: session.title,
                slot,
            }));
        }
    }
    Ok(None)
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
