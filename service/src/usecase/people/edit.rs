//! What becomes of a value when somebody is changed.

use crate::store::{
    as_word,
    person::{PersonData, PersonRow},
};
use serde_json::{Value, json};

/// What becomes of a value that may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub enum Edit<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Edit<T> {
    /// What is said, be it nothing, in place of what was said before.
    pub fn to(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

/// Which fields differ, by name.
pub(super) fn changed_fields(
    row: &PersonRow,
    data: &PersonData,
) -> Vec<(&'static str, Value, Value)> {
    let marking = as_word(data.security_marking);
    [
        ("given_name", json!(row.given_name), json!(data.given_name)),
        (
            "family_name",
            json!(row.family_name),
            json!(data.family_name),
        ),
        (
            "security_marking",
            json!(row.security_marking),
            json!(marking),
        ),
        ("language", json!(row.language), json!(data.language)),
        ("modality", json!(row.modality), json!(data.modality)),
        ("profession", json!(row.profession), json!(data.profession)),
        ("programme", json!(row.programme), json!(data.programme)),
        ("workplace", json!(row.workplace), json!(data.workplace)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .collect()
}
