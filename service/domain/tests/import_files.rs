//! The five files that come with the service, read whole.

use jiff::civil::{Date, date, time};
use samverkan_domain::identity::IdentityKind;
use samverkan_domain::import::admissions::{AdmissionRow, AdmissionStatus, RegistrationType};
use samverkan_domain::import::decode::Certainty;
use samverkan_domain::import::nominations::NominationRow;
use samverkan_domain::import::programmes::ProgrammeRow;
use samverkan_domain::import::report::{Code, ImportReport, RowStatus};
use samverkan_domain::import::same_person::{PersonTraits, SharedFact, Strength, evidence};
use samverkan_domain::import::sessions::{SessionMode, SessionRow};
use samverkan_domain::import::workplaces::WorkplaceRow;
use samverkan_domain::import::{Context, ImportKind, ImportRow, Mapping, Reading, read};
use samverkan_domain::person::{Modality, SecurityMarking};
use samverkan_domain::profession::{Profession, ProfessionFamily, default_registry};
use std::sync::LazyLock;

static PROFESSIONS: LazyLock<Vec<Profession>> = LazyLock::new(default_registry);

const ADMISSIONS: &[u8] = include_bytes!("../../demo/data/antagna-vt2027.csv");
const NOMINATIONS: &[u8] = include_bytes!("../../demo/data/nominerade-uppdrag-vt2027.csv");
const SESSIONS: &[u8] = include_bytes!("../../demo/data/moten-vt2027.csv");
const PROGRAMMES: &[u8] = include_bytes!("../../demo/data/programmes.csv");
const WORKPLACES: &[u8] = include_bytes!("../../demo/data/skolenheter-demo.csv");

const TODAY: Date = date(2026, 11, 23);

fn read_file<R: ImportRow>(bytes: &[u8]) -> Reading<'_, R> {
    let context = Context {
        today: TODAY,
        professions: &PROFESSIONS,
    };
    read(bytes, &Mapping::built_in(R::KIND), &context)
}

fn rows<R: ImportRow>(reading: &Reading<'_, R>) -> Vec<R> {
    assert_eq!(reading.error_count, 0, "{:?}", reading.findings);
    reading.sound_rows().map(|(_, row)| row).collect()
}

fn encoding<'a, R>(reading: &'a Reading<'a, R>) -> (&'a str, Certainty, char) {
    let encoding = reading.encoding.as_ref().expect("read");
    (
        &encoding.label,
        encoding.certainty,
        reading.delimiter.expect("read"),
    )
}

#[test]
fn admissions() {
    let reading: Reading<'_, AdmissionRow> = read_file(ADMISSIONS);
    let rows = rows(&reading);
    assert_eq!(rows.len(), 41);
    assert_eq!(
        encoding(&reading),
        ("windows-1252", Certainty::Guessed, ';')
    );
    let count = |test: fn(&AdmissionRow) -> bool| rows.iter().filter(|row| test(row)).count();
    assert_eq!(count(|row| row.marking.is_protected()), 2);
    assert_eq!(
        count(|row| row.marking == SecurityMarking::ProtectedRegistration),
        1
    );
    assert_eq!(count(|row| row.condition.is_some()), 3);
    assert_eq!(count(|row| row.registration == RegistrationType::Again), 1);
    assert_eq!(count(|row| row.status == AdmissionStatus::Reserve), 5);
    assert_eq!(count(|row| row.reserve_number.is_some()), 5);
    assert_eq!(count(|row| row.identity.kind() == IdentityKind::Interim), 1);
    assert_eq!(
        count(|row| row.identity.kind() == IdentityKind::Coordination),
        1
    );
    assert_eq!(count(|row| row.programme_code.is_some()), 22);
    assert_eq!(count(|row| row.profession.is_some()), 19);
    assert_eq!(count(|row| row.school_unit_code.is_some()), 19);
    assert_eq!(count(|row| row.selection_group.as_deref() == Some("ÖS")), 2);
    assert_eq!(count(|row| row.email.is_some()), 41);
}

