//! One connection to a relay, and what its answers mean for a letter.
//!
//! lettre's own transport leaves Nagle's algorithm on and writes the end of a message by itself,
//! which costs 40 ms a letter (`platform.md` §g). Here the socket has TCP_NODELAY and the text
//! goes in one write. The steps are sent one by one because the same answer means different
//! things: 550 to RCPT is about the recipient, 550 to MAIL is about us.

use super::{
    super::{Delivery, message::Built},
    Patience,
    line_stream::LineStream,
    relay::{Relay, Security},
};
use lettre::transport::smtp::{
    Error,
    authentication::Mechanism,
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt, Rset},
    extension::{ClientId, Extension, MailBodyParameter, MailParameter},
};
use std::{
    fmt::{self, Display},
    future::Future,
    time::Duration,
};
use tokio::{net::TcpStream, time::Instant};

/// Ways to prove who we are, best first.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
/// Answers that ask for authentication or encryption (RFC 4954 §6, RFC 3207 §4), whatever they
/// answer: they are about the operator's settings, not about a letter.
const ABOUT_SETTINGS: [u16; 4] = [530, 534, 535, 538];
/// "Closing the connection" (RFC 5321 §3.8).
const CLOSING: u16 = 421;

/// Where in the conversation something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Connect,
    Greeting,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Text,
}

impl Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting to the mail relay",
            Self::Greeting => "the mail relay's greeting",
            Self::StartTls => "encrypting (STARTTLS)",
            Self::Auth => "signing in to the mail relay",
            Self::Mail => "MAIL FROM",
            Self::Rcpt => "RCPT TO",
            Self::Data => "DATA",
            Self::Text => "the text of the message",
        })
    }
}

/// Why a letter did not go.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) delivery: Delivery,
    /// The relay answered and stays on the line.
    pub(super) usable: bool,
    /// The connection had gone before the letter began: a new one may do at once.
    pub(super) stale: bool,
}

impl Failure {
    fn of(step: Step, error: &Error) -> Self {
        let code = error.status().map(u16::from);
        let about_letter = matches!(step, Step::Rcpt | Step::Data | Step::Text)
            && error.is_permanent()
            && !code.is_some_and(|code| ABOUT_SETTINGS.contains(&code));
        let why = if step == Step::Auth {
            format!("{step}: check user and password in SAMVERKAN_SMTP_URL: {error}")
        } else {
            format!("{step}: {error}")
        };
        let answered = code.is_some_and(|code| code != CLOSING);
        Self {
            delivery: if about_letter {
                Delivery::refused(why)
            } else {
                Delivery::retry(why)
            },
            usable: answered,
            stale: step == Step::Mail && !answered,
        }
    }

    fn retry(why: impl AsRef<str>) -> Self {
        Self {
            delivery: Delivery::retry(why),
            usable: false,
            stale: false,
        }
    }
}

/// A connection on which letters can be sent.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    pub(super) letters: usize,
    pub(super) last_used: Instant,
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation")
            .field("letters", &self.letters)
            .finish_non_exhaustive()
    }
}

impl Conversation {
    /// Connects, encrypts and authenticates. Any failure is a retry: it is not about the letter.
    pub(super) async fn open(relay: &Relay, patience: &Patience) -> Result<Self, Failure> {
        let hello = ClientId::default();
        let tls = relay
            .tls()
            .map_err(|error| Failure::of(Step::StartTls, &error))?;
        let mut connection = match relay.security {
            Security::Implicit => {
                let limit = patience.connect + patience.command;
                let place = (relay.host.as_str(), relay.port);
                // lettre can only upgrade a stream it opened itself, so Nagle stays on here. The
                // conversation never writes twice in a row, so it does not wait for it.
                let open =
                    AsyncSmtpConnection::connect_tokio1(place, None, &hello, Some(tls), None);
                return match within(limit, Step::Connect, open).await {
                    Ok(connection) => Self::begin(connection, relay, patience).await,
                    Err(failure) => Err(failure),
                };
            }
            _ => greet(relay, patience, &hello).await?,
        };
        let encrypt = match relay.security {
            Security::Required if !connection.can_starttls() => {
                return Err(Failure::retry("the mail relay does not offer STARTTLS"));
            }
            Security::Required => true,
            Security::Opportunistic => connection.can_starttls(),
            Security::None | Security::Implicit => false,
        };
        if encrypt {
            let upgrade = connection.starttls(tls, &hello);
            within(patience.command * 2, Step::StartTls, upgrade).await?;
        }
        Self::begin(connection, relay, patience).await
    }

