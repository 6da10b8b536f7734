use crate::import::nominations::NominationRow;
use crate::import::report::RowStatus;
use crate::import::workplaces::WorkplaceRow;
use crate::import::{Context, ImportRow, Mapping, Reading, read, rest};
use crate::profession::{Profession, default_registry};
use jiff::civil::{Date, date};
use std::sync::LazyLock;

const TODAY: Date = date(2026, 11, 30);
static PROFESSIONS: LazyLock<Vec<Profession>> = LazyLock::new(default_registry);

fn fixed<R: ImportRow>(pairs: &[(&str, &str)]) -> Mapping {
    let pairs = pairs.iter();
    Mapping {
        fixed: pairs
            .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
            .collect(),
        ..Mapping::built_in(R::KIND)
    }
}

fn read_with<'a, R: ImportRow>(file: &'a str, pairs: &[(&str, &str)]) -> Reading<'a, R> {
    let context = Context {
        today: TODAY,
        professions: &PROFESSIONS,
    };
    read(file.as_bytes(), &fixed::<R>(pairs), &context)
}

fn codes<R>(reading: &Reading<'_, R>) -> Vec<(u32, &'static str)> {
    let findings = reading.findings.iter();
    findings
        .map(|one| (one.row.unwrap_or(0), one.code.as_str()))
        .collect()
}

const SECOND: &str = r#"{"meta": {"extractDate": "2026-11-29"}, "data": {"type": "schoolunit", "attributes": [
    {"schoolUnitCode": "99991000", "name": "Demoskolan Norr", "status": "AKTIV"},
    {"schoolUnitCode": "99991001", "name": "Gamla skolan", "status": "UPPHORT"},
    {"schoolUnitCode": "99991002", "name": "Kumla \"friskola\"; söder", "status": "AKTIV", "municipalityCode": "1881"}]}}"#;

#[test]
fn the_register_of_school_units_in_its_second_version() {
    let reading = read_with::<WorkplaceRow>(SECOND, &[("municipality_code", "1880")]);
    assert_eq!(codes(&reading), [(0, "ended-units")]);
    assert_eq!(reading.encoding.as_ref().unwrap().label, "json");
    let rows: Vec<_> = reading.sound_rows().map(|(_, row)| row).collect();
    let said: Vec<_> = rows
        .iter()
        .map(|row| (&*row.name, &*row.municipality))
        .collect();
    // What a row says of itself goes before what holds for all.
    assert_eq!(
        said,
        [
            ("Demoskolan Norr", "Örebro"),
            ("Kumla \"friskola\"; söder", "Kumla")
        ]
    );
    // Its lists leave the municipality out: that is said, row by row.
    let without = read_with::<WorkplaceRow>(SECOND, &[]);
    let missing = (2, "missing-value");
    assert_eq!(codes(&without), [(0, "ended-units"), missing, missing]);
    assert_eq!(without.sound_rows().count(), 1);
}

#[test]
fn the_register_of_school_units_in_its_first_version() {
    let file = r#" {"Uttagsdatum": "2026-11-29", "Skolenheter": [
        {"Skolenhetskod": "99991000", "Skolenhetsnamn": "Norr", "Kommunkod": "0180", "PeOrgNr": "2120000142", "Status": "Aktiv"}]}"#;
    let reading = read_with::<WorkplaceRow>(file, &[]);
    assert_eq!(codes(&reading), []);
    let (number, row) = reading.sound_rows().next().unwrap();
    assert_eq!((number, &*row.municipality), (2, "Stockholm"));
}

