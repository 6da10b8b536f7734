//! Uppdragsavtal: the places an employer has in a channel, and on what terms.

use super::{
    Caller, Permission, Seen,
    channels::find_channel,
    once::{Claim, Once},
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, channel::ChannelRow, contract::ContractRow},
};
use jiff::civil::Date;
use samverkan_domain::{
    fact::Fact,
    id::{ChannelId, OfferingId},
    limits,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A contract as it is to be. Everything but the code can be changed later.
#[derive(Debug, Clone, Serialize)]
pub struct ContractRequest {
    pub code: String,
    pub employer: String,
    pub seats: i64,
    /// Last day on which somebody else may take a named person's place; none: nobody may.
    pub substitute_until: Option<Date>,
    pub invoice_reference: Option<String>,
    pub head_email: Option<String>,
    pub deputy_email: Option<String>,
    /// Per place, in öre.
    pub price_ore: Option<i64>,
    /// The buyer's order number.
    pub order_reference: Option<String>,
    /// Last day on which a place can be given back without being charged.
    pub free_until: Option<Date>,
}

/// A contract and how much of it is used.
#[derive(Debug, Clone)]
pub struct ContractView {
    pub row: ContractRow,
    pub seats_used: i64,
}

/// The contracts of a channel, by code.
pub async fn list(app: &App, caller: &Caller, channel: &str) -> Result<Vec<ContractView>> {
    caller.require(Permission::EditCatalogue)?;
    let mut tx = app.read().await?;
    let channel = find_channel(&mut tx, channel).await?;
    let mut views = Vec::new();
    for row in tx.contracts(ChannelId(channel.id)).await? {
        views.push(view(&mut tx, row).await?);
    }
    Ok(views)
}

async fn view(tx: &mut Tx, row: ContractRow) -> Result<ContractView> {
    let used = tx.contract_seats_used(ChannelId(row.channel_id), &row.code);
    let seats_used = used.await?;
    Ok(ContractView { row, seats_used })
}

pub async fn create(
    app: &App,
    caller: &Caller,
    channel: &str,
    request: &ContractRequest,
    once: Option<&Once>,
) -> Result<Uuid> {
    caller.require(Permission::EditCatalogue)?;
    let mut row = checked(request)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim(once, app, &mut tx).await? {
        return Ok(id);
    }
    let channel = lock(&mut tx, channel).await?;
    if channel.kind != "employer" {
        return Err(Error::refused(
            "not-an-employer-channel",
            "Avtal hör till kanaler av slaget employer.",
            "Contracts belong to channels of the kind employer.",
        ));
    }
    row.id = app.seeds.id(tx.now());
    row.channel_id = channel.id;
    tx.insert_contract(&row).await?;
    tx.record(Fact::new("contract.created", "contract", row.id).after(fields(&row)));
    Once::keep(once, app, &mut tx, &row.id).await?;
    app.commit(tx).await?;
    Ok(row.id)
}

/// Changes a contract that the caller has seen. Places that are used cannot be taken away.
pub async fn edit(
    app: &App,
    caller: &Caller,
    channel: &str,
    request: &ContractRequest,
    seen: Seen,
) -> Result<ContractView> {
    caller.require(Permission::EditCatalogue)?;
    let mut row = checked(request)?;
    let mut tx = app.write(caller).await?;
    let channel = lock(&mut tx, channel).await?;
    let known = tx.contracts(ChannelId(channel.id)).await?;
    let known = known.into_iter().find(|known| known.code == row.code);
    let before = known.ok_or(Error::NotFound { what: "contract" })?;
    seen.require(before.revision)?;
    (row.id, row.channel_id, row.revision) = (before.id, channel.id, before.revision);
    let used = tx
        .contract_seats_used(ChannelId(channel.id), &row.code)
        .await?;
    if row.seats < used && row.seats < before.seats {
        return Err(Error::refused(
            "contract-seats-used",
            format!("{used} platser i avtalet är redan använda. Lämna återbud först."),
            format!("{used} seats of the contract are used already. Withdraw people first."),
        ));
    }
    let revision = tx.update_contract(&row).await?;
    let current = row.revision + 1;
    row.revision = revision.ok_or(Error::Stale { current })?;
    tx.record(
        Fact::new("contract.changed", "contract", row.id)
            .before(fields(&before))
            .after(fields(&row)),
    );
    let view = view(&mut tx, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// The channel, so that nobody takes places in it meanwhile.
async fn lock(tx: &mut Tx, channel: &str) -> Result<ChannelRow> {
    let found = find_channel(tx, channel).await?;
    tx.lock_offering(OfferingId(found.offering_id)).await?;
    find_channel(tx, channel).await
}

/// What the trail keeps: no address.
fn fields(row: &ContractRow) -> Value {
    json!({
        "code": row.code, "seats": row.seats, "substitute_until": row.substitute_until,
        "price_ore": row.price_ore, "free_until": row.free_until,
    })
}

fn checked(request: &ContractRequest) -> Result<ContractRow> {
    let mut faults = Faults::default();
    let code = faults.line("/code", &request.code, 60);
    let employer = faults.line("/employer", &request.employer, limits::LINE_CHARS);
    let seats = faults.range("/seats", request.seats, 0, limits::SEATS);
    let reference = request.invoice_reference.as_deref();
    let invoice_reference =
        faults.optional_line("/invoice_reference", reference, limits::LINE_CHARS);
    let reference = request.order_reference.as_deref();
    let order_reference = faults.optional_line("/order_reference", reference, limits::LINE_CHARS);
    if let Some(price) = request.price_ore {
        faults.range("/price_ore", price, 0, limits::PRICE_ORE);
    }
    let mut address = |pointer: &str, address: &Option<String>| {
        let address = address
            .as_deref()
            .map(str::trim)
            .filter(|address| !address.is_empty())?;
        faults.email(pointer, address);
        Some(address.to_owned())
    };
    let head_email = address("/head_email", &request.head_email);
    let deputy_email = address("/deputy_email", &request.deputy_email);
    faults.finish()?;
    Ok(ContractRow {
        id: Uuid::nil(),
        channel_id: Uuid::nil(),
        code,
        employer,
        seats,
        substitute_until: request.substitute_until.map(|day| day.to_string()),
        invoice_reference,
        head_email,
        deputy_email,
        revision: 1,
        price_ore: request.price_ore,
        order_reference,
        free_until: request.free_until.map(|day| day.to_string()),
    })
}
