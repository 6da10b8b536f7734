//! Rows from employers: staff named for places under a contract.

mod contracts;

use super::{Run, admissions, person};
use crate::{
    error::Result,
    store::{Tx, registry::WorkplaceRow},
    usecase::enrolment,
};
use samverkan_domain::{
    application::ApplicationState,
    fact::Fact,
    import::{nominations::NominationRow, report::RowStatus},
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
    ensure_workplace(run, tx, row).await?;
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
    admissions::place(run, tx, number, &channel, wanted, &found).await
}

/// A school unit that the register lacks is taken from the row.
async fn ensure_workplace(run: &mut Run<'_>, tx: &mut Tx, row: &NominationRow) -> Result<()> {
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
    tx.record(Fact::new("workplace.added", "register", subject).after(json!({ "code": code })));
    Ok(())
}
