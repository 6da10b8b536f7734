//! Finding out who bears a token. In a rush hundreds of requests a moment each bear one: what is
//! asked while a lookup is under way is looked up together, next. Every answer is fresh: it is read
//! after it was asked for. Nothing is written on the way; the worker notes the use.

use super::caller_of;
use crate::{
    app::App,
    error::{Error, Result},
    gather::{Gather, Taker},
    secrets::{is_token, sha256},
    store::access::TokenRow,
    usecase::Caller,
};
use jiff::Timestamp;
use samverkan_domain::{id::TokenId, limits};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// How often a token's last use is written down.
const TOUCH_SECONDS: i64 = 60;
/// Uses written down in one transaction: short ones, between which others write.
const USES_AT_A_TIME: usize = 500;

type Found = Result<Option<TokenRow>>;

/// Tokens that wait to be looked up, and what is to be noted of those found.
pub struct Tokens {
    asked: Gather<(), Asked>,
    used: Mutex<HashMap<TokenId, Timestamp>>,
}

struct Asked {
    hash: Vec<u8>,
    answer: oneshot::Sender<Found>,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            asked: Gather::new(limits::TOKEN_QUEUE, limits::TOKEN_BATCH),
            used: Mutex::default(),
        }
    }
}

/// Finds out who bears a token. Unknown, expired and revoked tokens are all just not signed in.
pub async fn authenticate(app: &App, token: &str) -> Result<Caller> {
    if !is_token(token) {
        return Err(Error::Unauthenticated);
    }
    let now = app.clock.now();
    let found = look_up(app, sha256(token.as_bytes()).to_vec()).await?;
    let row = found.ok_or(Error::Unauthenticated)?;
    if row.revoked_at.is_some() || row.expires_at.0 <= now {
        return Err(Error::Unauthenticated);
    }
    let caller = caller_of(&row)?;
    let seen = row.last_used_at.map_or(i64::MIN, |at| at.0.as_second());
    if now.as_second().saturating_sub(seen) >= TOUCH_SECONDS {
        let mut used = app
            .tokens
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        used.insert(TokenId(row.id), now);
    }
    Ok(caller)
}

async fn look_up(app: &App, hash: Vec<u8>) -> Found {
    let (answer, told) = oneshot::channel();
    let asked = Asked { hash, answer };
    let put = app
        .tokens
        .asked
        .put((), asked, |taker| answer_all(app.clone(), taker));
    if put.is_err() {
        return Err(Error::Busy {
            retry_after_seconds: 1,
        });
    }
    let ended = |_| Error::internal("a lookup of tokens ended without an answer");
    told.await.map_err(ended)?
}

async fn answer_all(app: App, mut taker: Taker<(), Asked>) {
    while let Some(asked) = taker.next().await {
        let hashes: Vec<Vec<u8>> = asked.iter().map(|asked| asked.hash.clone()).collect();
        let found = app.database.tokens_by_hash(&hashes).await;
        let found = found.map(|rows| {
            let rows = rows.into_iter().map(|row| (row.token_hash.clone(), row));
            rows.collect::<HashMap<_, _>>()
        });
        match found {
            Ok(rows) => {
                for Asked { hash, answer } in asked {
                    // Who has gone away needs no answer.
                    let _ = answer.send(Ok(rows.get(&hash).cloned()));
                }
            }
            Err(error) => {
                let error = Arc::new(Error::from(error));
                for Asked { answer, .. } in asked {
                    let _ = answer.send(Err(Error::Shared(Arc::clone(&error))));
                }
            }
        }
    }
}

/// Writes down which tokens have been used since last time.
pub async fn write_use(app: &App) -> Result<()> {
    let used = std::mem::take(
        &mut *app
            .tokens
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner),
    );
    // In order, so that two instances never wait for each other.
    let mut used: Vec<(TokenId, Timestamp)> = used.into_iter().collect();
    used.sort_unstable();
    for used in used.chunks(USES_AT_A_TIME) {
        let mut tx = app.write_as_service().await?;
        tx.touch_tokens(used).await?;
        tx.commit().await?;
    }
    Ok(())
}
