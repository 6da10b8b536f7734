//! What an employer's contact sees on the site: the contracts whose head or deputy they are, who is
//! nominated there, and the nominations that wait for their word.
//!
//! A contact is known by address, as by the links in letters: somebody signed in who has proved an
//! address that stands in the contract or in the question. Nothing else makes anybody a contact, and
//! other contracts do not exist. Of people who are nominated they see what the letters say: a name,
//! or an alias.

mod act;

pub use act::{answer, renew};

use super::{Caller, approvals};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{
        Tx,
        application::ApplicationRow,
        contract::{ApprovalFilter, ApprovalRow, ContractRow},
    },
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    application::ApplicationState,
    id::{ApplicationId, ChannelId},
    text::email_key,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A contract as its contact sees it.
#[derive(Debug, Clone)]
pub struct Contract {
    pub id: Uuid,
    pub code: String,
    pub employer: String,
    pub offering_code: String,
    pub course: Text,
    pub starts_on: Date,
    pub ends_on: Date,
    pub seats: i64,
    pub used: i64,
    /// Last day on which somebody else may take a named person's place.
    pub substitute_until: Option<String>,
}

impl Contract {
    pub fn free(&self) -> i64 {
        (self.seats - self.used).max(0)
    }
}

/// Somebody who is nominated.
#[derive(Debug, Clone)]
pub struct Nominated {
    pub application: ApplicationId,
    /// Name, or alias.
    pub name: String,
    pub state: ApplicationState,
    pub contract: String,
    pub offering_code: String,
    pub course: Text,
    /// The contact is asked, and must have answered before this.
    pub answer_by: Option<Timestamp>,
    /// A head has said no, or nothing, and may nominate anew.
    pub may_renew: bool,
}

/// Everything a contact has here.
#[derive(Debug, Clone)]
pub struct Desk {
    pub waiting: Vec<Nominated>,
    pub contracts: Vec<Contract>,
}

/// The addresses that somebody signed in has proved.
struct Contact(BTreeSet<String>);

impl Contact {
    async fn load(tx: &mut Tx, caller: &Caller) -> Result<Self> {
        let emails = tx.emails(caller.participant()?).await?.into_iter();
        let proved = emails.filter(|email| email.verified_at.is_some());
        Ok(Self(proved.map(|email| email.address_key).collect()))
    }

    fn is(&self, address: Option<&String>) -> bool {
        let key = address.and_then(|address| email_key(address));
        key.is_some_and(|key| self.0.contains(&key))
    }

    /// As what the contact is asked.
    fn asked_as(&self, approval: &ApprovalRow) -> Option<&'static str> {
        if self.is(Some(&approval.head_email)) {
            return Some("head");
        }
        self.is(approval.deputy_email.as_ref()).then_some("deputy")
    }

    fn has(&self, contract: &ContractRow) -> bool {
        self.is(contract.head_email.as_ref()) || self.is(contract.deputy_email.as_ref())
    }
}

fn missing() -> Error {
    Error::NotFound { what: "nomination" }
}

async fn application(tx: &mut Tx, id: ApplicationId) -> Result<ApplicationRow> {
    tx.application(id).await?.ok_or_else(missing)
}

/// What was last asked of a head about an application.
async fn last_asked(tx: &mut Tx, row: &ApplicationRow) -> Result<Option<ApprovalRow>> {
    let all = tx.approvals(ApprovalFilter::Application(row.application()));
    Ok(all.await?.pop())
}

async fn contract(tx: &mut Tx, row: ContractRow) -> Result<Contract> {
    let channel = tx.channel(&row.channel_id.to_string()).await?;
    let channel = channel.ok_or_else(missing)?;
    let offering = samverkan_domain::id::OfferingId(channel.offering_id);
    let offering = tx.offering_by_id(offering).await?.ok_or_else(missing)?;
    let dates = offering.dates()?;
    let used = tx.contract_seats_used(ChannelId(row.channel_id), &row.code);
    Ok(Contract {
        used: used.await?,
        id: row.id,
        code: row.code,
        employer: row.employer,
        offering_code: offering.code,
        course: Text::new(offering.title_sv, offering.title_en),
        starts_on: dates.starts_on,
        ends_on: dates.ends_on,
        seats: row.seats,
        substitute_until: row.substitute_until,
    })
}

