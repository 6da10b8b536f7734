//! Making and updating applications as a file says. Shared by admissions and nominations.

use super::{Run, person};
use crate::{
    error::{Error, Result},
    mail::Letter,
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        audit::AuditFilter,
        channel::ChannelRow,
    },
    usecase::{enrolment, letters},
};
use samverkan_domain::{
    application::ApplicationState,
    fact::Fact,
    id::OfferingId,
    import::{
        report::{Code, Finding, RowStatus, Words},
        undo::Thing,
    },
};
use serde_json::json;

/// Makes or updates the application.
pub(super) async fn place(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    channel: &ChannelRow,
    mut wanted: ApplicationRow,
    found: &person::Found,
) -> Result<RowStatus> {
    let filter = ApplicationFilter {
        channel: Some(channel.id),
        person: Some(found.person.0),
        ..ApplicationFilter::default()
    };
    if let Some(stored) = tx.applications(&filter, 1).await?.pop() {
        let changed = update(run, tx, number, &stored, wanted).await? || found.changed;
        return Ok(if changed {
            RowStatus::Changed
        } else {
            RowStatus::Unchanged
        });
    }
    let offering = OfferingId(channel.offering_id);
    if let Some(other) = tx.active_application(found.person, offering).await? {
        // One human, one place: the row is kept as a record and takes no seat.
        wanted.state = ApplicationState::Superseded.as_str().to_owned();
        wanted.superseded_by = Some(other.id);
        wanted.reserve_position = None;
        run.findings.push(already_placed(number));
    }
    if let Some(position) = wanted.reserve_position
        && tx.reserve_number_taken(&wanted, position).await?
    {
        run.findings.push(reserve_number_taken(number, position));
        return Ok(RowStatus::Error);
    }
    tx.insert_application(&wanted).await?;
    run.journal
        .made(number, Thing::Application, wanted.id, None);
    tx.record(
        Fact::new("application.imported", "application", wanted.id).after(json!({
            "channel": channel.code, "state": wanted.state, "row": number,
        })),
    );
    announce(run, tx, &wanted).await?;
    Ok(RowStatus::New)
}

pub(super) fn already_placed(number: u32) -> Finding {
    Finding::new(
        Code::AlreadyPlaced,
        Words::new(
            "Personen har redan en plats eller anmälan på kurstillfället, i en annan kanal.",
            "The person has a place or an application on the offering already, in another channel.",
        ),
        Words::new(
            "Raden sparas utan att ta en plats. Lämna återbud på den andra om den här ska gälla.",
            "The row is kept without taking a seat. Withdraw the other if this one is to count.",
        ),
    )
    .at_row(number)
}

fn reserve_number_taken(number: u32, position: i64) -> Finding {
    Finding::new(
        Code::ReserveNumberTaken,
        Words::new(
            format!("Reservnummer {position} är redan någon annans i samma urvalsgrupp."),
            format!("Reserve number {position} is somebody else's in the same selection group."),
        ),
        Words::new("Rätta numret i filen.", "Correct the number in the file."),
    )
    .at_row(number)
    .in_column("Reservnummer")
}

/// Brings a stored application up to what the row says. What has happened here since (registered,
/// withdrawn) is not undone by an older decision.
async fn update(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    stored: &ApplicationRow,
    wanted: ApplicationRow,
) -> Result<bool> {
    let before = stored.state()?;
    let open = matches!(
        before,
        ApplicationState::Submitted | ApplicationState::Reserve | ApplicationState::Admitted
    ) || taken_back(tx, stored, before).await?;
    let mut row = as_the_file_says(stored, wanted);
    if !open {
        row.state.clone_from(&stored.state);
        (row.answer_by, row.answer_remind_at) = (stored.answer_by, stored.answer_remind_at);
        row.reserve_position = stored.reserve_position;
    }
    // Once given, a reserve number stays on record.
    row.reserve_position = row.reserve_position.or(stored.reserve_position);
    if row == *stored {
        return Ok(false);
    }
    run.journal
        .changed(number, Thing::Application, row.id, None, stored)?;
    tx.update_application(&row).await?.ok_or(Error::Stale {
        current: row.revision + 1,
    })?;
    tx.record(
        Fact::new("application.changed", "application", row.id)
            .before(json!({ "state": stored.state }))
            .after(json!({ "state": row.state, "by": "import" })),
    );
    if row.state != stored.state {
        announce(run, tx, &row).await?;
        if before.takes_part() && !row.state()?.takes_part() {
            Box::pin(enrolment::leave(run.app, tx, &row, before)).await?;
        }
    }
    Ok(true)
}

/// Whether an application was struck because its import was taken back, and nothing has come in its place: then it was
/// never decided on, and a file may name the person anew.
async fn taken_back(tx: &mut Tx, stored: &ApplicationRow, state: ApplicationState) -> Result<bool> {
    if state != ApplicationState::Struck {
        return Ok(false);
    }
    let offering = OfferingId(stored.offering_id);
    let other = tx.active_application(stored.person(), offering).await?;
    let filter = AuditFilter {
        subject: Some(stored.id),
        action: Some("application.".to_owned()),
        ..AuditFilter::default()
    };
    // The last that happened to it.
    let last = tx.audit(&filter, 1).await?.pop();
    let taken_back = last.is_some_and(|last| last.action == "application.taken_back");
    Ok(taken_back && other.is_none())
}

/// The stored application with what files are about. What has been decided, asked and answered here
/// is kept; what is asked of who is admitted now comes with the row.
pub(super) fn as_the_file_says(stored: &ApplicationRow, wanted: ApplicationRow) -> ApplicationRow {
    let asked = if stored.state == wanted.state {
        (stored.answer_by, stored.answer_remind_at)
    } else {
        (wanted.answer_by, wanted.answer_remind_at)
    };
    ApplicationRow {
        id: stored.id,
        condition_met: stored.condition_met,
        superseded_by: stored.superseded_by,
        created_at: stored.created_at,
        changed_at: stored.changed_at,
        revision: stored.revision,
        standing: stored.standing.clone(),
        findings: stored.findings.clone(),
        answer_by: asked.0,
        answer_remind_at: asked.1,
        answered_at: stored.answered_at,
        joint_code: stored.joint_code.clone(),
        keeps: stored.keeps,
        interest_asked_at: stored.interest_asked_at,
        interested_at: stored.interested_at,
        deferred_to: stored.deferred_to.clone(),
        ..wanted
    }
}

/// Writes the decision down and tells the person.
async fn announce(run: &Run<'_>, tx: &mut Tx, row: &ApplicationRow) -> Result<()> {
    use ApplicationState as S;
    let state = row.state()?;
    if matches!(state, S::Superseded | S::AwaitingApproval) {
        return Ok(());
    }
    enrolment::decision(run.app, tx, row, "elsewhere", false, None).await?;
    tx.bump_calendar().await?;
    let person = tx
        .person(row.person())
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let offering = run.offering()?;
    let course = enrolment::course_title(offering, &person);
    let letter = match state {
        ApplicationState::Reserve => Letter::PlacedOnReserve {
            course,
            offering_code: offering.code.clone(),
            group: row.selection_group.clone().unwrap_or_default(),
            position: row
                .reserve_position
                .and_then(|p| u32::try_from(p).ok())
                .unwrap_or_default(),
        },
        // The authority that decided has said so itself, with reasons and how to appeal.
        ApplicationState::Refused => return Ok(()),
        _ => {
            let elsewhere = row.contract.is_none();
            return enrolment::letter_of_admission(run.app, tx, row, elsewhere).await;
        }
    };
    letters::enqueue(run.app, tx, row.person(), &letter).await
}
