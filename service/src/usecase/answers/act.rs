//! What a yes and a no lead to. The offering is locked, and the answer is known to be in time.

use super::{AnswerOutcome, swap};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    mail::letter::{CallOutcome, Letter, WithdrawalStage},
    store::{Tx, application::ApplicationRow},
    usecase::{
        approvals,
        enrolment::{self, course_title, not_possible},
        letters,
        reserves::{self, call},
    },
};
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    fact::Fact,
};
use serde_json::json;

/// The answer of somebody who is called.
pub(super) async fn called(
    app: &App,
    tx: &mut Tx,
    mut row: ApplicationRow,
    yes: bool,
) -> Result<AnswerOutcome> {
    let others = call::called_with(tx, &row).await?;
    if !yes {
        let channel = row.channel_id;
        decline(app, tx, row).await?;
        for other in others {
            call::back_to_the_list(app, tx, other, "together", None).await?;
        }
        reserves::seat_freed(app, tx, channel).await?;
        return Ok(AnswerOutcome::Declined);
    }
    row.answered_at = Some(tx.now().into());
    let silent = others.iter().filter(|other| other.answered_at.is_none());
    let silent = silent.count();
    if silent > 0 {
        enrolment::save(tx, &mut row, ApplicationState::Called).await?;
        tx.record(
            Fact::new("application.answered", "application", row.id)
                .after(json!({ "accept": true, "waits_for": silent })),
        );
        return Ok(AnswerOutcome::WaitsForOthers);
    }
    for member in std::iter::once(row).chain(others) {
        accept(app, tx, member).await?;
    }
    tx.bump_calendar().await?;
    Ok(AnswerOutcome::Accepted)
}

/// Gives a called person the place.
async fn accept(app: &App, tx: &mut Tx, mut row: ApplicationRow) -> Result<()> {
    let before = row.state()?;
    let to = transition(before, Command::Accept).map_err(not_possible)?;
    let call = call::open_call(tx, &row).await?;
    let call = call.ok_or_else(|| Error::internal("called without a call"))?;
    call::end(tx, &call, CallOutcome::Accepted).await?;
    enrolment::save(tx, &mut row, to).await?;
    let decided = ApplicationRow {
        findings: Some(call.reason.clone()),
        ..row.clone()
    };
    let automatic = call.called_by == "service";
    enrolment::decision(app, tx, &decided, &call.called_by, automatic, None).await?;
    tx.record(
        Fact::new("application.accepted", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "call": call.id })),
    );
    if swap::give_up_kept(app, tx, &row).await? {
        return Ok(());
    }
    call::tell(app, tx, &row, CallOutcome::Accepted).await
}

async fn decline(app: &App, tx: &mut Tx, mut row: ApplicationRow) -> Result<()> {
    let before = row.state()?;
    let to = transition(before, Command::Decline).map_err(not_possible)?;
    if let Some(call) = call::open_call(tx, &row).await? {
        call::end(tx, &call, CallOutcome::Declined).await?;
    }
    row.answered_at = Some(tx.now().into());
    enrolment::save(tx, &mut row, to).await?;
    tx.record(
        Fact::new("application.declined", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to })),
    );
    call::tell(app, tx, &row, CallOutcome::Declined).await
}

/// The answer of somebody who is admitted and must answer.
pub(super) async fn admitted(
    app: &App,
    tx: &mut Tx,
    mut row: ApplicationRow,
    yes: bool,
) -> Result<AnswerOutcome> {
    let before = row.state()?;
    let (command, action) = if yes {
        (Command::Accept, "application.accepted")
    } else {
        (Command::Decline, "application.declined")
    };
    let to = transition(before, command).map_err(not_possible)?;
    row.answered_at = Some(tx.now().into());
    enrolment::save(tx, &mut row, to).await?;
    let mut after = json!({ "state": to });
    if !yes {
        let offering = samverkan_domain::id::OfferingId(row.offering_id);
        after["cohorts_left"] = json!(tx.remove_member(offering, row.person()).await?);
        tx.bump_calendar().await?;
    }
    tx.record(
        Fact::new(action, "application", row.id)
            .before(json!({ "state": before }))
            .after(after),
    );
    let swapped = yes && swap::give_up_kept(app, tx, &row).await?;
    if !swapped {
        let (course, offering_code) = named(tx, &row).await?;
        let letter = Letter::AnswerReceived {
            course,
            offering_code,
            accepted: yes,
        };
        letters::enqueue(app, tx, row.person(), &letter).await?;
    }
    if yes {
        return Ok(AnswerOutcome::Accepted);
    }
    reserves::seat_freed(app, tx, row.channel_id).await?;
    Ok(AnswerOutcome::Declined)
}

/// The answer to "still interested?".
pub(super) async fn interest(
    app: &App,
    tx: &mut Tx,
    mut row: ApplicationRow,
    yes: bool,
) -> Result<AnswerOutcome> {
    let before = row.state()?;
    if yes {
        row.interested_at = Some(tx.now().into());
        enrolment::save(tx, &mut row, before).await?;
        tx.record(Fact::new(
            "application.interest_confirmed",
            "application",
            row.id,
        ));
        return Ok(AnswerOutcome::StillInterested);
    }
    let offering = call::offering_of(tx, &row).await?;
    let command = Command::Withdraw {
        on: day(tx.now()),
        starts_on: offering.dates()?.starts_on,
        passed_result: false,
    };
    let to = transition(before, command).map_err(not_possible)?;
    enrolment::save(tx, &mut row, to).await?;
    tx.record(
        Fact::new("application.withdrawn", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "by": "interest" })),
    );
    let (course, offering_code) = named(tx, &row).await?;
    let letter = Letter::WithdrawalReceived {
        stage: WithdrawalStage::BeforePlace,
        reference: row.id.to_string(),
        course,
        offering_code,
        received_at: tx.now(),
    };
    letters::enqueue(app, tx, row.person(), &letter).await?;
    Ok(AnswerOutcome::LeftTheList)
}

/// Title, in the person's language, and code of an application's offering.
pub(super) async fn named(tx: &mut Tx, row: &ApplicationRow) -> Result<(String, String)> {
    let offering = call::offering_of(tx, row).await?;
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    Ok((course_title(&offering, &person), offering.code))
}

/// To be called, under the offering's lock, when somebody has left the state `before` otherwise
/// than by answering: ends what was asked, lets those who were called together go back to the
/// list, and passes on the seat.
pub async fn left(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    before: ApplicationState,
) -> Result<()> {
    match before {
        ApplicationState::Called => {
            if let Some(call) = call::open_call(tx, row).await? {
                call::end(tx, &call, CallOutcome::Declined).await?;
            }
            for other in call::called_with(tx, row).await? {
                call::back_to_the_list(app, tx, other, "together", None).await?;
            }
        }
        ApplicationState::AwaitingApproval => approvals::cancel(tx, row).await?,
        _ => {}
    }
    if before.takes_seat() {
        reserves::seat_freed(app, tx, row.channel_id).await?;
    }
    Ok(())
}
