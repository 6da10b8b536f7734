//! Every error as one problem (RFC 9457), in the caller's language.
//!
//! A use case's error travels to the edge inside the response it makes; the edge, which knows
//! language and request id, writes it out. Framework errors take the same way.

use crate::{
    error::{Error, FieldError, Text},
    texts::Texts,
};
use poem::{
    IntoResponse, Response,
    error::{MethodNotAllowedError, NotFoundError},
    http::{HeaderName, StatusCode, header},
};
use poem_openapi::{
    ApiResponse, Object,
    error::{
        AuthorizationError, ContentTypeError, ParseParamError, ParsePathError,
        ParseRequestPayloadError,
    },
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};
use samverkan_domain::{person::Language, text::is_control};

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Problem {
    /// Address of a page about this kind of problem.
    #[oai(rename = "type")]
    pub kind: String,
    /// The kind of problem, in few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What went wrong this time, and what to do.
    pub detail: String,
    /// The request this is about, for those who ask us.
    pub instance: String,
    /// Stable name of the kind, for programs.
    pub code: String,
    /// Each field that will not do.
    pub errors: Option<Vec<ProblemField>>,
}

/// One field that will not do.
#[derive(Debug, Clone, Object)]
pub struct ProblemField {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
    pub pointer: String,
    /// Stable name of the fault, for programs.
    pub code: String,
    /// What is wrong and what to do.
    pub detail: String,
}

/// A problem on its way to the edge, in both languages.
#[derive(Debug, Clone)]
pub struct Source {
    pub status: StatusCode,
    pub code: &'static str,
    pub detail: Text,
    pub errors: Vec<FieldError>,
    pub headers: Vec<(HeaderName, String)>,
}

impl Source {
    pub fn new(status: StatusCode, code: &'static str, detail: Text) -> Self {
        Self {
            status,
            code,
            detail,
            errors: Vec::new(),
            headers: Vec::new(),
        }
    }

    fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Writes the problem out.
    pub fn render(&self, public_url: &str, request_id: &str, language: Language) -> Problem {
        let errors = self.errors.iter().map(|field| ProblemField {
            pointer: plain(&field.pointer),
            code: field.code.to_owned(),
            detail: plain(field.text.in_language(language)),
        });
        let errors: Vec<_> = errors.collect();
        Problem {
            kind: format!("{public_url}/problems/{}", self.code),
            title: title(self.status, Texts::of_language(language)).to_owned(),
            status: self.status.as_u16(),
            detail: plain(self.detail.in_language(language)),
            instance: format!("urn:uuid:{request_id}"),
            code: self.code.to_owned(),
            errors: (!errors.is_empty()).then_some(errors),
        }
    }
}

/// What was sent may be quoted in it: nothing that moves a cursor or goes unseen comes back.
fn plain(text: &str) -> String {
    text.replace(|sign: char| sign != '\n' && is_control(sign), " ")
}

/// A status in few words.
pub(crate) fn title(status: StatusCode, t: Texts) -> &'static str {
    match status.as_u16() {
        400 => t.error_400(),
        401 => t.error_401(),
        403 => t.error_403(),
        404 => t.error_404(),
        405 => t.error_405(),
        408 => t.error_408(),
        409 => t.error_409(),
        410 => t.error_410(),
        412 => t.error_412(),
        413 => t.error_413(),
        415 => t.error_415(),
        422 => t.error_422(),
        428 => t.error_428(),
        429 => t.error_429(),
        503 => t.error_503(),
        _ => t.error_500(),
    }
}

impl From<Error> for Source {
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthenticated => Self::new(
                StatusCode::UNAUTHORIZED,
                "not-signed-in",
                Texts::both(Texts::problem_not_signed_in),
            )
            .header(header::WWW_AUTHENTICATE, "Bearer"),
            Error::Forbidden => Self::new(
                StatusCode::FORBIDDEN,
                "not-permitted",
                Texts::both(Texts::problem_not_permitted),
            ),
            Error::NotFound { what } => {
                let detail = Texts::both(|t| t.problem_not_found(what));
                Self::new(StatusCode::NOT_FOUND, "not-found", detail)
            }
            Error::Stale { .. } => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "changed-meanwhile",
                Texts::both(Texts::problem_changed_meanwhile),
            ),
            Error::PreconditionRequired => Self::new(
                StatusCode::PRECONDITION_REQUIRED,
                "precondition-required",
                Texts::both(Texts::problem_precondition),
            ),
            Error::Invalid(errors) => {
                let mut source = Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "invalid",
                    Texts::both(Texts::problem_invalid),
                );
                source.errors = errors;
                source
            }
            Error::Refused { code, text } => Self::new(super::respond::refused(code), code, text),
            Error::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                Texts::both(Texts::problem_key_reused),
            ),
            Error::TooMany {
                retry_after_seconds,
            } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-attempts",
                Texts::both(Texts::problem_too_many),
            )
            .header(header::RETRY_AFTER, retry_after_seconds.to_string()),
            Error::Busy {
                retry_after_seconds,
            } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                Texts::both(Texts::problem_busy),
            )
            .header(header::RETRY_AFTER, retry_after_seconds.to_string()),
            Error::Unavailable(_) => unavailable(),
            Error::Shared(error) => match *error {
                Error::Unavailable(_) => unavailable(),
                _ => internal(),
            },
            Error::Internal(_) => internal(),
        }
    }
}