/// Anna with two duties, Bo whose has ended, Cia who is protected.
const STAFF: &str = r#"{
  "persons": {"data": [
    {"id": "a", "givenName": "Anna", "familyName": "Ek", "securityMarking": "Ingen",
     "emails": [{"value": "anna@hem.example", "type": "Privat"}, {"value": "anna@orebro.example", "type": "Arbete personal"}]},
    {"id": "b", "givenName": "Bo", "familyName": "Al", "emails": [{"value": "bo@orebro.example"}]},
    {"id": "c", "givenName": "Cia", "familyName": "Dold", "securityMarking": "Något nytt",
     "emails": [{"value": "cia@orebro.example"}]}]},
  "duties": [
    {"id": "1", "person": {"id": "a"}, "dutyAt": {"id": "o"}, "dutyRole": "Lärare", "dutyPercent": 20},
    {"id": "2", "person": {"id": "a"}, "dutyAt": {"id": "o"}, "dutyRole": "Kurator", "dutyPercent": 80.5, "startDate": "2020-08-01"},
    {"id": "3", "person": {"id": "b"}, "dutyRole": "Rektor", "endDate": "2026-11-29"},
    {"id": "4", "person": {"id": "c"}, "dutyRole": "Rektor", "endDate": "2026-11-30"}],
  "organisations": [{"id": "o", "displayName": "Demoskolan Norr", "organisationType": "Skolenhet", "schoolUnitCode": "99991000", "municipalityCode": "1880"}]
}"#;

#[test]
fn staff_and_their_duties() {
    let contract = [("contract", "K1"), ("substitute_allowed", "Ja")];
    let reading = read_with::<NominationRow>(STAFF, &contract);
    assert_eq!(codes(&reading), [(0, "no-duty"), (3, "protected-staff")]);
    let rows: Vec<_> = reading.sound_rows().collect();
    let [(2, anna)] = &*rows else {
        panic!("Anna alone: {}", rows.len())
    };
    assert_eq!(
        (&*anna.email, &*anna.profession),
        ("anna@orebro.example", "kurator")
    );
    assert_eq!(anna.school_unit_code.as_deref(), Some("99991000"));
    assert_eq!(anna.municipality.as_deref(), Some("Örebro"));
    assert_eq!((&*anna.contract, anna.substitute_allowed), ("K1", true));
    assert!(
        read_with::<NominationRow>(STAFF, &[]).is_empty(),
        "no contract"
    );
    let report = reading.report(|_| RowStatus::New);
    assert_eq!((report.totals.new, report.totals.error), (1, 1));
    // Nothing that is said tells who is protected.
    let said = serde_json::to_string(&report).unwrap();
    assert!(!said.contains("Cia") && !said.contains("Dold") && !said.contains("cia@"));
}

#[test]
fn duties_with_the_person_in_each() {
    let file = r#"{"data": [{"person": {"id": "a"}, "dutyRole": "Rektor", "endDate": "2020-06-30",
        "_embedded": {"person": {"id": "a", "givenName": "Anna", "familyName": "Ek", "emails": [{"value": "anna@x.example"}]}}},
        {"person": {"id": "a"}, "dutyRole": "Lärare",
        "_embedded": {"person": {"id": "a", "givenName": "Anna", "familyName": "Ek", "emails": [{"value": "anna@x.example"}]}}}]}"#;
    let reading = read_with::<NominationRow>(file, &[("contract", "K1")]);
    assert_eq!(codes(&reading), []);
    assert_eq!(reading.sound_rows().next().unwrap().1.given_name, "Anna");
}

#[test]
fn what_is_no_such_file_is_refused() {
    for file in [
        "{",
        "[]",
        "{}",
        r#"{"data": []}"#,
        r#"{"data": {"attributes": [{"name": "utan kod"}]}}"#,
        r#"{"Skolenheter": "x"}"#,
    ] {
        let units = read_with::<WorkplaceRow>(file, &[]);
        assert_eq!(codes(&units), [(0, "json")], "{file}");
        assert!(units.is_empty());
    }
    let none = read_with::<WorkplaceRow>(r#"{"Skolenheter": []}"#, &[]);
    assert_eq!(codes(&none), [(0, "no-rows")]);
    let sessions = read_with::<crate::import::sessions::SessionRow>("{}", &[]);
    assert_eq!(codes(&sessions), [(0, "json")]);
}

#[test]
fn what_is_left_out_comes_back_as_a_list() {
    let reasons = [(3, vec!["Skyddad.".to_owned()])].into();
    let mapping = Mapping::built_in(NominationRow::KIND);
    let text = rest::rest(STAFF.as_bytes(), &mapping, TODAY, &reasons).unwrap();
    assert!(
        text.starts_with("\u{FEFF}Förnamn;Efternamn;E-post;"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 2);
}
