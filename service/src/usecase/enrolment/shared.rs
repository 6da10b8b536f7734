//! What the steps that begin or end a place have in common.

use super::{AdmissionRow, ApplicationRow};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow, person::PersonRow},
    usecase::{Caller, answers},
};
use samverkan_domain::{application::ApplicationState, id::OfferingId, text::plain_line};

/// A decision to be written, beside what the application itself says.
pub(super) struct Ruling {
    pub outcome: &'static str,
    pub reason: Option<Text>,
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
    let (reason, reason_en) = ruling.reason.map(Text::kept).unwrap_or_default();
    tx.insert_admission(&AdmissionRow {
        id: app.seeds.id(now),
        application_id: row.id,
        outcome: ruling.outcome.to_owned(),
        selection_group: row.selection_group.clone(),
        reserve_position: row.reserve_position,
        condition_text: row.condition_text.clone(),
        decided_by: caller.actor(),
        automatic: false,
        reason,
        decided_at: now.into(),
        template_version: crate::mail::letter::TEMPLATE_VERSION,
        diarienummer: ruling.diarienummer,
        selection_id: None,
        findings: row.findings.clone(),
        reason_en,
    })
    .await?;
    Ok(())
}

/// Takes somebody who has left the state `before` out of cohorts and calendars, ends what was still
/// asked of them (a call, a head's approval), and passes on the seat. Says how many cohorts were
/// left.
pub(super) async fn leave(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    before: ApplicationState,
) -> Result<u64> {
    let left = take_out(tx, row).await?;
    answers::left(app, tx, row, before).await?;
    Ok(left)
}

/// Takes somebody out of cohorts and calendars whose seat is somebody else's already.
pub(super) async fn take_out(tx: &mut Tx, row: &ApplicationRow) -> Result<u64> {
    let left = tx
        .remove_member(OfferingId(row.offering_id), row.person())
        .await?;
    tx.bump_calendar().await?;
    Ok(left)
}

/// Locks several offerings in the one order in which everybody does.
pub(super) async fn lock_all(tx: &mut Tx, offerings: &[OfferingRow]) -> Result<()> {
    let ids: Vec<OfferingId> = offerings.iter().map(OfferingRow::offering).collect();
    Ok(tx.lock_offerings(&ids).await?)
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
