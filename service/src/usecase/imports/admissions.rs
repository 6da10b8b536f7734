//! Rows from the admissions system: decisions made elsewhere, taken over as they are.

use super::{Run, person};
use crate::{
    error::{Error, Result},
    mail::Letter,
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        as_word,
        channel::ChannelRow,
    },
    usecase::{enrolment, letters},
};
use samverkan_domain::{
    application::ApplicationState,
    fact::Fact,
    id::{OfferingId, PersonId},
    import::{
        admissions::{AdmissionRow, AdmissionStatus, RegistrationType},
        report::{Code, Finding, RowStatus, Words},
    },
};
use serde_json::json;

/// Carries out one row.
pub(super) async fn row(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &AdmissionRow,
) -> Result<RowStatus> {
    let Some(channel) = channel(run, tx, number, row).await? else {
        return Ok(RowStatus::Error);
    };
    if !known_codes(run, number, row) {
        return Ok(RowStatus::Error);
    }
    let described = person::Described {
        given_name: &row.given_name,
        family_name: &row.family_name,
        email: row.email.as_deref(),
        identity: Some(&row.identity),
        marking: row.marking,
        modality: row.modality,
        profession: row.profession.as_deref(),
        programme: row.programme_code.as_deref(),
        workplace: row.school_unit_code.as_deref(),
    };
    let Some(found) = person::resolve(run, tx, number, &described).await? else {
        return Ok(RowStatus::Error);
    };
    let wanted = wanted(run, tx, &channel, found.person, row)?;
    place(run, tx, number, &channel, wanted, &found).await
}

/// The channel the row names, if it is one of this offering's that imports decide.
async fn channel(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &AdmissionRow,
) -> Result<Option<ChannelRow>> {
    let offering = run.offering()?.clone();
    let channel = tx.channel(&row.channel_code).await?;
    let channel = channel.filter(|c| c.offering_id == offering.id && c.kind == "imported");
    if channel.is_none() || row.course_code != offering.course_code {
        run.findings.push(
            Finding::new(
                Code::UnknownChannel,
                Words::new(
                    format!(
                        "Koden hör inte till en antagningskanal på {}.",
                        offering.code
                    ),
                    format!(
                        "The code belongs to no admissions channel of {}.",
                        offering.code
                    ),
                ),
                Words::new(
                    "Kontrollera kurskod och anmälningskod, eller lägg upp kanalen först.",
                    "Check course code and application code, or add the channel first.",
                ),
            )
            .at_row(number)
            .in_column("Anmälningskod"),
        );
        return Ok(None);
    }
    Ok(channel)
}

/// Whether programme and school unit are in their registers.
fn known_codes(run: &mut Run<'_>, number: u32, row: &AdmissionRow) -> bool {
    let mut faults = Vec::new();
    if row
        .programme_code
        .as_ref()
        .is_some_and(|code| !run.programmes.contains(code))
    {
        let (sv, en) = (
            "Programmet finns inte i registret.",
            "The programme is not in the register.",
        );
        faults.push(("Programkod", sv, en));
    }
    if row
        .school_unit_code
        .as_ref()
        .is_some_and(|code| !run.workplaces.contains(code))
    {
        let (sv, en) = (
            "Skolenheten finns inte i registret.",
            "The school unit is not in the register.",
        );
        faults.push(("Skolenhetskod", sv, en));
    }
    let known = faults.is_empty();
    for (column, sv, en) in faults {
        let remedy = Words::new(
            "Importera registret först, eller rätta koden.",
            "Import the register first, or correct the code.",
        );
        let finding = Finding::new(Code::NotInRegister, Words::new(sv, en), remedy);
        run.findings.push(finding.at_row(number).in_column(column));
    }
    known
}

/// The application as the row wants it.
fn wanted(
    run: &Run<'_>,
    tx: &Tx,
    channel: &ChannelRow,
    person: PersonId,
    row: &AdmissionRow,
) -> Result<ApplicationRow> {
    let mut wanted =
        enrolment::new_application(run.app, tx.now(), run.offering()?, channel, person);
    let state = match row.status {
        AdmissionStatus::Admitted => ApplicationState::Admitted,
        AdmissionStatus::Reserve => ApplicationState::Reserve,
        AdmissionStatus::Struck | AdmissionStatus::NotEligible => ApplicationState::Refused,
    };
    wanted.state = state.as_str().to_owned();
    wanted.selection_group.clone_from(&row.selection_group);
    wanted.merit_tenths = row.merit_tenths;
    wanted.reserve_position = row.reserve_number.map(i64::from);
    wanted.condition_text = row
        .condition
        .as_ref()
        .map(|condition| condition.text.clone());
    wanted.condition_due_on = row
        .condition
        .as_ref()
        .and_then(|condition| condition.deadline)
        .map(|date| date.to_string());
    wanted.registration_kind = match row.registration {
        RegistrationType::First => "first",
        RegistrationType::Continuation => "continued",
        RegistrationType::Again => "again",
    }
    .to_owned();
    wanted.programme.clone_from(&row.programme_code);
    wanted.profession.clone_from(&row.profession);
    wanted.workplace.clone_from(&row.school_unit_code);
    wanted.modality = row.modality.map(as_word);
    Ok(wanted)
}

/// Makes or updates the application. Shared with nominations.
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
        let changed = update(run, tx, &stored, wanted).await? || found.changed;
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
        && reserve_taken(tx, channel, &wanted, position).await?
    {
        run.findings.push(reserve_number_taken(number, position));
        return Ok(RowStatus::Error);
    }
    tx.insert_application(&wanted).await?;
    tx.record(
        Fact::new("application.imported", "application", wanted.id).after(json!({
            "channel": channel.code, "state": wanted.state, "row": number,
        })),
    );
    announce(run, tx, &wanted).await?;
    Ok(RowStatus::New)
}

fn already_placed(number: u32) -> Finding {
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

async fn reserve_taken(
    tx: &mut Tx,
    channel: &ChannelRow,
    wanted: &ApplicationRow,
    position: i64,
) -> Result<bool> {
    let filter = ApplicationFilter {
        channel: Some(channel.id),
        ..ApplicationFilter::default()
    };
    let all = tx.applications(&filter, i64::MAX).await?;
    Ok(all.iter().any(|other| {
        other.person_id != wanted.person_id
            && other.selection_group == wanted.selection_group
            && other.reserve_position == Some(position)
    }))
}

/// Brings a stored application up to what the row says. What has happened here since (registered,
/// withdrawn) is not undone by an older decision.
async fn update(
    run: &Run<'_>,
    tx: &mut Tx,
    stored: &ApplicationRow,
    wanted: ApplicationRow,
) -> Result<bool> {
    let before = stored.state()?;
    let open = matches!(
        before,
        ApplicationState::Submitted | ApplicationState::Reserve | ApplicationState::Admitted
    );
    let mut row = ApplicationRow {
        id: stored.id,
        condition_met: stored.condition_met,
        superseded_by: stored.superseded_by,
        created_at: stored.created_at,
        changed_at: stored.changed_at,
        revision: stored.revision,
        ..wanted
    };
    if !open {
        row.state.clone_from(&stored.state);
        row.reserve_position = stored.reserve_position;
    }
    // Once given, a reserve number stays on record.
    row.reserve_position = row.reserve_position.or(stored.reserve_position);
    if row == *stored {
        return Ok(false);
    }
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
