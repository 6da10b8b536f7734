//! Bases of invoices (fakturaunderlag) that have been taken out.

use super::{At, Result, Tx, contract::ContractRow};
use samverkan_domain::id::OfferingId;
use uuid::Uuid;

/// A basis: terms and sums as they were.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct InvoiceBasisRow {
    pub id: Uuid,
    pub contract_id: Uuid,
    /// 1, 2, … within the contract.
    pub number: i64,
    pub employer: String,
    pub seats: i64,
    pub price_ore: Option<i64>,
    pub free_until: Option<String>,
    pub invoice_reference: Option<String>,
    pub order_reference: Option<String>,
    pub charged: i64,
    pub amount_ore: Option<i64>,
    pub made_by: String,
    pub made_at: At,
}

/// How one nomination stood in it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct InvoiceLineRow {
    pub application_id: Uuid,
    pub standing: String,
    pub left_on: Option<String>,
}

/// A contract with the codes of where it stands.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct PlacedContractRow {
    #[sqlx(flatten)]
    pub contract: ContractRow,
    pub channel_code: String,
    pub offering_code: String,
}

/// A line of a basis that is about one person.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct OwnInvoiceLineRow {
    pub application_id: Uuid,
    pub contract: String,
    pub number: i64,
    pub standing: String,
    pub left_on: Option<String>,
    pub made_at: At,
}

impl Tx {
    /// Contracts, by offering, channel or code; what is left out is any.
    pub async fn contracts_meant(
        &mut self,
        offering: Option<OfferingId>,
        channel: Option<&str>,
        code: Option<&str>,
    ) -> Result<Vec<PlacedContractRow>> {
        fetch_all!(
            self,
            PlacedContractRow,
            "SELECT k.id, k.channel_id, k.code, k.employer, k.seats, k.substitute_until,
                    k.invoice_reference, k.head_email, k.deputy_email, k.revision, k.price_ore,
                    k.order_reference, k.free_until, c.code AS channel_code,
                    o.code AS offering_code
             FROM contract k JOIN channel c ON c.id = k.channel_id
             JOIN offering o ON o.id = c.offering_id
             WHERE ($1 IS NULL OR o.id = $1) AND ($2 IS NULL OR c.code = $2)
               AND ($3 IS NULL OR k.code = $3)
             ORDER BY k.code, c.code",
            offering.map(|offering| offering.0),
            channel,
            code
        )
    }

    /// Nobody else takes out a basis of the contract until this is over.
    pub async fn lock_contract(&mut self, contract: Uuid) -> Result<()> {
        execute!(
            self,
            "UPDATE contract SET revision = revision WHERE id = $1",
            contract
        )?;
        Ok(())
    }

    pub async fn insert_invoice_basis(
        &mut self,
        row: &InvoiceBasisRow,
        lines: &[InvoiceLineRow],
    ) -> Result<()> {
        execute!(
            self,
            "INSERT INTO invoice_basis (id, contract_id, number, employer, seats, price_ore,
                                        free_until, invoice_reference, order_reference, charged,
                                        amount_ore, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            row.id,
            row.contract_id,
            row.number,
            &row.employer,
            row.seats,
            row.price_ore,
            &row.free_until,
            &row.invoice_reference,
            &row.order_reference,
            row.charged,
            row.amount_ore,
            &row.made_by,
            row.made_at
        )?;
        for line in lines {
            execute!(
                self,
                "INSERT INTO invoice_basis_line (basis_id, application_id, standing, left_on)
                 VALUES ($1, $2, $3, $4)",
                row.id,
                line.application_id,
                &line.standing,
                &line.left_on
            )?;
        }
        Ok(())
    }

    /// The bases of a contract, newest first.
    pub async fn invoice_bases(&mut self, contract: Uuid) -> Result<Vec<InvoiceBasisRow>> {
        fetch_all!(
            self,
            InvoiceBasisRow,
            "SELECT id, contract_id, number, employer, seats, price_ore, free_until,
                    invoice_reference, order_reference, charged, amount_ore, made_by, made_at
             FROM invoice_basis WHERE contract_id = $1 ORDER BY number DESC",
            contract
        )
    }

    pub async fn invoice_lines(&mut self, basis: Uuid) -> Result<Vec<InvoiceLineRow>> {
        fetch_all!(
            self,
            InvoiceLineRow,
            "SELECT application_id, standing, left_on FROM invoice_basis_line
             WHERE basis_id = $1 ORDER BY application_id",
            basis
        )
    }

    /// In which bases a person's applications stand.
    pub async fn invoice_lines_of(&mut self, person: Uuid) -> Result<Vec<OwnInvoiceLineRow>> {
        fetch_all!(
            self,
            OwnInvoiceLineRow,
            "SELECT l.application_id, k.code AS contract, b.number, l.standing, l.left_on, b.made_at
             FROM invoice_basis_line l JOIN invoice_basis b ON b.id = l.basis_id
             JOIN contract k ON k.id = b.contract_id
             JOIN application a ON a.id = l.application_id
             WHERE a.person_id = $1 ORDER BY b.made_at, b.number",
            person
        )
    }
}
