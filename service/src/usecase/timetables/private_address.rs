//! A person's own calendar, fetched from an address that only the person may give.

use super::{
    address::{self, AddressView},
    fetched::{self, Read},
    private::{self, PrivateCalendar},
};
use crate::{
    app::App,
    error::{Error, Result},
    throttle::TooSoon,
    usecase::Caller,
};
use samverkan_domain::id::PersonId;

/// Reads the caller's calendar from an address, now and from now on, in place of what was read before
/// from there or from a file. An address that cannot be read now is not kept.
pub async fn put_private_address(app: &App, caller: &Caller, url: &str) -> Result<PrivateCalendar> {
    let person = caller.participant()?;
    let address = address::parse(app, url)?;
    hold_back(app, person)?;
    let fresh = fetched::visit(app, &address, false).await?;
    let Read::Busy(busy) = &fresh.read else {
        return Err(Error::internal("asked for busy times"));
    };
    let mut tx = app.write(caller).await?;
    let (row, _) = private::store(app, &mut tx, person, busy).await?;
    let before = tx.private_address(person).await?;
    let of = (None, Some(person));
    let kept = address::keep(app, &mut tx, before, of, &address, &fresh).await?;
    let subject = ("person", person.0);
    address::note(&mut tx, "calendar.address_given", subject, &kept);
    app.commit(tx).await?;
    let view = Some(AddressView::of(app, &kept)?);
    private::view(&row, view, busy.faults.clone())
}

/// Reads the caller's calendar from its address now. That it could not be read stands in the answer.
pub async fn refresh_private(app: &App, caller: &Caller) -> Result<PrivateCalendar> {
    let person = caller.participant()?;
    hold_back(app, person)?;
    let mut tx = app.read().await?;
    let known = tx.private_address(person).await?;
    drop(tx);
    let known = known.ok_or(Error::NotFound { what: "address" })?;
    let claimed = fetched::claim(app, &known).await?;
    let fresh = fetched::ask_in_turn(app, &claimed).await;
    fetched::settle(app, claimed, fresh).await?;
    private::private(app, caller).await
}

fn hold_back(app: &App, person: PersonId) -> Result<()> {
    let taken = app.throttles.calendars.take(person.0, app.clock.now());
    taken.map_err(
        |TooSoon {
             retry_after_seconds,
         }| Error::TooMany {
            retry_after_seconds,
        },
    )
}
