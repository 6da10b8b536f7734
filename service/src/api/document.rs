//! The OpenAPI document: what the framework writes, completed with what it cannot know.

use super::{Apis, edge::Routes};
use poem_openapi::OpenApiService;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The document as it is served and committed to `schemas/openapi.json`.
pub fn document(service: &OpenApiService<Apis, ()>) -> Value {
    let mut document: Value =
        serde_json::from_str(&service.spec()).expect("the framework writes JSON");
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in plain_paths() {
            paths.insert(path.to_owned(), item);
        }
    }
    let sent = sent(&document);
    let schemas = &mut document["components"]["schemas"];
    close_objects(schemas);
    open_to_null(schemas, &sent);
    add_examples(schemas);
    document["info"]["license"] = json!({ "name": "MIT" });
    document
}

/// Addresses outside the API proper, which have no version.
fn plain_paths() -> [(&'static str, Value); 5] {
    let servers = json!([{ "url": "/" }]);
    let text = |description: &str| json!({ "description": description, "content": { "text/plain": { "schema": { "type": "string" } } } });
    let problem = |description: &str| {
        json!({ "description": description, "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/Problem" } } } })
    };
    let probe = |id: &str, summary: &str, more: Value| {
        let mut responses = json!({ "200": text("Yes") });
        if let (Some(responses), Value::Object(more)) = (responses.as_object_mut(), more) {
            responses.extend(more);
        }
        json!({ "servers": servers, "get": {
            "operationId": id, "summary": summary, "tags": ["Probes"], "responses": responses,
        } })
    };
    let header =
        |description: &str| json!({ "description": description, "schema": { "type": "string" } });
    let calendar = json!({ "servers": servers, "get": {
        "operationId": "get_calendar",
        "summary": "The calendar itself",
        "description": "iCalendar (RFC 5545). Answers If-None-Match and If-Modified-Since with 304; \
                        HEAD works; gzip where accepted. The token is the only key: it can be \
                        rotated and revoked.",
        "tags": ["Feeds"],
        "parameters": [{ "name": "token", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": {
            "200": {
                "description": "The calendar",
                "headers": {
                    "ETag": header("Digest of exactly these octets"),
                    "Last-Modified": header("When the content last changed"),
                },
                "content": { "text/calendar": { "schema": { "type": "string" } } },
            },
            "304": { "description": "Unchanged" },
            "404": problem("No such calendar"),
            "410": problem("The address has ended"),
            "503": problem("The database cannot be reached and there is no copy"),
        },
    } });
    let mut as_json = calendar.clone();
    let described = &mut as_json["get"];
    described["operationId"] = json!("get_calendar_as_json");
    described["summary"] = json!("The same calendar as jCal");
    described["description"] = json!("jCal (RFC 7265), made from the iCalendar form.");
    described["responses"]["200"]["content"] =
        json!({ "application/calendar+json": { "schema": { "type": "array", "items": {} } } });
    [
        ("/calendar/{token}.ics", calendar),
        ("/calendar/{token}.json", as_json),
        (
            "/healthz",
            probe("healthz", "The process answers", json!({})),
        ),
        (
            "/readyz",
            probe(
                "readyz",
                "The database answers and has all migrations",
                json!({ "503": text("Not now") }),
            ),
        ),
        (
            "/metrics",
            probe("metrics", "Figures in Prometheus's text format", json!({})),
        ),
    ]
}

/// Says of every object that it has no other fields: bodies with unknown ones are refused.
fn close_objects(schemas: &mut Value) {
    for schema in schemas
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
    {
        let closed = schema["type"] == "object" && schema.get("properties").is_some();
        if let Some(schema) = schema.as_object_mut().filter(|_| closed) {
            schema.entry("additionalProperties").or_insert(json!(false));
        }
    }
}

/// The schemas of request bodies, and those within them.
fn sent(document: &Value) -> BTreeSet<String> {
    let operations = document["paths"].as_object().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    let mut open: Vec<String> = Vec::new();
    for (_, operation) in operations {
        references(&operation["requestBody"], &mut open);
    }
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !found.contains(&name) {
            references(&document["components"]["schemas"][&name], &mut open);
            found.insert(name);
        }
    }
    found
}

/// The names of the schemas that are referred to.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let name = fields.get("$ref").and_then(Value::as_str);
            let name = name.and_then(|name| name.rsplit('/').next());
            found.extend(name.map(str::to_owned));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// Says of what may be left out of a request that it may also be null: both mean the same, but where the text says
/// otherwise. What has a default, as every list has its emptiness, has none for null.
fn open_to_null(schemas: &mut Value, sent: &BTreeSet<String>) {
    for name in sent {
        let schema = &mut schemas[name];
        let required: BTreeSet<String> =
            schema["required"]
                .as_array()
                .map_or_else(BTreeSet::new, |required| {
                    let names = required.iter().filter_map(Value::as_str);
                    names.map(str::to_owned).collect()
                });
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (name, property) in properties.into_iter().flatten() {
            let has_default = property.get("default").is_some() || property["type"] == "array";
            if required.contains(name) || has_default {
                continue;
            }
            // Beside a reference nothing counts.
            if property.get("$ref").is_some() {
                *property = json!({ "allOf": [property.take()] });
            }
            property["nullable"] = json!(true);
        }
    }
}

/// An example of every body one may send; a test holds them against their schemas.
fn add_examples(schemas: &mut Value) {
    let examples: Map<String, Value> =
        serde_json::from_str(include_str!("examples.json")).expect("the examples are JSON");
    for (name, example) in examples {
        if let Some(schema) = schemas.get_mut(&name).and_then(Value::as_object_mut) {
            schema.insert("example".to_owned(), example);
        }
    }
}

/// Path templates as they are served, with the methods each takes.
pub fn routes(document: &Value) -> Routes {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .map(|(path, item)| {
            let plain = item.get("servers").is_some();
            let full = if plain {
                path.clone()
            } else {
                format!("/api/v1{path}")
            };
            let template = full
                .trim_matches('/')
                .split('/')
                .map(str::to_owned)
                .collect();
            let verbs = ["get", "post", "put", "patch", "delete"];
            let mut methods: Vec<String> = verbs
                .into_iter()
                .filter(|verb| item.get(verb).is_some())
                .map(str::to_uppercase)
                .collect();
            if methods.iter().any(|method| method == "GET") {
                methods.push("HEAD".to_owned());
            }
            (template, methods.join(", "))
        })
        .collect()
}
