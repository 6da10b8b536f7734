//! One call from its letter to its end.

use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    mail::letter::{CallOutcome, Letter},
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        catalogue::OfferingRow,
        reserve::{CallFilter, ReserveCallRow},
    },
    usecase::{
        answers::link,
        enrolment::{self, course_title, not_possible},
        letters,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    admission::{Call, CallPolicy, CallReason, working_time::WorkingHours},
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::{OfferingId, ReserveCallId},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// Why somebody was called; kept with the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLog {
    /// The list they stand on.
    pub group: String,
    /// The group whose place it is.
    pub place_of: String,
    pub positions: Vec<i64>,
    pub reasons: Vec<CallReason>,
}

impl CallLog {
    pub(super) fn new(call: &Call, reasons: Vec<CallReason>) -> Self {
        Self {
            group: call.group.clone(),
            place_of: call.place_of.clone(),
            positions: call.positions.clone(),
            reasons,
        }
    }
}

pub(in crate::usecase) async fn offering_of(
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<OfferingRow> {
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    offering.ok_or(Error::NotFound { what: "offering" })
}

/// Whether anybody is still called on this day.
pub(super) fn may_call(policy: CallPolicy, now: Timestamp) -> bool {
    policy.until.is_none_or(|until| day(now) <= until)
}

/// Calls one reserve, or all of those who are called together; gives the ids of the calls.
pub(super) async fn make(
    app: &App,
    tx: &mut Tx,
    policy: CallPolicy,
    rows: Vec<ApplicationRow>,
    log: &CallLog,
    called_by: &str,
) -> Result<Vec<Uuid>> {
    let now = tx.now();
    let hours = WorkingHours::default();
    let answer_by = hours.deadline(now, policy.minutes());
    let answer_by = answer_by.map_err(Error::internal)?;
    let remind_at = hours.reminder_at(now, policy.minutes());
    let remind_at = remind_at.map_err(Error::internal)?;
    let mut made = Vec::with_capacity(rows.len());
    for mut row in rows {
        let to = transition(row.state()?, Command::Call).map_err(not_possible)?;
        row.answered_at = None;
        enrolment::save(tx, &mut row, to).await?;
        let id = app.seeds.id(now);
        let call = ReserveCallRow {
            id,
            application_id: row.id,
            channel_id: row.channel_id,
            token_hash: link::hash(&link::call_token(app, id)),
            reason: serde_json::to_string(log).map_err(Error::internal)?,
            called_by: called_by.to_owned(),
            called_at: now.into(),
            remind_at: remind_at.into(),
            reminded_at: None,
            answer_by: answer_by.into(),
            outcome: None,
            ended_at: None,
        };
        tx.insert_reserve_call(&call).await?;
        tx.record(
            Fact::new("application.called", "application", row.id)
                .before(json!({ "state": ApplicationState::Reserve }))
                .after(json!({
                    "state": to, "call": id, "by": called_by, "answer_by": answer_by,
                    "group": log.group,
                    "place_of": log.place_of, "position": row.reserve_position,
                    "reasons": log.reasons,
                })),
        );
        write_to(app, tx, &row, &call, false).await?;
        made.push(id);
    }
    Ok(made)
}

/// The letter of a call, or its reminder.
async fn write_to(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    call: &ReserveCallRow,
    again: bool,
) -> Result<()> {
    let offering = offering_of(tx, row).await?;
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let log: CallLog = serde_json::from_str(&call.reason).map_err(Error::internal)?;
    let course = course_title(&offering, &person);
    let offering_code = offering.code;
    let group = row.selection_group.clone().filter(|g| !g.is_empty());
    let position = position(row);
    let answer_by = call.answer_by.0;
    let link = link::url(app, &link::call_token(app, call.id));
    let letter = if again {
        Letter::ReserveReminder {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
        }
    } else {
        let language = letters::language_of(&person);
        let reason = log.reasons.last().map(|reason| reason.sentence(language));
        Letter::ReserveCalled {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
            reason: reason.unwrap_or_default(),
        }
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

pub(in crate::usecase) fn position(row: &ApplicationRow) -> u32 {
    let position = row.reserve_position.and_then(|p| u32::try_from(p).ok());
    position.unwrap_or_default()
}

/// The call of an application that is not answered.
pub(in crate::usecase) async fn open_call(
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<Option<ReserveCallRow>> {
    let calls = tx.reserve_calls(CallFilter::Application(row.application()));
    Ok(calls.await?.into_iter().find(|call| call.outcome.is_none()))
}

/// Ends an open call.
pub(in crate::usecase) async fn end(
    tx: &mut Tx,
    call: &ReserveCallRow,
    outcome: CallOutcome,
) -> Result<()> {
    let word = crate::store::as_word(outcome);
    if tx.end_reserve_call(ReserveCallId(call.id), &word).await? {
        return Ok(());
    }
    // The offering is locked and the call was open: nobody can have ended it.
    Err(Error::internal("an open call has ended meanwhile"))
}

/// Tells somebody how the call ended.
pub(in crate::usecase) async fn tell(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    outcome: CallOutcome,
) -> Result<()> {
    let offering = offering_of(tx, row).await?;
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let letter = Letter::ReserveCallEnded {
        course: course_title(&offering, &person),
        offering_code: offering.code,
        outcome,
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

/// Puts somebody who is called back on the list, with the old number.
pub(in crate::usecase) async fn back_to_the_list(
    app: &App,
    tx: &mut Tx,
    mut row: ApplicationRow,
    why: &str,
    reason: Option<String>,
) -> Result<()> {
    let to = transition(row.state()?, Command::CancelCall).map_err(not_possible)?;
    if let Some(call) = open_call(tx, &row).await? {
        end(tx, &call, CallOutcome::Cancelled).await?;
    }
    row.answered_at = None;
    enrolment::save(tx, &mut row, to).await?;
    tx.record(
        Fact::new("application.call_cancelled", "application", row.id)
            .before(json!({ "state": ApplicationState::Called }))
            .after(json!({ "state": to, "position": row.reserve_position, "why": why }))
            .reason(reason),
    );
    tell(app, tx, &row, CallOutcome::Cancelled).await
}

/// Those who are called together with this one, without this one.
pub(in crate::usecase) async fn called_with(
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<Vec<ApplicationRow>> {
    if row.joint_code.is_none() {
        return Ok(Vec::new());
    }
    let filter = ApplicationFilter {
        channel: Some(row.channel_id),
        state: Some(ApplicationState::Called),
        ..ApplicationFilter::default()
    };
    let mut rows = tx.applications(&filter, i64::MAX).await?;
    rows.retain(|other| other.joint_code == row.joint_code && other.id != row.id);
    Ok(rows)
}

/// Sends the reminder of a call, once.
pub(in crate::usecase) async fn remind(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    call: &ReserveCallRow,
) -> Result<bool> {
    if !tx.reserve_call_reminded(ReserveCallId(call.id)).await? {
        return Ok(false);
    }
    tx.record(
        Fact::new("application.reminded", "application", row.id).after(json!({ "call": call.id })),
    );
    write_to(app, tx, row, call, true).await?;
    Ok(true)
}
