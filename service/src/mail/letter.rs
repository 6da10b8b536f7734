//! What the service writes to people: one type per occasion. The words are the catalogue's
//! (`texts/{sv,en}/letter*.ftl`); here it is decided which of them a letter has, and in what order.
//!
//! Plain language (språklagen 2009:600, 11 §): what has happened, what happens next and when, whom
//! to turn to. Rules that no wording may break (`domain.md` §3.3): no other participant's name, no
//! room or workplace, nobody's name in a subject, no link that carries a token.
//!
//! Five exceptions. The letter with a sign-in code, when a browser asked for it, carries a link that opens a page; there
//! it signs in who asked, in the same browser, and nobody else. News of the schedule tell place and link to those whose calendars show them too,
//! never to somebody with protected identity. The receipt of an application carries a link to a page
//! that can be read only, and is as open as the letter itself. The last two are for letters that ask for one answer:
//! - They carry a link that works once, for that answer only. It leads to a page where the answer
//!   is given, so that a program that follows the links of a letter answers nothing.
//! - The letters to a head or the head's deputy name, in the text, the employee they ask about (by
//!   alias, if the employee's identity is protected) and the employer, which is their own.
//!
//! Text values (course, reason, label) are given in the language of the envelope.

mod admission;
mod asked;
mod course;
mod decision;
mod employer;
mod fill;
mod kind;
mod leaving;
mod news;
mod outcome;
mod reminder;
mod reserve;
mod sample;
mod schedule;
mod shared;
mod site;
mod subject;
pub mod when;
mod worded;

pub use kind::{Letter, Meeting, Slot};
pub use news::{CourseNews, Said, SessionNews};
pub use outcome::{CallOutcome, NominationOutcome, Outcome, WithdrawalStage};
pub use reminder::Reminded;
pub use sample::sample;
pub use worded::built_in;

use super::MailSettings;
use crate::texts::Texts;
use samverkan_domain::{person::Language, text::plain_line};

/// Version of the wording of decisions; a decision keeps the one it was written with. Raise it
/// when a letter that carries a decision is worded anew.
pub const TEMPLATE_VERSION: i64 = 2;
/// Longest name in a greeting (characters); a longer one is left out.
const GREETED_CHARS: usize = 80;
/// Where links lead in a copy, until they are left out.
const LINK: &str = "https://link.invalid";
/// Where the national admissions system is answered.
const NATIONAL: &str = "antagning.se";

impl Letter {
    /// Whether somebody waits for it at a screen: it does not queue behind thousands of receipts.
    pub fn is_urgent(&self) -> bool {
        matches!(self, Self::SignInCode { .. } | Self::AddressCode { .. })
    }

    /// How many pieces of news of the schedule it tells.
    pub fn news(&self) -> usize {
        match self {
            Self::ScheduleNews { courses } => courses.iter().map(|c| c.sessions.len()).sum(),
            Self::Worded { letter, .. } => letter.news(),
            _ => 0,
        }
    }

    /// Where the reader asks for no more letters like this one; none where they are sent in any case.
    pub fn unsubscribe_link(&self) -> Option<&str> {
        match self {
            Self::Worded { letter, .. } => letter.unsubscribe_link(),
            Self::Reminder {
                unsubscribe_link, ..
            } => Some(unsubscribe_link),
            _ => None,
        }
    }

    /// One line. Seen on locked screens: neither a code nor anybody's name.
    pub fn subject(&self, language: Language) -> String {
        let t = Texts::of_language(language);
        match self {
            Self::Worded {
                letter, subject, ..
            } => worded::subject(letter, subject, t),
            letter => subject::subject(letter, t),
        }
    }

    /// The whole text: greeting, what the letter says, whom to turn to, signature.
    pub fn body(&self, language: Language, settings: &MailSettings, to_name: &str) -> String {
        let t = Texts::of_language(language);
        let greeting = match greeted(to_name) {
            Some(name) => t.letter_greeting_name(name),
            None => t.letter_greeting().to_owned(),
        };
        let mut said = self.text(t, &plain_line(&settings.public_url));
        if let Some(link) = self.unsubscribe_link() {
            said = format!("{said}\n\n{}", t.letter_unsubscribe(plain_line(link)));
        }
        let questions = t.letter_questions(plain_line(&settings.reply_to));
        let regards = t.letter_regards();
        let sender = plain_line(&settings.from_name);
        let url = plain_line(&settings.public_url);
        format!("{greeting}\n\n{said}\n\n{questions}\n\n{regards}\n{sender}\n{url}\n")
    }

    /// What it said, for a copy that others than the addressee may hold: links let in whoever has
    /// them and are left out; so is a letter that is a code.
    pub fn said(&self, language: Language) -> Option<String> {
        let t = Texts::of_language(language);
        let text = (!self.is_urgent()).then(|| self.text(t, LINK))?;
        let lines = text.lines().map(|line| {
            let words = line.split(' ').map(|word| match word.find("://") {
                Some(_) => t.extract_link(),
                None => word,
            });
            words.collect::<Vec<_>>().join(" ")
        });
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    fn text(&self, t: Texts, url: &str) -> String {
        match self {
            Self::SiteMessage {
                about,
                text,
                answer_to,
            } => site::text(t, about, text, answer_to),
            Self::SignInCode { .. }
            | Self::ApplicationReceived { .. }
            | Self::Admitted { .. }
            | Self::PlacedOnReserve { .. }
            | Self::NotAdmitted { .. }
            | Self::WithdrawalReceived { .. } => admission::text(self, t, url),
            Self::SelectionResult { .. }
            | Self::AnswerReceived { .. }
            | Self::AnswerReminder { .. }
            | Self::Struck { .. }
            | Self::DeferralDecided { .. } => decision::text(self, t, url),
            Self::ReserveCalled { .. }
            | Self::ReserveReminder { .. }
            | Self::ReserveCallEnded { .. }
            | Self::InterestAsked { .. }
            | Self::Swapped { .. } => reserve::text(self, t, url),
            Self::ApprovalAsked { .. }
            | Self::ApprovalReminder { .. }
            | Self::NominationDecided { .. }
            | Self::Replaced { .. } => employer::text(self, t, url),
            Self::TransferDecided { .. }
            | Self::ErasureDecided { .. }
            | Self::AddressCode { .. }
            | Self::AddressChanged => asked::text(self, t, url),
            Self::CohortPlaced { .. }
            | Self::CohortsLed { .. }
            | Self::SessionChanged { .. }
            | Self::SessionCancelled { .. }
            | Self::PackageExit { .. } => course::text(self, t, url),
            Self::ScheduleNews { courses } => schedule::text(courses, t, url),
            Self::FollowUp { .. } | Self::FollowUpLate { .. } | Self::NotStarted { .. } => {
                leaving::text(self, t, url)
            }
            Self::Reminder { .. } => reminder::text(self, t, url),
            Self::Worded {
                letter,
                body,
                first_name,
                ..
            } => worded::text(letter, body, first_name, t, url),
        }
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
