//! Files as they come: encodings, delimiters, damage. Each fault has its place and its name.

use harness::{
    Engine, TestService, both_engines,
    dump::differing,
    round::{self, into_offering},
    sheet::{Sheet, check_digit, identity},
    text,
};
use serde_json::Value;

both_engines!(
    any_encoding_and_delimiter_gives_the_same_people,
    damaged_files_are_named,
    bad_cells_are_named,
    rows_that_contradict_each_other_are_named,
    what_only_the_database_knows_is_named,
);

/// Row, column and code of each finding.
type Place = (Option<u64>, Option<String>, String);

fn places(report: &Value) -> Vec<Place> {
    let findings = report["findings"].as_array().expect("findings").iter();
    let place = |f: &Value| {
        let column = f["column"].as_str().map(str::to_owned);
        (f["row"].as_u64(), column, text(f, "code"))
    };
    findings.map(place).collect()
}

fn at(row: impl Into<Option<u64>>, column: &str, code: &str) -> Place {
    let column = Some(column.to_owned()).filter(|column| !column.is_empty());
    (row.into(), column, code.to_owned())
}

/// Imports a file that is refused; gives what was found.
async fn refused(service: &TestService, file: impl Into<Vec<u8>>) -> Vec<Place> {
    let report = service.import(&into_offering("admissions"), file).await;
    assert_eq!(report["sound"], false, "{report}");
    assert!(report.get("id").is_none(), "{report}");
    for finding in report["findings"].as_array().expect("findings") {
        assert!(!text(finding, "message").is_empty() && !text(finding, "remedy").is_empty());
    }
    places(&report)
}

async fn any_encoding_and_delimiter_gives_the_same_people(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let sheet = Sheet::admissions(0, 3)
        .set(0, "Efternamn", "Sjögren")
        .set(1, "Efternamn", "Öberg; \"Åsa\"")
        .set(2, "Villkor", "Rad ett\nRad två, senast 2027-01-15");
    let text = sheet.text();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(bytes)
            .collect()
    };
    let mixed: String = text
        .split_inclusive("\r\n")
        .enumerate()
        .map(|(n, line)| {
            if n % 2 == 0 {
                line.replace("\r\n", "\n")
            } else {
                line.to_owned()
            }
        })
        .collect();
    let files: Vec<(&str, &str, Vec<u8>)> = vec![
        ("windows-1252", ";", sheet.windows_1252()),
        ("utf-8", ";", text.clone().into_bytes()),
        ("utf-8", ";", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("utf-16le", ";", utf16(u16::to_le_bytes)),
        ("utf-16be", ";", utf16(u16::to_be_bytes)),
        ("utf-8", ",", sheet.text_with(",", "\r\n").into_bytes()),
        ("utf-8", "\t", sheet.text_with("\t", "\n").into_bytes()),
        ("utf-8", ";", sheet.text_with(";", "\n").into_bytes()),
        ("utf-8", ";", sheet.text_with(";", "\r").into_bytes()),
        ("utf-8", ";", mixed.into_bytes()),
        ("utf-8", ";", format!("sep=;\r\n{text}").into_bytes()),
        ("utf-8", ";", text.trim_end().to_owned().into_bytes()),
        ("xlsx", "", sheet.workbook()),
    ];
    for (n, (encoding, delimiter, file)) in files.into_iter().enumerate() {
        let report = service.import(&into_offering("admissions"), file).await;
        let expected = if n == 0 { "new" } else { "unchanged" };
        assert_eq!(report[expected], 3, "file {n}: {report}");
        let label = report["encoding"]
            .as_str()
            .expect("encoding")
            .to_lowercase();
        assert_eq!(
            (&*label, report["delimiter"].as_str().unwrap_or("")),
            (encoding, delimiter),
            "file {n}"
        );
    }
    assert_eq!(
        service.person("Öberg").await["family_name"],
        "Öberg; \"Åsa\""
    );
}

