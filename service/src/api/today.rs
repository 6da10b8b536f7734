//! What needs doing today.

use super::{
    Tags,
    caller::{AppData, Auth},
    edge::language,
    problem::ReadFailure,
    types::{Day, Instant},
};
use crate::{
    texts::Texts,
    usecase::today::{self, Waits},
};
use poem::Request;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum WaitingKind {
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
    /// Wishes to be in another cohort than somebody.
    Company,
    /// Requests for erasure.
    Erasures,
    /// Letters that were given up.
    LettersFailed,
    /// Letters that should have gone.
    LettersLate,
    /// Registered for three weeks, not seen, and not asked.
    FollowUp,
    /// Meetings within two weeks without a room.
    NoRoom,
    /// Meetings within two weeks that nobody leads.
    NoLeader,
    /// Timetables of programmes that could not be fetched.
    Timetables,
}

/// One thing to do.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Waiting {
    pub kind: WaitingKind,
    /// Code of the offering, if it is one offering's.
    pub offering: Option<String>,
    /// Code of the channel, if it is one channel's.
    pub channel: Option<String>,
    pub count: i64,
    /// What waits and how many, in the language of the answer.
    pub says: String,
    /// The administrator's command that does it, or shows what is to be done.
    pub command: String,
    /// When the first of them is too late, or begins.
    pub due: Option<Instant>,
}

/// Everything that waits for somebody who administers.
#[derive(Debug, Object)]
pub struct Today {
    pub on: Day,
    /// Empty when nothing waits.
    pub waits: Vec<Waiting>,
}

impl From<Waits> for WaitingKind {
    fn from(what: Waits) -> Self {
        match what {
            Waits::Approvals => Self::Approvals,
            Waits::Answers => Self::Answers,
            Waits::Calls => Self::Calls,
            Waits::Reserves => Self::Reserves,
            Waits::Proposals => Self::Proposals,
            Waits::NoCohorts => Self::NoCohorts,
            Waits::Unplaced => Self::Unplaced,
            Waits::Transfers => Self::Transfers,
            Waits::Company => Self::Company,
            Waits::Erasures => Self::Erasures,
            Waits::LettersFailed => Self::LettersFailed,
            Waits::LettersLate => Self::LettersLate,
            Waits::FollowUp => Self::FollowUp,
            Waits::NoRoom => Self::NoRoom,
            Waits::NoLeader => Self::NoLeader,
            Waits::Timetables => Self::Timetables,
        }
    }
}

pub struct TodayApi;

#[OpenApi(tag = "Tags::Audit")]
impl TodayApi {
    /// What needs doing today
    ///
    /// Counts by offering and channel; nobody is named.
    #[oai(path = "/today", method = "get", operation_id = "get_today")]
    async fn get_today(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<Today>, ReadFailure> {
        let texts = Texts::of_language(language(request));
        let today = today::look(&app, auth.caller()).await?;
        let waits = today.waits.into_iter().map(|one| Waiting {
            kind: one.what.into(),
            says: one.says(texts),
            command: one.command(),
            offering: one.offering,
            channel: one.channel,
            count: one.count,
            due: one.due.map(Instant),
        });
        Ok(Json(Today {
            on: Day(today.on),
            waits: waits.collect(),
        }))
    }
}
