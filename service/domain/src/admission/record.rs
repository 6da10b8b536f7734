//! The record of a selection (`selection-record/1`): everything needed to repeat it.

use super::{
    canonical::{NotCanonical, canonical},
    digest::sha256,
    lottery::Seed,
    outcome::{GroupResult, Line, Outcome},
    policy::Policy,
    select::{Entrant, select},
};
use crate::text::hex;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The format of the file.
pub(super) const FORMAT: &str = "selection-record/1";
/// The rules by which it was made. Another version may decide otherwise on the same facts.
pub(super) const ALGORITHM: &str = "samverkan-selection/1";
const DIGEST_LABEL: &str = "samverkan/selection-record/1";

/// What a selection starts from.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Code of the offering.
    pub offering: String,
    /// Code of the channel.
    pub channel: String,
    pub policy: Policy,
    pub seats: i64,
    /// The day of the selection (Stockholm), see [`select`].
    pub as_of: Date,
    /// First instant at which one could no longer apply.
    pub closes_at: Timestamp,
    /// When the hash of the seed was published; must be before `closes_at`.
    pub committed_at: Timestamp,
    /// When the selection was made and the seed published; must not be before `closes_at`.
    pub published_at: Timestamp,
    pub seed: Seed,
    pub entrants: Vec<Entrant>,
}

/// A selection that anyone can repeat. Holds pseudonyms and no names. Merits are personal data:
/// who publishes records decides to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectionRecord {
    /// `selection-record/1`.
    pub format: String,
    /// `samverkan-selection/1`.
    pub algorithm: String,
    pub offering: String,
    pub channel: String,
    pub policy: Policy,
    pub seats: i64,
    pub as_of: Date,
    pub closes_at: Timestamp,
    pub committed_at: Timestamp,
    pub published_at: Timestamp,
    /// What was published beforehand ([`Seed::hash`]).
    pub seed_hash: String,
    /// 64 hexadecimal digits.
    pub seed: String,
    /// Sorted by pseudonym.
    pub entrants: Vec<Entrant>,
    /// In the order of the policy.
    pub groups: Vec<GroupResult>,
    /// Places that belong to no group.
    pub unassigned: i64,
    /// Sorted by pseudonym.
    pub lines: Vec<Line>,
    /// 64 hexadecimal digits: SHA-256 of `samverkan/selection-record/1`, a zero octet, and the
    /// [canonical form](canonical) of the record without this field.
    pub digest: String,
}

impl SelectionRecord {
    /// Makes the selection and writes it down. An error: a text has control characters.
    pub fn new(draw: Draw) -> Result<Self, NotCanonical> {
        let outcome = select(
            &draw.policy,
            draw.seats,
            &draw.entrants,
            &draw.seed,
            draw.as_of,
        );
        let mut entrants = draw.entrants;
        entrants.sort_unstable();
        let mut record = Self {
            format: FORMAT.to_owned(),
            algorithm: ALGORITHM.to_owned(),
            offering: draw.offering,
            channel: draw.channel,
            policy: draw.policy,
            seats: draw.seats,
            as_of: draw.as_of,
            closes_at: draw.closes_at,
            committed_at: draw.committed_at,
            published_at: draw.published_at,
            seed_hash: draw.seed.hash(),
            seed: draw.seed.to_hex(),
            entrants,
            groups: outcome.groups,
            unassigned: outcome.unassigned,
            lines: outcome.lines,
            digest: String::new(),
        };
        record.digest = digest_of(&record.value())?;
        Ok(record)
    }

    /// The record in canonical form: what is published and kept.
    pub fn to_json(&self) -> Result<String, NotCanonical> {
        canonical(&self.value())
    }

    /// The selection made anew from the facts in the record.
    pub(super) fn repeat(&self, seed: &Seed) -> Outcome {
        select(&self.policy, self.seats, &self.entrants, seed, self.as_of)
    }

    fn value(&self) -> Value {
        // Texts, integers, lists and fields only: nothing here can fail to become JSON.
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The digest of a record, whatever it says that its digest is.
pub(super) fn digest_of(record: &Value) -> Result<String, NotCanonical> {
    let mut rest = record.clone();
    if let Some(fields) = rest.as_object_mut() {
        fields.remove("digest");
    }
    let text = canonical(&rest)?;
    Ok(hex(&sha256(DIGEST_LABEL, &[text.as_bytes()])))
}
