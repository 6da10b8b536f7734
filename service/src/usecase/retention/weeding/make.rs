//! Planning: what would be weeded, and nothing is.

use super::{
    super::{
        super::{Caller, Permission},
        in_force, role,
    },
    Content, PlanView,
    find::{all_due, find, items, with_codes},
    missing, view,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{as_word, weeding::PlanRow},
};
use samverkan_domain::{
    fact::Fact,
    retention::{counts, digest},
};
use serde_json::json;

/// Plans what is due today by the rules in force, and weeds nothing.
pub async fn plan(app: &App, caller: &Caller) -> Result<PlanView> {
    caller.require(Permission::Weed)?;
    let role = role(caller)?;
    let mut tx = app.write(caller).await?;
    let rules = in_force(&mut tx).await?;
    if rules.is_empty() {
        return Err(Error::refused(
            "no-retention-rules",
            "Inga gallringsregler är satta. Sätt en regel med hänvisning till ett beslut först.",
            "No retention rules are set. Set a rule with the decision it follows first.",
        ));
    }
    let as_of = day(tx.now());
    let row = PlanRow {
        id: app.seeds.id(tx.now()),
        state: "planned".to_owned(),
        as_of: as_of.to_string(),
        content: String::new(),
        digest: String::new(),
        planned_by: caller.actor(),
        planned_as: as_word(role),
        planned_at: tx.now().into(),
        approved_by: None,
        approved_as: None,
        approved_at: None,
        executed_by: None,
        executed_as: None,
        executed_at: None,
        protocol: None,
        revision: 1,
    };
    tx.insert_weeding_plan(&row).await?;
    find(&mut tx, row.id, &rules, as_of, false).await?;
    let held = tx.drop_held(row.id).await?;
    let items = items(&mut tx, row.id).await?;
    all_due(&items, &rules, as_of)?;
    let digest = digest(as_of, &rules, &items);
    let content = Content {
        counts: with_codes(&mut tx, counts(&items)).await?,
        rules,
        held,
    };
    let content = serde_json::to_string(&content).map_err(Error::internal)?;
    tx.fill_weeding_plan(row.id, &content, &digest).await?;
    tx.record(
        Fact::new("weeding.planned", "weeding_plan", row.id).after(json!({
            "as_of": as_of, "things": items.len(), "held": held, "digest": digest,
        })),
    );
    let row = tx.weeding_plan(row.id).await?.ok_or_else(missing)?;
    app.commit(tx).await?;
    view(app, &row)
}
