//! What the service writes to people: one type per occasion, worded in Swedish and in English.
//!
//! Plain language (språklagen 2009:600, 11 §): what has happened, what happens next and when, whom
//! to turn to. Rules that no wording may break (`domain.md` §3.3): no other participant's name, no
//! room or workplace, nobody's name in a subject, no link that carries a token.
//!
//! Text values (course, reason, label) are given in the language of the envelope.

mod english;
mod swedish;
mod when;

use super::MailSettings;
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{person::Language, text::plain_line};
use serde::{Deserialize, Serialize};

/// Version of the wording of decisions; a decision keeps the one it was written with. Raise it
/// when a letter that carries a decision is worded anew.
pub const TEMPLATE_VERSION: i64 = 1;
/// Longest name in a greeting (characters); a longer one is left out.
const GREETED_CHARS: usize = 80;
/// Where the national admissions system is answered.
const NATIONAL: &str = "antagning.se";

/// From when until when a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// A session worth naming in a letter. Where it is stands in the service, not in the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub title: String,
    pub slot: Slot,
}

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
    /// Återbud.
    BeforeRegistration,
    /// Tidigt avbrott.
    Early,
    /// Sent avbrott.
    Late,
}

/// A letter, with all it needs to be written again the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    SignInCode {
        code: String,
        minutes: i64,
    },
    /// The receipt of an application.
    ApplicationReceived {
        reference: String,
        course: String,
        offering_code: String,
        channel: String,
        received_at: Timestamp,
        outcome: Outcome,
    },
    Admitted {
        course: String,
        offering_code: String,
        starts_on: Date,
        condition: Option<String>,
        answer_by: Option<Date>,
        /// The decision is the national admissions system's; this letter is a copy of it.
        decided_elsewhere: bool,
    },
    PlacedOnReserve {
        course: String,
        offering_code: String,
        group: String,
        position: u32,
    },
    NotAdmitted {
        reference: String,
        course: String,
        offering_code: String,
        reasons: Vec<String>,
        /// Set for "not eligible", which can be appealed to ÖNH (HF 12:2); not for a ranking.
        how_to_appeal: bool,
    },
    WithdrawalReceived {
        stage: WithdrawalStage,
        reference: String,
        course: String,
        offering_code: String,
        received_at: Timestamp,
    },
    CohortPlaced {
        course: String,
        offering_code: String,
        cohort_code: String,
        /// How many of each profession family. Empty for a person with protected identity.
        mix: Vec<(String, u32)>,
        first_session: Option<Meeting>,
        calendar_hint: bool,
    },
    /// If the times are equal, the place has changed.
    SessionChanged {
        course: String,
        title: String,
        before: Slot,
        after: Slot,
    },
    SessionCancelled {
        course: String,
        title: String,
        slot: Slot,
        reason: Option<String>,
    },
}

impl Letter {
    /// One line. Seen on locked screens: neither a code nor anybody's name.
    pub fn subject(&self, language: Language) -> String {
        match language {
            Language::Sv => swedish::subject(self),
            Language::En => english::subject(self),
        }
    }

    /// The whole text: greeting, what the letter says, whom to turn to, signature.
    pub fn body(&self, language: Language, settings: &MailSettings, to_name: &str) -> String {
        let name = greeted(to_name);
        let (greeting, said, end) = match language {
            Language::Sv => (
                swedish::greeting(name),
                swedish::text(self, settings),
                swedish::END,
            ),
            Language::En => (
                english::greeting(name),
                english::text(self, settings),
                english::END,
            ),
        };
        let (questions, regards) = end;
        let reply_to = plain_line(&settings.reply_to);
        let sender = plain_line(&settings.from_name);
        let url = home(settings);
        format!("{greeting}\n\n{said}\n\n{questions} {reply_to}\n\n{regards}\n{sender}\n{url}\n")
    }
}

/// The name to greet, unless a mail program would make a link of it: whoever fills in a form with
/// somebody else's address must not be able to have us send an advertisement there.
fn greeted(name: &str) -> Option<String> {
    let name = plain_line(name);
    let linkable = name.contains(['@', ':', '/', '\\', '<', '>', '|'])
        || name
            .split('.')
            .skip(1)
            .any(|rest| rest.starts_with(char::is_alphanumeric));
    (!name.is_empty() && !linkable && name.chars().count() <= GREETED_CHARS).then_some(name)
}

fn home(settings: &MailSettings) -> String {
    plain_line(&settings.public_url)
}

/// Paragraphs, of which some may be left out.
fn paragraphs<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    items
        .into_iter()
        .map(|item| format!("- {item}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Text from outside as a sentence: one line, with its full stop.
fn sentence(text: &str) -> String {
    let line = plain_line(text);
    if line.ends_with(['.', '!', '?']) || line.is_empty() {
        line
    } else {
        format!("{line}.")
    }
}

#[cfg(test)]
mod tests;
