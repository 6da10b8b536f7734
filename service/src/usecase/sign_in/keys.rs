//! One's own passkeys.

use super::Signed;
use crate::{
    app::App,
    error::{Error, Result},
    store::staff::PasskeyRow,
};
use jiff::Timestamp;
use samverkan_domain::{fact::Fact, id::PasskeyId};
use serde_json::json;

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyView {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

pub async fn passkeys(app: &App, signed: &Signed) -> Result<Vec<PasskeyView>> {
    let rows = app.read().await?.passkeys(signed.person).await?;
    let view = |row: PasskeyRow| PasskeyView {
        id: PasskeyId(row.id),
        name: row.name,
        created_at: row.created_at.0,
        last_used_at: row.last_used_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Ends a passkey. It takes a strong sign-in: who has only the mailbox must not be able to.
pub async fn end_passkey(app: &App, signed: &Signed, id: PasskeyId) -> Result<()> {
    if !signed.strong {
        return Err(Error::Forbidden);
    }
    let mut tx = app.write(&signed.caller()).await?;
    if !tx.end_passkey(signed.person, id).await? {
        return Err(Error::NotFound { what: "passkey" });
    }
    let fact = Fact::new("person.passkey_ended", "person", signed.person.0);
    tx.record(fact.after(json!({ "passkey": id })));
    app.commit(tx).await
}
