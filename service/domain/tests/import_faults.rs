//! What is wrong with a file is said exactly: row, column and code.

use jiff::civil::{Date, date};
use samverkan_domain::import::admissions::AdmissionRow;
use samverkan_domain::import::nominations::NominationRow;
use samverkan_domain::import::programmes::ProgrammeRow;
use samverkan_domain::import::report::{Code, FINDINGS_MAX, Finding, RowStatus};
use samverkan_domain::import::sessions::SessionRow;
use samverkan_domain::import::workplaces::WorkplaceRow;
use samverkan_domain::import::{Context, ImportRow, Mapping, Reading, read};
use samverkan_domain::person::{Language, SecurityMarking};
use samverkan_domain::profession::{Profession, default_registry};
use std::sync::LazyLock;

static PROFESSIONS: LazyLock<Vec<Profession>> = LazyLock::new(default_registry);

const TODAY: Date = date(2026, 11, 23);

fn read_as<R: ImportRow>(bytes: &[u8]) -> Reading<'_, R> {
    let context = Context {
        today: TODAY,
        professions: &PROFESSIONS,
    };
    read(bytes, &Mapping::built_in(R::KIND), &context)
}

/// Row (0 for the whole file), column (empty for the whole row) and code.
type Place<'a> = (u32, &'a str, &'a str);

fn places(findings: &[Finding]) -> Vec<Place<'_>> {
    let place = |f: &'static str| f;
    findings
        .iter()
        .map(|f| {
            (
                f.row.unwrap_or(0),
                f.column.as_deref().unwrap_or(""),
                place(f.code.as_str()),
            )
        })
        .collect()
}

