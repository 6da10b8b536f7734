//! From an envelope to the octets of a message (RFC 5322), with the addresses of its SMTP envelope.

use super::{Delivery, Envelope, MailSettings};
use lettre::{
    Address, Message,
    message::{
        Body as EncodedBody, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};
use samverkan_domain::{person::Language, text::plain_line};
use std::time::SystemTime;

/// Longest display name (characters); a longer one is cut.
const NAME_CHARS: usize = 120;
/// Longest line that may travel unencoded.
const LINE_OCTETS: usize = 998;

/// Why nothing can be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the mail setting {setting} is not an e-mail address: {why}")]
    Address {
        setting: &'static str,
        why: lettre::address::AddressError,
    },
    #[error("the mail setting {0} is empty")]
    Empty(&'static str),
}

/// How the text travels.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// Quoted-printable: passes every relay.
    Ascii,
    /// As it is, for people who open the file in an editor.
    Utf8,
}

/// A message ready to go.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) subject: String,
    pub(super) body: String,
    /// Headers and text, lines ended by CRLF.
    pub(super) octets: Vec<u8>,
}

/// The settings, understood.
pub(super) struct Sender {
    from: Mailbox,
    reply_to: Mailbox,
}

impl Sender {
    pub(super) fn of(settings: &MailSettings) -> Result<Self, SettingsError> {
        let address = |setting, text: &str| {
            text.trim()
                .parse()
                .map_err(|why| SettingsError::Address { setting, why })
        };
        let filled = |setting, text: &str| {
            if plain_line(text).is_empty() {
                Err(SettingsError::Empty(setting))
            } else {
                Ok(())
            }
        };
        filled("from_name", &settings.from_name)?;
        filled("public_url", &settings.public_url)?;
        let from = address("from_address", &settings.from_address)?;
        let reply_to = address("reply_to", &settings.reply_to)?;
        Ok(Self {
            from: Mailbox::new(display_name(&settings.from_name), from),
            reply_to: Mailbox::new(None, reply_to),
        })
    }
}

/// Builds the message, or says what came of the delivery already: `Refused` where the letter is at
/// fault, `Retry` where the settings are.
pub(super) fn build(
    envelope: &Envelope,
    settings: &MailSettings,
    encoding: Body,
) -> Result<Built, Delivery> {
    let sender = Sender::of(settings).map_err(|fault| Delivery::retry(fault.to_string()))?;
    let to: Address = envelope.to_address.trim().parse().map_err(|why| {
        Delivery::refused(format!(
            "the recipient's e-mail address cannot be used: {why}"
        ))
    })?;
    let subject = envelope.letter.subject(envelope.language);
    let body = envelope
        .letter
        .body(envelope.language, settings, &envelope.to_name);
    let message_id = format!("<{}@{}>", envelope.id, sender.from.email.domain());
    let date = SystemTime::try_from(envelope.created_at)
        .map_err(|why| Delivery::broken(format!("the letter has no usable date: {why}")))?;
    let from = sender.from.email.clone();
    let mut builder = Message::builder();
    if let Some(link) = envelope.letter.unsubscribe_link() {
        // RFC 2369 and 8058: a mail program may ask by POST, without anybody opening the page.
        let link = plain_line(link);
        builder = builder
            .raw_header(header("List-Unsubscribe", &format!("<{link}>")))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click",
            ));
    }
    let message = builder
        .from(sender.from)
        .reply_to(sender.reply_to)
        .to(Mailbox::new(display_name(&envelope.to_name), to.clone()))
        .subject(subject.clone())
        .date(date)
        .message_id(Some(message_id))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", language_tag(envelope.language)))
        // lettre 0.11.23 adds it only to parts; without it the next two headers mean nothing.
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(encoded(&body, encoding))
        .map_err(|fault| Delivery::broken(format!("the letter cannot be built: {fault}")))?;
    Ok(Built {
        from,
        to,
        subject,
        body,
        octets: message.formatted(),
    })
}

fn encoded(body: &str, encoding: Body) -> EncodedBody {
    // Asked for 8bit, lettre gives quoted-printable from 76 octets a line on; the limit is 998
    // octets (RFC 5322 §2.1.1).
    let short = body.lines().all(|line| line.len() <= LINE_OCTETS);
    match encoding {
        Body::Utf8 if short => EncodedBody::dangerous_pre_encoded(
            body.replace('\n', "\r\n").into_bytes(),
            ContentTransferEncoding::EightBit,
        ),
        Body::Utf8 | Body::Ascii => {
            let transfer = ContentTransferEncoding::QuotedPrintable;
            EncodedBody::new_with_encoding(body.to_owned(), transfer)
                .unwrap_or_else(|_| EncodedBody::new(body.to_owned()))
        }
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.into())
}

/// A name fit for a header: lettre 0.11.23 panics on a line break in it.
fn display_name(name: &str) -> Option<String> {
    let name: String = plain_line(name).chars().take(NAME_CHARS).collect();
    (!name.is_empty()).then_some(name)
}

fn language_tag(language: Language) -> &'static str {
    match language {
        Language::Sv => "sv",
        Language::En => "en",
    }
}
