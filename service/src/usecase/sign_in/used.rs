//! When sign-ins were last used: in memory, until the worker writes it down.

use crate::{app::App, error::Result, store::web_sign_in::WebSignInRow};
use jiff::Timestamp;
use samverkan_domain::id::WebSignInId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How often the last use of a sign-in is written down.
const TOUCH_SECONDS: i64 = 60;

/// Sign-ins that have been used since it was last written down.
#[derive(Default)]
pub struct SignIns(Mutex<HashMap<WebSignInId, Timestamp>>);

/// When a sign-in was last used, as far as is known here.
pub(super) fn last(app: &App, row: &WebSignInRow) -> Timestamp {
    let noted = app
        .sign_ins
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let here = noted.get(&WebSignInId(row.id)).copied();
    here.map_or(row.last_used_at.0, |here| here.max(row.last_used_at.0))
}

/// Notes that it is used now, if that is news.
pub(super) fn note(app: &App, id: WebSignInId, last: Timestamp, now: Timestamp) {
    if now.as_second().saturating_sub(last.as_second()) >= TOUCH_SECONDS {
        let mut noted = app
            .sign_ins
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        noted.insert(id, now);
    }
}

/// Writes down which sign-ins have been used since last time.
pub async fn write_use(app: &App) -> Result<()> {
    let used: Vec<(WebSignInId, Timestamp)> = {
        let noted = app
            .sign_ins
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        noted.iter().map(|(id, at)| (*id, *at)).collect()
    };
    if used.is_empty() {
        return Ok(());
    }
    let mut used = used;
    // In order, so that two instances never wait for each other.
    used.sort_unstable();
    let mut tx = app.write_as_service().await?;
    for (id, at) in &used {
        tx.touch_web_sign_in(*id, *at).await?;
    }
    tx.commit().await?;
    // Only now: until it is written, this is where it is known.
    let mut noted = app
        .sign_ins
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (id, at) in used {
        if noted.get(&id) == Some(&at) {
            noted.remove(&id);
        }
    }
    Ok(())
}
