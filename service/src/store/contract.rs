//! Contracts with employers, and the approval of their nominations.

use super::{
    At, Result, Tx,
    application::{ApplicationRow, application_columns},
};
use samverkan_domain::id::{ApplicationId, ApprovalId, ChannelId};
use uuid::Uuid;

/// Uppdragsavtal: the places an employer has in a channel.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ContractRow {
    pub id: Uuid,
    pub channel_id: Uuid,
    pub code: String,
    pub employer: String,
    pub seats: i64,
    /// Last day on which somebody else may take a named person's place.
    pub substitute_until: Option<String>,
    pub invoice_reference: Option<String>,
    pub head_email: Option<String>,
    pub deputy_email: Option<String>,
    pub revision: i64,
    /// Price per place, in öre.
    pub price_ore: Option<i64>,
    /// The buyer's order number.
    pub order_reference: Option<String>,
    /// Last day on which a place can be given back without being charged.
    pub free_until: Option<String>,
}

/// The head's word on one nomination, asked for by a link that works once.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ApprovalRow {
    pub id: Uuid,
    pub application_id: Uuid,
    pub head_hash: Vec<u8>,
    pub head_email: String,
    pub deputy_hash: Option<Vec<u8>>,
    pub deputy_email: Option<String>,
    pub asked_at: At,
    pub remind_at: At,
    pub reminded_at: Option<At>,
    pub expires_at: At,
    /// `approved`, `refused`, `expired` or `cancelled`; open while absent.
    pub outcome: Option<String>,
    /// `head` or `deputy`.
    pub answered_as: Option<String>,
    pub ended_at: Option<At>,
}

/// What to look for among approvals.
#[derive(Debug, Clone, Copy)]
pub enum ApprovalFilter {
    Application(ApplicationId),
    Channel(ChannelId),
    /// Open ones whose time has run out.
    Expired,
    /// Open ones whose reminder is due and has not been sent.
    ToRemind,
}

