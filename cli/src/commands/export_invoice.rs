//! Fakturaunderlag: what employers are to pay for, taken out of contracts, and what has been taken out before.

use super::{
    Context,
    export::{self, absent, content},
    or_empty,
};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{Lang, Text, text, when, word},
};
use clap::Args;
use samverkan_domain::{invoice::kronor, person::Language};
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "\
Each contract's basis gets a number of its own and is kept. When nothing has changed since the last
one, that one is given again. Who is protected stands under an alias.

Examples:
  samverkan export invoice-basis KOMMUN-2027 --preview
  samverkan export invoice-basis --offering SA123A-V9001V27 --xlsx
  samverkan export invoice-basis KOMMUN-2027 --channel UPPDRAG-1880 --number 1";

#[derive(Debug, Args)]
pub(crate) struct Wanted {
    /// Code of the contract
    #[arg(required_unless_present_any = ["offering", "channel"])]
    contract: Option<String>,
    /// All contracts of this offering: code or id
    #[arg(long)]
    offering: Option<String>,
    /// Code or id of the channel, when several have a contract of the code
    #[arg(long)]
    channel: Option<String>,
    /// One that has been taken out before, once more
    #[arg(long, requires_all = ["contract", "channel"], conflicts_with_all = ["preview", "offering"])]
    number: Option<i64>,
    /// Only look: no number, no file
    #[arg(long)]
    preview: bool,
    /// As a workbook, with where it comes from on a sheet of its own
    #[arg(long)]
    xlsx: bool,
    /// Folder to write to; it is made if it is missing
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

pub(crate) async fn run(context: &Context<'_>, wanted: &Wanted) -> Result {
    let format = wanted.xlsx.then_some(types::ExportFormat::Xlsx);
    let made = match (wanted.number, &wanted.channel, &wanted.contract) {
        (Some(number), Some(channel), Some(contract)) => {
            let call = context.api.take_out_invoice_basis_again();
            let call = call.channel(channel).code(contract).number(number);
            let call = crate::client::given!(call, format: format);
            call.send().await?.into_inner()
        }
        _ => {
            let body = types::NewInvoiceBases {
                channel: wanted.channel.clone(),
                contract: wanted.contract.clone(),
                format,
                offering: wanted.offering.clone(),
                preview: wanted.preview,
            };
            let call = context.api.take_out_invoice_bases();
            call.body(body).send().await?.into_inner()
        }
    };
    context.out.show(&made, |out| {
        let paths = made.files.iter().map(|file| wanted.folder.join(&file.name));
        let paths: Vec<PathBuf> = paths.collect();
        if !wanted.force {
            absent(&paths)?;
        }
        if !paths.is_empty() {
            export::make(&wanted.folder)?;
        }
        for (path, file) in paths.iter().zip(&made.files) {
            export::write(path, &content(file)?)?;
            let shown = path.display();
            out.say(&text!("Skrev {shown}", "Wrote {shown}"))?;
        }
        made.bases.iter().try_for_each(|basis| show(out, basis))
    })
}

/// Bases that have been taken out of a contract.
pub(super) async fn list(context: &Context<'_>, channel: &str, code: &str) -> Result {
    let call = context.api.list_invoice_bases().channel(channel).code(code);
    let bases = call.send().await?.into_inner();
    context.out.show(&bases, |out| {
        let rows = bases.iter().map(|basis| {
            vec![
                or_empty(basis.number.as_ref()),
                basis.made_at.as_deref().map(when).unwrap_or_default(),
                basis.agreed.to_string(),
                basis.filled.to_string(),
                basis.charged.to_string(),
                basis
                    .amount_ore
                    .map(|ore| money(out.lang, ore))
                    .unwrap_or_default(),
            ]
        });
        let columns = [
            num("Underlag", "Basis"),
            col("Uttaget", "Taken out"),
            num("Avtalade", "Agreed"),
            num("Besatta", "Filled"),
            num("Debiteras", "Charged"),
            num("Belopp (kr)", "Amount (SEK)"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

fn show(out: &Printer, basis: &types::InvoiceBasis) -> Result {
    let sek = |ore: Option<i64>| {
        ore.map(|ore| format!("{} kr", money(out.lang, ore)))
            .unwrap_or_default()
    };
    let number = or_empty(basis.number.as_ref());
    out.facts(&[
        (
            col("Avtal", "Contract"),
            format!("{} {number}", basis.contract).trim_end().to_owned(),
        ),
        (col("Arbetsgivare", "Employer"), basis.employer.clone()),
        (
            col("Ordernummer", "Order number"),
            or_empty(basis.order_reference.as_ref()),
        ),
        (
            col("Fakturareferens", "Invoice reference"),
            or_empty(basis.invoice_reference.as_ref()),
        ),
        (
            col("Gratis att avboka till", "Free to give back until"),
            or_empty(basis.free_until.as_ref()),
        ),
        (
            col("Avtalade platser", "Places agreed"),
            basis.agreed.to_string(),
        ),
        (
            col("Besatta", "Filled"),
            match basis.registered {
                0 => basis.filled.to_string(),
                registered => format!(
                    "{} ({registered} {})",
                    basis.filled,
                    out.lang.pick("registrerade", "registered")
                ),
            },
        ),
        (col("Lediga", "Free"), basis.unfilled.to_string()),
        (col("Debiteras", "Charged"), basis.charged.to_string()),
        (
            col("Pris per plats", "Price per place"),
            sek(basis.price_ore),
        ),
        (col("Belopp", "Amount"), sek(basis.amount_ore)),
    ])?;
    if basis.unchanged {
        out.note(&text!(
            "Inget har ändrats sedan underlag {number}: det är samma",
            "Nothing has changed since basis {number}: it is the same"
        ));
    }
    if basis.amount_ore.is_none() {
        let (channel, code) = (&basis.channel, &basis.contract);
        out.note(&text!(
            "Avtalet har inget pris. Sätt det med: samverkan contract edit {channel} {code} --price KRONOR",
            "The contract has no price. Set it with: samverkan contract edit {channel} {code} --price KRONOR"
        ));
    }
    if basis.left_unsaid > 0 {
        let count = basis.left_unsaid;
        out.note(&text!(
            "{count} har avbokat och avtalet säger inte till när det är gratis: de debiteras inte här. Sätt dagen med --free-until, eller ta ställning för hand",
            "{count} have given their place back and the contract does not say until when that is free: they are not charged here. Set the day with --free-until, or decide by hand"
        ));
    }
    let rows = basis.lines.iter().map(|line| {
        vec![
            line.name.clone(),
            word(out.lang, line.standing),
            or_empty(line.left_on.as_ref()),
            String::from(if line.charged { "1" } else { "0" }),
            changed(out.lang, basis, line),
        ]
    });
    let columns = [
        col("Namn", "Name"),
        col("Läge", "State"),
        col("Slutade", "Left on"),
        num("Debiteras", "Charged"),
        col("Förra underlaget", "Basis before"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())?;
    let Some(since) = basis.since.as_ref().filter(|_| !basis.unchanged) else {
        return Ok(());
    };
    let (number, before) = (since.number, since.charged_before);
    let charged = basis.charged;
    let (changes, was, is) = (
        since.changes.len(),
        sek(since.amount_before_ore),
        sek(basis.amount_ore),
    );
    out.say(&Text {
        sv: format!("Sedan underlag {number}: {changes} ändrade, debiteras {before} → {charged} {was} → {is}"),
        en: format!("Since basis {number}: {changes} changed, charged {before} → {charged} {was} → {is}"),
    })
}

/// How somebody stood in the basis before, if that was otherwise.
fn changed(lang: Lang, basis: &types::InvoiceBasis, line: &types::InvoiceLine) -> String {
    let mut changes = basis.since.iter().flat_map(|since| &since.changes);
    match changes.find(|change| change.application == line.application) {
        None => String::new(),
        Some(change) => match change.before {
            Some(before) => word(lang, before),
            None => lang.pick("fanns inte", "was not there").to_owned(),
        },
    }
}

fn money(lang: Lang, ore: i64) -> String {
    kronor(ore, lang.pick(Language::Sv, Language::En))
}

/// An amount in kronor, as the API takes it: in öre.
pub(super) fn price(text: &str) -> std::result::Result<i64, String> {
    samverkan_domain::invoice::parse_kronor(text)
        .ok_or_else(|| "write it in kronor, as 12500 or 12500,50".to_owned())
}

/// A price, or an empty text that takes it away.
pub(super) fn price_or_none(text: &str) -> Result<Option<i64>> {
    if text.is_empty() {
        return Ok(None);
    }
    price(text).map(Some).map_err(|_| {
        CliError::usage(text!(
            "{text} är inget belopp. Skriv kronor, som 12500 eller 12500,50",
            "{text} is no amount. Write kronor, as 12500 or 12500,50"
        ))
    })
}
