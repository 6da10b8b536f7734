//! Selection (urval): draft, review, publish. What is published is a record that anyone can
//! repeat, and it is never changed.

mod gather;
mod letter;
mod publish;
mod receipt;
mod view;

pub use publish::{PublishRequest, publish};
pub use receipt::{Drawn, LinkedReceipt, ReceiptView, own_receipt, receipt, receipt_by_link};
pub use view::{LineView, SelectionView};

use super::{Caller, Permission, Seen, channels::find_channel, two_people};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{Tx, selection::SelectionRow},
};
use gather::{Gathered, gather};
use samverkan_domain::{
    admission::{Seed, select},
    fact::Fact,
    id::{OfferingId, SelectionId},
};
use serde_json::json;
use view::{ByPseudonym, Draft, content, sentences, view};

/// Runs the selection of a channel whose window has closed, as a draft.
pub async fn draft(app: &App, caller: &Caller, channel: &str) -> Result<SelectionView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let found = find_channel(&mut tx, channel).await?;
    tx.lock_offering(OfferingId(found.offering_id)).await?;
    let gathered = gather(app, &mut tx, channel).await?;
    let as_of = day(tx.now());
    let seed = seed_of(app, &gathered)?;
    let channel = &gathered.channel;
    let outcome = select(
        &gathered.selection,
        gathered.seats,
        &gathered.entrants(),
        &seed,
        as_of,
    );
    let draft = Draft {
        as_of,
        seats: gathered.seats,
        groups: outcome.groups,
        unassigned: outcome.unassigned,
        lines: outcome.lines,
    };
    let row = SelectionRow {
        id: app.seeds.id(tx.now()),
        offering_id: channel.offering_id,
        channel_id: channel.id,
        draw_id: gathered.draw.id,
        state: "draft".to_owned(),
        basis: gathered.basis(),
        record: serde_json::to_string(&draft).map_err(Error::internal)?,
        digest: None,
        diarienummer: None,
        created_by: caller.actor(),
        created_at: tx.now().into(),
        reviewed_by: None,
        reviewed_at: None,
        published_by: None,
        published_at: None,
        revision: 1,
    };
    tx.insert_selection(&row).await?;
    tx.record(
        Fact::new("selection.drafted", "selection", row.id).after(json!({
            "channel": channel.code, "applicants": gathered.applicants.len(),
            "groups": draft.groups,
        })),
    );
    let view = view(app, &mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

fn seed_of(app: &App, gathered: &Gathered) -> Result<Seed> {
    let plain = app
        .secrets
        .open(&gathered.draw.seed_sealed)
        .map_err(Error::internal)?;
    let bytes = plain.try_into();
    Ok(Seed(bytes.map_err(|_| {
        Error::internal("a promised seed does not have 32 octets")
    })?))
}

/// The selections of a channel, oldest first, without their lines.
pub async fn list(app: &App, caller: &Caller, channel: &str) -> Result<Vec<SelectionView>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let channel = find_channel(&mut tx, channel).await?;
    let mut views = Vec::new();
    for row in tx.selections(channel.channel()).await? {
        views.push(view(app, &mut tx, caller, row, false).await?);
    }
    Ok(views)
}

/// One selection with its lines.
pub async fn get(app: &App, caller: &Caller, id: SelectionId) -> Result<SelectionView> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let row = selection(&mut tx, id).await?;
    view(app, &mut tx, caller, row, true).await
}

/// The record of a published selection, in canonical form, for everybody who is signed in: it
/// holds pseudonyms, but also merits.
pub async fn record(app: &App, caller: &Caller, id: SelectionId) -> Result<String> {
    if *caller == Caller::Anonymous {
        return Err(Error::Unauthenticated);
    }
    let row = selection(&mut app.read().await?, id).await?;
    if row.state != "published" {
        return Err(Error::NotFound { what: "record" });
    }
    Ok(row.record)
}

/// Somebody has looked through the draft.
pub async fn review(
    app: &App,
    caller: &Caller,
    id: SelectionId,
    seen: Seen,
) -> Result<SelectionView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, id).await?;
    seen.require(row.revision)?;
    require_state(&row, &["draft"])?;
    if app.two_people.selection && !two_people::is_another(&mut tx, caller, &row.created_by).await?
    {
        return Err(second_person());
    }
    row.state = "reviewed".to_owned();
    row.reviewed_by = Some(caller.actor());
    row.reviewed_at = Some(tx.now().into());
    save(&mut tx, &mut row).await?;
    tx.record(Fact::new("selection.reviewed", "selection", row.id));
    let view = view(app, &mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Puts a draft away. The applicants stay as they were.
pub async fn discard(
    app: &App,
    caller: &Caller,
    id: SelectionId,
    seen: Seen,
) -> Result<SelectionView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, id).await?;
    seen.require(row.revision)?;
    require_state(&row, &["draft", "reviewed"])?;
    row.state = "discarded".to_owned();
    save(&mut tx, &mut row).await?;
    tx.record(Fact::new("selection.discarded", "selection", row.id));
    let view = view(app, &mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

async fn selection(tx: &mut Tx, id: SelectionId) -> Result<SelectionRow> {
    tx.selection(id)
        .await?
        .ok_or(Error::NotFound { what: "selection" })
}

async fn lock(tx: &mut Tx, id: SelectionId) -> Result<SelectionRow> {
    let row = selection(tx, id).await?;
    tx.lock_offering(OfferingId(row.offering_id)).await?;
    selection(tx, id).await
}

fn require_state(row: &SelectionRow, states: &[&str]) -> Result<()> {
    if states.contains(&row.state.as_str()) {
        return Ok(());
    }
    let (sv, en) = match row.state.as_str() {
        "published" => (
            "Urvalet är publicerat och ändras inte mer.",
            "The selection is published and is not changed any more.",
        ),
        "discarded" => (
            "Urvalet är kastat. Gör ett nytt utkast.",
            "The selection is discarded. Make a new draft.",
        ),
        "reviewed" => (
            "Urvalet är redan granskat. Publicera det, eller kasta det.",
            "The selection is reviewed already. Publish it, or discard it.",
        ),
        _ => (
            "Urvalet måste granskas innan det publiceras.",
            "The selection must be reviewed before it is published.",
        ),
    };
    Err(Error::refused("wrong-selection-state", sv, en))
}

/// The settings ask for a second person.
fn second_person() -> Error {
    Error::refused(
        "second-person",
        "Den som har gjort utkastet kan inte granska det. Be någon annan.",
        "Who made the draft cannot review it. Ask somebody else.",
    )
}

async fn save(tx: &mut Tx, row: &mut SelectionRow) -> Result<()> {
    row.revision = tx.update_selection(row).await?.ok_or(Error::Stale {
        current: row.revision + 1,
    })?;
    Ok(())
}
