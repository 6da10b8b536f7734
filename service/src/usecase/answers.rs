//! Answering: yes or no to a call, to an admission that asks for an answer, to "still interested?".
//! Signed in, or by the link in a letter.
//!
//! A deadline is the first instant that is too late: an answer at the deadline itself is not in
//! time. Whether the sweep has been there yet makes no difference.

mod act;
mod demand;
pub(in crate::usecase) mod link;
pub(in crate::usecase) mod question;
pub(in crate::usecase) mod swap;
pub mod sweep;

pub use act::left;
pub use demand::{AnswerTimes, answer_link};
pub use link::admission_url;
pub use question::{Nomination, Question, QuestionKind, Standing};

use super::{Caller, Permission, Seen, approvals, enrolment, reserves::call};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, application::ApplicationRow},
};
use question::Asked;
use samverkan_domain::{application::ApplicationState, id::ApplicationId};
use serde::{Deserialize, Serialize};

/// What an answer led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    Accepted,
    Declined,
    /// Yes, of one who is called together with others: the places are theirs when all have said so.
    WaitsForOthers,
    /// Still interested: stays on the reserve list.
    StillInterested,
    /// No longer interested: has left the reserve list.
    LeftTheList,
    /// A nomination is approved.
    Approved,
    /// A nomination is refused.
    Refused,
}

impl AnswerOutcome {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::WaitsForOthers => "waits_for_others",
            Self::StillInterested => "still_interested",
            Self::LeftTheList => "left_the_list",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }
}

/// The receipt of an answer.
#[derive(Debug, Clone)]
pub struct Answered {
    pub application: ApplicationRow,
    pub outcome: AnswerOutcome,
}

/// Locks all that an answer may change.
pub(in crate::usecase) async fn lock(tx: &mut Tx, id: ApplicationId) -> Result<()> {
    if tx.lock_application(id).await? {
        Ok(())
    } else {
        Err(Error::Stale { current: 0 })
    }
}

async fn read(tx: &mut Tx, id: ApplicationId) -> Result<ApplicationRow> {
    let row = tx.application(id).await?;
    row.ok_or(Error::NotFound {
        what: "application",
    })
}

pub(in crate::usecase) fn already_answered() -> Error {
    Error::refused(
        "already-answered",
        "Frågan är redan besvarad, och det första svaret gäller. Hör av dig till oss om något har blivit fel.",
        "The question is answered already, and the first answer counts. Contact us if something is wrong.",
    )
}

pub(in crate::usecase) fn too_late() -> Error {
    Error::refused(
        "answer-too-late",
        "Svarstiden har gått ut. Hör av dig till oss om något har blivit fel.",
        "The time to answer has run out. Contact us if something is wrong.",
    )
}

pub(in crate::usecase) fn no_answer_asked() -> Error {
    Error::refused(
        "no-answer-asked",
        "Det finns ingen fråga att svara på just nu. Vill du lämna platsen eller reservlistan: lämna återbud.",
        "There is no question to answer now. If you want to leave your place or the reserve list: withdraw.",
    )
}

/// Answers for who is signed in, or for staff on the person's word (by telephone), who must have
/// seen the present revision.
pub async fn answer(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    yes: bool,
) -> Result<Answered> {
    let mut tx = app.write(caller).await?;
    let row = enrolment::lock(&mut tx, caller, id).await?;
    if caller.is_staff() {
        caller.require(Permission::EditPeople)?;
        seen.require(row.revision)?;
    }
    let now = tx.now();
    let outcome = match row.state()? {
        ApplicationState::Called => {
            let call = call::open_call(&mut tx, &row).await?;
            let call = call.ok_or_else(no_answer_asked)?;
            if row.answered_at.is_some() {
                return Err(already_answered());
            }
            if now >= call.answer_by.0 {
                return Err(too_late());
            }
            act::called(app, &mut tx, row, yes).await?
        }
        ApplicationState::Admitted => {
            let answer_by = row.answer_by.ok_or_else(no_answer_asked)?;
            if now >= answer_by.0 {
                return Err(too_late());
            }
            act::admitted(app, &mut tx, row, yes).await?
        }
        ApplicationState::Reserve if question::interest_is_open(&row) => {
            act::interest(app, &mut tx, row, yes).await?
        }
        _ => return Err(refusal(&mut tx, &row).await?),
    };
    let application = read(&mut tx, id).await?;
    app.commit(tx).await?;
    Ok(Answered {
        application,
        outcome,
    })
}

/// Why there is nothing to answer.
async fn refusal(tx: &mut Tx, row: &ApplicationRow) -> Result<Error> {
    use samverkan_domain::application::ApplicationState as S;
    Ok(match row.state()? {
        _ if row.answered_at.is_some() => already_answered(),
        S::Accepted | S::Declined => already_answered(),
        S::Reserve if row.interested_at.is_some() => already_answered(),
        S::Struck if question::ran_out(tx, row).await? => too_late(),
        _ => no_answer_asked(),
    })
}

/// What a link asks.
pub async fn question(app: &App, token: &str) -> Result<Question> {
    let mut tx = app.read().await?.at(app.clock.now());
    let asked = Asked::find(app, &mut tx, token).await?;
    Question::load(&mut tx, &asked).await
}

/// Answers by link. The link is the authority; but one who is signed in as somebody else has
/// opened another's letter.
pub async fn answer_by_link(
    app: &App,
    caller: &Caller,
    token: &str,
    yes: bool,
) -> Result<(Question, Answered)> {
    let mut tx = app.read().await?;
    let asked = Asked::find(app, &mut tx, token).await?;
    let row = read(&mut tx, asked.application()).await?;
    drop(tx);
    let person = !matches!(asked, Asked::Approval { .. });
    if let Caller::Participant {
        person: signed_in, ..
    } = caller
        && person
        && signed_in.0 != row.person_id
    {
        return Err(Error::refused(
            "not-your-link",
            "Länken är någon annans. Använd länken i ditt eget brev.",
            "The link is somebody else's. Use the one in your own letter.",
        ));
    }
    let actor = asked.actor(&row);
    let mut tx = app.write_as(&actor).await?;
    lock(&mut tx, asked.application()).await?;
    // What is decided on is read under the lock.
    let asked = Asked::find(app, &mut tx, token).await?;
    let row = read(&mut tx, asked.application()).await?;
    let question = Question::load(&mut tx, &asked).await?;
    match question.standing {
        Standing::Open => {}
        Standing::Answered => return Err(already_answered()),
        Standing::TooLate => return Err(too_late()),
        Standing::TakenBack => return Err(no_answer_asked()),
    }
    let id = row.application();
    let outcome = match &asked {
        Asked::Call(_) => act::called(app, &mut tx, row, yes).await?,
        Asked::Admission { .. } => act::admitted(app, &mut tx, row, yes).await?,
        Asked::Interest { .. } => act::interest(app, &mut tx, row, yes).await?,
        Asked::Approval { row: approval, .. } => {
            approvals::give(app, &mut tx, row, approval, yes, &actor, None).await?
        }
    };
    let application = read(&mut tx, id).await?;
    app.commit(tx).await?;
    let answered = Answered {
        application,
        outcome,
    };
    Ok((question, answered))
}