async fn damaged_files_are_named(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let before = service.snapshot().await;
    let sheet = Sheet::admissions(0, 3).set(0, "Förnamn", "Åsa");
    let text = sheet.text();
    let replaced = |from: &str, to: &str| text.replacen(from, to, 1).into_bytes();
    let latin = sheet.windows_1252();
    let undecodable: Vec<u8> = [&latin[..latin.len() - 2], b"\x81\r\n"].concat();
    let header = text.lines().next().expect("a header").to_owned();
    let cases: Vec<(&str, Vec<u8>, Place)> = vec![
        ("empty", Vec::new(), at(None, "", "empty-file")),
        ("blank", b" \r\n\r\n".to_vec(), at(None, "", "empty-file")),
        (
            "header only",
            header.clone().into_bytes(),
            at(None, "", "no-rows"),
        ),
        ("nul", replaced("Tea", "T\0a"), at(None, "", "nul-byte")),
        ("0x81", undecodable, at(None, "", "undecodable-byte")),
        (
            "workbook",
            b"PK\x03\x04\x14\0\x06\0xl/workbook.xml".to_vec(),
            at(None, "", "workbook"),
        ),
        (
            "old workbook",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....".to_vec(),
            at(None, "", "workbook"),
        ),
        (
            "ragged, long",
            replaced("Distans\r\n", "Distans;\r\n;x\r\n"),
            at(3, "", "ragged-row"),
        ),
        (
            "ragged, short",
            replaced("FFG;Distans", "FFG"),
            at(2, "", "ragged-row"),
        ),
        (
            "one column",
            b"Personnummer\r\n1\r\n".to_vec(),
            at(1, "", "no-delimiter"),
        ),
        (
            "no such column",
            replaced("Skyddad", "Skydd"),
            at(None, "Skyddad", "missing-column"),
        ),
        (
            "twice the column",
            replaced("Villkor", "Status"),
            at(1, "Status", "duplicate-header"),
        ),
        (
            "quote",
            replaced(";Tea;", ";\"Tea;"),
            at(3, "", "unterminated-quote"),
        ),
        (
            "after quote",
            replaced(";Tea;", ";\"Tea\"x;"),
            at(3, "", "text-after-quote"),
        ),
    ];
    for (name, file, expected) in cases {
        let found = refused(&service, file).await;
        assert!(found.contains(&expected), "{name}: {found:?}");
    }
    // Letters lost before the file came here, which no decoder can bring back.
    let found = refused(&service, replaced("Åsa", "Ã…sa")).await;
    assert_eq!(found, [at(2, "Förnamn", "garbled-text")]);
    assert_eq!(
        differing(&before, &service.snapshot().await),
        Vec::<String>::new()
    );
}

async fn bad_cells_are_named(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let before = service.snapshot().await;
    let sheet = Sheet::admissions(0, 3);
    let sound = identity(1);
    let wrong_digit = {
        let last = sound
            .chars()
            .last()
            .and_then(|c| c.to_digit(10))
            .expect("a digit");
        format!("{}{}", &sound[..12], (last + 1) % 10)
    };
    let future = format!("20991231-980{}", check_digit("991231980"));
    let cases = [
        ("Personnummer", "", "bad-identity-number"),
        ("Personnummer", &*wrong_digit, "bad-identity-number"),
        ("Personnummer", "1,97706E+11", "bad-identity-number"),
        ("Personnummer", "19770230-9801", "bad-identity-number"),
        ("Personnummer", "19771312-9801", "bad-identity-number"),
        ("Personnummer", "19770692-9801", "bad-identity-number"),
        ("Personnummer", &*future, "bad-identity-number"),
        ("Personnummer", "770612-99", "bad-identity-number"),
        ("Personnummer", "1977061299181234", "bad-identity-number"),
        ("Personnummer", "19770612-Q351", "bad-identity-number"),
        ("Personnummer", "1977-06-12-9918", "bad-identity-number"),
        ("Efternamn", "", "missing-value"),
        ("Efternamn", &*"å".repeat(121), "too-long"),
        ("E-post", "inte en adress", "bad-email"),
        ("E-post", "a@b.example, c@d.example", "bad-email"),
        ("Kurskod", "sa123a", "bad-code"),
        ("Kurskod", "", "missing-value"),
        ("Meritvärde", "3x", "bad-number"),
        ("Meritvärde", "-1", "bad-number"),
        ("Status", "Kanske", "unknown-value"),
        ("Status", "", "missing-value"),
        ("Reservnummer", "0", "bad-number"),
        ("Reservnummer", "2", "number-without-reserve"),
        ("Villkor", "Styrk 30 hp senast 2027-02-30", "bad-date"),
        ("Programkod", "lsp9a", "bad-code"),
        ("Programkod", "", "no-programme-or-profession"),
        ("Yrkestitel", "Trollkarl", "unknown-profession"),
        ("Skolenhetskod", "123", "bad-code"),
        ("Registreringstyp", "XX", "unknown-value"),
        ("Studieform", "Hemma", "unknown-value"),
    ];
    for (column, value, code) in cases {
        let found = refused(&service, sheet.clone().set(1, column, value).text()).await;
        assert!(
            found.contains(&at(3, column, code)),
            "{column} {value:?}: {found:?}"
        );
        // Negative control for the place: no other row is blamed.
        assert!(
            found.iter().all(|place| place.0 == Some(3)),
            "{column} {value:?}: {found:?}"
        );
    }
    assert_eq!(
        differing(&before, &service.snapshot().await),
        Vec::<String>::new()
    );
}

