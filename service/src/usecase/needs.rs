//! Practical needs: people say their own; whoever arranges rooms and material sees how many need what,
//! never who.

use super::{Caller, Permission, catalogue::find_offering, own_words};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, need::NeedRow},
};
use samverkan_domain::{
    fact::Fact,
    id::{CohortSetId, OfferingId},
    need::{PracticalNeed, count},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many need what.
pub type Counts = BTreeMap<PracticalNeed, usize>;

/// Of an offering, and of each of its cohorts in force.
#[derive(Debug, Clone)]
pub struct NeedsView {
    pub all: Counts,
    pub cohorts: Vec<CohortNeeds>,
}

#[derive(Debug, Clone)]
pub struct CohortNeeds {
    pub set_name: String,
    pub code: String,
    pub counts: Counts,
}

fn read(app: &App, row: &NeedRow) -> Result<Vec<PracticalNeed>> {
    let words = own_words::open(app, &row.needs_sealed)?;
    serde_json::from_str(&words).map_err(Error::internal)
}

/// One's own.
pub async fn mine(app: &App, caller: &Caller) -> Result<Vec<PracticalNeed>> {
    let person = caller.participant()?;
    let row = app.read().await?.needs_of(person).await?;
    row.map_or(Ok(Vec::new()), |row| read(app, &row))
}

/// One's own, in place of what was said before.
pub async fn set(app: &App, caller: &Caller, needs: &[PracticalNeed]) -> Result<()> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    tx.lock_person(person)
        .await?
        .ok_or(Error::Unauthenticated)?;
    let needs: BTreeSet<_> = needs.iter().copied().collect();
    if needs.is_empty() {
        tx.delete_needs(person).await?;
    } else {
        let words = serde_json::to_string(&needs).map_err(Error::internal)?;
        tx.put_needs(&NeedRow {
            person_id: person.0,
            needs_sealed: own_words::seal(app, &words),
            noted_at: tx.now().into(),
        })
        .await?;
    }
    // That they were said, not which.
    tx.record(Fact::new("practical_needs.stated", "person", person.0).after(json!({})));
    app.commit(tx).await
}

/// By person, of everybody with a place. Who is who is not to leave the use cases.
pub(super) async fn by_person(
    app: &App,
    tx: &mut Tx,
    offering: OfferingId,
) -> Result<BTreeMap<Uuid, Vec<PracticalNeed>>> {
    let rows = tx.needs_in(offering).await?.into_iter();
    rows.map(|row| Ok((row.person_id, read(app, &row)?)))
        .collect()
}

/// How many need what, for those who arrange it.
pub async fn counts(app: &App, caller: &Caller, offering: &str) -> Result<NeedsView> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let needs = by_person(app, &mut tx, offering.offering()).await?;
    let mut cohorts = Vec::new();
    for set in tx.cohort_sets(offering.offering()).await? {
        let members = tx.members(CohortSetId(set.id)).await?;
        for cohort in tx.cohorts(CohortSetId(set.id)).await? {
            let own = members.iter().filter(|one| one.cohort_id == cohort.id);
            cohorts.push(CohortNeeds {
                set_name: set.name.clone(),
                code: cohort.code,
                counts: count(own.filter_map(|one| needs.get(&one.person_id))),
            });
        }
    }
    Ok(NeedsView {
        all: count(needs.values()),
        cohorts,
    })
}
