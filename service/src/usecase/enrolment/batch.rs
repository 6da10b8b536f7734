//! Deciding a batch of requests for places: load what is known of all of them under the offering's
//! lock, decide one after the other in order of arrival, write everything, commit.

mod count;
mod settle;
mod state;

use super::apply::{Receipt, all_fail};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::StoreError,
    usecase::once::Once,
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    admission::Tally,
    id::{OfferingId, PersonId},
};
use serde::Serialize;
use state::State;
use std::collections::HashMap;
use uuid::Uuid;

/// What somebody wants beside a place.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Wish {
    /// For whom, if an administrator applies for somebody.
    pub person: Option<Uuid>,
    /// A decision even if it is no.
    pub insist: bool,
    /// Shared by colleagues who want to be admitted together or not at all.
    pub joint_code: Option<String>,
    /// The applicant's place on another offering, which is kept until this one is given.
    pub keeps: Option<Uuid>,
}

/// A request for a place.
#[derive(Debug, Clone)]
pub struct Request {
    pub person: PersonId,
    /// As the audit trail names the caller.
    pub actor: String,
    /// Id or code.
    pub channel: String,
    pub wish: Wish,
    pub once: Option<Once>,
    /// When it came; what counts when the channel opens and closes.
    pub at: Timestamp,
}

/// What the offering's channels hold, as its writer left them. Whoever changes who is on an offering
/// raises its revision; so while the next is one more than the last, nobody else has, and nothing
/// need be counted again.
#[derive(Debug, Default)]
pub struct Tallies {
    revision: i64,
    /// The day in Stockholm they were made for: places fall to other groups by the day.
    day: Option<Date>,
    by_channel: HashMap<Uuid, Tally>,
}

/// Decides a batch. Each request gets its own answer, in the order given. If the batch fails for
/// the sake of one of them, each is decided anew and by itself; if it fails otherwise, all get the error.
pub async fn decide(
    app: &App,
    offering: OfferingId,
    requests: &[Request],
    tallies: &mut Tallies,
) -> Vec<Result<Receipt>> {
    let failed = match together(app, offering, requests, tallies).await {
        Ok(answers) => return answers,
        Err(failed) => failed,
    };
    *tallies = Tallies::default();
    if !failed.of_a_row {
        return all_fail(failed.error, requests.len());
    }
    // Also of one: what it had read may have been changed at that moment, as by a merge.
    failed.error.note();
    let mut answers = Vec::with_capacity(requests.len());
    for request in requests {
        answers.push(alone(app, offering, request.clone()).await);
    }
    answers
}

/// Decides one request in a transaction of its own.
pub async fn alone(app: &App, offering: OfferingId, request: Request) -> Result<Receipt> {
    let requests = [request];
    let answers = if app.guards.lock_enrolment {
        together(app, offering, &requests, &mut Tallies::default()).await
    } else {
        unguarded(app, offering, &requests).await
    };
    let one = answers.map_err(|failed| failed.error)?.pop();
    one.unwrap_or_else(|| Err(Error::internal("a batch of one has one answer")))
}

/// Why a batch failed, and whether it may have been one request's doing.
struct Failed {
    error: Error,
    of_a_row: bool,
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self {
            of_a_row: error.is_of_a_row(),
            error: error.into(),
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let of_a_row = !matches!(error, Error::Unavailable(_));
        Self { error, of_a_row }
    }
}

type Answers = std::result::Result<Vec<Result<Receipt>>, Failed>;

async fn together(
    app: &App,
    offering: OfferingId,
    requests: &[Request],
    tallies: &mut Tallies,
) -> Answers {
    let span = app.traces.part("write");
    let mut tx = app.database.rush(app.clock.now()).await?.seen_as(span);
    let revision = tx.lock_offering(offering).await?;
    let revision = revision.ok_or(Error::NotFound { what: "offering" })?;
    // Under the lock: seats and window may have changed while this waited for it.
    let today = Some(day(app.clock.now()));
    let known = if tallies.revision + 1 == revision && tallies.day == today {
        std::mem::take(&mut tallies.by_channel)
    } else {
        HashMap::new()
    };
    let mut state = State::load(&mut tx, app, offering, requests, known).await?;
    let answers = state.decide_all(app, requests);
    if state.new.is_nothing() {
        // The lock goes with the transaction, and the revision stays.
        tx.rollback().await?;
        *tallies = Tallies {
            revision: revision - 1,
            day: today,
            by_channel: state.tallies,
        };
        return Ok(answers);
    }
    state.write(&mut tx, requests).await?;
    app.commit(tx).await?;
    *tallies = Tallies {
        revision,
        day: today,
        by_channel: state.tallies,
    };
    Ok(answers)
}

/// The same without the lock: decides on what it read before. Kept for the tests' negative
/// control, which shows that seats are oversold this way.
async fn unguarded(app: &App, offering: OfferingId, requests: &[Request]) -> Answers {
    let mut read = app.read().await?;
    let mut state = State::load(&mut read, app, offering, requests, HashMap::new()).await?;
    let answers = state.decide_all(app, requests);
    drop(read);
    tokio::task::yield_now().await;
    let span = app.traces.part("write");
    let mut tx = app.database.rush(app.clock.now()).await?.seen_as(span);
    state.write(&mut tx, requests).await?;
    app.commit(tx).await?;
    Ok(answers)
}