    async fn begin(
        mut connection: AsyncSmtpConnection,
        relay: &Relay,
        patience: &Patience,
    ) -> Result<Self, Failure> {
        if let Some(credentials) = &relay.credentials {
            if !connection.is_encrypted() && relay.security != Security::None {
                return Err(Failure::retry(
                    "the mail relay does not offer encryption, so the password was not sent",
                ));
            }
            let sign_in = connection.auth(&MECHANISMS, credentials);
            within(patience.command * 2, Step::Auth, sign_in).await?;
        }
        Ok(Self {
            connection,
            letters: 0,
            last_used: Instant::now(),
        })
    }

    /// Hands over one letter. After a refusal the connection is reset for the next one.
    pub(super) async fn send(
        &mut self,
        message: &Built,
        patience: &Patience,
    ) -> Result<(), Failure> {
        self.letters += 1;
        let sent = self.transact(message, patience).await;
        self.last_used = Instant::now();
        match sent {
            Err(failure) if failure.usable => {
                let reset = within(patience.command, Step::Mail, self.connection.command(Rset));
                Err(Failure {
                    usable: reset.await.is_ok(),
                    ..failure
                })
            }
            sent => sent,
        }
    }

    async fn transact(&mut self, message: &Built, patience: &Patience) -> Result<(), Failure> {
        let parameters = self.parameters(message)?;
        let connection = &mut self.connection;
        let mail = Mail::new(Some(message.from.clone()), parameters);
        within(patience.command, Step::Mail, connection.command(mail)).await?;
        let rcpt = Rcpt::new(message.to.clone(), vec![]);
        within(patience.command, Step::Rcpt, connection.command(rcpt)).await?;
        within(patience.command, Step::Data, connection.command(Data)).await?;
        let text = String::from_utf8_lossy(&message.octets);
        within(patience.text, Step::Text, connection.command(Text(&text))).await?;
        Ok(())
    }

    /// What MAIL FROM must announce (RFC 6152, RFC 6531).
    fn parameters(&self, message: &Built) -> Result<Vec<MailParameter>, Failure> {
        let server = self.connection.server_info();
        let mut parameters = Vec::new();
        let plain = |address: &lettre::Address| address.to_string().is_ascii();
        if !plain(&message.from) || !plain(&message.to) {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                let why = "the mail relay cannot send to an address with letters outside a-z";
                return Err(Failure {
                    delivery: Delivery::refused(why),
                    usable: true,
                    stale: false,
                });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !message.octets.is_ascii() && server.supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }

    /// Says good-bye. Nobody waits for the answer longer than `limit`.
    pub(super) async fn quit(mut self, limit: Duration) {
        let _ = tokio::time::timeout(limit, self.connection.quit()).await;
    }
}

async fn greet(
    relay: &Relay,
    patience: &Patience,
    hello: &ClientId,
) -> Result<AsyncSmtpConnection, Failure> {
    let connect = TcpStream::connect((relay.host.as_str(), relay.port));
    let stream = match tokio::time::timeout(patience.connect, connect).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(fault)) => return Err(Failure::retry(format!("{}: {fault}", Step::Connect))),
        Err(_) => return Err(timed_out(Step::Connect, patience.connect)),
    };
    if let Err(fault) = stream.set_nodelay(true) {
        return Err(Failure::retry(format!("{}: {fault}", Step::Connect)));
    }
    let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(LineStream(stream)), hello);
    within(patience.command * 2, Step::Greeting, greeting).await
}

async fn within<T>(
    limit: Duration,
    step: Step,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(Failure::of(step, &error)),
        Err(_) => Err(timed_out(step, limit)),
    }
}

fn timed_out(step: Step, limit: Duration) -> Failure {
    let stale = step == Step::Mail;
    let why = format!("{step}: no answer within {} s", limit.as_secs_f32());
    Failure {
        stale,
        ..Failure::retry(why)
    }
}

/// The text with its end, as one write: leading dots doubled (RFC 5321 §4.5.2).
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.strip_suffix("\r\n").unwrap_or(self.0).split("\r\n") {
            let dot = if line.starts_with('.') { "." } else { "" };
            write!(f, "{dot}{line}\r\n")?;
        }
        f.write_str(".\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_the_text_ends_it() {
        assert_eq!(
            Text("a\r\n.\r\n..b\r\n").to_string(),
            "a\r\n..\r\n...b\r\n.\r\n"
        );
        assert_eq!(Text(".").to_string(), "..\r\n.\r\n");
    }
}
