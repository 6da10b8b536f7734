//! What a link asks, of whom, and whether it can still be answered.

use super::link::{self, Purpose, Token};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        application::ApplicationRow,
        contract::ApprovalRow,
        reserve::{CallFilter, ReserveCallRow},
    },
    usecase::{approvals, reserves::call},
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{application::ApplicationState, id::ApplicationId};

/// What a link leads to.
#[derive(Debug)]
pub(super) enum Asked {
    Call(ReserveCallRow),
    Admission {
        application: ApplicationId,
        expires_at: Timestamp,
    },
    Interest {
        application: ApplicationId,
        expires_at: Timestamp,
    },
    Approval {
        row: ApprovalRow,
        as_deputy: bool,
    },
}

pub(in crate::usecase) fn unknown() -> Error {
    Error::refused(
        "unknown-link",
        "Länken finns inte. Kontrollera att hela länken kom med, eller använd länken i vårt senaste brev.",
        "There is no such link. Check that you have all of it, or use the one in our latest letter.",
    )
}

impl Asked {
    pub(super) async fn find(app: &App, tx: &mut Tx, token: &str) -> Result<Self> {
        let hash = match link::read(app, token).ok_or_else(unknown)? {
            Token::Signed {
                purpose,
                application,
                expires_at,
            } => {
                tx.application(application).await?.ok_or_else(unknown)?;
                return Ok(match purpose {
                    // It can be read, and answers nothing.
                    Purpose::Receipt => return Err(unknown()),
                    Purpose::Admission => Self::Admission {
                        application,
                        expires_at,
                    },
                    Purpose::Interest => Self::Interest {
                        application,
                        expires_at,
                    },
                });
            }
            Token::Stored(hash) => hash,
        };
        if let Some(call) = tx.reserve_call_by_token(&hash).await? {
            return Ok(Self::Call(call));
        }
        let row = tx.approval_by_token(&hash).await?.ok_or_else(unknown)?;
        let as_deputy = row.deputy_hash.as_ref() == Some(&hash);
        Ok(Self::Approval { row, as_deputy })
    }

    pub(super) fn application(&self) -> ApplicationId {
        match self {
            Self::Call(call) => ApplicationId(call.application_id),
            Self::Admission { application, .. } | Self::Interest { application, .. } => {
                *application
            }
            Self::Approval { row, .. } => ApplicationId(row.application_id),
        }
    }

