//! Rows from employers: staff named for places under a contract.

mod contracts;

use super::{
    Run, person,
    place::{already_placed, as_the_file_says, place},
};
use crate::{
    error::Result,
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        channel::ChannelRow,
        registry::WorkplaceRow,
    },
    usecase::{answers::AnswerTimes, approvals, enrolment},
};
use samverkan_domain::{
    application::ApplicationState,
    fact::Fact,
    id::OfferingId,
    import::{
        nominations::NominationRow,
        report::{Code, Finding, RowStatus, Words},
        undo::Thing,
    },
    person::SecurityMarking,
};
use serde_json::json;

/// Carries out one row.
pub(super) async fn row(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &NominationRow,
) -> Result<RowStatus> {
    let Some((channel, contract)) = contracts::channel(run, tx, number, row).await? else {
        return Ok(RowStatus::Error);
    };
    ensure_workplace(run, tx, number, row).await?;
    let described = person::Described {
        given_name: &row.given_name,
        family_name: &row.family_name,
        email: Some(&row.email),
        identity: None,
        marking: SecurityMarking::None,
        modality: None,
        profession: Some(&row.profession),
        programme: None,
        workplace: row.school_unit_code.as_deref(),
    };
    let Some(found) = person::resolve(run, tx, number, &described).await? else {
        return Ok(RowStatus::Error);
    };
    if let Some(contract) = &contract
        && !contracts::fits(run, tx, number, contract, found.person).await?
    {
        return Ok(RowStatus::Error);
    }
    let mut wanted =
        enrolment::new_application(run.app, tx.now(), run.offering()?, &channel, found.person);
    wanted.state = ApplicationState::Admitted.as_str().to_owned();
    wanted.profession = Some(row.profession.clone());
    wanted.workplace.clone_from(&row.school_unit_code);
    wanted.contract = Some(row.contract.clone());
    wanted.invoice_reference.clone_from(&row.invoice_reference);
    wanted.head_email.clone_from(&row.head_email);
    wanted.substitute_allowed = Some(row.substitute_allowed);
    if let Some(contract) = contract {
        contracts::fill_in(&mut wanted, contract);
    }
    let policy = channel.policy()?;
    if !policy.nomination.approval {
        AnswerTimes::set(AnswerTimes::of(&policy, tx.now())?, &mut wanted);
        return place(run, tx, number, &channel, wanted, &found).await;
    }
    for_approval(run, tx, number, &channel, wanted, &found).await
}

/// Carries out a row that a head has to approve. What has become of an earlier nomination of the
/// same person is not undone by naming the person again, unless the import is to nominate anew.
async fn for_approval(
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
        if approvals::ended_by_head(tx, &stored).await? {
            return anew(run, tx, number, stored, wanted, found).await;
        }
        wanted.state.clone_from(&stored.state);
        wanted.deputy_email.clone_from(&stored.deputy_email);
        return place(run, tx, number, channel, wanted, found).await;
    }
    if approvals::addresses(tx, &wanted).await?.is_none() {
        run.findings.push(nobody_to_ask(number));
        return Ok(RowStatus::Error);
    }
    wanted.state = ApplicationState::AwaitingApproval.as_str().to_owned();
    let id = wanted.application();
    let status = place(run, tx, number, channel, wanted, found).await?;
    let placed = tx.application(id).await?;
    // Somebody who has a place already is on record only; then there is nothing to approve.
    if let Some(row) = placed
        && row.state()? == ApplicationState::AwaitingApproval
    {
        approvals::ask(run.app, tx, &row).await?;
    }
    Ok(status)
}

/// A row about somebody whose head has said no, or nothing.
async fn anew(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    stored: ApplicationRow,
    wanted: ApplicationRow,
    found: &person::Found,
) -> Result<RowStatus> {
    let unchanged = if found.changed {
        RowStatus::Changed
    } else {
        RowStatus::Unchanged
    };
    if !run.renominate {
        run.findings.push(nomination_ended(number));
        return Ok(unchanged);
    }
    let offering = OfferingId(stored.offering_id);
    if tx
        .active_application(found.person, offering)
        .await?
        .is_some()
    {
        run.findings.push(already_placed(number));
        return Ok(unchanged);
    }
    let was = stored.clone();
    let mut row = as_the_file_says(&stored, wanted);
    row.state = stored.state;
    if approvals::addresses(tx, &row).await?.is_none() {
        run.findings.push(nobody_to_ask(number));
        return Ok(RowStatus::Error);
    }
    let (thing, id) = (Thing::Application, row.id);
    run.journal.changed(number, thing, id, None, &was)?;
    approvals::renew(run.app, tx, &mut row).await?;
    Ok(RowStatus::Changed)
}

fn nomination_ended(number: u32) -> Finding {
    Finding::new(
        Code::NominationEnded,
        Words::new(
            "Chefen har sagt nej till nomineringen, eller inte svarat i tid. Den är avslutad.",
            "The head has said no to the nomination, or has not answered in time. It has ended.",
        ),
        Words::new(
            "Läs in filen med valet att nominera på nytt (--renominate) om chefen ska tillfrågas igen.",
            "Import the file with the choice to nominate anew (--renominate) if the head is to be asked again.",
        ),
    )
    .at_row(number)
}

fn nobody_to_ask(number: u32) -> Finding {
    Finding::new(
        Code::MissingValue,
        Words::new(
            "Nomineringen ska godkännas av chefen, och det finns ingen adress till någon chef.",
            "The head is to approve the nomination, and there is no address of any head.",
        ),
        Words::new(
            "Fyll i chefens e-postadress i raden eller i avtalet.",
            "Fill in the head's e-mail address in the row or in the contract.",
        ),
    )
    .at_row(number)
    .in_column("Chef")
}

/// A school unit that the register lacks is taken from the row.
async fn ensure_workplace(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &NominationRow,
) -> Result<()> {
    let Some(code) = &row.school_unit_code else {
        return Ok(());
    };
    if !run.workplaces.insert(code.clone()) {
        return Ok(());
    }
    tx.put_workplace(&WorkplaceRow {
        school_unit_code: code.clone(),
        title: row.school_unit.clone().unwrap_or_else(|| code.clone()),
        municipality_code: row.municipality_code.clone().unwrap_or_default(),
        municipality: row.municipality.clone().unwrap_or_default(),
        revision: 1,
    })
    .await?;
    let subject = crate::usecase::registers::register_subject("workplace", code);
    run.journal
        .made(number, Thing::Workplace, subject, Some(code));
    tx.record(Fact::new("workplace.added", "register", subject).after(json!({ "code": code })));
    Ok(())
}
