//! Asking the head and the deputy.

use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::{
        Tx,
        application::ApplicationRow,
        contract::{ApprovalFilter, ApprovalRow, ContractRow},
    },
    usecase::{
        answers::{Nomination, link},
        letters,
        reserves::call,
        wordings::Wordings,
    },
};
use samverkan_domain::{
    admission::working_time::WorkingHours, fact::Fact, id::ChannelId, person::Language,
    text::email_key,
};
use serde_json::json;

/// The head's address and the deputy's: those of the application, else those of its contract. With
/// a deputy only, the deputy is asked as the head.
pub(in crate::usecase) async fn addresses(
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<Option<(String, Option<String>)>> {
    let contract = contract_of(tx, row).await?;
    let of_contract = |field: fn(ContractRow) -> Option<String>| contract.clone().and_then(field);
    let head = row.head_email.clone();
    let head = head.or_else(|| of_contract(|contract| contract.head_email));
    let deputy = row.deputy_email.clone();
    let deputy = deputy.or_else(|| of_contract(|contract| contract.deputy_email));
    Ok(match (head, deputy) {
        (Some(head), deputy) => {
            let other = |deputy: &String| email_key(deputy) != email_key(&head);
            let deputy = deputy.filter(other);
            Some((head, deputy))
        }
        (None, Some(deputy)) => Some((deputy, None)),
        (None, None) => None,
    })
}

pub(super) async fn contract_of(tx: &mut Tx, row: &ApplicationRow) -> Result<Option<ContractRow>> {
    let Some(code) = &row.contract else {
        return Ok(None);
    };
    let contracts = tx.contracts(ChannelId(row.channel_id)).await?;
    Ok(contracts
        .into_iter()
        .find(|contract| contract.code == *code))
}

/// Asks for a nomination that waits. Gives no row if there is nobody to ask.
pub(in crate::usecase) async fn ask(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<Option<ApprovalRow>> {
    let Some((head, deputy)) = addresses(tx, row).await? else {
        return Ok(None);
    };
    let channel = tx.channel(&row.channel_id.to_string()).await?;
    let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
    let minutes = channel.policy()?.nomination.minutes();
    let (now, hours) = (tx.now(), WorkingHours::default());
    let id = app.seeds.id(now);
    let deputy_hash = deputy
        .is_some()
        .then(|| link::hash(&link::approval_token(app, id, true)));
    let approval = ApprovalRow {
        id,
        application_id: row.id,
        head_hash: link::hash(&link::approval_token(app, id, false)),
        head_email: head,
        deputy_hash,
        deputy_email: deputy,
        asked_at: now.into(),
        remind_at: hours
            .reminder_at(now, minutes)
            .map_err(Error::internal)?
            .into(),
        reminded_at: None,
        expires_at: hours
            .deadline(now, minutes)
            .map_err(Error::internal)?
            .into(),
        outcome: None,
        answered_as: None,
        ended_at: None,
    };
    tx.insert_approval(&approval).await?;
    tx.record(
        Fact::new("nomination.approval_asked", "application", row.id).after(json!({
            "approval": id, "expires_at": approval.expires_at.0,
            "deputy": approval.deputy_email.is_some(),
        })),
    );
    write_to(app, tx, row, &approval, false).await?;
    Ok(Some(approval))
}

/// Takes back what is asked about a nomination, if anything is.
pub(in crate::usecase) async fn cancel(tx: &mut Tx, row: &ApplicationRow) -> Result<()> {
    let approvals = tx.approvals(ApprovalFilter::Application(row.application()));
    for approval in approvals.await? {
        if approval.outcome.is_none() {
            super::end(tx, approval.id, "cancelled", None).await?;
        }
    }
    Ok(())
}

/// What a head is told of a nomination. Of a person with protected identity only the alias.
pub(in crate::usecase) async fn nomination(
    tx: &mut Tx,
    row: &ApplicationRow,
    as_deputy: bool,
) -> Result<Nomination> {
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let employer = match contract_of(tx, row).await? {
        Some(contract) => contract.employer,
        None => {
            let channel = tx.channel(&row.channel_id.to_string()).await?;
            channel.map(|channel| channel.title_sv).unwrap_or_default()
        }
    };
    Ok(Nomination {
        employee: person.shown_name(),
        employer,
        contract: row.contract.clone().unwrap_or_default(),
        as_deputy,
    })
}

/// Writes to the head and to the deputy. In Swedish: which language they read is not known.
pub(super) async fn write_to(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    approval: &ApprovalRow,
    again: bool,
) -> Result<()> {
    let offering = call::offering_of(tx, row).await?;
    let told = nomination(tx, row, false).await?;
    let words = Wordings::of(tx, &offering.code).await?;
    let to = [Some(&approval.head_email), approval.deputy_email.as_ref()];
    for (as_deputy, address) in [false, true].into_iter().zip(to) {
        let Some(address) = address else { continue };
        let token = link::approval_token(app, approval.id, as_deputy);
        let (employee, course) = (told.employee.clone(), offering.title_sv.clone());
        let (contract, employer) = (told.contract.clone(), told.employer.clone());
        let offering_code = offering.code.clone();
        let answer_by = approval.expires_at.0;
        let link = link::url(app, &token);
        let letter = if again {
            Letter::ApprovalReminder {
                employee,
                course,
                offering_code,
                contract,
                employer,
                answer_by,
                link,
                as_deputy,
            }
        } else {
            Letter::ApprovalAsked {
                employee,
                course,
                offering_code,
                contract,
                employer,
                answer_by,
                link,
                as_deputy,
            }
        };
        let letter = words.word_to(letter, Language::Sv);
        letters::enqueue_to_address(app, tx, address, Language::Sv, &letter).await?;
    }
    Ok(())
}
