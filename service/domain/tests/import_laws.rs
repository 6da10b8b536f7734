//! Laws of reading: no bytes panic, no row disappears, and the way a file is written down (encoding,
//! delimiter, line ends, order of columns) changes nothing in what it says.

use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::Index;
use samverkan_domain::import::admissions::AdmissionRow;
use samverkan_domain::import::decode::{Certainty, decode};
use samverkan_domain::import::nominations::NominationRow;
use samverkan_domain::import::programmes::ProgrammeRow;
use samverkan_domain::import::report::{Code, Finding, RowStatus};
use samverkan_domain::import::sessions::SessionRow;
use samverkan_domain::import::workplaces::WorkplaceRow;
use samverkan_domain::import::{Context, ImportRow, Mapping, Reading, read};
use samverkan_domain::profession::{Profession, default_registry};
use std::sync::LazyLock;

const FILES: [&[u8]; 5] = [
    include_bytes!("../../demo/data/antagna-vt2027.csv"),
    include_bytes!("../../demo/data/nominerade-uppdrag-vt2027.csv"),
    include_bytes!("../../demo/data/moten-vt2027.csv"),
    include_bytes!("../../demo/data/programmes.csv"),
    include_bytes!("../../demo/data/skolenheter-demo.csv"),
];

static PROFESSIONS: LazyLock<Vec<Profession>> = LazyLock::new(default_registry);

fn read_as<R: ImportRow>(bytes: &[u8]) -> Reading<'_, R> {
    let context = Context {
        today: date(2026, 11, 23),
        professions: &PROFESSIONS,
    };
    read(bytes, &Mapping::built_in(R::KIND), &context)
}

/// What must hold whatever the bytes.
fn check<R: ImportRow>(bytes: &[u8]) {
    let reading = read_as::<R>(bytes);
    let left_out = reading.rows().filter(|row| row.row.is_none());
    for row in left_out {
        let told = reading.findings_of(row.number).any(Finding::is_error);
        assert!(
            told || reading.error_count > reading.findings.len(),
            "row {} left out",
            row.number
        );
    }
    for (number, _) in reading.sound_rows() {
        assert!(
            reading
                .findings_of(number)
                .all(|finding| !finding.is_error()),
            "row {number}"
        );
    }
    assert!(reading.rows().is_sorted_by(|a, b| a.number < b.number));
    assert!(
        !reading.is_empty() || reading.error_count > 0,
        "nothing read and nothing told"
    );
    let report = reading.report(|_| RowStatus::New);
    assert_eq!(report.totals.new + report.totals.error, reading.len());
}

fn check_all(bytes: &[u8]) {
    check::<AdmissionRow>(bytes);
    check::<NominationRow>(bytes);
    check::<SessionRow>(bytes);
    check::<ProgrammeRow>(bytes);
    check::<WorkplaceRow>(bytes);
}

/// Bytes that matter to the readers, put where they may hurt.
fn hurtful_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            &b"\""[..],
            b"\"\"",
            b";",
            b",",
            b"\t",
            b"\r",
            b"\n",
            b"\r\n",
            b"\0",
            b"\xEF\xBB\xBF",
            b"\xFF\xFE",
            b"\xFE\xFF",
            b"\x81",
            b"\xE5",
            b"\xC3",
            b"=",
            b"sep=,\n",
            b"\xE2\x80\xAE",
            b"2027-02-30",
            b"99999999999999999999",
            b"\xF0\x9F\x98\x80",
            b"\xED\xA0\x80",
        ])
        .prop_map(<[u8]>::to_vec),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check_all(&bytes);
    }

    #[test]
    fn any_table_like_text(text in "(sep=;\n)?[a-cåÅ\"';,|\t\r\n =@é\u{202e}\u{feff}0-9-]{0,200}") {
        check_all(text.as_bytes());
    }

    #[test]
    fn mutated_files(
        file in prop::sample::select(FILES.to_vec()),
        edits in prop::collection::vec((any::<Index>(), 0_usize..6, hurtful_bytes()), 1..6),
    ) {
        let mut bytes = file.to_vec();
        for (index, removed, put_in) in edits {
            let at = index.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, put_in);
        }
        check_all(&bytes);
    }

    #[test]
    fn cut_files(file in prop::sample::select(FILES.to_vec()), end in any::<Index>()) {
        check_all(&file[..end.index(file.len() + 1)]);
    }
}

