//! What things have led to, as letters tell it.

use serde::{Deserialize, Serialize};

/// What an application has led to so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Outcome {
    Admitted,
    Reserve { group: String, position: u32 },
    UnderReview,
}

/// The three ways to leave a course (`domain.md` §2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalStage {
    /// Återbud by somebody who had no place yet: waited for a decision or in a queue.
    BeforePlace,
    /// Återbud.
    BeforeRegistration,
    /// Tidigt avbrott.
    Early,
    /// Sent avbrott.
    Late,
}

/// How the offer of a freed seat ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    Accepted,
    Declined,
    Expired,
    /// Taken back by the university; the reserve keeps the number.
    Cancelled,
}

/// What an employer's nomination led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NominationOutcome {
    Approved,
    Refused,
    /// Nobody answered in time.
    Expired,
}
