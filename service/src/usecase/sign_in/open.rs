//! Open sign-ins: seen and ended by whose they are, and by staff who manage ways of coming in.

use super::{Method, end_row, ends_at, role, used};
use crate::{
    app::App,
    error::{Error, Result},
    store::Tx,
    usecase::{Caller, Permission},
};
use jiff::Timestamp;
use samverkan_domain::id::{PersonId, WebSignInId};

/// A sign-in as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInView {
    pub id: WebSignInId,
    pub method: Method,
    pub issuer: Option<String>,
    pub agent: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    /// When it ends unless it is used before.
    pub ends_at: Timestamp,
}

/// A person's sign-ins that are open, the last used first.
pub async fn sign_ins(app: &App, caller: &Caller, person: PersonId) -> Result<Vec<SignInView>> {
    own_or_staffs(app, caller, person).await?;
    let now = app.clock.now();
    let mut read = app.read().await?;
    let mut views = Vec::new();
    for row in read.web_sign_ins(person).await? {
        let used = used::last(app, &row);
        let ends_at = ends_at(&row, role(&mut read, &row).await?, used);
        if now < ends_at {
            views.push(SignInView {
                id: WebSignInId(row.id),
                method: Method::of(&row),
                issuer: row.issuer,
                agent: row.agent,
                created_at: row.created_at.0,
                last_used_at: used,
                ends_at,
            });
        }
    }
    Ok(views)
}

/// Ends one of a person's sign-ins, at once and everywhere.
pub async fn end(app: &App, caller: &Caller, person: PersonId, id: WebSignInId) -> Result<()> {
    own_or_staffs(app, caller, person).await?;
    let mut tx = app.write(caller).await?;
    let rows = tx.web_sign_ins(person).await?;
    let row = rows.iter().find(|row| row.id == id.0);
    let row = row.ok_or(Error::NotFound { what: "sign-in" })?;
    end_row(&mut tx, row, by(caller)).await?;
    app.commit(tx).await
}

/// Ends all of a person's sign-ins but one.
pub async fn end_others(
    app: &App,
    caller: &Caller,
    person: PersonId,
    keep: Option<WebSignInId>,
) -> Result<()> {
    own_or_staffs(app, caller, person).await?;
    let mut tx = app.write(caller).await?;
    end_all(&mut tx, person, keep, by(caller)).await?;
    app.commit(tx).await
}

pub(super) async fn end_all(
    tx: &mut Tx,
    person: PersonId,
    keep: Option<WebSignInId>,
    by: &str,
) -> Result<()> {
    for row in tx.web_sign_ins(person).await? {
        if keep != Some(WebSignInId(row.id)) {
            end_row(tx, &row, by).await?;
        }
    }
    Ok(())
}

fn by(caller: &Caller) -> &'static str {
    if caller.is_staff() { "staff" } else { "person" }
}

/// One's own; or anybody's, for who manages ways of coming in and may see the person.
async fn own_or_staffs(app: &App, caller: &Caller, person: PersonId) -> Result<()> {
    if caller.participant().is_ok_and(|own| own == person) {
        return Ok(());
    }
    if matches!(caller, Caller::Participant { .. }) {
        return Err(Error::NotFound { what: "person" });
    }
    caller.require(Permission::ManageTokens)?;
    let row = app.read().await?.person(person).await?;
    row.map(|_| ()).ok_or(Error::NotFound { what: "person" })
}
