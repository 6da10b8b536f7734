//! The table of transitions: which step leads from which state to which, who may take it, and why.
//!
//! The table is data: [`transition`] looks it up, the documentation page is rendered from it
//! ([`markdown`]), and a test holds the page to it.

mod table;
mod words;

pub use table::TABLE;
pub use words::markdown;

use super::ApplicationState;
use jiff::{ToSpan, civil::Date};

/// What may happen to an application, dates included where they decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The head approves a nomination.
    Approve,
    /// The head refuses a nomination, or says nothing in time.
    RejectNomination,
    /// The employer nominates anew somebody whose head said no, or nothing.
    Renominate,
    Admit,
    /// Puts an undecided applicant on the reserve list.
    PlaceInReserve,
    /// Offers a reserve a freed seat, for a time.
    Call,
    /// Takes an offer back; the reserve keeps the old number.
    CancelCall,
    Accept,
    Decline,
    /// The time to answer ran out.
    Expire,
    /// Struck by decision.
    Strike,
    Refuse,
    Register,
    /// The person leaves. Dates decide which kind of exit it is.
    Withdraw {
        on: Date,
        starts_on: Date,
        passed_result: bool,
    },
    /// Never turned up.
    MarkNotStarted,
    /// Anstånd is granted.
    Defer,
    /// All of the course is passed.
    Complete,
    /// The same person has another place on the offering.
    Supersede,
}

/// A column of the table: a command whose dates have been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Approve,
    RejectNomination,
    Renominate,
    Admit,
    PlaceInReserve,
    Call,
    CancelCall,
    Accept,
    Decline,
    Expire,
    Strike,
    Refuse,
    Register,
    WithdrawBeforeRegistration,
    WithdrawEarly,
    WithdrawLate,
    MarkNotStarted,
    Defer,
    Complete,
    Supersede,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The applicant, or an administrator on the applicant's word.
    Participant,
    Head,
    Administrator,
    /// The service itself: a rule, a deadline, a published selection.
    Service,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub step: Step,
    pub from: &'static [ApplicationState],
    pub to: ApplicationState,
    pub who: &'static [Who],
    pub why_sv: &'static str,
    pub why_en: &'static str,
}

/// Why a command does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not possible for an application that is {}", state.as_str())]
pub struct NotPossible {
    pub step: Step,
    pub state: ApplicationState,
}

/// Days from the start of the course within which leaving is "early", the start day included
/// as day 0: "within three weeks".
pub const EARLY_WITHDRAWAL_DAYS: i32 = 21;

use ApplicationState as S;

/// The step that a command amounts to in a state.
fn step(state: ApplicationState, command: Command) -> Step {
    match command {
        Command::Approve => Step::Approve,
        Command::RejectNomination => Step::RejectNomination,
        Command::Renominate => Step::Renominate,
        Command::Admit => Step::Admit,
        Command::PlaceInReserve => Step::PlaceInReserve,
        Command::Call => Step::Call,
        Command::CancelCall => Step::CancelCall,
        Command::Accept => Step::Accept,
        Command::Decline => Step::Decline,
        Command::Expire => Step::Expire,
        Command::Strike => Step::Strike,
        Command::Refuse => Step::Refuse,
        Command::Register => Step::Register,
        Command::MarkNotStarted => Step::MarkNotStarted,
        Command::Defer => Step::Defer,
        Command::Complete => Step::Complete,
        Command::Supersede => Step::Supersede,
        Command::Withdraw {
            on,
            starts_on,
            passed_result,
        } => match state {
            S::Registered if on <= starts_on + EARLY_WITHDRAWAL_DAYS.days() && !passed_result => {
                Step::WithdrawEarly
            }
            S::Registered => Step::WithdrawLate,
            _ => Step::WithdrawBeforeRegistration,
        },
    }
}

/// Looks a command up in the table.
pub fn transition(
    state: ApplicationState,
    command: Command,
) -> Result<ApplicationState, NotPossible> {
    let step = step(state, command);
    TABLE
        .iter()
        .find(|rule| rule.step == step && rule.from.contains(&state))
        .map(|rule| rule.to)
        .ok_or(NotPossible { step, state })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Language;
    use jiff::civil::date;

    fn leave(on: Date, passed_result: bool) -> ApplicationState {
        let starts_on = date(2027, 1, 18);
        let command = Command::Withdraw {
            on,
            starts_on,
            passed_result,
        };
        transition(S::Registered, command).unwrap()
    }

    #[test]
    fn three_weeks_are_twenty_one_days_inclusive() {
        assert_eq!(leave(date(2027, 2, 8), false), S::WithdrawnEarly);
        assert_eq!(leave(date(2027, 2, 9), false), S::WithdrawnLate);
        assert_eq!(leave(date(2027, 1, 25), true), S::WithdrawnLate);
    }

    #[test]
    fn an_ended_application_takes_no_step_but_to_be_nominated_anew() {
        for rule in TABLE {
            for state in rule.from {
                let anew = (rule.step, *state) == (Step::Renominate, S::Refused);
                assert!(state.is_active() || anew, "{:?} from {state:?}", rule.step);
            }
        }
    }

    #[test]
    fn a_nomination_made_anew_waits_for_the_head_again() {
        let again = transition(S::Refused, Command::Renominate);
        assert_eq!(again, Ok(S::AwaitingApproval));
        assert!(transition(S::Struck, Command::Renominate).is_err());
        assert!(transition(S::AwaitingApproval, Command::Renominate).is_err());
    }

    #[test]
    fn a_step_from_a_state_leads_to_one_state() {
        for (i, rule) in TABLE.iter().enumerate() {
            for other in &TABLE[i + 1..] {
                let both = rule.from.iter().any(|state| other.from.contains(state));
                assert!(!(rule.step == other.step && both), "{:?}", rule.step);
            }
        }
    }

    #[test]
    fn every_state_but_the_first_is_reached_and_every_step_leads_somewhere() {
        let first = [S::AwaitingApproval, S::Submitted];
        for state in ApplicationState::ALL {
            let reached = TABLE.iter().any(|rule| rule.to == state);
            assert!(reached || first.contains(&state), "{state:?}");
        }
    }

    #[test]
    fn a_refusal_says_from_where_the_step_is_possible() {
        let refusal = transition(S::Refused, Command::Register).unwrap_err();
        assert_eq!(
            refusal.sentence(Language::Sv),
            "Anmälan är i läget \"ej antagen\". Steget \"registrera\" går bara från: antagen, tackat ja."
        );
    }

    #[test]
    fn the_page_has_a_line_a_rule() {
        assert_eq!(markdown(Language::En).lines().count(), TABLE.len() + 2);
    }
}
