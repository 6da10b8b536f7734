//! What a browser has begun: kept sealed, found by something that only that browser was told, and
//! good once, for a while, in that browser.

use crate::{
    app::App,
    error::{Error, Result},
    secrets::sha256,
    store::{Tx, web_sign_in::AttemptRow},
};
use jiff::SignedDuration;
use samverkan_domain::limits;
use serde::{Serialize, de::DeserializeOwned};

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A visit to an issuer.
    Issuer,
    /// An identity that waits to be linked to a person.
    Identity,
    /// A challenge to a passkey.
    Passkey,
    /// A challenge to make one.
    NewPasskey,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Identity => "identity",
            Self::Passkey => "passkey",
            Self::NewPasskey => "new_passkey",
        }
    }
}

/// Keeps what will be wanted when the browser comes back with `key`.
pub(super) async fn keep(
    app: &App,
    tx: &mut Tx,
    kind: Kind,
    key: &str,
    browser: &str,
    what: &impl Serialize,
) -> Result<()> {
    let plain = serde_json::to_vec(what).map_err(Error::internal)?;
    let now = tx.now();
    tx.insert_attempt(&AttemptRow {
        key_hash: sha256(key.as_bytes()).to_vec(),
        kind: kind.word().to_owned(),
        browser_hash: sha256(browser.as_bytes()).to_vec(),
        sealed: app.secrets.seal(&app.seeds, &plain),
        created_at: now.into(),
        expires_at: (now + SignedDuration::from_mins(limits::ATTEMPT_MINUTES)).into(),
    })
    .await?;
    Ok(())
}

/// Takes it, for good.
pub(super) async fn take<T: DeserializeOwned>(
    app: &App,
    tx: &mut Tx,
    kind: Kind,
    key: &str,
    browser: &str,
) -> Result<Option<T>> {
    let (key, browser) = (sha256(key.as_bytes()), sha256(browser.as_bytes()));
    let Some(row) = tx.take_attempt(kind.word(), &key, &browser).await? else {
        return Ok(None);
    };
    let plain = app.secrets.open(&row.sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain)
        .map(Some)
        .map_err(Error::internal)
}
