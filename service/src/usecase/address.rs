//! Another e-mail address, by oneself: a code is mailed to the new one, and typed in the browser that
//! asked. By the rules of codes to sign in with: once, in time, a few attempts, kept as a hash.
//!
//! Whether an address is somebody's is not told to who asks for it: only who reads mail there learns
//! that it cannot be had.

use super::{access::code_hash, letters, sign_in::Signed, validate::Faults};
use crate::{
    app::App,
    error::{Error, Result},
    mail::Letter,
    secrets::{base64url, equal},
    store::address_change::AddressChangeRow,
};
use jiff::ToSpan;
use samverkan_domain::{fact::Fact, limits, person::Language};
use serde_json::json;
use uuid::Uuid;

/// Codes that a person, or for an address, may be asked for in the window below.
const PER_WINDOW: i64 = 5;
const WINDOW_MINUTES: i64 = 10;

/// Mails a code to a new address. The same comes of it whosever the address is.
pub async fn ask(app: &App, signed: &Signed, address: &str) -> Result<Uuid> {
    let mut faults = Faults::default();
    let address_key = faults.email("/email", address);
    faults.finish()?;
    let mut tx = app.write(&signed.caller()).await?;
    let person = tx.lock_person(signed.person).await?;
    let person = person.ok_or(Error::Unauthenticated)?;
    let now = tx.now();
    let since = now - WINDOW_MINUTES.minutes();
    let asked = tx.address_changes_since(signed.person, &address_key, since);
    if asked.await? >= PER_WINDOW {
        return Err(Error::TooMany {
            retry_after_seconds: u32::try_from(WINDOW_MINUTES * 60).unwrap_or(600),
        });
    }
    let id = app.seeds.id(now);
    let code = app.seeds.code();
    tx.insert_address_change(&AddressChangeRow {
        id,
        person_id: signed.person.0,
        address_key,
        address: address.trim().to_owned(),
        sign_in: signed.id.0,
        code_hash: code_hash(id, &code),
        attempts_left: limits::SIGN_IN_CODE_ATTEMPTS,
        created_at: now.into(),
        expires_at: (now + limits::SIGN_IN_CODE_MINUTES.minutes()).into(),
        used_at: None,
    })
    .await?;
    let letter = Letter::AddressCode {
        code,
        minutes: limits::SIGN_IN_CODE_MINUTES,
    };
    let language = language_of(&person.language);
    letters::enqueue_to_address(app, &mut tx, address.trim(), language, &letter).await?;
    app.commit(tx).await?;
    Ok(id)
}

fn language_of(word: &str) -> Language {
    match word {
        "en" => Language::En,
        _ => Language::Sv,
    }
}

/// The address that this browser has asked for.
pub async fn asked(app: &App, signed: &Signed, id: Uuid) -> Result<String> {
    let found = app.read().await?.asked_address(id, signed.id).await?;
    found.ok_or(Error::NotFound { what: "page" })
}

/// Used, expired, exhausted and wrong are told apart by nobody.
fn refused() -> Error {
    Error::refused(
        "address-refused",
        "Koden stämmer inte, eller så gäller den inte längre. Se efter i mejlet, eller be om en ny.",
        "The code is wrong, or no longer valid. Look at the message again, or ask for a new one.",
    )
}

fn taken() -> Error {
    Error::refused(
        "address-taken",
        "Den adressen går inte att använda här. Skriv till oss, så hjälper vi dig.",
        "That address cannot be used here. Write to us, and we help you.",
    )
}

/// Puts the address in place of the old one, which is told.
pub async fn confirm(app: &App, signed: &Signed, id: Uuid, code: &str) -> Result<()> {
    let mut tx = app.write(&signed.caller()).await?;
    let row = tx.try_address_change(id, signed.id).await?;
    let row = row.filter(|row| row.person_id == signed.person.0);
    let Some(row) = row else {
        return Err(refused());
    };
    if !equal(&row.code_hash, &code_hash(id, code)) {
        // The attempt counts: commit it.
        app.commit(tx).await?;
        return Err(refused());
    }
    tx.use_address_change(id).await?;
    let person = tx.lock_person(signed.person).await?;
    let person = person.ok_or(Error::Unauthenticated)?;
    let owner = tx.person_by_email(&row.address_key).await?;
    if owner.is_some_and(|owner| owner != signed.person) {
        // The code is used up.
        app.commit(tx).await?;
        return Err(taken());
    }
    let before = tx.emails(signed.person).await?;
    let before = before.into_iter().find(|email| email.main);
    tx.replace_main_email(signed.person, &row.address_key, &row.address)
        .await?;
    // Addresses stand in the trail as keyed hashes: who knows one can tell, and nobody else.
    let hash = |key: &str| base64url(&app.secrets.identity_hash(key));
    let old = before.as_ref().map(|email| hash(&email.address_key));
    let fact = Fact::new("person.address_changed", "person", signed.person.0);
    let fact = fact.before(json!({ "address_hash": old }));
    tx.record(fact.after(json!({ "address_hash": hash(&row.address_key) })));
    if let Some(old) = before.filter(|old| old.address_key != row.address_key) {
        let language = language_of(&person.language);
        let letter = Letter::AddressChanged;
        letters::enqueue_to_address(app, &mut tx, &old.address, language, &letter).await?;
    }
    app.commit(tx).await
}
