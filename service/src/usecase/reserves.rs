//! Reserves: who waits, who is called next and why, and calling them.

pub(in crate::usecase) mod call;
mod contacts;
mod interest;
mod lists;
mod view;

pub use call::CallLog;
pub use contacts::{Contact, ContactOutcome, ContactRequest, ContactWay, add_contact, contacts};
pub use interest::{Asked, ask_interest};
pub(in crate::usecase) use lists::Standings;
pub use view::{GroupView, NextView, OpenCall, ReservesView, WaitingView, list};

use super::{
    Caller, Permission, channels,
    once::{Claim, Once},
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{Tx, channel::ChannelRow, reserve::CallFilter},
};
use samverkan_domain::{
    admission::CallReason,
    id::{ApplicationId, OfferingId, ReserveCallId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most places offered in one request.
pub const CALLS_AT_ONCE: i64 = 200;

/// What "call the next" did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Called {
    /// Ids of the calls, in the order made.
    pub calls: Vec<Uuid>,
    pub applications: Vec<Uuid>,
    /// Why nobody more was called, where fewer were than asked for.
    pub stopped: Vec<CallReason>,
}

/// Finds a channel and locks its offering; the row is read under the lock.
async fn locked_channel(tx: &mut Tx, id_or_code: &str) -> Result<ChannelRow> {
    let found = channels::find_channel(tx, id_or_code).await?;
    tx.lock_offering(OfferingId(found.offering_id)).await?;
    channels::find_channel(tx, id_or_code).await
}

/// Offers free seats to the next in line, at most `count` times. Those who applied together are
/// called together and count as one.
pub async fn call_next(
    app: &App,
    caller: &Caller,
    channel: &str,
    count: i64,
    once: Option<&Once>,
) -> Result<Called> {
    caller.require(Permission::EditPeople)?;
    let mut faults = super::validate::Faults::default();
    faults.range("/count", count, 1, CALLS_AT_ONCE);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(called) = Once::claim(once, app, &mut tx).await? {
        return Ok(called);
    }
    let channel = locked_channel(&mut tx, channel).await?;
    let policy = channel.policy()?.calls;
    if let Some(until) = policy.until.filter(|_| !call::may_call(policy, tx.now())) {
        return Err(Error::refused(
            "calls-have-ended",
            format!(
                "Reserver kallas till och med {until}. Ändra dagen i kanalens regler om fler ska kallas."
            ),
            format!(
                "Reserves are called until and including {until}. Change the day in the channel's rules to call more."
            ),
        ));
    }
    let called = fill(app, &mut tx, &channel, count, &caller.actor()).await?;
    Once::keep(once, app, &mut tx, &called).await?;
    app.commit(tx).await?;
    Ok(called)
}

/// Calls as long as somebody is named, at most `most` times, in the name of `called_by`.
async fn fill(
    app: &App,
    tx: &mut Tx,
    channel: &ChannelRow,
    most: i64,
    called_by: &str,
) -> Result<Called> {
    let today = day(tx.now());
    let mut standings = Standings::load(tx, channel, today).await?;
    let mut called = Called {
        calls: Vec::new(),
        applications: Vec::new(),
        stopped: Vec::new(),
    };
    for _ in 0..most {
        let next = standings.next(today);
        let Some(named) = next.call else {
            called.stopped = next.reasons;
            break;
        };
        let log = CallLog::new(&named, next.reasons);
        let rows = standings.take(&named);
        if rows.is_empty() {
            return Err(Error::internal("the next in line is on no list"));
        }
        called.applications.extend(rows.iter().map(|row| row.id));
        let made = call::make(app, tx, standings.policy.calls, rows, &log, called_by).await?;
        called.calls.extend(made);
    }
    Ok(called)
}

/// To be called, under the offering's lock, after anything that may have freed a seat: where the
/// channel's policy says so, the next in line is called at once.
pub async fn seat_freed(app: &App, tx: &mut Tx, channel: Uuid) -> Result<()> {
    let channel = channels::find_channel(tx, &channel.to_string()).await?;
    let policy = channel.policy()?.calls;
    if policy.automatic && call::may_call(policy, tx.now()) {
        fill(app, tx, &channel, i64::MAX, "service").await?;
    }
    Ok(())
}

/// Takes a call back; the reserve keeps the number. Those who were called together go back
/// together. The seat is offered to nobody by that: with automatic calls the same person would be
/// called again at once.
pub async fn cancel_call(
    app: &App,
    caller: &Caller,
    id: ReserveCallId,
    reason: Option<String>,
) -> Result<()> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let missing = || Error::NotFound { what: "call" };
    let find = async |tx: &mut Tx| -> Result<_> {
        let found = tx.reserve_calls(CallFilter::Id(id)).await?.pop();
        found.ok_or_else(missing)
    };
    let application = ApplicationId(find(&mut tx).await?.application_id);
    super::answers::lock(&mut tx, application).await?;
    let call = find(&mut tx).await?;
    if call.outcome.is_some() {
        return Err(Error::refused(
            "call-has-ended",
            "Kallelsen är redan besvarad, återtagen eller har gått ut.",
            "The call is answered, taken back or past its time already.",
        ));
    }
    let row = tx.application(application).await?;
    let row = row.ok_or_else(missing)?;
    let reason = reason.map(|reason| samverkan_domain::text::plain_line(&reason));
    let reason = reason.filter(|reason| !reason.is_empty());
    for other in call::called_with(&mut tx, &row).await? {
        call::back_to_the_list(app, &mut tx, other, "together", reason.clone()).await?;
    }
    call::back_to_the_list(app, &mut tx, row, "taken_back", reason).await?;
    app.commit(tx).await
}
