//! Holds answers against the published document: a small structural validator, enough for what
//! the document uses, and the lookup of what an answer was promised to be.

use crate::Reply;
use hyper::Method;
use jiff::{Timestamp, civil::Date};
use samverkan_service::api;
use serde_json::Value;
use uuid::Uuid;

/// The document as the service writes it today.
pub struct Contract(pub Value);

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// The whole address with `{parameters}` in it.
    pub path: String,
    pub content: Value,
}

impl Default for Contract {
    fn default() -> Self {
        Self(api::document::document(&api::service()))
    }
}

impl Contract {
    pub fn operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in self.0["paths"].as_object().expect("paths") {
            let prefix = if item.get("servers").is_some() {
                ""
            } else {
                "/api/v1"
            };
            for method in [
                Method::GET,
                Method::POST,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
            ] {
                if let Some(content) = item.get(method.as_str().to_ascii_lowercase()) {
                    operations.push(Operation {
                        id: content["operationId"]
                            .as_str()
                            .unwrap_or_default()
                            .to_owned(),
                        method,
                        path: format!("{prefix}{path}"),
                        content: content.clone(),
                    });
                }
            }
        }
        operations
    }

    /// What is wrong with an answer: statuses, kinds and fields that nobody was told of.
    pub fn faults(&self, operation: &Operation, reply: &Reply) -> Vec<String> {
        let status = reply.status.as_str();
        let Some(response) = operation.content["responses"].get(status) else {
            return vec![format!(
                "{}: {status} is not documented: {}",
                operation.id,
                reply.text()
            )];
        };
        let kind = reply
            .header("content-type")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        let documented = response["content"]
            .as_object()
            .filter(|content| !content.is_empty());
        let Some(content) = documented else {
            let silent = reply.body.is_empty();
            return if silent {
                Vec::new()
            } else {
                vec![format!("{}: {status} says something", operation.id)]
            };
        };
        let media = content
            .iter()
            .find(|(name, _)| name.split(';').next() == Some(&*kind));
        let Some((_, media)) = media else {
            return vec![format!("{}: {status} has the kind {kind:?}", operation.id)];
        };
        if !kind.ends_with("json") {
            return Vec::new();
        }
        let Ok(value) = serde_json::from_slice(&reply.body) else {
            return vec![format!(
                "{}: {status} is no JSON: {}",
                operation.id,
                reply.text()
            )];
        };
        let mut faults = Vec::new();
        self.check(
            &media["schema"],
            &value,
            &format!("{} {status} ", operation.id),
            &mut faults,
        );
        faults
    }

    /// Holds a value against a schema of the document.
    pub fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let mut fault = |what: String| faults.push(format!("{at}: {what}"));
        if let Some(reference) = schema["$ref"].as_str() {
            let pointer = reference.trim_start_matches('#');
            match self.0.pointer(pointer) {
                Some(schema) => self.check(schema, value, at, faults),
                None => fault(format!("{reference} leads nowhere")),
            }
            return;
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.check(part, value, at, faults);
        }
        let mut fault = |what: String| faults.push(format!("{at}: {what}"));
        if value.is_null() && schema["nullable"] != true && schema.get("type").is_some() {
            return fault("is null".to_owned());
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            return fault(format!("{value} is not one of {words:?}"));
        }
        match schema["type"].as_str() {
            Some("string") => match value.as_str() {
                Some(text) => {
                    if !has_format(text, schema["format"].as_str().unwrap_or_default()) {
                        fault(format!("{text:?} is no {}", schema["format"]));
                    }
                }
                None => fault(format!("{value} is no string")),
            },
            Some("integer")
                if !is_integer(value, schema["format"].as_str().unwrap_or_default()) =>
            {
                fault(format!("{value} is no {}", schema["format"]));
            }
            Some("number") if !value.is_number() => fault(format!("{value} is no number")),
            Some("boolean") if !value.is_boolean() => fault(format!("{value} is no boolean")),
            Some("array") => match value.as_array() {
                Some(items) => {
                    for (n, item) in items.iter().enumerate() {
                        self.check(&schema["items"], item, &format!("{at}/{n}"), faults);
                    }
                }
                None => fault(format!("{value} is no array")),
            },
            Some("object") => self.check_object(schema, value, at, faults),
            _ => {}
        }
    }

    fn check_object(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(object) = value.as_object() else {
            faults.push(format!("{at}: {value} is no object"));
            return;
        };
        for field in schema["required"].as_array().into_iter().flatten() {
            let field = field.as_str().unwrap_or_default();
            if !object.contains_key(field) {
                faults.push(format!("{at}: {field} is missing"));
            }
        }
        for (field, value) in object {
            let at = format!("{at}/{field}");
            match (
                schema["properties"].get(field),
                &schema["additionalProperties"],
            ) {
                (Some(schema), _) => self.check(schema, value, &at, faults),
                (None, Value::Object(_)) => {
                    self.check(&schema["additionalProperties"], value, &at, faults);
                }
                (None, Value::Bool(true)) => {}
                (None, _) => faults.push(format!("{at}: nobody was told of it")),
            }
        }
    }
}

fn has_format(text: &str, format: &str) -> bool {
    match format {
        "date-time" => text.parse::<Timestamp>().is_ok() && text.ends_with('Z'),
        "date" => text.len() == 10 && text.parse::<Date>().is_ok(),
        "uuid" => text.len() == 36 && Uuid::parse_str(text).is_ok(),
        _ => true,
    }
}

fn is_integer(value: &Value, format: &str) -> bool {
    match format {
        "uint16" => value.as_u64().is_some_and(|n| u16::try_from(n).is_ok()),
        "uint32" => value.as_u64().is_some_and(|n| u32::try_from(n).is_ok()),
        "int32" => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        "uint64" => value.is_u64(),
        _ => value.is_i64() || value.is_u64(),
    }
}
