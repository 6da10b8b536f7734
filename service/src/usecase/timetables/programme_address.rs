//! A programme's timetable, fetched from an address.

use super::{
    TimetableReport, TimetableView, address,
    fetched::{self, Read},
    find_programme, import, list,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, busy_address::BusyAddressRow},
    usecase::{Caller, Permission, registers::register_subject},
};

/// Reads a programme's timetable from an address, now and from now on. With anything in it that is
/// not understood nothing is read and the address is not kept.
pub async fn put_address(
    app: &App,
    caller: &Caller,
    programme: &str,
    url: &str,
    dry_run: bool,
) -> Result<TimetableReport> {
    caller.require(Permission::Import)?;
    let mut tx = app.read().await?;
    find_programme(&mut tx, programme).await?;
    drop(tx);
    let address = address::parse(app, url)?;
    let fresh = fetched::visit(app, &address, true).await?;
    let Read::Timetable(read) = &fresh.read else {
        return Err(Error::internal("asked for a timetable"));
    };
    let mut tx = app.write(caller).await?;
    find_programme(&mut tx, programme).await?;
    let report = import::put(app, &mut tx, programme, read, dry_run).await?;
    if dry_run || !report.sound {
        tx.rollback().await?;
        return Ok(report);
    }
    let before = known(&mut tx, programme).await?;
    let of = (Some(programme), None);
    let kept = address::keep(app, &mut tx, before, of, &address, &fresh).await?;
    note(&mut tx, "timetable.address_given", programme, &kept);
    app.commit(tx).await?;
    Ok(report)
}

/// Fetches a programme's timetable no more. What has been read stays.
pub async fn remove_address(app: &App, caller: &Caller, programme: &str) -> Result<()> {
    caller.require(Permission::Import)?;
    let mut tx = app.write(caller).await?;
    let row = known(&mut tx, programme).await?;
    let row = row.ok_or(Error::NotFound { what: "address" })?;
    tx.delete_busy_address(row.id).await?;
    note(&mut tx, "timetable.address_removed", programme, &row);
    app.commit(tx).await
}

/// Reads a programme's timetable from its address now. That it could not be read stands in the answer.
pub async fn refresh(app: &App, caller: &Caller, programme: &str) -> Result<TimetableView> {
    caller.require(Permission::Import)?;
    let mut tx = app.read().await?;
    let row = known(&mut tx, programme).await?;
    drop(tx);
    let row = row.ok_or(Error::NotFound { what: "address" })?;
    let claimed = fetched::claim(app, &row).await?;
    let fresh = fetched::ask_in_turn(app, &claimed).await;
    fetched::settle(app, claimed, fresh).await?;
    let mut all = list(app, caller).await?.into_iter();
    let found = all.find(|view| view.programme == programme);
    found.ok_or(Error::NotFound { what: "programme" })
}

async fn known(tx: &mut Tx, programme: &str) -> Result<Option<BusyAddressRow>> {
    let mut all = tx.timetable_addresses().await?.into_iter();
    Ok(all.find(|row| row.programme.as_deref() == Some(programme)))
}

fn note(tx: &mut Tx, name: &'static str, programme: &str, row: &BusyAddressRow) {
    let subject = ("register", register_subject("programme", programme));
    address::note(tx, name, subject, row);
}
