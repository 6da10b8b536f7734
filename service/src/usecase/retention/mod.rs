//! Gallring: rules with the decisions they follow, holds, and weeding by a plan that is kept.
//!
//! Without a rule nothing is weeded. A rule says for how long a category is kept; what is due by it is
//! first planned, then approved by a second person where the settings ask for it, then executed, minus
//! what is held or no longer due. The protocol names nobody and is kept for ever.

mod holds;
mod weeding;

pub use holds::{HoldView, NewHold, hold, holds, release};
pub use weeding::{
    Done, PlanView, Protocol, Step, approve, execute, plan, plan_of, plans, protocol,
};

use super::{Caller, Permission, Role, validate::Faults};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, as_word, retention::RuleRow},
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    limits,
    retention::{Category, Event, InForce, Period},
};
use serde_json::json;
use uuid::Uuid;

/// A category, and for how long it is kept.
#[derive(Debug, Clone)]
pub struct RuleView {
    pub category: Category,
    pub counted_from: Event,
    /// Missing where nothing is weeded.
    pub rule: Option<Rule>,
}

/// A rule in force.
#[derive(Debug, Clone)]
pub struct Rule {
    pub keep_for: String,
    pub decision: String,
    pub set_by: String,
    pub set_at: Timestamp,
}

/// A rule as it is set.
#[derive(Debug, Clone)]
pub struct NewRule {
    pub keep_for: String,
    pub decision: String,
}

/// Facts about a category are filed under an id of its own.
fn subject(category: Category) -> Uuid {
    let mut octets = [0; 16];
    let word = category.word().as_bytes();
    let n = word.len().min(octets.len());
    octets[..n].copy_from_slice(&word[..n]);
    Uuid::from_bytes(octets)
}

/// As what staff act; nobody else weeds.
fn role(caller: &Caller) -> Result<Role> {
    match caller {
        Caller::Staff { role, .. } => Ok(*role),
        _ => Err(Error::Forbidden),
    }
}

async fn rows(tx: &mut Tx) -> Result<Vec<(Category, RuleRow)>> {
    let rows = tx.retention_rules().await?.into_iter();
    let known = rows.filter_map(|row| Some((Category::from_word(&row.category)?, row)));
    Ok(known.collect())
}

/// The rules in force, as plans keep them.
async fn in_force(tx: &mut Tx) -> Result<Vec<InForce>> {
    let rows = rows(tx).await?.into_iter();
    Ok(rows
        .map(|(category, row)| InForce {
            category,
            keep_for: row.keep_for,
            decision: row.decision,
            revision: row.revision,
        })
        .collect())
}

async fn views(tx: &mut Tx) -> Result<Vec<RuleView>> {
    let rows = rows(tx).await?;
    let view = |category: Category| {
        let found = rows.iter().find(|(one, _)| *one == category);
        RuleView {
            category,
            counted_from: category.counted_from(),
            rule: found.map(|(_, row)| Rule {
                keep_for: row.keep_for.clone(),
                decision: row.decision.clone(),
                set_by: row.set_by.clone(),
                set_at: row.set_at.0,
            }),
        }
    };
    Ok(Category::ALL.into_iter().map(view).collect())
}

/// Every category, with its rule where there is one.
pub async fn rules(app: &App, caller: &Caller) -> Result<Vec<RuleView>> {
    caller.require(Permission::ReadRetention)?;
    views(&mut app.read().await?).await
}

/// For how long what is kept, for somebody whose data it is: no secret, and no permission asked.
pub(in crate::usecase) async fn told(tx: &mut Tx) -> Result<Vec<RuleView>> {
    views(tx).await
}

/// Sets a rule, or another in its place.
pub async fn set_rule(
    app: &App,
    caller: &Caller,
    category: Category,
    new: &NewRule,
) -> Result<RuleView> {
    caller.require(Permission::SetRetention)?;
    let mut faults = Faults::default();
    let decision = faults.line("/decision", &new.decision, limits::LINE_CHARS);
    let period: Option<Period> = new.keep_for.trim().parse().ok();
    if period.is_none() {
        faults.add(
            "/keep_for",
            "no-period",
            "Skriv tiden så här: P10Y är tio år, P6M sex månader, P30D trettio dagar.",
            "Write the time like this: P10Y is ten years, P6M six months, P30D thirty days.",
        );
    }
    faults.finish()?;
    let keep_for = period.map(|period| period.to_string()).unwrap_or_default();
    let mut tx = app.write(caller).await?;
    let before = rows(&mut tx).await?.into_iter();
    let mut before = before.filter(|(one, _)| *one == category);
    let before = before.next().map(|(_, row)| row);
    tx.put_retention_rule(category.word(), &keep_for, &decision)
        .await?;
    let fact = Fact::new("retention.rule_set", "retention", subject(category));
    let fact = fact.after(json!({
        "category": category, "keep_for": keep_for, "decision": decision,
    }));
    tx.record(match before {
        Some(row) => fact.before(json!({ "keep_for": row.keep_for, "decision": row.decision })),
        None => fact,
    });
    let view = one(&mut tx, category).await?;
    app.commit(tx).await?;
    Ok(view)
}

async fn one(tx: &mut Tx, category: Category) -> Result<RuleView> {
    let all = views(tx).await?.into_iter();
    let mut found = all.filter(|view| view.category == category);
    found.next().ok_or(Error::NotFound { what: "category" })
}

/// Ends a rule: nothing of the category is weeded from now on.
pub async fn end_rule(app: &App, caller: &Caller, category: Category) -> Result<RuleView> {
    caller.require(Permission::SetRetention)?;
    let mut tx = app.write(caller).await?;
    if tx.end_retention_rule(category.word()).await? {
        let fact = Fact::new("retention.rule_ended", "retention", subject(category));
        tx.record(fact.after(json!({ "category": as_word(category) })));
    }
    let view = one(&mut tx, category).await?;
    app.commit(tx).await?;
    Ok(view)
}
