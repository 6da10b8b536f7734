//! The cohorts one is in: who is in them by family of professions, and how many. No names: nobody
//! has been asked yet whether others may see theirs. Families, not professions: a profession that
//! only one person has is a person.

use crate::{
    app::App,
    error::{Error, Result, Text},
    store::Tx,
    usecase::{Caller, people::Families},
};
use samverkan_domain::{
    id::{CohortId, CohortSetId},
    profession::ProfessionFamily,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A cohort that the caller is in.
#[derive(Debug, Clone)]
pub struct MyCohort {
    pub cohort: CohortId,
    pub code: String,
    pub set_name: String,
    pub offering_code: String,
    pub course: Text,
    /// How many are in it, the caller among them.
    pub people: usize,
    pub mix: BTreeMap<ProfessionFamily, usize>,
    /// Whose profession is not known.
    pub others: usize,
}

/// The cohorts in force that the caller is in.
pub async fn cohorts(app: &App, caller: &Caller) -> Result<Vec<MyCohort>> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let families = Families::load(&mut tx).await?;
    let mut mine = Vec::new();
    for member in tx.memberships(person).await? {
        let set = CohortSetId(member.cohort_set_id);
        let cohort = CohortId(member.cohort_id);
        mine.push(one(&mut tx, &families, set, cohort).await?);
    }
    mine.sort_by(|a, b| (&a.offering_code, &a.code).cmp(&(&b.offering_code, &b.code)));
    Ok(mine)
}

async fn one(
    tx: &mut Tx,
    families: &Families,
    set: CohortSetId,
    cohort: CohortId,
) -> Result<MyCohort> {
    let missing = || Error::NotFound { what: "cohort" };
    let row = tx.cohort(cohort).await?.ok_or_else(missing)?;
    let offering = tx.offering_of_cohort(cohort).await?.ok_or_else(missing)?;
    let sets = tx.cohort_sets(offering).await?;
    let set_name = sets.into_iter().find(|one| one.id == set.0);
    let members = tx.members(set).await?.into_iter();
    let inside: BTreeSet<Uuid> = members
        .filter(|member| member.cohort_id == cohort.0)
        .map(|member| member.person_id)
        .collect();
    let mut mix = BTreeMap::new();
    let mut others = inside.len();
    for person in tx.people_concerned(offering).await? {
        let family = families.of(person.profession.as_deref(), person.programme.as_deref());
        if let Some(family) = family.filter(|_| inside.contains(&person.id)) {
            *mix.entry(family).or_default() += 1;
            others = others.saturating_sub(1);
        }
    }
    let offering = tx.offering_by_id(offering).await?.ok_or_else(missing)?;
    Ok(MyCohort {
        cohort,
        code: row.code,
        set_name: set_name.map(|set| set.name).unwrap_or_default(),
        offering_code: offering.code,
        course: Text::new(offering.title_sv, offering.title_en),
        people: inside.len(),
        mix,
        others,
    })
}
