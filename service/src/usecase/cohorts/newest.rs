//! What the newest plan would change, or has changed: counts of families, cohort by cohort.

use super::{content::unseal, install::Partition};
use crate::{
    error::{Error, Result},
    store::Tx,
};
use samverkan_domain::{
    id::{OfferingId, PersonId},
    profession::ProfessionFamily,
};
use std::collections::BTreeMap;

/// A cohort and how many of each family are in it; `None`: the profession is not known.
pub(in crate::usecase) struct CohortMix {
    pub code: String,
    pub members: BTreeMap<Option<ProfessionFamily>, u64>,
}

/// The other side of the newest plan: of a proposal what it would make, of a committed plan what
/// was there before.
pub(in crate::usecase) struct NewestChange {
    pub set_name: String,
    pub proposed: bool,
    /// By code.
    pub cohorts: Vec<CohortMix>,
}

/// The newest plan that is proposed or in force, if it changes cohorts that there are.
pub(in crate::usecase) async fn newest_change(
    tx: &mut Tx,
    offering: OfferingId,
) -> Result<Option<NewestChange>> {
    let Some(row) = tx.newest_cohort_plan(offering).await? else {
        return Ok(None);
    };
    let content = unseal(&row)?;
    let known = content.input.people.iter();
    let family: BTreeMap<PersonId, _> = known.map(|one| (one.person, one.family)).collect();
    let proposed = row.state == "proposed";
    let (codes, places): (BTreeMap<_, _>, Vec<_>) = if proposed {
        let cohorts = content.input.cohorts.iter();
        let codes = cohorts.map(|cohort| (cohort.cohort, cohort.code.clone()));
        (codes.collect(), content.plan.places.clone())
    } else {
        let before = row.replaced.as_deref().map(serde_json::from_str);
        let before: Partition = before
            .transpose()
            .map_err(Error::internal)?
            .unwrap_or_default();
        let cohorts = before.cohorts.iter();
        let codes = cohorts.map(|cohort| (cohort.cohort, cohort.code.clone()));
        (codes.collect(), before.places().into_iter().collect())
    };
    let mut cohorts: BTreeMap<String, BTreeMap<_, u64>> = BTreeMap::new();
    for (person, cohort) in places {
        let Some(code) = codes.get(&cohort) else {
            continue;
        };
        let members = cohorts.entry(code.clone()).or_default();
        *members
            .entry(family.get(&person).copied().flatten())
            .or_default() += 1;
    }
    let cohorts = cohorts.into_iter();
    Ok(Some(NewestChange {
        set_name: row.set_name,
        proposed,
        cohorts: cohorts
            .map(|(code, members)| CohortMix { code, members })
            .collect(),
    }))
}
