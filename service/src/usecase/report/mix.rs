//! How cohorts are mixed, before and after.

use super::{Families, Mix, Table, Telling, by_family, count, families};
use crate::{
    error::Result,
    store::Tx,
    usecase::cohorts::{CohortMix, newest_change},
};
use samverkan_domain::id::OfferingId;

type Rows = Vec<(String, Vec<u64>)>;

/// The partitions in force, and what the newest plan would make of one or has made of it.
///
/// In public only one partition, and only as it is now: two divisions of the same people have the
/// same sums, so that one would give away what is left out of the other.
pub(super) async fn mixes(
    tx: &mut Tx,
    telling: &mut Telling,
    offering: OfferingId,
) -> Result<Vec<Mix>> {
    let mut sets = in_force(tx, offering).await?;
    let change = newest_change(tx, offering).await?;
    let Some(change) = change.filter(|_| !telling.public) else {
        sets.truncate(if telling.public { 1 } else { sets.len() });
        let told = sets.into_iter().filter_map(|(set_name, rows)| {
            Some(Mix {
                set_name,
                proposed: false,
                before: None,
                after: telling.table(families(), rows)?,
            })
        });
        return Ok(told.collect());
    };
    let mut mixes = Vec::new();
    if !sets.iter().any(|(name, _)| *name == change.set_name) {
        sets.push((change.set_name.clone(), Rows::new()));
    }
    for (set_name, now) in sets {
        let of_plan = set_name == change.set_name;
        let other = || rows(&change.cohorts);
        let (before, after) = match (of_plan, change.proposed) {
            (true, true) => (now, other()),
            (true, false) => (other(), now),
            (false, _) => (Rows::new(), now),
        };
        let mut table = |rows: Rows| -> Option<Table> {
            let some = !rows.is_empty();
            some.then(|| telling.table(families(), rows)).flatten()
        };
        let before = table(before);
        mixes.extend(table(after).map(|after| Mix {
            set_name,
            proposed: of_plan && change.proposed,
            before,
            after,
        }));
    }
    Ok(mixes)
}

fn rows(cohorts: &[CohortMix]) -> Rows {
    let cohorts = cohorts.iter();
    let row = |cohort: &CohortMix| {
        let people = cohort.members.iter();
        let counts = people.map(|(family, people)| (*family, *people));
        (cohort.code.clone(), by_family(counts))
    };
    cohorts.map(row).collect()
}

async fn in_force(tx: &mut Tx, offering: OfferingId) -> Result<Vec<(String, Rows)>> {
    let known = Families::load(tx).await?;
    let mut sets: Vec<(String, Rows)> = Vec::new();
    for row in tx.member_counts(offering).await? {
        let family = known.of(row.profession.as_deref(), row.programme.as_deref());
        let counts = by_family([(family, count(row.people))]);
        if sets.last().is_none_or(|(name, _)| *name != row.set_name) {
            sets.push((row.set_name.clone(), Rows::new()));
        }
        let Some((_, rows)) = sets.last_mut() else {
            continue;
        };
        match rows.last_mut() {
            Some((code, cells)) if *code == row.code => {
                cells
                    .iter_mut()
                    .zip(counts)
                    .for_each(|(cell, n)| *cell += n);
            }
            _ => rows.push((row.code, counts)),
        }
    }
    Ok(sets)
}
