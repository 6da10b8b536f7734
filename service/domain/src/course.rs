//! What is offered: packages of courses, courses, and their dated deliveries with channels.

use crate::id::{ChannelId, OfferingId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// How people come in (antagningskanal). The law differs between them (`domain.md` §2.1), so
/// there is never one common waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Decided by the national admissions system; we import the decision.
    Imported,
    /// Commissioned education: places under a contract, named by an employer.
    Employer,
    /// Self-enrolment, decided here.
    Open,
}

/// A channel as the rules of enrolment see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub id: ChannelId,
    pub offering: OfferingId,
    pub kind: ChannelKind,
    /// Places in this channel (persons).
    pub seats: i64,
    /// First instant at which one may apply; `None`: from the beginning of time.
    pub opens_at: Option<Timestamp>,
    /// First instant at which one may no longer apply; `None`: never closes.
    pub closes_at: Option<Timestamp>,
}

/// The dates of an offering that rules depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferingDates {
    pub starts_on: Date,
    pub ends_on: Date,
}
