//! Bases of invoices on the wire.

use super::super::{
    exports::{ExportFile, ExportFormat},
    types::{Day, Instant},
};
use crate::usecase::invoices::{self, TakenOut};
use poem_openapi::{Enum, Object};
use samverkan_domain::invoice;
use serde::Deserialize;
use uuid::Uuid;

/// How a nomination stands, as far as paying for it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum PlaceStanding {
    /// Not decided: not charged.
    Waiting,
    /// Has a place: charged.
    Filled,
    /// Registered, or completed: charged.
    Registered,
    /// Given back on the last free day or before it: not charged.
    LeftInTime,
    /// Given back after the last free day: charged.
    LeftLate,
    /// Given back, and the contract says no last free day: not charged; decide by hand.
    LeftUnsaid,
    /// Somebody else came instead: the place is charged once, with them.
    Replaced,
}

impl From<invoice::Standing> for PlaceStanding {
    fn from(standing: invoice::Standing) -> Self {
        use invoice::Standing as S;
        match standing {
            S::Waiting => Self::Waiting,
            S::Filled => Self::Filled,
            S::Registered => Self::Registered,
            S::LeftInTime => Self::LeftInTime,
            S::LeftLate => Self::LeftLate,
            S::LeftUnsaid => Self::LeftUnsaid,
            S::Replaced => Self::Replaced,
        }
    }
}

/// Whose basis to take out: one contract's, or those of all of an offering's contracts.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewInvoiceBases {
    /// Id or code of the offering.
    #[serde(default)]
    pub offering: Option<String>,
    /// Id or code of the channel; needed when several channels have a contract of the code.
    #[serde(default)]
    pub channel: Option<String>,
    /// Code of the contract.
    #[serde(default)]
    pub contract: Option<String>,
    /// Only look: no number is given, nothing is kept, and there is no file.
    #[serde(default)]
    #[oai(default)]
    pub preview: bool,
    #[serde(default)]
    #[oai(default)]
    pub format: ExportFormat,
}

/// The basis of a contract's invoice. Amounts are in öre, as the contract's price: no tax is counted.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceBasis {
    pub contract: String,
    pub channel: String,
    pub offering: String,
    pub employer: String,
    pub invoice_reference: Option<String>,
    pub order_reference: Option<String>,
    pub price_ore: Option<i64>,
    /// Last day on which a place can be given back without being charged.
    pub free_until: Option<Day>,
    /// 1, 2, … within the contract; missing: only looked at.
    pub number: Option<i64>,
    pub made_at: Option<Instant>,
    /// Nothing had changed since the last basis: this is that one.
    pub unchanged: bool,
    /// Places agreed.
    pub agreed: i64,
    /// Places that somebody has, registered or not.
    pub filled: i64,
    pub registered: i64,
    pub waiting: i64,
    pub left_in_time: i64,
    pub left_late: i64,
    pub left_unsaid: i64,
    /// Agreed, and neither filled nor waited for.
    pub unfilled: i64,
    /// Places charged: filled, and given back too late.
    pub charged: i64,
    /// Missing: the contract has no price.
    pub amount_ore: Option<i64>,
    pub lines: Vec<InvoiceLine>,
    /// Missing: it is the first.
    pub since: Option<InvoiceChanges>,
}

/// One nomination.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceLine {
    pub application: Uuid,
    /// Name, or the alias of who is protected.
    pub name: String,
    pub standing: PlaceStanding,
    pub left_on: Option<Day>,
    pub charged: bool,
}

/// What has changed since the basis before.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceChanges {
    /// Number of the basis before.
    pub number: i64,
    pub charged_before: i64,
    pub amount_before_ore: Option<i64>,
    pub changes: Vec<InvoiceChange>,
}

#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceChange {
    pub application: Uuid,
    pub name: String,
    /// Missing: was not in it.
    pub before: Option<PlaceStanding>,
    /// Missing: is not in it any more.
    pub after: Option<PlaceStanding>,
}

/// Bases, and a file of them.
#[derive(Debug, Object)]
pub struct InvoiceBases {
    pub bases: Vec<InvoiceBasis>,
    /// Empty when they were only looked at.
    pub files: Vec<ExportFile>,
}

impl From<invoices::InvoiceBasis> for InvoiceBasis {
    fn from(basis: invoices::InvoiceBasis) -> Self {
        let sums = basis.sums;
        Self {
            contract: basis.contract,
            channel: basis.channel,
            offering: basis.offering,
            employer: basis.employer,
            invoice_reference: basis.invoice_reference,
            order_reference: basis.order_reference,
            price_ore: basis.price_ore,
            free_until: basis.free_until.map(Day),
            number: basis.number,
            made_at: basis.made_at.map(Into::into),
            unchanged: basis.unchanged,
            agreed: sums.agreed,
            filled: sums.filled,
            registered: sums.registered,
            waiting: sums.waiting,
            left_in_time: sums.left_in_time,
            left_late: sums.left_late,
            left_unsaid: sums.left_unsaid,
            unfilled: sums.unfilled,
            charged: sums.charged,
            amount_ore: sums.amount_ore,
            lines: basis.lines.into_iter().map(Into::into).collect(),
            since: basis.since.map(Into::into),
        }
    }
}

impl From<invoices::InvoiceLine> for InvoiceLine {
    fn from(line: invoices::InvoiceLine) -> Self {
        Self {
            application: line.application,
            name: line.name,
            standing: line.standing.into(),
            left_on: line.left_on.map(Day),
            charged: line.standing.is_charged(),
        }
    }
}

impl From<invoices::Since> for InvoiceChanges {
    fn from(since: invoices::Since) -> Self {
        let changes = since.changes.into_iter().map(|change| InvoiceChange {
            application: change.application,
            name: change.name,
            before: change.before.map(Into::into),
            after: change.after.map(Into::into),
        });
        Self {
            number: since.number,
            charged_before: since.charged,
            amount_before_ore: since.amount_ore,
            changes: changes.collect(),
        }
    }
}

impl From<TakenOut> for InvoiceBases {
    fn from(taken: TakenOut) -> Self {
        Self {
            bases: taken.bases.into_iter().map(Into::into).collect(),
            files: taken.files.into_iter().map(Into::into).collect(),
        }
    }
}
