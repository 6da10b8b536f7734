//! Asking who is admitted for an answer: until when, the link, and the reminder before.

use super::{act, link};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::{Tx, application::ApplicationRow},
    usecase::letters,
};
use jiff::Timestamp;
use samverkan_domain::{
    admission::{ChannelPolicy, working_time::WorkingHours},
    application::ApplicationState,
    fact::Fact,
};
use serde_json::json;

/// Until when an admitted person can answer, and when to remind.
#[derive(Debug, Clone, Copy)]
pub struct AnswerTimes {
    /// The first instant that is too late.
    answer_by: Timestamp,
    remind_at: Timestamp,
}

impl AnswerTimes {
    /// For who is admitted now; none where the channel's rules ask for no answer.
    pub fn of(policy: &ChannelPolicy, now: Timestamp) -> Result<Option<Self>> {
        let Some(answer) = policy.answer else {
            return Ok(None);
        };
        let (hours, minutes) = (WorkingHours::default(), answer.minutes());
        Ok(Some(Self {
            answer_by: hours.deadline(now, minutes).map_err(Error::internal)?,
            remind_at: hours.reminder_at(now, minutes).map_err(Error::internal)?,
        }))
    }

    /// Notes on the application of somebody who is admitted what is asked of them, if anything is.
    pub fn set(times: Option<Self>, row: &mut ApplicationRow) {
        row.answer_by = times.map(|times| times.answer_by.into());
        row.answer_remind_at = times.map(|times| times.remind_at.into());
        row.answered_at = None;
    }
}

/// The link by which an admitted person answers, if an answer is asked for.
pub fn answer_link(app: &App, row: &ApplicationRow) -> Option<String> {
    let by = row.answer_by?;
    Some(link::admission_url(app, row.application(), by.0))
}

/// Reminds an admitted person of the answer, once, if that is still to be done. Under the
/// offering's lock.
pub(super) async fn remind(app: &App, tx: &mut Tx, row: &ApplicationRow) -> Result<bool> {
    let (Some(answer_by), Some(remind_at)) = (row.answer_by, row.answer_remind_at) else {
        return Ok(false);
    };
    let now = tx.now();
    let due =
        row.state()? == ApplicationState::Admitted && (remind_at.0..answer_by.0).contains(&now);
    if !due || !tx.answer_reminded(row.application()).await? {
        return Ok(false);
    }
    tx.record(
        Fact::new("application.reminded", "application", row.id)
            .after(json!({ "answer_by": answer_by.0 })),
    );
    let (course, offering_code) = act::named(tx, row).await?;
    let letter = Letter::AnswerReminder {
        course,
        offering_code,
        answer_by: answer_by.0,
        link: link::admission_url(app, row.application(), answer_by.0),
    };
    letters::enqueue(app, tx, row.person(), &letter).await?;
    Ok(true)
}
