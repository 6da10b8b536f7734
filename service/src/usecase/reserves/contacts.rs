//! The log of attempts to reach somebody by other ways than the service's mail. It only grows.

use crate::{
    app::App,
    error::{Error, Result},
    store::{as_word, reserve::ContactRow},
    usecase::{
        Caller, Permission,
        once::{Claim, Once},
    },
};
use jiff::Timestamp;
use samverkan_domain::{fact::Fact, id::ApplicationId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactWay {
    Phone,
    Sms,
    Email,
    InPerson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactOutcome {
    Reached,
    MessageLeft,
    NoAnswer,
    WrongAddress,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct ContactRequest {
    pub way: ContactWay,
    pub outcome: ContactOutcome,
}

/// One attempt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Contact {
    pub id: Uuid,
    pub way: ContactWay,
    pub outcome: ContactOutcome,
    pub made_at: Timestamp,
    pub made_by: String,
}

/// Writes an attempt down. It happened now: a log that is filled in afterwards proves nothing.
pub async fn add_contact(
    app: &App,
    caller: &Caller,
    application: ApplicationId,
    request: ContactRequest,
    once: Option<&Once>,
) -> Result<Contact> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(contact) = Once::claim(once, app, &mut tx).await? {
        return Ok(contact);
    }
    let row = tx.application(application).await?;
    let row = row.ok_or(Error::NotFound {
        what: "application",
    })?;
    let contact = Contact {
        id: app.seeds.id(tx.now()),
        way: request.way,
        outcome: request.outcome,
        made_at: tx.now(),
        made_by: caller.actor(),
    };
    tx.insert_contact(&ContactRow {
        id: contact.id,
        application_id: row.id,
        way: as_word(contact.way),
        outcome: as_word(contact.outcome),
        made_at: contact.made_at.into(),
        made_by: contact.made_by.clone(),
    })
    .await?;
    tx.record(
        Fact::new("application.contacted", "application", row.id)
            .after(json!({ "way": contact.way, "outcome": contact.outcome })),
    );
    Once::keep(once, app, &mut tx, &contact).await?;
    app.commit(tx).await?;
    Ok(contact)
}

/// All attempts, oldest first.
pub async fn contacts(
    app: &App,
    caller: &Caller,
    application: ApplicationId,
) -> Result<Vec<Contact>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    tx.application(application).await?.ok_or(Error::NotFound {
        what: "application",
    })?;
    let rows = tx.contacts(application).await?.into_iter();
    rows.map(|row| {
        Ok(Contact {
            id: row.id,
            way: serde_json::from_value(json!(row.way)).map_err(Error::internal)?,
            outcome: serde_json::from_value(json!(row.outcome)).map_err(Error::internal)?,
            made_at: row.made_at.0,
            made_by: row.made_by,
        })
    })
    .collect()
}
