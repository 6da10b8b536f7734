//! What happened, in the past tense. Facts become rows of the audit trail.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// One thing that happened to one subject.
///
/// `before` and `after` hold the fields that changed. They never hold names, addresses or
/// identity numbers: the trail outlives the person's data and is read by more people than may
/// see a protected person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// Dotted, past tense: `application.withdrawn`.
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject: Uuid,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// Why, where a person had to say.
    pub reason: Option<String>,
}

impl Fact {
    pub fn new(action: &'static str, subject_kind: &'static str, subject: Uuid) -> Self {
        Self {
            action,
            subject_kind,
            subject,
            before: None,
            after: None,
            reason: None,
        }
    }

    pub fn after(mut self, after: Value) -> Self {
        self.after = Some(after);
        self
    }

    pub fn before(mut self, before: Value) -> Self {
        self.before = Some(before);
        self
    }

    pub fn reason(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }
}
