//! A basis with names, and as a file.

use super::{
    ChangedLine, InvoiceBasis, InvoiceLine, InvoiceRequest, ListFormat, Since,
    compute::{Computed, parsed, standings},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        invoice::{InvoiceBasisRow, PlacedContractRow},
    },
    usecase::{Caller, letters::moment},
};
use samverkan_domain::{
    export::{
        File,
        workbook::{self, Contents},
    },
    id::ApplicationId,
    invoice::{self, Basis, BasisLine, changes},
    person::Language,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// With names, and with what has changed since the basis before `of`, or before what is computed now.
pub(super) async fn basis(
    tx: &mut Tx,
    contract: &PlacedContractRow,
    computed: &Computed,
    of: Option<&InvoiceBasisRow>,
    known: &[InvoiceBasisRow],
    unchanged: bool,
) -> Result<InvoiceBasis> {
    let row = &computed.row;
    let mut names = BTreeMap::new();
    let mut lines = Vec::with_capacity(computed.lines.len());
    for line in &computed.lines {
        lines.push(InvoiceLine {
            application: line.application_id,
            name: name(tx, &mut names, line.application_id).await?,
            standing: computed.standings[&line.application_id],
            left_on: parsed(line.left_on.as_deref())?,
        });
    }
    lines.sort_by(|a, b| (&a.name, a.application).cmp(&(&b.name, b.application)));
    let before = known
        .iter()
        .find(|one| of.is_none_or(|of| one.number < of.number));
    let mut since = None;
    if let Some(before) = before {
        let then = standings(&tx.invoice_lines(before.id).await?)?;
        let mut changed = Vec::new();
        for change in changes(&then, &computed.standings) {
            changed.push(ChangedLine {
                application: change.application,
                name: name(tx, &mut names, change.application).await?,
                before: change.before,
                after: change.after,
            });
        }
        changed.sort_by(|a, b| (&a.name, a.application).cmp(&(&b.name, b.application)));
        since = Some(Since {
            number: before.number,
            charged: before.charged,
            amount_ore: before.amount_ore,
            changes: changed,
        });
    }
    Ok(InvoiceBasis {
        contract: contract.contract.code.clone(),
        channel: contract.channel_code.clone(),
        offering: contract.offering_code.clone(),
        employer: row.employer.clone(),
        invoice_reference: row.invoice_reference.clone(),
        order_reference: row.order_reference.clone(),
        price_ore: row.price_ore,
        free_until: parsed(row.free_until.as_deref())?,
        number: of.map(|of| of.number),
        made_at: of.map(|of| of.made_at.0),
        unchanged,
        sums: computed.sums,
        lines,
        since,
    })
}

/// The name, or the alias of who is protected: a basis leaves the service, whoever takes it out.
async fn name(
    tx: &mut Tx,
    names: &mut BTreeMap<Uuid, String>,
    application: Uuid,
) -> Result<String> {
    if let Some(name) = names.get(&application) {
        return Ok(name.clone());
    }
    let row = tx.application(ApplicationId(application)).await?;
    let row = row.ok_or(Error::NotFound {
        what: "application",
    })?;
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    names.insert(application, person.shown_name());
    Ok(person.shown_name())
}

/// All of them in one file.
pub(super) fn file(
    app: &App,
    caller: &Caller,
    bases: &[InvoiceBasis],
    request: &InvoiceRequest,
) -> Result<File> {
    let language = request.language;
    let list = invoice::list(&bases.iter().map(written).collect::<Vec<_>>(), language);
    let name = match bases {
        [one] => {
            let number = one.number.unwrap_or_default();
            format!("{}-{}-{number}", one.offering, one.contract)
        }
        [one, ..] => one.offering.clone(),
        [] => String::new(),
    };
    // A contract's code is somebody's own words.
    let safe = |c: char| {
        if c.is_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(safe).collect();
    let name = format!("{name}-{}", list.name);
    if request.format == ListFormat::Csv {
        return Ok(File::text(format!("{name}.csv"), list.csv()));
    }
    let of = |sv: &str, en: &str| match language {
        Language::Sv => sv.to_owned(),
        Language::En => en.to_owned(),
    };
    let numbers = bases.iter().map(|one| {
        let number = one.number.map(|n| n.to_string()).unwrap_or_default();
        format!("{} {number}", one.contract)
    });
    let origin = [
        (of("Lista", "List"), of("Fakturaunderlag", "Invoice basis")),
        (
            of("Underlag", "Bases"),
            numbers.collect::<Vec<_>>().join(", "),
        ),
        (
            of("Uttaget", "Taken out"),
            moment(app.clock.now(), language),
        ),
        (of("Av", "By"), caller.actor()),
        (of("Ur", "From"), app.public_url.to_string()),
        (
            of("Moms", "VAT"),
            of(
                "Räknas inte här: beloppen är avtalets pris gånger antalet platser.",
                "Not counted here: amounts are the contract's price times the number of places.",
            ),
        ),
    ];
    let sheet = of("Fakturaunderlag", "Invoice basis");
    let bytes = workbook::write(&Contents {
        sheet: &sheet,
        rows: &list.rows,
        fixed: &[],
        choices: &[],
        origin: (&of("Ursprung", "Origin"), &origin),
        made_at: app.clock.now().as_second(),
    });
    let bytes = bytes.map_err(Error::internal)?;
    Ok(File::workbook(format!("{name}.xlsx"), bytes))
}

fn written(basis: &InvoiceBasis) -> Basis {
    let changed = |line: &InvoiceLine| {
        let mut changes = basis.since.iter().flat_map(|since| &since.changes);
        changes.find(|change| change.application == line.application)
    };
    let lines = basis.lines.iter().map(|line| BasisLine {
        name: line.name.clone(),
        standing: line.standing,
        left_on: line.left_on,
        before: changed(line).map(|change| change.before),
    });
    Basis {
        contract: basis.contract.clone(),
        employer: basis.employer.clone(),
        offering: basis.offering.clone(),
        number: basis.number,
        order_reference: basis.order_reference.clone(),
        invoice_reference: basis.invoice_reference.clone(),
        price_ore: basis.price_ore,
        sums: basis.sums,
        lines: lines.collect(),
    }
}
