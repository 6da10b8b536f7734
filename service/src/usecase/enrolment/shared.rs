//! What the steps that begin or end a place have in common.

use super::{AdmissionRow, ApplicationRow};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx, catalogue::OfferingRow, contract::ApprovalFilter, person::PersonRow,
        reserve::CallFilter,
    },
    usecase::Caller,
};
use samverkan_domain::{
    id::{ApprovalId, OfferingId, ReserveCallId},
    text::plain_line,
};

/// A decision to be written, beside what the application itself says.
pub(super) struct Ruling {
    pub outcome: &'static str,
    pub reason: Option<String>,
    pub diarienummer: Option<String>,
}

/// Writes a decision that a person has made.
pub(super) async fn rule(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    row: &ApplicationRow,
    ruling: Ruling,
) -> Result<()> {
    let now = tx.now();
    tx.insert_admission(&AdmissionRow {
        id: app.seeds.id(now),
        application_id: row.id,
        outcome: ruling.outcome.to_owned(),
        selection_group: row.selection_group.clone(),
        reserve_position: row.reserve_position,
        condition_text: row.condition_text.clone(),
        decided_by: caller.actor(),
        automatic: false,
        reason: ruling.reason,
        decided_at: now.into(),
        template_version: crate::mail::letter::TEMPLATE_VERSION,
        diarienummer: ruling.diarienummer,
        selection_id: None,
        findings: row.findings.clone(),
    })
    .await?;
    Ok(())
}

/// Takes somebody who no longer takes part out of cohorts and calendars, and ends what was still
/// asked of them: an open call, a head's approval. Says how many cohorts were left.
pub(super) async fn leave(tx: &mut Tx, row: &ApplicationRow) -> Result<u64> {
    let id = row.application();
    for call in tx.reserve_calls(CallFilter::Application(id)).await? {
        tx.end_reserve_call(ReserveCallId(call.id), "cancelled")
            .await?;
    }
    for approval in tx.approvals(ApprovalFilter::Application(id)).await? {
        tx.end_approval(ApprovalId(approval.id), "cancelled", None)
            .await?;
    }
    let offering = OfferingId(row.offering_id);
    let left = tx.remove_member(offering, row.person()).await?;
    tx.bump_calendar().await?;
    Ok(left)
}

/// Locks several offerings in the one order in which everybody does: by the offering whose
/// cohorts are used, that one first. So two writers never wait for each other.
pub(super) async fn lock_all(tx: &mut Tx, offerings: &[OfferingRow]) -> Result<()> {
    let mut order: Vec<_> = offerings
        .iter()
        .map(|one| {
            (
                one.cohorts_of.unwrap_or(one.id),
                one.cohorts_of.is_some(),
                one.id,
            )
        })
        .collect();
    order.sort_unstable();
    order.dedup();
    for (_, _, id) in order {
        tx.lock_offering(OfferingId(id)).await?;
    }
    Ok(())
}

/// A line that says something, or nothing.
pub(super) fn said(text: Option<String>) -> Option<String> {
    text.map(|text| plain_line(&text))
        .filter(|text| !text.is_empty())
}

pub(super) async fn offering_of(tx: &mut Tx, row: &ApplicationRow) -> Result<OfferingRow> {
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    offering.ok_or(Error::NotFound { what: "offering" })
}

pub(super) async fn person_of(tx: &mut Tx, row: &ApplicationRow) -> Result<PersonRow> {
    let person = tx.person(row.person()).await?;
    person.ok_or(Error::NotFound { what: "person" })
}
