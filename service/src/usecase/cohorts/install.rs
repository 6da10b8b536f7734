//! Putting cohorts and their members into force, and remembering what was there before.

use super::{led, seats::word};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, as_word, cohort::CohortRow},
    usecase::people,
};
use samverkan_domain::{
    cohort::{PlanCohort, SetKind, Times},
    id::{CohortId, CohortSetId, OfferingId, PersonId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A partition as it is, or was, in force.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Partition {
    pub(super) kind: SetKind,
    pub(super) cohorts: Vec<PlanCohort>,
    pub(super) members: Vec<Membership>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Membership {
    pub(super) person: PersonId,
    pub(super) cohort: CohortId,
    pub(super) locked: bool,
}

impl Partition {
    pub(super) fn places(&self) -> BTreeMap<PersonId, CohortId> {
        self.members.iter().map(|m| (m.person, m.cohort)).collect()
    }
}

/// The set of this name, if there is one, and what is in force in it.
pub(super) async fn in_force(
    tx: &mut Tx,
    offering: OfferingId,
    name: &str,
) -> Result<(Option<CohortSetId>, Partition)> {
    let sets = tx.cohort_sets(offering).await?;
    let Some(set) = sets.into_iter().find(|set| set.name == name) else {
        return Ok((None, Partition::default()));
    };
    let id = CohortSetId(set.id);
    let cohorts = tx.cohorts(id).await?;
    let members = tx.members(id).await?.into_iter();
    let partition = Partition {
        kind: word(&set.kind)?,
        cohorts: cohorts.iter().map(planned).collect::<Result<_>>()?,
        members: members
            .map(|member| Membership {
                person: PersonId(member.person_id),
                cohort: CohortId(member.cohort_id),
                locked: member.locked,
            })
            .collect(),
    };
    Ok((Some(id), partition))
}

/// A stored cohort as plans see it.
pub(super) fn planned(row: &CohortRow) -> Result<PlanCohort> {
    let seats = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(PlanCohort {
        cohort: CohortId(row.id),
        code: row.code.clone(),
        min: seats(row.seats_min),
        max: seats(row.seats_max),
        target: seats(row.seats_target),
        modality: row.modality.as_deref().and_then(people::parse_modality),
        protected_ok: row.protected_ok,
        times: Times::from_bits(row.times).unwrap_or_default(),
        language: row.language.as_deref().map(word).transpose()?,
        family: row.family.as_deref().map(word).transpose()?,
        needs: serde_json::from_str(&row.needs).map_err(Error::internal)?,
    })
}

/// Whom putting a partition into force concerns.
pub(super) struct Changed {
    /// Those whose cohort is another than it was.
    pub(super) moved: Vec<PersonId>,
    /// Facilitators of cohorts that are no longer.
    pub(super) released: BTreeSet<PersonId>,
}

/// Puts a partition into force in place of `before`. A cohort keeps its identity through its code, so that feeds and sessions of "G03" follow.
pub(super) async fn install(
    app: &App,
    tx: &mut Tx,
    offering: OfferingId,
    name: &str,
    before: (Option<CohortSetId>, &Partition),
    new: &Partition,
) -> Result<Changed> {
    let (set, old) = before;
    let set = match set {
        Some(set) => set,
        None => {
            let id = CohortSetId(app.seeds.id(tx.now()));
            tx.insert_cohort_set(id, offering, name, &as_word(new.kind))
                .await?;
            id
        }
    };
    let ids = identities(&old.cohorts, &new.cohorts);
    for cohort in &new.cohorts {
        tx.put_cohort(&row(set, ids[&cohort.cohort], cohort)?)
            .await?;
    }
    let (was, mut moved) = (old.places(), Vec::new());
    for member in &new.members {
        let cohort = *ids
            .get(&member.cohort)
            .ok_or_else(|| Error::internal("a plan places in no cohort"))?;
        if was.get(&member.person) != Some(&cohort) {
            moved.push(member.person);
        }
        tx.put_member(set, member.person, cohort, member.locked)
            .await?;
    }
    let placed: BTreeSet<_> = new.members.iter().map(|member| member.person).collect();
    for person in was.keys().filter(|person| !placed.contains(person)) {
        tx.remove_from_set(set, *person).await?;
    }
    let kept: BTreeSet<Uuid> = ids.values().map(|id| id.0).collect();
    let released = remove_unused(tx, offering, &old.cohorts, &kept).await?;
    if new.cohorts.is_empty() {
        tx.delete_empty_cohort_set(set).await?;
    }
    Ok(Changed { moved, released })
}

/// The id under which each new cohort is in force: that of the old one with its code, if any.
fn identities(old: &[PlanCohort], new: &[PlanCohort]) -> BTreeMap<CohortId, CohortId> {
    let codes: BTreeMap<_, _> = old.iter().map(|c| (c.code.as_str(), c.cohort)).collect();
    let id = |cohort: &PlanCohort| codes.get(cohort.code.as_str()).copied();
    new.iter()
        .map(|cohort| (cohort.cohort, id(cohort).unwrap_or(cohort.cohort)))
        .collect()
}

fn row(set: CohortSetId, id: CohortId, cohort: &PlanCohort) -> Result<CohortRow> {
    Ok(CohortRow {
        id: id.0,
        cohort_set_id: set.0,
        code: cohort.code.clone(),
        seats_min: i64::from(cohort.min),
        seats_max: i64::from(cohort.max),
        seats_target: i64::from(cohort.target),
        modality: cohort.modality.map(as_word),
        protected_ok: cohort.protected_ok,
        times: i64::from(cohort.times.bits()),
        language: cohort.language.map(as_word),
        family: cohort.family.map(as_word),
        needs: serde_json::to_string(&cohort.needs).map_err(Error::internal)?,
    })
}

/// Removes cohorts that are no longer. One with sessions stays: they must be moved or cancelled by
/// somebody who knows.
async fn remove_unused(
    tx: &mut Tx,
    offering: OfferingId,
    old: &[PlanCohort],
    kept: &BTreeSet<Uuid>,
) -> Result<BTreeSet<PersonId>> {
    let mut released = BTreeSet::new();
    for cohort in old.iter().filter(|cohort| !kept.contains(&cohort.cohort.0)) {
        released.extend(led::release(tx, offering, cohort.cohort).await?);
        if !tx.delete_empty_cohort(cohort.cohort).await? {
            let code = &cohort.code;
            return Err(Error::refused(
                "cohort-in-use",
                format!("Grupp {code} har egna tillfällen. Flytta eller ställ in dem först."),
                format!("Cohort {code} has sessions of its own. Move or cancel them first."),
            ));
        }
    }
    Ok(released)
}
