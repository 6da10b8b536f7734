//! Identities that issuers vouch for, and whose they are.

use super::{How, Method, Signed, issuers::Waiting};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, staff::IdentityRow},
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    id::{IdentityId, PersonId},
    limits,
};
use serde_json::json;

impl Waiting {
    pub(super) fn how(&self) -> How {
        How {
            method: Method::Issuer,
            issuer: Some(self.issuer.clone()),
            acr: self.acr.clone(),
            strong: self.strong,
        }
    }
}

/// Links an identity to a person who has proved to be that person. `None` if it is another's, or if
/// the person has as many as one may have.
pub(super) async fn link(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    waiting: &Waiting,
) -> Result<Option<How>> {
    if let Some(known) = tx.identity(&waiting.issuer, &waiting.subject).await? {
        return Ok((known.person_id == person.0).then(|| waiting.how()));
    }
    if tx.identities(person).await?.len() >= limits::IDENTITIES {
        return Ok(None);
    }
    let now = tx.now();
    let id = app.seeds.id(now);
    tx.insert_identity(&IdentityRow {
        id,
        issuer: waiting.issuer.clone(),
        subject: waiting.subject.clone(),
        person_id: person.0,
        created_at: now.into(),
        last_used_at: Some(now.into()),
    })
    .await?;
    // The subject may be a name; the trail holds none.
    let what = json!({ "identity": id, "issuer": waiting.issuer });
    tx.record(Fact::new("person.identity_linked", "person", person.0).after(what));
    Ok(Some(waiting.how()))
}

/// An identity as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityView {
    pub id: IdentityId,
    pub issuer: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

pub async fn identities(app: &App, signed: &Signed) -> Result<Vec<IdentityView>> {
    let rows = app.read().await?.identities(signed.person).await?;
    let view = |row: IdentityRow| IdentityView {
        id: IdentityId(row.id),
        issuer: row.issuer,
        created_at: row.created_at.0,
        last_used_at: row.last_used_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(view).collect())
}

pub async fn unlink(app: &App, signed: &Signed, id: IdentityId) -> Result<()> {
    let mut tx = app.write(&signed.caller()).await?;
    if !tx.delete_identity(signed.person, id).await? {
        return Err(Error::NotFound { what: "identity" });
    }
    let fact = Fact::new("person.identity_unlinked", "person", signed.person.0);
    tx.record(fact.after(json!({ "identity": id })));
    app.commit(tx).await
}
