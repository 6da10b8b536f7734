//! Fakturaunderlag: what an employer is to pay for, taken out of a contract, numbered and kept.
//!
//! A basis is one contract's. It holds how each nomination stood and names nobody: names are looked up when it is
//! shown, so who has become protected, or nobody, since is that in old bases too.

mod compute;
mod shown;

use super::{Caller, Permission, catalogue};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        invoice::{InvoiceBasisRow, PlacedContractRow},
    },
};
use compute::{Computed, compute};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    export::File,
    fact::Fact,
    invoice::{Standing, Sums},
    person::Language,
};
use serde_json::json;
use uuid::Uuid;

pub use super::exports::ListFormat;

/// Whose basis is meant.
#[derive(Debug, Clone, Default)]
pub struct InvoiceRequest {
    /// All contracts of the offering, unless one is named.
    pub offering: Option<String>,
    pub channel: Option<String>,
    pub contract: Option<String>,
    /// Looked at only: nothing is kept, and there is no file.
    pub preview: bool,
    pub format: ListFormat,
    pub language: Language,
}

/// One contract's basis as its reader may see it.
#[derive(Debug, Clone)]
pub struct InvoiceBasis {
    pub contract: String,
    pub channel: String,
    pub offering: String,
    pub employer: String,
    pub invoice_reference: Option<String>,
    pub order_reference: Option<String>,
    pub price_ore: Option<i64>,
    pub free_until: Option<Date>,
    /// None: only looked at.
    pub number: Option<i64>,
    pub made_at: Option<Timestamp>,
    /// Nothing had changed: it is the one that was there.
    pub unchanged: bool,
    pub sums: Sums,
    pub lines: Vec<InvoiceLine>,
    pub since: Option<Since>,
}

#[derive(Debug, Clone)]
pub struct InvoiceLine {
    pub application: Uuid,
    /// Name, or alias.
    pub name: String,
    pub standing: Standing,
    pub left_on: Option<Date>,
}

/// What has changed since the basis before.
#[derive(Debug, Clone)]
pub struct Since {
    pub number: i64,
    pub charged: i64,
    pub amount_ore: Option<i64>,
    pub changes: Vec<ChangedLine>,
}

#[derive(Debug, Clone)]
pub struct ChangedLine {
    pub application: Uuid,
    pub name: String,
    pub before: Option<Standing>,
    pub after: Option<Standing>,
}

#[derive(Debug, Clone)]
pub struct TakenOut {
    pub bases: Vec<InvoiceBasis>,
    pub files: Vec<File>,
}

/// Computes the basis of each contract that is meant, keeps what is new, and writes them as one file.
pub async fn take_out(app: &App, caller: &Caller, request: &InvoiceRequest) -> Result<TakenOut> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.write(caller).await?;
    let contracts = meant(&mut tx, request).await?;
    let mut bases = Vec::with_capacity(contracts.len());
    for contract in &contracts {
        tx.lock_contract(contract.contract.id).await?;
        let computed = compute(&mut tx, contract).await?;
        let known = tx.invoice_bases(contract.contract.id).await?;
        let same = match known.first() {
            Some(last) => computed.is(last, &tx.invoice_lines(last.id).await?),
            None => false,
        };
        let basis = if same || request.preview {
            let of = if same { known.first() } else { None };
            shown::basis(&mut tx, contract, &computed, of, &known, same).await?
        } else {
            let row = keep(app, &mut tx, caller, &computed, known.first()).await?;
            shown::basis(&mut tx, contract, &computed, Some(&row), &known, false).await?
        };
        bases.push(basis);
    }
    if request.preview {
        // Locks are let go; nothing has been written.
        tx.rollback().await?;
        return Ok(TakenOut {
            bases,
            files: Vec::new(),
        });
    }
    let files = vec![shown::file(app, caller, &bases, request)?];
    record(&mut tx, &contracts, &bases);
    app.commit(tx).await?;
    Ok(TakenOut { bases, files })
}

/// Bases of a contract that have been taken out, newest first, each with what had changed since the one before.
pub async fn list(
    app: &App,
    caller: &Caller,
    channel: &str,
    code: &str,
) -> Result<Vec<InvoiceBasis>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let contract = placed(&mut tx, channel, code).await?;
    let known = tx.invoice_bases(contract.contract.id).await?;
    let mut bases = Vec::with_capacity(known.len());
    for row in &known {
        bases.push(kept(&mut tx, &contract, row, &known).await?);
    }
    Ok(bases)
}

