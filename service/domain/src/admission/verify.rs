//! Repeating a recorded selection: is the record whole, and does everything in it follow from the
//! facts in it? Needs no service and no trust in one.

use super::{
    difference::{Difference, DifferingField},
    lottery::Seed,
    outcome::{Line, SelectionResult},
    record::{ALGORITHM, FORMAT, SelectionRecord, digest_of},
    words::pick,
};
use crate::person::Language;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Everything follows. White space and the order of keys are of no importance.
    Verified {
        admitted: usize,
        reserves: usize,
        refused: usize,
        /// To compare with the one that was published.
        digest: String,
    },
    /// At least one.
    Differs(Vec<Difference>),
    /// No record that this version can repeat.
    Unreadable(Unreadable),
}

/// Why a record cannot be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Not JSON of the right form; a field is missing, doubled or unknown. In English, from the
    /// reader.
    NotARecord(String),
    /// Another format.
    Format(String),
    /// Other rules than ours.
    Algorithm(String),
}

impl Unreadable {
    pub fn sentence(&self, language: Language) -> String {
        let (sv, en) = match self {
            Self::NotARecord(why) => (
                format!("Det är inget protokoll över ett urval: {why}"),
                format!("It is no record of a selection: {why}"),
            ),
            Self::Format(format) => (
                format!("Formatet är {format}; den här versionen läser {FORMAT}."),
                format!("The format is {format}; this version reads {FORMAT}."),
            ),
            Self::Algorithm(algorithm) => (
                format!("Urvalet är gjort enligt {algorithm}; den här versionen kan {ALGORITHM}."),
                format!("The selection followed {algorithm}; this version knows {ALGORITHM}."),
            ),
        };
        pick(language, sv, en)
    }
}

/// Repeats the selection in a record and compares everything.
pub fn verify(json: &str) -> Verification {
    let (record, digest) = match read(json) {
        Ok(read) => read,
        Err(why) => return Verification::Unreadable(why),
    };
    let Some(seed) = Seed::from_hex(&record.seed) else {
        let why = "seed: not 64 lower-case hexadecimal digits".to_owned();
        return Verification::Unreadable(Unreadable::NotARecord(why));
    };
    let mut found = Differences::default();
    found.texts(None, DifferingField::Digest, &record.digest, &digest);
    found.texts(
        None,
        DifferingField::SeedHash,
        &record.seed_hash,
        &seed.hash(),
    );
    found.times(&record);
    found.entrants(&record);
    found.outcome(&record, &seed);
    if !found.0.is_empty() {
        return Verification::Differs(found.0);
    }
    let count = |result| {
        record
            .lines
            .iter()
            .filter(|line| line.result == result)
            .count()
    };
    Verification::Verified {
        admitted: count(SelectionResult::Admitted),
        reserves: count(SelectionResult::Reserve),
        refused: count(SelectionResult::Refused),
        digest,
    }
}

/// The record and the digest it ought to have.
fn read(json: &str) -> Result<(SelectionRecord, String), Unreadable> {
    let not_a_record = |why: String| Unreadable::NotARecord(why);
    let value: Value =
        serde_json::from_str(json).map_err(|error| not_a_record(error.to_string()))?;
    let word = |field: &str| value.get(field).and_then(Value::as_str);
    if let Some(format) = word("format").filter(|format| *format != FORMAT) {
        return Err(Unreadable::Format(format.to_owned()));
    }
    if let Some(algorithm) = word("algorithm").filter(|algorithm| *algorithm != ALGORITHM) {
        return Err(Unreadable::Algorithm(algorithm.to_owned()));
    }
    // From the text, not from the value: a value has forgotten that a field was there twice.
    let record = serde_json::from_str(json).map_err(|error| not_a_record(error.to_string()))?;
    let digest = digest_of(&value).map_err(|error| not_a_record(error.to_string()))?;
    Ok((record, digest))
}

#[derive(Default)]
struct Differences(Vec<Difference>);

impl Differences {
    fn add(&mut self, entrant: Option<&str>, field: DifferingField, stated: &str, computed: &str) {
        self.0.push(Difference {
            entrant: entrant.map(str::to_owned),
            field,
            stated: stated.to_owned(),
            computed: computed.to_owned(),
        });
    }

    fn texts(
        &mut self,
        entrant: Option<&str>,
        field: DifferingField,
        stated: &str,
        computed: &str,
    ) {
        if stated != computed {
            self.add(entrant, field, stated, computed);
        }
    }

    fn values<T: Serialize>(
        &mut self,
        entrant: Option<&str>,
        field: DifferingField,
        stated: &T,
        computed: &T,
    ) {
        let text = |value: &T| match serde_json::to_value(value).unwrap_or_default() {
            Value::String(text) => text,
            Value::Null => "–".to_owned(),
            value => value.to_string(),
        };
        self.texts(entrant, field, &text(stated), &text(computed));
    }

    fn times(&mut self, record: &SelectionRecord) {
        let closes_at = record.closes_at.to_string();
        if record.committed_at >= record.closes_at {
            let stated = record.committed_at.to_string();
            self.add(None, DifferingField::CommittedAt, &stated, &closes_at);
        }
        if record.published_at < record.closes_at {
            let stated = record.published_at.to_string();
            self.add(None, DifferingField::PublishedAt, &stated, &closes_at);
        }
    }

    fn entrants(&mut self, record: &SelectionRecord) {
        for pair in record.entrants.windows(2) {
            if let [before, after] = pair
                && before.pseudonym >= after.pseudonym
            {
                let field = DifferingField::Entrants;
                self.add(
                    Some(&after.pseudonym),
                    field,
                    &after.pseudonym,
                    &before.pseudonym,
                );
            }
        }
    }

    fn outcome(&mut self, record: &SelectionRecord, seed: &Seed) {
        let computed = record.repeat(seed);
        self.values(
            None,
            DifferingField::Groups,
            &record.groups,
            &computed.groups,
        );
        self.values(
            None,
            DifferingField::Unassigned,
            &record.unassigned,
            &computed.unassigned,
        );
        let by_name = |lines: &[Line]| -> BTreeMap<String, Line> {
            lines
                .iter()
                .map(|line| (line.pseudonym.clone(), line.clone()))
                .collect()
        };
        let (stated, right) = (by_name(&record.lines), by_name(&computed.lines));
        let names: BTreeSet<&String> = stated.keys().chain(right.keys()).collect();
        for name in names {
            match (stated.get(name), right.get(name)) {
                (Some(stated), Some(right)) => self.lines(name, stated, right),
                (stated, right) => self.values(Some(name), DifferingField::Lines, &stated, &right),
            }
        }
        let order = |lines: &[Line]| -> Vec<String> {
            lines.iter().map(|line| line.pseudonym.clone()).collect()
        };
        if record.lines.len() != computed.lines.len() || stated == right {
            let (stated, right) = (order(&record.lines), order(&computed.lines));
            self.values(None, DifferingField::Lines, &stated, &right);
        }
    }

    fn lines(&mut self, name: &str, stated: &Line, right: &Line) {
        let name = Some(name);
        self.values(name, DifferingField::Result, &stated.result, &right.result);
        self.values(name, DifferingField::Group, &stated.group, &right.group);
        self.values(
            name,
            DifferingField::Position,
            &stated.position,
            &right.position,
        );
        self.values(name, DifferingField::Rank, &stated.rank, &right.rank);
        self.values(name, DifferingField::Ticket, &stated.ticket, &right.ticket);
        self.values(
            name,
            DifferingField::Reasons,
            &stated.reasons,
            &right.reasons,
        );
    }
}