async fn nominated(tx: &mut Tx, contact: &Contact, row: &ApplicationRow) -> Result<Nominated> {
    let told = approvals::nomination(tx, row, false).await?;
    let offering = super::reserves::call::offering_of(tx, row).await?;
    let asked = last_asked(tx, row).await?;
    let now = tx.now();
    let open = asked.as_ref().filter(|approval| {
        let mine = contact.asked_as(approval).is_some();
        approval.outcome.is_none() && mine && now < approval.expires_at.0
    });
    let state = row.state()?;
    Ok(Nominated {
        application: row.application(),
        name: told.employee,
        contract: told.contract,
        answer_by: open.map(|approval| approval.expires_at.0),
        may_renew: approvals::ended_by_head(tx, row).await?,
        state,
        offering_code: offering.code,
        course: Text::new(offering.title_sv, offering.title_en),
    })
}

/// What waits for the caller's word, and the contracts they answer for.
pub async fn desk(app: &App, caller: &Caller) -> Result<Desk> {
    let mut tx = app.read().await?.at(app.clock.now());
    let contact = Contact::load(&mut tx, caller).await?;
    let (mut waiting, mut contracts, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
    for key in &contact.0 {
        for approval in tx.approvals_of_contact(key).await? {
            let row = application(&mut tx, ApplicationId(approval.application_id)).await?;
            let one = nominated(&mut tx, &contact, &row).await?;
            if one.answer_by.is_some() && known.insert(row.id) {
                waiting.push(one);
            }
        }
        for row in tx.contracts_of_contact(key).await? {
            if contact.has(&row) && known.insert(row.id) {
                contracts.push(contract(&mut tx, row).await?);
            }
        }
    }
    waiting.sort_by_key(|one| (one.answer_by, one.application));
    contracts.sort_by(|a, b| {
        b.starts_on
            .cmp(&a.starts_on)
            .then_with(|| a.code.cmp(&b.code))
    });
    Ok(Desk { waiting, contracts })
}

/// Whether the caller is anybody's contact.
pub async fn is_contact(app: &App, caller: &Caller) -> Result<bool> {
    let mut tx = app.read().await?;
    let contact = Contact::load(&mut tx, caller).await?;
    for key in &contact.0 {
        if !tx.contracts_of_contact(key).await?.is_empty()
            || !tx.approvals_of_contact(key).await?.is_empty()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One contract of the caller's, with everybody nominated under it, in order of name.
pub async fn one(app: &App, caller: &Caller, id: Uuid) -> Result<(Contract, Vec<Nominated>)> {
    let mut tx = app.read().await?.at(app.clock.now());
    let contact = Contact::load(&mut tx, caller).await?;
    let mut found = None;
    for key in &contact.0 {
        let rows = tx.contracts_of_contact(key).await?.into_iter();
        found = found.or(rows
            .into_iter()
            .find(|row| row.id == id && contact.has(row)));
    }
    let row = found.ok_or(Error::NotFound { what: "contract" })?;
    let mut people = Vec::new();
    let channel = ChannelId(row.channel_id);
    for application in tx.nominated(channel, &row.code).await? {
        people.push(nominated(&mut tx, &contact, &application).await?);
    }
    people.sort_by_key(|one| samverkan_domain::text::swedish_sort_key(&one.name));
    Ok((contract(&mut tx, row).await?, people))
}

/// Whether the caller may do anything about a nomination: asked about it last, or contact of its
/// contract. Anybody else's does not exist.
async fn concerns(tx: &mut Tx, contact: &Contact, row: &ApplicationRow) -> Result<()> {
    let asked = last_asked(tx, row).await?;
    if asked.is_some_and(|approval| contact.asked_as(&approval).is_some()) {
        return Ok(());
    }
    let contracts = tx.contracts(ChannelId(row.channel_id)).await?;
    let mut contracts = contracts.into_iter();
    let own = contracts.find(|one| Some(&one.code) == row.contract.as_ref());
    if own.is_some_and(|contract| contact.has(&contract)) {
        return Ok(());
    }
    Err(missing())
}

/// One nomination that concerns the caller.
pub async fn nomination(app: &App, caller: &Caller, id: ApplicationId) -> Result<Nominated> {
    let mut tx = app.read().await?.at(app.clock.now());
    let contact = Contact::load(&mut tx, caller).await?;
    let row = application(&mut tx, id).await?;
    concerns(&mut tx, &contact, &row).await?;
    nominated(&mut tx, &contact, &row).await
}