/// A basis once more, as it was taken out, with its file.
pub async fn again(
    app: &App,
    caller: &Caller,
    channel: &str,
    code: &str,
    number: i64,
    request: &InvoiceRequest,
) -> Result<TakenOut> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.write(caller).await?;
    let contract = placed(&mut tx, channel, code).await?;
    let known = tx.invoice_bases(contract.contract.id).await?;
    let row = known.iter().find(|row| row.number == number);
    let row = row.ok_or(Error::NotFound {
        what: "invoice basis",
    })?;
    let bases = vec![kept(&mut tx, &contract, row, &known).await?];
    let files = vec![shown::file(app, caller, &bases, request)?];
    record(&mut tx, &[contract], &bases);
    app.commit(tx).await?;
    Ok(TakenOut { bases, files })
}

async fn kept(
    tx: &mut Tx,
    contract: &PlacedContractRow,
    row: &InvoiceBasisRow,
    known: &[InvoiceBasisRow],
) -> Result<InvoiceBasis> {
    let computed = Computed::of(row, tx.invoice_lines(row.id).await?)?;
    shown::basis(tx, contract, &computed, Some(row), known, false).await
}

/// A file with people in it has left the service.
fn record(tx: &mut Tx, contracts: &[PlacedContractRow], bases: &[InvoiceBasis]) {
    for (contract, basis) in contracts.iter().zip(bases) {
        tx.record(
            Fact::new("invoice_basis.taken_out", "contract", contract.contract.id).after(json!({
                "code": basis.contract, "number": basis.number, "people": basis.lines.len(),
                "charged": basis.sums.charged, "amount_ore": basis.sums.amount_ore,
            })),
        );
    }
}

async fn keep(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    computed: &Computed,
    last: Option<&InvoiceBasisRow>,
) -> Result<InvoiceBasisRow> {
    let row = InvoiceBasisRow {
        id: app.seeds.id(tx.now()),
        number: last.map_or(1, |last| last.number + 1),
        made_by: caller.actor(),
        made_at: tx.now().into(),
        ..computed.row.clone()
    };
    tx.insert_invoice_basis(&row, &computed.lines).await?;
    Ok(row)
}

async fn placed(tx: &mut Tx, channel: &str, code: &str) -> Result<PlacedContractRow> {
    let channel = super::channels::find_channel(tx, channel).await?.code;
    let mut found = tx.contracts_meant(None, Some(&channel), Some(code)).await?;
    found.pop().ok_or(Error::NotFound { what: "contract" })
}

/// The contracts that are meant: an offering's, or one. A code that several have is not enough.
async fn meant(tx: &mut Tx, request: &InvoiceRequest) -> Result<Vec<PlacedContractRow>> {
    let offering = match &request.offering {
        Some(offering) => Some(catalogue::find_offering(tx, offering).await?.offering()),
        None => None,
    };
    let channel = match &request.channel {
        Some(channel) => Some(super::channels::find_channel(tx, channel).await?.code),
        None => None,
    };
    let code = request.contract.as_deref();
    if offering.is_none() && channel.is_none() && code.is_none() {
        return Err(Error::invalid(
            "/contract",
            "required",
            "Säg vilket avtal eller vilket kurstillfälle underlaget gäller.",
            "Say which contract or which offering the basis is for.",
        ));
    }
    let found = tx
        .contracts_meant(offering, channel.as_deref(), code)
        .await?;
    if found.is_empty() {
        return Err(Error::NotFound { what: "contract" });
    }
    if let (Some(code), true) = (code, found.len() > 1) {
        let channels = found.iter().map(|one| one.channel_code.as_str());
        let channels = channels.collect::<Vec<_>>().join(", ");
        return Err(Error::invalid(
            "/channel",
            "ambiguous",
            format!("Flera kanaler har avtalet {code}. Säg vilken du menar: {channels}."),
            format!("Several channels have the contract {code}. Say which you mean: {channels}."),
        ));
    }
    Ok(found)
}
