//! Executing a plan: as it is, or not at all.

use super::{
    super::{
        super::{Caller, Permission, Role},
        in_force, role,
    },
    Protocol, Step,
    find::{all_due, find, items, with_codes},
    missing, view,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::as_word,
};
use samverkan_domain::{
    fact::Fact,
    id::OfferingId,
    retention::{Blocked, Category, blocked, counts, digest},
};
use serde_json::json;
use uuid::Uuid;

fn refuse(blocked: Blocked) -> Error {
    match blocked {
        Blocked::Executed => Error::refused(
            "weeding-settled",
            "Planen är redan genomförd.",
            "The plan has been executed already.",
        ),
        Blocked::NotApproved => Error::refused(
            "second-person",
            "En annan person måste godkänna planen innan den genomförs.",
            "Another person has to approve the plan before it is executed.",
        ),
        Blocked::RuleChanged(_) => Error::refused(
            "retention-changed",
            "En gallringsregel har ändrats sedan planen gjordes. Gör en ny plan.",
            "A retention rule has changed since the plan was made. Make a new plan.",
        ),
    }
}

/// Weeds what a plan says, minus what is held since and what is no longer due.
pub async fn execute(app: &App, caller: &Caller, id: Uuid) -> Result<Protocol> {
    caller.require(Permission::Weed)?;
    let role: Role = role(caller)?;
    let mut tx = app.write(caller).await?;
    let row = tx.weeding_plan(id).await?.ok_or_else(missing)?;
    let plan = view(app, &row)?;
    let now = in_force(&mut tx).await?;
    if let Some(why) = blocked(plan.state, app.two_people.retention, &plan.rules, &now) {
        return Err(refuse(why));
    }
    if !tx.lock_weeding(id, row.revision).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    let planned = items(&mut tx, id).await?;
    if digest(plan.as_of, &plan.rules, &planned) != plan.digest {
        return Err(Error::internal(format!(
            "weeding plan {id} is not what it was"
        )));
    }
    let touched = tx.offerings_weeded(id).await?.into_iter();
    let touched: Vec<OfferingId> = touched.map(|(id,)| OfferingId(id)).collect();
    tx.lock_offerings(&touched).await?;
    find(&mut tx, id, &plan.rules, plan.as_of, true).await?;
    let no_longer_due = tx.drop_no_longer_due(id).await?;
    let held = tx.drop_held(id).await?;
    let left = items(&mut tx, id).await?;
    all_due(&left, &plan.rules, plan.as_of)?;
    let weeded = with_codes(&mut tx, counts(&left)).await?;
    // Single categories first: what is left of a person goes last.
    for category in Category::ALL {
        if left.iter().any(|item| item.category == category) {
            tx.weed(id, category).await?;
        }
    }
    let protocol = Protocol {
        plan: id,
        as_of: plan.as_of,
        digest: plan.digest,
        rules: plan.rules,
        weeded,
        held,
        no_longer_due,
        planned: plan.planned,
        approved: plan.approved,
        executed: Step {
            by: caller.actor(),
            role: as_word(role),
            at: tx.now(),
        },
    };
    let kept = serde_json::to_string(&protocol).map_err(Error::internal)?;
    tx.end_weeding(id, &kept, &as_word(role)).await?;
    tx.record(
        Fact::new("weeding.executed", "weeding_plan", id).after(json!({
            "digest": protocol.digest, "things": left.len(), "held": held,
            "no_longer_due": no_longer_due,
        })),
    );
    tx.bump_calendar().await?;
    app.commit(tx).await?;
    if let Err(error) = app.database.write_anew().await {
        // It is weeded all the same; what is free is written over in time.
        tracing::warn!(%error, "the database was not written anew after a weeding");
    }
    Ok(protocol)
}
