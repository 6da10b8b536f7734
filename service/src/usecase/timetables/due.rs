//! Fetching the calendars that are due, as many at a time as may be, none waiting for another server's.

use super::fetched::{Settled, Target, ask, lease, settle, target};
use crate::{
    app::App,
    error::Result,
    fetch::{Failed, Fetcher, Place},
    store::busy_address::BusyAddressRow,
};
use samverkan_domain::fetching::{AT_A_TIME, WAITING};
use std::collections::VecDeque;
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

/// A claimed calendar whose server has no place for it yet.
struct Waiting {
    row: BusyAddressRow,
    target: Target,
}

type Tasks = JoinSet<Result<Option<Settled>>>;

/// Fetches all that is due, once. Every calendar is claimed first, so that no two instances ask for
/// the same, and each has a place of its own: a server that drips holds up nobody but itself. No
/// server is asked about more than a few at a time; the others that stand there wait, and hold no
/// place meanwhile that another server's could have.
pub async fn fetch_due(app: &App) -> Result<Fetches> {
    let mut done = Fetches::default();
    let mut under_way = Tasks::new();
    let mut waiting = VecDeque::new();
    loop {
        start_waiting(app, &mut waiting, &mut under_way);
        start_due(app, &mut waiting, &mut under_way).await?;
        match under_way.join_next().await {
            // Nothing is under way and something waits: for people who have the places.
            None => match waiting.pop_front() {
                None => return Ok(done),
                Some(first) => wait(app, first, &mut under_way).await,
            },
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

/// Starts those that have waited and whose servers have places now.
fn start_waiting(app: &App, waiting: &mut VecDeque<Waiting>, under_way: &mut Tasks) {
    for one in std::mem::take(waiting) {
        match place(&app.fetcher, &one.target, under_way) {
            Some(place) => start_late(app, one, place, under_way),
            None => waiting.push_back(one),
        }
    }
}

fn place(fetcher: &Fetcher, target: &Target, under_way: &Tasks) -> Option<Place> {
    (under_way.len() < AT_A_TIME)
        .then(|| fetcher.place_now(&target.address))
        .flatten()
}

/// Claims what is due while there is room for it, and starts what has a place.
async fn start_due(
    app: &App,
    waiting: &mut VecDeque<Waiting>,
    under_way: &mut Tasks,
) -> Result<()> {
    loop {
        let room = (AT_A_TIME - under_way.len()).min(WAITING - waiting.len());
        let claimed = claim(app, room).await?;
        let last = claimed.len() < room || room == 0;
        for row in claimed {
            match target(app, &row) {
                Err(failed) => start(app, row, Err(failed), under_way),
                Ok(target) => match place(&app.fetcher, &target, under_way) {
                    Some(place) => start(app, row, Ok((target, place)), under_way),
                    None => waiting.push_back(Waiting { row, target }),
                },
            }
        }
        if last {
            return Ok(());
        }
    }
}

/// Waits for a place at one server; without one the calendar's claim runs out.
async fn wait(app: &App, one: Waiting, under_way: &mut Tasks) {
    if let Ok(place) = app.fetcher.place(&one.target.address).await {
        start_late(app, one, place, under_way);
    }
}

/// Starts one that has waited, unless it is somebody else's by now.
fn start_late(app: &App, Waiting { row, target }: Waiting, place: Place, under_way: &mut Tasks) {
    let app = app.clone();
    under_way.spawn(async move {
        let mut tx = app.write_as_service().await?;
        let until = tx.now() + lease(&app);
        let renewed = tx.renew_busy_address(row.id, row.revision, until).await?;
        tx.commit().await?;
        match renewed {
            Some(row) => one(&app, row, Ok((target, place))).await,
            None => Ok(None),
        }
    });
}

/// Where to go with which place, or why there is nowhere to go.
type Way = std::result::Result<(Target, Place), Failed>;

fn start(app: &App, row: BusyAddressRow, way: Way, under_way: &mut Tasks) {
    let app = app.clone();
    under_way.spawn(async move { one(&app, row, way).await });
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

async fn one(app: &App, row: BusyAddressRow, way: Way) -> Result<Option<Settled>> {
    let id = row.id;
    let fresh = match way {
        Ok((target, place)) => ask(app, &row, &target, place).await,
        Err(failed) => Err(failed),
    };
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
