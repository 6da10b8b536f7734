//! Letters over SMTP to a relay.
//!
//! How an answer is read: 5xx about the recipient or the text refuses the letter. Everything else
//! is a retry: 4xx, no connection, TLS, a time-out, a cut. So is a 5xx to the greeting, STARTTLS,
//! AUTH or MAIL FROM, and 530, 534, 535, 538 anywhere: those are about the operator's settings, and
//! a wrong password must not flag every address in the outbox as dead.

mod conversation;
mod line_stream;
mod relay;

use super::{Delivery, MailSettings, message::Built};
use conversation::Conversation;
use relay::Relay;
use std::{fmt, time::Duration};
use tokio::sync::{Mutex, Semaphore};

pub use relay::RelayUrlError;

/// Most connections to the relay at a time.
pub const CONNECTIONS: usize = 4;
/// Letters on one connection before it is closed; relays limit it, often to 100.
pub const LETTERS_PER_CONNECTION: usize = 100;
/// A connection idle for longer is not used again: relays close theirs after a minute or more.
pub const IDLE: Duration = Duration::from_secs(30);
/// How long a good-bye may take.
const QUIT: Duration = Duration::from_secs(2);

/// How long to wait, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// Name look-up and TCP.
    pub connect: Duration,
    /// Each answer.
    pub command: Duration,
    /// The answer after the text. Too short makes repeats: the relay may have taken the letter.
    pub text: Duration,
}

impl Patience {
    /// The longest one delivery can take once it is its turn (at most [`CONNECTIONS`] go at a
    /// time), with one connection found stale. A lease on an outbox row must be longer.
    pub fn longest(&self) -> Duration {
        self.connect + self.command * 12 + self.text
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            command: Duration::from_secs(20),
            text: Duration::from_mins(2),
        }
    }
}

/// Sends letters to one relay, and keeps the connection for the next letter.
pub struct SmtpMailer {
    relay: Relay,
    settings: MailSettings,
    patience: Patience,
    turns: Semaphore,
    idle: Mutex<Vec<Conversation>>,
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("relay", &self.relay)
            .field("settings", &self.settings)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

impl SmtpMailer {
    /// Reads `smtp://user:password@host:port?tls=required|opportunistic|none&ca=PATH`, or
    /// `smtps://…` without `tls`. Opens no connection yet.
    ///
    /// Without `tls`: STARTTLS is required, except to this machine itself without a password, where
    /// it is used if offered. `ca` is a PEM file with the relay's own root, besides the usual ones.
    pub fn from_url(url: &str, settings: MailSettings) -> Result<Self, RelayUrlError> {
        let relay = Relay::parse(url)?;
        if relay.security == relay::Security::None {
            tracing::warn!(host = relay.host, "letters leave unencrypted: tls=none");
        }
        Ok(Self {
            relay,
            settings,
            patience: Patience::default(),
            turns: Semaphore::new(CONNECTIONS),
            idle: Mutex::default(),
        })
    }

    /// Waits for answers as long as this instead.
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Closes the connections that wait for the next letter.
    pub async fn close_idle(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().await);
        for conversation in idle {
            conversation.quit(QUIT).await;
        }
    }

    pub(super) fn settings(&self) -> &MailSettings {
        &self.settings
    }

    pub(super) async fn send(&self, message: &Built) -> Delivery {
        let Ok(_turn) = self.turns.acquire().await else {
            return Delivery::retry("the mailer is closed");
        };
        if let Some(conversation) = self.idle_conversation().await
            && let Some(delivery) = self.send_on(conversation, message, Reused::Yes).await
        {
            return delivery;
        }
        match Conversation::open(&self.relay, &self.patience).await {
            Ok(conversation) => self
                .send_on(conversation, message, Reused::No)
                .await
                .unwrap_or_else(|| Delivery::retry("the mail relay closed a new connection")),
            Err(failure) => failure.delivery,
        }
    }

    /// `None` if a connection from the pool turned out to be closed, and a new one should be tried.
    async fn send_on(
        &self,
        mut conversation: Conversation,
        message: &Built,
        reused: Reused,
    ) -> Option<Delivery> {
        match conversation.send(message, &self.patience).await {
            Ok(()) => {
                self.park(conversation).await;
                Some(Delivery::Delivered)
            }
            Err(failure) if failure.stale && reused == Reused::Yes => None,
            Err(failure) => {
                if failure.usable {
                    self.park(conversation).await;
                }
                Some(failure.delivery)
            }
        }
    }

    async fn idle_conversation(&self) -> Option<Conversation> {
        let mut idle = self.idle.lock().await;
        idle.retain(|conversation| conversation.last_used.elapsed() < IDLE);
        idle.pop()
    }

    async fn park(&self, conversation: Conversation) {
        if conversation.letters >= LETTERS_PER_CONNECTION {
            return conversation.quit(QUIT).await;
        }
        let mut idle = self.idle.lock().await;
        if idle.len() < CONNECTIONS {
            idle.push(conversation);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reused {
    Yes,
    No,
}
