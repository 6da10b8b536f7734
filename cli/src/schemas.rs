//! JSON Schemas of what commands print with `--json` where it is not what the API answered, which openapi.json describes.
//!
//! `schemas/cli.json` is what `samverkan schema` prints.

use crate::{
    commands::{audit_export::AuditCheck, duplicate::KeptApart, selection, solve, status::Status},
    page::Page,
};
use samverkan_domain::trail::Extract;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// One document: the shapes under `$defs`, and which command prints which.
pub(crate) fn document() -> Value {
    let mut shapes = SchemaSettings::draft2020_12().into_generator();
    let commands = [
        ("status", shape::<Status>(&mut shapes)),
        ("cohort solve", shape::<solve::Answer<'_>>(&mut shapes)),
        ("selection verify", shape::<selection::Answer>(&mut shapes)),
        ("audit check", shape::<AuditCheck<'_>>(&mut shapes)),
        ("person apart", shape::<KeptApart>(&mut shapes)),
        // Not printed, but written to a file that others check.
        ("audit export", shape::<Extract>(&mut shapes)),
        // Of every list with `--limit`, `--cursor` and `--all`.
        ("* list", shape::<Page<Map<String, Value>>>(&mut shapes)),
    ];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What samverkan prints with --json",
        "description": "Commands that are not named under \"commands\" print what the API answered, as openapi.json \
                        describes it. Fields are never removed or renamed within a major version; new ones may come.",
        "commands": Map::from_iter(commands.map(|(name, shape)| (name.to_owned(), shape.into()))),
        "$defs": shapes.take_definitions(false),
    })
}

fn shape<T: JsonSchema>(shapes: &mut SchemaGenerator) -> Schema {
    shapes.subschema_for::<T>()
}
