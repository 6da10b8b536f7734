//! The reserve lists as an administrator sees them.

use super::{Standings, call};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        channel::ChannelRow,
    },
    usecase::{Caller, Permission, channels, people},
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{admission::CallReason, application::ApplicationState};
use uuid::Uuid;

/// Most people shown of each list, and of the calls.
const SHOWN: usize = 200;

/// The reserves of a channel.
#[derive(Debug, Clone)]
pub struct ReservesView {
    pub channel: ChannelRow,
    pub taken: i64,
    pub offered: i64,
    pub free: i64,
    /// Last day on which anybody is called.
    pub until: Option<Date>,
    pub automatic: bool,
    pub groups: Vec<GroupView>,
    pub calls: Vec<OpenCall>,
    pub next: Option<NextView>,
    /// Why these are next, or nobody is.
    pub reasons: Vec<CallReason>,
}

#[derive(Debug, Clone)]
pub struct GroupView {
    pub group: String,
    pub places: i64,
    pub taken: i64,
    pub offered: i64,
    /// How many wait; the first of them are shown.
    pub waiting: i64,
    pub first: Vec<WaitingView>,
}

/// Somebody who waits.
#[derive(Debug, Clone)]
pub struct WaitingView {
    pub row: ApplicationRow,
    pub person_name: String,
    /// Groups the person belongs to, where the channel has several.
    pub groups: Vec<String>,
}

/// Somebody who is called and has not answered.
#[derive(Debug, Clone)]
pub struct OpenCall {
    pub id: Uuid,
    pub row: ApplicationRow,
    pub person_name: String,
    pub called_at: Timestamp,
    pub reminded_at: Option<Timestamp>,
    pub answer_by: Timestamp,
}

/// Who would be called now.
#[derive(Debug, Clone)]
pub struct NextView {
    pub group: String,
    pub place_of: String,
    pub positions: Vec<i64>,
    pub applications: Vec<Uuid>,
}

/// The reserves of a channel, what is free, and who would be called next and why.
pub async fn list(app: &App, caller: &Caller, channel: &str) -> Result<ReservesView> {
    caller.require(Permission::ReadPeople)?;
    let now = app.clock.now();
    let mut tx = app.read().await?.at(now);
    let channel = channels::find_channel(&mut tx, channel).await?;
    let policy = channel.policy()?.calls;
    let standings = Standings::load(&mut tx, &channel, day(now)).await?;
    let next = standings.next(day(now));
    let reasons = next.reasons.clone();
    let next = next.call.map(|call| NextView {
        applications: standings.named(&call).iter().map(|row| row.id).collect(),
        group: call.group,
        place_of: call.place_of,
        positions: call.positions,
    });
    let free = standings.lists.free();
    let (mut taken, mut offered) = (0, 0);
    let mut groups = Vec::new();
    for (list, rows) in standings.lists.groups.into_iter().zip(standings.rows) {
        taken += list.taken;
        offered += list.offered;
        let waiting = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let mut first = Vec::new();
        for (row, waiter) in rows.into_iter().zip(list.waiting).take(SHOWN) {
            first.push(WaitingView {
                person_name: name(&mut tx, caller, &row).await?,
                groups: waiter.groups,
                row,
            });
        }
        groups.push(GroupView {
            group: list.group,
            places: list.places,
            taken: list.taken,
            offered: list.offered,
            waiting,
            first,
        });
    }
    Ok(ReservesView {
        calls: open_calls(&mut tx, caller, &channel).await?,
        taken,
        offered,
        free,
        until: policy.until,
        automatic: policy.automatic,
        groups,
        next,
        reasons,
        channel,
    })
}

async fn open_calls(tx: &mut Tx, caller: &Caller, channel: &ChannelRow) -> Result<Vec<OpenCall>> {
    let filter = ApplicationFilter {
        channel: Some(channel.id),
        state: Some(ApplicationState::Called),
        ..ApplicationFilter::default()
    };
    let rows = tx.applications(&filter, i64::try_from(SHOWN).unwrap_or(i64::MAX));
    let mut open = Vec::new();
    for row in rows.await? {
        let Some(call) = call::open_call(tx, &row).await? else {
            continue;
        };
        open.push(OpenCall {
            id: call.id,
            person_name: name(tx, caller, &row).await?,
            row,
            called_at: call.called_at.0,
            reminded_at: call.reminded_at.map(|at| at.0),
            answer_by: call.answer_by.0,
        });
    }
    open.sort_by_key(|call| (call.answer_by, call.id));
    Ok(open)
}

/// The name, or the alias of somebody the caller may not see.
pub(in crate::usecase) async fn name(
    tx: &mut Tx,
    caller: &Caller,
    row: &ApplicationRow,
) -> Result<String> {
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    Ok(if people::sees(caller, &person) {
        person.full_name()
    } else {
        person.shown_name()
    })
}
