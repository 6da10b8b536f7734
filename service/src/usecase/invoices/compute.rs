//! A contract's basis as things stand now, and one that was kept, in one shape.

use crate::{
    clock::day,
    error::{Error, Result},
    store::{
        Tx,
        application::ApplicationRow,
        audit::AuditFilter,
        invoice::{InvoiceBasisRow, InvoiceLineRow, PlacedContractRow},
    },
};
use jiff::civil::Date;
use samverkan_domain::{
    id::{ApplicationId, ChannelId},
    invoice::{Nomination, Standing, Sums, Terms, standing, sums},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Terms and lines, with what they come to. Number and maker of the row are those of a kept basis only.
pub(super) struct Computed {
    pub row: InvoiceBasisRow,
    pub lines: Vec<InvoiceLineRow>,
    pub standings: BTreeMap<Uuid, Standing>,
    pub sums: Sums,
}

impl Computed {
    /// A basis as it was kept.
    pub(super) fn of(row: &InvoiceBasisRow, lines: Vec<InvoiceLineRow>) -> Result<Self> {
        let standings = standings(&lines)?;
        let mut sums = sums(&terms_of(row)?, standings.values().copied());
        // What was told stands, whatever is counted today.
        (sums.charged, sums.amount_ore) = (row.charged, row.amount_ore);
        Ok(Self {
            row: row.clone(),
            lines,
            standings,
            sums,
        })
    }

    /// Whether a kept basis says just this.
    pub(super) fn is(&self, kept: &InvoiceBasisRow, lines: &[InvoiceLineRow]) -> bool {
        let same = InvoiceBasisRow {
            id: kept.id,
            number: kept.number,
            made_by: kept.made_by.clone(),
            made_at: kept.made_at,
            ..self.row.clone()
        };
        same == *kept && self.lines == lines
    }
}

pub(super) fn standings(lines: &[InvoiceLineRow]) -> Result<BTreeMap<Uuid, Standing>> {
    let standing = |line: &InvoiceLineRow| {
        let standing = Standing::from_word(&line.standing);
        let standing = standing.ok_or_else(|| Error::internal("an unknown standing"))?;
        Ok((line.application_id, standing))
    };
    lines.iter().map(standing).collect()
}

fn terms_of(row: &InvoiceBasisRow) -> Result<Terms> {
    Ok(Terms {
        seats: row.seats,
        price_ore: row.price_ore,
        free_until: parsed(row.free_until.as_deref())?,
    })
}

pub(super) fn parsed(text: Option<&str>) -> Result<Option<Date>> {
    text.map(|text| text.parse().map_err(Error::internal))
        .transpose()
}

/// How the contract's nominations stand now.
pub(super) async fn compute(tx: &mut Tx, placed: &PlacedContractRow) -> Result<Computed> {
    let contract = &placed.contract;
    let mut row = InvoiceBasisRow {
        id: Uuid::nil(),
        contract_id: contract.id,
        number: 0,
        employer: contract.employer.clone(),
        seats: contract.seats,
        price_ore: contract.price_ore,
        free_until: contract.free_until.clone(),
        invoice_reference: contract.invoice_reference.clone(),
        order_reference: contract.order_reference.clone(),
        charged: 0,
        amount_ore: None,
        made_by: String::new(),
        made_at: tx.now().into(),
    };
    let terms = terms_of(&row)?;
    let channel = ChannelId(contract.channel_id);
    let mut lines = Vec::new();
    for application in tx.nominated(channel, &contract.code).await? {
        let nomination = nomination(tx, &application).await?;
        if let Some(standing) = standing(&nomination, &terms) {
            lines.push(InvoiceLineRow {
                application_id: application.id,
                standing: standing.word().to_owned(),
                left_on: standing.has_left().then(|| nomination.since.to_string()),
            });
        }
    }
    lines.sort_by_key(|line| line.application_id);
    let standings = standings(&lines)?;
    let sums = sums(&terms, standings.values().copied());
    (row.charged, row.amount_ore) = (sums.charged, sums.amount_ore);
    Ok(Computed {
        row,
        lines,
        standings,
        sums,
    })
}

async fn nomination(tx: &mut Tx, row: &ApplicationRow) -> Result<Nomination> {
    let state = row.state()?;
    let mut nomination = Nomination {
        state,
        had_place: state.takes_part(),
        since: day(row.changed_at.0),
        replaced: false,
    };
    if !state.is_active() {
        let id = ApplicationId(row.id);
        let decisions = tx.admissions(id).await?;
        let registration = tx.registration(id).await?;
        nomination.had_place =
            registration.is_some() || decisions.iter().any(|one| one.outcome == "admitted");
        if let Some(ended) = registration.and_then(|one| one.ended_on) {
            nomination.since = ended.parse().map_err(Error::internal)?;
        }
        let substituted = AuditFilter {
            subject: Some(row.id),
            action: Some("application.substituted".to_owned()),
            ..AuditFilter::default()
        };
        nomination.replaced = !tx.audit(&substituted, 1).await?.is_empty();
    }
    Ok(nomination)
}
