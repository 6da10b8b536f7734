//! Staff as a school authority delivers them (SS 12000:2020 v2.1: persons, duties, organisations): each person who has a
//! duty today, with the largest of them.

use super::super::Mapping;
use super::super::report::{Code, Finding, Words};
use super::super::table::Table;
use super::{of_rows, unknown_form};
use crate::code::municipality;
use crate::person::SecurityMarking;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

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
pub(super) struct Staff {
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

pub(super) fn table(
    staff: Staff,
    mapping: &Mapping,
    today: Date,
) -> Result<Table<'static>, Vec<Finding>> {
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
    // In duties with the person in each, a person comes once a duty.
    for human in people.iter().filter(|human| seen.insert(&*human.id)) {
        let Some(duty) = held.get(&*human.id) else {
            continue;
        };
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
    let idle = seen.len() - rows.len();
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
    let mut table = of_rows(mapping, &fields, rows, said)?;
    for row in protected {
        table.refuse(row, protected_staff(row));
    }
    Ok(table)
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
