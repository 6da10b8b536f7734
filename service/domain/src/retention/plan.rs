//! A plan for weeding: what it holds, and when it may be executed.

use super::{Category, Period};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A rule as it was when a plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    pub category: Category,
    /// A [`Period`].
    pub keep_for: String,
    /// The decision that the rule follows.
    pub decision: String,
    /// Raised by every change.
    pub revision: i64,
}

/// One thing that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub category: Category,
    pub offering: Option<Uuid>,
    pub thing: Uuid,
    pub person: Option<Uuid>,
    /// The day that its period is counted from.
    pub event: Date,
}

impl Item {
    /// Whether its period is over: the rule itself, whatever has found the item.
    pub fn is_due(&self, keep_for: Period, today: Date) -> bool {
        keep_for.is_over(self.event, today)
    }
}

/// How much of a category is due in an offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub category: Category,
    /// Missing where it belongs to no single offering.
    pub offering: Option<Uuid>,
    pub things: u64,
    pub people: u64,
    /// The days that the periods are counted from: first and last.
    pub first: Date,
    pub last: Date,
}

/// Counts by category and offering.
pub fn counts(items: &[Item]) -> Vec<Count> {
    let mut by: BTreeMap<(Category, Option<Uuid>), Vec<&Item>> = BTreeMap::new();
    for item in items {
        by.entry((item.category, item.offering))
            .or_default()
            .push(item);
    }
    let counted = by.into_iter().filter_map(|((category, offering), items)| {
        let people: BTreeSet<_> = items.iter().filter_map(|item| item.person).collect();
        Some(Count {
            category,
            offering,
            things: items.len() as u64,
            people: people.len() as u64,
            first: items.iter().map(|item| item.event).min()?,
            last: items.iter().map(|item| item.event).max()?,
        })
    });
    counted.collect()
}

/// SHA-256 over the day, the rules and every item, in an order that does not depend on how they were
/// found.
pub fn digest(as_of: Date, rules: &[InForce], items: &[Item]) -> String {
    let mut sum = Sha256::new();
    let mut line = |text: String| {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text.as_bytes());
    };
    line(as_of.to_string());
    let mut rules: Vec<&InForce> = rules.iter().collect();
    rules.sort_by_key(|rule| rule.category);
    for rule in rules {
        let category = rule.category.word();
        line(format!(
            "rule {category} {} {} {}",
            rule.keep_for, rule.revision, rule.decision
        ));
    }
    let mut items = items.to_vec();
    items.sort_unstable();
    for item in items {
        let category = item.category.word();
        line(format!(
            "item {category} {:?} {} {}",
            item.offering, item.thing, item.event
        ));
    }
    crate::text::hex(&sum.finalize())
}

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    Planned,
    Approved,
    Executed,
}

/// Why a plan is not executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// It has been.
    Executed,
    /// A second person has not approved it.
    NotApproved,
    /// The rule has been changed, or taken away, since.
    RuleChanged(Category),
}

/// Whether a plan may be executed: why not, if not.
pub fn blocked(
    state: PlanState,
    two_people: bool,
    planned: &[InForce],
    now: &[InForce],
) -> Option<Blocked> {
    match state {
        PlanState::Executed => return Some(Blocked::Executed),
        PlanState::Planned if two_people => return Some(Blocked::NotApproved),
        PlanState::Planned | PlanState::Approved => {}
    }
    let changed = planned.iter().find(|rule| !now.contains(rule));
    changed.map(|rule| Blocked::RuleChanged(rule.category))
}
