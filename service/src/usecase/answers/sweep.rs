//! What time brings: reminders, and questions that were not answered in time.
//!
//! Every instance of the service sweeps. What is due is read without a lock, and looked at again
//! under the offering's: whoever comes second finds nothing to do.

use super::{act, demand, no_answer_asked, swap};
use crate::{
    app::App,
    error::{Error, Result, Text},
    mail::letter::{CallOutcome, Letter},
    store::{
        Tx,
        answer::DueRow,
        application::ApplicationRow,
        reserve::{CallFilter, ReserveCallRow},
    },
    usecase::{
        approvals,
        enrolment::{self, not_possible},
        letters,
        reserves::{self, call},
    },
};
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::{ApplicationId, OfferingId, ReserveCallId},
    person::Language,
};
use serde_json::json;

/// What is looked at before asking what else is due.
const BATCH: i64 = 100;

/// Does all that is due; gives the number of things done. One that fails does not stop the others:
/// the first error is given when the rest is done.
pub async fn due(app: &App) -> Result<usize> {
    let (mut done, mut failed) = (0, None);
    loop {
        let mut tx = app.read().await?.at(app.clock.now());
        let due = tx.due_answers(BATCH).await?;
        drop(tx);
        let before = done;
        for item in &due {
            match one(app, item).await {
                Ok(true) => done += 1,
                // Another instance was quicker.
                Ok(false) => {}
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if done == before {
            return failed.map_or(Ok(done), Err);
        }
    }
}

/// Does one thing, if it is still to be done.
async fn one(app: &App, item: &DueRow) -> Result<bool> {
    let application = ApplicationId(item.application_id);
    let mut tx = app.write_as_service().await?;
    super::lock(&mut tx, application).await?;
    let row = super::read(&mut tx, application).await?;
    let done = match &*item.kind {
        "remind_call" | "expire_call" => {
            let call = tx.reserve_calls(CallFilter::Id(ReserveCallId(item.id)));
            let call = call.await?.pop().ok_or_else(no_answer_asked)?;
            of_call(app, &mut tx, row, &call).await?
        }
        "remind_answer" => demand::remind(app, &mut tx, &row).await?,
        "expire_answer" => expire_answer(app, &mut tx, row).await?,
        // Who got the place in a batch or a selection, which lock one offering only.
        "swap" => swap::given(&row)? && swap::give_up_kept(app, &mut tx, &row).await?,
        _ => approvals::due(app, &mut tx, row, item.id).await?,
    };
    if done {
        app.commit(tx).await?;
    } else {
        tx.rollback().await?;
    }
    Ok(done)
}

async fn of_call(
    app: &App,
    tx: &mut Tx,
    row: ApplicationRow,
    call: &ReserveCallRow,
) -> Result<bool> {
    if call.outcome.is_some() {
        return Ok(false);
    }
    let now = tx.now();
    if now < call.answer_by.0 {
        let due = row.answered_at.is_none() && now >= call.remind_at.0;
        return Ok(due && call::remind(app, tx, &row, call).await?);
    }
    let channel = row.channel_id;
    let others = call::called_with(tx, &row).await?;
    for member in std::iter::once(row).chain(others) {
        // Who said yes, and waited in vain for the others, waits on.
        if member.answered_at.is_some() {
            call::back_to_the_list(app, tx, member, "together", None).await?;
        } else {
            expire(app, tx, member).await?;
        }
    }
    reserves::seat_freed(app, tx, channel).await?;
    Ok(true)
}

/// Strikes somebody who was called and did not answer.
async fn expire(app: &App, tx: &mut Tx, row: ApplicationRow) -> Result<()> {
    let call = call::open_call(tx, &row).await?;
    let call = call.ok_or_else(|| Error::internal("called without a call"))?;
    call::end(tx, &call, CallOutcome::Expired).await?;
    let row = strike(app, tx, row).await?;
    call::tell(app, tx, &row, CallOutcome::Expired).await
}

/// Strikes somebody who was admitted and did not answer.
async fn expire_answer(app: &App, tx: &mut Tx, row: ApplicationRow) -> Result<bool> {
    let late = row.answer_by.is_some_and(|by| by.0 <= tx.now());
    if row.state()? != ApplicationState::Admitted || !late {
        return Ok(false);
    }
    let row = strike(app, tx, row).await?;
    let left = tx
        .remove_member(OfferingId(row.offering_id), row.person())
        .await?;
    if left > 0 {
        tx.record(
            Fact::new("application.left_cohorts", "application", row.id)
                .after(json!({ "cohorts_left": left })),
        );
    }
    tx.bump_calendar().await?;
    let (course, offering_code) = act::named(tx, &row).await?;
    let person = tx.person(row.person()).await?;
    let language = person.as_ref().map_or(Language::Sv, letters::language_of);
    let letter = Letter::Struck {
        reference: row.id.to_string(),
        course,
        offering_code,
        reason: match language {
            Language::Sv => "Du svarade inte i tid på om du ville ha platsen.",
            Language::En => "You did not answer in time whether you wanted the place.",
        }
        .to_owned(),
    };
    letters::enqueue(app, tx, row.person(), &letter).await?;
    reserves::seat_freed(app, tx, row.channel_id).await?;
    Ok(true)
}

async fn strike(app: &App, tx: &mut Tx, mut row: ApplicationRow) -> Result<ApplicationRow> {
    let before = row.state()?;
    let to = transition(before, Command::Expire).map_err(not_possible)?;
    enrolment::save(tx, &mut row, to).await?;
    let reason = Some(Text::new(
        "Inget svar kom i tid.",
        "No answer came in time.",
    ));
    enrolment::decision(app, tx, &row, "service", true, reason).await?;
    tx.record(
        Fact::new("application.struck", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "why": "no_answer" })),
    );
    Ok(row)
}
