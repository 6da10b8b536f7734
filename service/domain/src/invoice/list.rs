//! A basis as a list for people: one line a nomination, one for the sum of each contract.

use super::{Standing, Sums, kronor};
use crate::{export::List, person::Language};
use jiff::civil::Date;

/// One contract's basis, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub contract: String,
    pub employer: String,
    pub offering: String,
    /// None: only looked at.
    pub number: Option<i64>,
    pub order_reference: Option<String>,
    pub invoice_reference: Option<String>,
    pub price_ore: Option<i64>,
    pub sums: Sums,
    pub lines: Vec<BasisLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisLine {
    /// Name, or alias.
    pub name: String,
    pub standing: Standing,
    pub left_on: Option<Date>,
    /// How it stood in the basis before, if that was otherwise; `Some(None)`: not at all.
    pub before: Option<Option<Standing>>,
}

/// All of them, one after the other.
pub fn list(bases: &[Basis], language: Language) -> List {
    let of = |sv: &'static str, en: &'static str| match language {
        Language::Sv => sv,
        Language::En => en,
    };
    let mut list = List::new(
        "invoice-basis",
        &[
            of("Avtal", "Contract"),
            of("Underlag", "Basis"),
            of("Arbetsgivare", "Employer"),
            of("Kurstillfälle", "Offering"),
            of("Beställarens ordernummer", "Buyer's order number"),
            of("Fakturareferens", "Invoice reference"),
            of("Namn", "Name"),
            of("Läge", "State"),
            of("Slutade", "Left on"),
            of("Platser som debiteras", "Places charged"),
            of("Pris per plats (kr)", "Price per place (SEK)"),
            of("Belopp (kr)", "Amount (SEK)"),
            of("Förra underlaget", "Basis before"),
        ],
    );
    for basis in bases {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let head = [
            basis.contract.clone(),
            basis.number.map(|n| n.to_string()).unwrap_or_default(),
            basis.employer.clone(),
            basis.offering.clone(),
            optional(&basis.order_reference),
            optional(&basis.invoice_reference),
        ];
        let price = basis.price_ore;
        let money = |ore: Option<i64>| ore.map(|ore| kronor(ore, language)).unwrap_or_default();
        for line in &basis.lines {
            let charged = line.standing.is_charged();
            let before = match line.before {
                None => "",
                Some(None) => of("fanns inte", "was not there"),
                Some(Some(standing)) => standing.label(language),
            };
            let mut row = head.to_vec();
            row.extend([
                line.name.clone(),
                line.standing.label(language).to_owned(),
                line.left_on.map(|day| day.to_string()).unwrap_or_default(),
                i64::from(charged).to_string(),
                money(price),
                money(price.map(|price| if charged { price } else { 0 })),
                before.to_owned(),
            ]);
            list.row(&row);
        }
        let sums = &basis.sums;
        let told = match language {
            Language::Sv => format!(
                "{} avtalade, {} besatta, {} lediga",
                sums.agreed, sums.filled, sums.unfilled
            ),
            Language::En => format!(
                "{} agreed, {} filled, {} free",
                sums.agreed, sums.filled, sums.unfilled
            ),
        };
        let mut row = head.to_vec();
        row.extend([
            of("Summa", "Sum").to_owned(),
            told,
            String::new(),
            sums.charged.to_string(),
            money(price),
            money(sums.amount_ore),
            String::new(),
        ]);
        list.row(&row);
    }
    list
}
