//! Which column of a file holds which field: built in, or saved under a name.

use super::ImportRequest;
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, import::MappingRow},
    usecase::{Caller, Permission, registers, validate::Faults},
};
use samverkan_domain::{
    fact::Fact,
    import::{ImportKind, Mapping},
    limits,
};
use serde_json::json;
use std::collections::BTreeMap;

/// The mapping to read by: a saved one by name, or the kind's own; with what was said to hold for every row.
pub(super) async fn mapping(tx: &mut Tx, request: &ImportRequest) -> Result<Mapping> {
    let kind = request.kind;
    let known = |name: &String| {
        kind.fields()
            .iter()
            .any(|field| field.name == name.as_str())
    };
    if let Some(unknown) = request.values.keys().find(|name| !known(name)) {
        let fields: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
        let fields = fields.join(", ");
        let unknown = samverkan_domain::text::plain_line(unknown);
        return Err(Error::invalid(
            "?values",
            "unknown-field",
            format!("Fältet {unknown} finns inte. De som finns är {fields}."),
            format!("There is no field {unknown}. There are {fields}."),
        ));
    }
    let mut found = saved(tx, kind, request.mapping.as_deref()).await?;
    found.fixed.clone_from(&request.values);
    Ok(found)
}

async fn saved(tx: &mut Tx, kind: ImportKind, name: Option<&str>) -> Result<Mapping> {
    let Some(name) = name.filter(|name| *name != kind.name()) else {
        return Ok(match tx.mapping(kind.name()).await? {
            Some(row) => mapping_of(&row)?,
            None => Mapping::built_in(kind),
        });
    };
    let row = tx.mapping(name).await?.ok_or(Error::NotFound {
        what: "import mapping",
    })?;
    mapping_of(&row)
}

fn mapping_of(row: &MappingRow) -> Result<Mapping> {
    Ok(Mapping {
        name: row.name.clone(),
        kind: ImportKind::from_name(&row.kind)
            .ok_or_else(|| Error::internal(format!("unknown import kind {:?}", row.kind)))?,
        columns: serde_json::from_str(&row.columns).map_err(Error::internal)?,
        fixed: BTreeMap::new(),
    })
}

/// Saved mappings, and the built-in ones nobody has changed.
pub async fn mappings(app: &App, caller: &Caller) -> Result<Vec<Mapping>> {
    caller.require(Permission::Import)?;
    let rows = app.read().await?.mappings().await?;
    let mut all: Vec<Mapping> = rows.iter().map(mapping_of).collect::<Result<_>>()?;
    for kind in ImportKind::ALL {
        if !all.iter().any(|mapping| mapping.name == kind.name()) {
            all.push(Mapping::built_in(kind));
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// Saves a mapping under its name.
pub async fn put_mapping(app: &App, caller: &Caller, mapping: Mapping) -> Result<Mapping> {
    caller.require(Permission::Import)?;
    let mut faults = Faults::default();
    let name = faults.line("name", &mapping.name, 60);
    let fields = mapping.kind.fields();
    for (field, header) in &mapping.columns {
        let pointer = format!("/columns/{field}");
        faults.line(&pointer, header, limits::LINE_CHARS);
        if !fields.iter().any(|known| known.name == field) {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let known = known.join(", ");
            faults.add(
                &pointer,
                "unknown-field",
                format!("Fältet finns inte. De som finns: {known}."),
                format!("There is no such field. Those that are: {known}."),
            );
        }
    }
    for field in fields.iter().filter(|field| field.required) {
        if !mapping.columns.contains_key(field.name) {
            faults.add(
                &format!("/columns/{}", field.name),
                "required",
                "Fältet måste få en kolumn.",
                "This field must be given a column.",
            );
        }
    }
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    tx.put_mapping(&MappingRow {
        name: name.clone(),
        kind: mapping.kind.name().to_owned(),
        columns: serde_json::to_string(&mapping.columns).map_err(Error::internal)?,
        revision: 0,
    })
    .await?;
    let subject = registers::register_subject("import-mapping", &name);
    tx.record(
        Fact::new("import_mapping.saved", "register", subject)
            .after(json!({ "name": name, "columns": mapping.columns })),
    );
    app.commit(tx).await?;
    Ok(Mapping { name, ..mapping })
}