#[test]
fn the_letters_and_numbers_of_an_admission() {
    let reading: Reading<'_, AdmissionRow> = read_file(ADMISSIONS);
    let rows = rows(&reading);
    let first = &rows[0];
    assert_eq!(
        (first.family_name.as_str(), first.merit_tenths),
        ("Jönsson", Some(375))
    );
    assert_eq!(first.identity.canonical(), "197706129918");
    assert_eq!(
        (first.course_code.as_str(), first.channel_code.as_str()),
        ("SA123A", "ORU-DEMO1")
    );
    assert_eq!(first.modality, Some(Modality::Distance));
    let names: Vec<&str> = rows.iter().map(|row| row.family_name.as_str()).collect();
    for name in [
        "Qvarnström",
        "Forsgård",
        "Çetin",
        "d'Arcy",
        "O'Neill",
        "Väisänen",
        "Özdemir",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    assert!(rows.iter().any(|row| row.given_name == "Örjan"));
    let condition = rows[2].condition.as_ref().expect("a condition");
    assert_eq!(condition.deadline, Some(date(2027, 1, 15)));
    assert_eq!(condition.text, "Styrk 30 hp senast 2027-01-15");
    let specialist = rows.iter().filter_map(|row| row.profession.as_deref());
    assert_eq!(
        specialist
            .filter(|code| *code == "speciallarare-specialpedagog")
            .count(),
        4
    );
    // T351 does not end in the check digit that counting the letter as 1 would give.
    let warnings: Vec<_> = reading.findings.iter().map(|f| (f.row, f.code)).collect();
    assert_eq!(warnings, [(Some(8), Code::InterimChecksum)]);
}

#[test]
fn nominations() {
    let reading: Reading<'_, NominationRow> = read_file(NOMINATIONS);
    let rows = rows(&reading);
    assert_eq!((rows.len(), reading.warning_count), (12, 0));
    assert_eq!(encoding(&reading), ("UTF-8", Certainty::Marked, ';'));
    assert_eq!(rows[0].given_name, "Çelik");
    assert_eq!(rows[0].school_unit.as_deref(), Some("Demoskolan Norr"));
    assert_eq!(rows[0].municipality_code.as_deref(), Some("1880"));
    assert_eq!(rows.iter().filter(|row| row.substitute_allowed).count(), 9);
    assert_eq!(rows[5].profession, "studie-och-yrkesvagledare");
    assert_eq!(rows[0].invoice_reference.as_deref(), Some("FR57108"));
    assert_eq!(rows[0].head_email.as_deref(), Some("rektor@orebro.example"));
}

#[test]
fn sessions() {
    let reading: Reading<'_, SessionRow> = read_file(SESSIONS);
    let rows = rows(&reading);
    assert_eq!((rows.len(), reading.warning_count), (10, 0));
    assert_eq!(encoding(&reading), ("UTF-8", Certainty::Verified, ','));
    assert_eq!(rows[0].date, date(2027, 1, 21));
    assert_eq!(
        (rows[0].start, rows[0].end),
        (time(10, 15, 0, 0), time(15, 0, 0, 0))
    );
    assert_eq!(rows[0].mode, SessionMode::Campus);
    assert_eq!(
        rows[2].title,
        "Seminarium 2: Skolfrånvaro, orsaker och konsekvenser"
    );
    assert_eq!(rows[9].place.as_deref(), Some("Hörsal L1"));
}

#[test]
fn programmes_and_workplaces() {
    let programmes: Reading<'_, ProgrammeRow> = read_file(PROGRAMMES);
    let rows_read = rows(&programmes);
    assert_eq!((rows_read.len(), programmes.warning_count), (7, 0));
    assert_eq!(
        rows_read.iter().filter(|row| row.code_is_verified).count(),
        1
    );
    assert_eq!(rows_read[6].family, ProfessionFamily::Health);
    let workplaces: Reading<'_, WorkplaceRow> = read_file(WORKPLACES);
    let rows_read = rows(&workplaces);
    assert_eq!((rows_read.len(), workplaces.warning_count), (8, 0));
    assert_eq!(rows_read[1].name, "Demoskolan Söder");
}

#[test]
fn reading_twice_gives_equal_rows_and_keys() {
    let first: Reading<'_, AdmissionRow> = read_file(ADMISSIONS);
    let second: Reading<'_, AdmissionRow> = read_file(ADMISSIONS);
    assert_eq!(rows(&first), rows(&second));
    let mut keys: Vec<_> = rows(&first).iter().map(ImportRow::key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 41);
}

#[test]
fn a_report_adds_up_and_survives_json() {
    let reading: Reading<'_, SessionRow> = read_file(SESSIONS);
    let report = reading.report(|number| match number {
        2 => RowStatus::Changed,
        3 | 4 => RowStatus::Unchanged,
        _ => RowStatus::New,
    });
    let totals = report.totals;
    assert_eq!(
        (totals.rows, totals.new, totals.changed, totals.unchanged),
        (10, 7, 1, 2)
    );
    assert!(report.is_clean() && report.kind == ImportKind::Sessions);
    let json = serde_json::to_string(&report).expect("report");
    assert_eq!(
        serde_json::from_str::<ImportReport>(&json).expect("report"),
        report
    );
}

#[test]
fn the_nominated_vera_may_be_the_applicant() {
    let admissions: Reading<'_, AdmissionRow> = read_file(ADMISSIONS);
    let nominations: Reading<'_, NominationRow> = read_file(NOMINATIONS);
    let applicant = |row: &AdmissionRow| PersonTraits {
        profession: row.profession.clone(),
        workplace: row.school_unit_code.clone(),
        ..PersonTraits::new(&row.given_name, &row.family_name)
            .with_email(row.email.as_deref().unwrap_or_default())
    };
    let nominated = |row: &NominationRow| PersonTraits {
        profession: Some(row.profession.clone()),
        workplace: row.school_unit_code.clone(),
        ..PersonTraits::new(&row.given_name, &row.family_name).with_email(&row.email)
    };
    let mut found = Vec::new();
    for a in rows(&admissions) {
        for b in rows(&nominations) {
            if let Some(evidence) = evidence(&applicant(&a), &nominated(&b)) {
                found.push((b.given_name.clone(), evidence.strength, evidence.facts));
            }
        }
    }
    let facts = vec![SharedFact::FullName, SharedFact::Profession];
    assert_eq!(found, [("Vera".to_owned(), Strength::Question, facts)]);
}
