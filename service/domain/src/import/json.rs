//! JSON from registers, as a table: school units of the national register (Skolverket, Skolenhetsregistret v1 and v2), and
//! staff as a school authority delivers them (SS 12000:2020 v2.1: persons, duties, organisations). Row 2 is the first of
//! what the file tells of.

use super::decode::{Certainty, Encoding, file_too_large};
use super::records::Record;
use super::report::{Code, Finding, Words};
use super::table::Table;
use super::{ImportKind, Mapping};
use crate::code::municipality;
use crate::limits::IMPORT_BYTES;
use crate::person::SecurityMarking;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn is_json(bytes: &[u8]) -> bool {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = plain.iter().find(|octet| !octet.is_ascii_whitespace());
    first.is_some_and(|octet| matches!(octet, b'{' | b'['))
}

/// The table, with the headers that the mapping looks for.
pub(super) fn read(
    bytes: &[u8],
    mapping: &Mapping,
    today: Date,
) -> Result<Table<'static>, Vec<Finding>> {
    if bytes.len() > IMPORT_BYTES {
        return Err(vec![file_too_large(bytes.len())]);
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match mapping.kind {
        ImportKind::Workplaces => units(parsed(plain)?, mapping),
        ImportKind::Nominations => staff(parsed(plain)?, mapping, today),
        _ => Err(vec![other_kind()]),
    }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Vec<Finding>> {
    serde_json::from_slice(bytes).map_err(|error| vec![unreadable(error.line(), error.column())])
}

/// A table of these fields.
fn table(
    mapping: &Mapping,
    fields: &[&str],
    rows: Vec<Vec<String>>,
    finding: Option<Finding>,
) -> Result<Table<'static>, Vec<Finding>> {
    let encoding = Encoding {
        label: "json".to_owned(),
        certainty: Certainty::Verified,
    };
    let header = |field: &str| {
        let header = mapping.columns.get(field).map(String::as_str);
        header.unwrap_or(field).to_owned()
    };
    let headers = fields.iter().map(|field| header(field)).collect();
    let mut rows = std::iter::once(headers).chain(rows);
    let mut table = Table::of_workbook(encoding, |record: &mut Record| {
        let row: Option<Vec<String>> = rows.next();
        let more = row.is_some();
        record.fill(row.unwrap_or_default());
        Ok(more)
    })?;
    table.findings.extend(finding);
    Ok(table)
}

/// `{"data": {"attributes": […]}}` in v2, `{"Skolenheter": […]}` in v1.
#[derive(Deserialize)]
struct Register {
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

fn units(register: Register, mapping: &Mapping) -> Result<Table<'static>, Vec<Finding>> {
    let listed = register.data.map(|data| data.attributes);
    let all = register.first.or(listed);
    let all = all.ok_or_else(|| vec![unknown_form("Skolenhetsregistret")])?;
    let count = all.len();
    let living = all.into_iter().filter(|unit| !unit.has_ended());
    let rows: Vec<_> = living
        .map(|unit| {
            let code = unit.municipality.unwrap_or_default();
            let name = municipality(&code).unwrap_or_default().to_owned();
            vec![unit.code, unit.name, code, name]
        })
        .collect();
    let ended = count - rows.len();
    let said = (ended > 0).then(|| ended_units(ended));
    let fields = [
        "school_unit_code",
        "name",
        "municipality_code",
        "municipality",
    ];
    table(mapping, &fields, rows, said)
}

/// What a service of SS 12000 answers, or only what is in it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Many<T> {
    Answer { data: Vec<T> },
    Only(Vec<T>),
}

impl<T> Many<T> {
    fn into_inner(self) -> Vec<T> {
        match self {
            Self::Answer { data } | Self::Only(data) => data,
        }
    }
}

/// Persons and duties side by side, or duties with the person in each (`expand=person`).
#[derive(Deserialize)]
struct Staff {
    persons: Option<Many<Human>>,
    duties: Option<Many<Duty>>,
    organisations: Option<Many<Organisation>>,
    data: Option<Vec<Duty>>,
}

/// Holds what people are called: not `Debug`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Human {
    id: String,
    given_name: String,
    family_name: String,
    security_marking: Option<String>,
    #[serde(default)]
    emails: Vec<Email>,
}

#[derive(Clone, Deserialize)]
struct Email {
    value: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Duty {
    person: Reference,
    #[serde(rename = "dutyAt")]
    at: Option<Reference>,
    #[serde(rename = "dutyRole")]
    role: String,
    start_date: Option<Date>,
    end_date: Option<Date>,
    #[serde(rename = "dutyPercent")]
    percent: Option<f64>,
    #[serde(rename = "_embedded")]
    embedded: Option<Embedded>,
}

#[derive(Deserialize)]
struct Embedded {
    person: Option<Human>,
}

#[derive(Deserialize)]
struct Reference {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organisation {
    id: String,
    #[serde(default)]
    display_name: String,
    school_unit_code: Option<String>,
    municipality_code: Option<String>,
}

impl Human {
    /// The address at work, or else the first.
    fn email(&self) -> &str {
        let at_work = |email: &&Email| email.kind.as_deref() == Some("Arbete personal");
        let email = self.emails.iter().find(at_work).or(self.emails.first());
        email.map_or("", |email| &email.value)
    }

