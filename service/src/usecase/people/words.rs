//! What an access export says in codes, in words.

use crate::{app::App, error::Result, texts::Texts, usecase::registers};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Says codes that nobody knows by heart by their names; what no register knows stays as it is.
pub async fn in_words(app: &App, t: Texts, all: &mut Map<String, Value>) -> Result<()> {
    let mut names: BTreeMap<(&str, String), String> = BTreeMap::new();
    for row in registers::professions(app).await? {
        let title = t.of(row.title_sv, row.title_en);
        names.insert(("profession", row.code), title);
    }
    for row in registers::programmes(app).await? {
        let title = format!("{} ({})", row.title, row.code);
        names.insert(("programme", row.code), title);
    }
    let mut workplaces = BTreeSet::new();
    texts(all, &mut |key, text| {
        if key == "workplace" {
            workplaces.insert(text.clone());
        }
    });
    for code in workplaces {
        if let Some(row) = registers::workplace(app, &code).await? {
            let title = format!("{}, {} ({code})", row.title, row.municipality);
            names.insert(("workplace", code), title);
        }
    }
    texts(all, &mut |key, text| {
        if let Some(name) = names.get(&(key, text.clone())) {
            text.clone_from(name);
        }
    });
    Ok(())
}

/// Goes through all texts, each with the name it stands under.
fn texts(fields: &mut Map<String, Value>, see: &mut impl FnMut(&str, &mut String)) {
    for (key, value) in fields {
        match value {
            Value::String(text) => see(key, text),
            Value::Object(fields) => texts(fields, see),
            Value::Array(items) => {
                for fields in items.iter_mut().filter_map(Value::as_object_mut) {
                    texts(fields, see);
                }
            }
            _ => {}
        }
    }
}
