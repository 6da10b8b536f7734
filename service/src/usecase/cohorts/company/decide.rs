//! What an administrator makes of a wish to be without somebody.

use super::{CompanyView, found::Found};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{Caller, Permission, catalogue::find_offering},
};
use samverkan_domain::{cohort::company::CompanyKind, fact::Fact};
use serde_json::json;
use uuid::Uuid;

/// Keeps the two apart in plans that are made from now on.
pub async fn approve_company(app: &App, caller: &Caller, id: Uuid) -> Result<CompanyView> {
    decide(app, caller, id, "approved").await
}

/// Lets it count nothing.
pub async fn refuse_company(app: &App, caller: &Caller, id: Uuid) -> Result<CompanyView> {
    decide(app, caller, id, "refused").await
}

async fn decide(app: &App, caller: &Caller, id: Uuid, state: &str) -> Result<CompanyView> {
    caller.require(Permission::EditCohorts)?;
    let missing = || Error::NotFound { what: "wish" };
    let mut tx = app.write(caller).await?;
    let row = tx.company_wish(id).await?.ok_or_else(missing)?;
    let offering = find_offering(&mut tx, &row.offering_id.to_string()).await?;
    tx.lock_offering(offering.offering()).await?;
    let mut found = Found::load(app, &mut tx, &offering).await?;
    let at = found.wishes.iter().position(|one| one.row.id == id);
    let at = at.ok_or_else(missing)?;
    let one = &found.wishes[at];
    if found.whose(caller, one).is_none() {
        return Err(missing());
    }
    if one.kind == CompanyKind::With {
        return Err(Error::refused(
            "counts-by-itself",
            "Ett önskemål om att vara med någon räknas av sig självt, när båda har det.",
            "A wish to be with somebody counts by itself, when both have it.",
        ));
    }
    if found.known(caller, one).is_none() {
        return Err(Error::refused(
            "about-nobody",
            "Önskemålet gäller ingen som du kan se på kurstillfället.",
            "The wish is about nobody whom you can see on the offering.",
        ));
    }
    let row = &mut found.wishes[at].row;
    let before = std::mem::replace(&mut row.state, state.to_owned());
    row.decided_at = Some(tx.now().into());
    row.decided_by = Some(caller.actor());
    let row = row.clone();
    tx.decide_company(&row).await?;
    let fact = Fact::new("company_wish.decided", "company_wish", id);
    let fact = fact.before(json!({ "state": before }));
    tx.record(fact.after(json!({
        "offering": row.offering(), "person": row.person(), "state": state,
    })));
    let view = found
        .view(caller, &found.wishes[at], &[])
        .ok_or_else(missing)?;
    app.commit(tx).await?;
    Ok(view)
}
