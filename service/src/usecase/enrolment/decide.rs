//! Admitting, registering, leaving.

use crate::usecase::{
    Caller, Permission, Seen,
    answers::{self, AnswerTimes, swap},
    letters,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    mail::letter::{Letter, WithdrawalStage},
    store::{Tx, application::ApplicationRow, catalogue::OfferingRow},
};
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    course::Channel,
    enrolment::{self, AdmitRefusal},
    fact::Fact,
    id::{ApplicationId, ChannelId, OfferingId},
};
use serde_json::json;

use super::{
    ApplicationView, course_title, decision, letter_of_admission, lock, not_possible, save, view,
};

/// Admits a reserve or an undecided applicant, if there is a seat and nobody stands before.
/// Overtaking needs `reason`, which is kept in the decision and in the audit trail.
pub async fn admit(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    reason: Option<String>,
) -> Result<ApplicationView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let before = row.state()?;
    let to = transition(before, Command::Admit).map_err(not_possible)?;
    let channel = tx.channel(&row.channel_id.to_string()).await?;
    let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
    let group = row.selection_group.as_deref();
    let occupancy = tx.occupancy(ChannelId(channel.id), group).await?;
    let first = tx.first_in_line(ChannelId(channel.id), group).await?;
    let reason = reason
        .map(|r| samverkan_domain::text::plain_line(&r))
        .filter(|r| !r.is_empty());
    let domain_channel = Channel::try_from(&channel)?;
    enrolment::may_admit(
        &domain_channel,
        occupancy,
        row.reserve_position,
        first,
        reason.is_some(),
    )
    .map_err(admit_refused)?;
    AnswerTimes::set(AnswerTimes::of(&channel.policy()?, tx.now())?, &mut row);
    save(&mut tx, &mut row, to).await?;
    let actor = caller.actor();
    let given = reason.clone().map(Text::typed);
    decision(app, &mut tx, &row, &actor, false, given).await?;
    tx.record(
        Fact::new("application.admitted", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "answer_by": row.answer_by.map(|by| by.0) }))
            .reason(reason),
    );
    tx.bump_calendar().await?;
    let swapped = swap::given(&row)? && swap::give_up_kept(app, &mut tx, &row).await?;
    if !swapped {
        letter_of_admission(app, &mut tx, &row, false).await?;
    }
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

fn admit_refused(refusal: AdmitRefusal) -> Error {
    match refusal {
        AdmitRefusal::Full { seats } => Error::refused(
            "channel-full",
            format!("Alla {seats} platser i kanalen är tagna. Höj antalet platser om fler ska in."),
            format!("All {seats} seats of the channel are taken. Raise the number to let more in."),
        ),
        AdmitRefusal::Overtakes { first } => Error::refused(
            "overtakes-reserve",
            format!("Reserv {first} står före. Anta den först, eller ange skäl till att gå förbi."),
            format!("Reserve {first} stands before. Admit that one, or give a reason to pass."),
        ),
    }
}

/// Registers an admitted person. A condition that is not met stops it.
pub async fn register(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    condition_met: bool,
) -> Result<ApplicationView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let before = row.state()?;
    let to = transition(before, Command::Register).map_err(not_possible)?;
    row.condition_met |= condition_met;
    if let Some(condition) = row.condition_text.as_ref().filter(|_| !row.condition_met) {
        return Err(Error::refused(
            "condition-not-met",
            format!("Villkoret är inte uppfyllt: {condition}. Bekräfta att det är det först."),
            format!("The condition is not met: {condition}. Confirm first that it is."),
        ));
    }
    enter(&mut tx, &mut row, to).await?;
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Writes a registration down. Shared with the roll-call.
pub(super) async fn enter(
    tx: &mut Tx,
    row: &mut ApplicationRow,
    to: ApplicationState,
) -> Result<()> {
    let before = row.state()?;
    save(tx, row, to).await?;
    let on = day(tx.now());
    tx.insert_registration(row.application(), &row.registration_kind, on)
        .await?;
    tx.record(
        Fact::new("application.registered", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "kind": row.registration_kind, "on": on })),
    );
    Ok(())
}

/// Leaves: återbud, tidigt or sent avbrott, by the dates. A participant leaves for herself; an
/// administrator must have seen the present revision.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    passed_result: bool,
    reason: Option<String>,
) -> Result<ApplicationView> {
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    if caller.is_staff() {
        caller.require(Permission::EditPeople)?;
        seen.require(row.revision)?;
    } else if passed_result {
        // What results a person has is for the university to say.
        return Err(Error::Forbidden);
    }
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
    let starts_on = offering.dates()?.starts_on;
    let on = day(tx.now());
    let before = row.state()?;
    let to = transition(
        before,
        Command::Withdraw {
            on,
            starts_on,
            passed_result,
        },
    )
    .map_err(not_possible)?;
    save(&mut tx, &mut row, to).await?;
    if before == ApplicationState::Registered {
        tx.end_registration(id, on).await?;
    }
    let left = tx.remove_member(offering.offering(), row.person()).await?;
    let reason = reason
        .map(|r| samverkan_domain::text::plain_line(&r))
        .filter(|r| !r.is_empty());
    tx.record(
        Fact::new("application.withdrawn", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "on": on, "cohorts_left": left }))
            .reason(reason),
    );
    tx.bump_calendar().await?;
    answers::left(app, &mut tx, &row, before).await?;
    letter_of_withdrawal(app, &mut tx, &row, &offering, (before, to)).await?;
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

async fn letter_of_withdrawal(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    offering: &OfferingRow,
    (before, to): (ApplicationState, ApplicationState),
) -> Result<()> {
    let person = tx
        .person(row.person())
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let letter = Letter::WithdrawalReceived {
        stage: match to {
            ApplicationState::WithdrawnEarly => WithdrawalStage::Early,
            ApplicationState::WithdrawnLate => WithdrawalStage::Late,
            _ if before.takes_seat() => WithdrawalStage::BeforeRegistration,
            _ => WithdrawalStage::BeforePlace,
        },
        reference: row.id.to_string(),
        course: course_title(offering, &person),
        offering_code: offering.code.clone(),
        received_at: tx.now(),
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}