fn assert_found<R: ImportRow>(bytes: &[u8], expected: &[Place<'_>]) {
    let reading = read_as::<R>(bytes);
    assert_eq!(
        places(&reading.findings),
        expected,
        "{}",
        String::from_utf8_lossy(bytes)
    );
    for finding in &reading.findings {
        for language in [Language::Sv, Language::En] {
            assert!(finding.message.get(language).ends_with('.'), "{finding:?}");
            assert!(
                finding.remedy.get(language).ends_with(['.', '?', '…']),
                "{finding:?}"
            );
        }
    }
}

const HEADER: &str = "Personnummer;Efternamn;Förnamn;E-post;Kurskod;Anmälningskod;Urvalsgrupp;Meritvärde;Status;Reservnummer;Villkor;Programkod;Yrkestitel;Skolenhetskod;Skyddad;Registreringstyp;Studieform";
const ANNA: &str =
    "8507099805;Ek;Anna;anna@a.se;SA123A;D1;PG;30;Antagen;;;LSP9A;;;Ingen;FFG;Distans";
const BO: &str = "1212121212;Al;Bo;bo@a.se;SA123A;D1;TPAV;30;Reserv;1;;;Lärare;;Ingen;FFG;Campus";

/// A file of Anna's row with one cell replaced, and the findings it gives.
fn admission_with(column: &str, value: &str, expected: &[(&str, &str)]) {
    let at = HEADER
        .split(';')
        .position(|header| header == column)
        .expect(column);
    let mut cells: Vec<&str> = ANNA.split(';').collect();
    cells[at] = value;
    let file = format!("{HEADER}\n{}\n", cells.join(";"));
    let expected: Vec<Place<'_>> = expected
        .iter()
        .map(|(column, code)| (2, *column, *code))
        .collect();
    assert_found::<AdmissionRow>(file.as_bytes(), &expected);
}

#[test]
fn files_that_are_no_tables() {
    for (bytes, expected) in [
        (&b""[..], (0, "", "empty-file")),
        (b"\xEF\xBB\xBF", (0, "", "empty-file")),
        (b"\xFF\xFE", (0, "", "empty-file")),
        (b" \r\n\n", (0, "", "empty-file")),
        (b"a;b\n\x00;c", (0, "", "nul-byte")),
        (b"\xFF\xFEa\x00\x00\x00", (0, "", "nul-byte")),
        (b"\xEF\xBB\xBFa;\xE5", (0, "", "undecodable-byte")),
        (b"a;b\nS\x81;\xE5", (0, "", "undecodable-byte")),
        (b"\xFF\xFEa\x00;\x00\x00\xD8", (0, "", "undecodable-byte")),
        (b"\xFE\xFF\x00a\x00", (0, "", "undecodable-byte")),
        (b"header\nvalue", (1, "", "no-delimiter")),
        (b"\na;b\n1;2", (1, "", "header-missing")),
        (b";;\n1;2;3", (1, "", "header-missing")),
        (b"8507099805;Ek\n1212121212;Al", (1, "", "header-missing")),
        (b"a;;b\n1;2;3", (1, "", "header-empty")),
        (b"a; A ;b\n1;2;3", (1, "A", "duplicate-header")),
        (b"a;b", (0, "", "no-rows")),
        (b"a;b\n;\n\n", (0, "", "no-rows")),
        (b"a;\"b", (1, "", "unterminated-quote")),
        (b"a;b\n1;2\n3;\"4\n5;6", (3, "", "unterminated-quote")),
        (b"a;\"b\"c\n1;2", (1, "", "text-after-quote")),
    ] {
        assert_found::<WorkplaceRow>(bytes, &[expected]);
        assert!(read_as::<WorkplaceRow>(bytes).is_empty());
    }
}

#[test]
fn the_offset_of_a_byte_is_named() {
    for (bytes, offset) in [
        (&b"a;b\nS\x81;\xE5"[..], "Byte 5 (0x81)"),
        (b"\xEF\xBB\xBFa;\xE5", "Byte 5 "),
        (b"a;b\n\x00", "Byte 4 "),
        (b"\xFF\xFEa\x00;\x00\x00\xD8", "Byte 6 "),
        (b"\xFF\xFEa\x00\x00\x00", "Byte 4 "),
    ] {
        let reading = read_as::<WorkplaceRow>(bytes);
        let message = reading.findings[0].message.get(Language::En);
        assert!(message.starts_with(offset), "{message}");
    }
}

#[test]
fn files_beyond_the_limits() {
    let columns: Vec<String> = (0..201).map(|n| format!("k{n}")).collect();
    assert_found::<WorkplaceRow>(columns.join(";").as_bytes(), &[(0, "", "too-many-columns")]);
    let rows = format!("a;b\n{}", "1;2\n".repeat(1_000_001));
    assert_found::<WorkplaceRow>(rows.as_bytes(), &[(0, "", "too-many-rows")]);
    let bytes = vec![b'a'; 64 * 1024 * 1024 + 1];
    let reading = read_as::<WorkplaceRow>(&bytes);
    assert_eq!(places(&reading.findings), [(0, "", "file-too-large")]);
}

const UNITS: &str = "school_unit_code;name;municipality_code;municipality\n";

#[test]
fn rows_of_a_table() {
    let with = |rows: &str| format!("{UNITS}{rows}").into_bytes();
    assert_found::<WorkplaceRow>(
        &with("99991000;A;1880;Ö\n99991001;B;1880\n"),
        &[(3, "", "ragged-row")],
    );
    assert_found::<WorkplaceRow>(&with("99991000;A;1880;Ö;x\n"), &[(2, "", "ragged-row")]);
    assert_found::<WorkplaceRow>(&with("99991000;A;1880;Ö;;;\n"), &[]);
    assert_found::<WorkplaceRow>(
        &with("99991000;A;1880;Ö\n\n \n99991001;B;1880;Ö\n;;;\n\n"),
        &[(3, "", "empty-row")],
    );
    assert_found::<WorkplaceRow>(
        &with("99991000;\"O\"A;1880;Ö\n"),
        &[(2, "", "text-after-quote")],
    );
    // A line break inside quotes does not make a row: the fault is in row 3 of the spreadsheet.
    assert_found::<WorkplaceRow>(
        &with("99991000;\"A\nB\";1880;Ö\r99991001;;1880;Ö\r\n"),
        &[
            (2, "name", "control-characters"),
            (3, "name", "missing-value"),
        ],
    );
    assert_found::<WorkplaceRow>(
        &with("9999100;A;188;Ö\n99991000;B;9999;\n99991000;C;1880;Ö"),
        &[
            (2, "school_unit_code", "bad-code"),
            (2, "municipality_code", "bad-code"),
            (3, "municipality", "missing-value"),
            (3, "school_unit_code", "duplicate-row"),
            (4, "school_unit_code", "duplicate-row"),
        ],
    );
}

#[test]
fn columns_missing_and_unknown() {
    let file = "School Unit Code,NAMES,kommunkod,extra\n99991000,A,1880,x\n";
    assert_found::<WorkplaceRow>(
        file.as_bytes(),
        &[
            (0, "name", "missing-column"),
            (0, "municipality_code", "missing-column"),
        ],
    );
    let reading = read_as::<WorkplaceRow>(file.as_bytes());
    let finding = &reading.findings[0];
    assert!(finding.message.sv.contains("”NAMES”, ”kommunkod”, ”extra”"));
    assert!(
        finding.remedy.sv.contains("Menas ”NAMES”?"),
        "{}",
        finding.remedy.sv
    );
    // A municipality that no list knows must be named.
    let file = "school_unit_code,name,municipality_code\n99991000,A,9999\n";
    assert_found::<WorkplaceRow>(file.as_bytes(), &[(2, "municipality", "missing-value")]);
}

#[test]
fn who_is_admitted() {
    admission_with(
        "Personnummer",
        "8507099806",
        &[("Personnummer", "bad-identity-number")],
    );
    admission_with(
        "Personnummer",
        "",
        &[("Personnummer", "bad-identity-number")],
    );
    admission_with(
        "Personnummer",
        "820202-T000",
        &[("Personnummer", "interim-checksum")],
    );
    admission_with("Personnummer", "000101-T220", &[]);
    admission_with("Efternamn", "", &[("Efternamn", "missing-value")]);
    admission_with("Efternamn", &"x".repeat(121), &[("Efternamn", "too-long")]);
    admission_with("Efternamn", &"å".repeat(120), &[]);
    admission_with("Efternamn", "SjÃ¶gren", &[("Efternamn", "garbled-text")]);
    admission_with(
        "Efternamn",
        "Sj\u{FFFD}gren",
        &[("Efternamn", "garbled-text")],
    );
    admission_with(
        "Förnamn",
        "=cmd|' /C calc'!A0",
        &[("Förnamn", "formula-cell")],
    );
    admission_with("Förnamn", "An\u{7}na", &[("Förnamn", "control-characters")]);
    admission_with(
        "Förnamn",
        "An\u{202E}na",
        &[("Förnamn", "control-characters")],
    );
    admission_with("E-post", "", &[("E-post", "missing-email")]);
    admission_with("E-post", "anna@a", &[("E-post", "bad-email")]);
}

#[test]
fn what_an_admission_says() {
    admission_with("Kurskod", "sa123a", &[("Kurskod", "bad-code")]);
    admission_with("Kurskod", "", &[("Kurskod", "missing-value")]);
    admission_with("Anmälningskod", "", &[("Anmälningskod", "missing-value")]);
    admission_with("Urvalsgrupp", "", &[]);
    for merit in ["37,55", "-3", "1 000", "x"] {
        admission_with("Meritvärde", merit, &[("Meritvärde", "bad-number")]);
    }
    admission_with("Meritvärde", "", &[]);
    admission_with("Status", "", &[("Status", "missing-value")]);
    admission_with("Status", "Antagn", &[("Status", "unknown-value")]);
    admission_with("Status", "STRUKEN", &[]);
    admission_with("Status", "obehörig", &[]);
    admission_with(
        "Status",
        "Reserv",
        &[("Reservnummer", "reserve-without-number")],
    );
    admission_with(
        "Reservnummer",
        "1",
        &[("Reservnummer", "number-without-reserve")],
    );
    admission_with(
        "Reservnummer",
        "0",
        &[
            ("Reservnummer", "bad-number"),
            ("Reservnummer", "number-without-reserve"),
        ],
    );
}

#[test]
fn background_of_an_admission() {
    admission_with(
        "Villkor",
        "Styrk 30 hp",
        &[("Villkor", "condition-without-date")],
    );
    admission_with(
        "Villkor",
        "Styrk 30 hp senast 2027-02-30",
        &[("Villkor", "bad-date")],
    );
    admission_with("Programkod", "lsp9a", &[("Programkod", "bad-code")]);
    admission_with(
        "Programkod",
        "",
        &[("Programkod", "no-programme-or-profession")],
    );
    admission_with(
        "Yrkestitel",
        "Lärare",
        &[("Programkod", "programme-and-profession")],
    );
    admission_with(
        "Yrkestitel",
        "Lärar",
        &[
            ("Yrkestitel", "unknown-profession"),
            ("Programkod", "programme-and-profession"),
        ],
    );
    admission_with("Skolenhetskod", "9999", &[("Skolenhetskod", "bad-code")]);
    admission_with("Skyddad", "Ja", &[("Skyddad", "unknown-marking")]);
    admission_with("Skyddad", "", &[]);
    admission_with(
        "Registreringstyp",
        "XX",
        &[("Registreringstyp", "unknown-value")],
    );
    admission_with("Studieform", "Hybrid", &[("Studieform", "unknown-value")]);
}

#[test]
fn all_faults_of_a_row_and_of_a_file_are_told_at_once() {
    let file = format!(
        "{HEADER};Anteckning\n{ANNA};x\n;;;;;;;;;;;;;;;;;\n850709-9806;;Anna;x;SA12;D1;PG;1,23;Antagn;;;;Kuratro;;?;FF;Nej;\n"
    );
    assert_found::<AdmissionRow>(
        file.as_bytes(),
        &[
            (0, "Anteckning", "ignored-column"),
            (3, "", "empty-row"),
            (4, "Personnummer", "bad-identity-number"),
            (4, "Efternamn", "missing-value"),
            (4, "E-post", "bad-email"),
            (4, "Kurskod", "bad-code"),
            (4, "Meritvärde", "bad-number"),
            (4, "Status", "unknown-value"),
            (4, "Yrkestitel", "unknown-profession"),
            (4, "Skyddad", "unknown-marking"),
            (4, "Registreringstyp", "unknown-value"),
            (4, "Studieform", "unknown-value"),
        ],
    );
    let reading = read_as::<AdmissionRow>(file.as_bytes());
    let report = reading.report(|_| RowStatus::New);
    assert_eq!(
        (report.totals.rows, report.totals.new, report.totals.error),
        (2, 1, 1)
    );
    let found: Vec<&Finding> = reading.findings_of(4).collect();
    assert!(found[6].remedy.sv.contains("”Kurator”"), "{:?}", found[6]);
    assert!(found[5].remedy.en.contains("“Antagen”"), "{:?}", found[5]);
}

#[test]
fn an_unknown_marking_protects() {
    let file = format!("{HEADER}\n{}", ANNA.replace("Ingen", "Sekretes"));
    let reading = read_as::<AdmissionRow>(file.as_bytes());
    let (_, row) = reading.sound_rows().next().expect("imported");
    assert_eq!(row.marking, SecurityMarking::ProtectedRegistration);
}

#[test]
fn rules_between_rows() {
    let key = (2, "Personnummer", "duplicate-row");
    let file = |second: &str| format!("{HEADER}\n{ANNA}\n{second}\n").into_bytes();
    assert_found::<AdmissionRow>(&file(BO), &[]);
    // The same number written in another way, and in spite of another fault in the row.
    let again = ANNA
        .replace("8507099805", "19850709-9805")
        .replace("Antagen", "Antgen");
    let expected = [
        key,
        (3, "Status", "unknown-value"),
        (3, "Personnummer", "duplicate-row"),
    ];
    assert_found::<AdmissionRow>(&file(&again), &expected);
    assert_found::<AdmissionRow>(&file(&ANNA.replace(";D1;", ";D2;")), &[]);
    let shared = BO.replace("bo@a.se", "ANNA@a.se");
    assert_found::<AdmissionRow>(
        &file(&shared),
        &[(2, "E-post", "shared-email"), (3, "E-post", "shared-email")],
    );

    let reserves = |a: &str, b: &str| format!("{HEADER}\n{a}\n{b}\n").into_bytes();
    let anna = ANNA.replace("PG;30;Antagen;", "TPAV;30;Reserv;1");
    let number = "duplicate-reserve-number";
    let expected = [(2, "Reservnummer", number), (3, "Reservnummer", number)];
    assert_found::<AdmissionRow>(&reserves(&anna, BO), &expected);
    assert_found::<AdmissionRow>(&reserves(&anna.replace("TPAV", "ÖS"), BO), &[]);
    assert_found::<AdmissionRow>(
        &reserves(&anna.replace("TPAV", ""), BO),
        &[(2, "Urvalsgrupp", "reserve-without-group")],
    );
    assert_eq!(
        read_as::<AdmissionRow>(&reserves(&anna, BO))
            .sound_rows()
            .count(),
        0
    );
}

#[test]
fn nominations() {
    let header = "Förnamn;Efternamn;E-post;Titel;Skolenhetskod;Skolenhet;Kommunkod;Kommun;Avtal;Fakturareferens;Chef;Ersättare\n";
    let with = |rows: &str| format!("{header}{rows}").into_bytes();
    assert_found::<NominationRow>(&with("A;B;a@b.se;Lärare;;;;;U1;;;\n"), &[]);
    assert_found::<NominationRow>(
        &with("A;B;;;1;@x;1;+y;;=1;c;Kanske\n"),
        &[
            (2, "E-post", "missing-value"),
            (2, "Titel", "missing-value"),
            (2, "Skolenhetskod", "bad-code"),
            (2, "Skolenhet", "formula-cell"),
            (2, "Kommunkod", "bad-code"),
            (2, "Kommun", "formula-cell"),
            (2, "Avtal", "missing-value"),
            (2, "Fakturareferens", "formula-cell"),
            (2, "Chef", "bad-email"),
            (2, "Ersättare", "unknown-value"),
        ],
    );
    assert_found::<NominationRow>(
        &with(
            "A;B;a@b.se;Lärare;;;;;U1;;;\nA;B;A@B.se;Kurator;;;;;U1;;;\nC;D;a@b.se;Rektor;;;;;U2;;;\n",
        ),
        &[
            (2, "E-post", "duplicate-row"),
            (2, "E-post", "shared-email"),
            (3, "E-post", "duplicate-row"),
            (3, "E-post", "shared-email"),
            (4, "E-post", "shared-email"),
        ],
    );
}

#[test]
fn sessions_and_programmes() {
    assert_found::<SessionRow>(
        b"date,start,end,title,place,mode\n\
          2027-02-29,10:15,15:00,A,X,campus\n\
          2027-02-28,25:15,15:00,,X,Zoom\n\
          2027-02-28,15:15,15:15,B,,ONLINE\n\
          2027-03-28,9.15,10:00,C,,hybrid\n\
          2027-03-28,11:15,12:00,c,,hybrid\n\
          ,,,D,,campus\n",
        &[
            (2, "date", "bad-date"),
            (3, "start", "bad-time"),
            (3, "title", "missing-value"),
            (3, "mode", "unknown-value"),
            (4, "end", "end-before-start"),
            (5, "title", "duplicate-row"),
            (6, "title", "duplicate-row"),
            (7, "date", "missing-value"),
            (7, "start", "missing-value"),
            (7, "end", "missing-value"),
        ],
    );
    assert_found::<ProgrammeRow>(
        "code|name|family\nLKP1Y|A|Halsa\nLKP1|B|PED\nLAG9Y|C|VÅG\nLAG9Y|C|PED\n".as_bytes(),
        &[
            (3, "code", "bad-code"),
            (4, "family", "unknown-value"),
            (4, "code", "duplicate-row"),
            (5, "code", "duplicate-row"),
        ],
    );
}

#[test]
fn findings_quote_no_identity_number_name_or_address() {
    let secrets =
        "198507099806;Hemligsson;=Dolda;dold.person@a;SA1;D1;PG;x;Antagn;;;;Lärar;;Ja;Q;Q";
    // The columns of the second row have slipped: a name stands where a status should.
    let slipped = "Antagen;;8507099806;SA123A;Hemligsson;Dolda;dold.person@a.se;Dolda;Hemligsson;Dolda;Dolda;Hemligsson;Hemligsson;Dolda;Dolda;Dolda;Dolda";
    let file = format!("{HEADER}\n{secrets}\n{slipped}\n");
    let reading = read_as::<AdmissionRow>(file.as_bytes());
    assert!(reading.error_count > 10);
    let json = serde_json::to_string(&reading.report(|_| RowStatus::New)).expect("report");
    for secret in ["850709", "9806", "Hemligsson", "Dolda", "dold.person"] {
        assert!(!json.contains(secret), "{secret} in {json}");
    }
    let debug = format!(
        "{:?}",
        read_as::<AdmissionRow>(format!("{HEADER}\n{ANNA}").as_bytes())
    );
    for secret in ["850709", "9805", "anna@", "Anna"] {
        assert!(!debug.contains(secret), "{secret} in {debug}");
    }
}

#[test]
fn a_flood_of_findings_is_counted() {
    let file = format!("{UNITS}{}", "x;;;;\n".repeat(3_000));
    let reading = read_as::<WorkplaceRow>(file.as_bytes());
    assert_eq!(
        (reading.findings.len(), reading.error_count),
        (FINDINGS_MAX, 12_000)
    );
    assert_eq!(reading.report(|_| RowStatus::New).findings_left_out, 10_000);
    assert_eq!(
        reading.rows().filter(|row| row.row.is_none()).count(),
        3_000
    );
}

#[test]
fn codes_have_severities_that_match_their_effect() {
    for code in [
        Code::FormulaCell,
        Code::UnknownMarking,
        Code::SharedEmail,
        Code::IgnoredColumn,
    ] {
        assert_eq!(
            code.severity(),
            samverkan_domain::import::report::Severity::Warning
        );
    }
}
