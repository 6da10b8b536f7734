//! Links that are answered by: `{public_url}/svar/{token}`.
//!
//! A call and an approval have a row of their own, where the hash of the token stands. The answer
//! to an admission and to "still interested?" have none: their links say themselves what they
//! are about and until when, and are signed. Either way the state of the application sees to it
//! that a link works once.

use crate::{app::App, secrets::sha256};
use jiff::Timestamp;
use samverkan_domain::id::ApplicationId;
use uuid::Uuid;

/// What a signed link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::usecase) enum Purpose {
    Admission,
    Interest,
}

/// What a token says without the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// The hash to look for.
    Stored(Vec<u8>),
    Signed {
        purpose: Purpose,
        application: ApplicationId,
        /// The first instant that is too late.
        expires_at: Timestamp,
    },
}

/// Characters of a token whose hash is stored: 256 bits in base64url.
const STORED_CHARS: usize = 43;

pub(in crate::usecase) fn call_token(app: &App, call: Uuid) -> String {
    app.secrets.link_token("call", call)
}

pub(in crate::usecase) fn approval_token(app: &App, approval: Uuid, deputy: bool) -> String {
    let purpose = if deputy {
        "approval-deputy"
    } else {
        "approval-head"
    };
    app.secrets.link_token(purpose, approval)
}

pub(in crate::usecase) fn hash(token: &str) -> Vec<u8> {
    sha256(token.as_bytes())
}

pub(in crate::usecase) fn url(app: &App, token: &str) -> String {
    format!("{}/svar/{token}", app.public_url)
}

/// The link in a letter of admission that asks for an answer.
pub fn admission_url(app: &App, application: ApplicationId, answer_by: Timestamp) -> String {
    url(
        app,
        &signed(app, Purpose::Admission, application, answer_by),
    )
}

/// A token that carries what it is for.
pub(in crate::usecase) fn signed(
    app: &App,
    purpose: Purpose,
    application: ApplicationId,
    expires_at: Timestamp,
) -> String {
    let purpose = match purpose {
        Purpose::Admission => b'a',
        Purpose::Interest => b'i',
    };
    let micros = expires_at.as_microsecond().to_be_bytes();
    let message = [&[purpose], &application.0.as_bytes()[..], &micros].concat();
    app.secrets.signed(&message)
}

/// Reads a token. `None`: nothing that we have made.
pub(super) fn read(app: &App, token: &str) -> Option<Token> {
    if token.len() == STORED_CHARS {
        return Some(Token::Stored(hash(token)));
    }
    let message = app.secrets.verified(token)?;
    let (purpose, rest) = message.split_first()?;
    let (application, micros) = rest.split_at_checked(16)?;
    Some(Token::Signed {
        purpose: match purpose {
            b'a' => Purpose::Admission,
            b'i' => Purpose::Interest,
            _ => return None,
        },
        application: ApplicationId(Uuid::from_slice(application).ok()?),
        expires_at: {
            let micros = i64::from_be_bytes(micros.try_into().ok()?);
            Timestamp::from_microsecond(micros).ok()?
        },
    })
}
