//! Every error as one problem (RFC 9457), in the caller's language.
//!
//! A use case's error travels to the edge inside the response it makes; the edge, which knows
//! language and request id, writes it out. Framework errors take the same way.

use crate::error::{Error, FieldError, Text};
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
use samverkan_domain::person::Language;

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
    pub fn new(status: StatusCode, code: &'static str, sv: &str, en: &str) -> Self {
        Self {
            status,
            code,
            detail: Text::new(sv, en),
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
            pointer: field.pointer.clone(),
            code: field.code.to_owned(),
            detail: field.text.in_language(language).to_owned(),
        });
        let errors: Vec<_> = errors.collect();
        Problem {
            kind: format!("{public_url}/problems/{}", self.code),
            title: title(self.status).in_language(language).to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.in_language(language).to_owned(),
            instance: format!("urn:uuid:{request_id}"),
            code: self.code.to_owned(),
            errors: (!errors.is_empty()).then_some(errors),
        }
    }
}

/// A status in few words.
fn title(status: StatusCode) -> Text {
    match status.as_u16() {
        400 => Text::new(
            "Begäran går inte att förstå",
            "The request cannot be understood",
        ),
        401 => Text::new("Du är inte inloggad", "You are not signed in"),
        403 => Text::new("Du får inte göra det här", "You may not do this"),
        404 => Text::new("Det finns inte", "It does not exist"),
        405 => Text::new("Metoden går inte här", "The method does not work here"),
        408 => Text::new("Det tog för lång tid", "It took too long"),
        409 => Text::new(
            "Det går inte i det här läget",
            "It is not possible as things stand",
        ),
        410 => Text::new("Det är avslutat", "It has ended"),
        412 => Text::new("Ändrat under tiden", "Changed meanwhile"),
        413 => Text::new("För stort", "Too large"),
        415 => Text::new("Formatet går inte att läsa", "The format cannot be read"),
        422 => Text::new("Uppgifterna stämmer inte", "The data is not right"),
        428 => Text::new("Säg vad du har sett", "Say what you have seen"),
        429 => Text::new("För många försök", "Too many attempts"),
        503 => Text::new("Tillfälligt otillgänglig", "Temporarily unavailable"),
        _ => Text::new("Något gick fel hos oss", "Something went wrong on our side"),
    }
}

impl From<Error> for Source {
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthenticated => Self::new(
                StatusCode::UNAUTHORIZED,
                "not-signed-in",
                "Skicka en giltig åtkomstnyckel: Authorization: Bearer samverkan_pat_…",
                "Send a valid access token: Authorization: Bearer samverkan_pat_…",
            )
            .header(header::WWW_AUTHENTICATE, "Bearer"),
            Error::Forbidden => Self::new(
                StatusCode::FORBIDDEN,
                "not-permitted",
                "Din roll får inte göra det här. Be en administratör.",
                "Your role may not do this. Ask an administrator.",
            ),
            Error::NotFound { what } => {
                let mut source = Self::new(StatusCode::NOT_FOUND, "not-found", "", "");
                source.detail = Text::new(
                    format!("Det finns ingen sådan post ({what}), eller så är den inte din."),
                    format!("There is no such {what}, or it is not yours."),
                );
                source
            }
            Error::Stale { .. } => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "changed-meanwhile",
                "Någon har ändrat posten sedan du hämtade den. Hämta den igen och försök på nytt.",
                "Somebody has changed it since you fetched it. Fetch it again and try anew.",
            ),
            Error::PreconditionRequired => Self::new(
                StatusCode::PRECONDITION_REQUIRED,
                "precondition-required",
                "Skicka If-Match med den ETag du senast fick.",
                "Send If-Match with the ETag you last got.",
            ),
            Error::Invalid(errors) => {
                let mut source = Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "invalid",
                    "Rätta de fält som nämns.",
                    "Correct the fields that are named.",
                );
                source.errors = errors;
                source
            }
            Error::Refused { code, text } => {
                let mut source = Self::new(super::respond::refused(code), code, "", "");
                source.detail = text;
                source
            }
            Error::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "Nyckeln har redan använts för en annan begäran. Använd en ny.",
                "The key has been used for another request. Use a new one.",
            ),
            Error::TooMany {
                retry_after_seconds,
            } => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-attempts",
                "För många försök. Vänta en stund.",
                "Too many attempts. Wait a while.",
            )
            .header(header::RETRY_AFTER, retry_after_seconds.to_string()),
            Error::Busy {
                retry_after_seconds,
            } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Just nu är vi många som vill in och kön är full. Försök igen om en stund. Att \
                 skicka samma begäran igen är ofarligt: den räknas en gång.",
                "Many are asking just now and the queue is full. Try again in a while. Sending the \
                 same request again is harmless: it counts once.",
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
        "Databasen kan inte nås just nu. Inget har ändrats. Försök igen om en stund.",
        "The database cannot be reached now. Nothing has been changed. Try again in a while.",
    )
    .header(header::RETRY_AFTER, "5")
}

/// The answer to a fault of our own.
pub fn internal() -> Source {
    Source::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Felet är vårt och har antecknats. Uppge begärans nummer om du hör av dig.",
        "The fault is ours and has been noted. Give the request's number if you contact us.",
    )
}

/// An error of the framework as a problem.
pub fn of_framework(error: &poem::Error, allowed: Option<&str>) -> Source {
    if error.is::<NotFoundError>() {
        return Source::new(
            StatusCode::NOT_FOUND,
            "no-such-address",
            "Adressen finns inte. Se /api/docs.",
            "There is no such address. See /api/docs.",
        );
    }
    if error.is::<MethodNotAllowedError>() {
        let source = Source::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Adressen finns men tar inte den metoden. Se huvudet Allow.",
            "The address exists but does not take this method. See the header Allow.",
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
            "Skicka Content-Type: application/json, eller application/octet-stream för filer.",
            "Send Content-Type: application/json, or application/octet-stream for files.",
        );
    }
    let parameter = |name: &str, reason: &str| {
        let mut source = Source::new(
            StatusCode::BAD_REQUEST,
            "bad-parameter",
            "En parameter går inte att läsa.",
            "A parameter cannot be read.",
        );
        let text = Text::new(
            format!("Går inte att läsa: {reason}"),
            format!("Cannot be read: {reason}"),
        );
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
        return bad_body(Text::new(
            format!("Innehållet går inte att läsa: {}", error.reason),
            format!("The body cannot be read: {}", error.reason),
        ));
    }
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        StatusCode::BAD_REQUEST => bad_body(Text::new(
            "Begäran går inte att läsa.",
            "The request cannot be read.",
        )),
        _ => internal(),
    }
}

/// The answer to a body that is not what it should be.
pub fn bad_body(detail: Text) -> Source {
    let mut source = Source::new(StatusCode::BAD_REQUEST, "bad-body", "", "");
    source.detail = detail;
    source
}

/// The answer to a body beyond the limit.
pub fn too_large() -> Source {
    Source::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "Innehållet är för stort: högst 1 MiB, för importfiler 64 MiB.",
        "The body is too large: at most 1 MiB, for import files 64 MiB.",
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
        404 "Does not exist, or is not yours", 422 "A parameter has no meaning here",
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
