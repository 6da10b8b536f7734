//! School units of the national register (Skolverket, Skolenhetsregistret v1 and v2).

use super::super::Mapping;
use super::super::report::{Code, Finding, Words};
use super::super::table::Table;
use super::{of_rows, unknown_form};
use serde::Deserialize;

/// `{"data": {"attributes": […]}}` in v2, `{"Skolenheter": […]}` in v1.
#[derive(Deserialize)]
pub(super) struct Register {
    #[serde(rename = "Skolenheter")]
    first: Option<Vec<Unit>>,
    data: Option<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    attributes: Vec<Unit>,
}

#[derive(Deserialize)]
struct Unit {
    #[serde(rename = "schoolUnitCode", alias = "Skolenhetskod")]
    code: String,
    #[serde(alias = "Skolenhetsnamn", default)]
    name: String,
    #[serde(rename = "municipalityCode", alias = "Kommunkod", default)]
    municipality: Option<String>,
    #[serde(alias = "Status", default)]
    status: Option<String>,
}

impl Unit {
    fn has_ended(&self) -> bool {
        let status = self.status.as_deref().unwrap_or_default();
        status.to_uppercase().starts_with("UPPH")
    }
}

pub(super) fn table(register: Register, mapping: &Mapping) -> Result<Table<'static>, Vec<Finding>> {
    let listed = register.data.map(|data| data.attributes);
    let all = register.first.or(listed);
    let all = all.ok_or_else(|| vec![unknown_form("Skolenhetsregistret")])?;
    let count = all.len();
    let living = all.into_iter().filter(|unit| !unit.has_ended());
    let rows: Vec<_> = living
        .map(|unit| {
            let municipality = unit.municipality.unwrap_or_default();
            vec![unit.code, unit.name, municipality]
        })
        .collect();
    let ended = count - rows.len();
    let said = (ended > 0).then(|| ended_units(ended));
    let fields = ["school_unit_code", "name", "municipality_code"];
    of_rows(mapping, &fields, rows, said)
}

fn ended_units(count: usize) -> Finding {
    Finding::new(
        Code::EndedUnits,
        Words::new(
            format!("{count} skolenheter i filen har upphört. De läses inte in."),
            format!("{count} school units in the file have ended. They are not read in."),
        ),
        Words::new("Det är som det ska.", "That is as it should be."),
    )
}