    /// How the audit trail names who answers. A head has no account here, and the trail holds no
    /// addresses.
    pub(super) fn actor(&self, row: &ApplicationRow) -> String {
        match self {
            Self::Approval {
                as_deputy: false, ..
            } => "head".to_owned(),
            Self::Approval {
                as_deputy: true, ..
            } => "deputy".to_owned(),
            _ => format!("person:{}", row.person_id),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionKind {
    /// Do you want the freed seat?
    Call,
    /// Do you want the place you are admitted to?
    Admission,
    /// Do you still want to wait?
    Interest,
    /// Do you approve the nomination?
    Approval,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    Answered,
    TooLate,
    /// Nobody asks this any more.
    TakenBack,
}

/// What is asked, as the reader of the link may see it: of participants no name at all, of
/// a nominated person the name or the alias.
#[derive(Debug, Clone)]
pub struct Question {
    pub kind: QuestionKind,
    pub standing: Standing,
    pub course_sv: String,
    pub course_en: String,
    pub offering_code: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// The first instant that is too late.
    pub answer_by: Timestamp,
    pub group: Option<String>,
    pub position: Option<i64>,
    /// Called together with others, who must say yes too.
    pub together: bool,
    pub nomination: Option<Nomination>,
}

/// What a head is asked about.
#[derive(Debug, Clone)]
pub struct Nomination {
    pub employee: String,
    pub employer: String,
    pub contract: String,
    pub as_deputy: bool,
}

impl Question {
    pub(super) async fn load(tx: &mut Tx, asked: &Asked) -> Result<Self> {
        let row = super::read(tx, asked.application()).await?;
        let offering = call::offering_of(tx, &row).await?;
        let dates = offering.dates()?;
        let now = tx.now();
        let state = row.state()?;
        let (kind, standing, answer_by) = match asked {
            Asked::Call(call) => (
                QuestionKind::Call,
                of_call(call, &row, now),
                call.answer_by.0,
            ),
            Asked::Admission { expires_at, .. } => {
                let standing = of_admission(&row, state, *expires_at, now);
                (QuestionKind::Admission, standing, *expires_at)
            }
            Asked::Interest { expires_at, .. } => {
                let standing = of_interest(&row, state, *expires_at, now);
                (QuestionKind::Interest, standing, *expires_at)
            }
            Asked::Approval { row: approval, .. } => (
                QuestionKind::Approval,
                of_row(approval.outcome.as_deref(), approval.expires_at.0, now),
                approval.expires_at.0,
            ),
        };
        let nomination = match asked {
            Asked::Approval { as_deputy, .. } => {
                Some(approvals::nomination(tx, &row, *as_deputy).await?)
            }
            _ => None,
        };
        Ok(Self {
            kind,
            standing,
            course_sv: offering.title_sv,
            course_en: offering.title_en,
            offering_code: offering.code,
            starts_on: dates.starts_on,
            ends_on: dates.ends_on,
            answer_by,
            group: row.selection_group.filter(|group| !group.is_empty()),
            position: row.reserve_position,
            together: kind == QuestionKind::Call && row.joint_code.is_some(),
            nomination,
        })
    }
}

fn of_row(outcome: Option<&str>, deadline: Timestamp, now: Timestamp) -> Standing {
    match outcome {
        None if now < deadline => Standing::Open,
        None | Some("expired") => Standing::TooLate,
        Some("cancelled") => Standing::TakenBack,
        Some(_) => Standing::Answered,
    }
}

fn of_call(call: &ReserveCallRow, row: &ApplicationRow, now: Timestamp) -> Standing {
    if call.outcome.is_none() && row.answered_at.is_some() {
        // Yes, and waits for the others.
        return Standing::Answered;
    }
    of_row(call.outcome.as_deref(), call.answer_by.0, now)
}

fn of_admission(
    row: &ApplicationRow,
    state: ApplicationState,
    expires_at: Timestamp,
    now: Timestamp,
) -> Standing {
    match (state, row.answer_by) {
        (ApplicationState::Admitted, Some(by)) if now < by.0 && now < expires_at => Standing::Open,
        (ApplicationState::Admitted, Some(_)) => Standing::TooLate,
        _ if row.answered_at.is_some() => Standing::Answered,
        (ApplicationState::Struck, _) => Standing::TooLate,
        _ => Standing::TakenBack,
    }
}

fn of_interest(
    row: &ApplicationRow,
    state: ApplicationState,
    expires_at: Timestamp,
    now: Timestamp,
) -> Standing {
    match state {
        ApplicationState::Reserve if row.interested_at.is_some() => Standing::Answered,
        ApplicationState::Reserve if now >= expires_at => Standing::TooLate,
        ApplicationState::Reserve if interest_is_open(row) => Standing::Open,
        ApplicationState::WithdrawnBeforeRegistration => Standing::Answered,
        _ => Standing::TakenBack,
    }
}

/// What an application asks its person now, which [`super::answer`] takes an answer to. A question
/// that is answered but not settled yet (others are asked too) is among them.
pub(in crate::usecase) async fn asked_now(
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<Option<Question>> {
    let application = row.application();
    let asked = match row.state()? {
        ApplicationState::Called => call::open_call(tx, row).await?.map(Asked::Call),
        ApplicationState::Admitted => row.answer_by.map(|by| Asked::Admission {
            application,
            expires_at: by.0,
        }),
        // Who is signed in may say so for as long as the list is waited on.
        ApplicationState::Reserve if interest_is_open(row) => Some(Asked::Interest {
            application,
            expires_at: Timestamp::MAX,
        }),
        _ => None,
    };
    match asked {
        Some(asked) => Question::load(tx, &asked).await.map(Some),
        None => Ok(None),
    }
}

/// Whether somebody who waits is asked for interest and has not said anything.
pub(super) fn interest_is_open(row: &ApplicationRow) -> bool {
    row.interest_asked_at.is_some() && row.interested_at.is_none()
}

/// Whether somebody is struck because no answer came.
pub(super) async fn ran_out(tx: &mut Tx, row: &ApplicationRow) -> Result<bool> {
    if row.answer_by.is_some() {
        return Ok(true);
    }
    let calls = tx.reserve_calls(CallFilter::Application(row.application()));
    let last = calls.await?.pop();
    Ok(last.is_some_and(|call| call.outcome.as_deref() == Some("expired")))
}
