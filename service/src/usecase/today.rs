//! What needs doing today: everything that waits for somebody who administers, in one look. Counts and
//! codes only; who it is about is seen where it is done.

use super::{Caller, Permission, duplicates};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::today::Bounds,
    texts::Texts,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::json;

/// Days before an offering begins from which on it is to have cohorts.
const SOON_DAYS: i64 = 28;
/// Hours before a meeting from which on it is to have a room and somebody who leads it: two weeks.
const HORIZON_HOURS: i64 = 14 * 24;
/// Hours after which a letter that has not gone is late.
const LATE_HOURS: i64 = 1;
/// Hours for which a letter that failed is news: thirty days.
const HISTORY_HOURS: i64 = 30 * 24;

/// What waits, in the order in which it is said: what others have to answer by a time first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// Heads who have been asked and have not answered.
    Approvals,
    /// Admitted people who are to answer.
    Answers,
    /// Reserves who have been called.
    Calls,
    /// Free seats for which reserves wait.
    Reserves,
    /// Proposals of cohorts that are newer than what is in force.
    Proposals,
    /// People of an offering that begins soon and has no cohorts.
    NoCohorts,
    /// People without a cohort where there are cohorts.
    Unplaced,
    /// Wishes to change cohort.
    Transfers,
    /// Wishes to be without somebody.
    Company,
    /// Requests for erasure.
    Erasures,
    /// Records that may be the same human.
    Duplicates,
    LettersFailed,
    /// Addresses that take no letters.
    AddressesFailed,
    LettersLate,
    /// Registered for three weeks, not seen, and not asked.
    FollowUp,
    NoRoom,
    NoLeader,
    /// Timetables of programmes that could not be fetched.
    Timetables,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub what: Waits,
    pub offering: Option<String>,
    pub channel: Option<String>,
    pub count: i64,
    /// When the first of them is too late, or begins.
    pub due: Option<Timestamp>,
}

impl Waiting {
    /// What waits and how many, as a sentence without its stop.
    pub fn says(&self, t: Texts) -> String {
        let count = self.count;
        match self.what {
            Waits::Approvals => t.today_approvals(count),
            Waits::Answers => t.today_answers(count),
            Waits::Calls => t.today_calls(count),
            Waits::Reserves => t.today_reserves(count),
            Waits::Proposals => t.today_proposals(count),
            Waits::NoCohorts => t.today_no_cohorts(count),
            Waits::Unplaced => t.today_unplaced(count),
            Waits::Transfers => t.today_transfers(count),
            Waits::Company => t.today_company(count),
            Waits::Erasures => t.today_erasures(count),
            Waits::Duplicates => t.today_duplicates(count),
            Waits::LettersFailed => t.today_letters_failed(count),
            Waits::AddressesFailed => t.today_addresses_failed(count),
            Waits::LettersLate => t.today_letters_late(count),
            Waits::FollowUp => t.today_follow_up(count),
            Waits::NoRoom => t.today_no_room(count),
            Waits::NoLeader => t.today_no_leader(count),
            Waits::Timetables => t.today_timetables(count),
        }
    }

    /// The administrator's command that does it, or shows what is to be done.
    pub fn command(&self) -> String {
        let offering = self.offering.as_deref().unwrap_or_default();
        let channel = self.channel.as_deref().unwrap_or_default();
        let rest = match self.what {
            Waits::Approvals => format!("approval list {channel}"),
            Waits::Answers => format!("application list --offering {offering} --state admitted"),
            Waits::Calls => format!("reserve list {channel}"),
            Waits::Reserves => format!("reserve call {channel}"),
            Waits::Proposals => format!("cohort show {offering}"),
            Waits::NoCohorts => format!("cohort propose {offering}"),
            Waits::Unplaced => format!("cohort late {offering}"),
            Waits::Transfers => format!("cohort transfer list {offering}"),
            Waits::Company => format!("cohort company list {offering}"),
            Waits::Erasures => "person erasure list".to_owned(),
            Waits::Duplicates => "person duplicates".to_owned(),
            Waits::LettersFailed => "mail list --state failed".to_owned(),
            Waits::AddressesFailed | Waits::LettersLate => "mail list".to_owned(),
            Waits::FollowUp => format!("follow-up show {offering}"),
            Waits::NoRoom | Waits::NoLeader => format!("session list {offering}"),
            Waits::Timetables => "schedule timetables".to_owned(),
        };
        format!("samverkan {rest}")
    }
}

#[derive(Debug, Clone)]
pub struct Today {
    pub on: Date,
    pub waits: Vec<Waiting>,
}

/// Everything that waits.
pub async fn look(app: &App, caller: &Caller) -> Result<Today> {
    caller.require(Permission::ReadPeople)?;
    let now = app.clock.now();
    let on = day(now);
    let hours = SignedDuration::from_hours;
    let from = Bounds {
        now,
        today: on,
        three_weeks_ago: on.saturating_sub(21.days()),
        soon: on.saturating_add(SOON_DAYS.days()),
        horizon: now + hours(HORIZON_HOURS),
        late: now - hours(LATE_HOURS),
        history: now - hours(HISTORY_HOURS),
    };
    let mut waits = Vec::new();
    let mut tx = app.read().await?;
    // Of who is protected only the officer gets a count.
    let count = duplicates::count(&mut tx, caller).await?;
    if let Some(count) = count.filter(|count| *count > 0) {
        waits.push(Waiting {
            what: Waits::Duplicates,
            offering: None,
            channel: None,
            count: i64::try_from(count).unwrap_or(i64::MAX),
            due: None,
        });
    }
    for row in tx.waits(&from).await? {
        waits.push(Waiting {
            what: serde_json::from_value(json!(row.kind)).map_err(Error::internal)?,
            offering: row.offering,
            channel: row.channel,
            count: row.things,
            due: row.due.map(|at| at.0),
        });
    }
    waits.sort_by(|a, b| {
        let key = |one: &Waiting| (one.what, one.offering.clone(), one.channel.clone());
        key(a).cmp(&key(b))
    });
    Ok(Today { on, waits })
}
