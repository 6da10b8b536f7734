//! The head's word on a nomination: asked for by letter, answered by a link without signing in.
//!
//! Head and deputy get a link each, and the first answer counts. Nobody who is nominated takes a
//! seat until somebody has said yes.

mod ask;
mod list;
mod renew;

pub(in crate::usecase) use ask::{addresses, ask, cancel, nomination};
pub use list::{ApprovalView, list, resend};
pub use renew::{RenominationRequest, renominate};
pub(in crate::usecase) use renew::{ended_by_head, renew};

use super::{
    answers::{AnswerOutcome, AnswerTimes},
    enrolment::{self, course_title, not_possible},
    letters,
    reserves::call,
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    mail::letter::{Letter, NominationOutcome},
    store::{Tx, application::ApplicationRow, contract::ApprovalFilter, contract::ApprovalRow},
};
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::{ApprovalId, ChannelId},
};
use serde_json::json;
use uuid::Uuid;

/// Ends an open approval.
async fn end(tx: &mut Tx, id: Uuid, outcome: &str, answered_as: Option<&str>) -> Result<()> {
    if tx
        .end_approval(ApprovalId(id), outcome, answered_as)
        .await?
    {
        return Ok(());
    }
    // The offering is locked and the question was open: nobody can have answered it.
    Err(Error::internal("an open approval has ended meanwhile"))
}

/// The word of the head or the deputy, given in time and under the offering's lock. A yes needs a
/// place in the contract still: others may have come in from the reserve list meanwhile. Where there
/// is none the question stays open. `why` is the reason for a no, where one was asked for.
pub(in crate::usecase) async fn give(
    app: &App,
    tx: &mut Tx,
    row: ApplicationRow,
    approval: &ApprovalRow,
    yes: bool,
    answered_as: &str,
    why: Option<&str>,
) -> Result<AnswerOutcome> {
    if yes {
        renew::require_room(tx, &row, true).await?;
        end(tx, approval.id, "approved", Some(answered_as)).await?;
        approve(app, tx, row, answered_as).await?;
        return Ok(AnswerOutcome::Approved);
    }
    end(tx, approval.id, "refused", Some(answered_as)).await?;
    let outcome = NominationOutcome::Refused;
    reject(app, tx, row, outcome, answered_as, why).await?;
    Ok(AnswerOutcome::Refused)
}

/// Approved: a seat if there is one and nobody waits, otherwise the end of the reserve list.
async fn approve(app: &App, tx: &mut Tx, mut row: ApplicationRow, answered_as: &str) -> Result<()> {
    let before = row.state()?;
    let submitted = transition(before, Command::Approve).map_err(not_possible)?;
    let channel = super::channels::find_channel(tx, &row.channel_id.to_string()).await?;
    let occupancy = tx.occupancy(ChannelId(channel.id), None).await?;
    let free = occupancy.reserves == 0 && occupancy.seats_taken < channel.seats;
    let command = if free {
        Command::Admit
    } else {
        row.reserve_position = Some(occupancy.last_reserve_position + 1);
        Command::PlaceInReserve
    };
    let to = transition(submitted, command).map_err(not_possible)?;
    if free {
        AnswerTimes::set(AnswerTimes::of(&channel.policy()?, tx.now())?, &mut row);
    }
    enrolment::save(tx, &mut row, to).await?;
    enrolment::decision(app, tx, &row, answered_as, false, None).await?;
    tx.record(
        Fact::new("nomination.approved", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({
                "state": to, "reserve_position": row.reserve_position, "as": answered_as,
                "answer_by": row.answer_by.map(|by| by.0),
            })),
    );
    if free {
        tx.bump_calendar().await?;
        return enrolment::letter_of_admission(app, tx, &row, false).await;
    }
    let offering = call::offering_of(tx, &row).await?;
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let letter = Letter::PlacedOnReserve {
        course: course_title(&offering, &person),
        offering_code: offering.code,
        group: channel.code,
        position: call::position(&row),
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

/// Refused, or nobody said anything in time.
async fn reject(
    app: &App,
    tx: &mut Tx,
    mut row: ApplicationRow,
    outcome: NominationOutcome,
    decided_by: &str,
    why: Option<&str>,
) -> Result<()> {
    let before = row.state()?;
    let to = transition(before, Command::RejectNomination).map_err(not_possible)?;
    enrolment::save(tx, &mut row, to).await?;
    let silent = outcome == NominationOutcome::Expired;
    let reason = if silent {
        Text::new(
            "Arbetsgivaren svarade inte i tid.",
            "The employer did not answer in time.",
        )
    } else {
        let said = why.map(|why| format!(" {why}")).unwrap_or_default();
        Text::new(
            format!("Arbetsgivaren har inte godkänt nomineringen.{said}"),
            format!("The employer has not approved the nomination.{said}"),
        )
    };
    enrolment::decision(app, tx, &row, decided_by, silent, Some(reason)).await?;
    tx.record(
        Fact::new("nomination.refused", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "as": decided_by })),
    );
    let offering = call::offering_of(tx, &row).await?;
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let letter = Letter::NominationDecided {
        course: course_title(&offering, &person),
        offering_code: offering.code,
        outcome,
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

/// Reminds of an approval, or ends it, if that is still to be done. Under the offering's lock.
pub(in crate::usecase) async fn due(
    app: &App,
    tx: &mut Tx,
    row: ApplicationRow,
    id: Uuid,
) -> Result<bool> {
    let approvals = tx.approvals(ApprovalFilter::Application(row.application()));
    let approval = approvals.await?.into_iter().find(|a| a.id == id);
    let open = approval.filter(|approval| approval.outcome.is_none());
    let Some(approval) = open else {
        return Ok(false);
    };
    if row.state()? != ApplicationState::AwaitingApproval {
        end(tx, id, "cancelled", None).await?;
        return Ok(true);
    }
    let now = tx.now();
    if now >= approval.expires_at.0 {
        end(tx, id, "expired", None).await?;
        reject(app, tx, row, NominationOutcome::Expired, "service", None).await?;
        return Ok(true);
    }
    if now < approval.remind_at.0 || !tx.approval_reminded(ApprovalId(id)).await? {
        return Ok(false);
    }
    tx.record(
        Fact::new("nomination.reminded", "application", row.id).after(json!({ "approval": id })),
    );
    ask::write_to(app, tx, &row, &approval, true).await?;
    Ok(true)
}
