//! The trail as it is handed over: rows that are chained by their hashes, and checking them without the service.

mod check;

pub use check::{Checked, Fault, check};

use crate::text::hex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The form of [`Extract`]; another number means other rules for checking.
pub const FORMAT: &str = "samverkan-audit/1";

/// Beginnings of the actions by which something is decided about somebody, or about who takes part.
pub const DECISIONS: &[&str] = &[
    "application.accepted",
    "application.admitted",
    "application.called",
    "application.completed",
    "application.declined",
    "application.deferral_refused",
    "application.deferred",
    "application.not_started",
    "application.refused",
    "application.registered",
    "application.returned",
    "application.selected",
    "application.struck",
    "application.substituted",
    "application.superseded",
    "application.taken_back",
    "application.withdrawn",
    "cohort_plan.committed",
    "cohort_plan.undone",
    "cohort_transfer.approved",
    "cohort_transfer.refused",
    "company_wish.decided",
    "erasure.decided",
    "import.",
    "nomination.approved",
    "nomination.refused",
    "person.compared_again",
    "person.kept_apart",
    "person.merged",
    "person.unmerged",
    "retention",
    "selection.published",
    "weeding",
];

/// One row, with the hash that it follows and its own, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    pub seq: i64,
    /// Microseconds since 1970: what the hash is made of.
    pub at_micros: i64,
    /// The same to be read.
    pub at: String,
    pub actor: String,
    pub action: String,
    pub subject_kind: String,
    pub subject: Uuid,
    /// JSON as it was written.
    pub before: Option<String>,
    pub after: Option<String>,
    pub reason: Option<String>,
    pub previous: String,
    pub hash: String,
}

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// Not before this, and before that.
    pub since: Option<String>,
    pub until: Option<String>,
    pub offering: Option<String>,
    /// Beginnings of actions.
    pub actions: Vec<String>,
}

impl Selection {
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    pub fn takes(&self, action: &str) -> bool {
        self.actions.is_empty() || self.actions.iter().any(|begins| action.starts_with(begins))
    }
}

/// The last row that there was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

/// Rows of the trail, with where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Extract {
    pub format: String,
    /// The service's address and version.
    pub from: String,
    pub version: String,
    pub made_at: String,
    pub made_by: String,
    pub selection: Selection,
    pub head: Head,
    pub rows: Vec<Row>,
}

/// The fields of a row that its hash is made of.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    pub seq: i64,
    pub at_micros: i64,
    pub actor: &'a str,
    pub action: &'a str,
    pub subject_kind: &'a str,
    pub subject: Uuid,
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
    pub reason: Option<&'a str>,
}

/// SHA-256 over the hash before and every field, each preceded by its length, so that moving a character from one field
/// to the next changes the hash. Absent differs from empty.
pub fn hash(previous: &[u8], row: &Fields<'_>) -> [u8; 32] {
    let mut sum = Sha256::new();
    let mut field = |octets: Option<&[u8]>| match octets {
        None => sum.update([0]),
        Some(octets) => {
            sum.update([1]);
            sum.update((octets.len() as u64).to_be_bytes());
            sum.update(octets);
        }
    };
    field(Some(previous));
    field(Some(&row.seq.to_be_bytes()));
    field(Some(&row.at_micros.to_be_bytes()));
    field(Some(row.actor.as_bytes()));
    field(Some(row.action.as_bytes()));
    field(Some(row.subject_kind.as_bytes()));
    field(Some(row.subject.as_bytes()));
    for text in [row.before, row.after, row.reason] {
        field(text.map(str::as_bytes));
    }
    sum.finalize().into()
}

impl Row {
    fn fields(&self) -> Fields<'_> {
        Fields {
            seq: self.seq,
            at_micros: self.at_micros,
            actor: &self.actor,
            action: &self.action,
            subject_kind: &self.subject_kind,
            subject: self.subject,
            before: self.before.as_deref(),
            after: self.after.as_deref(),
            reason: self.reason.as_deref(),
        }
    }
}

/// SHA-256 of a file, in hexadecimal: what the trail keeps of what was handed over.
pub fn digest(file: &[u8]) -> String {
    hex(&Sha256::digest(file))
}
