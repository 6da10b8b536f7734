//! Fetching the calendars that are due, as many at a time as may be, none waiting for another.

use super::fetched::{Settled, ask, lease, settle};
use crate::{app::App, error::Result, store::busy_address::BusyAddressRow};
use samverkan_domain::fetching::AT_A_TIME;
use tokio::task::JoinSet;

/// What became of the calendars that were due.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Fetches {
    /// Read, or unchanged.
    pub read: usize,
    /// Of those, with something new.
    pub changed: usize,
    pub failed: usize,
}

/// Fetches all that is due, once. Every calendar is claimed first, so that no two instances ask for
/// the same, and each has a place of its own: a server that drips holds up nobody but itself.
pub async fn fetch_due(app: &App) -> Result<Fetches> {
    let mut done = Fetches::default();
    let mut under_way = JoinSet::new();
    loop {
        for row in claim(app, AT_A_TIME - under_way.len()).await? {
            let app = app.clone();
            under_way.spawn(async move { one(&app, row).await });
        }
        match under_way.join_next().await {
            None => return Ok(done),
            Some(Ok(Ok(settled))) => count(&mut done, settled),
            // The claim runs out and the calendar is due again.
            Some(Ok(Err(error))) => {
                done.failed += 1;
                error.note();
            }
            Some(Err(error)) => {
                done.failed += 1;
                tracing::error!(%error, "a fetch stopped");
            }
        }
    }
}

async fn claim(app: &App, places: usize) -> Result<Vec<BusyAddressRow>> {
    let places = i64::try_from(places).unwrap_or_default();
    if places == 0 {
        return Ok(Vec::new());
    }
    let mut tx = app.write_as_service().await?;
    let until = tx.now() + lease(app);
    let claimed = tx.claim_busy_addresses(until, places).await?;
    tx.commit().await?;
    Ok(claimed)
}

async fn one(app: &App, row: BusyAddressRow) -> Result<Option<Settled>> {
    let id = row.id;
    let fresh = ask(app, &row).await;
    let settled = settle(app, row, fresh).await?;
    if let Some(Settled {
        failure: Some(failure),
        ..
    }) = &settled
    {
        tracing::info!(address = %id, outcome = failure.code(), "a calendar was not read");
    }
    Ok(settled)
}

fn count(done: &mut Fetches, settled: Option<Settled>) {
    let Some(settled) = settled else {
        return;
    };
    let outcome = settled
        .failure
        .as_ref()
        .map_or("read", |failure| failure.code());
    metrics::counter!("calendars_fetched_total", "outcome" => outcome).increment(1);
    if settled.failure.is_some() {
        done.failed += 1;
    } else {
        done.read += 1;
        done.changed += usize::from(settled.changed);
    }
}
