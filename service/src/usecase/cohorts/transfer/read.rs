//! Reading wishes: one's own, and an offering's for administrators.

use super::{Own, TransferChoices, TransferView, find};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, transfer::TransferRow},
    usecase::{Caller, Permission, catalogue::find_offering, cohorts::shown, own_words, people},
};
use samverkan_domain::{
    cohort::Times,
    id::{CohortId, OfferingId, TransferId},
    limits,
};

pub(super) async fn view(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    row: TransferRow,
) -> Result<TransferView> {
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let offering = tx.offering_by_id(row.offering()).await?;
    let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
    let sees = people::sees(caller, &person);
    let read = |sealed: &Vec<u8>| own_words::open(app, sealed);
    let answer = row.answer_sealed.as_ref().filter(|_| sees);
    Ok(TransferView {
        id: TransferId(row.id),
        person: person.person(),
        person_name: shown(caller, &person),
        offering_code: offering.code,
        course: Text::new(offering.title_sv, offering.title_en),
        set_name: row.set_name,
        from: row.from_code,
        wanted: row.wanted_code,
        reason: sees.then(|| read(&row.reason_sealed)).transpose()?,
        state: row.state,
        to: row.to_code,
        answer: answer.map(read).transpose()?,
        asked_at: row.created_at.0,
        decided_at: row.decided_at.map(|at| at.0),
        revision: row.revision,
    })
}

/// What somebody in a cohort may ask for instead of it.
pub async fn transfer_choices(
    app: &App,
    caller: &Caller,
    cohort: CohortId,
) -> Result<TransferChoices> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let own = Own::find(&mut tx, person, cohort).await?;
    own.is_not_alone()?;
    let offering = tx.offering_by_id(own.offering).await?;
    let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
    let asked = tx.transfers_of(person).await?;
    let others = own.others.into_iter();
    Ok(TransferChoices {
        code: own.cohort.code,
        offering_code: offering.code,
        course: Text::new(offering.title_sv, offering.title_en),
        others: others
            .map(|other| {
                let times = Times::from_bits(other.times).unwrap_or_default();
                (other.code, times)
            })
            .collect(),
        waits: asked.iter().any(|row| {
            row.waits() && row.offering() == own.offering && row.set_name == own.set.name
        }),
    })
}

/// The caller's own wishes, the latest first.
pub async fn my_transfers(app: &App, caller: &Caller) -> Result<Vec<TransferView>> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let mut views = Vec::new();
    for row in tx.transfers_of(person).await? {
        views.push(view(app, &mut tx, caller, row).await?);
    }
    Ok(views)
}

/// One wish, for who made it and for administrators. Others' do not exist.
pub async fn transfer(app: &App, caller: &Caller, id: TransferId) -> Result<TransferView> {
    let own = caller.participant().ok();
    if own.is_none() {
        caller.require(Permission::EditCohorts)?;
    }
    let mut tx = app.read().await?;
    let row = find(&mut tx, id).await?;
    if own.is_some_and(|person| person != row.person()) {
        return Err(Error::NotFound {
            what: "cohort transfer",
        });
    }
    view(app, &mut tx, caller, row).await
}

/// Wishes about an offering's cohorts: those that wait first.
pub async fn transfers(app: &App, caller: &Caller, offering: &str) -> Result<Vec<TransferView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut views = Vec::new();
    // Where an offering is placed in another's cohorts, the wishes are about those.
    let host = offering.cohorts_of.map(OfferingId);
    let id = host.unwrap_or_else(|| offering.offering());
    for row in tx.transfers(id, limits::PAGE_ROWS).await? {
        views.push(view(app, &mut tx, caller, row).await?);
    }
    Ok(views)
}
