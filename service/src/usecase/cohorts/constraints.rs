//! What a plan has to keep to: locks, and who goes with whom.

use super::request::PlanRequest;
use crate::{
    error::{Error, FieldError, Result, Text},
    store::{Tx, catalogue::OfferingRow},
};
use samverkan_domain::{
    cohort::{PlanCohort, PlanPerson},
    id::PersonId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Holds people where the request says, and names every cohort in it that is none.
pub(super) fn apply_locks(
    people: &mut [PlanPerson],
    cohorts: &[PlanCohort],
    request: &PlanRequest,
) -> Result<()> {
    let mut faults = Vec::new();
    for person in people.iter_mut() {
        if request.unlocks.contains(&person.person) {
            person.locked = None;
        }
    }
    let codes: BTreeMap<_, _> = cohorts
        .iter()
        .map(|c| (c.code.as_str(), c.cohort))
        .collect();
    for (i, lock) in request.locks.iter().enumerate() {
        let cohort = codes.get(lock.cohort.as_str());
        let person = people.iter_mut().find(|p| p.person == lock.person);
        match (person, cohort) {
            (Some(person), Some(cohort)) => person.locked = Some(*cohort),
            _ => faults.push(FieldError::new(
                format!("/locks/{i}"),
                "unknown-lock",
                Text::new(
                    "Personen har ingen plats på kurstillfället, eller så finns inte gruppen.",
                    "The person has no place on the offering, or there is no such cohort.",
                ),
            )),
        }
    }
    let named = request.protected_ok.iter().enumerate();
    let named = named.map(|(i, code)| (format!("/protected_ok/{i}"), code));
    let wished = request
        .cohorts
        .keys()
        .map(|code| (format!("/cohorts/{code}"), code));
    for (pointer, _) in named
        .chain(wished)
        .filter(|(_, code)| !codes.contains_key(code.as_str()))
    {
        let text = Text::new("Det finns ingen sådan grupp.", "There is no such cohort.");
        faults.push(FieldError::new(pointer, "unknown-cohort", text));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

type Pairs = (Vec<Vec<PersonId>>, Vec<(PersonId, PersonId)>);

/// The rules about who goes with whom, of those who have a place.
pub(super) async fn pairs(
    tx: &mut Tx,
    offering: &OfferingRow,
    people: &[PlanPerson],
) -> Result<Pairs> {
    let placed: BTreeSet<_> = people.iter().map(|person| person.person).collect();
    let (mut together, mut apart) = (Vec::new(), Vec::new());
    for rule in tx.cohort_rules(offering.offering()).await? {
        let (a, b) = (PersonId(rule.person_id), PersonId(rule.other_id));
        if !placed.contains(&a) || !placed.contains(&b) {
            continue;
        }
        if rule.kind == "together" {
            together.push(vec![a, b]);
        } else {
            apart.push((a, b));
        }
    }
    Ok((join(together), apart))
}

/// Pairs that share a person become one group: A with B and B with C is A with B with C.
fn join(pairs: Vec<Vec<PersonId>>) -> Vec<Vec<PersonId>> {
    let mut group_of: BTreeMap<PersonId, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<PersonId>> = Vec::new();
    for pair in pairs {
        let mut merged = pair.clone();
        for person in &pair {
            if let Some(group) = group_of.get(person) {
                merged.append(&mut groups[*group]);
            }
        }
        merged.sort_unstable();
        merged.dedup();
        for person in &merged {
            group_of.insert(*person, groups.len());
        }
        groups.push(merged);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn overlapping_pairs_become_one_group() {
        let p = |n| PersonId(Uuid::from_u128(n));
        let groups = join(vec![vec![p(1), p(2)], vec![p(3), p(4)], vec![p(2), p(3)]]);
        assert_eq!(groups, [vec![p(1), p(2), p(3), p(4)]]);
        assert_eq!(join(vec![vec![p(1), p(2)], vec![p(3), p(4)]]).len(), 2);
    }
}
