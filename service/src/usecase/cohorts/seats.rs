//! The cohorts that a plan fills: new ones, or those in force.

use super::{
    gather::InForce,
    request::{CohortWish, PlanRequest},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, catalogue::OfferingRow},
    usecase::people,
};
use samverkan_domain::{
    cohort::{PlanCohort, PlanPerson, SetKind, Times, cohort_sizes},
    id::CohortId,
    profession::ProfessionFamily,
};
use serde::de::DeserializeOwned;
use serde_json::json;

/// The cohorts to fill: those in force with sizes for as many as there are now, or new ones.
pub(super) fn cohorts(
    app: &App,
    tx: &Tx,
    offering: &OfferingRow,
    in_force: &InForce,
    people: &[PlanPerson],
    kind: SetKind,
    request: &PlanRequest,
) -> Result<Vec<PlanCohort>> {
    let mut cohorts = if in_force.cohorts.is_empty() {
        let about = request
            .size
            .unwrap_or_else(|| u32::try_from(offering.cohort_size).unwrap_or(7));
        let id = || CohortId(app.seeds.id(tx.now()));
        match kind {
            SetKind::Mixed => numbered("G", None, people.len(), about, &id),
            SetKind::Expert => experts(people, about, &id),
        }
    } else {
        existing(in_force, people, request)?
    };
    for (place, cohort) in cohorts.iter_mut().enumerate() {
        cohort.protected_ok |= request.protected_ok.contains(&cohort.code);
        if let Some(times) = request.times.get(place % request.times.len().max(1)) {
            cohort.times = *times;
        }
        if !request.needs.is_empty() {
            cohort.needs.clone_from(&request.needs);
        }
        if let Some(wish) = request.cohorts.get(&cohort.code) {
            apply(cohort, wish);
        }
    }
    Ok(cohorts)
}

fn apply(cohort: &mut PlanCohort, wish: &CohortWish) {
    cohort.times = wish.times.unwrap_or(cohort.times);
    cohort.language = wish.language.or(cohort.language);
    cohort.modality = wish.modality.or(cohort.modality);
    if let Some(needs) = &wish.needs {
        cohort.needs.clone_from(needs);
    }
}

/// New cohorts of about the same size, numbered after a prefix.
fn numbered(
    prefix: &str,
    family: Option<ProfessionFamily>,
    people: usize,
    about: u32,
    id: &dyn Fn() -> CohortId,
) -> Vec<PlanCohort> {
    let sizes = cohort_sizes(people, about);
    let width = if sizes.len() > 99 { 3 } else { 2 };
    let numbered = sizes.into_iter().zip(1..);
    numbered
        .map(|(target, n)| PlanCohort {
            family,
            ..PlanCohort::about(id(), format!("{prefix}{n:0width$}"), target)
        })
        .collect()
}

/// Expert groups: each family by itself, and those of whom no profession is known.
fn experts(people: &[PlanPerson], about: u32, id: &dyn Fn() -> CohortId) -> Vec<PlanCohort> {
    let families = ProfessionFamily::ALL.map(Some).into_iter().chain([None]);
    let mut cohorts = Vec::new();
    for family in families {
        let count = people.iter().filter(|p| p.family == family).count();
        if count > 0 {
            let prefix = match family {
                Some(ProfessionFamily::Guidance) => "LED",
                Some(family) => family.code(),
                None => "ÖVR",
            };
            cohorts.extend(numbered(prefix, family, count, about, id));
        }
    }
    cohorts
}

/// The cohorts in force, with targets as even as those they are for allow.
fn existing(
    in_force: &InForce,
    people: &[PlanPerson],
    request: &PlanRequest,
) -> Result<Vec<PlanCohort>> {
    let mut cohorts = Vec::new();
    for row in &in_force.cohorts {
        let family = row.family.as_deref().map(word).transpose()?;
        let peers: Vec<_> = in_force
            .cohorts
            .iter()
            .filter(|c| c.family == row.family)
            .collect();
        let expert = in_force.cohorts.iter().any(|c| c.family.is_some());
        let count = if expert {
            people.iter().filter(|p| p.family == family).count()
        } else {
            people.len()
        };
        let place = peers.iter().position(|c| c.id == row.id).unwrap_or(0);
        let target = count / peers.len() + usize::from(place < count % peers.len());
        let target = u32::try_from(target).unwrap_or(u32::MAX);
        let mut cohort = PlanCohort {
            cohort: CohortId(row.id),
            code: row.code.clone(),
            min: target.saturating_sub(1).max(1).min(target),
            max: target.saturating_add(1),
            target,
            modality: row.modality.as_deref().and_then(people::parse_modality),
            protected_ok: row.protected_ok,
            times: Times::from_bits(row.times).unwrap_or_default(),
            language: row.language.as_deref().map(word).transpose()?,
            family,
            needs: serde_json::from_str(&row.needs).map_err(Error::internal)?,
        };
        if request.nobody_moves() || request.frontier.is_some() {
            // What is in force is allowed, however uneven drop-outs have made it.
            cohort.min = 0;
            let most = u32::try_from(row.seats_max).unwrap_or(u32::MAX);
            cohort.max = cohort.max.max(most);
        }
        cohorts.push(cohort);
    }
    Ok(cohorts)
}

/// A stored word as what it means.
pub(super) fn word<T: DeserializeOwned>(word: &str) -> Result<T> {
    serde_json::from_value(json!(word)).map_err(Error::internal)
}
