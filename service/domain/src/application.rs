//! The life of an application, from request to registration, completion or exit.
//!
//! [`lifecycle`] is the one table of allowed transitions; everything else is refused with a reason.
//! Words and rules: Swedish higher education practice (anmäld → antagen | reserv → tackat ja →
//! registrerad → avklarad | avbrott).

pub mod lifecycle;

pub use lifecycle::{Command, EARLY_WITHDRAWAL_DAYS, NotPossible, Step, transition};

use crate::person::Language;
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Nominerad: named by an employer, waits for the head's word.
    AwaitingApproval,
    /// Anmäld: received, not decided.
    Submitted,
    /// Reservplacerad.
    Reserve,
    /// Kallad: a reserve who is offered a freed seat, for a time. The seat is held meanwhile.
    Called,
    /// Antagen (perhaps with a condition, which is kept beside the state).
    Admitted,
    /// Tackat ja: expected to take part (förväntat deltagande).
    Accepted,
    /// Registrerad.
    Registered,
    /// Avklarad.
    Completed,
    /// Tackat nej.
    Declined,
    /// Struken: no answer in time, or struck by decision (more than 45 hp, a duplicate).
    Struck,
    /// Ej påbörjad: admitted, but never turned up.
    NotStarted,
    /// Anstånd: the place is kept for a later term.
    Deferred,
    /// Återbud: left before registration.
    WithdrawnBeforeRegistration,
    /// Tidigt avbrott: left within three weeks of the start, with no passed result.
    WithdrawnEarly,
    /// Sent avbrott.
    WithdrawnLate,
    /// Ej antagen: not eligible, or refused by decision.
    Refused,
    /// The same person has another place on the offering; this record takes no seat.
    Superseded,
}

impl ApplicationState {
    pub const ALL: [Self; 17] = [
        Self::AwaitingApproval,
        Self::Submitted,
        Self::Reserve,
        Self::Called,
        Self::Admitted,
        Self::Accepted,
        Self::Registered,
        Self::Completed,
        Self::Declined,
        Self::Struck,
        Self::NotStarted,
        Self::Deferred,
        Self::WithdrawnBeforeRegistration,
        Self::WithdrawnEarly,
        Self::WithdrawnLate,
        Self::Refused,
        Self::Superseded,
    ];

    /// Counts towards "at most one application per person and offering".
    pub fn is_active(self) -> bool {
        matches!(
            self,
            Self::AwaitingApproval
                | Self::Submitted
                | Self::Reserve
                | Self::Called
                | Self::Admitted
                | Self::Accepted
                | Self::Registered
                | Self::Completed
        )
    }

    /// Takes part: is placed in cohorts and follows the sessions.
    pub fn takes_part(self) -> bool {
        matches!(
            self,
            Self::Admitted | Self::Accepted | Self::Registered | Self::Completed
        )
    }

    /// Holds one of the channel's seats: takes part, or has been offered the seat.
    pub fn takes_seat(self) -> bool {
        self.takes_part() || self == Self::Called
    }

    /// The word in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingApproval => "awaiting_approval",
            Self::Submitted => "submitted",
            Self::Reserve => "reserve",
            Self::Called => "called",
            Self::Admitted => "admitted",
            Self::Accepted => "accepted",
            Self::Registered => "registered",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Struck => "struck",
            Self::NotStarted => "not_started",
            Self::Deferred => "deferred",
            Self::WithdrawnBeforeRegistration => "withdrawn_before_registration",
            Self::WithdrawnEarly => "withdrawn_early",
            Self::WithdrawnLate => "withdrawn_late",
            Self::Refused => "refused",
            Self::Superseded => "superseded",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The word people use.
    pub fn label(self, language: Language) -> &'static str {
        let (sv, en) = match self {
            Self::AwaitingApproval => ("väntar på chefens godkännande", "awaiting the head's word"),
            Self::Submitted => ("anmäld", "applied"),
            Self::Reserve => ("reserv", "reserve"),
            Self::Called => ("kallad", "called from the reserve list"),
            Self::Admitted => ("antagen", "admitted"),
            Self::Accepted => ("tackat ja", "accepted"),
            Self::Registered => ("registrerad", "registered"),
            Self::Completed => ("avklarad", "completed"),
            Self::Declined => ("tackat nej", "declined"),
            Self::Struck => ("struken", "struck"),
            Self::NotStarted => ("ej påbörjad", "did not start"),
            Self::Deferred => ("anstånd", "deferred"),
            Self::WithdrawnBeforeRegistration => ("återbud", "withdrawn before registration"),
            Self::WithdrawnEarly => ("tidigt avbrott", "left early"),
            Self::WithdrawnLate => ("sent avbrott", "left late"),
            Self::Refused => ("ej antagen", "refused"),
            Self::Superseded => ("ersatt av annan plats", "superseded"),
        };
        match language {
            Language::Sv => sv,
            Language::En => en,
        }
    }
}

/// Registreringstyp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// FFG: registered for the first time.
    First,
    /// FO: continues an earlier registration.
    Continued,
    /// OM: registered anew on a later offering.
    Again,
}

impl RegistrationKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Continued => "continued",
            Self::Again => "again",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::First, Self::Continued, Self::Again]
            .into_iter()
            .find(|k| k.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn states_have_distinct_words() {
        for state in ApplicationState::ALL {
            assert_eq!(ApplicationState::parse(state.as_str()), Some(state));
        }
        let labels =
            |language| -> BTreeSet<_> { ApplicationState::ALL.map(|s| s.label(language)).into() };
        assert_eq!(labels(Language::Sv).len(), ApplicationState::ALL.len());
        assert_eq!(labels(Language::En).len(), ApplicationState::ALL.len());
    }

    #[test]
    fn who_takes_part_is_active_and_holds_a_seat() {
        for state in ApplicationState::ALL {
            assert!(!state.takes_part() || state.takes_seat(), "{state:?}");
            assert!(!state.takes_seat() || state.is_active(), "{state:?}");
        }
    }
}
