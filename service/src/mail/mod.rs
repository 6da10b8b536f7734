//! Mail out of the service: what a letter says, how it becomes a message, how it is delivered.
//!
//! The outbox owns the repeats. A [`Mailer`] tries once and says what came of it; it never panics,
//! never holds a database transaction and gives the same message, with the same `Message-ID` and
//! `Date`, each time the same [`Envelope`] is delivered. Delivery is at least once: a connection
//! cut after the text was handed over leaves the answer unknown, and the letter goes again.
//!
//! Reading order: [`letter`] (the words), `message` (the headers), [`smtp`], [`mod@file`], [`memory`].

pub mod file;
pub mod letter;
pub mod memory;
mod message;
mod shield;
pub mod smtp;

use jiff::Timestamp;
use samverkan_domain::{id::MessageId, person::Language, text};
use serde::{Deserialize, Serialize};

pub use file::FileMailer;
pub use letter::Letter;
pub use memory::MemoryMailer;
pub use message::SettingsError;
pub use smtp::SmtpMailer;

/// Longest reason kept with a delivery (characters): what a relay says is not ours to bound
/// otherwise.
const WHY_CHARS: usize = 300;

/// Who the letters come from, and where people turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// Name shown as the sender and under each letter.
    pub from_name: String,
    /// Sender, also of the SMTP envelope. Its domain is the right-hand side of `Message-ID`.
    pub from_address: String,
    /// An address that a human reads. Answers go there, and each letter names it.
    pub reply_to: String,
    /// Where the service is found. Letters link to nothing else of ours, and carry no token
    /// but the one of a single answer ([`letter`]).
    pub public_url: String,
}

impl MailSettings {
    /// Says what is wrong before the first letter is due. For the start of the service.
    pub fn check(&self) -> Result<(), SettingsError> {
        message::Sender::of(self).map(drop)
    }
}

/// One letter to one person: a row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Becomes the `Message-ID`, so that a repeat can be recognised.
    pub id: MessageId,
    /// The name to greet. For a person with protected identity: the alias.
    pub to_name: String,
    pub to_address: String,
    pub letter: Letter,
    pub language: Language,
    /// Becomes `Date`: when the cause happened, not when the letter was tried.
    pub created_at: Timestamp,
}

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Handed over; the relay has taken responsibility.
    Delivered,
    /// Not known to have arrived, and not known to be impossible: try again later.
    Retry { why: String },
    /// This letter cannot be delivered to this address. Stop, and flag the address.
    Refused { why: String },
    /// The letter itself is at fault. Stop; the address is not.
    Broken { why: String },
}

impl Delivery {
    /// In a word, without why.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Retry { .. } => "retry",
            Self::Refused { .. } => "refused",
            Self::Broken { .. } => "broken",
        }
    }

    fn retry(why: impl AsRef<str>) -> Self {
        Self::Retry {
            why: reason(why.as_ref()),
        }
    }

    fn broken(why: impl AsRef<str>) -> Self {
        Self::Broken {
            why: reason(why.as_ref()),
        }
    }

    fn refused(why: impl AsRef<str>) -> Self {
        Self::Refused {
            why: reason(why.as_ref()),
        }
    }
}

/// One bounded line. May quote the relay, which may quote the address: for the outbox, not the log.
fn reason(why: &str) -> String {
    text::plain_line(why).chars().take(WHY_CHARS).collect()
}

/// The way letters leave.
#[derive(Debug)]
pub enum Mailer {
    /// Over SMTP to a relay.
    Smtp(SmtpMailer),
    /// As files in a folder: the demo, and services without a relay.
    File(FileMailer),
    /// In memory: tests.
    Memory(MemoryMailer),
}

impl Mailer {
    /// Tries once to deliver the letter.
    ///
    /// A panic while the message is built is the letter's own fault and refuses it: tried again it
    /// would stop the outbox again. A panic in the conversation with a relay is a retry.
    pub async fn deliver(&self, envelope: &Envelope) -> Delivery {
        let built = shield::call(|| match self {
            Self::Smtp(mailer) => message::build(envelope, mailer.settings(), message::Body::Ascii),
            Self::File(mailer) => message::build(envelope, mailer.settings(), message::Body::Utf8),
            Self::Memory(mailer) => {
                message::build(envelope, mailer.settings(), message::Body::Utf8)
            }
        });
        let message = match built {
            Ok(Ok(message)) => message,
            Ok(Err(delivery)) => return delivery,
            Err(panic) => return Delivery::broken(format!("the letter cannot be built: {panic}")),
        };
        let sent = match self {
            Self::Smtp(mailer) => Box::pin(shield::run(mailer.send(&message))).await,
            Self::File(mailer) => shield::run(mailer.send(envelope.id, message)).await,
            Self::Memory(mailer) => shield::run(mailer.send(envelope, &message)).await,
        };
        sent.unwrap_or_else(|panic| Delivery::retry(format!("the mailer failed: {panic}")))
    }

    /// Who the letters come from: what a letter needs to be shown before it is sent.
    pub fn settings(&self) -> &MailSettings {
        match self {
            Self::Smtp(mailer) => mailer.settings(),
            Self::File(mailer) => mailer.settings(),
            Self::Memory(mailer) => mailer.settings(),
        }
    }

    /// Closes connections that wait for the next letter. For the end of a batch.
    pub async fn close_idle(&self) {
        if let Self::Smtp(mailer) = self {
            mailer.close_idle().await;
        }
    }
}

#[cfg(test)]
mod tests;
