//! Who leads which cohort now: shown, told to them by letter, and ended with the cohort.

use super::{facilitators::FacilitatorLock, naming::Names};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::{Tx, catalogue::OfferingRow, facilitator::LeaderRow},
    usecase::{enrolment, letters},
};
use samverkan_domain::{
    cohort::Times,
    fact::Fact,
    id::{CohortId, OfferingId, PersonId},
    person::Language,
};
use serde_json::json;
use std::collections::BTreeMap;

/// Notes in the trail that somebody leads a cohort, or does not any more.
pub(super) fn record(tx: &mut Tx, action: &'static str, cohort: CohortId, person: PersonId) {
    tx.record(Fact::new(action, "cohort", cohort.0).after(json!({ "person": person })));
}

/// Takes everybody from a cohort that is about to go; gives them.
pub(super) async fn release(
    tx: &mut Tx,
    offering: OfferingId,
    cohort: CohortId,
) -> Result<Vec<PersonId>> {
    let leaders = tx.leaders(offering).await?.into_iter();
    let leaders = leaders.filter(|leader| leader.cohort_id == cohort.0);
    let people: Vec<_> = leaders.map(|leader| PersonId(leader.person_id)).collect();
    for person in &people {
        tx.remove_leader(cohort, *person).await?;
        record(tx, "cohort.leader_removed", cohort, *person);
    }
    Ok(people)
}

/// Writes to a facilitator which cohorts of the offering they lead now.
pub(super) async fn tell_leader(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    person: PersonId,
) -> Result<()> {
    let row = tx.person(person).await?;
    let row = row.ok_or(Error::NotFound { what: "person" })?;
    let language = letters::language_of(&row);
    let leaders = tx.leaders(offering.offering()).await?.into_iter();
    let cohorts = leaders
        .filter(|leader| leader.person_id == person.0)
        .map(|leader| in_letter(&leader, language))
        .collect();
    let letter = Letter::CohortsLed {
        course: enrolment::course_title(offering, &row),
        offering_code: offering.code.clone(),
        cohorts,
    };
    letters::enqueue(app, tx, person, &letter).await
}

/// A cohort as a letter names it: its code, and when it meets if that is known.
fn in_letter(leader: &LeaderRow, language: Language) -> String {
    let times = Times::from_bits(leader.times).unwrap_or_default();
    if times.is_empty() {
        leader.code.clone()
    } else {
        format!("{} ({})", leader.code, times.names(language).join(", "))
    }
}

/// Who leads which cohort, by partition and code, as a reader may see them.
pub(super) async fn leading(
    tx: &mut Tx,
    offering: OfferingId,
    names: &Names,
) -> Result<BTreeMap<FacilitatorLock, Vec<(PersonId, String)>>> {
    let mut led: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for leader in tx.leaders(offering).await? {
        let person = PersonId(leader.person_id);
        let cohort = FacilitatorLock {
            set_name: leader.set_name,
            cohort: leader.code,
        };
        led.entry(cohort)
            .or_default()
            .push((person, names.of(person)));
    }
    Ok(led)
}
