//! The life of an application, from request to registration or exit.
//!
//! One table of allowed transitions; everything else is refused with a reason. Words and rules:
//! Swedish higher education practice (anmäld → antagen | reserv → registrerad → avbrott).

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Anmäld: received, not decided.
    Submitted,
    /// Reservplacerad.
    Reserve,
    /// Antagen (perhaps with a condition, which is kept beside the state).
    Admitted,
    /// Registrerad.
    Registered,
    /// Återbud: left before registration.
    WithdrawnBeforeRegistration,
    /// Tidigt avbrott: left within three weeks of the start, with no passed result.
    WithdrawnEarly,
    /// Sent avbrott.
    WithdrawnLate,
    /// Ej antagen, or struken.
    Refused,
    /// The same person has another place on the offering; this record takes no seat.
    Superseded,
}

impl ApplicationState {
    pub const ALL: [Self; 9] = [
        Self::Submitted,
        Self::Reserve,
        Self::Admitted,
        Self::Registered,
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
            Self::Submitted | Self::Reserve | Self::Admitted | Self::Registered
        )
    }

    /// Holds one of the channel's seats.
    pub fn takes_seat(self) -> bool {
        matches!(self, Self::Admitted | Self::Registered)
    }

    /// The word in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Reserve => "reserve",
            Self::Admitted => "admitted",
            Self::Registered => "registered",
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

/// What may happen to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Admit,
    Register,
    /// The person leaves. Dates decide which kind of exit it is.
    Withdraw {
        on: Date,
        starts_on: Date,
        passed_result: bool,
    },
    Refuse,
}

/// Why a command does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{command} is not possible for an application that is {}", state.as_str())]
pub struct NotPossible {
    pub command: &'static str,
    pub state: ApplicationState,
}

/// Days from the start of the course within which leaving is "early", the start day included
/// as day 0: "within three weeks".
pub const EARLY_WITHDRAWAL_DAYS: i32 = 21;

/// The table of transitions.
pub fn transition(
    state: ApplicationState,
    command: Command,
) -> Result<ApplicationState, NotPossible> {
    use ApplicationState as S;
    let refused = |command| Err(NotPossible { command, state });
    match (command, state) {
        (Command::Admit, S::Submitted | S::Reserve) => Ok(S::Admitted),
        (Command::Admit, _) => refused("admit"),
        (Command::Register, S::Admitted) => Ok(S::Registered),
        (Command::Register, _) => refused("register"),
        (Command::Withdraw { .. }, S::Submitted | S::Reserve | S::Admitted) => {
            Ok(S::WithdrawnBeforeRegistration)
        }
        (
            Command::Withdraw {
                on,
                starts_on,
                passed_result,
            },
            S::Registered,
        ) => {
            let last_early_day = starts_on + EARLY_WITHDRAWAL_DAYS.days();
            let early = on <= last_early_day && !passed_result;
            Ok(if early {
                S::WithdrawnEarly
            } else {
                S::WithdrawnLate
            })
        }
        (Command::Withdraw { .. }, _) => refused("withdraw"),
        (Command::Refuse, S::Submitted | S::Reserve) => Ok(S::Refused),
        (Command::Refuse, _) => refused("refuse"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn leave(on: Date, passed_result: bool) -> ApplicationState {
        let starts_on = date(2027, 1, 18);
        transition(
            ApplicationState::Registered,
            Command::Withdraw {
                on,
                starts_on,
                passed_result,
            },
        )
        .unwrap()
    }

    #[test]
    fn three_weeks_are_twenty_one_days_inclusive() {
        assert_eq!(
            leave(date(2027, 2, 8), false),
            ApplicationState::WithdrawnEarly
        );
        assert_eq!(
            leave(date(2027, 2, 9), false),
            ApplicationState::WithdrawnLate
        );
        assert_eq!(
            leave(date(2027, 1, 25), true),
            ApplicationState::WithdrawnLate
        );
    }

    #[test]
    fn an_ended_application_takes_no_command() {
        let on = date(2027, 1, 20);
        let withdraw = Command::Withdraw {
            on,
            starts_on: on,
            passed_result: false,
        };
        for state in ApplicationState::ALL
            .into_iter()
            .filter(|state| !state.is_active())
        {
            for command in [Command::Admit, Command::Register, withdraw, Command::Refuse] {
                assert!(transition(state, command).is_err(), "{state:?} {command:?}");
            }
        }
    }

    #[test]
    fn states_have_distinct_words() {
        for state in ApplicationState::ALL {
            assert_eq!(ApplicationState::parse(state.as_str()), Some(state));
        }
    }
}
