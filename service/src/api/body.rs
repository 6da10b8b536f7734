//! Request bodies: JSON read strictly, faults with their place.

use super::problem::{Source, bad_body};
use crate::{
    error::{Error, FieldError, Text},
    texts::Texts,
};
use poem::{FromRequest, Request, RequestBody, Result, http::StatusCode};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    error::ContentTypeError,
    payload::{Json, ParsePayload, Payload},
    registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry},
    types::{ParseFromJSON, Type},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A JSON body, read by serde: no unknown fields, no field twice, no number where a text belongs.
/// (The framework's own reader lets all three pass and does not say which field is wrong.) What serde takes besides,
/// objects by position and words as objects, the framework's reader then refuses, and holds values against their limits:
/// only what the contract describes is read.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: Type> Payload for Body<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        Json::<T>::check_content_type(content_type)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type + ParseFromJSON + DeserializeOwned> ParsePayload for Body<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> Result<Self> {
        let bytes = <Vec<u8> as FromRequest>::from_request(request, body).await?;
        read(&bytes).map_err(Into::into)
    }
}

impl<'a, T: Type + ParseFromJSON + DeserializeOwned> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: Self::CONTENT_TYPE,
                schema: <Self as Payload>::schema_ref(),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> Result<Self> {
        match request.content_type() {
            Some(kind) if <Self as Payload>::check_content_type(kind) => {}
            Some(kind) => {
                return Err(ContentTypeError::NotSupported {
                    content_type: kind.to_owned(),
                }
                .into());
            }
            None => return Err(ContentTypeError::ExpectContentType.into()),
        }
        <Self as ParsePayload>::from_request(request, body).await
    }
}

fn read<T: DeserializeOwned + ParseFromJSON>(bytes: &[u8]) -> std::result::Result<Body<T>, Source> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        refused(&pointer, error.inner())
    })?;
    deserializer.end().map_err(|error| refused("", &error))?;
    as_described::<T>(bytes)?;
    if let Some(pointer) = nul(bytes) {
        let text = Text::new(
            "Fältet innehåller ett nolltecken.",
            "The field contains a NUL character.",
        );
        return Err(Error::Invalid(vec![FieldError::new(pointer, "nul-character", text)]).into());
    }
    Ok(Body(value))
}

/// Refuses what the contract does not describe.
fn as_described<T: ParseFromJSON>(bytes: &[u8]) -> std::result::Result<(), Source> {
    let value = serde_json::from_slice(bytes).map_err(|error| refused("", &error))?;
    let read = T::parse_from_json(Some(value));
    read.map(drop)
        .map_err(|error| wrong_shape("", &error.into_message()))
}

/// The place of the first text with a NUL character in it, which PostgreSQL cannot store.
fn nul(bytes: &[u8]) -> Option<String> {
    // In JSON it can only be written in one way; most bodies need no second look.
    if !bytes.windows(6).any(|window| window == br"\u0000") {
        return None;
    }
    find_nul(&serde_json::from_slice(bytes).ok()?, "")
}

fn find_nul(value: &Value, at: &str) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(|| at.to_owned()),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(n, item)| find_nul(item, &format!("{at}/{n}"))),
        Value::Object(fields) => fields.iter().find_map(|(key, value)| {
            let key_at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            if key.contains('\0') {
                return Some(key_at);
            }
            find_nul(value, &key_at)
        }),
        _ => None,
    }
}

/// The place of a fault as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                pointer.push_str(&format!("/{escaped}"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn refused(pointer: &str, error: &serde_json::Error) -> Source {
    if error.is_syntax() || error.is_eof() {
        return bad_body(Text::new(
            format!(
                "Innehållet är inte JSON: rad {}, tecken {}.",
                error.line(),
                error.column()
            ),
            format!(
                "The body is not JSON: line {}, column {}.",
                error.line(),
                error.column()
            ),
        ));
    }
    let reason = error.to_string();
    wrong_shape(
        pointer,
        reason.split(" at line ").next().unwrap_or_default(),
    )
}

fn wrong_shape(pointer: &str, reason: &str) -> Source {
    let mut source = Source::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "invalid",
        Texts::both(Texts::problem_invalid),
    );
    source.errors = vec![FieldError::new(
        pointer,
        "wrong-shape",
        Text::new(
            format!("Fältet går inte att läsa: {reason}"),
            format!("Cannot be read: {reason}"),
        ),
    )];
    source
}

#[cfg(test)]
mod tests {
    use super::*;
    use samverkan_domain::person::Language;

    #[derive(Debug, serde::Deserialize, poem_openapi::Enum)]
    #[serde(rename_all = "snake_case")]
    #[oai(rename_all = "snake_case")]
    enum Word {
        Yes,
        No,
    }

    #[derive(Debug, serde::Deserialize, poem_openapi::Object)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: String,
        #[serde(default)]
        #[oai(default, validator(max_items = 2))]
        list: Vec<i32>,
        #[serde(default)]
        word: Option<Word>,
    }

    fn fault(json: &str) -> (u16, Vec<(String, String)>) {
        let source = read::<Sample>(json.as_bytes()).unwrap_err();
        let problem = source.render("", "", Language::En);
        let errors = problem.errors.unwrap_or_default();
        (
            problem.status,
            errors.into_iter().map(|e| (e.pointer, e.detail)).collect(),
        )
    }

    #[test]
    fn faults_say_where_they_are() {
        let (status, errors) = fault(r#"{"name": "a", "list": [1, "x"]}"#);
        assert_eq!((status, errors[0].0.as_str()), (422, "/list/1"));
        for (json, says) in [
            (r#"{"name": 1}"#, "expected a string"),
            (r#"{"name": "a", "nam": 1}"#, "unknown field `nam`"),
            (r#"{"name": "a", "name": "b"}"#, "duplicate field"),
            (r"{}", "missing field `name`"),
        ] {
            let (status, errors) = fault(json);
            assert_eq!(status, 422, "{json}");
            assert!(errors[0].1.contains(says), "{json}: {errors:?}");
        }
    }

    #[test]
    fn only_what_the_contract_describes_is_read() {
        for json in [
            r#"["a"]"#,
            r#"["a", [1], "yes"]"#,
            r#"{"name": "a", "word": {"yes": null}}"#,
            r#"{"name": "a", "list": [1, 2, 3]}"#,
        ] {
            let (status, errors) = fault(json);
            assert_eq!(status, 422, "{json}: {errors:?}");
        }
        for json in [
            r#"{"name": "a"}"#,
            r#"{"name": "a", "list": [1, 2], "word": "yes"}"#,
            r#"{"name": "a", "word": null}"#,
        ] {
            assert!(read::<Sample>(json.as_bytes()).is_ok(), "{json}");
        }
    }

    #[test]
    fn a_nul_character_is_found_wherever_it_is() {
        let (status, errors) = fault(r#"{"name": "a\u0000", "list": []}"#);
        assert_eq!((status, errors[0].0.as_str()), (422, "/name"));
        assert!(read::<Sample>(br#"{"name": "\\u0000", "list": []}"#).is_ok());
    }

    #[test]
    fn what_is_no_json_is_a_bad_request() {
        for json in ["", "{", "{\"name\": \"a\"} trailing", "\u{0}"] {
            assert_eq!(fault(json).0, 400, "{json:?}");
        }
    }
}