/// The same text in every encoding a spreadsheet writes. `None` where it has no such character.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let with_mark = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
    let (windows, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    let mut all = vec![
        text.as_bytes().to_vec(),
        with_mark(b"\xEF\xBB\xBF", text.as_bytes().to_vec()),
        with_mark(
            b"\xFF\xFE",
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        with_mark(
            b"\xFE\xFF",
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
    ];
    all.extend((!lossy).then(|| windows.into_owned()));
    all
}

/// All cells in quotes, columns in the given order, other delimiter and line end.
fn rewritten(text: &str, from: char, to: &str, line_end: &str, reversed: bool) -> String {
    // The demo files have no quotes but around cells with a comma.
    let mut lines = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let mut cells = Vec::new();
        let (mut cell, mut quoted) = (String::new(), false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                c if c == from && !quoted => cells.push(std::mem::take(&mut cell)),
                c => cell.push(c),
            }
        }
        cells.push(cell);
        if reversed {
            cells.reverse();
        }
        let cells: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        lines.push(cells.join(to));
    }
    lines.join(line_end)
}

fn says_the_same<R: ImportRow + std::fmt::Debug>(file: &[u8]) {
    let original = read_as::<R>(file);
    let text = decode(file).expect("readable").text;
    let delimiter = original.delimiter.expect("a table");
    for (to, line_end, reversed) in [
        (";", "\r\n", false),
        (",", "\n", true),
        ("\t", "\r", false),
        ("|", "\r\n", true),
    ] {
        let text = rewritten(&text, delimiter, to, line_end, reversed);
        for bytes in encodings(&text) {
            let reading = read_as::<R>(&bytes);
            assert!(
                reading.rows().eq(original.rows()),
                "{to:?} {line_end:?} {:?}",
                reading.findings
            );
            assert_eq!(reading.findings, original.findings);
        }
    }
}

#[test]
fn the_way_a_file_is_written_down_changes_nothing() {
    says_the_same::<AdmissionRow>(FILES[0]);
    says_the_same::<NominationRow>(FILES[1]);
    says_the_same::<SessionRow>(FILES[2]);
    says_the_same::<ProgrammeRow>(FILES[3]);
    says_the_same::<WorkplaceRow>(FILES[4]);
}

#[test]
fn one_swedish_letter_is_enough_to_know_the_encoding() {
    for text in [
        "namn;ort\nEk;Öbo\n",
        "namn;ort\nÅsa;x\n",
        "namn;ort\nAndré;y\n",
        "ÅÄÖ;§ ½\nSJÖGREN;Kurs – höst\n",
    ] {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        let decoded = decode(&bytes).expect("readable");
        assert_eq!((&*decoded.text, decoded.finding), (text, None));
        assert_eq!(decoded.encoding.certainty, Certainty::Guessed);
    }
}

#[test]
fn a_foreign_encoding_is_told() {
    let text = "Фамилия;Имя\nИванова;Наталья Сергеевна\nПетров;Александр Николаевич\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let decoded = decode(&bytes).expect("readable");
    assert_eq!(
        (&*decoded.text, decoded.encoding.label.as_str()),
        (text, "windows-1251")
    );
    assert_eq!(
        decoded.finding.map(|finding| finding.code),
        Some(Code::UnusualEncoding)
    );
}

#[test]
fn names_from_a_mac_meet_the_others() {
    let nfc = "school_unit_code;name;municipality_code;municipality\n99991000;Söder;1880;Örebro\n";
    let nfd = nfc.replace('ö', "o\u{308}").replace('Ö', "O\u{308}");
    assert_ne!(nfc, nfd);
    assert!(
        read_as::<WorkplaceRow>(nfc.as_bytes())
            .rows()
            .eq(read_as::<WorkplaceRow>(nfd.as_bytes()).rows())
    );
}
