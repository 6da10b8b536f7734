//! Possible duplicates: two records that may be one human, with every reason said and what it weighs.
//!
//! Nothing is concluded: who they are somebody decides. The weights are few and fixed, and a pair is proposed when what
//! speaks for it comes to [`PROPOSED_FROM`]. People are only compared with those they share a key with, so fifty
//! thousand take seconds; a key that very many share ([`CROWD`]) tells nobody apart and is not compared by.

mod reason;

pub use reason::Reason;

use crate::text::fold_name;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What the reasons of a pair have to come to.
pub const PROPOSED_FROM: u32 = 40;
/// People who share a key before it tells nobody apart.
pub const CROWD: usize = 200;

/// Parts of family names that tell nobody apart.
const PARTICLES: [&str; 9] = ["af", "av", "da", "de", "der", "di", "la", "van", "von"];

/// A person, as far as duplicates go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub id: Uuid,
    pub given_name: String,
    pub family_name: String,
    pub addresses: Vec<String>,
    /// The keyed hash of a personal number; of an interim or a coordination number, which another may follow, none.
    pub personal_number: Option<Vec<u8>>,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub workplace: Option<String>,
}

/// Two records that may be one human; the lower id first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub first: Uuid,
    pub second: Uuid,
    pub reasons: Vec<Reason>,
    pub points: u32,
}

/// What speaks for two records being one human. None: nothing does that names or addresses would have to begin, or
/// they have personal numbers that differ. Symmetric.
pub fn reasons(a: &Record, b: &Record) -> Option<Vec<Reason>> {
    compare(&Keys::of(a), a, &Keys::of(b), b)
}

fn compare(a_keys: &Keys, a: &Record, b_keys: &Keys, b: &Record) -> Option<Vec<Reason>> {
    if let (Some(one), Some(other)) = (&a.personal_number, &b.personal_number)
        && one != other
    {
        return None;
    }
    let given = !a_keys.given.is_empty() && a_keys.given == b_keys.given;
    let family = !a_keys.family.is_empty() && a_keys.family == b_keys.family;
    let parts = a_keys.parts.intersection(&b_keys.parts).next().is_some();
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let otherwise = shared(&a_keys.plain, &b_keys.plain);
    let holds = |reason| match reason {
        Reason::SameName => given && family,
        Reason::FamilyNameExtended => given && !family && parts,
        Reason::FamilyNameChanged => {
            let both = !a_keys.family.is_empty() && !b_keys.family.is_empty();
            given && both && !family && !parts
        }
        Reason::SameAddressOtherwise => otherwise,
        Reason::SameNameInAddress => !otherwise && shared(&a_keys.local, &b_keys.local),
        Reason::SameWorkplace => same(&a.workplace, &b.workplace),
        Reason::SameProgramme => same(&a.programme, &b.programme),
        Reason::SameProfession => same(&a.profession, &b.profession),
        Reason::StudentAndStaff => {
            let student = |one: &Record| one.programme.is_some() && one.workplace.is_none();
            let staff = |one: &Record| one.programme.is_none() && one.workplace.is_some();
            (student(a) && staff(b)) || (staff(a) && student(b))
        }
    };
    let found: Vec<Reason> = Reason::ALL.into_iter().filter(|one| holds(*one)).collect();
    let begins = |reason: &Reason| {
        matches!(
            reason,
            Reason::SameName
                | Reason::FamilyNameExtended
                | Reason::FamilyNameChanged
                | Reason::SameAddressOtherwise
                | Reason::SameNameInAddress
        )
    };
    found.iter().any(begins).then_some(found)
}

fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.intersection(b).next().is_some()
}

/// What people are compared by.
struct Keys {
    given: String,
    family: String,
    /// Of the family name: Ek and Berg of Ek-Berg.
    parts: BTreeSet<String>,
    /// Addresses without what makes no other mailbox.
    plain: BTreeSet<String>,
    /// What stands before the @, without dots and tags; only what looks like a name.
    local: BTreeSet<String>,
}

impl Keys {
    fn of(record: &Record) -> Self {
        let parts = record.family_name.split([' ', '-', '\u{2010}', '\u{2011}']);
        let parts = parts.map(fold_name);
        let mut keys = Self {
            given: fold_name(&record.given_name),
            family: fold_name(&record.family_name),
            parts: parts
                .filter(|part| part.chars().count() > 1 && !PARTICLES.contains(&&**part))
                .collect(),
            plain: BTreeSet::new(),
            local: BTreeSet::new(),
        };
        for address in &record.addresses {
            let Some((local, domain)) = address.rsplit_once('@') else {
                continue;
            };
            let untagged = local.split('+').next().unwrap_or_default();
            let letters: String = untagged
                .chars()
                .filter(|c| !matches!(c, '.' | '-' | '_'))
                .flat_map(char::to_lowercase)
                .collect();
            if letters.is_empty() {
                continue;
            }
            keys.plain
                .insert(format!("{letters}@{}", domain.to_lowercase()));
            // "info" and "rektor" are nobody's name; two parts mostly are.
            let named = untagged.contains(['.', '-', '_']) && letters.chars().count() > 4;
            if named {
                keys.local.insert(letters);
            }
        }
        keys
    }

    /// The keys by which a record meets others.
    fn meets(&self, record: &Record) -> Vec<String> {
        let mut keys = Vec::new();
        if !self.given.is_empty() && !self.family.is_empty() {
            keys.push(format!("n {} {}", self.given, self.family));
        }
        if !self.given.is_empty() {
            for part in &self.parts {
                keys.push(format!("p {} {part}", self.given));
            }
            for (kind, place) in [('w', &record.workplace), ('g', &record.programme)] {
                keys.extend(
                    place
                        .iter()
                        .map(|place| format!("{kind} {} {place}", self.given)),
                );
            }
        }
        keys.extend(self.plain.iter().map(|plain| format!("a {plain}")));
        keys.extend(self.local.iter().map(|local| format!("l {local}")));
        keys
    }
}

/// All pairs that are proposed, the likeliest first. `apart`: pairs that somebody has decided on, lower id first.
pub fn find(records: &[Record], apart: &BTreeSet<(Uuid, Uuid)>) -> Vec<Pair> {
    let keys: Vec<Keys> = records.iter().map(Keys::of).collect();
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        for key in keys[at].meets(record) {
            blocks.entry(key).or_default().push(at);
        }
    }
    let mut met = BTreeSet::new();
    for block in blocks.values().filter(|block| block.len() <= CROWD) {
        for (n, &one) in block.iter().enumerate() {
            for &other in &block[n + 1..] {
                met.insert((one.min(other), one.max(other)));
            }
        }
    }
    let mut pairs: Vec<Pair> = Vec::new();
    for (one, other) in met {
        let (a, b) = (&records[one], &records[other]);
        let (first, second) = (a.id.min(b.id), a.id.max(b.id));
        if first == second || apart.contains(&(first, second)) {
            continue;
        }
        let Some(reasons) = compare(&keys[one], a, &keys[other], b) else {
            continue;
        };
        let points = reasons.iter().map(|reason| reason.points()).sum();
        if points >= PROPOSED_FROM {
            pairs.push(Pair {
                first,
                second,
                reasons,
                points,
            });
        }
    }
    pairs.sort_by(|a, b| {
        let key = |pair: &Pair| (std::cmp::Reverse(pair.points), pair.first, pair.second);
        key(a).cmp(&key(b))
    });
    pairs
}

#[cfg(test)]
mod tests;
