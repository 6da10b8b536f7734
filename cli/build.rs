//! Generates the client from the committed contract.
//!
//! The contract is read as it stands and changed in memory only, where the generator needs it:
//!
//! * errors become typed: `application/problem+json` is JSON, and has one schema everywhere;
//! * a body that may be a file or JSON is a file: the generator knows one kind of body;
//! * what does not answer with JSON (probes, calendars) is left out;
//! * times stay text, so that `--json` prints what the service said, to the digit;
//! * an answer may have fields that this version does not know.

use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::{Map, Value};
use std::{env, error::Error, fs, path::PathBuf};

const CONTRACT: &str = "../schemas/openapi.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CONTRACT}");
    println!("cargo:rerun-if-changed=build.rs");
    let mut contract: Value = serde_json::from_str(&fs::read_to_string(CONTRACT)?)?;
    if let Some(paths) = contract["paths"].as_object_mut() {
        // These are served beside the API: they have an address of their own.
        paths.retain(|_, path| path.get("servers").is_none());
    }
    adapt(&mut contract);

    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap");
    let tokens = Generator::new(&settings).generate_tokens(&serde_json::from_value(contract)?)?;
    let code = prettyplease::unparse(&syn::parse2(tokens)?);
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("client.rs"), code)?;
    Ok(())
}

fn adapt(value: &mut Value) {
    match value {
        Value::Object(object) => adapt_object(object),
        Value::Array(list) => list.iter_mut().for_each(adapt),
        _ => {}
    }
}

fn adapt_object(object: &mut Map<String, Value>) {
    if let Some(Value::Object(content)) = object.get_mut("content") {
        for kind in [
            "application/problem+json",
            "application/json; charset=utf-8",
        ] {
            if let Some(body) = content.remove(kind) {
                content.insert("application/json".to_owned(), body);
            }
        }
    }
    if let Some(Value::Object(content)) = object.get_mut("content")
        && content.contains_key("application/octet-stream")
    {
        content.retain(|kind, _| kind == "application/octet-stream");
    }
    if object.get("type").is_some_and(|kind| kind == "string")
        && let Some(Value::String(format)) = object.get("format")
        && ["date", "date-time"].contains(&format.as_str())
    {
        object.remove("format");
    }
    if object.get("additionalProperties") == Some(&Value::Bool(false)) {
        object.remove("additionalProperties");
    }
    object.values_mut().for_each(adapt);
}