/// The answer while the database cannot be reached.
pub fn unavailable() -> Source {
    Source::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "unavailable",
        Texts::both(Texts::problem_unavailable),
    )
    .header(header::RETRY_AFTER, "5")
}

/// The answer to a fault of our own.
pub fn internal() -> Source {
    Source::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        Texts::both(Texts::problem_internal),
    )
}

/// An error of the framework as a problem.
pub fn of_framework(error: &poem::Error, allowed: Option<&str>) -> Source {
    if error.is::<NotFoundError>() {
        return Source::new(
            StatusCode::NOT_FOUND,
            "no-such-address",
            Texts::both(Texts::problem_no_address),
        );
    }
    if error.is::<MethodNotAllowedError>() {
        let source = Source::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            Texts::both(Texts::problem_method),
        );
        return source.header(header::ALLOW, allowed.unwrap_or_default());
    }
    if error.is::<AuthorizationError>() {
        return Error::Unauthenticated.into();
    }
    if error.is::<ContentTypeError>() {
        return Source::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            Texts::both(Texts::problem_media_type),
        );
    }
    let parameter = |name: &str, reason: &str| {
        let mut source = Source::new(
            StatusCode::BAD_REQUEST,
            "bad-parameter",
            Texts::both(Texts::problem_parameter),
        );
        let text = Texts::both(|t| t.problem_parameter_why(reason));
        source.errors = vec![FieldError::new(format!("?{name}"), "bad-parameter", text)];
        source
    };
    if let Some(error) = error.downcast_ref::<ParseParamError>() {
        return parameter(error.name, &error.reason);
    }
    if let Some(error) = error.downcast_ref::<ParsePathError>() {
        // What stands in the path is a name of something; this names nothing.
        let _ = error;
        return Error::NotFound { what: "address" }.into();
    }
    if let Some(error) = error.downcast_ref::<ParseRequestPayloadError>() {
        return bad_body(Texts::both(|t| t.problem_body_why(&error.reason)));
    }
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        StatusCode::BAD_REQUEST => bad_body(Texts::both(Texts::problem_request)),
        _ => internal(),
    }
}

/// The answer to a body that is not what it should be.
pub fn bad_body(detail: Text) -> Source {
    Source::new(StatusCode::BAD_REQUEST, "bad-body", detail)
}

/// The answer to a body beyond the limit.
pub fn too_large() -> Source {
    Source::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        Texts::both(Texts::problem_too_large),
    )
}

impl From<Source> for poem::Error {
    /// The framework keeps an error's data and drops that of the response inside it.
    fn from(source: Source) -> Self {
        let mut error = Self::from_response(Response::builder().status(source.status).finish());
        error.set_data(source);
        error
    }
}

impl IntoResponse for Source {
    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status).finish();
        response.extensions_mut().insert(self);
        response
    }
}

/// Declares an error type of operations: which statuses it may have.
macro_rules! failure {
    ($($(#[$doc:meta])* $name:ident [$($status:literal $text:literal),* $(,)?])*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(Source);

        impl From<Error> for $name {
            fn from(error: Error) -> Self {
                error.note();
                Self(error.into())
            }
        }

        impl From<$name> for poem::Error {
            fn from(failure: $name) -> Self {
                failure.0.into()
            }
        }

        impl ApiResponse for $name {
            fn meta() -> MetaResponses {
                let content = || vec![MetaMediaType {
                    content_type: "application/problem+json",
                    schema: Problem::schema_ref(),
                }];
                let response = |status, description| MetaResponse {
                    description,
                    status: Some(status),
                    status_range: None,
                    content: content(),
                    headers: Vec::new(),
                };
                MetaResponses { responses: vec![$(response($status, $text)),*] }
            }

            fn register(registry: &mut Registry) {
                Problem::register(registry);
            }
        }
    )*};
}

failure! {
    /// What reading can fail with.
    ReadFailure [
        400 "A parameter cannot be read", 401 "Not signed in", 403 "Not permitted",
        404 "Does not exist, or is not yours", 409 "A rule says no, as things stand",
        422 "A parameter has no meaning here",
        429 "Too many attempts", 500 "A fault of ours", 503 "The database cannot be reached",
    ]
    /// What writing can fail with.
    WriteFailure [
        400 "The body or a parameter cannot be read", 401 "Not signed in", 403 "Not permitted",
        404 "Does not exist, or is not yours", 408 "The body took too long",
        409 "A rule says no, as things stand", 412 "Changed meanwhile", 413 "Too large",
        415 "Not JSON", 422 "Fields are wrong, or the Idempotency-Key was used for another request",
        428 "If-Match is missing", 429 "Too many attempts", 500 "A fault of ours",
        503 "Too many wait already, or the database cannot be reached",
    ]
}
