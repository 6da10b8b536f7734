//! What can go wrong in a use case, and how it is said to people.

use crate::store::StoreError;
use samverkan_domain::person::Language;
use std::sync::Arc;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub sv: String,
    pub en: String,
}

impl Text {
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: sv.into(),
            en: en.into(),
        }
    }

    /// What somebody has typed, in whichever language.
    pub fn typed(text: impl Into<String>) -> Self {
        let sv = text.into();
        Self { en: sv.clone(), sv }
    }

    /// As it is kept: one text, and the English one if it is another.
    pub fn kept(self) -> (Option<String>, Option<String>) {
        let en = (self.en != self.sv).then_some(self.en);
        (Some(self.sv), en)
    }

    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

/// One field of the request that will not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
    pub pointer: String,
    pub code: &'static str,
    pub text: Text,
}

impl FieldError {
    pub fn new(pointer: impl Into<String>, code: &'static str, text: Text) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            text,
        }
    }
}

/// A use case's error. Each maps to one problem type and status; see `api::problem`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not signed in")]
    Unauthenticated,
    #[error("not permitted")]
    Forbidden,
    #[error("no such {what}")]
    NotFound { what: &'static str },
    #[error("changed meanwhile")]
    Stale { current: i64 },
    #[error("If-Match is required")]
    PreconditionRequired,
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// A rule says no. `code` names the problem type.
    #[error("refused: {code}")]
    Refused { code: &'static str, text: Text },
    #[error("the Idempotency-Key was used for another request")]
    KeyReused,
    #[error("too many attempts")]
    TooMany { retry_after_seconds: u32 },
    #[error("too many wait already")]
    Busy { retry_after_seconds: u32 },
    #[error("temporarily unavailable")]
    Unavailable(#[source] StoreError),
    /// What befell all who were served together; noted once.
    #[error("together: {0}")]
    Shared(#[source] Arc<Self>),
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn refused(code: &'static str, sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused {
            code,
            text: Text::new(sv, en),
        }
    }

    pub fn invalid(
        pointer: impl Into<String>,
        code: &'static str,
        sv: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, Text::new(sv, en))])
    }

    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
}

impl Error {
    /// Logs what is our own fault; what callers do wrong is theirs to see.
    pub fn note(&self) {
        match self {
            Self::Internal(source) => {
                let chain = chain(&**source);
                tracing::error!(error = %chain, "internal error");
            }
            Self::Unavailable(source) => {
                let chain = chain(source);
                tracing::error!(error = %chain, "the database cannot be reached");
            }
            _ => {}
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error),
            StoreError::Conflict => Self::refused(
                "already-exists",
                "Det finns redan. Någon annan hann före, eller så används koden eller adressen.",
                "It exists already. Somebody else was quicker, or the code or address is in use.",
            ),
            error => Self::Internal(Box::new(error)),
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;
