//! Rows from the admissions system: decisions made elsewhere, taken over as they are.

use super::{Run, person, place::place};
use crate::{
    error::Result,
    store::{Tx, application::ApplicationRow, as_word, channel::ChannelRow},
    usecase::enrolment,
};
use samverkan_domain::{
    application::ApplicationState,
    id::PersonId,
    import::{
        admissions::{AdmissionRow, AdmissionStatus, RegistrationType},
        report::{Code, Finding, RowStatus, Words},
    },
};

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
