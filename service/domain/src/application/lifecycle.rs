//! The table of transitions: which step leads from which state to which, who may take it, and why.
//!
//! The table is data: [`transition`] looks it up, the documentation page is rendered from it
//! ([`markdown`]), and a test holds the page to it.

use super::ApplicationState;
use crate::person::Language;
use jiff::{ToSpan, civil::Date};

/// What may happen to an application, dates included where they decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The head approves a nomination.
    Approve,
    /// The head refuses a nomination, or says nothing in time.
    RejectNomination,
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

use ApplicationState as S;

/// Every allowed transition, in the order things happen.
pub const TABLE: &[Rule] = &[
    Rule {
        step: Step::Approve,
        from: &[S::AwaitingApproval],
        to: S::Submitted,
        who: &[Who::Head],
        why_sv: "Chefen, eller chefens ersättare, har godkänt nomineringen.",
        why_en: "The head, or the head's deputy, has approved the nomination.",
    },
    Rule {
        step: Step::RejectNomination,
        from: &[S::AwaitingApproval],
        to: S::Refused,
        who: &[Who::Head, Who::Service],
        why_sv: "Chefen har sagt nej, eller inte svarat i tid.",
        why_en: "The head has said no, or has not answered in time.",
    },
    Rule {
        step: Step::Admit,
        from: &[S::Submitted, S::Reserve],
        to: S::Admitted,
        who: &[Who::Service, Who::Administrator],
        why_sv: "Det finns en plats och ingen står före.",
        why_en: "There is a seat and nobody stands before.",
    },
    Rule {
        step: Step::PlaceInReserve,
        from: &[S::Submitted],
        to: S::Reserve,
        who: &[Who::Service],
        why_sv: "Platserna räckte inte.",
        why_en: "There were not seats enough.",
    },
    Rule {
        step: Step::Call,
        from: &[S::Reserve],
        to: S::Called,
        who: &[Who::Administrator, Who::Service],
        why_sv: "En plats har blivit ledig och personen står först i tur.",
        why_en: "A seat has come free and the person is next in turn.",
    },
    Rule {
        step: Step::CancelCall,
        from: &[S::Called],
        to: S::Reserve,
        who: &[Who::Administrator, Who::Service],
        why_sv: "Kallelsen togs tillbaka, eller någon som kallades tillsammans med personen svarade inte ja. Reservnumret är kvar.",
        why_en: "The call was taken back, or somebody called together with the person did not say yes. The reserve number is kept.",
    },
    Rule {
        step: Step::Accept,
        from: &[S::Called, S::Admitted],
        to: S::Accepted,
        who: &[Who::Participant],
        why_sv: "Personen har tackat ja i tid och väntas delta.",
        why_en: "The person said yes in time and is expected to take part.",
    },
    Rule {
        step: Step::Decline,
        from: &[S::Called, S::Admitted],
        to: S::Declined,
        who: &[Who::Participant],
        why_sv: "Personen har tackat nej. Platsen går vidare.",
        why_en: "The person said no. The seat goes on to the next.",
    },
    Rule {
        step: Step::Expire,
        from: &[S::Called, S::Admitted],
        to: S::Struck,
        who: &[Who::Service],
        why_sv: "Inget svar kom i tid.",
        why_en: "No answer came in time.",
    },
    Rule {
        step: Step::Strike,
        from: &[
            S::Submitted,
            S::Reserve,
            S::Called,
            S::Admitted,
            S::Accepted,
        ],
        to: S::Struck,
        who: &[Who::Administrator],
        why_sv: "Struken genom beslut, till exempel för att personen redan är antagen till 45 hp.",
        why_en: "Struck by decision, for example because the person is admitted to 45 hp already.",
    },
    Rule {
        step: Step::Refuse,
        from: &[S::Submitted, S::Reserve],
        to: S::Refused,
        who: &[Who::Service, Who::Administrator],
        why_sv: "Personen är inte behörig, eller kan inte antas av annat skäl. Beslutet anger skälen.",
        why_en: "The person is not eligible, or cannot be admitted for another reason. The decision gives it.",
    },
    Rule {
        step: Step::Register,
        from: &[S::Admitted, S::Accepted],
        to: S::Registered,
        who: &[Who::Administrator],
        why_sv: "Personen har kommit till uppropet eller meddelat att hen börjar, och villkoren är uppfyllda.",
        why_en: "The person came to the roll-call or said so, and the conditions are met.",
    },
    Rule {
        step: Step::WithdrawBeforeRegistration,
        from: &[
            S::AwaitingApproval,
            S::Submitted,
            S::Reserve,
            S::Called,
            S::Admitted,
            S::Accepted,
        ],
        to: S::WithdrawnBeforeRegistration,
        who: &[Who::Participant],
        why_sv: "Återbud: före registrering.",
        why_en: "Left before registration.",
    },
    Rule {
        step: Step::WithdrawEarly,
        from: &[S::Registered],
        to: S::WithdrawnEarly,
        who: &[Who::Participant],
        why_sv: "Inom tre veckor från kursstart och utan godkänt resultat. Får söka igen.",
        why_en: "Within three weeks of the start and without a passed result. May apply again.",
    },
    Rule {
        step: Step::WithdrawLate,
        from: &[S::Registered],
        to: S::WithdrawnLate,
        who: &[Who::Participant],
        why_sv: "Senare, eller med godkänt resultat. Får läsa igen bara genom omregistrering, i mån av plats.",
        why_en: "Later, or with a passed result. Back only by re-registration, if there is a seat.",
    },
    Rule {
        step: Step::MarkNotStarted,
        from: &[S::Admitted, S::Accepted],
        to: S::NotStarted,
        who: &[Who::Administrator],
        why_sv: "Kom inte till uppropet och har inte hört av sig.",
        why_en: "Did not come to the roll-call and has not been heard from.",
    },
    Rule {
        step: Step::Defer,
        from: &[S::Admitted, S::Accepted],
        to: S::Deferred,
        who: &[Who::Administrator],
        why_sv: "Anstånd beviljat av särskilda skäl. Den som lämnat återbud kan inte få anstånd.",
        why_en: "Deferral granted for special reasons. Nobody who has withdrawn can be granted one.",
    },
    Rule {
        step: Step::Complete,
        from: &[S::Registered],
        to: S::Completed,
        who: &[Who::Administrator],
        why_sv: "Hela kursen är godkänd.",
        why_en: "All of the course is passed.",
    },
    Rule {
        step: Step::Supersede,
        from: &[
            S::AwaitingApproval,
            S::Submitted,
            S::Reserve,
            S::Called,
            S::Admitted,
            S::Accepted,
        ],
        to: S::Superseded,
        who: &[Who::Service],
        why_sv: "Samma person har en annan plats på kurstillfället, eller har bytt till den.",
        why_en: "The same person has another place on the offering, or has changed to it.",
    },
];