impl Tx {
    pub async fn insert_contract(&mut self, row: &ContractRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO contract (id, channel_id, code, employer, seats, substitute_until,
                                   invoice_reference, head_email, deputy_email, revision,
                                   price_ore, order_reference, free_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12)",
            row.id,
            row.channel_id,
            &row.code,
            &row.employer,
            row.seats,
            &row.substitute_until,
            &row.invoice_reference,
            &row.head_email,
            &row.deputy_email,
            row.price_ore,
            &row.order_reference,
            &row.free_until
        )?;
        Ok(())
    }

    /// Writes what can change in a contract. `None` if it no longer has `row.revision`.
    pub async fn update_contract(&mut self, row: &ContractRow) -> Result<Option<i64>> {
        let updated: Option<(i64,)> = fetch_optional!(
            self,
            (i64,),
            "UPDATE contract SET employer = $3, seats = $4, substitute_until = $5,
                 invoice_reference = $6, head_email = $7, deputy_email = $8, price_ore = $9,
                 order_reference = $10, free_until = $11, revision = revision + 1
             WHERE id = $1 AND revision = $2 RETURNING revision",
            row.id,
            row.revision,
            &row.employer,
            row.seats,
            &row.substitute_until,
            &row.invoice_reference,
            &row.head_email,
            &row.deputy_email,
            row.price_ore,
            &row.order_reference,
            &row.free_until
        )?;
        Ok(updated.map(|(revision,)| revision))
    }

    pub async fn contracts(&mut self, channel: ChannelId) -> Result<Vec<ContractRow>> {
        fetch_all!(
            self,
            ContractRow,
            "SELECT id, channel_id, code, employer, seats, substitute_until, invoice_reference,
                    head_email, deputy_email, revision, price_ore, order_reference, free_until
             FROM contract WHERE channel_id = $1 ORDER BY code",
            channel.0
        )
    }

    /// Contracts whose head or deputy has this address.
    pub async fn contracts_of_contact(&mut self, address_key: &str) -> Result<Vec<ContractRow>> {
        fetch_all!(
            self,
            ContractRow,
            "SELECT id, channel_id, code, employer, seats, substitute_until, invoice_reference,
                    head_email, deputy_email, revision, price_ore, order_reference, free_until
             FROM contract WHERE LOWER(head_email) = $1 OR LOWER(deputy_email) = $1
             ORDER BY code, id",
            address_key
        )
    }

    /// Open questions to a head or deputy with this address, the first to run out first.
    pub async fn approvals_of_contact(&mut self, address_key: &str) -> Result<Vec<ApprovalRow>> {
        fetch_all!(
            self,
            ApprovalRow,
            "SELECT id, application_id, head_hash, head_email, deputy_hash, deputy_email, asked_at,
                    remind_at, reminded_at, expires_at, outcome, answered_as, ended_at
             FROM approval
             WHERE outcome IS NULL AND (LOWER(head_email) = $1 OR LOWER(deputy_email) = $1)
             ORDER BY expires_at, id",
            address_key
        )
    }

    /// Everybody who has been nominated under a contract, in the order they were.
    pub async fn nominated(
        &mut self,
        channel: ChannelId,
        code: &str,
    ) -> Result<Vec<ApplicationRow>> {
        fetch_all!(
            self,
            ApplicationRow,
            concat!(
                "SELECT ",
                application_columns!(),
                " FROM application WHERE channel_id = $1 AND contract = $2 ORDER BY id"
            ),
            channel.0,
            code
        )
    }

    /// Seats of a contract that are taken, or asked for and not yet decided.
    pub async fn contract_seats_used(&mut self, channel: ChannelId, code: &str) -> Result<i64> {
        let (used,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM application
             WHERE channel_id = $1 AND contract = $2
               AND state IN ('awaiting_approval', 'submitted', 'called', 'admitted', 'accepted',
                             'registered', 'completed')",
            channel.0,
            code
        )?;
        Ok(used)
    }

    pub async fn insert_approval(&mut self, row: &ApprovalRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO approval (id, application_id, head_hash, head_email, deputy_hash,
                                   deputy_email, asked_at, remind_at, reminded_at, expires_at,
                                   outcome, answered_as, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            row.id,
            row.application_id,
            &row.head_hash,
            &row.head_email,
            &row.deputy_hash,
            &row.deputy_email,
            row.asked_at,
            row.remind_at,
            row.reminded_at,
            row.expires_at,
            &row.outcome,
            &row.answered_as,
            row.ended_at
        )?;
        Ok(())
    }

    pub async fn approvals(&mut self, filter: ApprovalFilter) -> Result<Vec<ApprovalRow>> {
        let (application, channel, due) = match filter {
            ApprovalFilter::Application(id) => (Some(id.0), None, ""),
            ApprovalFilter::Channel(id) => (None, Some(id.0), ""),
            ApprovalFilter::Expired => (None, None, "expired"),
            ApprovalFilter::ToRemind => (None, None, "remind"),
        };
        fetch_all!(
            self,
            ApprovalRow,
            "SELECT a.id, a.application_id, a.head_hash, a.head_email, a.deputy_hash,
                    a.deputy_email, a.asked_at, a.remind_at, a.reminded_at, a.expires_at,
                    a.outcome, a.answered_as, a.ended_at
             FROM approval a JOIN application p ON p.id = a.application_id
             WHERE ($1 IS NULL OR a.application_id = $1) AND ($2 IS NULL OR p.channel_id = $2)
               AND ($3 <> 'expired' OR (a.outcome IS NULL AND a.expires_at <= $4))
               AND ($3 <> 'remind' OR (a.outcome IS NULL AND a.reminded_at IS NULL
                                       AND a.remind_at <= $4 AND a.expires_at > $4))
             ORDER BY a.id",
            application,
            channel,
            due,
            self.now
        )
    }

    /// The approval a link leads to: the head's or the deputy's.
    pub async fn approval_by_token(&mut self, hash: &[u8]) -> Result<Option<ApprovalRow>> {
        fetch_optional!(
            self,
            ApprovalRow,
            "SELECT id, application_id, head_hash, head_email, deputy_hash, deputy_email, asked_at,
                    remind_at, reminded_at, expires_at, outcome, answered_as, ended_at
             FROM approval WHERE head_hash = $1 OR deputy_hash = $1",
            hash
        )
    }

    /// Ends an open approval; says whether it was open.
    pub async fn end_approval(
        &mut self,
        id: ApprovalId,
        outcome: &str,
        answered_as: Option<&str>,
    ) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE approval SET outcome = $2, answered_as = $3, ended_at = $4
             WHERE id = $1 AND outcome IS NULL",
            id.0,
            outcome,
            answered_as,
            self.now
        )?;
        Ok(changed == 1)
    }

    /// Notes that the reminder is sent; says whether it was not before.
    pub async fn approval_reminded(&mut self, id: ApprovalId) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE approval SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL",
            id.0,
            self.now
        )?;
        Ok(changed == 1)
    }
}
