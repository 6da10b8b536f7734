//! Rules between the rows of one file. While a row is read it claims keys; afterwards every key
//! claimed more often than its rule allows becomes a finding on each of the rows.
//!
//! Both rows of a pair are left out, not only the second: which of them is right, the file cannot
//! tell.

use super::report::{Code, Finding, Findings, Words};
use sha2::{Digest, Sha256};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// The natural key of the row: once in the file.
    Key,
    /// A reserve number: once in its channel and selection group.
    ReserveNumber,
    /// An e-mail address: one holder, however many rows.
    Email,
}

/// What rows claim. Of a key only its digest is kept: it may be an identity number, and there may be a million.
#[derive(Default)]
pub(super) struct Claims(Vec<Claim>);

/// In the order in which claims on one key stand side by side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    rule: Rule,
    key: u128,
    row: u32,
    column: u16,
    holder: u64,
}

impl Claims {
    /// A row holds `key`, in that column.
    pub(super) fn add(&mut self, rule: Rule, key: &[&str], holder: &str, row: u32, column: usize) {
        let mut digest = Sha256::new();
        for part in key {
            digest.update(part.as_bytes());
            digest.update([0x1f]);
        }
        self.0.push(Claim {
            rule,
            key: u128::from_le_bytes(first(&digest.finalize())),
            row,
            column: u16::try_from(column).unwrap_or(u16::MAX),
            holder: u64::from_le_bytes(first(&Sha256::digest(holder))),
        });
    }

    /// Reports every broken rule and returns the rows that are left out for it, in order.
    pub(super) fn check(mut self, headers: &[String], findings: &mut Findings) -> Vec<u32> {
        self.0.sort_unstable();
        let mut left_out = Vec::new();
        for holders in self.0.chunk_by(|a, b| (a.rule, a.key) == (b.rule, b.key)) {
            let rule = holders[0].rule;
            let one_holder = holders
                .iter()
                .all(|claim| claim.holder == holders[0].holder);
            if holders.len() < 2 || (rule == Rule::Email && one_holder) {
                continue;
            }
            for claim in holders {
                let finding = broken(rule, claim, holders, headers);
                if finding.is_error() {
                    left_out.push(claim.row);
                }
                findings.push(finding);
            }
        }
        left_out.sort_unstable();
        left_out.dedup();
        left_out
    }
}

fn first<const N: usize>(digest: &[u8]) -> [u8; N] {
    let mut octets = [0; N];
    octets.copy_from_slice(&digest[..N]);
    octets
}

/// At most so many other rows are named in a message.
const ROWS_NAMED: usize = 3;

fn broken(rule: Rule, claim: &Claim, holders: &[Claim], headers: &[String]) -> Finding {
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
    let header = headers.get(usize::from(claim.column));
    Finding::new(code, message, remedy)
        .at_row(claim.row)
        .in_column(header.map_or("", String::as_str))
}
