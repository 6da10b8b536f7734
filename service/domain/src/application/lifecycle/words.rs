//! The words of the table: what steps and those who take them are called, and the table as a page.

use super::{NotPossible, Step, TABLE, Who};
use crate::person::Language;

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
            Self::Renominate => ("nominera på nytt", "nominate anew"),
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
