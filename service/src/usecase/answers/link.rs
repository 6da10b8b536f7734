//! Links that are answered by, `{public_url}/svar/{token}`, and that of a receipt, which can be read
//! only, `{public_url}/kvitto/{token}`.
//!
//! A call and an approval have a row of their own, where the hash of the token stands. The answer
//! to an admission and to "still interested?" have none: their links say themselves what they
//! are about and until when, and are signed; so does a receipt's. Nothing is stored that a link
//! could be made of. Either way the state of the application sees to it that a link answers once.

use crate::{
    app::App,
    error::{Error, Result},
    secrets::sha256,
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use samverkan_domain::id::ApplicationId;
use uuid::Uuid;

/// What a signed link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::usecase) enum Purpose {
    Admission,
    Interest,
    /// To read the receipt of an application; nothing can be answered by it.
    Receipt,
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
    sha256(token.as_bytes()).to_vec()
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

/// How long a receipt can be read by its link, counted from the last day of the course.
const RECEIPT_DAYS: i32 = 365;

/// The link to the receipt of an application.
pub(in crate::usecase) fn receipt_url(
    app: &App,
    application: ApplicationId,
    course_ends_on: Date,
) -> Result<String> {
    let until = course_ends_on.saturating_add(RECEIPT_DAYS.days());
    let until = until.to_zoned_datetime(TimeZone::UTC);
    let until = until.map_err(Error::internal)?.timestamp();
    let token = signed(app, Purpose::Receipt, application, until);
    Ok(format!("{}/kvitto/{token}", app.public_url))
}

/// The application that a receipt's token leads to. `None`: nothing that we have made.
pub(in crate::usecase) fn read_receipt(
    app: &App,
    token: &str,
) -> Option<(ApplicationId, Timestamp)> {
    match read(app, token)? {
        Token::Signed {
            purpose: Purpose::Receipt,
            application,
            expires_at,
        } => Some((application, expires_at)),
        _ => None,
    }
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
        Purpose::Receipt => b'r',
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
            b'r' => Purpose::Receipt,
            _ => return None,
        },
        application: ApplicationId(Uuid::from_slice(application).ok()?),
        expires_at: {
            let micros = i64::from_be_bytes(micros.try_into().ok()?);
            Timestamp::from_microsecond(micros).ok()?
        },
    })
}
