//! Doing a thing once: Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07).
//!
//! The key is claimed first and the answer kept last, both in the transaction of the effect. A
//! second request with the same key waits for the first and then gives the same answer; with
//! another body it is refused. Only what succeeded is kept. Answers are sealed: some hold an
//! address or a token that is stored nowhere else in clear.

use super::Caller;
use crate::{
    app::App,
    error::{Error, Result},
    secrets::{base64url, from_base64url, sha256},
    store::Tx,
};
use serde::{Serialize, de::DeserializeOwned};

/// Status of a key whose answer is kept.
pub const ANSWERED: i64 = 1;

/// A key, bound to the caller and the route, and the fingerprint of the request.
#[derive(Debug, Clone)]
pub struct Once {
    key_hash: Vec<u8>,
    fingerprint: Vec<u8>,
}

/// Whether the thing is to be done, or was done before with this answer.
pub enum Claim<T> {
    New,
    Done(T),
}

impl Once {
    /// `route` names operation and object; `body` is what the request says.
    pub fn new(caller: &Caller, route: &str, key: &str, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self {
            key_hash: sha256(format!("{}\n{route}\n{key}", caller.actor()).as_bytes()).to_vec(),
            fingerprint: sha256(&body).to_vec(),
        }
    }

    /// Claims the key in this transaction.
    pub async fn claim<T: DeserializeOwned>(
        once: Option<&Self>,
        app: &App,
        tx: &mut Tx,
    ) -> Result<Claim<T>> {
        let Some(once) = once else {
            return Ok(Claim::New);
        };
        if tx.claim_key(&once.key_hash, &once.fingerprint).await? {
            return Ok(Claim::New);
        }
        let kept = tx.kept_answer(&once.key_hash).await?;
        let kept = kept.ok_or_else(|| Error::internal("a claimed key has no row"))?;
        Ok(Claim::Done(once.reopen(
            app,
            &kept.fingerprint,
            &kept.answer,
        )?))
    }

    /// What the key is kept under.
    pub fn key_hash(&self) -> &[u8] {
        &self.key_hash
    }

    pub fn fingerprint(&self) -> &[u8] {
        &self.fingerprint
    }

    /// The answer that was kept under this key, if it was this request's.
    pub fn reopen<T: DeserializeOwned>(
        &self,
        app: &App,
        fingerprint: &[u8],
        answer: &str,
    ) -> Result<T> {
        if fingerprint != self.fingerprint {
            return Err(Error::KeyReused);
        }
        let sealed = from_base64url(answer).unwrap_or_default();
        let plain = app.secrets.open(&sealed).map_err(Error::internal)?;
        serde_json::from_slice(&plain).map_err(Error::internal)
    }

    /// An answer as it is kept.
    pub fn seal<T: Serialize>(app: &App, answer: &T) -> Result<String> {
        let plain = serde_json::to_vec(answer).map_err(Error::internal)?;
        Ok(base64url(&app.secrets.seal(&app.seeds, &plain)))
    }

    /// Keeps the answer under the claimed key.
    pub async fn keep<T: Serialize>(
        once: Option<&Self>,
        app: &App,
        tx: &mut Tx,
        answer: &T,
    ) -> Result<()> {
        let Some(once) = once else { return Ok(()) };
        let sealed = Self::seal(app, answer)?;
        tx.keep_answer(&once.key_hash, ANSWERED, &sealed).await?;
        Ok(())
    }
}
