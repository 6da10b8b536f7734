//! Whom to turn to, and what somebody writes to us on the site.

use super::{Caller, letters, validate::Faults};
use crate::{app::App, error::Result, mail::Letter};
use samverkan_domain::{limits, person::Language};

/// A message about the site's accessibility, as it was written.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Which page; may be empty.
    pub about: String,
    pub text: String,
    /// Where an answer goes; may be empty.
    pub answer_to: String,
}

/// Who is responsible for the service.
pub fn operator(app: &App, language: Language) -> &str {
    match language {
        Language::Sv => &app.operator,
        Language::En => &app.operator_en,
    }
}

/// A person's or function's address.
pub fn address(app: &App) -> &str {
    &app.mailer.settings().reply_to
}

/// Sends a message to whoever answers mail. The letter leaves as all do, by the outbox.
pub async fn write(app: &App, caller: &Caller, message: &Message) -> Result<()> {
    let mut faults = Faults::default();
    let text = message.text.trim();
    if text.is_empty() {
        faults.add(
            "/text",
            "empty",
            "Skriv vad som inte fungerar.",
            "Write what does not work.",
        );
    }
    if text.chars().count() > limits::TEXT_CHARS {
        faults.add(
            "/text",
            "too-long",
            "Skriv högst 4 000 tecken.",
            "Write at most 4,000 characters.",
        );
    }
    if message.about.chars().count() > limits::LINE_CHARS {
        faults.add(
            "/about",
            "too-long",
            "Skriv högst 200 tecken.",
            "Write at most 200 characters.",
        );
    }
    let address = message.answer_to.trim();
    if !address.is_empty() && !is_address(address) {
        faults.add(
            "/answer_to",
            "bad-address",
            "Skriv en e-postadress som namn@exempel.se, eller lämna fältet tomt.",
            "Write an e-mail address like name@example.org, or leave the field empty.",
        );
    }
    faults.finish()?;
    let letter = Letter::SiteMessage {
        about: message.about.trim().to_owned(),
        text: text.to_owned(),
        answer_to: address.to_owned(),
    };
    let mut tx = app.write(caller).await?;
    let to = self::address(app).to_owned();
    letters::enqueue_to_address(app, &mut tx, &to, Language::Sv, &letter).await?;
    app.commit(tx).await
}

/// Looks like an address; whether it is one, only a letter shows.
fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| !part.is_empty() && !part.contains([' ', '@', '<', '>', ',', ';']);
    plain(name)
        && plain(host)
        && host.contains('.')
        && !text.contains(char::is_control)
        && text.len() <= limits::EMAIL_OCTETS
}