    /// A word that nobody knows protects.
    fn is_protected(&self) -> bool {
        let marking = self.security_marking.as_deref();
        marking.is_some_and(|word| SecurityMarking::parse(word).is_protected())
    }
}

impl Duty {
    fn is_held(&self, today: Date) -> bool {
        self.start_date.is_none_or(|start| start <= today)
            && self.end_date.is_none_or(|end| today <= end)
    }
}

fn staff(staff: Staff, mapping: &Mapping, today: Date) -> Result<Table<'static>, Vec<Finding>> {
    let duties = staff.duties.map(Many::into_inner).or(staff.data);
    let duties = duties.ok_or_else(|| vec![unknown_form("SS 12000")])?;
    let organisations = staff.organisations.map(Many::into_inner);
    let organisations: BTreeMap<_, _> = organisations
        .unwrap_or_default()
        .into_iter()
        .map(|one| (one.id.clone(), one))
        .collect();
    let embedded = duties
        .iter()
        .filter_map(|duty| duty.embedded.as_ref()?.person.clone());
    let people: Vec<Human> = match staff.persons {
        Some(persons) => persons.into_inner(),
        None => embedded.collect(),
    };
    // Who has several duties has the largest of them, and then the first.
    let mut held: BTreeMap<&str, &Duty> = BTreeMap::new();
    for duty in duties.iter().filter(|duty| duty.is_held(today)) {
        let best = held.entry(&duty.person.id).or_insert(duty);
        if duty.percent.unwrap_or(0.0) > best.percent.unwrap_or(0.0) {
            *best = duty;
        }
    }
    let (mut rows, mut seen, mut protected) = (Vec::new(), BTreeSet::new(), Vec::new());
    for human in &people {
        let Some(duty) = held.get(&*human.id) else {
            continue;
        };
        if !seen.insert(&*human.id) {
            continue;
        }
        let at = duty.at.as_ref().and_then(|at| organisations.get(&at.id));
        let code = at
            .and_then(|at| at.municipality_code.clone())
            .unwrap_or_default();
        rows.push(vec![
            human.given_name.clone(),
            human.family_name.clone(),
            human.email().to_owned(),
            duty.role.clone(),
            at.and_then(|at| at.school_unit_code.clone())
                .unwrap_or_default(),
            at.map(|at| at.display_name.clone()).unwrap_or_default(),
            municipality(&code).unwrap_or_default().to_owned(),
            code,
        ]);
        if human.is_protected() {
            protected.push(u32::try_from(rows.len() + 1).unwrap_or(u32::MAX));
        }
    }
    let idle = people.len().saturating_sub(rows.len());
    let said = (idle > 0).then(|| no_duty(idle));
    let fields = [
        "given_name",
        "family_name",
        "email",
        "profession",
        "school_unit_code",
        "school_unit",
        "municipality",
        "municipality_code",
    ];
    let mut table = table(mapping, &fields, rows, said)?;
    for row in protected {
        table.refuse(row, protected_staff(row));
    }
    Ok(table)
}

fn unreadable(line: usize, column: usize) -> Finding {
    Finding::new(
        Code::Json,
        Words::new(
            format!(
                "Filen är inte riktig JSON, eller inte av det slaget: fel på textrad {line}, tecken {column}."
            ),
            format!(
                "The file is no sound JSON, or not of that kind: a fault in line {line}, character {column}."
            ),
        ),
        Words::new("Hämta uppgifterna på nytt.", "Fetch the data again."),
    )
}

fn unknown_form(wanted: &str) -> Finding {
    Finding::new(
        Code::Json,
        Words::new(
            format!("Filen ser inte ut som ett svar från {wanted}."),
            format!("The file does not look like an answer of {wanted}."),
        ),
        Words::new(
            "Se vilka former som kan läsas in under Läsa in filer i dokumentationen.",
            "See the forms that can be read under Läsa in filer in the documentation.",
        ),
    )
}

fn other_kind() -> Finding {
    Finding::new(
        Code::Json,
        Words::new(
            "JSON läses in för skolenheter och för personal som ska nomineras, inte för det här.",
            "JSON is read for school units and for staff to be nominated, not for this.",
        ),
        Words::new("Använd CSV eller XLSX.", "Use CSV or XLSX."),
    )
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

fn no_duty(count: usize) -> Finding {
    Finding::new(
        Code::NoDuty,
        Words::new(
            format!("{count} personer i filen har ingen tjänst i dag. De läses inte in."),
            format!("{count} people in the file have no duty today. They are not read in."),
        ),
        Words::new(
            "Kontrollera att rätt personer är med.",
            "Check that the right people are there.",
        ),
    )
}

fn protected_staff(row: u32) -> Finding {
    Finding::new(
        Code::ProtectedStaff,
        Words::new(
            "Personen har skyddade uppgifter och läses inte in med personaldata.",
            "The person is protected and is not read in with staff data.",
        ),
        Words::new(
            "Låt sekretesshandläggaren lägga upp personen. Läs in de andra med --only-valid.",
            "Have the officer for protected identities add the person. Import the others with --only-valid.",
        ),
    )
    .at_row(row)
}

#[cfg(test)]
mod tests;
