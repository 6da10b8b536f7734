//! Not wanting reminders, by the link in one, without signing in; and wanting them again.
//!
//! The link says itself whose it is and is signed: nothing is stored that one could be made of. It does
//! nothing else, and does not run out: a letter may be read years later.

use crate::{
    app::App,
    error::{Error, Result},
};
use samverkan_domain::{fact::Fact, id::PersonId};
use serde_json::json;
use uuid::Uuid;

/// What the signed message is for, told apart from those of answers.
const PURPOSE: &[u8] = b"reminders";

/// Where somebody asks for no more reminders.
pub fn url(app: &App, person: PersonId) -> String {
    let message = [PURPOSE, person.0.as_bytes()].concat();
    let token = app.secrets.signed(&message);
    format!("{}/paminnelser/{token}", app.public_url)
}

fn read(app: &App, token: &str) -> Result<PersonId> {
    let message = app.secrets.verified(token);
    let id = message.as_deref().and_then(|message| {
        let id = message.strip_prefix(PURPOSE)?;
        Uuid::from_slice(id).ok()
    });
    id.map(PersonId).ok_or_else(|| {
        Error::refused(
            "unknown-link",
            "Länken stämmer inte. Öppna den direkt från brevet.",
            "The link is not right. Open it straight from the letter.",
        )
    })
}

/// Whether the person of a link gets reminders. Changes nothing.
pub async fn wants(app: &App, token: &str) -> Result<bool> {
    let person = read(app, token)?;
    let mut tx = app.read().await?;
    let person = tx.merged_into(person).await?.unwrap_or(person);
    Ok(tx.unsubscribed(person).await?.is_none())
}

/// Notes whether the person of a link wants reminders. Asked twice, it is the same.
pub async fn set(app: &App, token: &str, wanted: bool) -> Result<()> {
    let person = read(app, token)?;
    let mut tx = app.write_as(&format!("person:{person}")).await?;
    // The link in a letter to a record that has become part of another is about that other.
    let person = tx.merged_into(person).await?.unwrap_or(person);
    if tx.person(person).await?.is_none() {
        return Err(Error::NotFound { what: "person" });
    }
    let changed = if wanted {
        tx.subscribe(person).await?
    } else {
        tx.unsubscribe(person).await?
    };
    if changed {
        let fact = Fact::new("person.reminders", "person", person.0);
        tx.record(fact.after(json!({ "wanted": wanted, "by": "letter" })));
    }
    app.commit(tx).await
}
