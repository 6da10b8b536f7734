//! Channels: how people come in to an offering, and by which rules.

mod policy;

use super::{
    Caller, Permission, Seen,
    catalogue::find_offering,
    once::{Claim, Once},
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        channel::{ChannelRow, NewChannel},
        selection::DrawRow,
    },
};
use jiff::Timestamp;
use policy::{new_policy, promise, read_policy, to_json};
use samverkan_domain::{
    admission::ChannelPolicy,
    course::ChannelKind,
    enrolment::Occupancy,
    fact::Fact,
    id::{ChannelId, OfferingId},
    limits,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(Debug, Clone, Serialize)]
pub struct ChannelRequest {
    pub code: String,
    pub kind: ChannelKind,
    pub title_sv: String,
    pub title_en: String,
    pub seats: i64,
    pub opens_at: Option<Timestamp>,
    pub closes_at: Option<Timestamp>,
    /// [`ChannelPolicy`] as JSON; left out: first come, first served.
    pub policy: Option<Value>,
}

/// What an administrator may change of a channel; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct ChannelChange {
    pub title_sv: Option<String>,
    pub title_en: Option<String>,
    pub seats: Option<i64>,
    pub opens_at: Option<Timestamp>,
    pub closes_at: Option<Timestamp>,
    /// In place of the whole policy there was.
    pub policy: Option<Value>,
}

/// A channel and how full it is.
#[derive(Debug, Clone)]
pub struct ChannelView {
    pub row: ChannelRow,
    pub occupancy: Occupancy,
    /// The promised seed of the next selection, if there is to be one.
    pub draw: Option<DrawRow>,
}

/// One channel, by id or code.
pub async fn channel(app: &App, id_or_code: &str) -> Result<ChannelView> {
    let mut tx = app.read().await?;
    let row = find_channel(&mut tx, id_or_code).await?;
    view(&mut tx, row).await
}

pub(super) async fn view(tx: &mut Tx, row: ChannelRow) -> Result<ChannelView> {
    Ok(ChannelView {
        occupancy: tx.occupancy(row.channel(), None).await?,
        draw: tx.current_draw(row.channel()).await?,
        row,
    })
}

pub async fn find_channel(tx: &mut Tx, id_or_code: &str) -> Result<ChannelRow> {
    tx.channel(id_or_code)
        .await?
        .ok_or(Error::NotFound { what: "channel" })
}

pub async fn create_channel(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &ChannelRequest,
    once: Option<&Once>,
) -> Result<Uuid> {
    caller.require(Permission::EditCatalogue)?;
    let mut faults = Faults::default();
    let code = faults.line("/code", &request.code, 60);
    let title_sv = faults.line("/title_sv", &request.title_sv, limits::LINE_CHARS);
    let title_en = faults.line("/title_en", &request.title_en, limits::LINE_CHARS);
    check_channel(
        &mut faults,
        request.seats,
        request.opens_at,
        request.closes_at,
    );
    faults.finish()?;
    let policy = match &request.policy {
        Some(value) => read_policy(value, request.kind, request.seats)?,
        None => ChannelPolicy::default(),
    };
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim(once, app, &mut tx).await? {
        return Ok(id);
    }
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    let id = ChannelId(app.seeds.id(tx.now()));
    tx.insert_channel(&NewChannel {
        id,
        offering: offering.offering(),
        code: &code,
        kind: request.kind,
        title_sv: &title_sv,
        title_en: &title_en,
        seats: request.seats,
        opens_at: request.opens_at,
        closes_at: request.closes_at,
        policy: &to_json(&policy)?,
    })
    .await?;
    promise(app, &mut tx, id, &policy, request.closes_at).await?;
    tx.record(Fact::new("channel.created", "channel", id.0).after(json!({
        "code": code, "kind": request.kind, "seats": request.seats, "policy": policy,
    })));
    Once::keep(once, app, &mut tx, &id.0).await?;
    app.commit(tx).await?;
    Ok(id.0)
}

fn check_channel(
    faults: &mut Faults,
    seats: i64,
    opens_at: Option<Timestamp>,
    closes_at: Option<Timestamp>,
) {
    faults.range("/seats", seats, 0, limits::SEATS);
    if opens_at
        .zip(closes_at)
        .is_some_and(|(opens, closes)| closes <= opens)
    {
        faults.add(
            "/closes_at",
            "closes-before-opening",
            "Kanalen stänger innan den öppnar.",
            "The channel closes before it opens.",
        );
    }
}

pub async fn edit_channel(
    app: &App,
    caller: &Caller,
    id_or_code: &str,
    change: ChannelChange,
    seen: Seen,
) -> Result<ChannelView> {
    caller.require(Permission::EditCatalogue)?;
    let mut tx = app.write(caller).await?;
    let found = tx
        .channel(id_or_code)
        .await?
        .ok_or(Error::NotFound { what: "channel" })?;
    tx.lock_offering(OfferingId(found.offering_id)).await?;
    let mut row = tx
        .channel(id_or_code)
        .await?
        .ok_or(Error::NotFound { what: "channel" })?;
    seen.require(row.revision)?;
    let before = json!({ "seats": row.seats, "policy": row.policy()? });
    let mut faults = Faults::default();
    if let Some(title) = &change.title_sv {
        row.title_sv = faults.line("/title_sv", title, limits::LINE_CHARS);
    }
    if let Some(title) = &change.title_en {
        row.title_en = faults.line("/title_en", title, limits::LINE_CHARS);
    }
    row.seats = change.seats.unwrap_or(row.seats);
    row.opens_at = change.opens_at.map(Into::into).or(row.opens_at);
    row.closes_at = change.closes_at.map(Into::into).or(row.closes_at);
    check_channel(
        &mut faults,
        row.seats,
        row.opens_at.map(|a| a.0),
        row.closes_at.map(|a| a.0),
    );
    faults.finish()?;
    let policy = new_policy(&mut tx, &row, change.policy.as_ref()).await?;
    row.policy = to_json(&policy)?;
    if !tx.update_channel(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    let closes_at = row.closes_at.map(|at| at.0);
    promise(app, &mut tx, row.channel(), &policy, closes_at).await?;
    tx.record(
        Fact::new("channel.changed", "channel", row.id)
            .before(before)
            .after(json!({ "seats": row.seats, "policy": policy })),
    );
    row.revision += 1;
    super::reserves::seat_freed(app, &mut tx, row.id).await?;
    let view = view(&mut tx, row).await?;
    app.commit(tx).await?;
    Ok(view)
}
