//! Two plans side by side.

use super::{content::unseal, naming::Names, plan_row, view::Move};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{Caller, Permission},
};
use samverkan_domain::{
    cohort::{Plan, Quality, Score, quality},
    id::{CohortPlanId, OfferingId, PersonId},
};
use std::collections::{BTreeMap, BTreeSet};

/// One of the two.
#[derive(Debug, Clone)]
pub struct Side {
    pub plan: CohortPlanId,
    pub score: Score,
    pub quality: Quality,
    pub cohorts: usize,
    pub people: usize,
}

/// How two plans of one offering differ.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub sides: [Side; 2],
    /// Who is in another cohort in the second plan than in the first, cohorts being told apart by
    /// the members they share; `from` or `to` may be missing for who is in one plan only.
    pub moves: Vec<Move>,
    /// Which cohort of the second plan each cohort of the first is taken to be.
    pub twins: Vec<(String, String)>,
    pub only_first: Vec<PersonId>,
    pub only_second: Vec<PersonId>,
    /// Pairs who share a cohort in the first plan, and how many of them do so in the second.
    pub pairs: (u64, u64),
    pub names: Names,
}

pub async fn compare(
    app: &App,
    caller: &Caller,
    first: CohortPlanId,
    second: CohortPlanId,
) -> Result<Comparison> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let (a, b) = (
        plan_row(&mut tx, first).await?,
        plan_row(&mut tx, second).await?,
    );
    if a.offering_id != b.offering_id {
        return Err(Error::refused(
            "other-offering",
            "Förslagen hör till olika kurstillfällen.",
            "The plans belong to different offerings.",
        ));
    }
    let names = Names::load(&mut tx, caller, OfferingId(a.offering_id)).await?;
    let (a, b) = (unseal(&a)?.plan, unseal(&b)?.plan);
    Ok(Comparison {
        sides: [side(first, &a), side(second, &b)],
        moves: moves(&a, &b),
        twins: twins(&codes(&a), &codes(&b))
            .into_iter()
            .map(|(here, there)| (here.to_owned(), there.to_owned()))
            .collect(),
        only_first: only(&a, &b),
        only_second: only(&b, &a),
        pairs: pairs(&a, &b),
        names,
    })
}

fn side(id: CohortPlanId, plan: &Plan) -> Side {
    Side {
        plan: id,
        score: plan.score.clone(),
        quality: quality(plan.status, plan.score.soft_total(), plan.bound),
        cohorts: plan.cohorts.len(),
        people: plan.people.len(),
    }
}

fn codes(plan: &Plan) -> BTreeMap<PersonId, &str> {
    plan.people
        .iter()
        .map(|p| (p.person, p.code.as_str()))
        .collect()
}

fn only(a: &Plan, b: &Plan) -> Vec<PersonId> {
    let there = codes(b);
    let here = a.people.iter().map(|p| p.person);
    here.filter(|person| !there.contains_key(person)).collect()
}

/// Which cohort of the second plan each cohort of the first is: the one that shares most members
/// with it, largest overlaps first. Codes of plans from nothing mean nothing across plans.
fn twins<'a>(
    a: &BTreeMap<PersonId, &'a str>,
    b: &BTreeMap<PersonId, &'a str>,
) -> BTreeMap<&'a str, &'a str> {
    let mut shared: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (person, here) in a {
        if let Some(there) = b.get(person) {
            *shared.entry((here, there)).or_default() += 1;
        }
    }
    let mut overlaps: Vec<_> = shared.into_iter().collect();
    // Most in common first; the same code, then the order of codes, where equal.
    overlaps.sort_by_key(|&((here, there), count)| {
        (std::cmp::Reverse(count), here != there, here, there)
    });
    let (mut twins, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for ((here, there), _) in overlaps {
        if !twins.contains_key(here) && taken.insert(there) {
            twins.insert(here, there);
        }
    }
    twins
}

fn moves(a: &Plan, b: &Plan) -> Vec<Move> {
    let (first, second) = (codes(a), codes(b));
    let twins = twins(&first, &second);
    let differs = |(person, from): (&PersonId, &&str)| {
        let to = *second.get(person)?;
        (twins.get(*from) != Some(&to)).then(|| Move {
            person: *person,
            from: Some((*from).to_owned()),
            to: to.to_owned(),
        })
    };
    first.iter().filter_map(differs).collect()
}

fn pairs(a: &Plan, b: &Plan) -> (u64, u64) {
    let (first, second) = (codes(a), codes(b));
    let mut by_cohort: BTreeMap<&str, Vec<PersonId>> = BTreeMap::new();
    for (person, code) in &first {
        by_cohort.entry(code).or_default().push(*person);
    }
    let (mut all, mut kept) = (0, 0);
    for members in by_cohort.values() {
        for (n, one) in members.iter().enumerate() {
            for other in &members[n + 1..] {
                all += 1;
                let together = second.contains_key(one) && second.get(one) == second.get(other);
                kept += u64::from(together);
            }
        }
    }
    (all, kept)
}
