//! Finding what is due, and making sure that it is.

use super::Done;
use crate::{
    clock::{day, stockholm},
    error::{Error, Result},
    store::{Tx, weeding::ItemRow},
};
use jiff::civil::Date;
use samverkan_domain::{
    id::OfferingId,
    retention::{Category, Count, InForce, Item, Period},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The day an item's period is counted from: the later of both where there are two.
fn item(row: &ItemRow) -> Result<Item> {
    let on: Option<Date> = row
        .event_on
        .as_ref()
        .map(|on| on.parse())
        .transpose()
        .map_err(Error::internal)?;
    let event = on.max(row.event_at.map(|at| day(at.0)));
    Ok(Item {
        category: Category::from_word(&row.category)
            .ok_or_else(|| Error::internal(format!("unknown category {:?}", row.category)))?,
        offering: row.offering_id,
        thing: row.thing,
        person: row.person_id,
        event: event.ok_or_else(|| Error::internal("an item without an event"))?,
    })
}

pub(super) async fn items(tx: &mut Tx, plan: Uuid) -> Result<Vec<Item>> {
    tx.weeding_items(plan).await?.iter().map(item).collect()
}

/// Puts into a plan what is due by the rules, as of a day. The database finds it; whether it is due
/// the rule itself says, of each.
pub(super) async fn find(
    tx: &mut Tx,
    plan: Uuid,
    rules: &[InForce],
    as_of: Date,
    again: bool,
) -> Result<()> {
    for rule in rules {
        let period: Period = rule.keep_for.parse().map_err(Error::internal)?;
        // Where the calendar does not reach, nothing is due.
        let Some(cutoff) = period.cutoff(as_of) else {
            continue;
        };
        let ends = cutoff.tomorrow().map_err(Error::internal)?;
        let ends = ends.at(0, 0, 0, 0).to_zoned_datetime(stockholm());
        let ends = ends.map_err(Error::internal)?;
        tx.find_due(plan, rule.category, cutoff, ends.timestamp(), again)
            .await?;
    }
    Ok(())
}

/// Fails if anything in the plan is not due by its rule.
pub(super) fn all_due(items: &[Item], rules: &[InForce], as_of: Date) -> Result<()> {
    let mut periods: BTreeMap<Category, Period> = BTreeMap::new();
    for rule in rules {
        periods.insert(
            rule.category,
            rule.keep_for.parse().map_err(Error::internal)?,
        );
    }
    let due = |item: &Item| {
        periods
            .get(&item.category)
            .is_some_and(|keep| item.is_due(*keep, as_of))
    };
    match items.iter().find(|item| !due(item)) {
        Some(item) => Err(Error::internal(format!(
            "not due: {} {}",
            item.category.word(),
            item.thing
        ))),
        None => Ok(()),
    }
}

pub(super) async fn with_codes(tx: &mut Tx, counted: Vec<Count>) -> Result<Vec<Done>> {
    let mut done = Vec::new();
    for count in counted {
        let offering = match count.offering {
            Some(id) => tx.offering_by_id(OfferingId(id)).await?,
            None => None,
        };
        done.push(Done {
            count,
            offering_code: offering.map(|offering| offering.code),
        });
    }
    Ok(done)
}