/// Why a command does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not possible for an application that is {}", state.as_str())]
pub struct NotPossible {
    pub step: Step,
    pub state: ApplicationState,
}

impl NotPossible {
    /// What the step may start from, in words.
    pub fn sentence(&self, language: Language) -> String {
        let from = TABLE
            .iter()
            .filter(|rule| rule.step == self.step)
            .flat_map(|rule| rule.from)
            .map(|state| state.label(language));
        let from: Vec<&str> = from.collect();
        let (is, label) = (self.state.label(language), self.step.label(language));
        match language {
            Language::Sv => format!(
                "Anmälan är i läget \"{is}\". Steget \"{label}\" går bara från: {}.",
                from.join(", ")
            ),
            Language::En => format!(
                "The application is \"{is}\". The step \"{label}\" is only possible from: {}.",
                from.join(", ")
            ),
        }
    }
}

impl Step {
    /// The word people use.
    pub fn label(self, language: Language) -> &'static str {
        let (sv, en) = match self {
            Self::Approve => ("godkänna nominering", "approve a nomination"),
            Self::RejectNomination => ("avslå nominering", "reject a nomination"),
            Self::Admit => ("anta", "admit"),
            Self::PlaceInReserve => ("reservplacera", "place in reserve"),
            Self::Call => ("kalla", "call"),
            Self::CancelCall => ("ta tillbaka kallelse", "cancel a call"),
            Self::Accept => ("tacka ja", "accept"),
            Self::Decline => ("tacka nej", "decline"),
            Self::Expire => ("svarstiden går ut", "answer time runs out"),
            Self::Strike => ("stryka", "strike"),
            Self::Refuse => ("neka", "refuse"),
            Self::Register => ("registrera", "register"),
            Self::WithdrawBeforeRegistration => ("lämna återbud", "withdraw"),
            Self::WithdrawEarly => ("göra tidigt avbrott", "leave early"),
            Self::WithdrawLate => ("göra sent avbrott", "leave late"),
            Self::MarkNotStarted => ("markera ej påbörjad", "mark as not started"),
            Self::Defer => ("bevilja anstånd", "defer"),
            Self::Complete => ("avsluta som avklarad", "complete"),
            Self::Supersede => ("ersätta med annan plats", "supersede"),
        };
        match language {
            Language::Sv => sv,
            Language::En => en,
        }
    }
}

impl Who {
    fn label(self, language: Language) -> &'static str {
        let (sv, en) = match self {
            Self::Participant => ("deltagaren", "participant"),
            Self::Head => ("chefen", "head"),
            Self::Administrator => ("administratören", "administrator"),
            Self::Service => ("tjänsten", "the service"),
        };
        match language {
            Language::Sv => sv,
            Language::En => en,
        }
    }
}

/// Days from the start of the course within which leaving is "early", the start day included
/// as day 0: "within three weeks".
pub const EARLY_WITHDRAWAL_DAYS: i32 = 21;

/// The step that a command amounts to in a state.
fn step(state: ApplicationState, command: Command) -> Step {
    match command {
        Command::Approve => Step::Approve,
        Command::RejectNomination => Step::RejectNomination,
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

/// The table as a page shows it.
pub fn markdown(language: Language) -> String {
    let heads = match language {
        Language::Sv => "| steg | från | till | vem | när |\n|---|---|---|---|---|\n",
        Language::En => "| step | from | to | who | when |\n|---|---|---|---|---|\n",
    };
    let mut page = heads.to_owned();
    for rule in TABLE {
        let from: Vec<&str> = rule.from.iter().map(|s| s.label(language)).collect();
        let who: Vec<&str> = rule.who.iter().map(|w| w.label(language)).collect();
        let why = match language {
            Language::Sv => rule.why_sv,
            Language::En => rule.why_en,
        };
        page += &format!(
            "| {} | {} | {} | {} | {why} |\n",
            rule.step.label(language),
            from.join(", "),
            rule.to.label(language),
            who.join(", "),
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn an_ended_application_takes_no_step() {
        for rule in TABLE {
            for state in rule.from {
                assert!(state.is_active(), "{:?} from {state:?}", rule.step);
            }
        }
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