async fn rows_that_contradict_each_other_are_named(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let sheet = Sheet::admissions(0, 4);
    let first = identity(0);
    let twice = sheet.clone().set(2, "Personnummer", &first);
    assert!(refused(&service, twice.text()).await.contains(&at(
        4,
        "Personnummer",
        "duplicate-row"
    )));
    // Another spelling is the same number.
    let short = first[2..].replace('-', "");
    let twice = sheet.clone().set(2, "Personnummer", &short);
    assert!(refused(&service, twice.text()).await.contains(&at(
        4,
        "Personnummer",
        "duplicate-row"
    )));
    let reserves = sheet.clone().reserve(1, "PG", "1").reserve(3, "PG", "1");
    let found = refused(&service, reserves.text()).await;
    let code = "duplicate-reserve-number";
    assert_eq!(
        found,
        [at(3, "Reservnummer", code), at(5, "Reservnummer", code)]
    );
    let found = refused(&service, sheet.clone().reserve(1, "PG", "").text()).await;
    assert_eq!(found, [at(3, "Reservnummer", "reserve-without-number")]);
    let found = refused(&service, sheet.clone().reserve(1, "", "1").text()).await;
    assert_eq!(found, [at(3, "Urvalsgrupp", "reserve-without-group")]);
    // Other groups have numbers of their own; negative control of the above.
    let groups = sheet.reserve(1, "PG", "1").reserve(3, "TPAV", "1");
    let report = service
        .import(&into_offering("admissions"), groups.text())
        .await;
    assert_eq!(
        (&report["sound"], &report["new"]),
        (&Value::from(true), &Value::from(4))
    );
}

async fn what_only_the_database_knows_is_named(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 2).reserve(1, "PG", "1");
    service.import(&query, sheet.text()).await;
    let more = Sheet::admissions(10, 2);
    for (column, value, code, shown) in [
        (
            "Anmälningskod",
            "ORU-DEMO9",
            "unknown-channel",
            "Anmälningskod",
        ),
        (
            "Anmälningskod",
            "OPEN-DEMO",
            "unknown-channel",
            "Anmälningskod",
        ),
        ("Kurskod", "SA999A", "unknown-channel", "Anmälningskod"),
        ("Programkod", "ABC1D", "not-in-register", "Programkod"),
        (
            "Skolenhetskod",
            "99998888",
            "not-in-register",
            "Skolenhetskod",
        ),
        ("E-post", "t0@import.example", "address-of-another", ""),
    ] {
        let mut bad = more.clone().set(1, column, value);
        if column == "E-post" {
            // Known by number, with the address of somebody else.
            bad = bad.set(1, "Personnummer", &identity(1));
        }
        let found = refused(&service, bad.text()).await;
        assert_eq!(found, [at(3, shown, code)], "{column} {value}");
    }
    let taken = more.clone().reserve(0, "PG", "1");
    assert_eq!(
        refused(&service, taken.text()).await,
        [at(2, "Reservnummer", "reserve-number-taken")]
    );
    let wrong = service
        .import_reply("kind=admissions&offering=FINNS-INTE", more.text())
        .await;
    assert_eq!(harness::problem(wrong).0, 404);
    let none = service.import_reply("kind=admissions", more.text()).await;
    assert_eq!(harness::problem(none).0, 422);
}
