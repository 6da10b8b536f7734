//! Addresses that calendars are fetched from: how they are kept and shown.

use super::fetched::Fresh;
use crate::{
    app::App,
    error::{Error, Result},
    fetch::{Address, BadAddress, Validators},
    store::{Tx, busy_address::BusyAddressRow},
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    fetching::{Failure, wait},
    id::PersonId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How an address goes, as those may see it who may see that there is one. Never the address.
#[derive(Debug, Clone)]
pub struct AddressView {
    /// The name of the server.
    pub host: String,
    /// When it was last asked.
    pub tried_at: Timestamp,
    /// When it last gave the calendar, or said that it is unchanged.
    pub read_at: Timestamp,
    /// When there last was anything new.
    pub changed_at: Timestamp,
    /// `None`: ended by its owner.
    pub next_at: Option<Timestamp>,
    /// What went wrong the last time; what was read before stands.
    pub failure: Option<Failure>,
    /// How many times in a row.
    pub failures: i64,
}

impl AddressView {
    pub(super) fn of(app: &App, row: &BusyAddressRow) -> Result<Self> {
        let failure = row.failure.as_deref().map(serde_json::from_str);
        Ok(Self {
            host: Kept::open(app, row)
                .and_then(|kept| kept.address(app))
                .map(|address| address.host().to_owned())
                .unwrap_or_default(),
            tried_at: row.tried_at.0,
            read_at: row.read_at.0,
            changed_at: row.changed_at.0,
            next_at: row.due_at.map(|due| due.0),
            failure: failure.transpose().map_err(Error::internal)?,
            failures: row.failures,
        })
    }
}

/// What is sealed of an address. No `Debug`: it is a secret.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    url: String,
    pub(super) validators: Validators,
    /// When the calendar was last read whole.
    pub(super) whole_at: Timestamp,
}

impl Kept {
    pub(super) fn open(app: &App, row: &BusyAddressRow) -> std::result::Result<Self, Failure> {
        let plain = app.secrets.open(&row.sealed).map_err(|_| Failure::Sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
    }

    pub(super) fn seal(&self, app: &App) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(Error::internal)?;
        Ok(app.secrets.seal(&app.seeds, &plain))
    }

    /// The address, held once more against what may be fetched: the rule may have become stricter.
    pub(super) fn address(&self, app: &App) -> std::result::Result<Address, Failure> {
        app.fetcher
            .address(&self.url)
            .map_err(|_| Failure::NotPublic)
    }
}

/// Reads an address as somebody has typed it.
pub(super) fn parse(app: &App, url: &str) -> Result<Address> {
    app.fetcher.address(url).map_err(|bad| {
        let (sv, en) = match bad {
            BadAddress::NotAnAddress => ("Skriv hela adressen.", "Write the whole address."),
            BadAddress::NotHttps => (
                "Adressen ska börja med https:// (eller webcal://).",
                "The address must begin with https:// (or webcal://).",
            ),
            BadAddress::WithLogin => (
                "Ta bort användarnamn och lösenord ur adressen.",
                "Take the user name and password out of the address.",
            ),
            BadAddress::TooLong => ("Adressen är för lång.", "The address is too long."),
        };
        Error::invalid("/url", "bad-address", sv, en)
    })
}

/// An address that has just been read for the first time, in place of `before`.
pub(super) async fn keep(
    app: &App,
    tx: &mut Tx,
    before: Option<BusyAddressRow>,
    of: (Option<&str>, Option<PersonId>),
    address: &Address,
    fresh: &Fresh,
) -> Result<BusyAddressRow> {
    let now = tx.now();
    let kept = Kept {
        url: address.expose().to_owned(),
        validators: fresh.validators.clone(),
        whole_at: now,
    };
    let known = before.is_some();
    let row = before.map_or_else(
        || (app.seeds.id(now), now.into(), 0),
        |row| (row.id, row.created_at, row.revision),
    );
    let (id, created_at, revision) = row;
    let row = BusyAddressRow {
        id,
        programme: of.0.map(str::to_owned),
        person_id: of.1.map(|person| person.0),
        sealed: kept.seal(app)?,
        tried_at: now.into(),
        read_at: now.into(),
        changed_at: now.into(),
        failure: None,
        failures: 0,
        due_at: Some((now + wait(0, None, jitter(app))).into()),
        lease_until: created_at,
        created_at,
        revision,
    };
    if !known {
        tx.insert_busy_address(&row).await?;
    } else if !tx.update_busy_address(&row).await? {
        return Err(Error::Stale {
            current: revision + 1,
        });
    }
    Ok(row)
}

pub(super) fn jitter(app: &App) -> u16 {
    u16::from_be_bytes(app.seeds.bytes())
}

/// The trail says that there is an address, not which.
pub(super) fn note(
    tx: &mut Tx,
    name: &'static str,
    subject: (&'static str, uuid::Uuid),
    row: &BusyAddressRow,
) {
    tx.record(Fact::new(name, subject.0, subject.1).after(json!({ "address": row.id })));
}
