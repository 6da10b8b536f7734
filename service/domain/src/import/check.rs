//! Rules between the rows of one file. While a row is read it claims keys; afterwards every key
//! claimed more often than its rule allows becomes a finding on each of the rows.
//!
//! Both rows of a pair are left out, not only the second: which of them is right, the file cannot
//! tell.

use super::report::{Code, Finding, Findings, Words};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// The natural key of the row: once in the file.
    Key,
    /// A reserve number: once in its channel and selection group.
    ReserveNumber,
    /// An e-mail address: one holder, however many rows.
    Email,
}

/// Holds identity numbers: not `Debug`.
pub(super) struct Claim {
    pub(super) rule: Rule,
    pub(super) key: String,
    pub(super) holder: String,
    pub(super) row: u32,
    pub(super) column: String,
}

/// Reports every broken rule and returns the rows that are left out for it.
pub(super) fn check(claims: &[Claim], findings: &mut Findings) -> BTreeSet<u32> {
    let mut by_key: BTreeMap<(Rule, &str), Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        by_key
            .entry((claim.rule, &claim.key))
            .or_default()
            .push(claim);
    }
    let mut left_out = BTreeSet::new();
    for ((rule, _), holders) in by_key {
        let one_holder = holders
            .iter()
            .all(|claim| claim.holder == holders[0].holder);
        if holders.len() < 2 || (rule == Rule::Email && one_holder) {
            continue;
        }
        for claim in &holders {
            let finding = broken(rule, claim, &holders);
            if finding.is_error() {
                left_out.insert(claim.row);
            }
            findings.push(finding);
        }
    }
    left_out
}

/// At most so many other rows are named in a message.
const ROWS_NAMED: usize = 3;

fn broken(rule: Rule, claim: &Claim, holders: &[&Claim]) -> Finding {
    let others = holders
        .iter()
        .map(|other| other.row)
        .filter(|row| *row != claim.row);
    let named: Vec<String> = others.take(ROWS_NAMED).map(|row| row.to_string()).collect();
    let more = if holders.len() > ROWS_NAMED + 1 {
        ", …"
    } else {
        ""
    };
    let rows = format!("{}{more}", named.join(", "));
    let (code, message, remedy) = match rule {
        Rule::Key => (
            Code::DuplicateRow,
            Words::new(
                format!("Samma uppgift finns också på rad {rows}."),
                format!("The same entry is also in row {rows}."),
            ),
            Words::new(
                "Behåll den rad som gäller och ta bort de andra.",
                "Keep the row that is right and remove the others.",
            ),
        ),
        Rule::ReserveNumber => (
            Code::DuplicateReserveNumber,
            Words::new(
                format!("Samma reservnummer i samma urvalsgrupp finns också på rad {rows}."),
                format!("The same reserve number in the same group is also in row {rows}."),
            ),
            Words::new(
                "Hämta reservlistan på nytt eller rätta numren.",
                "Fetch the reserve list again or correct the numbers.",
            ),
        ),
        Rule::Email => (
            Code::SharedEmail,
            Words::new(
                format!("En annan person har samma e-postadress, på rad {rows}."),
                format!("Another person has the same e-mail address, in row {rows}."),
            ),
            Words::new(
                "Kontrollera adressen. Två personer kan inte logga in med samma adress.",
                "Check the address. Two people cannot sign in with one address.",
            ),
        ),
    };
    Finding::new(code, message, remedy)
        .at_row(claim.row)
        .in_column(&claim.column)
}
