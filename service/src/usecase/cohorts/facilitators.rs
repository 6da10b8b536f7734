//! Facilitators (handledare) of an offering: who may lead cohorts, and under which conditions.

use super::{
    led::{record, tell_leader},
    naming::Names,
    staff::Staff,
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::facilitator::FacilitatorRow,
    usecase::{Caller, Permission, catalogue::find_offering, validate::Faults},
};
use jiff::Timestamp;
use samverkan_domain::{
    cohort::Times,
    fact::Fact,
    id::{CohortId, PersonId},
    limits,
    person::Language,
    profession::ProfessionFamily,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A cohort that a facilitator is held in, in force or to come.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FacilitatorLock {
    /// Name of the partition.
    pub set_name: String,
    /// Code of the cohort.
    pub cohort: String,
}

/// What is noted of a facilitator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacilitatorNote {
    /// Most cohorts they lead on the offering.
    pub most: u32,
    pub cannot: Times,
    /// If not empty: leads only cohorts with somebody of one of these.
    pub only: Vec<ProfessionFamily>,
    /// Leads no cohort with anybody of one of these.
    pub never: Vec<ProfessionFamily>,
    /// Languages spoken; `None` = not stated.
    pub languages: Option<Vec<Language>>,
    pub locked: Vec<FacilitatorLock>,
}

#[derive(Debug, Clone)]
pub struct FacilitatorView {
    pub person: PersonId,
    pub name: String,
    pub family: Option<ProfessionFamily>,
    pub note: FacilitatorNote,
    /// Cohorts in force that they lead: partition and code.
    pub leads: Vec<FacilitatorLock>,
    /// What does not fit in what they lead, in words. Empty of who is explained to nobody.
    pub problems: Vec<Text>,
    pub noted_at: Timestamp,
}

pub(super) fn note(row: &FacilitatorRow) -> Result<FacilitatorNote> {
    let families = |list: &str| serde_json::from_str(list).map_err(Error::internal);
    let languages = row.languages.as_deref().map(serde_json::from_str);
    Ok(FacilitatorNote {
        most: u32::try_from(row.most).unwrap_or(u32::MAX),
        cannot: Times::from_bits(row.cannot).unwrap_or_default(),
        only: families(&row.only_families)?,
        never: families(&row.never_families)?,
        languages: languages.transpose().map_err(Error::internal)?,
        locked: serde_json::from_str(&row.locked).map_err(Error::internal)?,
    })
}

/// Facilitators of an offering, with what they lead now.
pub async fn facilitators(
    app: &App,
    caller: &Caller,
    offering: &str,
) -> Result<Vec<FacilitatorView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let staff = Staff::load(&mut tx, offering.offering()).await?;
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    staff.views(&mut tx, &offering, &names).await
}

/// Notes a facilitator, in place of what was noted before.
pub async fn put_facilitator(
    app: &App,
    caller: &Caller,
    offering: &str,
    person: PersonId,
    note: &FacilitatorNote,
) -> Result<FacilitatorView> {
    caller.require(Permission::EditCohorts)?;
    let note = checked(note)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    tx.person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let before = tx.facilitators(offering.offering()).await?;
    let known = before.iter().any(|row| row.person_id == person.0);
    if !known && before.len() >= limits::FACILITATORS {
        return Err(Error::refused(
            "too-many-facilitators",
            format!(
                "Högst {} handledare per kurstillfälle.",
                limits::FACILITATORS
            ),
            format!("At most {} facilitators an offering.", limits::FACILITATORS),
        ));
    }
    let list = |families: &[ProfessionFamily]| serde_json::to_string(families);
    let languages = note.languages.as_ref().map(serde_json::to_string);
    tx.put_facilitator(&FacilitatorRow {
        offering_id: offering.id,
        person_id: person.0,
        most: i64::from(note.most),
        cannot: i64::from(note.cannot.bits()),
        only_families: list(&note.only).map_err(Error::internal)?,
        never_families: list(&note.never).map_err(Error::internal)?,
        languages: languages.transpose().map_err(Error::internal)?,
        locked: serde_json::to_string(&note.locked).map_err(Error::internal)?,
        noted_by: caller.actor(),
        noted_at: tx.now().into(),
    })
    .await?;
    // Times may be about health or family: the trail says that they were noted, not which.
    tx.record(
        Fact::new("facilitator.noted", "offering", offering.id)
            .after(json!({ "person": person, "most": note.most, "locked": note.locked })),
    );
    let staff = Staff::load(&mut tx, offering.offering()).await?;
    let names = Names::load(&mut tx, caller, offering.offering()).await?;
    let views = staff.views(&mut tx, &offering, &names).await?;
    app.commit(tx).await?;
    let view = views.into_iter().find(|view| view.person == person);
    view.ok_or_else(|| Error::internal("a facilitator just noted is not there"))
}

/// In order and without repetition, with all faults said at once.
fn checked(note: &FacilitatorNote) -> Result<FacilitatorNote> {
    let mut faults = Faults::default();
    let mut note = note.clone();
    if usize::try_from(note.most).is_ok_and(|most| most > limits::COHORTS_LED) {
        let most = limits::COHORTS_LED;
        faults.add(
            "/most",
            "too-many",
            format!("Högst {most} grupper."),
            format!("At most {most} cohorts."),
        );
    }
    for (i, lock) in note.locked.iter_mut().enumerate() {
        let pointer = |field| format!("/locked/{i}/{field}");
        lock.set_name = faults.line(&pointer("set_name"), &lock.set_name, limits::LINE_CHARS);
        lock.cohort = faults.line(&pointer("cohort"), &lock.cohort, limits::LINE_CHARS);
    }
    for families in [&mut note.only, &mut note.never] {
        families.sort_unstable();
        families.dedup();
    }
    note.locked.sort_unstable();
    note.locked.dedup();
    if note.locked.len() > usize::try_from(note.most).unwrap_or(usize::MAX) {
        faults.add(
            "/locked",
            "too-many",
            "Fler låsta grupper än de får leda.",
            "More locked cohorts than they may lead.",
        );
    }
    if note.only.iter().any(|family| note.never.contains(family)) {
        faults.add(
            "/never",
            "contradiction",
            "Samma yrkesfamilj står både som den de är till för och som den de hålls ifrån.",
            "The same family is both what they are for and what they are kept from.",
        );
    }
    faults.finish()?;
    Ok(note)
}

/// Takes a facilitator off an offering, and out of the cohorts they lead there. They are told.
pub async fn remove_facilitator(
    app: &App,
    caller: &Caller,
    offering: &str,
    person: PersonId,
) -> Result<()> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    if !tx.delete_facilitator(offering.offering(), person).await? {
        return Err(Error::NotFound {
            what: "facilitator",
        });
    }
    tx.record(
        Fact::new("facilitator.removed", "offering", offering.id)
            .after(json!({ "person": person })),
    );
    let leaders = tx.leaders(offering.offering()).await?;
    let led: Vec<_> = leaders
        .into_iter()
        .filter(|leader| leader.person_id == person.0)
        .collect();
    for leader in &led {
        let cohort = CohortId(leader.cohort_id);
        tx.remove_leader(cohort, person).await?;
        record(&mut tx, "cohort.leader_removed", cohort, person);
    }
    if !led.is_empty() {
        tx.bump_calendar().await?;
        tell_leader(app, &mut tx, &offering, person).await?;
    }
    app.commit(tx).await
}
