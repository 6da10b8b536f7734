//! Contracts with employers (uppdragsavtal).

use super::{Context, export_invoice, or_empty};
use crate::{
    args::{Seen, day_or_none},
    client::{api::types, fresh_key, if_match},
    error::{CliError, Result},
    output::{col, num},
    text::text,
};
use clap::{Args, Subcommand};

const ADD_EXAMPLE: &str = "\
Example:
  samverkan contract add UPPDRAG-1880 KOMMUN-2027 --employer 'Örebro kommun' --seats 6 \\
    --substitute-until 2027-01-18 --head-email chef@kommun.example";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Contracts of a channel, with how much of them is used
    List {
        /// Code or id of the channel
        channel: String,
    },
    /// Add a contract to an employer's channel
    #[command(after_help = ADD_EXAMPLE)]
    Add(Add),
    /// Change a contract; what is left out stays, an empty text takes the value away
    #[command(
        after_help = "Example:\n  samverkan contract edit UPPDRAG-1880 KOMMUN-2027 --seats 8"
    )]
    Edit(Edit),
    /// Bases of invoices that have been taken out of a contract (fakturaunderlag)
    Bases {
        /// Code or id of the channel
        channel: String,
        /// Code of the contract
        code: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// Last day on which somebody else may take a named person's place
    #[arg(long, value_name = "DAY", value_parser = day_or_none)]
    substitute_until: Option<String>,
    /// Reference on the invoice
    #[arg(long, value_name = "TEXT")]
    invoice_reference: Option<String>,
    /// Address of the head who approves
    #[arg(long, value_name = "ADDRESS")]
    head_email: Option<String>,
    /// Address of the head's deputy
    #[arg(long, value_name = "ADDRESS")]
    deputy_email: Option<String>,
    /// Price per place, in kronor
    #[arg(long, value_name = "KRONOR")]
    price: Option<String>,
    /// The buyer's order number
    #[arg(long, value_name = "TEXT")]
    order_reference: Option<String>,
    /// Last day on which a place can be given back without being charged
    #[arg(long, value_name = "DAY", value_parser = day_or_none)]
    free_until: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Code or id of the channel
    channel: String,
    /// Code, as the employer's list names it
    code: String,
    /// Name of the employer
    #[arg(long, value_name = "NAME")]
    employer: String,
    /// Number of places
    #[arg(long)]
    seats: i64,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// Code or id of the channel
    channel: String,
    /// Code of the contract
    code: String,
    /// Name of the employer
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    /// Number of places
    #[arg(long)]
    seats: Option<i64>,
    #[command(flatten)]
    terms: Terms,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { channel } => list(context, channel).await,
        Verb::Add(new) => add(context, new).await,
        Verb::Edit(change) => edit(context, change).await,
        Verb::Bases { channel, code } => export_invoice::list(context, channel, code).await,
    }
}

async fn fetch(context: &Context<'_>, channel: &str) -> Result<Vec<types::Contract>> {
    let call = context.api.list_contracts().channel(channel);
    Ok(call.send().await?.into_inner())
}

async fn list(context: &Context<'_>, channel: &str) -> Result {
    let contracts = fetch(context, channel).await?;
    context.out.show(&contracts, |out| {
        let rows = contracts.iter().map(|contract| {
            vec![
                contract.code.clone(),
                contract.employer.clone(),
                contract.seats_used.to_string(),
                contract.seats.to_string(),
                or_empty(contract.substitute_until.as_ref()),
                or_empty(contract.invoice_reference.as_ref()),
                or_empty(contract.head_email.as_ref()),
                or_empty(contract.deputy_email.as_ref()),
            ]
        });
        let columns = [
            col("Avtal", "Contract"),
            col("Arbetsgivare", "Employer"),
            num("Använda", "Used"),
            num("Platser", "Seats"),
            col("Ersättare till", "Substitutes until"),
            col("Fakturareferens", "Invoice reference"),
            col("Chef", "Head"),
            col("Chefens ersättare", "Deputy"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

async fn add(context: &Context<'_>, new: &Add) -> Result {
    let terms = &new.terms;
    let body = types::NewContract {
        code: new.code.clone(),
        deputy_email: terms.deputy_email.clone(),
        employer: new.employer.clone(),
        free_until: said(terms.free_until.clone()),
        head_email: terms.head_email.clone(),
        invoice_reference: terms.invoice_reference.clone(),
        order_reference: terms.order_reference.clone(),
        price_ore: export_invoice::price_or_none(terms.price.as_deref().unwrap_or_default())?,
        seats: new.seats,
        substitute_until: said(terms.substitute_until.clone()),
    };
    let call = context.api.create_contract().channel(&new.channel);
    let made = call
        .idempotency_key(fresh_key())
        .body(body)
        .send()
        .await?
        .into_inner();
    let code = &new.code;
    context.out.show(&made, |out| {
        out.say(&text!(
            "Avtalet {code} finns nu",
            "The contract {code} now exists"
        ))
    })
}

/// An empty text takes the value away.
fn said(value: Option<String>) -> Option<String> {
    value.filter(|text| !text.is_empty())
}

async fn edit(context: &Context<'_>, change: &Edit) -> Result {
    let (channel, code) = (&change.channel, &change.code);
    let mut contracts = fetch(context, channel).await?.into_iter();
    let Some(before) = contracts.find(|contract| contract.code == *code) else {
        return Err(CliError::usage_with(
            text!(
                "{channel} har inget avtal {code}",
                "{channel} has no contract {code}"
            ),
            text!(
                "`samverkan contract list {channel}` visar dem",
                "`samverkan contract list {channel}` lists them"
            ),
        ));
    };
    let terms = &change.terms;
    let kept = |new: &Option<String>, old: Option<String>| said(new.clone().or(old));
    let body = types::ContractBody {
        deputy_email: kept(&terms.deputy_email, before.deputy_email),
        employer: change.employer.clone().unwrap_or(before.employer),
        free_until: kept(&terms.free_until, before.free_until),
        head_email: kept(&terms.head_email, before.head_email),
        invoice_reference: kept(&terms.invoice_reference, before.invoice_reference),
        order_reference: kept(&terms.order_reference, before.order_reference),
        price_ore: match &terms.price {
            Some(price) => export_invoice::price_or_none(price)?,
            None => before.price_ore,
        },
        seats: change.seats.unwrap_or(before.seats),
        substitute_until: kept(&terms.substitute_until, before.substitute_until),
    };
    let call = context.api.edit_contract().channel(channel).code(code);
    let call = call.if_match(if_match(change.seen.revision, before.revision));
    let after = call.body(body).send().await?.into_inner();
    context.out.show(&after, |out| {
        let (used, seats) = (after.seats_used, after.seats);
        out.say(&text!(
            "{code}: {used} av {seats} platser använda",
            "{code}: {used} of {seats} seats used"
        ))
    })
}
